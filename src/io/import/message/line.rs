//! One line of a message: its signs as given, and the same in half width, sign for sign.

use std::ops::Range;

use crate::io::import::fold::{half_width, is_space};

/// A line.
#[derive(Debug)]
pub(super) struct Line {
    given: Vec<char>,
    narrow: Vec<char>,
}

/// One sign in half width. Chinese stops and commas stay: between clauses they are never part of a number.
fn narrow(c: char) -> char {
    match c {
        '，' | '。' | '、' => c,
        _ if c.is_ascii() => c.to_ascii_lowercase(),
        _ => half_width(c.encode_utf8(&mut [0; 4])).chars().next().unwrap_or(c),
    }
}

/// A text in half width, as it is compared.
pub(super) fn narrowed(text: &str) -> Vec<char> {
    text.chars().filter(|c| !is_space(*c)).map(narrow).collect()
}

impl Line {
    pub(super) fn new(text: &str) -> Self {
        let given: Vec<char> = text.chars().collect();
        let narrow = given.iter().copied().map(narrow).collect();
        Self { given, narrow }
    }

    pub(super) const fn len(&self) -> usize {
        self.narrow.len()
    }

    pub(super) fn at(&self, index: usize) -> Option<char> {
        self.narrow.get(index).copied()
    }

    pub(super) fn digit(&self, index: usize) -> Option<i64> {
        self.at(index).and_then(|c| c.to_digit(10)).map(i64::from)
    }

    /// Whether a word in half width stands there.
    pub(super) fn has(&self, index: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(offset, c)| self.at(index + offset) == Some(c))
    }

    /// The longest of some words that stands there: its length in signs.
    pub(super) fn longest(&self, index: usize, words: &[&str]) -> Option<usize> {
        let here = words.iter().filter(|word| self.has(index, word));
        here.map(|word| word.chars().count()).max()
    }

    /// Past the longest of some words, where one stands there.
    pub(super) fn past(&self, index: usize, words: &[&str]) -> usize {
        index + self.longest(index, words).unwrap_or(0)
    }

    /// Past white space.
    pub(super) fn past_space(&self, mut index: usize) -> usize {
        while self.at(index).is_some_and(is_space) {
            index += 1;
        }
        index
    }

    /// What stands in a range, as given, without white space at its ends.
    pub(super) fn piece(&self, range: Range<usize>) -> String {
        let text: String = self.given.get(range).unwrap_or_default().iter().collect();
        text.trim_matches(is_space).to_owned()
    }

    /// Whether a word may end before this place: the line ends, or no letter or digit follows.
    pub(super) fn is_edge(&self, index: usize) -> bool {
        self.at(index).is_none_or(|c| !c.is_alphanumeric())
    }

    /// Whether a clause ends here. White space, colons and dashes do not end one.
    pub(super) fn ends_clause(&self, index: usize) -> bool {
        self.at(index).is_none_or(|c| "，,、;。!?()[]{}|\"“”…\r".contains(c))
    }

    /// Where the clause ends that stands here.
    pub(super) fn clause_end(&self, mut index: usize) -> usize {
        while !self.ends_clause(index) {
            index += 1;
        }
        index
    }

    /// Past what numbers a line in a list: `1、`, `2.`, `(3)`, `一、`.
    pub(super) fn past_list_number(&self) -> usize {
        let start = self.past_space(0);
        let open = usize::from(self.at(start) == Some('('));
        let first = start + open;
        let is_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
        let length = (first..).map_while(|at| self.at(at)).take_while(|c| is_number(*c)).count();
        let end = first + length;
        let closes = match self.at(end) {
            Some(')') => true,
            Some('、' | '.') => open == 0 && self.digit(end + 1).is_none(),
            _ => false,
        };
        if (1..=2).contains(&length) && closes { end + 1 } else { 0 }
    }
}
