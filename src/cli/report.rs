//! `report`: a pasted message becomes reports of townships, as one step that can be undone; what was not understood is
//! said.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use serde_json::{Value as Json, json};

use crate::{
    app::{Command, board::BoardCommand},
    cli::{
        Answer, Failure, Seat,
        answer::{ProblemJson, sentence, time_json},
        board::figures,
        seat::shown,
    },
    domain::{
        model::{MOVE_REPORT, MoveReport, ReportSource},
        problem::Problem,
        world::World,
    },
    io::import::message::{self, MAX_MESSAGE_BYTES, Meaning, Meant, Places, Recognised, Understood},
};

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(long, value_name = "FILE|-")]
    text: PathBuf,
    #[arg(long)]
    dry_run: bool,
}

/// Takes in the reports of a message; with `--dry-run` only says what it understands. The answer is no when nothing was
/// understood or taken in. A message that cannot be read is an answer that says why.
///
/// # Errors
/// When the district cannot be read or, without `--dry-run`, written.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let text = match read(&options.text) {
        Ok(text) => text,
        Err(problem) => return Ok(Answer::unreadable(&[*problem], &seat.words)),
    };
    carry_out(&|world| recognise(&text, &options.text, world, seat), options.dry_run, seat)
}

/// Takes in what is recognised in a world; with `dry_run` only says it.
///
/// # Errors
/// When the district cannot be read or, without `dry_run`, written.
pub(super) fn carry_out(
    recognise: &dyn Fn(&World) -> Recognised,
    dry_run: bool,
    seat: &Seat,
) -> Result<Answer, Failure> {
    if dry_run {
        let district = seat.read()?;
        let recognised = recognise(&district.world);
        let understood = !recognised.reports.is_empty();
        return Ok(answer(&recognised, &district.world, &Outcome::Tried, seat).only_if(understood));
    }
    let mut operation = seat.operation()?;
    let recognised = recognise(operation.world());
    if recognised.reports.is_empty() {
        return Ok(answer(&recognised, operation.world(), &Outcome::Nothing, seat).only_if(false));
    }
    let reports: Vec<MoveReport> = recognised.reports.iter().map(|one| one.report.clone()).collect();
    let outcome = match operation.run(Command::Board(BoardCommand::Report(reports))) {
        Ok(action) => Outcome::Done(seat.words.action(&action.label)),
        Err(refusal) => Outcome::Refused(refusal.sentence(&seat.words)),
    };
    let done = matches!(outcome, Outcome::Done(_));
    Ok(answer(&recognised, operation.world(), &outcome, seat).only_if(done))
}

/// What became of the reports.
enum Outcome {
    Tried,
    Nothing,
    Done(String),
    Refused(String),
}

/// The text of a file, or of standard input for `-`; never more than the limit.
fn read(path: &Path) -> Result<String, Box<Problem>> {
    let file = shown(path);
    let unreadable = |why: io::Error| Box::new(Problem::new("file_unreadable").file(&file).arg("why", why));
    let most = MAX_MESSAGE_BYTES as u64 + 1;
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        io::stdin().lock().take(most).read_to_end(&mut bytes).map_err(unreadable)?;
    } else {
        File::open(path).map_err(unreadable)?.take(most).read_to_end(&mut bytes).map_err(unreadable)?;
    }
    if bytes.len() > MAX_MESSAGE_BYTES {
        return Err(Box::new(Problem::new("message_too_long").file(file)));
    }
    message::text_of(&bytes).map_err(|problem| Box::new(problem.file(file)))
}

fn recognise(text: &str, path: &Path, world: &World, seat: &Seat) -> Recognised {
    let mut recognised = message::recognise(text, &Places::of(world), seat.clock.now());
    let is_file = path != Path::new("-");
    for one in &mut recognised.reports {
        one.report.source = if is_file { ReportSource::File } else { ReportSource::Pasted };
    }
    for problem in &mut recognised.problems {
        problem.file = Some(shown(path));
    }
    recognised
}

fn answer(recognised: &Recognised, world: &World, outcome: &Outcome, seat: &Seat) -> Answer {
    let kind = world.catalogue().kind(MOVE_REPORT);
    let mut lines = Vec::new();
    for one in &recognised.reports {
        lines.extend(message::told(one, kind.map(AsRef::as_ref), &seat.words));
    }
    if !recognised.problems.is_empty() {
        lines.push(seat.say("report-problems", &[("n", recognised.problems.len().to_string())]));
        lines.extend(recognised.problems.iter().map(|problem| format!("  {}", sentence(problem, &seat.words))));
    }
    let (done, label, why) = match outcome {
        Outcome::Tried => (false, None, None),
        Outcome::Nothing => (false, None, Some(seat.say::<&str>("problem-message-nothing", &[]))),
        Outcome::Done(label) => (true, Some(label.clone()), None),
        Outcome::Refused(why) => (false, None, Some(why.clone())),
    };
    match outcome {
        Outcome::Tried => lines.push(seat.say::<&str>("report-tried", &[])),
        Outcome::Done(label) => lines.push(label.clone()),
        Outcome::Refused(why) => lines.push(why.clone()),
        Outcome::Nothing => {}
    }
    let json = json!({
        "dry_run": matches!(outcome, Outcome::Tried),
        "done": done,
        "label": label,
        "why": why,
        "reports": recognised.reports.iter().map(report_json).collect::<Vec<_>>(),
        "problems": recognised.problems.iter().map(|one| ProblemJson::new(one, &seat.words)).collect::<Vec<_>>(),
    });
    Answer::yes(lines.join("\n"), json)
}

fn report_json(one: &Understood) -> Json {
    let report = &one.report;
    json!({
        "township": report.township,
        "village": report.village,
        "row": one.row,
        "reported_at": report.reported_at.map(time_json),
        "time_said": one.time_said,
        "acknowledged": report.acknowledged,
        "approximate": report.approximate,
        "reporter": report.reporter,
        "figures": figures(&report.figures),
        "words": one.words.iter().map(word_json).collect::<Vec<_>>(),
    })
}

fn word_json(word: &Meant) -> Json {
    let (means, value, about) = match &word.meaning {
        Meaning::Place(named) if named.village().is_some() => ("village", json!(named.name()), false),
        Meaning::Place(named) => ("township", json!(named.name()), false),
        Meaning::Figure { figure, value, about } => (figure.field(), json!(value), *about),
        Meaning::Time(time) => ("reported_at", json!(time_json(*time)), false),
        Meaning::Acknowledged => ("acknowledged", json!(true), false),
        Meaning::Reporter => ("reporter", Json::Null, false),
    };
    json!({ "text": word.text, "means": means, "value": value, "about": about })
}
