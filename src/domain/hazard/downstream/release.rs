//! What a dam lets go: notices, and when the water arrives.

use jiff::{SignedDuration, Timestamp};

use crate::domain::{
    hazard::downstream::{Below, SPEED_MPS, Takes, link_to, records},
    model::{FieldId, ObjectRef, Value},
    query::{name_of, object_ref},
    world::World,
};

/// The kind of notices.
pub const NOTICE: &str = "release_notice";

/// A notice that a dam lets water go.
#[derive(Clone, Debug, PartialEq)]
pub struct Release {
    /// Which.
    pub notice: ObjectRef,
    /// Its name.
    pub name: String,
    /// Its state as the catalogue has it: `planned`, `active`; not said counts as planned.
    pub state: String,
    /// When it begins and ends, as far as said.
    pub from: Option<Timestamp>,
    /// See `from`.
    pub until: Option<Timestamp>,
    /// How much, m3/s.
    pub flow_m3_s: Option<f64>,
    /// How fast its front goes, m/s.
    pub speed_mps: f64,
    /// Whether the notice says how fast; else it is [`SPEED_MPS`].
    pub speed_is_said: bool,
}

impl Release {
    /// When its water arrives at a village, and whether the register says so.
    pub fn arrives(&self, below: &Below) -> Option<(Timestamp, Takes)> {
        let takes = below.takes(self.speed_mps)?;
        let seconds = SignedDuration::try_from_secs_f64((takes.minutes * 60.0).round()).ok()?;
        Some((self.from?.checked_add(seconds).ok()?, takes))
    }
}

/// The notices of a dam that are planned or under way, the earliest first, those without a beginning last. One that said
/// when it ends is over then, whatever its state says.
pub fn releases(world: &World, dam: &ObjectRef, now: Timestamp) -> Vec<Release> {
    let found = records(world, NOTICE, dam).into_iter().map(|(kind, object)| {
        let value = |field: &str| kind.index(field).map(|index| object.value(index));
        let time = |field: &str| value(field)?.as_time();
        let number = |field: &str| value(field)?.as_number().filter(|number| *number > 0.0 && number.is_finite());
        let said = number("speed_mps");
        Release {
            notice: object_ref(object),
            name: name_of(kind, object),
            state: value("status").and_then(|state| state.as_text()).unwrap_or("planned").to_owned(),
            from: time("start"),
            until: time("end"),
            flow_m3_s: number("flow_m3_s"),
            speed_mps: said.unwrap_or(SPEED_MPS),
            speed_is_said: said.is_some(),
        }
    });
    let is_over = |release: &Release| release.state == "ended" || release.until.is_some_and(|until| until < now);
    let mut open: Vec<Release> = found.filter(|release| !is_over(release)).collect();
    open.sort_by(|a, b| {
        (a.from.is_none(), a.from).cmp(&(b.from.is_none(), b.from)).then_with(|| a.notice.cmp(&b.notice))
    });
    open
}

/// The field by which notices name a dam; `None`: they name none of its kind.
pub fn names_by<'a>(world: &'a World, dam: &ObjectRef) -> Option<&'a FieldId> {
    let notice = world.catalogue().kind(NOTICE)?;
    notice.fields.get(link_to(notice, dam)?).map(|field| &field.id)
}

/// What a new notice says before anybody has typed anything: its name, which dam in which township, and that it lets water go
/// from now on, to the minute. `None`: notices name no such dam.
pub fn drafted(world: &World, dam: &ObjectRef, name: String, now: Timestamp) -> Option<Vec<(FieldId, Value)>> {
    let link = names_by(world, dam)?.clone();
    let now = Timestamp::from_second(now.as_second().div_euclid(60) * 60).unwrap_or(now);
    let said: [(FieldId, Value); 6] = [
        ("name".into(), name.into()),
        (link, dam.uid.to_string().into()),
        ("township".into(), world.value(dam, "township")),
        ("status".into(), "active".into()),
        ("start".into(), now.into()),
        ("issued".into(), now.into()),
    ];
    let notice = world.catalogue().kind(NOTICE)?;
    let is_said = |(field, value): &(FieldId, Value)| notice.index(field.as_str()).is_some() && !value.is_null();
    Some(said.into_iter().filter(is_said).collect())
}
