//! `ready`: what is there without a network.

use crate::{
    cli::{Answer, Failure, Seat},
    domain::view::{
        ready::{self, State},
        scene,
    },
    io::readiness::{self, Look},
};

/// Answers; no when something is missing that could be there.
///
/// # Errors
/// When the district cannot be read.
pub fn run(seat: &Seat) -> Result<Answer, Failure> {
    let district = seat.read()?;
    let bounds = scene::home(&district.world);
    let look = Look {
        district: Some((district.path.clone(), readiness::takes_writes(&district.path))),
        bounds,
        settings: seat.settings.clone(),
        folders: seat.folders.clone(),
    };
    let lines = ready::ready(&look.facts(), seat.clock.now(), &seat.words);
    let text: Vec<String> = lines
        .iter()
        .map(|line| {
            format!("[{}] {}: {}", seat.words.get(&format!("ready-state-{}", line.state.id())), line.name, line.says)
        })
        .collect();
    let rows: Vec<_> = lines
        .iter()
        .map(
            |line| serde_json::json!({ "id": line.id, "state": line.state.id(), "name": line.name, "says": line.says }),
        )
        .collect();
    let whole = !lines.iter().any(|line| line.state == State::Missing);
    Ok(Answer::yes(text.join("\n"), serde_json::json!({ "ready": whole, "lines": rows })).only_if(whole))
}
