//! What the map holds: objects of catalogue kinds, their values, and the ids that name them.

mod entry;
mod id;
mod object;
mod value;

pub use entry::Entry;
pub use id::{BadUid, FieldId, KindId, Uid};
pub use object::{Object, ObjectRef};
pub use value::Value;
