//! Emergency responses in the window: the example, a proposal with its evidence, setting, declining, tasks, the top bar.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure here is the test's failure")]

use std::{path::Path, sync::Arc};

use eframe::egui::{Key, Modifiers};
use sitmap::{
    domain::{
        catalogue::{Catalogue, Lang},
        edit::{Action, Edit, Intent, Label},
        model::{KindId, Object, Uid, Value},
    },
    io::{
        assets,
        store::{self, Access},
    },
};

use crate::kit::{Window, click, district, fill, now, says, wait_for, wait_until, window};

/// Puts an object without a place into a district file.
fn put(file: &Path, kind: &str, uid: u128, fields: &[(&str, Value)]) {
    let (catalogue, _) = Catalogue::read(&assets::shipped_catalogue());
    let (mut store, _) = store::open(file, Access::Write, &catalogue, now()).unwrap();
    let known = catalogue.kind(kind).unwrap();
    let mut values = vec![Value::Null; known.fields.len()];
    for (field, value) in fields {
        *values.get_mut(known.index(field).unwrap()).unwrap() = value.clone();
    }
    let object = Object { uid: Uid::from_bits(uid), kind: KindId::from(kind), geometry: None, values };
    let action = Action {
        uid: Uid::from_bits(9_000 + uid),
        time: now(),
        actor: "导入".into(),
        label: Label::new("add").with("name", kind),
        area: "import".into(),
        intent: Intent::Do,
        edits: vec![Edit::Add(Arc::new(object))],
    };
    store.commit(&action).unwrap();
    store.close().unwrap();
}

/// A small dam that stands over its limit.
fn flooded(file: &Path) {
    put(
        file,
        "reservoir",
        500,
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
    let district = district(false);
    flooded(&district.file);
    let mut window = opened(&district.file, Lang::Zh);
    wait_for(&mut window, "载入示例条件");
    click(&mut window, "载入示例条件");
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
    let district = district(false);
    flooded(&district.file);
    let mut window = opened(&district.file, Lang::Zh);
    wait_for(&mut window, "载入示例条件");
    click(&mut window, "载入示例条件");
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
    let district = district(false);
    flooded(&district.file);
    let mut window = opened(&district.file, Lang::Zh);
    wait_for(&mut window, "载入示例条件");
    click(&mut window, "载入示例条件");
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
    let district = district(false);
    flooded(&district.file);
    let mut window = opened(&district.file, Lang::En);
    wait_for(&mut window, "Load the example");
    click(&mut window, "Load the example");
    wait_for(&mut window, "! Flood: start response IV");
    assert!(says(&window, "dams over their limit ≥ 1: 1 · 试验水库"));
}
