//! How a card and the states without a district look, in English: the harness has no Chinese font.

use egui_kittest::Harness;
use sitmap::{
    domain::{
        catalogue::{Lang, Tone},
        model::{KindId, ObjectRef, Uid},
        view::card::{Card, CardAction, Figure, Head, Person, State},
    },
    io::assets,
    ui::{
        panels::{
            card,
            files::{self, Files, Known, Standing},
        },
        theme,
    },
};

fn look(name: &str, mut show: impl FnMut(&mut eframe::egui::Ui)) {
    let mut harness = Harness::builder().with_size([420.0, 460.0]).allow_missing_glyphs().build_ui(move |ui| {
        theme::install(ui.ctx());
        show(ui);
    });
    harness.run_steps(3);
    harness.snapshot(name);
}

#[test]
fn a_card_looks_as_it_did() {
    let words = assets::words(Lang::En);
    let card = Card {
        object: ObjectRef { kind: KindId::from("shelter"), uid: Uid::from_bits(1) },
        head: Head {
            title: "Bailongqiao school".to_owned(),
            kind: "Relocation shelter".to_owned(),
            state: Some(State { text: "Open".to_owned(), tone: Tone::Ready }),
            sentence: Some("Open since 14:20".to_owned()),
            ..Head::default()
        },
        figure: Some(Figure {
            label: "Free".to_owned(),
            value: "410".to_owned(),
            unit: "of 600 people".to_owned(),
            tone: Tone::Ready,
            share: Some(0.32),
        }),
        actions: vec![CardAction::Register, CardAction::Close],
        evacuates: false,
        people: vec![Person {
            role: "Keeper".to_owned(),
            name: Some("Sample A*".to_owned()),
            phone: Some("139****0001".to_owned()),
        }],
        place: Vec::new(),
        links: Vec::new(),
        facts: Vec::new(),
        record: Vec::new(),
        empty: Vec::new(),
    };
    let mut draft = card::Draft::default();
    look("card", move |ui| drop(card::ui(ui, &card, &[], &mut draft, true, &words)));
}

fn state(name: &str, standing: Standing) {
    let words = assets::words(Lang::En);
    let recent = vec![Known { file: "wucheng.gpkg".into(), missing: false }];
    let files = Files { standing, recent, sample: true };
    let mut path = String::new();
    look(name, move |ui| drop(files::ui(ui, &files, &mut path, &words)));
}

#[test]
fn no_district_looks_as_it_did() {
    state("no-district", Standing::None);
}

#[test]
fn a_district_that_does_not_open_looks_as_it_did() {
    let why = "The file is cut short.".to_owned();
    state("district-failed", Standing::Failed { file: "district.gpkg".into(), why });
}
