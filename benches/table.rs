//! A table of 100,000 rows: sorted and filtered, beside the naive way in the same run.
//!
//! `cargo bench --no-default-features --bench table`. The naive way says every cell as text, looks through the texts
//! and sorts by them. The target is less than 100 ms off the window's thread.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench of our own catalogue")]

use std::{collections::BTreeMap, hint::black_box, sync::Arc, time::Instant};

use sitmap::{
    domain::{
        catalogue::{Catalogue, Lang},
        model::{KindId, Object, Uid, Value},
        view::{
            Words, say,
            table::{Sort, TableRequest, table},
        },
        world::World,
    },
    io::assets,
};

const ROWS: u32 = 100_000;
const RUNS: usize = 7;

fn world() -> World {
    let (catalogue, _) = Catalogue::read(&assets::shipped_catalogue());
    let kind = catalogue.kind("shelter").unwrap().clone();
    let towns = ["白龙桥镇", "琅琊镇", "蒋堂镇", "汤溪镇", "罗店镇", "莘畈乡", "箬阳乡", "塔石乡"];
    let object = |number: u32| {
        // A cheap shuffle: the rows come in no order.
        let mixed = number.wrapping_mul(2_654_435_761) >> 8;
        let town = towns[mixed as usize % towns.len()];
        let mut values = vec![Value::Null; kind.fields.len()];
        let mut set = |field: &str, value: Value| values[kind.index(field).unwrap()] = value;
        set("name", format!("{town}第{}文化礼堂", mixed % 9_973).into());
        set("township", town.into());
        set("status", ["open", "closed"][mixed as usize % 2].into());
        set("capacity", if mixed.is_multiple_of(11) { Value::Null } else { i64::from(mixed % 1_200).into() });
        Arc::new(Object { uid: Uid::from_bits(number.into()), kind: kind.id.clone(), geometry: None, values })
    };
    let objects = (1..=ROWS).map(object).collect();
    World::new(Arc::new(catalogue), BTreeMap::from([(KindId::from("shelter"), objects)]))
}

/// Every cell as text, then looked through, then sorted by the text of a column.
fn naive(world: &World, text: &str, by: &str, words: &Words) -> usize {
    let layer = world.layer("shelter").unwrap();
    let kind = layer.kind();
    let by = kind.index(by).unwrap();
    let say = |object: &Object| -> Vec<String> {
        let cells = kind.fields.iter().zip(&object.values);
        cells.map(|(field, value)| say::value(field, value, words).unwrap_or_default()).collect()
    };
    let mut rows: Vec<Vec<String>> = layer.objects().map(|object| say(object)).collect();
    rows.retain(|row| row.iter().any(|cell| cell.contains(text)));
    rows.sort_by(|a, b| a[by].cmp(&b[by]));
    rows.len()
}

fn median_ms(mut work: impl FnMut() -> usize) -> f64 {
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[RUNS / 2]
}

fn main() {
    let (world, words) = (world(), assets::words(Lang::Zh));
    for (text, by) in [("", "capacity"), ("", "name"), ("汤溪", "capacity"), ("开放", "name")] {
        let sort = Some(Sort { field: by.into(), descending: true });
        let request = TableRequest { text: text.to_owned(), sort, ..TableRequest::of("shelter".into()) };
        let ours = median_ms(|| table(&world, &request, &words).map_or(0, |table| table.len()));
        let theirs = median_ms(|| naive(&world, text, by, &words));
        println!(
            "{ROWS} rows, {text:?} by {by}: {ours:.1} ms; every cell as text {theirs:.1} ms, {:.1} times",
            theirs / ours
        );
    }
}
