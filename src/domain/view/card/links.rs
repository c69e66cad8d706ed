//! Where an object is, and what belongs to it: links both ways, and villages and townships called by name.

use jiff::Timestamp;

use crate::domain::{
    catalogue::{Field, FieldType, Role, Tone},
    hazard::downstream::{Listed, listed},
    model::{Object, ObjectRef},
    place::middle_of,
    query::{called as called_so, name_of},
    view::{
        card::{PLACE, Row, Subject},
        nearest::position,
        tone,
    },
    world::Layer,
};

/// Fields that name villages, several to a field.
const NAMES: [&str; 2] = ["downstream", "serves"];
/// So many of one kind are named; the rest are counted.
const NAMED: usize = 6;

/// Objects that belong together with the card's, of one kind and for one reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Links {
    /// Why: the field's name, or the kind's.
    pub label: String,
    /// The first of them.
    pub objects: Vec<Link>,
    /// How many there are.
    pub total: usize,
}

/// An object that belongs to the card's.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// What it is called.
    pub name: String,
    /// Which; none when the file does not hold it.
    pub object: Option<ObjectRef>,
    /// The state it is in.
    pub tone: Tone,
}

/// Where the object is: township and village as links, address, position.
pub(super) fn place(subject: &Subject<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for id in PLACE {
        let Some(field) = subject.kind.field(id).filter(|field| field.id != subject.kind.label) else { continue };
        let Some(value) = subject.say(field) else { continue };
        let link = match id {
            "township" | "village" if subject.object.kind.as_str() != id => named(subject, id, &value),
            _ => None,
        };
        rows.push(Row { label: subject.name(field), value, link });
    }
    if let Some(middle) = subject.object.geometry.as_ref().and_then(middle_of) {
        rows.push(Row::new(subject.words.get("card-position"), position(middle)));
    }
    rows
}

/// The object of this kind that is called so, in the same township where names repeat.
fn named(subject: &Subject<'_>, kind: &str, name: &str) -> Option<ObjectRef> {
    called_so(subject.world, kind, name, subject.value("township").as_text()).map(|object| reference(object))
}

fn reference(object: &Object) -> ObjectRef {
    ObjectRef { kind: object.kind.clone(), uid: object.uid }
}

fn link(layer: &Layer, object: &Object, now: Timestamp) -> Link {
    Link {
        name: name_of(layer.kind(), object),
        object: Some(reference(object)),
        tone: tone::state_at(layer.kind(), object, Some(now)).tone,
    }
}

/// Everything that belongs to the object.
pub(super) fn links(subject: &Subject<'_>) -> Vec<Links> {
    let mut all = forward(subject);
    all.extend(called(subject));
    all.extend(backward(subject));
    all
}

/// What the object's own link fields point to.
fn forward(subject: &Subject<'_>) -> Vec<Links> {
    let fields = subject.kind.fields.iter().filter(|field| field.field_type == FieldType::Link && !field.hidden);
    fields
        .filter_map(|field| {
            let uid = subject.value(field.id.as_str()).as_text()?;
            let gone = || Link { name: subject.words.get("card-link-gone"), object: None, tone: Tone::Closed };
            let target = || {
                let layer = subject.world.layer(field.link.as_deref()?)?;
                Some(link(layer, layer.get(uid.parse().ok()?)?, subject.now))
            };
            Some(Links { label: subject.name(field), objects: vec![target().unwrap_or_else(gone)], total: 1 })
        })
        .collect()
}

/// Whether a field names villages that the district knows.
pub(super) fn names_villages(subject: &Subject<'_>, field: &Field) -> bool {
    NAMES.contains(&field.id.as_str()) && villages(subject, field).iter().any(|link| link.object.is_some())
}

fn villages(subject: &Subject<'_>, field: &Field) -> Vec<Link> {
    let said = subject.say(field).unwrap_or_default();
    let link = |one: Listed| {
        let object = named(subject, "village", &one.name);
        Link { name: one.name, object, tone: Tone::Normal }
    };
    listed(&said).into_iter().map(link).collect()
}

/// The villages that a field calls by name.
fn called(subject: &Subject<'_>) -> Vec<Links> {
    // What lies below a dam has a part of its own.
    let is_dam = subject.kind.has_role(Role::Reservoir);
    let names = NAMES.iter().filter(|id| !(is_dam && **id == "downstream"));
    let fields = names.filter_map(|id| subject.kind.field(id));
    let of = |field: &Field| {
        let objects = villages(subject, field);
        Links { label: subject.name(field), total: objects.len(), objects }
    };
    fields.filter(|field| names_villages(subject, field)).map(of).collect()
}

/// What points to the object: the households that go to a shelter.
fn backward(subject: &Subject<'_>) -> Vec<Links> {
    let uid = subject.object.uid.to_string();
    let mut all = Vec::new();
    for layer in subject.world.layers() {
        let kind = layer.kind();
        let to_here: Vec<usize> = kind
            .fields
            .iter()
            .enumerate()
            .filter(|(_, field)| field.link.as_deref() == Some(subject.object.kind.as_str()))
            .map(|(index, _)| index)
            .collect();
        if to_here.is_empty() {
            continue;
        }
        let points = |object: &Object| to_here.iter().any(|index| object.value(*index).as_text() == Some(&uid));
        let mut objects = Vec::new();
        let mut total = 0;
        for object in layer.objects().filter(|object| points(object)) {
            total += 1;
            if objects.len() < NAMED {
                objects.push(link(layer, object, subject.now));
            }
        }
        if total > 0 {
            all.push(Links { label: kind.name(subject.words.lang()).to_owned(), objects, total });
        }
    }
    all
}
