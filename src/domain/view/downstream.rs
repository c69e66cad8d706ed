//! What lies below a dam, in the words of a duty officer: what says so, the villages in the order in which water comes,
//! what is let go.

use jiff::Timestamp;

use crate::domain::{
    hazard::downstream::{BESIDE_M, Below, Downstream, Release, SPEED_MPS, Source},
    model::ObjectRef,
    query::name_of,
    view::{Words, format},
    world::World,
};

/// So many villages are told one by one on a card.
pub const TOLD: usize = 30;

/// What lies below a dam.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BelowView {
    /// What says so, and what it is not.
    pub source: String,
    /// How many villages and people.
    pub sums: Option<String>,
    /// By what speed it is worked out when water arrives.
    pub speed: Option<String>,
    /// The villages, in the order in which water arrives.
    pub villages: Vec<VillageBelow>,
    /// How many more there are.
    pub more: usize,
    /// The dams that it feeds, the next one first.
    pub feeds: Vec<(ObjectRef, String)>,
    /// The inundation areas that are kept.
    pub areas: Vec<(ObjectRef, String)>,
    /// Names on the list that no village goes by.
    pub unknown: Option<String>,
    /// What is let go or will be.
    pub releases: Vec<(ObjectRef, String)>,
}

/// A village below a dam.
#[derive(Clone, Debug, PartialEq)]
pub struct VillageBelow {
    /// Which.
    pub village: ObjectRef,
    /// Its name.
    pub name: String,
    /// Its township and people, how far it is and when water arrives, as far as known.
    pub text: String,
}

/// What lies below in words; `releases`: what is let go, the earliest first. With one that has begun or says when it
/// will, villages are told when its water arrives, else how long it would take.
pub fn below(world: &World, found: &Downstream, releases: &[Release], now: Timestamp, words: &Words) -> BelowView {
    let release = releases.iter().find(|release| release.from.is_some());
    let speed = release.map_or(SPEED_MPS, |release| release.speed_mps);
    let named = |object: &ObjectRef| {
        let layer = world.layer(object.kind.as_str())?;
        Some((object.clone(), name_of(layer.kind(), world.object(object)?)))
    };
    let worked_out = found.villages.iter().any(|below| below.takes(speed).is_some_and(|takes| !takes.is_said));
    let village = |below: &Below| VillageBelow {
        village: below.village.clone(),
        name: below.name.clone(),
        text: village_told(below, release, now, words),
    };
    let (people, _) = found.population();
    let sums = [("villages", count(found.villages.len())), ("people", people)];
    let sums = sums.map(|(name, number)| (name, format::number(number)));
    BelowView {
        source: source_told(found, words),
        sums: (!found.villages.is_empty()).then(|| words.with("below-sums", &sums)),
        speed: worked_out.then(|| words.with("below-speed", &[("speed", format::decimal(speed, 1))])),
        villages: found.villages.iter().take(TOLD).map(village).collect(),
        more: found.villages.len().saturating_sub(TOLD),
        feeds: found.feeds.iter().filter_map(named).collect(),
        areas: found.areas.iter().filter_map(named).collect(),
        unknown: (!found.unknown.is_empty())
            .then(|| words.with("below-unknown", &[("names", found.unknown.join(&words.get("list-separator")))])),
        releases: releases.iter().map(|one| (one.notice.clone(), release_told(one, now, words))).collect(),
    }
}

/// What says what lies below, and what that is not.
pub fn source_told(found: &Downstream, words: &Words) -> String {
    let id = match found.source {
        None => "below-none",
        Some(Source::List) => "below-by-list",
        Some(Source::Area) => "below-by-area",
        Some(Source::AreaAndList) => "below-by-area-and-list",
        Some(Source::Trace) => "below-by-trace",
    };
    let rivers = found.reach.as_ref().map(|reach| reach.rivers.join("→")).unwrap_or_default();
    words.with(id, &[("metres", format::decimal(BESIDE_M, 0)), ("rivers", rivers)])
}

/// A village's township, people, distance and time.
pub fn village_told(below: &Below, release: Option<&Release>, now: Timestamp, words: &Words) -> String {
    let people = below.population.map(|people| words.with("within-persons", &[("n", format::number(people))]));
    let along = below.along_m.map(|along| words.with("below-along", &[("distance", format::distance(along))]));
    let takes = || {
        let takes = below.takes(SPEED_MPS)?;
        let id = if takes.is_said { "below-takes-said" } else { "below-takes" };
        Some(words.with(id, &[("minutes", format::decimal(takes.minutes, 0))]))
    };
    let time = match release.and_then(|release| release.arrives(below)) {
        Some((at, takes)) => {
            let id = match (at <= now, takes.is_said) {
                (true, _) => "below-arrived",
                (false, true) => "below-arrives-said",
                (false, false) => "below-arrives",
            };
            Some(words.with(id, &[("time", format::moment(at, now))]))
        }
        None => takes(),
    };
    let parts = [below.township.clone(), people, along, time];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// A release in words.
pub fn release_told(release: &Release, now: Timestamp, words: &Words) -> String {
    let state = words.get(if release.state == "active" { "below-release-active" } else { "below-release-planned" });
    let from = release.from.map_or_else(
        || words.get("below-release-undated"),
        |from| words.with("below-release-from", &[("time", format::moment(from, now))]),
    );
    let until = release.until.map(|until| words.with("below-release-until", &[("time", format::moment(until, now))]));
    let flow = release.flow_m3_s.map(|flow| format!("{} m³/s", format::decimal(flow, 0)));
    let parts = [Some(release.name.clone()), Some(state), Some(from), until, flow];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
