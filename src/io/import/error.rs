//! Why a file could not be imported at all. Anything less is a problem of a row.

use crate::domain::problem::Problem;

/// The file as a whole cannot be imported; nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// The file system did not give it.
    #[error("the file cannot be read: {why}")]
    Unreadable {
        /// What the operating system said.
        why: String,
    },
    /// Larger than [`super::limits`] allows.
    #[error("too large: {what} {found}, the limit is {limit}")]
    TooLarge {
        /// `bytes`, `unpacked_bytes`, `parts`, `rows`, `columns`, `cells`, `cell_bytes`, `nodes`, `ways` or `vertices`.
        what: &'static str,
        /// How much there is.
        found: u64,
        /// How much is taken.
        limit: u64,
    },
    /// A format that is not read (yet).
    #[error("the format {format} is not read")]
    Unsupported {
        /// What it was recognised as: `zip`, `kml`, `geopackage`, `pdf`, `unknown`.
        format: &'static str,
    },
    /// It looks like a known format and is broken.
    #[error("a broken {format} file: {why}")]
    Broken {
        /// `xlsx`, `xls`, `csv`, `geojson`, `osm`, `osm.gz`, `osm.pbf`.
        format: &'static str,
        /// What the reader said.
        why: String,
    },
    /// A workbook under a password.
    #[error("protected by a password")]
    Password,
    /// No encoding known or forced reads it as text.
    #[error("no text in the encoding {encoding}")]
    Encoding {
        /// The encoding tried or asked for.
        encoding: String,
    },
    /// It holds no row of data.
    #[error("the file holds no row")]
    Empty,
    /// There is no such sheet.
    #[error("no sheet {sheet}")]
    NoSheet {
        /// The one asked for.
        sheet: String,
        /// Those there are.
        sheets: Vec<String>,
    },
    /// No row looks like headings of the kind.
    #[error("no row of headings found")]
    NoHeader {
        /// The first cells of the file, to show what was looked at.
        looked_at: String,
    },
    /// A township's file that is neither its list nor a table of figures.
    #[error("neither a transfer list nor figures")]
    Neither {
        /// The first cells of the file, to show what was looked at.
        looked_at: String,
    },
    /// The catalogue has no such kind.
    #[error("no kind {kind}")]
    NoKind {
        /// The one asked for.
        kind: String,
    },
    /// The kind cannot be told from the file.
    #[error("the kind cannot be told from the file")]
    KindUnclear {
        /// The ids of the likeliest kinds.
        candidates: Vec<String>,
    },
    /// A forced mapping names no field.
    #[error("no field {field}")]
    NoField {
        /// The one asked for.
        field: String,
    },
    /// A forced mapping names no column.
    #[error("no column {column}")]
    NoColumn {
        /// The one asked for.
        column: String,
    },
    /// A datum that is not read.
    #[error("the datum {crs} is not read")]
    NoCrs {
        /// The one asked for.
        crs: String,
    },
    /// A road file without a road.
    #[error("no road in the {format} file")]
    NoRoads {
        /// What it was read as.
        format: &'static str,
    },
    /// A road file whose roads all lie beyond the district.
    #[error("all roads lie outside the district, {far_km} km away, in {bounds}")]
    Outside {
        /// West, south, east, north of the roads, degrees.
        bounds: String,
        /// How far the nearest is from the district, kilometres.
        far_km: u64,
    },
    /// The user stopped it.
    #[error("cancelled")]
    Cancelled,
}

impl ImportError {
    /// The error as a problem of the file, for its sentence.
    pub fn problem(&self, file: &str) -> Problem {
        let problem = match self {
            Self::Unreadable { why } => Problem::new("import_unreadable").arg("why", why),
            Self::TooLarge { what, found, limit } => {
                Problem::new("import_too_large").arg("what", what).arg("found", found).arg("limit", limit)
            }
            Self::Unsupported { format } => Problem::new("import_unsupported").arg("format", format),
            Self::Broken { format, why } => Problem::new("import_broken").arg("format", format).arg("why", why),
            Self::Password => Problem::new("import_password"),
            Self::Encoding { encoding } => Problem::new("import_encoding").arg("encoding", encoding),
            Self::Empty => Problem::new("import_empty"),
            Self::NoSheet { sheet, sheets } => {
                Problem::new("import_no_sheet").arg("wanted", sheet).arg("sheets", sheets.join("、"))
            }
            Self::NoHeader { looked_at } => Problem::new("import_no_header").arg("looked_at", looked_at),
            Self::Neither { looked_at } => Problem::new("merge_neither").arg("looked_at", looked_at),
            Self::NoKind { kind } => Problem::new("import_no_kind").arg("kind", kind),
            Self::KindUnclear { candidates } => {
                Problem::new("import_kind_unclear").arg("candidates", candidates.join("、"))
            }
            Self::NoField { field } => Problem::new("import_no_field").arg("field", field),
            Self::NoColumn { column } => Problem::new("import_no_column").arg("wanted", column),
            Self::NoCrs { crs } => Problem::new("import_no_crs").arg("crs", crs),
            Self::NoRoads { format } => Problem::new("import_no_roads").arg("format", format),
            Self::Outside { bounds, far_km } => {
                Problem::new("import_outside").arg("bounds", bounds).arg("far_km", far_km)
            }
            Self::Cancelled => Problem::new("import_cancelled"),
        };
        problem.file(file)
    }

    pub(super) fn broken(format: &'static str, why: impl ToString) -> Self {
        Self::Broken { format, why: why.to_string() }
    }

    pub(super) fn too_large(what: &'static str, found: u64, limit: u64) -> Self {
        Self::TooLarge { what, found, limit }
    }
}
