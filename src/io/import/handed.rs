//! A file that a township sends: its part of the transfer list, filled in, or a table of figures.
//!
//! Which of the two is told by the headings. A list is read as any import reads one; what only our own hand-out writes
//! into its columns (投亲靠友 where a shelter stands, words added to the note) is read as what it means.

use std::{
    io::{Cursor, Read as _},
    ops::ControlFlow,
    path::Path,
};

use jiff::Timestamp;
use zip::ZipArchive;

use crate::{
    domain::{
        catalogue::{Kind, Lang},
        model::{ReportSource, TRANSFER, Value},
        plan::merge::{GivenList, GivenRow},
        problem::Problem,
        view::Words,
        world::World,
    },
    io::{
        assets,
        import::{
            ImportError, Options, bytes_of,
            draft::{self, Draft},
            evidence,
            fold::Fold,
            format::{self, Document},
            heading::{self, EXACT, Target},
            known::Known,
            layout::{self, Layout},
            message::{self, Places, Recognised},
            plan,
            problems::Problems,
            table::{Cell, Row, Table},
            value::Reader,
        },
        report::HANDED_OUT,
    },
};

/// The largest part of a workbook that says when it was made or saved, in bytes.
const MAX_PROPERTIES: u64 = 1 << 16;

/// What parts the words of a note.
const SEPARATORS: [char; 2] = ['、', ','];

/// What a file holds.
#[derive(Clone, Debug)]
pub enum Handed {
    /// Households.
    List(GivenList),
    /// Figures of places, as a pasted table gives them.
    Figures(Recognised),
}

/// A file that was read.
#[derive(Clone, Debug)]
pub struct HandedFile {
    /// What it holds.
    pub holds: Handed,
    /// When we handed it out; `None`: it bears no mark of ours.
    pub made: Option<Timestamp>,
}

/// Reads a file that a township sends.
///
/// # Errors
/// [`ImportError`] when it cannot be read, or is neither a list nor a table of figures. A bad row is never an error.
pub fn read_handed(path: &Path, world: &World, now: Timestamp) -> Result<HandedFile, ImportError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    read_handed_bytes(&name, &bytes_of(path)?, world, now)
}

/// As [`read_handed`], from memory; `name` is the file's name.
///
/// # Errors
/// As [`read_handed`].
pub fn read_handed_bytes(name: &str, bytes: &[u8], world: &World, now: Timestamp) -> Result<HandedFile, ImportError> {
    let fold = Fold::new();
    let headings = heading::all_known(world.catalogue(), &fold);
    let document = format::read(bytes, None, None, &fold, &|text| headings.contains(text))?;
    let [made, saved] = properties(bytes).map(|time| time.filter(|time| *time <= now));
    let options = Options { kind: Some(TRANSFER.into()), ..Options::default() };
    let layout = layout::find(&document, name, &options, world.catalogue(), &fold).ok();
    if let Some(layout) = layout.filter(is_list) {
        let mut list = list(name, &document, &layout, world, &fold);
        list.saved = saved;
        return Ok(HandedFile { holds: Handed::List(list), made });
    }
    let figures = figures(name, &document.tables, world, now);
    if figures.reports.is_empty() {
        let first = document.tables.iter().find_map(|table| table.rows.first());
        return Err(ImportError::Neither { looked_at: first.map(seen).unwrap_or_default() });
    }
    Ok(HandedFile { holds: Handed::Figures(figures), made })
}

/// The first cells of a row, to show what was looked at.
fn seen(row: &Row) -> String {
    let cells = (0..row.len().min(12)).map(|column| row.cell(column).text().into_owned());
    cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" | ")
}

/// Whether the headings are those of households: a number or a head, and something said of them.
fn is_list(layout: &Layout) -> bool {
    let heads = |ids: &[&str]| {
        layout.sheets.iter().flat_map(|sheet| &sheet.columns).filter_map(|column| column.matched).any(|matched| {
            let Target::Field(index) = matched.target else { return false };
            let id = layout.kind.fields.get(index).map_or("", |field| field.id.as_str());
            matched.confidence == EXACT && ids.contains(&id)
        })
    };
    heads(&["name", "household_head"]) && heads(&["household_size", "state", "place", "phone", "destination"])
}

fn list(name: &str, document: &Document, layout: &Layout, world: &World, fold: &Fold) -> GivenList {
    let (mut problems, mut places) = (Problems::new(name), Problems::new(name));
    let go_on = |_| ControlFlow::Continue(());
    // Only a user can stop it, and nobody does.
    let drafts = draft::read(document, layout, world, fold, &mut problems, &go_on).unwrap_or_default();
    let known = Known::new(&layout.kind, world.layer(TRANSFER));
    let of = (layout, name);
    let guess = evidence::datum(None, document, of, (&drafts.drafts, &known), fold, &mut places);
    let settled = plan::settled(&drafts, guess.crs, &layout.kind, &mut places);
    let ours = Ours::new(&layout.kind, fold);
    let rows = drafts.drafts.into_iter().zip(settled).filter(|(draft, _)| !draft.values.iter().all(Value::is_null));
    let rows = rows.map(|(draft, place)| {
        let Draft { row, sheet, mut values, .. } = draft;
        ours.read(&mut values, fold);
        GivenRow { row, sheet, values, place }
    });
    let rows: Vec<GivenRow> = rows.collect();
    if rows.is_empty() {
        problems.push(Problem::new("merge_no_rows"));
    }
    // Whole-file words on positions are for imports: here only new rows have one.
    let place_problems = places.finish().into_iter().filter(|problem| problem.row.is_some()).collect();
    GivenList { rows, saved: None, problems: problems.finish(), place_problems }
}

/// What our own hand-out writes into columns beside what they are for.
struct Ours {
    shelter_name: Option<usize>,
    destination: Option<(usize, Reader)>,
    note: Option<usize>,
    people: Option<usize>,
    words: [Words; 2],
}

impl Ours {
    fn new(kind: &Kind, fold: &Fold) -> Self {
        let destination = kind.index("destination");
        let reader = |index: usize| Some((index, Reader::new(kind.fields.get(index)?, fold)));
        Self {
            shelter_name: kind.index("shelter_name"),
            destination: destination.and_then(reader),
            note: kind.index("note"),
            people: kind.index("household_size"),
            words: [Lang::Zh, Lang::En].map(assets::words),
        }
    }

    fn read(&self, values: &mut [Value], fold: &Fold) {
        self.shelter(values, fold);
        self.note(values);
    }

    /// 投亲靠友 where a shelter stands is where they go; that there is no place is no shelter's name.
    fn shelter(&self, values: &mut [Value], fold: &Fold) {
        let Some(slot) = self.shelter_name.and_then(|index| values.get_mut(index)) else { return };
        let Some(text) = slot.as_text().map(str::to_owned) else { return };
        let is = |id: &str| self.words.iter().any(|words| words.get(id) == text);
        if is("evacuate-unplaced") {
            *slot = Value::Null;
            return;
        }
        let Some((index, reader)) = &self.destination else { return };
        let read = reader.read(Cell::of_text(&text), fold).value;
        if read.is_null() && !is("evacuate-relatives") {
            return;
        }
        *slot = Value::Null;
        if let Some(slot) = values.get_mut(*index).filter(|slot| slot.is_null()) {
            *slot = if read.is_null() { Value::from("with_relatives") } else { read };
        }
    }

    /// The note without the words that the hand-out adds, each with the separator behind it: what the township wrote
    /// stays as it wrote it. Of a household parted between two shelters a row has a
    /// part of the people only.
    fn note(&self, values: &mut [Value]) {
        let Some(slot) = self.note.and_then(|index| values.get_mut(index)) else { return };
        let Some(text) = slot.as_text().map(str::to_owned) else { return };
        let is = |part: &str, id: &str| {
            self.words.iter().any(|words| words.get(id) == part.trim_end_matches(SEPARATORS).trim())
        };
        let added = |part: &&str| {
            ["group-frail", "handout-parted", "evacuate-by-population"].into_iter().any(|id| is(part, id))
        };
        let parts = || text.split_inclusive(SEPARATORS);
        let parted = parts().any(|part| is(part, "handout-parted"));
        if parts().any(|part| added(&part)) {
            let mut kept: String = parts().filter(|part| !added(part)).collect();
            // The last word's separator is the one before it.
            if parts().next_back().is_some_and(|part| added(&part) && !part.ends_with(SEPARATORS)) {
                kept.pop();
            }
            *slot = if kept.trim().is_empty() { Value::Null } else { Value::from(kept.trim()) };
        }
        if let Some(slot) = self.people.filter(|_| parted).and_then(|index| values.get_mut(index)) {
            *slot = Value::Null;
        }
    }
}

/// The figures of all sheets, read as rows that were pasted.
fn figures(name: &str, tables: &[Table], world: &World, now: Timestamp) -> Recognised {
    let places = Places::of(world);
    let mut all = Recognised::default();
    for table in tables {
        let mut read = message::recognise(&pasted(table, now), &places, now);
        for one in &mut read.reports {
            one.report.source = ReportSource::File;
        }
        for problem in &mut read.problems {
            problem.file = Some(name.to_owned());
            problem.sheet.clone_from(&table.sheet);
        }
        all.reports.append(&mut read.reports);
        all.problems.append(&mut read.problems);
    }
    all.problems.retain(|problem| problem.code != "message_nothing" || all.reports.is_empty());
    all
}

/// The rows of a sheet as one copies them: cells between tabs, each row on the line of its number.
fn pasted(table: &Table, now: Timestamp) -> String {
    let mut text = String::new();
    let mut line = 1_u64;
    for row in &table.rows {
        if text.len() > message::MAX_MESSAGE_BYTES {
            break;
        }
        // Empty rows part no table.
        let gap = row.number.saturating_sub(line).min(message::MAX_MESSAGE_BYTES as u64);
        text.extend(std::iter::repeat_n("\t\n", usize::try_from(gap).unwrap_or(0)));
        let cells: Vec<String> = (0..row.len().max(2)).map(|column| one_line(row.cell(column), now)).collect();
        text.push_str(&cells.join("\t"));
        text.push('\n');
        line = row.number + 1;
    }
    text
}

fn one_line(cell: Cell<'_>, now: Timestamp) -> String {
    let today = jiff::tz::Offset::constant(8).to_datetime(now).date();
    match cell {
        Cell::Time(time) if time.date() == today => time.strftime("%H:%M").to_string(),
        Cell::Time(time) => time.strftime("%-m月%-d日%H:%M").to_string(),
        cell => cell.text().replace(['\t', '\n', '\r'], " "),
    }
}

/// When we handed a workbook out, by our own mark, and when it says that it was last saved. What it does not say, or not
/// as a moment, is `None`.
fn properties(bytes: &[u8]) -> [Option<Timestamp>; 2] {
    let part = |name: &str| {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let mut text = String::new();
        archive.by_name(name).ok()?.take(MAX_PROPERTIES).read_to_string(&mut text).ok()?;
        Some(text)
    };
    let said = |text: &str, before: &str, tag: &str| -> Option<Timestamp> {
        let (_, rest) = text.split_once(before)?.1.split_once(tag)?;
        let (said, _) = rest.split_once('>')?.1.split_once('<')?;
        said.trim().parse().ok()
    };
    if !bytes.starts_with(b"PK") {
        return [None, None];
    }
    let mark = format!("name=\"{HANDED_OUT}\"");
    let made = part("docProps/custom.xml").and_then(|text| said(&text, &mark, "<vt:lpwstr"));
    [made, part("docProps/core.xml").and_then(|text| said(&text, "<dcterms:modified", ""))]
}

#[cfg(test)]
mod tests;
