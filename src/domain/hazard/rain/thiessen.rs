//! Thiessen polygons (泰森多边形): which share of an area lies nearest to which station.
//!
//! On a transverse Mercator plane at the middle of all: true to 1 part in 10,000 within 90 km of it. The cell of a
//! station is cut out of a box by the lines half-way to the others; an area is cut by the edges of a cell, each a
//! half-plane, for which Sutherland and Hodgman's way keeps the signed area of any ring, hollow ones too.

use geo_types::{Coord, Geometry, LineString, Polygon};

use crate::domain::place::{GaussKrueger, Position, bounds};

/// Stations nearer to each other than this share their cell, metres.
const TOGETHER_M: f64 = 1.0;

/// A ring of places, metres, its last joined to its first.
type Ring = Vec<Coord>;

/// For each area the stations that weigh in it, by their places in `sites`, with their shares: they sum to 1. None
/// where there is no station, or the area has none.
pub fn weights(areas: &[&Geometry], sites: &[Position]) -> Vec<Vec<(usize, f64)>> {
    let boxes = areas.iter().filter_map(|area| bounds(area)).map(|rect| (rect.min().x, rect.max().x));
    let ends = boxes.chain(sites.iter().map(|site| (site.lon(), site.lon())));
    let (west, east) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(w, e), (a, b)| (w.min(a), e.max(b)));
    if sites.is_empty() || !(east - west).is_finite() {
        return vec![Vec::new(); areas.len()];
    }
    let plane = GaussKrueger::around(f64::midpoint(west, east));
    let areas: Vec<Vec<(Ring, f64)>> = areas.iter().map(|area| rings(area, plane)).collect();
    let (groups, middles) = together(sites, plane);
    let frame = frame(areas.iter().flatten().flat_map(|(ring, _)| ring).chain(&middles));
    let cells: Vec<Option<Cell>> = (0..middles.len()).map(|place| Cell::of(place, &middles, frame)).collect();
    areas.iter().map(|rings| shares(rings, &cells, &groups)).collect()
}

fn shares(rings: &[(Ring, f64)], cells: &[Option<Cell>], groups: &[Vec<usize>]) -> Vec<(usize, f64)> {
    let area = |cell: &Option<Cell>| cell.as_ref().map_or(0.0, |cell| cell.area_of(rings).max(0.0));
    let parts: Vec<f64> = cells.iter().map(area).collect();
    let whole: f64 = parts.iter().sum();
    if whole <= 0.0 {
        return Vec::new();
    }
    let mut shares = Vec::new();
    for (group, part) in groups.iter().zip(parts).filter(|(_, part)| *part > 0.0) {
        shares.extend(group.iter().map(|site| (*site, part / whole / group.len() as f64)));
    }
    shares
}

/// Sites in groups of those that stand together, and where each group stands.
fn together(sites: &[Position], plane: GaussKrueger) -> (Vec<Vec<usize>>, Vec<Coord>) {
    let (mut groups, mut middles): (Vec<Vec<usize>>, Vec<Coord>) = (Vec::new(), Vec::new());
    for (place, site) in sites.iter().enumerate() {
        let at = coord(*site, plane);
        let known = middles.iter().position(|other| (other.x - at.x).hypot(other.y - at.y) < TOGETHER_M);
        match known.and_then(|known| groups.get_mut(known)) {
            Some(group) => group.push(place),
            None => {
                groups.push(vec![place]);
                middles.push(at);
            }
        }
    }
    (groups, middles)
}

fn coord(position: Position, plane: GaussKrueger) -> Coord {
    let (x, y) = plane.project(position);
    Coord { x, y }
}

/// The rings of an area on the plane, each with the sign that makes its area count: holes take away.
fn rings(area: &Geometry, plane: GaussKrueger) -> Vec<(Ring, f64)> {
    let polygons: &[Polygon] = match area {
        Geometry::Polygon(polygon) => std::slice::from_ref(polygon),
        Geometry::MultiPolygon(polygons) => &polygons.0,
        _ => &[],
    };
    let flat = |ring: &LineString, is_outer: bool| {
        let places = ring.0.iter().filter_map(|at| Position::new(at.x, at.y).ok());
        let ring: Ring = places.map(|at| coord(at, plane)).collect();
        let is_left = signed_area(&ring) > 0.0;
        (ring, if is_left == is_outer { 1.0 } else { -1.0 })
    };
    polygons
        .iter()
        .flat_map(|part| {
            std::iter::once(flat(part.exterior(), true)).chain(part.interiors().iter().map(|ring| flat(ring, false)))
        })
        .collect()
}

/// A box around places with some room: its least and its greatest corner.
fn frame<'a>(places: impl Iterator<Item = &'a Coord>) -> [Coord; 2] {
    const ROOM_M: f64 = 1_000.0;
    let none = [Coord { x: f64::INFINITY, y: f64::INFINITY }, Coord { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY }];
    let [low, high] = places.fold(none, |[low, high], at| {
        [Coord { x: low.x.min(at.x), y: low.y.min(at.y) }, Coord { x: high.x.max(at.x), y: high.y.max(at.y) }]
    });
    [Coord { x: low.x - ROOM_M, y: low.y - ROOM_M }, Coord { x: high.x + ROOM_M, y: high.y + ROOM_M }]
}

/// What lies nearest to a station: a convex ring that runs counterclockwise, and its box.
struct Cell {
    ring: Ring,
    rect: [Coord; 2],
}

impl Cell {
    fn of(place: usize, sites: &[Coord], [low, high]: [Coord; 2]) -> Option<Self> {
        let site = *sites.get(place)?;
        let mut ring = vec![low, Coord { x: high.x, y: low.y }, high, Coord { x: low.x, y: high.y }];
        let far = |at: &Coord| (at.x - site.x).hypot(at.y - site.y);
        let mut others: Vec<&Coord> =
            sites.iter().enumerate().filter(|(at, _)| *at != place).map(|(_, at)| at).collect();
        others.sort_by(|a, b| far(a).total_cmp(&far(b)));
        for other in others {
            let reach = ring.iter().map(far).fold(0.0, f64::max);
            // The line half-way to one as far as that, and to all further ones, meets the cell nowhere.
            if far(other) > 2.0 * reach {
                break;
            }
            let middle = Coord { x: f64::midpoint(site.x, other.x), y: f64::midpoint(site.y, other.y) };
            let towards = Coord { x: other.x - site.x, y: other.y - site.y };
            ring = cut(&ring, |at| (middle.x - at.x) * towards.x + (middle.y - at.y) * towards.y);
        }
        let rect = rect_of(&ring)?;
        Some(Self { ring, rect })
    }

    /// How much of rings with their signs lies in it, square metres.
    fn area_of(&self, rings: &[(Ring, f64)]) -> f64 {
        rings.iter().map(|(ring, sign)| sign * self.area_within(ring)).sum()
    }

    fn area_within(&self, ring: &Ring) -> f64 {
        let apart = |[low, high]: [Coord; 2]| {
            let [own_low, own_high] = self.rect;
            low.x > own_high.x || high.x < own_low.x || low.y > own_high.y || high.y < own_low.y
        };
        if rect_of(ring).is_none_or(apart) {
            return 0.0;
        }
        let mut left = ring.clone();
        for (from, to) in edges(&self.ring) {
            // Left of an edge is inside.
            left = cut(&left, |at| (to.x - from.x) * (at.y - from.y) - (to.y - from.y) * (at.x - from.x));
        }
        signed_area(&left)
    }
}

fn edges(ring: &[Coord]) -> impl Iterator<Item = (Coord, Coord)> {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1))
}

fn rect_of(ring: &[Coord]) -> Option<[Coord; 2]> {
    let first = *ring.first()?;
    Some(ring.iter().fold([first, first], |[low, high], at| {
        [Coord { x: low.x.min(at.x), y: low.y.min(at.y) }, Coord { x: high.x.max(at.x), y: high.y.max(at.y) }]
    }))
}

/// What of a ring lies where `side` is not below zero.
fn cut(ring: &[Coord], side: impl Fn(&Coord) -> f64) -> Ring {
    let mut kept = Ring::with_capacity(ring.len() + 4);
    for (from, to) in edges(ring) {
        let (a, b) = (side(&from), side(&to));
        if a >= 0.0 {
            kept.push(from);
        }
        if (a >= 0.0) != (b >= 0.0) {
            let share = a / (a - b);
            kept.push(Coord { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) });
        }
    }
    kept
}

/// The area of a ring, square metres; below zero when it runs clockwise.
fn signed_area(ring: &[Coord]) -> f64 {
    let Some(origin) = ring.first() else { return 0.0 };
    // From its first corner: eastings and northings are large beside the products' differences.
    let cross = |(a, b): (Coord, Coord)| (a.x - origin.x) * (b.y - origin.y) - (b.x - origin.x) * (a.y - origin.y);
    edges(ring).map(cross).sum::<f64>() / 2.0
}
