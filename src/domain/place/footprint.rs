//! An area made ready to be asked of a great many places: whether they lie in it, edge included.
//!
//! A grid over the area knows of each cell whether it lies inside, outside or is crossed by the edge. Only in a crossed
//! cell are edges looked at, and of them those in its row; there geo's exact predicate decides, so that the answers are
//! those of geo's `intersects`.

use geo::{
    BoundingRect as _, Covers as _, Intersects as _, LinesIter as _,
    kernels::{Kernel as _, Orientation, RobustKernel},
};
use geo_types::{Coord, Geometry, Line, LineString, MultiPolygon, Polygon, Rect};

/// Cells to a side: the edge then crosses few of them, and the grid stays in the processor's cache.
const SIDE: usize = 128;
/// An edge counts as crossing cells that are so near to it, degrees: rounding never decides.
const SLACK_DEG: f64 = 1e-9;

/// How a cell lies.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Cell {
    Outside,
    Inside,
    Crossed,
}

/// An area made ready.
#[derive(Clone, Debug)]
pub struct Footprint {
    area: MultiPolygon,
    rect: Rect,
    cells: Vec<Cell>,
    /// The edges that reach into each row of cells.
    rows: Vec<Vec<Line>>,
}

impl Footprint {
    /// Of polygons whose parts do not overlap; `None` when there are none.
    pub fn of(area: MultiPolygon) -> Option<Self> {
        let rect = area.bounding_rect()?;
        let mut print = Self { area, rect, cells: vec![Cell::Outside; SIDE * SIDE], rows: vec![Vec::new(); SIDE] };
        let edges: Vec<Line> = print.area.lines_iter().collect();
        for edge in edges {
            let (low, high) = (edge.start.y.min(edge.end.y), edge.start.y.max(edge.end.y));
            for row in print.row(low)..=print.row(high) {
                print.cross(row, edge);
                if let Some(edges) = print.rows.get_mut(row) {
                    edges.push(edge);
                }
            }
            // A hair above or below a cell's border is in the next row.
            for row in print.row(low - SLACK_DEG)..=print.row(high + SLACK_DEG) {
                print.cross(row, edge);
            }
        }
        print.fill();
        Some(print)
    }

    /// The polygons.
    pub const fn area(&self) -> &MultiPolygon {
        &self.area
    }

    /// The box around it.
    pub const fn rect(&self) -> Rect {
        self.rect
    }

    /// Whether a place lies in it or on its edge.
    pub fn holds(&self, at: Coord) -> bool {
        let (min, max) = (self.rect.min(), self.rect.max());
        if !(min.x <= at.x && at.x <= max.x && min.y <= at.y && at.y <= max.y) {
            return false;
        }
        let row = self.row(at.y);
        match self.cells.get(row * SIDE + self.column(at.x)) {
            Some(Cell::Inside) => true,
            Some(Cell::Crossed) => self.judge(row, at),
            _ => false,
        }
    }

    /// Whether any part of a geometry lies in it or on its edge.
    pub fn meets(&self, geometry: &Geometry) -> bool {
        let holds_edge = |edge: Line| self.holds(edge.start) || self.holds(edge.end) || self.touches(edge);
        match geometry {
            Geometry::Point(point) => self.holds(point.0),
            Geometry::MultiPoint(points) => points.iter().any(|point| self.holds(point.0)),
            Geometry::Line(line) => holds_edge(*line),
            Geometry::LineString(line) => line.lines().any(holds_edge),
            Geometry::MultiLineString(lines) => lines.lines_iter().any(holds_edge),
            Geometry::Polygon(polygon) => polygon.lines_iter().any(holds_edge) || self.is_held_by(geometry),
            Geometry::MultiPolygon(polygons) => polygons.lines_iter().any(holds_edge) || self.is_held_by(geometry),
            Geometry::Rect(rect) => self.meets(&Geometry::Polygon(rect.to_polygon())),
            Geometry::Triangle(triangle) => self.meets(&Geometry::Polygon(triangle.to_polygon())),
            Geometry::GeometryCollection(all) => all.iter().any(|one| self.meets(one)),
        }
    }

    /// Whether a polygon lies in it whole.
    pub fn covers(&self, geometry: &Geometry) -> bool {
        let edges: Vec<Line> = match geometry {
            Geometry::Polygon(polygon) => polygon.lines_iter().collect(),
            Geometry::MultiPolygon(polygons) => polygons.lines_iter().collect(),
            _ => return false,
        };
        if edges.is_empty() || !edges.iter().all(|edge| self.holds(edge.start)) {
            return false;
        }
        if edges.iter().any(|edge| self.touches(*edge)) {
            return self.area.covers(geometry);
        }
        // No edge of ours is met: of our rings only one inside it, the rim of a hole, could leave something out.
        !self.rings().filter_map(|ring| ring.0.first()).any(|corner| geometry.intersects(corner))
    }

    fn rings(&self) -> impl Iterator<Item = &LineString> {
        self.area.iter().flat_map(|part| std::iter::once(part.exterior()).chain(part.interiors()))
    }

    /// Whether an area around holds a part of ours; asked when their edges do not meet.
    fn is_held_by(&self, geometry: &Geometry) -> bool {
        let corners = self.area.iter().map(Polygon::exterior).filter_map(|ring| ring.0.first());
        corners.into_iter().any(|corner| geometry.intersects(corner))
    }

    /// Whether an edge of something else meets an edge of ours.
    fn touches(&self, edge: Line) -> bool {
        let (low, high) = (edge.start.y.min(edge.end.y), edge.start.y.max(edge.end.y));
        let (west, east) = (edge.start.x.min(edge.end.x), edge.start.x.max(edge.end.x));
        let (min, max) = (self.rect.min(), self.rect.max());
        if high < min.y || low > max.y || east < min.x || west > max.x {
            return false;
        }
        let near = |own: &&Line| {
            own.start.x.min(own.end.x) <= east
                && own.start.x.max(own.end.x) >= west
                && own.start.y.min(own.end.y) <= high
                && own.start.y.max(own.end.y) >= low
        };
        let rows = self.rows.get(self.row(low)..=self.row(high)).unwrap_or_default();
        rows.iter().flatten().filter(near).any(|own| own.intersects(&edge))
    }

    /// The even-odd rule over the edges of the row, east of the place; on an edge is inside.
    fn judge(&self, row: usize, at: Coord) -> bool {
        let mut inside = false;
        for edge in self.rows.get(row).into_iter().flatten() {
            let (a, b) = (edge.start, edge.end);
            let (low, high) = (a.y.min(b.y), a.y.max(b.y));
            if at.y < low || at.y > high || at.x > a.x.max(b.x) {
                continue;
            }
            let crosses = (a.y > at.y) != (b.y > at.y);
            if at.x < a.x.min(b.x) {
                inside ^= crosses;
                continue;
            }
            match RobustKernel::orient2d(a, b, at) {
                // It is within the edge's box too.
                Orientation::Collinear => return true,
                // West of an edge that runs north, which has the place on its left.
                side => inside ^= crosses && (side == Orientation::CounterClockwise) == (b.y > a.y),
            }
        }
        inside
    }

    fn row(&self, y: f64) -> usize {
        cell((y - self.rect.min().y) / self.rect.height())
    }

    fn column(&self, x: f64) -> usize {
        cell((x - self.rect.min().x) / self.rect.width())
    }

    /// Marks the cells of a row that an edge crosses.
    fn cross(&mut self, row: usize, edge: Line) {
        let step = self.rect.height() / SIDE as f64;
        let south = self.rect.min().y + row as f64 * step - SLACK_DEG;
        let north = south + step + 2.0 * SLACK_DEG;
        let (west, east) = clipped(edge, south, north);
        let (from, to) = (self.column(west - SLACK_DEG), self.column(east + SLACK_DEG));
        if let Some(cells) = self.cells.get_mut(row * SIDE + from..=row * SIDE + to) {
            cells.fill(Cell::Crossed);
        }
    }

    /// Says of every cell without an edge how it lies: those side by side lie alike.
    fn fill(&mut self) {
        let size = [self.rect.width() / SIDE as f64, self.rect.height() / SIDE as f64];
        let corner = self.rect.min();
        for row in 0..SIDE {
            let mut known = None;
            for column in 0..SIDE {
                let place = row * SIDE + column;
                if self.cells.get(place) == Some(&Cell::Crossed) {
                    known = None;
                    continue;
                }
                let middle =
                    Coord { x: corner.x + (column as f64 + 0.5) * size[0], y: corner.y + (row as f64 + 0.5) * size[1] };
                let inside = *known.get_or_insert_with(|| self.judge(self.row(middle.y), middle));
                if let Some(cell) = self.cells.get_mut(place) {
                    *cell = if inside { Cell::Inside } else { Cell::Outside };
                }
            }
        }
    }
}

fn cell(share: f64) -> usize {
    // Below zero and no number at all become zero.
    ((share * SIDE as f64) as usize).min(SIDE - 1)
}

/// From where to where an edge reaches east between two latitudes.
fn clipped(edge: Line, south: f64, north: f64) -> (f64, f64) {
    let (a, b) = (edge.start, edge.end);
    let at = |y: f64| a.x + (b.x - a.x) * ((y - a.y) / (b.y - a.y)).clamp(0.0, 1.0);
    if a.y == b.y {
        return (a.x.min(b.x), a.x.max(b.x));
    }
    let (one, other) = (at(south), at(north));
    (one.min(other), one.max(other))
}

#[cfg(test)]
mod tests;
