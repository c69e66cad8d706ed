//! Undo and redo: from the journal's images to an action that takes one back.

use jiff::Timestamp;

use crate::{
    app::Refusal,
    domain::{edit::Action, model::Uid, world::World},
    io::store::Store,
};

/// The action that takes back the actor's latest one that stands.
pub fn undo(_store: &Store, _world: &World, _actor: &str, _now: Timestamp, _uid: Uid) -> Result<Action, Refusal> {
    Err(Refusal::new("nothing-to-undo"))
}

/// The action that does again what the actor took back last.
pub fn redo(_store: &Store, _world: &World, _actor: &str, _now: Timestamp, _uid: Uid) -> Result<Action, Refusal> {
    Err(Refusal::new("nothing-to-redo"))
}
