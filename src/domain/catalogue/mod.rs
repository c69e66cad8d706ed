//! Kinds are data: every kind of thing on the map is declared in a TOML file, its fields, its symbol, its words.

mod check;
mod field;
mod fits;
mod kind;
mod load;
mod merge;
mod paint;
mod standard;

pub use check::RESERVED_FIELDS;
pub use field::{Choice, Field, FieldType};
pub use fits::fits;
pub use kind::{GeometryType, Group, Kind, Role};
pub use load::{Catalogue, Source, parse_kind};
pub use paint::{ColorRule, Frame, Glyph, Symbol, Tone, ToneRule, Variant, Variants};

/// The languages of the interface, Chinese first.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}
