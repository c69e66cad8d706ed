//! The card of an object, as a file on it reads: what it is and its state, the one sentence that matters, whom
//! to call, where it is, what belongs to it, then the rest. What is not known has no row; its name is folded away.

mod lead;
mod links;
mod people;
#[cfg(test)]
mod tests;

use jiff::Timestamp;

use crate::domain::{
    catalogue::{Field, FieldType, GeometryType, Kind, Role, Tone},
    hazard::{downstream::names_by, signal},
    model::{DangerArea, Object, ObjectRef, Value},
    query::name_of,
    view::{
        Words, age, alarms,
        directory::{self, ContactView},
        downstream::BelowView,
        flow_chart::FlowChart,
        format,
        level_chart::LevelChart,
        mask::masked,
        rain_shown::RainCard,
        say,
    },
    world::World,
};

pub use links::{Link, Links};
pub use people::Person;

/// What a card shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// Whose card it is.
    pub object: ObjectRef,
    /// What it is.
    pub head: Head,
    /// The figure that matters most: the free places of a shelter.
    pub figure: Option<Figure>,
    /// What can be done with it.
    pub actions: Vec<CardAction>,
    /// Whether people can be moved out of it: it is a danger area.
    pub evacuates: bool,
    /// Whether it is a warning: who is inside can be asked, and it can be written as CAP.
    pub warns: bool,
    /// What its level did, once the readings are there: only a water behind a dam has such.
    pub levels: Option<LevelChart>,
    /// What flowed there, once the readings are there.
    pub flows: Option<FlowChart>,
    /// What fell there, once the readings are there.
    pub rain: Option<RainCard>,
    /// Why the readings of such a water are not known: they could not be read.
    pub unread: Option<String>,
    /// What lies below it, once that is worked out: only of a water behind a dam.
    pub below: Option<BelowView>,
    /// Whom to call.
    pub people: Vec<Person>,
    /// The units to call about it.
    pub contacts: Vec<ContactView>,
    /// Where it is.
    pub place: Vec<Row>,
    /// What belongs to it, and what it belongs to.
    pub links: Vec<Links>,
    /// What else is known, quantities first.
    pub facts: Vec<Row>,
    /// Bookkeeping: codes, lines, notes.
    pub record: Vec<Row>,
    /// The fields that nobody has filled, by name.
    pub empty: Vec<String>,
}

/// The top of a card.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Head {
    /// Its name.
    pub title: String,
    /// What it is.
    pub kind: String,
    /// Its state, when its kind has one.
    pub state: Option<State>,
    /// The sentence that matters: since when, how much over what.
    pub sentence: Option<String>,
    /// How old the data are.
    pub age: Option<String>,
    /// Why it is not on the map, when it has no position.
    pub unplaced: Option<String>,
    /// Who knows of the alarm that it is in.
    pub known: Option<String>,
}

/// A state in words, and how grave it is.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// In words.
    pub text: String,
    /// How grave.
    pub tone: Tone,
}

/// A number to be read from afar.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What it counts.
    pub label: String,
    /// The number.
    pub value: String,
    /// Its unit, and what it is a part of.
    pub unit: String,
    /// How grave.
    pub tone: Tone,
    /// How much of the whole is taken, 0 to 1, where there is a whole.
    pub share: Option<f32>,
}

/// A line of a card.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The field's name.
    pub label: String,
    /// Its value in words, with its unit.
    pub value: String,
    /// The object it names.
    pub link: Option<ObjectRef>,
}

impl Row {
    /// A line that leads nowhere.
    pub fn new(label: String, value: String) -> Self {
        Self { label, value, link: None }
    }
}

/// What can be done with the object of a card.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CardAction {
    /// Open the shelter.
    Open,
    /// Close the shelter.
    Close,
    /// Register who arrives or leaves.
    Register,
    /// Say that its alarm is known.
    Acknowledge,
    /// Write down that it lets water go.
    Release,
}

/// Fields that say where a thing is.
const PLACE: [&str; 3] = ["township", "village", "address"];
/// Fields for the registry rather than for the duty officer.
const RECORD: [&str; 11] = [
    "position_quality",
    "code",
    "credit_code",
    "business_line",
    "note",
    "built_year",
    "inspected_on",
    "certificate",
    "cert_expiry",
    "vertical_datum",
    "committee",
];

/// Fields of a warning that its sentence says.
const IN_WARNINGS_SENTENCE: [&str; 6] = ["status", "status_time", "issuer", "issued", "valid_until", "area_basis"];

/// An object with its kind, in a world: what every part of a card is made from.
#[derive(Clone, Copy, Debug)]
struct Subject<'a> {
    world: &'a World,
    kind: &'a Kind,
    object: &'a Object,
    now: Timestamp,
    words: &'a Words,
}

impl Subject<'_> {
    fn value(&self, field: &str) -> &Value {
        self.kind.index(field).map_or(&Value::Null, |index| self.object.value(index))
    }

    /// A field's value with its unit; `None` when nothing is known. A sum without entries is zero.
    fn say(&self, field: &Field) -> Option<String> {
        let zero = Value::Integer(0);
        let value = self.value(field.id.as_str());
        let value = if field.summed && value.is_null() { &zero } else { value };
        let text = say::value(field, value, self.words)?;
        Some(match field.unit(self.words.lang()) {
            Some(unit) => format!("{text} {unit}"),
            None => text,
        })
    }

    fn name(&self, field: &Field) -> String {
        field.name(self.words.lang()).to_owned()
    }
}

/// The card of an object; `None` when the world does not hold it. Personal values are masked unless `unmask`.
pub fn card(world: &World, object: &ObjectRef, unmask: bool, now: Timestamp, words: &Words) -> Option<Card> {
    let found = world.object(object)?;
    let kind = world.layer(object.kind.as_str())?.kind();
    let subject = Subject { world, kind, object: found, now, words };
    let (facts, record, empty) = rest(&subject);
    let alarm = alarms::alarm_of(world, object, now);
    let mut actions = actions(kind, found);
    if alarm.as_ref().is_some_and(|alarm| alarm.acknowledged.is_none()) {
        actions.push(CardAction::Acknowledge);
    }
    if kind.has_role(Role::Reservoir) && names_by(world, object).is_some() {
        actions.push(CardAction::Release);
    }
    let known = alarm.and_then(|alarm| alarm.acknowledged).map(|known| {
        let time = known.time.map_or_else(|| format::UNKNOWN.to_owned(), |time| format::moment(time, now));
        words.with("card-known", &[("post", known.post.as_deref().unwrap_or(format::UNKNOWN)), ("time", &time)])
    });
    // A warning holds where it says, drawn or not.
    let warns = object.kind.as_str() == signal::KIND;
    let unplaced = found.geometry.is_none() && kind.geometry != GeometryType::None && !warns;
    Some(Card {
        object: object.clone(),
        head: Head {
            title: name_of(kind, found),
            kind: kind.name(words.lang()).to_owned(),
            state: lead::state(&subject),
            sentence: lead::sentence(&subject),
            age: age::told(kind, found).map(|then| words.with("card-age", &[("ago", format::age(then, now, words))])),
            unplaced: unplaced.then(|| words.get("card-unplaced")),
            known,
        },
        figure: lead::figure(&subject),
        evacuates: DangerArea::of(kind, found).is_some(),
        warns,
        levels: None,
        flows: None,
        rain: None,
        unread: None,
        below: None,
        actions,
        people: people::people(&subject, unmask),
        contacts: directory::contacts(world, object, now, words),
        place: links::place(&subject),
        links: links::links(&subject),
        facts,
        record,
        empty,
    })
}

/// Whom to call for an object; masked unless `unmask`.
pub fn people_of(world: &World, object: &ObjectRef, unmask: bool, now: Timestamp, words: &Words) -> Vec<Person> {
    let found = world.object(object).zip(world.layer(object.kind.as_str()));
    let Some((object, layer)) = found else { return Vec::new() };
    people::people(&Subject { world, kind: layer.kind(), object, now, words }, unmask)
}

/// Whether the field is the choice that colours the kind: it stands on top of the card, not among the rows.
fn is_state(kind: &Kind, field: &Field) -> bool {
    field.field_type == FieldType::Choice && kind.color.as_ref().is_some_and(|rule| rule.field == field.id)
}

/// Whether a field is told elsewhere on the card.
fn is_told(subject: &Subject<'_>, field: &Field) -> bool {
    let kind = subject.kind;
    let id = field.id.as_str();
    let dated = kind.color.as_ref().and_then(|rule| age::time_field(kind, rule.field.as_str()));
    field.hidden
        || field.personal
        || field.id == kind.label
        || id == "as_of"
        || is_state(kind, field)
        || field.field_type == FieldType::Link
        || PLACE.contains(&id)
        || (subject.kind.id.as_str() == signal::KIND && IN_WARNINGS_SENTENCE.contains(&id))
        || links::names_villages(subject, field)
        || dated.is_some() && dated == kind.index(id)
}

/// What is told nowhere else: facts, bookkeeping, and the names of what is not known.
fn rest(subject: &Subject<'_>) -> (Vec<Row>, Vec<Row>, Vec<String>) {
    let (mut counted, mut said, mut record, mut empty) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut has, mut lacks) = (Vec::new(), Vec::new());
    for field in subject.kind.fields.iter().filter(|field| !is_told(subject, field)) {
        let label = subject.name(field);
        let Some(value) = subject.say(field) else {
            empty.push(label);
            continue;
        };
        match subject.value(field.id.as_str()) {
            Value::Bool(true) => has.push(label),
            Value::Bool(false) => lacks.push(label),
            _ if RECORD.contains(&field.id.as_str()) => record.push(Row::new(label, value)),
            Value::Integer(_) | Value::Real(_) => counted.push(Row::new(label, value)),
            _ if field.summed => counted.push(Row::new(label, value)),
            _ => said.push(Row::new(label, value)),
        }
    }
    let words = subject.words;
    let separator = words.get("list-separator");
    counted.append(&mut said);
    for (id, names) in [("card-has", has), ("card-lacks", lacks)] {
        if !names.is_empty() {
            counted.push(Row::new(words.get(id), names.join(&separator)));
        }
    }
    (counted, record, empty)
}

fn actions(kind: &Kind, object: &Object) -> Vec<CardAction> {
    if !kind.has_role(Role::Shelter) {
        return Vec::new();
    }
    match kind.index("status").and_then(|index| object.value(index).as_text()) {
        Some("open") => vec![CardAction::Register, CardAction::Close],
        Some("closed") => vec![CardAction::Open],
        _ => vec![CardAction::Open, CardAction::Register, CardAction::Close],
    }
}

/// A text, masked unless asked for.
fn personal(text: String, unmask: bool) -> String {
    if unmask { text } else { masked(&text) }
}
