//! A storm and a place in the words of a duty officer.

mod told;

pub use told::{AtPlace, Expected, Passings, Told, Town, at_place, holds_for, middle, passings, told};

use crate::domain::{
    catalogue::Lang,
    hazard::typhoon::{Agency, Arrival, Passage, Passing, REHEARSAL, State, Stay, Storm},
    place::bearing_deg,
    view::{Words, format, say},
};

/// What to call a storm: its name with its number, or its number alone; one that was moved for a rehearsal never without
/// saying so.
pub fn name(storm: &Storm, words: &Words) -> String {
    let name = own_name(storm, words);
    if storm.is_rehearsal() { words.with("typhoon-rehearsal", &[("name", name)]) } else { name }
}

fn own_name(storm: &Storm, words: &Words) -> String {
    let id = storm.id.strip_suffix(REHEARSAL).unwrap_or(&storm.id);
    let number = storm.number.as_deref().unwrap_or(id);
    let name = match words.lang() {
        Lang::Zh => storm.name(),
        Lang::En => storm.name_en.as_deref().or(storm.name()),
    };
    match name {
        Some(name) => words.with("typhoon-named", &[("name", name), ("number", number)]),
        None => words.with("typhoon-nameless", &[("number", number)]),
    }
}

/// How a storm was moved for a rehearsal, in a sentence; `None` of a real one.
pub fn moved(storm: &Storm, words: &Words) -> Option<String> {
    let by = storm.moved?;
    let mut said = Vec::new();
    if let Some(shift) = by.shift.filter(|shift| shift.from != shift.to) {
        let to = say::direction(bearing_deg(shift.from, shift.to), words);
        let distance = format::distance(shift.distance_m());
        said.push(words.with("storm-moved-place", &[("to", to), ("distance", distance)]));
    }
    if !by.later.is_zero() {
        let id = if by.later.is_negative() { "storm-moved-earlier" } else { "storm-moved-later" };
        let hours = by.later.abs().as_hours();
        said.push(words.with(id, &[("days", (hours / 24).to_string()), ("hours", (hours % 24).to_string())]));
    }
    for (factor, id) in [(by.wind, "storm-moved-wind"), (by.radii, "storm-moved-radii")] {
        if factor != 1.0 {
            said.push(words.with(id, &[("factor", format::decimal(factor, 2))]));
        }
    }
    let how = said.join(&words.get("list-separator"));
    Some(words.with("storm-moved", &[("how", how)]))
}

/// A state in short: grade, force, wind and pressure, as far as they are known.
pub fn state(state: &State, words: &Words) -> String {
    let grade = state.grade.map(|grade| words.get(&format!("typhoon-grade-{}", grade.id().replace('_', "-"))));
    let force = state.beaufort.map(|force| match force {
        18.. => words.get("typhoon-force-over"),
        _ => words.with("typhoon-force", &[("force", &force.to_string())]),
    });
    let wind = state.wind_mps.map(|wind| words.with("typhoon-wind", &[("wind", &format::decimal(wind, 0))]));
    let pressure =
        state.pressure_hpa.map(|hpa| words.with("typhoon-pressure", &[("pressure", &format::decimal(hpa, 0))]));
    let said: Vec<String> = [grade, force, wind, pressure].into_iter().flatten().collect();
    said.join(&words.get("list-separator"))
}

/// When and how near a course passes.
pub fn nearest(passage: &Passage, words: &Words) -> String {
    let nearest = &passage.nearest;
    words.with(
        "typhoon-nearest",
        &[
            ("time", &format::date_time(nearest.time)),
            ("direction", &say::direction(nearest.bearing_deg, words)),
            ("distance", &format::distance(nearest.distance_m)),
        ],
    )
}

/// A time inside a circle.
pub fn stay(stay: &Stay, words: &Words) -> String {
    let id = match (stay.from_start, stay.to_end) {
        (false, false) => "typhoon-stay",
        (true, false) => "typhoon-stay-from-start",
        (false, true) => "typhoon-stay-to-end",
        (true, true) => "typhoon-stay-all",
    };
    words.with(
        id,
        &[
            ("force", &stay.level.force().to_string()),
            ("entered", &format::date_time(stay.entered)),
            ("left", &format::date_time(stay.left)),
        ],
    )
}

/// When winds are expected, and how far the agencies differ.
pub fn arrival(arrival: &Arrival, words: &Words) -> String {
    let id = if arrival.first == arrival.last { "typhoon-arrival" } else { "typhoon-arrival-spread" };
    words.with(
        id,
        &[
            ("force", &arrival.level.force().to_string()),
            ("first", &format::date_time(arrival.first)),
            ("last", &format::date_time(arrival.last)),
            ("agencies", &arrival.agencies.to_string()),
            ("of", &arrival.of.to_string()),
        ],
    )
}

/// What an agency is called: the feed names them in Chinese.
pub fn agency(name: &str, words: &Words) -> String {
    match Agency::of(name).word() {
        Some(word) => words.get(&format!("typhoon-agency-{word}")),
        None => name.to_owned(),
    }
}

/// A storm and a place, line by line: the past, each agency, and when winds arrive.
pub fn passing(storm: &Storm, passing: &Passing, words: &Words) -> Vec<String> {
    let past = &passing.past;
    let mut lines = vec![words.with("typhoon-line", &[("name", &name(storm, words)), ("says", &nearest(past, words))])];
    lines.extend(past.stays.iter().map(|one| stay(one, words)));
    for expected in &passing.expected {
        let id = if expected.is_official() { "typhoon-expected-official" } else { "typhoon-expected" };
        let says = nearest(&expected.passage, words);
        let issued = format::date_time(expected.issued);
        lines.push(
            words.with(id, &[("agency", &agency(&expected.agency, words)), ("issued", &issued), ("says", &says)]),
        );
        lines.extend(expected.passage.stays.iter().map(|one| stay(one, words)));
    }
    lines.extend(passing.arrivals().iter().map(|one| arrival(one, words)));
    if passing.expected.iter().any(|expected| !expected.passage.stays.is_empty()) {
        lines.push(words.get("typhoon-held"));
    }
    lines
}
