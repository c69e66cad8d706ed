//! What of a road file is not taken, by why, with examples.

use std::collections::BTreeMap;

/// How many examples a reason keeps.
const EXAMPLES: usize = 5;

/// What is left out, by reason: a stable word (`roads-left-<reason>` in the locale files).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct LeftOut(BTreeMap<&'static str, Left>);

/// How much is left out for one reason.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Left {
    /// How many.
    pub count: u64,
    /// The first of them, as the file names them: `way/123`, `row 7`.
    pub examples: Vec<String>,
}

impl LeftOut {
    /// One more.
    pub fn add(&mut self, reason: &'static str, example: String) {
        let left = self.0.entry(reason).or_default();
        left.count += 1;
        if left.examples.len() < EXAMPLES {
            left.examples.push(example);
        }
    }

    /// So many more, with nothing to name.
    pub fn add_many(&mut self, reason: &'static str, count: u64) {
        if count > 0 {
            self.0.entry(reason).or_default().count += count;
        }
    }

    /// All, by reason.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Left)> {
        self.0.iter().map(|(reason, left)| (*reason, left))
    }

    /// How many for one reason.
    pub fn count(&self, reason: &str) -> u64 {
        self.0.get(reason).map_or(0, |left| left.count)
    }
}
