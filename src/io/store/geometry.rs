//! Geometries as GeoPackage blobs: an eight-byte header, the envelope, then WKB; longitude first, SRS 4326.

use geo_types::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon,
};
use rusqlite::{Connection, functions::FunctionFlags};

use crate::domain::catalogue::GeometryType;

/// The spatial reference system of every table: WGS-84, longitude and latitude in degrees.
pub const SRS: i32 = 4326;

/// How deep collections may nest in a blob from outside.
const DEPTH: u8 = 8;

/// The smallest box around a geometry, degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Envelope {
    /// Western edge.
    pub min_x: f64,
    /// Eastern edge.
    pub max_x: f64,
    /// Southern edge.
    pub min_y: f64,
    /// Northern edge.
    pub max_y: f64,
}

impl Envelope {
    /// Of one position.
    const fn of(at: Coord) -> Self {
        Self { min_x: at.x, max_x: at.x, min_y: at.y, max_y: at.y }
    }

    /// Around both.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self {
            min_x: self.min_x.min(other.min_x),
            max_x: self.max_x.max(other.max_x),
            min_y: self.min_y.min(other.min_y),
            max_y: self.max_y.max(other.max_y),
        }
    }
}

/// The GeoPackage's name of a kind's geometry. Lines and areas are declared as multi, as "one or several".
pub const fn type_name(geometry: GeometryType) -> Option<&'static str> {
    match geometry {
        GeometryType::Point => Some("POINT"),
        GeometryType::Line => Some("MULTILINESTRING"),
        GeometryType::Polygon => Some("MULTIPOLYGON"),
        GeometryType::None => None,
    }
}

/// The one form in which a geometry is kept and compared: a multi of one part is that part, a box or a
/// triangle is a polygon.
pub fn plain(geometry: &Geometry) -> Geometry {
    match geometry {
        Geometry::Line(line) => Geometry::LineString(LineString::from(vec![line.start, line.end])),
        Geometry::Rect(rect) => Geometry::Polygon(rect.to_polygon()),
        Geometry::Triangle(triangle) => Geometry::Polygon(triangle.to_polygon()),
        Geometry::MultiPoint(MultiPoint(parts)) if parts.len() == 1 => {
            parts.first().map_or_else(|| geometry.clone(), |part| Geometry::Point(*part))
        }
        Geometry::MultiLineString(MultiLineString(parts)) if parts.len() == 1 => {
            parts.first().map_or_else(|| geometry.clone(), |part| Geometry::LineString(part.clone()))
        }
        Geometry::MultiPolygon(MultiPolygon(parts)) if parts.len() == 1 => {
            parts.first().map_or_else(|| geometry.clone(), |part| Geometry::Polygon(part.clone()))
        }
        other => other.clone(),
    }
}

/// The blob of a geometry for a table of this type; `None` when the type does not take it or a coordinate
/// is not finite.
pub fn to_blob(geometry: &Geometry, table: GeometryType) -> Option<Vec<u8>> {
    let fitted = match (table, plain(geometry)) {
        (GeometryType::Point, Geometry::Point(point)) => Geometry::Point(point),
        (GeometryType::Line, Geometry::LineString(line)) => Geometry::MultiLineString(MultiLineString(vec![line])),
        (GeometryType::Line, Geometry::MultiLineString(lines)) => Geometry::MultiLineString(lines),
        (GeometryType::Polygon, Geometry::Polygon(area)) => Geometry::MultiPolygon(MultiPolygon(vec![area])),
        (GeometryType::Polygon, Geometry::MultiPolygon(areas)) => Geometry::MultiPolygon(areas),
        _ => return None,
    };
    let envelope = envelope_of(&fitted)?;
    if ![envelope.min_x, envelope.max_x, envelope.min_y, envelope.max_y].iter().all(|edge| edge.is_finite()) {
        return None;
    }
    let point = matches!(fitted, Geometry::Point(_));
    let mut blob = Vec::with_capacity(64);
    // Flags: little endian, and the envelope's form (none for a point, else minx maxx miny maxy).
    blob.extend_from_slice(&[b'G', b'P', 0, if point { 0b01 } else { 0b11 }]);
    blob.extend_from_slice(&SRS.to_le_bytes());
    if !point {
        for edge in [envelope.min_x, envelope.max_x, envelope.min_y, envelope.max_y] {
            blob.extend_from_slice(&edge.to_le_bytes());
        }
    }
    write_wkb(&fitted, &mut blob);
    Some(blob)
}

fn write_wkb(geometry: &Geometry, out: &mut Vec<u8>) {
    let head = |code: u32, out: &mut Vec<u8>| {
        out.push(1);
        out.extend_from_slice(&code.to_le_bytes());
    };
    match geometry {
        Geometry::Point(point) => {
            head(1, out);
            write_coord(point.0, out);
        }
        Geometry::LineString(line) => {
            head(2, out);
            write_coords(line, out);
        }
        Geometry::Polygon(area) => {
            head(3, out);
            write_count(area.interiors().len() + 1, out);
            write_coords(area.exterior(), out);
            area.interiors().iter().for_each(|ring| write_coords(ring, out));
        }
        Geometry::MultiLineString(lines) => {
            head(5, out);
            write_count(lines.0.len(), out);
            lines.0.iter().for_each(|line| write_wkb(&Geometry::LineString(line.clone()), out));
        }
        Geometry::MultiPolygon(areas) => {
            head(6, out);
            write_count(areas.0.len(), out);
            areas.0.iter().for_each(|area| write_wkb(&Geometry::Polygon(area.clone()), out));
        }
        // `to_blob` lets nothing else through.
        _ => {}
    }
}

fn write_count(count: usize, out: &mut Vec<u8>) {
    out.extend_from_slice(&u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
}

fn write_coord(at: Coord, out: &mut Vec<u8>) {
    out.extend_from_slice(&at.x.to_le_bytes());
    out.extend_from_slice(&at.y.to_le_bytes());
}

fn write_coords(line: &LineString, out: &mut Vec<u8>) {
    write_count(line.0.len(), out);
    line.0.iter().for_each(|at| write_coord(*at, out));
}

/// A blob that is no GeoPackage geometry, or one that is not understood.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("no GeoPackage geometry")]
pub struct BadBlob;

/// The geometry of a blob, in its plain form; `None` when it is empty. Heights and measures are dropped.
///
/// # Errors
/// [`BadBlob`] when the bytes are no GeoPackage geometry.
pub fn from_blob(blob: &[u8]) -> Result<Option<Geometry>, BadBlob> {
    let (_, wkb) = split(blob)?;
    let mut bytes = Bytes { rest: wkb, little: true };
    let geometry = bytes.geometry(DEPTH)?;
    Ok(envelope_of(&geometry).map(|_| plain(&geometry)))
}

/// The envelope as a blob states it, or as its coordinates make it; `None` when it is empty.
///
/// # Errors
/// [`BadBlob`] when the bytes are no GeoPackage geometry.
pub fn envelope_of_blob(blob: &[u8]) -> Result<Option<Envelope>, BadBlob> {
    let (stated, wkb) = split(blob)?;
    if let Some(envelope) = stated
        && [envelope.min_x, envelope.max_x, envelope.min_y, envelope.max_y].iter().all(|edge| edge.is_finite())
    {
        return Ok(Some(envelope));
    }
    let mut bytes = Bytes { rest: wkb, little: true };
    Ok(envelope_of(&bytes.geometry(DEPTH)?))
}

/// The header's envelope and the WKB after it.
fn split(blob: &[u8]) -> Result<(Option<Envelope>, &[u8]), BadBlob> {
    let [b'G', b'P', _, flags, rest @ ..] = blob else { return Err(BadBlob) };
    let mut bytes = Bytes { rest, little: flags & 1 == 1 };
    bytes.u32()?;
    let numbers = match (flags >> 1) & 7 {
        0 => 0,
        1 => 4,
        2 | 3 => 6,
        4 => 8,
        _ => return Err(BadBlob),
    };
    let mut edges = [0.0; 8];
    for edge in edges.iter_mut().take(numbers) {
        *edge = bytes.f64()?;
    }
    let [min_x, max_x, min_y, max_y, ..] = edges;
    Ok(((numbers > 0).then_some(Envelope { min_x, max_x, min_y, max_y }), bytes.rest))
}

/// WKB from outside, read with its lengths distrusted.
struct Bytes<'a> {
    rest: &'a [u8],
    little: bool,
}

impl Bytes<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], BadBlob> {
        let (head, rest) = self.rest.split_first_chunk::<N>().ok_or(BadBlob)?;
        self.rest = rest;
        Ok(*head)
    }

    fn u32(&mut self) -> Result<u32, BadBlob> {
        let bytes = self.take()?;
        Ok(if self.little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    fn f64(&mut self) -> Result<f64, BadBlob> {
        let bytes = self.take()?;
        Ok(if self.little { f64::from_le_bytes(bytes) } else { f64::from_be_bytes(bytes) })
    }

    fn coord(&mut self, dimensions: u32) -> Result<Coord, BadBlob> {
        let at = Coord { x: self.f64()?, y: self.f64()? };
        for _ in 2..dimensions {
            self.f64()?;
        }
        Ok(at)
    }

    fn line(&mut self, dimensions: u32) -> Result<LineString, BadBlob> {
        let count = self.u32()?;
        (0..count).map(|_| self.coord(dimensions)).collect::<Result<Vec<_>, _>>().map(LineString)
    }

    fn polygon(&mut self, dimensions: u32) -> Result<Polygon, BadBlob> {
        let count = self.u32()?;
        let mut rings = (0..count).map(|_| self.line(dimensions)).collect::<Result<Vec<_>, _>>()?.into_iter();
        let exterior = rings.next().unwrap_or_else(|| LineString(Vec::new()));
        Ok(Polygon::new(exterior, rings.collect()))
    }

    fn parts(&mut self, depth: u8) -> Result<Vec<Geometry>, BadBlob> {
        let deeper = depth.checked_sub(1).ok_or(BadBlob)?;
        let count = self.u32()?;
        (0..count).map(|_| self.geometry(deeper)).collect()
    }

    fn geometry(&mut self, depth: u8) -> Result<Geometry, BadBlob> {
        let [order] = self.take()?;
        self.little = order == 1;
        let code = self.u32()?;
        // ISO: +1000 with heights, +2000 with measures, +3000 with both. EWKB: flags in the top bits.
        let (z, m) = (code & 0x8000_0000 != 0, code & 0x4000_0000 != 0);
        let code = code & 0x0fff_ffff;
        let dimensions = match code / 1000 {
            0 => 2 + u32::from(z) + u32::from(m),
            1 | 2 => 3,
            3 => 4,
            _ => return Err(BadBlob),
        };
        Ok(match code % 1000 {
            1 => Geometry::Point(Point(self.coord(dimensions)?)),
            2 => Geometry::LineString(self.line(dimensions)?),
            3 => Geometry::Polygon(self.polygon(dimensions)?),
            4 => Geometry::MultiPoint(MultiPoint(all(self.parts(depth)?)?)),
            5 => Geometry::MultiLineString(MultiLineString(all(self.parts(depth)?)?)),
            6 => Geometry::MultiPolygon(MultiPolygon(all(self.parts(depth)?)?)),
            7 => Geometry::GeometryCollection(GeometryCollection(self.parts(depth)?)),
            _ => return Err(BadBlob),
        })
    }
}

fn all<T: TryFrom<Geometry>>(parts: Vec<Geometry>) -> Result<Vec<T>, BadBlob> {
    parts.into_iter().map(|part| T::try_from(part).map_err(|_| BadBlob)).collect()
}

/// The smallest box around a geometry; `None` when it has no coordinate. An empty point is written as NaN.
pub fn envelope_of(geometry: &Geometry) -> Option<Envelope> {
    let of_line = |line: &LineString| line.0.iter().map(|at| Envelope::of(*at)).reduce(Envelope::with);
    match geometry {
        Geometry::Point(point) if point.x().is_nan() && point.y().is_nan() => None,
        Geometry::Point(point) => Some(Envelope::of(point.0)),
        Geometry::LineString(line) => of_line(line),
        Geometry::Polygon(area) => of_line(area.exterior()),
        Geometry::MultiPoint(points) => points.0.iter().map(|point| Envelope::of(point.0)).reduce(Envelope::with),
        Geometry::MultiLineString(lines) => lines.0.iter().filter_map(of_line).reduce(Envelope::with),
        Geometry::MultiPolygon(areas) => {
            areas.0.iter().filter_map(|area| of_line(area.exterior())).reduce(Envelope::with)
        }
        Geometry::GeometryCollection(parts) => parts.0.iter().filter_map(envelope_of).reduce(Envelope::with),
        other => envelope_of(&plain(other)),
    }
}

/// Registers what the standard triggers of the spatial index call: `ST_IsEmpty`, `ST_MinX` and its like.
///
/// # Errors
/// When SQLite refuses a function.
pub fn register_functions(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function("ST_IsEmpty", 1, flags, |context| {
        let blob = context.get::<Option<Vec<u8>>>(0)?;
        Ok(blob.map(|blob| envelope_of_blob(&blob).ok().flatten().is_none()))
    })?;
    type Edge = fn(Envelope) -> f64;
    let edges: [(&str, Edge); 4] = [
        ("ST_MinX", |envelope| envelope.min_x),
        ("ST_MaxX", |envelope| envelope.max_x),
        ("ST_MinY", |envelope| envelope.min_y),
        ("ST_MaxY", |envelope| envelope.max_y),
    ];
    for (name, edge) in edges {
        connection.create_scalar_function(name, 1, flags, move |context| {
            let blob = context.get::<Option<Vec<u8>>>(0)?;
            Ok(blob.and_then(|blob| envelope_of_blob(&blob).ok().flatten()).map(edge))
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use geo_types::{line_string, point, polygon};

    use super::*;

    #[test]
    fn a_geometry_returns_from_its_blob_as_it_went() {
        let cases: [(Geometry, GeometryType); 3] = [
            (point!(x: 119.6, y: 29.1).into(), GeometryType::Point),
            (line_string![(x: 119.6, y: 29.1), (x: 119.7, y: 29.0)].into(), GeometryType::Line),
            (
                polygon!(exterior: [(x: 0.1, y: 0.2), (x: 3.0, y: 0.0), (x: 0.0, y: 4.0)],
                    interiors: [[(x: 0.5, y: 0.5), (x: 1.0, y: 0.5), (x: 0.5, y: 1.0)]])
                .into(),
                GeometryType::Polygon,
            ),
        ];
        for (geometry, table) in cases {
            let blob = to_blob(&geometry, table).unwrap();
            assert_eq!(from_blob(&blob), Ok(Some(geometry.clone())));
            assert_eq!(envelope_of_blob(&blob).unwrap(), envelope_of(&geometry));
        }
    }

    #[test]
    fn what_does_not_fit_or_is_not_finite_is_refused() {
        let line: Geometry = line_string![(x: 1.0, y: 2.0), (x: 3.0, y: 4.0)].into();
        assert_eq!(to_blob(&line, GeometryType::Point), None);
        assert_eq!(to_blob(&point!(x: f64::INFINITY, y: 1.0).into(), GeometryType::Point), None);
        assert_eq!(to_blob(&LineString(Vec::new()).into(), GeometryType::Line), None);
    }

    #[test]
    fn a_blob_cut_anywhere_or_with_a_huge_count_is_an_error_and_never_a_panic() {
        let area: Geometry = polygon![(x: 0.0, y: 0.0), (x: 3.0, y: 0.0), (x: 0.0, y: 4.0)].into();
        let blob = to_blob(&area, GeometryType::Polygon).unwrap();
        for length in 0..blob.len() {
            assert_eq!(from_blob(&blob[..length]), Err(BadBlob), "{length}");
        }
        for place in 0..blob.len() {
            let mut bad = blob.clone();
            bad[place] = 0xff;
            let _ = from_blob(&bad);
        }
    }

    #[test]
    fn a_big_endian_blob_with_heights_is_read() {
        let mut blob = vec![b'G', b'P', 0, 0, 0, 0, 0x10, 0xe6, 0];
        blob.extend_from_slice(&1001_u32.to_be_bytes());
        for number in [119.5_f64, 29.25, 80.0] {
            blob.extend_from_slice(&number.to_be_bytes());
        }
        assert_eq!(from_blob(&blob), Ok(Some(point!(x: 119.5, y: 29.25).into())));
    }
}
