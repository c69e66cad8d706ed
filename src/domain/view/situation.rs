//! The situation in eight figures that call for action, the transfer by township, and the alarms.
//!
//! A figure rests on objects: it names them, it is as old as the oldest of them, and where nothing is known it has
//! no value rather than zero. What is counted by the transfer list is defined in [`crate::domain::query::movement`].

mod rows;

use std::sync::Arc;

use jiff::Timestamp;

pub use rows::{Row, RowKind, Rows, rows};

use crate::domain::{
    catalogue::{Kind, Role, Tone},
    hazard::signal::{self, Signal},
    model::{Object, ObjectRef, Shelter, ShelterFields, ShelterStatus},
    place::middle_of,
    query::{self, ActiveAreas, Movement, Moves},
    view::{
        Words,
        age::{since, told},
        alarms::{self, Alarm},
        format,
        tone::state,
    },
    world::{Layer, World},
};

/// The kinds whose objects close roads: at a place, along a line, in an area.
const ROAD_CLOSURES: [&str; 3] = ["road_closure", "closed_stretch", "closed_area"];

/// How a district stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Situation {
    /// The figures, in the order they are shown.
    pub figures: Vec<Figure>,
    /// The transfer by township, most to move first; `None` in the name: rows that name no township.
    pub townships: Vec<(Option<Arc<str>>, Moves)>,
    /// The transfer of the whole district; `None`: there is no transfer list.
    pub moves: Option<Moves>,
    /// The alarms, the newest first.
    pub alarms: Vec<Alarm>,
    /// The warnings in force, the gravest first.
    pub signals: Vec<Signal>,
}

/// A key figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Its id: `reservoirs_over`. Its name and unit are the messages `figure-<id>` and `figure-<id>-unit`.
    pub id: &'static str,
    /// How many; `None`: not known.
    pub value: Option<i64>,
    /// Why it is not known: the message `figure-why-<id>`.
    pub why: Option<&'static str>,
    /// How grave it is.
    pub tone: Tone,
    /// How new it is: as the oldest of what it rests on.
    pub as_of: Option<Timestamp>,
    /// What it counts, the most urgent first.
    pub rows: Vec<ObjectRef>,
    /// Whether it counts a standing class rather than something that happens: its number does not shout.
    pub standing: bool,
    /// How many objects it could not count, because what it needs of them is not known.
    pub uncounted: usize,
}

impl Figure {
    /// Its name: `超汛限水库`.
    pub fn name(&self, words: &Words) -> String {
        words.get(&self.message(""))
    }

    /// What it counts in: `座`.
    pub fn unit(&self, words: &Words) -> String {
        words.get(&self.message("-unit"))
    }

    /// What it means, in a sentence.
    pub fn hint(&self, words: &Words) -> String {
        words.get(&self.message("-hint"))
    }

    /// The number as people read it: `3,418`, or `—`.
    pub fn number(&self) -> String {
        format::number_or_unknown(self.value)
    }

    /// How old it is: `2 分钟前`, or `—`.
    pub fn age(&self, now: Timestamp, words: &Words) -> String {
        self.as_of.map_or_else(|| format::UNKNOWN.to_owned(), |time| format::age(time, now, words))
    }

    /// What it does not know, in a sentence: why it has no value, or how many objects it could not count.
    pub fn lacks(&self, words: &Words) -> Option<String> {
        match (self.why, self.uncounted) {
            (Some(why), _) => Some(words.get(&format!("figure-why-{why}"))),
            (None, 0) => None,
            (None, n) => Some(words.with("figure-uncounted", &[("n", format::number(n as i64))])),
        }
    }

    fn message(&self, part: &str) -> String {
        format!("figure-{}{part}", self.id.replace('_', "-"))
    }
}

/// How a world stands at a moment. A pass over the watched registers: belongs off the UI thread.
pub fn situation(world: &World, now: Timestamp) -> Situation {
    let movement = query::movement(world);
    let shelters = Shelters::of(world);
    let to_move = people_to_move(world, movement.as_ref());
    let free_places = shelters.free_places(to_move.value);
    let figures = vec![
        reservoirs_over(world),
        to_move,
        shelters.settled(),
        free_places,
        in_state(world, "road_closures", &ROAD_CLOSURES, "active", Tone::Alarm),
        in_state(world, "teams_out", &["rescue_team", "fire_brigade"], "out", Tone::Low),
        Figure { standing: true, ..in_state(world, "red_enterprises", &["enterprise"], "red", Tone::Alarm) },
        in_state(world, "open_incidents", &["incident"], "open", Tone::Warning),
    ];
    let mut townships: Vec<_> = movement
        .iter()
        .flat_map(|movement| &movement.townships)
        .map(|((_, name), moves)| (name.clone(), *moves))
        .filter(|(_, moves)| moves.should_move > 0)
        .collect();
    townships.sort_by_key(|(name, moves)| (-moves.to_move(), -moves.should_move, name.clone()));
    let moves = movement.map(|movement| movement.total);
    Situation { figures, townships, moves, alarms: alarms::alarms(world, now), signals: signal::in_force(world, now) }
}

/// A figure that counts rows.
fn counted(id: &'static str, grave: Tone, rows: Vec<(Arc<Kind>, Arc<Object>)>, all: &[&Layer]) -> Figure {
    let value = i64::try_from(rows.len()).ok();
    let tone = if rows.is_empty() { Tone::Quiet } else { grave };
    let as_of = oldest(&rows, all);
    let rows = rows.into_iter().map(|(_, object)| reference(&object)).collect();
    Figure { id, value, why: None, tone, as_of, rows, standing: false, uncounted: 0 }
}

/// A figure of which nothing is known.
const fn unknown(id: &'static str, why: &'static str) -> Figure {
    Figure {
        id,
        value: None,
        why: Some(why),
        tone: Tone::Unknown,
        as_of: None,
        rows: Vec::new(),
        standing: false,
        uncounted: 0,
    }
}

/// The oldest time of the rows; where there are none, of the newest of each register looked through.
fn oldest(rows: &[(Arc<Kind>, Arc<Object>)], all: &[&Layer]) -> Option<Timestamp> {
    if rows.is_empty() {
        let newest = |layer: &&Layer| layer.objects().filter_map(|object| told(layer.kind(), object)).max();
        return all.iter().filter_map(newest).min();
    }
    rows.iter().filter_map(|(kind, object)| told(kind, object)).min()
}

fn reference(object: &Object) -> ObjectRef {
    ObjectRef { kind: object.kind.clone(), uid: object.uid }
}

/// Reservoirs over their flood limit, the highest over it first.
fn reservoirs_over(world: &World) -> Figure {
    const ID: &str = "reservoirs_over";
    let Some(layer) = world.layer("reservoir").filter(|layer| !layer.is_empty()) else {
        return unknown(ID, "no-reservoirs");
    };
    let kind = layer.kind();
    let mut over = Vec::new();
    let mut known = Vec::new();
    for object in layer.objects() {
        let state = state(kind, object);
        if state.number.is_some() || state.over.is_some() {
            known.push((kind.clone(), object.clone()));
        }
        if state.tone == Tone::Alarm {
            // What is over a graver line than its limit comes first, the gravest of these before others.
            over.push(((state.over, state.number.unwrap_or(f64::INFINITY)), object));
        }
    }
    if known.is_empty() {
        return unknown(ID, "no-levels");
    }
    over.sort_by(|((line, by), object), ((other_line, other_by), other)| {
        let graver = other_line.cmp(line).then_with(|| other_by.total_cmp(by));
        graver.then_with(|| object.uid.cmp(&other.uid))
    });
    let over = over.into_iter().map(|(_, object)| (kind.clone(), object.clone())).collect();
    let uncounted = layer.len() - known.len();
    // That a reservoir is not over its limit is known from its level too: the figure is as old as all levels.
    Figure { as_of: oldest(&known, &[]), uncounted, ..counted(ID, Tone::Alarm, over, &[layer]) }
}

/// People in danger who are still to move.
fn people_to_move(world: &World, movement: Option<&Movement>) -> Figure {
    const ID: &str = "people_to_move";
    let (Some(movement), Some(layer)) = (movement, world.layer(crate::domain::model::TRANSFER)) else {
        return unknown(ID, "no-transfer-list");
    };
    let value = movement.total.to_move();
    let called: Vec<_> = movement.called.iter().map(|object| (layer.kind().clone(), object.clone())).collect();
    Figure {
        id: ID,
        value: Some(value),
        why: None,
        tone: if value > 0 { Tone::Warning } else { Tone::Quiet },
        as_of: oldest(&called, &[layer]),
        rows: movement.to_move.clone(),
        standing: false,
        uncounted: movement.total.households_unknown,
    }
}

/// Objects of some kinds whose state is this one, the newest first.
fn in_state(world: &World, id: &'static str, kinds: &[&str], is: &str, grave: Tone) -> Figure {
    let layers: Vec<&Layer> =
        kinds.iter().filter_map(|kind| world.layer(kind)).filter(|layer| !layer.is_empty()).collect();
    if layers.is_empty() {
        return unknown(id, "no-rows");
    }
    let mut rows = Vec::new();
    let mut uncounted = 0;
    for layer in &layers {
        let kind = layer.kind();
        let Some(field) = kind.color.as_ref().and_then(|rules| kind.index(rules.field.as_str())) else { continue };
        for object in layer.objects() {
            match object.value(field).as_text() {
                Some(state) if state == is => rows.push((kind.clone(), object.clone())),
                Some(_) => {}
                None => uncounted += 1,
            }
        }
    }
    rows.sort_by(|(a_kind, a), (b_kind, b)| since(b_kind, b).cmp(&since(a_kind, a)).then_with(|| a.uid.cmp(&b.uid)));
    Figure { uncounted, ..counted(id, grave, rows, &layers) }
}

/// The places for people, as two figures see them.
struct Shelters<'a> {
    layers: Vec<&'a Layer>,
    areas: ActiveAreas<'a>,
}

impl<'a> Shelters<'a> {
    fn of(world: &'a World) -> Self {
        let layers = world.layers().filter(|layer| layer.kind().has_role(Role::Shelter) && !layer.is_empty()).collect();
        Self { layers, areas: ActiveAreas::of(world) }
    }

    fn all(&self) -> impl Iterator<Item = (&'a Arc<Kind>, &'a Arc<Object>, Shelter<'a>)> {
        self.layers.iter().flat_map(|layer| {
            let fields = ShelterFields::of(layer.kind());
            layer.objects().filter_map(move |object| Some((layer.kind(), object, fields.as_ref()?.read(object))))
        })
    }

    /// People registered at shelters, the fullest places first.
    fn settled(&self) -> Figure {
        const ID: &str = "people_settled";
        if self.layers.is_empty() {
            return unknown(ID, "no-shelters");
        }
        let mut used: Vec<_> = self.all().filter(|(_, _, shelter)| shelter.occupancy_people > 0).collect();
        let value = used.iter().map(|(_, _, shelter)| shelter.occupancy_people).sum();
        used.sort_by_key(|(_, object, shelter)| {
            (shelter.free_places().unwrap_or(i64::MAX), -shelter.occupancy_people, object.uid)
        });
        let rows = used.into_iter().map(|(kind, object, _)| (kind.clone(), object.clone())).collect();
        Figure { value: Some(value), ..counted(ID, Tone::Ready, rows, &self.layers) }
    }

    /// Free places at open shelters outside active danger areas, the most room first.
    fn free_places(&self, to_move: Option<i64>) -> Figure {
        const ID: &str = "free_places";
        if self.layers.is_empty() {
            return unknown(ID, "no-shelters");
        }
        let usable = |object: &Object, shelter: &Shelter<'_>| {
            let place = object.geometry.as_ref().and_then(middle_of);
            let inside = |place: crate::domain::place::Position| self.areas.holding(place.point()).is_some();
            shelter.status == Some(ShelterStatus::Open) && !place.is_some_and(inside)
        };
        let open: Vec<_> = self.all().filter(|(_, object, shelter)| usable(object, shelter)).collect();
        let uncounted = open.iter().filter(|(_, _, shelter)| shelter.capacity_people.is_none()).count();
        let mut free: Vec<_> = open
            .iter()
            .filter_map(|(kind, object, shelter)| Some((shelter.free_places()?, *kind, *object)))
            .filter(|(free, _, _)| *free > 0)
            .collect();
        if !open.is_empty() && uncounted == open.len() {
            return unknown(ID, "no-capacity");
        }
        let value: i64 = free.iter().map(|(free, _, _)| free).sum();
        free.sort_by_key(|(free, _, object)| (-free, object.uid));
        let rows = free.into_iter().map(|(_, kind, object)| (kind.clone(), object.clone())).collect();
        let tone = match (value, to_move) {
            (value, Some(people)) if people > value => Tone::Warning,
            (0, _) => Tone::Quiet,
            _ => Tone::Normal,
        };
        Figure { value: Some(value), tone, uncounted, ..counted(ID, tone, rows, &self.layers) }
    }
}
