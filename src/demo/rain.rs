//! From which rain on people of the mountain villages leave, what is forecast, and what the rain asks now. All made up.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    demo::{
        Moment,
        build::{Build, round},
    },
    domain::{
        catalogue::Catalogue,
        hazard::rain::{
            Amount, Call, forecast, rain,
            series::minutes_of,
            warning::{MOVE, PREPARE},
        },
        model::{Object, ObjectRef},
        world::World,
    },
};

/// The kinds that the rain of a district is worked out from.
const KINDS: [&str; 4] = ["rain_station", "township", "village", "danger_zone"];

/// Thresholds over 1, 3, 6 and 24 hours, mm: get ready and leave; each village's are some more or less.
const PREPARE_MM: [f64; 4] = [40.0, 75.0, 100.0, 260.0];
const MOVE_MM: [f64; 4] = [55.0, 100.0, 135.0, 320.0];

pub(super) fn add(build: &mut Build, catalogue: &Catalogue) {
    thresholds(build);
    forecasts(build);
    calls(build, catalogue);
}

fn reference(object: &Arc<Object>) -> ObjectRef {
    ObjectRef { kind: object.kind.clone(), uid: object.uid }
}

fn thresholds(build: &mut Build) {
    let mut rng = build.rng("village thresholds");
    let villages = build.register.objects.get("village").cloned().unwrap_or_default();
    let is_mountain = |village: &Arc<Object>| build.register.value(village, "terrain").as_text() == Some("mountain");
    let mountain: Vec<ObjectRef> = villages.iter().filter(|village| is_mountain(village)).map(reference).collect();
    for village in mountain {
        let share = rng.real(0.85, 1.25);
        for (fields, of) in [(PREPARE, PREPARE_MM), (MOVE, MOVE_MM)] {
            for (field, mm) in fields.into_iter().zip(of) {
                build.register.change(&village, field, round(mm * share / 5.0, 0) * 5.0);
            }
        }
    }
}

fn forecasts(build: &mut Build) {
    let mut rng = build.rng("forecast");
    let townships = build.register.objects.get("township").into_iter().flatten().map(reference);
    for township in townships.collect::<Vec<_>>() {
        let hour = if build.moment == Moment::Flood { rng.real(2.0, 14.0) } else { 0.0 };
        for (field, hours) in forecast::FIELDS.into_iter().zip([1.0, 2.4, 4.0, 7.0]) {
            build.register.change(&township, field, round(hour * hours, 1));
        }
        build.register.change(&township, forecast::ISSUED, build.minutes_ago(25));
    }
}

/// What the rain that fell asks of each village, as an import of readings would have written it.
fn calls(build: &mut Build, catalogue: &Catalogue) {
    let objects = KINDS.iter().filter_map(|kind| build.register.objects.get_key_value(*kind));
    let objects: BTreeMap<_, _> = objects.map(|(kind, objects)| (kind.clone(), objects.clone())).collect();
    let world = World::new(catalogue.clone().into(), objects);
    let mut measured: BTreeMap<&ObjectRef, Vec<Amount>> = BTreeMap::new();
    for reading in &build.readings {
        let Some(minutes) = minutes_of(reading.quantity.as_str()) else { continue };
        let amounts = reading.values.iter().map(|(end, mm)| Amount { end: *end, minutes, mm: *mm });
        measured.entry(&reading.object).or_default().extend(amounts);
    }
    let found = rain(&world, build.now, None, |of| measured.get(of).cloned().unwrap_or_default());
    for row in found.judged() {
        let verdict = row.observed;
        if verdict.call == Call::Unknown {
            continue;
        }
        build.register.change(&row.object, "rain_state", verdict.call.id());
        build.register.change(&row.object, "rain_time", build.now);
        if let Some(by) = verdict.by {
            let station = row.station.and_then(|(place, _)| found.stations.get(place));
            let name = station.map_or("", |station| station.name.as_str());
            let basis = format!("{}小时雨量 {} mm，指标 {} mm（{name}）", by.hours, round(by.mm, 1), by.threshold_mm);
            build.register.change(&row.object, "rain_basis", basis);
        }
    }
}
