//! The township board in the window: opened, a message pasted and taken in, a report filled in, households ticked off.

use std::path::Path;

use eframe::egui::{Event, Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use geo_types::Point;
use sitmap::{
    domain::{
        catalogue::{Catalogue, Lang},
        model::{Uid, Value},
    },
    io::{assets, settings::Settings},
};

use crate::kit::{Window, click, commit, district, now, object, says, shelter, wait_for, wait_until, window_of};

/// Two households of a village that were told to go to the school, an hour ago; one more that was told of nowhere.
fn told(file: &Path) {
    let (catalogue, _) = Catalogue::read(&assets::shipped_catalogue());
    let hour = now() - jiff::SignedDuration::from_hours(1);
    let household = |number: u128, people: i64, to: Option<u128>| {
        let given = [
            ("name", format!("户{number}").into()),
            ("township", "试验镇".into()),
            ("village", "莘畈村".into()),
            ("household_head", "示例甲乙".into()),
            ("household_size", people.into()),
            ("state", "notified".into()),
            ("state_time", Value::from(hour)),
            ("destination", Value::from(to.map(|_| "shelter"))),
            ("shelter", Value::from(to.map(|to| shelter(to).uid.to_string()))),
        ];
        let place = Point::new(119.512, 29.008).into();
        object(&catalogue, "transfer", Uid::from_bits(300 + number), Some(place), &given)
    };
    commit(file, vec![household(1, 4, Some(3)), household(2, 3, Some(3)), household(3, 2, None)]);
}

fn opened(file: &Path) -> Window {
    let settings = Settings { lang: Lang::Zh, welcomed: true, ..Settings::default() };
    let mut window = window_of(file, settings, [1600.0, 900.0], 1.0);
    wait_for(&mut window, "避灾安置场所");
    window.run_steps(5);
    window.key_press_modifiers(Modifiers::COMMAND, Key::E);
    wait_for(&mut window, "乡镇转移进度台账");
    wait_for(&mut window, "填报 试验镇");
    window
}

#[test]
fn a_pasted_message_is_shown_first_and_counts_once_it_is_taken_in() {
    let district = district(false);
    told(&district.file);
    let mut window = opened(&district.file);
    assert!(says(&window, "逾期未报"), "told an hour ago, and not heard");
    assert!(says(&window, "9 / —"), "nine on the list, nothing reported");
    click(&mut window, "粘贴上报");
    window.get_by_label("上报内容").focus();
    window.run_steps(2);
    window.event(Event::Text("试验镇：应转移9人，已转移5人\n某某乡 3人".to_owned()));
    wait_for(&mut window, "登记 1 份");
    assert!(says(&window, "没有看懂或有疑问的 1 处"));
    assert!(says(&window, "9 / —"), "nothing counts yet");
    click(&mut window, "登记 1 份");
    wait_until(&mut window, "the report on the board", |window| says(window, "9 / 9"));
    assert!(!says(&window, "逾期未报") && says(&window, "与清单不符"));
    assert!(window.query_by_label("登记 1 份").is_none(), "what was entered is put away");
    click(&mut window, "展开试验镇");
    wait_until(&mut window, "what differs", |window| says(window, "已转移 +5"));
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    wait_until(&mut window, "taken back", |window| says(window, "逾期未报"));
}

#[test]
fn a_form_says_which_field_is_no_number_and_reports_what_is_known() {
    let district = district(false);
    told(&district.file);
    let mut window = opened(&district.file);
    click(&mut window, "填报 试验镇");
    let type_in = |window: &mut Window, name: &str, text: &str| {
        window.get_by_role_and_label(Role::TextInput, name).focus();
        window.run_steps(2);
        window.event(Event::Text(text.to_owned()));
        window.run_steps(3);
    };
    type_in(&mut window, "在途", "三");
    assert!(says(&window, "“在途”不是数"));
    window.key_press(Key::Backspace);
    window.run_steps(2);
    type_in(&mut window, "在途", "6");
    assert!(!says(&window, "不是数"));
    click(&mut window, "登记上报");
    wait_until(&mut window, "heard", |window| !says(window, "逾期未报"));
    assert!(window.query_by_label("登记上报").is_none());
}

#[test]
fn households_are_ticked_off_and_registered_at_their_shelter_at_once() {
    let district = district(false);
    told(&district.file);
    let mut window = opened(&district.file);
    click(&mut window, "逐户登记 试验镇");
    wait_for(&mut window, "还没转移：3 户 9 人");
    // Who was told where to go is ticked; who was not is not.
    wait_for(&mut window, "已勾选 2 户 7 人");
    assert!(says(&window, "示例甲*") && !says(&window, "示例甲乙"));
    click(&mut window, "没有安排安置点　1 户");
    wait_for(&mut window, "已勾选 3 户 9 人");
    assert!(says(&window, "不能登记到达"));
    click(&mut window, "没有安排安置点　1 户");
    wait_for(&mut window, "已勾选 2 户 7 人");
    click(&mut window, "已到安置点");
    wait_for(&mut window, "还没转移：1 户 2 人");
    wait_until(&mut window, "on the board", |window| says(window, "7 / —"));
    // Undo brings them back to the list, ticked no more.
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    wait_for(&mut window, "还没转移：3 户 9 人");
}

#[test]
fn a_shelter_that_fills_up_is_news_on_the_desk_with_the_way_out() {
    use sitmap::app::{Command, shelter::ShelterCommand};
    let district = district(false);
    told(&district.file);
    let mut window = opened(&district.file);
    let register = ShelterCommand::Register { shelter: shelter(3), people: 405, note: None };
    window.state_mut().carry_out(Command::Shelter(register));
    wait_for(&mut window, "转移有变 1 条");
    assert!(says(&window, "白龙桥镇中心小学：莘畈村还有 7 人要来，只剩 5 个床位"));
    click(&mut window, "重排未转移的人");
    wait_until(&mut window, "a plan anew", |window| says(window, "9 人全部有去处"));
    assert!(says(&window, "原安排不变"));
    click(&mut window, "采用方案");
    wait_until(&mut window, "nothing stands in the way", |window| !says(window, "转移有变"));
}
