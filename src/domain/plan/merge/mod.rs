//! A township's own copy of the transfer list, brought back and merged: what it changed is taken, what was changed on
//! both sides is a conflict that a person decides, what nobody knows how to match is said. Nothing is ever deleted.
//!
//! A field is compared three ways where it can be: with our value now and with what it was when the file was handed
//! out ([`Base`]). Where that is not known, a row counts as older than ours when its own 状态时间 is older than our
//! state's. An empty cell says nothing.

mod edits;
mod judge;
mod matching;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use geo_types::Geometry;
use jiff::Timestamp;

use self::{
    judge::Judge,
    matching::{At, Found, Matching},
};
use crate::domain::{
    catalogue::{Field, Kind},
    model::{FieldId, Object, ObjectRef, TRANSFER, Uid, Value},
    problem::Problem,
    query::{Held, Safety, object_ref},
    world::{Layer, World},
};

/// What a file says, row by row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GivenList {
    /// The rows that hold a household.
    pub rows: Vec<GivenRow>,
    /// When the file was last saved, as it says itself.
    pub saved: Option<Timestamp>,
    /// What is wrong with the file, by row.
    pub problems: Vec<Problem>,
    /// What is wrong with the positions of rows: it matters for those that are new.
    pub place_problems: Vec<Problem>,
}

/// A row of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct GivenRow {
    /// Its physical row, 1-based.
    pub row: u64,
    /// Its sheet.
    pub sheet: Option<String>,
    /// One value a field of the kind; null: the file says nothing of it.
    pub values: Vec<Value>,
    /// Where it stands, WGS-84.
    pub place: Option<Geometry>,
}

impl GivenRow {
    fn at(&self) -> At {
        (self.sheet.clone(), self.row)
    }
}

/// Values that files of townships brought before, by household and field.
pub type Told = BTreeMap<(Uid, FieldId), Value>;

/// What was before the township wrote its own into the file.
#[derive(Clone, Debug, Default)]
pub struct Base {
    /// The world when the file was handed out; `None`: not known.
    pub world: Option<World>,
    /// What files that were saved earlier brought since then: the township may change its own word.
    pub told: Told,
}

/// What a merge would do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Merge {
    /// The townships that the file is of.
    pub townships: BTreeSet<String>,
    /// Fields that differ, in the order of rows.
    pub changes: Vec<RowChange>,
    /// Households that are new.
    pub added: Vec<AddedRow>,
    /// Rows that say nothing new.
    pub unchanged: usize,
    /// Our households of these townships that stand in no row: told, never deleted.
    pub missing: Vec<ObjectRef>,
    /// What is wrong, by row.
    pub problems: Vec<Problem>,
    /// When the file was last saved.
    pub saved: Option<Timestamp>,
}

impl Merge {
    /// Adds what is wrong, each at its row.
    pub fn add_problems(&mut self, problems: impl IntoIterator<Item = Problem>) {
        self.problems.extend(problems);
        self.problems.sort_by(|a, b| (&a.sheet, a.row).cmp(&(&b.sheet, b.row)));
    }
}

/// A field of a household that a file says differently.
#[derive(Clone, Debug, PartialEq)]
pub struct RowChange {
    /// The file's row.
    pub row: u64,
    /// Its sheet.
    pub sheet: Option<String>,
    /// Whose.
    pub household: ObjectRef,
    /// Which field.
    pub field: FieldId,
    /// Our value.
    pub ours: Value,
    /// The file's.
    pub theirs: Value,
    /// Since when our row's state is so.
    pub ours_at: Option<Timestamp>,
    /// Since when the file's row says its state is so.
    pub theirs_at: Option<Timestamp>,
    /// What becomes of it.
    pub verdict: Verdict,
}

/// What becomes of a field that a file says differently.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// Only the township changed it: taken.
    Take,
    /// Only we changed it since the file was handed out: kept.
    Keep,
    /// Both did, or it cannot be told: a person decides; ours is kept until then.
    Conflict,
    /// Not possible: nobody of the household may go home yet, and why.
    Refused(Vec<Held>),
}

/// A household that is new.
#[derive(Clone, Debug, PartialEq)]
pub struct AddedRow {
    /// The file's row.
    pub row: u64,
    /// Its sheet.
    pub sheet: Option<String>,
    /// One value a field.
    pub values: Vec<Value>,
    /// Where it is.
    pub place: Option<Geometry>,
    /// What keeps its people from going home although the row says that they did: it is taken without its state.
    pub held: Vec<Held>,
}

/// Compares what a file says with a world; `township`: the one it is of, where somebody said so.
pub fn merge(world: &World, base: &Base, given: GivenList, township: Option<&str>, now: Timestamp) -> Merge {
    let GivenList { rows, saved, problems, place_problems } = given;
    let Some(layer) = world.layer(TRANSFER) else { return Merge { problems, saved, ..Merge::default() } };
    let kind = layer.kind();
    let mut merging = Merging {
        kind,
        matching: Matching::of(layer, township),
        judge: Judge { base, kind },
        safety: Safety::of(world, now),
        known: townships(world),
        taken: BTreeSet::new(),
        merge: Merge { problems, saved, ..Merge::default() },
        township,
    };
    merging.merge.townships.extend(township.map(str::to_owned));
    // A number is surer than a name: who is claimed by number is nobody's namesake.
    let found = merging.matching.all(&rows);
    let place = merging.only_township(&found);
    for (row, found) in rows.into_iter().zip(found) {
        merging.row(row, found, place.as_deref());
    }
    let mut merge = merging.merge;
    let new: BTreeSet<At> = merge.added.iter().map(|added| (added.sheet.clone(), added.row)).collect();
    let is_new = |one: &Problem| one.row.is_none_or(|row| new.contains(&(one.sheet.clone(), row)));
    merge.add_problems(place_problems.into_iter().filter(is_new));
    merge.missing = missing(layer, &merge.townships, &merging.taken);
    merge
}

fn townships(world: &World) -> BTreeSet<String> {
    let Some(layer) = world.layer("township") else { return BTreeSet::new() };
    let name = layer.kind().index("name");
    layer.objects().map(|object| text_at(&object.values, name)).collect()
}

fn missing(layer: &Layer, townships: &BTreeSet<String>, taken: &BTreeSet<Uid>) -> Vec<ObjectRef> {
    let township = layer.kind().index("township");
    let ours = layer.objects().filter(|object| townships.contains(&text_at(&object.values, township)));
    ours.filter(|object| !taken.contains(&object.uid)).map(|object| object_ref(object)).collect()
}

/// The text at a field, trimmed; empty without one.
fn text_at(values: &[Value], index: Option<usize>) -> String {
    let text = index.and_then(|index| values.get(index)).and_then(Value::as_text);
    text.map_or_else(String::new, |text| text.trim().to_owned())
}

/// A merge in the making.
struct Merging<'a> {
    kind: &'a Arc<Kind>,
    matching: Matching<'a>,
    judge: Judge<'a>,
    safety: Safety<'a>,
    known: BTreeSet<String>,
    /// Households that stand in a row.
    taken: BTreeSet<Uid>,
    merge: Merge,
    township: Option<&'a str>,
}

impl Merging<'_> {
    /// The township that rows without one are of: the one said, else the only one of all households found.
    fn only_township(&self, found: &[Found<'_>]) -> Option<String> {
        if let Some(township) = self.township {
            return Some(township.to_owned());
        }
        let index = self.kind.index("township");
        let of = |found: &Found<'_>| match found {
            Found::One(object) => Some(text_at(&object.values, index)).filter(|name| !name.is_empty()),
            _ => None,
        };
        let all: BTreeSet<String> = found.iter().filter_map(of).collect();
        all.first().filter(|_| all.len() == 1).cloned()
    }

    fn row(&mut self, row: GivenRow, found: Found<'_>, only: Option<&str>) {
        let said = text_at(&row.values, self.kind.index("township"));
        let elsewhere = self.township.filter(|township| !said.is_empty() && *township != said);
        if let Some(township) = elsewhere {
            return self.trouble(problem(&row, "merge_elsewhere").value(said).arg("township", township));
        }
        match found {
            Found::One(object) => self.compare(&row, object),
            Found::Several(count) => self.trouble(problem(&row, "merge_ambiguous").arg("count", count)),
            Found::Twice((sheet, first)) => {
                let elsewhere = sheet.filter(|sheet| row.sheet.as_ref() != Some(sheet));
                let code = if elsewhere.is_some() { "merge_twice_sheet" } else { "merge_twice" };
                let problem = problem(&row, code).arg("first", first);
                self.trouble(problem.arg("first_sheet", elsewhere.unwrap_or_default()));
            }
            Found::Taken => {
                let number = text_at(&row.values, self.kind.index("name"));
                self.trouble(problem(&row, "merge_number_taken").value(number));
            }
            Found::Nameless => self.trouble(problem(&row, "merge_nameless")),
            Found::New => self.add(row, only),
        }
    }

    fn trouble(&mut self, problem: Problem) {
        self.merge.problems.push(problem);
    }

    fn compare(&mut self, row: &GivenRow, object: &Arc<Object>) {
        self.taken.insert(object.uid);
        let township = text_at(&object.values, self.kind.index("township"));
        self.merge.townships.extend(Some(township).filter(|name| !name.is_empty()));
        let state_time = self.kind.index("state_time");
        let time = |values: &[Value]| state_time.and_then(|index| values.get(index)).and_then(Value::as_time);
        let (ours_at, theirs_at) = (time(&object.values), time(&row.values));
        let mut changed = false;
        for (index, field) in self.kind.fields.iter().enumerate().filter(|(_, field)| is_compared(field)) {
            let (ours, theirs) = (object.value(index), row.values.get(index).unwrap_or(&Value::Null));
            if theirs.is_null() || judge::same(ours, theirs) {
                continue;
            }
            if field.personal && judge::is_masked(theirs) {
                if !judge::is_mask_of(theirs, ours) {
                    let problem = problem(row, "merge_masked").column(&field.zh);
                    self.trouble(problem.value(theirs.as_text().unwrap_or_default()));
                }
                continue;
            }
            let mut verdict = self.judge.verdict(object, index, theirs, (ours_at, theirs_at));
            if field.id.as_str() == "state" && theirs.as_text() == Some("returned") && verdict != Verdict::Keep {
                let held = self.safety.holds(object);
                verdict = if held.is_empty() { verdict } else { Verdict::Refused(held) };
            }
            changed = true;
            self.merge.changes.push(RowChange {
                row: row.row,
                sheet: row.sheet.clone(),
                household: object_ref(object),
                field: field.id.clone(),
                ours: ours.clone(),
                theirs: theirs.clone(),
                ours_at,
                theirs_at,
                verdict,
            });
        }
        self.merge.unchanged += usize::from(!changed);
    }

    fn add(&mut self, mut row: GivenRow, only: Option<&str>) {
        let township = self.kind.index("township");
        if let (true, Some(only), Some(slot)) =
            (text_at(&row.values, township).is_empty(), only, township.and_then(|index| row.values.get_mut(index)))
        {
            *slot = Value::from(only);
        }
        let said = text_at(&row.values, township);
        if said.is_empty() {
            return self.trouble(problem(&row, "merge_no_township"));
        }
        if !self.known.is_empty() && !self.known.contains(&said) {
            return self.trouble(problem(&row, "merge_township_unknown").value(said));
        }
        for (index, field) in self.kind.fields.iter().enumerate().filter(|(_, field)| field.personal) {
            let Some(value) = row.values.get_mut(index).filter(|value| judge::is_masked(value)) else { continue };
            let value = std::mem::take(value);
            let problem = problem(&row, "merge_masked_new").column(&field.zh);
            self.trouble(problem.value(value.as_text().unwrap_or_default()));
        }
        let held = self.keep_from_returning(&mut row);
        self.merge.townships.insert(said);
        let GivenRow { row, sheet, values, place } = row;
        self.merge.added.push(AddedRow { row, sheet, values, place, held });
    }

    /// A new row of a household that may not go home is taken without its state.
    fn keep_from_returning(&self, row: &mut GivenRow) -> Vec<Held> {
        let state = self.kind.index("state");
        if state.and_then(|index| row.values.get(index)).and_then(Value::as_text) != Some("returned") {
            return Vec::new();
        }
        let object = edits::object(self.kind, Uid::from_bits(0), &row.values, row.place.as_ref());
        let held = self.safety.holds(&object);
        if !held.is_empty() {
            for index in [state, self.kind.index("state_time")].into_iter().flatten() {
                if let Some(slot) = row.values.get_mut(index) {
                    *slot = Value::Null;
                }
            }
        }
        held
    }
}

/// Whether a field is compared: what the file says of how old it is and where it came from is not.
fn is_compared(field: &Field) -> bool {
    !field.hidden && !field.summed && !["state_time", "as_of", "position_quality"].contains(&field.id.as_str())
}

fn problem(row: &GivenRow, code: &'static str) -> Problem {
    let problem = Problem::new(code).row(row.row);
    match &row.sheet {
        Some(sheet) => problem.sheet(sheet),
        None => problem,
    }
}

#[cfg(test)]
mod tests;
