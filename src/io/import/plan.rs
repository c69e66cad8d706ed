//! From the rows of a file to edits of a world.

use std::{
    collections::{BTreeMap, HashSet},
    ops::ControlFlow,
    sync::{Arc, OnceLock},
};

use geo_types::Geometry;
use jiff::Timestamp;

use crate::{
    domain::{
        catalogue::{GeometryType, Kind},
        edit::Edit,
        model::{Entry, Object, ObjectRef, Uid, Value},
        problem::Problem,
        world::World,
    },
    io::import::{
        Assumed, Import, ImportError, Mapped, OnDuplicate, Options, Progress,
        coordinate::{Given, Settled, settle},
        datum::Crs,
        draft::{self, Draft, Drafts, shortened},
        evidence,
        fold::Fold,
        format::{self, Document},
        heading::{self, Target},
        known::{Known, Likeness, same_place},
        layout::{self, Layout},
        problems::{Problems, listed},
        returned, review,
        table::Cell,
    },
};

/// Plans the import of a file.
pub fn plan(
    name: &str,
    bytes: &[u8],
    options: &Options,
    world: &World,
    now: Timestamp,
    new_uid: &mut dyn FnMut() -> Uid,
    progress: &dyn Fn(Progress) -> ControlFlow<()>,
) -> Result<Import, ImportError> {
    let fold = Fold::new();
    let headings = OnceLock::new();
    let known_heading =
        |text: &str| headings.get_or_init(|| heading::all_known(world.catalogue(), &fold)).contains(text);
    let document = format::read(bytes, options.encoding.as_deref(), options.sheet.as_deref(), &fold, &known_heading)?;
    let mut problems = Problems::new(name);
    if document.encoding.is_some_and(|encoding| encoding.damaged) {
        problems.push(Problem::new("text_damaged").arg("encoding", document.encoding.map_or("", |found| found.name)));
    }
    let layout = layout::find(&document, name, options, world.catalogue(), &fold)?;
    left_out(&document, &layout, &mut problems);
    let mut drafts = draft::read(&document, &layout, world, &fold, &mut problems, progress)?;
    let known = Known::new(&layout.kind, world.layer(layout.kind.id.as_str()));
    let guess =
        evidence::datum(options.crs, &document, (&layout, name), (&drafts.drafts, &known), &fold, &mut problems);
    let settled = settled(&drafts, guess.crs, &layout.kind, &mut problems);
    returned::hold_back(&mut drafts, &settled, (&layout.kind, &known), (world, now), &mut problems);
    let rows: Vec<review::Settled<'_>> =
        drafts.drafts.iter().zip(&settled).map(|(draft, place)| (draft, place.as_ref())).collect();
    review::review(&rows, &known, world, layout.kind.geometry, &mut problems);
    let mut plan = Plan::new(name, &layout.kind, guess.crs, options.on_duplicate, now);
    for (done, (draft, geometry)) in rows.iter().enumerate() {
        if done.is_multiple_of(1_024) && progress(Progress { rows: done, total: rows.len() }).is_break() {
            return Err(ImportError::Cancelled);
        }
        plan.row(draft, *geometry, &known, new_uid, &mut problems);
    }
    let assumed = Assumed {
        crs: guess.crs,
        crs_reason: guess.reason,
        encoding: document.encoding.map(|encoding| encoding.name),
        encoding_reason: document.encoding.map(|encoding| encoding.why),
        header_row: layout.sheets.first().and_then(|sheet| sheet.header_row),
        sheets: layout.sheets.iter().filter_map(|sheet| document.tables.get(sheet.table)?.sheet.clone()).collect(),
    };
    Ok(plan.finish(&drafts, mapping(&document, &layout), assumed, problems))
}

/// Says which sheets are not taken.
fn left_out(document: &Document, layout: &Layout, problems: &mut Problems) {
    for (index, table) in document.tables.iter().enumerate() {
        if let Some(sheet) = table.sheet.as_ref().filter(|_| !layout.sheets.iter().any(|taken| taken.table == index)) {
            problems.push(Problem::new("sheet_not_taken").sheet(sheet).arg("rows", table.rows.len()));
        }
    }
}

/// The places of all rows in WGS-84, and what is wrong with them.
pub fn settled(drafts: &Drafts, crs: Crs, kind: &Kind, problems: &mut Problems) -> Vec<Option<Geometry>> {
    let wants_place = kind.geometry != GeometryType::None;
    if wants_place && !drafts.placed {
        problems.push(Problem::new("no_position_columns").arg("count", drafts.drafts.len()));
    }
    let all: Vec<Settled> = drafts.drafts.iter().map(|draft| settle(&draft.given, crs, kind.geometry)).collect();
    // A list that is the wrong way round throughout has its headings exchanged: one sentence, not thousands.
    let swapped: Vec<u64> =
        drafts.drafts.iter().zip(&all).filter(|(_, place)| place.swapped).map(|(draft, _)| draft.row).collect();
    let throughout = swapped.len() > 3 && swapped.len() * 2 > all.len();
    if throughout {
        problems.push(Problem::new("columns_swapped").arg("count", swapped.len()).arg("rows", listed(&swapped)));
    }
    for (draft, place) in drafts.drafts.iter().zip(&all) {
        let told = (throughout && place.swapped) || (!drafts.placed && draft.given == Given::Nothing);
        if let Some(code) = place.problem.filter(|_| !told) {
            problems.push(place_problem(draft, code));
        }
    }
    all.into_iter().map(|place| place.geometry).collect()
}

fn place_problem(draft: &Draft, code: &'static str) -> Problem {
    let problem = draft.problem(code);
    match &draft.given {
        Given::Nothing => problem,
        Given::Half(column) => problem.column(column),
        Given::Unreadable(column, value) => problem.column(column).value(shortened(value)),
        Given::Pair(x, y) => problem.value(format!("{x}, {y}")).arg("lon", y).arg("lat", x),
        Given::Shape(geometry) => problem.value(shortened(&format!("{geometry:?}"))),
    }
}

/// A plan being made.
struct Plan<'a> {
    name: &'a str,
    kind: &'a Arc<Kind>,
    crs: Crs,
    on_duplicate: OnDuplicate,
    now: Timestamp,
    edits: Vec<Edit>,
    counts: Counts,
    taken: HashSet<Uid>,
}

#[derive(Default)]
struct Counts {
    added: u64,
    updated: u64,
    unplaced: u64,
    skipped: BTreeMap<&'static str, u64>,
}

impl<'a> Plan<'a> {
    fn new(name: &'a str, kind: &'a Arc<Kind>, crs: Crs, on_duplicate: OnDuplicate, now: Timestamp) -> Self {
        let counts = Counts::default();
        Self { name, kind, crs, on_duplicate, now, edits: Vec::new(), counts, taken: HashSet::new() }
    }

    fn row(
        &mut self,
        draft: &Draft,
        geometry: Option<&Geometry>,
        known: &Known<'_>,
        new_uid: &mut dyn FnMut() -> Uid,
        problems: &mut Problems,
    ) {
        if geometry.is_none() && draft.values.iter().all(Value::is_null) {
            problems.push(draft.problem("row_says_nothing"));
            return self.skip("nothing");
        }
        let uid = draft.id.as_deref().and_then(|id| id.parse().ok());
        let likeness = Likeness { uid, values: &draft.values, geometry };
        let found = (self.on_duplicate != OnDuplicate::Add).then(|| known.find(likeness)).flatten();
        match found {
            None => self.add(draft, geometry, uid.filter(|_| self.on_duplicate != OnDuplicate::Add), new_uid),
            Some(object) if known.is_equal(object, likeness) => self.skip("equal"),
            Some(object) => {
                let fields = self.differing(object, draft, geometry).join("、");
                if self.on_duplicate == OnDuplicate::Skip {
                    problems.push(draft.problem("exists_differs").arg("fields", fields));
                    self.skip("differs");
                } else if self.taken.insert(object.uid) {
                    self.update(object, draft, geometry, new_uid);
                } else {
                    problems.push(draft.problem("exists_twice").arg("fields", fields));
                    self.skip("differs");
                }
            }
        }
    }

    fn skip(&mut self, why: &'static str) {
        *self.counts.skipped.entry(why).or_default() += 1;
    }

    /// The names of what a row says differently.
    fn differing(&self, object: &Object, draft: &Draft, geometry: Option<&Geometry>) -> Vec<String> {
        let differs = |(index, value): (usize, &Value)| !value.is_null() && object.value(index) != value;
        let fields = self.kind.fields.iter().zip(draft.values.iter().enumerate());
        let mut names: Vec<String> =
            fields.filter(|(_, said)| differs(*said)).map(|(field, _)| field.zh.clone()).collect();
        if geometry.is_some_and(|geometry| !same_place(object.geometry.as_ref(), geometry)) {
            names.push("位置".to_owned());
        }
        names
    }

    fn add(&mut self, draft: &Draft, geometry: Option<&Geometry>, uid: Option<Uid>, new_uid: &mut dyn FnMut() -> Uid) {
        let uid = uid.filter(|uid| self.taken.insert(*uid)).unwrap_or_else(&mut *new_uid);
        let mut values = draft.values.clone();
        let mut entries = Vec::new();
        let object = ObjectRef { kind: self.kind.id.clone(), uid };
        for (field, value) in self.kind.fields.iter().zip(&mut values).filter(|(field, _)| field.summed) {
            // A summed field has no column: what the list says enters as its first row.
            if let Some(amount) = std::mem::take(value).as_integer().filter(|amount| *amount != 0) {
                entries.push(self.entry(&object, field.id.as_str(), amount, new_uid));
            }
        }
        self.origin(&mut values, draft, geometry.is_some());
        if geometry.is_none() && self.kind.geometry != GeometryType::None {
            self.counts.unplaced += 1;
        }
        let new = Object { uid, kind: self.kind.id.clone(), geometry: geometry.cloned(), values };
        self.edits.push(Edit::Add(Arc::new(new)));
        self.edits.extend(entries.into_iter().map(Edit::Enter));
        self.counts.added += 1;
    }

    fn entry(&self, object: &ObjectRef, field: &str, amount: i64, new_uid: &mut dyn FnMut() -> Uid) -> Entry {
        let note = Some(Arc::from(self.name));
        Entry { uid: new_uid(), object: object.clone(), field: field.into(), time: self.now, amount, note }
    }

    /// Where a record comes from, in what the list itself does not say.
    fn origin(&self, values: &mut [Value], draft: &Draft, placed: bool) {
        let quality = placed.then_some("as_given");
        let source = match &draft.sheet {
            Some(sheet) => format!("{} / {sheet}", self.name),
            None => self.name.to_owned(),
        };
        for (field, value) in [
            ("source", Value::from(source)),
            ("source_row", Value::Integer(draft.row as i64)),
            ("source_crs", Value::from(placed.then(|| self.crs.to_string()))),
            ("position_quality", Value::from(quality)),
            ("as_of", Value::Time(self.now)),
        ] {
            if let Some(slot) = self.kind.index(field).and_then(|index| values.get_mut(index))
                && slot.is_null()
            {
                *slot = value;
            }
        }
    }

    fn update(&mut self, old: &Object, draft: &Draft, geometry: Option<&Geometry>, new_uid: &mut dyn FnMut() -> Uid) {
        let object = ObjectRef { kind: self.kind.id.clone(), uid: old.uid };
        let moved = geometry.filter(|geometry| !same_place(old.geometry.as_ref(), geometry));
        let mut values = draft.values.clone();
        if let Some(index) = self.kind.index("as_of")
            && let Some(slot) = values.get_mut(index)
            && slot.is_null()
        {
            *slot = Value::Time(self.now);
        }
        for (index, (field, after)) in self.kind.fields.iter().zip(values).enumerate() {
            let before = old.value(index).clone();
            if after.is_null() || before == after {
                continue;
            }
            if field.summed {
                let more = after.as_integer().unwrap_or(0) - before.as_integer().unwrap_or(0);
                if more != 0 {
                    let entry = self.entry(&object, field.id.as_str(), more, new_uid);
                    self.edits.push(Edit::Enter(entry));
                }
                continue;
            }
            self.edits.push(Edit::Set { object: object.clone(), field: field.id.clone(), before, after });
        }
        if let Some(after) = moved {
            self.edits.push(Edit::Move { object, before: old.geometry.clone(), after: Some(after.clone()) });
        }
        if old.geometry.is_none() && geometry.is_none() && self.kind.geometry != GeometryType::None {
            self.counts.unplaced += 1;
        }
        self.counts.updated += 1;
    }

    fn finish(mut self, drafts: &Drafts, mapping: Vec<Mapped>, assumed: Assumed, problems: Problems) -> Import {
        for (why, count) in &drafts.left_out {
            *self.counts.skipped.entry(why).or_default() += count;
        }
        let skipped: u64 = self.counts.skipped.values().sum();
        Import {
            kind: self.kind.clone(),
            edits: self.edits,
            rows: self.counts.added + self.counts.updated + skipped,
            added: self.counts.added,
            updated: self.counts.updated,
            skipped,
            skipped_by: self.counts.skipped,
            unplaced: self.counts.unplaced,
            assumed,
            mapping,
            problems: problems.finish(),
        }
    }
}

/// The columns of the first sheet and what they were read as.
fn mapping(document: &Document, layout: &Layout) -> Vec<Mapped> {
    let Some(sheet) = layout.sheets.first() else { return Vec::new() };
    let Some(table) = document.tables.get(sheet.table) else { return Vec::new() };
    let mapped = |(index, column): (usize, &layout::Column)| {
        let field = column.matched.and_then(|matched| match matched.target {
            Target::Field(field) => layout.kind.fields.get(field).map(|field| field.id.to_string()),
            Target::Lon => Some("lon".to_owned()),
            Target::Lat => Some("lat".to_owned()),
            Target::LonLat => Some("lonlat".to_owned()),
        });
        let cells = table.rows.iter().skip(sheet.first).take(50).map(|row| row.cell(index));
        let samples = cells.filter(|cell| *cell != Cell::Empty).take(3).map(|cell| shortened(&cell.text()));
        Mapped {
            column: column.heading.clone(),
            field,
            confidence: column.matched.map_or(0, |matched| matched.confidence),
            samples: samples.collect(),
        }
    };
    sheet.columns.iter().enumerate().map(mapped).collect()
}
