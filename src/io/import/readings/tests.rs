use super::*;
use crate::{
    domain::{
        problem::Problem,
        tests::{Making, at},
    },
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
