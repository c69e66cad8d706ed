//! A recognised report in the user's words: what was taken for what.

use crate::{
    domain::{
        catalogue::Kind,
        model::Figure,
        view::{Words, format},
    },
    io::import::message::{Meaning, Meant, Understood},
};

/// A report as it was understood, and in which words: its place and time, then a line a word. `kind`: that of reports.
pub fn told(one: &Understood, kind: Option<&Kind>, words: &Words) -> Vec<String> {
    let report = &one.report;
    let place = format!("{}{}", report.township, report.village.as_deref().unwrap_or_default());
    let time = report.reported_at.map_or_else(|| format::UNKNOWN.to_owned(), format::day_time);
    let id = if one.time_said { "report-of" } else { "report-of-now" };
    let row = one.row.to_string();
    let mut lines = vec![words.with(id, &[("place", &place), ("time", &time), ("row", &row)])];
    for Meant { text, meaning } in &one.words {
        let means = match meaning {
            Meaning::Place(named) => named.name().to_owned(),
            Meaning::Figure { figure, value, about } => said(*figure, *value, *about, kind, words),
            Meaning::Time(time) => format::date_time(*time),
            Meaning::Acknowledged => words.get("board-received"),
            Meaning::Reporter => words.get("report-reporter"),
        };
        lines.push(format!("  {text}  →  {means}"));
    }
    lines
}

fn said(figure: Figure, value: i64, about: bool, kind: Option<&Kind>, words: &Words) -> String {
    let field = kind.and_then(|kind| kind.field(figure.field()));
    let name = field.map_or_else(|| figure.field().to_owned(), |field| field.name(words.lang()).to_owned());
    let id = if about { "report-about" } else { "report-figure" };
    words.with(id, &[("name", name), ("n", format::number(value))])
}
