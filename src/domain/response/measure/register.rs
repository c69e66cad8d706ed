//! What the register alone says: signals, forests, incidents.

use jiff::ToSpan as _;

use crate::domain::{
    hazard::signal::{Colour, in_force, township_called},
    query::name_of,
    response::{
        Condition, Metric, Reading, ResponseLevel,
        measure::{Area, Observed, Said, Unmeasured, largest},
    },
};

/// Hours for which a forest's danger class stands: it is issued for a day. Ours.
const DANGER_HOURS: i64 = 24;

/// The gravest signal in force; 0 when there is none.
pub(super) fn signal(condition: &Condition, observed: &Observed<'_>, area: &Area<'_>) -> Reading {
    let is_asked = |kind: &str| condition.subject.as_deref().is_none_or(|subject| subject == kind);
    // One with an area of its own may lie anywhere in the district: it counts for every township.
    let here = |towns: &[String]| {
        let is_here = |town: &String| match township_called(observed.world, town) {
            Some(town) => area.has(observed.world.value(&town, "name").as_text()),
            None => area.has(Some(town)),
        };
        towns.is_empty() || towns.iter().any(is_here)
    };
    let all = in_force(observed.world, observed.now).into_iter();
    // The gravest come first, of these the newest.
    let gravest = all.into_iter().find(|signal| is_asked(&signal.kind) && here(&signal.townships));
    let value = Some(gravest.as_ref().map_or(0.0, |signal| rank(signal.colour)));
    Reading {
        fresh: value,
        ever: value,
        time: gravest.as_ref().and_then(|signal| signal.issued),
        place: gravest.map(|signal| signal.name),
        ..Reading::default()
    }
}

/// A colour as conditions count it: 1 blue to 4 red.
fn rank(colour: Colour) -> f64 {
    Colour::ALL.iter().position(|known| *known == colour).map_or(0.0, |place| place as f64 + 1.0)
}

/// The gravest forest fire danger class.
pub(super) fn fire_danger(observed: &Observed<'_>, area: &Area<'_>) -> Result<Reading, Unmeasured> {
    let layer = observed.world.layer("forest_zone").ok_or(Unmeasured::NoSource)?;
    let kind = layer.kind();
    let oldest = observed.now.checked_sub(DANGER_HOURS.hours()).unwrap_or(observed.now);
    let (mut forests, mut said) = (0_usize, Vec::new());
    for object in layer.objects() {
        let value = |field: &str| kind.value(object, field);
        if !area.has(value("township").as_text()) {
            continue;
        }
        forests += 1;
        let class = value("danger_class").as_text().and_then(|id| id.strip_prefix('c')?.parse::<f64>().ok());
        let time = value("danger_time").as_time();
        let fresh = time.is_some_and(|time| time >= oldest);
        said.extend(class.map(|value| Said { value, fresh, time, name: name_of(kind, object) }));
    }
    if forests == 0 {
        return Err(Unmeasured::NoSource);
    }
    Ok(largest(&said, forests))
}

/// The open incidents of a hazard: the gravest level, or the people affected. One that says nothing of it is silent.
pub(super) fn incidents(
    metric: Metric,
    hazard: &str,
    observed: &Observed<'_>,
    area: &Area<'_>,
) -> Result<Reading, Unmeasured> {
    let layer = observed.world.layer("incident").ok_or(Unmeasured::NoSource)?;
    let kind = layer.kind();
    let (mut reading, mut sum, mut gravest) = (Reading::default(), 0.0, 0.0);
    for object in layer.objects() {
        let value = |field: &str| kind.value(object, field);
        let is_open = value("status").as_text() != Some("closed") && value("incident_kind").as_text() == Some(hazard);
        if !is_open || !area.has(value("township").as_text()) {
            continue;
        }
        let said = match metric {
            Metric::Incident => {
                value("level").as_text().and_then(ResponseLevel::of).map(|level| f64::from(level.rank()))
            }
            _ => value("people_affected").as_number(),
        };
        let Some(said) = said else {
            reading.silent += 1;
            continue;
        };
        sum += said;
        if said > gravest {
            gravest = said;
            reading.place = Some(name_of(kind, object));
            reading.time = ["status_time", "occurred"].into_iter().find_map(|field| value(field).as_time());
        }
    }
    let value = Some(if metric == Metric::Incident { gravest } else { sum });
    // One that does not say makes what is known a lower bound.
    Ok(Reading { fresh: value, ever: value, at_least: reading.silent > 0, ..reading })
}
