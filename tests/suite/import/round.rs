//! What goes out comes back.

use std::sync::Arc;

use proptest::prelude::*;
use sitmap::{
    domain::model::{KindId, Object, Uid, Value},
    io::export,
};

use super::{empty, kind, objects, plan, said, take_in};

fn shelter(uid: u128, name: String, capacity: Option<i64>, place: Option<(f64, f64)>) -> Arc<Object> {
    let world = empty();
    let kind = world.catalogue().kind("shelter").unwrap();
    let mut values = vec![Value::Null; kind.fields.len()];
    values[kind.index("name").unwrap()] = Value::from(name);
    values[kind.index("capacity").unwrap()] = capacity.into();
    values[kind.index("suitable_hazards").unwrap()] = Value::from("flood,earthquake");
    let geometry = place.map(|(x, y)| geo_types::Point::new(x, y).into());
    Arc::new(Object { uid: Uid::from_bits(uid), kind: KindId::from("shelter"), geometry, values })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn geojson_comes_back_as_it_went(
        names in prop::collection::vec("[\u{4e00}-\u{9fa5}a-z]{2,8}[0-9]", 1..20),
        capacity in prop::option::of(0_i64..100_000),
        place in prop::option::of((-180.0_f64..=-0.001, 0.001_f64..90.0)),
    ) {
        let world = empty();
        let layer = world.catalogue().kind("shelter").unwrap();
        let all: Vec<Arc<Object>> =
            names.into_iter().enumerate().map(|(n, name)| shelter(n as u128 + 1, name, capacity, place)).collect();
        let references: Vec<&Object> = all.iter().map(AsRef::as_ref).collect();
        let text = export::collection(layer, &references, export::Options { unmask: true, ..Default::default() }).to_string();
        let mut back = empty();
        let import = plan(&back, "out.geojson", text.as_bytes(), &Default::default()).unwrap();
        take_in(&mut back, &import);
        let round = objects(&back, "shelter");
        prop_assert_eq!(round.len(), all.len());
        for (before, after) in all.iter().zip(&round) {
            prop_assert_eq!(before.uid, after.uid);
            prop_assert_eq!(said(&world, before), said(&back, after));
            prop_assert_eq!(&before.geometry, &after.geometry);
        }
    }

    #[test]
    fn csv_comes_back_as_it_went(
        names in prop::collection::vec("[\u{4e00}-\u{9fa5}a-z][\u{4e00}-\u{9fa5}a-z,\"\n]{1,8}[0-9]", 1..20),
        capacity in prop::option::of(1_i64..100_000),
        place in prop::option::of((60.1_f64..=180.0, 0.001_f64..90.0)),
    ) {
        let world = empty();
        let layer = world.catalogue().kind("shelter").unwrap();
        let all: Vec<Arc<Object>> =
            names.into_iter().enumerate().map(|(n, name)| shelter(n as u128 + 1, name, capacity, place)).collect();
        let references: Vec<&Object> = all.iter().map(AsRef::as_ref).collect();
        let text = export::table(layer, &references, export::Options { unmask: true, mark: Some("示例数据"), ..Default::default() });
        let mut back = empty();
        let import = plan(&back, "out.csv", &text, &kind("shelter")).unwrap();
        prop_assert_eq!(import.assumed.crs_reason.id.as_str(), "crs-word");
        take_in(&mut back, &import);
        let round = objects(&back, "shelter");
        prop_assert_eq!(round.len(), all.len());
        for (before, after) in all.iter().zip(&round) {
            prop_assert_eq!(said(&world, before), said(&back, after));
            prop_assert_eq!(&before.geometry, &after.geometry);
        }
    }

    #[test]
    fn any_bytes_are_an_answer_or_an_error_and_never_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = plan(&empty(), "any", &bytes, &kind("shelter"));
    }

    #[test]
    fn any_text_under_headings_is_accounted_for(text in "([^\u{0}]{0,30}[,\n]){0,60}") {
        let text = format!("名称,经度,纬度,容量,适用灾种,状态时间\n{text}");
        if let Ok(import) = plan(&empty(), "any.csv", text.as_bytes(), &kind("shelter")) {
            take_in(&mut empty(), &import);
        }
    }

    #[test]
    fn any_json_is_an_answer_or_an_error(inner in "[\\[\\]{}:,\"a-z0-9.eE-]{0,200}") {
        let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[{inner}]}}");
        let _ = plan(&empty(), "any.json", text.as_bytes(), &kind("shelter"));
    }
}
