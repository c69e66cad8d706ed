//! IBTrACS (NOAA): a line a fix, UTC, knots and nautical miles. NOAA's own columns (`SID`, `ISO_TIME`, `LAT`, `LON`, a
//! second line with units) and the simple ones (`track_id`, `time`, `lat`, `lon`, `wind`, `slp`). A storm is all lines of
//! one id, wherever they stand.

use std::collections::BTreeMap;

use csv::{ByteRecord, ReaderBuilder};
use jiff::{Timestamp, tz::Offset};

use crate::{
    domain::{
        hazard::typhoon::{Circle, Fix, Storm},
        place::Position,
        problem::Problem,
    },
    io::import::{
        date::{instant, parse},
        typhoon::{KNOT_MPS, NAUTICAL_MILE_M, PRESSURE_HPA, Reading, bare, jma::leaning, with_wind},
    },
};

/// What a storm nobody named is called in the archive.
const NAMELESS: [&str; 3] = ["NOT_NAMED", "UNNAMED", "MISSING"];
/// The quadrants as the archive spells them, clockwise from north-east.
const QUADRANTS: [&str; 4] = ["NE", "SE", "SW", "NW"];

pub(super) fn read(bytes: &[u8], reading: &mut Reading) {
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut record = ByteRecord::new();
    let Ok(true) = reader.read_byte_record(&mut record) else {
        reading.problem(Problem::new("typhoon_not_tracks").arg("columns", ""));
        return;
    };
    let columns = match Columns::of(&record) {
        Ok(columns) => columns,
        Err(missing) => {
            let columns = format!(" ({})", missing.join(", "));
            reading.problem(Problem::new("typhoon_not_tracks").arg("columns", columns));
            return;
        }
    };
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    loop {
        let row = reader.position().line();
        match reader.read_byte_record(&mut record) {
            Ok(true) => columns.row(&record, row, &mut known, reading),
            Ok(false) => return,
            Err(error) => {
                reading.problem(Problem::new("typhoon_broken").row(row).arg("why", error));
                return;
            }
        }
    }
}

/// Where the columns stand.
struct Columns {
    id: usize,
    time: usize,
    lon: usize,
    lat: usize,
    number: Option<usize>,
    name: Option<usize>,
    wind: Option<usize>,
    pressure: Option<usize>,
    name_zh: Option<usize>,
    /// Radii by level (34, 50, 64 knots) and quadrant.
    radii: [Option<[usize; 4]>; 3],
    /// Direction, longest and shortest radius by level (30, 50 knots).
    leaning: [Option<[usize; 3]>; 2],
}

impl Columns {
    /// By the headings; or which are missing.
    fn of(head: &ByteRecord) -> Result<Self, Vec<&'static str>> {
        let heads: Vec<String> =
            head.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_ascii_uppercase()).collect();
        let find = |names: &[&str]| heads.iter().position(|head| names.contains(&head.as_str()));
        let needed = [
            ("SID", find(&["SID", "TRACK_ID"])),
            ("ISO_TIME", find(&["ISO_TIME", "TIME"])),
            ("LON", find(&["LON"])),
            ("LAT", find(&["LAT"])),
        ];
        let [Some(id), Some(time), Some(lon), Some(lat)] = needed.map(|(_, at)| at) else {
            return Err(needed.iter().filter(|(_, at)| at.is_none()).map(|(name, _)| *name).collect());
        };
        let radii = ["R34", "R50", "R64"].map(|wind| {
            let [ne, se, sw, nw] = QUADRANTS.map(|quadrant| find(&[&format!("USA_{wind}_{quadrant}")]));
            Some([ne?, se?, sw?, nw?])
        });
        let leaning = ["R30", "R50"].map(|wind| {
            let [direction, longest, shortest] =
                ["DIR", "LONG", "SHORT"].map(|what| find(&[&format!("TOKYO_{wind}_{what}")]));
            Some([direction?, longest?, shortest?])
        });
        Ok(Self {
            id,
            time,
            lon,
            lat,
            number: find(&["INTL_NO"]),
            name: find(&["NAME"]),
            name_zh: find(&["NAME_ZH"]),
            wind: find(&["WMO_WIND", "WIND"]),
            pressure: find(&["WMO_PRES", "SLP"]),
            radii,
            leaning,
        })
    }

    fn row(&self, record: &ByteRecord, row: u64, known: &mut BTreeMap<String, usize>, reading: &mut Reading) {
        let cell = |at: usize| String::from_utf8_lossy(record.get(at).unwrap_or_default()).trim().to_owned();
        let id = cell(self.id);
        let [lon, lat] = [self.lon, self.lat].map(cell);
        // The second line of NOAA's own files holds the units: no id.
        if id.is_empty() && lon.parse::<f64>().is_err() {
            return;
        }
        if id.is_empty() {
            reading.problem(Problem::new("typhoon_no_id").row(row));
            return;
        }
        let text = cell(self.time);
        let Some(time) = moment(&text) else {
            reading.problem(Problem::new("typhoon_time").row(row).column("ISO_TIME").value(text).arg("storm", &id));
            return;
        };
        let Some(position) = position(&lon, &lat) else {
            let problem = Problem::new("typhoon_position").row(row).column("LON, LAT").arg("storm", &id);
            reading.problem(problem.value(format!("{lon}, {lat}")));
            return;
        };
        let mut number = |column: Option<usize>, name: &str, range: std::ops::RangeInclusive<f64>| {
            let at = Problem::new("typhoon_number").row(row).column(name).arg("storm", &id);
            reading.number(&cell(column?), &at, range)
        };
        let mut state = bare(time, position);
        state.pressure_hpa = number(self.pressure, "SLP", PRESSURE_HPA);
        let knots = number(self.wind, "WIND", 0.0..=300.0);
        let mut circles = self.radii.map(|columns| {
            let radii = columns?.map(|column| number(Some(column), "USA_R", 0.0..=1_600.0));
            // A line that says one quadrant says them all.
            let is_said = radii.iter().any(Option::is_some);
            is_said.then(|| Circle::Quadrants(radii.map(|miles| miles.unwrap_or_default() * NAUTICAL_MILE_M)))
        });
        // Four radii say more than two.
        for (circle, columns) in circles.iter_mut().zip(self.leaning).filter(|(circle, _)| circle.is_none()) {
            let said = columns.map(|columns| columns.map(|column| number(Some(column), "TOKYO_R", 0.0..=1_600.0)));
            if let Some([Some(direction), Some(longest), Some(shortest)]) = said {
                *circle = Some(leaning((direction as u8, longest, shortest)));
            }
        }
        let state = with_wind(state, knots.map(|knots| knots * KNOT_MPS));
        let fix = Fix { state, circles, moves_kmh: None, moves_to_deg: None, forecasts: Vec::new() };
        let at = *known.entry(id.clone()).or_insert_with(|| {
            let said = |column: Option<usize>| column.map(cell).filter(|text| !text.is_empty());
            let name_en = said(self.name).filter(|name| !NAMELESS.contains(&name.as_str()));
            let storm =
                Storm { id, number: said(self.number), name_zh: said(self.name_zh), name_en, ..Storm::default() };
            reading.storms.push(storm);
            reading.storms.len() - 1
        });
        if let Some(storm) = reading.storms.get_mut(at) {
            storm.fixes.push(fix);
        }
    }
}

/// Longitudes of the archive may run on past 180.
fn position(lon: &str, lat: &str) -> Option<Position> {
    let (lon, lat) = lon.parse().ok().zip(lat.parse().ok())?;
    let lon: f64 = if (180.0..=360.0).contains(&lon) { lon - 360.0 } else { lon };
    Position::new(lon, lat).ok()
}

/// A moment of the archive: UTC unless it carries its own offset.
fn moment(text: &str) -> Option<Timestamp> {
    instant(text).or_else(|| Offset::UTC.to_timestamp(parse(text)?).ok())
}
