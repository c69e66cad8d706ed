//! The 5,973 real shelters: every row accounted for, every fault found.

use std::path::Path;

use geo::{Area as _, BooleanOps as _};
use geo_types::{Geometry, MultiPolygon};
use sitmap::{
    domain::{
        model::{ObjectRef, Value},
        world::World,
    },
    io::import::{Crs, Options},
};

use super::{codes, empty, kind, objects, plan, take_in};

/// Real input that stands beside the project; absent on other machines.
fn shared(path: &str) -> Option<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(path);
    let bytes = std::fs::read(path).ok();
    if bytes.is_none() {
        println!("skipped: ../shared not present");
    }
    bytes
}

#[test]
fn the_real_shelters_import_with_every_fault_named() {
    let Some(bytes) = shared("shelters/shelters_5973.csv") else { return };
    let mut world = empty();
    let import = plan(&world, "shelters_5973.csv", &bytes, &kind("shelter")).unwrap();
    assert_eq!((import.rows, import.added, import.updated, import.skipped), (5_973, 5_973, 0, 0));
    assert_eq!((import.assumed.encoding, import.assumed.encoding_reason), (Some("UTF-8"), Some("mark")));
    assert_eq!(import.assumed.header_row, Some(1));
    let codes = codes(&import);
    assert_eq!(codes["value_zero"], 58);
    assert_eq!(codes["position_shared"], 228);
    assert_eq!((codes["position_half_zero"], codes["position_swapped"], import.unplaced), (3, 1, 3));
    let rows = |code: &str| -> Vec<u64> {
        import.problems.iter().filter(|problem| problem.code == code).filter_map(|problem| problem.row).collect()
    };
    assert_eq!((rows("position_half_zero"), rows("position_swapped")), (vec![694, 793, 811], vec![3_736]));
    let shared = import.problems.iter().filter(|problem| problem.code == "position_shared");
    let counts = shared.flat_map(|problem| problem.args.iter().find(|(name, _)| *name == "count"));
    assert_eq!(counts.map(|(_, count)| count.parse::<u64>().unwrap()).sum::<u64>(), 533);
    take_in(&mut world, &import);
    let all = objects(&world, "shelter");
    let capacity = all.iter().filter_map(|object| {
        let reference = ObjectRef { kind: object.kind.clone(), uid: object.uid };
        world.value(&reference, "capacity").as_integer()
    });
    assert_eq!(capacity.sum::<i64>(), 2_301_656);
    assert_eq!(all.iter().filter(|object| object.geometry.is_some()).count(), 5_970);

    let auto = plan(&world, "shelters_5973.csv", &bytes, &Default::default()).unwrap();
    assert_eq!(
        (auto.kind.id.as_str(), auto.edits.len(), auto.skipped),
        ("shelter", 0, 5_973),
        "again: nothing changes"
    );
}

#[test]
fn the_real_headings_fold_to_the_catalogues_fields() {
    let Some(bytes) = shared("shelters/shelters_5973.csv") else { return };
    let import = plan(&empty(), "shelters_5973.csv", &bytes, &kind("shelter")).unwrap();
    let fields: Vec<String> = import.mapping.iter().map(|mapped| mapped.field.clone().unwrap_or_default()).collect();
    for field in
        ["township", "village", "address", "lon", "lat", "name", "capacity", "suitable_hazards", "manager", "phone"]
    {
        assert!(fields.iter().any(|found| found == field), "{field} in {fields:?}");
    }
    let shelter = import.edits.iter().find_map(|edit| match edit {
        sitmap::domain::edit::Edit::Add(object) => Some(object.clone()),
        _ => None,
    });
    let hazards = import.kind.index("suitable_hazards").unwrap();
    assert_eq!(shelter.unwrap().value(hazards), &Value::from("flood,geological,earthquake"));
}

/// The polygons of a kind, as one.
fn area(world: &World, kind: &str) -> MultiPolygon {
    let polygons = objects(world, kind).into_iter().flat_map(|object| match object.geometry.clone() {
        Some(Geometry::Polygon(polygon)) => vec![polygon],
        Some(Geometry::MultiPolygon(polygons)) => polygons.0,
        _ => Vec::new(),
    });
    MultiPolygon(polygons.collect())
}

#[test]
fn a_shifted_outline_lies_on_the_good_one_once_its_datum_is_said() {
    let (Some(shifted), Some(good)) =
        (shared("boundary/wucheng_gcj02.geojson"), shared("boundary/jinhua_9_districts_cgcs2000.geojson"))
    else {
        return;
    };
    let imported = |bytes: &[u8], crs: Crs| {
        let mut world = empty();
        let options = Options { crs: Some(crs), ..kind("district") };
        let import = plan(&world, "outline.geojson", bytes, &options).unwrap();
        assert_eq!(import.unplaced, 0);
        take_in(&mut world, &import);
        world
    };
    let districts = imported(&good, Crs::Cgcs2000);
    assert_eq!(districts.layer("district").unwrap().len(), 9);
    let outline = area(&imported(&shifted, Crs::Gcj02), "district");
    let overlap = area(&districts, "district")
        .0
        .iter()
        .map(|district| {
            let district = MultiPolygon(vec![district.clone()]);
            outline.intersection(&district).unsigned_area() / outline.union(&district).unsigned_area()
        })
        .fold(0.0, f64::max);
    println!("intersection over union: {overlap:.4}");
    assert!(overlap >= 0.95, "{overlap}");
}

#[test]
fn a_layer_of_real_township_polygons_is_taken_whole() {
    let Some(bytes) = shared("boundary/townships_368.geojson") else { return };
    let mut world = empty();
    let import = plan(&world, "townships_368.geojson", &bytes, &kind("township")).unwrap();
    take_in(&mut world, &import);
    assert_eq!((import.rows, import.added, import.unplaced), (368, 368, 0), "{:?}", codes(&import));
}
