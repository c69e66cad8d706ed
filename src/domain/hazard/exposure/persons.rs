//! Who answers for an area: for the townships, villages and grids that it touches.

use std::{
    collections::{BTreeSet, HashSet},
    sync::Arc,
};

use crate::domain::{
    catalogue::Kind,
    hazard::exposure::{Answerable, Extent},
    model::Object,
    query::{LEVELS, PersonHere, grid_person, head, name_of, object_ref, text},
    world::World,
};

/// What an area touches: townships by name, villages by township and name.
#[derive(Default)]
struct Touched<'a> {
    townships: BTreeSet<&'a str>,
    villages: BTreeSet<(Option<&'a str>, &'a str)>,
}

/// They, county level first; within a level grids' own persons first, then the heads of villages, then the register,
/// each by township and in the order of its layer. Somebody who answers twice at a level is named once.
pub(super) fn answering(world: &World, extent: &Extent) -> Vec<Answerable> {
    let (mut touched, mut found) = (Touched::default(), Vec::new());
    let towns = world.layer("township");
    let town_names: Vec<String> = towns
        .into_iter()
        .flat_map(|layer| extent.inside(layer).into_iter().map(|town| name_of(layer.kind(), town)))
        .collect();
    touched.townships.extend(town_names.iter().map(String::as_str));
    if let Some(layer) = world.layer("grid") {
        let kind = layer.kind();
        for grid in extent.inside(layer) {
            let township = text(kind, grid, "township");
            if text(kind, grid, "level") == Some("village")
                && let Some(village) = text(kind, grid, "village")
            {
                touched.villages.insert((township, village));
            }
            for level in LEVELS {
                found.extend(grid_person(layer, grid, level).map(|person| (person, owned(township))));
            }
        }
    }
    let villages = world.layer("village");
    let names: Vec<(Option<&str>, String)> = villages
        .into_iter()
        .flat_map(|layer| {
            let kind = layer.kind();
            let inside = extent.inside(layer).into_iter();
            inside.map(|village| (text(kind, village, "township"), name_of(kind, village)))
        })
        .collect();
    touched.townships.extend(names.iter().filter_map(|(township, _)| *township));
    touched.villages.extend(names.iter().map(|(township, name)| (*township, name.as_str())));
    if let Some(layer) = villages {
        let kind = layer.kind();
        for village in extent.inside(layer) {
            let township = owned(text(kind, village, "township"));
            found.extend(head(world, &object_ref(village)).map(|person| (person, township)));
        }
    }
    register(world, &touched, extent, &mut found);
    each_once(found)
}

/// The responsible persons whose area is touched; at county level everybody, where anything is.
fn register(world: &World, touched: &Touched<'_>, extent: &Extent, found: &mut Vec<(PersonHere, Option<Arc<str>>)>) {
    let Some(layer) = world.layer("responsible_person") else { return };
    let kind = layer.kind();
    // Nobody of this district answers for what lies outside it.
    let anything = !touched.townships.is_empty()
        || !touched.villages.is_empty()
        || world.layer("district").is_some_and(|layer| !extent.inside(layer).is_empty());
    let fields = Fields::of(kind);
    for object in layer.objects() {
        let Some(level) = Fields::text(object, fields.level) else { continue };
        let township = || Fields::text(object, fields.township);
        let area = |own| Fields::text(object, fields.area).or_else(|| Fields::text(object, own));
        // What is not asked is not looked up: there are many.
        let area = match level {
            "township" => area(fields.township).filter(|area| touched.townships.contains(area)),
            "village" => area(fields.village).filter(|area| touched.villages.contains(&(township(), area))),
            _ => None,
        };
        if area.is_none() && !(level == "county" && anything) {
            continue;
        }
        let [name, phone] = [fields.name, fields.phone].map(|index| Fields::text(object, index));
        let person = PersonHere {
            object: object_ref(object),
            level: level.to_owned(),
            // Without one they go by no name here: their own is not for everybody.
            duty: Fields::text(object, fields.duty).unwrap_or("—").to_owned(),
            name: name.map(str::to_owned),
            phone: phone.map(str::to_owned),
        };
        found.push((person, if level == "county" { None } else { owned(township().or(area)) }));
    }
}

/// Where the register of responsible persons keeps what is asked of it.
struct Fields {
    level: Option<usize>,
    duty: Option<usize>,
    area: Option<usize>,
    township: Option<usize>,
    village: Option<usize>,
    name: Option<usize>,
    phone: Option<usize>,
}

impl Fields {
    fn of(kind: &Kind) -> Self {
        let index = |field: &str| kind.index(field);
        Self {
            level: index("level"),
            duty: index("duty"),
            area: index("area"),
            township: index("township"),
            village: index("village"),
            name: index("name"),
            phone: index("phone"),
        }
    }

    fn text(object: &Object, index: Option<usize>) -> Option<&str> {
        object.value(index?).as_text().map(str::trim).filter(|text| !text.is_empty())
    }
}

fn each_once(found: Vec<(PersonHere, Option<Arc<str>>)>) -> Vec<Answerable> {
    let mut seen = HashSet::new();
    let once = |(person, _): &(PersonHere, Option<Arc<str>>)| {
        // A name alone is that of many.
        let apart = person.phone.is_none().then(|| person.object.clone());
        seen.insert((person.level.clone(), person.name.clone(), person.phone.clone(), apart))
    };
    let mut persons: Vec<Answerable> =
        found.into_iter().filter(once).map(|(person, township)| Answerable { person, township }).collect();
    let rank = |level: &str| LEVELS.iter().rev().position(|known| *known == level).unwrap_or(LEVELS.len());
    persons.sort_by(|a, b| {
        let order = |one: &Answerable| (rank(&one.person.level), one.township.is_none());
        order(a).cmp(&order(b)).then_with(|| a.township.cmp(&b.township))
    });
    persons
}

fn owned(text: Option<&str>) -> Option<Arc<str>> {
    text.map(Arc::from)
}
