//! Tables, ranges and exports, by clicking names.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure here is the test's failure")]

use std::path::Path;

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use sitmap::domain::catalogue::Lang;

use crate::kit::{Window, click, district, shelter, wait_for, wait_until, window};

const TABLE: &str = "避灾安置场所：打开表格";

fn open_table(window: &mut Window) {
    click(window, TABLE);
    wait_for(window, "按可容纳人数排序");
}

fn type_into(window: &mut Window, field: &str, text: &str) {
    window.get_by_role_and_label(Role::TextInput, field).click();
    window.run_steps(2);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.run_steps(2);
    window.get_by_role_and_label(Role::TextInput, field).type_text(text);
    window.run_steps(2);
}

fn export_to(window: &mut Window, path: &Path) {
    wait_for(window, "存到");
    type_into(window, "存到", path.to_str().unwrap());
    let dialog = window.query_all_by_role_and_label(Role::Button, "导出").last().unwrap();
    dialog.click();
    window.run_steps(3);
}

fn exported(window: &mut Window, path: &Path) -> String {
    wait_until(window, "the file", |_| path.exists());
    wait_until(window, "what was written and where", |window| {
        window.query_by_label_contains(&format!("行：{}", path.display())).is_some()
    });
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn a_table_is_sorted_and_filtered_by_clicking_and_typing() {
    let district = district(false);
    let mut window = window(&district.file, Lang::Zh);
    open_table(&mut window);
    click(&mut window, "按可容纳人数排序");
    wait_for(&mut window, "1 叶店村文化礼堂");
    click(&mut window, "按可容纳人数排序");
    wait_for(&mut window, "1 白龙桥镇中心小学");
    type_into(&mut window, "筛选", "文化礼堂");
    wait_for(&mut window, "避灾安置场所 · 2 / 4");
    wait_for(&mut window, "1 竹马文化礼堂");
    type_into(&mut window, "条件", "可容纳人数<200");
    window.key_press(Key::Enter);
    wait_for(&mut window, "避灾安置场所 · 1 / 4");
    type_into(&mut window, "条件", "海拔");
    window.key_press(Key::Enter);
    wait_until(&mut window, "what is wrong with it", |window| window.query_by_label_contains("不是条件").is_some());
    click(&mut window, "收起表格");
    assert!(window.query_by_label("按可容纳人数排序").is_none());
}

#[test]
fn a_row_selects_on_the_map_and_what_is_selected_is_marked_in_the_table() {
    let district = district(false);
    let mut window = window(&district.file, Lang::Zh);
    wait_for(&mut window, TABLE);
    window.key_press_modifiers(Modifiers::COMMAND, Key::D);
    wait_for(&mut window, "3 白龙桥镇中心小学");
    click(&mut window, "3 白龙桥镇中心小学");
    wait_for(&mut window, "关闭卡片");
    assert_eq!(window.state().selected(), Some(&shelter(3)));
    click(&mut window, "关闭卡片");
    // Selected elsewhere: by the search, as on the map.
    type_into(&mut window, "名称、拼音首字母、地址、人名、坐标", "竹马");
    click(&mut window, "竹马文化礼堂");
    wait_for(&mut window, "关闭卡片");
    wait_until(&mut window, "the marked row", |window| {
        let row = window.get_by_label("4 竹马文化礼堂");
        row.accesskit_node().is_selected() == Some(true)
            || row.accesskit_node().toggled() == Some(eframe::egui::accesskit::Toggled::True)
    });
}

#[test]
fn the_shelters_within_a_circle_are_listed_and_exported_with_names_masked() {
    let district = district(false);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("圆内.csv");
    let mut window = window(&district.file, Lang::Zh);
    open_table(&mut window);
    click(&mut window, "1 叶店村文化礼堂");
    click(&mut window, "查此范围");
    wait_for(&mut window, "叶店村文化礼堂 周围 1 km");
    click(&mut window, "3 km");
    // The full one and those with 300 and 600 places lie within 3 km of it, and a village and its grid.
    wait_for(&mut window, "共 5 处");
    window.get_by_label("1,080 人");
    click(&mut window, "避灾安置场所：表格");
    wait_for(&mut window, "避灾安置场所 · 3 / 3");
    click(&mut window, "避灾安置场所：导出");
    export_to(&mut window, &path);
    let text = exported(&mut window, &path);
    assert!(text.starts_with('\u{feff}') && text.contains("示例数据"), "{text}");
    assert!(text.contains("叶店村文化礼堂") && text.contains("临江村委会") && text.contains("白龙桥镇中心小学"));
    assert!(!text.contains("竹马") && !text.contains("示例甲乙") && text.contains("示例甲*"), "{text}");
    // With room for the journal it is told there; it is no step that undo takes back.
    click(&mut window, "收起表格");
    wait_until(&mut window, "a line in the journal", |window| {
        window.query_all_by_label_contains("3 行 → 圆内.csv").next().is_some()
    });
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    wait_for(&mut window, "没有可以撤销的操作。");
}

#[test]
fn full_names_leave_the_house_only_when_asked_and_the_journal_says_so() {
    let district = district(false);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("全部.geojson");
    let mut window = window(&district.file, Lang::Zh);
    open_table(&mut window);
    click(&mut window, "导出");
    click(&mut window, "包含完整姓名、电话（记入日志）");
    export_to(&mut window, &path);
    let text = exported(&mut window, &path);
    assert!(text.contains("示例甲乙") && text.contains("13900000001") && text.contains("示例数据"));
    wait_until(&mut window, "full names in the journal", |window| {
        window.query_all_by_label_contains("含完整姓名、电话").next().is_some()
    });
    // Nothing is written over.
    click(&mut window, "导出");
    export_to(&mut window, &path);
    wait_until(&mut window, "why not", |window| window.query_by_label_contains("已有同名文件").is_some());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}
