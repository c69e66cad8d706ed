//! `figures`, `alarms`, `acknowledge`: what calls for action, in numbers, one by one, and taken note of.

use jiff::ToSpan as _;
use serde::Serialize;

use crate::{
    app::{Command, alarm::AlarmCommand},
    cli::{
        Answer, Failure, Seat,
        answer::{time_json, time_text},
    },
    domain::{
        hazard::reservoir::standing::CROSSINGS_HOURS,
        model::ObjectRef,
        query::Moves,
        view::{
            Words,
            alarms::{self, Alarm},
            format,
            situation::{self, Figure, Row},
        },
        world::World,
    },
};

/// What can be asked of the key figures.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(long)]
    rows: bool,
}

/// What can be asked of the alarms.
#[derive(Clone, Debug, clap::Args)]
pub struct AlarmOptions {
    #[arg(long)]
    all: bool,
}

/// What an acknowledgement takes.
#[derive(Clone, Debug, clap::Args)]
pub struct AcknowledgeOptions {
    #[arg(value_name = "NAME|ID")]
    alarm: String,
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

#[derive(Serialize)]
struct FigureJson {
    id: &'static str,
    name: String,
    value: Option<i64>,
    unit: String,
    tone: crate::domain::catalogue::Tone,
    as_of: Option<String>,
    why: Option<String>,
    uncounted: usize,
    count: usize,
    rows: Vec<RowJson>,
}

#[derive(Serialize)]
struct RowJson {
    id: String,
    kind: String,
    name: String,
    detail: String,
    state: String,
}

impl From<&Row> for RowJson {
    fn from(row: &Row) -> Self {
        Self {
            id: row.object.uid.to_string(),
            kind: row.object.kind.to_string(),
            name: row.name.clone(),
            detail: row.detail.clone(),
            state: row.state.clone(),
        }
    }
}

/// People of the transfer list as programs read them.
#[derive(Serialize)]
pub(super) struct MovesJson {
    should_move: i64,
    moved: i64,
    at_shelter: i64,
    with_relatives: i64,
    elsewhere: i64,
    to_move: i64,
    refused: i64,
    returned: i64,
}

impl From<&Moves> for MovesJson {
    fn from(moves: &Moves) -> Self {
        Self {
            should_move: moves.should_move,
            moved: moves.moved(),
            at_shelter: moves.at_shelter,
            with_relatives: moves.with_relatives,
            elsewhere: moves.elsewhere,
            to_move: moves.to_move(),
            refused: moves.refused,
            returned: moves.returned,
        }
    }
}

#[derive(Serialize)]
struct TownshipJson<'a> {
    township: Option<&'a str>,
    #[serde(flatten)]
    moves: MovesJson,
}

#[derive(Serialize)]
struct AlarmJson {
    id: String,
    kind: String,
    name: String,
    township: Option<String>,
    what: String,
    value: Option<f64>,
    since: Option<String>,
    acknowledged: Option<AcknowledgedJson>,
}

#[derive(Serialize)]
struct AcknowledgedJson {
    by: Option<String>,
    at: Option<String>,
}

/// Answers with the key figures; with `--rows` each with what it counts.
///
/// # Errors
/// When the district cannot be read.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let district = seat.read()?;
    let (world, words, now) = (&district.world, &seat.words, seat.clock.now());
    let situation = situation::situation(world, now);
    let mut lines = Vec::new();
    let mut figures = Vec::new();
    for figure in &situation.figures {
        let rows = situation::rows(world, figure, words);
        lines.push(format!("{}  {}  {}", rows.title, rows.value, figure.age(now, words)));
        lines.extend(rows.lacks.iter().map(|lacks| format!("    {lacks}")));
        if options.rows {
            lines.extend(rows.rows.iter().map(row_line));
        }
        figures.push(figure_json(figure, &rows.rows, options.rows, words));
    }
    if let Some(moves) = &situation.moves {
        lines.push(moves_line(&words.get("figures-whole"), moves, words));
    }
    for (township, moves) in &situation.townships {
        lines.push(moves_line(township.as_deref().unwrap_or(format::UNKNOWN), moves, words));
    }
    let townships = situation.townships.iter();
    let json = serde_json::json!({
        "figures": figures,
        "transfer": situation.moves.as_ref().map(MovesJson::from),
        "townships": townships
            .map(|(name, moves)| TownshipJson { township: name.as_deref(), moves: moves.into() })
            .collect::<Vec<_>>(),
    });
    Ok(Answer::yes(district.mark(words) + &lines.join("\n"), json))
}

fn row_line(row: &Row) -> String {
    format!("    {}  {}  {}", row.name, row.detail, row.state)
}

fn moves_line(name: &str, moves: &Moves, words: &Words) -> String {
    let numbers = [moves.moved(), moves.should_move, moves.to_move()].map(format::number);
    let [moved, should, to_move] = &numbers;
    words.with("figures-moves", &[("name", name), ("moved", moved), ("should", should), ("left", to_move)])
}

fn figure_json(figure: &Figure, rows: &[Row], with_rows: bool, words: &Words) -> FigureJson {
    FigureJson {
        id: figure.id,
        name: figure.name(words),
        value: figure.value,
        unit: figure.unit(words),
        tone: figure.tone,
        as_of: figure.as_of.map(time_json),
        why: figure.why.and_then(|_| figure.lacks(words)),
        uncounted: figure.uncounted,
        count: figure.rows.len(),
        rows: if with_rows { rows.iter().map(RowJson::from).collect() } else { Vec::new() },
    }
}

/// Answers with what is in alarm and not acknowledged; with `--all` with what is, too. The answer is no when there
/// is none.
///
/// # Errors
/// When the district cannot be read.
pub fn alarms(options: &AlarmOptions, seat: &Seat) -> Result<Answer, Failure> {
    let district = seat.read()?;
    let words = &seat.words;
    let now = seat.clock.now();
    let all = alarms::alarms(&district.world, now);
    let total = all.len();
    let shown: Vec<Alarm> = all.into_iter().filter(|alarm| options.all || alarm.acknowledged.is_none()).collect();
    let mut lines: Vec<String> = shown.iter().map(|alarm| line(alarm, words)).collect();
    if shown.is_empty() {
        lines.push(words.with("alarms-none", &[("n", total.to_string())]));
    }
    let rows: Vec<AlarmJson> = shown.iter().map(|alarm| alarm_json(alarm, words)).collect();
    let crossed = alarms::crossed(&district.world, now.checked_sub(CROSSINGS_HOURS.hours()).unwrap_or(now));
    lines.extend(crossed.iter().map(|crossed| crossed.said.clone()));
    let events = crossed.iter().map(|crossed| {
        let (line, direction) = crossed.what.split_once(':').unwrap_or((&crossed.what, ""));
        let (kind, id) = crossed.about.split_once('/').unwrap_or(("", &crossed.about));
        let at = time_json(crossed.time);
        serde_json::json!({ "kind": kind, "id": id, "line": line, "direction": direction, "at": at, "what": crossed.said })
    });
    let events: Vec<_> = events.collect();
    let json = serde_json::json!({ "alarms": rows, "total": total, "events": events });
    Ok(Answer::yes(district.mark(words) + &lines.join("\n"), json).only_if(!shown.is_empty()))
}

fn line(alarm: &Alarm, words: &Words) -> String {
    let time = alarm.time.map_or_else(|| format::UNKNOWN.to_owned(), time_text);
    let known = alarm.acknowledged.as_ref().map(|known| {
        let post = known.post.as_deref().unwrap_or(format::UNKNOWN);
        let time = known.time.map_or_else(|| format::UNKNOWN.to_owned(), time_text);
        words.with("alarms-known", &[("post", post), ("time", &time)])
    });
    let township = alarm.township.as_deref().unwrap_or_default();
    let parts = [time.as_str(), &alarm.name, &alarm.says(words), township, known.as_deref().unwrap_or_default()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ")
}

fn alarm_json(alarm: &Alarm, words: &Words) -> AlarmJson {
    AlarmJson {
        id: alarm.object.uid.to_string(),
        kind: alarm.object.kind.to_string(),
        name: alarm.name.clone(),
        township: alarm.township.as_deref().map(str::to_owned),
        what: alarm.says(words),
        value: alarm.state.number,
        since: alarm.time.map(time_json),
        acknowledged: alarm.acknowledged.as_ref().map(|known| AcknowledgedJson {
            by: known.post.as_deref().map(str::to_owned),
            at: known.time.map(time_json),
        }),
    }
}

/// Takes note of an alarm. A refusal is the answer no.
///
/// # Errors
/// When the district cannot be written, or no alarm or several are called so.
pub fn acknowledge(options: &AcknowledgeOptions, seat: &Seat) -> Result<Answer, Failure> {
    let mut operation = seat.operation()?;
    let object = named(operation.world(), &options.alarm, seat)?;
    let note = options.note.clone();
    let done = operation.run(Command::Alarm(AlarmCommand::Acknowledge { object, note }));
    Ok(match done {
        Ok(action) => {
            let label = seat.words.action(&action.label);
            Answer::yes(label.clone(), serde_json::json!({ "done": true, "label": label }))
        }
        Err(refusal) => {
            let why = refusal.sentence(&seat.words);
            Answer::yes(why.clone(), serde_json::json!({ "done": false, "why": why })).only_if(false)
        }
    })
}

/// The alarm of this id or full name.
fn named(world: &World, text: &str, seat: &Seat) -> Result<ObjectRef, Failure> {
    let text = text.trim();
    let mut found = alarms::alarms(world, seat.clock.now());
    found.retain(|alarm| alarm.name == text || alarm.object.uid.to_string() == text);
    match found.as_slice() {
        [one] => Ok(one.object.clone()),
        [] => Err(seat.failure("alarms-no-such", &[("name", text)])),
        several => {
            let ids: Vec<String> = several.iter().map(|alarm| alarm.object.uid.to_string()).collect();
            Err(seat.failure("alarms-several", &[("name", text), ("ids", &ids.join(", "))]))
        }
    }
}
