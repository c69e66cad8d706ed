//! Conditions joined by and and or: `risk_color=red and township=白龙桥镇`, `风险等级 是 红 且 乡镇（街道） 是 白龙桥镇`.

use crate::domain::{
    catalogue::{Kind, Lang},
    model::Object,
    query::{BadFilter, Filter, Notation},
};

/// What objects of one kind meet or do not.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// A condition on a field.
    One(Filter),
    /// All of these. None of them: everything.
    All(Vec<Condition>),
    /// At least one of these.
    Any(Vec<Condition>),
}

/// The words that join, by all and by any: for files and the command line, in Chinese, in English.
const ALL: [&str; 3] = ["and", "且", "&&"];
const ANY: [&str; 3] = ["or", "或", "||"];
/// Brackets within brackets are read this deep: nobody thinks deeper.
const DEEPEST: usize = 16;

impl Condition {
    /// Reads conditions joined by `and`, `or`, `且`, `或`, in brackets where both are used. A value with such a word
    /// or a bracket in it stands in quotation marks.
    ///
    /// # Errors
    /// [`BadFilter`], naming what does not fit.
    pub fn parse(text: &str, kind: &Kind) -> Result<Self, BadFilter> {
        read(text, kind, 0)
    }

    /// Whether an object of the kind meets it.
    pub fn holds(&self, object: &Object) -> bool {
        match self {
            Self::One(filter) => filter.holds(object),
            Self::All(parts) => parts.iter().all(|part| part.holds(object)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(object)),
        }
    }

    /// The condition as text; [`Self::parse`] reads it back.
    pub fn text(&self, kind: &Kind, spelling: Notation) -> String {
        let (parts, words) = match self {
            Self::One(filter) => return filter.text(kind, spelling),
            Self::All(parts) => (parts, ALL),
            Self::Any(parts) => (parts, ANY),
        };
        let [en, zh, _] = words;
        let word = if spelling == Notation::Words(Lang::Zh) { zh } else { en };
        let each = parts.iter().map(|part| match part {
            Self::One(filter) => filter.text(kind, spelling),
            several => format!("({})", several.text(kind, spelling)),
        });
        each.collect::<Vec<_>>().join(&format!(" {word} "))
    }
}

fn read(text: &str, kind: &Kind, depth: usize) -> Result<Condition, BadFilter> {
    let text = text.trim();
    let unclear = || BadFilter::Unclear(text.to_owned());
    let pieces = Pieces::of(text).filter(|_| depth < DEEPEST).ok_or_else(unclear)?;
    let join = match (pieces.by_all, pieces.by_any) {
        (true, true) => return Err(unclear()),
        (true, false) => Condition::All,
        (false, true) => Condition::Any,
        (false, false) => {
            let inner = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
            return match inner {
                Some(inner) => read(inner, kind, depth + 1),
                None => Filter::parse(text, kind).map(Condition::One),
            };
        }
    };
    let parts: Result<Vec<Condition>, BadFilter> =
        pieces.parts.iter().map(|part| read(part, kind, depth + 1)).collect();
    parts.map(join)
}

/// A text cut where words join its parts, outside brackets and quotation marks.
struct Pieces<'a> {
    parts: Vec<&'a str>,
    by_all: bool,
    by_any: bool,
}

impl<'a> Pieces<'a> {
    /// `None`: a bracket or a quotation mark is left open.
    fn of(text: &'a str) -> Option<Self> {
        let mut out = Self { parts: Vec::new(), by_all: false, by_any: false };
        let (mut from, mut depth, mut quoted, mut word) = (0, 0_usize, false, None);
        // A space behind the text ends its last word.
        let end = text.len();
        for (at, c) in text.char_indices().chain([(end, ' ')]) {
            match c {
                '"' => quoted = !quoted,
                '(' if !quoted => depth += 1,
                ')' if !quoted => depth = depth.checked_sub(1)?,
                _ => {}
            }
            if c.is_whitespace() && !quoted {
                let start = word.take();
                if let Some(start) = start.filter(|_| depth == 0 && at < end) {
                    let found = text.get(start..at)?;
                    let is = |words: [&str; 3]| words.iter().any(|known| known.eq_ignore_ascii_case(found));
                    if start > from && (is(ALL) || is(ANY)) {
                        out.by_all |= is(ALL);
                        out.by_any |= is(ANY);
                        out.parts.push(text.get(from..start)?);
                        from = at;
                    }
                }
            } else if word.is_none() {
                word = Some(at);
            }
        }
        if quoted || depth > 0 {
            return None;
        }
        out.parts.push(text.get(from..)?);
        Some(out)
    }
}

#[cfg(test)]
mod tests;
