//! The body of a card: whom to call, where, what belongs to it, the rest, and what happened to it.

use eframe::egui::{CollapsingHeader, Label, RichText, Ui};

use crate::{
    domain::view::{
        Words,
        card::{Card, CardAction, Link, Links, Person, Row},
        journal::JournalLine,
        typhoon::AtPlace,
    },
    ui::{
        panels::{
            card::{Choice, Draft, below, directory, flows, levels, rain},
            journal,
        },
        theme::{self, HALF_STEP, STEP},
        widgets,
    },
};

pub(super) fn ui(
    ui: &mut Ui,
    card: &Card,
    history: &[JournalLine],
    draft: &mut Draft,
    writable: bool,
    words: &Words,
) -> Option<Choice> {
    let mut chosen = None;
    if let Some(chart) = &card.levels {
        levels::ui(ui, chart);
    }
    if let Some(chart) = &card.flows {
        flows::ui(ui, chart);
    }
    if let Some(shown) = &card.rain {
        rain::ui(ui, shown);
    }
    if let Some(why) = &card.unread {
        widgets::quiet(ui, why);
    }
    if let Some(below) = &card.below {
        let releases = writable && card.actions.contains(&CardAction::Release);
        chosen = below::ui(ui, below, releases, words);
    }
    if let Some(storm) = &draft.storm {
        at_place(ui, storm, words);
    }
    if !card.people.is_empty() {
        chosen = people(ui, &card.people, draft, words).or(chosen);
    }
    if !card.contacts.is_empty() {
        chosen = directory::ui(ui, &card.contacts, words).map(Choice::Select).or(chosen);
    }
    for (title, rows) in [("card-place", &card.place), ("card-facts", &card.facts)] {
        if title == "card-facts" && !card.links.is_empty() {
            section(ui, &words.get("card-links"));
            for links in &card.links {
                chosen = links_ui(ui, links, words).or(chosen.take());
            }
        }
        if !rows.is_empty() {
            section(ui, &words.get(title));
            chosen = rows_ui(ui, rows).or(chosen.take());
        }
    }
    ui.add_space(STEP);
    if !card.record.is_empty() {
        fold(ui, &words.get("card-record"), |ui| {
            chosen = rows_ui(ui, &card.record).or(chosen.take());
        });
    }
    if !card.empty.is_empty() {
        fold(ui, &words.with("card-empty", &[("n", card.empty.len().to_string())]), |ui| {
            widgets::quiet(ui, &card.empty.join(&words.get("list-separator")));
        });
    }
    fold(ui, &words.get("card-history"), |ui| {
        if history.is_empty() {
            widgets::quiet(ui, &words.get("card-history-none"));
        }
        for line in history {
            journal::line_ui(ui, line);
        }
    });
    chosen
}

pub(super) fn section(ui: &mut Ui, title: &str) {
    ui.add_space(STEP);
    let color = theme::tokens(ui.ctx()).accent;
    ui.label(widgets::strong(ui, title, theme::small()).color(color));
}

fn fold(ui: &mut Ui, title: &str, add: impl FnOnce(&mut Ui)) {
    let color = theme::tokens(ui.ctx()).quiet;
    CollapsingHeader::new(RichText::new(title).font(theme::small()).color(color))
        .id_salt(title)
        .show_unindented(ui, add);
}

fn people(ui: &mut Ui, people: &[Person], draft: &mut Draft, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    ui.add_space(STEP);
    let tokens = theme::tokens(ui.ctx());
    widgets::split(
        ui,
        |ui| {
            ui.label(widgets::strong(ui, &words.get("card-people"), theme::small()).color(tokens.accent));
        },
        |ui| {
            let name = if draft.unmasked { "card-mask" } else { "card-unmask" };
            let text = RichText::new(words.get(name)).font(theme::small()).color(tokens.accent);
            if widgets::link(ui, text).clicked() {
                if draft.unmasked {
                    draft.unmasked = false;
                } else {
                    chosen = Some(Choice::Unmask);
                }
            }
        },
    );
    for person in people {
        widgets::pair(ui, &person.role, |ui| {
            ui.horizontal_wrapped(|ui| {
                for text in [&person.name, &person.phone].into_iter().flatten() {
                    ui.add(Label::new(text).selectable(true));
                    ui.add_space(HALF_STEP);
                }
            });
        });
    }
    chosen
}

fn rows_ui(ui: &mut Ui, rows: &[Row]) -> Option<Choice> {
    let mut chosen = None;
    for row in rows {
        widgets::pair(ui, &row.label, |ui| match &row.link {
            Some(target) => {
                let color = theme::tokens(ui.ctx()).accent;
                if widgets::link(ui, RichText::new(&row.value).color(color)).clicked() {
                    chosen = Some(Choice::Select(target.clone()));
                }
            }
            None => {
                ui.add(Label::new(&row.value).wrap().selectable(true));
            }
        });
    }
    chosen
}

fn links_ui(ui: &mut Ui, links: &Links, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    widgets::pair(ui, &links.label, |ui| {
        ui.horizontal_wrapped(|ui| {
            for link in &links.objects {
                chosen = link_ui(ui, link).or(chosen.take());
            }
            if let Some(more) = links.total.checked_sub(links.objects.len()).filter(|more| *more > 0) {
                widgets::quiet(ui, &words.with("card-links-more", &[("n", more.to_string())]));
            }
        });
    });
    chosen
}

fn link_ui(ui: &mut Ui, link: &Link) -> Option<Choice> {
    let tokens = theme::tokens(ui.ctx());
    let Some(object) = &link.object else {
        ui.label(RichText::new(&link.name).color(tokens.quiet));
        return None;
    };
    let text = RichText::new(&link.name).color(tokens.accent);
    widgets::link(ui, text).clicked().then(|| Choice::Select(object.clone()))
}

/// How a storm passes a place.
pub fn at_place(ui: &mut Ui, storm: &AtPlace, words: &Words) {
    section(ui, &storm.title);
    if storm.replay {
        let color = theme::tokens(ui.ctx()).warning;
        ui.add(Label::new(RichText::new(words.get("storm-replay")).color(color)).wrap());
    }
    for line in &storm.lines {
        widgets::quiet(ui, line);
    }
}
