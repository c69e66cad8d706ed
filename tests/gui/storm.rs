//! A typhoon in the window: chosen from the archive, moved through time, played, brought as a file.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use eframe::egui::{DroppedFile, Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use sitmap::domain::{catalogue::Lang, view::scene::LineInk};

use crate::kit::{Window, click, click_the_middle_of_the_map, district, fill, find, wait_for, wait_until, window};

fn says(window: &Window, text: &str) -> bool {
    window.query_all_by_label(text).next().is_some()
}

/// What first says this, whole.
fn said(window: &Window, part: &str) -> Option<String> {
    let node = window.query_all_by_label_contains(part).next()?;
    node.accesskit_node().label().or(node.value())
}

/// A file that a hand lets fall on the window.
#[derive(Debug)]
pub struct Fallen(pub PathBuf);

impl DroppedFile for Fallen {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

/// The window with the typhoons open.
fn opened(file: &Path) -> Window {
    let mut window = window(file, Lang::Zh);
    wait_for(&mut window, "避灾安置场所");
    window.key_press_modifiers(Modifiers::COMMAND, Key::K);
    wait_for(&mut window, "看台风 利奇马（1909）");
    window
}

#[test]
fn a_storm_of_the_archive_is_moved_through_its_time_and_says_how_near_it_comes() {
    let district = district(false);
    let mut window = opened(&district.file);
    click(&mut window, "看台风 利奇马（1909）");
    wait_for(&mut window, "2019-08-02 14:00");
    wait_for(&mut window, "历史路径回放（不是现在的台风）");
    click(&mut window, "后 3 小时");
    wait_for(&mut window, "2019-08-02 17:00");
    wait_until(&mut window, "coast, lines and a course that begins", |window| {
        let scene = window.state().scene();
        scene.lines.iter().filter(|line| matches!(line.ink, LineInk::Storm(_))).count() == 4
    });
    click(&mut window, "到终点");
    wait_for(&mut window, "2019-08-15 02:00");
    wait_until(&mut window, "how near it came", |window| {
        window.query_all_by_label_contains("最近，中心在东方向").next().is_some()
    });
    click(&mut window, "到起点");
    click(&mut window, "播放");
    wait_until(&mut window, "time passes", |window| !says(window, "2019-08-02 14:00"));
    click(&mut window, "暂停");
    wait_for(&mut window, "播放");
    click(&mut window, "换一个台风");
    wait_for(&mut window, "看台风 贝碧嘉（2413）");
    window.key_press(Key::Escape);
    wait_until(&mut window, "away with it", |window| !says(window, "看台风 贝碧嘉（2413）"));
}

#[test]
fn a_card_says_how_the_storm_that_is_looked_at_passes_its_object() {
    let district = district(false);
    let mut window = opened(&district.file);
    click(&mut window, "看台风 利奇马（1909）");
    wait_for(&mut window, "按 7 级风圈到达定转移时限");
    find(&mut window, "白龙桥镇中心小学");
    wait_for(&mut window, "关闭卡片");
    wait_for(&mut window, "台风 利奇马（1909） 对此处");
    let near = |window: &Window| window.query_all_by_label_contains("最近，中心在东方向").count();
    assert_eq!(near(&window), 1, "of this place alone");
    assert!(says(&window, "历史路径回放（不是现在的台风）"));
    // While it plays another object has its own numbers.
    let of_school = said(&window, "最近，中心在东方向");
    click(&mut window, "关闭卡片");
    click(&mut window, "播放");
    find(&mut window, "莘畈村");
    wait_for(&mut window, "关闭卡片");
    wait_until(&mut window, "its own", |window| {
        said(window, "最近，中心在东方向").is_some_and(|text| Some(&text) != of_school.as_ref())
    });
    // Nobody is told of a storm of years ago once it is put away.
    click(&mut window, "关闭卡片");
    wait_for(&mut window, "按 7 级风圈到达定转移时限");
    window.key_press(Key::Escape);
    window.run_steps(2);
    window.key_press(Key::Escape);
    wait_until(&mut window, "away with it", |window| !says(window, "播放"));
    find(&mut window, "白龙桥镇中心小学");
    wait_for(&mut window, "关闭卡片");
    wait_until(&mut window, "nothing of it", |window| !says(window, "台风 利奇马（1909） 对此处"));
}

#[test]
fn storms_and_rain_take_each_others_place_at_the_side() {
    let district = district(false);
    let mut window = opened(&district.file);
    let press = |window: &mut Window, key: Key| window.key_press_modifiers(Modifiers::COMMAND, key);
    press(&mut window, Key::J);
    wait_for(&mut window, "关闭雨情");
    press(&mut window, Key::K);
    wait_for(&mut window, "看台风 利奇马（1909）");
    assert!(!says(&window, "关闭雨情"));
    press(&mut window, Key::K);
    wait_until(&mut window, "both away", |window| !says(window, "看台风 利奇马（1909）") && !says(window, "关闭雨情"));
}

#[test]
fn a_place_that_is_clicked_is_told_how_the_storm_passes_it() {
    let district = district(false);
    let mut window = opened(&district.file);
    click(&mut window, "看台风 利奇马（1909）");
    wait_for(&mut window, "按 7 级风圈到达定转移时限");
    assert!(!says(&window, "台风 利奇马（1909） 对此处"), "nothing was asked about");
    click_the_middle_of_the_map(&mut window);
    wait_for(&mut window, "台风 利奇马（1909） 对此处");
}

#[test]
fn an_arrival_is_handed_to_an_evacuation_as_its_deadline() {
    let district = district(false);
    let mut window = opened(&district.file);
    click(&mut window, "看台风 利奇马（1909）");
    wait_for(&mut window, "按 7 级风圈到达定转移时限");
    let said = window
        .query_all_by_label_contains("7 级风圈 2019-08-09 ")
        .next()
        .and_then(|node| node.accesskit_node().label().or(node.value()));
    let time = said.as_deref().and_then(|said| said.split(' ').nth(3)).expect("a time of day").to_owned();
    click(&mut window, "按 7 级风圈到达定转移时限");
    wait_for(&mut window, "预报到达");
    wait_until(&mut window, "the arrival as typed", |window| {
        let typed = window.query_all_by_role(Role::TextInput).filter(|node| node.value().as_deref() == Some(&time));
        typed.count() == 2
    });
}

#[test]
fn who_is_inside_its_winds_now_is_asked_from_its_panel_and_none_is_said() {
    let district = district(false);
    let mut window = opened(&district.file);
    click(&mut window, "看台风 利奇马（1909）");
    wait_for(&mut window, "2019-08-02 14:00");
    click(&mut window, "此刻 12 级风圈内受影响");
    wait_until(&mut window, "that there were none", |window| {
        window.query_all_by_label_contains("没有 12 级风圈").next().is_some()
    });
    // To 2019-08-10 08:00, when the district is inside.
    for _ in 0..62 {
        window.get_by_label("后 3 小时").click();
        window.run_steps(2);
    }
    wait_for(&mut window, "2019-08-10 08:00");
    click(&mut window, "此刻 7 级风圈内受影响");
    wait_until(&mut window, "what is asked", |window| {
        window.query_all_by_label_contains("2019-08-10 08:00 7 级风圈内").next().is_some()
    });
    wait_for(&mut window, "避灾安置场所");
    click(&mut window, "关闭受影响");
    wait_for(&mut window, "2019-08-10 08:00");
}

#[test]
fn a_file_of_tracks_that_is_let_fall_is_looked_at_and_a_bad_one_is_refused_with_a_word() {
    let district = district(false);
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = window(&district.file, Lang::Zh);
    wait_for(&mut window, "避灾安置场所");
    let point = r#"{"time": "2024/7/24 20:00:00", "lat": "27.0", "lng": "122.0", "power": "12", "speed": "33",
        "strong": "台风", "radius7": "300|300|200|250", "movespeed": "20", "movedirection": "西北"}"#;
    let feed = format!(r#"[{{"tfid": "202499", "name": "示例风", "isactive": "1", "points": [{point}]}}]"#);
    for (name, text, says) in [
        ("feed.json", feed.as_str(), "已读入 feed.json：1 个台风"),
        (
            "page.json",
            "<html></html>",
            "page.json：0 个台风，1 处问题。page.json：是一个网页，不是台风路径（接口可能已停用或要求登录）。",
        ),
    ] {
        let file = folder.path().join(name);
        std::fs::write(&file, text).expect("a file");
        window.input_mut().dropped_files.push(Arc::new(Fallen(file)));
        wait_for(&mut window, says);
    }
    wait_for(&mut window, "示例风（2499）");
    wait_for(&mut window, "台风、12 级、33 米/秒");
}

/// Thousands of storms as IBTrACS lists them, made up: two fixes each.
fn thousands() -> String {
    let mut text = "SID,SEASON,BASIN,NAME,ISO_TIME,LAT,LON,USA_WIND\n".to_owned();
    for number in 0..4_000 {
        let year = 1_950 + number / 60;
        for hour in ["00", "06"] {
            text.push_str(&format!(
                "{year}{number:04}N10150,{year},WP,MADEUP{number:04},{year}-08-01 {hour}:00:00,15.0,130.0,60\n"
            ));
        }
    }
    text
}

#[test]
fn storms_are_found_by_sound_number_and_year_among_thousands() {
    let district = district(false);
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = opened(&district.file);
    let field = "名称、拼音首字母、英文名、编号、年份";
    for (text, says) in
        [("lqm", "看台风 利奇马（1909）"), ("2413", "看台风 贝碧嘉（2413）"), ("yanhua", "看台风 烟花（2106）")]
    {
        fill(&mut window, field, text);
        wait_for(&mut window, says);
        wait_until(&mut window, "it alone", |window| window.query_all_by_label_contains("看台风 ").count() == 1);
    }
    fill(&mut window, field, "没有这个");
    wait_until(&mut window, "none", |window| window.query_all_by_label_contains("没有叫“没有这个”").next().is_some());
    click(&mut window, "显示全部");
    wait_for(&mut window, "看台风 利奇马（1909）");
    let file = folder.path().join("ibtracs.csv");
    std::fs::write(&file, thousands()).expect("a file");
    window.input_mut().dropped_files.push(Arc::new(Fallen(file)));
    wait_for(&mut window, "共 4,005 个台风");
    let rows = |window: &Window| window.query_all_by_label_contains("看台风 ").count();
    assert!((1..60).contains(&rows(&window)), "only what is seen is drawn: {}", rows(&window));
    fill(&mut window, field, "madeup0007");
    wait_for(&mut window, "4,005 个台风中找到 1 个");
    fill(&mut window, field, "1951");
    wait_for(&mut window, "4,005 个台风中找到 60 个");
    fill(&mut window, field, "lqm");
    click(&mut window, "看台风 利奇马（1909）");
    wait_for(&mut window, "2019-08-02 14:00");
}
