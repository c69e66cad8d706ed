//! `export`: a register as a file.

use std::path::PathBuf;

use serde::Serialize;

use crate::{
    cli::{Answer, Failure, Seat, seat::shown},
    io::export::{self, ExportError},
};

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(long, value_name = "KIND")]
    kind: String,
    #[arg(long, value_name = "PATH")]
    out: PathBuf,
    #[arg(long)]
    unmask: bool,
}

#[derive(Serialize)]
struct ExportJson {
    path: String,
    rows: usize,
}

/// Exports.
///
/// # Errors
/// When the district cannot be read, the format is not known, or the file cannot be written.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let ending = options.out.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let format = match ending.as_str() {
        "geojson" | "json" => export::geojson,
        "csv" => export::csv,
        _ => return Err(seat.failure::<&str>("cli-unknown-format", &[])),
    };
    let district = seat.read()?;
    let kind = seat.kind(&district.world, &options.kind)?;
    let mark = district.meta.sample.then_some("示例数据");
    let how = export::Options { unmask: options.unmask, mark };
    let rows = format(&options.out, &district.world, kind.id.as_str(), how).map_err(|error| match error {
        ExportError::NoKind(kind) => seat.failure("query-no-kind", &[("kind", kind)]),
        ExportError::Unwritable { path, why } => {
            seat.failure("cli-not-written", &[("file", shown(&path)), ("why", why.to_string())])
        }
    })?;
    let path = shown(&options.out);
    let text = seat.say("cli-exported", &[("rows", rows.to_string()), ("path", path.clone())]);
    Ok(Answer::yes(text, ExportJson { path, rows }))
}
