//! Other programs open the file: GDAL here, QGIS under `scripts/test --all`.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests: a failure here is the test's failure")]

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use geo_types::{Geometry, line_string, point, polygon};
use sitmap::{
    domain::{
        catalogue::{Catalogue, Field, FieldType, GeometryType},
        edit::Edit,
        model::{Object, Uid, Value},
    },
    io::{
        assets::shipped_catalogue,
        store::{self, Access, Loaded, Store},
    },
};

use crate::store_kit::{action, meta, time};

fn shipped() -> Catalogue {
    let (catalogue, problems) = Catalogue::read(&shipped_catalogue());
    assert_eq!(problems, []);
    catalogue
}

fn value(field: &Field, number: i64) -> Value {
    match field.field_type {
        _ if field.summed => Value::Null,
        FieldType::Text => Value::from(format!("{}{number}", field.zh)),
        FieldType::Integer => number.into(),
        FieldType::Real => Value::Real(number as f64 + 0.25),
        FieldType::Bool => Value::Bool(true),
        FieldType::Choice | FieldType::Choices => Value::from(field.choices.first().unwrap().id.clone()),
        FieldType::Date => Value::Date("2026-03-01".parse().unwrap()),
        FieldType::Time => Value::Time("2026-06-20T08:05:06.007Z".parse().unwrap()),
        FieldType::Link => Value::from(Uid::from_bits(1).to_string()),
        FieldType::Curve => "[[1.0,2.0],[3.0,4.5]]".into(),
    }
}

fn place(geometry: GeometryType, number: i64) -> Option<Geometry> {
    let lon = 119.6 + number as f64 / 100.0;
    match geometry {
        GeometryType::Point => Some(point!(x: lon, y: 29.1).into()),
        GeometryType::Line => Some(line_string![(x: lon, y: 29.1), (x: lon + 0.1, y: 29.2)].into()),
        GeometryType::Polygon => Some(polygon![(x: lon, y: 29.0), (x: lon + 0.1, y: 29.0), (x: lon, y: 29.1)].into()),
        GeometryType::None => None,
    }
}

/// A file with some objects of every kind that ships, and how many.
fn whole(path: &Path) -> BTreeMap<String, usize> {
    let catalogue = shipped();
    let mut counts = BTreeMap::new();
    let mut edits = Vec::new();
    for (nth, kind) in (1..).zip(catalogue.kinds()) {
        let many = nth % 3 + 2;
        for number in 0..many {
            edits.push(Edit::Add(Arc::new(Object {
                uid: Uid::from_bits(nth as u128 * 1_000 + number as u128),
                kind: kind.id.clone(),
                geometry: place(kind.geometry, number),
                values: kind.fields.iter().map(|field| value(field, number)).collect(),
            })));
        }
        counts.insert(kind.id.to_string(), many as usize);
    }
    let mut store = store::create(path, &catalogue, &meta()).unwrap();
    store.commit(&action(1, edits)).unwrap();
    store.close().unwrap();
    counts
}

fn reopened(path: &Path) -> (Store, Loaded) {
    store::open(path, Access::Write, &shipped(), time(900_000)).unwrap()
}

fn run(program: &str, arguments: &[&str], hint: &str) -> String {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .unwrap_or_else(|error| panic!("{program} does not run ({error}): {hint}"));
    let told = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?}: {told}");
    told
}

fn ogrinfo(arguments: &[&str]) -> String {
    run("ogrinfo", arguments, "it comes with Debian's gdal-bin; scripts/test installs it")
}

#[test]
fn gdal_lists_every_kind_with_its_count_and_says_no_warning() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("district.gpkg");
    let counts = whole(&path);
    let told = ogrinfo(&["-so", "-al", path.to_str().unwrap()]);
    assert!(!told.contains("Warning") && !told.contains("ERROR"), "{told}");
    let layers: BTreeMap<&str, usize> = told
        .split("\nLayer name: ")
        .skip(1)
        .map(|layer| {
            let count = layer.split("Feature Count: ").nth(1).unwrap().lines().next().unwrap();
            (layer.lines().next().unwrap(), count.parse().unwrap())
        })
        .collect();
    for (kind, count) in &counts {
        assert_eq!(layers.get(kind.as_str()), Some(count), "{kind}");
    }
    // Every feature read through, dates and times too.
    let told = ogrinfo(&["-al", path.to_str().unwrap()]);
    assert!(!told.contains("Warning") && !told.contains("ERROR"), "{told}");
    assert!(told.contains("2026/06/20 08:05:06.007+00"), "times are read as UTC");
}

#[test]
fn an_edit_made_with_gdal_is_noticed_at_the_next_opening() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("district.gpkg");
    let counts = whole(&path);
    let name = path.to_str().unwrap();
    let update = "UPDATE shelter SET capacity = 4321, geom = NULL WHERE fid = 1";
    let told = ogrinfo(&["-q", name, "-dialect", "sqlite", "-sql", update]) + &ogrinfo(&["-q", name, "-sql", update]);
    assert!(!told.contains("ERROR"), "{told}");
    let told = ogrinfo(&["-q", name, "-sql", "INSERT INTO shelter (name) VALUES ('新点')"]);
    assert!(!told.contains("ERROR"), "{told}");
    let (store, loaded) = reopened(&path);
    let outside = loaded.outside.unwrap();
    assert_eq!(outside.edits.len(), 3, "{:?}", outside.edits);
    assert_eq!(loaded.world.layer("shelter").unwrap().len(), counts["shelter"] + 1);
    drop(store);
    assert_eq!(store::check(&path).findings, []);
    assert_eq!(reopened(&path).1.outside, None);
}

#[test]
fn qgis_loads_every_layer_edits_one_object_and_the_next_opening_notices() {
    if std::env::var("SITMAP_TEST_ALL").is_err() {
        println!("skipped: QGIS is tried by scripts/test --all");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("district.gpkg");
    let counts = whole(&path);
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/qgis/check.py");
    let hint = "it is Debian's python3 with the packages qgis and python3-qgis; scripts/test --all installs them";
    let told = run("/usr/bin/python3", &[script.to_str().unwrap(), path.to_str().unwrap()], hint);
    for (kind, count) in &counts {
        assert!(told.contains(&format!("layer {kind} valid {count}\n")), "{kind}: {told}");
    }
    assert!(told.contains("edited shelter"), "{told}");
    let (store, loaded) = reopened(&path);
    let outside = loaded.outside.unwrap();
    assert_eq!(outside.edits.len(), 3, "a field, a place, a new object: {:?}", outside.edits);
    assert_eq!(store.journal_length().unwrap(), 2);
    drop(store);
    assert_eq!(store::check(&path).findings, []);
}
