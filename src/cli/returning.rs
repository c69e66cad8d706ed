//! `returning`: who waits to go home, and what is missing; a safety check registered, people sent home.

use clap::{Subcommand, ValueEnum};
use serde_json::{Value as Json, json};

use crate::{
    app::{Command, returning::ReturningCommand},
    cli::{Answer, Failure, Seat, answer::time_json},
    domain::{
        model::{ObjectRef, Uid},
        query::{Checked, Hold, ReturnPlace, ReturnRow, Safety, Waiting, returning},
        view::{format, returning as view},
        world::World,
    },
};

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[command(subcommand)]
    verb: Option<Verb>,
}

/// A command on people who go home; none lists them.
#[derive(Clone, Debug, Subcommand)]
enum Verb {
    /// Registers a check.
    Check(CheckOptions),
    /// Sends home those who may go.
    Go(GoOptions),
}

/// What was checked, and what was found.
#[derive(Clone, Debug, clap::Args)]
struct CheckOptions {
    #[arg(long, value_name = "NAME|ID")]
    danger: String,
    #[arg(long, value_enum)]
    result: Found,
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    #[arg(long, value_name = "POST")]
    checker: Option<String>,
}

/// Where from.
#[derive(Clone, Debug, clap::Args)]
struct GoOptions {
    #[arg(long, value_name = "NAME|ID")]
    danger: String,
}

/// What a check found.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum Found {
    Safe,
    Unsafe,
}

/// Answers, or carries out. Without a command the answer is no when nobody waits; with one when it is refused.
///
/// # Errors
/// When the district cannot be read or written, or no place or several are called so.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    match &options.verb {
        None => list(seat),
        Some(Verb::Check(check)) => carry_out(&check.danger, seat, |place| ReturningCommand::Check {
            place,
            safe: check.result == Found::Safe,
            note: check.note.clone(),
            checker: check.checker.clone(),
        }),
        Some(Verb::Go(go)) => carry_out(&go.danger, seat, |place| ReturningCommand::Return { place }),
    }
}

fn list(seat: &Seat) -> Result<Answer, Failure> {
    let district = seat.read()?;
    let now = seat.clock.now();
    let waiting = returning(&district.world, now);
    let view = view::returning(&waiting, &seat.words);
    let mut lines = vec![seat.say("returning-title", &[("time", format::date_time(now))])];
    for row in &view.rows {
        let names = ["place", "state", "check", "waiting", "ready", "missing"];
        let cells: Vec<(&str, &str)> = names.into_iter().zip(row.cells.iter().map(String::as_str)).collect();
        lines.push(seat.say("returning-line", &cells));
    }
    lines.push(view.total);
    if !waiting.rows.is_empty() {
        lines.push(seat.say::<&str>("returning-how", &[]));
    }
    let json = json!({
        "rows": waiting.rows.iter().map(row_json).collect::<Vec<_>>(),
        "total": waiting_json(&waiting.total),
        "ready": waiting_json(&waiting.ready),
        "now": time_json(now),
    });
    Ok(Answer::yes(district.mark(&seat.words) + &lines.join("\n"), json).only_if(!waiting.rows.is_empty()))
}

fn carry_out(
    danger: &str,
    seat: &Seat,
    command: impl FnOnce(ObjectRef) -> ReturningCommand,
) -> Result<Answer, Failure> {
    let mut operation = seat.operation()?;
    let place = place(danger, operation.world(), seat)?;
    Ok(match operation.run(Command::Returning(command(place))) {
        Ok(action) => {
            let label = seat.words.action(&action.label);
            Answer::yes(label.clone(), json!({ "done": true, "label": label, "why": null }))
        }
        Err(refusal) => {
            let why = refusal.sentence(&seat.words);
            Answer::yes(why.clone(), json!({ "done": false, "label": null, "why": why })).only_if(false)
        }
    })
}

/// The danger or village of this id or name; of namesakes the danger.
fn place(text: &str, world: &World, seat: &Seat) -> Result<ObjectRef, Failure> {
    let safety = Safety::of(world, seat.clock.now());
    let text = text.trim();
    let uid: Option<Uid> = text.parse().ok();
    let called = |place: &&ReturnPlace| match (uid, &place.object) {
        (Some(uid), Some(object)) => object.uid == uid,
        _ => place.name.as_deref() == Some(text),
    };
    let mut found: Vec<&ReturnPlace> = safety.places().filter(called).collect();
    if found.iter().any(|place| place.is_danger) {
        found.retain(|place| place.is_danger);
    }
    let objects: Vec<&ObjectRef> = found.into_iter().filter_map(|place| place.object.as_ref()).collect();
    match objects.as_slice() {
        [object] => Ok((*object).clone()),
        [] => Err(seat.failure("returning-no-danger", &[("name", text)])),
        several => {
            let ids: Vec<String> = several.iter().map(|object| object.uid.to_string()).collect();
            Err(seat.failure("returning-several", &[("name", text), ("ids", &ids.join(", "))]))
        }
    }
}

fn row_json(row: &ReturnRow) -> Json {
    let others = row.held_by.iter().map(|(place, households)| {
        let mut json = place_json(place);
        if let Some(object) = json.as_object_mut() {
            object.insert("households".to_owned(), json!(households));
        }
        json
    });
    json!({
        "place": place_json(&row.place),
        "in_force": row.in_force,
        "since": row.since.map(time_json),
        "check": row.check.as_ref().map(check_json),
        "hold": row.hold.map(hold_id),
        "waiting": waiting_json(&row.waiting),
        "ready": waiting_json(&row.ready),
        "moved_since_check": row.moved_since,
        "held_by": others.collect::<Vec<_>>(),
    })
}

fn place_json(place: &ReturnPlace) -> Json {
    let object = place.object.as_ref();
    json!({
        "kind": object.map(|object| object.kind.to_string()),
        "id": object.map(|object| object.uid.to_string()),
        "name": place.name,
    })
}

fn check_json(checked: &Checked) -> Json {
    json!({
        "id": checked.object.uid.to_string(),
        "result": if checked.check.safe { "safe" } else { "unsafe" },
        "checked_at": time_json(checked.check.checked_at),
        "note": checked.check.note,
    })
}

const fn hold_id(hold: Hold) -> &'static str {
    match hold {
        Hold::InForce => "in_force",
        Hold::Unsafe => "unsafe",
        Hold::NotChecked => "not_checked",
        Hold::BeforeLifting { .. } => "checked_before_lifting",
        Hold::BeforeMoving { .. } => "checked_before_moving",
        Hold::NoPlace => "no_place",
    }
}

fn waiting_json(waiting: &Waiting) -> Json {
    json!({ "households": waiting.households, "people": waiting.people, "households_unknown": waiting.unknown })
}
