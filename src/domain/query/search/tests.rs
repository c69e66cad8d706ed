use std::{collections::BTreeMap, sync::Arc};

use geo_types::Point;

use proptest::prelude::*;

use super::*;
use crate::domain::{
    catalogue::{Catalogue, Source},
    model::{KindId, Object, Uid, Value},
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
            {{ id = "manager", zh = "管理员", en = "Manager", type = "text", personal = true }},
            {{ id = "phone", zh = "电话", en = "Phone", type = "text", personal = true }},
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

/// The index of a world, searched.
fn search(world: &World, text: &str, limit: usize) -> Found {
    SearchIndex::new(world, None, &Spelling::default()).search(text, limit)
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

#[test]
fn names_are_found_by_initials_whole_sounds_and_a_mix() {
    let world = world(&[
        ("shelter", 1, ["白龙桥镇中心小学", "", "", ""]),
        ("shelter", 2, ["莘畈乡", "", "", ""]),
        ("shelter", 3, ["箬阳乡", "", "", ""]),
        ("shelter", 4, ["乾西乡", "", "", ""]),
        ("shelter", 5, ["长山乡", "", "", ""]),
        ("school", 6, ["BLQ-01", "", "", ""]),
    ]);
    for (text, uid) in [
        ("bailongqiao", 1),
        ("bailongq", 1),
        ("blqzzxxx", 1),
        ("longqiao", 1),
        ("bai龙qiao", 1),
        ("BaiLongQiao zhongxin", 1),
        ("xinfan", 2),
        ("shenfan", 2),
        ("xf", 2),
        ("shf", 2),
        ("ruoyang", 3),
        ("ry", 3),
        ("qianxi", 4),
        ("gxx", 4),
        ("changshan", 5),
        ("zhshan", 5),
    ] {
        // A rare reading may let in another one; never before it.
        assert_eq!(uids(&search(&world, text, 9)).first(), Some(&uid), "{text}");
    }
    // As it is written comes before as it sounds.
    assert_eq!(uids(&search(&world, "blq", 9)), [6, 1]);
    assert_eq!(uids(&search(&world, "blqq", 9)), [] as [u128; 0]);
}

#[test]
fn persons_are_found_by_name_but_not_by_number_or_home() {
    let (catalogue, _) = Catalogue::read(&[kind("shelter")]);
    let values = ["文化礼堂", "", "", "雅畈镇1号", "示例甲乙", "13900000001"].map(Value::from).to_vec();
    let object = Object { uid: Uid::from_bits(1), kind: "shelter".into(), geometry: None, values };
    let world = World::new(Arc::new(catalogue), [("shelter".into(), vec![Arc::new(object)])].into());
    for text in ["示例甲乙", "slj"] {
        let found = search(&world, text, 5);
        assert_eq!((found.hits[0].field.as_str(), found.hits[0].personal), ("manager", true), "{text}");
    }
    assert_eq!((search(&world, "1390000", 5).total, search(&world, "雅畈", 5).total), (0, 0));
}

#[test]
fn a_later_index_takes_over_what_did_not_change_and_finds_what_did() {
    let world = world(&[("shelter", 1, ["甲", "", "", ""]), ("school", 2, ["乙", "", "", ""])]);
    let first = SearchIndex::new(&world, None, &Spelling::default());
    let mut next = world;
    let object = ObjectRef { kind: "school".into(), uid: Uid::from_bits(2) };
    let edit =
        crate::domain::edit::Edit::Set { object, field: "name".into(), before: "乙".into(), after: "丙".into() };
    let label = crate::domain::edit::Label::new("set");
    let (uid, time) = (Uid::from_bits(9), jiff::Timestamp::UNIX_EPOCH);
    let intent = crate::domain::edit::Intent::Do;
    let action = crate::domain::edit::Action {
        uid,
        time,
        actor: "a".into(),
        label,
        area: "a".into(),
        intent,
        edits: vec![edit],
    };
    next.apply(&action).unwrap();
    let second = SearchIndex::new(&next, Some(&first), &Spelling::default());
    assert_eq!((second.search("乙", 5).total, second.search("丙", 5).total, second.search("jia", 5).total), (0, 1, 1));
    let same = |kind: &str| Arc::ptr_eq(&first.parts[&KindId::from(kind)], &second.parts[&KindId::from(kind)]);
    assert!(same("shelter") && !same("school"));
}

/// Whether signs from here on are what was typed, by the rule as it reads.
fn says(signs: &[char], typed: &[char], spelling: &Spelling) -> bool {
    let Some((sign, rest)) = signs.split_first() else { return typed.is_empty() };
    if typed.is_empty() {
        return true;
    }
    let mut lengths = Vec::new();
    if typed[0] == *sign {
        lengths.push(1);
    }
    for reading in spelling.of(*sign) {
        let reading: Vec<char> = reading.chars().collect();
        let two = if matches!(reading[0], 'z' | 'c' | 's') && reading.get(1) == Some(&'h') { 2 } else { 1 };
        for length in [1, two, reading.len()] {
            if typed.len() >= length && typed[..length] == reading[..length] {
                lengths.push(length);
            }
        }
        if reading.starts_with(typed) {
            lengths.push(typed.len());
        }
    }
    lengths.iter().any(|length| says(rest, &typed[*length..], spelling))
}

/// Whether an object holds a text or sounds like it in any of its fields, by the rule as it reads.
fn holds(texts: &[&str], wanted: &str, spelling: &Spelling) -> bool {
    let one = |text: &str, wanted: &str| {
        let (text, wanted) = (folded(text), folded(wanted));
        let (signs, typed): (Vec<char>, Vec<char>) = (text.chars().collect(), wanted.chars().collect());
        let chinese = signs.iter().any(|sign| !spelling.of(*sign).is_empty());
        let letters = typed.iter().any(char::is_ascii_lowercase);
        text.contains(&wanted)
            || (chinese && letters && (0..signs.len()).any(|at| says(&signs[at..], &typed, spelling)))
    };
    let words: Vec<&str> = wanted.split_whitespace().collect();
    texts.iter().any(|text| one(text, wanted))
        || (words.len() > 1 && words.iter().all(|word| texts.iter().any(|text| one(text, word))))
}

proptest! {
    #[test]
    fn the_index_finds_what_the_rule_says(
        rows in proptest::collection::vec(["[白龙桥莘长a1ｂ ]{0,5}", "[ab1]{0,3}", "[长安石]{0,3}"], 1..8),
        wanted in "[bailongqxschez长桥莘a1 ]{1,6}",
    ) {
        let given: Vec<(&str, u128, [&str; 4])> = rows
            .iter()
            .zip(1..)
            .map(|([name, code, village], bits)| ("shelter", bits, [name.as_str(), code, village, ""]))
            .collect();
        let world = world(&given);
        let spelling = Spelling::default();
        let mut expected: Vec<u128> = given
            .iter()
            .filter(|(_, _, texts)| !folded(&wanted).is_empty() && holds(texts, &wanted, &spelling))
            .map(|(_, bits, _)| *bits)
            .collect();
        let found = search(&world, &wanted, 100);
        prop_assert_eq!(found.total, expected.len());
        let mut all = uids(&found);
        all.sort_unstable();
        expected.sort_unstable();
        prop_assert_eq!(all, expected);
        let best = search(&world, &wanted, 2);
        prop_assert_eq!(uids(&best), uids(&found).into_iter().take(2).collect::<Vec<_>>());
    }
}
