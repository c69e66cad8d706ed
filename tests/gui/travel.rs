//! Ways and reach in the window: asked from a card and from a place, changed at once by a cut bridge, brought back
//! by undo.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure here is the test's failure")]

use eframe::egui::Key;
use geo_types::{LineString, Point};
use sitmap::{
    app::{Clock, Command, Draft, Opening, Operation, Wake, plot::PlotCommand},
    domain::{
        catalogue::{Catalogue, Lang},
        edit::{Edit, Label},
        model::{KindId, Object, Uid},
        network::{Road, RoadClass, RoadFields, length_m},
        view::scene::{AreaInk, LineInk},
    },
    io::{assets, store::Access},
};

use crate::kit::{
    District, Window, click, click_the_middle_of_the_map, district, find, now, open_card, says, wait_for, wait_until,
    window,
};

/// A road: its name, its bridge, its class, its line.
type Typed = (&'static str, &'static str, RoadClass, &'static [(f64, f64)]);

/// A main road over a bridge in the middle, a long way round it in the hills.
const ROADS: [Typed; 4] = [
    ("330国道", "", RoadClass::National, &[(119.45, 28.98), (119.50, 29.005)]),
    ("330国道", "白沙溪大桥", RoadClass::National, &[(119.50, 29.005), (119.502, 29.005)]),
    ("330国道", "", RoadClass::National, &[(119.502, 29.005), (119.53, 29.01), (119.59, 28.95)]),
    ("北山公路", "", RoadClass::Mountain, &[(119.50, 29.005), (119.49, 29.05), (119.512, 29.05), (119.502, 29.005)]),
];

fn with_roads() -> District {
    let made = district(false);
    let (catalogue, _) = Catalogue::read(&assets::shipped_catalogue());
    let kind = catalogue.kind("road").unwrap();
    let fields = RoadFields::of(kind);
    let road = |(nr, (name, bridge, class, line)): (u128, &Typed)| {
        let uid = Uid::from_bits(7000 + nr);
        let line = LineString::from(line.to_vec());
        let mut road = Road { name: (*name).into(), ..Road::new(uid, *class, line.clone()) };
        (road.structure, road.bridge) = ((*bridge).into(), !bridge.is_empty());
        let mut values = vec![Default::default(); kind.fields.len()];
        for (index, value) in fields.values(&road) {
            *values.get_mut(index).unwrap() = value;
        }
        Edit::Add(std::sync::Arc::new(Object { uid, kind: KindId::from("road"), geometry: Some(line.into()), values }))
    };
    let opening = Opening {
        problems: Vec::new(),
        path: made.file.clone(),
        access: Access::Write,
        catalogue: std::sync::Arc::new(catalogue.clone()),
        actor: "试验".into(),
        clock: Clock::fixed(now()),
        wake: Wake::nobody(),
    };
    let mut operation = Operation::open(opening).unwrap();
    let edits = (0..).zip(&ROADS).map(road).collect();
    operation.run(Command::Put(Draft { label: Label::new("add").with("name", "路"), area: "import", edits })).unwrap();
    made
}

fn cut_the_bridge(window: &mut Window) {
    let closure = PlotCommand::Closure { name: "大桥水毁".to_owned(), shape: Point::new(119.501, 29.0052).into() };
    window.state_mut().carry_out(Command::Plot(closure));
}

/// The length of the best way on the map, metres; 0 without one.
fn drawn_m(window: &Window) -> f64 {
    let scene = window.state().scene();
    let ways = scene.lines.iter().filter(|line| line.ink == LineInk::Way(0));
    ways.flat_map(|line| &line.shape).map(|line| length_m(&line.0)).sum()
}

#[test]
fn a_cut_bridge_sends_the_route_round_and_undo_brings_it_back() {
    let district = with_roads();
    let mut window = window(&district.file, Lang::Zh);
    open_card(&mut window, "竹马文化礼堂");
    click(&mut window, "从此出发");
    wait_for(&mut window, "请在地图上点选，或按名称查找；Esc 取消");
    find(&mut window, "白龙桥镇中心小学");
    wait_until(&mut window, "a route on the map", |window| drawn_m(window) > 5_000.0);
    let straight_m = drawn_m(&window);
    assert!(says(&window, "经白沙溪大桥") && !says(&window, "大桥水毁"));
    cut_the_bridge(&mut window);
    wait_until(&mut window, "the way round", |window| drawn_m(window) > straight_m + 8_000.0);
    assert!(says(&window, "已绕开以下中断") && says(&window, "大桥水毁") && says(&window, "北山公路"));
    assert!(!says(&window, "经白沙溪大桥"));
    window.state_mut().carry_out(Command::Undo);
    wait_until(&mut window, "the bridge again", |window| (drawn_m(window) - straight_m).abs() < 1.0);
    // One step back puts the way away, and the map with it.
    window.key_press(Key::Escape);
    wait_until(&mut window, "no way on the map", |window| drawn_m(window) == 0.0);
}

#[test]
fn reach_lists_who_is_inside_and_a_cut_bridge_takes_some_away() {
    let district = with_roads();
    let mut window = window(&district.file, Lang::Zh);
    open_card(&mut window, "竹马文化礼堂");
    click(&mut window, "可达范围");
    click(&mut window, "60");
    wait_until(&mut window, "both villages within reach", |window| says(window, "2 个村（社区）"));
    let area = |window: &Window| window.state().scene().areas.iter().any(|area| area.ink == AreaInk::Reach);
    wait_until(&mut window, "the area on the map", area);
    let whole = PlotCommand::Closure {
        name: "两桥水毁".to_owned(),
        shape: LineString::from(vec![(119.501, 28.99), (119.501, 29.06)]).into(),
    };
    window.state_mut().carry_out(Command::Plot(whole));
    wait_until(&mut window, "nobody beyond the cut", |window| says(window, "0 个村（社区）"));
    assert!(says(&window, "道路不通") || says(&window, "到不了"));
}

#[test]
fn the_nearest_switches_to_time_by_road_and_names_what_bars_the_way() {
    let district = with_roads();
    let mut window = window(&district.file, Lang::Zh);
    wait_for(&mut window, "避灾安置场所");
    click_the_middle_of_the_map(&mut window);
    wait_for(&mut window, "最近的避灾安置场所");
    click(&mut window, "路程时间");
    wait_until(&mut window, "times", |window| says(window, "路程时间（小汽车）") && says(window, "分钟"));
    click(&mut window, "到白龙桥镇中心小学的路线");
    wait_until(&mut window, "its route", |window| drawn_m(window) > 1_000.0);
}
