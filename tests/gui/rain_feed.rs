//! The feed of rain in the window: what is new is taken in as one step and calls villages, garbage changes nothing, and
//! nothing that its server does holds the window up.
#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure here is the test's failure")]

use std::path::Path;

use eframe::egui::{Key as Press, Modifiers};
use egui_kittest::kittest::Queryable as _;
use geo_types::Point;
use sitmap::{
    domain::catalogue::{Catalogue, Lang},
    io::{
        assets,
        feed::RainFeed,
        import::rain::json::Mapping,
        settings::Settings,
        store::{self, Access},
        tiles::Key,
    },
};
use tempfile::TempDir;

use crate::{
    kit::{Window, click, district, fill, folders_in, now, put, wait_for, wait_until, window_kept},
    storm_feed::Server,
};

/// Three hours, ending six minutes before the window's now.
const WELL: &str = r#"{"data": {"rows": [
    {"st": {"name": "试验雨量站"}, "tm": "2026-08-09 13:00:00", "drp": 20},
    {"st": {"name": "试验雨量站"}, "tm": "2026-08-09 14:00:00", "drp": "30"},
    {"st": {"name": "试验雨量站"}, "tm": "2026-08-09 15:00:00", "drp": 25.5},
    {"st": {"name": "外县站"}, "tm": "2026-08-09 15:00:00", "drp": 1}]}}"#;

fn settings(server: &Server) -> Settings {
    let own = |text: &str| text.to_owned();
    let mapping =
        Mapping { list: own("data.rows"), station: own("st.name"), time: own("tm"), value: own("drp"), minutes: 60 };
    let address = Key::new(&format!("http://127.0.0.1:{}/rain?tk=c0ffee", server.port));
    let rain = RainFeed { on: true, address, mapping, ..RainFeed::default() };
    Settings { lang: Lang::Zh, welcomed: true, rain, ..Settings::default() }
}

/// A station, and a village beside it that is called by 70 mm in three hours.
fn stationed(file: &Path) {
    let place = || Point::new(119.5, 28.95).into();
    put(file, "rain_station", Some(place()), &[("name", "试验雨量站".into())]);
    put(file, "village", Some(place()), &[("name", "试验村".into()), ("move_3h_mm", 70.0.into())]);
}

fn opened(file: &Path, settings: Settings, home: &TempDir) -> Window {
    let mut window = window_kept(file, settings, &folders_in(home.path()));
    wait_for(&mut window, "避灾安置场所");
    window.key_press_modifiers(Modifiers::COMMAND, Press::J);
    window
}

fn contains(window: &mut Window, text: &'static str) {
    wait_until(window, text, |window| window.query_all_by_label_contains(text).next().is_some());
}

/// Who did what in the journal: posts and areas, the latest first.
fn journal(file: &Path) -> Vec<(String, String)> {
    let (catalogue, _) = Catalogue::read(&assets::shipped_catalogue());
    let (store, _) = store::open(file, Access::Read, &catalogue, now()).unwrap();
    let rows = store.journal(None, 50).unwrap();
    rows.iter().map(|row| (row.actor.to_string(), row.area.to_string())).collect()
}

#[test]
fn what_is_new_is_taken_in_once_and_garbage_changes_nothing() {
    let (district, home) = (district(false), tempfile::tempdir().unwrap());
    stationed(&district.file);
    let server = Server::saying(WELL);
    let mut window = opened(&district.file, settings(&server), &home);
    server.is_asked();
    contains(&mut window, "雨量接口报告：立即转移：试验村");
    contains(&mut window, "好，刚刚更新，最新雨量");
    contains(&mut window, "1 条未采用");
    wait_for(&mut window, "试验村 立即转移");
    contains(&mut window, "3小时雨量 75.5 mm，指标 70 mm");
    // The same again, and three kinds of garbage.
    for (says, state) in [
        (WELL, "好，刚刚更新"),
        ("{}", "没有要找的列表"),
        ("<html>closed</html>", "返回的是网页"),
        (r#"{"data": {"rows": [{"st": {"name": "外县站"}, "tm": "2026-08-09 15:00", "drp": 1}]}}"#, "一条也不能采用"),
    ] {
        *server.says.lock().unwrap() = says;
        click(&mut window, "立即重试");
        server.is_asked();
        contains(&mut window, state);
        wait_for(&mut window, "试验村 立即转移");
    }
    contains(&mut window, "外县站");
    // It is no step of whoever sits here.
    window.key_press_modifiers(Modifiers::COMMAND, Press::Z);
    contains(&mut window, "没有可以撤销的");
    wait_for(&mut window, "试验村 立即转移");
    drop(window);
    let fed: Vec<_> = journal(&district.file).into_iter().filter(|(_, area)| area == "feed").collect();
    assert_eq!(fed, [("雨量接口".to_owned(), "feed".to_owned())], "one step, and no empty one");
    assert!(!std::fs::read_to_string(folders_in(home.path()).rain_feed()).unwrap().contains("c0ffee"));
}

#[test]
fn the_window_draws_on_while_the_server_never_answers_and_its_last_success_is_remembered() {
    let (district, home) = (district(false), tempfile::tempdir().unwrap());
    stationed(&district.file);
    let server = Server::saying("silence");
    let mut window = opened(&district.file, settings(&server), &home);
    server.is_asked();
    // Were one frame to wait for the server, all of them would take hours.
    for _ in 0..300 {
        window.step();
    }
    contains(&mut window, "正在询问…");
    contains(&mut window, "雨量站 1 处");
    click(&mut window, "停止询问");
    contains(&mut window, "已停止询问");
    contains(&mut window, "没有可用的旧数据");
    *server.says.lock().unwrap() = r#"{"data": {"rows": []}}"#;
    click(&mut window, "立即重试");
    contains(&mut window, "好，刚刚更新，没有读数");
    drop(window);
    assert!(journal(&district.file).iter().all(|(_, area)| area != "feed"), "nothing was said, nothing is written");
    *server.says.lock().unwrap() = "silence";
    let mut window = opened(&district.file, settings(&server), &home);
    server.is_asked();
    contains(&mut window, "正在询问…，显示刚刚取得的数据");
}

#[test]
fn a_feed_and_its_mapping_are_typed_beside_the_rain() {
    let (district, home) = (district(false), tempfile::tempdir().unwrap());
    stationed(&district.file);
    let server = Server::saying(WELL);
    let mut window = opened(&district.file, Settings { lang: Lang::Zh, welcomed: true, ..Settings::default() }, &home);
    contains(&mut window, "未启用");
    click(&mut window, "接口设置");
    fill(&mut window, "接口地址", &format!("http://127.0.0.1:{}/rain", server.port));
    window.key_press(Press::Enter);
    contains(&mut window, "没有要找的列表");
    for (field, path) in [
        ("列表位置（整个答复就是列表时留空）", "data.rows"),
        ("测站字段（名称或编码）", "st.name"),
        ("时间字段（时段结束；北京时间或带时区，或 1970 年起的秒、毫秒）", "tm"),
        ("雨量字段（毫米）", "drp"),
    ] {
        fill(&mut window, field, path);
        window.key_press(Press::Enter);
        window.step();
    }
    contains(&mut window, "好，刚刚更新，最新雨量");
    contains(&mut window, "雨量接口：好");
    click(&mut window, "启用实时接口");
    contains(&mut window, "未启用");
}
