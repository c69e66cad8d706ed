//! What the duty log says of crossings, kept in step with a series that grows.

use std::{collections::BTreeMap, sync::Arc};

use jiff::Timestamp;

use crate::{
    app::readings::{Series, edit},
    domain::{
        edit::Edit,
        hazard::reservoir::{
            Crossing, Dam, Direction,
            crossing::{FALL_M, crossings, lines},
        },
        model::{Object, ObjectRef, Uid, Value},
        query::name_of,
        view::{Words, alarms, flood},
        world::World,
    },
};

/// The duty log's crossings, and what becomes of them.
pub(super) struct Log<'a> {
    world: &'a World,
    words: &'a Words,
    /// The entries: by what, which line and way, when.
    entries: BTreeMap<(String, String, Timestamp), ObjectRef>,
    fresh: &'a mut dyn FnMut() -> Uid,
    /// What was crossed that no entry said.
    pub(super) new: Vec<(ObjectRef, Crossing)>,
}

impl<'a> Log<'a> {
    /// The log of a world, its crossings since a moment.
    pub(super) fn new(world: &'a World, words: &'a Words, since: Timestamp, fresh: &'a mut dyn FnMut() -> Uid) -> Self {
        let entries = alarms::crossed(world, since).into_iter();
        let entries = entries.map(|it| ((it.about, it.what, it.time), it.entry)).collect();
        Self { world, words, entries, fresh, new: Vec::new() }
    }

    /// What the levels of a file make of the log: an entry for each crossing that would not be without them and is in no
    /// entry. Where the kept series alone had put a crossing elsewhere, between two readings with one of these in
    /// between, its entry is moved: it was one crossing.
    pub(super) fn crossed(&mut self, object: &ObjectRef, old: &Series, series: &Series) -> Vec<Edit> {
        let layer = self.world.layer(object.kind.as_str());
        let Some((kind, found)) = layer.map(|layer| layer.kind()).zip(self.world.object(object)) else {
            return Vec::new();
        };
        let Some(dam) = Dam::of(kind, found) else { return Vec::new() };
        let lines = lines(&dam.levels, dam.class);
        let pairs = |series: &Series| series.iter().map(|(time, level)| (*time, *level)).collect::<Vec<_>>();
        let others: Series = old.iter().filter(|(time, _)| !series.contains_key(time)).map(|(t, v)| (*t, *v)).collect();
        let all: Series = others.iter().chain(series).map(|(time, level)| (*time, *level)).collect();
        let without = crossings(&pairs(&others), &lines, FALL_M);
        let with = crossings(&pairs(&all), &lines, FALL_M);
        let mut gone: Vec<Crossing> =
            crossings(&pairs(old), &lines, FALL_M).into_iter().chain(without.clone()).collect();
        gone.retain(|crossing| !with.contains(crossing));
        let name = name_of(kind, found);
        let mut edits = Vec::new();
        for crossing in with {
            if without.contains(&crossing) || self.entries.contains_key(&key(object, &crossing)) {
                continue;
            }
            if let Some(moved) = self.moved(object, &mut gone, &crossing) {
                edits.extend(moved);
                continue;
            }
            let entry = self.entry(object, &name, &crossing);
            edits.extend(entry.map(|entry| Edit::Add(Arc::new(entry))));
            self.new.push((object.clone(), crossing));
        }
        edits
    }

    /// The edits that move an entry to where the line was passed as is known now; `None`: no entry is of that crossing.
    fn moved(&mut self, object: &ObjectRef, gone: &mut Vec<Crossing>, to: &Crossing) -> Option<Vec<Edit>> {
        let is_same = |was: &Crossing| (was.line, was.direction) == (to.line, to.direction);
        let apart = |was: &Crossing| was.at.duration_since(to.at).as_secs().abs();
        let logged = gone.iter().enumerate().filter(|(_, was)| is_same(was));
        let logged = logged.filter(|(_, was)| self.entries.contains_key(&key(object, was)));
        let (place, _) = logged.min_by_key(|(_, was)| apart(was))?;
        let was = gone.swap_remove(place);
        let entry = self.entries.remove(&key(object, &was))?;
        let mut set = vec![("time", Value::from(to.at)), ("as_of", to.at.into()), ("about_value", to.line_m.into())];
        // What a person wrote there stays.
        let told = flood::crossing_told(&was, self.words);
        if self.world.value(&entry, "text").as_text() == Some(told.as_str()) {
            set.push(("text", flood::crossing_told(to, self.words).into()));
        }
        Some(set.into_iter().filter_map(|(field, after)| edit(self.world, &entry, field, after)).collect())
    }

    /// The entry of the duty log that says what was crossed; `None` when the catalogue has no log to write it in.
    fn entry(&mut self, object: &ObjectRef, name: &str, crossing: &Crossing) -> Option<Object> {
        let said = [
            ("name", format!("{name} {}", flood::line_told(crossing.line, self.words)).into()),
            ("entry_kind", alarms::CROSSING.into()),
            ("entry_source", "monitor".into()),
            ("time", crossing.at.into()),
            ("as_of", crossing.at.into()),
            ("text", flood::crossing_told(crossing, self.words).into()),
            ("done", false.into()),
            ("township", self.world.value(object, "township")),
            ("about", alarms::about(object).into()),
            ("about_state", about_state(crossing).into()),
            ("about_value", crossing.line_m.into()),
        ];
        log_entry(self.world, said, self.fresh)
    }
}

/// An entry of the duty log; `None` when the catalogue has no log to write it in.
pub(in crate::app) fn log_entry<const N: usize>(
    world: &World,
    said: [(&'static str, Value); N],
    fresh: &mut dyn FnMut() -> Uid,
) -> Option<Object> {
    let kind = world.catalogue().kind(alarms::LOG)?;
    let mut values = vec![Value::Null; kind.fields.len()];
    for (field, value) in said {
        *values.get_mut(kind.index(field)?)? = value;
    }
    Some(Object { uid: fresh(), kind: kind.id.clone(), geometry: None, values })
}

/// How the log finds a crossing.
fn key(object: &ObjectRef, crossing: &Crossing) -> (String, String, Timestamp) {
    (alarms::about(object), about_state(crossing), crossing.at)
}

/// How an entry of the duty log names a line and a way: `limit:up`.
fn about_state(crossing: &Crossing) -> String {
    let direction = if crossing.direction == Direction::Up { "up" } else { "down" };
    format!("{}:{direction}", crossing.line.id())
}
