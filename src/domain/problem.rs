//! What is wrong with outside data, and where.

use serde::Serialize;

/// One thing wrong with a file, at its place. The words are made at the edge from `code` and `args`
/// (`problem-<code>` in the locale files), so that they follow the user's language.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Problem {
    /// What is wrong: a stable word such as `position_missing`.
    pub code: &'static str,
    /// The file, as the user named it.
    pub file: Option<String>,
    /// The sheet of a workbook, or the layer of a file with several.
    pub sheet: Option<String>,
    /// The physical row, 1-based, as a spreadsheet counts.
    pub row: Option<u64>,
    /// The column's heading, or its field.
    pub column: Option<String>,
    /// The offending value as it stands in the file.
    pub value: Option<String>,
    /// What the sentence needs beyond the places above.
    pub args: Vec<(&'static str, String)>,
}

impl Problem {
    /// A problem with no place yet.
    pub fn new(code: &'static str) -> Self {
        Self { code, ..Self::default() }
    }

    /// In this file.
    #[must_use]
    pub fn file(mut self, file: impl Into<String>) -> Self {
        self.file = Some(file.into());
        self
    }

    /// On this sheet.
    #[must_use]
    pub fn sheet(mut self, sheet: impl Into<String>) -> Self {
        self.sheet = Some(sheet.into());
        self
    }

    /// In this physical row, 1-based.
    #[must_use]
    pub const fn row(mut self, row: u64) -> Self {
        self.row = Some(row);
        self
    }

    /// In this column.
    #[must_use]
    pub fn column(mut self, column: impl Into<String>) -> Self {
        self.column = Some(column.into());
        self
    }

    /// With this value.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// With this argument for its sentence.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}
