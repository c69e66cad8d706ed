//! Which datum a file is in, and what speaks for it.

use std::collections::BTreeMap;

use crate::{
    domain::{edit::Label, problem::Problem},
    io::import::{
        coordinate::{Given, is_swapped},
        datum::Crs,
        draft::Draft,
        fold::Fold,
        format::Document,
        known::{Known, apart_m},
        layout::Layout,
        problems::Problems,
    },
};

/// A datum and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Guess {
    /// The datum.
    pub crs: Crs,
    /// A message `import-<id>`.
    pub reason: Label,
}

/// Words that name a datum, in folded text.
const WORDS: &[(&str, Crs)] = &[
    ("gcj", Crs::Gcj02),
    ("火星", Crs::Gcj02),
    ("高德", Crs::Gcj02),
    ("腾讯", Crs::Gcj02),
    ("amap", Crs::Gcj02),
    ("bd09", Crs::Bd09),
    ("bd-09", Crs::Bd09),
    ("百度", Crs::Bd09),
    ("baidu", Crs::Bd09),
    ("cgcs", Crs::Cgcs2000),
    ("国家2000", Crs::Cgcs2000),
    ("大地2000", Crs::Cgcs2000),
    ("天地图", Crs::Cgcs2000),
    ("wgs", Crs::Wgs84),
    ("gps", Crs::Wgs84),
];

/// How many namesakes it takes, and how close they must come, in metres (median), to speak for a datum.
const NAMESAKES: usize = 3;
const CLOSE_M: f64 = 60.0;

/// Says in which datum the positions of a file are: as chosen, as the file says, by its words, by objects of
/// the same names, by the size of the numbers; else WGS-84, as an assumption.
pub fn datum(
    chosen: Option<Crs>,
    document: &Document,
    (layout, file): (&Layout, &str),
    (drafts, known): (&[Draft], &Known<'_>),
    fold: &Fold,
    problems: &mut Problems,
) -> Guess {
    if let Some(crs) = chosen {
        return Guess { crs, reason: Label::new("crs-chosen") };
    }
    if let Some(text) = &document.crs {
        match of_urn(text) {
            Some(crs) => return Guess { crs, reason: Label::new("crs-file").with("word", text) },
            None => problems.push(Problem::new("crs_unknown").value(text)),
        }
    }
    if let Some(guess) = by_size(drafts) {
        return guess;
    }
    if let Some((crs, word)) = by_words(document, layout, file, fold) {
        return Guess { crs, reason: Label::new("crs-word").with("word", word) };
    }
    by_namesakes(drafts, known).unwrap_or_else(|| Guess { crs: Crs::Wgs84, reason: Label::new("crs-assumed") })
}

/// A datum by any of the names that files give it: `urn:ogc:def:crs:EPSG::4490`, `urn:ogc:def:crs:OGC:1.3:CRS84`.
fn of_urn(text: &str) -> Option<Crs> {
    let upper = text.to_uppercase();
    if upper.contains("CRS84") {
        return Some(Crs::Wgs84);
    }
    if upper.contains("EPSG") {
        let number = upper.rsplit(':').next()?;
        return format!("epsg:{number}").parse().ok();
    }
    text.parse().ok()
}

/// The projection that most of the pairs speak for by their size; nothing when they are degrees.
fn by_size(drafts: &[Draft]) -> Option<Guess> {
    let mut found: BTreeMap<String, (usize, Crs)> = BTreeMap::new();
    let mut pairs = 0;
    for draft in drafts {
        let Given::Pair(x, y) = draft.given else { continue };
        pairs += 1;
        if let Some(crs) = Crs::of_metres(x, y) {
            found.entry(crs.to_string()).or_insert((0, crs)).0 += 1;
        }
    }
    let (count, crs) = found.into_values().max_by_key(|(count, _)| *count)?;
    (count * 2 > pairs).then(|| Guess { crs, reason: Label::new("crs-projected").with("word", crs) })
}

/// The first datum named in headings, title rows, sheet or file name; nothing when two different ones are.
fn by_words(document: &Document, layout: &Layout, file: &str, fold: &Fold) -> Option<(Crs, String)> {
    let mut said = vec![file.to_owned()];
    for sheet in &layout.sheets {
        said.extend(sheet.columns.iter().map(|column| column.heading.clone()));
        let Some(table) = document.tables.get(sheet.table).filter(|table| table.names.is_none()) else { continue };
        said.extend(table.sheet.clone());
        for row in table.rows.iter().take(sheet.first) {
            said.extend((0..row.len()).map(|column| row.cell(column).text().into_owned()));
        }
    }
    let mut found: Option<(Crs, String)> = None;
    for text in said {
        let folded = fold.value(&text);
        for (_, crs) in WORDS.iter().filter(|(word, _)| folded.contains(word)) {
            match &found {
                Some((held, _)) if held != crs => return None,
                Some(_) => {}
                None => found = Some((*crs, text.clone())),
            }
        }
    }
    found
}

/// The datum in which rows named like known objects come closest to them, when they clearly do.
fn by_namesakes(drafts: &[Draft], known: &Known<'_>) -> Option<Guess> {
    let pairs: Vec<_> = drafts
        .iter()
        .filter_map(|draft| {
            let Given::Pair(x, y) = draft.given else { return None };
            let [object] = known.namesakes(&draft.values) else { return None };
            let (x, y) = if is_swapped(x, y) { (y, x) } else { (x, y) };
            Some((x, y, object.geometry.as_ref()?))
        })
        .take(2_000)
        .collect();
    let median = |crs: Crs| {
        let mut apart: Vec<f64> =
            pairs.iter().filter_map(|(x, y, place)| apart_m(&crs.to_wgs84(*x, *y)?.point().into(), place)).collect();
        apart.sort_by(f64::total_cmp);
        (apart.len() >= NAMESAKES).then(|| apart.get(apart.len() / 2).copied()).flatten().map(|median| (median, crs))
    };
    let mut medians: Vec<(f64, Crs)> = [Crs::Wgs84, Crs::Gcj02, Crs::Bd09].into_iter().filter_map(median).collect();
    medians.sort_by(|a, b| a.0.total_cmp(&b.0));
    match medians.as_slice() {
        [(best, crs), (next, _), ..] if *best <= CLOSE_M && *next >= 4.0 * CLOSE_M => Some(Guess {
            crs: *crs,
            reason: Label::new("crs-namesakes")
                .with("count", pairs.len())
                .with("apart", format!("{best:.0}"))
                .with("next", format!("{next:.0}")),
        }),
        _ => None,
    }
}
