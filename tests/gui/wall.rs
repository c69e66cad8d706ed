//! The key figures at every width, the wall at every size of a wall, and the alarms from the line to the log.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests: clippy's own exception covers #[test] functions only"
)]

use std::{
    path::Path,
    sync::{Arc, OnceLock},
};

use eframe::egui::{Key, Modifiers, Pos2, Rect, Shape, accesskit::Role, epaint::TextShape, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};
use geo_types::Point;
use sitmap::{
    app::{Clock, Command, Opening, Operation, Wake, object::ObjectCommand},
    demo::{Moment, generate},
    domain::{
        catalogue::{Catalogue, Lang, Tone},
        model::{KindId, Object, Uid, Value},
        view::{
            Words, alarms,
            scene::{Scene, SceneRequest, scene},
            signals::Chip,
            situation::{Situation, situation},
        },
        world::World,
    },
    io::{assets, store::Access},
    ui::{
        map::MapPanel,
        panels::{
            strip::{self, Cell, Sizes},
            top::{Standing, Top},
        },
        screens::wall,
        theme,
    },
};

use crate::kit::{Window, click, district, now, wait_for, wait_until, window};

fn catalogue() -> Arc<Catalogue> {
    let (catalogue, problems) = assets::catalogue(None);
    assert_eq!(problems, []);
    Arc::new(catalogue)
}

/// The flood sample in memory, made once.
fn flood() -> &'static (World, Situation) {
    static FLOOD: OnceLock<(World, Situation)> = OnceLock::new();
    FLOOD.get_or_init(|| {
        let catalogue = catalogue();
        let made = generate(&catalogue, 1, Moment::Flood, 1, now());
        let objects = made.summed(&catalogue);
        let world = World::new(catalogue, objects);
        let situation = situation(&world, now());
        (world, situation)
    })
}

/// A text as wide as it is with a Chinese font, which the harness has not: no sign of ours is wider than these two
/// letters.
fn wide(text: &str) -> String {
    text.chars().map(|sign| if sign.is_ascii() { sign.to_string() } else { "Wi".to_owned() }).collect()
}

fn cells(words: &Words) -> Vec<Cell> {
    let of = |figure| {
        let cell = Cell::new(figure, false, now(), words);
        Cell { name: wide(&cell.name), unit: wide(&cell.unit), age: wide(&cell.age), ..cell }
    };
    let mut cells: Vec<Cell> = flood().1.figures.iter().map(of).collect();
    cells[1].number = "22,648".to_owned();
    cells[2].age = wide("365 天前");
    cells
}

fn flat(shape: &Shape, out: &mut Vec<Shape>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| flat(shape, out)),
        other => out.push(other.clone()),
    }
}

fn shapes<S>(harness: &Harness<'_, S>) -> Vec<(Rect, Shape)> {
    let mut all = Vec::new();
    for clipped in &harness.output().shapes {
        let mut own = Vec::new();
        flat(&clipped.shape, &mut own);
        all.extend(own.into_iter().map(|shape| (clipped.clip_rect, shape)));
    }
    all
}

fn text_rect(text: &TextShape) -> Rect {
    text.galley.rect.translate(text.pos.to_vec2())
}

fn size_of(text: &TextShape) -> f32 {
    text.galley.job.sections.iter().map(|section| section.format.font_id.size).fold(f32::MAX, f32::min)
}

#[test]
fn the_key_figures_never_wrap_clip_or_touch_from_960_to_3840_in_both_languages() {
    for lang in [Lang::Zh, Lang::En] {
        let cells = cells(&assets::words(lang));
        for width in [640.0, 960.0, 1024.0, 1280.0, 1366.0, 1600.0, 1920.0, 2560.0, 3440.0, 3840.0] {
            let shown = cells.clone();
            let mut harness = Harness::builder().with_size([width, 400.0]).build_ui(move |ui| {
                theme::install(ui.ctx());
                strip::ui(ui, &shown, Sizes::DESK);
            });
            harness.run_steps(2);
            let card = theme::tokens(&harness.ctx).card;
            let shapes = shapes(&harness);
            let cards: Vec<Rect> = shapes
                .iter()
                .filter_map(|(_, shape)| match shape {
                    Shape::Rect(rect) if rect.fill == card => Some(rect.rect),
                    _ => None,
                })
                .collect();
            assert_eq!(cards.len(), 8, "{lang:?} {width}");
            let texts: Vec<Rect> = shapes
                .iter()
                .filter_map(|(clip, shape)| match shape {
                    Shape::Text(text) if !text.galley.is_empty() => {
                        assert_eq!(text.galley.rows.len(), 1, "{lang:?} {width}: {}", text.galley.text());
                        let rect = text_rect(text);
                        assert!(clip.contains_rect(rect), "{lang:?} {width}: {} is clipped", text.galley.text());
                        let home = cards.iter().find(|card| card.contains(rect.center())).unwrap();
                        let inside = home.left() <= rect.left() && rect.right() <= home.right();
                        assert!(inside, "{lang:?} {width}: {} leaves its card", text.galley.text());
                        Some(rect)
                    }
                    _ => None,
                })
                .collect();
            assert_eq!(texts.len(), 8 * 4, "name, number, unit and age of each");
            for (place, one) in texts.iter().enumerate() {
                // Lines may share their leading, not their letters.
                let letters = |rect: &Rect| rect.shrink2(vec2(0.0, rect.height() * 0.22));
                for other in texts.iter().skip(place + 1) {
                    assert!(!letters(one).intersects(letters(other)), "{lang:?} {width}: {one:?} {other:?}");
                }
            }
        }
    }
}

struct Wall {
    map: MapPanel,
    scene: Arc<Scene>,
    words: Words,
}

fn wall_at(size: [f32; 2], lang: Lang) -> Harness<'static, Wall> {
    let (world, situation) = flood();
    let words = assets::words(lang);
    let request = SceneRequest { zoom: 10.0, pulsing: alarms::unacknowledged(world, now()), ..SceneRequest::default() };
    let scene = Arc::new(scene(world, &request, &words));
    let lines = alarms::lines(&situation.alarms, now(), &words);
    let chips: Vec<Chip> = situation.signals.iter().map(|signal| Chip::of(world, signal, now(), &words)).collect();
    let cells = cells(&words);
    let mut map = MapPanel::default();
    map.motion = false;
    let state = Wall { map, scene, words };
    let mut harness = Harness::builder().allow_missing_glyphs().with_size(size).build_ui_state(
        move |ui, state: &mut Wall| {
            theme::install(ui.ctx());
            let title = "Wucheng".to_owned();
            let clock = "08-09 15:06".to_owned();
            let response = Standing {
                in_force: vec![(Tone::Caution, "Flood response III".to_owned())],
                proposed: Some("! Flood: raise response to II (2 in all)".to_owned()),
                replayed: None,
            };
            let top = Top { title, sample: true, exercise: true, troubles: 2, response, clock, ..Top::default() };
            let scene = state.scene.clone();
            let situation = Some(situation);
            let shown = wall::Shown { top, cells: &cells, situation, signals: &chips, alarms: &lines, scene };
            wall::ui(ui, &shown, &mut state.map, &state.words);
        },
        state,
    );
    harness.run_steps(3);
    harness
}

#[test]
fn on_a_wall_no_figure_is_below_a_thirtieth_and_no_text_below_a_sixtieth_of_its_height() {
    for lang in [Lang::Zh, Lang::En] {
        for size in [[1920.0, 1080.0], [1920.0, 1200.0], [3840.0, 2160.0], [5760.0, 2160.0], [7680.0, 2160.0]] {
            let harness = wall_at(size, lang);
            let numbers: Vec<String> = cells(&assets::words(lang)).into_iter().map(|cell| cell.number).collect();
            let screen = Rect::from_min_size(Pos2::ZERO, size.into());
            let map = harness.get_by_label(&assets::words(lang).get("map-name")).rect();
            let (mut texts, mut names, mut figures) = (0, 0, 0);
            for (clip, shape) in shapes(&harness) {
                let Shape::Text(text) = shape else { continue };
                let said = text.galley.text().to_owned();
                let tall = size_of(&text);
                if said.trim().is_empty() || !clip.intersects(text_rect(&text)) {
                    continue;
                }
                texts += 1;
                assert!(tall >= size[1] / 60.0, "{lang:?} {size:?}: {said} is {tall} high");
                if tall >= size[1] / 30.0 && numbers.contains(&said) {
                    figures += 1;
                }
                if map.contains_rect(clip) {
                    names += 1;
                } else {
                    assert!(screen.contains_rect(text_rect(&text)), "{lang:?} {size:?}: {said} leaves the wall");
                }
            }
            let clock = harness.get_by_label("08-09 15:06").rect();
            for said in ["Flood response III", "! Flood: raise response to II (2 in all)"] {
                let tag = harness.get_by_label(said).rect();
                assert!(!tag.intersects(clock) && screen.contains_rect(tag), "{lang:?} {size:?}: {said}");
                assert!(!tag.intersects(map), "{lang:?} {size:?}: {said} covers the map");
            }
            let red = if lang == Lang::Zh { "暴雨 红" } else { "Rainstorm red" };
            assert!(harness.query_by_label(red).is_some(), "{lang:?} {size:?}: the red warning stands at the top");
            assert!(texts > 60 && names > 20, "{texts}, {names} of them on the map");
            assert_eq!(figures, numbers.len(), "{lang:?} {size:?}");
        }
    }
}

#[test]
fn the_wall_has_its_marks_its_townships_and_its_alarms_and_nothing_to_click_but_the_figures() {
    for size in [[1920.0, 1080.0], [7680.0, 2160.0]] {
        let harness = wall_at(size, Lang::Zh);
        for said in ["示例数据", "演练", "08-09 15:06", "乡镇转移进度", "雅畈镇"] {
            assert!(harness.query_all_by_label(said).next().is_some(), "{said} at {size:?}");
        }
        let map = harness.get_by_label("地图").rect();
        for mark in ["示例数据", "演练"] {
            assert!(!map.intersects(harness.get_by_label(mark).rect()), "{mark} covers the map");
        }
        assert!(map.width() > size[0] * 0.4 && map.height() > size[1] * 0.6, "{map:?}");
        assert!(harness.query_by_label("放大").is_none(), "the wall's map has no tools");
        let waiting = flood().1.alarms.iter().find(|alarm| alarm.acknowledged.is_none()).unwrap();
        let line = alarms::lines(std::slice::from_ref(waiting), now(), &assets::words(Lang::Zh)).remove(0);
        let text = format!("{}  {} {}", line.time, line.name, line.what);
        assert!(harness.query_by_label(&text).is_some(), "{text}");
    }
}

/// Adds a thing to a district file by a command.
fn add(operation: &mut Operation, kind: &str, uid: u128, values: &[(&str, Value)]) {
    let known = operation.world().catalogue().kind(kind).unwrap().clone();
    let mut row = vec![Value::Null; known.fields.len()];
    for (field, value) in values {
        *row.get_mut(known.index(field).unwrap()).unwrap() = value.clone();
    }
    let geometry = Some(Point::new(119.47, 29.05).into());
    let object = Object { uid: Uid::from_bits(uid), kind: KindId::from(kind), geometry, values: row };
    operation.run(Command::Object(ObjectCommand::Add(Arc::new(object)))).unwrap();
}

/// A district as a command opens it.
fn operation(file: &Path) -> Operation {
    let opening = Opening {
        path: file.to_owned(),
        access: Access::Write,
        catalogue: catalogue(),
        problems: Vec::new(),
        actor: "区值班室".into(),
        clock: Clock::fixed(now()),
        wake: Wake::nobody(),
    };
    Operation::open(opening).unwrap()
}

/// A window on a district with a closed road.
fn with_closure(file: &Path) -> Window {
    let mut operation = operation(file);
    let values = [
        ("name", "汤塔公路路基水毁".into()),
        ("status", "active".into()),
        ("status_time", "2026-08-09T02:26:00Z".parse::<jiff::Timestamp>().unwrap().into()),
        ("township", "塔石乡".into()),
    ];
    add(&mut operation, "road_closure", 700, &values);
    drop(operation);
    window(file, Lang::Zh)
}

#[test]
fn a_figure_lists_its_rows_a_row_opens_its_card_and_escape_comes_back() {
    let district = district(false);
    let mut window = with_closure(&district.file);
    click(&mut window, "道路中断 1 处");
    wait_for(&mut window, "正在中断的道路，最近的在前。");
    click(&mut window, "汤塔公路路基水毁 中断");
    wait_for(&mut window, "关闭卡片");
    window.key_press(Key::Escape);
    wait_for(&mut window, "关闭明细");
    window.key_press(Key::Escape);
    wait_until(&mut window, "the rows are put away", |window| window.query_by_label("关闭明细").is_none());
    // What the file does not hold is unknown, and says so.
    click(&mut window, "在险待转移 —");
    wait_for(&mut window, "本文件还没有人员转移清单。先导入清单。");
}

#[test]
fn a_figure_of_several_kinds_opens_the_table_of_each() {
    let district = district(false);
    let mut operation = operation(&district.file);
    add(&mut operation, "rescue_team", 701, &[("name", "蓝天救援队".into()), ("status", "out".into())]);
    add(&mut operation, "rescue_team", 702, &[("name", "水上救援队".into()), ("status", "out".into())]);
    add(&mut operation, "fire_brigade", 703, &[("name", "城西消防站".into()), ("status", "out".into())]);
    drop(operation);
    let names = |kind: &str| catalogue().kind(kind).unwrap().name(Lang::Zh).to_owned();
    let mut window = window(&district.file, Lang::Zh);
    click(&mut window, "出动队伍 3 支");
    for (kind, count) in [("fire_brigade", 1), ("rescue_team", 2)] {
        let name = names(kind);
        click(&mut window, &format!("出动队伍 · {name} {count}：打开表格"));
        wait_for(&mut window, &format!("{name} · {count} / {count}"));
    }
}

#[test]
fn an_alarm_is_acknowledged_from_the_list_and_undo_brings_it_back() {
    let district = district(false);
    let mut window = with_closure(&district.file);
    click(&mut window, "警情 1 · 未确认 1");
    click(&mut window, "确认 汤塔公路路基水毁");
    wait_for(&mut window, "警情 1 · 未确认 0");
    wait_for(&mut window, "15:06 值班员已确认");
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    wait_for(&mut window, "警情 1 · 未确认 1");
}

#[test]
fn f11_shows_the_wall_and_escape_comes_back_to_the_desk() {
    let district = district(false);
    let mut window = with_closure(&district.file);
    wait_for(&mut window, "道路中断 1 处");
    window.key_press(Key::F11);
    wait_for(&mut window, "乡镇转移进度");
    assert!(window.query_by_label("English").is_none() && window.query_by_label("操作记录").is_none());
    assert!(window.query_by_role_and_label(Role::Button, "放大").is_none());
    wait_for(&mut window, "10:26  汤塔公路路基水毁 道路中断");
    assert!(window.query_all_by_label("道路中断 1 处").next().is_some());
    window.key_press(Key::Escape);
    wait_for(&mut window, "操作记录");
    wait_for(&mut window, "放大");
    window.key_press(Key::F11);
    wait_for(&mut window, "乡镇转移进度");
    window.key_press(Key::F11);
    wait_for(&mut window, "操作记录");
}

#[test]
fn an_unknown_figure_is_a_dash_and_not_nought() {
    let (catalogue, words) = (catalogue(), assets::words(Lang::Zh));
    let empty = situation(&World::new(catalogue, std::collections::BTreeMap::new()), now());
    assert_eq!(empty.figures.len(), 8);
    for figure in &empty.figures {
        let cell = Cell::new(figure, false, now(), &words);
        assert_eq!((cell.number.as_str(), cell.unit.as_str(), cell.age.as_str()), ("—", "", "—"), "{}", figure.id);
        assert_eq!(cell.tone, Tone::Unknown);
        assert!(!cell.hint.contains("figure-"), "{}", cell.hint);
    }
}
