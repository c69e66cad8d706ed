//! A plan of evacuation in the user's words: the verdict, who goes where and by when, which shelters, and what is
//! short.

mod compared;
mod conditions;
mod drawn;
mod verdict;

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::domain::{
    catalogue::Tone,
    model::ObjectRef,
    network::By,
    place::Position,
    plan::evacuation::{
        BadDanger, Barred, Clearance, Deadline, Group, GroupKind, Placement, Plan, Step, Timetable, WhyUnplaced,
    },
    query::name_of,
    view::{Words, format, route},
    world::World,
};

pub use compared::{Better, ComparedRow, ComparisonView, ElsewhereRow, Sided, compared};

/// A village whose latest start is nearer than this is told apart.
const SOON_MIN: i64 = 60;

/// A plan in words.
#[derive(Clone, Debug, PartialEq)]
pub struct EvacuationView {
    /// Out of what: the names of the danger areas, or that it was drawn.
    pub danger: String,
    /// How it was asked: by which vehicle, people counted by what, and every condition that is not the usual one.
    pub asked: String,
    /// Whether everybody has a place, and how good the plan is.
    pub verdict: String,
    /// How grave that is.
    pub tone: Tone,
    /// The figures: label, value, how grave.
    pub facts: Vec<(String, String, Tone)>,
    /// Who leaves, by village: that which must start first first.
    pub villages: Vec<VillageRow>,
    /// The shelters that are used, by township.
    pub shelters: Vec<ShelterRow>,
    /// Who has no place.
    pub unplaced: Vec<UnplacedRow>,
    /// What would help them.
    pub remedies: Vec<String>,
    /// The shelters that may not be used, by reason.
    pub barred: Vec<BarredRow>,
    /// What one should know: mended shapes, people beyond the list, guesses.
    pub notes: Vec<String>,
}

/// A village, or a place with people of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct VillageRow {
    /// Its name.
    pub name: String,
    /// Its township.
    pub township: String,
    /// Where most of its people are.
    pub at: Position,
    /// How many go to shelters, with those who have no place.
    pub count: u64,
    /// How many of them have no place.
    pub without: u64,
    /// How many and who: `62 人，其中需帮扶 8 人`.
    pub people: String,
    /// Where to: shelter, people, way.
    pub to: Vec<(ObjectRef, String)>,
    /// By when the order must be out: `18:00 前下令`, or that it is too late.
    pub leave_by: Option<String>,
    /// How grave that is.
    pub tone: Tone,
    /// Trips and how long until all are there; empty when nothing is known of times.
    pub timing: String,
}

/// A shelter that is used.
#[derive(Clone, Debug, PartialEq)]
pub struct ShelterRow {
    /// Which.
    pub object: ObjectRef,
    /// Its name.
    pub name: String,
    /// Its township.
    pub township: String,
    /// How many come, of how many free places.
    pub people: String,
    /// From which villages.
    pub from: String,
    /// Whether it must be opened first.
    pub to_open: bool,
}

/// People without a place.
#[derive(Clone, Debug, PartialEq)]
pub struct UnplacedRow {
    /// Village and township.
    pub name: String,
    /// How many.
    pub people: String,
    /// Why.
    pub why: String,
}

/// A shelter that may not be used.
#[derive(Clone, Debug, PartialEq)]
pub struct BarredRow {
    /// Which.
    pub object: ObjectRef,
    /// Its name.
    pub name: String,
    /// Why, with the danger area or the closure.
    pub why: String,
}

/// The way of one person in words, in the unit that the plan is judged by.
pub fn way(cost: u64, by: By, words: &Words) -> String {
    match by {
        By::Time => route::minutes(cost as f64 / 60_000.0, words),
        By::Distance => format::distance(cost as f64 / 1_000.0),
    }
}

/// What a township is called; where none is known, that it is not.
pub fn township_name(township: &str, words: &Words) -> String {
    if township.is_empty() { words.get("evacuate-no-township") } else { township.to_owned() }
}

/// What a plan is at and how many percent that is, for the message `evacuate-step`.
pub fn said(step: &Step, words: &Words) -> [(&'static str, String); 2] {
    let stage = words.get(&format!("evacuate-stage-{}", step.stage.as_str()));
    [("stage", stage), ("percent", format!("{:.0}", (step.share * 100.0).floor()))]
}

/// Why a danger cannot be used. `drawn`: what one that has no name is called, a file or what was drawn.
pub fn bad_danger(bad: &BadDanger, drawn: &str, world: &World, words: &Words) -> String {
    match bad {
        BadDanger::Shape { fault, name } => {
            let why = words.problem(&fault.problem());
            words.with("evacuate-bad-shape", &[("name", name.as_deref().unwrap_or(drawn)), ("why", &why)])
        }
        BadDanger::NoPolygon(object) => {
            let found = world.object(object).zip(world.catalogue().kind(object.kind.as_str()));
            let name = found.map_or_else(|| object.uid.to_string(), |(object, kind)| name_of(kind, object));
            words.with("evacuate-no-polygon", &[("name", name)])
        }
    }
}

/// Puts a plan into words. `asked`: by which vehicle; `timing`: with the deadline it was made for, and the time now.
pub fn evacuation(
    plan: &Plan,
    asked: String,
    timing: &Timetable,
    deadline: Option<&Deadline>,
    now: Timestamp,
    words: &Words,
) -> EvacuationView {
    let telling = Telling { plan, timing, deadline, now, words };
    let (verdict, tone) = telling.verdict();
    let mut asked = vec![asked];
    asked.extend(telling.conditions());
    EvacuationView {
        danger: telling.danger(),
        asked: asked.join(" · "),
        verdict,
        tone,
        facts: telling.facts(),
        villages: telling.villages(),
        shelters: telling.shelters(),
        unplaced: telling.unplaced(),
        remedies: telling.remedies(),
        barred: plan.barred.iter().map(|barred| telling.barred(barred)).collect(),
        notes: telling.notes(),
    }
}

/// Township and village.
type Key<'a> = (&'a str, &'a str);

/// The groups of a village and where they go.
type Movers<'a> = (Vec<&'a Group>, Vec<&'a Placement>);

struct Telling<'a> {
    plan: &'a Plan,
    timing: &'a Timetable,
    deadline: Option<&'a Deadline>,
    now: Timestamp,
    words: &'a Words,
}

fn people(n: u64) -> String {
    format::number(i64::try_from(n).unwrap_or(i64::MAX))
}

impl Telling<'_> {
    fn say(&self, id: &str, args: &[(&str, String)]) -> String {
        self.words.with(id, args)
    }

    fn persons(&self, n: u64) -> String {
        self.say("row-people", &[("n", people(n))])
    }

    fn danger(&self) -> String {
        let names: Vec<&str> = self.plan.danger.named().iter().map(|named| named.name.as_str()).collect();
        match names.as_slice() {
            _ if self.plan.danger.counts_told() => self.words.get("evacuate-under-way"),
            [] => self.words.get("evacuate-drawn"),
            [..] if names.len() <= 3 => names.join(&self.words.get("list-separator")),
            [first, ..] => self.say("evacuate-areas", &[("name", (*first).to_owned()), ("n", names.len().to_string())]),
        }
    }

    fn is_late(&self, village: &Clearance) -> bool {
        village.latest_start.is_some_and(|start| start < self.now)
    }

    fn villages(&self) -> Vec<VillageRow> {
        let mut villages: BTreeMap<Key<'_>, Movers<'_>> = BTreeMap::new();
        for group in &self.plan.called.groups {
            villages.entry((&group.township, &group.village)).or_default().0.push(group);
        }
        for placement in &self.plan.placements {
            let Some(group) = self.plan.called.groups.get(placement.group) else { continue };
            villages.entry((&group.township, &group.village)).or_default().1.push(placement);
        }
        let times: BTreeMap<(&str, &str), &Clearance> = self
            .timing
            .villages
            .iter()
            .map(|village| ((village.township.as_str(), village.village.as_str()), village))
            .collect();
        let mut rows: Vec<(u64, VillageRow)> = villages
            .into_iter()
            .filter_map(|(key, (groups, placements))| {
                let time = times.get(&key).copied();
                let most = groups.iter().max_by_key(|group| (group.people, group.with_relatives));
                let row = self.village((key, most.map(|group| group.at)?), &groups, &placements, time);
                Some((time.map_or(0, |time| time.cleared_ms), row))
            })
            .collect();
        rows.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| (&a.1.township, &a.1.name).cmp(&(&b.1.township, &b.1.name))));
        rows.into_iter().map(|(_, row)| row).collect()
    }

    fn village(
        &self,
        ((township, name), at): (Key<'_>, Position),
        groups: &[&Group],
        placements: &[&Placement],
        time: Option<&Clearance>,
    ) -> VillageRow {
        let all: u64 = groups.iter().map(|group| u64::from(group.people)).sum();
        let frail: u64 = groups.iter().filter(|group| group.kind.is_frail()).map(|group| u64::from(group.people)).sum();
        let relatives: u64 = groups.iter().map(|group| u64::from(group.with_relatives)).sum();
        let mut who = vec![self.persons(all)];
        if frail > 0 {
            who.push(self.say("evacuate-frail", &[("n", people(frail))]));
        }
        if relatives > 0 {
            who.push(self.say("evacuate-and-relatives", &[("n", people(relatives))]));
        }
        if groups.iter().any(|group| group.kind == GroupKind::Residents) {
            who.push(self.words.get("evacuate-by-population"));
        }
        let mut to: BTreeMap<usize, (u64, u64)> = BTreeMap::new();
        for placement in placements {
            let entry = to.entry(placement.shelter).or_default();
            entry.0 += u64::from(placement.people);
            entry.1 = entry.1.max(placement.cost);
        }
        let mut to: Vec<(u64, usize, u64)> = to.into_iter().map(|(at, (people, cost))| (people, at, cost)).collect();
        to.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let to = to.into_iter().filter_map(|(count, at, cost)| {
            let shelter = self.plan.shelters.get(at)?;
            let args =
                [("name", shelter.name.clone()), ("n", people(count)), ("way", way(cost, self.plan.by, self.words))];
            Some((shelter.object.clone(), self.say("evacuate-goes-to", &args)))
        });
        let (leave_by, tone) = time.map_or((None, Tone::Normal), |time| self.leave_by(time));
        VillageRow {
            name: name.to_owned(),
            township: township.to_owned(),
            at,
            count: all,
            without: all.saturating_sub(placements.iter().map(|one| u64::from(one.people)).sum()),
            people: who.join(&self.words.get("list-separator")),
            to: to.collect(),
            leave_by,
            tone,
            timing: time.map_or_else(String::new, |time| {
                let minutes = route::minutes(time.cleared_ms as f64 / 60_000.0, self.words);
                self.say("evacuate-village-timing", &[("trips", time.trips.to_string()), ("time", minutes)])
            }),
        }
    }

    fn leave_by(&self, time: &Clearance) -> (Option<String>, Tone) {
        let Some(start) = time.latest_start else { return (None, Tone::Normal) };
        let left_min = start.duration_since(self.now).as_secs() / 60;
        let at = format::day_time(start);
        if start < self.now {
            let late = route::minutes(-left_min as f64, self.words);
            let said = self.say("evacuate-too-late", &[("at", at), ("late", late)]);
            return (Some(said + &self.at_the_latest(start)), Tone::Alarm);
        }
        let left = route::minutes(left_min as f64, self.words);
        let tone = if left_min < SOON_MIN { Tone::Warning } else { Tone::Normal };
        (Some(self.say("evacuate-leave-by", &[("at", at), ("left", left)])), tone)
    }

    /// What is left for a village that is late for the earliest arrival, should the latest come true.
    fn at_the_latest(&self, start: Timestamp) -> String {
        let Some(spread) = self.deadline.and_then(Deadline::spread) else { return String::new() };
        let left_min = start.checked_add(spread).map_or(0, |start| start.duration_since(self.now).as_secs() / 60);
        let id = if left_min > 0 { "evacuate-late-unless" } else { "evacuate-late-anyway" };
        self.say(id, &[("left", route::minutes(left_min as f64, self.words))])
    }

    fn shelters(&self) -> Vec<ShelterRow> {
        let mut from: BTreeMap<usize, BTreeMap<&str, u64>> = BTreeMap::new();
        for placement in &self.plan.placements {
            let Some(group) = self.plan.called.groups.get(placement.group) else { continue };
            *from.entry(placement.shelter).or_default().entry(&group.village).or_default() +=
                u64::from(placement.people);
        }
        let mut rows: Vec<ShelterRow> = from
            .into_iter()
            .filter_map(|(at, villages)| {
                let shelter = self.plan.shelters.get(at)?;
                let come: u64 = villages.values().sum();
                let free = shelter.capacity.saturating_sub(shelter.occupancy);
                let each = villages.into_iter().map(|(village, count)| {
                    self.say("evacuate-comes-from", &[("name", village.to_owned()), ("n", people(count))])
                });
                Some(ShelterRow {
                    object: shelter.object.clone(),
                    name: shelter.name.clone(),
                    township: shelter.township.clone(),
                    people: self.say("evacuate-of-free", &[("n", people(come)), ("free", people(u64::from(free)))]),
                    from: each.collect::<Vec<_>>().join(&self.words.get("list-separator")),
                    to_open: !shelter.is_open,
                })
            })
            .collect();
        rows.sort_by(|a, b| (&a.township, &a.name).cmp(&(&b.township, &b.name)));
        rows
    }

    fn unplaced(&self) -> Vec<UnplacedRow> {
        let rows = self.plan.unplaced.iter().filter_map(|unplaced| {
            let group = self.plan.called.groups.get(unplaced.group)?;
            Some(UnplacedRow {
                name: [group.township.as_str(), &group.village].join(" "),
                people: self.persons(u64::from(unplaced.people)),
                why: self.why(unplaced.why),
            })
        });
        rows.collect()
    }

    fn why(&self, why: WhyUnplaced) -> String {
        self.words.get(&format!("unplaced-{}", why.as_str().replace('_', "-")))
    }

    fn remedies(&self) -> Vec<String> {
        if self.plan.unplaced.is_empty() {
            return Vec::new();
        }
        let helped = self.plan.remedies.iter().map(|remedy| {
            let id = format!("remedy-{}", remedy.what.as_str().replace('_', "-"));
            self.say(&id, &[("n", people(remedy.people))])
        });
        let short = self.plan.short().into_iter().map(|(township, count)| {
            let township = township_name(&township, self.words);
            self.say("evacuate-short-of", &[("township", township), ("n", people(count))])
        });
        helped.chain(short).collect()
    }

    fn barred(&self, barred: &Barred) -> BarredRow {
        let reason = self.words.get(&format!("reason-{}", barred.reason.as_str().replace('_', "-")));
        let why = match &barred.by {
            Some(by) => self.say("nearest-reason-closed", &[("reason", reason), ("closure", by.name.clone())]),
            None => reason,
        };
        BarredRow { object: barred.object.clone(), name: barred.name.clone(), why }
    }
}
