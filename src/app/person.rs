//! What can be done with the personal values of an object: look at them, which is written down.

use crate::{
    app::command::{Desk, Draft, Refusal},
    domain::{
        edit::{Action, Label},
        model::{KindId, ObjectRef},
    },
};

/// The area of these commands in the journal.
pub const AREA: &str = "person";

/// A command on the personal values of an object.
#[derive(Clone, Debug, PartialEq)]
pub enum PersonCommand {
    /// Looks at the names and numbers of an object in full. The journal keeps who, of what and when; it changes
    /// nothing, so undo passes it by. Where nothing can be written down nothing is shown: a seat that only reads is
    /// refused like with any command.
    Unmask(ObjectRef),
}

impl PersonCommand {
    /// The action it would be.
    ///
    /// # Errors
    /// [`Refusal`] when the object is gone.
    pub fn prepare(&self, desk: &mut Desk<'_>) -> Result<Draft, Refusal> {
        let Self::Unmask(object) = self;
        desk.object(object)?;
        // What responsible persons are called is personal itself: their duty says enough.
        let kind = desk.world.catalogue().kind(object.kind.as_str());
        let label = kind.map_or("name", |kind| kind.label.as_str()).to_owned();
        let is_personal = kind.and_then(|kind| kind.field(&label)).is_some_and(|field| field.personal);
        let named = desk.world.value(object, &label).as_text().map(str::to_owned).filter(|_| !is_personal);
        let name = named.unwrap_or_else(|| object.uid.to_string());
        let label = Label::new("unmask").with("name", name).with("kind", &object.kind).with("uid", object.uid);
        Ok(Draft { label, area: AREA, edits: Vec::new() })
    }
}

/// Whose personal values an action showed.
pub fn unmasked(action: &Action) -> Option<ObjectRef> {
    let text = |name: &str| action.label.args.get(name).map(String::as_str);
    let is_one = action.area.as_ref() == AREA && action.label.id == "unmask";
    is_one.then(|| Some(ObjectRef { kind: KindId::from(text("kind")?), uid: text("uid")?.parse().ok()? }))?
}
