//! Rows that say a household has returned although it may not: the rest of the row is taken, this is not.

use geo_types::Geometry;
use jiff::Timestamp;

use crate::{
    domain::{
        catalogue::{Kind, Lang},
        model::{Object, TRANSFER, Uid, Value},
        problem::Problem,
        query::{Held, Safety},
        view::returning::why,
        world::World,
    },
    io::{
        assets,
        import::{
            draft::{Draft, Drafts},
            known::{Known, Likeness},
            problems::Problems,
        },
    },
};

/// Takes `returned` out of rows of households that are held back, and says so.
pub fn hold_back(
    drafts: &mut Drafts,
    places: &[Option<Geometry>],
    (kind, known): (&Kind, &Known<'_>),
    (world, now): (&World, Timestamp),
    problems: &mut Problems,
) {
    let Some(state) = kind.index("state").filter(|_| kind.id.as_str() == TRANSFER) else { return };
    let mut safety = None;
    for (draft, place) in drafts.drafts.iter_mut().zip(places) {
        if draft.values.get(state).and_then(Value::as_text) != Some("returned") {
            continue;
        }
        let uid: Option<Uid> = draft.id.as_deref().and_then(|id| id.parse().ok());
        let there = known.find(Likeness { uid, values: &draft.values, geometry: place.as_ref() });
        if there.is_some_and(|object| object.value(state).as_text() == Some("returned")) {
            continue;
        }
        let safety = safety.get_or_insert_with(|| Safety::of(world, now));
        let held = match there {
            Some(object) => safety.holds(object),
            None => safety.holds(&as_object(kind, draft, place.as_ref())),
        };
        if !held.is_empty() {
            problems.push(problem(draft, kind, state, &held));
            for index in [Some(state), kind.index("state_time")].into_iter().flatten() {
                if let Some(slot) = draft.values.get_mut(index) {
                    *slot = Value::Null;
                }
            }
        }
    }
}

fn as_object(kind: &Kind, draft: &Draft, place: Option<&Geometry>) -> Object {
    Object { uid: Uid::from_bits(0), kind: kind.id.clone(), geometry: place.cloned(), values: draft.values.clone() }
}

fn problem(draft: &Draft, kind: &Kind, state: usize, held: &[Held]) -> Problem {
    let field = kind.fields.get(state);
    let said = field.and_then(|field| field.choice("returned")).map_or("returned", |choice| choice.zh.as_str());
    let problem = draft.problem("returned_held").column(field.map_or("", |field| field.zh.as_str())).value(said);
    let why = |lang| why(held, &assets::words(lang));
    problem.arg("why", why(Lang::Zh)).arg("why_en", why(Lang::En))
}
