//! Lines as wide as there is room: Chinese breaks anywhere but before closing and after opening signs, Latin words
//! at spaces and hyphens, and what is still too long wherever it must.

/// Signs that do not begin a line.
const CLOSING: &str = "，。、；：？！）》〉】」』”’％…—·,.;:?!)]}%~～";

/// Signs that do not end a line.
const OPENING: &str = "（《〈【「『“‘([{";

/// Breaks a text into lines. `first`: how far the first line of each paragraph stands in.
pub(super) fn wrap(text: &str, room: f32, first: f32, width: &mut impl FnMut(char) -> f32) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        let mut used = first;
        for unit in units(paragraph) {
            let wide: f32 = unit.chars().map(&mut *width).sum();
            // A space at the end of a line may hang over it.
            let matters: f32 = unit.trim_end_matches(' ').chars().map(&mut *width).sum();
            if used + matters > room && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            if used + matters <= room {
                line.push_str(unit);
                used += wide;
                continue;
            }
            for char in unit.chars() {
                let wide = width(char);
                if used + wide > room && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                    used = 0.0;
                }
                line.push(char);
                used += wide;
            }
        }
        lines.push(line);
    }
    lines
}

/// What is not broken unless it must be.
fn units(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut chars = rest.char_indices();
        let (_, mut before) = chars.next()?;
        let end = chars.find(|(_, char)| may_break(std::mem::replace(&mut before, *char), *char));
        let (unit, left) = rest.split_at(end.map_or(rest.len(), |(at, _)| at));
        rest = left;
        Some(unit)
    })
}

fn may_break(before: char, after: char) -> bool {
    if after == ' ' || CLOSING.contains(after) || OPENING.contains(before) || joins(before) || joins(after) {
        return false;
    }
    before == ' ' || "-/|,;_".contains(before) || wide(before) || wide(after)
}

/// Chinese signs and what stands among them.
fn wide(char: char) -> bool {
    char >= '\u{2e80}' || CLOSING.contains(char) && !char.is_ascii() || OPENING.contains(char) && !char.is_ascii()
}

/// Signs that belong to the one before: accents, joiners, variants.
fn joins(char: char) -> bool {
    matches!(char, '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' | '\u{2060}')
        || matches!(char, '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn width(char: char) -> f32 {
        if char.is_ascii() { 0.5 } else { 1.0 }
    }

    fn wrapped(text: &str, room: f32) -> Vec<String> {
        wrap(text, room, 0.0, &mut width)
    }

    #[test]
    fn chinese_breaks_anywhere_but_before_a_closing_sign() {
        assert_eq!(wrapped("沿县道步行至中心小学。", 5.0), ["沿县道步行", "至中心小", "学。"]);
        assert_eq!(wrapped("到（中心）小学", 2.0), ["到", "（中", "心）", "小学"]);
    }

    #[test]
    fn latin_words_stay_whole_where_they_can() {
        assert_eq!(wrapped("the long road home", 4.0), ["the long ", "road ", "home"]);
        assert_eq!(wrapped("沿G330国道", 2.5), ["沿", "G330", "国道"]);
        assert_eq!(wrapped("abcdefghij", 2.0), ["abcd", "efgh", "ij"]);
        assert_eq!(wrapped("", 2.0), [""]);
        assert_eq!(wrapped("甲\n\n乙", 2.0), ["甲", "", "乙"]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_line_is_too_long(text in "(?s).{0,60}", room in 0.2_f32..9.0) {
            let lines = wrapped(&text, room);
            prop_assert_eq!(lines.concat(), text.replace('\n', ""));
            for line in lines {
                let wide: f32 = line.trim_end_matches(' ').chars().map(width).sum();
                prop_assert!(wide <= room.max(1.0) + 1e-3, "{line:?}");
            }
        }
    }
}
