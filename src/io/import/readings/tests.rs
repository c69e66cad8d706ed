use super::*;
use crate::{
    domain::tests::{Making, at},
    io::assets,
};

/// What a table says of two reservoirs: `甲` registered over the 1985 datum, `乙` over none that is said.
fn levels(rows: &str, lang: Lang) -> LevelFile {
    let mut making = Making::default();
    making.add("reservoir", None, &[("name", "甲".into()), ("vertical_datum", "y1985".into())]);
    making.add("reservoir", None, &[("name", "乙".into())]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("levels.csv");
    std::fs::write(&path, format!("测站,时间,水位,高程基准\n{rows}")).unwrap();
    let wanted = Wanted { lang, ..Wanted::default() };
    read(&path, "levels.csv", wanted, &making.world(), at("12:00")).unwrap()
}

fn codes(file: &LevelFile) -> Vec<&'static str> {
    file.problems.iter().map(|problem| problem.code).collect()
}

#[test]
fn readings_are_to_the_second_as_series_keep_them() {
    let file = levels("甲,2026-06-20T08:00:00.731+08:00,80.5,\n", Lang::Zh);
    assert_eq!(file.readings[0].time, at("08:00"));
}

#[test]
fn readings_over_another_datum_name_the_registers_in_the_users_language() {
    let row = "甲,2026-06-20 08:00,80.5,吴淞高程\n";
    for (lang, name) in [(Lang::Zh, "登记的是1985国家高程基准"), (Lang::En, "the register's over Yellow Sea 1985")]
    {
        let file = levels(row, lang);
        assert_eq!(codes(&file), ["readings_datum_mixed"]);
        let said = assets::words(lang).problem(&file.problems[0]);
        assert!(said.contains(name), "{said}");
    }
}

#[test]
fn readings_over_a_datum_where_the_register_says_none_want_it_registered() {
    let file = levels("乙,2026-06-20 08:00,80.5,吴淞高程\n乙,2026-06-20 09:00,80.6,\n", Lang::Zh);
    assert_eq!((codes(&file), file.readings.len()), (vec!["readings_datum_unregistered"], 1));
    assert!(assets::words(Lang::Zh).problem(&file.problems[0]).contains("先登记高程基准"));
}

#[test]
fn rows_of_readings_add_up() {
    let rows =
        "甲,2026-06-20 08:00,80.5,\n甲,2026-06-20 08:00,80.5,\n甲,2026-06-20 08:00,80.7,\n丙,2026-06-20 08:00,1,\n";
    let file = levels(rows, Lang::Zh);
    assert_eq!((file.rows, file.readings.len(), file.again, file.left), (4, 1, 1, 2));
    assert_eq!(file.readings[0].value, 80.7);
    let twice: Vec<&Problem> = file.problems.iter().filter(|problem| problem.code == "readings_twice").collect();
    assert_eq!(twice.len(), 1);
    assert_eq!(twice[0].row, Some(4));
}

/// What a table says of these places: reservoirs `甲水库` (R1, levels 60 to 100 m) and `乙水库` (R2), a gauge `丙站`.
fn table(text: &str) -> (LevelFile, Vec<ObjectRef>) {
    let mut making = Making::default();
    let reservoir = |making: &mut Making, name: &str, code: &str| {
        let fields =
            [("name", name.into()), ("code", code.into()), ("dead_level_m", 60.0.into()), ("crest_m", 100.0.into())];
        making.add("reservoir", None, &fields)
    };
    let first = reservoir(&mut making, "甲水库", "R1");
    let second = reservoir(&mut making, "乙水库", "R2");
    let gauge = making.add("gauge", None, &[("name", "丙站".into())]);
    let bare = making.add("reservoir", None, &[("name", "丁水库".into())]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("readings.csv");
    std::fs::write(&path, text).unwrap();
    let file = read(&path, "readings.csv", Wanted::default(), &making.world(), at("12:00")).unwrap();
    (file, vec![first, second, gauge, bare])
}

fn places(file: &LevelFile) -> Vec<(&'static str, Option<u64>)> {
    file.problems.iter().map(|problem| (problem.code, problem.row)).collect()
}

fn values(file: &LevelFile) -> Vec<(ObjectRef, String, f64)> {
    file.readings.iter().map(|it| (it.object.clone(), it.field.to_string(), it.value)).collect()
}

#[test]
fn readings_of_flow_come_beside_the_level_or_without_it_with_or_without_their_unit() {
    let rows = "水库名称,时间,库水位(m),入库流量（m³/s）,出库流量\n\
        甲水库,2026-06-20 08:00,80.5,245.3,180m³/s\n甲水库,2026-06-20 09:00,,250,\n乙水库,2026-06-20 09:00,81,,\n";
    let (file, of) = table(rows);
    assert!(places(&file).is_empty(), "{:?}", places(&file));
    let value = |object: &ObjectRef, field: &str, value: f64| (object.clone(), field.to_owned(), value);
    let all = [
        value(&of[0], "inflow_m3s", 245.3),
        value(&of[0], "inflow_m3s", 250.0),
        value(&of[0], "level_m", 80.5),
        value(&of[0], "outflow_m3s", 180.0),
        value(&of[1], "level_m", 81.0),
    ];
    assert_eq!((values(&file), file.rows, file.left, file.has_flow()), (all.to_vec(), 3, 0, true));
    let (alone, of) = table("站名,时间,流量\n丙站,2026-06-20 08:00,33.5\n");
    assert_eq!(values(&alone), [value(&of[2], "flow_m3s", 33.5)]);
    // The names of the national tables.
    let (national, of) = table("STCD,TM,RZ,INQ,OTQ\nR2,2026-06-20 08:00,80.5,245.3,180\n");
    assert_eq!(values(&national).iter().filter(|(object, ..)| *object == of[1]).count(), 3);
}

#[test]
fn a_flow_is_taken_only_where_the_register_keeps_it() {
    let (file, _) = table("站名,时间,入库流量,流量\n丙站,2026-06-20 08:00,9,33.5\n甲水库,2026-06-20 08:00,9,33.5\n");
    let codes = [("readings_not_measured", Some(2)), ("readings_not_measured", Some(3))];
    assert_eq!((places(&file), file.readings.len(), file.left), (codes.to_vec(), 2, 2));
}

#[test]
fn readings_that_cannot_be_are_told_by_row_and_the_rest_is_kept() {
    let rows = "水库,时间,水位,入库流量\n甲水库,2026-06-20 07:00,0,12\n甲水库,2026-06-20 08:00,9999,12\n\
        甲水库,2026-06-20 09:00,39.9,12\n甲水库,2026-06-20 10:00,105.1,12\n甲水库,2026-06-20 10:30,105,-3\n\
        甲水库,2026-06-20 11:00,80.2,9999\n丁水库,2026-06-20 11:00,0.00,\n丁水库,2026-06-20 11:30,7000,\n\
        丁水库,2026-06-20 11:40,612.3,\n";
    let (file, of) = table(rows);
    let level = |row| ("readings_impossible", Some(row));
    let flow = |row| ("readings_impossible_flow", Some(row));
    let expected = [level(2), level(3), level(4), level(5), flow(6), flow(7), level(8), level(9)];
    assert_eq!(places(&file), expected);
    assert_eq!((file.left, file.readings.len()), (8, 4 + 2 + 1));
    assert!(values(&file).contains(&(of[3].clone(), "level_m".to_owned(), 612.3)));
    let said = assets::words(Lang::Zh).problem(&file.problems[1]);
    assert!(said.contains("水位“9999”不会是这一处的水位（40 到 105 m）"), "{said}");
}

#[test]
fn nought_is_a_level_where_the_register_says_so() {
    let mut making = Making::default();
    let fields = [("name", "海塘".into()), ("dead_level_m", (-1.5).into()), ("crest_m", 6.0.into())];
    making.add("reservoir", None, &fields);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("levels.csv");
    std::fs::write(&path, "水库,时间,水位\n海塘,2026-06-20 08:00,0\n").unwrap();
    let file = read(&path, "levels.csv", Wanted::default(), &making.world(), at("12:00")).unwrap();
    assert_eq!((codes(&file).len(), file.readings.len()), (0, 1));
}

#[test]
fn the_code_decides_then_the_name_and_a_contradiction_is_told_with_its_row() {
    let rows = "名称,编号,时间,水位\n甲水库,R1,2026-06-20 07:00,71\n甲,R1,2026-06-20 08:00,72\n乙水库,R1,2026-06-20 09:00,73\n\
        乙水库,,2026-06-20 07:00,74\n,R2,2026-06-20 08:00,75\n乙水库,R9,2026-06-20 09:00,76\n丁水库,R9,2026-06-20 07:00,77\n\
        没有,R9,2026-06-20 10:00,78\n";
    let (file, of) = table(rows);
    let expected =
        [("readings_other_name", Some(4)), ("readings_other_code", Some(7)), ("readings_no_station", Some(9))];
    assert_eq!(places(&file), expected);
    let of_object = |object: &ObjectRef| {
        let own = file.readings.iter().filter(|reading| reading.object == *object);
        own.map(|reading| reading.value).collect::<Vec<_>>()
    };
    assert_eq!(of_object(&of[0]), [71.0, 72.0, 73.0], "by the code, whatever the name says");
    assert_eq!(of_object(&of[1]), [74.0, 75.0, 76.0]);
    assert_eq!(of_object(&of[3]), [77.0], "a place without a code contradicts none");
    let words = assets::words(Lang::Zh);
    let said = words.problem(&file.problems[0]);
    assert!(said.contains("编码登记的是“甲水库”，这行名称写“乙水库”"), "{said}");
    let said = words.problem(&file.problems[1]);
    assert!(said.contains("没有编码“R9”，这一处登记的编码是“R2”"), "{said}");
}
