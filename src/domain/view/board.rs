//! The township board in words: one row a township, its villages beneath. Names and numbers of persons are masked
//! unless they were asked for.

use crate::domain::{
    catalogue::Tone,
    model::{Figure, Figures},
    query::{Board, Leader, ReportedBy, Standing, TownshipRow},
    view::{Words, format, mask::masked},
};

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
    /// What stands in the columns. Counts are `list / reported`, `—` where nobody reported.
    pub cells: Vec<String>,
    /// How grave it is: overdue is an alarm.
    pub tone: Tone,
    /// What one should know: who reports, and that figures do not agree.
    pub notes: Vec<String>,
    /// The villages of a township.
    pub villages: Vec<Self>,
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

/// The board in words; `whole`: with names and numbers of persons as they are.
pub fn board(board: &Board, whole: bool, words: &Words) -> BoardView {
    let figures = COLUMNS.iter().map(|(_, id)| words.get(id));
    let heads = ["board-place", "board-leader", "board-acknowledged"].map(|id| words.get(id));
    let last = ["board-heard", "board-state"].map(|id| words.get(id));
    let heads = heads.into_iter().chain(figures).chain(last).collect();
    let total = Standing {
        list: board.total.list,
        shelters_open: board.total.shelters_open,
        reported: board.total.reported,
        ..Standing::default()
    };
    let mut cells = vec![words.get("board-total"), String::new(), board.total.acknowledged.to_string()];
    cells.extend(counts(&total));
    let overdue = match board.total.overdue {
        0 => String::new(),
        n => words.with("board-overdue-n", &[("n", n.to_string())]),
    };
    cells.extend([String::new(), overdue]);
    let tone = if board.total.overdue > 0 { Tone::Alarm } else { Tone::Quiet };
    let total = BoardRow { cells, tone, notes: Vec::new(), villages: Vec::new() };
    let rows = board.rows.iter().map(|row| township(row, whole, words)).collect();
    BoardView { heads, rows, total }
}

fn township(row: &TownshipRow, whole: bool, words: &Words) -> BoardRow {
    let name = row.township.as_deref().map_or_else(|| words.get("board-no-township"), str::to_owned);
    let leader = row.leader.as_ref().and_then(|leader| said(leader, whole));
    let cells = cells(name, leader.unwrap_or_else(|| format::UNKNOWN.to_owned()), &row.standing, words);
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
            cells: self::cells(name, String::new(), &village.standing, words),
            tone: tone(&village.standing),
            notes: differences("board-differs", &village.standing.difference, words).into_iter().collect(),
            villages: Vec::new(),
        }
    });
    BoardRow { cells, tone: tone(&row.standing), notes, villages: villages.collect() }
}

fn said(leader: &Leader, whole: bool) -> Option<String> {
    let say = |text: &String| if whole { text.clone() } else { masked(text) };
    let parts: Vec<String> = [&leader.name, &leader.phone].into_iter().flatten().map(say).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

const fn tone(standing: &Standing) -> Tone {
    if standing.overdue {
        Tone::Alarm
    } else if standing.list.to_move() > 0 {
        Tone::Caution
    } else {
        Tone::Quiet
    }
}

fn cells(name: String, leader: String, standing: &Standing, words: &Words) -> Vec<String> {
    let yes = if standing.acknowledged { "board-received" } else { "board-not-received" };
    let mut cells = vec![name, leader, words.get(yes)];
    cells.extend(counts(standing));
    cells.push(standing.last_heard.map_or_else(|| format::UNKNOWN.to_owned(), format::day_time));
    cells.push(if standing.overdue { words.get("board-overdue") } else { String::new() });
    cells
}

/// `list / reported` of every column; the list does not say who is on the way.
fn counts(standing: &Standing) -> Vec<String> {
    let list = standing.in_list();
    let pair = |(figure, _): &(Figure, &str)| {
        let reported = format::number_or_unknown(standing.reported.get(*figure));
        list.get(*figure).map_or_else(|| reported.clone(), |list| format!("{} / {reported}", format::number(list)))
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
        let [hidden, whole] = [false, true].map(|whole| board(&known, whole, &words));
        assert_eq!(hidden.rows[0].cells[1], "示例* 139****0001");
        assert_eq!(whole.rows[0].cells[1], "示例甲 13900000001");
        assert_eq!(hidden.rows[0].cells.len(), hidden.heads.len());
        assert_eq!(hidden.total.cells.len(), hidden.heads.len());
    }

    #[test]
    fn overdue_is_an_alarm_and_differences_are_told_with_their_sign() {
        let words = assets::words(Lang::En);
        let difference = Figures::default().with(Figure::Moved, 43).with(Figure::Refused, -2);
        let view = board(&one(Standing { overdue: true, difference, ..Standing::default() }), false, &words);
        assert_eq!(view.rows[0].tone, Tone::Alarm);
        assert_eq!(view.rows[0].cells.last().map(String::as_str), Some("Overdue"));
        assert_eq!(view.rows[0].notes, ["Reported against the list: Moved +43, Refused -2"]);
    }
}
