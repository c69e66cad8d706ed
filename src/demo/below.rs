//! What lies below the medium reservoirs: which feeds which, where the water of two of them would go, and who was told of
//! a release.

use crate::{
    demo::{
        Moment,
        build::Build,
        register::Draft,
        shape::{Spot, apart_m, from_line_m, polygon, ribbon},
        water::{Lake, RIVERS},
    },
    domain::model::ObjectRef,
};

/// Dams on one river: the upper feeds the lower.
const FEEDS: [(&str, &str); 1] = [("沙畈水库", "金兰水库")];
/// Whose inundation area is kept: how far down the river, and how far to each side of it, metres.
const FLOODS: [(&str, f64, f64); 2] = [("金兰水库", 9_000.0, 420.0), ("安地水库", 5_000.0, 300.0)];
/// Who lets water go in the flood, m3/s.
const RELEASES: (&str, f64) = ("沙畈水库", 180.0);

pub(super) fn add(build: &mut Build, dams: &[(&Lake, ObjectRef)]) {
    let called = |name: &str| dams.iter().find(|(lake, _)| lake.name == name);
    for (upper, lower) in FEEDS {
        if let Some(((_, upper), (_, lower))) = called(upper).zip(called(lower)) {
            build.register.change(upper, "feeds", lower.uid.to_string());
        }
    }
    for (name, far_m, wide_m) in FLOODS {
        let Some((lake, dam)) = called(name) else { continue };
        let line = below(lake, far_m);
        let middle: Vec<(f64, f64, f64)> = line.iter().map(|(x, y)| (*x, *y, wide_m)).collect();
        let draft = Draft::new("inundation_area")
            .set("name", format!("{name}校核洪水淹没范围"))
            .set("reservoir", dam.uid.to_string())
            .set("township", lake.town)
            .set("case", "check");
        build.register.put(draft.shaped(polygon(&ribbon(&middle))));
    }
    if let Some((_, dam)) = called(RELEASES.0) {
        notice(build, dam);
    }
}

/// The river below a dam, so far down.
fn below(lake: &Lake, far_m: f64) -> Vec<Spot> {
    let Some(river) = RIVERS.iter().find(|river| river.name == lake.river) else { return Vec::new() };
    let (_, foot) = from_line_m(lake.dam, &river.line);
    // Rivers are typed downstream: what comes after the vertex nearest to the dam is below it.
    let nearest =
        river.line.iter().enumerate().min_by(|(_, a), (_, b)| apart_m(**a, foot).total_cmp(&apart_m(**b, foot)));
    let from = nearest.map_or(0, |(at, _)| at);
    let mut gone = 0.0;
    let mut line = vec![foot];
    for spot in river.line.iter().skip(from + 1) {
        let step = line.last().map_or(0.0, |last| apart_m(*last, *spot));
        // A ribbon wants its places apart.
        if step < 300.0 {
            continue;
        }
        gone += step;
        if gone > far_m {
            break;
        }
        line.push(*spot);
    }
    line
}

/// What a dam lets go so many minutes ago, m3/s, as the notice says; `None`: it lets nothing go.
pub(super) fn let_go_m3_s(moment: Moment, name: &str, minutes: i64) -> Option<f64> {
    let (from, until) = span(moment);
    (name == RELEASES.0 && (until..=from).contains(&minutes)).then_some(RELEASES.1)
}

/// Minutes ago at which the release began and ends.
fn span(moment: Moment) -> (i64, i64) {
    if moment == Moment::Flood { (150, -450) } else { (20 * 1_440, 20 * 1_440 - 600) }
}

fn notice(build: &mut Build, dam: &ObjectRef) {
    let flood = build.moment == Moment::Flood;
    let (from, until) = span(build.moment);
    let draft = Draft::new("release_notice")
        .set("name", format!("{}泄洪通报", RELEASES.0))
        .set("reservoir", dam.uid.to_string())
        .set("status", if flood { "active" } else { "ended" })
        .set("start", build.minutes_ago(from))
        .set("end", build.minutes_ago(until))
        .set("flow_m3_s", RELEASES.1)
        .set("speed_mps", 2.5)
        .set("issuer", "区防指")
        .set("issued", build.minutes_ago(from + 60))
        .set("text", "水位超汛限，开闸泄洪，下游注意避让。");
    build.register.put(draft);
}
