//! Nearest on real positions, against brute force by Karney's distance.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests, where a wrong file is a failure")]

use std::{collections::BTreeMap, path::Path, sync::Arc};

use sitmap::{
    domain::{
        catalogue::Catalogue,
        model::{Object, Uid},
        place::{Position, distance_m},
        query::{NearestQuery, Reason, nearest},
        world::World,
    },
    io::assets,
};

struct Row {
    capacity: i64,
    position: Option<Position>,
}

/// The real list; `None` where it is not present.
fn rows() -> Option<Vec<Row>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/shelters/shelters_5973.csv");
    if !path.exists() {
        println!("skipped: ../shared not present");
        return None;
    }
    let mut reader = csv::Reader::from_path(path).unwrap();
    let headings = reader.headers().unwrap().clone();
    let column =
        |name: &str| headings.iter().position(|heading| heading.trim_start_matches('\u{feff}') == name).unwrap();
    let (lon, lat, capacity) = (column("經度"), column("緯度"), column("預計收容人數"));
    let rows = reader.records().map(|record| {
        let record = record.unwrap();
        let number = |index: usize| record[index].trim().parse::<f64>().unwrap_or(f64::NAN);
        Row { capacity: number(capacity) as i64, position: Position::new(number(lon), number(lat)).ok() }
    });
    Some(rows.collect())
}

fn world(rows: &[Row]) -> World {
    let (catalogue, _) = Catalogue::read(&assets::shipped_catalogue());
    let kind = catalogue.kind("shelter").unwrap().clone();
    let index = kind.index("capacity").unwrap();
    let object = |(number, row): (usize, &Row)| {
        let mut values = vec![Default::default(); kind.fields.len()];
        values[index] = row.capacity.into();
        let geometry = row.position.map(|position| position.point().into());
        Arc::new(Object { uid: Uid::from_bits(number as u128), kind: "shelter".into(), geometry, values })
    };
    let objects = rows.iter().enumerate().map(object).collect();
    World::new(Arc::new(catalogue), BTreeMap::from([("shelter".into(), objects)]))
}

#[test]
fn on_5973_real_shelters_the_nearest_with_room_are_those_of_brute_force() {
    let Some(rows) = rows() else { return };
    assert_eq!(rows.len(), 5973);
    let world = world(&rows);
    // A full district's worth of questions, some in the middle of nowhere.
    for step in 0..40_u32 {
        let from = Position::new(119.5 + f64::from(step % 10) * 0.3, 21.5 + f64::from(step / 10)).unwrap();
        let people = [None, Some(200), Some(5_000)][step as usize % 3];
        let query = NearestQuery { kind: "shelter".into(), from, k: 5, people, hazard: None };
        let found = nearest(&world, &query).unwrap();

        let mut all: Vec<(f64, usize)> = rows
            .iter()
            .enumerate()
            .filter_map(|(number, row)| Some((distance_m(from, row.position?), number)))
            .collect();
        all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let has_room = |number: usize| people.is_none_or(|people| rows[number].capacity >= people);
        let wanted: Vec<_> = all.iter().filter(|(_, number)| has_room(*number)).take(5).collect();
        let ours: Vec<_> = found.answers.iter().map(|answer| answer.object.uid.bits() as usize).collect();
        assert_eq!(ours, wanted.iter().map(|(_, number)| *number).collect::<Vec<_>>());
        for (answer, (exact_m, _)) in found.answers.iter().zip(&wanted) {
            assert!((answer.distance_m - exact_m).abs() < 0.001);
        }
        let last = wanted.last().unwrap();
        let passed: Vec<_> = all.iter().take_while(|one| *one != *last).filter(|(_, n)| !has_room(*n)).collect();
        let ours: Vec<_> = found.passed_over.iter().map(|one| one.object.uid.bits() as usize).collect();
        assert_eq!(ours, passed.iter().map(|(_, number)| *number).collect::<Vec<_>>());
        assert!(found.passed_over.iter().all(|one| one.reason == Reason::Full));
    }
}
