//! How a card and the states without a district look, in English: the harness has no Chinese font.

use egui_kittest::Harness;
use sitmap::{
    domain::{
        catalogue::{Lang, Tone},
        model::{KindId, ObjectRef, Uid},
        view::{
            card::{Card, CardAction, Figure, Head, Person, State},
            flow_chart::{FlowChart, FlowLine},
            level_chart::{ChartLine, LevelChart},
            rain_shown::{Bars, RainCard},
        },
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

fn look(name: &str, show: impl FnMut(&mut eframe::egui::Ui)) {
    look_of(name, 460.0, show);
}

fn look_of(name: &str, height: f32, mut show: impl FnMut(&mut eframe::egui::Ui)) {
    let mut harness = Harness::builder().with_size([420.0, height]).allow_missing_glyphs().build_ui(move |ui| {
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
        warns: false,
        levels: None,
        flows: None,
        rain: None,
        unread: None,
        below: None,
        contacts: Vec::new(),
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

fn reservoir(name: &str, stale: Option<&str>) {
    let words = assets::words(Lang::En);
    let line = |at, name: &str, tone| ChartLine { at, name: name.to_owned(), tone };
    let hours = |hour: u8| f32::from(hour) / 24.0;
    let levels = LevelChart {
        title: "Level of the last 72 hours and storage curve".to_owned(),
        points: (0..=24).map(|hour| [hours(hour), 0.1 + 0.5 * hours(hour) * hours(hour)]).collect(),
        lines: vec![line(0.5, "Plum-season limit 112 m", Tone::Alarm), line(0.9, "normal pool 115 m", Tone::Warning)],
        curve: vec![[0.3, 0.0], [0.5, 0.4], [1.0, 1.0]],
        here: Some([2.0 / 3.0, 0.6]),
        store: Some("Holds 5,400 10⁴ m³".to_owned()),
        ends: ["115.4 m", "108 m"].map(str::to_owned),
        times: ["06-17 12:00", "06-20 12:00"].map(str::to_owned),
        stale: stale.map(str::to_owned),
    };
    let flow = |said: &str, points: Vec<[f32; 2]>| FlowLine {
        said: format!("{said}, {}", stale.unwrap_or("12 min ago")),
        is_stale: stale.is_some(),
        points,
    };
    let flows = FlowChart {
        title: "Flow of the last 72 hours".to_owned(),
        lines: vec![
            flow("Inflow 245.3 m³/s", vec![[0.0, 0.1], [0.5, 0.8], [1.0, 0.7]]),
            flow("Outflow 180 m³/s", vec![[0.0, 0.1], [0.6, 0.12], [0.62, 0.5], [1.0, 0.5]]),
        ],
        most: "330 m³/s".to_owned(),
        times: ["06-17 12:00", "06-20 12:00"].map(str::to_owned),
    };
    let card = Card {
        object: ObjectRef { kind: KindId::from("reservoir"), uid: Uid::from_bits(2) },
        head: Head {
            title: "Shafan reservoir".to_owned(),
            kind: "Reservoir".to_owned(),
            state: Some(State { text: "Over the limit".to_owned(), tone: Tone::Alarm }),
            ..Head::default()
        },
        figure: None,
        actions: Vec::new(),
        evacuates: false,
        warns: false,
        levels: Some(levels),
        flows: Some(flows),
        rain: None,
        unread: None,
        below: None,
        contacts: Vec::new(),
        people: Vec::new(),
        place: Vec::new(),
        links: Vec::new(),
        facts: Vec::new(),
        record: Vec::new(),
        empty: Vec::new(),
    };
    let mut draft = card::Draft::default();
    look_of(name, 660.0, move |ui| drop(card::ui(ui, &card, &[], &mut draft, true, &words)));
}

#[test]
fn a_reservoirs_chart_looks_as_it_did() {
    reservoir("card_levels", None);
}

#[test]
fn a_chart_that_is_too_old_is_grey_and_says_its_age() {
    reservoir("card_levels_old", Some("too old, 3 h ago"));
}

#[test]
fn the_rain_of_a_station_looks_as_it_did() {
    let words = assets::words(Lang::En);
    let mm = [0.0, 0.0, 0.1, 0.3, 0.2, 0.5, 0.9, 1.0, 0.7, 0.4, 0.2, 0.1];
    let hours = (0..48).map(|hour| (hour != 20 && hour != 21).then(|| mm[hour / 4])).collect();
    let rain = RainCard {
        title: "Rain by the hour, 48 h".to_owned(),
        badge: Some(("heavy rainstorm".to_owned(), Tone::Warning)),
        rows: vec![
            ("1 h".to_owned(), "2.1 mm".to_owned()),
            ("24 h".to_owned(), "≥104.5 mm (22 of 24 h measured) · heavy rainstorm".to_owned()),
        ],
        notes: Vec::new(),
        bars: Some(Bars {
            hours,
            most: "most in 1 h 21.3 mm".to_owned(),
            times: ["06-18 12:00", "06-20 12:00"].map(str::to_owned),
            missing: Some("2 h missing".to_owned()),
        }),
    };
    let card = Card {
        object: ObjectRef { kind: KindId::from("rain_station"), uid: Uid::from_bits(3) },
        head: Head { title: "Shafan".to_owned(), kind: "Rain station".to_owned(), ..Head::default() },
        figure: None,
        actions: Vec::new(),
        evacuates: false,
        warns: false,
        levels: None,
        flows: None,
        rain: Some(rain),
        unread: None,
        below: None,
        contacts: Vec::new(),
        people: Vec::new(),
        place: Vec::new(),
        links: Vec::new(),
        facts: Vec::new(),
        record: Vec::new(),
        empty: Vec::new(),
    };
    let mut draft = card::Draft::default();
    look("card_rain", move |ui| drop(card::ui(ui, &card, &[], &mut draft, true, &words)));
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
