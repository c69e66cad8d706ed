//! `exposure`: who and what lies in an area, by township.

mod asked;

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use crate::{
    cli::{Answer, Failure, Seat, within::number},
    domain::{
        hazard::exposure::{self, Answerable, Count, Exposed, Exposure},
        query::LEVELS,
        view::{
            exposure::{ExposureView, Part, exposure as said},
            mask::masked,
        },
        world::World,
    },
};

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[command(flatten)]
    area: asked::AreaOptions,
}

/// Answers.
///
/// # Errors
/// When the district or the zone cannot be read, or the area makes no sense.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let district = seat.read()?;
    let world = &district.world;
    let asked = asked::asked(&options.area, world, seat)?;
    let found = exposure::exposure(world, &asked.extent);
    let view = said(world, &found, &asked.name, &seat.words);
    let json = json!({
        "asked": asked.name,
        "sums": exposed(&found.total, world),
        "by_township": found.townships.iter().map(|town| {
            json!({ "township": town.name.as_deref(), "sums": exposed(&town.exposed, world) })
        }).collect::<Vec<_>>(),
        "responsible": found.persons.iter().map(person).collect::<Vec<_>>(),
        "inside": inside(&found),
        "mended": asked.mended,
        "without_position": found.without_position,
        "households_unplaced": found.households_unplaced,
    });
    let text = district.mark(&seat.words) + &text(&view, &asked.mended, seat);
    Ok(Answer::yes(text, json).only_if(!found.inside.is_empty()))
}

fn exposed(exposed: &Exposed, world: &World) -> Json {
    let people = &exposed.people;
    let kinds: Map<String, Json> =
        exposed.kinds.iter().map(|(kind, one)| (kind.to_string(), count(kind.as_str(), one, world))).collect();
    let persons: Map<String, Json> = LEVELS
        .iter()
        .rev()
        .zip(exposed.persons)
        .map(|(level, persons)| ((*level).to_owned(), persons.into()))
        .collect();
    json!({
        "people": {
            "households": people.households,
            "listed": people.listed,
            "moved": people.moved,
            "households_unknown": people.households_unknown,
            "population": people.population,
            "villages_unknown": people.villages_unknown,
        },
        "places": {
            "capacity": exposed.places.capacity,
            "free": exposed.places.free,
            "unknown": exposed.places.unknown,
        },
        "enterprises_with_major_hazard": exposed.with_major_hazard,
        "kinds": kinds,
        "persons": persons,
    })
}

fn count(kind: &str, count: &Count, world: &World) -> Json {
    let sums: BTreeMap<&str, _> = count.sums.iter().map(|sum| (sum.field.as_str(), number(&sum.total))).collect();
    let kind = world.catalogue().kind(kind);
    let field = kind.and_then(|kind| kind.field(kind.color.as_ref()?.field.as_str()));
    let mut states = Map::new();
    if let Some(field) = field.filter(|_| !count.states.is_empty()) {
        let ids = field.choices.iter().map(|choice| choice.id.to_string()).chain(std::iter::once("unknown".to_owned()));
        states.extend(ids.zip(&count.states).map(|(id, count)| (id, (*count).into())));
    }
    json!({ "count": count.count, "sums": sums, "states": states })
}

fn inside(found: &Exposure) -> Json {
    let ids = |one: &exposure::Inside| one.objects.iter().map(ToString::to_string).collect::<Vec<_>>();
    let kinds: Map<String, Json> = found.inside.iter().map(|one| (one.kind.to_string(), ids(one).into())).collect();
    kinds.into()
}

/// Name and number are covered.
fn person(one: &Answerable) -> Json {
    let person = &one.person;
    json!({
        "id": person.object.uid.to_string(),
        "kind": person.object.kind.as_str(),
        "level": person.level,
        "township": one.township.as_deref(),
        "duty": &*person.duty,
        "name": person.name.as_deref().map(masked),
        "phone": person.phone.as_deref().map(masked),
    })
}

fn text(view: &ExposureView, mended: &[String], seat: &Seat) -> String {
    let mut lines = vec![view.asked.clone()];
    lines.extend(mended.iter().map(|why| seat.say("exposure-mended", &[("why", why)])));
    if view.nothing {
        lines.push(seat.words.get("exposure-none"));
    }
    let part = |part: &Part| {
        let figures = part.figures.iter().map(|(name, value)| format!("  {name}  {value}"));
        std::iter::once(part.name.clone()).chain(figures).collect::<Vec<_>>()
    };
    lines.extend(part(&view.total));
    lines.push(view.note.clone());
    lines.extend(view.townships.iter().flat_map(part));
    for level in &view.levels {
        lines.extend(level.persons.iter().map(|person| {
            let parts = [("level", level.level.as_str()), ("duty", &person.duty), ("text", &person.text)];
            seat.say("exposure-cli-answers", &parts)
        }));
        if level.more > 0 {
            lines.push(seat.say("exposure-cli-more", &[("n", level.more.to_string())]));
        }
    }
    lines.extend(view.unplaced.iter().cloned());
    lines.join("\n")
}
