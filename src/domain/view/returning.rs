//! Who waits to go home, in words.

use crate::domain::{
    catalogue::Tone,
    query::{Held, Hold, ReturnPlace, ReturnRow, Returning, Waiting},
    view::{Words, format},
};

/// Who waits to go home.
#[derive(Clone, Debug, PartialEq)]
pub struct ReturningView {
    /// What the columns are.
    pub heads: Vec<String>,
    /// A row a place.
    pub rows: Vec<ReturningRow>,
    /// All who wait, in a sentence; that nobody does.
    pub total: String,
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct ReturningRow {
    /// What a command of this row is about; `None`: no place is known, nothing can be done here.
    pub place: ReturnPlace,
    /// What stands in the columns: place, state, check, waiting, ready, what is missing.
    pub cells: Vec<String>,
    /// Found unsafe: an alarm; held back: caution; clear: ready.
    pub tone: Tone,
    /// Whether somebody may go home now.
    pub can_return: bool,
}

/// Who waits to go home, in words.
pub fn returning(returning: &Returning, words: &Words) -> ReturningView {
    let heads = ["place", "state", "check", "waiting", "ready", "missing"];
    let heads = heads.map(|head| words.get(&format!("returning-head-{head}"))).into();
    let Returning { rows, total, ready } = returning;
    let total = if total.households == 0 {
        words.get("returning-nobody")
    } else {
        let numbers = [
            ("households", format::number(count(total.households))),
            ("people", format::number(total.people)),
            ("ready", format::number(count(ready.households))),
            ("ready_people", format::number(ready.people)),
        ];
        words.with("returning-total", &numbers)
    };
    ReturningView { heads, rows: rows.iter().map(|one| row(one, words)).collect(), total }
}

fn row(row: &ReturnRow, words: &Words) -> ReturningRow {
    let state = words.get(if row.in_force { "returning-in-force" } else { "returning-not-in-force" });
    let state = match row.since {
        Some(since) => words.with("returning-since", &[("state", state), ("time", format::day_time(since))]),
        None => state,
    };
    let check = match &row.check {
        None => words.get("returning-unchecked"),
        Some(checked) => {
            let id = if checked.check.safe { "returning-checked-safe" } else { "returning-checked-unsafe" };
            words.with(id, &[("time", format::day_time(checked.check.checked_at))])
        }
    };
    let missing = missing(row, words);
    let tone = match row.hold {
        Some(Hold::Unsafe) => Tone::Alarm,
        None if missing.is_empty() => Tone::Ready,
        _ => Tone::Caution,
    };
    let missing = if missing.is_empty() { words.get("returning-clear") } else { joined(missing, words) };
    let cells =
        vec![place(&row.place, words), state, check, said(&row.waiting, words), said(&row.ready, words), missing];
    ReturningRow { place: row.place.clone(), cells, tone, can_return: row.ready.households > 0 }
}

fn missing(row: &ReturnRow, words: &Words) -> Vec<String> {
    let mut missing: Vec<String> = row.hold.map(|hold| self::hold(&row.place, hold, words)).into_iter().collect();
    if row.moved_since > 0 {
        missing.push(words.with("returning-moved-since", &[("n", row.moved_since.to_string())]));
    }
    missing.extend(row.held_by.iter().map(|(other, households)| {
        words.with("returning-held-by", &[("n", households.to_string()), ("place", place(other, words))])
    }));
    missing
}

/// A place to return to by name.
pub fn place(place: &ReturnPlace, words: &Words) -> String {
    match &place.name {
        None => words.get("returning-nowhere"),
        Some(name) => {
            words.with(if place.is_danger { "returning-danger" } else { "returning-village" }, &[("name", name)])
        }
    }
}

/// What holds a household back, in a sentence without its full stop.
pub fn why(held: &[Held], words: &Words) -> String {
    joined(held.iter().map(|held| hold(&held.place, held.hold, words)).collect(), words)
}

fn hold(at: &ReturnPlace, hold: Hold, words: &Words) -> String {
    let (id, time) = match hold {
        Hold::InForce => ("hold-in-force", None),
        Hold::Unsafe => ("hold-unsafe", None),
        Hold::NotChecked => ("hold-not-checked", None),
        Hold::BeforeLifting { lifted } => ("hold-before-lifting", Some(lifted)),
        Hold::BeforeMoving { moved } => ("hold-before-moving", Some(moved)),
        Hold::NoPlace => ("hold-no-place", None),
    };
    let time = time.map(format::day_time).unwrap_or_default();
    words.with(id, &[("place", at.name.clone().unwrap_or_default()), ("time", time)])
}

fn joined(parts: Vec<String>, words: &Words) -> String {
    parts.join(&words.get("hold-separator"))
}

fn said(waiting: &Waiting, words: &Words) -> String {
    let numbers =
        [("households", format::number(count(waiting.households))), ("people", format::number(waiting.people))];
    let said = words.with("returning-waiting", &numbers);
    if waiting.unknown == 0 {
        return said;
    }
    let unknown = words.with("returning-unknown", &[("n", waiting.unknown.to_string())]);
    [said, unknown].join(&words.get("list-separator"))
}

fn count(households: usize) -> i64 {
    i64::try_from(households).unwrap_or(i64::MAX)
}
