//! The villages that a register names, and when water arrives there: `古方村（40分钟）、新昌桥村`.

/// What separates names in a list.
const SEPARATORS: [char; 7] = ['、', ',', '，', ';', '；', '\n', '\r'];
/// Words behind a number of minutes or hours, and the minutes of one.
const UNITS: [(&str, f64); 9] = [
    ("分钟", 1.0),
    ("分", 1.0),
    ("minutes", 1.0),
    ("min", 1.0),
    ("小时", 60.0),
    ("时", 60.0),
    ("hours", 60.0),
    ("h", 60.0),
    ("'", 1.0),
];
/// Longer than this is a slip of the pen: two days.
const MOST_MIN: f64 = 2_880.0;

/// A village as a register names it.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// Its name, as written.
    pub name: String,
    /// How long water takes there from the dam, minutes; `None`: not said.
    pub minutes: Option<f64>,
}

/// The villages of a list. What stands in brackets behind a name is a time when it reads as one (`40分钟`, `1.5小时`,
/// `40min`), else a part of the name.
pub fn listed(text: &str) -> Vec<Listed> {
    let names = text.split(SEPARATORS).map(str::trim).filter(|name| !name.is_empty());
    names.map(one).collect()
}

fn one(written: &str) -> Listed {
    let whole = || Listed { name: written.to_owned(), minutes: None };
    let Some(inner) = written.strip_suffix(['）', ')']) else { return whole() };
    let Some((name, time)) = inner.rsplit_once(['（', '(']) else { return whole() };
    match minutes(time.trim()) {
        Some(minutes) if !name.trim().is_empty() => Listed { name: name.trim().to_owned(), minutes: Some(minutes) },
        _ => whole(),
    }
}

fn minutes(text: &str) -> Option<f64> {
    let text = text.trim_start_matches(['约', '~']).trim();
    let (number, unit) = UNITS.iter().find_map(|(word, unit)| Some((text.strip_suffix(word)?, *unit)))?;
    let minutes = number.trim().parse::<f64>().ok()? * unit;
    (0.0..=MOST_MIN).contains(&minutes).then_some(minutes)
}
