use std::collections::{BTreeMap, BTreeSet};

use geo_types::{Geometry, Point};
use proptest::prelude::*;

use super::*;
use crate::domain::{
    model::Value,
    tests::{SHIPPED, values},
    world::World,
};

const TOWNS: [&str; 4] = ["东镇", "西镇", " 西镇", ""];

fn layer(objects: Vec<Arc<Object>>) -> Layer {
    World::new(SHIPPED.clone(), BTreeMap::from([("shelter".into(), objects)])).layer("shelter").unwrap().clone()
}

/// One with a place or none, a name or none, people or nobody knows.
type Spec = (Option<f64>, usize, Option<i64>);

fn object(bits: usize, (lon, name, people): &Spec) -> Arc<Object> {
    let name = if TOWNS[*name].is_empty() { Value::Null } else { TOWNS[*name].into() };
    let area = people.map(|people| people as f64 / 2.0);
    Arc::new(Object {
        uid: Uid::from_bits(bits as u128),
        kind: "shelter".into(),
        geometry: lon.map(|lon| Geometry::from(Point::new(lon, 29.0))),
        values: values("shelter", &[("name", name), ("capacity", (*people).into()), ("floor_area_m2", area.into())]),
    })
}

fn spec() -> impl Strategy<Value = Spec> {
    (prop::option::of(119.0..120.0), 0..TOWNS.len(), prop::option::of(0_i64..100))
}

fn bits(members: &Members<'_>) -> BTreeSet<u128> {
    let all: Vec<u128> = members.uids().into_iter().map(Uid::bits).collect();
    let objects: Vec<u128> = members.objects().map(|object| object.uid.bits()).collect();
    assert_eq!(all, objects, "names and objects in one order");
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "each once");
    all.into_iter().collect()
}

fn by_hand(layer: &Layer, is_one: impl Fn(&Object) -> bool) -> BTreeSet<u128> {
    layer.objects().filter(|object| is_one(object)).map(|object| object.uid.bits()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn sets_and_columns_say_what_a_pass_over_all_says(
        base in prop::collection::vec(spec(), 0..200),
        put in prop::collection::vec((0_usize..220, spec()), 0..30),
        taken in prop::collection::vec(0_usize..220, 0..20),
        one in 0_usize..220,
    ) {
        let mut layer = layer(base.iter().enumerate().map(|(bits, spec)| object(bits, spec)).collect());
        put.iter().for_each(|(bits, spec)| layer.put(object(*bits, spec)));
        taken.iter().for_each(|bits| layer.take(Uid::from_bits(*bits as u128)));
        let unplaced = layer.unplaced();
        prop_assert_eq!(bits(&unplaced), by_hand(&layer, |object| object.geometry.is_none()));
        prop_assert_eq!(unplaced.is_empty(), bits(&unplaced).is_empty());

        // What is as it was packed, by its columns, and what changed, are all there is.
        let mut all = layer.unchanged();
        let [text, whole, real] = ["name", "capacity", "floor_area_m2"].map(|field| layer.kind().index(field).unwrap());
        let name = |number: u32| layer.texts(text).and_then(|texts| texts.texts()[texts.at(number)].clone());
        for (number, object) in all.numbers().zip(all.objects()) {
            prop_assert_eq!(&Value::from(name(number).as_deref().map(str::to_owned)), object.value(text));
            prop_assert_eq!(layer.wholes(whole)[number as usize], object.value(whole).as_integer());
            prop_assert_eq!(layer.numbers(real)[number as usize], object.value(real).as_number());
        }
        layer.changed().for_each(|object| all.insert(object));
        prop_assert_eq!(bits(&all), by_hand(&layer, |_| true));

        all.retain(|object| object.geometry.is_some());
        prop_assert_eq!(bits(&all), by_hand(&layer, |object| object.geometry.is_some()));
        let uid = Uid::from_bits(one as u128);
        if let Some(object) = layer.get(uid) {
            all.insert(object);
            prop_assert!(all.contains(uid));
        }
        all.remove(uid);
        prop_assert!(!all.contains(uid));
        all.add(&unplaced);
        prop_assert_eq!(bits(&all), by_hand(&layer, |object| object.geometry.is_none() || object.uid != uid));
    }
}
