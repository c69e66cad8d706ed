//! `merge`: a township's filled-in transfer list, compared with ours and merged as one step that can be undone.

use std::path::PathBuf;

use clap::ValueEnum;
use serde_json::{Value as Json, json};

use crate::{
    app::{
        Command, ids,
        merge::{self, Sent},
    },
    cli::{
        Answer, Failure, Seat,
        answer::{ProblemJson, time_json},
        report,
        seat::shown,
    },
    domain::{
        catalogue::Kind,
        model::{ObjectRef, TRANSFER, Value},
        plan::merge::{AddedRow, Merge, RowChange, Verdict},
        view::{form, mask::masked, merge as view},
        world::World,
    },
    io::store::{self, Reader},
};

/// So many lines of a kind are told on the screen; all are in the JSON.
const TOLD: usize = 200;

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(value_name = "FILE")]
    path: PathBuf,
    #[arg(long, value_name = "NAME")]
    township: Option<String>,
    #[arg(long)]
    dry_run: bool,
    #[arg(long, value_enum, default_value_t = Prefer::Ours)]
    prefer: Prefer,
}

/// Whose value counts in a conflict.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum Prefer {
    Ours,
    Theirs,
}

/// Merges; with `--dry-run` only compares. A table of figures is taken in as `report` takes one. The answer is no
/// when nothing was there to change. A file that cannot be read is an answer that says why.
///
/// # Errors
/// When the district cannot be read or, without `--dry-run`, written.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let district = seat.district()?;
    if options.dry_run {
        let read = seat.read()?;
        return match sent(options, &read.world, Some(&read.store), seat)? {
            Read::Unreadable(answer) => Ok(answer),
            Read::Sent(Sent::Figures(figures)) => report::carry_out(&|_| figures.clone(), true, seat),
            Read::Sent(Sent::List(merge)) => {
                let differs = merge::draft(
                    &merge,
                    &shown(&options.path),
                    &read.world,
                    &theirs(options),
                    seat.clock.now(),
                    &mut ids::fresh,
                );
                Ok(answer(&merge, &read.world, options, &Outcome::Tried, seat).only_if(differs.is_some()))
            }
        };
    }
    let mut operation = seat.operation()?;
    let reader = store::reader(&district).map_err(|error| seat.problem(&error.problem()))?;
    let world = operation.world().clone();
    let merge = match sent(options, &world, Some(&reader), seat)? {
        Read::Unreadable(answer) => return Ok(answer),
        Read::Sent(Sent::Figures(figures)) => {
            // One writer at a time.
            drop(operation);
            return report::carry_out(&|_| figures.clone(), false, seat);
        }
        Read::Sent(Sent::List(merge)) => merge,
    };
    let file = options.path.file_name().unwrap_or_default().to_string_lossy();
    let draft = merge::draft(&merge, &file, &world, &theirs(options), seat.clock.now(), &mut ids::fresh);
    let outcome = match draft {
        None => Outcome::Nothing,
        Some(draft) => match operation.run(Command::Put(draft)) {
            Ok(action) => Outcome::Done(seat.words.action(&action.label)),
            Err(refusal) => Outcome::Refused(refusal.sentence(&seat.words)),
        },
    };
    let done = matches!(outcome, Outcome::Done(_));
    Ok(answer(&merge, &world, options, &outcome, seat).only_if(done))
}

fn theirs(options: &Options) -> impl Fn(&RowChange) -> bool {
    let theirs = options.prefer == Prefer::Theirs;
    move |_| theirs
}

enum Read {
    Sent(Sent),
    Unreadable(Answer),
}

/// What became of a merge.
enum Outcome {
    Tried,
    Nothing,
    Done(String),
    Refused(String),
}

fn sent(options: &Options, world: &World, reader: Option<&Reader>, seat: &Seat) -> Result<Read, Failure> {
    if let Some(name) = &options.township {
        let layer = world.layer("township");
        let known = layer.is_some_and(|layer| {
            let index = layer.kind().index("name");
            layer.objects().any(|object| index.and_then(|index| object.value(index).as_text()) == Some(name))
        });
        if !known {
            return Err(seat.failure("merge-no-township", &[("name", name)]));
        }
    }
    let now = seat.clock.now();
    Ok(match merge::read(&options.path, reader, world, options.township.as_deref(), now) {
        Ok(sent) => Read::Sent(sent),
        Err(error) => Read::Unreadable(Answer::unreadable(&[error.problem(&shown(&options.path))], &seat.words)),
    })
}

fn answer(merge: &Merge, world: &World, options: &Options, outcome: &Outcome, seat: &Seat) -> Answer {
    let view = view::merge(merge, world, false, &seat.words);
    let mut lines = vec![view.counts.clone()];
    let texts: Vec<String> = view.lines.into_iter().map(|line| line.text).collect();
    tell(&mut lines, None, &texts, seat);
    tell(&mut lines, Some("merge-head-added"), &view.added, seat);
    tell(&mut lines, Some("merge-head-missing"), &view.missing, seat);
    tell(&mut lines, Some("merge-head-problems"), &view.problems, seat);
    let conflicts = merge.count(|verdict| *verdict == Verdict::Conflict);
    if conflicts > 0 && options.prefer == Prefer::Ours {
        lines.push(seat.say("merge-conflicts-ours", &[("n", conflicts.to_string())]));
    }
    let (label, why) = match outcome {
        Outcome::Tried => (None, None),
        Outcome::Nothing => (None, Some(seat.say::<&str>("merge-nothing", &[]))),
        Outcome::Done(label) => (Some(label.clone()), None),
        Outcome::Refused(why) => (None, Some(why.clone())),
    };
    match outcome {
        Outcome::Tried => lines.push(seat.say::<&str>("merge-tried", &[])),
        _ => lines.extend(label.clone().or_else(|| why.clone())),
    }
    let mut json = merge_json(merge, world, options);
    if let Some(object) = json.as_object_mut() {
        object.insert("dry_run".to_owned(), matches!(outcome, Outcome::Tried).into());
        object.insert("done".to_owned(), matches!(outcome, Outcome::Done(_)).into());
        object.insert("label".to_owned(), json!(label));
        object.insert("why".to_owned(), json!(why));
        let problems = merge.problems.iter().map(|one| ProblemJson::new(one, &seat.words)).collect::<Vec<_>>();
        object.insert("problems".to_owned(), json!(problems));
    }
    Answer::yes(lines.join("\n"), json)
}

fn tell(lines: &mut Vec<String>, head: Option<&str>, texts: &[String], seat: &Seat) {
    if texts.is_empty() {
        return;
    }
    lines.extend(head.map(|head| seat.say::<&str>(head, &[])));
    lines.extend(texts.iter().take(TOLD).map(|text| format!("  {text}")));
    if let Some(more) = texts.len().checked_sub(TOLD).filter(|more| *more > 0) {
        lines.push(seat.say("merge-more", &[("n", more.to_string())]));
    }
}

fn merge_json(merge: &Merge, world: &World, options: &Options) -> Json {
    let kind = world.catalogue().kind(TRANSFER);
    let theirs = theirs(options);
    let changes = merge.changes.iter().filter_map(|change| {
        let mut json = change_json(kind?, change, world);
        json.as_object_mut()?.insert("taken".to_owned(), change.is_taken(&theirs).into());
        Some(json)
    });
    let added = merge.added.iter().filter_map(|added| Some(added_json(kind?, added)));
    json!({
        "townships": merge.townships,
        "changes": changes.collect::<Vec<_>>(),
        "added": added.collect::<Vec<_>>(),
        "unchanged": merge.unchanged,
        "missing": merge.missing.iter().map(|household| household_json(household, world)).collect::<Vec<_>>(),
        "saved": merge.saved.map(time_json),
    })
}

fn household_json(household: &ObjectRef, world: &World) -> Json {
    let text = |field: &str| world.value(household, field).as_text().map(str::to_owned);
    json!({ "id": household.uid.to_string(), "name": text("name"), "village": text("village") })
}

fn change_json(kind: &Kind, change: &RowChange, world: &World) -> Json {
    let field = kind.field(change.field.as_str());
    let said = |value: &Value| match (value, field) {
        (Value::Null, _) | (_, None) => Json::Null,
        (value, Some(field)) if field.personal => json!(masked(&form::text(field, value))),
        (Value::Integer(number), _) => json!(number),
        (Value::Bool(yes), _) => json!(yes),
        (Value::Text(text), _) => json!(text.as_ref()),
        (value, Some(field)) => json!(form::text(field, value)),
    };
    let verdict = match &change.verdict {
        Verdict::Take => "take",
        Verdict::Keep => "keep",
        Verdict::Conflict => "conflict",
        Verdict::Refused(_) => "refused",
    };
    json!({
        "row": change.row,
        "sheet": change.sheet,
        "household": household_json(&change.household, world),
        "field": change.field.as_str(),
        "ours": said(&change.ours),
        "theirs": said(&change.theirs),
        "ours_at": change.ours_at.map(time_json),
        "theirs_at": change.theirs_at.map(time_json),
        "verdict": verdict,
    })
}

fn added_json(kind: &Kind, added: &AddedRow) -> Json {
    let value = |field: &str| kind.index(field).and_then(|index| added.values.get(index));
    let text = |field: &str| value(field).and_then(Value::as_text);
    json!({
        "row": added.row,
        "sheet": added.sheet,
        "name": text("name"),
        "township": text("township"),
        "village": text("village"),
        "people": value("household_size").and_then(Value::as_integer),
    })
}
