//! Whose word counts for a field that a file says differently.

use jiff::Timestamp;

use crate::domain::{
    catalogue::Kind,
    model::{Object, ObjectRef, TRANSFER, Value},
    plan::merge::{Base, Verdict},
    query::folded,
    view::mask::masked,
};

/// Judges fields against what was when the file was handed out.
pub(super) struct Judge<'a> {
    pub base: &'a Base,
    pub kind: &'a Kind,
}

/// When our row's and the file's state began, as each says.
type Times = (Option<Timestamp>, Option<Timestamp>);

impl Judge<'_> {
    pub fn verdict(&self, object: &Object, index: usize, theirs: &Value, times: Times) -> Verdict {
        let Some(field) = self.kind.fields.get(index) else { return Verdict::Keep };
        let ours = object.value(index);
        if self.base.told.get(&(object.uid, field.id.clone())).is_some_and(|told| same(told, ours)) {
            // Ours is the township's own earlier word.
            return Verdict::Take;
        }
        match self.then(object, field.id.as_str(), times.1) {
            Some(then) if same(&then, theirs) => Verdict::Keep,
            Some(then) if same(&then, ours) => Verdict::Take,
            Some(_) => Verdict::Conflict,
            None if self.is_newer(object, field.id.as_str(), times) => Verdict::Conflict,
            None => Verdict::Take,
        }
    }

    /// What a field was when the file was handed out. A row whose own time is older than the state it had then was
    /// copied from somewhere older: then it is not known.
    fn then(&self, object: &Object, field: &str, theirs_at: Option<Timestamp>) -> Option<Value> {
        let world = self.base.world.as_ref()?;
        let household = ObjectRef { kind: TRANSFER.into(), uid: object.uid };
        world.object(&household)?;
        let since = world.value(&household, "state_time").as_time();
        let older = theirs_at.zip(since).is_some_and(|(theirs, since)| minute(theirs) < minute(since));
        (!older).then(|| world.value(&household, field))
    }

    /// Whether our row is newer than the file's, as far as their times tell.
    fn is_newer(&self, object: &Object, field: &str, (ours_at, theirs_at): Times) -> bool {
        match (ours_at, theirs_at) {
            (Some(ours), Some(theirs)) => minute(ours) > minute(theirs),
            // Without a time of its own a row may be older than a state that was set by somebody.
            (Some(_), None) if field == "state" => {
                let state = self.kind.index("state").and_then(|index| object.value(index).as_text());
                state.is_some_and(|state| state != "listed")
            }
            _ => false,
        }
    }
}

/// Spreadsheets show minutes.
pub(super) fn minute(time: Timestamp) -> i64 {
    time.as_second().div_euclid(60)
}

/// Whether two values say the same: texts as they are read, without spaces, in one width and case.
pub(super) fn same(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Text(ours), Value::Text(theirs)) => ours == theirs || folded(ours) == folded(theirs),
        (Value::Time(ours), Value::Time(theirs)) => minute(*ours) == minute(*theirs),
        (ours, theirs) => ours == theirs,
    }
}

/// Whether a text has been made unreadable: 139****0001, 张*.
pub(super) fn is_masked(value: &Value) -> bool {
    value.as_text().is_some_and(|text| text.contains(['*', '＊', '●', '×']))
}

/// Whether a covered text is ours.
pub(super) fn is_mask_of(theirs: &Value, ours: &Value) -> bool {
    theirs.as_text().zip(ours.as_text()).is_some_and(|(theirs, ours)| folded(theirs) == folded(&masked(ours)))
}
