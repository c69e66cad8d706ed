//! What is done with a storm in the window: the order of its radii, a move for a rehearsal.

use std::sync::Arc;

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use geo_types::MultiPolygon;
use sitmap::{
    domain::{
        catalogue::Lang,
        hazard::typhoon::{Level, QuadrantOrder},
        view::{scene::AreaInk, storms::StormArea},
    },
    io::settings::Settings,
};

use crate::{
    kit::{self, Window, click, district, fill, folders_in, says, wait_for, wait_until, window_kept},
    storm::Fallen,
};

const FEED: &str = r#"[{"tfid": "202499", "name": "示例风", "isactive": "0", "points": [
    {"time": "2024/7/24 14:00:00", "lat": "26.0", "lng": "123.0", "power": "12", "speed": "33", "pressure": "975",
     "strong": "台风", "radius7": "400|300|200|100"},
    {"time": "2024/7/24 20:00:00", "lat": "27.0", "lng": "122.0", "power": "12", "speed": "33", "pressure": "975",
     "strong": "台风", "radius7": "400|300|200|100"}]}]"#;

fn circle(window: &Window) -> Option<MultiPolygon> {
    let scene = window.state().scene();
    let seven = scene.areas.iter().find(|area| area.ink == AreaInk::Storm(StormArea::Circle(Level::Seven)));
    seven.map(|area| area.shape.clone())
}

#[test]
fn an_order_of_radii_is_tried_on_the_map_before_it_is_taken_and_is_remembered() {
    let district = district(false);
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("feed.json");
    std::fs::write(&file, FEED).expect("a file");
    let settings = Settings { lang: Lang::Zh, welcomed: true, ..Settings::default() };
    let mut window = window_kept(&district.file, settings, &folders_in(home.path()));
    wait_for(&mut window, "避灾安置场所");
    window.key_press_modifiers(Modifiers::COMMAND, Key::K);
    wait_for(&mut window, "看台风 利奇马（1909）");
    window.input_mut().dropped_files.push(Arc::new(Fallen(file)));
    click(&mut window, "风圈象限顺序：东北|东南|西北|西南");
    wait_until(&mut window, "the circle", |window| circle(window).is_some());
    let before = circle(&window);
    click(&mut window, "东北|东南|西南|西北");
    wait_for(&mut window, "地图上是试看，还没有采用；文字仍按原顺序");
    wait_until(&mut window, "the circle turned", |window| circle(window) != before);
    let turned = circle(&window);
    click(&mut window, "不采用");
    wait_until(&mut window, "as before", |window| circle(window) == before);
    click(&mut window, "东北|东南|西南|西北");
    click(&mut window, "采用这个顺序");
    wait_for(&mut window, "风圈象限顺序：东北|东南|西南|西北");
    wait_until(&mut window, "the circle turned for good", |window| circle(window) == turned);
    drop(window);
    let kept = Settings::load(&folders_in(home.path()).settings()).expect("settings");
    assert_eq!(kept.storms.quadrants, QuadrantOrder::NeSeSwNw);
}

#[test]
fn a_storm_moved_for_a_rehearsal_is_called_so_on_panel_map_legend_and_deadline() {
    let district = district(false);
    let mut window = kit::window(&district.file, Lang::Zh);
    wait_for(&mut window, "避灾安置场所");
    window.key_press_modifiers(Modifiers::COMMAND, Key::K);
    click(&mut window, "看台风 利奇马（1909）");
    // The legend explains what a storm is drawn with.
    wait_until(&mut window, "every grade in the legend", |window| {
        let scene = window.state().scene();
        let has = |name: &str| scene.legend.iter().any(|row| row.name == name && row.number().is_empty());
        ["热带低压", "强热带风暴", "超强台风", "24 小时警戒线"].into_iter().all(has)
    });
    // What must be known stands above the tools: opening one pushes no arrival out of a low window.
    let known = "按 7 级风圈到达定转移时限";
    wait_for(&mut window, known);
    let [known, tool] = [known, "演练：移动这个台风"].map(|name| window.get_by_label(name).rect());
    assert!(known.bottom() < tool.top(), "{known} {tool}");
    click(&mut window, "演练：移动这个台风");
    click(&mut window, "经过本区旁");
    click(&mut window, "最近时刻在");
    fill(&mut window, "演练时刻", "明天");
    click(&mut window, "按此移动");
    wait_for(&mut window, "时刻请写成 2026-08-09 20:00（北京时间）。");
    wait_for(&mut window, "利奇马（1909）");
    fill(&mut window, "演练时刻", "2026-08-10 02:00");
    click(&mut window, "按此移动");
    wait_for(&mut window, "演练·已移动 利奇马（1909）");
    wait_until(&mut window, "how it was moved", |window| says(window, "演练·已移动：向"));
    wait_until(&mut window, "over the district when told", |window| says(window, "2026-08-10 02:00 最近"));
    assert!(!says(&window, "历史路径回放"), "no replay of what never was");
    wait_until(&mut window, "label and legend on the map", |window| {
        let scene = window.state().scene();
        scene.labels.iter().any(|label| label.text.starts_with("演练·已移动 利奇马"))
            && scene.legend.iter().any(|row| row.name.starts_with("演练·已移动（"))
    });
    click(&mut window, "按 7 级风圈到达定转移时限");
    wait_until(&mut window, "the deadline says so", |window| says(window, "演练·已移动台风到达"));
    window.key_press(Key::Escape);
    click(&mut window, "回到真实台风");
    wait_for(&mut window, "利奇马（1909）");
    wait_until(&mut window, "the real one", |window| !says(window, "演练·已移动"));
    wait_for(&mut window, "历史路径回放（不是现在的台风）");
}
