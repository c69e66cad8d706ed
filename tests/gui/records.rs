//! Records and copies in the window: the whole journal, backups, readiness, the first page.

use std::path::Path;

use eframe::egui::{Key, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use sitmap::{
    domain::catalogue::Lang,
    io::{backups, settings::Settings},
};

use crate::kit::{
    Window, click, district, folders_in, now, open_card, wait_for, wait_until, window, window_kept, window_of,
};

fn says(window: &Window, start: &str) -> bool {
    let labels = window.query_all_by_role(Role::Label).filter_map(|node| node.value());
    labels.into_iter().any(|text| text.starts_with(start))
}

fn with_backups(file: &Path) -> Window {
    let mut settings = Settings { lang: Lang::Zh, ..Settings::default() };
    settings.backups.folder = Some(file.with_file_name("backups"));
    window_of(file, settings, [1600.0, 900.0], 1.0)
}

#[test]
fn a_backup_is_restored_in_three_clicks_and_that_is_undone() {
    let district = district(false);
    backups::make(&district.file, &district.file.with_file_name("backups"), now()).unwrap();
    let mut window = with_backups(&district.file);
    open_card(&mut window, "临江村委会");
    click(&mut window, "开放场所");
    wait_for(&mut window, "撤销：开放 临江村委会");

    click(&mut window, "备份与恢复");
    click(&mut window, "恢复 2026-08-09 15:06");
    click(&mut window, "确认恢复");
    wait_until(&mut window, "restored", |window| {
        window
            .query_all_by_role(Role::Button)
            .any(|node| node.accesskit_node().label().is_some_and(|label| label.starts_with("撤销：恢复到备份")))
    });
    click(&mut window, "关闭备份");
    wait_for(&mut window, "开放场所");

    window.key_press_modifiers(eframe::egui::Modifiers::COMMAND, Key::Z);
    wait_for(&mut window, "关闭场所");
}

#[test]
fn a_backup_is_made_with_one_click_and_listed_and_a_second_restore_says_that_nothing_differs() {
    let district = district(false);
    let mut window = with_backups(&district.file);
    wait_for(&mut window, "避灾安置场所");
    click(&mut window, "备份与恢复");
    wait_for(&mut window, "还没有备份。");
    click(&mut window, "立即备份");
    wait_for(&mut window, "恢复 2026-08-09 15:06");
    assert!(says(&window, "已备份："));
    click(&mut window, "分享副本");
    wait_until(&mut window, "shared", |window| says(window, "已写出分享副本"));
    assert!(district.file.with_file_name("district-share-20260809-1506.gpkg").is_file());
    click(&mut window, "恢复 2026-08-09 15:06");
    click(&mut window, "确认恢复");
    wait_for(&mut window, "现在的内容和这份备份一样，不用恢复。");
}

#[test]
fn the_journal_is_filtered_and_a_line_goes_to_its_place() {
    let district = district(false);
    let mut window = window(&district.file, Lang::Zh);
    open_card(&mut window, "临江村委会");
    click(&mut window, "开放场所");
    wait_for(&mut window, "撤销：开放 临江村委会");
    click(&mut window, "关闭卡片");
    click(&mut window, "全部记录");
    wait_for(&mut window, "找到 2 条，全部 2 条");
    window.get_by_role_and_label(Role::TextInput, "查找内容、名称").click();
    window.run_steps(2);
    window.get_by_role_and_label(Role::TextInput, "查找内容、名称").type_text("临江");
    wait_for(&mut window, "找到 1 条，全部 2 条");
    window.get_by_role_and_label(Role::Button, "开放 临江村委会").click();
    window.run_steps(3);
    click(&mut window, "导出 CSV");
    wait_until(&mut window, "exported", |window| says(window, "已导出："));
    let sheet = std::fs::read_to_string(district.file.with_file_name("district-journal-20260809-1506.csv")).unwrap();
    assert_eq!(sheet.lines().count(), 2, "{sheet}");
    click(&mut window, "关闭全部记录");
    wait_for(&mut window, "关闭卡片");
    window.get_by_label("关闭场所");
}

#[test]
fn undo_works_by_name_after_the_window_was_closed_and_opened_again() {
    let district = district(false);
    let mut first = window(&district.file, Lang::Zh);
    open_card(&mut first, "临江村委会");
    click(&mut first, "开放场所");
    wait_for(&mut first, "撤销：开放 临江村委会");
    drop(first);
    let mut again = window(&district.file, Lang::Zh);
    click(&mut again, "撤销：开放 临江村委会");
    wait_for(&mut again, "重做：开放 临江村委会");
    drop(again);
    let mut third = window(&district.file, Lang::Zh);
    click(&mut third, "重做：开放 临江村委会");
    wait_for(&mut third, "撤销：开放 临江村委会");
}

#[test]
fn what_is_not_there_without_a_network_is_listed_and_what_is_not_built_is_said_so() {
    let district = district(false);
    let mut window = with_backups(&district.file);
    wait_for(&mut window, "避灾安置场所");
    click(&mut window, "离线就绪检查");
    wait_for(&mut window, "辖区文件里没有道路，路程时间只能估算");
    wait_for(&mut window, "还没有备份，请立即备份");
    wait_for(&mut window, "没有选用，断网没有影响");
    click(&mut window, "关闭就绪检查");
    wait_for(&mut window, "看什么");
}

#[test]
fn the_first_page_is_shown_once_over_what_is_opened_and_enter_goes_on() {
    let district = district(false);
    let home = tempfile::tempdir().unwrap();
    let folders = folders_in(home.path());
    let start = |settings: Settings| window_kept(&district.file, settings, &folders);
    let mut window = start(Settings::default());
    wait_for(&mut window, "开始使用");
    wait_for(&mut window, "避灾安置场所");
    click(&mut window, "120%");
    click(&mut window, "开始使用");
    wait_until(&mut window, "gone", |window| window.query_by_label("开始使用").is_none());
    let saved = folders.settings();
    wait_until(&mut window, "remembered", |_| {
        Settings::load(&saved).is_ok_and(|kept| kept.welcomed && kept.last_file.is_some())
    });
    let kept = Settings::load(&saved).unwrap();
    assert!((kept.text_scale - 1.2).abs() < 0.01);
    drop(window);
    let mut window = start(kept);
    wait_for(&mut window, "避灾安置场所");
    assert!(window.query_by_label("开始使用").is_none());
    drop(window);
    let mut window = start(Settings::default());
    wait_for(&mut window, "开始使用");
    window.key_press(Key::Enter);
    wait_until(&mut window, "gone", |window| window.query_by_label("开始使用").is_none());
    let mut window = start(Settings::default());
    wait_for(&mut window, "开始使用");
    window.key_press(Key::Escape);
    wait_until(&mut window, "gone", |window| window.query_by_label("开始使用").is_none());
}
