//! Emergency responses in the window: the example, a proposal with its evidence, setting, declining, tasks, the top bar.

use std::path::Path;

use eframe::egui::{Key, Modifiers};
use sitmap::domain::catalogue::Lang;

use crate::kit::{District, Window, click, district, fill, now, put, says, wait_for, wait_until, window};

/// A small dam that stands over its limit.
fn flooded(file: &Path) {
    put(
        file,
        "reservoir",
        None,
        &[
            ("name", "试验水库".into()),
            ("size_class", "small1".into()),
            ("level_m", 101.2.into()),
            ("level_time", now().into()),
            ("normal_level_m", 100.0.into()),
            ("design_flood_level_m", 103.0.into()),
        ],
    );
}

/// A district with a dam over its limit, and the window with the responses open and the example loaded.
fn with_example(lang: Lang) -> (District, Window) {
    let district = district(false);
    flooded(&district.file);
    let mut window = opened(&district.file, lang);
    let load = if lang == Lang::Zh { "载入示例条件" } else { "Load the example" };
    wait_for(&mut window, load);
    click(&mut window, load);
    (district, window)
}

/// The window with the responses open.
fn opened(file: &Path, lang: Lang) -> Window {
    let mut window = window(file, lang);
    wait_for(&mut window, if lang == Lang::Zh { "避灾安置场所" } else { "Relocation shelter" });
    window.key_press_modifiers(Modifiers::COMMAND, Key::G);
    wait_for(&mut window, if lang == Lang::Zh { "收起应急响应" } else { "Close emergency response" });
    window
}

#[test]
fn the_example_is_loaded_and_a_level_is_proposed_confirmed_and_stands_in_the_top_bar() {
    let (_district, mut window) = with_example(Lang::Zh);
    // One dam over its limit: IV by the example, said where nobody can miss it.
    wait_for(&mut window, "！建议启动防汛Ⅳ级响应");
    assert!(says(&window, "超汛限水库山塘 ≥ 1 座：1 座 · 试验水库"), "by what");
    click(&mut window, "启动Ⅳ级响应 防汛应急响应");
    wait_for(&mut window, "将下达 4 项任务");
    fill(&mut window, "说明（可不填）", "值班长口头同意");
    click(&mut window, "确认启动Ⅳ级响应");
    wait_for(&mut window, "防汛 Ⅳ级响应");
    wait_until(&mut window, "nothing is left to decide", |window| !says(window, "建议启动防汛Ⅳ级响应"));
    wait_for(&mut window, "响应任务  办结 0 / 4");
    click(&mut window, "办结 抢险救援队伍待命，检查装备和物资");
    wait_for(&mut window, "响应任务  办结 1 / 4");
    window.key_press(Key::Escape);
    wait_until(&mut window, "the panel put away", |window| !says(window, "收起应急响应"));
    assert!(says(&window, "防汛 Ⅳ级响应"), "the bar still says what is in force");
    click(&mut window, "防汛 Ⅳ级响应");
    wait_for(&mut window, "收起应急响应");
}

#[test]
fn a_level_that_is_declined_asks_no_more_and_one_set_by_hand_needs_no_condition() {
    let (_district, mut window) = with_example(Lang::Zh);
    wait_for(&mut window, "！建议启动防汛Ⅳ级响应");
    click(&mut window, "暂不启动");
    wait_for(&mut window, "确认暂不启动 防汛应急响应");
    click(&mut window, "取消");
    wait_until(&mut window, "nothing is being decided", |window| !says(window, "确认暂不启动 防汛应急响应"));
    click(&mut window, "暂不启动");
    fill(&mut window, "说明（可不填）", "已预泄");
    click(&mut window, "确认暂不启动");
    wait_until(&mut window, "the bar is quiet", |window| !says(window, "！建议启动防汛Ⅳ级响应"));
    wait_until(&mut window, "who decided, and why", |window| says(window, "：已预泄"));
    click(&mut window, "Ⅱ级 防台风应急响应");
    wait_for(&mut window, "确认启动Ⅱ级响应");
    click(&mut window, "确认启动Ⅱ级响应");
    wait_for(&mut window, "防台风 Ⅱ级响应");
}

#[test]
fn lekima_in_replay_proposes_and_says_that_it_is_a_replay() {
    let (_district, mut window) = with_example(Lang::Zh);
    wait_for(&mut window, "台风条件：没有台风资料");
    window.key_press_modifiers(Modifiers::COMMAND, Key::K);
    wait_for(&mut window, "看台风 利奇马（1909）");
    click(&mut window, "看台风 利奇马（1909）");
    wait_for(&mut window, "2019-08-02 14:00");
    click(&mut window, "到终点");
    window.key_press_modifiers(Modifiers::COMMAND, Key::G);
    wait_until(&mut window, "by the storm that is looked at", |window| says(window, "（回放）"));
    window.key_press_modifiers(Modifiers::COMMAND, Key::K);
    // Back through its course until a level is called for; the bar says that it is a replay.
    for _ in 0..200 {
        if says(&window, "回放：建议启动防台风") {
            break;
        }
        click(&mut window, "前 3 小时");
        window.run_steps(2);
    }
    wait_until(&mut window, "a level is proposed", |window| says(window, "回放：建议启动防台风"));
    // What the dams say is of now, whatever storm is looked at.
    assert!(says(&window, "！建议启动防汛Ⅳ级响应"));
}

#[test]
fn it_reads_in_english_too() {
    let (_district, mut window) = with_example(Lang::En);
    wait_for(&mut window, "! Flood: start response IV");
    assert!(says(&window, "dams over their limit ≥ 1: 1 · 试验水库"));
}
