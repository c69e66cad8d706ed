use std::{collections::BTreeMap, sync::Arc};

use geo_types::Point;

use super::*;
use crate::domain::{
    catalogue::{Catalogue, Source},
    model::{KindId, Uid, Value},
};

fn kind(id: &str) -> Source {
    let text = format!(
        r#"
        id = "{id}"
        zh = "某"
        en = "Some"
        group = "organisation"
        geometry = "point"
        symbol = {{ frame = "plain", mark = "某" }}
        field = [
            {{ id = "name", zh = "名称", en = "Name", type = "text" }},
            {{ id = "code", zh = "编号", en = "Code", type = "text" }},
            {{ id = "village", zh = "村", en = "Village", type = "text" }},
            {{ id = "address", zh = "住址", en = "Home", type = "text", personal = true }},
        ]
    "#
    );
    Source { name: format!("{id}.toml"), text }
}

fn world(rows: &[(&str, u128, [&str; 4])]) -> World {
    let (catalogue, problems) = Catalogue::read(&[kind("shelter"), kind("school")]);
    assert_eq!(problems, []);
    let mut objects: BTreeMap<KindId, Vec<Arc<Object>>> = BTreeMap::new();
    for (kind, bits, texts) in rows {
        let values = texts.iter().map(|text| if text.is_empty() { Value::Null } else { (*text).into() }).collect();
        let geometry = (*bits != 7).then(|| Point::new(119.6, 29.1).into());
        let object = Object { uid: Uid::from_bits(*bits), kind: (*kind).into(), geometry, values };
        objects.entry((*kind).into()).or_default().push(Arc::new(object));
    }
    World::new(Arc::new(catalogue), objects)
}

fn uids(found: &Found) -> Vec<u128> {
    found.hits.iter().map(|hit| hit.object.uid.bits()).collect()
}

#[test]
fn the_best_match_comes_first() {
    let world = world(&[
        ("shelter", 1, ["白龙桥镇文化礼堂", "", "", ""]),
        ("shelter", 2, ["新昌村避灾点", "", "白龙桥", ""]),
        ("shelter", 3, ["白龙桥", "", "", ""]),
        ("school", 4, ["婺城区白龙桥小学", "", "", ""]),
        ("school", 5, ["白龙桥小学", "", "", ""]),
        ("school", 6, ["雅畈小学", "", "", "白龙桥路1号"]),
    ]);
    let found = search(&world, "白龙桥", 10);
    assert_eq!(uids(&found), [3, 2, 5, 1, 4]);
    assert_eq!(found.hits[1].field.as_str(), "village");
    assert_eq!((search(&world, "白龙桥", 2).hits.len(), search(&world, "白龙桥", 2).total), (2, 5));
}

#[test]
fn case_width_and_spaces_make_no_difference() {
    let world = world(&[("shelter", 1, ["Ａ座 1号楼", "WC-0１2", "", ""]), ("shelter", 7, ["b", "", "", ""])]);
    for text in ["a座1号", "Ａ 座", "wc-012", " WC - 012 "] {
        assert_eq!(uids(&search(&world, text, 5)), [1], "{text}");
    }
    assert_eq!(search(&world, "B", 5).hits[0].position, None);
    assert_eq!(search(&world, "  ", 5), Found::default());
}

#[test]
fn words_may_stand_in_different_fields() {
    let world =
        world(&[("shelter", 1, ["文化礼堂", "", "新昌村", ""]), ("shelter", 2, ["文化礼堂", "", "下徐村", ""])]);
    assert_eq!(uids(&search(&world, "下徐 礼堂", 5)), [2]);
    assert_eq!(uids(&search(&world, "下徐 学校", 5)), [] as [u128; 0]);
}
