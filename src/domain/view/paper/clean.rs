//! Text fit for any file: without what XML, Word and Excel cannot hold.

/// The text without control characters; every kind of line break is `\n`, a tab is a space.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    for char in text.chars() {
        match char {
            // One break, however it was written.
            '\n' if before == Some('\r') => {}
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' => out.push(' '),
            char if char.is_control() || unspeakable(char) => {}
            char => out.push(char),
        }
        before = Some(char);
    }
    out
}

/// The same on one line.
pub fn one_line(text: &str) -> String {
    clean(text).replace('\n', " ").trim().to_owned()
}

/// No characters: XML forbids the first two of each plane's end in plane 0, and readers stumble over the others.
fn unspeakable(char: char) -> bool {
    (u32::from(char) & 0xfffe) == 0xfffe || ('\u{fdd0}'..='\u{fdef}').contains(&char) || char == '\u{feff}'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_are_of_one_kind_and_control_characters_are_gone() {
        assert_eq!(clean("甲\r\n乙\r丙\u{b}丁\n\n戊\t己\u{0}\u{1f}\u{7f}\u{ffff}\u{feff}"), "甲\n乙\n丙\n丁\n\n戊 己");
        assert_eq!(one_line(" 甲\r\n乙 "), "甲 乙");
        assert_eq!(clean("👨‍👩‍👧 𠮷"), "👨‍👩‍👧 𠮷");
    }
}
