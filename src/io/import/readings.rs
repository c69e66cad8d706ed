//! Tables of measured levels and flows: a station, a time, and a level, an inflow, an outflow or a river's flow a row, with
//! a vertical datum where there is a column for it.
//!
//! What cannot be taken is a problem with its place, and the rest is taken, of the same row too. A level without a datum
//! column is over the datum that its station is registered with; one with a datum wants a station with the same.

mod head;
mod measure;
mod stations;

use std::{collections::BTreeMap, path::Path};

use jiff::Timestamp;

use crate::{
    domain::{
        catalogue::Lang,
        hazard::reservoir::{VerticalDatum, datum::same_datum},
        model::ObjectRef,
        problem::Problem,
        world::World,
    },
    io::{
        import::{Fold, ImportError, bytes_of, fold::half_width, format, problems::Problems, table::Row},
        store::Reading,
    },
};

pub use measure::LEVEL;

pub(super) use head::{Head, Wrong, measured_at, moment, number_of, wrong};
use measure::Measure;
pub(super) use stations::{Found, StationColumns, Stations};

pub(super) const TIMES: &[&str] =
    &["time", "时间", "观测时间", "水位时间", "监测时间", "采集时间", "日期时间", "流量时间", "tm"];
const DATUMS: &[&str] = &["datum", "vertical_datum", "高程基准", "高程系统", "基面"];

/// What a file of levels and flows holds.
#[derive(Clone, Debug, Default)]
pub struct LevelFile {
    /// Rows below the headings that hold anything.
    pub rows: u64,
    /// What was taken, in the order of station, field and time, one a station, field and moment.
    pub readings: Vec<Reading>,
    /// What was not taken: a row of no known station or time once, else each value, those that a later row replaced among
    /// them.
    pub left: u64,
    /// Values that say what one before them says.
    pub again: usize,
    /// What is wrong, by row.
    pub problems: Vec<Problem>,
}

impl LevelFile {
    /// Whether there is a flow among what was taken.
    pub fn has_flow(&self) -> bool {
        self.readings.iter().any(|reading| reading.field.as_str() != LEVEL)
    }
}

/// What the user says of a file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// The kind that its stations are of; `None`: any that has a level or a flow and its time.
    pub kind: Option<&'a str>,
    /// The sheet of a workbook; `None`: the first with the headings.
    pub sheet: Option<&'a str>,
    /// The language in which the catalogue's names stand in problems.
    pub lang: Lang,
}

/// Reads a file of levels and flows.
///
/// # Errors
/// When the file as a whole cannot be read; a file without the headings is read, with that as its problem.
pub fn read(
    path: &Path,
    file: &str,
    wanted: Wanted<'_>,
    world: &World,
    now: Timestamp,
) -> Result<LevelFile, ImportError> {
    read_bytes(&bytes_of(path)?, file, wanted, world, now)
}

/// As [`read`], from memory.
///
/// # Errors
/// As [`read`].
pub fn read_bytes(
    bytes: &[u8],
    file: &str,
    wanted: Wanted<'_>,
    world: &World,
    now: Timestamp,
) -> Result<LevelFile, ImportError> {
    let fold = Fold::new();
    let tables = format::read(bytes, None, wanted.sheet, &fold, &|_| false)?.tables;
    let mut problems = Problems::new(file);
    let found = Head::first(&tables, &fold, |head| Columns::of(head, &fold));
    let Some((table, head, columns)) = found else {
        problems.push(Problem::new("readings_no_columns"));
        return Ok(LevelFile { problems: problems.finish(), ..LevelFile::default() });
    };
    let stations = Stations::of(world, wanted.kind, Measure::any_of);
    let reader = LevelReader { world, stations, columns: &columns, lang: wanted.lang, now };
    let mut taken = Taken::default();
    for row in table.rows.iter().skip(head.below).filter(|row| !row.is_empty()) {
        taken.rows += 1;
        for wrong in reader.take(row, &mut taken) {
            problems.push(wrong.problem(table, row, &head.headings));
        }
    }
    Ok(taken.file(problems))
}

/// What is taken of a file.
#[derive(Debug, Default)]
struct Taken {
    rows: u64,
    values: BTreeMap<(ObjectRef, &'static str, Timestamp), f64>,
    left: u64,
    again: usize,
}

impl Taken {
    /// Takes a value; `false`: it replaces another one.
    fn take(&mut self, object: &ObjectRef, field: &'static str, time: Timestamp, value: f64) -> bool {
        let before = self.values.insert((object.clone(), field, time), value);
        let is_other = before.is_some_and(|before| before != value);
        self.left += u64::from(is_other);
        self.again += usize::from(before.is_some() && !is_other);
        !is_other
    }

    fn file(self, problems: Problems) -> LevelFile {
        let reading = |((object, field, time), value): ((ObjectRef, &str, Timestamp), f64)| Reading {
            object,
            field: field.into(),
            time,
            value,
        };
        LevelFile {
            rows: self.rows,
            readings: self.values.into_iter().map(reading).collect(),
            left: self.left,
            again: self.again,
            problems: problems.finish(),
        }
    }
}

/// Where the columns are.
struct Columns {
    station: StationColumns,
    time: usize,
    measures: Vec<Measure>,
    datum: Option<usize>,
}

impl Columns {
    fn of(head: &Head, fold: &Fold) -> Option<Self> {
        let measures = Measure::all(head, fold);
        let (station, time) = (StationColumns::of(head, fold)?, head.find(TIMES, fold)?);
        (!measures.is_empty()).then(|| Self { station, time, measures, datum: head.find(DATUMS, fold) })
    }
}

struct LevelReader<'a> {
    world: &'a World,
    stations: Stations,
    columns: &'a Columns,
    lang: Lang,
    now: Timestamp,
}

impl LevelReader<'_> {
    /// Takes what can be taken of a row, and says what is wrong with it.
    fn take(&self, row: &Row, taken: &mut Taken) -> Vec<Wrong> {
        let time = || {
            let column = self.columns.time;
            measured_at(row.cell(column), self.now).map_err(|code| wrong(code, column))
        };
        let place = self.stations.of_row(row, self.columns.station);
        let (found, time) = match place.and_then(|found| Ok((found, time()?))) {
            Ok(place) => place,
            Err(wrong) => {
                taken.left += 1;
                return vec![wrong];
            }
        };
        let mut told = Vec::from_iter(found.disagrees);
        for measure in self.filled(row) {
            match self.value(row, &found.object, measure) {
                Ok(value) if taken.take(&found.object, measure.field, time, value) => {}
                Ok(_) => told.push(wrong("readings_twice", measure.column)),
                Err(wrong) => {
                    taken.left += 1;
                    told.push(wrong);
                }
            }
        }
        told
    }

    /// The columns in which a row says anything; the first where it says nothing at all.
    fn filled(&self, row: &Row) -> Vec<Measure> {
        let all = &self.columns.measures;
        let is_filled = |measure: &&Measure| !row.cell(measure.column).text().trim().is_empty();
        let filled: Vec<Measure> = all.iter().filter(is_filled).copied().collect();
        if filled.is_empty() { all.iter().take(1).copied().collect() } else { filled }
    }

    fn value(&self, row: &Row, object: &ObjectRef, measure: Measure) -> Result<f64, Wrong> {
        let layer = self.world.layer(object.kind.as_str());
        let (layer, found) =
            layer.zip(self.world.object(object)).ok_or(wrong("readings_no_station", measure.column))?;
        let value = measure.number(row, layer.kind())?;
        if measure.field == LEVEL {
            // What is over another datum cannot be judged by the register's heights.
            self.datum(row, object)?;
        }
        measure.check(value, layer.kind(), found)
    }

    /// Whether a level may stand among those of its station: the datum is the same, or the row says none.
    fn datum(&self, row: &Row, object: &ObjectRef) -> Result<(), Wrong> {
        let Some(column) = self.columns.datum else { return Ok(()) };
        let text = row.cell(column).text().trim().to_owned();
        if text.is_empty() {
            return Ok(());
        }
        let said = datum_of(&text).ok_or(wrong("readings_bad_datum", column))?;
        let Some(known) = self.stations.datum(object) else {
            return Err(wrong("readings_datum_unregistered", column));
        };
        same_datum(Some(said), Some(known)).map_err(|_| {
            let field = self.world.layer(object.kind.as_str()).and_then(|layer| layer.kind().field("vertical_datum"));
            let choice = field.and_then(|field| field.choice(known.id()));
            let name = choice.map_or(known.id(), |choice| choice.name(self.lang));
            Wrong { code: "readings_datum_mixed", column, args: vec![("known", name.to_owned())] }
        })
    }
}

/// A vertical datum as tables write it.
fn datum_of(text: &str) -> Option<VerticalDatum> {
    let text = half_width(text).to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    match (says(&["1985", "85高程", "85国家", "85基准", "y1985"]), says(&["吴淞", "wusong"])) {
        (true, false) => Some(VerticalDatum::Y1985),
        (false, true) => Some(VerticalDatum::Wusong),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
