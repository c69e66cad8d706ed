//! A look into an `.xls` before it is unpacked: the reader makes dense sheets, and two cells in far corners
//! would take all memory. This reads just enough of the compound file and its records to add up the spans.

use crate::io::import::error::ImportError;

/// Sheets looked at; a workbook with more is refused.
const MAX_SHEETS: usize = 1_000;

/// Says whether all sheets together span no more than `limit` cells.
///
/// # Errors
/// [`ImportError::TooLarge`] past the limit, [`ImportError::Broken`] when it is no workbook, and
/// [`ImportError::Password`] when what is inside is encrypted.
pub fn spans_within(bytes: &[u8], limit: u64) -> Result<(), ImportError> {
    let broken = || ImportError::broken("xls", "no workbook inside");
    let compound = Compound::open(bytes).ok_or_else(broken)?;
    if compound.entry("EncryptedPackage").is_some() {
        return Err(ImportError::Password);
    }
    let book = compound.stream("Workbook").or_else(|| compound.stream("Book")).ok_or_else(broken)?;
    let sheets: Vec<usize> = records(&book, 0)
        .take_while(|(id, _)| *id != 0x000a)
        .filter(|(id, _)| *id == 0x0085)
        .filter_map(|(_, data)| u32_at(data, 0).map(|offset| offset as usize))
        .collect();
    if sheets.len() > MAX_SHEETS {
        return Err(ImportError::too_large("parts", sheets.len() as u64, MAX_SHEETS as u64));
    }
    let spans: Vec<Span> = sheets.iter().map(|offset| span(&book, *offset)).collect();
    let used = spans.iter().map(|span| span.used).sum();
    // The reader also sets aside room for as many cells as a sheet announces, one sheet at a time.
    let most = spans.iter().map(|span| span.announced).fold(used, u64::max);
    if most > limit { Err(ImportError::too_large("cells", most, limit)) } else { Ok(()) }
}

/// How many cells a sheet spans.
#[derive(Default)]
struct Span {
    /// From its first used row and column to its last.
    used: u64,
    /// By what it says of itself.
    announced: u64,
}

fn span(book: &[u8], offset: usize) -> Span {
    let mut corners: Option<[u64; 4]> = None;
    let mut announced = 0;
    let mut depth = 0_u32;
    for (id, data) in records(book, offset) {
        match id {
            0x0809 => depth += 1,
            0x000a if depth <= 1 => break,
            0x000a => depth -= 1,
            0x0200 => announced = announced.max(said_span(data)),
            // Formula, number, label, bool, RK, shared text, rich text; several RKs in a row.
            0x0006 | 0x0203 | 0x0204 | 0x0205 | 0x027e | 0x00fd | 0x00d6 | 0x00bd => {
                let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) else { continue };
                let last = if id == 0x00bd { u16_at(data, data.len().saturating_sub(2)) } else { None };
                let (row, column) = (u64::from(row), u64::from(column));
                let last = last.map_or(column, |last| u64::from(last).max(column));
                let [top, left, bottom, right] = corners.unwrap_or([row, column, row, last]);
                corners = Some([top.min(row), left.min(column), bottom.max(row), right.max(last)]);
            }
            _ => {}
        }
    }
    let used = corners.map_or(0, |[top, left, bottom, right]| (bottom - top + 1) * (right - left + 1));
    Span { used, announced }
}

/// Rows times columns of a DIMENSIONS record, in either of its lengths, read at its worst.
fn said_span(data: &[u8]) -> u64 {
    let wide = |at| u32_at(data, at).map_or(0, u64::from);
    let narrow = |at| u16_at(data, at).map_or(0, u64::from);
    let (rows, columns) = if data.len() == 10 {
        ((narrow(0), narrow(2)), (narrow(4), narrow(6)))
    } else {
        ((wide(0), wide(4)), (narrow(8), narrow(10)))
    };
    // A sheet that ends before it begins makes the reader's numbers wrap.
    let size = |(first, end): (u64, u64)| if first <= end { end - first + 1 } else { u64::from(u32::MAX) };
    if rows == (0, 0) && columns == (0, 0) { 0 } else { size(rows).saturating_mul(size(columns)) }
}

/// The records of a stream from a place on: id and data.
fn records(stream: &[u8], offset: usize) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = stream.get(offset..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (id, length) = (u16_at(rest, 0)?, usize::from(u16_at(rest, 2)?));
        let data = rest.get(4..4 + length)?;
        rest = rest.get(4 + length..)?;
        Some((id, data))
    })
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

/// A compound file ([MS-CFB]): a small file system of chained sectors.
struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    table: Vec<u32>,
    small: Small,
    entries: Vec<Entry>,
}

/// Where streams below the cut-off are: in sectors of 64 bytes inside the root's own stream.
#[derive(Default)]
struct Small {
    below: u64,
    table: Vec<u32>,
    bytes: Vec<u8>,
}

struct Entry {
    name: String,
    start: u32,
    size: u64,
}

const SMALL_SECTOR: usize = 64;
/// Sector numbers from here on are marks, not places.
const MARKS: u32 = 0xffff_fffa;

impl<'a> Compound<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let shift = u16_at(bytes, 30).filter(|shift| matches!(shift, 9 | 12))?;
        let sector = 1_usize << shift;
        let mut compound = Self { bytes, sector, table: Vec::new(), small: Small::default(), entries: Vec::new() };
        let mut parts: Vec<u32> = (0..109).filter_map(|index| u32_at(bytes, 76 + 4 * index)).collect();
        let mut more = u32_at(bytes, 68)?;
        let mut seen = 0;
        while more < MARKS && seen <= bytes.len() / sector {
            let page = compound.sector(more)?;
            parts.extend((0..sector / 4 - 1).filter_map(|index| u32_at(page, 4 * index)));
            more = u32_at(page, sector - 4)?;
            seen += 1;
        }
        for part in parts.into_iter().filter(|part| *part < MARKS) {
            let page = compound.sector(part)?;
            compound.table.extend((0..sector / 4).filter_map(|index| u32_at(page, 4 * index)));
            if compound.table.len() > bytes.len() {
                return None;
            }
        }
        let folder = compound.chain(u32_at(bytes, 48)?, usize::MAX)?;
        compound.entries = folder.chunks_exact(128).filter_map(entry).collect();
        let below = u64::from(u32_at(bytes, 56)?);
        let table = compound.chain(u32_at(bytes, 60)?, usize::MAX).unwrap_or_default();
        let table = table.chunks_exact(4).filter_map(|number| u32_at(number, 0)).collect();
        let root = compound.entries.first()?;
        let inside = compound.chain(root.start, usize::MAX).unwrap_or_default();
        compound.small = Small { below, table, bytes: inside };
        Some(compound)
    }

    fn sector(&self, number: u32) -> Option<&'a [u8]> {
        let start = (number as usize).checked_add(1)?.checked_mul(self.sector)?;
        // The last sector may be cut short.
        self.bytes.get(start..(start + self.sector).min(self.bytes.len()).max(start))
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.entry(name)?;
        let size = usize::try_from(entry.size).ok()?;
        if entry.size >= self.small.below {
            return self.chain(entry.start, size);
        }
        let mut stream = Vec::new();
        let mut next = entry.start;
        while next < MARKS && stream.len() < size {
            let start = next as usize * SMALL_SECTOR;
            stream.extend_from_slice(self.small.bytes.get(start..start + SMALL_SECTOR)?);
            next = *self.small.table.get(next as usize)?;
        }
        stream.truncate(size);
        Some(stream)
    }

    /// The bytes of a chain of sectors, never more than the file itself holds.
    fn chain(&self, start: u32, size: usize) -> Option<Vec<u8>> {
        let mut stream = Vec::new();
        let mut next = start;
        while next < MARKS && stream.len() < size {
            stream.extend_from_slice(self.sector(next)?);
            if stream.len() > self.bytes.len() {
                return None;
            }
            next = *self.table.get(next as usize)?;
        }
        stream.truncate(size);
        Some(stream)
    }
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let length = usize::from(u16_at(bytes, 64)?).min(64);
    let units: Vec<u16> = bytes.get(..length)?.chunks_exact(2).filter_map(|unit| u16_at(unit, 0)).collect();
    let name = String::from_utf16_lossy(&units).trim_end_matches('\0').to_owned();
    Some(Entry { name, start: u32_at(bytes, 116)?, size: u64::from(u32_at(bytes, 120)?) })
}
