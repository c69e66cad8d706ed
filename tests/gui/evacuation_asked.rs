//! What a plan of evacuation is asked to be, in the window: what is typed is said with the plan, or said to be wrong.

use egui_kittest::kittest::Queryable as _;
use sitmap::{
    app::{Command, change::Change, object::ObjectCommand},
    domain::catalogue::Lang,
};

use crate::{
    evacuation::{draw_an_area, settle},
    kit::{Window, click, district, fill, shelter, wait_for, wait_until, window},
};

/// The window with a plan for the people of the village in the middle.
fn planned(people: i64) -> (crate::kit::District, Window) {
    let district = district(false);
    settle(&district.file, people);
    let mut window = window(&district.file, Lang::Zh);
    wait_for(&mut window, "避灾安置场所");
    window.run_steps(5);
    draw_an_area(&mut window);
    click(&mut window, "制定转移方案");
    wait_for(&mut window, &format!("{people} 人全部有去处，已是最优方案"));
    (district, window)
}

fn wait_for_part(window: &mut Window, part: &str) {
    wait_until(window, part, |window| window.query_all_by_label_contains(part).next().is_some());
}

#[test]
fn a_reserve_is_said_with_the_plan_and_what_cannot_be_read_changes_nothing() {
    let (_district, mut window) = planned(90);
    click(&mut window, "更多条件");
    fill(&mut window, "预留床位", "1");
    wait_for_part(&mut window, "预留 1% 床位");
    fill(&mut window, "预留床位", "120");
    wait_for(&mut window, "“预留床位”填的“120”不行：写 0 到 100");
    wait_for(&mut window, "下面仍是改动前的方案");
    assert!(window.query_all_by_label_contains("预留 1% 床位").next().is_some());
    fill(&mut window, "预留床位", "５");
    wait_for_part(&mut window, "预留 5% 床位");
    // The township of the village has a line of its own; nobody said which it is.
    fill(&mut window, "未注明乡镇投亲靠友", "50");
    wait_for_part(&mut window, "未注明乡镇投亲靠友 50%");
    wait_for(&mut window, "45 人全部有去处，已是最优方案");
    click(&mut window, "老弱只去适合的场所");
    wait_for_part(&mut window, "老弱也用普通场所");
}

#[test]
fn vehicles_of_several_kinds_are_listed_and_taken_off_again() {
    let (_district, mut window) = planned(90);
    click(&mut window, "安排条件");
    click(&mut window, "添加车辆");
    wait_for(&mut window, "“辆数 1”还没填：写 1 到 10000 的整数");
    fill(&mut window, "辆数 1", "1");
    wait_for_part(&mut window, "大巴 1 辆（45 座）");
    click(&mut window, "添加车辆");
    fill(&mut window, "辆数 2", "2");
    wait_for_part(&mut window, "大巴 1 辆（45 座） · 中巴 2 辆（19 座）");
    click(&mut window, "删去这种车 1");
    wait_until(&mut window, "one kind less", |window| {
        window.query_all_by_label_contains("中巴 2 辆（19 座）").next().is_some()
            && window.query_all_by_label_contains("大巴 1 辆").next().is_none()
    });
}

#[test]
fn a_forecast_arrival_counts_from_its_earliest_and_says_what_its_latest_would_give() {
    let (_district, mut window) = planned(90);
    // It is 15:06.
    click(&mut window, "预报到达");
    wait_for(&mut window, "“最早”还没填：写成 18:00");
    fill(&mut window, "最早", "23:00");
    fill(&mut window, "最晚", "02:30");
    wait_for_part(
        &mut window,
        "截止：预报到达 08-09 23:00 至 08-10 02:30，按最早的算；若最晚才到，各村可晚 3 小时 30 分钟下令",
    );
    // It has begun: everybody is late for its earliest.
    fill(&mut window, "最早", "14:30");
    fill(&mut window, "最晚", "20:00");
    wait_for_part(&mut window, "；若最晚才到，还有");
    assert!(window.query_all_by_label_contains("已晚").next().is_some());
}

#[test]
fn a_plan_is_kept_beside_another_and_gone_back_to() {
    let (_district, mut window) = planned(200);
    click(&mut window, "留作对比");
    wait_for(&mut window, "各村去向都一样");
    wait_for_part(&mut window, "留存（15:06）：条件相同");
    click(&mut window, "更多条件");
    fill(&mut window, "预留床位", "50");
    wait_for(&mut window, "去向不同：90 人");
    wait_for(&mut window, "现在：预留 50% 床位");
    wait_for(&mut window, "留存（15:06）：没有别的条件");
    wait_for(&mut window, "莘畈村 90 人：白龙桥镇中心小学 → 竹马文化礼堂");
    // Both place all 200; the kept one by less way, in one shelter less: it is marked, in words for who cannot see it.
    wait_for(&mut window, "1 处 ✔");
    assert!(window.query_by_label("2 处").is_some());
    assert!(window.query_by_label("只有留存的方案走").is_some());
    // Back to the first, and the other is kept.
    click(&mut window, "更多条件");
    window.run_steps(20);
    click(&mut window, "换回留存方案");
    wait_for(&mut window, "现在：没有别的条件");
    wait_for(&mut window, "莘畈村 90 人：竹马文化礼堂 → 白龙桥镇中心小学");
    wait_for_part(&mut window, "留存（15:06）：预留 50% 床位");
    click(&mut window, "不再对比");
    wait_for(&mut window, "留作对比");
    assert!(window.query_by_label("与留存方案对比").is_none());
}

#[test]
fn what_changed_since_a_plan_was_kept_is_said() {
    let (_district, mut window) = planned(90);
    click(&mut window, "留作对比");
    wait_for(&mut window, "各村去向都一样");
    let change = Change { field: "phone".into(), before: "13900000001".into(), after: "13900000003".into() };
    let other = ObjectCommand::Change { object: shelter(3), changes: vec![change], placing: None };
    window.state_mut().carry_out(Command::Object(other));
    wait_for(&mut window, "留存后数据有变动，留存方案仍按当时的数据");
    wait_for(&mut window, "各村去向都一样");
}
