//! The words that are known, where they stand in a line.

use jiff::Timestamp;

use super::{line::Line, places::Places, time, words};
use crate::domain::model::Figure;

/// What stands at a place of a line, and the sign after it.
pub(super) enum Token {
    Place(usize),
    Figure(Figure, usize),
    Received(usize),
    Reporter(usize),
    Sum(usize),
    Filler(usize),
}

/// The longest word that is known there.
pub(super) fn at(places: &Places, line: &Line, at: usize, now: Timestamp) -> Option<Token> {
    let mut best = simple(line, at);
    let length = best.as_ref().map_or(0, |(_, length)| *length);
    if let Some(found) = places.at(line, at).filter(|found| found.length >= length) {
        let end = at + found.length;
        // A short name may be the beginning of another one.
        if found.whole || line.is_edge(end) || starts(places, line, end, now) {
            best = Some((Token::Place(end), found.length));
        }
    }
    best.map(|(token, _)| token)
}

fn simple(line: &Line, at: usize) -> Option<(Token, usize)> {
    let figure = words::figure(line, at).map(|(figure, end)| (Token::Figure(figure, end), end - at));
    let received = line.longest(at, words::RECEIVED).filter(|length| line.is_edge(at + length));
    let simple = [
        received.map(|length| (Token::Received(at + length), length)),
        line.longest(at, words::REPORTERS).map(|length| (Token::Reporter(at + length), length)),
        line.longest(at, words::TOTALS).map(|length| (Token::Sum(at + length), length)),
        words::filler(line, at).map(|length| (Token::Filler(at + length), length)),
    ];
    let longest = |best: Option<(Token, usize)>, next: Option<(Token, usize)>| match (best, next) {
        (Some(best), Some(next)) => Some(if next.1 > best.1 { next } else { best }),
        (best, next) => best.or(next),
    };
    simple.into_iter().fold(figure, longest)
}

/// Whether something known begins there.
pub(super) fn starts(places: &Places, line: &Line, at: usize, now: Timestamp) -> bool {
    simple(line, at).is_some()
        || places.at(line, at).is_some_and(|found| found.whole)
        || time::read(line, at, now).is_some()
}
