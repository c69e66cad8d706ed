use std::{collections::BTreeMap, sync::Arc};

use proptest::prelude::*;

use super::*;
use crate::domain::{
    catalogue::{Catalogue, Lang, Source},
    model::{Object, Uid, Value},
};

const ENTERPRISE: &str = r#"
    id = "enterprise"
    zh = "企业"
    en = "Enterprise"
    group = "risk"
    geometry = "point"
    symbol = { frame = "hazard", mark = "企" }
    color = { field = "risk", rule = [{ is = "red", tone = "alarm" }, { is = "blue", tone = "low" }] }
    field = [
        { id = "name", zh = "名称", en = "Name", type = "text" },
        { id = "risk", zh = "风险等级", en = "Risk", type = "choice", choice = [
            { id = "red", zh = "红", en = "Red" }, { id = "blue", zh = "蓝", en = "Blue" } ] },
        { id = "trade", zh = "行业", en = "Trade", type = "choice", choice = [
            { id = "chemical", zh = "化工", en = "Chemical" } ] },
        { id = "township", zh = "乡镇（街道）", en = "Township", type = "text" },
        { id = "staff", zh = "职工", en = "Staff", type = "integer", unit_zh = "人", unit_en = "people" },
        { id = "checked", zh = "已检查", en = "Checked", type = "bool" },
        { id = "head", zh = "负责人", en = "Head", type = "text", personal = true },
    ]
"#;

fn world() -> World {
    let (catalogue, problems) = Catalogue::read(&[Source { name: "e.toml".into(), text: ENTERPRISE.into() }]);
    assert_eq!(problems, []);
    let works = |uid: u128, risk: &str, town: &str, staff: Option<i64>| {
        let values = vec![
            format!("{uid}厂").into(),
            risk.into(),
            Value::Null,
            town.into(),
            staff.map_or(Value::Null, Value::Integer),
            Value::Bool(uid.is_multiple_of(2)),
            "示例甲".into(),
        ];
        Arc::new(Object { uid: Uid::from_bits(uid), kind: "enterprise".into(), geometry: None, values })
    };
    let rows = vec![
        works(1, "red", "白龙桥镇", Some(40)),
        works(2, "red", "长山乡", None),
        works(3, "blue", "白龙桥镇", Some(8)),
    ];
    World::new(Arc::new(catalogue), BTreeMap::from([("enterprise".into(), rows)]))
}

fn words() -> Words {
    let text = "yes = 是\nno = 否\nlayer-color-rule = 按{ $field }\nlayer-color-usual = 一色\nlayer-color-plain = 一色";
    Words::read(Lang::Zh, &[("a", text)]).0
}

fn line(field: &str, comparison: Comparison, value: &str) -> FilterRow {
    FilterRow { field: field.into(), comparison, value: Some(value.to_owned()) }
}

#[test]
fn what_can_be_asked_is_called_as_the_catalogue_calls_it_and_persons_are_left_out() {
    let world = world();
    let look = LayerLook::default();
    let view = layer(&world, &"enterprise".into(), &look, &BTreeSet::new(), &words()).unwrap();
    let names: Vec<&str> = view.fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["名称", "风险等级", "行业", "乡镇（街道）", "职工", "已检查"]);
    let values = |place: usize| -> Vec<&str> {
        let field: &AskedField = view.fields.get(place).unwrap();
        field.values.iter().map(|(_, name)| name.as_str()).collect()
    };
    assert_eq!(values(1), ["红", "蓝"]);
    assert_eq!(values(3), ["白龙桥镇", "长山乡"]);
    assert_eq!(values(4), [""; 0]);
    assert_eq!(values(5), ["是", "否"]);
    let colors: Vec<&str> = view.colors.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(colors, ["按风险等级", "行业", "一色"]);
    assert_eq!((view.passed.shown, view.passed.of), (3, 3));
}

#[test]
fn lines_make_a_filter_and_those_with_no_value_yet_none() {
    let world = world();
    let kind = world.layer("enterprise").unwrap().kind().clone();
    let mut rows = FilterRows { rows: vec![line("risk", Comparison::Is, "red")], any: false };
    rows.rows.push(FilterRow { field: "township".into(), comparison: Comparison::Is, value: None });
    let half = rows.condition(&kind).unwrap().unwrap();
    assert_eq!(half.text(&kind, Notation::Ids), "risk=red");
    rows.rows.push(line("township", Comparison::Is, "白龙桥镇"));
    let look = LayerLook { filter: rows.condition(&kind).unwrap(), ..LayerLook::default() };
    let view = layer(&world, &"enterprise".into(), &look, &BTreeSet::new(), &words()).unwrap();
    assert_eq!(view.filter.as_deref(), Some("风险等级 是 红 且 乡镇（街道） 是 白龙桥镇"));
    assert_eq!((view.passed.shown, view.passed.of), (1, 3));
    assert_eq!(FilterRows::default().condition(&kind), Ok(None));
    let blank = FilterRows { rows: vec![line("staff", Comparison::Is, "")], any: false };
    let look = LayerLook { filter: blank.condition(&kind).unwrap(), ..LayerLook::default() };
    assert_eq!(layer(&world, &"enterprise".into(), &look, &BTreeSet::new(), &words()).unwrap().passed.shown, 1);
}

#[test]
fn a_line_that_does_not_fit_its_field_is_named() {
    let world = world();
    let kind = world.layer("enterprise").unwrap().kind().clone();
    let rows = vec![line("risk", Comparison::Is, "red"), line("staff", Comparison::AtLeast, "许多")];
    let (place, bad) = FilterRows { rows, any: true }.condition(&kind).unwrap_err();
    assert_eq!((place, bad), (1, BadFilter::BadValue { field: "staff".into(), value: "许多".into() }));
}

#[test]
fn a_filter_with_brackets_is_no_list_of_lines() {
    let world = world();
    let kind = world.layer("enterprise").unwrap().kind().clone();
    let nested = Condition::parse("risk=red or (staff>10 and township=白龙桥镇)", &kind).unwrap();
    assert_eq!(FilterRows::of(Some(&nested), &kind), None);
    let flat = Condition::parse("risk=red or staff>10", &kind).unwrap();
    let rows = FilterRows::of(Some(&flat), &kind).unwrap();
    assert!(rows.any && rows.rows.len() == 2);
}

proptest! {
    /// Whatever texts are asked for, lines, filter, lines again are the same.
    #[test]
    fn lines_come_back_from_the_filter_they_made(
        texts in prop::collection::vec("[a-z\"且或未填（）() 镇]{1,8}", 1..4), any: bool,
    ) {
        let world = world();
        let kind = world.layer("enterprise").unwrap().kind().clone();
        let texts = texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty());
        let rows: Vec<_> = texts.map(|text| line("township", Comparison::Is, text)).collect();
        prop_assume!(!rows.is_empty());
        let rows = FilterRows { any: any && rows.len() > 1, rows };
        let made = rows.condition(&kind).unwrap();
        prop_assert_eq!(FilterRows::of(made.as_ref(), &kind).unwrap(), rows);
        let made = made.unwrap();
        let read = Condition::parse(&made.text(&kind, Notation::Ids), &kind).unwrap();
        prop_assert_eq!(read, made);
    }
}
