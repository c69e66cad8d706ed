//! `roads check`: whether the roads are a network, and what is odd about them.

use geo_types::Coord;
use serde::Serialize;

use crate::{
    cli::{Answer, Failure, Seat},
    domain::{
        network::check::{self, Findings, Named, Odd, Unreached},
        view::Words,
    },
};

/// What can be asked: nothing more.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Options {}

/// How many findings of a sort are told on the screen.
const TOLD: usize = 30;

#[derive(Serialize)]
struct CheckJson {
    ok: bool,
    nodes: usize,
    edges: usize,
    kilometres: f64,
    waterway_kilometres: f64,
    components: Vec<PartJson>,
    dead_ends: DeadEndsJson,
    unreachable_villages: Vec<VillageJson>,
    suspicious: Vec<OddJson>,
}

#[derive(Serialize)]
struct PartJson {
    edges: usize,
    kilometres: f64,
    at: [f64; 2],
}

#[derive(Serialize)]
struct DeadEndsJson {
    count: usize,
    gaps: Vec<GapJson>,
}

#[derive(Serialize)]
struct GapJson {
    id: String,
    name: String,
    other: String,
    other_name: String,
    at: [f64; 2],
    metres: f64,
}

#[derive(Serialize)]
struct VillageJson {
    id: String,
    name: String,
    metres: Option<f64>,
    reason: &'static str,
}

#[derive(Serialize)]
struct OddJson {
    id: String,
    name: String,
    why: &'static str,
    message: String,
}

/// Checks.
///
/// # Errors
/// When the district cannot be read.
pub fn run(_: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let district = seat.read()?;
    let found = check::check(&district.world);
    let text = district.mark(&seat.words) + &text(&found, &seat.words);
    Ok(Answer::yes(text, json(&found, &seat.words)).only_if(found.is_sound()))
}

fn kilometres(metres: f64) -> f64 {
    (metres / 100.0).round() / 10.0
}

fn at(place: Coord) -> [f64; 2] {
    [place.x, place.y]
}

fn json(found: &Findings, words: &Words) -> CheckJson {
    let part =
        |part: &check::Part| PartJson { edges: part.edges, kilometres: kilometres(part.length_m), at: at(part.at) };
    let gap = |gap: &check::Gap| GapJson {
        id: gap.road.uid.to_string(),
        name: gap.road.name.clone(),
        other: gap.other.uid.to_string(),
        other_name: gap.other.name.clone(),
        at: at(gap.at),
        metres: (gap.metres * 10.0).round() / 10.0,
    };
    let village = |village: &check::Village| VillageJson {
        id: village.village.uid.to_string(),
        name: village.village.name.clone(),
        metres: village.metres.map(f64::round),
        reason: reason(village.why),
    };
    let odd = |(road, odd): &(Named, Odd)| OddJson {
        id: road.uid.to_string(),
        name: road.name.clone(),
        why: why(odd),
        message: sentence(odd, words),
    };
    CheckJson {
        ok: found.is_sound(),
        nodes: found.nodes,
        edges: found.edges,
        kilometres: kilometres(found.length_m),
        waterway_kilometres: kilometres(found.waterway_m),
        components: found.parts.iter().map(part).collect(),
        dead_ends: DeadEndsJson { count: found.dead_ends, gaps: found.gaps.iter().map(gap).collect() },
        unreachable_villages: found.villages.iter().map(village).collect(),
        suspicious: found.odd.iter().map(odd).collect(),
    }
}

const fn reason(why: Unreached) -> &'static str {
    match why {
        Unreached::Far => "no_road_near",
        Unreached::Island => "island",
    }
}

const fn why(odd: &Odd) -> &'static str {
    match odd {
        Odd::Zero => "zero_length",
        Odd::Length(..) => "length_differs",
        Odd::Speed(_) => "speed",
        Odd::Limit(_) => "limit",
        Odd::Crosses(..) => "crosses_without_meeting",
    }
}

/// What is odd, in words.
fn sentence(odd: &Odd, words: &Words) -> String {
    match odd {
        Odd::Zero => words.get("roads-check-zero"),
        Odd::Length(written, drawn) => {
            words.with("roads-check-length", &[("written", format!("{written:.1}")), ("drawn", format!("{drawn:.1}"))])
        }
        Odd::Speed(kmh) => words.with("roads-check-speed", &[("kmh", format!("{kmh:.0}"))]),
        Odd::Limit(limit) => words.with("roads-check-limit", &[("limit", format!("{limit}"))]),
        Odd::Crosses(other, place) => words.with(
            "roads-check-crosses",
            &[("other", other.name.clone()), ("place", format!("{:.5},{:.5}", place.x, place.y))],
        ),
    }
}

fn text(found: &Findings, words: &Words) -> String {
    let title = if found.is_sound() { "roads-check-ok" } else { "roads-check-bad" };
    let sums = [
        ("km", format!("{:.1}", kilometres(found.length_m))),
        ("nodes", found.nodes.to_string()),
        ("edges", found.edges.to_string()),
        ("dead", found.dead_ends.to_string()),
    ];
    let mut lines = vec![words.get(title), words.with("roads-check-sums", &sums)];
    if found.parts.len() > 1 {
        lines.push(words.with("roads-check-parts", &[("n", found.parts.len().to_string())]));
        told(&mut lines, words, found.parts.iter().skip(1), |part| {
            let place = format!("{:.5},{:.5}", part.at.x, part.at.y);
            words.with("roads-check-part", &[("km", format!("{:.1}", kilometres(part.length_m))), ("place", place)])
        });
    }
    told(&mut lines, words, found.gaps.iter(), |gap| {
        let args = [
            ("road", gap.road.name.clone()),
            ("other", gap.other.name.clone()),
            ("metres", format!("{:.0}", gap.metres)),
            ("place", format!("{:.5},{:.5}", gap.at.x, gap.at.y)),
        ];
        words.with("roads-check-gap", &args)
    });
    told(&mut lines, words, found.villages.iter(), |village| {
        let metres = village.metres.map_or_else(|| "> 5000".to_owned(), |metres| format!("{metres:.0}"));
        let id = match village.why {
            Unreached::Far => "roads-check-village-far",
            Unreached::Island => "roads-check-village-island",
        };
        words.with(id, &[("village", village.village.name.clone()), ("metres", metres)])
    });
    told(&mut lines, words, found.odd.iter(), |(road, odd)| format!("{}  {}", road.name, sentence(odd, words)));
    lines.join("\n")
}

/// The first findings of a sort, and how many more there are.
fn told<T>(lines: &mut Vec<String>, words: &Words, all: impl Iterator<Item = T>, say: impl Fn(T) -> String) {
    let mut more = 0_usize;
    for (place, one) in all.enumerate() {
        if place < TOLD {
            lines.push(format!("  -  {}", say(one)));
        } else {
            more += 1;
        }
    }
    if more > 0 {
        lines.push(words.with("roads-check-more", &[("n", more.to_string())]));
    }
}
