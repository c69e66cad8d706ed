//! `check`: whether a district file is sound, and how to mend it.

use std::path::PathBuf;

use serde::Serialize;

use crate::{
    cli::{
        Answer, Failure, Seat,
        answer::{ProblemJson, sentence},
        seat::shown,
    },
    io::store::{self, StoreError},
};

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(value_name = "FILE")]
    district: Option<PathBuf>,
}

#[derive(Serialize)]
struct CheckJson {
    file: String,
    ok: bool,
    findings: Vec<ProblemJson>,
}

/// Checks.
///
/// # Errors
/// When there is no such file.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let path = match &options.district {
        Some(path) => path.clone(),
        None => seat.district()?,
    };
    if !path.is_file() {
        return Err(seat.problem(&StoreError::Missing(path).problem()));
    }
    let report = store::check(&path);
    let words = &seat.words;
    let file = shown(&path);
    let title = if report.ok { "cli-check-ok" } else { "cli-check-bad" };
    let mut lines = vec![words.with(title, &[("file", file.as_str())])];
    lines.extend(report.findings.iter().map(|finding| format!("  -  {}", sentence(finding, words))));
    let findings = report.findings.iter().map(|finding| ProblemJson::new(finding, words)).collect();
    Ok(Answer::yes(lines.join("\n"), CheckJson { file, ok: report.ok, findings }).only_if(report.ok))
}
