//! Every object of a district, in memory: cheap snapshots, changed by actions alone.

mod columns;
mod index;
mod layer;
mod members;
mod near;

use std::{collections::BTreeMap, sync::Arc};

use geo_types::Geometry;

pub use columns::Texts;
pub use layer::{Folded, Layer};
pub use members::Members;
pub use near::Ranked;

use crate::domain::{
    catalogue::Catalogue,
    edit::{Action, Edit},
    model::{KindId, Object, ObjectRef, Value},
};

/// All objects of a district at one moment. Cloning it is cheap: layers share what they hold.
#[derive(Clone, Debug)]
pub struct World {
    catalogue: Arc<Catalogue>,
    layers: BTreeMap<KindId, Layer>,
    revision: u64,
}

/// An edit was made against a world that is no longer so.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Conflict {
    /// The object is not there.
    #[error("{0:?} is not there")]
    Missing(ObjectRef),
    /// The object is there already.
    #[error("{0:?} is there already")]
    Exists(ObjectRef),
    /// The catalogue has no such kind.
    #[error("the catalogue has no kind {0}")]
    NoKind(KindId),
    /// The kind has no such field.
    #[error("{object:?} has no field {field}")]
    NoField {
        /// Whose.
        object: ObjectRef,
        /// The field's id.
        field: String,
    },
    /// The field changed since.
    #[error("{field} of {object:?} changed since")]
    Changed {
        /// Whose.
        object: ObjectRef,
        /// The field's id; `geometry` for the place.
        field: String,
    },
}

impl World {
    /// A world of these objects. Objects of a kind that the catalogue lacks are not taken.
    pub fn new(catalogue: Arc<Catalogue>, objects: BTreeMap<KindId, Vec<Arc<Object>>>) -> Self {
        let mut objects = objects;
        let layers = catalogue
            .kinds()
            .map(|kind| {
                let own = objects.remove(&kind.id).unwrap_or_default();
                (kind.id.clone(), Layer::new(kind.clone(), own))
            })
            .collect();
        Self { catalogue, layers, revision: 0 }
    }

    /// The catalogue it lives by.
    pub const fn catalogue(&self) -> &Arc<Catalogue> {
        &self.catalogue
    }

    /// Goes up by one with every action applied; an answer computed on an older one may be stale.
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// The objects of a kind.
    pub fn layer(&self, kind: &str) -> Option<&Layer> {
        self.layers.get(kind)
    }

    /// All layers, by kind id.
    pub fn layers(&self) -> impl Iterator<Item = &Layer> {
        self.layers.values()
    }

    /// An object by its name.
    pub fn object(&self, object: &ObjectRef) -> Option<&Arc<Object>> {
        self.layers.get(&object.kind)?.get(object.uid)
    }

    /// An object's value by field id; [`Value::Null`] when there is no such object or field.
    pub fn value(&self, object: &ObjectRef, field: &str) -> Value {
        let Some(layer) = self.layers.get(&object.kind) else { return Value::Null };
        match (layer.get(object.uid), layer.kind().index(field)) {
            (Some(found), Some(index)) => found.value(index).clone(),
            _ => Value::Null,
        }
    }

    /// Takes in an action, whole or not at all.
    ///
    /// # Errors
    /// [`Conflict`] when an edit's `before` is not what the world holds; nothing is changed then.
    pub fn apply(&mut self, action: &Action) -> Result<(), Conflict> {
        let mut next = self.clone();
        for edit in &action.edits {
            next.edit(edit)?;
        }
        next.revision += 1;
        *self = next;
        Ok(())
    }

    /// Takes in a layer folded in the background; what changed meanwhile stays.
    pub fn adopt(&mut self, folded: Folded) {
        if let Some(layer) = self.layers.get_mut(folded.kind()) {
            layer.adopt(folded);
        }
    }

    fn edit(&mut self, edit: &Edit) -> Result<(), Conflict> {
        let object = edit.object();
        let layer = self.layers.get_mut(&object.kind).ok_or_else(|| Conflict::NoKind(object.kind.clone()))?;
        match edit {
            Edit::Add(new) => {
                if layer.get(new.uid).is_some() {
                    return Err(Conflict::Exists(object));
                }
                layer.put(new.clone());
            }
            Edit::Remove(old) => match layer.get(old.uid) {
                None => return Err(Conflict::Missing(object)),
                Some(found) if found != old => {
                    return Err(Conflict::Changed { object, field: "*".to_owned() });
                }
                Some(_) => layer.take(old.uid),
            },
            Edit::Set { field, before, after, .. } => {
                set(layer, &object, field.as_str(), |value| (value == before).then(|| after.clone()))?;
            }
            Edit::Move { before, after, .. } => move_to(layer, &object, before.as_ref(), after.clone())?,
            Edit::Enter(entry) => set(layer, &object, entry.field.as_str(), |sum| Some(plus(sum, entry.amount)))?,
            Edit::Withdraw(entry) => {
                set(layer, &object, entry.field.as_str(), |sum| Some(plus(sum, -entry.amount)))?;
            }
        }
        Ok(())
    }
}

fn plus(sum: &Value, amount: i64) -> Value {
    Value::Integer(sum.as_integer().unwrap_or(0).saturating_add(amount))
}

/// Puts the value that `next` makes of the present one; `None` from it: not what was expected.
fn set(
    layer: &mut Layer,
    object: &ObjectRef,
    field: &str,
    next: impl FnOnce(&Value) -> Option<Value>,
) -> Result<(), Conflict> {
    let no_field = || Conflict::NoField { object: object.clone(), field: field.to_owned() };
    let index = layer.kind().index(field).ok_or_else(no_field)?;
    let found = layer.get(object.uid).ok_or_else(|| Conflict::Missing(object.clone()))?;
    let mut changed = Object::clone(found);
    if changed.values.len() <= index {
        changed.values.resize(layer.kind().fields.len().max(index + 1), Value::Null);
    }
    let slot = changed.values.get_mut(index).ok_or_else(no_field)?;
    *slot = next(slot).ok_or_else(|| Conflict::Changed { object: object.clone(), field: field.to_owned() })?;
    layer.put(Arc::new(changed));
    Ok(())
}

fn move_to(
    layer: &mut Layer,
    object: &ObjectRef,
    before: Option<&Geometry>,
    after: Option<Geometry>,
) -> Result<(), Conflict> {
    let found = layer.get(object.uid).ok_or_else(|| Conflict::Missing(object.clone()))?;
    if found.geometry.as_ref() != before {
        return Err(Conflict::Changed { object: object.clone(), field: "geometry".to_owned() });
    }
    let moved = Object { geometry: after, ..Object::clone(found) };
    layer.put(Arc::new(moved));
    Ok(())
}

#[cfg(test)]
mod tests;
