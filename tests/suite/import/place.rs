//! Positions: every form, every datum, and what lies elsewhere.

use sitmap::io::import::{Crs, Options};

use super::{empty, imported, kind, objects, plan, take_in};

/// The golden pairs of the domain notes: name, WGS-84, GCJ-02, BD-09.
const PLACES: [(&str, [f64; 6]); 5] = [
    ("城中", [119.64855, 29.10644, 119.653259, 29.103488, 119.659688, 29.109763]),
    ("白龙桥", [119.54818, 29.07769, 119.552949, 29.074720, 119.559482, 29.080669]),
    ("塔石", [119.40409, 28.85585, 119.409255, 28.853016, 119.415685, 28.859335]),
    ("罗店", [119.61415, 29.16160, 119.618835, 29.158648, 119.625295, 29.164808]),
    ("琅琊", [119.49502, 29.00770, 119.499973, 29.004818, 119.506411, 29.010992]),
];

/// A list of the golden places, in the datum whose numbers stand at this index.
fn places(at: usize) -> String {
    let rows = PLACES.iter().map(|(name, numbers)| format!("{name},{},{},10\n", numbers[at], numbers[at + 1]));
    format!("名称,经度,纬度,容量\n{}", rows.collect::<String>())
}

#[test]
fn a_shifted_datum_is_recognised_by_known_objects_and_undone() {
    let mut world = empty();
    let first = plan(&world, "a.csv", places(0).as_bytes(), &kind("shelter")).unwrap();
    take_in(&mut world, &first);
    for (at, crs) in [(0, Crs::Wgs84), (2, Crs::Gcj02), (4, Crs::Bd09)] {
        let import = plan(&world, "b.csv", places(at).as_bytes(), &kind("shelter")).unwrap();
        assert_eq!((import.assumed.crs, import.assumed.crs_reason.id.as_str()), (crs, "crs-namesakes"));
        let forced = Options { crs: Some(crs), ..kind("shelter") };
        let mut other = empty();
        let import = plan(&other, "b.csv", places(at).as_bytes(), &forced).unwrap();
        take_in(&mut other, &import);
        for (object, (name, numbers)) in objects(&other, "shelter").iter().zip(PLACES) {
            let Some(geo_types::Geometry::Point(found)) = object.geometry else { panic!("{name} has no place") };
            let apart_deg = (found.x() - numbers[0]).abs().max((found.y() - numbers[1]).abs());
            assert!(apart_deg < 1e-6, "{name} is {apart_deg} degrees off in {crs}");
        }
    }
}

#[test]
fn positions_in_every_form_of_the_lists_are_read() {
    for (lon, lat) in [
        ("119.640000", "29.11"),
        ("119°38′24″", "29°06′36″"),
        ("119度38分24秒", "29度6分36秒"),
        ("119°38'24\"\"E", "29°6'36\"\"N"),
        ("E119°38′24″", "N29°06′36″"),
        ("119.38.24", "29.06.36"),
        ("１１９．６４", "２９．１１"),
    ] {
        let text = format!("名称,经度,纬度\n甲,\"{lon}\",\"{lat}\"\n");
        assert_eq!(imported("shelter", &text), ["@119.640000,29.110000 name=甲"], "{lon} {lat}");
    }
    for both in ["\"119.64,29.11\"", "119.64 29.11", "E119°38′24″N29°06′36″", "\"北纬29.11,东经119.64\""]
    {
        let text = format!("名称,经纬度\n甲,{both}\n");
        assert_eq!(imported("shelter", &text), ["@119.640000,29.110000 name=甲"], "{both}");
    }
}

#[test]
fn what_lies_outside_the_district_is_one_summary() {
    let mut world = empty();
    let outline = r#"{"type":"Feature","properties":{"name":"婺城区"},"geometry":{"type":"Polygon","coordinates":
        [[[119.2,28.8],[119.8,28.8],[119.8,29.3],[119.2,29.3],[119.2,28.8]]]}}"#;
    let import = plan(&world, "o.geojson", outline.as_bytes(), &kind("district")).unwrap();
    take_in(&mut world, &import);
    let rows: String = (0..200).map(|n| format!("点{n},{},29.1,5\n", if n % 2 == 0 { 119.5 } else { 121.0 })).collect();
    let import = plan(&world, "a.csv", format!("名称,经度,纬度,容量\n{rows}").as_bytes(), &kind("shelter")).unwrap();
    let said: Vec<_> = import.problems.iter().filter(|problem| problem.code == "outside_district").collect();
    let [problem] = said.as_slice() else { panic!("{said:?}") };
    assert_eq!(problem.args[0], ("count", "100".to_owned()));
    assert_eq!((import.added, import.unplaced), (200, 0), "warned of, not dropped");
}
