//! The responses in force, and what was decided against.

use std::sync::Arc;

use jiff::{Timestamp, ToSpan as _};

use crate::domain::{
    model::{Object, ObjectRef},
    query::{name_of, object_ref},
    response::{RESPONSE, ResponseLevel},
    view::alarms::LOG,
    world::World,
};

/// What a decision against a level is called among log entries.
pub const DECLINED: &str = "response_declined";
/// For how many hours it stands; a graver level asks anew at once. Ours.
pub const DECLINED_HOURS: i64 = 6;

/// A response in force.
#[derive(Clone, Debug, PartialEq)]
pub struct InForce {
    /// Which.
    pub object: ObjectRef,
    /// What it is called.
    pub name: String,
    /// The hazard's id.
    pub hazard: Arc<str>,
    /// Its level.
    pub level: ResponseLevel,
    /// When it was started.
    pub started: Option<Timestamp>,
    /// Since when the level is this one.
    pub level_time: Option<Timestamp>,
}

/// A decision against a level.
#[derive(Clone, Debug, PartialEq)]
pub struct Declined {
    /// Who: a post.
    pub post: Option<Arc<str>>,
    /// When.
    pub time: Timestamp,
    /// Why.
    pub why: Option<String>,
}

/// The responses in force, the gravest first; of two for one hazard the one that was started last.
pub fn in_force(world: &World) -> Vec<InForce> {
    let Some(layer) = world.layer(RESPONSE) else { return Vec::new() };
    let kind = layer.kind();
    let read = |object: &Arc<Object>| {
        let value = |field: &str| kind.value(object, field);
        (value("status").as_text() == Some("active")).then_some(())?;
        Some(InForce {
            object: object_ref(object),
            name: name_of(kind, object),
            hazard: value("hazard").as_text()?.into(),
            level: ResponseLevel::of(value("level").as_text()?)?,
            started: value("started").as_time(),
            level_time: value("level_time").as_time(),
        })
    };
    let mut found: Vec<InForce> = layer.objects().filter_map(read).collect();
    found.sort_by(|a, b| a.hazard.cmp(&b.hazard).then(b.started.cmp(&a.started)).then_with(|| a.object.cmp(&b.object)));
    found.dedup_by(|later, first| later.hazard == first.hazard);
    found.sort_by(|a, b| b.level.cmp(&a.level).then_with(|| a.hazard.cmp(&b.hazard)));
    found
}

/// How the duty log names a hazard's response.
pub fn about_hazard(hazard: &str) -> String {
    format!("{RESPONSE}:{hazard}")
}

/// The latest decision against a level of a hazard, or a graver one, that still stands; `None`: there is none, or the
/// response was changed since.
pub fn declined(world: &World, hazard: &str, level: ResponseLevel, now: Timestamp) -> Option<Declined> {
    let layer = world.layer(LOG)?;
    let kind = layer.kind();
    let since = now.checked_sub(DECLINED_HOURS.hours()).ok()?;
    let changed = world.layer(RESPONSE).into_iter().flat_map(|layer| {
        let kind = layer.kind();
        let of = move |object: &Arc<Object>| {
            let value = |field: &str| kind.value(object, field);
            let mine = value("hazard").as_text() == Some(hazard);
            mine.then(|| value("level_time").as_time().max(value("ended").as_time())).flatten()
        };
        layer.objects().filter_map(of).collect::<Vec<_>>()
    });
    let since = changed.max().map_or(since, |changed| changed.max(since));
    let about = about_hazard(hazard);
    let read = |object: &Arc<Object>| {
        let value = |field: &str| kind.value(object, field);
        let text = |field: &str| value(field).as_text();
        (text("entry_kind") == Some(DECLINED) && text("about") == Some(about.as_str())).then_some(())?;
        let against = ResponseLevel::of(text("about_state")?)?;
        let time = value("time").as_time().filter(|time| *time >= since && against >= level)?;
        Some(Declined { post: text("post").map(Arc::from), time, why: text("text").map(str::to_owned) })
    };
    layer.objects().filter_map(read).max_by_key(|declined| declined.time)
}
