//! The tasks that a level brings, by unit.

use std::{collections::BTreeSet, sync::Arc};

use jiff::Timestamp;

use crate::domain::{
    model::{Object, ObjectRef, Uid},
    query::{name_of, object_ref},
    response::ResponseLevel,
    world::World,
};

/// The kind of the tasks that levels bring.
pub const LEVEL_TASK: &str = "level_task";
/// The kind of tasks that were given.
pub const TASK: &str = "task";

/// A task that a level brings.
#[derive(Clone, Debug, PartialEq)]
pub struct Brought {
    /// The entry it comes from.
    pub from: Uid,
    /// What is to be done.
    pub name: String,
    /// More of it.
    pub text: Option<String>,
    /// Who does it.
    pub unit: Option<String>,
    /// The level that brings it.
    pub level: ResponseLevel,
    /// Minutes from the start of the level until it must be done; `None`: no term.
    pub due_minutes: Option<i64>,
}

/// A task that a response has.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// Which.
    pub object: ObjectRef,
    /// What is to be done.
    pub name: String,
    /// Who does it.
    pub unit: Option<String>,
    /// By when.
    pub due: Option<Timestamp>,
    /// Whether it is done.
    pub done: bool,
    /// When it was.
    pub done_time: Option<Timestamp>,
    /// Whether it is not done though its time is over.
    pub late: bool,
}

/// The tasks of a response: those that are late first, by the time that they were due, the done ones last.
pub fn given_tasks(world: &World, response: &ObjectRef, now: Timestamp) -> Vec<Given> {
    let Some(layer) = world.layer(TASK) else { return Vec::new() };
    let kind = layer.kind();
    let uid = response.uid.to_string();
    let read = |object: &Arc<Object>| {
        let value = |field: &str| kind.value(object, field);
        (value("response").as_text() == Some(uid.as_str())).then_some(())?;
        let (done, due) = (value("state").as_text() == Some("done"), value("due").as_time());
        Some(Given {
            object: object_ref(object),
            name: name_of(kind, object),
            unit: value("unit").as_text().map(str::to_owned),
            due,
            done,
            done_time: value("done_time").as_time(),
            late: !done && due.is_some_and(|due| due < now),
        })
    };
    let mut found: Vec<Given> = layer.objects().filter_map(read).collect();
    let key = |task: &Given| (task.done, !task.late, task.due.is_none(), task.due);
    found.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.name.cmp(&b.name)).then_with(|| a.object.cmp(&b.object)));
    found
}

/// The tasks of a hazard up to a level that a response does not have yet, the least grave level first, then in the order
/// of the list. `response`: the one that may have some already.
pub fn brought(world: &World, hazard: &str, level: ResponseLevel, response: Option<&ObjectRef>) -> Vec<Brought> {
    let Some(layer) = world.layer(LEVEL_TASK) else { return Vec::new() };
    let kind = layer.kind();
    let given = response.map(|response| given(world, response)).unwrap_or_default();
    let read = |object: &Arc<Object>| {
        let value = |field: &str| kind.value(object, field);
        let text = |field: &str| value(field).as_text().map(str::trim).filter(|text| !text.is_empty());
        let of = ResponseLevel::of(text("level")?)?;
        let mine = text("hazard").is_none_or(|one| one == hazard) && value("enabled").as_bool() != Some(false);
        (mine && of <= level && !given.contains(&object.uid.to_string())).then_some(())?;
        let place = value("order").as_integer().unwrap_or(i64::MAX);
        Some((
            place,
            Brought {
                from: object.uid,
                name: name_of(kind, object),
                text: text("text").map(str::to_owned),
                unit: text("unit").map(str::to_owned),
                level: of,
                due_minutes: value("due_min").as_integer().filter(|minutes| *minutes > 0),
            },
        ))
    };
    let mut found: Vec<(i64, Brought)> = layer.objects().filter_map(read).collect();
    found.sort_by(|(a, one), (b, other)| {
        one.level
            .cmp(&other.level)
            .then(a.cmp(b))
            .then_with(|| one.name.cmp(&other.name))
            .then(one.from.cmp(&other.from))
    });
    found.into_iter().map(|(_, task)| task).collect()
}

/// The entries of the list that a response has tasks of.
fn given(world: &World, response: &ObjectRef) -> BTreeSet<String> {
    let Some(layer) = world.layer(TASK) else { return BTreeSet::new() };
    let kind = layer.kind();
    let text = |object: &Object, field: &str| {
        kind.index(field).and_then(|index| object.value(index).as_text()).map(str::to_owned)
    };
    let uid = response.uid.to_string();
    let mine = layer.objects().filter(|object| text(object, "response").as_deref() == Some(uid.as_str()));
    mine.filter_map(|object| text(object, "level_task")).collect()
}
