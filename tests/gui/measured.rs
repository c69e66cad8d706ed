//! A table of levels let fall on the window: the water crosses its limit on map, card and alarms, and a step back takes
//! that back.

use std::sync::Arc;

use egui_kittest::kittest::Queryable as _;
use geo_types::Point;
use jiff::ToSpan as _;
use sitmap::domain::{catalogue::Lang, view::format};

use crate::{
    exposure::add,
    kit::{Window, click, district, now, wait_for, wait_until, window},
    storm::Fallen,
};

fn says(window: &Window, text: &str) -> bool {
    window.query_all_by_label_contains(text).next().is_some()
}

#[test]
fn a_reservoir_crosses_its_limit_from_a_table_that_is_let_fall() {
    let district = district(false);
    let fields = [("name", "试验水库".into()), ("size_class", "small2".into()), ("normal_level_m", 100.0.into())];
    add(&district.file, "reservoir", Point::new(119.5, 28.95).into(), &fields);
    let folder = tempfile::tempdir().unwrap();
    let rows = [(60, 99.5), (30, 99.9), (5, 100.4)].map(|(ago, level): (i64, f64)| {
        let time = format::date_time(now().checked_sub(ago.minutes()).unwrap());
        format!("试验水库,{time},{level}")
    });
    let file = folder.path().join("levels.csv");
    std::fs::write(&file, format!("水库名称,时间,水位\n{}\n没有站,2026-01-01 08:00,1\n", rows.join("\n"))).unwrap();
    let mut window = window(&district.file, Lang::Zh);
    wait_for(&mut window, "避灾安置场所");
    window.input_mut().dropped_files.push(Arc::new(Fallen(file)));
    wait_until(&mut window, "what was taken in", |window| {
        says(window, "新水位 3 条") && says(window, "越线 1 次") && says(window, "没有站")
    });
    wait_until(&mut window, "the alarm", |window| says(window, "超正常蓄水位 0.4 m"));
    click(&mut window, "要处置的 试验水库 超正常蓄水位 0.4 m");
    wait_for(&mut window, "水位高出正常蓄水位");
}

#[test]
fn a_table_whose_headings_could_be_levels_is_rain_where_its_stations_measure_rain() {
    let district = district(false);
    add(&district.file, "rain_station", Point::new(119.5, 28.95).into(), &[("name", "试验雨量站".into())]);
    let folder = tempfile::tempdir().unwrap();
    let time = format::date_time(now().checked_sub(5.minutes()).unwrap());
    let file = folder.path().join("values.csv");
    std::fs::write(&file, format!("station,time,value\n试验雨量站,{time},12.5\n")).unwrap();
    let mut window = window(&district.file, Lang::Zh);
    wait_for(&mut window, "避灾安置场所");
    window.input_mut().dropped_files.push(Arc::new(Fallen(file)));
    wait_until(&mut window, "that it was taken for rain", |window| says(window, "新雨量 1 条"));
}
