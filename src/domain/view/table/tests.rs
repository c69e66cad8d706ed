use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::domain::catalogue::{Catalogue, Source};

const SHELTER: &str = r#"
    id = "shelter"
    zh = "避灾点"
    en = "Shelter"
    group = "evacuation"
    geometry = "point"
    symbol = { frame = "resource", mark = "避" }
    field = [
        { id = "name", zh = "名称", en = "Name", type = "text" },
        { id = "status", zh = "状态", en = "Status", type = "choice", choice = [
            { id = "open", zh = "开放", en = "Open" }, { id = "closed", zh = "关闭", en = "Closed" } ] },
        { id = "capacity", zh = "可容纳", en = "Capacity", type = "integer", unit_zh = "人", unit_en = "people" },
        { id = "level_m", zh = "高程", en = "Level", type = "real", unit_zh = "m", unit_en = "m" },
        { id = "manager", zh = "管理员", en = "Manager", type = "text", personal = true },
        { id = "built", zh = "建成年份", en = "Built", type = "integer" },
    ]
"#;

fn words() -> Words {
    Words::read(
        Lang::Zh,
        &[(
            "a",
            "yes = 是\nno = 否\ntable-sum = { $sum } { $unit }\ntable-sum-long = { $sum } { $mean } { $count }\n\
             table-span = { $least }–{ $most } { $unit }\ntable-span-long = { $least }\n",
        )],
    )
    .0
}

fn world(rows: &[[Value; 6]]) -> World {
    let (catalogue, problems) = Catalogue::read(&[Source { name: "s.toml".into(), text: SHELTER.into() }]);
    assert_eq!(problems, []);
    let object = |(bits, values): (u128, &[Value; 6])| {
        Arc::new(Object { uid: Uid::from_bits(bits), kind: "shelter".into(), geometry: None, values: values.to_vec() })
    };
    let objects = (1..).zip(rows).map(object).collect();
    World::new(Arc::new(catalogue), BTreeMap::from([(KindId::from("shelter"), objects)]))
}

fn halls() -> World {
    let row = |name: &str, status: &str, capacity: Option<i64>, level: Option<f64>, manager: &str| {
        [name.into(), status.into(), capacity.into(), level.into(), manager.into(), Value::Integer(2016)]
    };
    world(&[
        row("竹马文化礼堂", "open", Some(320), Some(60.5), "示例甲乙"),
        row("白龙桥镇中心小学", "closed", Some(1200), None, "示例丙丁"),
        row("叶店村10号", "open", None, Some(48.0), "示例戊"),
        row("叶店村2号", "closed", Some(9), Some(51.0), "示例己"),
    ])
}

fn names(request: &TableRequest) -> Vec<String> {
    let table = table(&halls(), request, &words()).unwrap();
    (0..table.len()).map(|row| table.name(row)).collect()
}

fn all() -> TableRequest {
    TableRequest::of("shelter".into())
}

fn by(field: &str, descending: bool) -> TableRequest {
    TableRequest { sort: Some(Sort { field: field.into(), descending }), ..all() }
}

#[test]
fn numbers_sort_as_numbers_and_the_unknown_last_whichever_way() {
    assert_eq!(names(&by("capacity", false)), ["叶店村2号", "竹马文化礼堂", "白龙桥镇中心小学", "叶店村10号"]);
    assert_eq!(names(&by("capacity", true)), ["白龙桥镇中心小学", "竹马文化礼堂", "叶店村2号", "叶店村10号"]);
}

#[test]
fn names_sort_by_pinyin_and_their_numbers_by_size() {
    assert_eq!(names(&by("name", false)), ["白龙桥镇中心小学", "叶店村2号", "叶店村10号", "竹马文化礼堂"]);
}

#[test]
fn choices_sort_as_the_catalogue_lists_them_and_equal_rows_keep_their_order() {
    assert_eq!(names(&by("status", false)), ["竹马文化礼堂", "叶店村10号", "白龙桥镇中心小学", "叶店村2号"]);
    assert_eq!(names(&by("status", true)), ["白龙桥镇中心小学", "叶店村2号", "竹马文化礼堂", "叶店村10号"]);
}

#[test]
fn a_text_is_found_in_what_is_shown_and_not_in_what_is_masked() {
    let find = |text: &str| names(&TableRequest { text: text.to_owned(), ..all() });
    assert_eq!(find("叶店 关闭"), ["叶店村2号"]);
    assert_eq!(find("1200"), ["白龙桥镇中心小学"]);
    assert_eq!(find("1,200"), ["白龙桥镇中心小学"]);
    assert_eq!(find("示例甲乙"), [] as [&str; 0]);
    assert_eq!(find("open"), [] as [&str; 0], "the user reads 开放");
    let open = TableRequest { text: "示例甲乙".to_owned(), unmask: true, ..all() };
    assert_eq!(names(&open), ["竹马文化礼堂"]);
}

#[test]
fn masked_names_stand_masked_in_the_cells() {
    let table = table(&halls(), &all(), &words()).unwrap();
    let column = table.columns.iter().find(|column| column.field.as_str() == "manager").unwrap();
    assert_eq!(table.cell(0, column, &words()).as_deref(), Some("示例甲*"));
}

#[test]
fn conditions_filter_and_one_that_is_none_is_said() {
    let ask = |condition: &str| {
        let request = TableRequest { conditions: vec![condition.to_owned()], ..all() };
        table(&halls(), &request, &words()).unwrap()
    };
    let fits = ask("可容纳>=300");
    assert_eq!((fits.len(), fits.of, fits.bad), (2, 4, None));
    let bad = ask("海拔>3");
    assert_eq!(bad.len(), 4);
    assert!(matches!(bad.bad, Some(BadFilter::NoField(_))));
}

#[test]
fn only_what_adds_up_is_summed_and_a_year_has_no_total() {
    let table = table(&halls(), &all(), &words()).unwrap();
    let total = |field: &str| {
        let column = table.columns.iter().find(|column| column.field.as_str() == field).unwrap();
        column.total.as_ref().map(|total| total.short.clone())
    };
    assert_eq!(total("capacity").as_deref(), Some("1,529 人"));
    assert_eq!(total("level_m").as_deref(), Some("48–60.5 m"));
    assert_eq!(total("built"), None);
    assert_eq!(total("name"), None);
}

#[test]
fn a_row_is_found_by_its_object_and_only_there() {
    let request = TableRequest { only: Some(Arc::new([Uid::from_bits(4), Uid::from_bits(2)].into())), ..all() };
    let table = table(&halls(), &request, &words()).unwrap();
    let of = |kind: &str, bits: u128| ObjectRef { kind: kind.into(), uid: Uid::from_bits(bits) };
    assert_eq!(table.len(), 2);
    assert_eq!(table.row_of(&of("shelter", 4)), Some(1));
    assert_eq!(table.object(1), Some(of("shelter", 4)));
    assert_eq!(table.row_of(&of("shelter", 1)), None);
    assert_eq!(table.row_of(&of("village", 4)), None);
}

proptest! {
    #[test]
    fn a_sorted_table_is_a_permutation_in_order(
        values in prop::collection::vec(prop::option::of(-50_i64..50), 0..60), descending: bool,
    ) {
        let rows: Vec<[Value; 6]> = values
            .iter()
            .map(|value| ["点".into(), Value::Null, (*value).into(), Value::Null, Value::Null, Value::Null])
            .collect();
        let table = table(&world(&rows), &by("capacity", descending), &words()).unwrap();
        let sorted: Vec<Option<i64>> = table.objects().iter().map(|object| object.value(2).as_integer()).collect();
        let mut expected: Vec<i64> = values.iter().flatten().copied().collect();
        expected.sort_unstable();
        if descending {
            expected.reverse();
        }
        let mut expected: Vec<Option<i64>> = expected.into_iter().map(Some).collect();
        expected.resize(values.len(), None);
        prop_assert_eq!(sorted, expected);
        // Equal ones keep the register's order.
        for pair in table.objects().windows(2) {
            if pair[0].value(2) == pair[1].value(2) {
                prop_assert!(pair[0].uid < pair[1].uid);
            }
        }
    }

    #[test]
    fn what_is_found_says_every_word_in_some_cell(needle in "[白龙桥叶店村开放关闭0-9 ]{1,4}") {
        let found = table(&halls(), &TableRequest { text: needle.clone(), ..all() }, &words()).unwrap();
        let whole = table(&halls(), &all(), &words()).unwrap();
        let says = |row: usize| {
            needle.split_whitespace().all(|word| {
                whole.columns.iter().any(|column| {
                    let cell = whole.cell(row, column, &words()).unwrap_or_default();
                    cell.contains(word) || column.is_number && cell.replace(',', "").contains(word)
                })
            })
        };
        let expected: Vec<_> = (0..whole.len()).filter(|row| says(*row)).map(|row| whole.object(row)).collect();
        let got: Vec<_> = (0..found.len()).map(|row| found.object(row)).collect();
        prop_assert_eq!(got, expected);
    }
}
