//! The problems of one import, bounded: past a number of one code the rest are counted.

use std::collections::BTreeMap;

use crate::{
    domain::problem::Problem,
    io::import::limits::{MAX_PROBLEMS_OF_A_CODE, ROWS_LISTED},
};

/// Collects problems of one file.
#[derive(Debug)]
pub struct Problems {
    file: String,
    list: Vec<Problem>,
    counts: BTreeMap<&'static str, u64>,
}

impl Problems {
    /// For a file, as the user named it.
    pub fn new(file: &str) -> Self {
        Self { file: file.to_owned(), list: Vec::new(), counts: BTreeMap::new() }
    }

    /// Takes one in.
    pub fn push(&mut self, problem: Problem) {
        let count = self.counts.entry(problem.code).or_default();
        *count += 1;
        if *count <= MAX_PROBLEMS_OF_A_CODE as u64 {
            self.list.push(problem.file(&self.file));
        }
    }

    /// All, whole-file ones first, then by row; what was only counted is said in one each.
    pub fn finish(mut self) -> Vec<Problem> {
        for (code, count) in &self.counts {
            let more = count.saturating_sub(MAX_PROBLEMS_OF_A_CODE as u64);
            if more > 0 {
                let problem = Problem::new("more_of_the_same").value(*code).arg("count", more);
                self.list.push(problem.file(&self.file));
            }
        }
        self.list.sort_by(|a, b| (&a.sheet, a.row).cmp(&(&b.sheet, b.row)));
        self.list
    }
}

/// Rows as a sentence lists them: the first ones, and how many there are in all.
pub fn listed(rows: &[u64]) -> String {
    let first: Vec<String> = rows.iter().take(ROWS_LISTED).map(u64::to_string).collect();
    let mut text = first.join("、");
    if rows.len() > ROWS_LISTED {
        text.push('…');
    }
    text
}
