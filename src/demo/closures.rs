//! Roads that are closed: what the flood closes, and what was closed once and is open again.

use crate::demo::{
    build::{Build, of_town},
    network::{Span, Way},
    register::Draft,
    shape::{Spot, apart_m, between, blob, from_line_m, line_string, polygon},
    water::RIVERS,
};

/// A point closure as it was typed: name, reason, road, detour, where about, minutes since, minutes until.
type Typed = (&'static str, &'static str, &'static str, &'static str, Spot, i64, i64);

const POINTS: [Typed; 2] = [
    ("琅沙公路K14塌方", "landslide", "琅沙公路", "绕行箬阳公路", (119.497, 28.948), 395, -720),
    ("03省道古方涵洞积水", "flooding", "03省道", "绕行330国道", (119.528, 29.078_84), 160, -300),
];

/// Where about a bridge to a mountain village is cut.
const BRIDGE: Spot = (119.405, 28.932);

/// The stretch of a valley road that is washed out: the road, where about its middle is, half its length in metres.
const STRETCH: (&str, Spot, f64) = ("汤塔公路", (119.410, 28.922), 320.0);

/// The road and the river of the low ground under water, and where about that is.
const LOW: (&str, &str, Spot) = ("白龙桥至琅琊", "白沙溪", (119.519, 29.035));

/// What the three kinds of closure have in common.
struct Closure<'a> {
    name: String,
    reason: &'a str,
    road: &'a str,
    detour: &'a str,
    minutes: (i64, i64),
    status: &'a str,
}

fn draft(build: &Build, kind: &'static str, spot: Spot, closure: &Closure<'_>) -> Draft {
    let town = build.ground.town_at(spot).unwrap_or(0);
    of_town(kind, town)
        .set("village", build.village_near(town, spot).map(|village| village.name))
        .set("name", closure.name.as_str())
        .set("status", closure.status)
        .set("status_time", build.minutes_ago(closure.minutes.0))
        .set("reason", closure.reason)
        .set("road", closure.road)
        .set("detour", closure.detour)
        .set("expected_open", build.minutes_ago(closure.minutes.1))
        .set("reported_by", "示例公路中心")
}

/// The part of the road of a name that is nearest to a place, and its vertex there: not one where roads meet.
fn on_road<'a>(build: &'a Build, name: &str, near: Spot) -> Option<(&'a Way, Spot)> {
    let own = build.roads.iter().filter(|way| way.signs.name == name && way.span.is_none());
    let inner = own.flat_map(|way| {
        let inner = way.line.iter().skip(1).take(way.line.len().saturating_sub(2));
        inner.map(move |spot| (apart_m(*spot, near), way, *spot))
    });
    let mut inner: Vec<(f64, &Way, Spot)> = inner.collect();
    inner.sort_by(|a, b| a.0.total_cmp(&b.0));
    let alone = |spot: Spot| build.roads.iter().filter(|way| way.line.contains(&spot)).count() == 1;
    inner.into_iter().find(|(.., spot)| alone(*spot)).map(|(_, way, spot)| (way, spot))
}

/// What the flood closes: three places, a stretch, and an area.
pub(super) fn flood(build: &mut Build) {
    for (name, reason, road, detour, near, since, open) in POINTS {
        let Some((_, spot)) = on_road(build, road, near) else { continue };
        let minutes = (since, open);
        let closure = Closure { name: name.to_owned(), reason, road, detour, minutes, status: "active" };
        build.take(spot);
        let draft = draft(build, "road_closure", spot, &closure);
        build.register.put(draft.at(spot));
    }
    bridge(build);
    stretch(build, "active", (280, -2_880));
    low_ground(build, "active", (205, -600));
}

/// What was closed in an earlier year.
pub(super) fn past(build: &mut Build) {
    stretch(build, "lifted", (380 * 1_440, 377 * 1_440));
    low_ground(build, "lifted", (402 * 1_440 - 900, 402 * 1_440 - 1_400));
}

/// The bridge of a mountain village's only road is down.
fn bridge(build: &mut Build) {
    let mut cut: Vec<(f64, &Way, &str, usize)> = Vec::new();
    for way in &build.roads {
        if let (Some(Span::Bridge(name)), Some(village), "mountain") = (&way.span, way.village, way.signs.class) {
            let away = way.line.first().map_or(f64::INFINITY, |spot| apart_m(*spot, BRIDGE));
            cut.push((away, way, name, village));
        }
    }
    cut.sort_by(|a, b| a.0.total_cmp(&b.0));
    let found = cut.into_iter().find_map(|(_, way, name, village)| {
        // At its head: on the bridge, and not over the water.
        let inner = way.line.iter().skip(1).take(way.line.len().saturating_sub(2));
        let head = inner.copied().find(|spot| build.ground.is_dry(*spot, 1.0))?;
        Some((name.to_owned(), way.signs.name.clone(), head, village))
    });
    let Some((name, road, spot, village)) = found else { return };
    let Some(village) = build.villages.get(village).cloned() else { return };
    let closure = Closure {
        name: format!("{name}水毁"),
        reason: "bridge",
        road: &road,
        detour: "无路绕行，只能步行翻山",
        minutes: (265, -4_320),
        status: "active",
    };
    build.take(spot);
    let draft = draft(build, "road_closure", spot, &closure).set("village", village.name.as_str());
    build.register.put(draft.at(spot));
}

/// A stretch along a valley road, with that road's vertices. Rescue vehicles pass.
fn stretch(build: &mut Build, status: &'static str, minutes: (i64, i64)) {
    let (road, near, half_m) = STRETCH;
    let Some((way, middle)) = on_road(build, road, near) else { return };
    let line: Vec<Spot> = way.line.iter().copied().filter(|spot| apart_m(*spot, middle) < half_m).collect();
    let active = status == "active";
    let closure = Closure {
        name: if active { "汤塔公路路基水毁" } else { "汤塔公路边坡清理" }.to_owned(),
        reason: if active { "washout" } else { "landslide" },
        road,
        detour: if active { "暂无绕行，仅限救援车" } else { "已恢复，无需绕行" },
        minutes,
        status,
    };
    let draft = draft(build, "closed_stretch", middle, &closure).set("closed_for", "car,coach,truck");
    build.register.put(draft.shaped(line_string(&line)));
}

/// Low ground between a road and a river, both reached by the water.
fn low_ground(build: &mut Build, status: &'static str, minutes: (i64, i64)) {
    let (road, river, near) = LOW;
    let Some((_, spot)) = on_road(build, road, near) else { return };
    let line = RIVERS.iter().find(|known| known.name == river).map(|river| river.line.as_slice());
    let (away_m, bank) = from_line_m(spot, line.unwrap_or_default());
    let active = status == "active";
    let mut rng = build.rng("low ground");
    let ring = blob(&mut rng, between(spot, bank, 0.4), (away_m * 0.55 + 190.0) * if active { 1.0 } else { 0.8 });
    let closure = Closure {
        name: if active { "白沙溪让长段低洼地积水" } else { "白沙溪让长段内涝" }.to_owned(),
        reason: "flooding",
        road,
        detour: if active { "绕行白龙桥至长山" } else { "已恢复，无需绕行" },
        minutes,
        status,
    };
    let draft = draft(build, "closed_area", spot, &closure).set("closed_for", "car,coach,truck,fire_engine,foot");
    build.register.put(draft.shaped(polygon(&ring)));
}
