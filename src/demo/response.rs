//! The rules of emergency responses, and what is being done about the flood: the response in force, danger zones in force with their households on the move, and alarms that the
//! duty room has taken note of.

use std::sync::Arc;

use crate::{
    demo::{
        build::Build,
        register::Draft,
        rng::{Rng, uid_bits},
    },
    domain::{
        catalogue::Catalogue,
        hazard::signal,
        model::{Object, ObjectRef, Uid},
        response::{LEVEL_TASK, ResponseLevel, example::example},
        view::alarms,
    },
};

/// Which townships move people, which share of those called has gone, and how many of its largest zones are in force.
const MOVING: [(&str, f64, usize); 8] = [
    ("白龙桥镇", 0.72, 3),
    ("琅琊镇", 0.5, 2),
    ("沙畈乡", 0.38, 2),
    ("长山乡", 0.62, 1),
    ("塔石乡", 0.2, 1),
    ("安地镇", 0.45, 1),
    ("雅畈镇", 0.1, 1),
    ("箬阳乡", 0.0, 1),
];

/// The example's conditions and the tasks of levels; the same in both moments.
pub(super) fn rules(build: &mut Build, catalogue: &Catalogue) {
    let seed = build.seed;
    for object in example(catalogue, |kind, at| Uid::from_bits(uid_bits(seed, kind, at as u64))) {
        build.register.put_made(object);
    }
}

/// The flood response that is in force, with the tasks that its level brought: the first are done, one is late.
fn respond(build: &mut Build) {
    let started = build.minutes_ago(395);
    let raised = build.minutes_ago(200);
    let response = Draft::new("response")
        .set("name", "防汛应急响应")
        .set("hazard", "flood")
        .set("level", ResponseLevel::Iii.id())
        .set("status", "active")
        .set("started", started)
        .set("level_time", raised)
        .set("issuer", "区防指")
        .set("evidence", "3小时单站最大雨量 ≥ 100 mm；河道超警戒水位");
    let response = build.register.put(response);
    let tasks = build.register.objects.get(LEVEL_TASK).cloned().unwrap_or_default();
    for (at, task) in tasks.into_iter().enumerate() {
        let value = |field: &str| build.register.value(&task, field);
        let level = value("level").as_text().and_then(ResponseLevel::of);
        let Some(level) = level.filter(|level| *level <= ResponseLevel::Iii) else { continue };
        let since = if level == ResponseLevel::Iv { 395 } else { 200 };
        let due = value("due_min").as_integer().map(|minutes| build.minutes_ago(since - minutes));
        let done = at != 3 && (level == ResponseLevel::Iv || at == 4);
        let draft = Draft::new("task")
            .set("name", value("name"))
            .set("task_kind", "order")
            .set("state", if done { "done" } else { "doing" })
            .set("issuer", "区防指")
            .set("unit", value("unit"))
            .set("issued", build.minutes_ago(since))
            .set("due", due)
            .set("response", response.uid.to_string())
            .set("level", level.id())
            .set("done_time", done.then(|| build.minutes_ago(since - 30)))
            .set("level_task", task.uid.to_string());
        build.register.put(draft);
    }
}

pub(super) fn add(build: &mut Build) {
    respond(build);
    let mut rng = build.rng("response");
    for moving in MOVING {
        move_town(build, &mut rng, moving);
    }
    take_note(build);
}

fn move_town(build: &mut Build, rng: &mut Rng, (town, share, most): (&str, f64, usize)) {
    let text = |build: &Build, object: &Object, field: &str| {
        build.register.value(object, field).as_text().unwrap_or_default().to_owned()
    };
    let of_town = |build: &Build, kind: &str| -> Vec<Arc<Object>> {
        let all = build.register.objects.get(kind).cloned().unwrap_or_default();
        all.into_iter().filter(|object| text(build, object, "township") == town).collect()
    };
    let mut zones = of_town(build, "danger_zone");
    zones.sort_by_key(|zone| {
        (std::cmp::Reverse(build.register.value(zone, "people").as_integer().unwrap_or(0)), zone.uid)
    });
    zones.truncate(most);
    let since = rng.int(150, 330);
    for zone in &zones {
        let zone = ObjectRef { kind: zone.kind.clone(), uid: zone.uid };
        let time = build.minutes_ago(since);
        build.register.change(&zone, "status", "active");
        build.register.change(&zone, "status_time", time);
    }
    let open = of_town(build, "shelter").into_iter().find(|shelter| text(build, shelter, "status") == "open");
    let called: Vec<String> = zones.iter().map(|zone| zone.uid.to_string()).collect();
    let mut rows = of_town(build, "transfer");
    rows.retain(|row| called.contains(&text(build, row, "danger_zone")) && text(build, row, "state") == "listed");
    let mut refusals = if share > 0.3 { 1 } else { 0 };
    for row in rows {
        let to_shelter = text(build, &row, "destination") == "shelter";
        let household = ObjectRef { kind: row.kind.clone(), uid: row.uid };
        let state = match (rng.chance(share), to_shelter, &open) {
            (true, true, Some(shelter)) => {
                let name = text(build, shelter, "name");
                build.register.change(&household, "shelter", shelter.uid.to_string());
                build.register.change(&household, "shelter_name", name);
                "moved"
            }
            (true, false, _) => "moved",
            _ if refusals > 0 => {
                refusals -= 1;
                "refused"
            }
            _ if rng.chance(0.7) => "notified",
            _ => continue,
        };
        let time = build.minutes_ago(rng.int(8, since));
        build.register.change(&household, "state", state);
        build.register.change(&household, "state_time", time);
    }
}

/// What the district ordered itself, and the first alarms of the day, are known; what came later waits.
fn take_note(build: &mut Build) {
    let first = ["琅沙公路K14塌方", "琅沙公路东侧坡面", "琅沙公路山体滑坡"];
    let known = [
        ("road_closure", "active", 385),
        ("danger_area", "active", 385),
        ("incident", "open", 385),
        ("danger_zone", "active", 120),
    ];
    for (kind, state, minutes) in known {
        let field = "status";
        for object in build.register.objects.get(kind).cloned().unwrap_or_default() {
            let value = |field: &str| build.register.value(&object, field).as_text().unwrap_or_default().to_owned();
            let name = value("name");
            if value(field) == state && (kind == "danger_zone" || first.contains(&name.as_str())) {
                note(build, &object, &name, (format!("{field}={state}"), minutes));
            }
        }
    }
    // The wind was noted in the morning; the red warning of rain waits.
    for warning in build.register.objects.get(signal::KIND).cloned().unwrap_or_default() {
        let value = |field: &str| build.register.value(&warning, field).as_text().unwrap_or_default().to_owned();
        let (status, color, name) = (value("status"), value("color"), value("name"));
        if status == "active" && color == "orange" {
            note(build, &warning, &name, (format!("color={color}"), 150));
        }
    }
}

fn note(build: &mut Build, object: &Object, name: &str, (state, minutes): (String, i64)) {
    let about = alarms::about(&ObjectRef { kind: object.kind.clone(), uid: object.uid });
    let draft = Draft::new("log_entry")
        .set("name", name)
        .set("entry_kind", alarms::ACKNOWLEDGEMENT)
        .set("entry_source", "desk")
        .set("time", build.minutes_ago(minutes))
        .set("text", "值班室已知悉，正在处置。")
        .set("action", "已通知相关单位")
        .set("reported_time", build.minutes_ago(minutes))
        .set("closed_time", build.minutes_ago(minutes))
        .set("officer", build.person())
        .set("done", true)
        .set("post", "区值班室")
        .set("township", build.register.value(object, "township"))
        .set("about", about)
        .set("about_state", state);
    build.register.put(draft);
}
