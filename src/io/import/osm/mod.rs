//! OpenStreetMap files: told by their content, read into roads. One road a way; ways meet where they share a node.

mod element;
mod pbf;
pub mod tags;
mod units;
mod ways;
mod wire;
mod xml;

use std::{
    io::{BufReader, Read},
    ops::ControlFlow,
};

use flate2::read::MultiGzDecoder;

pub use element::Tags;

use crate::{
    domain::network::Road,
    io::import::{error::ImportError, limits::MAX_OSM_UNPACKED_BYTES, osm::element::Taken, roads::LeftOut},
};

/// How an OSM file is packed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Packing {
    /// XML.
    Xml,
    /// XML under gzip.
    Gzip,
    /// Protocol buffers.
    Pbf,
}

impl Packing {
    /// What the bytes are; `None`: no OSM file.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if pbf::is(bytes) {
            return Some(Self::Pbf);
        }
        if bytes.starts_with(&[0x1f, 0x8b]) {
            let mut start = Vec::new();
            // What is cut off may still say what it was.
            let _ = MultiGzDecoder::new(bytes).take(4_000).read_to_end(&mut start);
            return is_xml(&start).then_some(Self::Gzip);
        }
        is_xml(bytes).then_some(Self::Xml)
    }

    /// Its name.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Xml => "osm",
            Self::Gzip => "osm.gz",
            Self::Pbf => "osm.pbf",
        }
    }
}

fn is_xml(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(bytes.get(..4_000).unwrap_or(bytes));
    let start = start.trim_start_matches('\u{feff}').trim_start();
    start.starts_with('<') && ["<osm>", "<osm ", "<osm\n", "<osm\r", "<osm\t"].iter().any(|root| start.contains(root))
}

/// Reads the roads of a file.
///
/// # Errors
/// [`ImportError`] when the file as a whole cannot be read, or `progress` stops it.
pub fn read(
    bytes: &[u8],
    packing: Packing,
    progress: &dyn Fn(u64) -> ControlFlow<()>,
) -> Result<(Vec<Road>, LeftOut), ImportError> {
    let mut taken = Taken::new(progress);
    match packing {
        Packing::Pbf => pbf::read(bytes, &mut taken)?,
        Packing::Xml => xml::read(bytes, &mut taken)?,
        Packing::Gzip => {
            // A file that reaches the limit is refused below, not silently cut.
            let mut source = BufReader::new(MultiGzDecoder::new(bytes).take(MAX_OSM_UNPACKED_BYTES));
            let read = xml::read(&mut source, &mut taken);
            if source.get_ref().limit() == 0 {
                return Err(ImportError::too_large("unpacked_bytes", MAX_OSM_UNPACKED_BYTES, MAX_OSM_UNPACKED_BYTES));
            }
            read?;
        }
    }
    Ok(ways::roads(taken))
}

#[cfg(test)]
mod tests;
