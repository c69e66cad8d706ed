//! Finding in the window: initials, readings of the place, coordinates; what a place is; persons on record.

use eframe::egui::{Key, OutputCommand, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use sitmap::domain::catalogue::Lang;

use crate::kit::{Window, click, district, wait_for, wait_until, window};

const FIELD: &str = "名称、拼音首字母、地址、人名、坐标";

fn type_in(window: &mut Window, text: &str) {
    wait_for(window, "避灾安置场所");
    window.get_by_role_and_label(Role::TextInput, FIELD).click();
    window.run_steps(2);
    window.get_by_role_and_label(Role::TextInput, FIELD).type_text(text);
    window.run_steps(2);
}

#[test]
fn a_village_is_found_by_initials_in_either_reading_and_enter_flies_there() {
    let typed = [("xfc", "莘畈村"), ("shenfan", "莘畈村"), ("ryc", "箬阳村"), ("nuoyang", "箬阳村")];
    for (text, name) in typed {
        let district = district(false);
        let mut window = window(&district.file, Lang::Zh);
        type_in(&mut window, text);
        wait_for(&mut window, name);
        window.key_press(Key::Enter);
        window.run_steps(3);
        wait_for(&mut window, "关闭卡片");
        assert!(window.query_all_by_label(name).count() >= 2, "the find and the card's title");
    }
}

#[test]
fn the_arrow_keys_choose_among_what_was_found() {
    let district = district(false);
    let mut window = window(&district.file, Lang::Zh);
    type_in(&mut window, "whlt");
    wait_for(&mut window, "竹马文化礼堂");
    window.key_press(Key::ArrowDown);
    window.run_steps(2);
    window.key_press(Key::Enter);
    window.run_steps(3);
    wait_for(&mut window, "关闭卡片");
    // The shorter name is first, the other one was gone to.
    wait_until(&mut window, "the second one's card", |window| window.query_all_by_label("叶店村文化礼堂").count() == 2);
}

#[test]
fn a_coordinate_flies_there_and_says_what_is_there_and_what_is_nearest() {
    let district = district(false);
    let mut window = window(&district.file, Lang::Zh);
    type_in(&mut window, "29.005，119.505");
    wait_for(&mut window, "坐标");
    window.key_press(Key::Enter);
    window.run_steps(3);
    click(&mut window, "这是哪里");
    wait_for(&mut window, "试验镇");
    wait_for(&mut window, "莘畈村");
    wait_for(&mut window, "最近的避灾安置场所");
    click(&mut window, "责任人 1 名");
    wait_for(&mut window, "示例丙* 139****0002");
    click(&mut window, "显示 莘畈网格 网格长 的姓名电话");
    wait_for(&mut window, "示例丙丁 13900000002");
    wait_for(&mut window, "查看 莘畈网格 的姓名电话");
    assert!(window.query_by_label_contains("撤销：查看").is_none());
}

#[test]
fn after_a_coordinate_the_map_shows_the_place_and_every_answer() {
    let district = district(false);
    let mut window = window(&district.file, Lang::Zh);
    // At the district's edge: the answers lie beyond what the map shows around a place it flies to.
    type_in(&mut window, "29.005，119.41");
    wait_for(&mut window, "坐标");
    window.key_press(Key::Enter);
    window.run_steps(3);
    wait_for(&mut window, "更近但未选 2 处");
    let places = [(119.41, 29.005), (119.53, 29.01), (119.46, 28.98)];
    wait_until(&mut window, "the place and both answers in view", |window| {
        let view = window.state().view();
        let [width, height] = view.size;
        view.zoom > 10.0
            && places.iter().all(|(lon, lat)| {
                let [x, y] = view.to_screen(*lon, *lat);
                (0.0..width).contains(&x) && (0.0..height).contains(&y)
            })
    });
}

#[test]
fn a_position_is_copied_in_the_form_that_is_chosen() {
    let district = district(false);
    let mut window = window(&district.file, Lang::Zh);
    type_in(&mut window, "119.505,29.005");
    wait_for(&mut window, "坐标");
    window.key_press(Key::Enter);
    window.run_steps(3);
    click(&mut window, "复制坐标");
    wait_until(&mut window, "the menu", |window| window.query_by_label_contains("EPSG:4549").is_some());
    window.get_by_label_contains("WGS-84 经纬度").click();
    window.step();
    let commands = window.output().platform_output.commands.clone();
    assert!(commands.contains(&OutputCommand::CopyText("119.505000,29.005000".to_owned())), "{commands:?}");
}
