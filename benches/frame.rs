//! The processor's time of one frame of the map, 1920 x 1080: 100,000 points while panning, 10,000 names placed,
//! the flood sample while panning and zooming; beside them what drawing every point anew costs in the toolkit. And
//! of the table of 100,000 rows being scrolled, beside the toolkit's grid with far fewer rows all laid out.
//!
//! Timed is everything the window's thread does for a frame but the card's own work: running the map, turning
//! shapes into triangles, handing buffers and placements to the card (a software one here, which only receives).
//! Prints one JSON line a case and the ratios. `benches/beside_qgis.py` draws the same points in QGIS.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a measurement stops where it cannot be taken")]

use std::{
    collections::BTreeMap,
    fs,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use eframe::{
    egui::{
        self, Color32, Context, Event, FullOutput, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2,
        RawInput, Rect, TouchPhase, Ui, pos2, vec2,
    },
    egui_wgpu::{RenderState, RendererOptions, ScreenDescriptor, wgpu},
};
use egui_kittest::wgpu::{create_render_state, default_wgpu_setup};
use serde_json::json;
use sitmap::{
    demo::{self, Moment},
    domain::{
        catalogue::{Catalogue, Frame, Lang, Tone},
        model::{KindId, Object, Uid, Value},
        place::Position,
        view::{
            Words,
            projection::{Bounds, View},
            scene::{Label, LabelInk, Mark, MarkSymbol, Ring, Scene, SceneRequest, Size, scene},
            table::{Table, TableRequest, table},
        },
        world::World,
    },
    io::assets,
    ui::{
        map::{self, MapPanel},
        panels, theme,
    },
};

const SIZE: [u32; 2] = [1920, 1080];
const FRAMES: usize = 240;
const POINTS: usize = 100_000;
const NAMES: usize = 10_000;
const ROWS: u32 = 100_000;
/// So many rows the toolkit's grid has: with all of them a frame would take minutes.
const GRID_ROWS: u32 = 2_000;

fn main() {
    let words = assets::words(Lang::Zh);
    let crowd = Arc::new(crowd());
    let mut naive = Window::new();
    let mut number = 0.0;
    let plain = (0..FRAMES / 4).map(|_| {
        number += 1.0;
        naive.frame(|ui| circles(ui, &crowd, number))
    });
    let naive_ms = report("100,000 circles by the toolkit, panning", plain.collect());
    let kept_ms = report("100,000 points kept, panning", panning(&crowd, &words));
    println!("{}", json!({"ratio": "circles by the toolkit over points kept", "times": naive_ms / kept_ms}));
    names(&words);
    sample(&words);
    rows(&words);
}

/// The table under the map, scrolled: three rows a frame, and so fast that the whole of it goes by.
fn rows(words: &Words) {
    let whole = sheet(ROWS, words);
    let slow_ms = report("table of 100,000 rows, three rows a frame", scrolled(&whole, 78.0, FRAMES, words));
    let far = whole.len() as f32 * 26.0 / FRAMES as f32;
    let fast_ms = report("table of 100,000 rows, all of it in 240 frames", scrolled(&whole, far, FRAMES, words));
    let some = sheet(GRID_ROWS, words);
    let mut window = Window::new();
    let plain = (0..12).map(|_| window.frame(|ui| grid(ui, &some, words))).skip(2).collect();
    let grid_ms = report("the toolkit's grid of 2,000 rows", plain);
    println!("{}", json!({"ratio": "grid of 2,000 rows over table scrolled", "times": grid_ms / slow_ms}));
    println!("{}", json!({"ratio": "grid of 2,000 rows over table flown through", "times": grid_ms / fast_ms}));
}

/// Frames of the table, scrolled by so many points each.
fn scrolled(table: &Table, by: f32, frames: usize, words: &Words) -> Vec<Took> {
    let mut window = Window::new();
    let mut memory = panels::table::Memory::default();
    let shown = panels::table::Shown { request: &table.request, table: Some(table), only: None, selected: None };
    let mut frame = |window: &mut Window| {
        window.frame(|ui| {
            // As the desk has it: a third of the window.
            let place = Rect::from_min_max(pos2(300.0, 700.0), pos2(1_600.0, 1_060.0));
            ui.scope_builder(egui::UiBuilder::new().max_rect(place), |ui| {
                panels::table::ui(ui, shown, &mut memory, words);
            });
        })
    };
    for _ in 0..3 {
        frame(&mut window);
    }
    window.wheel = Some((pos2(900.0, 900.0), by));
    (0..frames).map(|_| frame(&mut window)).collect()
}

/// What a plain program would do: every cell a label, whether it is seen or not.
fn grid(ui: &mut Ui, table: &Table, words: &Words) {
    egui::ScrollArea::vertical().show(ui, |ui| {
        egui::Grid::new("rows").striped(true).show(ui, |ui| {
            for row in 0..table.len() {
                for column in &table.columns {
                    ui.label(table.cell(row, column, words).unwrap_or_default());
                }
                ui.end_row();
            }
        });
    });
}

/// A register of so many shelters as a table.
fn sheet(rows: u32, words: &Words) -> Table {
    let (catalogue, _) = Catalogue::read(&assets::shipped_catalogue());
    let kind = catalogue.kind("shelter").expect("a shipped kind").clone();
    let towns = ["白龙桥镇", "琅琊镇", "蒋堂镇", "汤溪镇"];
    let object = |number: u32| {
        let town = towns[number as usize % towns.len()];
        let mut values = vec![Value::Null; kind.fields.len()];
        let mut set = |field: &str, value: Value| values[kind.index(field).expect("a field")] = value;
        set("name", format!("{town}第{number}文化礼堂").into());
        set("township", town.into());
        set("status", ["open", "closed"][number as usize % 2].into());
        set("capacity", i64::from(number % 1_200).into());
        set("address", format!("{town}人民路{}号", number % 977).into());
        set("manager", format!("示例甲{}", number % 9).into());
        set("phone", format!("1390{number:07}").into());
        Arc::new(Object { uid: Uid::from_bits(number.into()), kind: kind.id.clone(), geometry: None, values })
    };
    let objects = (1..=rows).map(object).collect();
    let world = World::new(Arc::new(catalogue), BTreeMap::from([(KindId::from("shelter"), objects)]));
    table(&world, &TableRequest::of("shelter".into()), words).expect("a table")
}

/// Ten thousand names: placed anew in every frame, and panned.
fn names(words: &Words) {
    let scenes = [Arc::new(named()), Arc::new(named())];
    let mut window = Window::new();
    let mut panel = window.settled(&scenes[0], words);
    let mut number = 0;
    let placing = (0..FRAMES / 4).map(|_| {
        // Another scene each time, so that nothing kept will do.
        number += 1;
        window.frame(|ui| drop(panel.ui(ui, &scenes[number % 2], words)))
    });
    report("10,000 names placed anew", placing.collect());
    report("10,000 names, panning", panning(&scenes[0], words));
}

/// The flood sample: panned, and flown over.
fn sample(words: &Words) {
    let (catalogue, _) = Catalogue::read(&assets::shipped_catalogue());
    let now = "2026-06-19T00:00:00Z".parse().expect("a time");
    let district = demo::generate(&catalogue, 1, Moment::Flood, 1, now);
    let world = World::new(Arc::new(catalogue.clone()), district.summed(&catalogue));
    let flood = Arc::new(scene(&world, &SceneRequest { zoom: 10.5, ..SceneRequest::default() }, words));
    report("the flood sample, panning", panning(&flood, words));
    let mut window = Window::new();
    let mut panel = window.settled(&flood, words);
    panel.motion = true;
    let mut number = 0;
    let flying = (0..FRAMES).map(|_| {
        number += 1;
        match number % 60 {
            1 => panel.fly_to(Position::new(119.5, 29.0).expect("a position")),
            31 => panel.go_home(),
            _ => {}
        }
        window.frame(|ui| drop(panel.ui(ui, &flood, words)))
    });
    report("the flood sample, flying", flying.collect());
}

/// What a frame took.
struct Took {
    clock: Duration,
    /// Of the window's thread; told by the system in steps longer than a frame, so only the mean counts.
    cpu: Duration,
}

/// The processor's time of this thread; none where the system does not tell.
fn processor() -> Duration {
    let told = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = told.split_whitespace().next().and_then(|nanos| nanos.parse().ok());
    Duration::from_nanos(nanos.unwrap_or_default())
}

/// Says medians and the mean of the processor's time; the answer is the median, milliseconds.
fn report(what: &str, took: Vec<Took>) -> f64 {
    let mut ms: Vec<f64> = took.iter().map(|took| took.clock.as_secs_f64() * 1e3).collect();
    ms.sort_by(f64::total_cmp);
    let at = |share: f64| ms.get((ms.len() as f64 * share) as usize).copied().unwrap_or_default();
    let cpu: f64 = took.iter().map(|took| took.cpu.as_secs_f64() * 1e3).sum::<f64>() / took.len().max(1) as f64;
    let line = json!({"case": what, "median_ms": at(0.5), "p95_ms": at(0.95), "cpu_ms": cpu, "frames": ms.len()});
    println!("{line}");
    at(0.5)
}

/// Frames of a map dragged to and fro, three pixels a frame.
fn panning(scene: &Arc<Scene>, words: &Words) -> Vec<Took> {
    let mut window = Window::new();
    let mut panel = window.settled(scene, words);
    window.drag = Some((pos2(900.0, 600.0), 0));
    let frames = (0..FRAMES).map(|_| window.frame(|ui| drop(panel.ui(ui, scene, words))));
    frames.collect()
}

/// A window with no screen.
struct Window {
    ctx: Context,
    card: RenderState,
    /// Where it was pressed, and how many frames ago.
    drag: Option<(Pos2, usize)>,
    /// Where the wheel is turned, and how far it goes a frame, points.
    wheel: Option<(Pos2, f32)>,
    number: usize,
}

impl Window {
    fn new() -> Self {
        let card = create_render_state(default_wgpu_setup(), RendererOptions::default());
        let ctx = Context::default();
        theme::install(&ctx);
        map::install(&ctx, Some(&card));
        Self { ctx, card, drag: None, wheel: None, number: 0 }
    }

    /// A map that has made all it needs for a scene.
    fn settled(&mut self, scene: &Arc<Scene>, words: &Words) -> MapPanel {
        let mut panel = MapPanel::default();
        panel.motion = false;
        for _ in 0..30 {
            self.frame(|ui| drop(panel.ui(ui, scene, words)));
            while panel.is_busy() {
                thread::sleep(Duration::from_millis(5));
                self.frame(|ui| drop(panel.ui(ui, scene, words)));
            }
        }
        panel
    }

    /// One frame, and how long it kept the window's thread.
    fn frame(&mut self, run: impl FnMut(&mut Ui)) -> Took {
        let input = self.input();
        let (device, queue) = (self.card.device.clone(), self.card.queue.clone());
        let mut encoder = device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        let screen = ScreenDescriptor { size_in_pixels: SIZE, pixels_per_point: 1.0 };
        let (start, cpu) = (Instant::now(), processor());
        let output = self.ctx.run_ui(input, run);
        let FullOutput { mut textures_delta, shapes, pixels_per_point, .. } = output;
        let jobs = self.ctx.tessellate(shapes, pixels_per_point);
        let mut renderer = self.card.renderer.write();
        for (id, images) in textures_delta.set.drain() {
            for image in images {
                renderer.update_texture(&device, &queue, id, &image);
            }
        }
        let buffers = renderer.update_buffers(&device, &queue, &mut encoder, &jobs, &screen);
        let took = Took { clock: start.elapsed(), cpu: processor().saturating_sub(cpu) };
        textures_delta.free.clear();
        queue.submit(buffers.into_iter().chain([encoder.finish()]));
        device.poll(wgpu::PollType::wait_indefinitely()).expect("the card answers");
        took
    }

    fn input(&mut self) -> RawInput {
        self.number += 1;
        let mut events = Vec::new();
        if let Some((at, number)) = &mut self.drag {
            // To and fro, so that it stays on what is there.
            let step = *number % 80;
            let away = (if step < 40 { step } else { 80 - step }) as f32 * 3.0;
            events.push(Event::PointerMoved(*at + vec2(away, away * 0.5)));
            if *number == 0 {
                let (pos, button) = (*at, PointerButton::Primary);
                events.push(Event::PointerButton { pos, button, pressed: true, modifiers: Modifiers::NONE });
            }
            *number += 1;
        }
        if let Some((at, by)) = self.wheel {
            // As a trackpad has it: the toolkit takes each step as it is.
            let (unit, source) = (MouseWheelUnit::Point, MouseWheelSource::Trackpad);
            let (delta, phase, modifiers) = (vec2(0.0, -by), TouchPhase::Move, Modifiers::NONE);
            events.push(Event::PointerMoved(at));
            events.push(Event::MouseWheel { unit, delta, phase, source, modifiers });
        }
        RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(SIZE[0] as f32, SIZE[1] as f32))),
            time: Some(self.number as f64 / 60.0),
            events,
            ..RawInput::default()
        }
    }
}

/// Places spread over the district, the same each time.
fn places(count: usize) -> impl Iterator<Item = [f64; 2]> {
    let mut state = 20_260_809_u64;
    let mut next = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    (0..count).map(move |_| [119.25 + 0.6 * next(), 28.75 + 0.45 * next()])
}

fn home() -> Bounds {
    Bounds { west: 119.25, south: 28.75, east: 119.85, north: 29.2 }
}

/// Four looks, as QGIS draws four categories.
const LOOKS: [(Frame, Tone); 4] = [
    (Frame::Event, Tone::Warning),
    (Frame::Resource, Tone::Ready),
    (Frame::Protected, Tone::Normal),
    (Frame::Plain, Tone::Quiet),
];

fn crowd() -> Scene {
    let marks = places(POINTS).zip(LOOKS.into_iter().cycle()).map(|(at, (frame, tone))| Mark {
        at,
        from: None,
        symbol: MarkSymbol {
            frame,
            tone,
            glyph: None,
            text: String::new(),
            size: Size::Dot,
            ring: Ring::None,
            parts: Vec::new(),
            opacity: 1.0,
        },
        kind: KindId::from("enterprise"),
        object: None,
        name: String::new(),
        cluster: None,
        gravity: 0,
        rank: 0,
        lift: 0,
        pulse: false,
    });
    Scene { marks: marks.collect(), home: Some(home()), ..Scene::default() }
}

fn named() -> Scene {
    let labels = places(NAMES).enumerate().map(|(index, at)| Label {
        at,
        text: format!("安置点{}", index % 997),
        ink: LabelInk::Place,
        beside: Some([5.0, 5.0]),
        rank: 0,
        opacity: 1.0,
    });
    Scene { labels: labels.collect(), home: Some(home()), ..Scene::default() }
}

/// What a plain program would do: project and draw each point anew.
fn circles(ui: &mut Ui, scene: &Scene, by: f32) {
    let view = View::fit(home(), [f64::from(SIZE[0]), f64::from(SIZE[1])], 36.0);
    let projector = view.projector();
    for (index, mark) in scene.marks.iter().enumerate() {
        let [x, y] = projector.to_screen(mark.at[0], mark.at[1]);
        let color = COLORS[index % COLORS.len()];
        ui.painter().circle(pos2(x as f32 + by, y as f32), 3.8, color, egui::Stroke::new(1.0, Color32::DARK_GRAY));
    }
}

const COLORS: [Color32; 4] = [Color32::RED, Color32::ORANGE, Color32::BLUE, Color32::GREEN];
