//! Registers as files that other programs read.

mod csv;
mod geojson;
mod journal;
mod xlsx;

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use geo::MapCoords as _;
use geo_types::{Coord, Geometry};

pub use self::{
    csv::{csv, table},
    geojson::{collection, geojson},
    journal::journal,
    xlsx::xlsx,
};

use crate::domain::{
    catalogue::Kind,
    model::Object,
    place::{Datum, Position},
    query::Condition,
    world::Layer,
};

/// What an export says and holds back.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Whether personal fields are written as they are; else they are masked.
    pub unmask: bool,
    /// The mark of the sample district (示例数据), where the file is one.
    pub mark: Option<&'a str>,
    /// The datum of the positions written; the file says which.
    pub datum: Datum,
    /// Only objects that meet all of these.
    pub filters: &'a [Condition],
}

/// A file could not be written; nothing of it is left behind.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The world has no such kind.
    #[error("no kind {0}")]
    NoKind(String),
    /// The file system refused.
    #[error("{path} cannot be written: {why}")]
    Unwritable {
        /// Where to.
        path: PathBuf,
        /// What the operating system said.
        why: io::Error,
    },
}

/// Writes a whole file or none of it: to a neighbour first, then renamed over.
///
/// # Errors
/// [`ExportError::Unwritable`]; what stood at the path before stands there still.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), ExportError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.part"));
    let written = File::create(&beside)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&beside, path));
    written.map_err(|why| {
        // The half-written neighbour may not even exist; the first error is the one to tell.
        let _ = fs::remove_file(&beside);
        ExportError::Unwritable { path: path.to_owned(), why }
    })
}

/// Writes these objects of a kind, in this order, as the path's ending says: `.geojson` or `.json`, else CSV.
/// Returns how many.
///
/// # Errors
/// [`ExportError::Unwritable`]; the file is whole or not there.
pub fn rows(path: &Path, kind: &Kind, objects: &[Arc<Object>], options: Options<'_>) -> Result<usize, ExportError> {
    let objects: Vec<&Object> = objects.iter().map(AsRef::as_ref).collect();
    let as_map = path
        .extension()
        .is_some_and(|ending| ["geojson", "json"].iter().any(|known| ending.eq_ignore_ascii_case(known)));
    let bytes = if as_map {
        let mut text = collection(kind, &objects, options).to_string();
        text.push('\n');
        text.into_bytes()
    } else {
        table(kind, &objects, options)
    };
    write_whole(path, &bytes)?;
    Ok(objects.len())
}

/// The objects to be written, in the layer's order.
fn chosen<'a>(layer: &'a Layer, options: Options<'_>) -> Vec<&'a Object> {
    let objects = layer.objects().map(AsRef::as_ref);
    objects.filter(|object| options.filters.iter().all(|filter| filter.holds(object))).collect()
}

/// A geometry in the datum of the export.
fn in_datum(geometry: &Geometry, datum: Datum) -> Geometry {
    geometry.map_coords(|coord| match Position::new(coord.x, coord.y) {
        Ok(position) => {
            let moved = datum.from_wgs84(position);
            Coord { x: moved.lon(), y: moved.lat() }
        }
        Err(_) => coord,
    })
}
