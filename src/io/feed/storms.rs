//! What a feed of storms says: pure, from bytes.

use std::borrow::Borrow;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value as Json;

use crate::{
    domain::hazard::typhoon::{QuadrantOrder, Storm},
    io::{
        feed::{Answer, Fault, text::text_of},
        import::typhoon::{Tracks, read_tracks_bytes},
    },
};

/// What the problems of a feed name as their file.
const NAME: &str = "API";

/// The storms of an answer: one storm, a list of them, or an empty list, which says that there is none. `order`: of four
/// radii in one text.
///
/// # Errors
/// [`Fault`] when the answer is something else; never half of it.
pub fn read(answer: &Answer, order: QuadrantOrder) -> Result<Tracks, Fault> {
    let text = text_of(answer)?;
    if text.starts_with(['[', '{']) {
        match serde_json::from_str::<Json>(&text) {
            Ok(Json::Array(storms)) if storms.is_empty() => return Ok(Tracks::default()),
            Ok(_) => {}
            Err(error) if error.is_eof() => return Err(Fault::Incomplete),
            Err(_) => return Err(Fault::Unknown),
        }
    }
    let tracks = read_tracks_bytes(NAME, text.as_bytes(), order);
    if tracks.storms.is_empty() { Err(Fault::Unknown) } else { Ok(tracks) }
}

/// How many storms go on.
pub fn active(storms: &[impl Borrow<Storm>]) -> usize {
    storms.iter().map(Borrow::borrow).filter(|storm: &&Storm| storm.active).count()
}

/// The newest fix of the storms that go on, when even that is older than `fresh`: the feed has stopped, or is a copy.
pub fn stale(storms: &[impl Borrow<Storm>], now: Timestamp, fresh: SignedDuration) -> Option<Timestamp> {
    let newest = storms
        .iter()
        .map(Borrow::borrow)
        .filter(|storm| storm.active)
        .filter_map(|storm| Some(storm.span()?.1))
        .max()?;
    (now.duration_since(newest) > fresh).then_some(newest)
}
