//! A layer of lines as roads: columns by the catalogue's names for roads, or as OSM names its tags (QGIS, Geofabrik).

use std::{borrow::Cow, collections::HashMap, ops::ControlFlow};

use geo_types::LineString;

use crate::{
    domain::{
        model::{KindId, Object, Uid},
        network::{Limits, OneWay, ROAD, Road, RoadFields},
        world::World,
    },
    io::import::{
        self, Crs,
        draft::{self, Draft},
        error::ImportError,
        evidence,
        fold::Fold,
        format::{self, Document},
        heading,
        known::Known,
        layout,
        osm::{Tags, tags},
        plan,
        problems::Problems,
        roads::{Cut, Joints, LeftOut, RoadFile},
        table::{Row, Table},
    },
};

/// The columns that say what an OSM way is.
const CLASSES: [&str; 4] = ["highway", "fclass", "waterway", "route"];
/// The other columns that are read as OSM's tags.
const KEYS: [&str; 32] = [
    "oneway",
    "junction",
    "maxspeed",
    "maxspeed:forward",
    "maxspeed:backward",
    "maxweight",
    "maxwidth",
    "maxheight",
    "maxwidth:physical",
    "maxheight:physical",
    "bridge",
    "bridge:name",
    "tunnel",
    "tunnel:name",
    "layer",
    "incline",
    "area",
    "access",
    "vehicle",
    "motor_vehicle",
    "motorcar",
    "motorroad",
    "bus",
    "coach",
    "tourist_bus",
    "psv",
    "goods",
    "hgv",
    "emergency",
    "foot",
    "boat",
    "ship",
];

/// Reads a layer of any format of lists that gives lines.
///
/// # Errors
/// [`ImportError`] when it cannot be read as a whole.
pub fn read(
    name: &str,
    bytes: &[u8],
    crs: Option<Crs>,
    world: &World,
    progress: &dyn Fn(u64) -> ControlFlow<()>,
) -> Result<RoadFile, ImportError> {
    let (fold, catalogue) = (Fold::new(), world.catalogue());
    let known_heading = |text: &str| heading::all_known(catalogue, &fold).contains(text);
    let mut document = format::read(bytes, None, None, &fold, &known_heading)?;
    let columns: Vec<Vec<(usize, String)>> = document.tables.iter_mut().map(osm_columns).collect();
    let options = import::Options { kind: Some(KindId::from(ROAD)), ..import::Options::default() };
    let layout = layout::find(&document, name, &options, catalogue, &fold)?;
    let mut problems = Problems::new(name);
    let heard = |progress_of: import::Progress| progress(progress_of.rows as u64);
    let drafts = draft::read(&document, &layout, world, &fold, &mut problems, &heard)?;
    let known = Known::new(&layout.kind, None);
    let guess = evidence::datum(crs, &document, (&layout, name), (&drafts.drafts, &known), &fold, &mut problems);
    let places = plan::settled(&drafts, guess.crs, &layout.kind, &mut problems);
    let rows = Rows::of(&document, &columns);
    let fields = RoadFields::of(&layout.kind);
    let class = layout.kind.index("road_class");
    let mut left_out = LeftOut::default();
    let mut roads = Vec::new();
    for (draft, place) in drafts.drafts.iter().zip(places) {
        let example = || format!("row/{}", draft.row);
        if place.is_none() {
            left_out.add("no_line", example());
            continue;
        }
        let object = Object {
            uid: Uid::from_bits(0),
            kind: layout.kind.id.clone(),
            geometry: place,
            values: draft.values.clone(),
        };
        let says_class = class.is_some_and(|class| !object.value(class).is_null());
        for road in fields.read(&object) {
            match rows.tags(draft).map_or(Ok(road.clone()), |tags| over(&tags, road, says_class)) {
                Ok(road) => roads.push(road),
                Err(reason) => left_out.add(reason, example()),
            }
        }
    }
    let (format, problems) = (document.format, problems.finish());
    Ok(RoadFile {
        format,
        roads,
        left_out,
        cut: Cut::NotWanted,
        crs: guess.crs,
        joints: Some(Joints::default()),
        problems,
    })
}

/// The columns that are OSM's, taken from what the catalogue would read. Without a class column only those that the
/// catalogue does not know: 单行 of a bureau's own list is not OSM's oneway.
fn osm_columns(table: &mut Table) -> Vec<(usize, String)> {
    let Some(names) = &mut table.names else { return Vec::new() };
    let is_osm = names.iter().any(|name| CLASSES.contains(&name.trim()));
    if !is_osm {
        return Vec::new();
    }
    let mut columns = Vec::new();
    for (at, name) in names.iter_mut().enumerate() {
        let key = name.trim();
        if CLASSES.contains(&key) || KEYS.contains(&key) {
            columns.push((at, key.to_owned()));
            name.clear();
        } else if matches!(key, "name" | "ref") {
            // Both the catalogue's and OSM's: read by both, to the same.
            columns.push((at, key.to_owned()));
        }
    }
    columns
}

/// The rows of a document by sheet and number, with the columns that are OSM's.
struct Rows<'a>(HashMap<(Option<&'a str>, u64), (&'a Row, &'a [(usize, String)])>);

impl<'a> Rows<'a> {
    fn of(document: &'a Document, columns: &'a [Vec<(usize, String)>]) -> Self {
        let mut rows = HashMap::new();
        for (table, columns) in document.tables.iter().zip(columns).filter(|(_, columns)| !columns.is_empty()) {
            rows.extend(table.rows.iter().map(|row| ((table.sheet.as_deref(), row.number), (row, columns.as_slice()))));
        }
        Self(rows)
    }

    /// The tags of a row; `None`: the layer has none.
    fn tags(&self, draft: &Draft) -> Option<Tags<'a>> {
        let (row, columns) = self.0.get(&(draft.sheet.as_deref(), draft.row))?;
        let geofabrik = columns.iter().any(|(_, key)| key == "fclass");
        let tag = |(at, key): &'a (usize, String)| {
            let value = row.cell(*at).text();
            match (key.as_str(), geofabrik) {
                ("fclass", _) => (Cow::Borrowed("highway"), value),
                ("oneway" | "bridge" | "tunnel", true) => (Cow::Borrowed(key.as_str()), letter(key, value)),
                // A yes or no of the file's own type.
                (_, _) if value == "是" => (Cow::Borrowed(key.as_str()), Cow::Borrowed("yes")),
                (_, _) if value == "否" => (Cow::Borrowed(key.as_str()), Cow::Borrowed("no")),
                _ => (Cow::Borrowed(key.as_str()), value),
            }
        };
        Some(Tags(columns.iter().map(tag).collect()))
    }
}

/// Geofabrik's letters: F forward, T (to) backward, B both; T true, F false.
fn letter<'a>(key: &str, value: Cow<'a, str>) -> Cow<'a, str> {
    match (key, value.as_ref()) {
        ("oneway", "F") | ("bridge" | "tunnel", "T") => Cow::Borrowed("yes"),
        ("oneway", "T") => Cow::Borrowed("-1"),
        ("oneway", "B") | ("bridge" | "tunnel", "F") => Cow::Borrowed("no"),
        _ => value,
    }
}

/// A road by its tags, and over them what the catalogue's columns say.
fn over(tags: &Tags<'_>, said: Road, says_class: bool) -> Result<Road, &'static str> {
    let class = match tags::class(tags)? {
        _ if says_class => said.class,
        Some(class) => class,
        None => return Err("no_road"),
    };
    let mut road = Road::new(said.uid, class, LineString(Vec::new()));
    tags::describe(&mut road, tags)?;
    let text = |said: std::sync::Arc<str>, tagged: std::sync::Arc<str>| if said.is_empty() { tagged } else { said };
    Ok(Road {
        name: text(said.name, road.name),
        number: text(said.number, road.number),
        oneway: if said.oneway == OneWay::Both { road.oneway } else { said.oneway },
        speed_limit_kmh: said.speed_limit_kmh.or(road.speed_limit_kmh),
        limits: Limits {
            weight_t: said.limits.weight_t.or(road.limits.weight_t),
            width_m: said.limits.width_m.or(road.limits.width_m),
            height_m: said.limits.height_m.or(road.limits.height_m),
        },
        barred: text(said.barred, road.barred),
        bridge: said.bridge || road.bridge,
        tunnel: said.tunnel || road.tunnel,
        structure: text(said.structure, road.structure),
        level: if said.level == 0 { road.level } else { said.level },
        slope_percent: said.slope_percent.or(road.slope_percent),
        line: said.line,
        class: road.class,
        uid: road.uid,
    })
}
