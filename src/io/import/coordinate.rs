//! The place that a row gives, first as it stands, then settled in WGS-84.

use geo_types::{Geometry, Point};

use crate::{
    domain::{
        catalogue::GeometryType,
        place::{parse_angle, parse_position},
    },
    io::import::{
        datum::Crs,
        fold::{half_width, is_space},
        heading::Target,
        layout::Column,
        table::{Cell, Row},
    },
};

/// What a row says of its place, in the file's own datum.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// Nothing: no column, or empty cells.
    Nothing,
    /// Two numbers as their columns name them, longitude (or the first) first.
    Pair(f64, f64),
    /// A geometry.
    Shape(Geometry),
    /// Something that cannot be read: the column and its text.
    Unreadable(String, String),
    /// One of two coordinates is not there: the column that is empty.
    Half(String),
}

/// Where the columns of a position stand.
#[derive(Clone, Copy, Debug, Default)]
pub struct Places {
    lon: Option<usize>,
    lat: Option<usize>,
    both: Option<usize>,
}

impl Places {
    /// The columns of a sheet that give a position.
    pub fn of(columns: &[Column]) -> Self {
        let find =
            |target| columns.iter().position(|column| column.matched.is_some_and(|found| found.target == target));
        Self { lon: find(Target::Lon), lat: find(Target::Lat), both: find(Target::LonLat) }
    }

    /// Whether the sheet gives positions at all.
    pub const fn any(self) -> bool {
        self.both.is_some() || (self.lon.is_some() && self.lat.is_some())
    }

    /// What a row says of its place.
    pub fn read(self, row: &Row, columns: &[Column]) -> Given {
        if let Some(feature) = &row.feature {
            match &feature.geometry {
                Ok(Some(geometry)) => return Given::Shape(geometry.clone()),
                Ok(None) => {}
                Err(why) => return Given::Unreadable("geometry".to_owned(), why.clone()),
            }
        }
        let heading = |column: usize| columns.get(column).map(|column| column.heading.clone()).unwrap_or_default();
        if let (Some(lon), Some(lat)) = (self.lon, self.lat) {
            let (x, y) = (row.cell(lon), row.cell(lat));
            match (is_empty(x), is_empty(y)) {
                (true, true) => {}
                (true, false) => return Given::Half(heading(lon)),
                (false, true) => return Given::Half(heading(lat)),
                (false, false) => {
                    return match (one(x), one(y)) {
                        (Some(x), Some(y)) => Given::Pair(x, y),
                        (None, _) => Given::Unreadable(heading(lon), x.text().into_owned()),
                        (_, None) => Given::Unreadable(heading(lat), y.text().into_owned()),
                    };
                }
            }
        }
        match self.both.map(|both| (both, row.cell(both))) {
            Some((_, cell)) if is_empty(cell) => Given::Nothing,
            Some((both, cell)) => match two(&cell.text()) {
                Some((x, y)) => Given::Pair(x, y),
                None => Given::Unreadable(heading(both), cell.text().into_owned()),
            },
            None => Given::Nothing,
        }
    }
}

fn is_empty(cell: Cell<'_>) -> bool {
    match cell {
        Cell::Empty => true,
        Cell::Text(text) => matches!(text, "-" | "--" | "—" | "——" | "/" | "无" | "暂无" | "null" | "NULL" | "N/A"),
        _ => false,
    }
}

fn one(cell: Cell<'_>) -> Option<f64> {
    match cell {
        Cell::Number(number) => Some(number).filter(|number| number.is_finite()),
        Cell::Text(text) => coordinate(text),
        _ => None,
    }
}

/// One coordinate: decimal degrees or metres, or degrees in any form.
fn coordinate(text: &str) -> Option<f64> {
    let plain: String = half_width(text).chars().filter(|c| !is_space(*c)).collect();
    let number = plain.parse::<f64>().ok().filter(|number| number.is_finite());
    number.or_else(|| parse_angle(text).map(|angle| angle.degrees))
}

/// Two coordinates in one cell, in the order they stand unless the text names them.
fn two(text: &str) -> Option<(f64, f64)> {
    let narrow = half_width(text);
    let inner = narrow.trim().trim_start_matches("POINT").trim_matches(['(', ')', '[', ']', ' ']);
    let halves = |separator: &[char]| {
        let parts: Vec<&str> = inner.split(separator).map(str::trim).filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [x, y] => Some((x.parse::<f64>().ok()?, y.parse::<f64>().ok()?)),
            _ => None,
        }
    };
    let plain = halves(&[',', ';', '|', '/']).or_else(|| halves(&[' ', '\t', '\n']));
    plain.filter(|(x, y)| x.is_finite() && y.is_finite()).or_else(|| {
        let read = parse_position(inner)?;
        let (lon, lat) = (read.position.lon(), read.position.lat());
        Some(if read.swapped { (lat, lon) } else { (lon, lat) })
    })
}

/// A position settled: where it is in WGS-84, and what is to be said about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Settled {
    /// Where, if it can be placed.
    pub geometry: Option<Geometry>,
    /// A problem's code.
    pub problem: Option<&'static str>,
    /// Whether longitude and latitude were exchanged to place it.
    pub swapped: bool,
}

impl Settled {
    const fn bad(code: &'static str) -> Self {
        Self { geometry: None, problem: Some(code), swapped: false }
    }

    const fn good(geometry: Geometry) -> Self {
        Self { geometry: Some(geometry), problem: None, swapped: false }
    }
}

/// Whether two numbers can only be latitude and longitude in the wrong order.
pub fn is_swapped(x: f64, y: f64) -> bool {
    (3.0..60.0).contains(&x) && (60.0..=180.0).contains(&y)
}

/// Settles what a row gives, for a kind of this geometry.
pub fn settle(given: &Given, crs: Crs, wanted: GeometryType) -> Settled {
    match given {
        Given::Nothing => match wanted {
            GeometryType::None => Settled { geometry: None, problem: None, swapped: false },
            _ => Settled::bad("position_missing"),
        },
        Given::Half(_) => Settled::bad("position_half"),
        Given::Unreadable(..) => Settled::bad("position_unreadable"),
        Given::Shape(geometry) => shape(geometry, crs, wanted),
        Given::Pair(x, y) => pair(*x, *y, crs, wanted),
    }
}

fn pair(x: f64, y: f64, crs: Crs, wanted: GeometryType) -> Settled {
    if x == 0.0 && y == 0.0 {
        return Settled::bad("position_zero");
    }
    if x == 0.0 || y == 0.0 {
        return Settled::bad("position_half_zero");
    }
    let swapped = crs.is_degrees() && is_swapped(x, y);
    let (lon, lat) = if swapped { (y, x) } else { (x, y) };
    let Some(position) = crs.to_wgs84(lon, lat) else { return Settled::bad("position_out_of_range") };
    if !matches!(wanted, GeometryType::Point | GeometryType::None) {
        return Settled::bad("geometry_wrong");
    }
    let problem = swapped.then_some("position_swapped");
    Settled { geometry: Some(position.point().into()), problem, swapped }
}

fn shape(geometry: &Geometry, crs: Crs, wanted: GeometryType) -> Settled {
    let single = match geometry {
        Geometry::MultiPoint(points) if points.0.len() == 1 => points.0.first().copied().map(Geometry::from),
        Geometry::GeometryCollection(all) if all.0.len() == 1 => all.0.first().cloned(),
        _ => None,
    };
    let geometry = single.as_ref().unwrap_or(geometry);
    if let Geometry::Point(Point(at)) = geometry {
        return pair(at.x, at.y, crs, wanted);
    }
    let fits = match wanted {
        GeometryType::Point => false,
        GeometryType::None => true,
        GeometryType::Line => matches!(geometry, Geometry::LineString(_) | Geometry::MultiLineString(_)),
        GeometryType::Polygon => matches!(geometry, Geometry::Polygon(_) | Geometry::MultiPolygon(_)),
    };
    if !fits {
        return Settled::bad("geometry_wrong");
    }
    crs.geometry_to_wgs84(geometry).map_or_else(|| Settled::bad("position_out_of_range"), Settled::good)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(x: f64, y: f64) -> Settled {
        settle(&Given::Pair(x, y), Crs::Wgs84, GeometryType::Point)
    }

    #[test]
    fn zero_missing_swapped_and_impossible_are_told_apart() {
        assert_eq!(settled(0.0, 0.0).problem, Some("position_zero"));
        assert_eq!(settled(0.0, 22.8).problem, Some("position_half_zero"));
        assert_eq!(settle(&Given::Nothing, Crs::Wgs84, GeometryType::Point).problem, Some("position_missing"));
        assert_eq!(settle(&Given::Nothing, Crs::Wgs84, GeometryType::None).problem, None);
        let swapped = settled(29.1, 119.6);
        assert_eq!(
            (swapped.problem, swapped.geometry),
            (Some("position_swapped"), Some(Point::new(119.6, 29.1).into()))
        );
        assert_eq!(settled(1e308, 29.0).problem, Some("position_out_of_range"));
        assert_eq!(settled(119.6, 29.1), Settled::good(Point::new(119.6, 29.1).into()));
    }

    #[test]
    fn two_coordinates_in_one_cell_are_read_in_their_order() {
        for text in
            ["119.64,29.10", "119.64，29.10", "119.64 29.10", "[119.64, 29.10]", "POINT(119.64 29.10)", "119.64;29.1"]
        {
            assert_eq!(two(text), Some((119.64, 29.1)), "{text}");
        }
        assert_eq!(two("婺城区"), None);
        assert_eq!(two("1,2,3"), None);
    }
}
