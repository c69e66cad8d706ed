//! The rain: the district in a line, the villages that are called, then township by township, where most fell first.

pub mod live;
pub mod picture;
mod since;

use std::sync::Arc;

use eframe::egui::{CollapsingHeader, Label, RichText, ScrollArea, Ui};

use crate::{
    domain::{
        model::ObjectRef,
        view::{
            Words,
            rain_shown::{RainRow, RainView},
        },
    },
    io::pictures::PictureChoice,
    ui::{
        raining::Raining,
        rasters::Rasters,
        theme::{self, HALF_STEP, STEP},
        widgets,
    },
};

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Put it away.
    Close,
    /// About the feed.
    Live(live::Choice),
    /// These pictures from now on.
    Pictures(Box<PictureChoice>),
    /// Look at this.
    Select(ObjectRef),
}

/// Draws it.
pub fn ui(ui: &mut Ui, (raining, rasters): (&mut Raining, &mut Rasters), words: &Words) -> Option<Choice> {
    let chosen = widgets::head(ui, &words.get("rain-heading"), &words.get("rain-close")).then_some(Choice::Close);
    // All of it scrolls: a section that is opened pushes nothing out of a low window.
    let scroll = ScrollArea::vertical().id_salt("rain").auto_shrink([false, true]);
    let below = scroll.show(ui, |ui| {
        let live = live::ui(ui, &mut raining.draft, &raining.feeding, words).map(Choice::Live);
        fell(ui, raining, rasters, words).or(live)
    });
    below.inner.or(chosen)
}

fn fell(ui: &mut Ui, raining: &mut Raining, rasters: &mut Rasters, words: &Words) -> Option<Choice> {
    let answer = raining.view().map(|view| view.map(Arc::clone).map_err(str::to_owned));
    let view = match answer {
        None => {
            widgets::quiet(ui, &words.get("board-working"));
            None
        }
        Some(Err(why)) => {
            let text = RichText::new(why).color(theme::tokens(ui.ctx()).warning);
            ui.add(Label::new(text).wrap());
            None
        }
        Some(Ok(view)) => {
            ui.add(Label::new(widgets::strong(ui, &view.time, theme::body())).wrap());
            ui.add(Label::new(&view.summary).wrap());
            let heading = view.since.clone().unwrap_or_else(|| words.get("rain-since-none"));
            let event = &mut raining.event;
            CollapsingHeader::new(heading).id_salt("rain-since").show(ui, |ui| since::ui(ui, event, words));
            Some(view)
        }
    };
    let head = CollapsingHeader::new(words.get("raster-title")).id_salt("rasters");
    let pictures = head.show(ui, |ui| picture::ui(ui, rasters, words)).body_returned.flatten();
    let pictures = pictures.map(|next| Choice::Pictures(Box::new(next)));
    view.and_then(|view| lists(ui, &view, words)).or(pictures)
}

fn lists(ui: &mut Ui, view: &RainView, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let lists = [
        ("rain-villages", &view.villages),
        ("rain-zones", &view.zones),
        ("rain-townships", &view.townships),
        ("rain-stations-most", &view.stations),
    ];
    for (title, rows) in lists.into_iter().filter(|(_, rows)| !rows.is_empty()) {
        ui.add_space(STEP);
        // Folds: of villages there may be many, and below them stands what fell.
        let heading = widgets::strong(ui, &format!("{}  {}", words.get(title), rows.len()), theme::body());
        CollapsingHeader::new(heading).id_salt(title).default_open(true).show_unindented(ui, |ui| {
            for row in rows {
                if row_ui(ui, row) {
                    chosen = Some(Choice::Select(row.object.clone()));
                }
            }
        });
    }
    chosen
}

fn row_ui(ui: &mut Ui, row: &RainRow) -> bool {
    let response = widgets::row(ui, ("rain", row.object.uid), |ui| {
        widgets::split(
            ui,
            |ui| {
                ui.horizontal(|ui| {
                    ui.add(Label::new(RichText::new(&row.name).strong()).truncate());
                    if let Some(place) = &row.place {
                        widgets::quiet(ui, place);
                    }
                });
            },
            |ui| {
                if let Some((text, tone)) = &row.badge {
                    widgets::badge(ui, text, theme::tone(ui.ctx(), *tone));
                }
            },
        );
        for line in &row.says {
            widgets::quiet(ui, line);
        }
    });
    ui.add_space(HALF_STEP);
    let badge = row.badge.as_ref().map(|(text, _)| text.as_str()).unwrap_or_default();
    widgets::named(response, &format!("{} {badge}", row.name)).clicked()
}
