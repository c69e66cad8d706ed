//! Who is answerable for a place: the township, the village, the grids that hold it, and the persons by level.

use std::sync::Arc;

use geo::Intersects as _;
use geo_types::{Geometry, Rect};

use crate::domain::{
    catalogue::Kind,
    model::{Object, ObjectRef},
    place::Position,
    query::{name_of, object_ref},
    world::{Layer, World},
};

/// The levels of responsible persons and grids, the nearest to a place first.
pub const LEVELS: [&str; 3] = ["village", "township", "county"];

/// What holds a place, and who answers for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// The place.
    pub at: Position,
    /// The township whose area holds it; `None`: no township on file does.
    pub township: Option<Holder>,
    /// The village.
    pub village: Option<VillageHere>,
    /// The grids that hold it, village level first.
    pub grids: Vec<Holder>,
    /// Who answers, village level first; within a level the grids' own persons first.
    pub persons: Vec<PersonHere>,
}

/// A township or grid that holds the place.
#[derive(Clone, Debug, PartialEq)]
pub struct Holder {
    /// Which.
    pub object: ObjectRef,
    /// Its name.
    pub name: String,
    /// Its level, as the register has it.
    pub level: Option<String>,
}

/// The village of a place, and how that is known.
#[derive(Clone, Debug, PartialEq)]
pub struct VillageHere {
    /// The village, when it is on file.
    pub object: Option<ObjectRef>,
    /// Its name.
    pub name: String,
    /// Geodesic metres to it when it is only the nearest on file (of the same township where there is one); `None`: its
    /// area, or its grid's, holds the place.
    pub nearest_m: Option<f64>,
}

/// Somebody who answers for the place.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonHere {
    /// The object that names them: a grid, a responsible person, a village.
    pub object: ObjectRef,
    /// `village`, `township` or `county`.
    pub level: &'static str,
    /// What they answer for, as written: 新昌网格长.
    pub duty: Arc<str>,
    /// Their name, whole: to be masked unless asked for.
    pub name: Option<Arc<str>>,
    /// Their number, whole: to be masked unless asked for.
    pub phone: Option<Arc<str>>,
}

/// The chain of a place.
pub fn place_chain(world: &World, at: Position) -> Chain {
    let township = world.layer("township").and_then(|layer| Some(holder(layer, holding(layer, at).first()?)));
    let grids = world.layer("grid").map(|layer| (layer, general(layer, at)));
    let (layer, cells) = grids.as_ref().map_or((None, &[][..]), |(layer, cells)| (Some(*layer), cells.as_slice()));
    let village = village(world, at, township.as_ref(), layer, cells);
    let mut persons = Vec::new();
    for level in LEVELS {
        let of_grid = layer.iter().flat_map(|layer| cells.iter().filter_map(|grid| grid_person(layer, grid, level)));
        let mut here: Vec<PersonHere> = of_grid.collect();
        if level == "village" {
            let own = village.as_ref().and_then(|village| world.object(village.object.as_ref()?));
            here.extend(own.and_then(|own| head(world.layer("village")?.kind(), own)));
        }
        here.extend(responsible(world, level, township.as_ref(), village.as_ref()));
        for person in here {
            if !persons.iter().any(|known: &PersonHere| known.name == person.name && known.phone == person.phone) {
                persons.push(person);
            }
        }
    }
    let grids = layer.map(|layer| cells.iter().map(|grid| holder(layer, grid)).collect()).unwrap_or_default();
    Chain { at, township, village, grids, persons }
}

pub(in crate::domain) fn text<'a>(kind: &Kind, object: &'a Object, field: &str) -> Option<&'a str> {
    object.value(kind.index(field)?).as_text().map(str::trim).filter(|text| !text.is_empty())
}

fn holder(layer: &Layer, object: &Object) -> Holder {
    let kind = layer.kind();
    let level = text(kind, object, "level").map(str::to_owned);
    Holder { object: object_ref(object), name: name_of(kind, object), level }
}

/// The areas that hold a place, their edges included, by uid.
fn holding(layer: &Layer, at: Position) -> Vec<&Arc<Object>> {
    let point = at.point();
    let rect = Rect::new(point.0, point.0);
    let holds = |object: &&Arc<Object>| match object.geometry.as_ref() {
        Some(area @ (Geometry::Polygon(_) | Geometry::MultiPolygon(_))) => area.intersects(&point),
        _ => false,
    };
    let mut found: Vec<_> = layer.in_bounds(rect).into_iter().filter(holds).collect();
    found.sort_by_key(|object| object.uid);
    found
}

/// The grids that hold a place, the lowest level first.
fn general(layer: &Layer, at: Position) -> Vec<&Arc<Object>> {
    let rank = |object: &&Arc<Object>| {
        let level = text(layer.kind(), object, "level");
        LEVELS.iter().position(|known| level == Some(*known)).unwrap_or(LEVELS.len())
    };
    let mut found = holding(layer, at);
    found.sort_by_key(rank);
    found
}

fn village(
    world: &World,
    at: Position,
    township: Option<&Holder>,
    grids: Option<&Layer>,
    cells: &[&Arc<Object>],
) -> Option<VillageHere> {
    let layer = world.layer("village")?;
    let kind = layer.kind();
    let town = township.map(|township| township.name.as_str());
    let of_town = |object: &Object| town.is_none() || text(kind, object, "township") == town;
    if let Some(object) = holding(layer, at).first() {
        return Some(VillageHere { object: Some(object_ref(object)), name: name_of(kind, object), nearest_m: None });
    }
    let cell = cells.iter().zip(grids).map(|(cell, grids)| (grids.kind(), cell));
    let of_village = |(kind, cell): &(&Arc<Kind>, &&Arc<Object>)| text(kind, cell, "level") == Some("village");
    let named = cell.filter(of_village).find_map(|(kind, cell)| text(kind, cell, "village"));
    if let Some(name) = named {
        let known = layer.objects().find(|object| name_of(kind, object) == name && of_town(object));
        let object = known.map(|object| object_ref(object));
        return Some(VillageHere { object, name: name.to_owned(), nearest_m: None });
    }
    let nearest = |admits: &dyn Fn(&Object) -> bool| {
        let ranked = layer.nearest(at, 1, |object| (!admits(object)).then_some(()));
        ranked.into_iter().find(|one| one.left_out.is_none())
    };
    let found = nearest(&of_town).or_else(|| nearest(&|_| true))?;
    let (object, name) = (Some(object_ref(found.object)), name_of(kind, found.object));
    Some(VillageHere { object, name, nearest_m: Some(found.distance_m) })
}

fn owned(text: Option<&str>) -> Option<Arc<str>> {
    text.map(Arc::from)
}

pub(in crate::domain) fn grid_person(layer: &Layer, grid: &Object, level: &'static str) -> Option<PersonHere> {
    let kind = layer.kind();
    if text(kind, grid, "level") != Some(level) {
        return None;
    }
    let (name, phone) = (text(kind, grid, "person"), text(kind, grid, "phone"));
    name.or(phone)?;
    let post = text(kind, grid, "post").unwrap_or_default();
    let duty = Arc::from(format!("{} {post}", name_of(kind, grid)).trim_end());
    Some(PersonHere { object: object_ref(grid), level, duty, name: owned(name), phone: owned(phone) })
}

pub(in crate::domain) fn head(kind: &Kind, village: &Object) -> Option<PersonHere> {
    let (name, phone) = (text(kind, village, "head"), text(kind, village, "phone"));
    name.or(phone)?;
    let duty = name_of(kind, village).into();
    Some(PersonHere { object: object_ref(village), level: "village", duty, name: owned(name), phone: owned(phone) })
}

/// The responsible persons of a level whose area is the place's village or township; at county level everybody. Where
/// the area is not written, the village or township they stand under is taken for it.
fn responsible(
    world: &World,
    level: &'static str,
    township: Option<&Holder>,
    village: Option<&VillageHere>,
) -> Vec<PersonHere> {
    let Some(layer) = world.layer("responsible_person") else { return Vec::new() };
    let kind = layer.kind();
    let town = township.map(|township| township.name.as_str());
    let wanted = match level {
        "village" => village.map(|village| village.name.as_str()),
        "township" => town,
        _ => None,
    };
    let answers = |object: &Object| {
        if text(kind, object, "level") != Some(level) {
            return false;
        }
        let area = text(kind, object, "area").or_else(|| text(kind, object, level));
        match (level, wanted) {
            ("county", _) => true,
            // Villages of one name in two townships are two villages.
            ("village", Some(_)) => area == wanted && (town.is_none() || text(kind, object, "township") == town),
            (_, Some(_)) => area == wanted,
            (_, None) => false,
        }
    };
    let order = |object: &Object| {
        let post = text(kind, object, "post");
        let known =
            kind.field("post").and_then(|field| field.choices.iter().position(|one| Some(one.id.as_str()) == post));
        (known.unwrap_or(usize::MAX), object.uid)
    };
    let mut found: Vec<&Arc<Object>> = layer.objects().filter(|object| answers(object)).collect();
    found.sort_by_key(|object| order(object));
    let person = |object: &&Arc<Object>| PersonHere {
        object: object_ref(object),
        level,
        duty: name_of(kind, object).into(),
        name: owned(text(kind, object, "name")),
        phone: owned(text(kind, object, "phone")),
    };
    found.iter().map(person).collect()
}
