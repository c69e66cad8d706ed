//! Names that Excel takes for sheets.

use std::collections::BTreeSet;

use crate::domain::view::Words;

/// Excel counts UTF-16.
const MOST_UNITS: usize = 31;

/// The names given out so far.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// A legal name like the one wanted, given out once.
    pub(super) fn take(&mut self, wanted: &str, words: &Words) -> String {
        let legal = legal(wanted);
        let number = (self.taken.len() + 1).to_string();
        let base = if legal.is_empty() { words.with("paper-sheet-table", &[("n", number)]) } else { legal };
        let mut name = fitted(&base, "");
        let mut again = 1_usize;
        while !self.taken.insert(name.to_lowercase()) {
            again += 1;
            name = fitted(&base, &format!("({again})"));
        }
        name
    }
}

/// Without the signs that Excel refuses; quotes may stand inside, `History` is Excel's own.
fn legal(name: &str) -> String {
    let name: String = name.chars().map(|char| if "[]:*?/\\".contains(char) { ' ' } else { char }).collect();
    let name = name.trim().trim_matches('\'').trim();
    if name.eq_ignore_ascii_case("history") { format!("{name}_") } else { name.to_owned() }
}

fn fitted(name: &str, ending: &str) -> String {
    let room = MOST_UNITS.saturating_sub(ending.encode_utf16().count());
    let mut units = 0;
    let kept = name.chars().take_while(|char| {
        units += char.len_utf16();
        units <= room
    });
    let kept: String = kept.collect();
    format!("{}{ending}", kept.trim_end().trim_end_matches('\'').trim_end())
}
