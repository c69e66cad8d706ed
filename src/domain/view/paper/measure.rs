//! How wide columns are and how large their type, the same on every kind of page.

use std::borrow::Cow;

use crate::domain::view::{
    format::width_em,
    paper::{Cell, Table},
};

/// What is free around a cell's text, heights of type.
const AROUND: f32 = 1.3;

/// Longer words are broken, and longer texts are paragraphs, when there is no room, heights of type.
const WORD_EM: f32 = 16.0;
const PHRASE_EM: f32 = 6.0;
const TEXT_EM: f32 = 40.0;

/// A fact with a longer value has a line of its own.
const SHORT_EM: f32 = 15.0;

/// A label and its value.
pub type Pair = (String, String);

/// What a column's contents take, heights of type.
#[derive(Clone, Copy, Debug)]
struct Need {
    /// With no word and no short phrase broken.
    least: f32,
    /// With nothing broken at all.
    whole: f32,
}

/// The parts of the width that the columns take, together 1. What a column says of itself counts beside the others;
/// a column that says nothing takes what its contents need: numbers, phones and short phrases are kept whole before
/// long texts get more room. `room`: the table's width in heights of its type.
pub fn shares(table: &Table, room: f32) -> Vec<f32> {
    let needs: Vec<Need> = (0..table.columns.len()).map(|index| need(table, index)).collect();
    let said: Vec<f32> = table.columns.iter().map(|column| share(column.share)).collect();
    // What was said is brought to the scale of needs, so that both may stand in one table.
    let of_said = needs.iter().zip(&said).filter(|(_, said)| **said > 0.0).map(|(need, _)| need.whole).sum::<f32>();
    let scale = of_said / said.iter().sum::<f32>().max(f32::MIN_POSITIVE);
    let needs: Vec<Need> = needs
        .into_iter()
        .zip(&said)
        .map(|(need, said)| if *said > 0.0 { Need { least: said * scale, whole: said * scale } } else { need })
        .collect();
    let least: f32 = needs.iter().map(|need| need.least).sum();
    let whole: f32 = needs.iter().map(|need| need.whole).sum();
    // Between the two: everybody the least, and the same part of what more they would take.
    let part = if whole <= least { 1.0 } else { ((room - least) / (whole - least)).clamp(0.0, 1.0) };
    let widths: Vec<f32> = needs.iter().map(|need| need.least + part * (need.whole - need.least)).collect();
    // No column so narrow that not even one sign stands in it.
    let floor = widths.iter().sum::<f32>() * (0.4 / widths.len().max(1) as f32);
    let widths: Vec<f32> = widths.into_iter().map(|width| width.max(floor)).collect();
    let sum: f32 = widths.iter().sum();
    widths.into_iter().map(|width| width / sum).collect()
}

fn share(share: f32) -> f32 {
    if share.is_finite() { share.clamp(0.0, 1000.0) } else { 0.0 }
}

/// What a column's contents need; its heading may take two lines.
fn need(table: &Table, index: usize) -> Need {
    let title = table.columns.get(index).map_or(0.0, |column| width_em(&column.title));
    let title = if title > 3.0 { (title / 2.0).max(3.0) } else { title };
    let (mut least, mut whole) = (title, title);
    for cell in table.rows.iter().chain(&table.total).filter_map(|row| row.get(index)) {
        let text = match cell {
            Cell::Text(text) => Cow::from(text),
            Cell::Number(..) => Cow::from(cell.shown()),
        };
        for line in text.lines() {
            let width = width_em(line);
            whole = whole.max(width.min(TEXT_EM));
            least = least.max(width.min(PHRASE_EM)).max(longest_word(line).min(WORD_EM));
        }
    }
    Need { least: least + AROUND, whole: whole.max(least) + AROUND }
}

/// Words end at spaces, hyphens and Chinese signs.
fn longest_word(line: &str) -> f32 {
    let words = line.split(|char: char| char == ' ' || char == '-' || char >= '\u{2e80}');
    words.map(width_em).fold(0.0, f32::max)
}

/// The size of a table's type in points: smaller the more columns there are.
pub fn type_size(columns: usize, landscape: bool) -> f32 {
    let room = if landscape { columns * 2 / 3 } else { columns };
    match room {
        0..=7 => 10.5,
        8..=9 => 9.0,
        10..=12 => 7.5,
        _ => 6.5,
    }
}

/// Facts as rows of a ruled block: two beside each other where both are short.
pub fn pairs(facts: &[Pair]) -> Vec<(&Pair, Option<&Pair>)> {
    let short = |fact: &Pair| width_em(&fact.1) <= SHORT_EM && !fact.1.contains('\n');
    let mut rows = Vec::with_capacity(facts.len());
    let mut left = facts.iter().peekable();
    while let Some(fact) = left.next() {
        let beside = left.next_if(|next| short(fact) && short(next));
        rows.push((fact, beside));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::view::paper::Column;

    fn table(columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Table {
        Table { columns, rows, ..Table::default() }
    }

    #[test]
    fn columns_take_what_they_need_or_what_they_say() {
        let both = || vec![Column::text("序号"), Column::text("避灾安置场所名称")];
        let row = vec!["1".into(), "白龙桥镇中心小学避灾安置场所".into()];
        let by_content = shares(&table(both(), vec![row.clone()]), 40.0);
        assert!(by_content[1] > 3.0 * by_content[0], "{by_content:?}");
        let said = both().into_iter().map(|column| column.share(1.0)).collect();
        assert_eq!(shares(&table(said, vec![row]), 40.0), [0.5, 0.5]);
        assert_eq!(shares(&Table::default(), 40.0), [0.0; 0]);
        let odd = vec![Column::text("a").share(f32::NAN), Column::text("b").share(-1.0), Column::text("c").share(1e30)];
        let odd = shares(&table(odd, Vec::new()), f32::NAN);
        assert!((odd.iter().sum::<f32>() - 1.0).abs() < 1e-4 && odd.iter().all(|share| *share > 0.05), "{odd:?}");
    }

    #[test]
    fn phones_stay_whole_before_long_texts_get_more_room() {
        let columns = ["户主", "手机", "备注", "说明"].map(Column::text).to_vec();
        let long = "需要担架，须由两人陪同，".repeat(10);
        let row = ["示例甲", "13900000001", long.as_str(), long.as_str()].map(Cell::from).to_vec();
        let room = 30.0;
        let shares = shares(&table(columns, vec![row]), room);
        assert!(shares[1] * room > width_em("13900000001") + 1.0, "{shares:?}");
        assert!(shares[2] > shares[1] && (shares[2] - shares[3]).abs() < 1e-3, "{shares:?}");
    }

    #[test]
    fn short_facts_stand_beside_each_other_and_long_ones_alone() {
        let fact = |label: &str, value: &str| (label.to_owned(), value.to_owned());
        let long = "村口集合后沿县道步行至白龙桥镇中心小学，不过溪，不走沟谷";
        let facts = [fact("村", "叶店村"), fact("人数", "86"), fact("路线", long), fact("电话", "139")];
        let rows = pairs(&facts);
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[0].1.unwrap().0, "人数");
        assert!(rows[1].1.is_none() && rows[2].1.is_none());
    }
}
