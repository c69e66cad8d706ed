//! A township's file brought back: read, compared with what was when it was handed out, and made one action.

use std::path::Path;

use jiff::Timestamp;

use crate::{
    app::Draft,
    domain::{
        catalogue::Lang,
        edit::{Edit, Label},
        model::{TRANSFER, Uid},
        plan::merge::{AddedRow, Base, Merge, RowChange, Told, merge},
        problem::Problem,
        view::returning::why,
        world::World,
    },
    io::{
        assets,
        import::{Handed, HandedFile, ImportError, message::Recognised, read_handed},
        store::{Reader, StoreError},
    },
};

/// What a township's file comes to.
#[derive(Clone, Debug)]
pub enum Sent {
    /// Its part of the transfer list, to be decided and made a [`draft`].
    List(Merge),
    /// Figures, to be taken in as reports (`BoardCommand::Report`).
    Figures(Recognised),
}

/// So many lines of the journal are looked through for what townships brought before.
const LINES: usize = 5_000;

/// Reads a township's file and compares it with a world; `reader`: of the district file, for what was before. It
/// takes as long as the disk does: not for the window's thread.
///
/// # Errors
/// [`ImportError`] when the file is unreadable or neither a list nor figures.
pub fn read(
    file: &Path,
    reader: Option<&Reader>,
    world: &World,
    township: Option<&str>,
    now: Timestamp,
) -> Result<Sent, ImportError> {
    let HandedFile { holds, made } = read_handed(file, world, now)?;
    let list = match holds {
        Handed::Figures(figures) => return Ok(Sent::Figures(figures)),
        Handed::List(list) => list,
    };
    let base = reader.zip(made).map(|(reader, made)| base(reader, made, list.saved.unwrap_or(now)));
    let base = base.transpose().unwrap_or_else(|error| {
        tracing::warn!(%error, "what was when the file was handed out could not be read");
        None
    });
    let mut merge = merge(world, &base.unwrap_or_default(), list, township, now);
    let held: Vec<Problem> = merge.added.iter().filter(|added| !added.held.is_empty()).map(held).collect();
    merge.add_problems(held);
    Ok(Sent::List(merge))
}

/// That a new household was taken without its state, and why.
fn held(added: &AddedRow) -> Problem {
    let why = |lang| why(&added.held, &assets::words(lang));
    let problem = Problem::new("merge_returned").row(added.row);
    let problem = problem.arg("why", why(Lang::Zh)).arg("why_en", why(Lang::En));
    match &added.sheet {
        Some(sheet) => problem.sheet(sheet),
        None => problem,
    }
}

/// What was at the moment when a file was made, and what files that were saved before this one brought since.
///
/// # Errors
/// What SQLite says.
fn base(reader: &Reader, made: Timestamp, saved: Timestamp) -> Result<Base, StoreError> {
    let world = reader.world_at(made)?;
    let mut told = Told::new();
    let mut merges: Vec<Uid> = Vec::new();
    for row in reader.journal(None, LINES)? {
        if row.time < made {
            break;
        }
        let earlier = row.label.args.get("saved").and_then(|text| text.parse::<Timestamp>().ok());
        if row.label.id == LABEL && !row.undone && earlier.is_some_and(|earlier| earlier < saved) {
            merges.push(row.uid);
        }
    }
    // The latest come first; what they brought is told over what earlier ones did.
    for uid in merges.into_iter().rev() {
        for edit in reader.recorded(uid)?.edits {
            if let Edit::Set { object, field, after, .. } = edit
                && object.kind.as_str() == TRANSFER
            {
                told.insert((object.uid, field), after);
            }
        }
    }
    Ok(Base { world: Some(world), told })
}

/// What the action of a merge is called.
pub(super) const LABEL: &str = "merge";

/// The one action that a merge becomes once its conflicts are decided: `theirs` says of each whether the file's value
/// is taken. `None`: nothing changes.
pub fn draft(
    merge: &Merge,
    file: &str,
    world: &World,
    theirs: &dyn Fn(&RowChange) -> bool,
    now: Timestamp,
    fresh: &mut dyn FnMut() -> Uid,
) -> Option<Draft> {
    let edits = merge.edits(world, theirs, now, fresh);
    let taken = merge.changes.iter().filter(|change| change.is_taken(theirs)).count();
    let townships: Vec<&str> = merge.townships.iter().map(String::as_str).collect();
    let mut label = Label::new(LABEL)
        .with("file", file)
        .with("townships", townships.join("、"))
        .with("taken", taken)
        .with("added", merge.added.len());
    if let Some(saved) = merge.saved {
        label = label.with("saved", saved);
    }
    (!edits.is_empty()).then_some(Draft { label, area: "import", edits })
}
