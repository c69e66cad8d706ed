use geo_types::Point;

use super::*;
use crate::domain::{
    model::Value,
    tests::{Making, SHIPPED, at},
};

/// Twelve people told to go to a shelter with so many places, in such a state.
fn world(capacity: i64, status: &str) -> World {
    let mut making = Making::default();
    let place = [("name", "文化礼堂".into()), ("capacity", capacity.into()), ("status", status.into())];
    let shelter = making.add("shelter", Some(Point::new(119.6, 29.0).into()), &place);
    for (people, state, village) in
        [(5_i64, "notified", "上村"), (7, "refused", "下村"), (9, "moved", "上村"), (4, "listed", "上村")]
    {
        let values = [
            ("township", Value::from("东乡")),
            ("village", village.into()),
            ("household_size", people.into()),
            ("state", state.into()),
            ("shelter", shelter.uid.to_string().into()),
            ("leave_by", at("18:00").into()),
        ];
        making.add(TRANSFER, Some(Point::new(119.5, 29.0).into()), &values);
    }
    making.world()
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
    let told = whole.layer(TRANSFER).unwrap().objects().cloned().collect();
    let world = World::new(SHIPPED.clone(), BTreeMap::from([(TRANSFER.into(), told)]));
    assert!(matches!(troubles(&world, None, at("17:00")).as_slice(), [one] if one.what == Fault::Gone));
}
