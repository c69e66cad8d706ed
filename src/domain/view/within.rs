//! What lies within an area, in the user's words: counts and sums by kind and by township, and the rows.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::domain::{
    catalogue::{Kind, Role},
    model::{KindId, ObjectRef, ShelterFields, Uid, Value},
    query::{self, Area, Sum, Within},
    view::{Words, format},
    world::World,
};

/// So many rows of a kind are listed; a table has them all.
const LISTED: usize = 200;

/// What was asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Inside {
    /// Where.
    pub area: Area,
    /// What the place is called: `叶店村`, `清溪河两侧`.
    pub name: String,
}

/// The answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WithinView {
    /// What was asked, in words.
    pub asked: String,
    /// How many things lie within.
    pub count: usize,
    /// What matters of all: people, capacity, free places. Name and value.
    pub heads: Vec<(String, String)>,
    /// By kind, in the order of the catalogue.
    pub kinds: Vec<KindPart>,
    /// By township.
    pub townships: Vec<TownPart>,
    /// What was not looked at: things without a position.
    pub unplaced: Option<String>,
}

/// What lies within of a kind.
#[derive(Clone, Debug, PartialEq)]
pub struct KindPart {
    /// Which.
    pub kind: KindId,
    /// Its name.
    pub name: String,
    /// How many.
    pub count: usize,
    /// Its sums: `人口 1,234 人 · 户数 380 户`.
    pub sums: String,
    /// The first of them.
    pub rows: Vec<InsideRow>,
    /// All of them, for a table.
    pub all: Arc<BTreeSet<Uid>>,
}

/// One thing.
#[derive(Clone, Debug, PartialEq)]
pub struct InsideRow {
    /// Which.
    pub object: ObjectRef,
    /// Its name.
    pub name: String,
    /// Its township, and how far from the middle of a circle.
    pub detail: String,
}

/// What lies within a township.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TownPart {
    /// Its name.
    pub name: String,
    /// Counts by kind: `避灾点 3 · 村 5`.
    pub counts: String,
    /// The people of its villages, its capacity and free places.
    pub sums: String,
}

/// People of villages, capacity and free places of places for people.
#[derive(Clone, Copy, Debug, Default)]
struct Heads {
    people: Option<i64>,
    capacity: Option<i64>,
    free: Option<i64>,
}

impl Heads {
    fn say(self, words: &Words) -> Vec<(String, String)> {
        let all = [("within-people", self.people), ("within-capacity", self.capacity), ("within-free", self.free)];
        let told = all.into_iter().filter_map(|(id, value)| Some((id, value?)));
        told.map(|(id, value)| {
            let value = words.with("within-persons", &[("n", format::number(value))]);
            (words.get(id), value)
        })
        .collect()
    }

    fn add(&mut self, world: &World, kind: &Kind, object: &ObjectRef) {
        let more = |sum: &mut Option<i64>, value: Option<i64>| {
            if let Some(value) = value {
                *sum = Some(sum.unwrap_or(0).saturating_add(value));
            }
        };
        if kind.id.as_str() == "village" {
            more(&mut self.people, world.value(object, "population").as_integer());
        }
        if let Some((fields, object)) = ShelterFields::of(kind).zip(world.object(object))
            && kind.has_role(Role::Shelter)
        {
            let shelter = fields.read(object);
            more(&mut self.capacity, shelter.capacity_people);
            more(&mut self.free, shelter.free_places().map(|free| free.max(0)));
        }
    }
}

/// What lies within, of every kind that is no ground. Belongs off the UI thread.
pub fn within(world: &World, asked: &Inside, words: &Words) -> WithinView {
    let mut view = WithinView { asked: asked.name.clone(), ..WithinView::default() };
    let (mut heads, mut towns, mut unplaced) = (Heads::default(), Towns::default(), 0);
    for layer in world.layers() {
        let kind = layer.kind();
        if kind.has_role(Role::Basemap) {
            continue;
        }
        let Ok(found) = query::within(world, &kind.id, &asked.area) else { continue };
        if kind.geometry != crate::domain::catalogue::GeometryType::None {
            unplaced += found.without_position;
        }
        if found.count == 0 {
            continue;
        }
        for row in &found.rows {
            heads.add(world, kind, &row.object);
            towns.add(world, kind, &row.object, words);
        }
        view.count += found.count;
        view.kinds.push(part(world, kind, &found, words));
    }
    view.kinds.sort_by_key(|part| world.catalogue().kind(part.kind.as_str()).map(|kind| importance(kind)));
    view.heads = heads.say(words);
    view.townships = towns.say(words);
    view.unplaced = (unplaced > 0).then(|| words.with("query-without-position", &[("count", unplaced.to_string())]));
    view
}

/// What one acts on first: places for people, then villages, then the rest.
fn importance(kind: &Kind) -> u8 {
    match kind.id.as_str() {
        "shelter" => 0,
        "village" => 1,
        _ if kind.has_role(Role::Shelter) => 2,
        _ => 3,
    }
}

fn part(world: &World, kind: &Kind, found: &Within, words: &Words) -> KindPart {
    let row = |row: &query::Row| {
        let town = world.value(&row.object, "township");
        let distance = row.distance_m.map(format::distance);
        let parts = town.as_text().map(str::to_owned).into_iter().chain(distance);
        InsideRow { object: row.object.clone(), name: row.name.clone(), detail: parts.collect::<Vec<_>>().join(" · ") }
    };
    KindPart {
        kind: kind.id.clone(),
        name: kind.name(words.lang()).to_owned(),
        count: found.count,
        sums: sums(kind, &found.sums, words),
        rows: found.rows.iter().take(LISTED).map(row).collect(),
        all: Arc::new(found.rows.iter().map(|row| row.object.uid).collect()),
    }
}

fn sums(kind: &Kind, sums: &[Sum], words: &Words) -> String {
    let told = sums.iter().filter(|sum| sum.known > 0).filter_map(|sum| {
        let field = kind.field(sum.field.as_str())?;
        let total = match &sum.total {
            Value::Integer(total) => format::number(*total),
            total => format::decimal(total.as_number()?, 2),
        };
        let unit = field.unit(words.lang()).unwrap_or_default();
        Some(format!("{} {total} {unit}", field.name(words.lang())))
    });
    told.collect::<Vec<_>>().join(" · ")
}

/// Counts and sums by township: those that name none come last.
#[derive(Default)]
struct Towns(BTreeMap<(bool, String), (BTreeMap<String, usize>, Heads)>);

impl Towns {
    fn add(&mut self, world: &World, kind: &Kind, object: &ObjectRef, words: &Words) {
        let town = world.value(object, "township").as_text().unwrap_or_default().trim().to_owned();
        let (counts, heads) = self.0.entry((town.is_empty(), town)).or_default();
        *counts.entry(kind.name(words.lang()).to_owned()).or_default() += 1;
        heads.add(world, kind, object);
    }

    fn say(self, words: &Words) -> Vec<TownPart> {
        let say = |((unnamed, name), (counts, heads)): ((bool, String), (BTreeMap<String, usize>, Heads))| {
            let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
            counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            let sums = heads.say(words).into_iter().map(|(name, value)| format!("{name} {value}"));
            TownPart {
                name: if unnamed { words.get("within-no-township") } else { name },
                counts: counts.iter().map(|(kind, n)| format!("{kind} {n}")).collect::<Vec<_>>().join(" · "),
                sums: sums.collect::<Vec<_>>().join(" · "),
            }
        };
        self.0.into_iter().map(say).collect()
    }
}
