//! A merge in words: what a township's file changes, line by line, before anything counts.

use crate::domain::{
    catalogue::{Kind, Tone},
    model::{ObjectRef, TRANSFER, Value},
    plan::merge::{AddedRow, Merge, RowChange, Verdict},
    view::{Words, form, format, mask::masked, returning::why, say},
    world::World,
};

/// A merge in words.
#[derive(Clone, Debug, PartialEq)]
pub struct MergeView {
    /// How many of each, in a sentence.
    pub counts: String,
    /// A line a changed field, conflicts first, each with its place in the merge's changes.
    pub lines: Vec<MergeLine>,
    /// A line a new household.
    pub added: Vec<String>,
    /// A line a household of ours that stands in no row.
    pub missing: Vec<String>,
    /// A line a problem, with its place in the file.
    pub problems: Vec<String>,
}

/// A line.
#[derive(Clone, Debug, PartialEq)]
pub struct MergeLine {
    /// Which of the merge's changes.
    pub change: usize,
    /// What it says.
    pub text: String,
    /// A conflict is a caution, what is refused an alarm, what is kept quiet.
    pub tone: Tone,
    /// Whether somebody has to decide.
    pub is_conflict: bool,
}

/// A merge in words; `whole`: with names and numbers of persons as they are.
pub fn merge(merge: &Merge, world: &World, whole: bool, words: &Words) -> MergeView {
    let speaking = Speaking { world, whole, words };
    let Some(kind) = world.catalogue().kind(TRANSFER) else {
        return MergeView {
            counts: counts(merge, words),
            lines: vec![],
            added: vec![],
            missing: vec![],
            problems: vec![],
        };
    };
    let mut lines: Vec<MergeLine> =
        merge.changes.iter().enumerate().map(|(change, one)| speaking.line(kind, change, one)).collect();
    lines.sort_by_key(|line| (!line.is_conflict, line.change));
    let problems = merge.problems.iter().map(|problem| {
        let said = words.problem(problem);
        match problem.row {
            Some(row) => format!("{}{said}", at(problem.sheet.as_deref(), row, words)),
            None => said,
        }
    });
    MergeView {
        counts: counts(merge, words),
        lines,
        added: merge.added.iter().map(|added| speaking.added(kind, added)).collect(),
        missing: merge.missing.iter().map(|household| speaking.name(household)).collect(),
        problems: problems.collect(),
    }
}

fn counts(merge: &Merge, words: &Words) -> String {
    let townships: Vec<&str> = merge.townships.iter().map(String::as_str).collect();
    let townships = if townships.is_empty() { format::UNKNOWN.to_owned() } else { townships.join("、") };
    let numbers = [
        ("townships", townships),
        ("taken", merge.count(|verdict| *verdict == Verdict::Take).to_string()),
        ("conflicts", merge.count(|verdict| *verdict == Verdict::Conflict).to_string()),
        ("kept", merge.count(|verdict| *verdict == Verdict::Keep).to_string()),
        ("refused", merge.count(|verdict| matches!(verdict, Verdict::Refused(_))).to_string()),
        ("added", merge.added.len().to_string()),
        ("unchanged", merge.unchanged.to_string()),
        ("missing", merge.missing.len().to_string()),
        ("problems", merge.problems.len().to_string()),
    ];
    words.with("merge-counts", &numbers)
}

fn at(sheet: Option<&str>, row: u64, words: &Words) -> String {
    let row = row.to_string();
    match sheet {
        Some(sheet) => words.with("merge-at-sheet", &[("sheet", sheet), ("row", &row)]),
        None => words.with("merge-at", &[("row", &row)]),
    }
}

struct Speaking<'a> {
    world: &'a World,
    whole: bool,
    words: &'a Words,
}

impl Speaking<'_> {
    fn line(&self, kind: &Kind, change: usize, one: &RowChange) -> MergeLine {
        let field = kind.field(one.field.as_str());
        let said = |value: &Value| self.value(kind, one.field.as_str(), value);
        let time = |time: Option<jiff::Timestamp>| time.map_or_else(|| format::UNKNOWN.to_owned(), format::day_time);
        let mut args = vec![
            ("at", at(one.sheet.as_deref(), one.row, self.words)),
            ("name", self.name(&one.household)),
            ("field", field.map_or_else(|| one.field.to_string(), |field| field.name(self.words.lang()).to_owned())),
            ("ours", said(&one.ours)),
            ("theirs", said(&one.theirs)),
        ];
        let (id, tone) = match &one.verdict {
            Verdict::Take => ("merge-take", Tone::Normal),
            Verdict::Keep => ("merge-keep", Tone::Quiet),
            Verdict::Conflict => {
                args.extend([("ours_at", time(one.ours_at)), ("theirs_at", time(one.theirs_at))]);
                ("merge-conflict", Tone::Caution)
            }
            Verdict::Refused(held) => {
                args.push(("why", why(held, self.words)));
                ("merge-refused", Tone::Alarm)
            }
        };
        MergeLine { change, text: self.words.with(id, &args), tone, is_conflict: one.verdict == Verdict::Conflict }
    }

    fn value(&self, kind: &Kind, id: &str, value: &Value) -> String {
        let Some(field) = kind.field(id) else { return format::UNKNOWN.to_owned() };
        let linked = field.link.as_deref().zip(value.as_text());
        let linked = linked.and_then(|(kind, uid)| form::linked_name(self.world, kind, uid));
        let said = linked.or_else(|| say::value(field, value, self.words));
        match said {
            Some(text) if field.personal && !self.whole => masked(&text),
            Some(text) => text,
            None => format::UNKNOWN.to_owned(),
        }
    }

    /// A household by village and number, else by where it is.
    fn name(&self, household: &ObjectRef) -> String {
        let text = |field: &str| self.world.value(household, field).as_text().map(|text| text.trim().to_owned());
        named(text)
    }

    fn added(&self, kind: &Kind, added: &AddedRow) -> String {
        let text = |field: &str| {
            let value = added.values.get(kind.index(field)?)?;
            value.as_text().map(|text| text.trim().to_owned())
        };
        let people = kind.index("household_size").and_then(|index| added.values.get(index)?.as_integer());
        let args = [
            ("at", at(added.sheet.as_deref(), added.row, self.words)),
            ("name", named(text)),
            ("head", self.value(kind, "household_head", &text("household_head").map_or(Value::Null, Value::from))),
            ("people", format::number_or_unknown(people)),
        ];
        self.words.with("merge-added", &args)
    }
}

fn named(text: impl Fn(&str) -> Option<String>) -> String {
    let which = text("name").filter(|name| !name.is_empty()).or_else(|| text("place"));
    [text("village"), which].into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
