//! What is drawn on the map becomes a danger area, a closure, a plot, a new shape; each is one action, undone by name.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure here is the test's failure")]

use std::{collections::BTreeMap, path::Path, sync::Arc};

use geo_types::{Geometry, Point, line_string, polygon};
use proptest::prelude::*;
use sitmap::{
    app::{
        Clock, Command, Opening, Operation, Wake,
        plot::{Plot, PlotCommand},
    },
    domain::{
        catalogue::{Catalogue, Lang},
        edit::Edit,
        model::{Object, ObjectRef, Value},
        view::{
            plots::{PlotArea, PlotLine},
            scene::{AreaInk, LineInk, SceneRequest, scene},
        },
        world::World,
    },
    io::{
        assets,
        store::{self, Access, Meta},
    },
};

fn catalogue() -> Catalogue {
    Catalogue::read(&assets::shipped_catalogue()).0
}

fn now() -> jiff::Timestamp {
    "2026-08-09T07:06:20Z".parse().unwrap()
}

fn operation(folder: &Path) -> Operation {
    let path = folder.join("d.gpkg");
    let meta = Meta { district_name: "婺城区".to_owned(), sample: true, exercise: false, created: now() };
    store::create(&path, &catalogue(), &meta).unwrap().close().unwrap();
    Operation::open(Opening {
        path,
        access: Access::Write,
        catalogue: Arc::new(catalogue()),
        problems: Vec::new(),
        actor: "值班员".into(),
        clock: Clock::fixed(now()),
        wake: Wake::nobody(),
    })
    .unwrap()
}

fn area() -> Geometry {
    polygon![(x: 119.5, y: 29.0), (x: 119.52, y: 29.0), (x: 119.52, y: 29.02), (x: 119.5, y: 29.02)].into()
}

fn bow_tie() -> Geometry {
    polygon![(x: 119.5, y: 29.0), (x: 119.52, y: 29.02), (x: 119.52, y: 29.0), (x: 119.5, y: 29.02)].into()
}

fn danger(shape: Geometry) -> Command {
    Command::Plot(PlotCommand::DangerArea { name: "白沙溪口".to_owned(), hazard: Some("flood".to_owned()), shape })
}

fn draw(name: &str, class: &str, shape: Geometry) -> Command {
    let (name, class) = (name.to_owned(), class.to_owned());
    Command::Plot(PlotCommand::Draw(Plot { name, class, overlay: Some("防汛".to_owned()), valid_until: None, shape }))
}

fn only(operation: &Operation, kind: &str) -> (ObjectRef, Arc<Object>) {
    let object = operation.world().layer(kind).unwrap().objects().next().unwrap().clone();
    (ObjectRef { kind: object.kind.clone(), uid: object.uid }, object)
}

#[test]
fn a_drawn_area_becomes_an_active_danger_area_in_one_action_and_undo_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut operation = operation(folder.path());
    let before = operation.world().clone();
    let action = operation.run(danger(area())).unwrap();
    assert_eq!(action.edits.len(), 1);
    let (object, kept) = only(&operation, "danger_area");
    let value = |field: &str| operation.world().value(&object, field);
    assert_eq!(kept.geometry, Some(area()));
    assert_eq!(
        [value("status"), value("hazard"), value("name")],
        ["active".into(), "flood".into(), Value::from("白沙溪口")]
    );
    assert_eq!(value("status_time"), Value::from(now()));
    let undone = operation.run(Command::Undo).unwrap();
    assert_eq!(assets::words(Lang::Zh).action(&undone.label), "撤销：划定警戒区 白沙溪口");
    assert_eq!(content(operation.world()), content(&before));
}

#[test]
fn a_bow_tie_is_refused_with_its_place_and_nothing_changes() {
    let folder = tempfile::tempdir().unwrap();
    let mut operation = operation(folder.path());
    let refusal = operation.run(danger(bow_tie())).unwrap_err();
    let sentence = refusal.sentence(&assets::words(Lang::Zh));
    assert_eq!(sentence, "边线在 119.51000, 29.01000 处自相交，请移动此处的点。");
    assert_eq!(operation.world().layer("danger_area").map_or(0, sitmap::domain::world::Layer::len), 0);
}

#[test]
fn what_is_no_area_or_has_no_name_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let mut operation = operation(folder.path());
    let line: Geometry = line_string![(x: 119.5, y: 29.0), (x: 119.6, y: 29.1)].into();
    let words = assets::words(Lang::Zh);
    let said = |operation: &mut Operation, command| operation.run(command).unwrap_err().sentence(&words);
    assert_eq!(said(&mut operation, danger(line.clone())), "警戒区须是一个面，请画多边形、矩形或圆。");
    assert_eq!(said(&mut operation, draw(" ", "line", line.clone())), "请先填写名称。");
    let past =
        Plot { name: "线".to_owned(), class: "line".to_owned(), overlay: None, valid_until: Some(now()), shape: line };
    let past = Command::Plot(PlotCommand::Draw(past));
    assert_eq!(said(&mut operation, past), "截止时间已经过去，请改为以后的时间。");
}

#[test]
fn a_closure_is_a_point_a_stretch_or_an_area_as_drawn_and_plots_go_by_their_geometry() {
    let folder = tempfile::tempdir().unwrap();
    let mut operation = operation(folder.path());
    let closure = PlotCommand::Closure { name: "古方涵洞".to_owned(), shape: area() };
    operation.run(Command::Plot(closure)).unwrap();
    let across: Geometry = line_string![(x: 119.5, y: 29.0), (x: 119.6, y: 29.1), (x: 119.7, y: 29.1)].into();
    let at: Geometry = Point::new(119.5, 29.0).into();
    for (name, shape) in [("横断", &across), ("塌方", &at)] {
        operation.run(Command::Plot(PlotCommand::Closure { name: name.to_owned(), shape: shape.clone() })).unwrap();
    }
    // No road is near: each stays where it was drawn.
    for (kind, shape) in [("closed_area", &area()), ("closed_stretch", &across), ("road_closure", &at)] {
        let (object, kept) = only(&operation, kind);
        assert_eq!(operation.world().value(&object, "status"), "active".into());
        assert_eq!(kept.geometry.as_ref(), Some(shape), "{kind}");
    }
    let line: Geometry = line_string![(x: 119.5, y: 29.0), (x: 119.6, y: 29.1)].into();
    operation.run(draw("撤离", "evacuation_route", line)).unwrap();
    operation.run(draw("集结", "assembly", Point::new(119.5, 29.0).into())).unwrap();
    operation.run(draw("控制区", "control", area())).unwrap();
    for (kind, class) in [("plot_line", "evacuation_route"), ("plot_point", "assembly"), ("plot_area", "control")] {
        let (object, _) = only(&operation, kind);
        assert_eq!(operation.world().value(&object, "class"), class.into());
        assert_eq!(operation.world().value(&object, "overlay"), "防汛".into());
        assert_eq!(operation.world().value(&object, "valid_from"), Value::from(now()));
    }
}

#[test]
fn a_new_shape_is_checked_and_keeps_its_type() {
    let folder = tempfile::tempdir().unwrap();
    let mut operation = operation(folder.path());
    operation.run(danger(area())).unwrap();
    let (object, _) = only(&operation, "danger_area");
    let reshape = |to: Geometry| Command::Plot(PlotCommand::Reshape { object: object.clone(), to });
    let words = assets::words(Lang::Zh);
    let said = |operation: &mut Operation, to| operation.run(reshape(to)).unwrap_err().sentence(&words);
    assert_eq!(said(&mut operation, Point::new(119.5, 29.0).into()), "白沙溪口 的图形类型不能改变。");
    assert!(said(&mut operation, bow_tie()).contains("自相交"));
    assert_eq!(said(&mut operation, area()), "内容没有变化。");
    let larger: Geometry = polygon![(x: 119.5, y: 29.0), (x: 119.56, y: 29.0), (x: 119.52, y: 29.02)].into();
    let action = operation.run(reshape(larger.clone())).unwrap();
    assert!(matches!(&action.edits[..], [Edit::Move { .. }]));
    assert_eq!(operation.world().object(&object).unwrap().geometry, Some(larger));
    operation.run(Command::Undo).unwrap();
    assert_eq!(operation.world().object(&object).unwrap().geometry, Some(area()));
}

#[test]
fn a_plot_is_drawn_while_it_holds_by_its_class_and_kept_when_it_is_past() {
    let folder = tempfile::tempdir().unwrap();
    let mut operation = operation(folder.path());
    let words = assets::words(Lang::Zh);
    let hour = now() + jiff::SignedDuration::from_hours(1);
    let line: Geometry = line_string![(x: 119.5, y: 29.0), (x: 119.6, y: 29.1)].into();
    let timed = Plot {
        name: "撤离".to_owned(),
        class: "evacuation_route".to_owned(),
        overlay: None,
        valid_until: Some(hour),
        shape: line,
    };
    operation.run(Command::Plot(PlotCommand::Draw(timed))).unwrap();
    operation.run(draw("控制区", "control", area())).unwrap();
    operation.run(draw("此处塌方", "text", Point::new(119.5, 29.0).into())).unwrap();
    let at = |now: jiff::Timestamp| {
        let request = SceneRequest { now: Some(now), zoom: 12.0, ..SceneRequest::default() };
        scene(operation.world(), &request, &words)
    };
    let shown = at(now());
    assert_eq!(shown.lines.iter().map(|line| line.ink).collect::<Vec<_>>(), [LineInk::Plot(PlotLine::Evacuation)]);
    assert_eq!(shown.areas.iter().map(|area| area.ink).collect::<Vec<_>>(), [AreaInk::Plot(PlotArea::Control)]);
    let named: Vec<&str> = shown.labels.iter().map(|label| label.text.as_str()).collect();
    assert_eq!(named, ["控制区", "撤离", "此处塌方"]);
    assert_eq!(shown.marks.len(), 1, "the text has its dot");
    // The window asks by the minute: what was drawn within it is there at once.
    assert!(!at("2026-08-09T07:06:00Z".parse().unwrap()).areas.is_empty(), "at once");
    assert!(at(hour).lines.is_empty(), "past when its time has come");
    assert!(at(now() - jiff::SignedDuration::from_mins(1)).areas.is_empty(), "not yet");
    assert_eq!(operation.world().layer("plot_line").map(|layer| layer.len()), Some(1));
}

/// All objects of a world, in order.
fn content(world: &World) -> BTreeMap<String, Vec<Object>> {
    let of = |layer: &sitmap::domain::world::Layer| {
        let mut objects: Vec<Object> = layer.objects().map(|object| (**object).clone()).collect();
        objects.sort_by_key(|object| object.uid);
        (layer.kind().id.to_string(), objects)
    };
    world.layers().map(of).filter(|(_, objects)| !objects.is_empty()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn undoing_all_that_was_drawn_and_changed_leads_exactly_back(
        steps in prop::collection::vec((0..5_u8, 0.0..0.01_f64, 0.001..0.02_f64), 1..9),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut operation = operation(folder.path());
        operation.run(danger(area())).unwrap();
        let (object, _) = only(&operation, "danger_area");
        let mut states = vec![content(operation.world())];
        for (what, shift, size) in steps {
            let (x, y) = (119.5 + shift, 29.0 + shift);
            let square: Geometry =
                polygon![(x: x, y: y), (x: x + size, y: y), (x: x + size, y: y + size), (x: x, y: y + size)].into();
            let line: Geometry = line_string![(x: x, y: y), (x: x + size, y: y)].into();
            let command = match what {
                0 => danger(square),
                1 => Command::Plot(PlotCommand::Closure { name: "断".to_owned(), shape: line }),
                2 => draw("线", "arrow", line),
                3 => draw("面", "area", square),
                _ => Command::Plot(PlotCommand::Reshape { object: object.clone(), to: square }),
            };
            operation.run(command).unwrap();
            states.push(content(operation.world()));
        }
        while let Some(state) = states.pop() {
            prop_assert_eq!(content(operation.world()), state);
            operation.run(Command::Undo).unwrap();
        }
        prop_assert_eq!(content(operation.world()), BTreeMap::new());
    }
}
