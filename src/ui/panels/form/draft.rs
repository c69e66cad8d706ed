//! What is being filled, kept between frames until it is saved or thrown away.

use std::collections::{BTreeMap, BTreeSet};

use geo_types::Geometry;
use jiff::Timestamp;

use crate::{
    app::{
        change::{Change, Placing},
        form as typed,
        object::ObjectCommand,
    },
    domain::{
        catalogue::{Field, GeometryType, Kind},
        model::{FieldId, KindId, Object, ObjectRef, Value},
        place::Position,
        view::form,
    },
};

/// What a form is of.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Target {
    /// An object that is there.
    Object(ObjectRef),
    /// A new object of this kind.
    New(KindId),
}

/// A form being filled.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Of what.
    pub target: Target,
    /// What was typed, by the field's place. What was not touched follows the object.
    pub typed: BTreeMap<usize, String>,
    /// The coordinates that were typed; none: untouched.
    pub place: Option<String>,
    /// Whether the next click on the map gives the place.
    pub picking: bool,
    /// The link that is being chosen, and what is looked for.
    pub linking: Option<(usize, String)>,
    /// Whether it is on its way to the file.
    pub saving: bool,
    /// The object from which it was begun, which is looked at again once it is saved.
    pub begun_from: Option<ObjectRef>,
    /// What stood in the fields before anybody typed: that alone is nothing to be kept.
    given: BTreeMap<usize, String>,
    base: Vec<Value>,
    base_place: Option<Geometry>,
}

/// How a field stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Standing {
    /// As it was.
    Same,
    /// Changed.
    Changed,
    /// What was typed is not taken.
    Wrong,
    /// It must not be empty.
    Missing,
}

impl Draft {
    /// The form of an object as it is.
    pub fn of(object: &Object) -> Self {
        let target = Target::Object(ObjectRef { kind: object.kind.clone(), uid: object.uid });
        Self { base: object.values.clone(), base_place: object.geometry.clone(), ..Self::bare(target) }
    }

    /// The form of a new object, at this place.
    pub fn new(kind: &Kind, place: Option<Position>) -> Self {
        let point = kind.geometry == GeometryType::Point;
        let place = place.filter(|_| point);
        let picking = point && place.is_none();
        Self { place: place.map(written), picking, ..Self::bare(Target::New(kind.id.clone())) }
    }

    /// The form of a new object that is not on the map, begun from another, with these values in it.
    pub fn filled(kind: &Kind, said: &[(FieldId, Value)], from: ObjectRef) -> Self {
        let mut draft = Self { begun_from: Some(from), ..Self::bare(Target::New(kind.id.clone())) };
        for (field, value) in said {
            if let Some((index, field)) = kind.index(field.as_str()).and_then(|at| Some((at, kind.fields.get(at)?))) {
                draft.type_in(field, index, form::text(field, value));
            }
        }
        draft.given.clone_from(&draft.typed);
        draft
    }

    fn bare(target: Target) -> Self {
        Self {
            target,
            typed: BTreeMap::new(),
            place: None,
            picking: false,
            linking: None,
            saving: false,
            begun_from: None,
            given: BTreeMap::new(),
            base: Vec::new(),
            base_place: None,
        }
    }

    /// Whether it is of a new object.
    pub const fn is_new(&self) -> bool {
        matches!(self.target, Target::New(_))
    }

    /// The value before anything was typed.
    pub fn base(&self, index: usize) -> &Value {
        self.base.get(index).unwrap_or(&Value::Null)
    }

    /// The text of a field.
    pub fn text(&self, field: &Field, index: usize) -> String {
        self.typed.get(&index).cloned().unwrap_or_else(|| form::text(field, self.base(index)))
    }

    /// Takes in what was typed in a field; what stands there again is untouched again.
    pub fn type_in(&mut self, field: &Field, index: usize, text: String) {
        if text == form::text(field, self.base(index)) {
            self.typed.remove(&index);
        } else {
            self.typed.insert(index, text);
        }
    }

    /// The value typed in a field; `None`: nothing new was typed.
    fn value(&self, field: &Field, index: usize, now: Timestamp) -> Option<Option<Value>> {
        let text = self.typed.get(&index)?;
        let value = typed::read(field, text, now);
        (value.as_ref() != Some(self.base(index))).then_some(value)
    }

    /// How a field stands.
    pub fn standing(&self, field: &Field, index: usize, now: Timestamp) -> Standing {
        match self.value(field, index, now) {
            Some(None) => Standing::Wrong,
            Some(Some(Value::Null)) if field.required => Standing::Missing,
            None if field.required && self.is_new() => Standing::Missing,
            Some(Some(_)) => Standing::Changed,
            None => Standing::Same,
        }
    }

    /// The coordinates as they stand.
    pub fn place_text(&self) -> String {
        let known = || match &self.base_place {
            Some(Geometry::Point(point)) => Position::try_from(*point).ok().map(written).unwrap_or_default(),
            _ => String::new(),
        };
        self.place.clone().unwrap_or_else(known)
    }

    /// Takes in coordinates that were typed or clicked.
    pub fn put(&mut self, text: String) {
        self.place = None;
        if self.place_text() != text {
            self.place = Some(text);
        }
    }

    /// Takes in a place that was clicked.
    pub fn click(&mut self, place: Position) {
        self.put(written(place));
        // A new object may still be put elsewhere; one that stands is moved once.
        self.picking = self.is_new();
    }

    /// Where it is to be: nothing typed; or what was, `None` when that is no position.
    pub fn placed(&self) -> Option<Option<Option<Position>>> {
        self.place.as_ref().map(|text| typed::place(text))
    }

    /// Whether anything was typed that is not in the file.
    pub fn is_dirty(&self) -> bool {
        self.typed != self.given || (self.place.is_some() && !self.is_new())
    }

    /// Follows the object where nothing was typed. Returns the fields that somebody else changed under what was
    /// typed.
    pub fn follow(&mut self, object: &Object) -> BTreeSet<usize> {
        let mut meanwhile = BTreeSet::new();
        self.base.resize(object.values.len(), Value::Null);
        for (index, (base, now)) in self.base.iter_mut().zip(&object.values).enumerate() {
            if base == now {
                continue;
            }
            if self.typed.contains_key(&index) {
                meanwhile.insert(index);
            } else {
                *base = now.clone();
            }
        }
        if self.place.is_none() {
            self.base_place.clone_from(&object.geometry);
        }
        meanwhile
    }

    /// Takes the object's value in place of what was typed.
    pub fn take_theirs(&mut self, index: usize) {
        self.typed.remove(&index);
    }

    /// Keeps what was typed over the value that somebody else gave.
    pub fn keep_own(&mut self, index: usize, now: &Value) {
        if let Some(base) = self.base.get_mut(index) {
            base.clone_from(now);
        }
    }

    /// Whether somebody else moved the object while a place was typed.
    pub fn is_moved(&self, now: Option<&Geometry>) -> bool {
        self.place.is_some() && self.base_place.as_ref() != now
    }

    /// The place that somebody else gave is known: what was typed is meant over it.
    pub fn keep_place(&mut self, now: Option<&Geometry>) {
        self.base_place = now.cloned();
    }

    /// The command that saves it; `None` while something typed is not taken, or nothing is changed.
    pub fn command(&self, kind: &Kind, now: Timestamp) -> Option<ObjectCommand> {
        let mut changes = Vec::new();
        for (index, field) in kind.fields.iter().enumerate() {
            match self.standing(field, index, now) {
                Standing::Wrong | Standing::Missing => return None,
                Standing::Same => {}
                Standing::Changed => {
                    let after = self.value(field, index, now).flatten()?;
                    changes.push(Change { field: field.id.clone(), before: self.base(index).clone(), after });
                }
            }
        }
        let to = self.placed();
        let point = |place: Option<Position>| place.map(|place| Geometry::from(place.point()));
        match &self.target {
            Target::New(kind) => {
                let place = match to {
                    Some(read) => point(read?),
                    None => None,
                };
                let values = changes.into_iter().map(|change| (change.field, change.after)).collect();
                Some(ObjectCommand::New { kind: kind.clone(), values, place })
            }
            Target::Object(object) => {
                let placing = match to {
                    Some(read) => Some(Placing { before: self.base_place.clone(), after: point(read?) }),
                    None => None,
                };
                let same = changes.is_empty() && placing.is_none();
                (!same).then(|| ObjectCommand::Change { object: object.clone(), changes, placing })
            }
        }
    }
}

/// A place as coordinates that can be typed: about a decimetre.
fn written(place: Position) -> String {
    format!("{:.6}, {:.6}", place.lon(), place.lat())
}
