//! How answers, refusals and the quiet lines of every state look, in English: the harness has no Chinese font.

use eframe::egui::{Sense, Ui, UiBuilder, vec2};
use egui_kittest::Harness;
use sitmap::{
    domain::{
        catalogue::{Lang, Tone},
        model::{KindId, ObjectRef, Uid},
        view::{
            alarms::Line,
            layers::LayerTree,
            nearest::{AnswerRow, NearestView, PassedRow},
        },
    },
    io::{assets, tiles::Trouble},
    ui::{
        map::BackgroundState,
        panels::{alarms, background, layers, nearest, notice, status},
        theme,
        travel::Travelling,
    },
};

use crate::kit::now;

fn look(name: &str, size: [f32; 2], mut show: impl FnMut(&mut Ui)) {
    let mut harness = Harness::builder().with_size(size).allow_missing_glyphs().build_ui(move |ui| {
        theme::install(ui.ctx());
        show(ui);
    });
    harness.run_steps(3);
    harness.snapshot(name);
}

fn shelter(number: u128) -> ObjectRef {
    ObjectRef { kind: KindId::from("shelter"), uid: Uid::from_bits(number) }
}

fn passed(number: u128, name: &str, reason: &str, tone: Tone, can_open: bool) -> PassedRow {
    let (name, distance, reason) = (name.to_owned(), "860 m".to_owned(), reason.to_owned());
    PassedRow { object: shelter(number), name, distance, reason, tone, can_open }
}

#[test]
fn the_nearest_and_those_passed_over_look_as_they_did() {
    let answer = |rank: usize, name: &str, distance: &str| AnswerRow {
        rank,
        object: shelter(rank as u128),
        name: name.to_owned(),
        distance: distance.to_owned(),
        detail: "410 of 600 free · north-west".to_owned(),
    };
    let view = NearestView {
        asked: "From 119.5560, 29.0880 · room for 200 · straight line".to_owned(),
        answers: vec![answer(1, "Bailongqiao school", "1.2 km"), answer(2, "Zhuma hall", "2.9 km")],
        passed_over: vec![
            passed(7, "Yedian hall", "full (0 of 180)", Tone::Warning, false),
            passed(8, "Linjiang office", "closed", Tone::Normal, true),
            passed(9, "Riverside hall", "in a danger area", Tone::Alarm, false),
        ],
        why_none: None,
        note: None,
        without_position: None,
    };
    let words = assets::words(Lang::En);
    let mut draft = nearest::Draft::default();
    let mut travel = Travelling::default();
    let table = travel.table().clone();
    look("nearest", [420.0, 390.0], move |ui| {
        drop(nearest::ui(ui, Some(&view), &[], &mut draft, (&mut travel.going, &table), true, &words));
    });
}

#[test]
fn no_answer_says_why_and_what_to_do_next() {
    let words = assets::words(Lang::En);
    let view = NearestView {
        asked: "From 119.5560, 29.0880 · room for 20,000 · straight line".to_owned(),
        why_none: Some(words.with("none-usable", &[("count", "275")])),
        passed_over: vec![passed(7, "Yedian hall", "full (0 of 180)", Tone::Warning, false)],
        ..NearestView::default()
    };
    let mut draft = nearest::Draft::default();
    let mut travel = Travelling::default();
    let table = travel.table().clone();
    look("nearest-none", [420.0, 280.0], move |ui| {
        drop(nearest::ui(ui, Some(&view), &[], &mut draft, (&mut travel.going, &table), true, &words));
    });
}

/// From top to bottom: a broken catalogue file, no network, alarms, none, a read-only file on a machine with no
/// Chinese font, an empty district.
#[test]
fn the_lines_that_say_what_is_missing_look_as_they_did() {
    let words = assets::words(Lang::En);
    let faults = words.with("problem-catalogue-no-words", &[("kind", "siren"), ("value", "siren.toml")]);
    let broken =
        notice::Notice::new(words.with("notice-problems", &[("first", faults.as_str()), ("more", "2")]), Tone::Caution);
    let silent = BackgroundState {
        on: true,
        trouble: Some((Trouble::NoAnswer, Some(now()))),
        last_good: Some(now()),
        kept: true,
        ..BackgroundState::default()
    };
    let (background, _) = background::state_line(&silent, now(), &words);
    let waiting = [("Shafan reservoir", "+1.32 m over its limit", None), ("Road 330", "cut", Some("Desk 15:02"))];
    let alarms = waiting.map(|(name, what, known)| Line {
        object: shelter(3),
        name: name.to_owned(),
        what: what.to_owned(),
        township: None,
        time: "15:04".to_owned(),
        known: known.map(str::to_owned),
    });
    let status = status::Status {
        position: Some("119.5560, 29.0880".to_owned()),
        file: Some("wucheng.gpkg".to_owned()),
        read_only: Some("Read only: another window writes".to_owned()),
        lacks: Some(words.get("status-no-chinese-font")),
        ..status::Status::default()
    };
    look("lines", [900.0, 290.0], move |ui| {
        line(ui, |ui| _ = notice::ui(ui, &broken, &words));
        line(ui, |ui| drop(ui.label(&background)));
        line(ui, |ui| drop(alarms::line(ui, &alarms, &words)));
        line(ui, |ui| drop(alarms::line(ui, &[], &words)));
        line(ui, |ui| status::ui(ui, &status, &words));
        let none = Default::default();
        let filters = std::collections::BTreeMap::new();
        let on = layers::On {
            hidden: &none,
            whole: &none,
            overlays_off: &std::collections::BTreeSet::new(),
            filters: &filters,
            add: false,
        };
        drop(layers::ui(ui, &LayerTree::default(), on, "", &words));
    });
}

/// A row as high as the desk gives a line, with a rule under it.
fn line(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::hover());
    ui.scope_builder(UiBuilder::new().max_rect(rect), add);
    ui.separator();
}
