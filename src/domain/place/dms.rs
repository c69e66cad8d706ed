//! Degrees as people write them: decimal, or degrees, minutes and seconds in every form that lists were seen to
//! use (`119°38′24″`, `119度38分24秒`, `E119°38′24″`, `119°38'24"E`, `119.38.24`, `１１９．６４`), one or two to a cell.

use crate::domain::place::Position;

/// Which way an angle runs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Axis {
    /// Longitude.
    Lon,
    /// Latitude.
    Lat,
}

/// An angle that was read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Angle {
    /// Degrees, east and north positive.
    pub degrees: f64,
    /// The axis, where the text names it (`E`, `北纬`).
    pub axis: Option<Axis>,
}

/// A pair of angles that was read from one text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReadPosition {
    /// Where it is.
    pub position: Position,
    /// Whether latitude stood first although nothing in the text said so: the second number is no latitude.
    pub swapped: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Token {
    Number { value: f64, whole: bool },
    Mark(Unit),
    Hemisphere { axis: Axis, negative: bool, is_word: bool },
    Comma,
}

#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Unit {
    Degree,
    Minute,
    Second,
}

/// Words and what they stand for; longer ones before those they begin with.
const WORDS: [(&str, &str); 21] = [
    ("东经", "e"),
    ("東經", "e"),
    ("西经", "w"),
    ("西經", "w"),
    ("北纬", "n"),
    ("北緯", "n"),
    ("南纬", "s"),
    ("南緯", "s"),
    ("经度", "x"),
    ("經度", "x"),
    ("纬度", "y"),
    ("緯度", "y"),
    ("longitude", "x"),
    ("latitude", "y"),
    ("long", "x"),
    ("lng", "x"),
    ("lon", "x"),
    ("lat", "y"),
    ("point", " "),
    ("东", "e"),
    ("北", "n"),
];

/// Reads one angle; `None` when the text is none.
pub fn parse_angle(text: &str) -> Option<Angle> {
    angle(&tokens(text)?)
}

/// Reads longitude and latitude from one text, longitude first unless the text says or the numbers show
/// otherwise; `None` when it holds no position.
pub fn parse_position(text: &str) -> Option<ReadPosition> {
    let tokens = tokens(text)?;
    let (first, second) = split(&tokens)?;
    let (first, second) = (angle(first)?, angle(second)?);
    let lat_first = match (first.axis, second.axis) {
        (Some(Axis::Lon), Some(Axis::Lon)) | (Some(Axis::Lat), Some(Axis::Lat)) => return None,
        (Some(axis), _) => Some(axis == Axis::Lat),
        (None, Some(axis)) => Some(axis == Axis::Lon),
        (None, None) => None,
    };
    let shows_swap = second.degrees.abs() > 90.0;
    let (lon, lat) = if lat_first.unwrap_or(shows_swap) { (second, first) } else { (first, second) };
    let position = Position::new(lon.degrees, lat.degrees).ok()?;
    Some(ReadPosition { position, swapped: lat_first.is_none() && shows_swap })
}

/// Degrees, minutes and seconds with one decimal, and the hemisphere: `119°38′24.0″E`.
pub fn format_dms(degrees: f64, axis: Axis) -> String {
    let letter = match (axis, degrees < 0.0) {
        (Axis::Lon, false) => 'E',
        (Axis::Lon, true) => 'W',
        (Axis::Lat, false) => 'N',
        (Axis::Lat, true) => 'S',
    };
    let tenths = (degrees.abs() * 36_000.0).round() as u64;
    let (whole, minutes, seconds) = (tenths / 36_000, tenths / 600 % 60, (tenths % 600) as f64 / 10.0);
    format!("{whole}°{minutes:02}′{seconds:04.1}″{letter}")
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let plain = plain(text);
    let mut tokens: Vec<Token> = Vec::new();
    let mut rest = plain.as_str();
    let mut spaced = true;
    while let Some(next) = rest.chars().next() {
        let is_sign = matches!(next, '-' | '+') && (spaced || !ends_with_number(&tokens));
        if next.is_ascii_digit() || next == '.' || is_sign {
            let end = rest.char_indices().skip(1).find(|(_, c)| !c.is_ascii_digit() && *c != '.');
            let (number, after) = rest.split_at(end.map_or(rest.len(), |(at, _)| at));
            numbers(number, &mut tokens)?;
            rest = after;
            spaced = false;
            continue;
        }
        spaced = next == ' ';
        match next {
            ' ' | ':' | '-' => {}
            ',' => tokens.push(Token::Comma),
            '°' => tokens.push(Token::Mark(Unit::Degree)),
            '\'' if tokens.last() == Some(&Token::Mark(Unit::Minute)) && rest.starts_with('\'') => {
                tokens.pop();
                tokens.push(Token::Mark(Unit::Second));
            }
            '\'' => tokens.push(Token::Mark(Unit::Minute)),
            '"' => tokens.push(Token::Mark(Unit::Second)),
            'x' | 'y' | 'e' | 'w' | 'n' | 's' => tokens.push(Token::Hemisphere {
                axis: if matches!(next, 'x' | 'e' | 'w') { Axis::Lon } else { Axis::Lat },
                negative: matches!(next, 'w' | 's'),
                is_word: matches!(next, 'x' | 'y'),
            }),
            _ => return None,
        }
        rest = rest.get(next.len_utf8()..)?;
    }
    Some(tokens)
}

fn ends_with_number(tokens: &[Token]) -> bool {
    matches!(tokens.last(), Some(Token::Number { .. } | Token::Mark(_)))
}

/// Full-width forms to plain ones, words to letters, every sort of degree, minute and second mark to one.
fn plain(text: &str) -> String {
    let narrow = text.trim().chars().map(|c| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    });
    let mut plain = narrow.collect::<String>().to_ascii_lowercase();
    for (word, letter) in WORDS {
        if plain.contains(word) {
            plain = plain.replace(word, letter);
        }
    }
    let marks = plain.chars().filter_map(|c| match c {
        '°' | 'º' | '˚' | '度' => Some('°'),
        '′' | '’' | '‘' | '´' | '`' | '\'' | '分' => Some('\''),
        '″' | '”' | '“' | '"' | '秒' | '〞' | '〃' => Some('"'),
        '−' | '–' | '—' => Some('-'),
        ',' | ';' | '、' | '/' | '|' => Some(','),
        '。' => Some('.'),
        '(' | ')' | '[' | ']' | '{' | '}' => Some(' '),
        '\u{feff}' | '\u{200b}' => None,
        _ if c.is_whitespace() => Some(' '),
        _ => Some(c),
    });
    marks.collect()
}

/// One number, or degrees, minutes and seconds with dots between them.
fn numbers(text: &str, tokens: &mut Vec<Token>) -> Option<()> {
    let whole_and = |text: &str, whole: bool| -> Option<Token> {
        let value: f64 = text.parse().ok()?;
        Some(Token::Number { value, whole })
    };
    let mut parts = text.splitn(4, '.');
    let dots = text.matches('.').count();
    if dots <= 1 {
        tokens.push(whole_and(text, dots == 0)?);
        return Some(());
    }
    let (degrees, minutes, seconds) = (parts.next()?, parts.next()?, parts.next()?);
    if dots > 3 || degrees.is_empty() {
        return None;
    }
    tokens.extend([whole_and(degrees, true)?, whole_and(minutes, true)?]);
    let seconds = parts.next().map_or_else(|| seconds.to_owned(), |tenths| format!("{seconds}.{tenths}"));
    tokens.push(whole_and(&seconds, false)?);
    Some(())
}

/// Where the first of two angles ends.
fn split(tokens: &[Token]) -> Option<(&[Token], &[Token])> {
    let places = |wanted: fn(&Token) -> bool| -> Vec<usize> {
        tokens.iter().enumerate().filter(|(_, token)| wanted(token)).map(|(place, _)| place).collect()
    };
    if let [comma] = places(|token| *token == Token::Comma).as_slice() {
        return Some((tokens.get(..*comma)?, tokens.get(comma + 1..)?));
    }
    let degrees = places(|token| *token == Token::Mark(Unit::Degree));
    let numbers = places(|token| matches!(token, Token::Number { .. }));
    let end = match places(|token| matches!(token, Token::Hemisphere { .. })).as_slice() {
        [0, second] => *second,
        [first, _] => first + 1,
        _ => match (degrees.as_slice(), numbers.len()) {
            ([_, second], _) => second.checked_sub(1)?,
            ([], 2 | 4 | 6) => *numbers.get(numbers.len() / 2)?,
            _ => return None,
        },
    };
    tokens.split_at_checked(end)
}

fn angle(tokens: &[Token]) -> Option<Angle> {
    let mut parts: Vec<(f64, bool, Unit)> = Vec::new();
    let mut hemisphere = None;
    for (place, token) in tokens.iter().enumerate() {
        match token {
            Token::Number { value, whole } => {
                let unit = match parts.last() {
                    None => Unit::Degree,
                    Some((_, _, Unit::Degree)) => Unit::Minute,
                    Some((_, _, Unit::Minute)) => Unit::Second,
                    Some((_, _, Unit::Second)) => return None,
                };
                parts.push((*value, *whole, unit));
            }
            Token::Mark(unit) => {
                let after_number = place.checked_sub(1).and_then(|before| tokens.get(before));
                if !matches!(after_number, Some(Token::Number { .. })) {
                    return None;
                }
                let count = parts.len();
                let before = count.checked_sub(2).and_then(|place| parts.get(place)).map(|part| part.2);
                // Degrees and seconds with no minutes between them are as good as any.
                let part = parts.last_mut()?;
                if *unit < part.2 || before.is_some_and(|before| before >= *unit) || (count == 1 && *unit != part.2) {
                    return None;
                }
                part.2 = *unit;
            }
            Token::Hemisphere { axis, negative, is_word } => match hemisphere {
                None => hemisphere = Some((*axis, *negative)),
                // 经度 E119: the word and the letter agree.
                Some((known, _)) if known == *axis && !is_word => hemisphere = Some((*axis, *negative)),
                Some(_) => return None,
            },
            Token::Comma => return None,
        }
    }
    let magnitude = magnitude(&parts)?;
    let degrees = if hemisphere.is_some_and(|(_, negative)| negative) { -magnitude.abs() } else { magnitude };
    Some(Angle { degrees, axis: hemisphere.map(|(axis, _)| axis) })
}

/// Degrees from parts: only the last may have a fraction, minutes and seconds stay below sixty.
fn magnitude(parts: &[(f64, bool, Unit)]) -> Option<f64> {
    let (last, before) = parts.split_last()?;
    if before.iter().any(|(_, whole, _)| !whole) {
        return None;
    }
    let (first, _, _) = parts.first()?;
    let negative = first.is_sign_negative();
    let mut sum = 0.0;
    for (value, _, unit) in before.iter().chain([last]) {
        let value = if *unit == Unit::Degree { value.abs() } else { *value };
        if *unit != Unit::Degree && !(0.0..60.0).contains(&value) {
            return None;
        }
        sum += match unit {
            Unit::Degree => value,
            Unit::Minute => value / 60.0,
            Unit::Second => value / 3600.0,
        };
    }
    (sum <= 180.0).then_some(if negative { -sum } else { sum })
}

#[cfg(test)]
mod tests;
