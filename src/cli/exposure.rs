//! `exposure`: who and what lies in an area, by township.

use std::{collections::BTreeMap, path::PathBuf};

use serde_json::{Map, Value as Json, json};

use crate::{
    cli::{
        Answer, Failure, Seat,
        evacuate::area,
        seat::shown,
        within::{circle, number, zone},
    },
    domain::{
        hazard::exposure::{self, Answerable, Count, Exposed, Exposure, Extent},
        model::ObjectRef,
        plan::evacuation::{BadDanger, Danger},
        query::{Area, LEVELS},
        view::{
            evacuation::bad_danger,
            exposure::{ExposureView, Part, exposure as said},
            format,
            mask::masked,
            nearest::position,
        },
        world::World,
    },
};

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[command(flatten)]
    area: AreaOptions,
}

/// Where: one of these.
#[derive(Clone, Debug, clap::Args)]
#[group(id = "exposure-area", required = true, multiple = false)]
struct AreaOptions {
    #[arg(long, value_name = "FILE")]
    zone: Option<PathBuf>,
    #[arg(long, value_name = "NAME|ID")]
    zone_of: Vec<String>,
    #[arg(long, value_name = "LON,LAT,METRES", allow_hyphen_values = true)]
    circle: Option<String>,
}

/// What is asked, ready to be answered.
struct Asked {
    extent: Extent,
    name: String,
    mended: Vec<String>,
}

/// Answers.
///
/// # Errors
/// When the district or the zone cannot be read, or the area makes no sense.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let district = seat.read()?;
    let world = &district.world;
    let asked = asked(&options.area, world, seat)?;
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
    });
    let text = district.mark(&seat.words) + &text(&view, &asked.mended, seat);
    Ok(Answer::yes(text, json).only_if(!found.inside.is_empty()))
}

fn asked(options: &AreaOptions, world: &World, seat: &Seat) -> Result<Asked, Failure> {
    if let Some(text) = &options.circle {
        let Some(Area::Circle { centre, radius_m }) = circle(text) else {
            return Err(seat.failure::<&str>("cli-bad-circle", &[]));
        };
        let args = [("place", position(centre)), ("distance", format::round_distance(radius_m))];
        let name = seat.say("exposure-of-circle", &args);
        return Ok(Asked { extent: Extent::circle(centre, radius_m), name, mended: Vec::new() });
    }
    let drawn = options.zone.as_deref().map(shown).unwrap_or_default();
    let bad = |bad: &BadDanger| Failure(bad_danger(bad, &drawn, world, &seat.words));
    let (danger, name) = match &options.zone {
        Some(path) => {
            let danger = Danger::drawn(&zone(path, seat)?).map_err(|error| bad(&error))?;
            (danger, seat.say("exposure-of-zone", &[("file", &drawn)]))
        }
        None => {
            let areas: Result<Vec<ObjectRef>, Failure> =
                options.zone_of.iter().map(|name| area(name, world, seat)).collect();
            let danger = Danger::of(world, &areas?).map_err(|error| bad(&error))?;
            let names: Vec<&str> = danger.named().iter().map(|named| named.name.as_str()).collect();
            let name = seat.say("exposure-of-named", &[("name", names.join(&seat.words.get("list-separator")))]);
            (danger, name)
        }
    };
    let extent = Extent::of(&danger).map_err(|fault| bad(&BadDanger::Shape { fault, name: None }))?;
    let mended = danger.mended().iter().map(|fault| seat.words.problem(&fault.problem())).collect();
    Ok(Asked { extent, name, mended })
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
        "duty": person.duty,
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
    lines.extend(view.unplaced.clone());
    lines.join("\n")
}
