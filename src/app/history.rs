//! Undo and redo: from the way back that the journal knows to an action of its own.

use std::sync::Arc;

use jiff::Timestamp;

use crate::{
    app::Refusal,
    domain::{
        edit::{Action, Label},
        model::Uid,
        world::World,
    },
    io::store::{Store, StoreError, Way},
};

/// Who acts, when, and under which id.
#[derive(Clone, Debug)]
pub struct Signature {
    /// The action's id.
    pub uid: Uid,
    /// When.
    pub time: Timestamp,
    /// Who.
    pub actor: Arc<str>,
}

/// The action that takes back the actor's latest one that stands.
///
/// # Errors
/// When there is none, or something else changed the same place since.
pub fn undo(store: &Store, world: &World, signature: Signature) -> Result<Action, Refusal> {
    into_action(store.undo_of(world, &signature.actor), "undo", signature)
}

/// The action that does again what the actor took back last.
///
/// # Errors
/// When there is none, or something else changed the same place since.
pub fn redo(store: &Store, world: &World, signature: Signature) -> Result<Action, Refusal> {
    into_action(store.redo_of(world, &signature.actor), "redo", signature)
}

fn into_action(way: Result<Way, StoreError>, step: &str, signature: Signature) -> Result<Action, Refusal> {
    match way {
        Err(error) => Err(Refusal::from(&error)),
        Ok(Way::Nothing) => Err(Refusal::new(&format!("nothing-to-{step}"))),
        Ok(Way::Blocked { of, by: Some(by), .. }) => {
            Err(Refusal::new("undo-blocked").action("what", of.label).action("by", by.label))
        }
        Ok(Way::Blocked { of, by: None, .. }) => Err(Refusal::new("undo-changed").action("what", of.label)),
        Ok(Way::Clear { of, intent, edits }) => {
            let Signature { uid, time, actor } = signature;
            Ok(Action { uid, time, actor, label: step_label(step, &of.label), area: of.area, intent, edits })
        }
    }
}

/// The label of a step back or forth: it carries the label of what it is about, so that both read in either
/// language.
fn step_label(step: &str, of: &Label) -> Label {
    let mut label = Label { id: step.to_owned(), args: of.args.clone() };
    label.args.entry("of".to_owned()).or_insert_with(|| of.id.clone());
    label
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::catalogue::Lang, io::assets::words};

    #[test]
    fn a_redo_names_what_was_done_and_not_the_undo_between() {
        let done = Label::new("register-arrivals").with("name", "文化礼堂").with("people", 43);
        let undone = step_label("undo", &done);
        let redone = step_label("redo", &undone);
        let words = words(Lang::Zh);
        assert_eq!(words.action(&undone), "撤销：文化礼堂 登记安置 43 人");
        assert_eq!(words.action(&redone), "重做：文化礼堂 登记安置 43 人");
    }
}
