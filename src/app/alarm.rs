//! What can be done with an alarm: acknowledge it.

use std::sync::Arc;

use crate::{
    app::{
        command::{Desk, Draft, Refusal},
        readings::log_entry,
    },
    domain::{
        edit::{Edit, Label},
        model::{Object, ObjectRef},
        view::{
            alarms::{self, Alarm},
            format,
        },
    },
};

/// A command on an alarm.
#[derive(Clone, Debug, PartialEq)]
pub enum AlarmCommand {
    /// Says that this seat knows of the alarm that an object is in. It becomes a log entry.
    Acknowledge {
        /// What is in alarm.
        object: ObjectRef,
        /// What is being done about it, or any word.
        note: Option<String>,
    },
}

impl AlarmCommand {
    /// The action it would be.
    ///
    /// # Errors
    /// [`Refusal`] in the user's words when there is no alarm, or it is known already.
    pub fn prepare(&self, desk: &mut Desk<'_>) -> Result<Draft, Refusal> {
        let Self::Acknowledge { object, note } = self;
        desk.object(object)?;
        let Some(alarm) = alarms::alarm_of(desk.world, object, desk.now) else {
            return Err(Refusal::new("alarm-none").with("name", desk.name(object)));
        };
        if let Some(known) = &alarm.acknowledged {
            let time = known.time.map_or_else(|| format::UNKNOWN.to_owned(), format::day_time);
            let post = known.post.as_deref().unwrap_or(format::UNKNOWN);
            return Err(Refusal::new("alarm-known").with("name", &alarm.name).with("post", post).with("time", time));
        }
        let entry = entry(desk, &alarm, note.as_deref()).ok_or_else(|| Refusal::new("alarm-no-log"))?;
        let label = Label::new("acknowledge").with("name", &alarm.name);
        Ok(Draft { label, area: "alarm", edits: vec![Edit::Add(Arc::new(entry))] })
    }
}

/// The log entry that says so; `None` when the catalogue has no log to write it in.
fn entry(desk: &mut Desk<'_>, alarm: &Alarm, note: Option<&str>) -> Option<Object> {
    let note = note.map(str::trim).filter(|note| !note.is_empty());
    let said = [
        ("name", alarm.name.as_str().into()),
        ("entry_kind", alarms::ACKNOWLEDGEMENT.into()),
        ("entry_source", "desk".into()),
        ("time", desk.now.into()),
        ("as_of", desk.now.into()),
        ("text", note.into()),
        ("done", true.into()),
        ("post", desk.actor.into()),
        ("township", alarm.township.as_deref().into()),
        ("about", alarms::about(&alarm.object).into()),
        ("about_state", alarm.sign().into()),
        ("about_value", alarm.state.number.into()),
    ];
    log_entry(desk.world, said, desk.fresh)
}
