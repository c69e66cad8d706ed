//! The nearest objects of a layer, exact by the geodesic, with what was passed over on the way.

use std::sync::Arc;

use geo_types::{Geometry, Rect};

use crate::domain::{
    model::Object,
    place::{Ecef, Position, bounds, distance_by_chord_m, distance_m, longest_of_chord_m, nearest_on},
    world::{
        Layer, Members,
        index::{Index, Slot},
    },
};

/// Distances by the short formula that are closer than this are told apart by Karney's; metres.
const TIE_M: f64 = 1e-6;

/// An object by its distance.
#[derive(Clone, Debug)]
pub struct Ranked<'a, R> {
    /// The object.
    pub object: &'a Arc<Object>,
    /// Its position, or the nearest position of its line or area.
    pub at: Position,
    /// The geodesic distance in metres.
    pub distance_m: f64,
    /// Why it was not admitted; `None`: it was.
    pub left_out: Option<R>,
}

impl Layer {
    /// The `k` nearest objects that `judge` admits (`None`; `Some` says why not), in the order of geodesic
    /// distance, then uid, with those not admitted in between. Ends with the k-th admitted; when fewer are
    /// admitted it holds every object with a position.
    pub fn nearest<'a, R>(
        &'a self,
        from: Position,
        k: usize,
        mut judge: impl FnMut(&'a Arc<Object>) -> Option<R>,
    ) -> Vec<Ranked<'a, R>> {
        if k == 0 {
            return Vec::new();
        }
        let mut found = Found::new(from, Some(k), f64::INFINITY);
        self.offer_all(&mut found, &mut judge);
        let mut ranked = found.ranked(self.base_index());
        let mut admitted = 0;
        let last = ranked.iter().position(|one| {
            admitted += usize::from(one.left_out.is_none());
            admitted == k
        });
        if let Some(last) = last {
            ranked.truncate(last + 1);
        }
        ranked
    }

    /// The objects no farther than this, the limit included, in the order of geodesic distance, then uid.
    pub fn within_m(&self, from: Position, radius_m: f64) -> Vec<Ranked<'_, ()>> {
        let mut found = Found::new(from, None, radius_m + TIE_M);
        self.offer_all(&mut found, &mut |_| None);
        let mut ranked = found.ranked(self.base_index());
        ranked.retain(|one| one.distance_m <= radius_m);
        ranked
    }

    fn offer_all<'a, R>(&'a self, found: &mut Found<'a, R>, judge: &mut impl FnMut(&'a Arc<Object>) -> Option<R>) {
        for object in self.changed() {
            found.offer(object, None, judge);
        }
        self.base_index().visit_near(found.here, |slot| {
            if let Some(object) = self.base_object(slot.number) {
                found.offer(object, Some(slot), judge);
            }
            found.reach_m()
        });
    }

    /// The objects whose bounds meet a box of longitudes and latitudes, its edge included: the base in the order
    /// it was loaded, then what changed since.
    pub fn in_bounds(&self, wanted: Rect) -> Vec<&Arc<Object>> {
        let meets = |object: &Object| {
            object.geometry.as_ref().and_then(bounds).is_some_and(|own| {
                own.min().x <= wanted.max().x
                    && own.max().x >= wanted.min().x
                    && own.min().y <= wanted.max().y
                    && own.max().y >= wanted.min().y
            })
        };
        let mut numbers = self.base_index().around(wanted);
        numbers.sort_unstable();
        let base = numbers.into_iter().filter_map(|number| self.base_object(number));
        base.chain(self.changed()).filter(|object| meets(object)).collect()
    }

    /// The points that `holds` takes and the lines and areas that `meets` takes, of those around a box of longitudes
    /// and latitudes. A point is judged from the index, without a look at its object.
    pub fn inside(
        &self,
        wanted: Rect,
        holds: impl Fn(Position) -> bool,
        meets: impl Fn(&Geometry) -> bool,
    ) -> Members<'_> {
        let is_inside = |object: &Object| match &object.geometry {
            Some(Geometry::Point(point)) => Position::try_from(*point).is_ok_and(&holds),
            Some(other) => bounds(other).is_some() && meets(other),
            None => false,
        };
        let mut numbers = self.base_index().points_around(wanted, &holds);
        let shapes = self.base_index().shapes_around(wanted).into_iter();
        numbers.extend(shapes.filter(|number| self.base_object(*number).is_some_and(|object| is_inside(object))));
        Members::of(self, &numbers, is_inside)
    }
}

struct Candidate<'a, R> {
    object: &'a Arc<Object>,
    /// The chord to a point; the distance to anything else.
    at_least_m: f64,
    at: At,
    left_out: Option<R>,
}

/// Where a candidate is.
enum At {
    /// Its nearest position, and how far that is in metres.
    Measured(Position, f64),
    /// A point of the index.
    Slot(u32),
}

struct Found<'a, R> {
    from: Position,
    here: Ecef,
    /// How many are wanted; `None`: all within the limit.
    k: Option<usize>,
    limit_m: f64,
    /// Upper bounds of the distances of the nearest admitted so far, ascending, at most k.
    reaches: Vec<f64>,
    found: Vec<Candidate<'a, R>>,
}

impl<'a, R> Found<'a, R> {
    fn new(from: Position, k: Option<usize>, limit_m: f64) -> Self {
        Self {
            from,
            here: from.into(),
            k,
            limit_m,
            reaches: Vec::with_capacity(k.unwrap_or(0).min(64) + 1),
            found: Vec::with_capacity(32),
        }
    }

    /// What is farther than this cannot matter any more.
    fn reach_m(&self) -> f64 {
        let last = self.k.and_then(|k| self.reaches.get(k - 1));
        last.map_or(self.limit_m, |last| last + 2.0 * TIE_M)
    }

    fn offer(
        &mut self,
        object: &'a Arc<Object>,
        slot: Option<Slot>,
        judge: &mut impl FnMut(&'a Arc<Object>) -> Option<R>,
    ) {
        let (at, at_least_m, at_most_m) = match slot {
            Some(slot) if slot.chord_m > self.reach_m() => return,
            Some(Slot { point: Some(point), chord_m, .. }) => (At::Slot(point), chord_m, longest_of_chord_m(chord_m)),
            _ => {
                let Some((at, distance_m)) = self.measure(object) else { return };
                (At::Measured(at, distance_m), distance_m - TIE_M, distance_m)
            }
        };
        if at_least_m > self.reach_m() {
            return;
        }
        let left_out = judge(object);
        if let (None, Some(k)) = (&left_out, self.k) {
            let place = self.reaches.partition_point(|reach| *reach <= at_most_m);
            self.reaches.insert(place, at_most_m);
            self.reaches.truncate(k);
        }
        self.found.push(Candidate { object, at_least_m, at, left_out });
    }

    /// The nearest position of an object and the geodesic distance to it in metres.
    fn measure(&self, object: &Object) -> Option<(Position, f64)> {
        let geometry = object.geometry.as_ref()?;
        let at = match geometry {
            Geometry::Point(point) => Position::try_from(*point).ok()?,
            _ => bounds(geometry).and_then(|_| nearest_on(geometry, self.from))?,
        };
        Some((at, distance_by_chord_m((self.from, self.here), (at, at.into()))))
    }

    fn ranked(mut self, index: &Index) -> Vec<Ranked<'a, R>> {
        let reach_m = self.reach_m();
        let near = std::mem::take(&mut self.found).into_iter().filter(|candidate| candidate.at_least_m <= reach_m);
        let mut ranked: Vec<Ranked<'a, R>> = near
            .filter_map(|Candidate { object, at, left_out, .. }| {
                let (at, distance_m) = match at {
                    At::Measured(at, distance_m) => (at, distance_m),
                    At::Slot(slot) => {
                        let (at, there) = index.point(slot)?;
                        (at, distance_by_chord_m((self.from, self.here), (at, there)))
                    }
                };
                Some(Ranked { object, at, distance_m, left_out })
            })
            .collect();
        sort(&mut ranked);
        settle_ties(&mut ranked, self.from);
        ranked
    }
}

fn sort<R>(ranked: &mut [Ranked<'_, R>]) {
    ranked.sort_by(|a, b| a.distance_m.total_cmp(&b.distance_m).then_with(|| a.object.uid.cmp(&b.object.uid)));
}

/// Where neighbours are closer than the short formula can tell, Karney's distance decides.
fn settle_ties<R>(ranked: &mut [Ranked<'_, R>], from: Position) {
    for run in ranked.chunk_by_mut(|one, next| next.distance_m - one.distance_m < TIE_M) {
        if run.len() < 2 {
            continue;
        }
        let mut known: Option<(Position, f64)> = None;
        for one in run.iter_mut() {
            one.distance_m = match known {
                Some((at, exact_m)) if at == one.at => exact_m,
                _ => distance_m(from, one.at),
            };
            known = Some((one.at, one.distance_m));
        }
        sort(run);
    }
}

#[cfg(test)]
mod tests;
