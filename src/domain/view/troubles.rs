//! What stands in the way of what was ordered, in words.

use crate::domain::{
    model::ObjectRef,
    plan::evacuation::{Fault, Trouble},
    view::{Words, format},
};

/// So many villages are named; the rest are counted.
const NAMED: usize = 3;

/// One thing that stands in the way.
#[derive(Clone, Debug, PartialEq)]
pub struct TroubleLine {
    /// The shelter to look at.
    pub shelter: Option<ObjectRef>,
    /// What it is, whom it concerns.
    pub text: String,
}

/// What stands in the way, in words.
pub fn troubles(found: &[Trouble], words: &Words) -> Vec<TroubleLine> {
    found.iter().map(|one| line(one, words)).collect()
}

fn line(one: &Trouble, words: &Words) -> TroubleLine {
    let names: Vec<&str> = one.villages.iter().map(String::as_str).take(NAMED).collect();
    let mut villages = names.join(&words.get("list-separator"));
    if one.villages.len() > NAMED {
        villages = words.with("trouble-villages", &[("names", villages), ("n", one.villages.len().to_string())]);
    }
    let shelter = one.shelter.as_ref().map_or_else(|| words.get("trouble-a-shelter"), |named| named.name.clone());
    let people = format::number(i64::try_from(one.people).unwrap_or(i64::MAX));
    let (id, extra) = match &one.what {
        Fault::Full(room) => ("trouble-full", room.to_string()),
        Fault::Barred(reason, by) => {
            let why = words.get(&format!("reason-{}", reason.as_str().replace('_', "-")));
            let parts = std::iter::once(why).chain(by.clone()).collect::<Vec<_>>();
            ("trouble-barred", parts.join(&words.get("list-separator")))
        }
        Fault::NoWay(Some(by)) => ("trouble-no-way-by", by.clone()),
        Fault::NoWay(None) => ("trouble-no-way", String::new()),
        Fault::Gone => ("trouble-gone", String::new()),
        Fault::Late(at) => ("trouble-late", format::time_of_day(*at)),
    };
    let args = [("shelter", shelter), ("n", people), ("villages", villages), ("what", extra)];
    TroubleLine { shelter: one.shelter.as_ref().map(|named| named.object.clone()), text: words.with(id, &args) }
}
