//! What a link can point to, found by name as it is typed.

use std::cmp::Reverse;

use crate::domain::{
    model::{Object, ObjectRef, Uid},
    place::{Position, distance_m, middle_of},
    query::name_of,
    view::{Words, format},
    world::{Layer, World},
};

/// An object that a link can point to.
#[derive(Clone, Debug, PartialEq)]
pub struct Pick {
    /// Which.
    pub object: ObjectRef,
    /// What it is called.
    pub name: String,
    /// Where it is: township, and how far away.
    pub detail: String,
}

/// The objects of a kind whose name or code holds the text, at most `most`: those that begin with it first, then the
/// nearer ones; and how many there are. Without a text all are taken, the nearest first. It looks through the whole
/// kind, so it is not for the window's thread.
pub fn picks(
    world: &World,
    kind: &str,
    text: &str,
    near: Option<Position>,
    most: usize,
    words: &Words,
) -> (Vec<Pick>, usize) {
    let Some(layer) = world.layer(kind) else { return (Vec::new(), 0) };
    let wanted = text.trim().to_lowercase();
    let code = layer.kind().index("code");
    let mut found: Vec<(Reverse<bool>, f64, String, &Object)> = layer
        .objects()
        .filter_map(|object| {
            let name = name_of(layer.kind(), object);
            let low = name.to_lowercase();
            let coded =
                || code.and_then(|index| object.value(index).as_text()).is_some_and(|code| code.contains(&wanted));
            if !low.contains(&wanted) && !coded() {
                return None;
            }
            Some((Reverse(low.starts_with(&wanted)), away_m(object, near), name, object.as_ref()))
        })
        .collect();
    let total = found.len();
    found.sort_by(|a, b| {
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then_with(|| a.2.cmp(&b.2)).then(a.3.uid.cmp(&b.3.uid))
    });
    found.truncate(most);
    let township = layer.kind().index("township");
    let pick = |(_, away, name, object): (_, f64, String, &Object)| {
        let township = township.and_then(|index| object.value(index).as_text()).map(str::to_owned);
        let away = away.is_finite().then(|| words.with("form-pick-away", &[("away", format::distance(away))]));
        let detail: Vec<String> = township.into_iter().chain(away).collect();
        Pick { object: ObjectRef { kind: object.kind.clone(), uid: object.uid }, name, detail: detail.join(" · ") }
    };
    (found.into_iter().map(pick).collect(), total)
}

/// How far away, metres; infinite when that is not known.
fn away_m(object: &Object, near: Option<Position>) -> f64 {
    let middle = near.and_then(|near| Some((near, object.geometry.as_ref().and_then(middle_of)?)));
    middle.map_or(f64::INFINITY, |(near, middle)| distance_m(near, middle))
}

/// What the object of this uid is called, a link's text; `None`: there is none.
pub fn linked_name(world: &World, kind: &str, uid: &str) -> Option<String> {
    let layer: &Layer = world.layer(kind)?;
    let object = layer.get(uid.trim().parse::<Uid>().ok()?)?;
    Some(name_of(layer.kind(), object))
}
