//! One keystroke of a search over 100,000 names, beside a plain scan of the same rows in the same run.
//!
//! `cargo bench --bench search`. The scan knows neither sounds nor ranks: it folds each name and asks whether it holds
//! the text, as a list filter would.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a measurement stops where its inputs are wrong")]

use std::{collections::BTreeMap, hint::black_box, sync::Arc, time::Instant};

use geo_types::Point;
use sitmap::{
    domain::{
        catalogue::{Catalogue, Source},
        model::{Object, Uid},
        query::SearchIndex,
        world::World,
    },
    io::assets,
};

const ROWS: u128 = 100_000;
const REPEATS: usize = 21;
const KIND: &str = r#"
    id = "place"
    zh = "地点"
    en = "Place"
    group = "basemap"
    geometry = "point"
    symbol = { frame = "plain", mark = "点" }
    field = [
        { id = "name", zh = "名称", en = "Name", type = "text" },
        { id = "code", zh = "编号", en = "Code", type = "text" },
        { id = "village", zh = "村", en = "Village", type = "text" },
    ]
"#;
const TEXTS: [&str; 9] = ["b", "bl", "blq", "bailongqiao", "白", "白龙桥", "村", "xinfan", "33070299"];

fn main() {
    let source = Source { name: "place.toml".to_owned(), text: KIND.to_owned() };
    let (catalogue, problems) = Catalogue::read(&[source]);
    assert!(problems.is_empty(), "{problems:?}");
    let signs: Vec<char> = "白龙桥莘畈箬阳塔石乾西长山竹马琅琊雅沙安地蒋堂汤溪罗埠洋苏孟新昌叶店临江".chars().collect();
    let kinds = ["村", "小学", "文化礼堂", "水库", "山塘", "加油站", "仓库", "村委会"];
    let sign = |number: u128| signs[(number % signs.len() as u128) as usize];
    let named = |row: u128| {
        let mixed = row.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 7;
        let name: String = [mixed, mixed / 41, mixed / 1681, mixed / 68_921].map(sign).iter().collect();
        format!("{name}{}{}", kinds[(mixed % 8) as usize], row % 977)
    };
    let objects = (1..=ROWS).map(|row| {
        let village: String = [row / 7, row / 11, row / 400].map(sign).iter().collect();
        let values = vec![named(row).into(), format!("330702{row:06}").into(), village.into()];
        let geometry = Some(Point::new(119.0 + row as f64 * 1e-5, 29.0).into());
        Arc::new(Object { uid: Uid::from_bits(row), kind: "place".into(), geometry, values })
    });
    let objects: Vec<_> = objects.collect();
    let world = World::new(Arc::new(catalogue), BTreeMap::from([("place".into(), objects.clone())]));
    let start = Instant::now();
    let index = SearchIndex::new(&world, None, &assets::spelling());
    println!("index of {ROWS} rows: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    let mut worst: f64 = 0.0;
    for text in TEXTS {
        let mut ours = Vec::new();
        let mut scan = Vec::new();
        let mut total = 0;
        for _ in 0..REPEATS {
            let start = Instant::now();
            total = black_box(index.search(text, 40)).total;
            ours.push(start.elapsed().as_secs_f64() * 1e3);
            let start = Instant::now();
            let held = objects.iter().filter(|object| {
                (0..3).any(|field| object.value(field).as_text().is_some_and(|held| held.to_lowercase().contains(text)))
            });
            black_box(held.count());
            scan.push(start.elapsed().as_secs_f64() * 1e3);
        }
        let middle = |times: &mut Vec<f64>| {
            times.sort_by(f64::total_cmp);
            *times.get(REPEATS / 2).expect("a middle one")
        };
        let (ours, scan) = (middle(&mut ours), middle(&mut scan));
        worst = worst.max(ours);
        println!("{text:>12}  {total:>6} found  {ours:6.2} ms  scan {scan:6.2} ms  ratio {:.2}", ours / scan);
    }
    println!("slowest keystroke {worst:.2} ms");
}
