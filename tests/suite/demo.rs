//! The sample district is what its issue says: counts, sums, places, names.

mod flood;
mod ground;
mod places;
mod register;
mod roads;

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use geo::{Geometry, Point};
use sitmap::{
    demo::{District, Moment, generate},
    domain::{
        catalogue::Catalogue,
        model::{Object, Value},
    },
    io::assets::shipped_catalogue,
};

pub fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| Catalogue::read(&shipped_catalogue()).0)
}

/// 2026-07-20 09:30 in Beijing: the typhoon season's limits are in force.
pub fn now() -> jiff::Timestamp {
    jiff::Timestamp::constant(1_784_511_000, 0)
}

/// The sample of seed 1, made once a run of the tests.
pub fn sample(moment: Moment) -> &'static District {
    static QUIET: OnceLock<District> = OnceLock::new();
    static FLOOD: OnceLock<District> = OnceLock::new();
    let home = if moment == Moment::Quiet { &QUIET } else { &FLOOD };
    home.get_or_init(|| generate(catalogue(), 1, moment, 1, now()))
}

/// The objects of a kind.
pub fn objects<'a>(district: &'a District, kind: &str) -> &'a [Arc<Object>] {
    district.objects.get(kind).map_or(&[], Vec::as_slice)
}

/// A value by field id.
pub fn value<'a>(object: &'a Object, field: &str) -> &'a Value {
    let at = catalogue().kind(object.kind.as_str()).and_then(|kind| kind.index(field));
    at.map_or(&Value::Null, |at| object.value(at))
}

/// A text by field id, empty when there is none.
pub fn text<'a>(object: &'a Object, field: &str) -> &'a str {
    value(object, field).as_text().unwrap_or_default()
}

/// A whole number by field id, 0 when there is none.
pub fn whole(object: &Object, field: &str) -> i64 {
    value(object, field).as_integer().unwrap_or_default()
}

/// A number by field id; not a number when there is none.
pub fn number(object: &Object, field: &str) -> f64 {
    value(object, field).as_number().unwrap_or(f64::NAN)
}

/// The point of an object.
pub fn point(object: &Object) -> Option<Point> {
    match object.geometry {
        Some(Geometry::Point(point)) => Some(point),
        _ => None,
    }
}

/// How many objects of a kind have each value of a field.
pub fn tally<'a>(district: &'a District, kind: &str, field: &str) -> BTreeMap<&'a str, usize> {
    let mut tally = BTreeMap::new();
    for object in objects(district, kind) {
        *tally.entry(text(object, field)).or_default() += 1;
    }
    tally
}

#[test]
fn the_same_seed_makes_the_same_district_and_another_seed_another() {
    let again = generate(catalogue(), 1, Moment::Flood, 1, now());
    let first = sample(Moment::Flood);
    assert_eq!(format!("{:?}", again.objects), format!("{:?}", first.objects));
    assert_eq!(again.entries, first.entries);
    assert_eq!(again.readings, first.readings);
    let other = generate(catalogue(), 2, Moment::Quiet, 1, now());
    assert_ne!(format!("{:?}", other.objects["shelter"]), format!("{:?}", first.objects["shelter"]));
    assert_eq!(other.objects["shelter"].len(), 275);
}

#[test]
fn a_scale_multiplies_what_stands_at_a_point_and_every_uid_stays_unique() {
    let triple = generate(catalogue(), 1, Moment::Flood, 3, now());
    assert_eq!(triple.objects["enterprise"].len(), 3 * 1566);
    assert_eq!(triple.objects["township"].len(), 26);
    let mut uids: Vec<_> = triple.objects.values().flatten().map(|object| object.uid).collect();
    let all = uids.len();
    uids.sort();
    uids.dedup();
    assert_eq!(uids.len(), all);
}

#[test]
fn a_catalogue_without_some_kinds_still_makes_the_rest_and_says_what_is_left_out() {
    let few: Vec<_> = shipped_catalogue().into_iter().filter(|source| source.name != "pond.toml").collect();
    let (few, _) = Catalogue::read(&few);
    let district = generate(&few, 1, Moment::Quiet, 1, now());
    assert_eq!(district.left_out.iter().map(String::as_str).collect::<Vec<_>>(), ["pond"]);
    assert_eq!(objects(&district, "shelter").len(), 275);
}
