//! `search`: finds objects by what is written in them.

use serde::Serialize;

use crate::{
    cli::{Answer, Failure, Seat, place::RowJson},
    domain::query,
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
    rows: Vec<HitJson<'a>>,
    total: usize,
}

#[derive(Serialize)]
struct HitJson<'a> {
    #[serde(flatten)]
    row: RowJson<'a>,
    field: &'a str,
    text: &'a str,
}

/// Answers.
///
/// # Errors
/// When the district cannot be read.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let district = seat.read()?;
    let found = query::search(&district.world, &options.text, options.limit);
    let catalogue = district.world.catalogue();
    let mut lines: Vec<String> = found
        .hits
        .iter()
        .map(|hit| {
            let kind = catalogue.kind(hit.object.kind.as_str()).map_or("", |kind| kind.name(seat.lang()));
            let at = hit.position.map(|at| format!("{:.5},{:.5}", at.lon(), at.lat())).unwrap_or_default();
            let field = if hit.text == hit.name { "" } else { &hit.text };
            format!("{kind}  {}  {at}  {field}", hit.name).trim_end().to_owned()
        })
        .collect();
    if found.hits.is_empty() {
        lines.push(seat.say("cli-not-found", &[("text", options.text.as_str())]));
    } else if found.total > found.hits.len() {
        lines.push(seat.say("cli-more-hits", &[("n", (found.total - found.hits.len()).to_string())]));
    }
    let rows = found.hits.iter().map(|hit| HitJson {
        row: RowJson::new(&hit.object, &hit.name, hit.position),
        field: hit.field.as_str(),
        text: &hit.text,
    });
    let json = SearchJson { rows: rows.collect(), total: found.total };
    Ok(Answer::yes(district.mark(&seat.words) + &lines.join("\n"), json).only_if(!found.hits.is_empty()))
}
