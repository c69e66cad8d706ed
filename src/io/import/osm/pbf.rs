//! `.osm.pbf`: blobs of protocol buffers, nodes and ways of them.

use std::{borrow::Cow, io::Read as _};

use flate2::read::ZlibDecoder;

use crate::io::import::{
    error::ImportError,
    limits::{MAX_OSM_BLOB_BYTES, MAX_OSM_UNPACKED_BYTES},
    osm::{
        element::{Spot, Tags, Taken},
        wire::{Content, Message, Packed, Torn, zigzag},
    },
};

/// The longest header of a blob that the format allows, in bytes.
const MAX_HEADER_BYTES: usize = 64 << 10;
/// What a file may ask of its reader. History is read as what it ends with: deleted elements are left out.
const FEATURES: [&[u8]; 3] = [b"OsmSchema-V0.6", b"DenseNodes", b"HistoricalInformation"];

/// Whether the bytes begin as such a file does.
pub fn is(bytes: &[u8]) -> bool {
    bytes.get(4..15).is_some_and(|start| start.starts_with(&[0x0a, 9]) && start.ends_with(b"OSMHeader"))
}

/// Reads a whole file.
///
/// # Errors
/// [`ImportError::Broken`] where it is cut off or torn, [`ImportError::TooLarge`] past a limit.
pub fn read(bytes: &[u8], taken: &mut Taken<'_>) -> Result<(), ImportError> {
    let (mut rest, mut total) = (bytes, 0);
    while !rest.is_empty() {
        let (kind, blob) = next_blob(&mut rest)?;
        let known = matches!(kind, b"OSMHeader" | b"OSMData");
        if !known {
            // The format says: skip what you do not know.
            continue;
        }
        let block = unpacked(blob)?;
        total += block.len() as u64;
        if total > MAX_OSM_UNPACKED_BYTES {
            return Err(ImportError::too_large("unpacked_bytes", total, MAX_OSM_UNPACKED_BYTES));
        }
        if kind == b"OSMHeader" { header(&block)? } else { Block::read(&block, taken)? }
    }
    Ok(())
}

fn broken(why: &'static str) -> ImportError {
    ImportError::broken("osm.pbf", why)
}

fn torn(_: Torn) -> ImportError {
    broken("a message is torn")
}

fn next_blob<'a>(rest: &mut &'a [u8]) -> Result<(&'a [u8], &'a [u8]), ImportError> {
    let cut = || broken("cut off");
    let (length, after) = rest.split_first_chunk::<4>().ok_or_else(cut)?;
    let length = u32::from_be_bytes(*length) as usize;
    if length > MAX_HEADER_BYTES {
        return Err(broken("a blob header of impossible length"));
    }
    let (head, after) = after.split_at_checked(length).ok_or_else(cut)?;
    let (mut kind, mut size) = (&[][..], None);
    for field in Message::new(head) {
        match field.map_err(torn)? {
            (1, Content::Bytes(bytes)) => kind = bytes,
            (3, Content::Number(number)) => size = Some(number),
            _ => {}
        }
    }
    let size = size.ok_or_else(|| broken("a blob without its size"))?;
    if size > MAX_OSM_BLOB_BYTES {
        return Err(ImportError::too_large("unpacked_bytes", size, MAX_OSM_BLOB_BYTES));
    }
    let (blob, after) = after.split_at_checked(size as usize).ok_or_else(cut)?;
    *rest = after;
    Ok((kind, blob))
}

/// What a blob holds, unpacked; never more than the format allows.
fn unpacked(blob: &[u8]) -> Result<Cow<'_, [u8]>, ImportError> {
    for field in Message::new(blob) {
        match field.map_err(torn)? {
            (1, Content::Bytes(raw)) => return Ok(Cow::Borrowed(raw)),
            (3, Content::Bytes(packed)) => {
                let mut bytes = Vec::new();
                let read = ZlibDecoder::new(packed).take(MAX_OSM_BLOB_BYTES + 1).read_to_end(&mut bytes);
                read.map_err(|error| ImportError::broken("osm.pbf", error))?;
                if bytes.len() as u64 > MAX_OSM_BLOB_BYTES {
                    return Err(ImportError::too_large("unpacked_bytes", bytes.len() as u64, MAX_OSM_BLOB_BYTES));
                }
                return Ok(Cow::Owned(bytes));
            }
            (4..=7, Content::Bytes(_)) => return Err(broken("packed in a way that is not read (only zlib is)")),
            _ => {}
        }
    }
    Err(broken("a blob without content"))
}

fn header(bytes: &[u8]) -> Result<(), ImportError> {
    for field in Message::new(bytes) {
        if let (4, Content::Bytes(feature)) = field.map_err(torn)?
            && !FEATURES.contains(&feature)
        {
            let feature = String::from_utf8_lossy(feature);
            return Err(ImportError::broken("osm.pbf", format!("it asks for {feature}, which is not read")));
        }
    }
    Ok(())
}

/// How the numbers of a block become places, and its texts.
struct Block<'a> {
    texts: Vec<&'a [u8]>,
    granularity: i64,
    lat_offset: i64,
    lon_offset: i64,
}

impl<'a> Block<'a> {
    fn read(bytes: &'a [u8], taken: &mut Taken<'_>) -> Result<(), ImportError> {
        let mut block = Block { texts: Vec::new(), granularity: 100, lat_offset: 0, lon_offset: 0 };
        let mut groups = Vec::new();
        for field in Message::new(bytes) {
            match field.map_err(torn)? {
                (1, Content::Bytes(table)) => {
                    for text in Message::new(table) {
                        if let (1, Content::Bytes(text)) = text.map_err(torn)? {
                            block.texts.push(text);
                        }
                    }
                }
                (2, Content::Bytes(group)) => groups.push(group),
                (17, Content::Number(number)) => block.granularity = number as i64,
                (19, Content::Number(number)) => block.lat_offset = number as i64,
                (20, Content::Number(number)) => block.lon_offset = number as i64,
                _ => {}
            }
        }
        // How numbers become places may stand behind the groups.
        groups.into_iter().try_for_each(|group| block.group(group, taken))
    }

    fn group(&self, bytes: &[u8], taken: &mut Taken<'_>) -> Result<(), ImportError> {
        for field in Message::new(bytes) {
            match field.map_err(torn)? {
                (1, Content::Bytes(node)) => self.node(node, taken)?,
                (2, Content::Bytes(dense)) => self.dense(dense, taken)?,
                (3, Content::Bytes(way)) => self.way(way, taken)?,
                (4, Content::Bytes(relation)) => taken.relation(id(relation, 0).map_err(torn)?),
                _ => {}
            }
        }
        Ok(())
    }

    /// The place of two numbers, on OSM's grid; overflow is no place.
    fn spot(&self, lon: i64, lat: i64) -> Option<Spot> {
        let grid = |offset: i64, number: i64| {
            let nano = offset.checked_add(self.granularity.checked_mul(number)?)?;
            Some(nano.checked_add(50)?.div_euclid(100))
        };
        Spot::new(grid(self.lon_offset, lon)?, grid(self.lat_offset, lat)?)
    }

    fn node(&self, bytes: &[u8], taken: &mut Taken<'_>) -> Result<(), ImportError> {
        let (mut lat, mut lon, mut visible) = (0, 0, true);
        for field in Message::new(bytes) {
            match field.map_err(torn)? {
                (4, Content::Bytes(info)) => visible = is_visible(info).map_err(torn)?,
                (8, Content::Number(number)) => lat = zigzag(number),
                (9, Content::Number(number)) => lon = zigzag(number),
                _ => {}
            }
        }
        let id = zigzag(id(bytes, 0).map_err(torn)? as u64);
        if visible { taken.node(id, self.spot(lon, lat)) } else { Ok(taken.deleted("node", id)) }
    }

    fn dense(&self, bytes: &[u8], taken: &mut Taken<'_>) -> Result<(), ImportError> {
        let (mut ids, mut lats, mut lons, mut info) = (&[][..], &[][..], &[][..], &[][..]);
        for field in Message::new(bytes) {
            match field.map_err(torn)? {
                (1, Content::Bytes(bytes)) => ids = bytes,
                (5, Content::Bytes(bytes)) => info = bytes,
                (8, Content::Bytes(bytes)) => lats = bytes,
                (9, Content::Bytes(bytes)) => lons = bytes,
                _ => {}
            }
        }
        let mut visible = &[][..];
        for field in Message::new(info) {
            if let (6, Content::Bytes(bytes)) = field.map_err(torn)? {
                visible = bytes;
            }
        }
        let (mut lats, mut lons) = (Packed::new(lats).summed(), Packed::new(lons).summed());
        let mut visible = Packed::new(visible);
        for id in Packed::new(ids).summed() {
            let id = id.map_err(torn)?;
            let (lat, lon) = lats.next().zip(lons.next()).ok_or_else(|| broken("nodes without a place"))?;
            let spot = self.spot(lon.map_err(torn)?, lat.map_err(torn)?);
            match visible.next().transpose().map_err(torn)? {
                Some(0) => taken.deleted("node", id),
                _ => taken.node(id, spot)?,
            }
        }
        Ok(())
    }

    fn way(&self, bytes: &[u8], taken: &mut Taken<'_>) -> Result<(), ImportError> {
        let (mut keys, mut values, mut refs, mut visible) = (&[][..], &[][..], &[][..], true);
        for field in Message::new(bytes) {
            match field.map_err(torn)? {
                (2, Content::Bytes(bytes)) => keys = bytes,
                (3, Content::Bytes(bytes)) => values = bytes,
                (4, Content::Bytes(info)) => visible = is_visible(info).map_err(torn)?,
                (8, Content::Bytes(bytes)) => refs = bytes,
                _ => {}
            }
        }
        let id = id(bytes, 0).map_err(torn)?;
        if !visible {
            taken.deleted("way", id);
            return Ok(());
        }
        let mut tags = Tags::default();
        let mut values = Packed::new(values);
        for key in Packed::new(keys) {
            let value = values.next().ok_or_else(|| broken("a key without a value"))?;
            tags.0.push((self.text(key.map_err(torn)?)?, self.text(value.map_err(torn)?)?));
        }
        let refs: Result<Vec<i64>, Torn> = Packed::new(refs).summed().collect();
        taken.way(id, refs.map_err(torn)?, &tags)
    }

    fn text(&self, number: u64) -> Result<Cow<'a, str>, ImportError> {
        let found = usize::try_from(number).ok().and_then(|number| self.texts.get(number));
        found.map(|text| String::from_utf8_lossy(text)).ok_or_else(|| broken("a text that is not there"))
    }
}

/// The id of an element, as it stands.
fn id(bytes: &[u8], otherwise: i64) -> Result<i64, Torn> {
    let mut found = otherwise;
    for field in Message::new(bytes) {
        if let (1, Content::Number(number)) = field? {
            found = number as i64;
        }
    }
    Ok(found)
}

fn is_visible(info: &[u8]) -> Result<bool, Torn> {
    let mut visible = true;
    for field in Message::new(info) {
        if let (6, Content::Number(number)) = field? {
            visible = number != 0;
        }
    }
    Ok(visible)
}
