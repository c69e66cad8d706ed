//! `export`: a register as a file.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde::Serialize;

use crate::{
    app::{Command, Operation, export::ExportCommand},
    cli::{Answer, Failure, Seat, seat::shown},
    domain::{
        place::Datum,
        query::{BadFilter, Condition},
    },
    io::export::{self, ExportError},
};

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(long, value_name = "KIND")]
    kind: String,
    #[arg(long, value_name = "PATH")]
    out: PathBuf,
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[arg(long, value_enum, default_value_t = Crs::Wgs84)]
    crs: Crs,
    #[arg(long = "where", value_name = "FIELD=VALUE")]
    filters: Vec<String>,
    #[arg(long)]
    unmask: bool,
}

/// The form of the file.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum Format {
    /// For maps.
    Geojson,
    /// For spreadsheets.
    Csv,
    /// For Excel, to be filled in and merged again.
    Xlsx,
}

/// The datum of the positions.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum Crs {
    /// As in the file.
    Wgs84,
    /// The same at map scale.
    Cgcs2000,
    /// For Amap and Tencent maps.
    Gcj02,
    /// For Baidu maps.
    Bd09,
}

#[derive(Serialize)]
struct ExportJson {
    path: String,
    rows: usize,
    journalled: bool,
}

/// Exports, and writes into the journal who took what out, as the window does. A district that cannot be written is
/// exported all the same; that there is no line is said on standard error.
///
/// # Errors
/// When the district cannot be read, the format is not known, or the file cannot be written.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let format = options.format.or_else(|| by_ending(&options.out));
    let format = format.ok_or_else(|| seat.failure::<&str>("cli-unknown-format", &[]))?;
    let mut operation = seat.opened()?;
    let world = operation.world().clone();
    let kind = seat.kind(&world, &options.kind)?;
    let filters: Result<Vec<Condition>, BadFilter> =
        options.filters.iter().map(|filter| Condition::parse(filter, kind)).collect();
    let filters = filters.map_err(|bad| unreadable(&bad, seat))?;
    let datum = match options.crs {
        Crs::Wgs84 | Crs::Cgcs2000 => Datum::Wgs84,
        Crs::Gcj02 => Datum::Gcj02,
        Crs::Bd09 => Datum::Bd09,
    };
    let mark = operation.meta().mark();
    let how = export::Options { unmask: options.unmask, mark, datum, filters: &filters };
    let (out, id) = (&options.out, kind.id.as_str());
    let rows = match format {
        Format::Geojson => export::geojson(out, &world, id, how),
        Format::Csv => export::csv(out, &world, id, how),
        Format::Xlsx => export::xlsx(out, &world, id, how, seat.clock.now(), &seat.words),
    };
    let rows = rows.map_err(|error| match error {
        ExportError::NoKind(kind) => seat.failure("query-no-kind", &[("kind", kind)]),
        ExportError::Unwritable { path, why } => {
            seat.failure("cli-not-written", &[("file", shown(&path)), ("why", why.to_string())])
        }
    })?;
    let command = ExportCommand { kind: kind.id.clone(), path: options.out.clone(), rows, unmasked: options.unmask };
    let journalled = journalled(&mut operation, command, seat);
    let path = shown(&options.out);
    let text = seat.say("cli-exported", &[("rows", rows.to_string()), ("path", path.clone())]);
    Ok(Answer::yes(text, ExportJson { path, rows, journalled }))
}

/// Writes the line of an export that was made; `false`: there is none, and why is said on standard error.
pub(super) fn journalled(operation: &mut Operation, command: ExportCommand, seat: &Seat) -> bool {
    let line = match operation.granted().problem() {
        Some(problem) => Err(seat.problem(&problem).0),
        None => operation.run(Command::Export(command)).map(drop).map_err(|refusal| refusal.sentence(&seat.words)),
    };
    if let Err(why) = &line {
        eprintln!("{}", seat.say("cli-export-no-line", &[("why", why)]));
    }
    line.is_ok()
}

fn by_ending(path: &Path) -> Option<Format> {
    match path.extension()?.to_string_lossy().to_lowercase().as_str() {
        "geojson" | "json" => Some(Format::Geojson),
        "csv" => Some(Format::Csv),
        "xlsx" => Some(Format::Xlsx),
        _ => None,
    }
}

fn unreadable(bad: &BadFilter, seat: &Seat) -> Failure {
    match bad {
        BadFilter::Unclear(text) => seat.failure("filter-unclear", &[("text", text)]),
        BadFilter::NoSign(text) => seat.failure("cli-filter-no-sign", &[("text", text)]),
        BadFilter::NoField(field) => seat.failure("cli-filter-no-field", &[("field", field)]),
        BadFilter::BadValue { field, value } => {
            seat.failure("cli-filter-bad-value", &[("field", field), ("value", value)])
        }
    }
}
