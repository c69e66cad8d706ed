//! Who can be reached in time, and who cannot.

use crate::domain::{
    model::{KindId, ObjectRef, Value},
    network::Reach,
    place::{Position, middle_of},
    query::{QueryError, name_of, object_ref},
    world::World,
};

/// A thing, and how long the way is.
#[derive(Clone, Debug, PartialEq)]
pub struct ReachedRow {
    /// Which.
    pub object: ObjectRef,
    /// What it is called.
    pub name: String,
    /// Its township; empty when it has none.
    pub township: String,
    /// Where it is.
    pub at: Position,
    /// Minutes, the ways off the road included; `None`: no way, or one that takes far longer than the limit.
    pub minutes: Option<f64>,
    /// How many people live there, where that is known.
    pub people: Option<i64>,
}

/// Who is within reach and who is not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReachedList {
    /// Within the limit, the limit included, soonest first.
    pub inside: Vec<ReachedRow>,
    /// Beyond it, soonest first, those without a way last.
    pub outside: Vec<ReachedRow>,
    /// How many are not told because they have no position.
    pub without_position: usize,
}

impl ReachedList {
    /// The people of some rows, and how many rows do not say.
    pub fn people(rows: &[ReachedRow]) -> (i64, usize) {
        let known = rows.iter().filter_map(|row| row.people).sum();
        (known, rows.iter().filter(|row| row.people.is_none()).count())
    }
}

/// The things of a kind within reach and beyond it.
///
/// # Errors
/// [`QueryError::NoKind`] when there is no such kind.
pub fn reached(world: &World, reach: &Reach<'_>, kind: &KindId) -> Result<ReachedList, QueryError> {
    let layer = world.layer(kind.as_str()).ok_or_else(|| QueryError::NoKind(kind.clone()))?;
    let (people, township) = (layer.kind().index("population"), layer.kind().index("township"));
    let mut list = ReachedList { without_position: layer.without_position(), ..ReachedList::default() };
    for object in layer.objects() {
        let Some(at) = object.geometry.as_ref().and_then(middle_of) else { continue };
        let value = |index: Option<usize>| index.map_or(&Value::Null, |index| object.value(index));
        let ms = reach.ms(at);
        let row = ReachedRow {
            object: object_ref(object),
            name: name_of(layer.kind(), object),
            township: value(township).as_text().unwrap_or_default().to_owned(),
            at,
            minutes: ms.map(|ms| f64::from(ms) / 60_000.0),
            people: value(people).as_integer(),
        };
        let inside = ms.is_some_and(|ms| ms <= reach.limit_ms());
        if inside { list.inside.push(row) } else { list.outside.push(row) }
    }
    for rows in [&mut list.inside, &mut list.outside] {
        rows.sort_by(|a, b| {
            let minutes = |row: &ReachedRow| row.minutes.unwrap_or(f64::INFINITY);
            minutes(a).total_cmp(&minutes(b)).then_with(|| a.name.cmp(&b.name)).then_with(|| a.object.cmp(&b.object))
        });
    }
    Ok(list)
}
