//! Reads the lines of a message, clause by clause. Once something in a clause is not understood, nothing behind it in
//! that clause counts; what is not understood where a place is expected ends what was said of the place before.

use jiff::Timestamp;

use super::{
    Meaning,
    draft::{Draft, Said},
    line::Line,
    number::{self, Unit},
    places::{Named, Places, settle, unclear},
    time::{self, NoMoment},
    token::{self, Token},
    words,
};
use crate::domain::{model::Figure, problem::Problem};

/// Whom figures are counted for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Whom {
    /// Nobody that is known.
    Nobody,
    /// A sum over places: not counted.
    Sum,
    /// A draft, by its number.
    Draft(usize),
}

/// What has been read so far.
pub(super) struct Reader<'a> {
    pub(super) places: &'a Places,
    pub(super) now: Timestamp,
    pub(super) drafts: Vec<Draft>,
    pub(super) problems: Vec<Problem>,
    /// The moment that holds for every place that names none.
    pub(super) time: Option<Timestamp>,
    whom: Whom,
    heading: Option<String>,
}

/// What a line said so far.
#[derive(Default)]
struct Spoken {
    row: u64,
    place: bool,
    figures: bool,
    /// Whether something was not understood.
    unknown: bool,
    /// A moment before any place.
    time: Option<(Timestamp, String)>,
    /// An acknowledgement before any place.
    received: Option<String>,
    /// How many figures and acknowledgements were said.
    said: usize,
    /// The brackets that are open.
    brackets: Vec<Bracket>,
    /// Whether a new sentence begins here.
    begins: bool,
}

/// An open bracket.
struct Bracket {
    /// For whom one spoke before it.
    whom: Whom,
    /// How much had been said before it.
    said: usize,
    /// Whether it may hold a heading: 【琅琊镇】.
    heads: bool,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(places: &'a Places, now: Timestamp) -> Self {
        Self { places, now, drafts: Vec::new(), problems: Vec::new(), time: None, whom: Whom::Nobody, heading: None }
    }

    /// Reads a line.
    pub(super) fn line(&mut self, text: &str, row: u64) {
        let line = Line::new(text);
        let mut spoken = Spoken { row, begins: true, ..Spoken::default() };
        let mut at = line.past_list_number();
        while at < line.len() {
            at = self.step(&line, at, &mut spoken).max(at + 1);
        }
        self.end(spoken);
    }

    fn step(&mut self, line: &Line, at: usize, spoken: &mut Spoken) -> usize {
        if line.is_edge(at) {
            self.mark(line, at, spoken);
            return at + 1;
        }
        if let Some(moment) = time::read(line, at, self.now) {
            self.moment(moment.at, line.piece(at..moment.end), spoken);
            return moment.end;
        }
        let begins = std::mem::take(&mut spoken.begins);
        match token::at(self.places, line, at, self.now) {
            Some(Token::Place(end)) => {
                self.place(line, (at, end), spoken);
                end
            }
            Some(Token::Figure(figure, end)) => self.figure(line, (at, end), figure, spoken),
            Some(Token::Received(end)) => {
                self.received(line.piece(at..end), spoken);
                end
            }
            Some(Token::Reporter(end)) => self.reporter(line, (at, end), spoken.row),
            Some(Token::Sum(end)) if begins || line.at(end) == Some(':') || line.at(at) == Some('全') => {
                self.whom = Whom::Sum;
                end
            }
            Some(Token::Sum(end) | Token::Filler(end)) => {
                spoken.begins = begins;
                end
            }
            None => self.unknown(line, at, begins, spoken),
        }
    }

    /// A mark between words.
    fn mark(&mut self, line: &Line, at: usize, spoken: &mut Spoken) {
        match line.at(at) {
            Some(open @ ('(' | '[')) => {
                let heads = spoken.begins || open == '[';
                spoken.brackets.push(Bracket { whom: self.whom, said: spoken.said, heads });
            }
            Some(')' | ']') => match spoken.brackets.pop() {
                // What stands behind a bracket is said of whom one spoke before it.
                Some(bracket) if !bracket.heads && spoken.said > bracket.said => self.whom = bracket.whom,
                // 已转移30人（叶店村），拒转2人: of whom is not clear.
                Some(bracket) if !bracket.heads && self.whom != bracket.whom => self.whom = Whom::Nobody,
                _ => {}
            },
            Some(';' | '。' | '!') => spoken.begins = true,
            _ => {}
        }
    }

    fn trouble(&mut self, code: &'static str, value: String, row: u64) {
        self.problems.push(Problem::new(code).row(row).value(value));
    }

    fn place(&mut self, line: &Line, (at, end): (usize, usize), spoken: &mut Spoken) {
        let text = line.piece(at..end);
        let means = self.places.at(line, at).map(|found| found.means).unwrap_or_default();
        let place = match settle(means, self.heading.as_deref()) {
            Ok(place) => place,
            Err(why) => {
                self.whom = Whom::Nobody;
                if means.iter().any(|named| named.village().is_none()) {
                    self.heading = Some(text.clone());
                }
                self.problems.push(unclear(why, text, spoken.row, self.heading.as_deref()));
                return;
            }
        };
        if let Named::Township(name) = &place {
            self.heading = Some(name.clone());
        }
        let mut draft = Draft::new(place, text, spoken.row);
        if let Some((time, text)) = &spoken.time {
            draft.time = Some(*time);
            draft.mean(text.clone(), Meaning::Time(*time), spoken.row);
        }
        if let Some(text) = spoken.received.take() {
            draft.acknowledged = true;
            draft.mean(text, Meaning::Acknowledged, spoken.row);
        }
        self.whom = Whom::Draft(self.drafts.len());
        self.drafts.push(draft);
        spoken.place = true;
    }

    /// A figure's word, and its number.
    fn figure(&mut self, line: &Line, (at, word): (usize, usize), figure: Figure, spoken: &mut Spoken) -> usize {
        let start = words::joined(line, word);
        let start = line.past_space(start);
        let Some(mut counted) = number::read(line, start) else {
            // 已转移（集中安置500人）: the word heads what stands behind it.
            let heads = line.at(start) == Some('(') || start > word && words::figure(line, start).is_some();
            if heads {
                return word;
            }
            return self.swallow(line, (at, word), "message_no_number", spoken.row);
        };
        if counted.unit == Unit::Households && figure != Figure::SheltersOpen {
            // 300户800人: the people count.
            let next = line.past_space(line.past(counted.end, &["，", ",", "、", "/", "共", "计"]));
            match number::read(line, next).filter(|people| people.unit == Unit::People) {
                Some(people) => counted = people,
                None => return self.swallow(line, (at, counted.end), "message_unit", spoken.row),
            }
        }
        let fits = match counted.unit {
            Unit::Unsaid => true,
            Unit::People => figure != Figure::SheltersOpen,
            Unit::Places => figure == Figure::SheltersOpen,
            Unit::Households | Unit::Other => false,
        };
        let Some(value) = counted.value else {
            return self.swallow(line, (at, counted.end), "message_number", spoken.row);
        };
        // 3车, 5名学生…: without a word of its own behind it a number may count anything.
        let alone = line.is_edge(counted.end)
            || counted.unit != Unit::Unsaid
            || token::starts(self.places, line, counted.end, self.now);
        if !fits || !alone {
            return self.swallow(line, (at, counted.end), "message_unit", spoken.row);
        }
        spoken.figures = true;
        spoken.said += 1;
        let text = line.piece(at..counted.end);
        match self.whom {
            Whom::Draft(draft) => {
                if let Some(draft) = self.drafts.get_mut(draft) {
                    draft.says(Said { figure, value, about: counted.about, text, row: spoken.row });
                }
            }
            Whom::Sum => self.trouble("message_total", text, spoken.row),
            Whom::Nobody => self.trouble("message_no_place", text, spoken.row),
        }
        counted.end
    }

    /// The rest of a clause that does not count, and why; what was read of it ends at `from`.
    fn swallow(&mut self, line: &Line, (at, from): (usize, usize), code: &'static str, row: u64) -> usize {
        let end = line.clause_end(from);
        self.trouble(code, line.piece(at..end), row);
        end
    }

    fn unknown(&mut self, line: &Line, at: usize, begins: bool, spoken: &mut Spoken) -> usize {
        spoken.unknown = true;
        let end = line.clause_end(at);
        let word_end = (at..end).find(|index| line.is_edge(*index)).unwrap_or(end);
        // 涉及3个村 counts places and names none.
        let counts = (at..word_end).any(|index| line.at(index) == Some('个'));
        let ends_in = |suffixes: &[&str]| {
            !counts
                && suffixes.iter().any(|suffix| {
                    let length = suffix.chars().count();
                    word_end >= at + length && line.has(word_end - length, suffix)
                })
        };
        // 20:00 is no heading.
        let is_clock = line.digit(word_end.saturating_sub(1)).is_some() && line.digit(word_end + 1).is_some();
        let heads = line.at(word_end) == Some(':') && !is_clock;
        let township = ends_in(&["镇", "乡", "街道"]);
        if township {
            // Villages behind it are none of the township before.
            self.heading = Some(line.piece(at..word_end));
        }
        if begins || township || ends_in(&["村", "社区"]) || heads {
            self.whom = Whom::Nobody;
        }
        self.swallow(line, (at, at + 1), "message_not_understood", spoken.row)
    }

    fn moment(&mut self, at: Result<Timestamp, NoMoment>, text: String, spoken: &mut Spoken) {
        let time = match at {
            Ok(time) => time,
            Err(why) => {
                let code = match why {
                    NoMoment::Impossible => "message_time",
                    NoMoment::Half => "message_time_half",
                    NoMoment::Future => "message_time_future",
                };
                return self.trouble(code, text, spoken.row);
            }
        };
        let named = spoken.place || spoken.figures;
        match self.whom {
            Whom::Draft(draft) if named => self.date(draft, time, text, spoken.row),
            _ => spoken.time = Some((time, text)),
        }
    }

    fn date(&mut self, draft: usize, time: Timestamp, text: String, row: u64) {
        let Some(draft) = self.drafts.get_mut(draft) else { return };
        if draft.time.is_some_and(|known| known != time) {
            let problem = Problem::new("message_two_times").row(row).value(text);
            self.problems.push(problem.arg("place", draft.place.name()));
        } else {
            draft.time = Some(time);
            draft.mean(text, Meaning::Time(time), row);
        }
    }

    fn received(&mut self, text: String, spoken: &mut Spoken) {
        spoken.said += 1;
        match self.whom {
            Whom::Draft(draft) if spoken.place || spoken.figures => self.acknowledge(draft, text, spoken.row),
            _ => spoken.received = Some(text),
        }
    }

    fn acknowledge(&mut self, draft: usize, text: String, row: u64) {
        if let Some(draft) = self.drafts.get_mut(draft) {
            draft.acknowledged = true;
            draft.mean(text, Meaning::Acknowledged, row);
        }
    }

    fn reporter(&mut self, line: &Line, (at, word): (usize, usize), row: u64) -> usize {
        let mut start = word;
        while line.at(start) == Some(':') || line.past_space(start) > start {
            start += 1;
        }
        let end = (start..line.len()).find(|index| line.is_edge(*index)).unwrap_or(line.len());
        let name = line.piece(start..end);
        match self.whom {
            Whom::Draft(draft) if (2..=8).contains(&name.chars().count()) => {
                if let Some(draft) = self.drafts.get_mut(draft) {
                    draft.reporter = Some(name);
                    draft.mean(line.piece(at..end), Meaning::Reporter, row);
                }
                end
            }
            _ => self.swallow(line, (at, at + 1), "message_not_understood", row),
        }
    }

    /// What a line said before any place, now that it ends.
    fn end(&mut self, spoken: Spoken) {
        if let Some((time, text)) = spoken.time {
            match self.whom {
                Whom::Draft(draft) if !spoken.place && spoken.figures => self.date(draft, time, text, spoken.row),
                _ if spoken.place => {}
                _ if spoken.unknown || spoken.figures => self.trouble("message_no_place", text, spoken.row),
                _ => self.time = Some(time),
            }
        }
        if let Some(text) = spoken.received {
            match self.whom {
                Whom::Draft(draft) => self.acknowledge(draft, text, spoken.row),
                Whom::Nobody | Whom::Sum => self.trouble("message_no_place", text, spoken.row),
            }
        }
    }

    /// Forgets of whom one spoke: a table begins or ends.
    pub(super) fn break_off(&mut self) {
        self.whom = Whom::Nobody;
        self.heading = None;
    }
}
