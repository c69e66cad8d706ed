//! Pictures: well formed, complete, the same for the same input.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests: clippy's own exception covers #[test] functions only"
)]

use std::{collections::BTreeMap, sync::Arc};

use geo_types::{Geometry, LineString, Point, Polygon};
use resvg::usvg::roxmltree::Document;
use sitmap::{
    domain::{
        catalogue::{Catalogue, Kind, Lang},
        model::{KindId, Object, Uid, Value},
        view::{palette::Theme, projection::Bounds, scene::SceneRequest},
        world::World,
    },
    io::{
        assets::{shipped_catalogue, words},
        report::picture::{self, Page, PictureError},
    },
};

/// A small district: an outline, two townships, a river, a road and a few things.
struct Small {
    catalogue: Arc<Catalogue>,
    objects: BTreeMap<KindId, Vec<Arc<Object>>>,
    next: u128,
}

impl Small {
    fn new() -> Self {
        let (catalogue, problems) = Catalogue::read(&shipped_catalogue());
        assert_eq!(problems, []);
        Self { catalogue: Arc::new(catalogue), objects: BTreeMap::new(), next: 1 }
    }

    fn add(&mut self, kind: &str, geometry: impl Into<Geometry>, values: &[(&str, Value)]) {
        let known: &Kind = self.catalogue.kind(kind).unwrap_or_else(|| panic!("no kind {kind}"));
        let mut row = vec![Value::Null; known.fields.len()];
        for (field, value) in values {
            let index = known.index(field).unwrap_or_else(|| panic!("{kind} has no {field}"));
            row[index] = value.clone();
        }
        let uid = Uid::from_bits(self.next);
        self.next += 1;
        let object = Object { uid, kind: known.id.clone(), geometry: Some(geometry.into()), values: row };
        self.objects.entry(known.id.clone()).or_default().push(Arc::new(object));
    }

    fn world() -> World {
        let mut small = Self::new();
        let ring = |points: &[(f64, f64)]| Polygon::new(LineString::from(points.to_vec()), vec![]);
        let outline = [(119.3, 28.75), (119.8, 28.8), (119.85, 29.15), (119.5, 29.25), (119.25, 29.0)];
        small.add("district", ring(&outline), &[("name", "婺城区".into())]);
        let north = [(119.25, 29.0), (119.85, 29.05), (119.85, 29.15), (119.5, 29.25)];
        small.add("township", ring(&north), &[("name", "白龙桥镇".into())]);
        let river = LineString::from(vec![(119.2, 29.1), (119.5, 29.12), (119.9, 29.1)]);
        small.add("river", river, &[("name", "婺江".into()), ("width_m", 220.0.into())]);
        small.add(
            "shelter",
            Point::new(119.5, 29.05),
            &[
                ("name", "白龙桥镇中心小学".into()),
                ("status", "open".into()),
                ("capacity", 600.into()),
                ("occupancy", 190.into()),
            ],
        );
        small.add(
            "shelter",
            Point::new(119.6, 29.0),
            &[
                ("name", "满的避灾点".into()),
                ("status", "open".into()),
                ("capacity", 50.into()),
                ("occupancy", 50.into()),
            ],
        );
        small.add(
            "reservoir",
            Point::new(119.45, 28.9),
            &[("name", "沙畈水库".into()), ("level_m", 115.32.into()), ("limit_level_m", 114.0.into())],
        );
        World::new(small.catalogue, small.objects)
    }
}

fn page(size: [u32; 2], theme: Theme) -> Page {
    let title = "婺城区应急一张图 <测试 & 检查>".to_owned();
    let time = Some("2026-08-09T07:06:00Z".parse().expect("a time"));
    Page { size, title, time, theme, sample: true, exercise: false }
}

fn paint(size: [u32; 2], lang: Lang) -> String {
    picture::situation(&Small::world(), SceneRequest::default(), None, &page(size, Theme::Dark), &words(lang)).svg
}

fn texts(svg: &str) -> Vec<String> {
    let document = Document::parse(svg).expect("well-formed XML");
    document.descendants().filter(|node| node.is_text()).filter_map(|node| node.text().map(str::to_owned)).collect()
}

#[test]
fn a_picture_is_well_formed_and_says_what_it_must() {
    let svg = paint([1600, 1000], Lang::Zh);
    let texts = texts(&svg);
    let says = |text: &str| texts.iter().any(|known| known == text);
    assert!(says("婺城区应急一张图 <测试 & 检查>"), "the title");
    assert!(says("示例数据"), "the sample mark");
    assert!(says("2026-08-09 15:06"), "the time, Beijing");
    assert!(says("10 km"), "the scale bar: {texts:?}");
    assert!(says("图例"), "the legend");
    assert!(says("避灾安置场所（开放）"), "a row of the legend: {texts:?}");
    assert!(says("410"), "the free places of the open shelter");
    assert!(says("满"), "the full one");
    assert!(says("沙畈水库 +1.32 m"), "an alarm is named with what it is over by");
    assert!(says("白龙桥镇") && says("婺江"));
    assert!(!svg.contains("NaN") && !svg.contains("inf"));
}

#[test]
fn the_same_input_gives_the_same_bytes_and_english_words() {
    assert_eq!(paint([1280, 800], Lang::En), paint([1280, 800], Lang::En));
    assert!(texts(&paint([1280, 800], Lang::En)).iter().any(|text| text == "SAMPLE DATA"));
}

#[test]
fn a_png_has_the_size_asked_for_and_something_on_it() {
    for size in [[640, 480], [1920, 1080]] {
        match picture::png_of(&paint(size, Lang::Zh), size) {
            Err(PictureError::NoChineseFont) => println!("skipped: no Chinese font on this machine"),
            Err(error) => panic!("{error}"),
            Ok(bytes) => {
                let pixmap = resvg::tiny_skia::Pixmap::decode_png(&bytes).expect("a PNG");
                assert_eq!([pixmap.width(), pixmap.height()], size);
                let mut colors: Vec<_> = pixmap.pixels().iter().map(|pixel| (pixel.red(), pixel.green())).collect();
                colors.sort_unstable();
                colors.dedup();
                assert!(colors.len() > 50, "only {} colours", colors.len());
            }
        }
    }
}

#[test]
fn a_size_out_of_range_is_refused_with_a_word() {
    let error = picture::png_of(&paint([640, 480], Lang::Zh), [10, 10]).expect_err("too small");
    assert_eq!(error, PictureError::Size { width: 10, height: 10 });
    assert!(words(Lang::Zh).has(error.message()));
}

#[test]
fn a_world_with_nothing_in_it_is_still_a_picture() {
    let small = Small::new();
    let world = World::new(small.catalogue, BTreeMap::new());
    for bounds in [None, Some(Bounds::of(119.6, 29.0))] {
        let page = page([800, 600], Theme::Light);
        let painted = picture::situation(&world, SceneRequest::default(), bounds, &page, &words(Lang::Zh));
        assert!(texts(&painted.svg).iter().any(|text| text == "示例数据"));
        assert!(!painted.svg.contains("NaN"));
    }
}
