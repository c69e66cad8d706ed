//! The moment of which a message speaks: `截至18:30`, `18时30分`, `下午6点半`, `6月20日18时`. Beijing time, today unless a
//! day is named.

use jiff::{
    Timestamp,
    civil::{Date, Time},
    tz::Offset,
};

use super::{line::Line, number};
use crate::io::import::date::beijing;

/// Seconds that a clock elsewhere may be ahead of ours.
const AHEAD_S: i64 = 600;

const BEFORE: &[&str] = &[
    "截止到",
    "截至到",
    "截至",
    "截止",
    "截止时间",
    "截至时间",
    "数据截至",
    "统计时间",
    "上报时间",
    "报告时间",
    "时间",
];
const TODAY: &[&str] = &["今天", "今日", "当日", "今"];
const MORNING: &[&str] = &["上午", "早上", "早晨", "凌晨", "清晨"];
const AFTERNOON: &[&str] = &["下午", "傍晚", "晚上", "晚", "夜里"];
const NOON: &[&str] = &["中午"];
const AFTER: &[&str] = &["许", "左右", "整", "止", "为止"];

/// A moment that was read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Moment {
    /// Which; or why it is none.
    pub(super) at: Result<Timestamp, NoMoment>,
    /// The sign after it.
    pub(super) end: usize,
}

/// Why what stands there is no moment.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum NoMoment {
    /// There is no such time or day.
    Impossible,
    /// It may be morning or evening.
    Half,
    /// It has not come yet.
    Future,
}

/// The part of the day that is said.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Part {
    Unsaid,
    Morning,
    Noon,
    Afternoon,
}

/// Reads the moment that stands there; `None`: there is none.
pub(super) fn read(line: &Line, from: usize, now: Timestamp) -> Option<Moment> {
    let mut at = line.past(from, BEFORE);
    let announced = at > from;
    while announced && (line.at(at) == Some(':') || line.past_space(at) > at) {
        at += 1;
    }
    let today = Offset::constant(8).to_datetime(now).date();
    let (day, at) = match day(line, at, today) {
        Some((day, end)) => (day, line.past_space(end)),
        None => (Ok(today), line.past_space(line.past(at, TODAY))),
    };
    let parts = [(Part::Morning, MORNING), (Part::Noon, NOON), (Part::Afternoon, AFTERNOON)];
    let part = parts.into_iter().find_map(|(part, words)| Some((part, at + line.longest(at, words)?)));
    let (part, at) = part.unwrap_or((Part::Unsaid, at));
    let clock = clock(line, line.past_space(at))?;
    let end = line.past(clock.end, AFTER);
    // 18:30前: by then, not as of then.
    if line.longest(end, &["前", "之前", "以前", "后", "起", "开始"]).is_some() {
        return None;
    }
    let moment = |hour: i64| {
        let time = Time::new(i8::try_from(hour).ok()?, i8::try_from(clock.minute).ok()?, 0, 0).ok()?;
        beijing(day.ok()?.to_datetime(time))
    };
    let is_past = |moment: &Timestamp| moment.as_second() <= now.as_second().saturating_add(AHEAD_S);
    let hour = match (part, clock.hour) {
        (Part::Afternoon, 1..=11) => clock.hour + 12,
        (Part::Noon, 1..=3) => clock.hour + 12,
        (Part::Morning, 12) => 0,
        // 晚上12点 ends the day or begins it.
        (Part::Afternoon, 12) => return Some(Moment { at: Err(NoMoment::Half), end }),
        // 6点 said in the evening may be either, as long as both have been.
        (Part::Unsaid, 1..=11) if clock.spoken && moment(clock.hour + 12).is_some_and(|late| is_past(&late)) => {
            return Some(Moment { at: Err(NoMoment::Half), end });
        }
        (_, hour) => hour,
    };
    let found = match moment(hour) {
        None => Err(NoMoment::Impossible),
        Some(moment) if !is_past(&moment) => Err(NoMoment::Future),
        Some(moment) => Ok(moment),
    };
    Some(Moment { at: found, end })
}

struct Clock {
    hour: i64,
    minute: i64,
    /// Whether it is told as one speaks: 6点半.
    spoken: bool,
    end: usize,
}

/// One or two digits, or a Chinese numeral up to 59.
fn small(line: &Line, from: usize) -> Option<(i64, usize)> {
    if let Some(first) = line.digit(from) {
        return match line.digit(from + 1) {
            None => Some((first, from + 1)),
            Some(second) if line.digit(from + 2).is_none() => Some((first * 10 + second, from + 2)),
            Some(_) => None,
        };
    }
    let run: Vec<char> = (from..)
        .map_while(|at| line.at(at))
        .take_while(|c| "零〇一二两三四五六七八九十".contains(*c))
        .take(4)
        .collect();
    let value = number::numeral(&run)?;
    Some((value, from + run.len()))
}

fn clock(line: &Line, from: usize) -> Option<Clock> {
    let (hour, end) = small(line, from)?;
    if line.at(end) == Some(':') {
        let (minute, past) = small(line, end + 1).filter(|(_, past)| *past == end + 3)?;
        let seconds = line.at(past) == Some(':') && small(line, past + 1).is_some();
        return Some(Clock { hour, minute, spoken: false, end: if seconds { past + 3 } else { past } });
    }
    let spoken = line.at(end) == Some('点');
    // 一时 is no hour.
    if !spoken && (line.at(end) != Some('时') || line.digit(from).is_none()) {
        return None;
    }
    let at = line.past(end + 1, &["钟", "整"]);
    for (word, minute) in [("半", 30), ("一刻", 15), ("三刻", 45)] {
        if line.has(at, word) {
            return Some(Clock { hour, minute, spoken, end: at + word.chars().count() });
        }
    }
    match small(line, at) {
        Some((minute, past)) => {
            let past = line.past(past, &["分"]);
            Some(Clock { hour, minute, spoken, end: past })
        }
        None => Some(Clock { hour, minute: 0, spoken, end: at }),
    }
}

/// A day: `2026年6月20日`, `6月20日`, `2026-06-20`, `20日`. `Err`: there is no such day.
fn day(line: &Line, from: usize, today: Date) -> Option<(Result<Date, ()>, usize)> {
    let number = |from: usize| -> Option<(i64, usize)> {
        let length = (from..).take_while(|at| line.digit(*at).is_some()).count();
        let value = (1..=4).contains(&length).then(|| (from..from + length).filter_map(|at| line.digit(at)))?;
        Some((value.fold(0, |sum, digit| sum * 10 + digit), from + length))
    };
    let date = |year: i64, month: i64, day: i64| {
        let parts = i16::try_from(year).ok().zip(i8::try_from(month).ok()).zip(i8::try_from(day).ok());
        parts.and_then(|((year, month), day)| Date::new(year, month, day).ok()).ok_or(())
    };
    let (first, end) = number(from)?;
    let is_day = |at: usize| matches!(line.at(at), Some('日' | '号'));
    match line.at(end)? {
        '年' => {
            let (month, end) = number(end + 1).filter(|(_, end)| line.at(*end) == Some('月'))?;
            let (day, end) = number(end + 1).filter(|(_, end)| is_day(*end))?;
            Some((date(first, month, day), end + 1))
        }
        '月' => {
            let (day, end) = number(end + 1).filter(|(_, end)| is_day(*end))?;
            Some((date(i64::from(today.year()), first, day), end + 1))
        }
        mark @ ('-' | '/') if first >= 1900 => {
            let (month, end) = number(end + 1).filter(|(_, end)| line.at(*end) == Some(mark))?;
            let (day, end) = number(end + 1)?;
            Some((date(first, month, day), end))
        }
        '日' | '号' => Some((date(i64::from(today.year()), i64::from(today.month()), first), end + 1)),
        _ => None,
    }
}
