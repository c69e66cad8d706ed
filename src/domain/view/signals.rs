//! Warning signals in the user's words: the chips over the map, the sign and the name on it, the top of the card.

use std::sync::Arc;

use geo_types::Geometry;
use jiff::Timestamp;

use crate::domain::{
    catalogue::{Kind, Lang},
    hazard::signal::{Basis, Colour, KIND, Phase, Signal, Warning, extent},
    model::{Object, ObjectRef},
    view::{Words, format},
    world::World,
};

/// So many townships are named where a warning's area is told.
const TOLD: usize = 4;

/// A warning in force as a chip.
#[derive(Clone, Debug, PartialEq)]
pub struct Chip {
    /// Which.
    pub object: ObjectRef,
    /// What it warns of and its colour's word: `台风 橙`.
    pub text: String,
    /// Until when: `至 18:00`, `无有效期`.
    pub until: String,
    /// Its name, where it holds, and how long still.
    pub hint: String,
    /// Its colour.
    pub colour: Colour,
}

impl Chip {
    /// A warning in force as a chip.
    pub fn of(world: &World, signal: &Signal, now: Timestamp, words: &Words) -> Self {
        let kind = world.catalogue().kind(KIND);
        let sort = kind.map_or_else(|| signal.kind.clone(), |kind| sort_name(kind, &signal.kind, words.lang()));
        let args = [("sort", sort), ("colour", colour_word(signal.colour, words))];
        let found = world.object(&signal.object).zip(kind);
        let told = found.and_then(|(object, kind)| Some(area_told(&Warning::of(kind, object)?, words)));
        let hint = [Some(signal.name.clone()), told, Some(until_told(signal.until, now, words))];
        Self {
            object: signal.object.clone(),
            text: words.with("signal-chip", &args),
            until: match signal.until {
                Some(until) => words.with("signal-until", &[("time", format::moment(until, now))]),
                None => words.get("signal-no-end"),
            },
            hint: hint.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            colour: signal.colour,
        }
    }
}

/// A colour's word: 橙.
pub fn colour_word(colour: Colour, words: &Words) -> String {
    words.get(&format!("signal-word-{}", colour.id()))
}

/// What a sort of warnings is called in the catalogue.
pub fn sort_name(kind: &Kind, sort: &str, lang: Lang) -> String {
    let choice = kind.field("signal_kind").and_then(|field| field.choice(sort));
    choice.map_or_else(|| sort.to_owned(), |choice| choice.name(lang).to_owned())
}

/// What a warning of a sort and colour is called: 台风橙色预警.
pub fn title(kind: &Kind, sort: &str, colour: Option<Colour>, words: &Words) -> String {
    let colour = colour.and_then(|colour| kind.field("color")?.choice(colour.id()));
    let colour = colour.map_or_else(String::new, |choice| choice.name(words.lang()).to_owned());
    words.with("signal-title", &[("sort", sort_name(kind, sort, words.lang())), ("colour", colour)]).trim().to_owned()
}

/// What stands in a warning's sign on the map: what it warns of and the colour's word, since no colour says that alone.
pub(super) fn sign(warning: &Warning<'_>, kind: &Kind, words: &Words) -> String {
    let sort = sort_name(kind, warning.sort(), words.lang());
    let colour = warning.colour().map_or_else(String::new, |colour| colour_word(colour, words));
    words.with("signal-sign", &[("sort", sort), ("colour", colour)]).trim().to_owned()
}

/// Its name on the map with what its area is the extent of.
pub(super) fn label(warning: &Warning<'_>, name: &str, words: &Words) -> String {
    words.with("signal-label", &[("name", name), ("area", &area_told(warning, words))])
}

/// Where a warning holds, and by what that is known.
pub fn area_told(warning: &Warning<'_>, words: &Words) -> String {
    let basis = warning.basis();
    let names = warning.townships();
    match basis {
        Basis::Issuer | Basis::Here | Basis::District => words.get(&format!("signal-area-{}", basis.id())),
        Basis::Townships => {
            let told: Vec<&str> = names.iter().take(TOLD).copied().collect();
            let list = told.join(&words.get("list-separator"));
            if names.len() <= TOLD {
                return list;
            }
            words.with("signal-area-more", &[("names", list), ("n", names.len().to_string())])
        }
    }
}

/// Until when, and how long still by the clock.
fn until_told(until: Option<Timestamp>, now: Timestamp, words: &Words) -> String {
    let Some(until) = until else { return words.get("signal-no-end-told") };
    let minutes = (until.as_second() - now.as_second()).max(0) / 60;
    let numbers = [
        ("days", (minutes / 1440).to_string()),
        ("hours", (minutes % 1440 / 60).to_string()),
        ("minutes", (minutes % 60).to_string()),
    ];
    let left = match minutes {
        1440.. => "signal-left-days",
        60.. => "signal-left-hours",
        _ => "signal-left-minutes",
    };
    let args = [("time", format::moment(until, now)), ("left", words.with(left, &numbers))];
    words.with("signal-until-left", &args)
}

/// How it stands, for the badge of a card: 橙色 · 生效中.
pub(super) fn standing(warning: &Warning<'_>, kind: &Kind, now: Timestamp, words: &Words) -> String {
    let colour = warning.colour().and_then(|colour| kind.field("color")?.choice(colour.id()));
    let colour = colour.map_or_else(|| words.get("signal-no-colour"), |choice| choice.name(words.lang()).to_owned());
    let phase = words.get(&format!("signal-phase-{}", warning.phase(Some(now)).id().replace('_', "-")));
    format!("{colour} · {phase}")
}

/// The sentence of a card: until when, who issued it when, and where it holds.
pub(super) fn sentence(warning: &Warning<'_>, now: Timestamp, words: &Words) -> String {
    let at =
        |time: Option<Timestamp>| time.map_or_else(|| format::UNKNOWN.to_owned(), |time| format::moment(time, now));
    let stands = match warning.phase(Some(now)) {
        Phase::InForce => until_told(warning.until(), now, words),
        Phase::Expired => words.with("signal-expired-told", &[("time", at(warning.until()))]),
        Phase::Lifted => words.with("signal-lifted-told", &[("time", at(warning.time("status_time")))]),
        Phase::Replaced => words.with("signal-replaced-told", &[("time", at(warning.time("status_time")))]),
    };
    let issued = warning.time("issued").map(|time| {
        let args =
            [("issuer", warning.text("issuer").unwrap_or_default().to_owned()), ("time", format::moment(time, now))];
        words.with("signal-issued-told", &args).trim().to_owned()
    });
    let area = words.with("signal-area-told", &[("area", area_told(warning, words))]);
    [Some(stands), issued, Some(area)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The warnings that have no area of their own and hold, at the areas that they name; and one that is asked for.
pub(super) fn placed(world: &World, now: Option<Timestamp>, asked: Option<&ObjectRef>) -> Vec<Arc<Object>> {
    let Some(layer) = world.layer(KIND) else { return Vec::new() };
    let place = |object: &Arc<Object>| {
        let warning = Warning::of(layer.kind(), object).filter(|_| object.geometry.is_none())?;
        let is_asked = asked.is_some_and(|asked| asked.kind.as_str() == KIND && asked.uid == object.uid);
        if warning.phase(now) != Phase::InForce && !is_asked {
            return None;
        }
        let found = Some(extent(world, &warning)).filter(|found| !found.area.0.is_empty())?;
        let mut placed = Object { geometry: Some(Geometry::MultiPolygon(found.area)), ..Object::clone(object) };
        // With a geometry it would be taken for drawn.
        let basis = layer.kind().index("area_basis").and_then(|index| placed.values.get_mut(index));
        if let Some(basis) = basis {
            *basis = found.basis.id().into();
        }
        Some(Arc::new(placed))
    };
    layer.objects().filter_map(place).collect()
}
