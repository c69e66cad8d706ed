//! Numbers as people write them: `１，２００`, `约200人`, `1.2万`, `1.38E+10`.

use crate::io::import::fold::{half_width, is_space};

/// A number read from text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// Its value, finite.
    pub value: f64,
    /// Whether the text says that it is only about right: `约`, `余`, `左右`.
    pub about: bool,
}

const ABOUT_BEFORE: &[&str] = &["大约", "约为", "约", "近", "超过", "超", "不少于", "至少", ">=", "≥", ">", "~", "≈"];
const ABOUT_AFTER: &[&str] = &["多", "余", "左右", "上下", "以上", "+", "来"];
const BEFORE: &[&str] = &["共计", "合计", "共", "计", "为", "￥", "¥"];
const UNITS: &[&str] = &[
    "人次",
    "人",
    "名",
    "位",
    "户",
    "个",
    "间",
    "座",
    "栋",
    "幢",
    "处",
    "家",
    "台",
    "辆",
    "套",
    "张",
    "床",
    "件",
    "只",
    "艘",
    "所",
    "支",
    "顶",
    "箱",
    "平方米",
    "平方公里",
    "平米",
    "㎡",
    "m²",
    "m2",
    "km²",
    "km2",
    "立方米",
    "方",
    "m³",
    "m3",
    "公顷",
    "亩",
    "公里",
    "千米",
    "km",
    "米",
    "m",
    "毫米",
    "mm",
    "厘米",
    "cm",
    "吨",
    "t",
    "公斤",
    "千克",
    "kg",
    "升",
    "l",
    "年",
    "岁",
    "天",
    "日",
    "小时",
    "分钟",
    "度",
    "%",
    "元",
];

/// Reads a number, or says that there is none. `unit` is the field's own unit: a unit of ten thousands
/// (`万m³`) is then not multiplied.
pub fn parse(text: &str, unit: Option<&str>) -> Option<Number> {
    let narrow: String = half_width(text).chars().filter(|c| !is_space(*c)).flat_map(char::to_lowercase).collect();
    let mut rest = narrow.as_str();
    let mut about = false;
    for before in BEFORE {
        rest = rest.strip_prefix(before).unwrap_or(rest);
    }
    if let Some(cut) = ABOUT_BEFORE.iter().find_map(|before| rest.strip_prefix(before)) {
        rest = cut;
        about = true;
    }
    let (value, after) = leading(rest)?;
    rest = after;
    let mut strip_about = |rest: &mut &str| {
        while let Some(cut) = ABOUT_AFTER.iter().find_map(|after| rest.strip_prefix(after)) {
            *rest = cut;
            about = true;
        }
    };
    strip_about(&mut rest);
    let unit = unit.map(|unit| half_width(unit).to_lowercase()).unwrap_or_default();
    let mut factor = 1.0;
    if let Some((word, by)) = [("万", 1e4), ("亿", 1e8), ("千", 1e3), ("百", 1e2)].into_iter().find(|(word, _)| {
        rest.starts_with(word) && !UNITS.iter().any(|unit| unit.starts_with(word) && rest.starts_with(unit))
    }) {
        rest = rest.strip_prefix(word).unwrap_or(rest);
        if !unit.starts_with(word) {
            factor = by;
        }
    }
    strip_about(&mut rest);
    let bare_unit = unit.trim_start_matches(['万', '亿', '千', '百']);
    let is_unit = rest.is_empty() || rest == unit || rest == bare_unit || UNITS.contains(&rest);
    let closing = rest.strip_suffix(['左', '右', '多', '余']).is_some_and(|rest| UNITS.contains(&rest));
    let after_unit = ABOUT_AFTER.iter().any(|after| rest.strip_suffix(after).is_some_and(|rest| UNITS.contains(&rest)));
    about |= after_unit;
    let value = value * factor;
    ((is_unit || closing || after_unit) && value.is_finite()).then_some(Number { value, about })
}

/// The number at the start of a text, thousands separators taken out, and what follows it.
fn leading(text: &str) -> Option<(f64, &str)> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = usize::from(matches!(bytes.first(), Some(b'-' | b'+')));
    let mut digits = 0;
    while digit(end) || (bytes.get(end) == Some(&b',') && digits > 0 && separates(bytes, end)) {
        digits += usize::from(digit(end));
        end += 1;
    }
    if bytes.get(end) == Some(&b'.') {
        end += 1;
        while digit(end) {
            digits += 1;
            end += 1;
        }
    }
    if digits == 0 {
        return None;
    }
    if bytes.get(end) == Some(&b'e') {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'-' | b'+')));
        if digit(end + 1 + sign) {
            end += 1 + sign;
            while digit(end) {
                end += 1;
            }
        }
    }
    let (number, rest) = text.split_at_checked(end)?;
    let value: f64 = number.replace(',', "").parse().ok()?;
    value.is_finite().then_some((value, rest))
}

/// Whether a comma stands before exactly three digits.
fn separates(bytes: &[u8], comma: usize) -> bool {
    let after = bytes.get(comma + 1..).unwrap_or_default();
    after.iter().take_while(|byte| byte.is_ascii_digit()).count() == 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, unit, value) in [
            ("200", None, 200.0),
            ("约200人", Some("人"), 200.0),
            ("200余人", Some("人"), 200.0),
            ("200人左右", Some("人"), 200.0),
            ("1.2万", Some("人"), 12_000.0),
            ("1.2万人", Some("人"), 12_000.0),
            ("1.2万m³", Some("万m³"), 1.2),
            ("1,234,567", None, 1_234_567.0),
            ("１，２００．５", None, 1_200.5),
            ("-3.5 m", Some("m"), -3.5),
            (" 35.20米", Some("m"), 35.2),
            ("1.38E+10", None, 1.38e10),
            ("共 45 户", None, 45.0),
            ("≥500", None, 500.0),
            ("0", None, 0.0),
            (".5", None, 0.5),
            ("300千克", None, 300.0),
        ] {
            assert_eq!(parse(text, unit).map(|number| number.value), Some(value), "{text}");
        }
        for text in ["", "人", "200-300", "1.2.3", "二百", "1e999", "nan", "inf", "12abc", "3/4", "1,2", "NaN"] {
            assert_eq!(parse(text, None), None, "{text}");
        }
        assert!(parse("约200人", None).unwrap().about);
        assert!(!parse("200人", None).unwrap().about);
    }
}
