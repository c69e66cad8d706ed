//! What is kept on the graphics card looks like what the toolkit paints, and nothing at all is fine too.
#![expect(clippy::expect_used, reason = "helpers of tests: clippy's own exception covers #[test] functions only")]

use std::{
    collections::BTreeMap,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use eframe::egui::Ui;
use egui_kittest::{Harness, wgpu::WgpuTestRenderer};
use geo_types::{LineString, Point, Polygon};
use sitmap::{
    domain::{
        catalogue::{Catalogue, Lang},
        model::{KindId, Object, Uid},
        view::{
            Words,
            scene::{Scene, SceneRequest, scene},
        },
        world::World,
    },
    io::assets,
    ui::{
        map::{self, MapPanel},
        theme,
    },
};

/// A slow machine is no fault.
const PATIENCE: Duration = Duration::from_secs(60);

/// The map and nothing else.
struct Only {
    panel: MapPanel,
    scene: Arc<Scene>,
    words: Words,
}

impl eframe::App for Only {
    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
        self.panel.ui(ui, &self.scene, &self.words);
    }
}

fn district() -> Scene {
    let (catalogue, _) = Catalogue::read(&assets::shipped_catalogue());
    let mut objects: BTreeMap<KindId, Vec<Arc<Object>>> = BTreeMap::new();
    let outline = vec![(119.3, 28.75), (119.8, 28.8), (119.85, 29.15), (119.5, 29.25), (119.25, 29.0)];
    let outline = Polygon::new(LineString::from(outline), vec![]).into();
    for (kind, geometry) in [("district", outline), ("pond", Point::new(119.5, 29.0).into())] {
        let known = catalogue.kind(kind).expect("a shipped kind");
        let uid = Uid::from_bits(objects.len() as u128 + 1);
        let values = known.fields.iter().map(|_| Default::default()).collect();
        let object = Object { uid, kind: known.id.clone(), geometry: Some(geometry), values };
        objects.entry(known.id.clone()).or_default().push(Arc::new(object));
    }
    let request = SceneRequest { zoom: 10.5, shown: [KindId::from("pond")].into(), ..SceneRequest::default() };
    scene(&World::new(Arc::new(catalogue), objects), &request, &assets::words(Lang::Zh))
}

/// The picture of a scene, kept on the card or not.
fn picture(scene: Scene, kept: bool) -> image::RgbaImage {
    let mut harness = Harness::builder()
        .with_size([640.0, 480.0])
        .allow_missing_glyphs()
        .renderer(WgpuTestRenderer::new())
        .build_eframe(move |start| {
            theme::install(&start.egui_ctx);
            map::install(&start.egui_ctx, start.wgpu_render_state.as_ref().filter(|_| kept));
            let mut panel = MapPanel::default();
            panel.motion = false;
            Only { panel, scene: Arc::new(scene), words: assets::words(Lang::Zh) }
        });
    let start = Instant::now();
    for _ in 0..6 {
        harness.step();
        while harness.state().panel.is_busy() {
            assert!(start.elapsed() < PATIENCE, "the ground was never made");
            thread::sleep(Duration::from_millis(5));
            harness.step();
        }
    }
    harness.render().expect("a picture")
}

#[test]
fn what_is_kept_on_the_card_looks_like_what_the_toolkit_paints() {
    let (kept, painted) = (picture(district(), true), picture(district(), false));
    assert_eq!(kept.dimensions(), painted.dimensions());
    let far = |(a, b): (&image::Rgba<u8>, &image::Rgba<u8>)| a.0.iter().zip(b.0).any(|(a, b)| a.abs_diff(b) > 12);
    let unlike = kept.pixels().zip(painted.pixels()).filter(|pair| far(*pair)).count();
    assert!(unlike < 300, "{unlike} pixels differ");
    let ground = kept.get_pixel(320, 200);
    let outside = kept.get_pixel(4, 240);
    assert_ne!(ground, outside, "the district is there");
}

#[test]
fn a_map_of_nothing_is_kept_as_well() {
    let picture = picture(Scene::default(), true);
    assert_eq!(picture.dimensions(), (640, 480));
}
