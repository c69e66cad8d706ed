//! Back to a backup, as one action that undo takes back.

use std::path::Path;

use jiff::Timestamp;

use crate::{
    app::{Draft, Refusal},
    domain::{edit::Label, view::format, world::World},
    io::store::{Store, Unfit},
};

/// The action that brings the district back to what a backup holds.
///
/// # Errors
/// [`Refusal`] when the file is none to bring anything back from, or nothing differs.
pub fn prepare(store: &Store, world: &World, file: &Path, now: Timestamp) -> Result<Draft, Refusal> {
    let (edits, holds) = store.edits_back_to(world, file, now).map_err(|unfit| refusal(unfit, file))?;
    if edits.is_empty() {
        return Err(Refusal::new("restore-same"));
    }
    let time = holds.last.map_or(holds.meta.created, |row| row.time);
    let label = Label::new("restore").with("file", name(file)).with("time", format::date_time(time));
    Ok(Draft { label, area: "restore", edits })
}

fn name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn refusal(unfit: Unfit, file: &Path) -> Refusal {
    let refusal = match unfit {
        Unfit::Unreadable(error) => return Refusal::from(&error),
        Unfit::Broken(problem) => {
            let row = problem.row.map(|row| row.to_string()).unwrap_or_default();
            Refusal::new("restore-broken").with("table", problem.sheet.clone().unwrap_or_default()).with("row", row)
        }
        Unfit::OtherDistrict(district) => Refusal::new("restore-other").with("district", district),
        Unfit::Exercise => Refusal::new("restore-exercise"),
        Unfit::Shared => Refusal::new("restore-shared"),
        Unfit::NoKind(kind) => Refusal::new("restore-no-kind").with("kind", kind),
    };
    refusal.with("file", name(file))
}
