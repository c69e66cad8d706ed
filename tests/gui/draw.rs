//! Drawing on the map: an area becomes a danger area, vertices are edited, what crosses itself is refused, measuring.
#![expect(clippy::expect_used, reason = "helpers of tests: clippy's own exception covers #[test] functions only")]

use std::sync::Arc;

use eframe::egui::{Key, Modifiers, Pos2, Vec2, accesskit::Role, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use geo_types::{Geometry, polygon};
use sitmap::{
    domain::{
        catalogue::Lang,
        model::{KindId, ObjectRef, Uid},
        place::{Flaw, Position, distance_m, measure},
        view::{
            Words,
            scene::{AreaInk, Scene},
        },
    },
    io::assets::words,
    ui::{
        map::{Form, MapPanel, MapResponse, Purpose},
        theme,
    },
};

use crate::kit::{Window, click, district, map_click, wait_for, wait_until, window};

fn middle(window: &Window) -> Pos2 {
    window.get_by_label("地图").rect().center()
}

/// Draws a square of these half sides around the middle of the map and ends it with Enter.
fn draw_square(window: &mut Window, half: f32) {
    wait_for(window, "避灾安置场所");
    window.run_steps(5);
    // What was plotted before has a group of this name in the layer tree.
    if window.query_by_label("多边形").is_none() {
        window.get_by_role_and_label(Role::RadioButton, "标绘").click();
        window.run_steps(3);
    }
    click(window, "多边形");
    let middle = middle(window);
    for (x, y) in [(-half, -half), (half, -half), (half, half), (-half, half)] {
        map_click(window, middle + vec2(x, y));
    }
    window.key_press(Key::Enter);
    window.run_steps(3);
}

#[test]
fn an_area_drawn_on_the_map_becomes_a_danger_area_and_undo_takes_it_back_by_name() {
    let district = district(false);
    let mut window = window(&district.file, Lang::Zh);
    draw_square(&mut window, 60.0);
    wait_for(&mut window, "设为警戒区");
    click(&mut window, "洪涝");
    window.get_by_role_and_label(Role::TextInput, "图形名称").click();
    window.run_steps(2);
    window.get_by_role_and_label(Role::TextInput, "图形名称").type_text("白沙溪口");
    window.run_steps(2);
    click(&mut window, "设为警戒区");
    wait_for(&mut window, "撤销：划定警戒区 白沙溪口");
    assert!(window.query_by_label("保存标绘").is_none(), "the tool is put away");
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    wait_for(&mut window, "重做：划定警戒区 白沙溪口");
}

#[test]
fn an_overlay_is_turned_off_and_drawing_on_it_turns_it_on() {
    let district = district(false);
    let mut window = window(&district.file, Lang::Zh);
    let drawn = |window: &Window| {
        window.state().scene().areas.iter().filter(|area| matches!(area.ink, AreaInk::Plot(..))).count()
    };
    draw_square(&mut window, 60.0);
    click(&mut window, "保存标绘");
    wait_for(&mut window, "标绘图层");
    wait_until(&mut window, "the area", |window| drawn(window) == 1);
    click(&mut window, "未命名");
    wait_until(&mut window, "no area", |window| drawn(window) == 0);
    draw_square(&mut window, 30.0);
    click(&mut window, "保存标绘");
    wait_until(&mut window, "both areas", |window| drawn(window) == 2);
}

#[test]
fn what_lies_within_a_drawn_area_is_counted_and_the_tool_is_put_away() {
    let district = district(false);
    let mut window = window(&district.file, Lang::Zh);
    draw_square(&mut window, 60.0);
    click(&mut window, "查此范围");
    wait_for(&mut window, "绘制的范围内");
    // The full hall east of the middle, a village and its grid.
    wait_for(&mut window, "共 3 处");
    window.get_by_label("180 人");
    window.get_by_label("叶店村文化礼堂");
    assert!(window.query_by_label("设为警戒区").is_none(), "the tool is put away");
}

#[test]
fn without_a_name_it_gets_one_that_says_since_when() {
    let district = district(false);
    let mut window = window(&district.file, Lang::Zh);
    draw_square(&mut window, 60.0);
    click(&mut window, "设为警戒区");
    wait_for(&mut window, "撤销：划定警戒区 区域 15:06");
}

#[test]
fn a_bow_tie_is_refused_with_its_place_and_a_point_taken_back_mends_it() {
    let district = district(false);
    let mut window = window(&district.file, Lang::Zh);
    wait_for(&mut window, "避灾安置场所");
    window.run_steps(5);
    click(&mut window, "标绘");
    click(&mut window, "多边形");
    let middle = middle(&window);
    for (x, y) in [(-60.0, -60.0), (60.0, 60.0), (60.0, -60.0), (-60.0, 60.0)] {
        map_click(&mut window, middle + vec2(x, y));
    }
    window.key_press(Key::Enter);
    let faulty = |window: &Window| {
        let labels = window.query_all_by_role(Role::Label).filter_map(|node| node.accesskit_node().value());
        labels.into_iter().any(|text| text.contains("处自相交"))
    };
    wait_until(&mut window, "the fault", faulty);
    assert!(window.query_by_label("设为警戒区").is_none());
    window.key_press(Key::Backspace);
    window.run_steps(2);
    assert!(!faulty(&window));
    window.key_press(Key::Enter);
    wait_for(&mut window, "设为警戒区");
    window.key_press(Key::Escape);
    window.run_steps(3);
    assert!(window.query_by_label("设为警戒区").is_none());
}

#[test]
fn while_drawing_undo_takes_back_a_point_and_no_action() {
    let district = district(false);
    let mut window = window(&district.file, Lang::Zh);
    draw_square(&mut window, 60.0);
    click(&mut window, "设为道路中断");
    wait_for(&mut window, "撤销：设置道路中断 道路中断 15:06");
    click(&mut window, "多边形");
    let middle = middle(&window);
    map_click(&mut window, middle + vec2(90.0, 90.0));
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run_steps(5);
    window.get_by_label("撤销：设置道路中断 道路中断 15:06");
}

#[test]
fn the_button_pressed_twice_makes_one_danger_area() {
    let district = district(false);
    let mut window = window(&district.file, Lang::Zh);
    draw_square(&mut window, 60.0);
    wait_for(&mut window, "设为警戒区");
    let button = window.get_by_label("设为警戒区").rect().center();
    window.hover_at(button);
    for _ in 0..2 {
        window.drag_at(button);
        window.drop_at(button);
    }
    wait_for(&mut window, "撤销：划定警戒区 区域 15:06");
    window.run_steps(5);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    wait_for(&mut window, "重做：划定警戒区 区域 15:06");
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    wait_for(&mut window, "没有可以撤销的操作。");
}

#[test]
fn a_window_that_reads_says_why_nothing_is_drawn_but_measures() {
    let district = district(false);
    let mut first = window(&district.file, Lang::Zh);
    wait_for(&mut first, "可写");
    let mut second = window(&district.file, Lang::Zh);
    wait_for(&mut second, "避灾安置场所");
    second.run_steps(5);
    click(&mut second, "标绘");
    assert!(second.query_by_label("多边形").is_none());
    click(&mut second, "测距");
    let middle = middle(&second);
    map_click(&mut second, middle);
    map_click(&mut second, middle + vec2(100.0, 0.0));
    second.key_press(Key::Enter);
    wait_for(&mut second, "复制");
}

struct State {
    panel: MapPanel,
    scene: Arc<Scene>,
    words: Words,
    last: Option<MapResponse>,
}

impl State {
    fn on_screen(&self, lon: f64, lat: f64) -> Pos2 {
        let [x, y] = self.panel.view().to_screen(lon, lat);
        self.last.as_ref().expect("a frame").rect.min + vec2(x as f32, y as f32)
    }
}

/// A map of nothing but a home.
fn map() -> Harness<'static, State> {
    let home = sitmap::domain::view::projection::Bounds { west: 119.4, south: 28.9, east: 119.6, north: 29.1 };
    let scene = Arc::new(Scene { home: Some(home), ..Scene::default() });
    let mut panel = MapPanel::default();
    panel.motion = false;
    let state = State { panel, scene, words: words(Lang::Zh), last: None };
    // Quick enough for a double click.
    let builder = Harness::builder().allow_missing_glyphs().with_step_dt(0.04).with_size(Vec2::new(900.0, 700.0));
    let mut map = builder.build_ui_state(
        |ui, state: &mut State| {
            theme::install(ui.ctx());
            state.last = Some(state.panel.ui(ui, &state.scene, &state.words));
        },
        state,
    );
    map.run_steps(3);
    map
}

fn press(map: &mut Harness<'_, State>, lon: f64, lat: f64) {
    let at = map.state().on_screen(lon, lat);
    map.hover_at(at);
    map.run_steps(2);
    map.drag_at(at);
    map.run_steps(1);
    map.drop_at(at);
    map.run_steps(2);
}

fn drag(map: &mut Harness<'_, State>, from: (f64, f64), to: (f64, f64)) {
    let [from, to] = [from, to].map(|(lon, lat)| map.state().on_screen(lon, lat));
    map.hover_at(from);
    map.run_steps(2);
    map.drag_at(from);
    map.run_steps(1);
    for part in 1..=4 {
        map.hover_at(from + (to - from) * (part as f32 / 4.0));
        map.run_steps(1);
    }
    map.drop_at(to);
    map.run_steps(2);
}

#[test]
fn a_measured_line_is_as_long_as_the_geodesic() {
    let mut map = map();
    map.state_mut().panel.sketch.start(Purpose::Measure, Form::Line);
    map.run_steps(2);
    press(&mut map, 119.45, 28.95);
    press(&mut map, 119.55, 29.05);
    map.key_press(Key::Enter);
    map.run_steps(2);
    let sketch = &map.state().panel.sketch;
    let Some(Geometry::LineString(line)) = sketch.finished() else { panic!("no line: {sketch:?}") };
    let ends: Vec<Position> = line.points().map(|at| Position::try_from(at).expect("a position")).collect();
    let geodesic = distance_m(ends[0], ends[1]);
    assert!((sketch.measured().length_m - geodesic).abs() < 1e-6);
    // GeodSolve: 14,762 m between the places clicked; a click is good to half a pixel, some 20 m here.
    assert!((geodesic - 14_762.0).abs() < 60.0, "{geodesic}");
}

#[test]
fn enter_ends_with_the_points_that_were_clicked_wherever_the_pointer_has_gone_since() {
    let mut map = map();
    map.state_mut().panel.sketch.start(Purpose::Measure, Form::Line);
    map.run_steps(2);
    press(&mut map, 119.45, 28.95);
    press(&mut map, 119.55, 29.05);
    let away = map.state().on_screen(119.42, 29.08);
    map.hover_at(away);
    map.run_steps(2);
    map.key_press(Key::Enter);
    map.run_steps(2);
    let sketch = &map.state().panel.sketch;
    let Some(Geometry::LineString(line)) = sketch.finished() else { panic!("no line: {sketch:?}") };
    assert_eq!(line.0.len(), 2, "{line:?}");
}

#[test]
fn a_double_click_ends_a_line_and_the_map_stays() {
    let mut map = map();
    map.state_mut().panel.sketch.start(Purpose::Measure, Form::Line);
    map.run_steps(2);
    let view = *map.state().panel.view();
    press(&mut map, 119.45, 28.95);
    let at = map.state().on_screen(119.55, 29.05);
    map.hover_at(at);
    map.run_steps(2);
    for _ in 0..2 {
        map.drag_at(at);
        map.drop_at(at);
    }
    map.run_steps(3);
    assert!(map.state().panel.sketch.is_shaping(), "{:?}", map.state().panel.sketch);
    assert_eq!(*map.state().panel.view(), view);
}

#[test]
fn a_rectangle_is_drawn_by_one_drag_while_the_map_stays_where_it_is() {
    let mut map = map();
    map.state_mut().panel.sketch.start(Purpose::Draw, Form::Rectangle);
    map.run_steps(2);
    let view = *map.state().panel.view();
    drag(&mut map, (119.45, 28.95), (119.55, 29.05));
    assert_eq!(*map.state().panel.view(), view);
    let area = measure(&map.state().panel.sketch.finished().expect("a rectangle")).area_m2;
    assert!((area / 1.079e8 - 1.0).abs() < 0.02, "{area}");
}

#[test]
fn a_vertex_is_dragged_one_added_on_an_edge_and_one_deleted() {
    let mut map = map();
    let area = polygon![(x: 119.45, y: 28.95), (x: 119.55, y: 28.95), (x: 119.55, y: 29.05), (x: 119.45, y: 29.05)];
    let object = ObjectRef { kind: KindId::from("danger_area"), uid: Uid::from_bits(1) };
    assert!(map.state_mut().panel.sketch.edit(object, &area.into()));
    map.run_steps(2);
    let count = |map: &Harness<'_, State>| match map.state().panel.sketch.geometry() {
        Some(Geometry::Polygon(polygon)) => polygon.exterior().0.len() - 1,
        other => panic!("{other:?}"),
    };
    let view = *map.state().panel.view();
    drag(&mut map, (119.55, 29.05), (119.57, 29.07));
    assert_eq!(*map.state().panel.view(), view, "the map was not dragged");
    let Some(Geometry::Polygon(moved)) = map.state().panel.sketch.finished() else { panic!("no area") };
    let corner = moved.exterior().0[2];
    assert!((corner.x - 119.57).abs() < 0.001 && (corner.y - 29.07).abs() < 0.001, "{corner:?}");
    press(&mut map, 119.5, 28.95);
    assert_eq!(count(&map), 5);
    map.key_press(Key::Delete);
    map.run_steps(2);
    assert_eq!(count(&map), 4);
    // Across the other edge it would be a bow-tie: it cannot be saved, and the place is known.
    drag(&mut map, (119.45, 28.95), (119.58, 29.0));
    let sketch = &map.state().panel.sketch;
    assert_eq!(sketch.fault().map(|fault| fault.flaw), Some(Flaw::CrossesItself));
    assert!(sketch.finished().is_none() && sketch.fault().is_some_and(|fault| fault.at.is_some()));
}
