//! Who and what lies in an area, in the user's words: the whole first, then township by township.

use std::{collections::BTreeSet, sync::Arc};

use crate::domain::{
    catalogue::{Kind, Role},
    hazard::exposure::{Answerable, Count, Exposed, Exposure, Inside, People},
    model::{KindId, ObjectRef, TRANSFER, Value},
    query::{LEVELS, name_of},
    view::{
        Words,
        chain::{LevelRows, PersonRow},
        format,
        mask::masked,
        within::{InsideRow, KindPart},
    },
    world::World,
};

/// So many objects of a kind are listed; a table has them all.
const LISTED: usize = 200;
/// So many persons of a level are listed.
const PERSONS: usize = 40;
/// What one acts on first, in this order; other kinds follow as the catalogue has them.
const FIRST: [&str; 13] = [
    "village",
    "danger_zone",
    "danger_area",
    "grid",
    "shelter",
    "refuge_site",
    "school",
    "hospital",
    "guarded_place",
    "enterprise",
    "major_hazard",
    "reservoir",
    "pond",
];

/// The answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExposureView {
    /// What was asked, in words.
    pub asked: String,
    /// Whether nobody and nothing lies inside.
    pub nothing: bool,
    /// In all.
    pub total: Part,
    /// By township.
    pub townships: Vec<Part>,
    /// Who answers, county level first.
    pub levels: Vec<LevelRows>,
    /// What lies inside, by kind, to be listed; what one acts on first comes first.
    pub kinds: Vec<KindPart>,
    /// How the people are counted.
    pub note: String,
    /// What was not looked at: things without a position, households without a home that is known.
    pub unplaced: Vec<String>,
}

/// The figures of an area, or of a township's part of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// What the part is called.
    pub name: String,
    /// Its people in a few words.
    pub short: String,
    /// The figures: what is counted, and how many with what adds up.
    pub figures: Vec<(String, String)>,
}

/// Puts an exposure into words. Names and numbers of persons are covered. Belongs off the UI thread.
pub fn exposure(world: &World, found: &Exposure, asked: &str, words: &Words) -> ExposureView {
    let saying = Saying { world, words };
    let unplaced = [
        ("query-without-position", found.without_position),
        ("exposure-households-unplaced", found.households_unplaced),
    ];
    let unplaced = unplaced.into_iter().filter(|(_, n)| *n > 0);
    ExposureView {
        asked: asked.to_owned(),
        nothing: found.inside.is_empty(),
        total: saying.part(words.get("exposure-total"), &found.total),
        townships: found
            .townships
            .iter()
            .map(|town| {
                let name = town.name.as_deref().map(str::to_owned);
                saying.part(name.unwrap_or_else(|| words.get("within-no-township")), &town.exposed)
            })
            .collect(),
        levels: saying.levels(&found.persons),
        kinds: saying.kinds(found),
        note: words.get("exposure-note"),
        unplaced: unplaced.map(|(id, n)| words.with(id, &[("count", format::number(count(n)))])).collect(),
    }
}

struct Saying<'a> {
    world: &'a World,
    words: &'a Words,
}

impl Saying<'_> {
    fn part(&self, name: String, exposed: &Exposed) -> Part {
        let mut figures = self.people(&exposed.people);
        let mut kinds: Vec<(&Kind, &Count)> =
            exposed.kinds.iter().filter_map(|(id, count)| Some((self.kind(id)?, count))).collect();
        kinds.sort_by_key(|(kind, _)| self.order(kind));
        for (kind, count) in kinds {
            figures.push((kind.name(self.words.lang()).to_owned(), self.count(kind, count, exposed)));
        }
        let persons = LEVELS.iter().rev().zip(exposed.persons).filter(|(_, persons)| *persons > 0);
        let persons: Vec<String> = persons
            .map(|(level, persons)| format!("{} {persons}", self.words.get(&format!("here-level-{level}"))))
            .collect();
        if !persons.is_empty() {
            figures.push((self.words.get("exposure-persons"), persons.join(" · ")));
        }
        Part { name, short: self.short(&exposed.people), figures }
    }

    fn people(&self, people: &People) -> Vec<(String, String)> {
        let words = self.words;
        let mut figures = Vec::new();
        if people.households > 0 {
            let numbers =
                [("households", people.households as i64), ("people", people.listed), ("moved", people.moved)];
            let numbers = numbers.map(|(name, number)| (name, format::number(number)));
            let mut text = words.with("exposure-households", &numbers);
            if people.moved > 0 {
                text.push_str(&words.with("exposure-moved", &numbers));
            }
            if people.households_unknown > 0 {
                let unknown = format::number(count(people.households_unknown));
                text.push_str(&words.with("exposure-unknown-households", &[("n", unknown)]));
            }
            figures.push((words.get("exposure-listed"), text));
        }
        if people.population > 0 || people.villages_unknown > 0 {
            let mut text = words.with("within-persons", &[("n", format::number(people.population))]);
            if people.villages_unknown > 0 {
                let unknown = format::number(count(people.villages_unknown));
                text.push_str(&words.with("exposure-unknown-villages", &[("n", unknown)]));
            }
            figures.push((words.get("exposure-population"), text));
        }
        figures
    }

    fn short(&self, people: &People) -> String {
        let numbers = [("listed", people.listed), ("population", people.population)];
        self.words.with("exposure-short", &numbers.map(|(name, number)| (name, format::number(number))))
    }

    /// `3 处 · 红 1 · 橙 2 · 职工 120 人`.
    fn count(&self, kind: &Kind, count: &Count, exposed: &Exposed) -> String {
        let words = self.words;
        let mut parts = vec![words.with("exposure-count", &[("n", format::number(self::count(count.count)))])];
        let choices = kind.color.as_ref().and_then(|rule| kind.field(rule.field.as_str())).map(|field| &field.choices);
        let states = choices.into_iter().flatten().zip(&count.states).filter(|(_, count)| **count > 0);
        parts.extend(states.map(|(choice, count)| format!("{} {count}", choice.name(words.lang()))));
        for sum in count.sums.iter().filter(|sum| sum.known > 0 && kind.id.as_str() != "village") {
            let Some(field) = kind.field(sum.field.as_str()) else { continue };
            let total = match &sum.total {
                Value::Integer(total) => format::number(*total),
                total => format::decimal(total.as_number().unwrap_or(f64::NAN), 2),
            };
            parts.push(format!(
                "{} {total} {}",
                field.name(words.lang()),
                field.unit(words.lang()).unwrap_or_default()
            ));
        }
        if kind.id.as_str() == "enterprise" && exposed.with_major_hazard > 0 {
            let n = format::number(self::count(exposed.with_major_hazard));
            parts.push(words.with("exposure-with-major-hazard", &[("n", n)]));
        }
        if kind.has_role(Role::Shelter) {
            parts.push(words.with("exposure-free", &[("n", format::number(count.places.free))]));
        }
        parts.join(" · ")
    }

    fn levels(&self, persons: &[Answerable]) -> Vec<LevelRows> {
        let level = |level: &&str| {
            let here: Vec<&Answerable> = persons.iter().filter(|one| one.person.level == *level).collect();
            let row = |one: &&Answerable| {
                let person = &one.person;
                let parts: Vec<String> =
                    [&person.name, &person.phone].into_iter().flatten().map(|text| masked(text)).collect();
                let town = one.township.as_deref().into_iter();
                let duty: Vec<&str> = town.chain(std::iter::once(&*person.duty)).collect();
                PersonRow { object: person.object.clone(), duty: duty.join(" "), text: parts.join(" "), masked: true }
            };
            LevelRows {
                level: self.words.get(&format!("here-level-{level}")),
                persons: here.iter().take(PERSONS).map(row).collect(),
                more: here.len().saturating_sub(PERSONS),
            }
        };
        LEVELS.iter().rev().map(level).filter(|level| !level.persons.is_empty()).collect()
    }

    fn kinds(&self, found: &Exposure) -> Vec<KindPart> {
        let mut parts: Vec<(usize, KindPart)> =
            found.inside.iter().filter_map(|inside| self.list(found, inside)).collect();
        parts.sort_by_key(|(order, _)| *order);
        parts.into_iter().map(|(_, part)| part).collect()
    }

    fn list(&self, found: &Exposure, inside: &Inside) -> Option<(usize, KindPart)> {
        let layer = self.world.layer(inside.kind.as_str())?;
        let (kind, township) = (layer.kind(), layer.kind().index("township"));
        let objects = inside.objects.iter().filter_map(|uid| layer.get(*uid));
        let mut rows: Vec<(String, _)> = objects.map(|object| (name_of(kind, object), object)).collect();
        rows.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.uid.cmp(&b.1.uid)));
        let row = |(name, object): (String, &Arc<crate::domain::model::Object>)| InsideRow {
            object: ObjectRef { kind: object.kind.clone(), uid: object.uid },
            name,
            detail: township.and_then(|index| object.value(index).as_text()).unwrap_or_default().to_owned(),
        };
        let sums = found.total.kinds.get(&inside.kind).map(|count| self.count(kind, count, &found.total));
        let part = KindPart {
            kind: inside.kind.clone(),
            name: kind.name(self.words.lang()).to_owned(),
            count: inside.objects.len(),
            sums: sums.unwrap_or_default(),
            rows: rows.into_iter().take(LISTED).map(row).collect(),
            all: Arc::new(inside.objects.iter().copied().collect::<BTreeSet<_>>()),
        };
        Some((self.order(kind), part))
    }

    fn kind(&self, id: &KindId) -> Option<&Kind> {
        self.world.catalogue().kind(id.as_str()).map(AsRef::as_ref)
    }

    /// Households first, then what one acts on, then the rest as the catalogue has it.
    fn order(&self, kind: &Kind) -> usize {
        if kind.id.as_str() == TRANSFER {
            return 0;
        }
        let first = FIRST.iter().position(|id| *id == kind.id.as_str());
        let place = || self.world.catalogue().kinds().position(|known| known.id == kind.id).unwrap_or(0);
        first.map_or_else(|| 1 + FIRST.len() + place(), |place| 1 + place)
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
