//! What can be done with emergency responses: start, raise, lower, end, decide against a level, tick off what a level
//! brought. Each is one action, with its entry in the duty log.

use std::sync::Arc;

use jiff::{Timestamp, ToSpan as _};

use crate::{
    app::{
        command::{Desk, Draft, Refusal},
        readings::{edit, log_entry},
    },
    domain::{
        catalogue::Lang,
        edit::{Edit, Label},
        model::{Object, ObjectRef, Value},
        response::{
            Brought, DECLINED, InForce, RESPONSE, ResponseLevel, TASK, TRIGGER, about_hazard, brought,
            example::example, in_force,
        },
        view::{Words, response as view},
        world::World,
    },
    io::assets,
};

/// How the duty log names a level that was set.
const ENTRY: &str = "response";

/// A command on responses.
#[derive(Clone, Debug, PartialEq)]
pub enum ResponseCommand {
    /// Starts a response at a level, or raises or lowers the one in force to it.
    Set {
        /// The hazard's id.
        hazard: String,
        /// To which level.
        level: ResponseLevel,
        /// What calls for it, in words; kept as it was then.
        evidence: Option<String>,
        /// Any word.
        note: Option<String>,
    },
    /// Ends the response in force.
    End {
        /// The hazard's id.
        hazard: String,
        /// Any word.
        note: Option<String>,
    },
    /// Decides against a level that is proposed, for some hours.
    Decline {
        /// The hazard's id.
        hazard: String,
        /// Against which level.
        level: ResponseLevel,
        /// Why.
        note: Option<String>,
    },
    /// Says that a task is done, or that it is not done after all.
    Done {
        /// Which.
        task: ObjectRef,
        /// Whether it is.
        done: bool,
    },
    /// Puts the example's conditions and tasks into a district that has no conditions.
    Example,
}

impl ResponseCommand {
    /// The action it would be.
    ///
    /// # Errors
    /// [`Refusal`] in the user's words.
    pub fn prepare(&self, desk: &mut Desk<'_>) -> Result<Draft, Refusal> {
        match self {
            Self::Set { hazard, level, evidence, note } => {
                Setting { hazard: known(desk.world, hazard)?, to: *level, evidence, note }.prepare(desk)
            }
            Self::End { hazard, note } => end(desk, hazard, note.as_deref()),
            Self::Decline { hazard, level, note } => decline(desk, known(desk.world, hazard)?, *level, note.as_deref()),
            Self::Done { task, done } => ticked(desk, task, *done),
            Self::Example => example_of(desk),
        }
    }
}

/// A hazard that the catalogue knows.
fn known<'a>(world: &World, hazard: &'a str) -> Result<&'a str, Refusal> {
    let field = world.catalogue().kind(RESPONSE).and_then(|kind| kind.field("hazard"));
    let is_known = field.is_some_and(|field| field.choice(hazard).is_some());
    is_known.then_some(hazard).ok_or_else(|| Refusal::new("response-hazard").with("hazard", hazard))
}

fn current(world: &World, hazard: &str) -> Option<InForce> {
    in_force(world).into_iter().find(|response| &*response.hazard == hazard)
}

/// The words of the register: what is kept is Chinese, as the lists are.
fn words() -> Words {
    assets::words(Lang::Zh)
}

/// A label that names a response and a level in both languages.
fn label(id: &str, world: &World, hazard: &str, level: ResponseLevel) -> Label {
    let (zh, en) = (words(), assets::words(Lang::En));
    let name = |words: &Words| view::response_told(world.catalogue(), hazard, words);
    Label::new(id)
        .with("name", name(&zh))
        .with("name_en", name(&en))
        .with("level", view::level_told(level, &zh))
        .with("level_en", view::level_told(level, &en))
}

/// A response that is set to a level.
struct Setting<'a> {
    hazard: &'a str,
    to: ResponseLevel,
    evidence: &'a Option<String>,
    note: &'a Option<String>,
}

impl Setting<'_> {
    fn prepare(&self, desk: &mut Desk<'_>) -> Result<Draft, Refusal> {
        let current = current(desk.world, self.hazard);
        let words = words();
        let name = view::response_told(desk.world.catalogue(), self.hazard, &words);
        let was = current.as_ref().map(|response| response.level);
        if was == Some(self.to) {
            let level = view::level_told(self.to, &words);
            return Err(Refusal::new("response-same").with("name", name).with("level", level));
        }
        let id = match was {
            None => "response-start",
            Some(was) if self.to > was => "response-raise",
            Some(_) => "response-lower",
        };
        let (object, mut edits) = match &current {
            Some(response) => (response.object.clone(), self.changed(desk, &response.object)),
            None => self.started(desk, &name)?,
        };
        let label = label(id, desk.world, self.hazard, self.to);
        let said = words.action(&label);
        edits.extend(logged(
            desk,
            self.hazard,
            Some(self.to),
            ENTRY,
            &said,
            [self.evidence.as_deref(), self.note.as_deref()],
        ));
        if was.is_none_or(|was| self.to > was) {
            let response = current.is_some().then_some(&object);
            for task in brought(desk.world, self.hazard, self.to, response) {
                edits.extend(given(desk, &object, &task));
            }
        }
        Ok(Draft { label, area: "response", edits })
    }

    fn started(&self, desk: &mut Desk<'_>, name: &str) -> Result<(ObjectRef, Vec<Edit>), Refusal> {
        let said = [
            ("name", name.into()),
            ("hazard", self.hazard.into()),
            ("level", self.to.id().into()),
            ("status", "active".into()),
            ("started", desk.now.into()),
            ("level_time", desk.now.into()),
            ("issuer", desk.actor.into()),
            ("evidence", self.evidence.as_deref().into()),
            ("note", self.note.as_deref().into()),
            ("as_of", desk.now.into()),
        ];
        let object = made(desk, RESPONSE, &said).ok_or_else(|| Refusal::new("response-no-kind"))?;
        let reference = ObjectRef { kind: object.kind.clone(), uid: object.uid };
        Ok((reference, vec![Edit::Add(Arc::new(object))]))
    }

    fn changed(&self, desk: &Desk<'_>, object: &ObjectRef) -> Vec<Edit> {
        let mut set: Vec<(&str, Value)> =
            vec![("level", self.to.id().into()), ("level_time", desk.now.into()), ("issuer", desk.actor.into())];
        // Set by hand there is no evidence: the old one is not this level's.
        set.push(("evidence", self.evidence.as_deref().into()));
        set.into_iter().filter_map(|(field, after)| edit(desk.world, object, field, after)).collect()
    }
}

fn end(desk: &mut Desk<'_>, hazard: &str, note: Option<&str>) -> Result<Draft, Refusal> {
    let words = words();
    let name = view::response_told(desk.world.catalogue(), hazard, &words);
    let response = current(desk.world, hazard).ok_or_else(|| Refusal::new("response-none").with("name", name))?;
    let set = [("status", Value::from("ended")), ("ended", desk.now.into())];
    let mut edits: Vec<Edit> =
        set.into_iter().filter_map(|(field, after)| edit(desk.world, &response.object, field, after)).collect();
    let label = label("response-end", desk.world, hazard, response.level);
    let said = words.action(&label);
    edits.extend(logged(desk, hazard, None, ENTRY, &said, [note, None]));
    Ok(Draft { label, area: "response", edits })
}

fn decline(desk: &mut Desk<'_>, hazard: &str, level: ResponseLevel, note: Option<&str>) -> Result<Draft, Refusal> {
    let label = label("response-decline", desk.world, hazard, level);
    let said = words().action(&label);
    let entry = logged(desk, hazard, Some(level), DECLINED, &said, [note, None]);
    let entry = entry.ok_or_else(|| Refusal::new("alarm-no-log"))?;
    Ok(Draft { label, area: "response", edits: vec![entry] })
}

/// The entry of the duty log; `None` when the catalogue has no log.
fn logged(
    desk: &mut Desk<'_>,
    hazard: &str,
    level: Option<ResponseLevel>,
    kind: &'static str,
    name: &str,
    said: [Option<&str>; 2],
) -> Option<Edit> {
    let text: Vec<&str> = said.into_iter().flatten().map(str::trim).filter(|text| !text.is_empty()).collect();
    let text = (!text.is_empty()).then(|| text.join("\n"));
    let entry = [
        ("name", name.into()),
        ("entry_kind", kind.into()),
        ("entry_source", "desk".into()),
        ("time", desk.now.into()),
        ("as_of", desk.now.into()),
        ("text", text.into()),
        ("done", true.into()),
        ("post", desk.actor.into()),
        ("about", about_hazard(hazard).into()),
        ("about_state", level.map(ResponseLevel::id).into()),
    ];
    log_entry(desk.world, entry, desk.fresh).map(|entry| Edit::Add(Arc::new(entry)))
}

/// A task that a level brings, given now.
fn given(desk: &mut Desk<'_>, response: &ObjectRef, task: &Brought) -> Option<Edit> {
    let due = task.due_minutes.and_then(|minutes| desk.now.checked_add(minutes.minutes()).ok());
    let said = [
        ("name", task.name.as_str().into()),
        ("task_kind", "order".into()),
        ("state", "sent".into()),
        ("issuer", desk.actor.into()),
        ("unit", task.unit.as_deref().into()),
        ("issued", desk.now.into()),
        ("due", due.map_or(Value::Null, Timestamp::into)),
        ("response", response.uid.to_string().into()),
        ("level", task.level.id().into()),
        ("level_task", task.from.to_string().into()),
        ("note", task.text.as_deref().into()),
        ("as_of", desk.now.into()),
    ];
    made(desk, TASK, &said).map(|object| Edit::Add(Arc::new(object)))
}

/// An object of a kind with these values; what the kind lacks is left out. `None`: there is no such kind.
fn made(desk: &mut Desk<'_>, kind: &str, said: &[(&'static str, Value)]) -> Option<Object> {
    let kind = desk.world.catalogue().kind(kind)?.clone();
    let line = kind.business_line.as_deref().map(|line| ("business_line", line.into()));
    let values = kind.row(said.iter().cloned().chain(line));
    Some(Object { uid: (desk.fresh)(), kind: kind.id.clone(), geometry: None, values })
}

fn ticked(desk: &Desk<'_>, task: &ObjectRef, done: bool) -> Result<Draft, Refusal> {
    desk.object(task)?;
    let state = if done { "done" } else { "doing" };
    let time = if done { desk.now.into() } else { Value::Null };
    let set = [("state", Value::from(state)), ("done_time", time)];
    let edits: Vec<Edit> = set.into_iter().filter_map(|(field, after)| edit(desk.world, task, field, after)).collect();
    if edits.is_empty() {
        return Err(Refusal::new("task-same").with("name", desk.name(task)));
    }
    let label = Label::new(if done { "task-done" } else { "task-undone" }).with("name", desk.name(task));
    Ok(Draft { label, area: "response", edits })
}

fn example_of(desk: &mut Desk<'_>) -> Result<Draft, Refusal> {
    if desk.world.layer(TRIGGER).is_some_and(|layer| layer.objects().next().is_some()) {
        return Err(Refusal::new("response-example-there"));
    }
    let objects = example(desk.world.catalogue(), |_, _| (desk.fresh)());
    if objects.is_empty() {
        return Err(Refusal::new("response-no-kind"));
    }
    let label = Label::new("response-example").with("n", objects.len());
    Ok(Draft {
        label,
        area: "response",
        edits: objects.into_iter().map(|object| Edit::Add(Arc::new(object))).collect(),
    })
}
