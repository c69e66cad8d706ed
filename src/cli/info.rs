//! `info`: what a district file holds.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    cli::{Answer, Failure, Seat, seat::shown},
    io::store,
};

#[derive(Serialize)]
struct InfoJson<'a> {
    file: String,
    district: &'a str,
    schema: i64,
    datum: &'static str,
    kinds: BTreeMap<&'a str, usize>,
    journal_length: u64,
    sample: bool,
    exercise: bool,
}

/// Answers.
///
/// # Errors
/// When the district cannot be read.
pub fn run(seat: &Seat) -> Result<Answer, Failure> {
    let district = seat.read()?;
    let length = district.store.journal_length().map_err(|error| seat.problem(&error.problem()))?;
    let counts: Vec<_> = district.world.layers().map(|layer| (layer.kind(), layer.len())).collect();
    let json = InfoJson {
        file: shown(&district.path),
        district: &district.meta.district_name,
        schema: store::SCHEMA,
        datum: "WGS-84",
        kinds: counts.iter().map(|(kind, count)| (kind.id.as_str(), *count)).collect(),
        journal_length: length,
        sample: district.meta.sample,
        exercise: district.meta.exercise,
    };
    let mut lines = vec![seat.say(
        "cli-info",
        &[
            ("file", json.file.clone()),
            ("district", district.meta.district_name.clone()),
            ("schema", json.schema.to_string()),
            ("journal", json.journal_length.to_string()),
        ],
    )];
    for (kind, count) in counts.iter().filter(|(_, count)| *count > 0) {
        lines.push(format!("{count:>8}  {}  {}", kind.id, kind.name(seat.lang())));
    }
    Ok(Answer::yes(district.mark(&seat.words) + &lines.join("\n"), json))
}
