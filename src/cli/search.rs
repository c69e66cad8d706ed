//! `search`: finds objects by what is written in them.

use serde::Serialize;

use crate::{
    cli::{Answer, Failure, Seat, place::RowJson},
    domain::{
        query::SearchIndex,
        view::{
            finds::{self, FindRow, Target},
            mask::masked,
        },
    },
    io::assets,
};

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(value_name = "TEXT")]
    text: String,
    #[arg(long, default_value_t = 20, value_name = "N")]
    limit: usize,
}

#[derive(Serialize)]
struct SearchJson<'a> {
    places: Vec<PlaceJson<'a>>,
    rows: Vec<HitJson<'a>>,
    total: usize,
}

#[derive(Serialize)]
struct HitJson<'a> {
    #[serde(flatten)]
    row: RowJson<'a>,
    field: &'a str,
    text: String,
    personal: bool,
}

/// A place that the text itself is.
#[derive(Serialize)]
struct PlaceJson<'a> {
    lon: f64,
    lat: f64,
    detail: &'a str,
}

/// Answers.
///
/// # Errors
/// When the district cannot be read.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let district = seat.read()?;
    let found = SearchIndex::new(&district.world, None, &assets::spelling()).search(&options.text, options.limit);
    let shown = finds::finds(&district.world, &options.text, &found, None, seat.clock.now(), &seat.words);
    let place = |row: &FindRow| if let Target::Place(at) = row.target { Some(at) } else { None };
    let places: Vec<_> = shown.rows().filter_map(|row| Some((place(row)?, row))).collect();
    let catalogue = district.world.catalogue();
    let place_lines = places.iter().map(|(_, row)| {
        seat.say("cli-find-place", &[("position", row.name.as_str()), ("detail", row.detail.as_str())])
    });
    let mut lines: Vec<String> = place_lines.collect();
    lines.extend(found.hits.iter().map(|hit| {
        let kind = catalogue.kind(hit.object.kind.as_str()).map_or("", |kind| kind.name(seat.lang()));
        let at = hit.position.map(|at| format!("{:.5},{:.5}", at.lon(), at.lat())).unwrap_or_default();
        let text = if hit.personal { masked(&hit.text) } else { hit.text.clone() };
        let field = if hit.text == hit.name { "" } else { &text };
        format!("{kind}  {}  {at}  {field}", hit.name).trim_end().to_owned()
    }));
    let nothing = found.hits.is_empty() && places.is_empty();
    if nothing {
        lines.push(seat.say("cli-not-found", &[("text", options.text.as_str())]));
    } else if found.total > found.hits.len() {
        lines.push(seat.say("cli-more-hits", &[("n", (found.total - found.hits.len()).to_string())]));
    }
    let rows = found.hits.iter().map(|hit| HitJson {
        row: RowJson::new(&hit.object, &hit.name, hit.position),
        field: hit.field.as_str(),
        text: if hit.personal { masked(&hit.text) } else { hit.text.clone() },
        personal: hit.personal,
    });
    let places = places.iter().map(|(at, row)| PlaceJson { lon: at.lon(), lat: at.lat(), detail: &row.detail });
    let json = SearchJson { places: places.collect(), rows: rows.collect(), total: found.total };
    Ok(Answer::yes(district.mark(&seat.words) + &lines.join("\n"), json).only_if(!nothing))
}
