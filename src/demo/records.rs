//! What is on file in both moments: past drills, the hazard ledger, closed incidents, routine log entries.

use std::sync::Arc;

use crate::{
    demo::{
        build::{Build, of_town},
        closures,
        register::Draft,
        rng::{Rng, shares},
        towns::TOWNS,
        zones::point_of,
    },
    domain::model::{Object, Value},
};

/// What the 20 drills of the district add up to: team-times, people, items.
const DRILLS: usize = 20;
const TEAM_TIMES: i64 = 210;
const DRILL_PEOPLE: i64 = 4_180;
const DRILL_ITEMS: i64 = 1_126;

/// Hazards closed long ago, beside the open ones of the enterprises.
const CLOSED_HAZARDS: usize = 120;

pub(super) fn add(build: &mut Build) {
    drills(build);
    hazards(build);
    past(build);
    routine(build);
}

fn drills(build: &mut Build) {
    const SUBJECTS: [(&str, &str); 10] = [
        ("防汛防台综合", "typhoon"),
        ("山洪转移", "flood"),
        ("森林火灾扑救", "forest_fire"),
        ("危化品泄漏处置", "chemical"),
        ("地质灾害避险", "geological"),
        ("水上救援", "flood"),
        ("地震应急", "earthquake"),
        ("城市内涝排险", "flood"),
        ("夜间拉动", "typhoon"),
        ("避灾场所启用", "flood"),
    ];
    let mut rng = build.rng("drill");
    let mut weights = || -> Vec<f64> { (0..DRILLS).map(|_| 0.5 + rng.uneven()).collect() };
    let teams = shares(TEAM_TIMES, &weights());
    let people = shares(DRILL_PEOPLE, &weights());
    let items = shares(DRILL_ITEMS, &weights());
    let own: Vec<usize> = TOWNS.iter().enumerate().filter(|(_, town)| !town.zone_run).map(|(at, _)| at).collect();
    for (serial, ((teams, people), items)) in teams.into_iter().zip(people).zip(items).enumerate() {
        let town = own.get(serial * 7 % own.len()).copied().unwrap_or_default();
        let (subject, hazard) = SUBJECTS.get(serial % SUBJECTS.len()).copied().unwrap_or_default();
        let near = TOWNS.get(town).map_or((0.0, 0.0), |town| town.centre);
        let spot = build.spot(&mut rng, Some(town), near, 1_200.0);
        let home = build.village_near(town, spot).map(|village| village.name).unwrap_or_default();
        let of = TOWNS.get(town).map_or("", |town| town.name);
        let draft = of_town("drill", town)
            .set("village", home.as_str())
            .set("name", format!("第{}次每月一练·{subject}", serial + 1))
            .set("date", build.day((DRILLS - serial) as i64 * 30 + rng.int(2, 20)))
            .set("hazard", hazard)
            .set("form", if serial % 5 == 3 { "tabletop" } else { "live" })
            .set("address", format!("{of}{home}"))
            .set("teams", teams)
            .set("people", people)
            .set("items", items)
            .set("injects", rng.int(6, 22))
            .set("score", rng.int(71, 96))
            .set("findings", rng.int(1, 9))
            .set("organiser", "区应急管理局");
        build.register.put(draft.at(spot));
    }
}

fn hazards(build: &mut Build) {
    let mut rng = build.rng("hazard");
    let all = build.register.objects.get("enterprise").cloned().unwrap_or_default();
    let open: Vec<(Arc<Object>, i64)> = all
        .iter()
        .filter_map(|object| Some((object.clone(), build.register.value(object, "open_hazards").as_integer()?)))
        .collect();
    for (object, count) in open {
        for _ in 0..count {
            hazard(build, &mut rng, &object, true);
        }
    }
    for object in all.iter().step_by(all.len() / CLOSED_HAZARDS + 1) {
        hazard(build, &mut rng, object, false);
    }
}

fn hazard(build: &mut Build, rng: &mut Rng, enterprise: &Object, open: bool) {
    const FOUND: [(&str, &str); 8] = [
        ("安全出口被堆物占用", "清理并划线"),
        ("配电箱未接地", "补设接地并检测"),
        ("除尘器未定期清灰", "清灰并建台账"),
        ("危化品混放", "分库存放"),
        ("有限空间无警示牌", "补设警示牌和锁具"),
        ("灭火器过期", "更换"),
        ("叉车无证作业", "停止作业并培训"),
        ("行车限位失效", "维修并检验"),
    ];
    let Some(near) = point_of(enterprise) else { return };
    let value = |field| build.register.value(enterprise, field);
    let (town, village, owner) = (value("township"), value("village"), value("name"));
    let (name, measure) = rng.pick(&FOUND);
    let found = if open { rng.int(2, 40) } else { rng.int(60, 600) };
    let state = if open {
        rng.pick(&["found", "assigned", "rectifying", "rectifying", "rechecking", "extended"])
    } else {
        "closed"
    };
    let spot = build.spot(rng, None, near, 25.0);
    let closed_on = (!open).then(|| build.day(found - rng.int(5, 40)));
    let draft = Draft::new("hazard")
        .set("township", town)
        .set("village", village)
        .set("name", name)
        .set("hazard_kind", "work_safety")
        .set("level", if rng.chance(0.04) { "major" } else { "general" })
        .set("state", state)
        .set("state_time", build.minutes_ago(if open { rng.int(30, 2_500) } else { rng.int(9_000, 80_000) }))
        .set("found_by", rng.pick(&["self", "station", "station", "law", "video"]))
        .set("found_on", build.day(found))
        .set("due", build.day(found - rng.int(10, 35)))
        .set("owner", owner)
        .set("enterprise", enterprise.uid.to_string())
        .set("measure", measure)
        .set("recheck_by", "安全生产体检站")
        .set("closed_on", Value::from(closed_on));
    build.register.put(draft.at(spot));
}

/// Incidents, road closures and danger areas of the past: closed, lifted.
fn past(build: &mut Build) {
    const INCIDENTS: [(&str, &str, usize, i64); 6] = [
        ("白沙溪沿线内涝", "flood", 12, 402),
        ("沙畈乡小型滑坡", "geological", 22, 388),
        ("城北仓库火情", "work_safety", 3, 251),
        ("金华江落水救援", "water_rescue", 1, 190),
        ("北山林缘火情", "forest_fire", 9, 131),
        ("台风外围大风", "typhoon", 10, 330),
    ];
    let mut rng = build.rng("past");
    for (name, kind, town, days) in INCIDENTS {
        let near = TOWNS.get(town).map_or((0.0, 0.0), |town| town.centre);
        let spot = build.spot(&mut rng, Some(town), near, 1_500.0);
        let draft = incident(build, &mut rng, (name, kind, town, spot), days * 1_440)
            .set("status", "closed")
            .set("phase", "recovery")
            .set("people_affected", rng.int(2, 90))
            .set("people_trapped", 0_i64)
            .set("level", "iv")
            .set("text", "已处置完毕，已复盘。");
        build.register.put(draft.at(spot));
    }
    closures::past(build);
    for (name, town, reason, days) in [
        ("白龙桥涵洞积水", 12, "flooding", 402_i64),
        ("琅沙公路塌方", 22, "landslide", 388),
        ("莘畈公路水毁", 24, "washout", 380),
        ("城北路施工", 3, "works", 60),
    ] {
        let near = TOWNS.get(town).map_or((0.0, 0.0), |town| town.centre);
        let spot = build.spot(&mut rng, Some(town), near, 900.0);
        let draft = of_town("road_closure", town).set("name", name).set("status", "lifted").set("reason", reason);
        let draft = draft
            .set("village", build.village_near(town, spot).map(|village| village.name))
            .set("status_time", build.minutes_ago(days * 1_440 - rng.int(300, 2_000)))
            .set("road", name.split("塌方").next().unwrap_or(name))
            .set("detour", "已恢复，无需绕行")
            .set("expected_open", build.minutes_ago(days * 1_440 - 2_400))
            .set("reported_by", "示例公路中心");
        build.register.put(draft.at(spot));
    }
}

/// What every incident has: `minutes` is how long ago it happened.
pub(super) fn incident(
    build: &mut Build,
    rng: &mut Rng,
    (name, kind, town, spot): (&str, &'static str, usize, (f64, f64)),
    minutes: i64,
) -> Draft {
    let home = build.village_near(town, spot).map(|village| village.name).unwrap_or_default();
    let of = TOWNS.get(town).map_or("", |town| town.name);
    of_town("incident", town)
        .set("village", home.as_str())
        .set("name", name)
        .set("incident_kind", kind)
        .set("status_time", build.minutes_ago(minutes - rng.int(20, minutes / 2)))
        .set("phase_time", build.minutes_ago(minutes - rng.int(15, minutes / 3)))
        .set("occurred", build.minutes_ago(minutes))
        .set("report_source", rng.pick(&["call", "police", "patrol", "monitor"]))
        .set("address", format!("{of}{home}"))
        .set("assignee", "区应急管理局")
        .set("deadline", build.minutes_ago(minutes - 1_440))
}

/// The duty room's ordinary days.
fn routine(build: &mut Build) {
    const LINES: [(&str, &str, &str); 8] = [
        ("早班交接", "desk", "人员到位，设备正常。"),
        ("视频点名", "township", "18个乡镇（街道）全部应答。"),
        ("气象信息接收", "upper", "未来24小时天气平稳。"),
        ("卫星电话试通", "desk", "抽查12台，全部接通。"),
        ("水库水位巡检", "monitor", "各水库读数正常回传。"),
        ("避灾场所抽查", "township", "抽查6处，物资齐全。"),
        ("警情移交核对", "police", "无移交事项。"),
        ("晚班交接", "desk", "无遗留事项。"),
    ];
    let mut rng = build.rng("log_entry");
    for (serial, (name, source, text)) in LINES.into_iter().enumerate() {
        let at = 5_900 - serial as i64 * 180 - rng.int(0, 40);
        log(build, &mut rng, (name, source, text, "已记录"), at, true, None);
    }
    for (name, unit, days) in [
        ("汛前自查回头看", "各乡镇（街道）", 46_i64),
        ("补充琅琊库编织袋", "区应急管理局", 31),
        ("更新责任人名录", "区防指办", 22),
    ] {
        let draft = Draft::new("task")
            .set("name", name)
            .set("task_kind", "task_slip")
            .set("state", "done")
            .set("issuer", "区防指办")
            .set("unit", unit)
            .set("issued", build.minutes_ago(days * 1_440))
            .set("due", build.minutes_ago((days - 10) * 1_440))
            .set("reply", "已完成并报送。");
        build.register.put(draft);
    }
}

/// A line of the log; `minutes` ago.
pub(super) fn log(
    build: &mut Build,
    rng: &mut Rng,
    (name, source, text, action): (&str, &str, &str, &str),
    minutes: i64,
    done: bool,
    incident: Option<String>,
) {
    let reported = build.minutes_ago(minutes - rng.int(1, 6));
    let closed = done.then(|| build.minutes_ago(minutes - rng.int(8, 40)));
    let draft = Draft::new("log_entry")
        .set("name", name)
        .set("time", build.minutes_ago(minutes))
        .set("entry_kind", "record")
        .set("entry_source", source)
        .set("post", "区值班室")
        .set("text", text)
        .set("action", action)
        .set("incident", Value::from(incident))
        .set("reported_time", reported)
        .set("closed_time", Value::from(closed))
        .set("done", done)
        .set("officer", build.person());
    build.register.put(draft);
}
