use std::sync::Arc;

use geo_types::Point;

use super::*;
use crate::{
    domain::{
        catalogue::Catalogue,
        model::{KindId, Object, Value},
    },
    io::assets::shipped_catalogue,
};

fn at(text: &str) -> Timestamp {
    format!("2026-06-20T{text}:00+08:00").parse().unwrap()
}

fn object(catalogue: &Catalogue, kind: &str, uid: u128, lon: f64, values: &[(&str, Value)]) -> Arc<Object> {
    let known = catalogue.kind(kind).unwrap();
    let mut filled = vec![Value::Null; known.fields.len()];
    for (field, value) in values {
        filled[known.index(field).unwrap()] = value.clone();
    }
    let place = Point::new(lon, 29.0).into();
    Arc::new(Object { uid: Uid::from_bits(uid), kind: kind.into(), geometry: Some(place), values: filled })
}

/// Twelve people told to go to a shelter with so many places, in such a state.
fn world(capacity: i64, status: &str) -> World {
    let (catalogue, _) = Catalogue::read(&shipped_catalogue());
    let shelter = object(
        &catalogue,
        "shelter",
        1,
        119.6,
        &[("name", "文化礼堂".into()), ("capacity", capacity.into()), ("status", status.into())],
    );
    let household = |uid, people: i64, state: &str, village: &str| {
        let values = [
            ("township", "东乡".into()),
            ("village", village.into()),
            ("household_size", people.into()),
            ("state", state.into()),
            ("shelter", Uid::from_bits(1).to_string().into()),
            ("leave_by", at("18:00").into()),
        ];
        object(&catalogue, "transfer", uid, 119.5, &values)
    };
    let told = vec![
        household(10, 5, "notified", "上村"),
        household(11, 7, "refused", "下村"),
        household(12, 9, "moved", "上村"),
        household(13, 4, "listed", "上村"),
    ];
    let objects = BTreeMap::from([(KindId::from("shelter"), vec![shelter]), (KindId::from("transfer"), told)]);
    World::new(Arc::new(catalogue), objects)
}

fn found(world: &World, time: &str) -> Vec<(Fault, u64, Vec<String>)> {
    troubles(world, None, at(time)).into_iter().map(|one| (one.what, one.people, one.villages)).collect()
}

#[test]
fn a_shelter_with_room_is_no_news_and_one_without_is_with_who_was_told_to_come() {
    let villages = vec!["上村".to_owned(), "下村".to_owned()];
    assert_eq!(found(&world(12, "open"), "17:00"), []);
    assert_eq!(found(&world(11, "open"), "17:00"), [(Fault::Full(11), 12, villages.clone())]);
    assert_eq!(found(&world(0, "open"), "17:00"), [(Fault::Full(0), 12, villages.clone())]);
    assert_eq!(found(&world(50, "closed"), "17:00"), [(Fault::Barred(Reason::Closed, None), 12, villages)]);
}

#[test]
fn who_should_have_left_is_late_after_the_minute_and_who_has_moved_is_not() {
    let late = [(Fault::Late(at("18:00")), 12, vec!["上村".to_owned(), "下村".to_owned()])];
    assert_eq!(found(&world(50, "open"), "18:00"), []);
    assert_eq!(found(&world(50, "open"), "18:01"), late);
}

#[test]
fn a_shelter_that_was_deleted_is_missed() {
    let whole = world(50, "open");
    let (catalogue, transfer) = (whole.catalogue().clone(), whole.layer("transfer").unwrap());
    let told = transfer.objects().cloned().collect();
    let world = World::new(catalogue, BTreeMap::from([(KindId::from("transfer"), told)]));
    assert!(matches!(troubles(&world, None, at("17:00")).as_slice(), [one] if one.what == Fault::Gone));
}
