//! Warning signals in the window: a CAP message let fall or pasted becomes a chip, an alarm, a card and a mark.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure here is the test's failure")]

use std::sync::Arc;

use eframe::egui::{Event, Key, Modifiers};
use geo_types::polygon;
use jiff::ToSpan as _;
use sitmap::{
    domain::{
        catalogue::Lang,
        view::scene::{AreaInk, Size},
    },
    io::cap::{Alert, Area, Info, read, write, written},
};

use crate::{
    evacuation::{draw_an_area, settle},
    kit::{Window, click, district, fill, now, put, says, wait_for, wait_until, window},
    storm::Fallen,
};

/// A red warning of rain over the township of the small district.
fn alert(id: &str, status: &str) -> Alert {
    let at = |hours: i64| written(now().checked_add(hours.hours()).unwrap());
    Alert {
        identifier: id.to_owned(),
        sender: "jinhua".to_owned(),
        sent: at(-1),
        status: status.to_owned(),
        msg_type: "Alert".to_owned(),
        scope: "Public".to_owned(),
        infos: vec![Info {
            language: Some("zh-CN".to_owned()),
            categories: vec!["Met".to_owned()],
            event: "暴雨".to_owned(),
            urgency: "Immediate".to_owned(),
            severity: "Extreme".to_owned(),
            certainty: "Observed".to_owned(),
            expires: Some(at(3)),
            sender_name: Some("金华市气象台".to_owned()),
            headline: Some("发布暴雨红色预警".to_owned()),
            areas: vec![Area { description: "试验镇".to_owned(), ..Area::default() }],
            ..Info::default()
        }],
        ..Alert::default()
    }
}

fn paste(window: &mut Window, text: String) {
    window.input_mut().events.push(Event::Paste(text));
    window.step();
}

#[test]
fn a_message_that_is_let_fall_is_a_chip_an_alarm_and_a_mark_and_its_card_asks_who_is_inside() {
    let district = district(false);
    settle(&district.file, 90);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rain.xml");
    std::fs::write(&file, write(&alert("a", "Actual"))).unwrap();
    let mut window = window(&district.file, Lang::Zh);
    wait_for(&mut window, "避灾安置场所");
    assert!(!says(&window, "预警 暴雨"));
    window.input_mut().dropped_files.push(Arc::new(Fallen(file)));
    wait_until(&mut window, "that it was taken in", |window| says(window, "预警：新增 1 条"));
    wait_until(&mut window, "the chip", |window| says(window, "预警 暴雨 红 至 18:06"));
    wait_until(&mut window, "the alarm", |window| says(window, "暴雨红色预警 生效中，至 08-09 18:06"));
    // On the map the sign says what it is and its colour's word, the name what the area is the extent of.
    let mark = |window: &Window| {
        let scene = window.state().scene();
        let mark = scene.marks.iter().find(|mark| mark.kind.as_str() == "warning_signal" && mark.pulse);
        mark.map(|mark| (mark.symbol.text.clone(), mark.symbol.size, mark.name.clone()))
    };
    wait_until(&mut window, "the mark", |window| mark(window).is_some());
    assert_eq!(mark(&window), Some(("暴雨红".to_owned(), Size::Symbol, "暴雨红色预警（试验镇）".to_owned())));
    let scene = window.state().scene();
    let drawn = scene
        .areas
        .iter()
        .filter(|area| matches!(area.ink, AreaInk::Listed(tone) if tone == sitmap::domain::catalogue::Tone::Alarm));
    let drawn: Vec<_> = drawn.collect();
    assert_eq!(drawn.len(), 1);
    assert!(drawn[0].object.is_none(), "it takes no click from what lies in it");
    click(&mut window, "预警 暴雨 红 至 18:06");
    wait_until(&mut window, "its card", |window| says(window, "红色 · 生效中"));
    assert!(says(&window, "有效至 18:06，还有 3 小时 0 分") && says(&window, "金华市气象台 14:06 发布"));
    assert!(says(&window, "范围：试验镇"));
    let view = window.state().view();
    let [lon, lat] = view.to_degrees(view.size[0] / 2.0, view.size[1] / 2.0);
    assert!((lon - 119.51).abs() < 0.02 && (lat - 29.01).abs() < 0.02, "its township is looked at: {lon} {lat}");
    click(&mut window, "导出 CAP");
    wait_until(&mut window, "its file", |window| says(window, "已写成 CAP：") && says(window, "a.xml"));
    let beside = district.file.with_file_name("a.xml");
    assert_eq!(read(&std::fs::read(beside).unwrap()).unwrap().identifier, "a");
    click(&mut window, "受影响");
    wait_until(&mut window, "who is inside", |window| says(window, "暴雨红色预警（试验镇）") && says(window, "90 人"));
    wait_for(&mut window, "关闭受影响");
}

#[test]
fn a_pasted_message_is_taken_in_once_and_an_exercise_is_refused() {
    let district = district(false);
    let mut window = window(&district.file, Lang::Zh);
    wait_for(&mut window, "避灾安置场所");
    paste(&mut window, write(&alert("e", "Exercise")));
    wait_until(&mut window, "the refusal", |window| says(window, "是演练预警（Exercise）"));
    assert!(!says(&window, "预警 暴雨"));
    paste(&mut window, write(&alert("a", "Actual")));
    wait_until(&mut window, "the chip", |window| says(window, "预警 暴雨 红 至 18:06"));
    paste(&mut window, write(&alert("a", "Actual")));
    wait_until(&mut window, "that it is known", |window| says(window, "新增 0 条，更新 0 条，已有 1 条"));
    paste(&mut window, write(&alert("b", "Actual")).replace("<scope>Public</scope>", ""));
    wait_until(&mut window, "what is wrong", |window| says(window, "缺少 scope"));
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    wait_until(&mut window, "that it is gone", |window| !says(window, "预警 暴雨"));
}

#[test]
fn an_expired_warning_is_no_chip_and_no_alarm_and_one_without_an_end_says_so() {
    let district = district(false);
    let shape = polygon![(x: 119.50, y: 29.00), (x: 119.52, y: 29.00), (x: 119.52, y: 29.02), (x: 119.50, y: 29.02)];
    let at = |minutes: i64| now().checked_add(minutes.minutes()).unwrap().into();
    let kinds = [("signal_kind", "typhoon".into()), ("color", "orange".into()), ("status", "active".into())];
    let named = |name: &str| [vec![("name", name.into()), ("issued", at(-300))], kinds.to_vec()].concat();
    let expired = [named("旧台风预警"), vec![("valid_until", at(-1))]].concat();
    put(&district.file, "warning_signal", Some(shape.clone().into()), &expired);
    put(&district.file, "warning_signal", Some(shape.into()), &named("无期台风预警"));
    let mut window = window(&district.file, Lang::En);
    wait_until(&mut window, "the chip", |window| says(window, "Warning Typhoon orange no end given"));
    wait_until(&mut window, "the alarm", |window| says(window, "无期台风预警 in force, no end given"));
    assert!(!says(&window, "旧台风预警 in force"));
    fill(&mut window, "Name, pinyin initials, address, person, coordinates", "旧台风预警");
    click(&mut window, "旧台风预警");
    wait_until(&mut window, "that it expired", |window| {
        says(window, "Orange · expired") && says(window, "expired at 15:05")
    });
}

#[test]
fn what_is_drawn_while_a_warning_is_looked_at_becomes_its_area() {
    let district = district(false);
    let mut window = window(&district.file, Lang::Zh);
    wait_for(&mut window, "避灾安置场所");
    paste(&mut window, write(&alert("a", "Actual")));
    wait_until(&mut window, "the chip", |window| says(window, "预警 暴雨 红 至 18:06"));
    click(&mut window, "预警 暴雨 红 至 18:06");
    wait_for(&mut window, "关闭卡片");
    window.run_steps(20);
    draw_an_area(&mut window);
    click(&mut window, "设为“暴雨红色预警”的范围");
    wait_until(&mut window, "whose area it is", |window| says(window, "范围：本单位划定的范围"));
    wait_until(&mut window, "its name on the map", |window| {
        window.state().scene().marks.iter().any(|mark| mark.name == "暴雨红色预警（本单位划定的范围）")
    });
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    wait_until(&mut window, "that it is the township again", |window| says(window, "范围：试验镇"));
}
