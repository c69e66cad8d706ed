//! Finding from outside: by sound, by person, by coordinate; the chain of a place; looking at a person goes on record.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure here is the test's failure")]

use std::sync::Arc;

use jiff::Timestamp;
use sitmap::{
    app::{Command, Opening, Operation, object::ObjectCommand, person::PersonCommand},
    demo::{Moment, generate},
    domain::{
        catalogue::{Catalogue, Lang},
        edit::Intent,
        model::{ObjectRef, Value},
        place::Position,
        query::{SearchIndex, place_chain},
        world::World,
    },
    io::{
        assets,
        store::{self, Access},
    },
};

use crate::{
    cli::{Seat, text},
    store_kit as kit,
};

fn sample() -> World {
    let (catalogue, _) = Catalogue::read(&assets::shipped_catalogue());
    let now: Timestamp = "2026-08-09T07:06:00Z".parse().unwrap();
    let objects = generate(&catalogue, 1, Moment::Quiet, 1, now).summed(&catalogue);
    World::new(Arc::new(catalogue), objects)
}

#[test]
fn townships_of_the_sample_are_found_by_their_sounds_and_local_readings() {
    let index = SearchIndex::new(&sample(), None, &assets::spelling());
    let finds = |text: &str, name: &str| {
        let found = index.search(text, 10_000);
        assert!(found.hits.iter().any(|hit| hit.name.contains(name)), "{text} did not find {name}");
    };
    for (text, name) in [
        ("blq", "白龙桥"),
        ("bailongqiao", "白龙桥"),
        ("xinfan", "莘畈"),
        ("shenfan", "莘畈"),
        ("xinban", "莘畈"),
        ("ruoyang", "箬阳"),
        ("nuoyang", "箬阳"),
        ("tashi", "塔石"),
        ("qianxi", "乾西"),
        ("ganxi", "乾西"),
        ("changshan", "长山"),
        ("zhangshan", "长山"),
    ] {
        finds(text, name);
    }
}

#[test]
fn the_chain_of_a_place_names_township_village_grids_and_persons_by_level() {
    let world = sample();
    let index = SearchIndex::new(&world, None, &assets::spelling());
    let village =
        index.search("白龙桥", 500).hits.into_iter().find(|hit| hit.object.kind.as_str() == "village").unwrap();
    let chain = place_chain(&world, village.position.unwrap());
    let town = world.value(&village.object, "township");
    assert_eq!(Some(chain.township.as_ref().unwrap().name.as_str()), town.as_text());
    let here = chain.village.as_ref().unwrap();
    assert_eq!((here.object.as_ref(), here.nearest_m), (Some(&village.object), None));
    let levels: Vec<_> = chain.grids.iter().map(|grid| grid.level.as_deref().unwrap()).collect();
    assert_eq!(levels, ["village", "township", "county"]);
    for level in ["village", "township", "county"] {
        assert!(chain.persons.iter().any(|person| person.level == level && person.phone.is_some()), "{level}");
    }
    let of_village = |person: &&sitmap::domain::query::PersonHere| person.object.kind.as_str() == "responsible_person";
    for person in chain.persons.iter().filter(|person| person.level == "village").filter(of_village) {
        assert_eq!(world.value(&person.object, "township"), town);
    }
    // Far away nothing holds the place, and the nearest village is said to be only that.
    let sea = place_chain(&world, Position::new(123.0, 28.0).unwrap());
    assert_eq!((sea.township, sea.grids.len()), (None, 0));
    assert!(sea.village.unwrap().nearest_m.unwrap() > 100_000.0);
}

#[test]
fn looking_at_a_person_is_on_record_and_undo_passes_it_by() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("d.gpkg");
    let mut store = kit::create(&path);
    store.commit(&kit::action(1, vec![sitmap::domain::edit::Edit::Add(kit::shelter(1))])).unwrap();
    store.close().unwrap();
    let shelter: ObjectRef = kit::shelter_ref(1);
    let mut operation = Operation::open(kit::opening(&path)).unwrap();
    let before = operation.world().value(&shelter, "capacity");
    let set = ObjectCommand::Set { object: shelter.clone(), field: "capacity".into(), value: Value::Integer(777) };
    operation.run(Command::Object(set)).unwrap();
    operation.run(Command::Person(PersonCommand::Unmask(shelter.clone()))).unwrap();
    // It stands in the object's own history.
    let rows = store::history(&path, &shelter, 10).unwrap();
    assert_eq!((rows[0].label.id.as_str(), rows[0].actor.as_ref(), rows[0].edits), ("unmask", "值班员", 0));
    assert!(assets::words(Lang::Zh).action(&rows[0].label).starts_with("查看 "));
    // Undo takes back what was changed before it; redo does it again after another look.
    operation.run(Command::Undo).unwrap();
    assert_eq!(operation.world().value(&shelter, "capacity"), before);
    operation.run(Command::Person(PersonCommand::Unmask(shelter.clone()))).unwrap();
    operation.run(Command::Redo).unwrap();
    assert_eq!(operation.world().value(&shelter, "capacity"), Value::Integer(777));
    let rows = store::history(&path, &shelter, 10).unwrap();
    assert_eq!(rows.iter().filter(|row| row.label.id == "unmask" && row.intent == Intent::Do).count(), 2);
    // A seat that cannot write it down cannot look.
    let mut reader = Operation::open(Opening { access: Access::Read, ..kit::opening(&path) }).unwrap();
    let refused = reader.run(Command::Person(PersonCommand::Unmask(shelter))).unwrap_err();
    assert_eq!(refused.id, "read-only");
}

#[test]
fn the_command_line_finds_by_sound_and_coordinate_and_says_what_a_place_is() {
    let seat = Seat::new();
    let district = seat.district();
    let (found, code) = seat.json(&district, &["search", "ruoyang", "--limit", "200"]);
    assert_eq!(code, 0);
    let names: Vec<&str> = found["rows"].as_array().unwrap().iter().filter_map(|row| row["name"].as_str()).collect();
    assert!(names.iter().any(|name| name.contains("箬阳")), "{names:?}");
    let (found, code) = seat.json(&district, &["search", "29.0880,119.5560"]);
    assert_eq!((found["places"][0]["lon"].as_f64(), code), (Some(119.556), 0));
    let (here, code) = seat.json(&district, &["here", "--at", "119.5560,29.0880"]);
    assert_eq!(code, 0);
    assert!(here["township"]["name"].is_string() && here["village"]["known_by"] == "area", "{here}");
    assert_eq!(here["written"]["wgs84"], "119.556000,29.088000");
    let persons = here["persons"].as_array().unwrap();
    assert!(persons.iter().all(|person| person["phone"].as_str().is_none_or(|phone| phone.contains('*'))));
    let said = seat.run(&["--file", text(&district), "here", "--at", "119.5560,29.0880"]);
    assert!(said.out.contains("网格") && said.out.contains("村级"), "{}", said.out);
    let (_, code) = seat.json(&district, &["here", "--at", "123.0,28.0"]);
    assert_eq!(code, 1);
}
