//! Rain in the window: the list of townships and called villages, and the cards of stations, townships and villages.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure here is the test's failure")]

use std::path::Path;

use eframe::egui::{Key, Modifiers};
use geo_types::Point;
use jiff::ToSpan as _;
use sitmap::{
    domain::{
        catalogue::{Catalogue, Lang},
        edit::Edit,
        model::{KindId, ObjectRef, Uid, Value},
    },
    io::{
        assets,
        store::{self, Access, Reading},
    },
};

use crate::kit::{click, commit, district, fill, find, now, object, open_card, says, wait_for, wait_until, window};

/// A station in the township with 30 hours of rain, and thresholds for the village beside it.
fn rained(file: &Path) {
    let (catalogue, _) = Catalogue::read(&assets::shipped_catalogue());
    let station = ObjectRef { kind: KindId::from("rain_station"), uid: Uid::from_bits(400) };
    let place = Some(Point::new(119.511, 29.011).into());
    let said = [("name", "试验站".into()), ("township", "试验镇".into())];
    let added = object(&catalogue, "rain_station", station.uid, place, &said);
    let set = |kind: &str, uid: u128, field: &str, after: Value| Edit::Set {
        object: ObjectRef { kind: KindId::from(kind), uid: Uid::from_bits(uid) },
        field: field.into(),
        before: Value::Null,
        after,
    };
    commit(
        file,
        vec![
            added,
            set("village", 102, "move_3h_mm", 60.0.into()),
            set("township", 101, "forecast_3h_mm", 33.0.into()),
            set("township", 101, "forecast_time", now().into()),
        ],
    );
    let (mut store, _) = store::open(file, Access::Write, &catalogue, now()).unwrap();
    let reading = |back: i64| Reading {
        object: station.clone(),
        field: "rain_1h_mm".into(),
        time: now().checked_sub(back.hours()).unwrap(),
        value: if back < 3 { 25.0 } else { 1.0 },
    };
    let readings: Vec<Reading> = (0..30).map(reading).collect();
    store.append_readings(&readings, now()).unwrap();
    store.close().unwrap();
}

#[test]
fn the_rain_lists_whom_it_calls_and_a_row_leads_there() {
    let district = district(false);
    rained(&district.file);
    let mut window = window(&district.file, Lang::Zh);
    wait_for(&mut window, "避灾安置场所");
    window.key_press_modifiers(Modifiers::COMMAND, Key::J);
    wait_for(&mut window, "莘畈村 立即转移");
    assert!(says(&window, "达到山洪转移指标的村  1"));
    assert!(says(&window, "立即转移 1 村") && says(&window, "雨量站 1 处"));
    assert!(says(&window, "3小时雨量 75 mm，指标 60 mm"), "by which window");
    assert!(says(&window, "1小时 25 mm · 3小时 75 mm · 6小时 78 mm · 24小时 96 mm"), "over the township");
    assert!(says(&window, "预报 3小时 33 mm"), "beside the forecast");
    click(&mut window, "试验镇 暴雨");
    wait_for(&mut window, "关闭卡片");
    wait_for(&mut window, "75 mm，预报 33 mm");
    window.key_press(Key::Escape);
    wait_for(&mut window, "关闭雨情");
    click(&mut window, "关闭雨情");
    wait_until(&mut window, "the rain put away", |window| !says(window, "关闭雨情"));
}

#[test]
fn the_cards_of_a_station_and_of_a_village_say_what_fell() {
    let district = district(false);
    rained(&district.file);
    let mut window = window(&district.file, Lang::Zh);
    open_card(&mut window, "试验站");
    wait_for(&mut window, "近48小时逐时雨量 · 最大 1小时 25 mm · 缺 18 小时");
    assert!(says(&window, "96 mm · 暴雨"), "24 hours with their grade");
    click(&mut window, "关闭卡片");
    find(&mut window, "莘畈村");
    wait_for(&mut window, "关闭卡片");
    wait_until(&mut window, "what is asked of the village", |window| says(window, "立即转移（3小时雨量 75 mm"));
}

#[test]
fn the_rain_of_an_event_is_counted_from_a_moment_that_is_picked_or_typed() {
    let district = district(false);
    rained(&district.file);
    let mut window = window(&district.file, Lang::Zh);
    wait_for(&mut window, "避灾安置场所");
    window.key_press_modifiers(Modifiers::COMMAND, Key::J);
    wait_for(&mut window, "莘畈村 立即转移");
    assert!(!says(&window, "情况不明") && !says(&window, "准备转移 0"), "what there is none of is not listed");
    click(&mut window, "过程雨量：选定开始时间");
    click(&mut window, "从24小时前起");
    wait_until(&mut window, "a day of it", |window| {
        says(window, "自 2026-08-08 15:06 起") && says(window, "过程 96 mm")
    });
    let field = "过程开始时间（北京时间）";
    fill(&mut window, field, "昨天");
    window.key_press(Key::Enter);
    wait_until(&mut window, "that it is no moment", |window| {
        says(window, "不是可用的时间") && says(window, "过程 96 mm")
    });
    fill(&mut window, field, "2026-08-08 08:06");
    window.key_press(Key::Enter);
    wait_until(&mut window, "31 hours of which 30 are measured", |window| {
        says(window, "过程 ≥102 mm（有数据 96%）") && !says(window, "不是可用的时间")
    });
    click(&mut window, "不计过程雨量");
    wait_until(&mut window, "no event", |window| says(window, "选定开始时间") && !says(window, "过程 ≥102"));
}
