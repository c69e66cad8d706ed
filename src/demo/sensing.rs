//! What measures, warns and watches: river gauges, rain stations, sirens, dikes, cameras.

use crate::demo::{
    Moment, Reading,
    build::{Build, of_town, round},
    register::Draft,
    rng::Rng,
    shape::{Spot, along, beside, length_km, line_string, moved},
    towns::{TOWNS, Terrain},
    water::RIVERS,
    zones::point_of,
};

/// Gauges: name, river, how far along it (0-1), warning stage and guarantee stage (m, 1985 datum).
const GAUGES: [(&str, &str, f64, f64, f64); 12] = [
    ("金华站", "金华江", 0.12, 35.5, 37.0),
    ("乾西站", "金华江", 0.55, 33.6, 35.1),
    ("临江站", "金华江", 0.9, 32.2, 33.8),
    ("燕尾洲站", "义乌江", 0.6, 36.0, 37.4),
    ("雅畈站", "武义江", 0.35, 38.4, 39.9),
    ("沙畈站", "白沙溪", 0.36, 172.0, 173.6),
    ("琅琊站", "白沙溪", 0.64, 62.5, 64.0),
    ("古方站", "白沙溪", 0.83, 43.2, 44.8),
    ("安地站", "梅溪", 0.45, 74.0, 75.5),
    ("汤溪站", "厚大溪", 0.66, 52.8, 54.2),
    ("洋埠站", "莘畈溪", 0.85, 39.6, 41.0),
    ("罗埠站", "衢江", 0.45, 35.9, 37.6),
];

/// Hours of rain behind the present.
const HOURS: i64 = 72;

pub(super) fn add(build: &mut Build) {
    gauges(build);
    rain(build);
    sirens(build);
    dikes(build);
    cameras(build);
}

fn gauges(build: &mut Build) {
    let mut rng = build.rng("gauge");
    for (name, river, place, warning, guarantee) in GAUGES {
        let Some(line) = RIVERS.iter().find(|known| known.name == river) else { continue };
        let spots = along(&line.line, 150.0);
        let at = spots.get((spots.len() as f64 * place) as usize).copied().unwrap_or_default();
        let bank = bank(build, at, line.width_m);
        let Some(town) = build.ground.town_at(bank) else { continue };
        let home = build.village_near(town, bank).map(|village| village.name).unwrap_or_default();
        let level = round(
            match build.moment {
                Moment::Quiet => warning - rng.real(1.6, 3.2),
                Moment::Flood if river == "白沙溪" => warning + rng.real(0.1, 0.9),
                Moment::Flood => warning - rng.real(0.1, 1.1),
            },
            2,
        );
        let time = build.minutes_ago(rng.int(2, 40));
        let draft = of_town("gauge", town)
            .set("village", home)
            .set("name", name)
            .set("river", river)
            .set("level_m", level)
            .set("level_time", time)
            .set("flow_time", time)
            .set("warning_stage_m", warning)
            .set("guarantee_stage_m", guarantee)
            .set("vertical_datum", "y1985")
            .set(
                "flow_m3s",
                round(line.width_m * rng.real(0.3, 0.9) * if build.moment == Moment::Flood { 6.0 } else { 1.0 }, 1),
            )
            .set("owner", "示例水文站");
        build.register.put(draft.at(bank));
    }
}

/// The nearest dry place on either bank.
fn bank(build: &mut Build, at: Spot, width_m: f64) -> Spot {
    let reach = width_m / 2.0 + 28.0;
    for step in 0..20 {
        let out = reach + f64::from(step) * 15.0;
        for (east, north) in [(0.0, out), (0.0, -out), (out, 0.0), (-out, 0.0)] {
            let spot = moved(at, east, north);
            if build.ground.in_district(spot) && build.ground.is_dry(spot, 20.0) && build.take(spot) {
                return spot;
            }
        }
    }
    at
}

fn rain(build: &mut Build) {
    let mut rng = build.rng("rain_station");
    let villages = build.own_villages();
    for village in villages.iter().step_by(6) {
        let Some(town) = TOWNS.get(village.town) else { continue };
        let (wet, high) = match town.terrain {
            Terrain::Mountain => (1.5, rng.real(240.0, 720.0)),
            Terrain::Hill => (1.15, rng.real(90.0, 260.0)),
            _ => (0.8, rng.real(38.0, 72.0)),
        };
        let hours = hourly(build, &mut rng, wet);
        let sum = |last: usize| round(hours.iter().rev().take(last).map(|(_, rain)| rain).sum::<f64>(), 1);
        let spot = build.spot(&mut rng, Some(village.town), village.spot, 300.0);
        let draft = build
            .of_village("rain_station", village)
            .set("name", format!("{}雨量站", village.stem()))
            .set("rain_1h_mm", sum(1))
            .set("rain_3h_mm", sum(3))
            .set("rain_24h_mm", sum(24))
            .set("rain_time", build.now)
            .set("elevation_m", round(high, 0))
            .set("owner", "示例气象台");
        let object = build.register.put(draft.at(spot));
        build.readings.push(Reading { object, quantity: "rain_1h_mm".into(), values: hours });
    }
}

/// 72 hours of rain, one value an hour, the last one now: none, or a storm that peaks some hours ago.
fn hourly(build: &Build, rng: &mut Rng, wet: f64) -> Vec<(jiff::Timestamp, f64)> {
    let peak = rng.int(52, 66) as f64;
    let rain = |rng: &mut Rng, hour: i64| match build.moment {
        Moment::Quiet => 0.0,
        Moment::Flood => {
            let off = (hour as f64 - peak) / 13.0;
            (wet * 14.0 * rng.real(0.45, 1.3) / (1.0 + 3.0 * off * off)).max(0.0)
        }
    };
    let hours: Vec<i64> = (0..=HOURS).collect();
    hours.into_iter().map(|hour| (build.minutes_ago((HOURS - hour) * 60), round(rain(rng, hour), 1))).collect()
}

fn sirens(build: &mut Build) {
    let mut rng = build.rng("warning_device");
    for village in build.own_villages() {
        let mountain = TOWNS.get(village.town).is_some_and(|town| town.terrain == Terrain::Mountain);
        if !(mountain || village.key_flood || rng.chance(0.35)) {
            continue;
        }
        let (kind, name) = rng.pick(&[
            ("loudspeaker", "应急广播"),
            ("loudspeaker", "应急广播"),
            ("siren", "警报器"),
            ("hand_siren", "手摇报警器"),
            ("gong", "铜锣"),
        ]);
        let spot = build.spot(&mut rng, Some(village.town), village.spot, 120.0);
        let draft = build
            .of_village("warning_device", &village)
            .set("name", format!("{}{name}", village.stem()))
            .set("device_kind", kind)
            .set("status", if rng.chance(0.05) { "fault" } else { "ok" })
            .set("status_time", build.minutes_ago(rng.int(300, 60_000)))
            .set("covers_people", village.people * rng.int(30, 95) / 100)
            .set("tested_on", build.day(rng.int(5, 120)))
            .set("keeper", build.person())
            .set("phone", build.phone(&mut rng));
        build.register.put(draft.at(spot));
    }
}

fn dikes(build: &mut Build) {
    let mut rng = build.rng("dike");
    for river in RIVERS.iter() {
        for (bank, name, side) in [("left", "左岸", 1.0), ("right", "右岸", -1.0)] {
            let spots = along(&river.line, 200.0);
            let (from, to) = (spots.len() / 3, spots.len() * 5 / 6);
            let part = beside(spots.get(from..to).unwrap_or_default(), side * (river.width_m * 0.55 + 14.0));
            // A reservoir has a dam, and no dikes: the longest stretch clear of one.
            let clear = |spot: &Spot| !build.ground.waters.in_a_lake(*spot);
            let stretches = part.split(|spot| !clear(spot));
            let line = stretches.max_by_key(|stretch| stretch.len()).unwrap_or_default().to_vec();
            let Some(town) = line.first().and_then(|spot| build.ground.town_at(*spot)) else { continue };
            let home = line.first().and_then(|spot| build.village_near(town, *spot)).map(|village| village.name);
            let draft = of_town("dike", town)
                .set("village", home.unwrap_or_default())
                .set("name", format!("{}{name}堤防", river.name))
                .set("river", river.name)
                .set("bank", bank)
                .set("length_km", round(length_km(&line), 1))
                .set("return_years", rng.pick(&[10_i64, 20, 20, 50]))
                .set("weak", rng.chance(0.25))
                .set("built_year", rng.int(1998, 2020))
                .set("owner", "示例河道管理所")
                .set("patrol_person", build.person())
                .set("patrol_phone", build.phone(&mut rng));
            build.register.put(draft.shaped(line_string(&line)));
        }
    }
}

/// Cameras: one at every reservoir, every hazchem plant that stores much, some shelters, and in the streets.
fn cameras(build: &mut Build) {
    let mut rng = build.rng("camera");
    for (kind, watches, owner) in [("reservoir", "water", "示例水利局"), ("major_hazard", "hazchem", "示例应急局")]
    {
        for object in build.register.objects.get(kind).cloned().unwrap_or_default() {
            let Some(near) = point_of(&object) else { continue };
            let name = build.register.value(&object, "name").as_text().unwrap_or_default().to_owned();
            let Some(town) = build.ground.town_at(near) else { continue };
            let draft = of_town("camera", town).set("name", format!("{name}视频")).set("camera_kind", watches);
            let draft = draft.set("watches", name).set("owner", owner);
            let draft = if kind == "reservoir" { draft.set("reservoir", object.uid.to_string()) } else { draft };
            camera(build, &mut rng, draft, (town, near, 35.0));
        }
    }
    for village in build.own_villages().iter().step_by(2) {
        let draft = build.of_village("camera", village).set("name", format!("{}路口视频", village.stem()));
        let draft =
            draft.set("camera_kind", "xueliang").set("watches", village.name.as_str()).set("owner", "示例公安分局");
        camera(build, &mut rng, draft, (village.town, village.spot, 180.0));
    }
}

fn camera(build: &mut Build, rng: &mut Rng, draft: Draft, (town, near, spread): (usize, Spot, f64)) {
    let spot = build.spot(rng, Some(town), near, spread);
    let home = build.village_near(town, spot).map(|village| village.name).unwrap_or_default();
    let of = TOWNS.get(town).map_or("", |town| town.name);
    let online = rng.chance(0.93);
    let seen = if online { rng.int(0, 4) } else { rng.int(300, 9_000) };
    let draft = draft
        .set("village", home.as_str())
        .set("online", online)
        .set("last_seen", build.minutes_ago(seen))
        .set("address", format!("{of}{home}"));
    build.register.put(draft.at(spot));
}
