//! Tables of measured levels: a station, a time and a level a row, with a vertical datum where there is a column for it.
//!
//! A row that cannot be taken is a problem with its place, and the others are taken. A level without a datum column is
//! over the datum that its station is registered with; one with a datum wants a station with the same.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use jiff::{Timestamp, ToSpan as _};

use crate::{
    domain::{
        catalogue::{FieldType, Kind, Lang},
        hazard::reservoir::{VerticalDatum, datum::same_datum, season::is_ahead},
        model::{ObjectRef, Uid},
        problem::Problem,
        world::World,
    },
    io::{
        import::{
            Fold, ImportError, bytes_of, date,
            fold::half_width,
            format, number,
            problems::Problems,
            table::{Cell, Row, Table},
        },
        store::{KEEP_DAYS, Reading},
    },
};

/// The field that is measured.
pub const LEVEL: &str = "level_m";

/// Rows in which headings are looked for.
const HEAD_ROWS: usize = 10;

pub(super) const STATIONS: &[&str] = &[
    "station",
    "name",
    "code",
    "id",
    "测站",
    "站名",
    "测站名称",
    "测站编码",
    "站码",
    "雨量站",
    "雨量站名称",
    "水库",
    "水库名称",
    "山塘名称",
    "名称",
    "编号",
];
pub(super) const TIMES: &[&str] = &["time", "时间", "观测时间", "水位时间", "监测时间", "采集时间", "日期时间"];
const LEVELS: &[&str] =
    &["level", "level_m", "value", "水位", "库水位", "当前水位", "实时水位", "水位(m)", "水位值", "8时水位"];
const DATUMS: &[&str] = &["datum", "vertical_datum", "高程基准", "高程系统", "基面"];

/// What a file of levels holds.
#[derive(Clone, Debug, Default)]
pub struct LevelFile {
    /// Rows below the headings that hold anything.
    pub rows: u64,
    /// What was taken, in the order of station and time, one a station and moment.
    pub readings: Vec<Reading>,
    /// Rows that were not taken, those that a later row of their station and moment replaced among them.
    pub left: u64,
    /// Rows that say what a row before them says.
    pub again: usize,
    /// What is wrong, by row.
    pub problems: Vec<Problem>,
}

/// What the user says of a file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// The kind that its stations are of; `None`: any that has a level and its time.
    pub kind: Option<&'a str>,
    /// The sheet of a workbook; `None`: the first with the headings.
    pub sheet: Option<&'a str>,
    /// The language in which the catalogue's names stand in problems.
    pub lang: Lang,
}

/// Reads a file of levels.
///
/// # Errors
/// When the file as a whole cannot be read; a file without the three headings is read, with that as its problem.
pub fn read(
    path: &Path,
    file: &str,
    wanted: Wanted<'_>,
    world: &World,
    now: Timestamp,
) -> Result<LevelFile, ImportError> {
    let fold = Fold::new();
    let tables = format::read(&bytes_of(path)?, None, wanted.sheet, &fold, &|_| false)?.tables;
    let mut problems = Problems::new(file);
    let found = Head::first(&tables, &fold, |head| Columns::of(head, &fold));
    let Some((table, head, columns)) = found else {
        problems.push(Problem::new("readings_no_columns"));
        return Ok(LevelFile { problems: problems.finish(), ..LevelFile::default() });
    };
    let reader = LevelReader {
        world,
        stations: Stations::of(world, wanted.kind, has_level),
        columns: &columns,
        lang: wanted.lang,
        now,
    };
    let mut taken: BTreeMap<(ObjectRef, Timestamp), f64> = BTreeMap::new();
    let mut out = LevelFile::default();
    for row in table.rows.iter().skip(head.below).filter(|row| !row.is_empty()) {
        out.rows += 1;
        let wrong = match reader.row(row) {
            Ok((object, time, level)) => {
                let before = taken.insert((object, time), level);
                let is_other = before.is_some_and(|before| before != level);
                out.left += u64::from(is_other);
                out.again += usize::from(before.is_some() && !is_other);
                is_other.then(|| wrong("readings_twice", columns.level))
            }
            Err(wrong) => {
                out.left += 1;
                Some(wrong)
            }
        };
        if let Some(wrong) = wrong {
            problems.push(wrong.problem(table, row, &head.headings));
        }
    }
    out.problems = problems.finish();
    let reading = |((object, time), value)| Reading { object, field: LEVEL.into(), time, value };
    out.readings = taken.into_iter().map(reading).collect();
    Ok(out)
}

/// What is wrong with a row, and in which column.
pub(super) struct Wrong {
    pub(super) code: &'static str,
    pub(super) column: usize,
    pub(super) args: Vec<(&'static str, String)>,
}

impl Wrong {
    /// The problem with its place.
    pub(super) fn problem(self, table: &Table, row: &Row, headings: &[String]) -> Problem {
        let mut problem = Problem { args: self.args, ..Problem::new(self.code).row(row.number) };
        problem.column = headings.get(self.column).cloned();
        problem.value = Some(row.cell(self.column).text().into_owned()).filter(|text| !text.is_empty());
        problem.sheet.clone_from(&table.sheet);
        problem
    }
}

pub(super) const fn wrong(code: &'static str, column: usize) -> Wrong {
    Wrong { code, column, args: Vec::new() }
}

/// A row of headings.
pub(super) struct Head {
    pub(super) headings: Vec<String>,
    folded: Vec<String>,
    /// How many rows stand above the first of the data.
    pub(super) below: usize,
}

impl Head {
    /// The first row of the tables whose headings name the columns; instructions may stand above it.
    pub(super) fn first<'a, T>(
        tables: &'a [Table],
        fold: &Fold,
        columns: impl Fn(&Self) -> Option<T>,
    ) -> Option<(&'a Table, Self, T)> {
        let head = |headings: Vec<String>, below: usize| {
            let folded = headings.iter().map(|heading| fold.heading(heading)).collect();
            let head = Self { headings, folded, below };
            columns(&head).map(|found| (head, found))
        };
        tables.iter().find_map(|table| {
            let found = match &table.names {
                Some(names) => head(names.clone(), 0),
                None => table.rows.iter().take(HEAD_ROWS).enumerate().find_map(|(at, row)| {
                    head((0..row.len()).map(|column| row.cell(column).text().into_owned()).collect(), at + 1)
                }),
            };
            found.map(|(head, columns)| (table, head, columns))
        })
    }

    /// The column that goes by the first of these names that any does.
    pub(super) fn find(&self, names: &[&str], fold: &Fold) -> Option<usize> {
        let names = names.iter().map(|name| fold.heading(name));
        names.into_iter().find_map(|name| self.folded.iter().position(|known| *known == name))
    }
}

/// Where the columns are.
struct Columns {
    station: usize,
    time: usize,
    level: usize,
    datum: Option<usize>,
}

impl Columns {
    fn of(head: &Head, fold: &Fold) -> Option<Self> {
        let find = |names: &[&str]| head.find(names, fold);
        Some(Self { station: find(STATIONS)?, time: find(TIMES)?, level: find(LEVELS)?, datum: find(DATUMS) })
    }
}

/// The places that measure.
pub(super) struct Stations {
    by_name: HashMap<String, Vec<ObjectRef>>,
    datums: BTreeMap<ObjectRef, Option<VerticalDatum>>,
}

impl Stations {
    /// Of a kind, or of all that measure so.
    pub(super) fn of(world: &World, wanted: Option<&str>, measures: impl Fn(&Kind) -> bool) -> Self {
        let mut stations = Self { by_name: HashMap::new(), datums: BTreeMap::new() };
        for layer in world.layers() {
            let kind = layer.kind();
            if !measures(kind) || wanted.is_some_and(|wanted| wanted != kind.id.as_str()) {
                continue;
            }
            let fields = [kind.label.as_str(), "code"].map(|field| kind.index(field));
            let datum = kind.index("vertical_datum");
            for object in layer.objects() {
                let reference = ObjectRef { kind: object.kind.clone(), uid: object.uid };
                let text = |index: Option<usize>| index.and_then(|index| object.value(index).as_text());
                for name in fields.into_iter().filter_map(text).map(str::trim).filter(|name| !name.is_empty()) {
                    let of_name = stations.by_name.entry(name.to_owned()).or_default();
                    if !of_name.contains(&reference) {
                        of_name.push(reference.clone());
                    }
                }
                stations.datums.insert(reference, text(datum).and_then(VerticalDatum::of));
            }
        }
        stations
    }

    pub(super) fn find(&self, text: &str) -> Result<ObjectRef, &'static str> {
        let by_id = text.parse::<Uid>().ok().and_then(|uid| self.datums.keys().find(|object| object.uid == uid));
        match (by_id, self.by_name.get(text).map(Vec::as_slice)) {
            (Some(object), _) | (None, Some([object])) => Ok(object.clone()),
            (None, None | Some([])) => Err("readings_no_station"),
            (None, Some(_)) => Err("readings_several"),
        }
    }
}

/// Whether a kind has a level and its time.
fn has_level(kind: &Kind) -> bool {
    let is_time = kind.field("level_time").is_some_and(|field| field.field_type == FieldType::Time);
    is_time && kind.index(LEVEL).is_some()
}

struct LevelReader<'a> {
    world: &'a World,
    stations: Stations,
    columns: &'a Columns,
    lang: Lang,
    now: Timestamp,
}

impl LevelReader<'_> {
    fn row(&self, row: &Row) -> Result<(ObjectRef, Timestamp, f64), Wrong> {
        let columns = self.columns;
        let station = row.cell(columns.station).text();
        let object = self.stations.find(station.trim()).map_err(|code| wrong(code, columns.station))?;
        let time = measured_at(row.cell(columns.time), self.now).map_err(|code| wrong(code, columns.time))?;
        let level = match row.cell(columns.level) {
            Cell::Number(number) => Some(number),
            Cell::Text(text) => number::parse(text, Some("m")).map(|number| number.value),
            Cell::Empty | Cell::Bool(_) | Cell::Time(_) => None,
        };
        let level = level.filter(|level| level.is_finite()).ok_or(wrong("readings_bad_value", columns.level))?;
        self.datum(row, &object)?;
        Ok((object, time, level))
    }

    /// Whether a level may stand among those of its station: the datum is the same, or the row says none.
    fn datum(&self, row: &Row, object: &ObjectRef) -> Result<(), Wrong> {
        let Some(column) = self.columns.datum else { return Ok(()) };
        let text = row.cell(column).text().trim().to_owned();
        if text.is_empty() {
            return Ok(());
        }
        let said = datum_of(&text).ok_or(wrong("readings_bad_datum", column))?;
        let known = self.stations.datums.get(object).copied().flatten();
        let Some(known) = known else { return Err(wrong("readings_datum_unregistered", column)) };
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

/// When a row was measured: a moment that has come and that series are kept of; else what is wrong with it.
pub(super) fn measured_at(cell: Cell<'_>, now: Timestamp) -> Result<Timestamp, &'static str> {
    let time = moment(cell).ok_or("readings_bad_time")?;
    if is_ahead(time, now) {
        return Err("readings_future");
    }
    if now.checked_sub((i64::from(KEEP_DAYS) * 24).hours()).is_ok_and(|first| time < first) {
        return Err("readings_too_old");
    }
    Ok(time)
}

/// A moment of a cell, to the second as series keep it; what has no zone is Beijing time.
pub(super) fn moment(cell: Cell<'_>) -> Option<Timestamp> {
    let moment = match cell {
        Cell::Time(time) => date::beijing(time),
        Cell::Number(serial) => date::of_serial(serial).and_then(date::beijing),
        Cell::Text(text) => date::instant(text).or_else(|| date::parse(text).and_then(date::beijing)),
        Cell::Empty | Cell::Bool(_) => None,
    }?;
    Timestamp::from_second(moment.as_second()).ok()
}

#[cfg(test)]
mod tests;
