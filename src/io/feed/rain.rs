//! What a feed of rain says: pure, from bytes, by the mapping of its fields.

use jiff::Timestamp;
use serde_json::Value as Json;

use crate::{
    domain::world::World,
    io::{
        feed::{Answer, Fault, text::text_of},
        import::rain::{
            RainFile,
            json::{self, Mapping},
        },
    },
};

/// What the problems of a feed name as their file.
const NAME: &str = "API";

/// The readings of an answer. An empty list says that no station has anything, and is a good answer; a record that cannot
/// be taken is a problem and hides no other.
///
/// # Errors
/// [`Fault`] when the answer is no JSON, or holds no list where the mapping says; never half of it.
pub fn read(answer: &Answer, mapping: &Mapping, world: &World, now: Timestamp) -> Result<RainFile, Fault> {
    let text = text_of(answer)?;
    let document: Json =
        serde_json::from_str(&text).map_err(|error| if error.is_eof() { Fault::Incomplete } else { Fault::Unknown })?;
    json::records(&document, NAME, mapping, world, now).ok_or(Fault::NoList)
}
