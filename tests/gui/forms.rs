//! Objects changed, added, linked and removed by form, clicked by name.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure here is the test's failure")]

use std::sync::Arc;

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use sitmap::{
    app::{Clock, Command, Opening, Operation, Wake, change::Change, object::ObjectCommand},
    domain::{
        catalogue::{Catalogue, Lang},
        model::{FieldId, Value},
    },
    io::{assets, store::Access},
};

use crate::kit::{
    District, Window, click, click_the_middle_of_the_map, district, fill, now, open_card, shelter, wait_for,
    wait_until, window,
};

fn value(window: &Window, field: &str) -> String {
    window.get_by_role_and_label(Role::TextInput, field).value().unwrap_or_default()
}

fn says(window: &Window, text: &str) -> bool {
    window.query_all_by_label(text).next().is_some()
}

fn operation(district: &District) -> Operation {
    let (catalogue, _) = Catalogue::read(&assets::shipped_catalogue());
    Operation::open(Opening {
        path: district.file.clone(),
        access: Access::Write,
        catalogue: Arc::new(catalogue),
        problems: Vec::new(),
        actor: "水利局".into(),
        clock: Clock::fixed(now()),
        wake: Wake::nobody(),
    })
    .unwrap()
}

fn add(operation: &mut Operation, kind: &str, name: &str) {
    let values = vec![(FieldId::from("name"), Value::from(name))];
    let place = Some(geo_types::Point::new(119.52, 29.03).into());
    operation.run(Command::Object(ObjectCommand::New { kind: kind.into(), values, place })).unwrap();
}

#[test]
fn a_capacity_is_corrected_and_taken_back_by_name() {
    let district = district(false);
    let mut window = window(&district.file, Lang::Zh);
    open_card(&mut window, "白龙桥镇中心小学");
    click(&mut window, "编辑");
    wait_for(&mut window, "没有改动");
    fill(&mut window, "可容纳人数", "６５０");
    wait_for(&mut window, "已改 1 处");
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    wait_for(&mut window, "460");
    wait_for(&mut window, "撤销：修改 白龙桥镇中心小学：可容纳人数 600 → 650");
    wait_for(&mut window, "编辑");
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    wait_for(&mut window, "410");
}

#[test]
fn a_wrong_number_says_why_and_is_not_saved_and_what_was_typed_is_kept_until_it_is_thrown_away() {
    let district = district(false);
    let mut window = window(&district.file, Lang::Zh);
    open_card(&mut window, "白龙桥镇中心小学");
    click(&mut window, "编辑");
    wait_for(&mut window, "没有改动");
    fill(&mut window, "可容纳人数", "六百五");
    wait_for(&mut window, "应为 0 到 100,000 之间的整数");
    wait_for(&mut window, "1 处需改正");
    assert!(window.get_by_role_and_label(Role::Button, "保存").accesskit_node().is_disabled());
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    window.run_steps(3);
    assert!(!says(&window, "正在保存…"));
    window.key_press(Key::Escape);
    window.run_steps(2);
    wait_for(&mut window, "继续编辑（未保存）");
    wait_for(&mut window, "410");
    click(&mut window, "关闭卡片");
    open_card(&mut window, "竹马文化礼堂");
    wait_for(&mut window, "编辑");
    click(&mut window, "关闭卡片");
    open_card(&mut window, "白龙桥镇中心小学");
    click(&mut window, "继续编辑（未保存）");
    wait_for(&mut window, "1 处需改正");
    assert_eq!(value(&window, "可容纳人数"), "六百五");
    click(&mut window, "取消");
    wait_for(&mut window, "编辑");
}

#[test]
fn a_shelter_is_added_at_a_clicked_place() {
    let district = district(false);
    let mut window = window(&district.file, Lang::Zh);
    wait_for(&mut window, "避灾安置场所");
    click_the_middle_of_the_map(&mut window);
    click(&mut window, "在此新增…");
    fill(&mut window, "查找种类", "避灾");
    click(&mut window, "在此新增 避灾安置场所");
    wait_for(&mut window, "2 处需改正");
    let place = value(&window, "坐标");
    assert!(place.starts_with("119.") && place.contains(", 2"), "{place}");
    // The map says where it will stand.
    let pin = window.state().pin().unwrap();
    assert!(place.starts_with(&format!("{:.3}", pin.lon())), "{place} {pin:?}");
    fill(&mut window, "名称", "新建文化礼堂");
    fill(&mut window, "可容纳人数", "约200人");
    click(&mut window, "保存");
    wait_for(&mut window, "撤销：新增避灾安置场所 新建文化礼堂");
    // The layer tree counts it: there were four.
    assert!(window.query_all_by_label("5").next().is_some());
    wait_for(&mut window, "关闭卡片");
    wait_for(&mut window, "200 人");
    assert_eq!(window.state().pin(), None);
    assert!(!says(&window, "没有坐标就不在地图上显示"));
}

#[test]
fn one_is_added_from_the_layer_tree_with_typed_coordinates_or_a_click_on_the_map() {
    let district = district(false);
    let mut window = window(&district.file, Lang::Zh);
    click(&mut window, "新增一个避灾安置场所");
    wait_for(&mut window, "请点地图上的空白处");
    fill(&mut window, "坐标", "村口");
    wait_for(&mut window, "看不懂这个坐标，可写 119.6412, 29.0831 或 119°38′24″E 29°05′N");
    let map = window.get_by_label("地图").rect();
    window.hover_at(map.center());
    window.run_steps(2);
    window.drag_at(map.center());
    window.drop_at(map.center());
    wait_until(&mut window, "the place that was clicked", |window| value(window, "坐标").starts_with("119."));
    fill(&mut window, "坐标", "119°31′12″E 29°01′48″N");
    fill(&mut window, "名称", "坐标礼堂");
    fill(&mut window, "可容纳人数", "80");
    click(&mut window, "保存");
    wait_for(&mut window, "119.5200, 29.0300");
}

#[test]
fn what_hangs_on_an_object_is_said_before_it_is_removed_and_undo_brings_it_back() {
    let district = district(false);
    let mut window = window(&district.file, Lang::Zh);
    open_card(&mut window, "白龙桥镇中心小学");
    click(&mut window, "移除");
    wait_for(&mut window, "移除 白龙桥镇中心小学？");
    wait_for(&mut window, "· 已安置人数 190 人");
    click(&mut window, "不移除");
    wait_for(&mut window, "编辑");
    click(&mut window, "移除");
    click(&mut window, "确认移除");
    wait_for(&mut window, "撤销：删除 白龙桥镇中心小学");
    assert!(!says(&window, "关闭卡片"));
    click(&mut window, "撤销：删除 白龙桥镇中心小学");
    wait_for(&mut window, "重做：删除 白龙桥镇中心小学");
}

#[test]
fn a_camera_is_linked_to_its_reservoir_by_name_and_both_cards_say_so() {
    let district = district(false);
    let mut shell = operation(&district);
    add(&mut shell, "reservoir", "下徐水库");
    add(&mut shell, "reservoir", "莘畈水库");
    add(&mut shell, "camera", "坝头监控");
    drop(shell);
    let mut window = window(&district.file, Lang::Zh);
    open_card(&mut window, "坝头监控");
    click(&mut window, "编辑");
    wait_for(&mut window, "选择所看水库");
    window.get_by_label("选择所看水库").scroll_to_me();
    window.run_steps(3);
    click(&mut window, "选择所看水库");
    wait_for(&mut window, "选 下徐水库");
    fill(&mut window, "按名称查找所看水库", "莘畈");
    wait_until(&mut window, "only what fits", |window| !says(window, "选 下徐水库"));
    click(&mut window, "选 莘畈水库");
    wait_for(&mut window, "已改 1 处");
    click(&mut window, "保存");
    wait_for(&mut window, "撤销：修改 坝头监控：所看水库 （空） → 莘畈水库");
    click(&mut window, "莘畈水库");
    wait_for(&mut window, "坝头监控");
}

#[test]
fn a_person_stays_masked_in_the_form_until_asked_for() {
    let district = district(false);
    let mut window = window(&district.file, Lang::Zh);
    open_card(&mut window, "白龙桥镇中心小学");
    click(&mut window, "编辑");
    wait_for(&mut window, "139****0001");
    assert!(window.query_by_role_and_label(Role::TextInput, "管理员电话").is_none());
}

#[test]
fn a_reader_gets_no_form_and_is_told_why() {
    let district = district(false);
    let _writer = operation(&district);
    let mut window = window(&district.file, Lang::Zh);
    open_card(&mut window, "白龙桥镇中心小学");
    wait_for(&mut window, "另一个窗口或命令正在修改这个文件，现在只能查看。");
    for name in ["编辑", "移除", "新增一个避灾安置场所"] {
        assert!(!says(&window, name), "{name}");
    }
}

#[test]
fn what_another_program_changed_meanwhile_is_shown_beside_what_was_typed() {
    let district = district(false);
    let mut window = window(&district.file, Lang::Zh);
    open_card(&mut window, "白龙桥镇中心小学");
    click(&mut window, "编辑");
    wait_for(&mut window, "没有改动");
    fill(&mut window, "可容纳人数", "650");
    let change = Change { field: "capacity".into(), before: Value::Integer(600), after: Value::Integer(700) };
    let other = ObjectCommand::Change { object: shelter(3), changes: vec![change], placing: None };
    window.state_mut().carry_out(Command::Object(other));
    wait_for(&mut window, "刚被别处改为：700");
    click(&mut window, "用我填的");
    click(&mut window, "保存");
    wait_for(&mut window, "撤销：修改 白龙桥镇中心小学：可容纳人数 700 → 650");
}
