//! Who answers for an area: for the townships, villages and grids that it touches.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use crate::domain::{
    hazard::exposure::{Answerable, Extent},
    model::{Object, ObjectRef, Value},
    query::{LEVELS, PersonHere, grid_person, head, name_of, text, trimmed},
    world::{Layer, Texts, World},
};

/// What an area touches: townships by name, villages by township and name.
#[derive(Default)]
struct Touched<'a> {
    townships: HashSet<&'a str>,
    villages: HashSet<(Option<&'a str>, &'a str)>,
}

/// A township by name.
type Township = Option<Arc<str>>;
/// Somebody, and their township.
type Found = (PersonHere, Township);

/// They, county level first; within a level grids' own persons first, then the heads of villages, then the register,
/// each by township and in the order of its layer. Somebody who answers twice at a level is named once.
pub(super) fn answering(world: &World, extent: &Extent) -> Vec<Answerable> {
    let (mut touched, mut found) = (Touched::default(), Vec::new());
    let towns = world.layer("township").map(|layer| (layer, extent.inside(layer)));
    let towns: Vec<String> =
        towns.iter().flat_map(|(layer, inside)| inside.objects().map(|town| name_of(layer.kind(), town))).collect();
    touched.townships.extend(towns.iter().map(String::as_str));
    if let Some(layer) = world.layer("grid") {
        let kind = layer.kind();
        for grid in extent.inside(layer).objects() {
            let township = text(kind, grid, "township");
            if text(kind, grid, "level") == Some("village")
                && let Some(village) = text(kind, grid, "village")
            {
                touched.villages.insert((township, village));
            }
            let persons = LEVELS.into_iter().filter_map(|level| grid_person(layer, grid, level));
            found.extend(persons.map(|person| (person, township.map(Arc::from))));
        }
    }
    let mut villages: Vec<(Option<&str>, String)> = Vec::new();
    if let Some(layer) = world.layer("village") {
        let (kind, field) = (layer.kind(), Field::of(layer, "township"));
        for village in extent.inside(layer).objects() {
            let township = field.of_object(village);
            villages.push((township.map(|township| township.trim()), name_of(kind, village)));
            found.extend(head(kind, village).map(|person| (person, township.and_then(trimmed))));
        }
    }
    touched.townships.extend(villages.iter().filter_map(|(township, _)| *township));
    touched.villages.extend(villages.iter().map(|(township, name)| (*township, name.as_str())));
    register(world, &touched, extent, &mut found);
    each_once(found)
}

/// The responsible persons whose area is touched; at county level everybody, where anything is.
fn register(world: &World, touched: &Touched<'_>, extent: &Extent, found: &mut Vec<Found>) {
    let Some(layer) = world.layer("responsible_person") else { return };
    // Nobody of this district answers for what lies outside it.
    let anything = !touched.townships.is_empty()
        || !touched.villages.is_empty()
        || world.layer("district").is_some_and(|layer| !extent.inside(layer).is_empty());
    if !anything {
        return;
    }
    let fields = Fields::of(layer);
    let unchanged = layer.unchanged();
    let packed = unchanged.numbers().filter_map(|number| fields.person(Row::Packed(layer, number), touched));
    found.extend(packed);
    found.extend(layer.changed().filter_map(|object| fields.person(Row::Changed(object), touched)));
}

/// A row of the register.
#[derive(Clone, Copy)]
enum Row<'a> {
    /// As it was packed: by its number, from the columns of its layer.
    Packed(&'a Layer, u32),
    Changed(&'a Object),
}

/// A field of text.
struct Field<'a> {
    index: Option<usize>,
    texts: Option<&'a Texts>,
}

impl<'a> Field<'a> {
    fn of(layer: &'a Layer, field: &str) -> Self {
        let index = layer.kind().index(field);
        Self { index, texts: index.and_then(|index| layer.texts(index)) }
    }

    /// What a row says; `None`: nothing.
    fn get(&self, row: Row<'a>) -> Option<&'a Arc<str>> {
        match row {
            Row::Packed(_, number) => {
                let texts = self.texts?;
                texts.texts().get(texts.at(number))?.as_ref().filter(|text| !text.trim().is_empty())
            }
            Row::Changed(object) => self.of_object(object),
        }
    }

    fn of_object<'b>(&self, object: &'b Object) -> Option<&'b Arc<str>> {
        match object.value(self.index?) {
            Value::Text(text) if !text.trim().is_empty() => Some(text),
            _ => None,
        }
    }
}

/// Where the register of responsible persons keeps what is asked of it.
struct Fields<'a> {
    level: Field<'a>,
    duty: Field<'a>,
    area: Field<'a>,
    township: Field<'a>,
    village: Field<'a>,
    name: Field<'a>,
    phone: Field<'a>,
}

impl<'a> Fields<'a> {
    fn of(layer: &'a Layer) -> Self {
        let field = |name: &str| Field::of(layer, name);
        Self {
            level: field("level"),
            duty: field("duty"),
            area: field("area"),
            township: field("township"),
            village: field("village"),
            name: field("name"),
            phone: field("phone"),
        }
    }

    /// The person of a row and their township, if they answer for what is touched.
    fn person(&self, row: Row<'a>, touched: &Touched<'_>) -> Option<Found> {
        let level = self.level.get(row)?.trim();
        let level = LEVELS.into_iter().find(|known| *known == level)?;
        let township = || self.township.get(row);
        let area = |own: &Field<'a>| self.area.get(row).or_else(|| own.get(row));
        let area = match level {
            "township" => area(&self.township).filter(|area| touched.townships.contains(area.trim())),
            "village" => area(&self.village)
                .filter(|area| touched.villages.contains(&(township().map(|township| township.trim()), area.trim()))),
            _ => None,
        };
        if area.is_none() && level != "county" {
            return None;
        }
        let object = match row {
            Row::Packed(layer, number) => layer.packed_ref(number)?,
            Row::Changed(object) => ObjectRef { kind: object.kind.clone(), uid: object.uid },
        };
        let [name, phone] = [&self.name, &self.phone].map(|field| field.get(row).and_then(trimmed));
        // Without one they go by no name here: their own is not for everybody.
        let duty = self.duty.get(row).and_then(trimmed).unwrap_or_else(|| Arc::from("—"));
        let town = if level == "county" { None } else { township().or(area).and_then(trimmed) };
        Some((PersonHere { object, level, duty, name, phone }, town))
    }
}

fn each_once(found: Vec<Found>) -> Vec<Answerable> {
    let mut seen = HashSet::new();
    let once = |(person, _): &Found| {
        // A name alone is that of many.
        let apart = person.phone.is_none().then(|| person.object.clone());
        seen.insert((person.level, person.name.clone(), person.phone.clone(), apart))
    };
    let rank = |level: &str| LEVELS.iter().rev().position(|known| *known == level).unwrap_or(LEVELS.len());
    // By level and township, those that name none last; in each in the order in which they were found.
    let mut rows: BTreeMap<(usize, bool, Township), Vec<Answerable>> = BTreeMap::new();
    for (person, township) in found.into_iter().filter(once) {
        let row = rows.entry((rank(person.level), township.is_none(), township.clone())).or_default();
        row.push(Answerable { person, township });
    }
    rows.into_values().flatten().collect()
}
