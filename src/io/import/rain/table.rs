//! Tables of amounts: xlsx, xls, csv.

use std::path::Path;

use jiff::Timestamp;

use super::{Taken, is_amount};
use crate::{
    domain::{
        hazard::rain::{series::HOURLY, standing::is_station},
        problem::Problem,
        world::World,
    },
    io::{
        import::{
            Fold, ImportError, bytes_of, format,
            problems::Problems,
            readings::{Found, Head, StationColumns, Stations, TIMES, Wrong, measured_at, number_of, wrong},
            table::Row,
        },
        store::Reading,
    },
};

const AMOUNTS: &[&str] = &[
    "mm",
    "rain",
    "rain_mm",
    "rain_1h_mm",
    "rainfall",
    "value",
    "雨量",
    "降雨量",
    "降水量",
    "时段雨量",
    "小时雨量",
    "1小时雨量",
    "雨量(mm)",
    "雨量值",
    "drp",
];
const LENGTHS: &[&str] = &["minutes", "时段", "时段长", "时段(分钟)", "时段长(分钟)", "时长(分钟)"];
/// The longest interval of an amount, minutes: a day.
const LONGEST: f64 = 1_440.0;

/// What the user says of a file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// The sheet of a workbook; `None`: the first with the headings.
    pub sheet: Option<&'a str>,
    /// How long the interval of an amount is where the row does not say, minutes; `None`: an hour.
    pub minutes: Option<u32>,
}

/// What a file of amounts holds.
#[derive(Clone, Debug, Default)]
pub struct RainFile {
    /// Rows below the headings that hold anything.
    pub rows: u64,
    /// What was taken, in the order of station, length and time, one of each.
    pub readings: Vec<Reading>,
    /// Rows that were not taken, those that a later row replaced among them.
    pub left: u64,
    /// Rows that say what a row before them says.
    pub again: usize,
    /// What is wrong, by row.
    pub problems: Vec<Problem>,
}

/// Reads a file of amounts.
///
/// # Errors
/// When the file as a whole cannot be read; a file without the three headings is read, with that as its problem.
pub fn read(
    path: &Path,
    file: &str,
    wanted: Wanted<'_>,
    world: &World,
    now: Timestamp,
) -> Result<RainFile, ImportError> {
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
) -> Result<RainFile, ImportError> {
    let fold = Fold::new();
    let tables = format::read(bytes, None, wanted.sheet, &fold, &|_| false)?.tables;
    let mut problems = Problems::new(file);
    let found = Head::first(&tables, &fold, |head| Columns::of(head, &fold));
    let Some((table, head, columns)) = found else {
        problems.push(Problem::new("rain_no_columns"));
        return Ok(RainFile { problems: problems.finish(), ..RainFile::default() });
    };
    let stations = Stations::of(world, None, is_station);
    let minutes = wanted.minutes.unwrap_or(HOURLY);
    let (mut taken, mut out) = (Taken::default(), RainFile::default());
    for row in table.rows.iter().skip(head.below).filter(|row| !row.is_empty()) {
        out.rows += 1;
        let wrong = match columns.read(row, &stations, minutes, now) {
            Ok((found, minutes, time, mm)) => {
                let is_twice = !taken.take(found.object, minutes, time, mm);
                [found.disagrees, is_twice.then(|| wrong("rain_twice", columns.amount))]
            }
            Err(wrong) => {
                out.left += 1;
                [Some(wrong), None]
            }
        };
        for wrong in wrong.into_iter().flatten() {
            problems.push(wrong.problem(table, row, &head.headings));
        }
    }
    out.problems = problems.finish();
    out.left += taken.replaced;
    out.again = taken.again;
    out.readings = taken.readings();
    Ok(out)
}

/// Where the columns are.
struct Columns {
    station: StationColumns,
    time: usize,
    amount: usize,
    length: Option<usize>,
}

impl Columns {
    fn of(head: &Head, fold: &Fold) -> Option<Self> {
        let find = |names: &[&str]| head.find(names, fold);
        let time = find(TIMES).or_else(|| find(&["雨量时间"]))?;
        Some(Self { station: StationColumns::of(head, fold)?, time, amount: find(AMOUNTS)?, length: find(LENGTHS) })
    }

    /// The station, the minutes, the end and the millimetres of a row.
    fn read(
        &self,
        row: &Row,
        stations: &Stations,
        minutes: u32,
        now: Timestamp,
    ) -> Result<(Found, u32, Timestamp, f64), Wrong> {
        let found = stations.of_row(row, self.station)?;
        let time = measured_at(row.cell(self.time), now).map_err(|code| wrong(code, self.time))?;
        let minutes = self.minutes(row, minutes)?;
        let mm = number_of(row.cell(self.amount), "mm").ok_or(wrong("rain_bad_value", self.amount))?;
        if !is_amount(mm, minutes) {
            return Err(wrong("rain_impossible", self.amount));
        }
        Ok((found, minutes, time, mm))
    }

    fn minutes(&self, row: &Row, otherwise: u32) -> Result<u32, Wrong> {
        let Some(column) = self.length.filter(|column| !row.cell(*column).text().trim().is_empty()) else {
            return Ok(otherwise);
        };
        let minutes = number_of(row.cell(column), "分钟");
        let minutes = minutes.filter(|minutes| (1.0..=LONGEST).contains(minutes) && minutes.fract() == 0.0);
        minutes.map(|minutes| minutes as u32).ok_or(wrong("rain_bad_minutes", column))
    }
}
