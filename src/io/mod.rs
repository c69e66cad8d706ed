//! The outside, translated to and from domain values: (values, problems), never all or nothing.

pub mod assets;
pub mod backups;
pub mod cap;
#[cfg(feature = "gui")]
pub mod clipboard;
pub mod export;
pub mod feed;
pub mod import;
pub mod pictures;
pub mod readiness;
pub mod report;
pub mod settings;
pub mod store;
pub mod tiles;
pub mod views;
