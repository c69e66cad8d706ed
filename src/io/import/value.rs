//! Cells as the values that a field takes.

use std::{collections::HashMap, sync::Arc};

use crate::{
    domain::{
        catalogue::{Field, FieldType},
        model::Value,
    },
    io::import::{
        date,
        fold::{Fold, half_width},
        number,
        table::Cell,
    },
};

/// Words that mean nothing is there.
const EMPTY: &[&str] = &[
    "无", "無", "暂无", "没有", "-", "--", "---", "—", "——", "–", "－", "/", "\\", "null", "none", "n/a", "nan",
    "未知", "不详", "待定", "空", "暂缺", "#n/a", "#ref!", "#value!",
];
const YES: &[&str] = &["是", "有", "√", "✓", "☑", "y", "yes", "true", "t", "1", "对", "已", "通过", "合格"];
const NO: &[&str] = &["否", "无", "没有", "×", "✗", "☐", "x", "n", "no", "false", "f", "0", "未", "不", "不合格"];
/// The four colours of risk, as levels, letters and ranks.
const COLORS: &[(&str, &[&str])] = &[
    ("red", &["红", "红色", "重大", "重大风险", "a", "1", "一级", "i", "ⅰ"]),
    ("orange", &["橙", "橙色", "较大", "较大风险", "b", "2", "二级", "ii", "ⅱ"]),
    ("yellow", &["黄", "黄色", "一般", "一般风险", "c", "3", "三级", "iii", "ⅲ"]),
    ("blue", &["蓝", "蓝色", "低", "低风险", "d", "4", "四级", "iv", "ⅳ"]),
];

/// What a cell was read as, and the code of what is wrong with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    /// The value; null where nothing usable is there.
    pub value: Value,
    /// A problem's code.
    pub problem: Option<&'static str>,
}

/// Reads the cells of one field.
#[derive(Debug)]
pub struct Reader {
    field: Field,
    choices: HashMap<String, String>,
    phone: bool,
}

impl Reader {
    /// A reader for a field.
    pub fn new(field: &Field, fold: &Fold) -> Self {
        let mut choices = HashMap::new();
        for choice in &field.choices {
            let names = [choice.id.as_str(), &choice.zh, &choice.en].into_iter();
            for name in names.chain(choice.aliases.iter().map(String::as_str)) {
                choices.entry(fold.value(name)).or_insert_with(|| choice.id.clone());
                choices.entry(fold.heading(name)).or_insert_with(|| choice.id.clone());
            }
        }
        if COLORS.iter().all(|(id, _)| field.choice(id).is_some()) {
            for (id, names) in COLORS {
                for name in *names {
                    choices.entry((*name).to_owned()).or_insert_with(|| (*id).to_owned());
                }
            }
        }
        let phone = field.id.as_str().contains("phone") || ["电话", "手机"].iter().any(|word| field.zh.contains(word));
        Self { field: field.clone(), choices, phone }
    }

    /// The field.
    pub const fn field(&self) -> &Field {
        &self.field
    }

    /// Reads a cell. A link is left as the text of the cell: resolving it takes the world.
    pub fn read(&self, cell: Cell<'_>, fold: &Fold) -> Read {
        if cell == Cell::Empty {
            return Read { value: Value::Null, problem: None };
        }
        match self.field.field_type {
            FieldType::Bool => yes_or_no(cell, fold),
            _ if is_empty_word(cell) => Read { value: Value::Null, problem: None },
            FieldType::Text if self.phone => phone(cell),
            FieldType::Text | FieldType::Link => good(plain_text(cell)),
            FieldType::Integer => self.number(cell, true),
            FieldType::Real => self.number(cell, false),
            FieldType::Choice => self.choice(cell, fold),
            FieldType::Choices => self.choices(cell, fold),
            FieldType::Date => or_bad(moment(cell).map(|moment| Value::Date(moment.date())), "value_not_date"),
            FieldType::Time => or_bad(time(cell), "value_not_date"),
            FieldType::Curve => or_bad(curve(&cell.text()), "value_not_curve"),
        }
    }

    fn number(&self, cell: Cell<'_>, whole: bool) -> Read {
        let number = match cell {
            Cell::Number(number) => Some(number).filter(|number| number.is_finite()),
            Cell::Text(text) => number::parse(text, self.field.unit_zh.as_deref()).map(|number| number.value),
            _ => None,
        };
        let Some(number) = number else { return bad("value_not_number") };
        if self.field.min.is_some_and(|min| number < min) || self.field.max.is_some_and(|max| number > max) {
            return bad("value_out_of_range");
        }
        if !whole {
            return good(Value::from(number));
        }
        if number.abs() > 9e15 {
            return bad("value_out_of_range");
        }
        let rounded = number.round();
        let problem = ((number - rounded).abs() > 1e-6).then_some("value_rounded");
        Read { value: Value::Integer(rounded as i64), problem }
    }

    fn choice(&self, cell: Cell<'_>, fold: &Fold) -> Read {
        let text = cell.text();
        let found = self.find(&text, fold);
        or_bad(found.map(|id| Value::from(id.as_str())), "value_not_choice")
    }

    fn find(&self, text: &str, fold: &Fold) -> Option<&String> {
        let value = fold.value(text);
        self.choices.get(&value).or_else(|| self.choices.get(&fold.heading(text)))
    }

    /// Those that are known, in the catalogue's order; one that is not is a problem, and the others stay.
    fn choices(&self, cell: Cell<'_>, fold: &Fold) -> Read {
        let text = cell.text();
        let narrow = half_width(&text);
        let mut ids = Vec::new();
        let mut unknown = false;
        for part in narrow.split([',', ';', '/', '|', '\n', '+', ' ']).map(str::trim).filter(|part| !part.is_empty()) {
            match self.find(part, fold) {
                Some(id) => ids.push(id.as_str()),
                None => unknown = true,
            }
        }
        let known = self.field.choices.iter().map(|choice| choice.id.as_str()).filter(|id| ids.contains(id));
        let joined = known.collect::<Vec<_>>().join(",");
        let value = if joined.is_empty() { Value::Null } else { Value::from(joined) };
        Read { value, problem: unknown.then_some("value_not_choice") }
    }
}

fn good(value: Value) -> Read {
    Read { value, problem: None }
}

fn bad(code: &'static str) -> Read {
    Read { value: Value::Null, problem: Some(code) }
}

fn or_bad(value: Option<Value>, code: &'static str) -> Read {
    value.map_or_else(|| bad(code), good)
}

fn is_empty_word(cell: Cell<'_>) -> bool {
    matches!(cell, Cell::Text(text) if text.len() <= 9 && EMPTY.contains(&text.to_lowercase().as_str()))
}

fn yes_or_no(cell: Cell<'_>, fold: &Fold) -> Read {
    let folded = match cell {
        Cell::Bool(yes) => return good(Value::Bool(yes)),
        Cell::Number(1.0) => return good(Value::Bool(true)),
        Cell::Number(0.0) => return good(Value::Bool(false)),
        cell => fold.value(&cell.text()),
    };
    match folded.as_str() {
        word if YES.contains(&word) => good(Value::Bool(true)),
        word if NO.contains(&word) => good(Value::Bool(false)),
        _ if is_empty_word(cell) => good(Value::Null),
        // 已鉴定, 未鉴定, 不适合: the first character says it.
        text if text.starts_with(['已', '有']) => good(Value::Bool(true)),
        text if text.starts_with(['未', '不', '无', '没']) => good(Value::Bool(false)),
        _ => bad("value_not_yes_no"),
    }
}

/// Text as it stands; a number that a spreadsheet made of a code loses its `.0`.
fn plain_text(cell: Cell<'_>) -> Value {
    let text = cell.text();
    let text = without_point_zero(&text);
    Value::Text(Arc::from(text))
}

fn without_point_zero(text: &str) -> &str {
    match text.strip_suffix(".0") {
        Some(whole) if whole.len() >= 5 && whole.bytes().all(|byte| byte.is_ascii_digit()) => whole,
        _ => text,
    }
}

/// A phone number: 1.38E+10 is written out, and said to have lost digits when its last ones are all zero.
fn phone(cell: Cell<'_>) -> Read {
    let text = cell.text();
    let narrow = half_width(&text);
    let trimmed = without_point_zero(&narrow);
    let scientific = trimmed.contains(['e', 'E']).then(|| number::parse(trimmed, None)).flatten();
    match scientific.filter(|number| number.value.fract() == 0.0 && (0.0..1e15).contains(&number.value)) {
        Some(number) => {
            let digits = number.value.to_string();
            let problem = digits.ends_with("0000").then_some("phone_rounded");
            Read { value: Value::from(digits), problem }
        }
        None => good(Value::from(trimmed)),
    }
}

fn moment(cell: Cell<'_>) -> Option<jiff::civil::DateTime> {
    match cell {
        Cell::Time(moment) => Some(moment),
        Cell::Number(number) if number.fract() == 0.0 && (19_000_101.0..22_001_231.0).contains(&number) => {
            date::parse(&number.to_string())
        }
        Cell::Number(serial) => date::of_serial(serial),
        Cell::Text(text) => date::parse(text)
            .or_else(|| {
                let instant = date::instant(text)?;
                Some(jiff::tz::Offset::constant(8).to_datetime(instant))
            })
            .or_else(|| date::of_serial(text.parse().ok()?)),
        _ => None,
    }
}

fn time(cell: Cell<'_>) -> Option<Value> {
    if let Cell::Text(text) = cell
        && let Some(instant) = date::instant(text)
    {
        return Some(Value::Time(instant));
    }
    date::beijing(moment(cell)?).map(Value::Time)
}

/// A curve as JSON pairs, or as `x:y` or `x,y` pairs apart by `;`. It must rise strictly in x.
fn curve(text: &str) -> Option<Value> {
    let pairs: Vec<[f64; 2]> = serde_json::from_str(text).ok().or_else(|| {
        let pair = |part: &str| {
            let (x, y) = part.split_once([':', ','])?;
            Some([x.trim().parse().ok()?, y.trim().parse().ok()?])
        };
        half_width(text).split([';', '\n']).filter(|part| !part.trim().is_empty()).map(pair).collect()
    })?;
    let finite = pairs.iter().flatten().all(|number| number.is_finite());
    let rising = pairs.windows(2).all(|two| matches!(two, [[a, _], [b, _]] if a < b));
    (finite && rising && pairs.len() >= 2).then(|| serde_json::to_string(&pairs).ok().map(Value::from)).flatten()
}

#[cfg(test)]
#[path = "value_tests.rs"]
mod tests;
