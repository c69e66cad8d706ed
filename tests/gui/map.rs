//! The map panel: what is pointed at, the buttons, the keys.
#![expect(clippy::expect_used, reason = "helpers of tests: clippy's own exception covers #[test] functions only")]

use std::{cell::RefCell, collections::BTreeMap, rc::Rc, sync::Arc};

use eframe::egui::{Key, Pos2, Vec2, vec2};
use egui_kittest::{Harness, kittest::Queryable};
use geo_types::{Geometry, LineString, Point, Polygon};
use sitmap::{
    domain::{
        catalogue::{Catalogue, Lang},
        model::{KindId, Object, Uid, Value},
        view::{
            Words,
            scene::{Scene, SceneRequest, scene},
        },
        world::World,
    },
    io::assets::{shipped_catalogue, words},
    ui::{
        map::{MapPanel, MapResponse},
        theme,
    },
};

fn world() -> World {
    let (catalogue, _) = Catalogue::read(&shipped_catalogue());
    let mut objects: BTreeMap<KindId, Vec<Arc<Object>>> = BTreeMap::new();
    let mut add = |kind: &str, geometry: Geometry, values: &[(&str, Value)]| {
        let known = catalogue.kind(kind).expect("a shipped kind");
        let value = |id: &str| values.iter().find(|(field, _)| *field == id).map(|(_, value)| value.clone());
        let row = known.fields.iter().map(|field| value(field.id.as_str()).unwrap_or_default()).collect();
        let uid = Uid::from_bits(objects.values().map(Vec::len).sum::<usize>() as u128 + 1);
        let object = Object { uid, kind: known.id.clone(), geometry: Some(geometry), values: row };
        objects.entry(known.id.clone()).or_default().push(Arc::new(object));
    };
    let outline = vec![(119.3, 28.75), (119.8, 28.8), (119.85, 29.15), (119.5, 29.25), (119.25, 29.0)];
    let outline = Polygon::new(LineString::from(outline), vec![]);
    add("district", outline.into(), &[("name", "婺城区".into())]);
    add(
        "shelter",
        Point::new(119.5, 29.0).into(),
        &[("name", "白龙桥镇中心小学".into()), ("status", "open".into()), ("capacity", 600.into())],
    );
    World::new(Arc::new(catalogue), objects)
}

/// What the window under test keeps.
struct State {
    panel: MapPanel,
    scene: Arc<Scene>,
    words: Words,
    seen: Rc<RefCell<Vec<MapResponse>>>,
}

impl State {
    fn last(&self) -> MapResponse {
        self.seen.borrow().last().cloned().expect("a frame")
    }

    fn on_screen(&self, lon: f64, lat: f64) -> Pos2 {
        let [x, y] = self.panel.view().to_screen(lon, lat);
        self.last().rect.min + vec2(x as f32, y as f32)
    }
}

fn harness() -> Harness<'static, State> {
    let words = words(Lang::Zh);
    let scene = Arc::new(scene(&world(), &SceneRequest { zoom: 11.0, ..SceneRequest::default() }, &words));
    let mut panel = MapPanel::default();
    panel.motion = false;
    let state = State { panel, scene, words, seen: Rc::default() };
    let mut harness = Harness::builder().allow_missing_glyphs().with_size(Vec2::new(900.0, 700.0)).build_ui_state(
        |ui, state: &mut State| {
            theme::install(ui.ctx());
            let response = state.panel.ui(ui, &state.scene, &state.words);
            state.seen.borrow_mut().push(response);
        },
        state,
    );
    harness.run_steps(3);
    harness
}

fn click(harness: &mut Harness<'_, State>, at: Pos2) {
    harness.hover_at(at);
    harness.run_steps(1);
    harness.drag_at(at);
    harness.run_steps(1);
    harness.drop_at(at);
    harness.run_steps(1);
}

fn chosen(harness: &Harness<'_, State>) -> (Vec<String>, usize) {
    let seen = harness.state().seen.borrow();
    let objects = seen.iter().filter_map(|frame| frame.clicked.as_ref()).map(|object| object.kind.to_string());
    (objects.collect(), seen.iter().filter(|frame| frame.place.is_some()).count())
}

#[test]
fn the_district_fills_the_map_at_the_start_and_a_click_says_what_was_clicked() {
    let mut harness = harness();
    let bounds = harness.state().last().bounds;
    assert!(bounds.west < 119.25 && bounds.east > 119.85 && bounds.north > 29.25 && bounds.south < 28.75);
    assert!(bounds.north - bounds.south < 0.75, "the district fills it: {bounds:?}");
    let at = harness.state().on_screen(119.5, 29.0);
    click(&mut harness, at);
    assert_eq!(chosen(&harness), (vec!["shelter".to_owned()], 0));
    let empty = harness.state().on_screen(119.7, 28.9);
    click(&mut harness, empty);
    let (objects, places) = chosen(&harness);
    assert_eq!((objects.len(), places), (1, 1));
    let place = harness.state().seen.borrow().iter().find_map(|frame| frame.place).expect("a place");
    assert!((place.lon() - 119.7).abs() < 0.002 && (place.lat() - 28.9).abs() < 0.002, "{place:?}");
}

#[test]
fn buttons_and_keys_zoom_and_pan_and_bring_the_whole_back() {
    let mut harness = harness();
    let first = harness.state().last().zoom;
    harness.get_by_label("放大").click();
    harness.run_steps(3);
    assert!((harness.state().last().zoom - first - 1.0).abs() < 1e-6);
    let empty = harness.state().on_screen(119.6, 28.95);
    click(&mut harness, empty);
    harness.key_press(Key::ArrowRight);
    harness.key_press(Key::Minus);
    harness.run_steps(3);
    assert!((harness.state().last().zoom - first).abs() < 1e-6);
    let moved = harness.state().panel.view().centre;
    harness.get_by_label("看全区").click();
    harness.run_steps(3);
    assert!(moved[0] > harness.state().panel.view().centre[0] + 0.01);
    assert!((harness.state().last().zoom - first).abs() < 1e-6);
    assert!(harness.query_by_label("地图").is_some());
}

#[test]
fn a_request_for_a_scene_stays_the_same_while_one_pans_a_little() {
    let mut harness = harness();
    let ask = |harness: &Harness<'_, State>| harness.state().panel.ask(SceneRequest::default());
    let before = ask(&harness);
    let empty = harness.state().on_screen(119.6, 28.95);
    click(&mut harness, empty);
    harness.key_press(Key::ArrowRight);
    harness.run_steps(2);
    let shown = harness.state().last().bounds;
    let asked = before.bounds.expect("bounds");
    assert!(asked.west < shown.west && asked.east > shown.east);
    assert_eq!(before.zoom, ask(&harness).zoom);
}
