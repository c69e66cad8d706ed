//! The township board in words: one row a township, its villages beneath. Names and numbers of persons are masked
//! unless they were asked for.

use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::{
    catalogue::Tone,
    model::{Figure, Figures, ObjectRef},
    query::{Board, Leader, ReportedBy, Standing, TownshipRow},
    view::{Words, format, mask::masked, route},
};

/// Less than this until people must have left is soon, minutes.
const SOON_MIN: f64 = 60.0;

/// The board in words.
#[derive(Clone, Debug, PartialEq)]
pub struct BoardView {
    /// What the columns are, the place first.
    pub heads: Vec<String>,
    /// A row a township.
    pub rows: Vec<BoardRow>,
    /// The sums.
    pub total: BoardRow,
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct BoardRow {
    /// Which township; `None`: what names none.
    pub township: Option<Arc<str>>,
    /// Which of its villages; `None`: the township itself, or what names no village.
    pub village: Option<Arc<str>>,
    /// Who leads on duty there.
    pub leader: Option<ObjectRef>,
    /// What stands in the columns. Counts are `list / reported`, `—` where nobody reported.
    pub cells: Vec<Cell>,
    /// How grave it is: overdue is an alarm.
    pub tone: Tone,
    /// What one should know: who reports, and that figures do not agree.
    pub notes: Vec<String>,
    /// The villages of a township.
    pub villages: Vec<Self>,
}

/// What stands in a column.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Cell {
    /// In words.
    pub text: String,
    /// How grave it is.
    pub tone: Tone,
}

impl Cell {
    const fn empty() -> Self {
        Self { text: String::new(), tone: Tone::Quiet }
    }

    fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: Tone::Normal }
    }

    fn toned(text: impl Into<String>, tone: Tone) -> Self {
        Self { text: text.into(), tone }
    }
}

/// The columns: a figure and its heading.
const COLUMNS: [(Figure, &str); 9] = [
    (Figure::Ordered, "board-ordered"),
    (Figure::Moved, "board-moved"),
    (Figure::ToMove, "board-to-move"),
    (Figure::Moving, "board-moving"),
    (Figure::AtShelter, "board-at-shelter"),
    (Figure::WithRelatives, "board-with-relatives"),
    (Figure::Refused, "board-refused"),
    (Figure::Returned, "board-returned"),
    (Figure::SheltersOpen, "board-shelters"),
];

/// The board in words, as it stands at a moment; `whole`: with names and numbers of persons as they are.
pub fn board(board: &Board, now: Timestamp, whole: bool, words: &Words) -> BoardView {
    let figures = COLUMNS.iter().map(|(_, id)| words.get(id));
    let heads = ["board-place", "board-state", "board-leader", "board-acknowledged"].map(|id| words.get(id));
    let last = ["board-heard", "board-leave-by"].map(|id| words.get(id));
    let heads = heads.into_iter().chain(figures).chain(last).collect();
    let rows = board.rows.iter().map(|row| township(row, now, whole, words)).collect();
    BoardView { heads, rows, total: total(board, words) }
}

fn total(board: &Board, words: &Words) -> BoardRow {
    let total = &board.total;
    let standing = Standing {
        list: total.list,
        shelters_open: total.shelters_open,
        reported: total.reported,
        ..Standing::default()
    };
    let counted = [
        (total.overdue, "board-overdue-n", Tone::Alarm),
        (total.late, "board-late-n", Tone::Alarm),
        (total.unordered, "board-unordered-n", Tone::Warning),
    ];
    let states = counted.iter().filter(|(n, ..)| *n > 0).map(|(n, id, _)| words.with(id, &[("n", n.to_string())]));
    let states: Vec<String> = states.collect();
    let tone = counted.iter().find(|(n, ..)| *n > 0).map_or(Tone::Quiet, |(.., tone)| *tone);
    let mut cells = vec![
        Cell::plain(words.get("board-total")),
        Cell::toned(states.join(&words.get("list-separator")), tone),
        Cell::empty(),
        Cell::plain(words.with("board-received-n", &[("n", total.acknowledged.to_string())])),
    ];
    cells.extend(counts(&standing));
    cells.extend([Cell::empty(), Cell::empty()]);
    BoardRow { township: None, village: None, leader: None, cells, tone, notes: Vec::new(), villages: Vec::new() }
}

fn township(row: &TownshipRow, now: Timestamp, whole: bool, words: &Words) -> BoardRow {
    let name = row.township.as_deref().map_or_else(|| words.get("board-no-township"), str::to_owned);
    let leader = row.leader.as_ref().and_then(|leader| said(leader, whole));
    let leader = leader.unwrap_or_else(|| format::UNKNOWN.to_owned());
    let cells = cells((name, leader), &row.standing, now, words);
    let mut notes = Vec::new();
    if let ReportedBy::Villages(n) = row.reported_by {
        let of = row.villages.len();
        notes.push(words.with("board-by-villages", &[("n", n.to_string()), ("of", of.to_string())]));
    }
    notes.extend(differences("board-differs", &row.standing.difference, words));
    notes.extend(row.above_villages.as_ref().and_then(|above| differences("board-above-villages", above, words)));
    if row.standing.approximate {
        notes.push(words.get("board-about"));
    }
    if row.standing.list.households_unknown > 0 {
        let n = row.standing.list.households_unknown.to_string();
        notes.push(words.with("board-unknown-households", &[("n", n)]));
    }
    let villages = row.villages.iter().map(|village| {
        let name = village.village.as_deref().map_or_else(|| words.get("board-no-village"), str::to_owned);
        BoardRow {
            township: row.township.clone(),
            village: village.village.clone(),
            leader: None,
            cells: self::cells((name, String::new()), &village.standing, now, words),
            tone: tone(&village.standing),
            notes: differences("board-differs", &village.standing.difference, words).into_iter().collect(),
            villages: Vec::new(),
        }
    });
    BoardRow {
        township: row.township.clone(),
        village: None,
        leader: row.leader.as_ref().map(|leader| leader.object.clone()),
        cells,
        tone: tone(&row.standing),
        notes,
        villages: villages.collect(),
    }
}

fn said(leader: &Leader, whole: bool) -> Option<String> {
    let say = |text: &String| if whole { text.clone() } else { masked(text) };
    let parts: Vec<String> = [&leader.name, &leader.phone].into_iter().flatten().map(say).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

const fn tone(standing: &Standing) -> Tone {
    if standing.overdue || standing.late {
        Tone::Alarm
    } else if standing.unordered {
        Tone::Warning
    } else if standing.list.to_move() > 0 {
        Tone::Caution
    } else {
        Tone::Quiet
    }
}

/// What is wrong at a place, the gravest first; else that it is done, or under way.
fn state(standing: &Standing, words: &Words) -> Cell {
    let wrong =
        [(standing.overdue, "board-overdue"), (standing.late, "board-late"), (standing.unordered, "board-unordered")];
    let wrong: Vec<String> = wrong.iter().filter(|(is, _)| *is).map(|(_, id)| words.get(id)).collect();
    if !wrong.is_empty() {
        return Cell::toned(wrong.join(&words.get("list-separator")), tone(standing));
    }
    if !differs(&standing.difference) && standing.list.to_move() > 0 {
        return Cell::toned(words.get("board-under-way"), Tone::Caution);
    }
    if differs(&standing.difference) {
        return Cell::toned(words.get("board-differ"), Tone::Caution);
    }
    let is_done = standing.list.should_move > 0;
    Cell::toned(if is_done { words.get("board-done") } else { String::new() }, Tone::Ready)
}

/// Whether a reported figure is not that of the list.
fn differs(difference: &Figures) -> bool {
    Figure::ALL.into_iter().any(|figure| difference.get(figure).is_some_and(|value| value != 0))
}

fn cells((name, leader): (String, String), standing: &Standing, now: Timestamp, words: &Words) -> Vec<Cell> {
    let ordered = standing.ordered_at.map(format::time_of_day);
    let order = match (standing.acknowledged, ordered) {
        (true, _) => Cell::toned(words.get("board-received"), Tone::Ready),
        (false, Some(at)) => Cell::plain(words.with("board-ordered-at", &[("at", at)])),
        (false, None) if standing.told > 0 => Cell::plain(words.get("board-ordered-some")),
        (false, None) => Cell::toned(words.get("board-not-ordered"), Tone::Quiet),
    };
    let mut cells = vec![Cell::plain(name), state(standing, words), Cell::plain(leader), order];
    cells.extend(counts(standing));
    let heard = standing.last_heard.map_or_else(|| format::UNKNOWN.to_owned(), format::day_time);
    cells.push(Cell::toned(heard, if standing.overdue { Tone::Alarm } else { Tone::Normal }));
    cells.push(leave_by(standing, now, words));
    cells
}

/// Until when somebody must have left, and how long that still is.
fn leave_by(standing: &Standing, now: Timestamp, words: &Words) -> Cell {
    let Some(by) = standing.leave_by.filter(|_| standing.list.to_move() > 0) else { return Cell::empty() };
    let left = by.duration_since(now).as_secs_f64() / 60.0;
    let time = route::minutes(left.abs(), words);
    let (id, tone) = match left {
        left if left < 0.0 => ("board-left-late", Tone::Alarm),
        left if left < SOON_MIN => ("board-left", Tone::Warning),
        _ => ("board-left", Tone::Normal),
    };
    Cell::toned(words.with(id, &[("at", format::time_of_day(by)), ("time", time)]), tone)
}

/// `list / reported` of every column; the list does not say who is on the way.
fn counts(standing: &Standing) -> Vec<Cell> {
    let list = standing.in_list();
    let pair = |(figure, _): &(Figure, &str)| {
        let reported = format::number_or_unknown(standing.reported.get(*figure));
        let text =
            list.get(*figure).map_or_else(|| reported.clone(), |list| format!("{} / {reported}", format::number(list)));
        let tone = match (figure, list.get(*figure)) {
            (Figure::ToMove | Figure::Refused, Some(n)) if n > 0 => Tone::Warning,
            _ => Tone::Normal,
        };
        Cell::toned(text, tone)
    };
    COLUMNS.iter().map(pair).collect()
}

/// Where figures do not agree: `上报与清单相差：应转移 +608，已转移 +443`; `None` where they do, or nobody reported.
fn differences(id: &str, figures: &Figures, words: &Words) -> Option<String> {
    let differ = COLUMNS.iter().filter_map(|(figure, name)| {
        let value = figures.get(*figure).filter(|value| *value != 0)?;
        let sign = if value > 0 { "+" } else { "" };
        Some(format!("{} {sign}{}", words.get(name), format::number(value)))
    });
    let what: Vec<String> = differ.collect();
    (!what.is_empty()).then(|| words.with(id, &[("what", what.join(&words.get("list-separator")))]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{
            catalogue::Lang,
            model::{ObjectRef, Uid},
        },
        io::assets,
    };

    fn one(standing: Standing) -> Board {
        let object = ObjectRef { kind: "responsible_person".into(), uid: Uid::from_bits(1) };
        let leader = Leader { object, name: Some("示例甲".to_owned()), phone: Some("13900000001".to_owned()) };
        let row = TownshipRow {
            township: Some("琅琊镇".into()),
            leader: Some(leader),
            standing,
            reported_by: ReportedBy::Township,
            above_villages: None,
            villages: Vec::new(),
        };
        Board { rows: vec![row], ..Board::default() }
    }

    #[test]
    fn persons_are_masked_unless_asked_for_and_a_row_has_a_cell_a_column() {
        let words = assets::words(Lang::Zh);
        let known = one(Standing::default());
        let [hidden, whole] = [false, true].map(|whole| board(&known, Timestamp::UNIX_EPOCH, whole, &words));
        assert_eq!(hidden.rows[0].cells[2].text, "示例* 139****0001");
        assert_eq!(whole.rows[0].cells[2].text, "示例甲 13900000001");
        assert_eq!(hidden.rows[0].cells.len(), hidden.heads.len());
        assert_eq!(hidden.total.cells.len(), hidden.heads.len());
    }

    #[test]
    fn overdue_is_an_alarm_and_differences_are_told_with_their_sign() {
        let words = assets::words(Lang::En);
        let difference = Figures::default().with(Figure::Moved, 43).with(Figure::Refused, -2);
        let view = board(
            &one(Standing { overdue: true, difference, ..Standing::default() }),
            Timestamp::UNIX_EPOCH,
            false,
            &words,
        );
        assert_eq!(view.rows[0].tone, Tone::Alarm);
        assert_eq!(view.rows[0].cells[1].text, "Overdue");
        assert_eq!(view.rows[0].notes, ["Reported against the list: Moved +43, Refused -2"]);
    }
}
