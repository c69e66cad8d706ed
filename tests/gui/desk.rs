//! The whole window on a small district, used as a duty officer does.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use sitmap::{domain::catalogue::Lang, io::settings::Settings};

use crate::kit::{
    Window, click, click_the_middle_of_the_map, district, open_card, wait_for, wait_until, window, window_of,
};

fn type_people(window: &mut Window, people: &str) {
    window.get_by_role_and_label(Role::TextInput, "登记人数").click();
    window.run_steps(2);
    window.get_by_role_and_label(Role::TextInput, "登记人数").type_text(people);
    window.run_steps(2);
}

#[test]
fn a_shelter_found_by_name_shows_its_card_with_persons_masked_until_asked() {
    let district = district(false);
    let mut window = window(&district.file, Lang::Zh);
    open_card(&mut window, "白龙桥镇中心小学");
    window.get_by_label("410");
    window.get_by_label("示例甲*");
    window.get_by_label("139****0001");
    click(&mut window, "显示姓名电话");
    wait_for(&mut window, "13900000001");
    click(&mut window, "关闭卡片");
    wait_for(&mut window, "看什么");
}

#[test]
fn an_empty_place_is_answered_with_the_nearest_and_why_nearer_ones_were_passed_over() {
    let district = district(false);
    let mut window = window(&district.file, Lang::Zh);
    wait_for(&mut window, "避灾安置场所");
    click_the_middle_of_the_map(&mut window);
    wait_for(&mut window, "更近但未选 2 处");
    window.get_by_label("余量不足（0 / 180）");
    window.get_by_label("已关闭");
    let first = window.query_all_by_role(Role::Button).filter_map(|node| node.accesskit_node().label());
    assert!(first.into_iter().any(|label| label.starts_with("1 白龙桥镇中心小学")));
    window.key_press(Key::Escape);
    wait_for(&mut window, "看什么");
}

#[test]
fn a_closed_shelter_that_would_be_nearest_is_opened_with_one_click_and_becomes_the_answer() {
    let district = district(false);
    let mut window = window(&district.file, Lang::Zh);
    wait_for(&mut window, "避灾安置场所");
    click_the_middle_of_the_map(&mut window);
    wait_for(&mut window, "更近但未选 2 处");
    click(&mut window, "开放");
    wait_until(&mut window, "the opened shelter first", |window| {
        let buttons = window.query_all_by_role(Role::Button).filter_map(|node| node.accesskit_node().label());
        buttons.into_iter().any(|label| label.starts_with("1 临江村委会"))
    });
}

#[test]
fn people_are_registered_and_taken_back_by_name() {
    let district = district(false);
    let mut window = window(&district.file, Lang::Zh);
    open_card(&mut window, "白龙桥镇中心小学");
    type_people(&mut window, "43");
    click(&mut window, "登记到达");
    wait_for(&mut window, "367");
    let undo = "撤销：白龙桥镇中心小学 登记安置 43 人";
    wait_for(&mut window, undo);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    wait_for(&mut window, "410");
    click(&mut window, "重做：白龙桥镇中心小学 登记安置 43 人");
    wait_for(&mut window, "367");
}

#[test]
fn a_shelter_is_closed_only_when_it_is_empty_and_the_window_says_why() {
    let district = district(false);
    let mut window = window(&district.file, Lang::Zh);
    open_card(&mut window, "白龙桥镇中心小学");
    click(&mut window, "关闭场所");
    wait_for(&mut window, "白龙桥镇中心小学 还有 190 人，先登记离开再关闭。");
    click(&mut window, "知道了");
    type_people(&mut window, "190");
    click(&mut window, "登记离开");
    wait_for(&mut window, "600");
    click(&mut window, "关闭场所");
    wait_for(&mut window, "开放场所");
}

#[test]
fn the_language_is_switched_without_a_restart() {
    let district = district(false);
    let mut window = window(&district.file, Lang::Zh);
    wait_for(&mut window, "避灾安置场所");
    click(&mut window, "English");
    wait_for(&mut window, "Journal");
    wait_for(&mut window, "Sample data");
    window.key_press_modifiers(Modifiers::COMMAND, Key::L);
    wait_for(&mut window, "操作记录");
}

#[test]
fn a_second_window_reads_and_says_so() {
    let district = district(false);
    let mut first = window(&district.file, Lang::Zh);
    wait_for(&mut first, "可写");
    let mut second = window(&district.file, Lang::Zh);
    wait_for(&mut second, "另一个窗口或命令正在修改这个文件，现在只能查看。");
    open_card(&mut second, "白龙桥镇中心小学");
    assert!(second.query_by_label("登记到达").is_none());
}

#[test]
fn what_is_no_district_is_said_and_nothing_is_harmed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("letter.gpkg");
    std::fs::write(&file, "dear bureau").unwrap();
    let mut window = window(&file, Lang::En);
    wait_until(&mut window, "a sentence on the file", |window| {
        let labels = window.query_all_by_role(Role::Label).filter_map(|node| node.value());
        labels.into_iter().any(|text| text.starts_with("The district file does not open"))
    });
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "dear bureau");
}

#[test]
fn a_district_opened_before_that_is_gone_is_said_so_in_the_list() {
    let district = district(false);
    let there = district.file.with_file_name("there.gpkg");
    std::fs::copy(&district.file, &there).unwrap();
    let recent = vec![there, district.file.with_file_name("gone.gpkg")];
    let settings = Settings { recent, ..Settings::default() };
    let mut window = window_of(&district.file, settings, [1600.0, 900.0], 1.0);
    wait_for(&mut window, "避灾安置场所");
    window.key_press_modifiers(Modifiers::COMMAND, Key::O);
    let gone = "这个文件现在找不到：被移动、改名，或所在的盘没有接上";
    wait_for(&mut window, gone);
    assert_eq!(window.query_all_by_label(gone).count(), 1, "the other one is there");
    let (there, missing) = (window.get_by_label("there.gpkg").rect(), window.get_by_label(gone).rect());
    let name = window.get_by_label("gone.gpkg").rect();
    assert!(there.max.y < name.min.y && name.max.y <= missing.min.y + 1.0, "it stands under its own name");
}

#[test]
fn an_empty_district_says_what_to_do() {
    let district = district(true);
    let mut window = window(&district.file, Lang::Zh);
    wait_for(&mut window, "这份辖区文件里还没有对象。先导入一份清单。");
}
