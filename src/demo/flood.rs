//! The flood moment: what is active while the first window opens.

use crate::{
    demo::{
        build::{Build, of_town},
        closures,
        records::{incident, log},
        register::Draft,
        response,
        rng::{Rng, uid_bits},
        shape::{Spot, apart_m, blob, inside, polygon, ribbon, smooth},
        warnings,
        zones::point_of,
    },
    domain::model::{Entry, ObjectRef, Uid},
};

/// Where the shelters fill: the centre of 白龙桥镇.
const HEART: Spot = (119.548_18, 29.077_69);

/// The stretch of 白沙溪 that is over its banks, with half widths in metres.
const STRETCH: [(f64, f64, f64); 8] = [
    (119.513, 29.031, 60.0),
    (119.519, 29.040, 320.0),
    (119.527, 29.052, 420.0),
    (119.534, 29.062, 470.0),
    (119.537, 29.076, 480.0),
    (119.539, 29.085, 430.0),
    (119.543, 29.099, 300.0),
    (119.545, 29.108, 70.0),
];

/// Further shelters that open: near which place, and how many.
const OPEN_ALSO: [(Spot, usize); 5] = [
    ((119.495_02, 29.007_7), 2),
    ((119.478, 28.889), 2),
    ((119.640, 28.975), 1),
    ((119.547_75, 29.020_88), 1),
    ((119.404_09, 28.855_85), 1),
];

/// A shelter as this moment sees it.
struct Refuge {
    object: ObjectRef,
    spot: Spot,
    capacity: i64,
}

pub(super) fn add(build: &mut Build) {
    let mut rng = build.rng("flood");
    let areas = danger_areas(build, &mut rng);
    closures::flood(build);
    let stretch = areas.first().cloned().unwrap_or_default();
    shelters(build, &mut rng, &stretch);
    teams(build, &mut rng);
    incidents(build, &mut rng);
    warnings::flood(build);
    response::add(build);
}

/// Two areas: a stretch of 白沙溪 and a mountain slope.
fn danger_areas(build: &mut Build, rng: &mut Rng) -> Vec<Vec<Spot>> {
    let slope = blob(rng, (119.508, 28.940), 760.0);
    let areas = [
        ("白沙溪白龙桥段", "flood", "白沙溪水位超警，可能漫堤", 12_usize, 225_i64, smooth(&ribbon(&STRETCH), 0.02)),
        ("琅沙公路东侧坡面", "geological", "坡面有裂缝，已发生滑坡", 22, 410, slope),
    ];
    let mut rings = Vec::new();
    for (name, hazard, reason, town, minutes, ring) in areas {
        let here = |village: &&crate::demo::villages::Village| inside(&ring, village.spot);
        let people: i64 = build.villages.iter().filter(here).map(|village| village.people).sum();
        let centre = ring.first().copied().unwrap_or_default();
        let draft = of_town("danger_area", town)
            .set("village", build.village_near(town, centre).map(|village| village.name))
            .set("name", name)
            .set("hazard", hazard)
            .set("status", "active")
            .set("status_time", build.minutes_ago(minutes))
            .set("reason", reason)
            .set("ordered_by", "区防指")
            .set("closes_roads", false)
            .set("people", people);
        build.register.put(draft.shaped(polygon(&ring)));
        rings.push(ring);
    }
    rings
}

/// Opens a dozen: the nearest to the heart is full, the next one closed, one stands in the danger area.
fn shelters(build: &mut Build, rng: &mut Rng, stretch: &[Spot]) {
    let mut all: Vec<Refuge> = Vec::new();
    for object in build.register.objects.get("shelter").into_iter().flatten() {
        let (Some(spot), Some(capacity)) = (point_of(object), build.register.value(object, "capacity").as_integer())
        else {
            continue;
        };
        let object = ObjectRef { kind: object.kind.clone(), uid: object.uid };
        all.push(Refuge { object, spot, capacity });
    }
    let (wet, dry): (Vec<Refuge>, Vec<Refuge>) = all.into_iter().partition(|refuge| inside(stretch, refuge.spot));
    let mut dry = nearest(dry, HEART);
    let rest = dry.split_off(dry.len().min(5));
    let mut opening = Vec::new();
    for (place, refuge) in dry.into_iter().enumerate() {
        match place {
            0 => opening.push((refuge, 1.0)),
            1 => {
                status(build, &refuge, "closed", 900);
                build.register.change(&refuge.object, "note", "屋面漏水，停用检修");
            }
            _ => opening.push((refuge, rng.real(0.25, 0.75))),
        }
    }
    opening.extend(nearest(wet, HEART).into_iter().take(1).map(|refuge| (refuge, 0.12)));
    let mut rest = rest;
    for (place, count) in OPEN_ALSO {
        rest = nearest(rest, place);
        let left = rest.split_off(rest.len().min(count));
        opening.extend(rest.into_iter().map(|refuge| (refuge, rng.real(0.15, 0.85))));
        rest = left;
    }
    for (refuge, share) in opening {
        let since = rng.int(190, 520);
        status(build, &refuge, "open", since);
        build.register.change(&refuge.object, "safety_inspected", true);
        arrivals(build, rng, &refuge, (refuge.capacity as f64 * share).round() as i64, since);
    }
}

fn nearest(mut refuges: Vec<Refuge>, place: Spot) -> Vec<Refuge> {
    refuges.sort_by(|a, b| apart_m(a.spot, place).total_cmp(&apart_m(b.spot, place)));
    refuges
}

fn status(build: &mut Build, refuge: &Refuge, status: &'static str, minutes: i64) {
    let since = build.minutes_ago(minutes);
    build.register.change(&refuge.object, "status", status);
    build.register.change(&refuge.object, "status_time", since);
}

/// Registrations that add up to `target`: households of the transfer list first, then others by groups.
fn arrivals(build: &mut Build, rng: &mut Rng, refuge: &Refuge, target: i64, since: i64) {
    let uid = refuge.object.uid.to_string();
    let text = |build: &Build, object: &crate::domain::model::Object, field: &str| {
        build.register.value(object, field).as_text().unwrap_or_default().to_owned()
    };
    let listed = build.register.objects.get("transfer").cloned().unwrap_or_default();
    let mine: Vec<_> = listed
        .iter()
        .filter(|row| text(build, row, "shelter") == uid && text(build, row, "destination") == "shelter")
        .take(60)
        .collect();
    let mut left = target;
    let mut minute = since - 10;
    for row in mine {
        let people = build.register.value(row, "household_size").as_integer().unwrap_or(0);
        if people > left {
            break;
        }
        left -= people;
        minute = (minute - rng.int(1, 9)).max(6);
        let object = ObjectRef { kind: row.kind.clone(), uid: row.uid };
        let time = build.minutes_ago(minute);
        build.register.change(&object, "state", "moved");
        build.register.change(&object, "state_time", time);
        let note = text(build, row, "name");
        enter(build, refuge, minute, people, &note);
    }
    while left > 0 {
        let people = rng.int(2, 26).min(left);
        left -= people;
        minute = (minute - rng.int(2, 14)).max(3);
        let note = rng.pick(&["周边群众自行前往", "工地人员", "过路人员", "村干部带队转移"]);
        enter(build, refuge, minute, people, note);
    }
    if target > 40 {
        // Some leave for relatives and as many come in, so that both signs are in the sample.
        enter(build, refuge, 5, -4, "投亲离开");
        enter(build, refuge, 4, 4, "后续到达");
    }
}

fn enter(build: &mut Build, refuge: &Refuge, minutes: i64, amount: i64, note: &str) {
    let uid = Uid::from_bits(uid_bits(build.seed, "entry", build.entries.len() as u64));
    let time = build.minutes_ago(minutes);
    let object = refuge.object.clone();
    build.entries.push(Entry { uid, object, field: "occupancy".into(), time, amount, note: Some(note.into()) });
}

/// Teams and devices on their way or at work.
fn teams(build: &mut Build, rng: &mut Rng) {
    let busy = ["白龙桥", "琅琊", "沙畈", "安地", "水上救援", "综合救援大队", "民兵"];
    let out =
        |name: &str| busy.iter().any(|part| name.contains(part)) && !name.ends_with("小分队") && !name.contains("森林");
    for (kind, field_time) in [("rescue_team", "status_time"), ("fire_brigade", "status_time")] {
        for object in build.register.objects.get(kind).cloned().unwrap_or_default() {
            let name = build.register.value(&object, "name").as_text().unwrap_or_default().to_owned();
            if out(&name) {
                let object = ObjectRef { kind: object.kind.clone(), uid: object.uid };
                let since = build.minutes_ago(rng.int(25, 300));
                build.register.change(&object, "status", "out");
                build.register.change(&object, field_time, since);
            }
        }
    }
    for object in build.register.objects.get("device").cloned().unwrap_or_default() {
        let value = |field| build.register.value(&object, field).as_text().unwrap_or_default().to_owned();
        let (name, kind) = (value("name"), value("device_kind"));
        let state = match kind.as_str() {
            "uav" => "on_site",
            "dome_camera" => "en_route",
            _ if name.starts_with("白龙桥") || name.starts_with("沙畈") => "on_site",
            _ => continue,
        };
        let object = ObjectRef { kind: object.kind.clone(), uid: object.uid };
        let fix = build.minutes_ago(rng.int(1, 30));
        build.register.change(&object, "status", state);
        build.register.change(&object, "fix_time", fix);
    }
}

fn incidents(build: &mut Build, rng: &mut Rng) {
    let open = [
        (
            "白沙溪古方段漫堤险情",
            "flood",
            12_usize,
            (119.541, 29.081),
            215_i64,
            "iii",
            640_i64,
            0_i64,
            "堤脚渗水，水位仍在上涨。",
        ),
        (
            "琅沙公路山体滑坡",
            "geological",
            22,
            (119.500_6, 28.944),
            402,
            "iv",
            58,
            3,
            "约800方土石埋压路面，3人被困车内。",
        ),
    ];
    let mut uids = Vec::new();
    for (name, kind, town, near, minutes, level, affected, trapped, text) in open {
        let spot = build.spot(rng, None, near, 60.0);
        let town = build.ground.town_at(spot).unwrap_or(town);
        let draft = incident(build, rng, (name, kind, town, spot), minutes)
            .set("status", "open")
            .set("phase", "response")
            .set("level", level)
            .set("people_affected", affected)
            .set("people_trapped", trapped)
            .set("text", text);
        uids.push(build.register.put(draft.at(spot)).uid.to_string());
    }
    tasks(build, &uids);
    duty_log(build, rng, &uids);
}

fn tasks(build: &mut Build, uids: &[String]) {
    let tasks = [
        ("转移白沙溪沿线群众", "白龙桥应急管理中心", "doing", 0_usize, 200_i64),
        ("调编织袋1.2万只到古方段", "区应急管理局", "accepted", 0, 150),
        ("封闭03省道古方涵洞", "示例公路中心", "done", 0, 158),
        ("搜救被困车辆", "婺城区综合救援大队", "doing", 1, 380),
        ("无人机查看坡面", "区应急指挥中心", "doing", 1, 90),
    ];
    for (name, unit, state, of, minutes) in tasks {
        let draft = Draft::new("task")
            .set("name", name)
            .set("task_kind", "order")
            .set("state", state)
            .set("issuer", "区防指")
            .set("unit", unit)
            .set("issued", build.minutes_ago(minutes))
            .set("due", build.minutes_ago(minutes - 240))
            .set("incident", uids.get(of).cloned())
            .set("reply", if state == "done" { "已封闭并设卡。" } else { "正在执行。" });
        build.register.put(draft);
    }
}

fn duty_log(build: &mut Build, rng: &mut Rng, uids: &[String]) {
    let lines = [
        ("滑坡报警", "police", "琅沙公路K14塌方，有车被埋。", "派综合救援大队", 402, true, Some(1)),
        ("坡面设警戒区", "desk", "东侧坡面划为警戒区。", "已发布", 410, true, Some(1)),
        ("沙畈水库超汛限", "monitor", "超汛限0.86米，入库大于出库。", "通知下游", 330, true, None),
        ("塔石道路水毁", "township", "汤塔公路路基掏空。", "封路", 280, true, None),
        ("白沙溪超警", "monitor", "古方站超警戒水位。", "启动转移", 230, true, Some(0)),
        ("古方段渗水", "township", "堤脚渗水20米。", "派队抢险", 215, false, Some(0)),
        ("避灾场所开放", "township", "已开放12处。", "登记人数", 190, true, None),
        ("白龙桥一处避灾点满员", "township", "后续人员改送他处。", "已调整", 45, true, Some(0)),
        ("被困人员联络", "call", "车内3人有应答。", "继续救援", 35, false, Some(1)),
        ("会商", "upper", "市防指视频会商。", "记录要点", 20, false, None),
    ];
    for (name, source, text, action, minutes, done, of) in lines {
        let incident = of.and_then(|of: usize| uids.get(of).cloned());
        log(build, rng, (name, source, text, action), minutes, done, incident);
    }
}
