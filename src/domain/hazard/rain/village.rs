//! The rain around a village or a danger zone, and what it asks of it: of the nearest stations, else of its township,
//! with what is forecast for it.

use std::cmp::Ordering;

use jiff::{SignedDuration, Timestamp};

use crate::domain::{
    hazard::rain::{
        forecast::Forecast,
        series::Sums,
        standing::{StationRain, TownshipRain, VILLAGE, VillageRain, township_of},
        warning::{Seen, Thresholds, is_judged},
    },
    place::{Position, distance_m, middle_of},
    query::{name_of, object_ref},
    world::World,
};

/// How far a station may be from a village that it speaks for, metres. Ours: a mountain storm is some 10 km wide.
pub const NEAR_M: f64 = 15_000.0;

/// The rain around a village.
pub(super) struct Around<'a> {
    /// The stations that speak now, the nearest first: which, how far, their sums.
    near: Vec<(usize, f64, &'a StationRain, Sums)>,
    township: Option<&'a TownshipRain>,
}

impl<'a> Around<'a> {
    pub(super) fn of(at: Option<Position>, stations: &'a [StationRain], township: Option<&'a TownshipRain>) -> Self {
        let speaking = |(place, station): (usize, &'a StationRain)| {
            let far = distance_m(at?, station.at?);
            Some((place, far, station, station.sums?)).filter(|_| far <= NEAR_M)
        };
        let mut near: Vec<_> = stations.iter().enumerate().filter_map(speaking).collect();
        near.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        Self { near, township }
    }

    /// The nearest station that speaks now, and how far it is, m.
    pub(super) fn nearest(&self) -> Option<(usize, f64)> {
        self.near.first().map(|(place, far, ..)| (*place, *far))
    }

    /// What is forecast for its township.
    pub(super) fn forecast(&self) -> Option<&'a Forecast> {
        self.township?.forecast.as_ref()
    }

    /// What fell in so many hours: at the nearest station that knows, and no less than at nearer ones that know a part;
    /// where none knows, over the township.
    pub(super) fn observed(&self, hours: u32) -> Option<Seen> {
        let mut seen: Option<Seen> = None;
        for sum in self.near.iter().filter_map(|(.., sums)| sums.of(hours)) {
            let Some(mm) = sum.known() else { continue };
            let most = seen.map_or(mm, |seen| seen.mm.max(mm));
            seen = Some(Seen { mm: most, is_enough: sum.is_enough() });
            if sum.is_enough() {
                return seen;
            }
        }
        let mean = self.township.and_then(|township| township.mean(hours));
        let mean = mean.map(|mean| Seen { mm: seen.map_or(mean.mm, |seen| seen.mm.max(mean.mm)), is_enough: true });
        mean.or(seen)
    }

    /// What there will have been in so many hours, at the most, when it rains as forecast: over each window that ends
    /// with a forecast what fell before it, and the forecast, or what fell of it already where that is more.
    pub(super) fn expected(&self, forecast: &Forecast, hours: u32) -> Option<Seen> {
        let station = self.near.first().map(|(_, _, station, _)| *station);
        let mut seen = self.observed(hours).map(|seen| Seen { is_enough: false, ..seen });
        for (ahead, mm) in forecast.amounts().filter(|(ahead, _)| *ahead <= hours) {
            let Some(found) = with_forecast(station, forecast.issued, hours - ahead, mm) else { continue };
            let most = seen.map_or(found.mm, |seen| seen.mm.max(found.mm));
            seen = Some(Seen { mm: most, is_enough: found.is_enough || seen.is_some_and(|seen| seen.is_enough) });
        }
        seen
    }
}

/// A forecast with what fell at a station in so many hours before it was issued; `None` where none stands for them.
fn with_forecast(station: Option<&StationRain>, issued: Timestamp, before: u32, mm: f64) -> Option<Seen> {
    let begin = station.and_then(|station| station.series.until(issued).last());
    let Some((station, begin)) = station.zip(begin) else {
        return (before == 0).then_some(Seen { mm, is_enough: true });
    };
    let already = station.series.last().map_or(0.0, |last| station.series.sum(begin, last).mm);
    let ahead = mm.max(already);
    if before == 0 {
        return Some(Seen { mm: ahead, is_enough: true });
    }
    let from = begin.checked_sub(SignedDuration::from_hours(i64::from(before))).unwrap_or(begin);
    let sum = station.series.sum(from, begin);
    Some(Seen { mm: sum.mm + ahead, is_enough: sum.is_enough() })
}

/// What rain asks of each village, and of each danger zone, that has a threshold; the most urgent first.
pub(super) fn judged(
    world: &World,
    stations: &[StationRain],
    townships: &[TownshipRain],
) -> (Vec<VillageRain>, Vec<VillageRain>) {
    let (mut villages, mut zones) = (Vec::new(), Vec::new());
    for layer in world.layers().filter(|layer| is_judged(layer.kind())) {
        let kind = layer.kind();
        let rows = if kind.id.as_str() == VILLAGE { &mut villages } else { &mut zones };
        for object in layer.objects() {
            let Some(thresholds) = Thresholds::of(kind, object) else { continue };
            let township = township_of(kind, object);
            let at = object.geometry.as_ref().and_then(middle_of);
            let of = townships.iter().find(|row| township.as_deref() == Some(&*row.name));
            let around = Around::of(at, stations, of);
            rows.push(VillageRain {
                object: object_ref(object),
                name: name_of(kind, object),
                township,
                thresholds,
                observed: thresholds.judge(|hours| around.observed(hours)),
                expected: around.forecast().map(|forecast| thresholds.judge(|hours| around.expected(forecast, hours))),
                station: around.nearest(),
            });
        }
    }
    villages.sort_by(more_urgent);
    zones.sort_by(more_urgent);
    (villages, zones)
}

/// The more urgent first: what fell before what is to come, then by how far the threshold was passed, then by name.
fn more_urgent(a: &VillageRain, b: &VillageRain) -> Ordering {
    let over = |row: &VillageRain| row.observed.by.map_or(0.0, |by| by.mm / by.threshold_mm);
    let by_call = b.observed.call.cmp(&a.observed.call).then_with(|| b.gravest().cmp(&a.gravest()));
    by_call
        .then_with(|| over(b).total_cmp(&over(a)))
        .then_with(|| a.name.cmp(&b.name))
        .then_with(|| a.object.cmp(&b.object))
}
