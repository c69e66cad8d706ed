//! Numbers in running text: `1200人`, `１,２００`, `约1.2万人`, `三百二十余人`, `无`.

use super::line::Line;

/// The most that a message may say of one place: more is a typing error.
pub(super) const MOST: i64 = 10_000_000;

const ABOUT_BEFORE: &[&str] =
    &["大约", "约为", "约", "将近", "近", "超过", "超", "不少于", "至少", "不到", ">=", "≥", ">", "~", "≈"];
const ABOUT_AFTER: &[&str] = &["多", "余", "来", "左右", "上下", "以上", "+"];
const PEOPLE: &[&str] = &["人", "人员", "名", "位", "口", "个人", "群众"];
const WHO: &[&str] = &["群众", "村民", "居民", "人员"];
const HOUSEHOLDS: &[&str] = &["户", "户人家"];
const PLACES: &[&str] = &["个", "处", "所", "家", "座"];
/// Units that are none of a figure, so that they are not taken for one with something behind it.
const OTHERS: &[&str] = &["人次", "%", "‰", "个百分点", "个村", "个小时", "小时", "分钟"];

/// What a number counts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Unit {
    /// It is not said.
    Unsaid,
    /// People.
    People,
    /// Households.
    Households,
    /// Places.
    Places,
    /// Something else.
    Other,
}

/// A number that was read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Counted {
    /// Its value; `None`: it is no whole number of things (a range, a fraction, below zero, too large).
    pub(super) value: Option<i64>,
    /// Whether it is only about right.
    pub(super) about: bool,
    /// What it counts.
    pub(super) unit: Unit,
    /// The sign after it.
    pub(super) end: usize,
}

/// Reads the number that stands there; `None`: there is none.
pub(super) fn read(line: &Line, from: usize) -> Option<Counted> {
    let start = line.past(from, ABOUT_BEFORE);
    let mut about = start > from;
    let start = line.past_space(start);
    if let Some(length) = line.longest(start, &["无", "没有"]) {
        let end = start + length;
        return line.is_edge(end).then_some(Counted { value: Some(0), about: false, unit: Unit::Unsaid, end });
    }
    let (mut value, mut end) = match line.at(start) {
        Some('-') if line.digit(start + 1).is_some() => (None, digits(line, start + 1)?.1),
        Some(c) if c.is_ascii_digit() => digits(line, start)?,
        _ => chinese(line, start)?,
    };
    let mut more = |end: &mut usize| {
        let past = line.past(*end, ABOUT_AFTER);
        about |= past > *end;
        *end = past;
    };
    more(&mut end);
    if let Some((_, by)) =
        [('万', 10_000), ('千', 1_000), ('百', 100)].into_iter().find(|(c, _)| line.at(end) == Some(*c))
    {
        // Digits gave the number in ten-thousandths where a multiplier follows.
        value = value.and_then(|value| value.checked_mul(by));
        end += 1;
        if line.digit(end).is_some() {
            value = None;
            end = digits(line, end)?.1;
        }
    }
    let value = value.filter(|value| value % FRACTION == 0).map(|value| value / FRACTION);
    more(&mut end);
    let (unit, past) = unit(line, line.past_space(end)).map_or((Unit::Unsaid, end), |(unit, past)| (unit, past));
    end = past;
    more(&mut end);
    let (value, end) = tail(line, value, end, unit == Unit::Unsaid);
    let value = value.filter(|value| (0..=MOST).contains(value));
    Some(Counted { value, about, unit, end })
}

/// Numbers are held in ten-thousandths until it is known what they are multiplied by.
const FRACTION: i64 = 10_000;

/// Digits with separators of thousands and a fraction, in ten-thousandths.
fn digits(line: &Line, from: usize) -> Option<(Option<i64>, usize)> {
    let group = |from: usize| (from..).take_while(|at| line.digit(*at).is_some()).count();
    let mut end = from;
    let mut value: Option<i64> = Some(0);
    let mut take = |from: usize, length: usize| {
        for at in from..from + length {
            value = value.and_then(|value| value.checked_mul(10)?.checked_add(line.digit(at)?));
        }
    };
    let first = group(from);
    if first == 0 {
        return None;
    }
    take(from, first);
    end += first;
    while first <= 3 && line.at(end) == Some(',') && group(end + 1) == 3 {
        take(end + 1, 3);
        end += 4;
    }
    let mut value = value.and_then(|value| value.checked_mul(FRACTION));
    if line.at(end) == Some('.') && line.digit(end + 1).is_some() {
        let length = group(end + 1);
        let mut unit = FRACTION;
        for at in end + 1..=end + length {
            unit /= 10;
            let digit = line.digit(at).unwrap_or(0);
            // A fifth place cannot be a whole number of things even in ten thousands.
            value = if unit == 0 && digit > 0 { None } else { value.and_then(|value| value.checked_add(digit * unit)) };
        }
        end += length + 1;
    }
    Some((value, end))
}

/// What the number is followed by that makes it none: a range, a ratio, a time, another number.
fn tail(line: &Line, value: Option<i64>, end: usize, bare: bool) -> (Option<i64>, usize) {
    let joined = line.longest(end, &["/", "-", "~", "—", "至", "到", ":", ".", "_"]);
    let next = end + joined.unwrap_or(0);
    let goes_on = match joined {
        Some(_) => line.digit(next).is_some() || chinese(line, next).is_some(),
        // 300户800人 are two numbers.
        None => bare && line.digit(next).is_some(),
    };
    if !goes_on {
        return (value, end);
    }
    let mut past = next;
    while line.digit(past).is_some() || line.longest(past, &["/", "-", "~", "—", "至", "到", ":", ".", "_"]).is_some()
    {
        past += 1;
    }
    (None, past)
}

fn unit(line: &Line, at: usize) -> Option<(Unit, usize)> {
    let kinds = [(Unit::Other, OTHERS), (Unit::People, PEOPLE), (Unit::Households, HOUSEHOLDS), (Unit::Places, PLACES)];
    let found = kinds.into_iter().filter_map(|(unit, words)| Some((unit, line.longest(at, words)?)));
    let (unit, length) = found.max_by_key(|(_, length)| *length)?;
    let end = at + length;
    Some((unit, if unit == Unit::People { line.past(end, WHO) } else { end }))
}

/// A Chinese numeral, in ten-thousandths: `三百二十`, `两千零五`, `一万二`. Digits in a row (`一二〇`) are none.
fn chinese(line: &Line, from: usize) -> Option<(Option<i64>, usize)> {
    let known = |c: char| "零〇一二两三四五六七八九十百千万".contains(c);
    let run: Vec<char> = (from..).map_while(|at| line.at(at)).take_while(|c| known(*c)).collect();
    let end = from + run.len();
    if run.is_empty() {
        return None;
    }
    Some((numeral(&run).and_then(|value| value.checked_mul(FRACTION)), end))
}

/// The value of a Chinese numeral; `None`: it makes no sense.
pub(super) fn numeral(run: &[char]) -> Option<i64> {
    let (mut total, mut section, mut digit) = (0_i64, 0_i64, None::<i64>);
    let (mut unit, mut after_zero, mut any) = (i64::MAX, false, false);
    for c in run {
        any = true;
        if matches!(c, '零' | '〇') {
            if digit.is_some() {
                return None;
            }
            after_zero = true;
            continue;
        }
        if let Some(place) = "一二三四五六七八九".chars().position(|known| known == *c) {
            let value = i64::try_from(place).ok()? + 1;
            if digit.replace(value).is_some() {
                return None;
            }
            continue;
        }
        let by = match c {
            '两' if digit.is_none() => {
                digit = Some(2);
                continue;
            }
            '十' => 10,
            '百' => 100,
            '千' => 1_000,
            '万' => 10_000,
            _ => return None,
        };
        if by == 10_000 {
            let whole = section + digit.take().unwrap_or(0);
            if total > 0 || whole == 0 {
                return None;
            }
            (total, section, unit, after_zero) = (whole * by, 0, by, false);
            continue;
        }
        // 十 stands for one ten at the beginning alone.
        let times = digit.take().or((by == 10 && section == 0 && total == 0).then_some(1))?;
        if by >= unit {
            return None;
        }
        section += times * by;
        (unit, after_zero) = (by, false);
    }
    // 三百二 is 320, 三百零二 is 302.
    let short = (100..i64::MAX).contains(&unit) && !after_zero;
    let last = digit.map_or(0, |digit| if short { digit * unit / 10 } else { digit });
    any.then_some(total + section + last)
}
