//! The first view of the sample says what needs attention, and nothing stands on anything else.
#![expect(clippy::expect_used, reason = "helpers of tests: clippy's own exception covers #[test] functions only")]

use std::sync::{Arc, OnceLock};

use sitmap::{
    demo::Moment,
    domain::{
        catalogue::{Lang, Tone},
        model::{KindId, ObjectRef},
        place::{Datum, Position},
        view::{
            layers::hidden_at_first,
            projection::View,
            scene::{Asked, Mark, Scene, SceneRequest, Size, home, scene},
            shape::PxRect,
            symbol,
        },
        world::World,
    },
    io::assets::words,
};

use crate::demo::{catalogue, objects, point, sample, text};

fn world(moment: Moment) -> &'static World {
    static QUIET: OnceLock<World> = OnceLock::new();
    static FLOOD: OnceLock<World> = OnceLock::new();
    let kept = if moment == Moment::Quiet { &QUIET } else { &FLOOD };
    kept.get_or_init(|| World::new(Arc::new(catalogue().clone()), sample(moment).summed(catalogue())))
}

/// What the window asks for when a district was just opened.
fn first(world: &World) -> SceneRequest {
    SceneRequest { hidden: hidden_at_first(world).collect(), ..SceneRequest::default() }
}

/// The scene for a view whose symbols are `scale` times as large, as the map asks for it.
fn look(world: &World, view: &View, scale: f64, request: SceneRequest) -> Scene {
    let content = View { zoom: view.zoom - scale.log2(), ..*view };
    scene(world, &request.for_view(&content), &words(Lang::Zh))
}

fn whole(world: &World, size: [f64; 2]) -> View {
    View::fit(home(world).expect("a district"), size, 36.0)
}

/// The desk's map at 1080p, the whole screen, 1440p, a wall of 4K and one of four panels.
const SIZES: [([f64; 2], f64); 5] = [
    ([1130.0, 850.0], 1.0),
    ([1920.0, 1080.0], 1.0),
    ([2560.0, 1440.0], 1.0),
    ([3840.0, 2160.0], 2.0),
    ([7680.0, 2160.0], 2.0),
];

fn rect(mark: &Mark, view: &View, scale: f64) -> PxRect {
    let at = view.to_screen(mark.at[0], mark.at[1]).map(|each| each as f32);
    PxRect::around(at, symbol::half_size(&mark.symbol, scale as f32).map(|each| each * 2.0))
}

/// Each pair of marks on top of each other, by name.
fn overlaps(scene: &Scene, view: &View, scale: f64) -> Vec<[String; 2]> {
    let rects: Vec<PxRect> = scene.marks.iter().map(|mark| rect(mark, view, scale)).collect();
    let pairs = rects.iter().enumerate().flat_map(|(index, own)| {
        let others = rects.iter().enumerate().skip(index + 1);
        others.filter(|(_, other)| other.overlaps(own)).map(move |(other, _)| [index, other])
    });
    let name = |index: usize| scene.marks.get(index).map_or_else(String::new, |mark| mark.name.clone());
    pairs.map(|pair| pair.map(name)).collect()
}

#[test]
fn at_most_three_hundred_marks_stand_on_the_first_view_and_none_on_another() {
    for moment in [Moment::Flood, Moment::Quiet] {
        let world = world(moment);
        for (size, scale) in SIZES {
            let view = whole(world, size);
            let seen = look(world, &view, scale, first(world));
            println!("{moment:?} {size:?}: {} marks at zoom {:.2}", seen.marks.len(), view.zoom);
            assert!(seen.marks.len() <= 300, "{moment:?} {size:?}: {}", seen.marks.len());
            assert_eq!(overlaps(&seen, &view, scale), Vec::<[String; 2]>::new(), "{moment:?} {size:?}");
        }
    }
}

#[test]
fn on_a_quiet_day_nothing_is_an_alarm() {
    let world = world(Moment::Quiet);
    let view = whole(world, [1920.0, 1080.0]);
    let seen = look(world, &view, 1.0, first(world));
    let kinds: Vec<&str> = seen.marks.iter().map(|mark| mark.kind.as_str()).collect();
    assert!(kinds.iter().all(|kind| ["enterprise", "depot"].contains(kind)), "{kinds:?}");
    assert_eq!(kinds.iter().filter(|kind| **kind == "depot").count(), 3, "the district's own depots");
    assert!(seen.marks.iter().all(|mark| !mark.pulse));
}

#[test]
fn in_the_flood_every_alarm_stands_by_itself_with_its_name() {
    let world = world(Moment::Flood);
    let flood = sample(Moment::Flood);
    for (size, scale) in SIZES {
        let view = whole(world, size);
        let seen = look(world, &view, scale, first(world));
        let alone = |kind: &str| -> Vec<&Mark> {
            seen.marks.iter().filter(|mark| mark.kind.as_str() == kind && mark.cluster.is_none()).collect()
        };
        let of = |kind: &str, field: &str, is: &str| {
            objects(flood, kind).iter().filter(|object| text(object, field) == is).count()
        };
        for kind in ["road_closure", "closed_stretch", "closed_area"] {
            assert_eq!(alone(kind).len(), of(kind, "status", "active"), "{kind}");
        }
        assert_eq!(alone("incident").len(), of("incident", "status", "open"));
        assert_eq!(alone("danger_area").len(), of("danger_area", "status", "active"));
        let over: Vec<&Mark> = alone("reservoir").into_iter().filter(|mark| mark.symbol.tone == Tone::Alarm).collect();
        assert_eq!(over.len(), 5);
        assert!(over.iter().all(|mark| mark.name.contains(" +") && mark.name.ends_with(" m")), "{over:?}");
        for mark in &over {
            assert!(seen.labels.iter().any(|label| label.text == mark.name), "{}", mark.name);
        }
    }
}

#[test]
fn what_the_legend_counts_is_drawn_by_itself_or_in_a_cluster() {
    for moment in [Moment::Flood, Moment::Quiet] {
        let world = world(moment);
        for zoom in [9.0, 10.0, 11.5, 13.0, 14.5, 16.0] {
            let view = View { centre: [119.545, 29.07], zoom, size: [1300.0, 900.0], datum: Datum::default() };
            let seen = look(world, &view, 1.0, first(world));
            let parts = |mark: &Mark| mark.symbol.parts.iter().map(|part| part.count as usize).sum::<usize>();
            for mark in seen.marks.iter().filter(|mark| mark.symbol.size == Size::Cluster) {
                assert_eq!(mark.cluster.map(|cluster| cluster.count), Some(parts(mark)), "{}", mark.name);
            }
            let marked: usize = seen.marks.iter().map(|mark| mark.cluster.map_or(1, |cluster| cluster.count)).sum();
            let points = seen.legend.iter().filter(|row| row.name != words(Lang::Zh).get("scene-together"));
            let points = points.filter(|row| row.geometry == sitmap::domain::catalogue::GeometryType::Point);
            let wide = ["danger_area", "closed_stretch", "closed_area", "warning_signal"];
            let areas = seen.marks.iter().filter(|mark| wide.contains(&mark.kind.as_str())).count();
            assert_eq!(marked, points.map(|row| row.count).sum::<usize>() + areas, "zoom {zoom}");
        }
    }
}

#[test]
fn an_answer_the_selection_and_an_unacknowledged_alarm_are_never_drawn_together() {
    let world = world(Moment::Flood);
    let flood = sample(Moment::Flood);
    let view = View { zoom: 9.0, ..whole(world, [1920.0, 1080.0]) };
    let named = |kind: &str, index: usize| {
        let object = objects(flood, kind).get(index).expect("so many");
        ObjectRef { kind: KindId::from(kind), uid: object.uid }
    };
    let from = point(objects(flood, "shelter").first().expect("a shelter")).expect("a point");
    let asked = Asked {
        from: Position::new(from.x(), from.y()).expect("a position"),
        answers: (0..5).map(|index| named("shelter", index)).collect(),
        passed_over: vec![named("shelter", 9)],
    };
    let (selected, pulsing) = (named("enterprise", 3), named("rain_station", 4));
    let request = SceneRequest {
        asked: Some(asked.clone()),
        selected: Some(selected.clone()),
        pulsing: [pulsing.clone()].into(),
        ..first(world)
    };
    let seen = look(world, &view, 1.0, request);
    let alone = |object: &ObjectRef| seen.marks.iter().find(|mark| mark.object.as_ref() == Some(object));
    for object in asked.answers.iter().chain(&asked.passed_over).chain([&selected]) {
        assert!(alone(object).is_some(), "{object:?}");
    }
    assert!(alone(&pulsing).is_some_and(|mark| mark.pulse));
}

#[test]
fn panning_changes_no_mark_that_stays_in_view() {
    let world = world(Moment::Flood);
    for zoom in [11.0, 12.5, 14.0] {
        let view = View { centre: [119.545, 29.07], zoom, size: [1300.0, 900.0], datum: Datum::default() };
        let moved = View { centre: [119.545 + 500.0 * 360.0 / (256.0 * zoom.exp2()), 29.07], ..view };
        let (then, now) = (look(world, &view, 1.0, first(world)), look(world, &moved, 1.0, first(world)));
        let in_both = |mark: &&Mark| {
            let inside = |view: &View| {
                let [x, y] = view.to_screen(mark.at[0], mark.at[1]);
                (0.0..view.size[0]).contains(&x) && (0.0..view.size[1]).contains(&y)
            };
            inside(&view) && inside(&moved)
        };
        let kept: Vec<&Mark> = then.marks.iter().filter(in_both).collect();
        assert!(kept.len() > 5, "zoom {zoom}: {}", kept.len());
        for mark in kept {
            assert!(now.marks.contains(mark), "zoom {zoom}: {} moved or changed", mark.name);
        }
    }
}
