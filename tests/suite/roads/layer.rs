//! Layers of lines: the bureau's own columns, and OSM's.

use super::Desk;

fn line(properties: &str, coordinates: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{{{properties}}},"geometry":{{"type":"LineString","coordinates":[{coordinates}]}}}}"#
    )
}

fn collection(features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

#[test]
fn a_layer_with_chinese_columns_is_joined_into_a_network() {
    let desk = Desk::new();
    let file = collection(&[
        line(r#""道路名称":"环城路","道路等级":"县道","限速":60,"单行":"是","限重":20"#, "[119.60,29.0],[119.62,29.0]"),
        // Ends half a metre short of it, crosses nothing.
        line(r#""道路名称":"甲路","道路等级":"村道""#, "[119.61,29.01],[119.61,29.000005]"),
        // Crosses it.
        line(r#""道路名称":"乙路","道路等级":"乡道""#, "[119.605,28.99],[119.605,29.01]"),
        // Over it.
        line(r#""道路名称":"丙桥","道路等级":"省道","是否桥梁":"是""#, "[119.615,28.99],[119.615,29.01]"),
        // Drawn again.
        line(r#""道路等级":"县道","单行":"是""#, "[119.600002,29.0],[119.62,29.000001]"),
        line(r#""道路名称":"丁路""#, "[119.6,29.02]"),
    ]);
    let (done, code) = desk.import(&desk.put("路网.geojson", file), &[]);
    assert_eq!(code, 0, "{done}");
    assert_eq!((done["roads"].as_i64(), done["components"].as_i64()), (Some(4), Some(2)), "{done}");
    assert_eq!((done["nodes"].as_i64(), done["edges"].as_i64()), (Some(9), Some(7)));
    assert_eq!(
        (done["joined"]["moved_ends"].as_i64(), done["left_out"]["duplicate_line"]["count"].as_i64()),
        (Some(1), Some(1))
    );
    let features = desk.features();
    let of = |name: &str| &features.iter().find(|road| road["properties"]["name"] == name).unwrap()["properties"];
    let ring = of("环城路");
    assert_eq!((ring["road_class"].as_str(), ring["speed_kmh"].as_i64()), (Some("county"), Some(60)));
    assert_eq!((ring["oneway"].as_str(), ring["max_weight_t"].as_f64()), (Some("forward"), Some(20.0)));
    assert_eq!(of("丙桥")["bridge"], true);
    let (apart, _) = desk.import(&desk.seat.path("路网.geojson"), &["--tolerance", "0.1"]);
    assert_eq!(apart["components"], 3, "nothing half a metre away is joined");
}

#[test]
fn a_layer_with_osm_columns_is_read_by_its_tags() {
    let desk = Desk::new();
    let file = collection(&[
        line(
            r#""osm_id":1,"highway":"trunk","name":"G330","oneway":"-1","maxspeed":"80","layer":null"#,
            "[119.60,29.0],[119.62,29.0]",
        ),
        line(r#""osm_id":2,"highway":"footway","bridge":"yes","layer":"1""#, "[119.61,29.01],[119.61,28.99]"),
        line(r#""osm_id":3,"highway":"proposed""#, "[119.61,29.01],[119.63,28.99]"),
        line(r#""osm_id":4,"highway":null,"railway":"rail""#, "[119.61,29.01],[119.63,28.99]"),
    ]);
    let (done, code) = desk.import(&desk.put("lines.geojson", file), &[]);
    assert_eq!(code, 0, "{done}");
    assert_eq!((done["roads"].as_i64(), done["components"].as_i64()), (Some(2), Some(2)));
    assert_eq!(
        (&done["left_out"]["proposed"]["examples"][0], &done["left_out"]["no_road"]["examples"][0]),
        (&"row/3".into(), &"row/4".into())
    );
    let features = desk.features();
    let trunk = &features.iter().find(|road| road["properties"]["name"] == "G330").unwrap()["properties"];
    assert_eq!(
        (trunk["road_class"].as_str(), trunk["oneway"].as_str(), trunk["speed_kmh"].as_i64()),
        (Some("national"), Some("backward"), Some(80))
    );
}

#[test]
fn geofabriks_letters_are_understood() {
    let desk = Desk::new();
    let file = collection(&[
        line(
            r#""fclass":"residential","oneway":"F","maxspeed":0,"layer":0,"bridge":"F","tunnel":"F""#,
            "[119.60,29.0],[119.62,29.0]",
        ),
        line(
            r#""fclass":"primary","oneway":"B","maxspeed":50,"layer":1,"bridge":"T","tunnel":"F","name":"桥""#,
            "[119.61,29.01],[119.61,28.99]",
        ),
    ]);
    assert_eq!(desk.import(&desk.put("gis_osm_roads_free_1.geojson", file), &[]).1, 0);
    let features = desk.features();
    let of = |name: &str| &features.iter().find(|road| road["properties"]["name"] == name).unwrap()["properties"];
    let (street, bridge) = (of("无名城市道路"), of("桥"));
    assert_eq!(
        (street["oneway"].as_str(), street["bridge"].as_bool(), street["speed_kmh"].as_i64()),
        (Some("forward"), None, None)
    );
    assert_eq!(
        (bridge["oneway"].as_str(), bridge["bridge"].as_bool(), bridge["level"].as_i64()),
        (None, Some(true), Some(1))
    );
}

#[test]
fn a_layer_of_points_holds_no_road() {
    let desk = Desk::new();
    let file = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"名称":"甲"},"geometry":{"type":"Point","coordinates":[119.6,29.0]}}]}"#;
    let (no, code) = desk.import(&desk.put("points.geojson", file), &[]);
    assert_eq!((code, no["problems"][0]["code"].as_str()), (1, Some("import_no_roads")));
}
