//! A document as text to paste into a chat.

use std::fmt::Write;

use crate::domain::view::{
    Words,
    paper::{Cell, Paper, Part, Table},
};

/// The text. Tables are lines: a phone's screen has no columns.
pub(super) fn write(paper: &Paper, words: &Words) -> String {
    let mut out = String::new();
    if let Some(mark) = &paper.mark {
        let _ = writeln!(out, "【{mark}】");
    }
    for line in [&paper.title, &paper.issued()] {
        if !line.is_empty() {
            let _ = writeln!(out, "{line}");
        }
    }
    for part in &paper.parts {
        put(&mut out, part, words);
    }
    out
}

fn put(out: &mut String, part: &Part, words: &Words) {
    let _ = match part {
        Part::Heading(_, text) => writeln!(out, "\n■ {text}"),
        Part::Text(text) => writeln!(out, "{text}"),
        Part::Facts(facts) => facts.iter().try_for_each(|(label, value)| {
            writeln!(out, "{}{value}", words.with("paper-signature", &[("label", label)]))
        }),
        Part::Table(table) => {
            put_table(out, table);
            Ok(())
        }
        Part::Picture(picture) if picture.caption.is_empty() => writeln!(out, "{}", words.get("paper-picture-plain")),
        Part::Picture(picture) => {
            writeln!(out, "{}", words.with("paper-picture-place", &[("caption", &picture.caption)]))
        }
        Part::Signatures(labels) => {
            labels.iter().try_for_each(|label| writeln!(out, "{}", words.with("paper-signature", &[("label", label)])))
        }
        Part::PageBreak => writeln!(out),
        Part::Drawing(_) => Ok(()),
    };
}

/// A line a row, its cells between bars; a break in a cell would look like a row.
fn put_table(out: &mut String, table: &Table) {
    if !table.instruction.is_empty() {
        let _ = writeln!(out, "{}", table.instruction);
    }
    let heads = table.columns.iter().map(|column| flat(&column.title));
    let _ = writeln!(out, "{}", heads.collect::<Vec<_>>().join(" | "));
    for row in table.rows.iter().chain(&table.total) {
        let cells = row.iter().map(|cell| flat(&Cell::shown(cell)));
        let _ = writeln!(out, "{}", cells.collect::<Vec<_>>().join(" | "));
    }
}

fn flat(text: &str) -> String {
    text.replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{catalogue::Lang, view::paper::Column},
        io::{
            assets::words,
            report::paper::{PaperFormat, write_paper},
        },
    };

    #[test]
    fn a_chat_reads_it_from_the_top_and_the_mark_first() {
        let table = Table {
            columns: vec![Column::text("户主"), Column::number("人数")],
            rows: vec![vec!["示例\n甲".into(), Cell::whole(1234)]],
            total: Some(vec!["合计".into(), Cell::whole(1234)]),
            ..Table::default()
        };
        let paper = Paper {
            title: "叶店村转移单".to_owned(),
            mark: Some("示例数据".to_owned()),
            issuer: "应急管理局".to_owned(),
            parts: vec![
                Part::Facts(vec![("安置到".to_owned(), "中心小学".to_owned())]),
                Part::Heading(1, "名单".to_owned()),
                Part::Table(table),
                Part::Signatures(vec!["签收".to_owned()]),
            ],
            ..Paper::default()
        };
        let text = String::from_utf8(write_paper(&paper, PaperFormat::Txt, &words(Lang::Zh)).unwrap()).unwrap();
        let expected = "【示例数据】\n叶店村转移单\n应急管理局\n安置到：中心小学\n\n■ 名单\n户主 | 人数\n示例 甲 | 1,234\n\
                        合计 | 1,234\n签收：\n";
        assert_eq!(text, expected);
    }
}
