//! Forecasts of rain by township: a township a row, the millimetres of the next 1, 3, 6 and 24 hours, and when it was
//! issued. Of a table or of text that was copied out of one.

use std::{collections::BTreeMap, path::Path};

use jiff::Timestamp;

use super::is_amount;
use crate::{
    domain::{
        hazard::{
            rain::{Forecast, forecast::HOURS},
            reservoir::season::is_ahead,
        },
        model::ObjectRef,
        problem::Problem,
        query::name_of,
        world::World,
    },
    io::import::{
        Fold, ImportError, bytes_of, format,
        problems::Problems,
        readings::{Head, Wrong, moment, number_of, wrong},
        table::Row,
    },
};

const TOWNSHIPS: &[&str] = &["乡镇", "乡镇(街道)", "乡镇街道", "街道", "镇街", "名称", "township", "name"];
const ISSUED: &[&str] = &["发布时间", "预报发布时间", "起报时间", "发布时刻", "issued", "forecast_time", "时间"];

/// What a table of forecasts holds.
#[derive(Clone, Debug, Default)]
pub struct ForecastFile {
    /// Rows below the headings that hold anything.
    pub rows: u64,
    /// The newest forecast of each township.
    pub forecasts: BTreeMap<ObjectRef, Forecast>,
    /// Rows that were not taken.
    pub left: u64,
    /// What is wrong, by row.
    pub problems: Vec<Problem>,
}

/// Reads a file of forecasts. `issued`: when they were issued, where the rows do not say.
///
/// # Errors
/// When the file as a whole cannot be read; a file without the headings is read, with that as its problem.
pub fn read(
    path: &Path,
    file: &str,
    sheet: Option<&str>,
    issued: Option<Timestamp>,
    world: &World,
    now: Timestamp,
) -> Result<ForecastFile, ImportError> {
    read_bytes(&bytes_of(path)?, file, sheet, issued, world, now)
}

/// As [`read`], from memory; `file` stands with the problems.
///
/// # Errors
/// As [`read`].
pub fn read_bytes(
    bytes: &[u8],
    file: &str,
    sheet: Option<&str>,
    issued: Option<Timestamp>,
    world: &World,
    now: Timestamp,
) -> Result<ForecastFile, ImportError> {
    let fold = Fold::new();
    let tables = format::read(bytes, None, sheet, &fold, &|_| false)?.tables;
    let mut problems = Problems::new(file);
    let found = Head::first(&tables, &fold, |head| Columns::of(head, &fold));
    let Some((table, head, columns)) = found else {
        problems.push(Problem::new("forecast_no_columns"));
        return Ok(ForecastFile { problems: problems.finish(), ..ForecastFile::default() });
    };
    let townships = by_name(world);
    let mut out = ForecastFile::default();
    for row in table.rows.iter().skip(head.below).filter(|row| !row.is_empty()) {
        out.rows += 1;
        let wrong = match columns.read(row, &townships, issued, now) {
            Ok((object, forecast)) => match out.forecasts.get(&object) {
                Some(known) if known.issued == forecast.issued && *known != forecast => {
                    out.left += 1;
                    out.forecasts.insert(object, forecast);
                    Some(wrong("forecast_twice", columns.township))
                }
                Some(known) if known.issued > forecast.issued => None,
                _ => {
                    out.forecasts.insert(object, forecast);
                    None
                }
            },
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
    Ok(out)
}

fn by_name(world: &World) -> BTreeMap<String, ObjectRef> {
    let Some(layer) = world.layer("township") else { return BTreeMap::new() };
    let named = |object: &std::sync::Arc<crate::domain::model::Object>| {
        let of = ObjectRef { kind: object.kind.clone(), uid: object.uid };
        (name_of(layer.kind(), object), of)
    };
    layer.objects().map(named).collect()
}

/// Where the columns are.
struct Columns {
    township: usize,
    mm: [Option<usize>; HOURS.len()],
    issued: Option<usize>,
}

impl Columns {
    fn of(head: &Head, fold: &Fold) -> Option<Self> {
        let find = |names: &[&str]| head.find(names, fold);
        let of_hours = |hours: u32| {
            let names = [
                format!("{hours}小时"),
                format!("{hours}小时雨量"),
                format!("预报{hours}小时雨量"),
                format!("未来{hours}小时"),
                format!("未来{hours}小时雨量"),
                format!("{hours}小时预报雨量"),
                format!("{hours}h"),
                format!("forecast_{hours}h_mm"),
            ];
            find(&names.each_ref().map(String::as_str))
        };
        let mm = HOURS.map(of_hours);
        let township = find(TOWNSHIPS)?;
        mm.iter().any(Option::is_some).then(|| Self { issued: find(ISSUED), township, mm })
    }

    fn read(
        &self,
        row: &Row,
        townships: &BTreeMap<String, ObjectRef>,
        issued: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<(ObjectRef, Forecast), Wrong> {
        let name = row.cell(self.township).text();
        let object = townships.get(name.trim()).ok_or(wrong("forecast_no_township", self.township))?;
        let said = self.issued.filter(|column| !row.cell(*column).text().trim().is_empty());
        let issued = match said {
            Some(column) => moment(row.cell(column)).ok_or(wrong("readings_bad_time", column))?,
            None => issued.ok_or(wrong("forecast_no_time", self.issued.unwrap_or(self.township)))?,
        };
        if is_ahead(issued, now) {
            return Err(wrong("readings_future", self.issued.unwrap_or(self.township)));
        }
        let mut mm = [None; HOURS.len()];
        for ((slot, column), hours) in mm.iter_mut().zip(self.mm).zip(HOURS) {
            let Some(column) = column.filter(|column| !row.cell(*column).text().trim().is_empty()) else { continue };
            let number = number_of(row.cell(column), "mm").ok_or(wrong("rain_bad_value", column))?;
            if !is_amount(number, hours * 60) {
                return Err(wrong("rain_impossible", column));
            }
            *slot = Some(number);
        }
        if mm.iter().all(Option::is_none) {
            return Err(wrong("forecast_empty", self.township));
        }
        Ok((object.clone(), Forecast { issued, mm }))
    }
}
