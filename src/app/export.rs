//! A list that was written to a file: who took what out, and when, stands in the journal.

use std::path::PathBuf;

use crate::{
    app::command::{Desk, Draft, Refusal},
    domain::{edit::Label, model::KindId},
};

/// A list that was written to a file.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportCommand {
    /// Of which kind.
    pub kind: KindId,
    /// Where to.
    pub path: PathBuf,
    /// How many rows.
    pub rows: usize,
    /// Whether personal values stand in it as they are.
    pub unmasked: bool,
}

impl ExportCommand {
    /// The action it becomes: it changes nothing, and is no step that undo takes back.
    ///
    /// # Errors
    /// When the catalogue has no such kind.
    pub fn prepare(&self, desk: &Desk<'_>) -> Result<Draft, Refusal> {
        let kind = desk.world.catalogue().kind(self.kind.as_str());
        let kind = kind.ok_or_else(|| Refusal::new("no-kind").with("kind", &self.kind))?;
        let label = if self.unmasked { Label::new("export-unmasked") } else { Label::new("export") };
        let file = self.path.file_name().unwrap_or_default().to_string_lossy();
        let label = label.with("kind", &kind.zh).with("rows", self.rows).with("file", file);
        Ok(Draft { label, area: "export", edits: Vec::new() })
    }
}
