//! A small district in a file of its own, and the whole window on it.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure here is the test's failure")]

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use eframe::egui::{Key, Modifiers, Pos2, accesskit::Role};
use egui_kittest::{Harness, kittest::Queryable as _};
use geo_types::{Geometry, Point, polygon};
use jiff::Timestamp;
use sitmap::{
    app::{Clock, ids},
    domain::{
        catalogue::{Catalogue, Lang},
        edit::{Action, Edit, Intent, Label},
        model::{Entry, KindId, Object, ObjectRef, Uid, Value},
    },
    io::{
        assets,
        settings::{Folders, Settings},
        store::{self, Access, Meta},
    },
    ui::{Launch, app::App, map},
};
use tempfile::TempDir;

/// How long the window may take over anything here; a slow machine is no fault.
const PATIENCE: Duration = Duration::from_secs(60);
const GLANCE: Duration = Duration::from_millis(10);

pub fn now() -> Timestamp {
    "2026-08-09T07:06:00Z".parse().unwrap()
}

/// A district file in a folder that goes when this is dropped.
pub struct District {
    _folder: TempDir,
    pub file: PathBuf,
}

/// A shelter: number, name, longitude, latitude, status, capacity, people in it.
type Shelter = (u128, &'static str, f64, f64, &'static str, i64, i64);

/// The middle of the district is 119.50, 29.00: nearest there is a full one, then a closed one.
const SHELTERS: [Shelter; 4] = [
    (1, "叶店村文化礼堂", 119.51, 29.00, "open", 180, 180),
    (2, "临江村委会", 119.50, 29.02, "closed", 300, 0),
    (3, "白龙桥镇中心小学", 119.53, 29.01, "open", 600, 190),
    (4, "竹马文化礼堂", 119.46, 28.98, "open", 320, 10),
];

pub fn shelter(number: u128) -> ObjectRef {
    ObjectRef { kind: KindId::from("shelter"), uid: Uid::from_bits(number) }
}

/// A new object of a kind, empty but for these fields.
pub fn object(
    catalogue: &Catalogue,
    kind: &str,
    uid: Uid,
    geometry: Option<Geometry>,
    fields: &[(&str, Value)],
) -> Edit {
    let kind = catalogue.kind(kind).unwrap();
    assert!(fields.iter().all(|(field, _)| kind.index(field).is_some()), "{}: {fields:?}", kind.id);
    let values = kind.row(fields.iter().cloned());
    Edit::Add(Arc::new(Object { uid, kind: kind.id.clone(), geometry, values }))
}

fn edits(catalogue: &Catalogue) -> Vec<Edit> {
    let outline = polygon![(x: 119.40, y: 28.92), (x: 119.60, y: 28.92), (x: 119.60, y: 29.08), (x: 119.40, y: 29.08)];
    let mut edits =
        vec![object(catalogue, "district", Uid::from_bits(100), Some(outline.into()), &[("name", "婺城区".into())])];
    for (uid, name, lon, lat, status, capacity, people) in SHELTERS {
        let values = [
            ("name", name.into()),
            ("status", status.into()),
            ("capacity", Value::Integer(capacity)),
            ("manager", "示例甲乙".into()),
            ("phone", "13900000001".into()),
        ];
        edits.push(object(catalogue, "shelter", Uid::from_bits(uid), Some(Point::new(lon, lat).into()), &values));
        if people > 0 {
            edits.push(Edit::Enter(Entry {
                uid: Uid::from_bits(1000 + uid),
                object: shelter(uid),
                field: "occupancy".into(),
                time: now(),
                amount: people,
                note: None,
            }));
        }
    }
    // A township with a village and its grid, and another village in the hills: both with readings of the place.
    let town = polygon![(x: 119.50, y: 29.00), (x: 119.52, y: 29.00), (x: 119.52, y: 29.02), (x: 119.50, y: 29.02)];
    edits.push(object(
        catalogue,
        "township",
        Uid::from_bits(101),
        Some(town.clone().into()),
        &[("name", "试验镇".into())],
    ));
    for (uid, name, lon, lat) in [(102, "莘畈村", 119.512, 29.008), (103, "箬阳村", 119.585, 28.95)] {
        edits.push(object(
            catalogue,
            "village",
            Uid::from_bits(uid),
            Some(Point::new(lon, lat).into()),
            &[("name", name.into())],
        ));
    }
    let grid = [
        ("name", "莘畈网格".into()),
        ("level", "village".into()),
        ("village", "莘畈村".into()),
        ("post", "网格长".into()),
        ("person", "示例丙丁".into()),
        ("phone", "13900000002".into()),
    ];
    edits.push(object(catalogue, "grid", Uid::from_bits(104), Some(town.into()), &grid));
    edits
}

/// Makes a district file; an empty one holds no object.
pub fn district(empty: bool) -> District {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("district.gpkg");
    let (catalogue, problems) = Catalogue::read(&assets::shipped_catalogue());
    assert_eq!(problems, []);
    let meta = Meta { district_name: "婺城区".to_owned(), sample: true, exercise: false, created: now() };
    let mut store = store::create(&file, &catalogue, &meta).unwrap();
    if !empty {
        store
            .commit(&Action {
                uid: Uid::from_bits(9000),
                time: now(),
                actor: "导入".into(),
                label: Label::new("add").with("name", "婺城区"),
                area: "import".into(),
                intent: Intent::Do,
                edits: edits(&catalogue),
            })
            .unwrap();
    }
    store.close().unwrap();
    District { _folder: folder, file }
}

/// Puts edits into a district file, as an import does.
pub fn commit(file: &Path, edits: Vec<Edit>) {
    let (catalogue, _) = Catalogue::read(&assets::shipped_catalogue());
    let (mut store, _) = store::open(file, Access::Write, &catalogue, now()).unwrap();
    let action = Action {
        uid: ids::fresh(),
        time: now(),
        actor: "导入".into(),
        label: Label::new("add").with("name", "试验"),
        area: "import".into(),
        intent: Intent::Do,
        edits,
    };
    store.commit(&action).unwrap();
    store.close().unwrap();
}

/// Adds an object to a district file.
pub fn put(file: &Path, kind: &str, geometry: Option<Geometry>, fields: &[(&str, Value)]) {
    let (catalogue, _) = Catalogue::read(&assets::shipped_catalogue());
    commit(file, vec![object(&catalogue, kind, ids::fresh(), geometry, fields)]);
}

pub type Window = Harness<'static, App>;

/// The whole window on a file, in a language.
pub fn window(file: &Path, lang: Lang) -> Window {
    window_of(file, Settings { lang, ..Settings::default() }, [1600.0, 900.0], 1.0)
}

/// The whole window of a seat that keeps its things in these folders, on a file.
pub fn window_kept(file: &Path, settings: Settings, folders: &Folders) -> Window {
    let launch = Launch { file: Some(file.to_owned()), settings, folders: Some(folders.clone()) };
    opened(launch, [1600.0, 900.0], 1.0)
}

/// A seat's folders, all in one.
pub fn folders_in(home: &Path) -> Folders {
    Folders { config: home.to_owned(), data: home.to_owned(), out: home.to_owned() }
}

/// The whole window on a file, with these settings, so many points large, at such a scale of the system.
pub fn window_of(file: &Path, settings: Settings, size: [f32; 2], scale: f32) -> Window {
    opened(Launch { file: Some(file.to_owned()), settings, folders: None }, size, scale)
}

fn opened(launch: Launch, size: [f32; 2], scale: f32) -> Window {
    // There is no Chinese font under the harness: the words are read from the tree, not from pixels.
    Harness::builder().with_size(size).with_pixels_per_point(scale).allow_missing_glyphs().build_eframe(move |start| {
        map::install(&start.egui_ctx, start.wgpu_render_state.as_ref());
        App::new(&start.egui_ctx, launch, Clock::fixed(now()))
    })
}

/// Whether anything in the window says this, among other words.
pub fn says(window: &Window, text: &str) -> bool {
    window.query_all_by_label_contains(text).next().is_some()
}

/// Steps until the window says this.
pub fn wait_for(window: &mut Window, text: &str) {
    wait_until(window, text, |window| window.query_all_by_label(text).next().is_some());
}

/// Steps until this holds.
pub fn wait_until(window: &mut Window, what: &str, holds: impl Fn(&Window) -> bool) {
    let start = Instant::now();
    while !holds(window) {
        assert!(start.elapsed() < PATIENCE, "the window never came to: {what}");
        window.step();
        std::thread::sleep(GLANCE);
    }
    // One more, so that what is seen is what is drawn.
    window.step();
}

/// Clicks what is called so and lets the window take it in.
pub fn click(window: &mut Window, name: &str) {
    wait_for(window, name);
    window.get_by_label(name).click();
    window.run_steps(3);
}

/// Clicks a place of the map as a hand does.
pub fn map_click(window: &mut Window, at: Pos2) {
    window.hover_at(at);
    window.run_steps(2);
    window.drag_at(at);
    window.run_steps(1);
    window.drop_at(at);
    window.run_steps(2);
}

/// Clicks the middle of the map, where the small district has no object.
pub fn click_the_middle_of_the_map(window: &mut Window) {
    window.run_steps(5);
    let map = window.get_by_label("地图").rect();
    window.hover_at(map.center());
    window.run_steps(2);
    window.drag_at(map.center());
    window.drop_at(map.center());
}

/// What the search field is called.
pub const SEARCH: &str = "名称、拼音首字母、地址、人名、坐标";

/// Finds an object by its name and opens its card.
pub fn open_card(window: &mut Window, name: &str) {
    wait_for(window, "避灾安置场所");
    find(window, name);
    wait_for(window, "关闭卡片");
}

/// Searches for a name and chooses what is called so.
pub fn find(window: &mut Window, name: &str) {
    fill(window, SEARCH, name);
    click(window, name);
}

/// Types into a field in place of what stands there.
pub fn fill(window: &mut Window, field: &str, text: &str) {
    let start = Instant::now();
    // While a file is being opened, what stands above may still come in between press and release.
    while !window.get_by_role_and_label(Role::TextInput, field).is_focused() {
        assert!(start.elapsed() < PATIENCE, "the field never took the keys: {field}");
        window.get_by_role_and_label(Role::TextInput, field).click();
        window.run_steps(2);
    }
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.run_steps(1);
    window.get_by_role_and_label(Role::TextInput, field).type_text(text);
    window.run_steps(3);
}
