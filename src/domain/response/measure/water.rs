//! Reservoirs, ponds and rivers over their lines.

use crate::domain::{
    hazard::reservoir::{DamStanding, WaterState, limit::over_by_m, season::is_stale},
    query::name_of,
    response::{
        Metric, Reading,
        measure::{Area, Observed, Said, Unmeasured, largest, most},
    },
};

/// Reservoirs and ponds: how many are over a line, or how far the worst is over its limit.
pub(super) fn dams(metric: Metric, observed: &Observed<'_>, area: &Area<'_>) -> Result<Reading, Unmeasured> {
    let rows: Vec<&DamStanding<'_>> = observed.dams.iter().filter(|row| area.has(row.township.as_deref())).collect();
    if rows.is_empty() {
        return Err(Unmeasured::NoSource);
    }
    let is_known = |row: &&&DamStanding<'_>| row.state() != WaterState::Unknown;
    let is_fresh = |row: &&&DamStanding<'_>| !row.is_stale && is_known(row);
    let silent = rows.len() - rows.iter().filter(is_fresh).count();
    let worst = most(rows.iter().filter(is_known), |row| row.over_by_m().unwrap_or(f64::NEG_INFINITY));
    let worst_fresh = most(rows.iter().filter(is_fresh), |row| row.over_by_m().unwrap_or(f64::NEG_INFINITY));
    let least = match metric {
        Metric::DamsOverLimit => WaterState::OverLimit,
        Metric::DamsOverDesign => WaterState::OverDesign,
        Metric::DamsOverCheck => WaterState::OverCheck,
        _ => {
            let over = |row: Option<&&DamStanding<'_>>| row.and_then(|row| row.over_by_m());
            let named = worst_fresh.filter(|row| over(Some(row)) >= over(worst)).or(worst);
            return Ok(Reading {
                fresh: over(worst_fresh),
                ever: over(worst),
                silent,
                time: named.and_then(|row| row.dam.time),
                place: named.map(|row| row.name.clone()),
                ..Reading::default()
            });
        }
    };
    let is_over = |row: &&&DamStanding<'_>| row.state() >= least;
    let known = rows.iter().any(|row| row.state() != WaterState::Unknown);
    let fresh = (silent < rows.len()).then(|| rows.iter().filter(is_fresh).filter(is_over).count() as f64);
    let over: Vec<_> = rows.iter().filter(is_known).filter(is_over).collect();
    Ok(Reading {
        fresh,
        ever: known.then_some(over.len() as f64),
        silent,
        time: over.iter().filter_map(|row| row.dam.time).max(),
        place: over.first().map(|row| row.name.clone()),
        ..Reading::default()
    })
}

/// Rivers: how far the highest is over a stage of its own.
pub(super) fn rivers(metric: Metric, observed: &Observed<'_>, area: &Area<'_>) -> Result<Reading, Unmeasured> {
    let stage = if metric == Metric::RiverOverGuarantee { "guarantee_stage_m" } else { "warning_stage_m" };
    let layer = observed.world.layer("gauge").ok_or(Unmeasured::NoSource)?;
    let kind = layer.kind();
    let mut gauges = 0;
    let mut said = Vec::new();
    for object in layer.objects() {
        let value = |field: &str| kind.value(object, field);
        let Some(stage) = value(stage).as_number().filter(|_| area.has(value("township").as_text())) else { continue };
        gauges += 1;
        let time = value("level_time").as_time();
        let fresh = time.is_some_and(|time| !is_stale(time, observed.now));
        let over = value("level_m").as_number().map(|level| over_by_m(level, stage));
        said.extend(over.map(|value| Said { value, fresh, time, name: name_of(kind, object) }));
    }
    if gauges == 0 {
        return Err(Unmeasured::NoSource);
    }
    Ok(largest(&said, gauges))
}
