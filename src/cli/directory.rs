//! `directory`, `plans`: whom to call, and the plan library.

use jiff::Timestamp;
use serde_json::{Value as Json, json};

use crate::{
    cli::{Answer, Failure, Seat, edit::named},
    domain::{
        query::{Contact, directory, units},
        response::{Plan, library},
        view::{Words, card::people_of, directory as view},
        world::World,
    },
};

/// What can be asked of the directory.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(long, value_name = "KIND:NAME")]
    object: Option<String>,
    #[arg(long)]
    unmask: bool,
}

/// Whom to call about an object, or all units. The answer is no when there is nobody.
///
/// # Errors
/// When the district cannot be read, or no object or several are called so.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let district = seat.read()?;
    let (world, words, now) = (&district.world, &seat.words, seat.clock.now());
    let found = match &options.object {
        Some(text) => directory(world, &named(world, text, seat)?.1, now),
        None => units(world, now),
    };
    let mut lines = Vec::new();
    for contact in &found {
        let why = options.object.as_ref().map(|_| format!("{}  ", view::why_told(contact, words))).unwrap_or_default();
        let gaps = view::gaps_told(contact, words).map(|gaps| format!("  （{gaps}）")).unwrap_or_default();
        let phone = contact.duty_phone.as_deref().unwrap_or_default();
        lines.push(format!("{why}{}  {phone}{gaps}", contact.name));
        lines.extend(people_of(world, &contact.object, options.unmask, now, words).iter().map(|person| {
            let parts = [Some(&person.role), person.name.as_ref(), person.phone.as_ref()];
            format!("    {}", parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(" "))
        }));
    }
    if found.is_empty() {
        lines.push(words.get("directory-none"));
    }
    let rows: Vec<Json> = found.iter().map(|it| contact_json(it, world, options.unmask, now, words)).collect();
    let json = json!({ "units": rows });
    Ok(Answer::yes(district.mark(words) + &lines.join("\n"), json).only_if(!found.is_empty()))
}

fn contact_json(contact: &Contact, world: &World, unmask: bool, now: Timestamp, words: &Words) -> Json {
    let people = people_of(world, &contact.object, unmask, now, words);
    json!({
        "id": contact.object.uid.to_string(),
        "kind": contact.object.kind.to_string(),
        "name": contact.name,
        "because": contact.because.id(),
        "duty_phone": contact.duty_phone,
        "no_leader": contact.no_leader,
        "no_liaison": contact.no_liaison,
        "stale": contact.stale,
        "people": people.iter()
            .map(|person| json!({ "role": person.role, "name": person.name, "phone": person.phone }))
            .collect::<Vec<_>>(),
    })
}

/// The plan library. The answer is no when there is no plan.
///
/// # Errors
/// When the district cannot be read.
pub fn plans(seat: &Seat) -> Result<Answer, Failure> {
    let district = seat.read()?;
    let words = &seat.words;
    let found = library(&district.world, seat.clock.now());
    let overdue = found.plans.iter().filter(|plan| plan.overdue).count();
    let numbers = [("n", found.plans.len().to_string()), ("overdue", overdue.to_string())];
    let mut lines = vec![words.with("plans-title", &numbers)];
    lines.extend(found.plans.iter().map(|plan| format!("{}  {}", plan.name, view::plan_told(plan, words))));
    if !found.without.is_empty() {
        lines.push(words.with("plans-without", &[("names", found.without.join(&words.get("list-separator")))]));
    }
    let json = json!({
        "plans": found.plans.iter().map(plan_json).collect::<Vec<_>>(),
        "overdue": overdue,
        "without": found.without,
    });
    Ok(Answer::yes(district.mark(words) + &lines.join("\n"), json).only_if(!found.plans.is_empty()))
}

fn plan_json(plan: &Plan) -> Json {
    json!({
        "id": plan.object.uid.to_string(),
        "name": plan.name,
        "level": plan.level,
        "township": plan.township,
        "hazards": plan.hazards,
        "version": plan.version,
        "approved_on": plan.approved_on.map(|day| day.to_string()),
        "review_due": plan.review_due.map(|day| day.to_string()),
        "overdue": plan.overdue,
        "attachment": plan.attachment,
    })
}
