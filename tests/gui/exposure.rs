//! Who and what lies in a danger area or in what was drawn, by clicking names.

use std::path::Path;

use eframe::egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use geo_types::{Point, polygon};
use sitmap::{
    app::{Command, shelter::ShelterCommand},
    domain::catalogue::Lang,
};

use crate::{
    evacuation::{draw_an_area, settle},
    kit::{click, district, open_card, put, says, shelter, wait_for, wait_until, window},
};

/// Adds a danger area, lifted so that it is in no alarm, around the village in the middle and three shelters.
fn endanger(file: &Path) {
    let area = polygon![(x: 119.49, y: 28.99), (x: 119.54, y: 28.99), (x: 119.54, y: 29.03), (x: 119.49, y: 29.03)];
    put(file, "danger_area", Some(area.into()), &[("name", "试验警戒区".into()), ("status", "lifted".into())]);
}

#[test]
fn a_dam_says_what_lies_below_it_and_who_that_is() {
    let district = district(false);
    settle(&district.file, 90);
    let fields = [("name", "试验水库".into()), ("downstream", "莘畈村（40分钟）、没有村".into())];
    put(&district.file, "reservoir", Some(Point::new(119.5, 28.95).into()), &fields);
    let mut window = window(&district.file, Lang::Zh);
    open_card(&mut window, "试验水库");
    wait_for(&mut window, "依据：登记的下游村");
    assert!(says(&window, "40 分钟到（登记）") && says(&window, "查不到：没有村"));
    click(&mut window, "下游受影响");
    wait_for(&mut window, "试验水库 下游（依据：登记的下游村）");
    wait_for(&mut window, "90 人");
    window.key_press(eframe::egui::Key::Escape);
    wait_until(&mut window, "it is put away", |window| window.query_by_label("关闭受影响").is_none());
}

#[test]
fn from_the_card_of_a_danger_area_to_its_people_and_shelters_and_it_keeps_in_step() {
    let district = district(false);
    settle(&district.file, 90);
    endanger(&district.file);
    let mut window = window(&district.file, Lang::Zh);
    open_card(&mut window, "试验警戒区");
    click(&mut window, "受影响");
    wait_for(&mut window, "试验警戒区 范围内");
    wait_for(&mut window, "90 人");
    assert!(says(&window, "开放 2 · 关闭 1") && says(&window, "还可安置 410 人"), "none at the closed one");
    assert!(says(&window, "不能相加"), "how people are counted");
    assert!(window.query_by_label("警戒区：表格").is_none(), "the area itself does not lie in itself");
    // By township, folded.
    wait_for(&mut window, "按乡镇");
    // The world changes: so does the answer.
    window.state_mut().carry_out(Command::Shelter(ShelterCommand::Open(shelter(2))));
    wait_until(&mut window, "three open shelters", |window| says(window, "开放 3"));
    assert!(says(&window, "还可安置 710 人"), "the places of the one opened count now");
    // A list, and an object of it on the map.
    click(&mut window, "避灾安置场所  3");
    click(&mut window, "避灾安置场所：表格");
    wait_for(&mut window, "避灾安置场所 · 3 / 3");
    click(&mut window, "收起表格");
    click(&mut window, "临江村委会");
    wait_for(&mut window, "关闭卡片");
    assert_eq!(window.state().selected(), Some(&shelter(2)));
    click(&mut window, "关闭卡片");
    wait_for(&mut window, "关闭受影响");
    click(&mut window, "关闭受影响");
    assert!(window.query_by_label("按乡镇").is_none());
}

#[test]
fn who_answers_is_covered_and_leads_to_who_it_is() {
    let district = district(false);
    settle(&district.file, 90);
    let mut window = window(&district.file, Lang::Zh);
    wait_for(&mut window, "避灾安置场所");
    window.run_steps(5);
    draw_an_area(&mut window);
    wait_for(&mut window, "受影响");
    window.get_by_role_and_label(Role::Button, "受影响").click();
    window.run_steps(3);
    wait_for(&mut window, "绘制的范围内");
    wait_for(&mut window, "90 人");
    click(&mut window, "责任人  1");
    assert!(says(&window, "139****0002") && !says(&window, "13900000002"));
    click(&mut window, "莘畈网格 网格长");
    wait_for(&mut window, "关闭卡片");
    // Back to the answer, and with the key out of the tools, then out of it.
    click(&mut window, "关闭卡片");
    wait_for(&mut window, "关闭受影响");
    for _ in 0..2 {
        window.key_press(eframe::egui::Key::Escape);
        window.run_steps(3);
    }
    wait_until(&mut window, "it is put away", |window| window.query_by_label("关闭受影响").is_none());
}
