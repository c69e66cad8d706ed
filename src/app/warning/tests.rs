use std::sync::Arc;

use geo_types::{Geometry, polygon};
use jiff::ToSpan as _;

use super::*;
use crate::{
    domain::{
        catalogue::Lang,
        edit::{Action, Edit, Intent, Label},
        hazard::signal::{Colour, KIND, in_force},
        model::{KindId, Object, ObjectRef, Uid, Value},
        tests::{Making, values as values_of},
    },
    io::{
        assets,
        cap::{self, Area, Info, Pair},
    },
};

fn now() -> Timestamp {
    "2026-08-09T07:06:00Z".parse().unwrap()
}

fn hours(hours: i64) -> Timestamp {
    now().checked_add(hours.hours()).unwrap()
}

fn square(west: f64) -> Geometry {
    polygon![(x: west, y: 29.0), (x: west + 0.1, y: 29.0), (x: west + 0.1, y: 29.1), (x: west, y: 29.1)].into()
}

fn world() -> World {
    let mut making = Making::default();
    making.add("district", Some(square(119.4)), &[("name", "婺城区".into()), ("code", "330702".into())]);
    for (name, code, west) in [("沙畈乡", "330702206", 119.6), ("塔石乡", "330702207", 119.7)] {
        making.add("township", Some(square(west)), &[("name", name.into()), ("code", code.into())]);
    }
    making.world()
}

fn alert(id: &str, sent: i64) -> Alert {
    Alert {
        identifier: id.to_owned(),
        sender: "jinhua".to_owned(),
        sent: cap::written(hours(sent)),
        status: "Actual".to_owned(),
        msg_type: "Alert".to_owned(),
        scope: "Public".to_owned(),
        infos: vec![info()],
        ..Alert::default()
    }
}

fn info() -> Info {
    Info {
        language: Some("zh-CN".to_owned()),
        categories: vec!["Met".to_owned()],
        event: "暴雨".to_owned(),
        urgency: "Immediate".to_owned(),
        severity: "Moderate".to_owned(),
        certainty: "Observed".to_owned(),
        expires: Some(cap::written(hours(6))),
        headline: Some("金华市气象台发布暴雨红色预警".to_owned()),
        areas: vec![Area { description: "沙畈乡、塔石乡".to_owned(), ..Area::default() }],
        ..Info::default()
    }
}

fn take(world: &World, exercise: bool, alerts: &[Alert]) -> Plan {
    let words = assets::words(Lang::Zh);
    let incoming: Vec<Incoming> = alerts
        .iter()
        .map(|alert| Incoming { file: format!("{}.xml", alert.identifier), read: Ok(alert.clone()) })
        .collect();
    let mut next = 1000;
    let mut fresh = || {
        next += 1;
        Uid::from_bits(next + u128::from(world.revision()) * 100)
    };
    plan(&incoming, District { world, exercise, mark: None, now: now(), words: &words }, &mut fresh)
}

fn done(world: &mut World, plan: &Plan) {
    let action = Action {
        uid: Uid::from_bits(9),
        time: now(),
        actor: "值班员".into(),
        label: plan.draft.label.clone(),
        area: plan.draft.area.into(),
        intent: Intent::Do,
        edits: plan.draft.edits.clone(),
    };
    world.apply(&action).unwrap();
}

fn codes(plan: &Plan) -> Vec<&'static str> {
    plan.problems.iter().map(|problem| problem.code).collect()
}

fn value(world: &World, id: &str, field: &str) -> Value {
    let layer = world.layer(KIND).unwrap();
    let own = layer.kind().index("cap_id").unwrap();
    let object = layer.objects().find(|object| object.value(own).as_text() == Some(id)).unwrap();
    object.value(layer.kind().index(field).unwrap()).clone()
}

#[test]
fn a_message_becomes_a_warning_once() {
    let mut world = world();
    let plan = take(&world, false, &[alert("a", -1)]);
    assert_eq!((plan.added, plan.updated, plan.skipped, codes(&plan)), (1, 0, 0, vec![]));
    done(&mut world, &plan);
    let found = in_force(&world, now());
    assert_eq!(
        (found[0].colour, found[0].kind.as_str(), found[0].name.as_str()),
        (Colour::Red, "rainstorm", "暴雨红色预警")
    );
    assert_eq!(found[0].townships, ["沙畈乡", "塔石乡"]);
    assert_eq!((found[0].issued, found[0].until), (Some(hours(-1)), Some(hours(6))));
    assert_eq!(value(&world, "a", "cap_sent"), cap::written(hours(-1)).into());
    let again = take(&world, false, &[alert("a", -1), alert("a", -1)]);
    assert_eq!((again.added, again.skipped, again.draft.edits.len()), (0, 2, 0));
    let other = take(&world, false, &[Alert { sender: "quzhou".to_owned(), ..alert("a", -1) }]);
    assert_eq!(other.added, 1, "an identifier is its sender's own");
}

#[test]
fn updates_and_cancellations_act_on_the_earlier_one_in_any_order_of_files() {
    let refers = |kind: &str, id: &str, of: &str, sent: i64| Alert {
        msg_type: kind.to_owned(),
        references: Some(format!("jinhua,{of},{}", cap::written(hours(-3)))),
        ..alert(id, sent)
    };
    let (first, update, cancel) = (alert("a", -3), refers("Update", "b", "a", -2), refers("Cancel", "c", "b", -1));
    let mut one = world();
    let plan = take(&one, false, &[cancel.clone(), update.clone(), first.clone()]);
    assert_eq!((plan.added, plan.updated, codes(&plan)), (2, 2, vec![]));
    done(&mut one, &plan);
    assert_eq!((value(&one, "a", "status"), value(&one, "b", "status")), ("replaced".into(), "lifted".into()));
    assert_eq!(in_force(&one, now()), []);
    // One by one: the same, and what comes again changes nothing.
    let mut two = world();
    for (alert, counts) in
        [(&first, (1, 0, 0)), (&update, (1, 1, 0)), (&cancel, (0, 1, 0)), (&cancel, (0, 0, 1)), (&update, (0, 0, 1))]
    {
        let plan = take(&two, false, std::slice::from_ref(alert));
        assert_eq!((plan.added, plan.updated, plan.skipped), counts, "{alert:?}");
        done(&mut two, &plan);
    }
    assert_eq!(value(&two, "b", "status_time"), hours(-1).into());
    // The update comes first, by days.
    let mut late = world();
    done_with(&mut late, &[update]);
    done_with(&mut late, &[first]);
    assert_eq!(value(&late, "a", "status"), "replaced".into());
    assert_eq!(in_force(&late, now()).len(), 1);
    let lost = take(&world(), false, &[refers("Cancel", "c", "x", -1)]);
    assert_eq!((lost.draft.edits.len(), codes(&lost)), (0, vec!["cap_reference_unknown"]));
}

fn done_with(world: &mut World, alerts: &[Alert]) {
    let plan = take(world, false, alerts);
    done(world, &plan);
}

#[test]
fn exercises_stay_apart_and_what_warns_of_nothing_is_told() {
    let with = |status: &str, kind: &str| {
        let alert = Alert { status: status.to_owned(), msg_type: kind.to_owned(), ..alert("a", -1) };
        let of = |exercise| {
            let plan = take(&world(), exercise, std::slice::from_ref(&alert));
            (plan.added, codes(&plan))
        };
        [of(false), of(true)]
    };
    assert_eq!(with("Exercise", "Alert"), [(0, vec!["cap_exercise_into_real"]), (1, vec![])]);
    assert_eq!(with("Actual", "Alert"), [(1, vec![]), (0, vec!["cap_actual_into_exercise"])]);
    for status in ["Test", "System", "Draft"] {
        assert_eq!(with(status, "Alert"), [(0, vec!["cap_left_out"]), (0, vec!["cap_left_out"])]);
    }
    assert_eq!(with("Actual", "Ack")[0], (0, vec!["cap_no_warning"]));
    let silent = Alert { infos: Vec::new(), ..alert("a", -1) };
    assert_eq!(codes(&take(&world(), false, &[silent])), ["cap_no_info"]);
}

#[test]
fn chinese_is_taken_before_others_and_the_severity_only_where_no_colour_is_said() {
    let english = Info { language: None, headline: Some("Rain".to_owned()), event: "Heavy rain".to_owned(), ..info() };
    let both = Alert { infos: vec![english.clone(), info()], ..alert("a", -1) };
    let mut world = world();
    done_with(&mut world, &[both]);
    assert_eq!(value(&world, "a", "headline"), "金华市气象台发布暴雨红色预警".into());
    assert_eq!(value(&world, "a", "note"), "原文另有语言：en-US".into());
    let of = |info: Info| {
        let plan = take(&world, false, &[Alert { infos: vec![info], ..alert("b", -1) }]);
        let Edit::Add(object) = &plan.draft.edits[0] else { panic!("{plan:?}") };
        let kind = world.catalogue().kind(KIND).unwrap();
        let color = object.value(kind.index("color").unwrap()).as_text().map(str::to_owned);
        (color.unwrap_or_default(), codes(&plan))
    };
    assert_eq!(of(english.clone()), ("yellow".to_owned(), vec![]));
    assert_eq!(of(Info { severity: "Extreme".to_owned(), ..english.clone() }).0, "red");
    assert_eq!(of(Info { severity: "Unknown".to_owned(), ..english.clone() }), (String::new(), vec!["cap_no_colour"]));
    assert_eq!(of(Info { parameters: vec![Pair::new("HSAS", "ORANGE")], ..english.clone() }).0, "orange");
    assert_eq!(of(Info { expires: None, ..english.clone() }).1, ["cap_no_end"]);
    let two = take(&world, false, &[Alert { infos: vec![english.clone(), english], ..alert("b", -1) }]);
    assert_eq!(codes(&two), ["cap_more_infos"]);
}

#[test]
fn areas_are_shapes_together_codes_or_names_and_never_the_whole_district_by_mistake() {
    let area = |description: &str| Area { description: description.to_owned(), ..Area::default() };
    let mut world = world();
    let mut of = |id: &str, areas: Vec<Area>| {
        let alert = Alert { infos: vec![Info { areas, ..info() }], ..alert(id, -1) };
        let plan = take(&world, false, &[alert]);
        done(&mut world, &plan);
        let layer = world.layer(KIND).unwrap();
        let own = layer.kind().index("cap_id").unwrap();
        let found = layer.objects().find(|object| object.value(own).as_text() == Some(id)).unwrap().clone();
        let areas = value(&world, id, "areas").as_text().map(str::to_owned);
        (found.geometry.clone(), areas, codes(&plan))
    };
    let ring = |west: f64| format!("29,{west} 29,{0} 29.1,{0} 29,{west}", west + 0.1);
    let shape = |west: f64, name: &str| Area { polygons: vec![ring(west)], ..area(name) };
    let (geometry, areas, _) = of("a", vec![shape(119.4, "甲"), shape(119.8, "乙")]);
    assert!(matches!(geometry, Some(Geometry::MultiPolygon(parts)) if parts.0.len() == 2));
    assert_eq!(areas.as_deref(), Some("甲、乙"));
    let circle = Area { circles: vec!["29.05,119.5 5".to_owned()], ..area("丙") };
    let (geometry, ..) = of("b", vec![circle]);
    let Some(Geometry::Polygon(polygon)) = geometry else { panic!("a circle is a polygon") };
    assert_eq!(polygon.exterior().0.len(), 73);
    let coded = Area { geocodes: vec![Pair::new("x", "330702207000")], ..area("某乡") };
    assert_eq!(of("c", vec![coded]), (None, Some("塔石乡".to_owned()), vec![]));
    let whole = Area { geocodes: vec![Pair::new("x", "330702")], ..area("某区") };
    assert_eq!(of("d", vec![whole]), (None, None, vec![]));
    assert_eq!(of("e", vec![area("婺城区")]), (None, None, vec![]));
    assert_eq!(of("f", vec![area("婺城区沙畈乡")]).1.as_deref(), Some("沙畈乡"));
    assert_eq!(of("g", vec![area("Batanes")]), (None, Some("Batanes".to_owned()), vec!["cap_area_unknown"]));
    assert_eq!(of("h", vec![]), (None, Some("未说明范围".to_owned()), vec!["cap_area_unknown"]));
    let open =
        Area { polygons: vec!["29,119 29,120 30,120".to_owned()], circles: vec!["x".to_owned()], ..area("沙畈乡") };
    let (geometry, areas, problems) = of("i", vec![open]);
    assert_eq!((geometry, areas.as_deref()), (None, Some("沙畈乡")));
    assert_eq!(problems, ["cap_polygon_open", "cap_circle"]);
}

fn warning(world: &mut World, uid: u128, shape: Option<Geometry>, values: &[(&str, Value)]) -> ObjectRef {
    let base = [
        ("name", "台风橙色预警".into()),
        ("signal_kind", "typhoon".into()),
        ("color", "orange".into()),
        ("issued", hours(-2).into()),
        ("valid_until", hours(4).into()),
        ("issuer", "婺城区气象台".into()),
    ];
    let all: Vec<(&str, Value)> = base.into_iter().chain(values.iter().cloned()).collect();
    let (kind, uid) = (KindId::from(KIND), Uid::from_bits(uid));
    let new = Arc::new(Object { uid, kind, geometry: shape, values: values_of(KIND, &all) });
    let reference = ObjectRef { kind: new.kind.clone(), uid: new.uid };
    let draft = Draft { label: Label::new("add"), area: "object", edits: vec![Edit::Add(new)] };
    let plan = Plan { draft, added: 1, updated: 0, skipped: 0, did: Vec::new(), problems: Vec::new() };
    done(world, &plan);
    reference
}

fn written(world: &World, object: &ObjectRef, exercise: bool) -> (Option<Alert>, Vec<&'static str>) {
    let words = assets::words(Lang::Zh);
    let mark = if exercise { Some("演练 EXERCISE") } else { Some("示例数据") };
    let (message, problems) = message(object, District { world, exercise, mark, now: now(), words: &words });
    (message.map(|message| message.alert), problems.into_iter().map(|problem| problem.code).collect())
}

#[test]
fn a_warning_is_written_with_an_identifier_of_31_signs_and_comes_back_as_itself() {
    let mut world = world();
    let first =
        warning(&mut world, 50, None, &[("areas", "沙畈乡、塔石乡".into()), ("area_basis", "townships".into())]);
    let second = warning(&mut world, 51, Some(square(119.45)), &[("area_basis", "here".into())]);
    let (alert, problems) = written(&world, &first, false);
    let alert = alert.unwrap();
    assert_eq!((problems.len(), alert.identifier.as_str()), (0, "33070200000000_20260809130600_1"));
    assert_eq!(alert.identifier.len(), 31);
    assert_eq!(written(&world, &second, false).0.unwrap().identifier, "33070200000000_20260809130600_2");
    assert_eq!((alert.status.as_str(), alert.note.as_deref()), ("Actual", Some("示例数据")));
    assert_eq!((alert.sent.as_str(), alert.msg_type.as_str()), ("2026-08-09T13:06:00+08:00", "Alert"));
    let said = &alert.infos[0];
    assert_eq!(
        (said.event.as_str(), said.event_codes[0].value.as_str(), said.severity.as_str()),
        ("台风", "11B01", "Severe")
    );
    let areas: Vec<_> =
        said.areas.iter().map(|area| (area.description.as_str(), area.geocodes[0].value.as_str())).collect();
    assert_eq!(areas, [("婺城区沙畈乡", "330702206"), ("婺城区塔石乡", "330702207")]);
    assert!(said.areas[0].polygons[0].starts_with("29,119.6"), "latitude first");
    assert_eq!(cap::read(cap::write(&alert).as_bytes()).unwrap(), alert);
    // In another district it says the same.
    let mut other = self::world();
    done_with(&mut other, std::slice::from_ref(&alert));
    let found = in_force(&other, now());
    assert_eq!((found[0].colour, found[0].until, found[0].kind.as_str()), (Colour::Orange, Some(hours(4)), "typhoon"));
    let relayed = written(&other, &found[0].object, false).0.unwrap();
    assert_eq!((relayed.identifier, relayed.sender, relayed.sent), (alert.identifier, alert.sender, alert.sent));
    let exercise = written(&world, &first, true).0.unwrap();
    assert_eq!((exercise.status.as_str(), exercise.note.as_deref()), ("Exercise", Some("演练 EXERCISE")));
}

#[test]
fn a_lifted_warning_is_cancelled_by_its_reference_and_what_cannot_be_written_is_told() {
    let mut world = world();
    let lifted = warning(&mut world, 50, None, &[("status", "lifted".into()), ("status_time", hours(-1).into())]);
    let alert = written(&world, &lifted, false).0.unwrap();
    assert_eq!(alert.msg_type, "Cancel");
    assert_eq!(alert.identifier, "33070200000000_20260809140600_1");
    let reference = "330702,33070200000000_20260809130600_1,2026-08-09T13:06:00+08:00";
    assert_eq!(alert.references.as_deref(), Some(reference));
    let replaced = warning(&mut world, 51, None, &[("status", "replaced".into())]);
    assert_eq!(written(&world, &replaced, false), (None, vec!["cap_replaced"]));
    let dateless = warning(&mut world, 52, None, &[("issued", Value::Null)]);
    assert_eq!(written(&world, &dateless, false), (None, vec!["cap_no_issued"]));
    let colourless = warning(&mut world, 53, None, &[("color", Value::Null)]);
    assert_eq!(written(&world, &colourless, false), (None, vec!["cap_no_colour_out"]));
    let later = warning(&mut world, 54, None, &[("cap_references", reference.into())]);
    assert_eq!(written(&world, &later, false).0.unwrap().msg_type, "Update");
}
