//! The directory and the plan library in the user's words.

use jiff::{Timestamp, civil::Date};

use crate::domain::{
    catalogue::{Kind, Role},
    model::ObjectRef,
    query::{Contact, directory},
    response::Plan,
    view::{
        Words,
        card::{Person, people_of},
        format,
    },
    world::World,
};

/// A unit to call, as a card shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct ContactView {
    /// Which.
    pub object: ObjectRef,
    /// Its name.
    pub name: String,
    /// Why it is to be called: `业务线`.
    pub why: String,
    /// Its duty telephone.
    pub duty_phone: Option<String>,
    /// Leader and liaison; masked.
    pub people: Vec<Person>,
    /// What is missing or old.
    pub gaps: Option<String>,
}

/// Whom to call about an object. Nothing for what is drawn on the map, the base map and ledgers.
pub fn contacts(world: &World, object: &ObjectRef, now: Timestamp, words: &Words) -> Vec<ContactView> {
    let is_asked = world.layer(object.kind.as_str()).is_some_and(|layer| has_contacts(layer.kind()));
    if !is_asked {
        return Vec::new();
    }
    let view = |contact: &Contact| ContactView {
        object: contact.object.clone(),
        name: contact.name.clone(),
        why: why_told(contact, words),
        duty_phone: contact.duty_phone.clone(),
        people: people_of(world, &contact.object, false, now, words),
        gaps: gaps_told(contact, words),
    };
    let found = directory(world, object, now);
    // A unit's own card says all of itself above.
    found.iter().filter(|contact| contact.object != *object).map(view).collect()
}

/// Whether there is anybody to call about things of a kind.
fn has_contacts(kind: &Kind) -> bool {
    !kind.has_role(Role::Basemap) && !kind.has_role(Role::Plot) && kind.group.as_str() != "record"
}

/// Why a unit is to be called.
pub fn why_told(contact: &Contact, words: &Words) -> String {
    words.get(&format!("directory-because-{}", contact.because.id()))
}

/// What of an entry is missing or old; `None`: nothing.
pub fn gaps_told(contact: &Contact, words: &Words) -> Option<String> {
    let gaps = [
        (contact.no_leader, "directory-no-leader"),
        (contact.no_liaison, "directory-no-liaison"),
        (contact.stale, "directory-stale"),
    ];
    let said: Vec<String> = gaps.into_iter().filter(|(on, _)| *on).map(|(_, id)| words.get(id)).collect();
    (!said.is_empty()).then(|| said.join(&words.get("list-separator")))
}

/// A plan in one line: version, approved, review, file.
pub fn plan_told(plan: &Plan, words: &Words) -> String {
    let day = |day: Option<Date>| day.map_or_else(|| format::UNKNOWN.to_owned(), |day| day.to_string());
    let args = [
        ("version", plan.version.clone().unwrap_or_else(|| format::UNKNOWN.to_owned())),
        ("approved", day(plan.approved_on)),
        ("due", day(plan.review_due)),
    ];
    let id = if plan.overdue { "plans-line-overdue" } else { "plans-line" };
    let mut said = words.with(id, &args);
    if plan.attachment.is_none() {
        said = format!("{said} · {}", words.get("plans-no-file"));
    }
    said
}
