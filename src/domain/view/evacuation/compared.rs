//! A plan beside the one that was kept, in words.

use jiff::Timestamp;

use crate::domain::{
    model::ObjectRef,
    network::By,
    plan::evacuation::{Comparison, Deadline, Elsewhere, Figures, Plan, Timed, Timetable, Whither, compare},
    view::{
        Words,
        evacuation::{Telling, people, way},
        format, route,
    },
};

/// A plan to be compared, and how it was asked.
#[derive(Clone, Copy, Debug)]
pub struct Sided<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Its times.
    pub timing: &'a Timetable,
    /// The deadline.
    pub deadline: Option<&'a Deadline>,
    /// By which vehicle, in words.
    pub going: &'a str,
    /// The revision of the world that it was made of.
    pub revision: u64,
}

impl<'a> Sided<'a> {
    const fn timed(self) -> Timed<'a> {
        Timed { plan: self.plan, timing: self.timing, deadline: self.deadline }
    }
}

/// Which of both plans.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Better {
    /// The one that was kept.
    Kept,
    /// The present one.
    Present,
}

/// A figure of both.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ComparedRow {
    /// What.
    pub label: String,
    /// That of the kept plan.
    pub kept: String,
    /// That of the present one.
    pub present: String,
    /// Which is better, where that can be said.
    pub better: Option<Better>,
}

/// People who go elsewhere.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ElsewhereRow {
    /// `上街村 120 人：甲场所 → 乙场所`.
    pub text: String,
    /// The shelter they go to by the present plan, else the one of the kept plan.
    pub object: Option<ObjectRef>,
}

/// Two plans side by side.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ComparisonView {
    /// When the kept plan was kept, and what was asked of it that is not asked now.
    pub kept: String,
    /// What is asked now that was not asked of it.
    pub present: String,
    /// The figures.
    pub rows: Vec<ComparedRow>,
    /// How many people go elsewhere.
    pub says: String,
    /// Who goes elsewhere.
    pub elsewhere: Vec<ElsewhereRow>,
    /// What one should know.
    pub notes: Vec<String>,
}

/// Puts the present plan beside one that was kept at a moment.
pub fn compared(kept: Sided<'_>, kept_at: Timestamp, present: Sided<'_>, words: &Words) -> ComparisonView {
    let comparison = compare(kept.timed(), present.timed());
    let (was, is) = (conditions(kept, words), conditions(present, words));
    let only = |these: &[String], those: &[String]| -> String {
        let own: Vec<&str> = these.iter().filter(|one| !those.contains(one)).map(String::as_str).collect();
        match (own.is_empty(), these == those) {
            (false, _) => own.join(" · "),
            (true, true) => words.get("evacuate-compare-same-asked"),
            (true, false) => words.get("evacuate-compare-nothing-more"),
        }
    };
    let count = comparison.people_elsewhere();
    let id = if count == 0 { "evacuate-compare-all-same" } else { "evacuate-compare-elsewhere" };
    ComparisonView {
        kept: words
            .with("evacuate-compare-kept-says", &[("at", format::time_of_day(kept_at)), ("asked", only(&was, &is))]),
        present: words.with("evacuate-compare-present-says", &[("asked", only(&is, &was))]),
        rows: rows(&comparison, words),
        says: words.with(id, &[("n", people(count))]),
        elsewhere: comparison.elsewhere.iter().map(|row| elsewhere(row, words)).collect(),
        notes: notes(&comparison, kept, present, words),
    }
}

/// How a plan was asked, with the deadline.
fn conditions(side: Sided<'_>, words: &Words) -> Vec<String> {
    let Sided { plan, timing, deadline, going, .. } = side;
    let telling = Telling { plan, timing, deadline, now: Timestamp::UNIX_EPOCH, words };
    let mut said = vec![going.to_owned()];
    said.extend(telling.conditions());
    said.extend(deadline.map(|deadline| telling.by_when(deadline)));
    said
}

fn rows(comparison: &Comparison, words: &Words) -> Vec<ComparedRow> {
    let (a, b) = (&comparison.first, &comparison.second);
    let (people_count, task) = (comparison.same_people, comparison.same_placed);
    let persons = |n: u64| words.with("row-people", &[("n", people(n))]);
    let either = |value: Option<String>| value.unwrap_or_else(|| format::UNKNOWN.to_owned());
    let one_way = |figures: &Figures, way_of: Option<u64>| either(way_of.map(|cost| way(cost, figures.by, words)));
    let cleared = |ms: Option<u64>| either(ms.map(|ms| route::minutes(ms as f64 / 60_000.0, words)));
    let start = |at: Option<Timestamp>| either(at.map(format::day_time));
    let mut rows = Vec::new();
    let mut row = |label: &str, kept: String, present: String, better: Option<Better>| {
        rows.push(ComparedRow { label: words.get(label), kept, present, better });
    };
    row("evacuate-placed", persons(a.placed), persons(b.placed), less(people_count, b.placed, a.placed));
    row("evacuate-unplaced", persons(a.unplaced), persons(b.unplaced), less(people_count, a.unplaced, b.unplaced));
    if a.with_relatives + b.with_relatives > 0 {
        row("evacuate-relatives", persons(a.with_relatives), persons(b.with_relatives), None);
    }
    let (label, scale) = match b.by {
        By::Time => ("evacuate-total-minutes", 60_000),
        By::Distance => ("evacuate-total-kilometres", 1_000_000),
    };
    // The unit stands once, before both; ways in another are not to be read in it.
    let total = |figures: &Figures| either((figures.by == b.by).then(|| people(figures.total / scale)));
    row(label, total(a), total(b), less(task, a.total, b.total));
    row("evacuate-mean", one_way(a, a.mean), one_way(b, b.mean), both(task, a.mean, b.mean));
    row("evacuate-worst", one_way(a, a.worst), one_way(b, b.worst), both(task, a.worst, b.worst));
    let number = |n: usize| words.with("evacuate-compare-shelters", &[("n", n.to_string())]);
    row("evacuate-used", number(a.used), number(b.used), less(task, a.used, b.used));
    row("evacuate-compare-to-open", number(a.to_open), number(b.to_open), less(task, a.to_open, b.to_open));
    row("evacuate-clearance", cleared(a.cleared_ms), cleared(b.cleared_ms), both(task, a.cleared_ms, b.cleared_ms));
    if a.latest_start.or(b.latest_start).is_some() {
        // The later it may begin, the better.
        let better = both(task && comparison.same_deadline, b.latest_start, a.latest_start);
        row("evacuate-compare-start", start(a.latest_start), start(b.latest_start), better);
    }
    rows
}

/// Which is better where less is; none when they are the same or cannot be held against each other.
fn less<T: PartialOrd>(comparable: bool, kept: T, present: T) -> Option<Better> {
    match comparable {
        true if kept < present => Some(Better::Kept),
        true if present < kept => Some(Better::Present),
        _ => None,
    }
}

fn both<T: PartialOrd>(comparable: bool, kept: Option<T>, present: Option<T>) -> Option<Better> {
    kept.zip(present).and_then(|(kept, present)| less(comparable, kept, present))
}

fn elsewhere(row: &Elsewhere, words: &Words) -> ElsewhereRow {
    let place = |place: &Whither| match place {
        Whither::Shelter(_, name) => name.clone(),
        Whither::Relatives => words.get("evacuate-relatives"),
        Whither::Nowhere => words.get("evacuate-unplaced"),
        Whither::NotCalled => words.get("evacuate-compare-not-called"),
    };
    let shelter = |place: &Whither| match place {
        Whither::Shelter(object, _) => Some(object.clone()),
        _ => None,
    };
    let args = [
        ("township", row.township.clone()),
        ("village", row.village.clone()),
        ("n", people(row.people)),
        ("from", place(&row.from)),
        ("to", place(&row.to)),
    ];
    let text = words.with("evacuate-compare-moves", &args).trim().to_owned();
    ElsewhereRow { text, object: shelter(&row.to).or_else(|| shelter(&row.from)) }
}

fn notes(comparison: &Comparison, kept: Sided<'_>, present: Sided<'_>, words: &Words) -> Vec<String> {
    let mut notes = Vec::new();
    let mut note = |is: bool, id: &str| {
        if is {
            notes.push(words.get(id));
        }
    };
    note(kept.revision != present.revision, "evacuate-compare-changed");
    note(kept.plan.danger != present.plan.danger, "evacuate-compare-danger");
    note(!comparison.same_people, "evacuate-compare-people");
    note(comparison.same_people && !comparison.same_placed, "evacuate-compare-task");
    let starts = comparison.first.latest_start.is_some() && comparison.second.latest_start.is_some();
    note(starts && !comparison.same_deadline, "evacuate-compare-deadline");
    notes
}
