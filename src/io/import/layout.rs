//! Where a list's headings stand, which sheet holds it, and what kind of thing it lists.

use std::{collections::HashMap, sync::Arc};

use crate::{
    domain::{
        catalogue::{Catalogue, Kind, Role},
        model::KindId,
    },
    io::import::{
        Options,
        error::ImportError,
        fold::Fold,
        format::Document,
        heading::{Headings, Match, Target},
        limits::HEADER_ROWS_SEARCHED,
        table::{Cell, Table},
    },
};

/// How a file is to be read.
#[derive(Debug)]
pub struct Layout {
    /// What it lists.
    pub kind: Arc<Kind>,
    /// The sheets that hold it, at least one.
    pub sheets: Vec<SheetLayout>,
}

/// How one sheet is to be read.
#[derive(Clone, Debug, Default)]
pub struct SheetLayout {
    /// Which table of the document.
    pub table: usize,
    /// The physical row of the headings (the lower one of two); `None` where the format names its columns.
    pub header_row: Option<u64>,
    /// The index of the first row of data.
    pub first: usize,
    /// The columns, in order.
    pub columns: Vec<Column>,
}

/// A column and what it was read as.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its heading as it stands in the file.
    pub heading: String,
    /// What it holds; `None`: it is not taken.
    pub matched: Option<Match>,
}

/// Finds the layout of a document.
///
/// # Errors
/// [`ImportError`] when kind or headings cannot be found, or a choice of the user names nothing.
pub fn find(
    document: &Document,
    file: &str,
    options: &Options,
    catalogue: &Catalogue,
    fold: &Fold,
) -> Result<Layout, ImportError> {
    let wanted = options.kind.as_ref().map(KindId::as_str).or(document.kind.as_deref());
    let kind = match wanted {
        Some(id) => catalogue.kind(id).ok_or_else(|| ImportError::NoKind { kind: id.to_owned() })?.clone(),
        None => kind_of(document, file, catalogue, fold)?,
    };
    let headings = Headings::of(&kind, fold);
    let forced = forced(&kind, options, fold)?;
    let mut found: Vec<(u32, SheetLayout)> = document
        .tables
        .iter()
        .enumerate()
        .filter_map(|(index, table)| sheet(index, table, &headings, &forced, fold))
        .collect();
    let Some(best) = found.iter().map(|(score, _)| *score).max() else {
        return Err(no_header(document));
    };
    // Sheets of one list (one a township) are headed alike; what scores much lower is something else.
    found.retain(|(score, _)| *score * 10 >= best * 9);
    for column in forced.iter().map(|(column, _)| column) {
        if !found.iter().any(|(_, sheet)| place(&sheet.columns, column, fold).is_some()) {
            return Err(ImportError::NoColumn { column: column.clone() });
        }
    }
    Ok(Layout { kind, sheets: found.into_iter().map(|(_, sheet)| sheet).collect() })
}

fn no_header(document: &Document) -> ImportError {
    let Some(row) = document.tables.iter().find_map(|table| table.rows.first()) else { return ImportError::Empty };
    let cells = (0..row.len().min(12)).map(|column| row.cell(column).text().into_owned());
    ImportError::NoHeader { looked_at: cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" | ") }
}

/// What the user says of columns: `(column, target)`.
fn forced(kind: &Kind, options: &Options, fold: &Fold) -> Result<Vec<(String, Target)>, ImportError> {
    let target = |name: &str| {
        let folded = fold.heading(name);
        let field = kind.fields.iter().position(|field| field.id.as_str() == name || fold.heading(&field.zh) == folded);
        field.map(Target::Field).or(match name {
            "lon" | "x" => Some(Target::Lon),
            "lat" | "y" => Some(Target::Lat),
            "lonlat" => Some(Target::LonLat),
            _ => None,
        })
    };
    let pairs = options.map.iter().map(|(field, column)| {
        let target = target(field).ok_or_else(|| ImportError::NoField { field: field.clone() })?;
        Ok((column.clone(), target))
    });
    pairs.collect()
}

/// A column by its heading, or else by its letters as a spreadsheet names it.
fn place(columns: &[Column], wanted: &str, fold: &Fold) -> Option<usize> {
    let folded = fold.heading(wanted);
    let by_heading = columns.iter().position(|column| column.heading == wanted);
    by_heading.or_else(|| columns.iter().position(|column| fold.heading(&column.heading) == folded)).or_else(|| {
        let letters = wanted.len() <= 3 && !wanted.is_empty() && wanted.bytes().all(|byte| byte.is_ascii_uppercase());
        let place = wanted.bytes().fold(0, |place, byte| place * 26 + usize::from(byte - b'A') + 1);
        (letters && place <= columns.len()).then(|| place - 1)
    })
}

/// The likeliest headings of a table: the best of the first rows, alone or together with the row above.
fn sheet(
    index: usize,
    table: &Table,
    headings: &Headings,
    forced: &[(String, Target)],
    fold: &Fold,
) -> Option<(u32, SheetLayout)> {
    let mut best: Option<(u32, SheetLayout)> = None;
    let mut consider = |score: u32, layout: SheetLayout| {
        if best.as_ref().is_none_or(|(held, _)| score > *held) {
            best = Some((score, layout));
        }
    };
    if let Some(names) = &table.names {
        let columns = columns(names.clone(), headings, forced, fold);
        // A geographic file needs no headings: its features say enough.
        return Some((score(&columns) + 1, SheetLayout { table: index, header_row: None, first: 0, columns }));
    }
    for (place, row) in table.rows.iter().take(HEADER_ROWS_SEARCHED).enumerate() {
        let texts = texts(table, place);
        let columns_alone = columns(texts.clone(), headings, forced, fold);
        let alone = score(&columns_alone);
        let least = if texts.iter().filter(|text| !text.is_empty()).count() <= 2 { 1 } else { 2 };
        if matched(&columns_alone) >= least {
            let layout =
                SheetLayout { table: index, header_row: Some(row.number), first: place + 1, columns: columns_alone };
            consider(alone, layout);
        }
        if let Some(upper) = place.checked_sub(1).filter(|_| texts_only(table, place)) {
            let both = together(&self::texts(table, upper), &texts, headings, fold);
            let columns = columns(both, headings, forced, fold);
            if matched(&columns) >= 2 {
                let layout = SheetLayout { table: index, header_row: Some(row.number), first: place + 1, columns };
                // Two rows must say clearly more than one: the row below the headings is usually data.
                consider(score(&layout.columns).saturating_sub(60), layout);
            }
        }
    }
    best
}

fn texts(table: &Table, place: usize) -> Vec<String> {
    let Some(row) = table.rows.get(place) else { return Vec::new() };
    let text = |column: usize| match row.cell(column) {
        Cell::Text(text) => text.to_owned(),
        _ => String::new(),
    };
    let mut texts: Vec<String> = (0..row.len()).map(text).collect();
    while texts.last().is_some_and(String::is_empty) {
        texts.pop();
    }
    texts
}

/// Whether a row could be headings: no number in it.
fn texts_only(table: &Table, place: usize) -> bool {
    let Some(row) = table.rows.get(place) else { return false };
    (0..row.len()).all(|column| match row.cell(column) {
        Cell::Empty => true,
        Cell::Text(text) => text.parse::<f64>().is_err(),
        _ => false,
    })
}

/// Headings in two rows: the lower one, the upper one where the lower is empty, or both in one where that is
/// what the catalogue knows (`避灾场所` over `名称`). An upper cell reaches over the empty ones right of it.
fn together(upper: &[String], lower: &[String], headings: &Headings, fold: &Fold) -> Vec<String> {
    let mut over = "";
    (0..upper.len().max(lower.len()))
        .map(|column| {
            let above = upper.get(column).map_or("", String::as_str);
            let below = lower.get(column).map_or("", String::as_str);
            if !above.is_empty() {
                over = above;
            }
            if below.is_empty() {
                return above.to_owned();
            }
            let both = format!("{over}{below}");
            let sure = |text: &str| headings.matching(&fold.heading(text)).map_or(0, |matched| matched.confidence);
            if sure(&both) >= sure(below) { both } else { below.to_owned() }
        })
        .collect()
}

fn columns(texts: Vec<String>, headings: &Headings, forced: &[(String, Target)], fold: &Fold) -> Vec<Column> {
    let folded: Vec<String> = texts.iter().map(|text| fold.heading(text)).collect();
    let assigned = headings.assign(&folded);
    let mut columns: Vec<Column> =
        texts.into_iter().zip(assigned).map(|(heading, matched)| Column { heading, matched }).collect();
    for (wanted, target) in forced {
        let Some(place) = place(&columns, wanted, fold) else { continue };
        for (index, column) in columns.iter_mut().enumerate() {
            if index == place {
                column.matched = Some(Match { target: *target, confidence: 100 });
            } else if column.matched.is_some_and(|matched| matched.target == *target) {
                column.matched = None;
            }
        }
    }
    columns
}

fn matched(columns: &[Column]) -> usize {
    columns.iter().filter(|column| column.matched.is_some()).count()
}

fn score(columns: &[Column]) -> u32 {
    columns.iter().filter_map(|column| column.matched).map(|matched| u32::from(matched.confidence)).sum()
}

/// The kind that the names of file and sheets, the title rows and the headings speak for.
fn kind_of(document: &Document, file: &str, catalogue: &Catalogue, fold: &Fold) -> Result<Arc<Kind>, ImportError> {
    let kinds: Vec<(&Arc<Kind>, Headings)> = catalogue
        .kinds()
        .filter(|kind| !kind.has_role(Role::Basemap))
        .map(|kind| (kind, Headings::of(kind, fold)))
        .collect();
    let mut found: Vec<(f64, &Arc<Kind>)> = kinds
        .iter()
        .filter_map(|(kind, headings)| {
            let (_, layout) = document
                .tables
                .iter()
                .enumerate()
                .filter_map(|(index, table)| sheet(index, table, headings, &[], fold))
                .max_by_key(|(score, _)| *score)?;
            let named = named(document, file, kind, fold);
            let headed: f64 = layout.columns.iter().filter_map(|column| rarity(column, &kinds, fold)).sum();
            (named > 0.0 || headed > 0.0).then_some((named + headed, *kind))
        })
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
    match found.as_slice() {
        [] => Err(no_header(document)),
        [(best, kind)] if *best >= 1.0 => Ok((*kind).clone()),
        [(best, kind), (second, _), ..] if *best >= 1.0 && best - second >= 0.5 => Ok((*kind).clone()),
        close => Err(ImportError::KindUnclear {
            candidates: close.iter().take(5).map(|(_, kind)| kind.id.to_string()).collect(),
        }),
    }
}

/// What a column says about the kind: the more, the fewer kinds know its heading. A heading that is only
/// guessed at by its ending says nothing.
fn rarity(column: &Column, kinds: &[(&Arc<Kind>, Headings)], fold: &Fold) -> Option<f64> {
    let matched = column.matched?;
    let heading = fold.heading(&column.heading);
    let exact = |matched: Option<Match>| matched.is_some_and(|matched| matched.confidence == 100);
    if !exact(Some(matched)) || !matches!(matched.target, Target::Field(_)) {
        return None;
    }
    let knowing = kinds.iter().filter(|(_, headings)| exact(headings.matching(&heading))).count().max(1);
    Some(1.0 / knowing as f64)
}

/// Four for the longest alias of the kind in the name of the file or a sheet or in a title row.
fn named(document: &Document, file: &str, kind: &Kind, fold: &Fold) -> f64 {
    let mut said = vec![fold.value(file)];
    for table in &document.tables {
        said.extend(table.sheet.iter().map(|sheet| fold.value(sheet)));
        let titles = table.rows.iter().take(3).filter(|row| (1..row.len()).all(|at| row.cell(at) == Cell::Empty));
        said.extend(titles.map(|row| fold.value(&row.cell(0).text())));
    }
    let names = [kind.id.as_str(), &kind.zh].into_iter().chain(kind.aliases.iter().map(String::as_str));
    let said_by = |name: &str| {
        let folded = fold.value(name);
        (folded.chars().count() >= 2 && said.iter().any(|text| text.contains(&folded))).then(|| folded.chars().count())
    };
    names.filter_map(said_by).max().map_or(0.0, |length| 4.0 + (length as f64).min(10.0) / 5.0)
}

/// Columns of the same heading in several sheets, for a test of repeated headings in the data.
pub fn folded(columns: &[Column], fold: &Fold) -> HashMap<usize, String> {
    let with_meaning = columns.iter().enumerate().filter(|(_, column)| column.matched.is_some());
    with_meaning.map(|(index, column)| (index, fold.heading(&column.heading))).collect()
}
