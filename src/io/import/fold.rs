//! Text made comparable: full width to half, traditional to simplified, brackets and ornaments off.

use std::{borrow::Cow, fmt, sync::LazyLock};

use ferrous_opencc::{OpenCC, config::BuiltinConfig};

/// The table of traditional characters: a constant that takes a moment to unpack, so it is unpacked once.
static SIMPLIFIED: LazyLock<Option<OpenCC>> = LazyLock::new(|| {
    OpenCC::from_config(BuiltinConfig::T2s)
        .map_err(|error| tracing::error!(%error, "the table of traditional characters does not load"))
        .ok()
});

/// Folds text for comparing. What is stored stays as it stood in the file.
pub struct Fold {
    simplified: Option<&'static OpenCC>,
}

impl fmt::Debug for Fold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fold").field("simplified", &self.simplified.is_some()).finish()
    }
}

impl Default for Fold {
    fn default() -> Self {
        Self::new()
    }
}

impl Fold {
    /// Loads the table of characters. Without it traditional headings are simply not recognised.
    pub fn new() -> Self {
        Self { simplified: SIMPLIFIED.as_ref() }
    }

    /// A heading as it is compared: no `*`, no brackets and what they hold, no spaces or line breaks, half
    /// width, simplified, lower case. A heading that is all brackets keeps what they hold.
    pub fn heading(&self, text: &str) -> String {
        let narrow = half_width(text);
        let bare = without_brackets(&narrow);
        let bare = if bare.chars().any(char::is_alphanumeric) { bare } else { narrow.into_owned() };
        self.simple(&bare)
    }

    /// A value as it is compared: as a heading, but what stands in brackets counts.
    pub fn value(&self, text: &str) -> String {
        self.simple(&half_width(text))
    }

    fn simple(&self, text: &str) -> String {
        let kept: String = text
            .chars()
            .filter(|c| !is_space(*c) && !matches!(c, '*' | '※' | '#' | ':' | '★' | '"' | '\''))
            .flat_map(char::to_lowercase)
            .collect();
        match &self.simplified {
            Some(table) if !kept.is_ascii() => table.convert(&kept),
            _ => kept,
        }
    }
}

/// Whether it is white space of any kind, zero-width ones and the byte order mark included.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Without white space of any kind at its ends.
pub fn trim(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// Full-width ASCII and its spaces and brackets as half width.
pub fn half_width(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(narrow).collect())
}

fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        '【' | '〔' | '〖' | '﹝' => '[',
        '】' | '〕' | '〗' | '﹞' => ']',
        '﹙' => '(',
        '﹚' => ')',
        '。' => '.',
        '、' => ',',
        _ => c,
    }
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let mut kept = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_lose_stars_brackets_spaces_width_and_tradition() {
        let fold = Fold::new();
        for (given, folded) in [
            ("*行政村", "行政村"),
            (" 經 度\n（小数点如120.30）", "经度"),
            ("縣市及鄉鎮市區", "县市及乡镇市区"),
            ("Ｌｏｎｇｉｔｕｄｅ", "longitude"),
            ("村（社区）", "村"),
            ("【名称】", "[名称]"),
            ("\u{feff}序號", "序号"),
            ("预计收容人数：", "预计收容人数"),
        ] {
            assert_eq!(fold.heading(given), folded, "{given}");
        }
    }
}
