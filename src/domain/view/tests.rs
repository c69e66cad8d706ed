use std::{collections::BTreeMap, sync::Arc};

use geo_types::Point;
use proptest::prelude::*;

use crate::domain::{
    catalogue::{Catalogue, Lang, Source, Tone},
    model::{KindId, Object, ObjectRef, Uid, Value},
    place::Position,
    view::{
        Words,
        projection::Bounds,
        scene::{Asked, Scene, SceneRequest, Size, scene},
    },
    world::World,
};

const SHELTER: &str = r#"
id = "shelter"
zh = "避灾点"
en = "Shelter"
group = "evacuation"
geometry = "point"
roles = ["shelter"]
zoom = [12.0, 22.0]
symbol = { frame = "resource", mark = "避" }
color = { field = "status", rule = [{ is = "open", tone = "ready" }, { is = "closed", tone = "closed" }] }
field = [
  { id = "name", zh = "名称", en = "Name", type = "text" },
  { id = "status", zh = "状态", en = "Status", type = "choice", choice = [{ id = "open", zh = "开放", en = "Open" }] },
  { id = "capacity", zh = "容量", en = "Capacity", type = "integer" },
  { id = "occupancy", zh = "人数", en = "People", type = "integer" },
]
"#;

const RESERVOIR: &str = r#"
id = "reservoir"
zh = "水库"
en = "Reservoir"
group = "water"
geometry = "point"
zoom = [11.0, 22.0]
symbol = { frame = "protected", mark = "库" }
color = { field = "level_m", over = "limit_m", rule = [{ from = 0.0, tone = "alarm" }] }
field = [
  { id = "name", zh = "名称", en = "Name", type = "text" },
  { id = "level_m", zh = "水位", en = "Level", type = "real" },
  { id = "limit_m", zh = "限", en = "Limit", type = "real" },
]
"#;

fn shelter(uid: u128, status: &str, capacity: i64, people: i64, at: (f64, f64)) -> Arc<Object> {
    let values = vec![format!("避{uid}").into(), status.into(), capacity.into(), people.into()];
    object("shelter", uid, values, at)
}

fn reservoir(uid: u128, level_m: f64, at: (f64, f64)) -> Arc<Object> {
    object("reservoir", uid, vec![format!("库{uid}").into(), level_m.into(), 100.0.into()], at)
}

fn object(kind: &str, uid: u128, values: Vec<Value>, at: (f64, f64)) -> Arc<Object> {
    Arc::new(Object {
        uid: Uid::from_bits(uid),
        kind: KindId::from(kind),
        geometry: Some(Point::from(at).into()),
        values,
    })
}

fn world(objects: Vec<Arc<Object>>) -> World {
    let source = |name: &str, text: &str| Source { name: name.to_owned(), text: text.to_owned() };
    let sources = [source("shelter.toml", SHELTER), source("reservoir.toml", RESERVOIR)];
    let (catalogue, problems) = Catalogue::read(&sources);
    assert_eq!(problems, []);
    let mut layers: BTreeMap<KindId, Vec<Arc<Object>>> = BTreeMap::new();
    for object in objects {
        layers.entry(object.kind.clone()).or_default().push(object);
    }
    World::new(Arc::new(catalogue), layers)
}

fn look(world: &World, request: &SceneRequest) -> Scene {
    let (words, _) = Words::read(Lang::Zh, &[("a", "scene-full = 满\nscene-legend-state = { $kind }（{ $state }）\n")]);
    scene(world, request, &words)
}

fn at_zoom(zoom: f64) -> SceneRequest {
    SceneRequest { zoom, ..SceneRequest::default() }
}

fn signs(scene: &Scene) -> Vec<&str> {
    scene.marks.iter().map(|mark| mark.symbol.text.as_str()).collect()
}

#[test]
fn an_open_shelter_shows_its_free_places_a_full_one_the_word_and_a_closed_one_its_sign() {
    let world = world(vec![
        shelter(1, "open", 1600, 190, (119.5, 29.0)),
        shelter(2, "open", 50, 50, (119.6, 29.0)),
        shelter(3, "closed", 50, 0, (119.7, 29.0)),
    ]);
    let seen = look(&world, &at_zoom(13.0));
    let mut all = signs(&seen);
    all.sort_unstable();
    assert_eq!(all, ["1,410", "满", "避"]);
    let afar = look(&world, &at_zoom(10.0));
    assert_eq!(signs(&afar).len(), 2, "the closed one waits for a closer zoom");
}

#[test]
fn layers_that_are_off_are_off_and_those_turned_on_are_whole() {
    let world = world(vec![shelter(1, "standby", 60, 0, (119.5, 29.0)), shelter(2, "open", 60, 0, (119.6, 29.0))]);
    let kinds = || [KindId::from("shelter")].into();
    assert!(look(&world, &SceneRequest { hidden: kinds(), ..at_zoom(13.0) }).marks.is_empty());
    assert_eq!(look(&world, &SceneRequest { shown: kinds(), ..at_zoom(9.0) }).marks.len(), 2);
    let bounds = Some(Bounds { west: 119.55, south: 28.0, east: 120.0, north: 30.0 });
    assert_eq!(look(&world, &SceneRequest { bounds, ..at_zoom(13.0) }).marks.len(), 1);
}

#[test]
fn an_answer_is_shown_even_where_its_layer_is_off_and_pins_count_from_one() {
    let world = world(vec![shelter(1, "standby", 60, 0, (119.5, 29.0)), shelter(2, "closed", 60, 0, (119.6, 29.0))]);
    let named = |bits| ObjectRef { kind: "shelter".into(), uid: Uid::from_bits(bits) };
    let from = Position::new(119.55, 29.01).unwrap();
    let asked = Some(Asked { from, answers: vec![named(1)], passed_over: vec![named(2)] });
    let seen = look(&world, &SceneRequest { asked, hidden: [KindId::from("shelter")].into(), ..at_zoom(9.0) });
    assert_eq!(seen.marks.len(), 2);
    let overlay = seen.overlay.unwrap();
    assert_eq!((overlay.pins[0].rank, overlay.pins[0].at), (1, [119.5, 29.0]));
    assert_eq!(overlay.passed, [[119.6, 29.0]]);
    assert!(overlay.bounds().holds(119.6, 29.0) && overlay.bounds().holds(119.55, 29.01));
}

#[test]
fn the_legend_counts_what_is_drawn_in_which_state() {
    let world = world(vec![
        shelter(1, "open", 60, 0, (119.5, 29.0)),
        shelter(2, "open", 60, 0, (119.5001, 29.0)),
        shelter(3, "standby", 60, 0, (119.5002, 29.0)),
    ]);
    let legend = look(&world, &at_zoom(13.0)).legend;
    let rows: Vec<(&str, usize)> = legend.iter().map(|row| (row.name.as_str(), row.count)).collect();
    assert_eq!(rows, [("避灾点（开放）", 2), ("避灾点", 1), ("scene-together", 1)], "the circle is explained");
    let afar = look(&world, &at_zoom(10.0)).legend;
    assert_eq!(afar.first().map(|row| row.count), Some(2));
}

fn places() -> impl Strategy<Value = Vec<(f64, (f64, f64))>> {
    prop::collection::vec((95.0..105.0f64, (119.4..119.8f64, 28.8..29.2f64)), 0..80)
}

proptest! {
    #[test]
    fn an_alarm_is_never_dropped_nor_drawn_together_and_is_on_top(levels in places(), zoom in 5.0..15.0f64) {
        let numbered = levels.iter().zip(1u128..);
        let alarms = levels.iter().filter(|(level, _)| *level >= 100.0).count();
        let world = world(numbered.map(|((level, at), uid)| reservoir(uid, *level, *at)).collect());
        let seen = look(&world, &at_zoom(zoom));
        let alone = |size| size != Size::Cluster;
        let drawn = seen.marks.iter().filter(|mark| mark.symbol.tone == Tone::Alarm && alone(mark.symbol.size)).count();
        prop_assert_eq!(drawn, alarms);
        let first = seen.marks.iter().position(|mark| mark.symbol.tone == Tone::Alarm).unwrap_or(0);
        prop_assert!(seen.marks[first..].iter().all(|mark| mark.symbol.tone == Tone::Alarm || alarms == 0));
        let counted: usize = seen.marks.iter().map(|mark| mark.cluster.map_or(1, |cluster| cluster.count)).sum();
        let things = seen.legend.iter().filter(|row| row.name != "scene-together");
        let legend: usize = things.map(|row| row.count).sum();
        prop_assert_eq!(counted, legend, "nothing that is counted is left out");
    }
}
