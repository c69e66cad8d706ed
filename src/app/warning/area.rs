//! Where a CAP message counts: its shapes, and the townships that its codes or words name.

use geo_types::{Geometry, MultiPolygon, Polygon};

use crate::{
    domain::{
        hazard::signal::{split_names, township_called},
        place::sound,
        problem::Problem,
        world::World,
    },
    io::cap::{Area, Info, circle_of, polygon_of},
};

/// Digits of a township's code that tell it apart: the rest is of villages.
const OF_TOWNSHIP: usize = 9;

/// Where a message counts.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Its polygons and circles.
    pub geometry: Option<Geometry>,
    /// The townships it names.
    pub townships: Vec<String>,
    /// Whether it names the whole district.
    pub whole: bool,
    /// What it says that is no place known here.
    pub unknown: Vec<String>,
}

/// What a district is called, and its six-digit code.
pub(super) fn district(world: &World) -> (Option<String>, Option<String>) {
    let Some(layer) = world.layer("district") else { return (None, None) };
    let first = layer.objects().next();
    let text = |field: &str| {
        let index = layer.kind().index(field)?;
        Some(first?.value(index).as_text()?.trim().to_owned()).filter(|text| !text.is_empty())
    };
    let is_code = |code: &String| code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit());
    (text("name"), text("code").filter(is_code))
}

/// The name of the township of a code.
fn township_of(world: &World, code: &str) -> Option<String> {
    let layer = world.layer("township")?;
    let (name, own) = (layer.kind().index("name")?, layer.kind().index("code")?);
    let code = code.get(..OF_TOWNSHIP)?;
    let found = layer.objects().find(|object| object.value(own).as_text().is_some_and(|own| own.starts_with(code)))?;
    found.value(name).as_text().map(str::to_owned)
}

/// Where an info block of a message counts; shapes that are none are told.
pub(super) fn found(world: &World, info: &Info, path: &str, problems: &mut Vec<Problem>) -> Found {
    let mut found = Found::default();
    let mut shapes = Vec::new();
    for (at, area) in info.areas.iter().enumerate() {
        shapes.extend(shapes_of(area, &format!("{path}/area[{}]", at + 1), problems));
        named(world, area, &mut found);
    }
    found.geometry = match shapes.len() {
        0 => None,
        1 => shapes.pop().map(Geometry::Polygon),
        _ => {
            // Areas of one message may overlap: together they are one.
            let all = Geometry::MultiPolygon(MultiPolygon(shapes));
            Some(sound(&all).map_or(all, |sound| sound.geometry))
        }
    };
    found
}

fn shapes_of(area: &Area, path: &str, problems: &mut Vec<Problem>) -> Vec<Polygon> {
    let short = |text: &str| text.chars().take(60).collect::<String>();
    let mut shapes = Vec::new();
    for (at, text) in area.polygons.iter().enumerate() {
        match polygon_of(text) {
            Ok(polygon) => shapes.push(polygon),
            Err(bad) => {
                let column = format!("{path}/polygon[{}]", at + 1);
                problems.push(Problem::new(bad.code()).column(column).value(short(text)));
            }
        }
    }
    for (at, text) in area.circles.iter().enumerate() {
        match circle_of(text) {
            Some(circle) => shapes.push(circle),
            None => {
                let column = format!("{path}/circle[{}]", at + 1);
                problems.push(Problem::new("cap_circle").column(column).value(short(text)));
            }
        }
    }
    shapes
}

/// The townships that an area names: by their codes, else by its words.
fn named(world: &World, area: &Area, found: &mut Found) {
    let (name, code) = district(world);
    let mut is_known = false;
    for value in area.geocodes.iter().map(|code| code.value.trim()) {
        let is_whole = code.as_deref().and_then(|code| value.strip_prefix(code));
        if is_whole.is_some_and(|rest| rest.bytes().all(|byte| byte == b'0')) {
            (found.whole, is_known) = (true, true);
        } else if let Some(township) = is_whole.and_then(|_| township_of(world, value)) {
            is_known = true;
            add(&mut found.townships, township);
        }
    }
    let said = area.description.trim();
    if is_known || said.is_empty() {
        return;
    }
    for part in split_names(said) {
        let rest = name.as_deref().and_then(|name| Some(part.split_once(name)?.1.trim()));
        let township = township_called(world, rest.filter(|rest| !rest.is_empty()).unwrap_or(part));
        let township = township.and_then(|township| world.value(&township, "name").as_text().map(str::to_owned));
        match (township, rest) {
            (Some(township), _) => add(&mut found.townships, township),
            (None, Some("" | "全区")) => found.whole = true,
            (None, _) => add(&mut found.unknown, part.to_owned()),
        }
    }
}

fn add(names: &mut Vec<String>, name: String) {
    if !names.contains(&name) {
        names.push(name);
    }
}
