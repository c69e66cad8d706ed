//! `typhoon fetch`: asks a feed once.

use std::path::PathBuf;

use jiff::SignedDuration;
use serde_json::{Value as Json, json};

use crate::{
    cli::{
        Answer, Failure, Seat,
        answer::{ProblemJson, sentence, time_json, time_text},
    },
    domain::{
        hazard::typhoon::{QuadrantOrder, Storm},
        view::typhoon::name,
    },
    io::{
        feed::{self, storms},
        tiles::Key,
    },
};

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(value_name = "ADDRESS")]
    address: String,
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[arg(long, value_name = "ORDER", default_value = "ne-se-nw-sw", value_parser = super::order)]
    quadrants: QuadrantOrder,
    #[arg(long, value_name = "HOURS", default_value = "6", value_parser = clap::value_parser!(u16).range(1..=168))]
    stale_hours: u16,
}

/// Asks and answers. No storm is a good answer.
///
/// # Errors
/// When the answer cannot be written to `--out`. What is wrong with the feed is an answer that is unreadable.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let asked = feed::fetch(&Key::new(&options.address), &feed::limits(), &|| true);
    let read = asked.and_then(|answer| Ok((storms::read(&answer, options.quadrants)?, answer)));
    let (tracks, answer) = match read {
        Ok(read) => read,
        Err(fault) => return Ok(Answer::failed(fault, &seat.words)),
    };
    if let Some(out) = &options.out {
        seat.write(out, &answer.bytes)?;
    }
    let fresh = SignedDuration::from_hours(i64::from(options.stale_hours));
    let stale = storms::stale(&tracks.storms, seat.clock.now(), fresh);
    let active = storms::active(&tracks.storms);
    let mut lines = vec![match active {
        0 => seat.words.get("feed-quiet"),
        n => seat.say("feed-active", &[("n", n.to_string())]),
    }];
    if let Some(newest) = stale {
        let ago = crate::domain::view::format::age(newest, seat.clock.now(), &seat.words);
        lines.push(seat.say("feed-stale", &[("time", time_text(newest)), ("ago", ago)]));
    }
    lines.extend(tracks.storms.iter().map(|storm| line(storm, seat)));
    lines.extend(tracks.problems.iter().map(|problem| sentence(problem, &seat.words)));
    let problems: Vec<ProblemJson> =
        tracks.problems.iter().map(|problem| ProblemJson::new(problem, &seat.words)).collect();
    let json = json!({
        "state": if stale.is_some() { "stale" } else { "good" },
        "seconds": (answer.took.as_secs_f64() * 1_000.0).round() / 1_000.0,
        "bytes": answer.bytes.len(),
        "active": active,
        "storms": tracks.storms.iter().map(storm_json).collect::<Vec<_>>(),
        "problems": problems,
    });
    Ok(Answer::yes(lines.join("\n"), json))
}

fn line(storm: &Storm, seat: &Seat) -> String {
    let state = seat.words.get(if storm.active { "cli-feed-is-active" } else { "cli-feed-is-over" });
    let time = storm.span().map(|(_, last)| time_text(last)).unwrap_or_default();
    seat.say("cli-feed-storm", &[("name", name(storm, &seat.words)), ("state", state), ("time", time)])
}

fn storm_json(storm: &Storm) -> Json {
    json!({
        "id": storm.id,
        "number": storm.number,
        "name": storm.name(),
        "name_en": storm.name_en,
        "active": storm.active,
        "fixes": storm.fixes.len(),
        "newest": storm.span().map(|(_, last)| time_json(last)),
    })
}
