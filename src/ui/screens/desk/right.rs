//! The right side: what is being looked at, ending where it ends, and under it the journal.

use eframe::egui::{Align, Frame, Layout, Margin, Panel, ScrollArea, Ui};

use crate::{
    domain::view::Words,
    ui::{
        panels::{
            alarms, arrivals, card, evacuation, exposure,
            files::{self, Standing},
            form, here, homing, journal, layer, merging, nearest, rain, reporting, response, rows, settings, storm,
            travel, within,
        },
        screens::desk::{Choice, Extra, Memory, Room, Shown, Side, kept},
        theme::{self, HALF_STEP, STEP},
        widgets,
    },
};

/// A side lower than this has no room for the journal under an answer, points.
const LOW: f32 = 560.0;
/// Room that the journal keeps under a long answer, points.
const JOURNAL: f32 = 190.0;

/// The right side of the window.
pub(super) fn panel(
    ui: &mut Ui,
    room: Room,
    shown: &Shown<'_>,
    memory: &mut Memory,
    words: &Words,
    chosen: &mut Vec<Choice>,
) {
    let side = Frame::new().fill(theme::tokens(ui.ctx()).ground).inner_margin(Margin::symmetric(12, 12));
    let [_, name] = room.sides();
    let size = memory.size(name, room.right());
    let [_, least, most] = room.right();
    let panel = Panel::right(("side", room)).frame(side).default_size(size).size_range(least..=most);
    let panel = panel.show_separator_line(false);
    let shown = panel.show(ui, |ui| self::ui(ui, shown, memory, words, chosen));
    memory.sizes.insert(name.to_owned(), shown.response.rect.width());
}

fn ui(ui: &mut Ui, shown: &Shown<'_>, memory: &mut Memory, words: &Words, chosen: &mut Vec<Choice>) {
    let writable = shown.status.read_only.is_none();
    let room = ui.available_height();
    // In a low window the answer has the side to itself.
    let idle = matches!(shown.side, Side::Hint) && memory.extra.is_none();
    // So has a form, and a plan: they are long, and what happened is of no use to them.
    let long = matches!(
        (memory.extra, &shown.side),
        (
            None,
            Side::Form(_)
                | Side::Evacuation
                | Side::Exposure
                | Side::Reporting(_)
                | Side::Storm
                | Side::Rain
                | Side::Response
                | Side::Ticking
                | Side::Merging
                | Side::Homing
        )
    );
    let low = (room < LOW && !idle) || long;
    let most = if low { room } else { room - JOURNAL };
    widgets::block(ui, |ui| {
        // A panel inside may scroll by itself; what is left over is scrolled here.
        ui.set_max_height(most - 26.0);
        match (memory.extra, &shown.side) {
            (Some(Extra::Settings), _) => {
                chosen.extend(settings::ui(ui, shown.prefers, &mut memory.keeping.seat, words).map(Choice::Settings));
            }
            (Some(Extra::Layer), _) => {
                chosen.extend(layer::ui(ui, shown.layer, &mut memory.layer, words).map(Choice::Layer));
            }
            (Some(Extra::Files), _) => other_files(ui, shown, memory, words, chosen),
            (Some(extra), _) => kept::ui(ui, extra, shown, memory, words, chosen),
            (None, side) => side_ui(ui, side, shown, memory, words, chosen),
        }
    });
    if low {
        return;
    }
    ui.add_space(STEP);
    widgets::block(ui, |ui| {
        ScrollArea::vertical().id_salt("journal-side").auto_shrink([false, true]).show(ui, |ui| {
            chosen.extend(journal::ui(ui, shown.journal, writable, words).map(Choice::Journal));
        });
    });
}

/// The ways to another district, over whatever was looked at.
fn other_files(ui: &mut Ui, shown: &Shown<'_>, memory: &mut Memory, words: &Words, chosen: &mut Vec<Choice>) {
    ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
        if widgets::close(ui, &words.get("files-close")).clicked() {
            chosen.push(Choice::Files(files::Choice::Close));
        }
    });
    chosen.extend(files::ui(ui, &shown.files, &mut memory.path, words).map(Choice::Files));
}

fn side_ui(
    ui: &mut Ui,
    side: &Side<'_>,
    shown: &Shown<'_>,
    memory: &mut Memory,
    words: &Words,
    chosen: &mut Vec<Choice>,
) {
    let writable = shown.status.read_only.is_none();
    match side {
        Side::Hint if matches!(shown.files.standing, Standing::Bare { .. }) => {
            chosen.extend(files::ui(ui, &shown.files, &mut memory.path, words).map(Choice::Files));
        }
        Side::Hint => {
            // With large text in a low window there is more than fits.
            ScrollArea::vertical().id_salt("first").auto_shrink([false, true]).show(ui, |ui| {
                chosen.extend(alarms::first(ui, shown.alarms, words).map(Choice::Alarms));
                hint(ui, words);
            });
        }
        Side::Rows(rows) => chosen.extend(rows::ui(ui, rows, words).map(Choice::Rows)),
        Side::Alarms => {
            chosen.extend(alarms::list(ui, shown.alarms, writable, words).map(Choice::Alarms));
        }
        Side::Form(view) => {
            if let Some(draft) = memory.form.draft() {
                chosen.extend(form::ui(ui, view, draft, words).map(Choice::Form));
            }
        }
        Side::Kinds(kinds) => {
            if let Some(form::Asked::Kind { text, .. }) = &mut memory.form.asked {
                chosen.extend(form::kinds::ui(ui, kinds, text, words).map(Choice::Form));
            }
        }
        Side::Removal(view) => chosen.extend(form::removal::ui(ui, *view, words).map(Choice::Form)),
        Side::Card(card, history) => {
            if let Some(why) = &shown.status.read_only {
                widgets::quiet(ui, why);
            }
            memory.card.at = shown.at;
            chosen.extend(card::ui(ui, card, history, &mut memory.card, writable, words).map(Choice::Card));
        }
        Side::Within { asked, view } => {
            chosen.extend(within::ui(ui, asked, *view, &mut memory.within, words).map(Choice::Within));
        }
        Side::Evacuation => {
            let table = memory.travel.table().clone();
            let may = (writable, shown.can_save);
            let plan = &mut memory.evacuating;
            chosen.extend(evacuation::ui(ui, plan, table.as_ref(), may, words).map(Choice::Evacuation));
        }
        Side::Exposure => {
            chosen.extend(exposure::ui(ui, &memory.exposing, words).map(Choice::Exposure));
        }
        Side::Reporting(_) | Side::Ticking | Side::Merging | Side::Homing => {
            entered(ui, side, writable, memory, words, chosen);
        }
        Side::Rain | Side::Storm => weather(ui, side, memory, words, chosen),
        Side::Response => {
            let panel = response::ui(ui, &mut memory.responding, writable, words);
            chosen.extend(panel.map(Choice::Response));
        }
        Side::Travel => chosen.extend(travel::ui(ui, &mut memory.travel, words).map(Choice::Travel)),
        Side::Nearest { .. } => place(ui, side, shown, memory, words, chosen),
    }
}

/// A place that was asked about: what it is, how a storm passes it, what is nearest.
fn place(
    ui: &mut Ui,
    side: &Side<'_>,
    shown: &Shown<'_>,
    memory: &mut Memory,
    words: &Words,
    chosen: &mut Vec<Choice>,
) {
    let Side::Nearest { view, kinds } = side else { return };
    let writable = shown.status.read_only.is_none();
    chosen.extend(here::ui(ui, shown.at, shown.here, &mut memory.here, writable, words).map(Choice::Here));
    if let Some(storm) = &memory.card.storm {
        card::at_place(ui, storm, words);
    }
    ui.horizontal_wrapped(|ui| chosen.extend(travel::entries(ui, words).map(Choice::Travel)));
    ui.add_space(HALF_STEP);
    let table = memory.travel.table().clone();
    let who = (&mut memory.travel.going, table.as_ref());
    chosen.extend(nearest::ui(ui, *view, kinds, &mut memory.nearest, who, writable, words).map(Choice::Nearest));
}

/// Storms, or the rain.
fn weather(ui: &mut Ui, side: &Side<'_>, memory: &mut Memory, words: &Words, chosen: &mut Vec<Choice>) {
    if matches!(side, Side::Rain) {
        chosen.extend(rain::ui(ui, (&mut memory.raining, &mut memory.rasters), words).map(Choice::Rain));
    } else {
        chosen.extend(storm::ui(ui, &mut memory.storming, words).map(Choice::Storm));
    }
}

/// What is entered for the township board.
fn entered(ui: &mut Ui, side: &Side<'_>, writable: bool, memory: &mut Memory, words: &Words, chosen: &mut Vec<Choice>) {
    match side {
        Side::Reporting(world) => {
            let entry = &mut memory.boarding.entry;
            chosen.extend(reporting::ui(ui, entry, world, writable, words).map(Choice::Reporting));
        }
        Side::Ticking => {
            if let Some(ticking) = &mut memory.boarding.ticking {
                chosen.extend(arrivals::ui(ui, ticking, writable, words).map(Choice::Arrivals));
            }
        }
        Side::Merging => {
            if let Some(merging) = &mut memory.boarding.merging {
                chosen.extend(merging::ui(ui, merging, writable, words).map(Choice::Merging));
            }
        }
        Side::Homing => {
            if let Some(homing) = &mut memory.boarding.homing {
                chosen.extend(homing::ui(ui, homing, writable, words).map(Choice::Homing));
            }
        }
        _ => {}
    }
}

fn hint(ui: &mut Ui, words: &Words) {
    widgets::heading(ui, &words.get("hint-title"));
    ui.add_space(HALF_STEP);
    for hint in ["hint-object", "hint-place", "hint-search"] {
        widgets::quiet(ui, &words.get(hint));
    }
}
