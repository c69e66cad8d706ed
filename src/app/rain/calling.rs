//! What the rain asks of villages and danger zones, said in the register and in the duty log where it is something else than
//! before: when rain is taken in, and when a threshold, a place or a station's own sums change by whatever command.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use jiff::Timestamp;

use crate::{
    app::{
        Draft,
        history::Signature,
        rain::wanted,
        readings::{edit, log_entry},
    },
    domain::{
        catalogue::Lang,
        edit::Edit,
        hazard::rain::{
            Amount, Call, Rain, Thresholds, VillageRain, rain,
            series::minutes_of,
            standing::is_station,
            warning::{BASIS, STATE, STATE_TIME, is_judged, is_threshold},
        },
        model::{ObjectRef, Uid, Value},
        view::{Words, alarms, rain as view},
        world::World,
    },
    io::{
        assets,
        store::{RainMeasured, StoreError},
    },
};

/// How the duty log names it.
const ENTRY: &str = "call";

/// What is needed to call somebody out.
pub(super) struct Calling<'a> {
    pub(super) world: &'a World,
    /// What stations measured.
    pub(super) measured: &'a BTreeMap<ObjectRef, Vec<Amount>>,
    pub(super) now: Timestamp,
    pub(super) words: &'a Words,
    pub(super) fresh: &'a mut dyn FnMut() -> Uid,
}

/// What is asked of whom.
type Called = Vec<(ObjectRef, Call)>;

impl Calling<'_> {
    /// What the rain asks of these where that is something else than the register says. Where it is not known the last
    /// call stands: silence is no all-clear.
    pub(super) fn calls(mut self, these: &dyn Fn(&ObjectRef) -> bool) -> (Vec<Edit>, Called) {
        let found = rain(self.world, self.now, None, |of| self.measured.get(of).cloned().unwrap_or_default());
        let (mut edits, mut called) = (Vec::new(), Vec::new());
        for row in found.judged().filter(|row| row.observed.call != Call::Unknown && these(&row.object)) {
            let call = row.observed.call;
            let before = self.world.value(&row.object, STATE);
            let before = before.as_text().unwrap_or(Call::Nothing.id());
            if before == call.id() {
                continue;
            }
            let station = row.station.and_then(|(place, _)| found.stations.get(place));
            let time = station.and_then(|station| station.sums).map_or(self.now, |sums| sums.end);
            let basis = view::basis_told(row, &found, self.words);
            edits.extend(self.said(
                &row.object,
                call.id().into(),
                time.into(),
                basis.clone().map_or(Value::Null, Value::from),
            ));
            if call >= Call::Prepare || [Call::Prepare, Call::Move].iter().any(|call| call.id() == before) {
                edits.extend(self.logged(row, &found, time, basis));
            }
            called.push((row.object.clone(), call));
        }
        (edits, called)
    }

    /// The edits that say a call, its time and why; a kind need not have the last two.
    fn said(&self, object: &ObjectRef, call: Value, time: Value, basis: Value) -> Vec<Edit> {
        let Some(layer) = self.world.layer(object.kind.as_str()) else { return Vec::new() };
        let set = [(STATE, call), (STATE_TIME, time), (BASIS, basis)];
        let set = set.into_iter().filter(|(field, _)| layer.kind().index(field).is_some());
        set.filter_map(|(field, after)| edit(self.world, object, field, after)).collect()
    }

    /// The entry of the duty log; `None` when the catalogue has no log to write it in.
    fn logged(&mut self, row: &VillageRain, found: &Rain, time: Timestamp, basis: Option<String>) -> Option<Edit> {
        let call = view::call_told(row.observed.call, self.words);
        let said = [
            ("name", format!("{} {call}", row.name).into()),
            ("entry_kind", ENTRY.into()),
            ("entry_source", "monitor".into()),
            ("time", time.into()),
            ("as_of", time.into()),
            ("text", basis.unwrap_or_else(|| view::village_told(row, found, self.words)).into()),
            ("done", false.into()),
            ("township", row.township.as_deref().map_or(Value::Null, Value::from)),
            ("about", alarms::about(&row.object).into()),
            ("about_state", format!("{STATE}={}", row.observed.call.id()).into()),
            ("about_value", row.observed.by.map_or(Value::Null, |by| by.mm.into())),
        ];
        log_entry(self.world, said, self.fresh).map(|entry| Edit::Add(Arc::new(entry)))
    }
}

/// A draft with what it makes the rain ask: of those whose thresholds or place it changes, and of all where it changes what
/// a station says of itself. One whose call it says itself is left as said. `stored` is asked for what was measured between
/// two moments, when that is needed.
pub fn judged(
    world: &World,
    mut draft: Draft,
    now: Timestamp,
    stored: impl FnOnce(Timestamp, Timestamp) -> Result<RainMeasured, StoreError>,
    fresh: &mut dyn FnMut() -> Uid,
) -> Draft {
    let touched = Touched::of(world, &draft.edits);
    if !touched.all && touched.some.is_empty() {
        return draft;
    }
    let mut next = world.clone();
    let trial = Signature { uid: fresh(), time: now, actor: "".into() };
    // What does not fit is refused where it is carried out.
    if next.apply(&draft.clone().into_action(trial)).is_err() {
        return draft;
    }
    let (from, to) = wanted(&[], now);
    let measured = match stored(from, to) {
        Ok(measured) => measured,
        Err(error) => {
            // The change itself is not lost for it; the next rain judges anew.
            tracing::error!(%error, "the rain could not be read to judge anew");
            return draft;
        }
    };
    let words = assets::words(Lang::Zh);
    let calling = Calling { world: &next, measured: &measured, now, words: &words, fresh };
    for object in touched.some.iter().filter(|object| !touched.said.contains(*object)) {
        let layer = next.layer(object.kind.as_str()).zip(next.object(object));
        // Without a threshold nothing is asked any more.
        if layer.is_some_and(|(layer, found)| Thresholds::of(layer.kind(), found).is_none()) {
            draft.edits.extend(calling.said(object, Value::Null, Value::Null, Value::Null));
        }
    }
    let these = |object: &ObjectRef| !touched.said.contains(object) && (touched.all || touched.some.contains(object));
    draft.edits.extend(calling.calls(&these).0);
    draft
}

/// Whom edits make to be judged anew.
#[derive(Default)]
struct Touched {
    some: BTreeSet<ObjectRef>,
    all: bool,
    /// Whose call they say themselves.
    said: BTreeSet<ObjectRef>,
}

impl Touched {
    fn of(world: &World, edits: &[Edit]) -> Self {
        let mut touched = Self::default();
        for edit in edits {
            let object = edit.object();
            let Some(kind) = world.catalogue().kind(object.kind.as_str()) else { continue };
            let (judged, station) = (is_judged(kind), is_station(kind));
            let says = |field: &str| field == "rain_time" || field.ends_with("h_mm") || minutes_of(field).is_some();
            match edit {
                Edit::Set { field, .. } if judged && field.as_str() == STATE => _ = touched.said.insert(object),
                Edit::Set { field, .. } if judged && (is_threshold(field.as_str()) || field.as_str() == "township") => {
                    touched.some.insert(object);
                }
                Edit::Set { field, .. } => touched.all |= station && says(field.as_str()),
                Edit::Move { .. } if judged => _ = touched.some.insert(object),
                Edit::Move { .. } => touched.all |= station,
                Edit::Add(added) if judged && Thresholds::of(kind, added).is_some() => {
                    let is_said = kind.index(STATE).is_some_and(|index| !added.value(index).is_null());
                    _ = if is_said { touched.said.insert(object) } else { touched.some.insert(object) };
                }
                Edit::Add(added) => {
                    let time = kind.index("rain_time").and_then(|index| added.value(index).as_time());
                    touched.all |= station && time.is_some();
                }
                Edit::Remove(_) | Edit::Enter(_) | Edit::Withdraw(_) => {}
            }
        }
        touched
    }
}
