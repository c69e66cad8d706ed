//! `board`: how the evacuation stands by township, by the transfer list and as reported.

use serde_json::{Map, Value as Json, json};

use crate::{
    cli::{Answer, Failure, Seat, answer::time_json, figures::MovesJson},
    domain::{
        model::{Figure, Figures},
        query::{self, Board, Leader, OVERDUE_AFTER_MIN, ReportedBy, Standing, TownshipRow},
        view::{
            board::{self as view, BoardRow, BoardView},
            format,
            mask::masked,
        },
    },
};

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(long, value_name = "MINUTES", default_value_t = OVERDUE_AFTER_MIN,
        value_parser = clap::value_parser!(i64).range(1..=10_080))]
    overdue: i64,
    #[arg(long)]
    villages: bool,
}

/// Answers. The answer is no when nobody is on the list and nobody reported.
///
/// # Errors
/// When the district cannot be read.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let district = seat.read()?;
    let now = seat.clock.now();
    let board = query::board(&district.world, now, options.overdue);
    let view = view::board(&board, now, false, &seat.words);
    let asked = [("time", format::date_time(now)), ("minutes", options.overdue.to_string())];
    let mut lines = vec![seat.say("board-title", &asked)];
    if board.rows.is_empty() {
        lines.push(seat.say::<&str>("board-nobody", &[]));
    } else {
        lines.extend(table(&view, options.villages));
        lines.push(seat.say::<&str>("board-how", &[]));
    }
    let mut json = board_json(&board);
    if let Some(object) = json.as_object_mut() {
        object.insert("now".to_owned(), time_json(now).into());
        object.insert("overdue_after_min".to_owned(), options.overdue.into());
    }
    Ok(Answer::yes(district.mark(&seat.words) + &lines.join("\n"), json).only_if(!board.rows.is_empty()))
}

/// The rows under their heads, in columns.
fn table(view: &BoardView, villages: bool) -> Vec<String> {
    let mut rows: Vec<(Vec<String>, &[String])> = vec![(view.heads.clone(), &[])];
    let put = |row: &BoardRow, indent: &str| {
        let mut cells: Vec<String> = row.cells.iter().map(|cell| cell.text.clone()).collect();
        if let Some(name) = cells.first_mut() {
            *name = format!("{indent}{name}");
        }
        cells
    };
    for row in &view.rows {
        rows.push((put(row, ""), &row.notes));
        for village in row.villages.iter().filter(|_| villages) {
            rows.push((put(village, "  "), &village.notes));
        }
    }
    rows.push((put(&view.total, ""), &[]));
    let mut widths = vec![0; view.heads.len()];
    for (cells, _) in &rows {
        for (width, cell) in widths.iter_mut().zip(cells) {
            *width = (*width).max(columns(cell));
        }
    }
    let mut lines = Vec::new();
    for (cells, notes) in rows {
        let padded = cells.iter().zip(&widths).map(|(cell, width)| {
            let gap = width.saturating_sub(columns(cell));
            format!("{cell}{}", " ".repeat(gap))
        });
        lines.push(padded.collect::<Vec<_>>().join("  ").trim_end().to_owned());
        lines.extend(notes.iter().map(|note| format!("    {note}")));
    }
    lines
}

/// How many columns of a terminal a text takes: a Chinese sign takes two.
fn columns(text: &str) -> usize {
    text.chars().map(|c| if c as u32 >= 0x2e80 { 2 } else { 1 }).sum()
}

fn board_json(board: &Board) -> Json {
    let total = &board.total;
    json!({
        "rows": board.rows.iter().map(row_json).collect::<Vec<_>>(),
        "total": {
            "list": moves(&total.list),
            "reported": figures(&total.reported),
            "shelters_open": total.shelters_open,
            "acknowledged": total.acknowledged,
            "overdue": total.overdue,
            "unordered": total.unordered,
            "late": total.late,
        },
    })
}

fn row_json(row: &TownshipRow) -> Json {
    let (by, n) = match row.reported_by {
        ReportedBy::Nobody => (None, 0),
        ReportedBy::Township => (Some("township"), 0),
        ReportedBy::Villages(n) => (Some("villages"), n),
    };
    let mut json = Map::new();
    json.insert("township".to_owned(), json!(row.township));
    json.insert("leader".to_owned(), row.leader.as_ref().map_or(Json::Null, leader));
    standing(&mut json, &row.standing);
    json.insert("reported_by".to_owned(), json!(by));
    json.insert("villages_reporting".to_owned(), json!(n));
    json.insert("above_villages".to_owned(), row.above_villages.as_ref().map_or(Json::Null, figures));
    let villages = row.villages.iter().map(|village| {
        let mut json = Map::new();
        json.insert("village".to_owned(), json!(village.village));
        standing(&mut json, &village.standing);
        Json::Object(json)
    });
    json.insert("villages".to_owned(), villages.collect());
    Json::Object(json)
}

fn standing(json: &mut Map<String, Json>, standing: &Standing) {
    let said = !standing.reported.is_empty();
    let fields = [
        ("acknowledged", json!(standing.acknowledged)),
        ("list", moves(&standing.list)),
        ("shelters_open", json!(standing.shelters_open)),
        ("reported", if said { figures(&standing.reported) } else { Json::Null }),
        ("difference", if said { figures(&standing.difference) } else { Json::Null }),
        ("approximate", json!(standing.approximate)),
        ("last_heard", json!(standing.last_heard.map(time_json))),
        ("told", json!(standing.told)),
        ("ordered_at", json!(standing.ordered_at.map(time_json))),
        ("unordered", json!(standing.unordered)),
        ("leave_by", json!(standing.leave_by.map(time_json))),
        ("late", json!(standing.late)),
        ("overdue", json!(standing.overdue)),
    ];
    json.extend(fields.map(|(name, value)| (name.to_owned(), value)));
}

fn moves(moves: &query::Moves) -> Json {
    serde_json::to_value(MovesJson::from(moves)).unwrap_or(Json::Null)
}

/// Figures by their fields; null: not said.
pub(super) fn figures(figures: &Figures) -> Json {
    Figure::ALL
        .iter()
        .map(|figure| (figure.field().to_owned(), json!(figures.get(*figure))))
        .collect::<Map<_, _>>()
        .into()
}

fn leader(leader: &Leader) -> Json {
    let hidden = |text: &Option<String>| text.as_deref().map(masked);
    json!({ "id": leader.object.uid.to_string(), "name": hidden(&leader.name), "phone": hidden(&leader.phone) })
}
