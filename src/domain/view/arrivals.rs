//! Who is still expected, in words: households by where they were told to go, to be ticked off as they come.

use std::collections::BTreeMap;

use crate::domain::{
    catalogue::{Kind, Tone},
    model::{MoveState, Object, ObjectRef},
    query::{Expected, Named, name_of},
    view::{Words, format, mask::masked},
};

/// Who is still expected.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ArrivalsView {
    /// How many households and people, and how many of unknown size.
    pub summary: String,
    /// By where they were told to go.
    pub groups: Vec<Group>,
}

/// Households that were told the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Where to.
    pub title: String,
    /// The shelter.
    pub shelter: Option<ObjectRef>,
    /// The households.
    pub rows: Vec<Row>,
}

/// A household.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Which.
    pub object: ObjectRef,
    /// How many people; `None`: not known.
    pub people: Option<i64>,
    /// Its number, head, place and people.
    pub text: String,
    /// Whether it was told, refuses or needs help.
    pub state: String,
    /// How grave that is.
    pub tone: Tone,
}

/// Who is still expected, in words. Names are masked.
pub fn arrivals(expected: &[Expected], kind: Option<&Kind>, words: &Words) -> ArrivalsView {
    let people: i64 = expected.iter().filter_map(|one| one.people).sum();
    let unknown = expected.iter().filter(|one| one.people.is_none()).count();
    let args = [("households", expected.len().to_string()), ("people", format::number(people))];
    let mut summary = words.with("arrivals-summary", &args);
    if unknown > 0 {
        summary += &words.with("arrivals-unknown", &[("n", unknown.to_string())]);
    }
    let mut groups: BTreeMap<(u8, String), Group> = BTreeMap::new();
    for one in expected {
        let (rank, shelter, title) = match (&one.shelter, one.with_relatives) {
            (_, true) => (1, None, words.get("arrivals-to-relatives")),
            (Some(Named { object, name }), false) => (0, Some(object.clone()), name.clone()),
            (None, false) => (2, None, words.get("arrivals-nowhere")),
        };
        let group = groups.entry((rank, title.clone()));
        let group = group.or_insert_with(|| Group { title, shelter, rows: Vec::new() });
        group.rows.push(row(one, kind, words));
    }
    ArrivalsView { summary, groups: groups.into_values().collect() }
}

fn row(one: &Expected, kind: Option<&Kind>, words: &Words) -> Row {
    let text = |field: &str| kind.and_then(|kind| said(kind, &one.row, field));
    let number = kind.map(|kind| name_of(kind, &one.row));
    let head = text("household_head").map(|head| masked(&head));
    let people = one.people.map(|n| words.with("row-people", &[("n", format::number(n))]));
    // The number mostly begins with the village.
    let village = text("village").filter(|village| number.as_ref().is_none_or(|number| !number.contains(village)));
    let parts = [number, head, village, people];
    let mut parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    parts.dedup();
    let (state, tone) = match one.state {
        MoveState::Refused => (Some("arrivals-refused"), Tone::Alarm),
        // That is the rule, and goes without saying.
        MoveState::Notified => (None, Tone::Normal),
        _ => (Some("arrivals-not-told"), Tone::Warning),
    };
    let help = one.needs_help.then_some("arrivals-frail");
    let state = state.into_iter().chain(help).map(|id| words.get(id)).collect::<Vec<_>>().join(" · ");
    Row { object: one.object.clone(), people: one.people, text: parts.join("  "), state, tone }
}

fn said(kind: &Kind, object: &Object, field: &str) -> Option<String> {
    object.value(kind.index(field)?).as_text().map(|text| text.trim().to_owned())
}
