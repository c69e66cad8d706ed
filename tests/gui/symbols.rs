//! Symbols, clusters and the legend as the window paints them.

use eframe::egui::{Vec2, pos2};
use egui_kittest::{Harness, kittest::Queryable as _};
use sitmap::{
    domain::{
        catalogue::{Frame, GeometryType, Glyph, Lang, Tone},
        view::{
            legend::LegendRow,
            palette::{DARK, LIGHT, Palette},
            scene::{MarkSymbol, Part, Ring, Scene, Size},
        },
    },
    io::assets,
    ui::{map::paint_symbol, panels::legend},
};

const GLYPHS: [Glyph; 17] = [
    Glyph::Dam,
    Glyph::Waves,
    Glyph::Cross,
    Glyph::Warn,
    Glyph::Slide,
    Glyph::Flame,
    Glyph::Spiral,
    Glyph::Quake,
    Glyph::Burst,
    Glyph::Buoy,
    Glyph::House,
    Glyph::People,
    Glyph::Store,
    Glyph::Drop,
    Glyph::Staff,
    Glyph::Works,
    Glyph::Care,
];
const FRAMES: [Frame; 5] = [Frame::Event, Frame::Hazard, Frame::Protected, Frame::Resource, Frame::Plain];
const TONES: [Tone; 7] =
    [Tone::Alarm, Tone::Warning, Tone::Caution, Tone::Low, Tone::Ready, Tone::Normal, Tone::Closed];

fn symbol(frame: Frame, tone: Tone, glyph: Option<Glyph>, text: &str, size: Size) -> MarkSymbol {
    MarkSymbol { frame, tone, glyph, text: text.to_owned(), size, ring: Ring::None, parts: Vec::new(), opacity: 1.0 }
}

/// A cluster of these states, so many of each.
fn cluster(frame: Frame, states: &[(Tone, u32)]) -> MarkSymbol {
    let parts: Vec<Part> = states.iter().map(|(tone, count)| Part { tone: *tone, frame, count: *count }).collect();
    let count: u32 = parts.iter().map(|part| part.count).sum();
    let tone = states.first().map_or(Tone::Normal, |(tone, _)| *tone);
    MarkSymbol { parts, ..symbol(frame, tone, None, &count.to_string(), Size::Cluster) }
}

/// Rows: every drawing; every class in every state, whole and as dots; numbers, rings and clusters.
fn sheet() -> Vec<Vec<MarkSymbol>> {
    let drawings = GLYPHS.iter().map(|glyph| symbol(Frame::Protected, Tone::Normal, Some(*glyph), "", Size::Symbol));
    let states = FRAMES.iter().map(|frame| {
        let whole = TONES.iter().map(|tone| symbol(*frame, *tone, Some(Glyph::Dam), "", Size::Symbol));
        let dots = TONES.iter().map(|tone| symbol(*frame, *tone, None, "", Size::Dot));
        whole.chain(dots).collect()
    });
    let numbers = ["7", "410", "1,410"].map(|text| symbol(Frame::Resource, Tone::Ready, None, text, Size::Symbol));
    let rings = [Ring::Highlighted, Ring::Selected]
        .map(|ring| MarkSymbol { ring, ..symbol(Frame::Protected, Tone::Alarm, Some(Glyph::Dam), "", Size::Symbol) });
    let clusters = [
        cluster(Frame::Hazard, &[(Tone::Alarm, 2), (Tone::Warning, 10)]),
        cluster(Frame::Hazard, &[(Tone::Warning, 4)]),
        cluster(Frame::Resource, &[(Tone::Warning, 1), (Tone::Ready, 3)]),
        cluster(Frame::Protected, &[(Tone::Caution, 100), (Tone::Normal, 320)]),
    ];
    let last = numbers.into_iter().chain(rings).chain(clusters).collect();
    [drawings.collect()].into_iter().chain(states).chain([last]).collect()
}

fn paint(palette: &'static Palette) -> Harness<'static> {
    let builder = Harness::builder().with_size(Vec2::new(640.0, 270.0)).with_pixels_per_point(1.0);
    builder.build_ui(move |ui| {
        let land = sitmap::ui::theme::color(palette.map.land);
        ui.painter().rect_filled(ui.ctx().content_rect(), 0.0, land);
        for (row, symbols) in sheet().iter().enumerate() {
            let mut x = 24.0;
            for symbol in symbols {
                let half = sitmap::domain::view::symbol::half_size(symbol, 1.0)[0];
                let at = pos2(x + (half - 12.0).max(0.0), 22.0 + 37.0 * row as f32);
                paint_symbol(ui.painter(), at, symbol, 1.0, palette);
                x += (2.0 * half + 12.0).max(36.0);
            }
        }
    })
}

#[test]
fn symbols_and_clusters_look_as_they_did_on_dark_ground() {
    let mut harness = paint(&DARK);
    harness.run_steps(2);
    harness.snapshot("symbols-dark");
}

#[test]
fn symbols_and_clusters_look_as_they_did_on_light_ground() {
    let mut harness = paint(&LIGHT);
    harness.run_steps(2);
    harness.snapshot("symbols-light");
}

fn rows(count: usize) -> Vec<LegendRow> {
    let row = |place: usize| LegendRow {
        kind: "reservoir".into(),
        name: format!("水库{place}"),
        symbol: symbol(Frame::Protected, Tone::Alarm, Some(Glyph::Dam), "", Size::Symbol),
        geometry: GeometryType::Point,
        count: place,
        storm: None,
    };
    (1..=count).map(row).collect()
}

#[test]
fn the_legend_folds_to_its_title_and_is_never_taller_than_its_room() {
    const ROOM: f32 = 300.0;
    let words = assets::words(Lang::Zh);
    let name = words.get("scene-legend");
    let scene = Scene { legend: rows(40), ..Scene::default() };
    let builder = Harness::builder().allow_missing_glyphs().with_size(Vec2::new(400.0, 800.0));
    let mut harness = builder.build_ui_state(
        move |ui, (memory, high): &mut (legend::Memory, f32)| {
            *high = ui.scope(|ui| legend::ui(ui, (&scene, None), (ROOM, true), memory, &words)).response.rect.height();
        },
        (legend::Memory::default(), 0.0),
    );
    harness.run_steps(3);
    assert!(harness.query_by_label("水库1 1").is_some());
    assert!((ROOM * 0.5..=ROOM).contains(&harness.state().1), "{}", harness.state().1);
    harness.get_by_label(&name).click();
    harness.run_steps(3);
    assert!(harness.query_by_label("水库1 1").is_none());
    assert!(harness.state().1 < 60.0, "{}", harness.state().1);
}
