//! A form's commands: what was changed in it becomes one action, what was filled a new object.

use std::{collections::BTreeSet, sync::Arc};

use geo_types::Geometry;

use crate::{
    app::{
        command::{Desk, Draft, Refusal},
        shelter,
    },
    domain::{
        catalogue::{Field, FieldType, GeometryType, Kind, Lang, Role, fits},
        edit::{Edit, Label},
        hazard::signal::Warning,
        model::{FieldId, KindId, Object, ObjectRef, SAFETY_CHECK, Value},
        query::name_of,
        view::{Words, age, form, say, signals},
    },
    io::assets,
};

/// So many changes are told in an action's name; the rest are counted.
const TOLD: usize = 3;
/// A text longer than this is told as the field's name alone.
const LONG: usize = 30;

/// What was changed in one field.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Which field.
    pub field: FieldId,
    /// The value that was seen when it was changed.
    pub before: Value,
    /// The new value.
    pub after: Value,
}

/// Another place for an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Placing {
    /// Where it was seen.
    pub before: Option<Geometry>,
    /// Where it is to be; `None`: nowhere known.
    pub after: Option<Geometry>,
}

/// Changes several fields, and the place where one is given, as one action.
///
/// # Errors
/// [`Refusal`] when nothing changes, a value does not fit, or somebody else changed the same meanwhile.
pub fn change(
    desk: &Desk<'_>,
    object: &ObjectRef,
    changes: &[Change],
    placing: Option<&Placing>,
) -> Result<Draft, Refusal> {
    let found = desk.object(object)?.clone();
    let kind = kind(desk, &object.kind)?;
    let mut edits = Vec::new();
    let mut told = Vec::new();
    for Change { field: id, before, after } in changes.iter().filter(|change| change.before != change.after) {
        let field = fillable(&kind, id)?;
        let now = desk.world.value(object, id.as_str());
        if &now == after {
            continue;
        }
        if &now != before {
            return Err(field_refusal("field-changed-meanwhile", field).with("name", desk.name(object)));
        }
        check(desk, field, after, Some(object))?;
        told.push((field, before, after));
        let (before, after) = (before.clone(), after.clone());
        edits.push(Edit::Set { object: object.clone(), field: id.clone(), before, after });
    }
    if closes(&kind, changes) {
        shelter::may_close(desk, object)?;
    }
    if let Some(placing) = placing.filter(|placing| placing.before != placing.after) {
        if found.geometry != placing.before {
            return Err(Refusal::new("place-changed-meanwhile").with("name", desk.name(object)));
        }
        let (before, after) = (placing.before.clone(), placing.after.clone());
        edits.push(Edit::Move { object: object.clone(), before, after });
    }
    if edits.is_empty() {
        return Err(Refusal::new("nothing-changed"));
    }
    edits.extend(retitled(&kind, &found, &edits));
    let label = label(desk, object, &told, placing.is_some_and(|placing| placing.before != placing.after));
    date(desk, object, &mut edits);
    Ok(Draft { label, area: "object", edits })
}

/// Adds an object with these values.
///
/// # Errors
/// [`Refusal`] when a value does not fit, or one that must be there is not.
pub fn add(
    desk: &mut Desk<'_>,
    kind_id: &KindId,
    values: &[(FieldId, Value)],
    place: Option<&Geometry>,
) -> Result<Draft, Refusal> {
    let kind = kind(desk, kind_id)?;
    if kind.id.as_str() == SAFETY_CHECK {
        // A form cannot say which danger was checked.
        return Err(Refusal::new("returning-check-by-form"));
    }
    let mut all = vec![Value::Null; kind.fields.len()];
    for (id, value) in values {
        let field = fillable(&kind, id)?;
        check(desk, field, value, None)?;
        if let Some(slot) = kind.index(id.as_str()).and_then(|index| all.get_mut(index)) {
            *slot = value.clone();
        }
    }
    let missing = kind.fields.iter().zip(&all).find(|(field, value)| field.required && value.is_null());
    if let Some((field, _)) = missing {
        return Err(field_refusal("field-required", field));
    }
    if place.is_some_and(|place| !stands(kind.geometry, place)) {
        return Err(kind_refusal("geometry-of-another-kind", &kind));
    }
    let dated: Vec<usize> = (kind.fields.iter().zip(&all))
        .filter(|(_, value)| !value.is_null())
        .filter_map(|(field, _)| age::time_field(&kind, field.id.as_str()))
        .collect();
    for index in dated {
        if let Some(time) = all.get_mut(index).filter(|time| time.is_null()) {
            *time = Value::from(desk.now);
        }
    }
    let mut object = Object { uid: (desk.fresh)(), kind: kind.id.clone(), geometry: place.cloned(), values: all };
    complete(&kind, &mut object);
    let name = name_of(&kind, &object);
    let label = Label::new("add-kind").with("name", name).with("kind", &kind.zh).with("kind_en", &kind.en);
    Ok(Draft { label, area: "object", edits: vec![Edit::Add(Arc::new(object))] })
}

/// What a new warning says without words: it is called after its sort and colour, holds, and was drawn here.
fn complete(kind: &Kind, object: &mut Object) {
    let Some(warning) = Warning::of(kind, object) else { return };
    let title = signals::title(kind, warning.sort(), warning.colour(), &assets::words(Lang::Zh));
    let basis = object.geometry.is_some().then_some("here");
    for (field, value) in [("name", Value::from(title)), ("status", "active".into()), ("area_basis", basis.into())] {
        let slot = kind.index(field).and_then(|index| object.values.get_mut(index));
        if let Some(slot) = slot.filter(|slot| slot.is_null()) {
            *slot = value;
        }
    }
}

/// A warning that is called after its sort and colour is called after the new ones when they change.
fn retitled(kind: &Kind, found: &Object, edits: &[Edit]) -> Option<Edit> {
    let mut next = found.clone();
    for edit in edits {
        let Edit::Set { field, after, .. } = edit else { continue };
        *next.values.get_mut(kind.index(field.as_str())?)? = after.clone();
    }
    let (old, new) = (Warning::of(kind, found)?, Warning::of(kind, &next)?);
    let before = found.value(kind.index("name")?);
    let is_own = |lang: &Lang| {
        before.as_text() == Some(signals::title(kind, old.sort(), old.colour(), &assets::words(*lang)).as_str())
    };
    let lang = [Lang::Zh, Lang::En].into_iter().find(is_own)?;
    let after = Value::from(signals::title(kind, new.sort(), new.colour(), &assets::words(lang)));
    let is_typed = new.text("name") != before.as_text();
    let object = ObjectRef { kind: kind.id.clone(), uid: found.uid };
    (!is_typed && *before != after).then(|| Edit::Set { object, field: "name".into(), before: before.clone(), after })
}

/// Whether a geometry is one that the kind's objects have.
fn stands(kind: GeometryType, place: &Geometry) -> bool {
    match place {
        Geometry::Point(_) => kind == GeometryType::Point,
        Geometry::Line(_) | Geometry::LineString(_) | Geometry::MultiLineString(_) => kind == GeometryType::Line,
        Geometry::Polygon(_) | Geometry::MultiPolygon(_) => kind == GeometryType::Polygon,
        _ => false,
    }
}

fn kind(desk: &Desk<'_>, id: &KindId) -> Result<Arc<Kind>, Refusal> {
    let kind = desk.world.catalogue().kind(id.as_str());
    kind.cloned().ok_or_else(|| Refusal::new("no-kind").with("kind", id))
}

/// The field, when it is one that can be filled by hand.
fn fillable<'a>(kind: &'a Kind, id: &FieldId) -> Result<&'a Field, Refusal> {
    let field = kind.field(id.as_str()).ok_or_else(|| Refusal::new("no-field").with("field", id))?;
    if field.summed { Err(field_refusal("field-is-summed", field)) } else { Ok(field) }
}

fn check(desk: &Desk<'_>, field: &Field, value: &Value, own: Option<&ObjectRef>) -> Result<(), Refusal> {
    if !fits(field, value) {
        let need = |lang| form::need(field, &assets::words(lang));
        let refusal = field_refusal("field-does-not-fit", field);
        return Err(refusal.with("need", need(Lang::Zh)).with("need_en", need(Lang::En)));
    }
    let (Some(uid), Some(kind), FieldType::Link) = (value.as_text(), &field.link, field.field_type) else {
        return Ok(());
    };
    if own.is_some_and(|own| own.kind.as_str() == kind && own.uid.to_string() == uid) {
        return Err(field_refusal("link-to-itself", field));
    }
    let there = form::linked_name(desk.world, kind, uid).is_some();
    if there { Ok(()) } else { Err(field_refusal("link-gone", field)) }
}

/// A refusal that names a field in both languages.
fn field_refusal(id: &str, field: &Field) -> Refusal {
    Refusal::new(id).with("field", &field.zh).with("field_en", &field.en)
}

fn kind_refusal(id: &str, kind: &Kind) -> Refusal {
    Refusal::new(id).with("kind", &kind.zh).with("kind_en", &kind.en)
}

/// Whether the changes close a place for people.
fn closes(kind: &Kind, changes: &[Change]) -> bool {
    let closed = |change: &Change| change.field.as_str() == "status" && change.after.as_text() == Some("closed");
    kind.has_role(Role::Shelter) && changes.iter().any(|change| change.before != change.after && closed(change))
}

/// Dates the states that were set, but for those whose time was typed as well.
fn date(desk: &Desk<'_>, object: &ObjectRef, edits: &mut Vec<Edit>) {
    let set = |edit: &Edit| match edit {
        Edit::Set { field, .. } => Some(field.clone()),
        _ => None,
    };
    let mut taken: BTreeSet<FieldId> = edits.iter().filter_map(set).collect();
    let fields: Vec<FieldId> = taken.iter().cloned().collect();
    for field in fields {
        let dated = desk.dated(object, field.as_str());
        if let Some((time, edit)) = dated.and_then(|edit| Some((set(&edit)?, edit)))
            && taken.insert(time)
        {
            edits.push(edit);
        }
    }
}

/// `修改 白龙桥镇中心小学：可容纳人数 600 → 650`. What is about a person is named, never told: the journal goes
/// with a copy that persons are left out of.
fn label(desk: &Desk<'_>, object: &ObjectRef, told: &[(&Field, &Value, &Value)], moved: bool) -> Label {
    let what = |lang: Lang| {
        let words = assets::words(lang);
        let tell = |(field, before, after): &(&Field, &Value, &Value)| change_text(desk, field, before, after, &words);
        let mut parts: Vec<String> = told.iter().take(TOLD).map(tell).collect();
        if let Some(more) = told.len().checked_sub(TOLD).filter(|more| *more > 0) {
            parts.push(words.with("change-more", &[("n", more.to_string())]));
        }
        if moved {
            parts.push(words.get("change-place"));
        }
        parts.join(&words.get("list-separator"))
    };
    Label::new("change").with("name", desk.name(object)).with("what", what(Lang::Zh)).with("what_en", what(Lang::En))
}

fn change_text(desk: &Desk<'_>, field: &Field, before: &Value, after: &Value, words: &Words) -> String {
    let name = field.name(words.lang());
    let said = |value: &Value| -> String {
        let linked = match (&field.link, value.as_text()) {
            (Some(kind), Some(uid)) => form::linked_name(desk.world, kind, uid),
            _ => None,
        };
        linked.or_else(|| say::value(field, value, words)).unwrap_or_else(|| words.get("change-nothing"))
    };
    let (from, to) = (said(before), said(after));
    let long = from.chars().count() > LONG || to.chars().count() > LONG;
    if field.personal || long || field.field_type == FieldType::Curve {
        return name.to_owned();
    }
    words.with("change-from-to", &[("field", name), ("from", &from), ("to", &to)])
}
