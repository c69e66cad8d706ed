//! What only the whole list shows: shared positions, rows that stand twice, places outside the district.

use std::collections::BTreeMap;

use geo::{BoundingRect as _, Contains as _};
use geo_types::{Geometry, Point, Rect};

use crate::{
    domain::{catalogue::GeometryType, problem::Problem, world::World},
    io::import::{
        draft::Draft,
        known::{Known, NEAR_M, apart_m, middle},
        problems::{Problems, listed},
    },
};

/// The kind whose polygons outline the district.
const OUTLINE: &str = "district";
/// How far over the outline still counts as inside, in degrees (about 3 km: the outline is good to one).
const MARGIN_DEG: f64 = 0.03;

/// A draft with its place settled.
pub type Settled<'a> = (&'a Draft, Option<&'a Geometry>);

/// Says what the whole list shows.
pub fn review(rows: &[Settled<'_>], known: &Known<'_>, world: &World, geometry: GeometryType, problems: &mut Problems) {
    if geometry == GeometryType::Point {
        shared(rows, problems);
    }
    twice(rows, known, problems);
    outside(rows, world, problems);
}

/// One problem a position that several rows share.
fn shared(rows: &[Settled<'_>], problems: &mut Problems) {
    let mut places: BTreeMap<(u64, u64), Vec<&Draft>> = BTreeMap::new();
    for (draft, geometry) in rows {
        if let Some(Geometry::Point(Point(at))) = geometry {
            places.entry((at.x.to_bits(), at.y.to_bits())).or_default().push(draft);
        }
    }
    for ((x, y), drafts) in &places {
        if let [first, _, ..] = drafts.as_slice() {
            let rows: Vec<u64> = drafts.iter().map(|draft| draft.row).collect();
            let at = format!("{}, {}", f64::from_bits(*x), f64::from_bits(*y));
            let problem = first.problem("position_shared").value(at);
            problems.push(problem.arg("count", rows.len()).arg("rows", listed(&rows)));
        }
    }
}

/// Rows of the same code, or of the same name near each other; all are kept.
fn twice(rows: &[Settled<'_>], known: &Known<'_>, problems: &mut Problems) {
    /// Namesakes looked at before a name counts as no name at all.
    const FEW: usize = 50;
    let mut codes: BTreeMap<String, u64> = BTreeMap::new();
    let mut names: BTreeMap<String, Vec<Settled<'_>>> = BTreeMap::new();
    for (draft, geometry) in rows {
        if let Some(code) = known.code_of(&draft.values) {
            if let Some(first) = codes.get(&code) {
                problems.push(draft.problem("duplicate_code").value(&code).arg("first", first));
                continue;
            }
            codes.insert(code, draft.row);
        }
        let name = known.name_of(&draft.values);
        if name.is_empty() {
            continue;
        }
        let before = names.entry(name.clone()).or_default();
        let same = before.iter().find(|(earlier, place)| match place.zip(*geometry) {
            Some((a, b)) => apart_m(a, b).is_some_and(|apart| apart <= NEAR_M),
            None => earlier.values == draft.values,
        });
        if let Some((earlier, _)) = same {
            problems.push(draft.problem("duplicate_in_file").value(&name).arg("first", earlier.row));
        }
        if before.len() < FEW {
            before.push((draft, *geometry));
        }
    }
}

/// One summary of all that lies outside the district's outline; nothing when no outline is known.
fn outside(rows: &[Settled<'_>], world: &World, problems: &mut Problems) {
    let Some(layer) = world.layer(OUTLINE) else { return };
    let outlines: Vec<(&Geometry, Rect)> = layer
        .objects()
        .filter_map(|object| object.geometry.as_ref())
        .filter_map(|geometry| Some((geometry, geometry.bounding_rect()?)))
        .collect();
    if outlines.is_empty() {
        return;
    }
    let far = |at: Point| !outlines.iter().any(|(outline, bounds)| is_near(outline, *bounds, at));
    let mut placed = 0_usize;
    let mut found = Vec::new();
    for (draft, geometry) in rows {
        let Some(at) = geometry.and_then(middle) else { continue };
        placed += 1;
        if far(at) {
            found.push(draft.row);
        }
    }
    if !found.is_empty() {
        let problem = Problem::new("outside_district").arg("count", found.len()).arg("placed", placed);
        problems.push(problem.arg("rows", listed(&found)));
    }
}

fn is_near(outline: &Geometry, bounds: Rect, at: Point) -> bool {
    let wide = Rect::new(
        (bounds.min().x - MARGIN_DEG, bounds.min().y - MARGIN_DEG),
        (bounds.max().x + MARGIN_DEG, bounds.max().y + MARGIN_DEG),
    );
    wide.contains(&at) && (outline.contains(&at) || near_line(outline, at))
}

fn near_line(outline: &Geometry, at: Point) -> bool {
    use geo::{Distance as _, Euclidean};
    Euclidean.distance(outline, &Geometry::Point(at)) <= MARGIN_DEG
}
