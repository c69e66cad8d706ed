//! Lists from outside, as text: what goes in, what the plan says.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests: clippy's own exception covers #[test] functions only"
)]

mod corpus;
mod place;
mod real;
mod round;
mod workbook;

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use jiff::Timestamp;
use sitmap::{
    domain::{
        catalogue::{Catalogue, Source},
        edit::{Action, Edit, Intent, Label},
        model::{KindId, Object, ObjectRef, Uid, Value},
        world::World,
    },
    io::{
        assets::shipped_catalogue,
        import::{Crs, Import, ImportError, OnDuplicate, Options, read_bytes},
    },
};

/// A world of the shipped catalogue with nothing in it.
pub fn empty() -> World {
    static CATALOGUE: LazyLock<Arc<Catalogue>> = LazyLock::new(|| {
        let (catalogue, problems) = Catalogue::read(&shipped_catalogue());
        assert_eq!(problems, []);
        Arc::new(catalogue)
    });
    World::new(CATALOGUE.clone(), BTreeMap::new())
}

pub fn now() -> Timestamp {
    "2026-03-01T00:00:00Z".parse().unwrap()
}

pub fn kind(id: &str) -> Options {
    Options { kind: Some(KindId::from(id)), ..Options::default() }
}

pub fn uids() -> impl FnMut() -> Uid {
    let mut next = 1_000_000_u128;
    move || {
        next += 1;
        Uid::from_bits(next)
    }
}

pub fn plan(world: &World, name: &str, bytes: &[u8], options: &Options) -> Result<Import, ImportError> {
    read_bytes(name, bytes, options, world, now(), &mut uids())
}

/// Takes a plan in as the operation does: one action.
pub fn take_in(world: &mut World, import: &Import) {
    let action = Action {
        uid: Uid::from_bits(1),
        time: now(),
        actor: "test".into(),
        label: Label::new("import"),
        area: "import".into(),
        intent: Intent::Do,
        edits: import.edits.clone(),
    };
    world.apply(&action).unwrap();
    assert_eq!(import.rows, import.added + import.updated + import.skipped, "every row is accounted for");
    assert_eq!(import.skipped, import.skipped_by.values().sum::<u64>());
}

pub fn objects(world: &World, kind: &str) -> Vec<Arc<Object>> {
    world.layer(kind).unwrap().objects().cloned().collect()
}

pub fn codes(import: &Import) -> BTreeMap<&'static str, usize> {
    let mut codes = BTreeMap::new();
    for problem in &import.problems {
        *codes.entry(problem.code).or_default() += 1;
    }
    codes
}

/// `field=value` of every field that is set, in the catalogue's order, without where it comes from.
pub fn said(world: &World, object: &Object) -> String {
    let kind = world.catalogue().kind(object.kind.as_str()).unwrap();
    let bookkeeping = ["source", "source_row", "source_crs", "position_quality", "as_of"];
    let fields = kind.fields.iter().enumerate().filter(|(_, field)| !bookkeeping.contains(&field.id.as_str()));
    let said = fields.filter(|(index, _)| !object.value(*index).is_null()).map(|(index, field)| {
        let value = match object.value(index) {
            Value::Text(text) => text.to_string(),
            Value::Integer(number) => number.to_string(),
            Value::Real(number) => number.to_string(),
            Value::Bool(yes) => yes.to_string(),
            Value::Date(day) => day.to_string(),
            Value::Time(time) => time.to_string(),
            Value::Null => unreachable!(),
        };
        format!("{}={value}", field.id)
    });
    let place = match &object.geometry {
        Some(geo_types::Geometry::Point(at)) => format!("@{:.6},{:.6}", at.x(), at.y()),
        Some(_) => "@shape".to_owned(),
        None => "@nowhere".to_owned(),
    };
    format!("{place} {}", said.collect::<Vec<_>>().join(" "))
}

/// Imports text and says every object.
pub fn imported(kind_id: &str, text: &str) -> Vec<String> {
    let mut world = empty();
    let import = plan(&world, "list.csv", text.as_bytes(), &kind(kind_id)).unwrap();
    take_in(&mut world, &import);
    objects(&world, kind_id).iter().map(|object| said(&world, object)).collect()
}

#[test]
fn a_list_under_an_instruction_row_with_totals_below_is_read() {
    let text = "请按说明填写，带*为必填,,,,\n\n*避灾场所名称,经度(小数点如120.30),纬度(小数点如30.10),\"可容纳\n人数（人）\",联系电话\n\
        白龙桥文化中心,119.54818,29.07769,约200人,13800001234.0\n罗店小学,119.61415,29.16160,1.2万,-\n合计,,,12200,\n\
        填表人：张三,,,,\n";
    let mut world = empty();
    let import = plan(&world, "避灾场所.csv", text.as_bytes(), &Options::default()).unwrap();
    assert_eq!(import.kind.id.as_str(), "shelter");
    assert_eq!(import.assumed.header_row, Some(3));
    assert_eq!((import.rows, import.added, import.skipped), (4, 2, 2));
    assert_eq!(import.skipped_by, BTreeMap::from([("remark", 1), ("total", 1)]));
    take_in(&mut world, &import);
    let said: Vec<String> = objects(&world, "shelter").iter().map(|object| said(&world, object)).collect();
    assert_eq!(
        said,
        [
            "@119.548180,29.077690 name=白龙桥文化中心 capacity=200 phone=13800001234",
            "@119.614150,29.161600 name=罗店小学 capacity=12000",
        ]
    );
    let first = &objects(&world, "shelter")[0];
    let reference = ObjectRef { kind: first.kind.clone(), uid: first.uid };
    assert_eq!(world.value(&reference, "source"), Value::from("避灾场所.csv"));
    assert_eq!(world.value(&reference, "source_row"), Value::Integer(4));
    assert_eq!(world.value(&reference, "source_crs"), Value::from("wgs84"));
    assert_eq!(world.value(&reference, "position_quality"), Value::from("as_given"));
    assert_eq!(world.value(&reference, "as_of"), Value::from(now()));
}

#[test]
fn zero_missing_swapped_and_half_positions_are_told_apart_and_no_row_is_lost() {
    let text = "名称,经度,纬度,容量\n甲,0,0,1\n乙,,,1\n丙,29.1,119.6,1\n丁,119.6,,1\n戊,0,29.1,1\n己,东边,29.1,1\n庚,119.6,29.1,1\n";
    let import = plan(&empty(), "a.csv", text.as_bytes(), &kind("shelter")).unwrap();
    assert_eq!((import.added, import.unplaced), (7, 5));
    let places: Vec<(&str, Option<u64>)> = import.problems.iter().map(|problem| (problem.code, problem.row)).collect();
    assert_eq!(
        places,
        [
            ("position_zero", Some(2)),
            ("position_missing", Some(3)),
            ("position_swapped", Some(4)),
            ("position_shared", Some(4)),
            ("position_half", Some(5)),
            ("position_half_zero", Some(6)),
            ("position_unreadable", Some(7)),
        ]
    );
}

#[test]
fn importing_the_same_list_again_changes_nothing_and_a_changed_row_updates() {
    let text =
        "编号,名称,经度,纬度,容量,已安置人数\nA1,甲,119.6,29.1,100,5\n,乙,119.5,29.0,200,\n,乙,119.5,29.0,200,\n";
    let mut world = empty();
    let first = plan(&world, "a.csv", text.as_bytes(), &kind("shelter")).unwrap();
    assert_eq!(first.added, 3, "duplicates inside the file are reported, never merged");
    assert_eq!(codes(&first)["duplicate_in_file"], 1);
    take_in(&mut world, &first);
    let again = plan(&world, "b.csv", text.as_bytes(), &kind("shelter")).unwrap();
    assert_eq!((again.edits.len(), again.skipped), (0, 3));
    assert_eq!(again.skipped_by, BTreeMap::from([("equal", 3)]));

    let changed =
        "编号,名称,经度,纬度,容量,已安置人数\nA1,甲,119.6001,29.1,150,8\n,乙,119.5,29.0,250,\n,乙,119.5,29.0,260,\n";
    let skipped = plan(&world, "c.csv", changed.as_bytes(), &kind("shelter")).unwrap();
    assert_eq!((skipped.edits.len(), codes(&skipped)["exists_differs"]), (0, 3));
    let options = Options { on_duplicate: OnDuplicate::Update, ..kind("shelter") };
    let update = plan(&world, "c.csv", changed.as_bytes(), &options).unwrap();
    assert_eq!((update.updated, update.skipped, codes(&update)["exists_twice"]), (2, 1, 1));
    take_in(&mut world, &update);
    let add = Options { on_duplicate: OnDuplicate::Add, ..kind("shelter") };
    assert_eq!(plan(&world, "c.csv", changed.as_bytes(), &add).unwrap().added, 3);
    let all: Vec<String> = objects(&world, "shelter").iter().map(|object| said(&world, object)).collect();
    assert!(
        all.iter().any(|said| said.starts_with("@119.600100") && said.contains("capacity=150 occupancy=8")),
        "{all:?}"
    );
}

#[test]
fn rows_that_are_just_numbered_are_not_taken_for_what_is_there() {
    let mut world = empty();
    let list = |name: &str, lon: f64| format!("编号,名称,经度,纬度\n1,{name}甲,{lon},29.1\n2,{name}乙,{lon},29.2\n");
    let first = plan(&world, "a.csv", list("白龙桥", 119.5).as_bytes(), &kind("shelter")).unwrap();
    take_in(&mut world, &first);
    let second = plan(&world, "b.csv", list("罗店", 119.6).as_bytes(), &kind("shelter")).unwrap();
    assert_eq!(second.added, 2);
    let renamed = "编号,名称,经度,纬度\n1,白龙桥新中心,119.5,29.1\n";
    let options = Options { on_duplicate: OnDuplicate::Update, ..kind("shelter") };
    assert_eq!(
        plan(&world, "c.csv", renamed.as_bytes(), &options).unwrap().updated,
        1,
        "the same code at the same place"
    );
}

#[test]
fn the_kind_is_told_by_names_and_headings_or_asked_for() {
    let shelters = "名称,经度,纬度,可容纳人数,适用灾害类别\n甲,119.6,29.1,100,水灾\n";
    let import = plan(&empty(), "避灾安置点.csv", shelters.as_bytes(), &Options::default()).unwrap();
    assert_eq!(import.kind.id.as_str(), "shelter");
    let anything = "名称,经度,纬度\n甲,119.6,29.1\n";
    let error = plan(&empty(), "清单.csv", anything.as_bytes(), &Options::default()).unwrap_err();
    assert!(matches!(error, ImportError::KindUnclear { .. } | ImportError::NoHeader { .. }), "{error:?}");
}

#[test]
fn a_column_can_be_forced_by_heading_or_by_letter() {
    let text = "甲栏,乙栏,经度,纬度\n白龙桥,300,119.6,29.1\n";
    let map = vec![("name".to_owned(), "甲栏".to_owned()), ("capacity".to_owned(), "B".to_owned())];
    let mut world = empty();
    let import = plan(&world, "a.csv", text.as_bytes(), &Options { map, ..kind("shelter") }).unwrap();
    take_in(&mut world, &import);
    assert_eq!(said(&world, &objects(&world, "shelter")[0]), "@119.600000,29.100000 name=白龙桥 capacity=300");
    let wrong = |field: &str, column: &str| {
        let map = vec![(field.to_owned(), column.to_owned())];
        plan(&empty(), "a.csv", text.as_bytes(), &Options { map, ..kind("shelter") }).unwrap_err()
    };
    assert_eq!(wrong("colour", "甲栏"), ImportError::NoField { field: "colour".to_owned() });
    assert_eq!(wrong("name", "丙栏"), ImportError::NoColumn { column: "丙栏".to_owned() });
}

#[test]
fn headings_in_two_rows_are_read_together() {
    let text = "序号,避灾场所,,坐标,,可容纳人数\n,名称,地址,经度,纬度,\n1,甲,某路1号,119.6,29.1,100\n";
    assert_eq!(imported("shelter", text), ["@119.600000,29.100000 name=甲 address=某路1号 capacity=100"]);
}

#[test]
fn a_list_the_wrong_way_round_throughout_is_one_sentence() {
    let rows: String = (0..20).map(|n| format!("点{n},29.{n:02},119.{n:02},10\n")).collect();
    let import = plan(&empty(), "a.csv", format!("名称,经度,纬度,容量\n{rows}").as_bytes(), &kind("shelter")).unwrap();
    assert_eq!((codes(&import)["columns_swapped"], import.unplaced), (1, 0));
    assert!(!codes(&import).contains_key("position_swapped"));
}

#[test]
fn the_datum_is_the_users_the_files_or_an_assumption_with_its_reason() {
    let text = "名称,经度,纬度,容量\n甲,119.6,29.1,1\n";
    let reason = |name: &str, text: &str, crs: Option<Crs>| {
        let import = plan(&empty(), name, text.as_bytes(), &Options { crs, ..kind("shelter") }).unwrap();
        (import.assumed.crs, import.assumed.crs_reason.id)
    };
    assert_eq!(reason("a.csv", text, None), (Crs::Wgs84, "crs-assumed".to_owned()));
    assert_eq!(reason("a.csv", text, Some(Crs::Cgcs2000)), (Crs::Cgcs2000, "crs-chosen".to_owned()));
    assert_eq!(reason("a_cgcs2000.csv", text, None), (Crs::Cgcs2000, "crs-word".to_owned()));
    let gcj = "名称,高德经度,高德纬度,容量\n甲,119.653259,29.103488,1\n";
    assert_eq!(reason("a.csv", gcj, None), (Crs::Gcj02, "crs-word".to_owned()));
    let metres = "名称,坐标X,坐标Y,容量\n甲,3221050.0,465811.0,1\n乙,3222050.0,466811.0,1\n";
    assert_eq!(reason("a.csv", metres, None), (Crs::Epsg(4549), "crs-projected".to_owned()));
}

#[test]
fn a_cancelled_import_is_nothing() {
    let text = format!("名称,容量\n{}", "甲,1\n".repeat(5_000));
    let stop = |progress: sitmap::io::import::Progress| match progress.rows {
        0..2_000 => std::ops::ControlFlow::Continue(()),
        _ => std::ops::ControlFlow::Break(()),
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    std::fs::write(&path, text).unwrap();
    let world = empty();
    let found = sitmap::io::import::read(&path, &kind("shelter"), &world, now(), &mut uids(), &stop);
    assert_eq!(found.unwrap_err(), ImportError::Cancelled);
}

#[test]
fn a_hand_made_catalogue_file_imports_by_its_own_aliases() {
    let text = "id = \"charging_post\"\nzh = \"充电桩\"\nen = \"Charging post\"\ngroup = \"resource\"\ngeometry = \"point\"\n\
        symbol = { frame = \"resource\", mark = \"充\" }\naliases = [\"充电设施\"]\n\
        [[field]]\nid = \"power_kw\"\nzh = \"功率\"\nen = \"Power\"\ntype = \"real\"\nunit_zh = \"kW\"\naliases = [\"额定功率\"]\n";
    let mut sources = shipped_catalogue();
    sources.push(Source { name: "charging_post.toml".to_owned(), text: text.to_owned() });
    let (catalogue, problems) = Catalogue::read(&sources);
    assert_eq!(problems, []);
    let mut world = World::new(Arc::new(catalogue), BTreeMap::new());
    let list = "充电设施一览表,,,\n名称,额定功率(kW),经度,纬度\n一号桩,60,119.6,29.1\n";
    let import = plan(&world, "a.csv", list.as_bytes(), &Options::default()).unwrap();
    take_in(&mut world, &import);
    assert_eq!(said(&world, &objects(&world, "charging_post")[0]), "@119.600000,29.100000 power_kw=60 name=一号桩");
}

#[test]
fn what_is_no_list_is_a_clear_error() {
    let world = empty();
    let error = |bytes: &[u8]| plan(&world, "a.csv", bytes, &kind("shelter")).unwrap_err();
    assert_eq!(error(b""), ImportError::Empty);
    assert_eq!(error(b"\xef\xbb\xbf \r\n "), ImportError::Empty);
    assert!(matches!(error(b"a\0b\0\0c\x01"), ImportError::Unsupported { .. }));
    assert!(matches!(error(b"%PDF-1.7"), ImportError::Unsupported { format: "pdf" }));
    assert!(matches!(error(b"SQLite format 3\0abc"), ImportError::Unsupported { format: "geopackage" }));
    assert!(matches!(error(b"<html><body>404</body></html>"), ImportError::Unsupported { format: "html" }));
    assert!(matches!(error(b"{\"type\":\"Feature"), ImportError::Broken { format: "geojson", .. }));
    assert!(matches!(error("天气,很好\n".as_bytes()), ImportError::NoHeader { .. }));
    assert!(matches!(error("x,".repeat(100_000).as_bytes()), ImportError::TooLarge { what: "columns", .. }));
    let unknown = plan(&world, "a.csv", b"a", &kind("dragon")).unwrap_err();
    assert_eq!(unknown, ImportError::NoKind { kind: "dragon".to_owned() });
}

#[test]
fn every_edit_of_a_plan_is_an_addition_or_a_change_of_its_kind() {
    let text = "名称,经度,纬度,容量,已安置人数\n甲,119.6,29.1,100,5\n";
    let import = plan(&empty(), "a.csv", text.as_bytes(), &kind("shelter")).unwrap();
    let [Edit::Add(object), Edit::Enter(entry)] = import.edits.as_slice() else { panic!("{:?}", import.edits) };
    assert_eq!((object.kind.as_str(), entry.amount), ("shelter", 5));
}
