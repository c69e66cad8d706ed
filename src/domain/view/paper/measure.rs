//! How wide columns are and how large their type, the same on every kind of page.

use crate::domain::view::{
    format::width_em,
    paper::{Cell, Table},
};

/// Heights of type that a column takes at least and at most when nobody says how wide it is.
const LEAST_EM: f32 = 2.2;
const MOST_EM: f32 = 20.0;

/// A fact with a longer value has a line of its own.
const SHORT_EM: f32 = 15.0;

/// A label and its value.
pub type Pair = (String, String);

/// The parts of the width that the columns take, together 1. What a column says of itself counts beside the others;
/// a column that says nothing takes what its contents need.
pub fn shares(table: &Table) -> Vec<f32> {
    let needs: Vec<f32> = (0..table.columns.len()).map(|index| need(table, index)).collect();
    let said: f32 = table.columns.iter().map(|column| share(column.share)).sum();
    let need_of_said: f32 =
        table.columns.iter().zip(&needs).filter(|(column, _)| share(column.share) > 0.0).map(|(_, need)| need).sum();
    // Shares that were said are brought to the scale of needs, so that both may stand in one table.
    let scale = if said > 0.0 { need_of_said / said } else { 0.0 };
    let widths: Vec<f32> = table
        .columns
        .iter()
        .zip(&needs)
        .map(|(column, need)| if share(column.share) > 0.0 { share(column.share) * scale } else { *need })
        .collect();
    let whole: f32 = widths.iter().sum();
    // No column so narrow that not even one sign stands in it.
    let least = whole * (0.4 / widths.len().max(1) as f32);
    let widths: Vec<f32> = widths.into_iter().map(|width| width.max(least)).collect();
    let whole: f32 = widths.iter().sum();
    widths.into_iter().map(|width| width / whole).collect()
}

fn share(share: f32) -> f32 {
    if share.is_finite() { share.clamp(0.0, 1000.0) } else { 0.0 }
}

/// What a column's contents need, in heights of type: its widest cell, but a heading may take two lines.
fn need(table: &Table, index: usize) -> f32 {
    let cells = table.rows.iter().chain(&table.total).filter_map(|row| row.get(index));
    let widest = cells.map(|cell| widest_line(&shown(cell))).fold(0.0, f32::max);
    let title = table.columns.get(index).map_or(0.0, |column| width_em(&column.title) / 2.0);
    (widest.max(title) + 0.8).clamp(LEAST_EM, MOST_EM)
}

fn shown(cell: &Cell) -> std::borrow::Cow<'_, str> {
    match cell {
        Cell::Text(text) => text.into(),
        Cell::Number(..) => cell.shown().into(),
    }
}

fn widest_line(text: &str) -> f32 {
    text.lines().map(width_em).fold(0.0, f32::max)
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
        let by_content = shares(&table(both(), vec![row.clone()]));
        assert!(by_content[1] > 3.0 * by_content[0], "{by_content:?}");
        let said = both().into_iter().map(|column| column.share(1.0)).collect();
        assert_eq!(shares(&table(said, vec![row])), [0.5, 0.5]);
        assert_eq!(shares(&Table::default()), [0.0; 0]);
        let odd = vec![Column::text("a").share(f32::NAN), Column::text("b").share(-1.0), Column::text("c").share(1e30)];
        let odd = shares(&table(odd, Vec::new()));
        assert!((odd.iter().sum::<f32>() - 1.0).abs() < 1e-4 && odd.iter().all(|share| *share > 0.05), "{odd:?}");
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
