//! What tables of waters measure: levels and flows, by which headings they go, and which numbers cannot be.

use super::head::{Head, Wrong, number_of, wrong};
use crate::{
    domain::{
        catalogue::Kind,
        hazard::reservoir::flow::{FLOW, INFLOW, OUTFLOW},
        model::Object,
        view::{age::time_field, format},
    },
    io::import::{Fold, table::Row},
};

/// The field of a level.
pub const LEVEL: &str = "level_m";

/// Headings by the field that they are of. `rz`, `z`, `inq`, `otq` and `q` are the fields of the national tables of
/// water (SL 323-2011, ST_RSVR_R and ST_RIVER_R).
const HEADINGS: [(&str, &[&str]); 4] = [
    (
        LEVEL,
        &[
            "level",
            "level_m",
            "value",
            "水位",
            "库水位",
            "当前水位",
            "实时水位",
            "水位(m)",
            "水位值",
            "8时水位",
            "坝上水位",
            "rz",
            "z",
        ],
    ),
    (INFLOW, &["inflow", "inflow_m3s", "入库流量", "入库", "来水流量", "进库流量", "inq"]),
    (OUTFLOW, &["outflow", "outflow_m3s", "出库流量", "出库", "下泄流量", "泄洪流量", "泄流量", "otq"]),
    (FLOW, &["flow", "flow_m3s", "discharge", "流量", "实测流量", "河道流量", "q"]),
];

/// The least and the greatest level anywhere, metres: below the Turpan basin nobody keeps one, nor above the passes of
/// Tibet. Ours.
const ANYWHERE_M: (f64, f64) = (-160.0, 6_000.0);
/// How far below the dead level a water may be drawn down, metres. Ours.
const BELOW_DEAD_M: f64 = 20.0;
/// How far it may stand over its crest, metres. Ours.
const OVER_CREST_M: f64 = 5.0;
/// More than this flows in no river of the country, m3/s: the Yangtze's greatest known flood was 110,000 at Yichang
/// (1870, from flood marks).
const MOST_M3_S: f64 = 110_000.0;
/// Codes of gauges for a reading that is missing.
const CODES: [f64; 5] = [9_999.0, 9_999.9, 9_999.99, 99_999.0, 99_999.9];

/// A column that measures.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure {
    /// The field that is measured.
    pub(super) field: &'static str,
    /// The column.
    pub(super) column: usize,
}

impl Measure {
    /// The columns that measure, levels first.
    pub(super) fn all(head: &Head, fold: &Fold) -> Vec<Self> {
        let column = |(field, names): (&'static str, &[&str])| Some(Self { field, column: head.find(names, fold)? });
        HEADINGS.into_iter().filter_map(column).collect()
    }

    /// Whether a kind has any of what is measured, with its time.
    pub(super) fn any_of(kind: &Kind) -> bool {
        HEADINGS.into_iter().any(|(field, _)| is_kept(kind, field))
    }

    /// The number that a row says of an object of this kind.
    pub(super) fn number(self, row: &Row, kind: &Kind) -> Result<f64, Wrong> {
        let (unit, bad) =
            if self.field == LEVEL { ("m", "readings_bad_value") } else { ("m³/s", "readings_bad_flow") };
        let value = number_of(row.cell(self.column), unit).ok_or(wrong(bad, self.column))?;
        if is_kept(kind, self.field) { Ok(value) } else { Err(wrong("readings_not_measured", self.column)) }
    }

    /// Whether a number can have been measured at an object; a level over the datum that it is registered with.
    pub(super) fn check(self, value: f64, kind: &Kind, object: &Object) -> Result<f64, Wrong> {
        let (code, [low, high], can_be) = if self.field == LEVEL {
            let (low, high, can_be) = can_be_a_level(value, kind, object);
            ("readings_impossible", [low, high], can_be)
        } else {
            let can_be = (0.0..=MOST_M3_S).contains(&value) && !CODES.contains(&value);
            ("readings_impossible_flow", [0.0, MOST_M3_S], can_be)
        };
        let args = || {
            let told = |bound: f64| format::decimal(bound, 2);
            vec![("low", told(low)), ("high", told(high))]
        };
        if can_be { Ok(value) } else { Err(Wrong { code, column: self.column, args: args() }) }
    }
}

fn is_kept(kind: &Kind, field: &str) -> bool {
    kind.index(field).is_some() && time_field(kind, field).is_some()
}

/// The least and the greatest level that a place can have, and whether this is one. Nought is a code for a fault unless
/// the register says, by dead level and crest, that it lies in between.
fn can_be_a_level(level: f64, kind: &Kind, object: &Object) -> (f64, f64, bool) {
    let known = |field: &str| kind.index(field).and_then(|index| object.value(index).as_number());
    let (dead, crest) = (known("dead_level_m"), known("crest_m"));
    let own = (
        dead.map_or(ANYWHERE_M.0, |dead| dead - BELOW_DEAD_M),
        crest.map_or(ANYWHERE_M.1, |crest| crest + OVER_CREST_M),
    );
    // A register that contradicts itself bounds nothing.
    let (low, high) = if own.0 < own.1 { own } else { ANYWHERE_M };
    let is_nought_told = dead.zip(crest).is_some();
    let is_code = CODES.contains(&level) || (level == 0.0 && !is_nought_told);
    (low, high, (low..=high).contains(&level) && !is_code)
}
