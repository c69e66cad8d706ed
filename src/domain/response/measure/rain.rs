//! Rain that fell and that is forecast, and the places it calls.

use std::collections::BTreeMap;

use crate::domain::{
    hazard::rain::{Call, ENOUGH, StationRain, TownshipRain},
    response::{
        Basis, Condition, Metric, Reading, Stat,
        measure::{Area, Observed, Unmeasured, most},
    },
};

/// Rain over a condition's window.
pub(super) fn fell(condition: &Condition, observed: &Observed<'_>, area: &Area<'_>) -> Result<Reading, Unmeasured> {
    let hours = condition.hours.unwrap_or(24);
    if observed.rain.stations.is_empty() && condition.basis == Basis::Observed {
        return Err(Unmeasured::NoSource);
    }
    match (condition.basis, condition.stat) {
        (Basis::Observed, Stat::Max) => Ok(most_at_a_station(hours, observed, area)),
        (Basis::Observed, Stat::Mean) => Ok(mean(hours, observed, area)),
        (Basis::Forecast, stat) => forecast(hours, stat, observed, area),
    }
}

/// The station where most fell. One that is silent, or whose window has holes, may have had more: it counts as silent.
fn most_at_a_station(hours: u32, observed: &Observed<'_>, area: &Area<'_>) -> Reading {
    let inside: Vec<&StationRain> =
        observed.rain.stations.iter().filter(|station| area.has(station.township.as_deref())).collect();
    let known = inside.iter().filter_map(|station| {
        let sums = station.sums?;
        let sum = sums.of(hours)?;
        Some((sum.known()?, sum.is_enough(), sums.end, station.name.clone()))
    });
    let known: Vec<_> = known.collect();
    let silent = inside.len() - known.iter().filter(|(_, whole, ..)| *whole).count();
    let Some((mm, whole, end, name)) = most(known, |(mm, ..)| *mm) else {
        return Reading { silent, ..Reading::default() };
    };
    let value = Some(mm);
    Reading { fresh: value, ever: value, at_least: !whole, silent, time: Some(end), place: Some(name), when: None }
}

/// The mean over the townships, by their areas.
fn mean(hours: u32, observed: &Observed<'_>, area: &Area<'_>) -> Reading {
    let rows = by_name(observed);
    let (mut mm, mut share, mut ground) = (0.0, 0.0, 0.0);
    let mut silent = 0;
    for town in area.towns() {
        let Some(mean) = rows.get(town.name.as_str()).and_then(|row| row.mean(hours)) else {
            silent += 1;
            continue;
        };
        let weight = town.area_m2.max(1.0);
        mm += mean.mm * weight;
        share += mean.share * weight;
        ground += weight;
    }
    let ends = observed.rain.stations.iter().filter_map(|station| Some(station.sums?.end));
    if ground <= 0.0 {
        return Reading { silent, ..Reading::default() };
    }
    let value = Some(mm / ground);
    Reading {
        fresh: value,
        ever: value,
        at_least: share / ground < ENOUGH,
        silent,
        time: ends.max(),
        place: None,
        when: None,
    }
}

/// What is forecast for the townships. Where one has no forecast the mean is a lower bound: it rains there, or not.
fn forecast(hours: u32, stat: Stat, observed: &Observed<'_>, area: &Area<'_>) -> Result<Reading, Unmeasured> {
    let rows = by_name(observed);
    let mut known = Vec::new();
    let (mut total, mut count) = (0.0, 0);
    for town in area.towns() {
        let weight = town.area_m2.max(1.0);
        total += weight;
        count += 1;
        let forecast = rows.get(town.name.as_str()).and_then(|row| row.forecast);
        let found = forecast.and_then(|it| it.amounts().find(|(of, _)| *of == hours).map(|(_, mm)| (mm, it.issued)));
        known.extend(found.map(|(mm, issued)| (mm, issued, weight, town.name.clone())));
    }
    if known.is_empty() {
        return Err(Unmeasured::NoForecast);
    }
    let silent = count - known.len();
    let oldest = known.iter().map(|(_, issued, ..)| *issued).min();
    let (value, place) = match stat {
        Stat::Mean => (known.iter().map(|(mm, _, weight, _)| mm * weight).sum::<f64>() / total, None),
        Stat::Max => most(known, |(mm, ..)| *mm).map_or((0.0, None), |(mm, _, _, name)| (mm, Some(name))),
    };
    let value = Some(value);
    Ok(Reading { fresh: value, ever: value, at_least: silent > 0, silent, time: oldest, place, when: None })
}

/// Villages and danger zones that rain asks something of.
pub(super) fn places(condition: &Condition, observed: &Observed<'_>, area: &Area<'_>) -> Result<Reading, Unmeasured> {
    let least = if condition.metric == Metric::PlacesToMove { Call::Move } else { Call::Prepare };
    let (mut called, mut known, mut silent) = (0_usize, 0_usize, 0_usize);
    let mut first = None;
    for row in observed.rain.judged().filter(|row| area.has(row.township.as_deref())) {
        let call = match condition.basis {
            Basis::Observed => row.observed.call,
            Basis::Forecast => row.expected.map_or(Call::Unknown, |_| row.gravest()),
        };
        match call {
            Call::Unknown => silent += 1,
            _ => known += 1,
        }
        if call >= least {
            called += 1;
            first.get_or_insert_with(|| row.name.clone());
        }
    }
    if known + silent == 0 {
        return Err(Unmeasured::NoSource);
    }
    let value = (known > 0).then_some(called as f64);
    let ends = observed.rain.stations.iter().filter_map(|station| Some(station.sums?.end));
    Ok(Reading { fresh: value, ever: value, at_least: false, silent, time: ends.max(), place: first, when: None })
}

fn by_name<'a>(observed: &Observed<'a>) -> BTreeMap<&'a str, &'a TownshipRain> {
    observed.rain.townships.iter().map(|row| (row.name.as_str(), row)).collect()
}
