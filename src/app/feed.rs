//! What a feed brings: taken in as an import is, and signed by the feed. Who sits at the desk never takes it back with a
//! step of their own.

use std::path::Path;

use jiff::Timestamp;

use crate::{
    app::{Command, ids, rain},
    domain::{view::Words, world::World},
    io::{
        import::rain::RainFile,
        store::{self, StoreError},
    },
};

/// The area of what a feed brings.
pub const AREA: &str = "feed";
/// Who signs it.
pub const ACTOR: &str = "雨量接口";

/// What a feed's answer comes to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fed {
    /// What takes it in; `None`: nothing is new.
    pub command: Option<Box<Command>>,
    /// Whom it calls out, in words; `None`: nobody who was not called before.
    pub called: Option<String>,
}

/// What a feed's rain comes to in a district. Reads the district's file: not for the window's thread.
///
/// # Errors
/// When the readings that are there cannot be read.
pub fn rain(file: &RainFile, world: &World, district: &Path, now: Timestamp, words: &Words) -> Result<Fed, StoreError> {
    let (from, to) = rain::wanted(&file.readings, now);
    let stored = store::rain_of(district, [from, to])?;
    let mut plan = rain::plan(world, stored, &file.readings, now, words, &mut ids::fresh);
    plan.draft.area = AREA;
    let called = rain::called_told(world, &plan.called, words);
    let is_any = !plan.readings.is_empty() || !plan.draft.edits.is_empty();
    Ok(Fed { command: is_any.then(|| Box::new(Command::Measure(plan.draft, plan.readings))), called })
}
