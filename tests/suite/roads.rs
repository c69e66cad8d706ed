//! Road networks into the district file, by the program itself.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests: a failure here is the test's failure"
)]

mod layer;
mod real;

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use serde_json::Value as Json;

use crate::cli::{Seat, text};

/// A seat with a copy of the sample, and what the sample has of roads.
struct Desk {
    seat: Seat,
    district: PathBuf,
}

impl Desk {
    fn new() -> Self {
        let seat = Seat::new();
        let district = seat.district();
        Self { seat, district }
    }

    fn put(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.seat.path(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    fn import(&self, path: &Path, more: &[&str]) -> (Json, i32) {
        self.seat.json(&self.district, &[&["roads", "import", text(path)], more].concat())
    }

    fn roads(&self) -> i64 {
        let (info, _) = self.seat.json(&self.district, &["info"]);
        info["kinds"]["road"].as_i64().unwrap()
    }

    /// The roads as features.
    fn features(&self) -> Vec<Json> {
        let out = self.seat.path("roads.geojson");
        let (_, code) = self.seat.json(&self.district, &["export", "--kind", "road", "--out", text(&out)]);
        assert_eq!(code, 0);
        let file: Json = serde_json::from_slice(&std::fs::read(out).unwrap()).unwrap();
        file["features"].as_array().unwrap().clone()
    }
}

/// Within the sample's district: a ring of four nodes, a road to it, a footpath, and one under construction.
const HERE: &str = r#"<osm version="0.6">
<node id="1" lon="119.60" lat="29.00"/><node id="2" lon="119.61" lat="29.00"/>
<node id="3" lon="119.61" lat="29.01"/><node id="4" lon="119.60" lat="29.01"/><node id="5" lon="119.59" lat="29.00"/>
<way id="11"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="1"/>
  <tag k="highway" v="unclassified"/><tag k="junction" v="roundabout"/></way>
<way id="12"><nd ref="5"/><nd ref="1"/><tag k="highway" v="trunk"/><tag k="ref" v="G330"/><tag k="maxspeed" v="60"/>
  <tag k="maxweight" v="20 t"/><tag k="bridge" v="yes"/><tag k="bridge:name" v="白龙桥"/><tag k="layer" v="1"/></way>
<way id="13"><nd ref="3"/><nd ref="5"/><tag k="highway" v="footway"/><tag k="name" v="南山步道"/></way>
<way id="14"><nd ref="2"/><nd ref="4"/><tag k="highway" v="construction"/></way>
<relation id="21"/>
</osm>"#;

#[test]
fn an_import_replaces_the_imported_roads_in_one_step_and_keeps_the_drawn_ones() {
    let desk = Desk::new();
    let sample = desk.roads();
    let add = ["add", "--kind", "road", "name=手绘路", "--file", text(&desk.district)];
    let said = desk.seat.run(&add);
    assert_eq!(said.code, 0, "{} {}", said.out, said.err);
    assert_eq!(desk.roads(), sample + 1);

    let file = desk.put("here.osm", HERE);
    let (done, code) = desk.import(&file, &[]);
    assert_eq!(code, 0, "{done}");
    assert_eq!(
        (done["roads"].as_i64(), done["replaced"].as_i64(), done["kept"].as_i64()),
        (Some(3), Some(sample), Some(1))
    );
    assert_eq!(
        (done["nodes"].as_i64(), done["edges"].as_i64(), done["components"].as_i64()),
        (Some(3), Some(4), Some(1))
    );
    assert_eq!(done["left_out"]["under_construction"], serde_json::json!({"count": 1, "examples": ["way/14"]}));
    assert_eq!(done["left_out"]["relation"]["count"], 1);
    assert!((done["kilometres"].as_f64().unwrap() - 7.4).abs() < 0.4, "{}", done["kilometres"]);
    assert_eq!(desk.roads(), 4);

    let (again, code) = desk.import(&file, &[]);
    assert_eq!((again["changed"].as_bool(), again["replaced"].as_i64(), code), (Some(false), Some(0), 0));
    let (journal, _) = desk.seat.json(&desk.district, &["journal", "--area", "roads"]);
    assert_eq!(journal["rows"].as_array().unwrap().len(), 1, "the second time is no step");

    assert_eq!(desk.seat.json(&desk.district, &["undo"]).1, 0);
    assert_eq!(desk.roads(), sample + 1);
    assert_eq!(desk.seat.json(&desk.district, &["redo"]).1, 0);
    assert_eq!(desk.roads(), 4);
    let check = desk.seat.run(&["check", text(&desk.district)]);
    assert_eq!(check.code, 0, "{}", check.out);
}

#[test]
fn what_the_tags_say_is_in_the_file_and_a_nameless_road_has_a_name() {
    let desk = Desk::new();
    let file = desk.put("here.osm", HERE);
    assert_eq!(desk.import(&file, &[]).1, 0);
    let features = desk.features();
    let of = |name: &str| {
        features.iter().find(|road| road["properties"]["name"] == name).unwrap_or_else(|| panic!("{name}"))
    };
    let bridge = &of("G330")["properties"];
    let same = [
        ("road_class", "national".into()),
        ("ref", "G330".into()),
        ("speed_kmh", 60.into()),
        ("max_weight_t", serde_json::json!(20.0)),
        ("bridge", true.into()),
        ("structure", "白龙桥".into()),
        ("level", 1.into()),
        ("source", "here.osm".into()),
        ("position_quality", "as_given".into()),
    ];
    for (field, expected) in same {
        let expected: Json = expected;
        assert_eq!(bridge[field], expected, "{field}");
    }
    assert!(bridge["as_of"].is_string() && bridge["length_km"].as_f64().unwrap() > 0.9);
    let ring = of("无名村道");
    assert_eq!(ring["properties"]["oneway"], "forward");
    let coordinates = ring["geometry"]["coordinates"].as_array().unwrap();
    assert_eq!((coordinates.len(), &coordinates[0]), (5, &coordinates[4]));
    assert_eq!(of("南山步道")["properties"]["barred"], "car,coach,truck,fire_engine,boat");
}

#[test]
fn a_road_is_cut_to_the_district_with_one_vertex_beyond() {
    let desk = Desk::new();
    let nodes: String = (0..60)
        .map(|at| format!("<node id=\"{}\" lon=\"{:.2}\" lat=\"29.00\"/>", at + 1, 119.0 + f64::from(at) * 0.02))
        .collect();
    let refs: String = (1..=60).map(|id| format!("<nd ref=\"{id}\"/>")).collect();
    let far = "<way id=\"2\"><nd ref=\"59\"/><nd ref=\"60\"/><tag k=\"highway\" v=\"primary\"/></way>";
    let way = format!("<way id=\"1\">{refs}<tag k=\"highway\" v=\"primary\"/></way>{far}");
    let file = desk.put("long.osm", format!("<osm>{nodes}{way}</osm>"));
    let (whole, _) = desk.import(&file, &["--no-clip"]);
    assert_eq!((whole["roads"].as_i64(), &whole["clipped"]), (Some(2), &Json::Null));
    let (cut, code) = desk.import(&file, &[]);
    assert_eq!(
        (code, cut["clipped"]["cut"].as_i64(), cut["clipped"]["outside"].as_i64()),
        (0, Some(1), Some(1)),
        "{cut}"
    );
    let (near, _) = desk.import(&file, &["--margin", "0"]);
    let km = |json: &Json| json["kilometres"].as_f64().unwrap();
    assert!(km(&near) < km(&cut) && km(&cut) < km(&whole) / 2.0, "{} {} {}", km(&near), km(&cut), km(&whole));
}

#[test]
fn what_lies_elsewhere_or_holds_no_road_is_the_answer_no_and_changes_nothing() {
    let desk = Desk::new();
    let before = desk.seat.json(&desk.district, &["info"]);
    let paris = HERE.replace("lon=\"119.", "lon=\"2.").replace("lat=\"29.", "lat=\"48.");
    let (no, code) = desk.import(&desk.put("paris.osm", paris), &[]);
    assert_eq!((code, no["problems"][0]["code"].as_str()), (1, Some("import_outside")));
    let said = no["problems"][0]["message"].as_str().unwrap();
    assert!(said.contains("2.5900,48.0000") && said.contains("千米") && !said.contains("far"), "{said}");
    let (no, code) = desk.import(&desk.put("empty.osm", "<osm version=\"0.6\"></osm>"), &[]);
    assert_eq!((code, no["problems"][0]["code"].as_str()), (1, Some("import_no_roads")));
    let houses = HERE.replace("k=\"highway\"", "k=\"building\"");
    assert_eq!(desk.import(&desk.put("houses.osm", houses), &[]).1, 1);
    assert_eq!(desk.seat.json(&desk.district, &["info"]), before, "roads and journal are as they were");
}

#[test]
fn what_cannot_be_read_is_said_and_changes_nothing() {
    let desk = Desk::new();
    let before = desk.seat.json(&desk.district, &["info"]);
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(HERE.as_bytes()).unwrap();
    let gz = gz.finish().unwrap();
    let bomb = "<!DOCTYPE osm [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><osm><way id=\"1\"/></osm>";
    let bad: [(&str, &[u8]); 7] = [
        ("nothing.osm", b""),
        ("cut.osm", &HERE.as_bytes()[..HERE.len() / 2]),
        ("cut.osm.gz", &gz[..gz.len() / 2]),
        ("cut.osm.pbf", &[0, 0, 0, 13, 0x0a, 9, b'O', b'S', b'M', b'H', b'e', b'a', b'd', b'e', b'r', 0x18, 90, 1, 2]),
        ("bomb.osm", bomb.as_bytes()),
        ("words.osm", "not a map".as_bytes()),
        ("other.osm.gz", &[0x1f, 0x8b, 8, 0, 0]),
    ];
    let mut sentences = std::collections::BTreeSet::new();
    for (name, bytes) in bad {
        let path = desk.put(name, bytes);
        let said = desk.seat.run(&["roads", "import", text(&path), "--file", text(&desk.district)]);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{name}: {}", said.err);
        assert!(said.err.trim().len() > 10 && !said.err.contains("problem-"), "{name}: {}", said.err);
        sentences.insert(said.err.replace(name, ""));
    }
    assert!(sentences.len() >= 5, "{sentences:?}");
    let missing = desk.seat.run(&["roads", "import", "missing.osm", "--file", text(&desk.district)]);
    assert_eq!(missing.code, 2);
    assert_eq!(desk.seat.json(&desk.district, &["info"]), before, "roads and journal are as they were");
}
