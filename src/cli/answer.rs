//! What a command answers, and how it is told: text for people, one JSON document for programs.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use jiff::{Timestamp, tz};
use serde::Serialize;
use serde_json::Value as Json;

use crate::{
    domain::{problem::Problem, view::Words},
    io::feed::Fault,
};

/// An answer in both forms.
#[derive(Clone, Debug)]
pub struct Answer {
    /// For people.
    pub text: String,
    /// For programs, as `docs/cli.md` says.
    pub json: Json,
    /// Whether the answer is yes: something was found, the check passed.
    pub yes: bool,
    /// Whether the input was unreadable: then the text goes to standard error.
    pub unreadable: bool,
}

/// The command could not be carried out: bad use or unreadable input.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{0}")]
pub struct Failure(pub String);

impl Answer {
    /// An answer that is yes.
    pub fn yes(text: String, json: impl Serialize) -> Self {
        Self { text, json: serde_json::to_value(json).unwrap_or(Json::Null), yes: true, unreadable: false }
    }

    /// The same, but no unless `yes`.
    #[must_use]
    pub const fn only_if(mut self, yes: bool) -> Self {
        self.yes = yes;
        self
    }

    /// That tables cannot be read: all that is wrong with them, for programs in `problems`.
    pub fn unreadable(problems: &[Problem], words: &Words) -> Self {
        let said: Vec<String> = problems.iter().map(|problem| sentence(problem, words)).collect();
        let listed: Vec<ProblemJson> = problems.iter().map(|problem| ProblemJson::new(problem, words)).collect();
        let json = serde_json::json!({ "problems": listed });
        Self { text: said.join("\n"), json, yes: false, unreadable: true }
    }

    /// That a feed brought nothing, and why.
    pub fn failed(fault: Fault, words: &Words) -> Self {
        let mut answer = Self::unreadable(&[fault.problem()], words);
        if let Some(fields) = answer.json.as_object_mut() {
            fields.insert("state".to_owned(), "failed".into());
        }
        answer
    }

    /// Prints it on standard output; the exit code says whether it is yes.
    pub fn print(&self, as_json: bool) -> ExitCode {
        if self.unreadable {
            eprintln!("{}", self.text);
            if as_json {
                let _ = writeln!(io::stdout().lock(), "{:#}", self.json);
            }
            return ExitCode::from(2);
        }
        let text = if as_json { format!("{:#}", self.json) } else { self.text.trim_end().to_owned() };
        let mut out = io::stdout().lock();
        // The reader of a pipe may have seen enough; that is not our failure.
        let _ = writeln!(out, "{text}").and_then(|()| out.flush());
        if self.yes { ExitCode::SUCCESS } else { ExitCode::from(1) }
    }
}

/// A problem as programs read it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProblemJson {
    code: &'static str,
    file: Option<String>,
    sheet: Option<String>,
    row: Option<u64>,
    column: Option<String>,
    value: Option<String>,
    message: String,
}

impl ProblemJson {
    /// The problem with its sentence.
    pub fn new(problem: &Problem, words: &Words) -> Self {
        Self {
            code: problem.code,
            file: problem.file.clone(),
            sheet: problem.sheet.clone(),
            row: problem.row,
            column: problem.column.clone(),
            value: problem.value.clone(),
            message: sentence(problem, words),
        }
    }
}

/// A problem as people read it: its sentence, with its place before it where the sentence has none.
pub fn sentence(problem: &Problem, words: &Words) -> String {
    words.problem(problem)
}

/// A moment as programs read it: RFC 3339 in Beijing time, `2026-06-20T08:00:00+08:00`.
pub fn time_json(time: Timestamp) -> String {
    tz::offset(8).to_datetime(time).strftime("%Y-%m-%dT%H:%M:%S+08:00").to_string()
}

/// A moment as people read it: Beijing time to the minute.
pub fn time_text(time: Timestamp) -> String {
    tz::offset(8).to_datetime(time).strftime("%Y-%m-%d %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_carry_the_offset_of_beijing() {
        let time: Timestamp = "2026-06-19T16:30:05Z".parse().unwrap();
        assert_eq!(time_json(time), "2026-06-20T00:30:05+08:00");
        assert_eq!(time_text(time), "2026-06-20 00:30");
    }
}
