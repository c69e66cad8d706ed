//! A table of levels let fall on the window: the water crosses its limit on map, card and alarms, and a step back takes
//! that back.

use std::sync::Arc;

use geo_types::Point;
use jiff::ToSpan as _;
use sitmap::domain::{
    catalogue::Lang,
    view::{format, scene::Size},
};

use crate::{
    kit::{Window, click, district, fill, now, open_card, put, says, wait_for, wait_until, window},
    storm::Fallen,
};

#[test]
fn a_reservoir_crosses_its_limit_from_a_table_that_is_let_fall() {
    let district = district(false);
    let fields = [("name", "试验水库".into()), ("size_class", "small2".into()), ("normal_level_m", 100.0.into())];
    put(&district.file, "reservoir", Some(Point::new(119.5, 28.95).into()), &fields);
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
    put(&district.file, "rain_station", Some(Point::new(119.5, 28.95).into()), &[("name", "试验雨量站".into())]);
    let folder = tempfile::tempdir().unwrap();
    let time = format::date_time(now().checked_sub(5.minutes()).unwrap());
    let file = folder.path().join("values.csv");
    std::fs::write(&file, format!("station,time,value\n试验雨量站,{time},12.5\n")).unwrap();
    let mut window = window(&district.file, Lang::Zh);
    wait_for(&mut window, "避灾安置场所");
    window.input_mut().dropped_files.push(Arc::new(Fallen(file)));
    wait_until(&mut window, "that it was taken for rain", |window| says(window, "新雨量 1 条"));
}

#[test]
fn cells_that_are_copied_from_a_sheet_are_taken_in_when_pasted_and_other_lines_are_named() {
    let district = district(false);
    put(&district.file, "rain_station", Some(Point::new(119.5, 28.95).into()), &[("name", "试验雨量站".into())]);
    let paste = |window: &mut Window, text: String| {
        window.input_mut().events.push(eframe::egui::Event::Paste(text));
        window.step();
    };
    let time = format::date_time(now().checked_sub(5.minutes()).unwrap());
    let mut window = window(&district.file, Lang::Zh);
    wait_for(&mut window, "避灾安置场所");
    paste(&mut window, format!("站名\t时间\t雨量\n试验雨量站\t{time}\t12.5\n"));
    wait_until(&mut window, "that it was taken in", |window| says(window, "新雨量 1 条"));
    // What is typed into a field is the field's.
    fill(&mut window, crate::kit::SEARCH, "试验");
    paste(&mut window, format!("站名\t时间\t雨量\n试验雨量站\t{time}\t13.5\n"));
    window.run_steps(4);
    window.key_press(eframe::egui::Key::Escape);
    window.run_steps(4);
    paste(&mut window, "姓名,电话\n甲,1\n".to_owned());
    wait_until(&mut window, "that it is no table", |window| says(window, "粘贴的内容不是"));
}

#[test]
fn flows_beside_the_levels_of_a_table_stand_on_the_card_as_a_second_chart() {
    let district = district(false);
    let fields = [("name", "试验水库".into()), ("size_class", "medium".into()), ("normal_level_m", 100.0.into())];
    put(&district.file, "reservoir", Some(Point::new(119.5, 28.95).into()), &fields);
    let folder = tempfile::tempdir().unwrap();
    let rows = [(60, 97.1, 80.0), (5, 97.4, 120.5)].map(|(ago, level, inflow): (i64, f64, f64)| {
        let time = format::date_time(now().checked_sub(ago.minutes()).unwrap());
        format!("试验水库,{time},{level},{inflow},60")
    });
    let file = folder.path().join("flows.csv");
    std::fs::write(&file, format!("水库名称,时间,水位,入库流量,出库流量\n{}\n", rows.join("\n"))).unwrap();
    let mut window = window(&district.file, Lang::Zh);
    wait_for(&mut window, "避灾安置场所");
    window.input_mut().dropped_files.push(Arc::new(Fallen(file)));
    wait_until(&mut window, "what was taken in", |window| says(window, "新水位、流量 6 条"));
    open_card(&mut window, "试验水库");
    wait_until(&mut window, "the chart of flows", |window| says(window, "近72小时流量 · 入库流量 120.5 m³/s"));
    assert!(says(&window, "出库流量 60 m³/s，5 分钟前"));
}

#[test]
fn a_release_is_written_down_from_the_dams_card_by_typing_the_flow_alone() {
    let district = district(false);
    let fields = [("name", "试验水库".into()), ("downstream", "莘畈村（40分钟）".into())];
    put(&district.file, "reservoir", Some(Point::new(119.5, 28.95).into()), &fields);
    let mut window = window(&district.file, Lang::Zh);
    open_card(&mut window, "试验水库");
    wait_for(&mut window, "登记一次泄洪…");
    click(&mut window, "登记泄洪通报");
    wait_until(&mut window, "the form", |window| says(window, "泄量"));
    fill(&mut window, "泄量", "180");
    window.key_press_modifiers(eframe::egui::Modifiers::COMMAND, eframe::egui::Key::Enter);
    // Back on the dam's card: the notice, and when its water is there.
    wait_until(&mut window, "the notice", |window| {
        says(window, "试验水库泄洪通报 · 泄洪中") && says(window, "180 m³/s")
    });
    wait_until(&mut window, "when it arrives", |window| says(window, "到（登记）"));
    // A form that nothing was typed into is not kept: the next one begins anew.
    click(&mut window, "登记一次泄洪…");
    wait_until(&mut window, "the form", |window| says(window, "泄量"));
    window.key_press(eframe::egui::Key::Escape);
    wait_for(&mut window, "登记泄洪通报");
    assert!(!says(&window, "继续编辑"));
}

#[test]
fn a_village_that_must_leave_is_named_from_afar_before_lesser_alarms() {
    let district = district(false);
    let fields = [("name", "试验村".into()), ("rain_state", "move".into()), ("rain_time", now().into())];
    put(&district.file, "village", Some(Point::new(119.5, 28.95).into()), &fields);
    let mut window = window(&district.file, Lang::Zh);
    let holds = |window: &Window| {
        let scene = window.state().scene();
        let Some(mark) = scene.marks.iter().find(|mark| mark.name == "试验村") else { return false };
        let rank = |name: &str| scene.labels.iter().find(|label| label.text == name).map(|label| label.rank);
        let mut lesser = scene.marks.iter().filter(|mark| mark.gravity == 1).filter_map(|mark| rank(&mark.name));
        let named = rank("试验村");
        (mark.gravity, mark.symbol.size) == (2, Size::Symbol) && lesser.all(|other| Some(other) < named)
    };
    wait_until(&mut window, "the village's name before all others", holds);
    // Also once the window has come to rest.
    wait_for(&mut window, "避灾安置场所");
    window.run_steps(5);
    wait_until(&mut window, "the same at rest", holds);
}
