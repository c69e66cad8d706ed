//! Layers told to look otherwise: one scene, and both painters paint it so.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "helpers of tests: clippy's own exception covers #[test] functions only"
)]

use std::{collections::BTreeMap, sync::Arc};

use geo_types::{Geometry, Point};
use sitmap::{
    domain::{
        catalogue::{Catalogue, Kind, Lang, Tone},
        model::{KindId, Object, ObjectRef, Uid, Value},
        query::Condition,
        view::{
            drawing::Canvas,
            figures::{Room, figures},
            look::{ColorBy, LayerLook, passed},
            palette::{Palette, Theme},
            projection::{Bounds, View},
            scene::{Scene, SceneRequest, scene},
            shape::{Shape, rough_width},
        },
        world::World,
    },
    io::{
        assets::{shipped_catalogue, words},
        report::picture::{self, Page},
    },
};

const BOUNDS: Bounds = Bounds { west: 119.4, south: 28.9, east: 119.6, north: 29.1 };

fn works(kind: &Kind, uid: u128, name: &str, risk: &str, township: &str) -> Arc<Object> {
    let mut values = vec![Value::Null; kind.fields.len()];
    for (field, value) in [("name", name), ("risk_color", risk), ("township", township), ("industry", "chemical")] {
        values[kind.index(field).expect("a field of the kind")] = value.into();
    }
    let at = Point::new(119.45 + 0.03 * uid as f64, 29.0);
    Arc::new(Object { uid: Uid::from_bits(uid), kind: kind.id.clone(), geometry: Some(Geometry::from(at)), values })
}

fn world() -> (World, Arc<Kind>) {
    let (catalogue, _) = Catalogue::read(&shipped_catalogue());
    let kind = catalogue.kind("enterprise").expect("a shipped kind").clone();
    let rows = vec![
        works(&kind, 1, "甲厂", "red", "白龙桥镇"),
        works(&kind, 2, "乙厂", "red", "长山乡"),
        works(&kind, 3, "丙厂", "blue", "白龙桥镇"),
    ];
    (World::new(Arc::new(catalogue), BTreeMap::from([(kind.id.clone(), rows)])), kind)
}

fn request(kind: &Kind, look: LayerLook) -> SceneRequest {
    SceneRequest {
        bounds: Some(BOUNDS),
        zoom: 15.6,
        shown: [kind.id.clone()].into(),
        looks: BTreeMap::from([(kind.id.clone(), look)]),
        ..SceneRequest::default()
    }
}

fn red_of_one_township(kind: &Kind) -> LayerLook {
    let filter = Condition::parse("风险等级 是 红 且 township=白龙桥镇", kind).expect("a condition");
    LayerLook { filter: Some(filter), ..LayerLook::default() }
}

fn names(scene: &Scene) -> Vec<&str> {
    let mut names: Vec<&str> = scene.marks.iter().map(|mark| mark.name.as_str()).collect();
    names.sort_unstable();
    names
}

fn page() -> Page {
    Page { size: [1200, 900], title: String::new(), time: None, theme: Theme::Light, sample: false, exercise: false }
}

/// What the window paints of the figures.
fn window_shapes(scene: &Scene) -> Vec<Shape> {
    let view = View { centre: [119.5, 29.0], zoom: 12.0, size: [1200.0, 900.0], ..View::default() };
    let canvas = Canvas { view, scale: 1.0, palette: Palette::of(Theme::Light) };
    figures(scene, &canvas, Room { reserved: &[], beyond: 0.0, dots: true }, &rough_width).into_shapes()
}

#[test]
fn a_filter_leaves_its_own_on_the_map_in_the_picture_and_in_the_legend() {
    let (world, kind) = world();
    let words = words(Lang::Zh);
    let request = request(&kind, red_of_one_township(&kind));
    let filtered = scene(&world, &request, &words);
    assert_eq!(names(&filtered), ["甲厂"]);
    assert_eq!(filtered.legend.iter().map(|row| row.count).sum::<usize>(), 1);
    let text = |shapes: &[Shape]| {
        let texts = shapes.iter().filter_map(|shape| match shape {
            Shape::Text(text) => Some(text.text.clone()),
            _ => None,
        });
        texts.collect::<String>()
    };
    let painted = text(&window_shapes(&filtered));
    assert!(painted.contains("甲厂") && !painted.contains("乙厂") && !painted.contains("丙厂"));
    let drawn = picture::situation(&world, request, Some(BOUNDS), &page(), &words);
    assert_eq!(drawn.marks, 1);
    assert!(!drawn.svg.contains("乙厂") && !drawn.svg.contains("丙厂"));
}

#[test]
fn an_alarm_that_nobody_acknowledged_is_neither_filtered_away_nor_faded() {
    let (world, kind) = world();
    let alarm = ObjectRef { kind: kind.id.clone(), uid: Uid::from_bits(3) };
    let look = LayerLook { opacity: 0.3, color: ColorBy::Plain, ..red_of_one_township(&kind) };
    let mut request = request(&kind, look.clone());
    request.pulsing.insert(alarm.clone());
    let shown = scene(&world, &request, &words(Lang::Zh));
    assert_eq!(names(&shown), ["丙厂", "甲厂"]);
    let kept = shown.marks.iter().find(|mark| mark.object.as_ref() == Some(&alarm)).expect("the alarm");
    assert_eq!((kept.symbol.opacity, kept.symbol.tone), (1.0, Tone::Low));
    let layer = world.layer("enterprise").expect("the layer");
    let count = passed(layer, look.filter.as_ref().expect("a filter"), &request.pulsing);
    assert_eq!((count.shown, count.of, count.kept), (1, 3, 1));
}

#[test]
fn opacity_weakens_every_shape_in_both_painters() {
    let (world, kind) = world();
    let words = words(Lang::Zh);
    let strongest = |opacity: f32| {
        let look = LayerLook { opacity, ..LayerLook::default() };
        let request = request(&kind, look);
        let shapes = window_shapes(&scene(&world, &request, &words));
        let alphas = shapes.iter().map(|shape| match shape {
            Shape::Area { fill, .. } | Shape::Box { fill, .. } | Shape::Circle { fill, .. } => fill.alpha,
            Shape::Path { stroke, .. } => stroke.color.alpha,
            Shape::Text(text) => text.color.alpha,
        });
        let svg = picture::situation(&world, request, Some(BOUNDS), &page(), &words).svg;
        (alphas.max().expect("shapes"), svg.matches("opacity=").count())
    };
    let (whole, plain) = strongest(1.0);
    let (weak, opacities) = strongest(0.4);
    assert_eq!((whole, weak), (255, 102));
    assert!(opacities > plain, "{opacities} {plain}");
}

#[test]
fn colour_order_and_names_are_the_readers_choice() {
    let (world, kind) = world();
    let words = words(Lang::Zh);
    let by = LayerLook { color: ColorBy::Field("industry".into()), labels: false, lift: 2, ..LayerLook::default() };
    let colored = scene(&world, &request(&kind, by), &words);
    assert!(colored.marks.iter().all(|mark| matches!(mark.symbol.tone, Tone::Tint(_)) && mark.lift == 2));
    assert_eq!(colored.labels, []);
    let legend: Vec<&str> = colored.legend.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(legend, ["生产企业（化工）"]);
    let plain = LayerLook { color: ColorBy::Plain, ..LayerLook::default() };
    let plain = scene(&world, &request(&kind, plain), &words);
    assert!(plain.marks.iter().all(|mark| mark.symbol.tone == kind.symbol.tone));
    assert_eq!(plain.labels.len(), 3);
}

#[test]
fn every_field_and_choice_of_the_shipped_catalogue_says_itself_in_both_languages() {
    use sitmap::domain::query::{Comparison, Filter, Notation};
    let (catalogue, _) = Catalogue::read(&shipped_catalogue());
    for kind in catalogue.kinds() {
        for (index, field) in kind.fields.iter().enumerate() {
            let values: Vec<&str> = field.choices.iter().map(|choice| choice.id.as_str()).chain([""]).collect();
            for value in values {
                let said = Condition::One(Filter::of(kind, index, Comparison::Is, value).expect("a value that fits"));
                for spelling in [Notation::Ids, Notation::Words(Lang::Zh), Notation::Words(Lang::En)] {
                    let text = said.text(kind, spelling);
                    assert_eq!(Condition::parse(&text, kind), Ok(said.clone()), "{}: {text}", kind.id);
                }
            }
        }
    }
}

#[test]
fn a_kind_that_is_not_there_does_not_matter() {
    let (world, _) = world();
    let looks = BTreeMap::from([(KindId::from("nothing"), LayerLook::default())]);
    let request = SceneRequest { looks, ..SceneRequest::default() };
    assert!(scene(&world, &request, &words(Lang::En)).overlay.is_none());
}
