//! What points to an object: who would be left pointing at nothing if it went.

use crate::domain::{
    model::{FieldId, KindId, ObjectRef},
    query::object_ref,
    world::World,
};

/// The objects of one kind that point to an object by one field.
#[derive(Clone, Debug, PartialEq)]
pub struct Linked {
    /// What they are.
    pub kind: KindId,
    /// The field that points.
    pub field: FieldId,
    /// They, in the order of their layer.
    pub objects: Vec<ObjectRef>,
}

/// All that points to the object, by kind and field in the catalogue's order. It looks through every object of the
/// kinds that can point there, so it is not for the window's thread.
pub fn linked(world: &World, object: &ObjectRef) -> Vec<Linked> {
    let uid = object.uid.to_string();
    let mut all = Vec::new();
    for layer in world.layers() {
        let kind = layer.kind();
        let pointing = kind.fields.iter().enumerate();
        for (index, field) in pointing.filter(|(_, field)| field.link.as_deref() == Some(object.kind.as_str())) {
            let points = layer.objects().filter(|other| other.value(index).as_text() == Some(&uid));
            let objects: Vec<ObjectRef> = points.map(|other| object_ref(other)).collect();
            if !objects.is_empty() {
                all.push(Linked { kind: kind.id.clone(), field: field.id.clone(), objects });
            }
        }
    }
    all
}
