//! Layers told to look otherwise, bookmarks, and a seat that comes back as it was left: by clicking names.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure here is the test's failure")]

use std::{path::Path, sync::Arc};

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use geo_types::Point;
use sitmap::{
    domain::{
        catalogue::{Catalogue, Lang},
        edit::{Action, Edit, Intent, Label},
        model::{Object, Uid, Value},
    },
    io::{
        assets,
        settings::{Folders, Settings},
        store::{self, Access},
    },
};

use crate::kit::{District, Window, click, district, folders_in, now, wait_for, wait_until, window, window_kept};

/// The district of the kit with enterprises: red and blue ones in two townships.
fn with_enterprises() -> District {
    let district = district(false);
    let (catalogue, _) = Catalogue::read(&assets::shipped_catalogue());
    let (mut store, _) = store::open(&district.file, Access::Write, &catalogue, now()).unwrap();
    let kind = catalogue.kind("enterprise").unwrap();
    let rows = [
        (201, "甲厂", "red", "白龙桥镇", 119.46),
        (202, "乙厂", "red", "长山乡", 119.48),
        (203, "丙厂", "blue", "白龙桥镇", 119.52),
        (204, "丁厂", "red", "白龙桥镇", 119.55),
    ];
    let works = |(uid, name, risk, town, lon): (u128, &str, &str, &str, f64)| {
        let mut values = vec![Value::Null; kind.fields.len()];
        for (field, value) in [("name", name), ("risk_color", risk), ("township", town)] {
            *values.get_mut(kind.index(field).unwrap()).unwrap() = value.into();
        }
        let geometry = Some(Point::new(lon, 28.96).into());
        Edit::Add(Arc::new(Object { uid: Uid::from_bits(uid), kind: kind.id.clone(), geometry, values }))
    };
    let action = Action {
        uid: Uid::from_bits(9001),
        time: now(),
        actor: "导入".into(),
        label: Label::new("add").with("name", "企业"),
        area: "import".into(),
        intent: Intent::Do,
        edits: rows.into_iter().map(works).collect(),
    };
    store.commit(&action).unwrap();
    store.close().unwrap();
    district
}

const SETTINGS: &str = "生产企业：图层设置";

/// The names of enterprises on the map.
fn on_map(window: &Window) -> Vec<String> {
    let scene = window.state().scene();
    let marks = scene.marks.iter().filter(|mark| mark.kind.as_str() == "enterprise");
    let mut names: Vec<String> = marks.map(|mark| mark.name.clone()).collect();
    names.sort();
    names
}

fn choose(window: &mut Window, list: &str, what: &str) {
    wait_until(window, list, |window| window.query_by_role_and_label(Role::ComboBox, list).is_some());
    window.get_by_role_and_label(Role::ComboBox, list).click();
    window.run_steps(3);
    // A long list scrolls: the row asked for need not be in view.
    window.query_all_by_label(what).last().unwrap().click_accesskit();
    window.run_steps(3);
}

fn open_settings(window: &mut Window) {
    click(window, SETTINGS);
    wait_for(window, "图层设置：生产企业");
    wait_for(window, "显示 4 / 共 4");
}

/// Only the red ones of one township, put together from lists.
fn red_of_one_township(window: &mut Window) {
    open_settings(window);
    click(window, "添加条件");
    choose(window, "条件 1：字段", "风险等级");
    choose(window, "条件 1：值", "红");
    wait_for(window, "显示 3 / 共 4");
    click(window, "添加条件");
    choose(window, "条件 2：字段", "乡镇（街道）");
    choose(window, "条件 2：值", "白龙桥镇");
    wait_for(window, "显示 2 / 共 4");
}

#[test]
fn only_the_red_enterprises_of_one_township_are_shown_and_all_again() {
    let district = with_enterprises();
    let mut window = window(&district.file, Lang::Zh);
    red_of_one_township(&mut window);
    wait_for(&mut window, "风险等级 是 红 且 乡镇（街道） 是 白龙桥镇");
    wait_until(&mut window, "the two of them", |window| on_map(window) == ["丁厂", "甲厂"]);
    // Nobody may take it for the whole: said over the tree and in the top bar.
    assert_eq!(window.query_all_by_label("已筛选 1 个图层").count(), 2);
    click(&mut window, "满足其一");
    wait_for(&mut window, "显示 4 / 共 4");
    click(&mut window, "同时满足");
    wait_for(&mut window, "显示 2 / 共 4");
    click(&mut window, "在表格中看");
    wait_for(&mut window, "生产企业 · 2 / 2");
    click(&mut window, "全部清除");
    wait_for(&mut window, "显示 4 / 共 4");
    // As before the filter: the red ones from afar, the others when one is near enough.
    wait_until(&mut window, "the red ones", |window| on_map(window).contains(&"乙厂".to_owned()));
    assert!(window.query_by_label("已筛选 1 个图层").is_none());
}

#[test]
fn a_filter_is_written_in_words_and_what_does_not_fit_is_said_and_changes_nothing() {
    let district = with_enterprises();
    let mut window = window(&district.file, Lang::Zh);
    open_settings(&mut window);
    let write = |window: &mut Window, text: &str| {
        window.get_by_role_and_label(Role::TextInput, "用文字写").click();
        window.run_steps(2);
        window.key_press_modifiers(Modifiers::COMMAND, Key::A);
        window.run_steps(2);
        window.key_press(Key::Backspace);
        window.run_steps(1);
        window.get_by_role_and_label(Role::TextInput, "用文字写").type_text(text);
        window.run_steps(2);
        window.key_press(Key::Enter);
        window.run_steps(3);
    };
    write(&mut window, "风险等级 是 红 且 (名称 含 甲 或 名称 含 乙)");
    wait_for(&mut window, "显示 2 / 共 4");
    window.get_by_label("这个条件带括号，请用文字修改。");
    write(&mut window, "风险等级 是 紫");
    wait_until(&mut window, "what is wrong", |window| window.query_by_label_contains("紫").is_some());
    window.get_by_label("显示 2 / 共 4");
    write(&mut window, "风险等级 是 (红");
    wait_until(&mut window, "what is not closed", |window| window.query_by_label_contains("没有配对").is_some());
    write(&mut window, "");
    wait_for(&mut window, "显示 4 / 共 4");
    window.get_by_label("添加条件");
}

#[test]
fn a_bookmark_keeps_extent_layers_and_filters_and_a_digit_calls_it_up() {
    let district = with_enterprises();
    let mut window = window(&district.file, Lang::Zh);
    red_of_one_township(&mut window);
    let before = *window.state().view();
    click(&mut window, "保存当前视图");
    // The field has the keys already.
    assert!(window.get_by_role_and_label(Role::TextInput, "书签名称").is_focused());
    window.event(eframe::egui::Event::Text("白龙桥红色企业".to_owned()));
    window.run_steps(2);
    window.key_press(Key::Enter);
    wait_for(&mut window, "白龙桥红色企业");
    click(&mut window, "清除筛选");
    wait_for(&mut window, "显示 4 / 共 4");
    // Off, and somewhere else.
    click(&mut window, "生产企业");
    click(&mut window, "放大");
    wait_until(&mut window, "another view", |window| window.state().view().zoom > before.zoom + 0.5);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num1);
    wait_for(&mut window, "显示 2 / 共 4");
    wait_until(&mut window, "the view of the bookmark", |window| {
        let view = window.state().view();
        (view.zoom - before.zoom).abs() < 0.01 && (view.centre[0] - before.centre[0]).abs() < 1e-4
    });
    wait_until(&mut window, "the two of them", |window| on_map(window) == ["丁厂", "甲厂"]);
    click(&mut window, "白龙桥红色企业：更多");
    click(&mut window, "改名");
    window.event(eframe::egui::Event::Text("（一）".to_owned()));
    window.run_steps(2);
    click(&mut window, "保存");
    wait_for(&mut window, "白龙桥红色企业（一）");
    click(&mut window, "白龙桥红色企业（一）：更多");
    click(&mut window, "删除");
    wait_for(&mut window, "点加号，把当前范围、图层和筛选存为书签。");
}

#[test]
fn opacity_order_and_names_are_set_and_taken_back() {
    let district = with_enterprises();
    let mut window = window(&district.file, Lang::Zh);
    open_settings(&mut window);
    click(&mut window, "上移");
    wait_for(&mut window, "已上移 1 层");
    click(&mut window, "下移");
    click(&mut window, "下移");
    wait_for(&mut window, "已下移 1 层");
    click(&mut window, "显示名称");
    click(&mut window, "恢复默认");
    wait_until(&mut window, "the usual order", |window| window.query_by_label("已下移 1 层").is_none());
    click(&mut window, "关闭图层设置");
    assert!(window.query_by_label("图层设置：生产企业").is_none());
}

fn seat(file: &Path, folders: &Folders) -> Window {
    let settings = Settings::load(&folders.settings()).unwrap();
    window_kept(file, Settings { welcomed: true, ..settings }, folders)
}

#[test]
fn the_seat_comes_back_as_it_was_left() {
    let district = with_enterprises();
    let home = tempfile::tempdir().unwrap();
    let folders = folders_in(home.path());
    let mut window = seat(&district.file, &folders);
    red_of_one_township(&mut window);
    click(&mut window, "在表格中看");
    click(&mut window, "收起表格");
    click(&mut window, "避灾安置场所：打开表格");
    wait_for(&mut window, "按可容纳人数排序");
    click(&mut window, "按可容纳人数排序");
    wait_for(&mut window, "1 叶店村文化礼堂");
    click(&mut window, "放大");
    window.run_steps(60);
    let before = *window.state().view();
    eframe::App::on_exit(window.state_mut());
    drop(window);
    let mut window = seat(&district.file, &folders);
    wait_until(&mut window, "the same view", |window| {
        let view = window.state().view();
        (view.zoom - before.zoom).abs() < 0.01 && (view.centre[1] - before.centre[1]).abs() < 1e-4
    });
    wait_until(&mut window, "the two of them", |window| on_map(window) == ["丁厂", "甲厂"]);
    // The table stands open, in the order it was left in.
    wait_for(&mut window, "1 叶店村文化礼堂");
    window.get_by_label("生产企业：图层设置（已筛选：风险等级 是 红 且 乡镇（街道） 是 白龙桥镇）");
}

#[test]
fn a_filter_that_no_longer_fits_its_catalogue_is_told_and_the_layer_is_shown_whole() {
    let district = with_enterprises();
    let home = tempfile::tempdir().unwrap();
    let folders = folders_in(home.path());
    let mut window = seat(&district.file, &folders);
    red_of_one_township(&mut window);
    window.run_steps(60);
    eframe::App::on_exit(window.state_mut());
    drop(window);
    let path = folders.settings();
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("risk_color=red"), "{text}");
    std::fs::write(&path, text.replace("risk_color=red", "shade=red")).unwrap();
    let mut window = seat(&district.file, &folders);
    wait_for(&mut window, "图层“生产企业”保存的筛选条件已不适用，未启用。");
    wait_until(&mut window, "those of the other township", |window| on_map(window).contains(&"乙厂".to_owned()));
}
