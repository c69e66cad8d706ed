//! What a search found, by kind, with how far away each is.

use jiff::Timestamp;

use crate::domain::{
    catalogue::Role,
    model::ObjectRef,
    place::{Datum, Given, Position, distance_m, is_shifted_there, read_position},
    query::{Found, Hit},
    view::{Words, format, layers, mask::masked, nearest::position, scene::MarkSymbol, tone},
    world::World,
};

/// What was found, group by group.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Finds {
    /// The groups, the one with the best find first.
    pub groups: Vec<Group>,
    /// How many more there are than are listed.
    pub more: usize,
}

/// Finds of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// What they are.
    pub name: String,
    /// The finds, best first.
    pub rows: Vec<FindRow>,
}

/// What a find leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// An object.
    Object(ObjectRef),
    /// A place that was typed.
    Place(Position),
}

/// One find.
#[derive(Clone, Debug, PartialEq)]
pub struct FindRow {
    /// What it leads to.
    pub target: Target,
    /// Its name.
    pub name: String,
    /// Where, and what of it was found when that is not its name.
    pub detail: String,
    /// How far it is.
    pub distance: Option<String>,
    /// Its symbol; none on the base map.
    pub symbol: Option<MarkSymbol>,
}

impl Finds {
    /// All finds in the order they are listed.
    pub fn rows(&self) -> impl Iterator<Item = &FindRow> {
        self.groups.iter().flat_map(|group| &group.rows)
    }
}

/// The finds in words: the places that the text itself is, then the objects by kind. Distances are from `from`, states
/// as they count at `now`. The base map has a name for nearly everything: what one can act on comes before it.
pub fn finds(world: &World, text: &str, found: &Found, from: Option<Position>, now: Timestamp, words: &Words) -> Finds {
    let far = |to: Position| from.map(|from| format::distance(distance_m(from, to)));
    let mut groups: Vec<Group> = Vec::new();
    let places = places(text, &far, words);
    if !places.is_empty() {
        groups.push(Group { name: words.get("find-places"), rows: places });
    }
    let is_base =
        |hit: &&Hit| world.catalogue().kind(hit.object.kind.as_str()).is_some_and(|kind| kind.has_role(Role::Basemap));
    let (base, rest): (Vec<&Hit>, Vec<&Hit>) = found.hits.iter().partition(is_base);
    for hit in rest.into_iter().chain(base) {
        let Some(kind) = world.catalogue().kind(hit.object.kind.as_str()) else { continue };
        let name = kind.name(words.lang());
        let row = row(world, hit, &far, now, words);
        match groups.iter_mut().find(|group| group.name == name) {
            Some(group) => group.rows.push(row),
            None => groups.push(Group { name: name.to_owned(), rows: vec![row] }),
        }
    }
    Finds { groups, more: found.total.saturating_sub(found.hits.len()) }
}

fn row(world: &World, hit: &Hit, far: &dyn Fn(Position) -> Option<String>, now: Timestamp, words: &Words) -> FindRow {
    let kind = world.catalogue().kind(hit.object.kind.as_str());
    let township = world.value(&hit.object, "township");
    let why = kind.and_then(|kind| kind.field(hit.field.as_str())).filter(|_| hit.text != hit.name).map(|field| {
        let text = if hit.personal { masked(&hit.text) } else { hit.text.clone() };
        words.with("find-by", &[("field", field.name(words.lang())), ("text", &text)])
    });
    let unplaced = hit.position.is_none().then(|| words.get("find-unplaced"));
    let parts = [township.as_text().map(str::to_owned), why, unplaced];
    let symbol = kind.filter(|kind| !kind.has_role(Role::Basemap)).map(|kind| {
        let tone = world.object(&hit.object).map(|object| tone::state_at(kind, object, Some(now)).tone);
        let own = layers::symbol(kind);
        MarkSymbol { tone: tone.unwrap_or(own.tone), ..own }
    });
    FindRow {
        target: Target::Object(hit.object.clone()),
        name: hit.name.clone(),
        detail: parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        distance: hit.position.and_then(far),
        symbol,
    }
}

/// The places that a text may mean: as WGS-84, and in China as a map of the other datums would have it.
fn places(text: &str, far: &dyn Fn(Position) -> Option<String>, words: &Words) -> Vec<FindRow> {
    let Some((at, given)) = read_position(text) else { return Vec::new() };
    let datums: &[Datum] = match given {
        Given::Metres(_) => &[Datum::Wgs84],
        _ if is_shifted_there(at) => &[Datum::Wgs84, Datum::Gcj02, Datum::Bd09],
        _ => &[Datum::Wgs84],
    };
    let one = |datum: &Datum| {
        let place = datum.to_wgs84(at);
        let detail = match (given, datum) {
            (Given::Metres(meridian), _) => words.with("find-metres", &[("meridian", format!("{meridian:.0}"))]),
            (Given::Swapped, Datum::Wgs84) => words.get("find-swapped"),
            (_, Datum::Wgs84) => words.get("find-wgs84"),
            (_, datum) => words.with("find-datum", &[("datum", datum.heading())]),
        };
        FindRow { target: Target::Place(place), name: position(place), detail, distance: far(place), symbol: None }
    };
    datums.iter().map(one).collect()
}
