//! `here`: what a place is, and who answers for it.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::{
    cli::{Answer, Failure, Seat, place},
    domain::{
        place::Form,
        query::{Chain, Holder, PersonHere, place_chain},
        view::{chain as view, mask::masked},
    },
};

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(long, value_name = "POS")]
    at: String,
}

#[derive(Serialize)]
struct HereJson<'a> {
    lon: f64,
    lat: f64,
    written: serde_json::Map<String, serde_json::Value>,
    township: Option<HolderJson<'a>>,
    village: Option<VillageJson<'a>>,
    grids: Vec<HolderJson<'a>>,
    persons: Vec<PersonJson<'a>>,
}

#[derive(Serialize)]
struct HolderJson<'a> {
    id: String,
    name: &'a str,
    level: Option<&'a str>,
}

#[derive(Serialize)]
struct VillageJson<'a> {
    id: Option<String>,
    name: &'a str,
    known_by: &'a str,
    distance_m: Option<f64>,
}

#[derive(Serialize)]
struct PersonJson<'a> {
    id: String,
    kind: &'a str,
    level: &'a str,
    duty: &'a str,
    name: Option<String>,
    phone: Option<String>,
}

impl<'a> HolderJson<'a> {
    fn new(holder: &'a Holder) -> Self {
        Self { id: holder.object.uid.to_string(), name: &holder.name, level: holder.level.as_deref() }
    }
}

impl<'a> PersonJson<'a> {
    fn new(person: &'a PersonHere) -> Self {
        Self {
            id: person.object.uid.to_string(),
            kind: person.object.kind.as_str(),
            level: person.level,
            duty: &person.duty,
            name: person.name.as_deref().map(masked),
            phone: person.phone.as_deref().map(masked),
        }
    }
}

/// Answers.
///
/// # Errors
/// When the district cannot be read, or the place is neither a position nor the name of one place.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let district = seat.read()?;
    let at = place::find(&options.at, &district.world, seat)?.position;
    let chain = place_chain(&district.world, at);
    let shown = view::chain(&district.world, &chain, &BTreeSet::new(), &seat.words);
    let mut lines = vec![shown.position];
    lines.extend(shown.places.iter().map(|row| format!("{}  {}", row.label, row.value)));
    for level in &shown.levels {
        lines.extend(level.persons.iter().map(|person| format!("{}  {}  {}", level.level, person.duty, person.text)));
        if level.more > 0 {
            lines.push(seat.say("here-more", &[("n", level.more.to_string())]));
        }
    }
    lines.extend(shown.missing);
    for form in Form::ALL {
        lines.push(format!("{}  {}", seat.words.get(&format!("copy-{}", form.id())), form.write(at)));
    }
    let known = chain.township.is_some() || !chain.grids.is_empty();
    Ok(Answer::yes(district.mark(&seat.words) + &lines.join("\n"), json(&chain)).only_if(known))
}

fn json(chain: &Chain) -> HereJson<'_> {
    let written = Form::ALL.map(|form| (form.id().to_owned(), form.write(chain.at).into()));
    HereJson {
        lon: chain.at.lon(),
        lat: chain.at.lat(),
        written: written.into_iter().collect(),
        township: chain.township.as_ref().map(HolderJson::new),
        village: chain.village.as_ref().map(|village| VillageJson {
            id: village.object.as_ref().map(|object| object.uid.to_string()),
            name: &village.name,
            known_by: if village.nearest_m.is_some() { "nearest" } else { "area" },
            distance_m: village.nearest_m,
        }),
        grids: chain.grids.iter().map(HolderJson::new).collect(),
        persons: chain.persons.iter().map(PersonJson::new).collect(),
    }
}
