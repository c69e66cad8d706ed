//! The district's own base map: ground, townships, woods, waters, roads and names.

use std::{collections::BTreeMap, sync::Arc};

use geo::{Centroid, InteriorPoint};
use geo_types::{Coord, Geometry, Line as Segment, LineString, MultiLineString, MultiPolygon, Polygon, Rect};

use crate::domain::{
    catalogue::{GeometryType, Kind, Role, Tone},
    model::{Object, Uid},
    view::{
        curve,
        palette::TINTS,
        projection::{Bounds, View},
        scene::{Area, AreaInk, Label, LabelInk, Line, LineInk, Scene, SceneRequest},
        tone::state,
    },
    world::{Layer, World},
};

/// Draw order of the base map's kinds: what is not named here follows, by its tone.
const ORDER: [&str; 8] = ["district", "relief", "built_up", "township", "river", "water", "road", "place_name"];

/// From this zoom on, the steps of the relief are cut to what is in view and rounded.
const CLOSE: f64 = 12.0;

/// How much of the map's shorter side the district fills at first.
const HOME_SHARE: f64 = 0.84;

/// How many townships are given tints that differ from their neighbours'; beyond, they take turns.
const MOST_TINTED: usize = 1000;

/// A river is drawn in so many pieces, each a little wider than the one before.
const TAPER: usize = 14;

/// The view that shows a district first, in the datum of another: all of it, filling most of the map, with a rim
/// of its neighbours.
pub fn home_view(view: &View, home: Bounds, size: [f64; 2]) -> View {
    view.fitted(home, size, size[0].min(size[1]) * (1.0 - HOME_SHARE) / 2.0)
}

/// The objects of a layer that may be in the scene.
fn near<'a>(layer: &'a Layer, request: &SceneRequest) -> Vec<&'a Arc<Object>> {
    match request.bounds {
        Some(bounds) => layer
            .in_bounds(Rect::new(Coord { x: bounds.west, y: bounds.south }, Coord { x: bounds.east, y: bounds.north })),
        None => layer.objects().collect(),
    }
}

/// Adds the base map to a scene.
pub(super) fn add(scene: &mut Scene, world: &World, request: &SceneRequest) {
    let mut layers: Vec<&Layer> = world.layers().filter(|layer| wanted(layer.kind(), request)).collect();
    layers.sort_by_key(|layer| {
        let kind = layer.kind();
        let place = ORDER.iter().position(|id| *id == kind.id.as_str());
        (place.unwrap_or(if kind.symbol.tone == Tone::Wood { 2 } else { ORDER.len() }), kind.order, kind.id.clone())
    });
    let tints = world.layer("township").map(tints).unwrap_or_default();
    let mut roads = RoadNames::new();
    for layer in layers {
        for object in near(layer, request) {
            if let Some(geometry) = &object.geometry
                && inside(geometry, request)
            {
                put(scene, &mut roads, layer.kind(), object, geometry, (request, &tints));
            }
        }
    }
    for (text, _, at) in roads {
        put_label(scene, text, Some(at), LabelInk::Road);
    }
    if request.tiles_named || request.is_of_the_sea() {
        scene.labels.clear();
    }
    veil(scene, request);
    if request.tiles_on {
        // The veil needed the district; fills would hide the tiles.
        scene.areas.retain(|area| area.ink == AreaInk::Veil);
    }
}

/// Dims what is outside the district: a sheet with the district cut out of it.
fn veil(scene: &mut Scene, request: &SceneRequest) {
    let district = scene.areas.iter().filter(|area| area.ink == AreaInk::District);
    let holes: Vec<LineString> = district.flat_map(|area| &area.shape).map(|part| part.exterior().clone()).collect();
    let Some(all) = Bounds::around(holes.iter().flat_map(|ring| ring.coords().copied())) else { return };
    // Far enough for the whole of what is asked for, with room to zoom out before the next scene is there.
    let Bounds { west, south, east, north } = request.bounds.map_or(all, |asked| asked.join(all)).grown(1.5);
    let corner = |x: f64, y: f64| Coord { x: x.clamp(-179.9, 179.9), y: y.clamp(-84.0, 84.0) };
    let sheet = vec![corner(west, south), corner(east, south), corner(east, north), corner(west, north)];
    let shape = MultiPolygon::new(vec![Polygon::new(LineString::new(sheet), holes)]);
    scene.areas.push(Area { shape, ink: AreaInk::Veil, opacity: 1.0, object: None });
}

/// A tint for each township: the one whose nearest bearer is farthest away.
fn tints(townships: &Layer) -> BTreeMap<Uid, u8> {
    let places = townships.objects().filter_map(|object| {
        let bounds = Bounds::of_geometry(object.geometry.as_ref()?)?;
        Some((object.uid, [(bounds.west + bounds.east) / 2.0, (bounds.south + bounds.north) / 2.0]))
    });
    let mut given: Vec<(Uid, [f64; 2], u8)> = Vec::new();
    for (at, (uid, [x, y])) in places.enumerate() {
        let apart = |tint: u8| {
            let same = given.iter().filter(|(.., other)| *other == tint);
            same.map(|(_, [ox, oy], _)| (x - ox) * (x - ox) + (y - oy) * (y - oy)).fold(f64::MAX, f64::min)
        };
        let all = 0..TINTS as u8;
        // Of equals, the first.
        let tint = if at < MOST_TINTED { all.rev().max_by(|a, b| apart(*a).total_cmp(&apart(*b))) } else { None };
        given.push((uid, [x, y], tint.unwrap_or((at % TINTS) as u8)));
    }
    given.into_iter().map(|(uid, _, tint)| (uid, tint)).collect()
}

/// Whether a geometry is in what is asked for.
pub(super) fn inside(geometry: &Geometry, request: &SceneRequest) -> bool {
    request.bounds.is_none_or(|asked| match geometry {
        Geometry::Point(point) => asked.holds(point.x(), point.y()),
        _ => Bounds::of_geometry(geometry).is_some_and(|own| own.meets(&asked)),
    })
}

fn wanted(kind: &Kind, request: &SceneRequest) -> bool {
    let drawn = kind.has_role(Role::Basemap) || kind.id.as_str() == "township";
    let zoomed = f64::from(kind.zoom[0]) <= request.zoom && request.zoom <= f64::from(kind.zoom[1]);
    // Tiles show the ground themselves, and better; what they cannot know stays.
    let kept = !request.tiles_on || ["district", "township", "place_name"].contains(&kind.id.as_str());
    let on = request.shown.contains(&kind.id) || (kind.visible && zoomed);
    drawn && kept && on && !request.hidden.contains(&kind.id)
}

type Asked<'a> = (&'a SceneRequest, &'a BTreeMap<Uid, u8>);

/// Names of roads, how much of each is in view in one piece, and where. A road of many pieces is named once.
type RoadNames = Vec<(String, usize, [f64; 2])>;

fn put_road_name(names: &mut RoadNames, text: String, (count, at): (usize, [f64; 2])) {
    match names.iter_mut().find(|(known, ..)| *known == text) {
        Some(known) if known.1 < count => (known.1, known.2) = (count, at),
        Some(_) => {}
        None => names.push((text, count, at)),
    }
}

fn put(
    scene: &mut Scene,
    roads: &mut RoadNames,
    kind: &Kind,
    object: &Object,
    geometry: &Geometry,
    (request, tints): Asked<'_>,
) {
    let text = name(kind, object);
    match (geometry, kind.geometry) {
        (_, GeometryType::Polygon) => {
            let Some(shape) = polygons(geometry) else { return };
            let ink = area_ink(kind, object, tints);
            put_area(scene, ink, shape, request);
            let named = !matches!(ink, AreaInk::District | AreaInk::Relief(_) | AreaInk::Slope(_) | AreaInk::Town);
            if named && labelled(kind, request) {
                let ink = match ink {
                    AreaInk::Context => LabelInk::Context,
                    AreaInk::Township(_) => LabelInk::Township,
                    AreaInk::Water => LabelInk::Water,
                    _ => LabelInk::Place,
                };
                put_label(scene, text, middle(geometry), ink);
            }
        }
        (_, GeometryType::Line) => {
            let Some(shape) = lines(geometry) else { return };
            let Some(ink) = line_ink(kind, object).filter(|ink| request.zoom >= drawn_from(*ink)) else { return };
            let near = request.zoom >= named_from(ink);
            if let Some((count, at)) = along(&shape, request).filter(|_| near && labelled(kind, request)) {
                match ink {
                    LineInk::River(_) => put_label(scene, text, Some(at), LabelInk::Water),
                    _ => put_road_name(roads, text, (count, at)),
                }
            }
            match (ink, number(kind, object, "source_width_m")) {
                (LineInk::River(width), Some(source)) => taper(scene, &shape, source as f32, width),
                _ => scene.lines.push(Line { shape, ink, opacity: 1.0, object: None }),
            }
        }
        (Geometry::Point(point), _) => {
            if let Some(ink) = point_ink(kind, object, request) {
                put_label(scene, text, Some([point.x(), point.y()]), ink);
            }
        }
        _ => {}
    }
}

/// How the name of a point of the base map is written; `None`: not at this zoom.
fn point_ink(kind: &Kind, object: &Object, request: &SceneRequest) -> Option<LabelInk> {
    if kind.id.as_str() == "township" {
        return Some(if flag(kind, object, "zone_run") { LabelInk::Context } else { LabelInk::Township });
    }
    let place = kind.index("place_kind").and_then(|index| object.value(index).as_text());
    match place {
        Some("neighbour") => Some(LabelInk::Neighbour),
        // Its townships say where one is better than its own name does.
        Some("district") => (request.zoom < 9.5).then_some(LabelInk::Place),
        _ if !labelled(kind, request) => None,
        Some("mountain") => Some(LabelInk::Peak),
        Some("water") => Some(LabelInk::Water),
        _ => Some(LabelInk::Place),
    }
}

/// A river that widens from its source to its mouth.
fn taper(scene: &mut Scene, shape: &MultiLineString, source_m: f32, mouth_m: f32) {
    for line in shape {
        let segments = line.0.len().saturating_sub(1);
        let pieces = TAPER.min(segments.max(1));
        for piece in 0..pieces {
            let (from, to) = (segments * piece / pieces, segments * (piece + 1) / pieces);
            let Some(part) = line.0.get(from..=to) else { continue };
            let share = (piece as f32 + 0.5) / pieces as f32;
            let ink = LineInk::River(source_m + (mouth_m - source_m) * share);
            let shape = MultiLineString::new(vec![LineString::new(part.to_vec())]);
            scene.lines.push(Line { shape, ink, opacity: 1.0, object: None });
        }
    }
}

/// The zoom from which a line is drawn: smaller ones only from closer.
fn drawn_from(ink: LineInk) -> f64 {
    match ink {
        LineInk::Road(4) => 11.5,
        LineInk::Road(5..) => 12.5,
        LineInk::River(width_m) if width_m < 16.0 => 10.5,
        _ => 0.0,
    }
}

/// The zoom from which a line is named.
fn named_from(ink: LineInk) -> f64 {
    match ink {
        LineInk::Road(0..=2) => 11.5,
        LineInk::Road(3) => 13.0,
        LineInk::Road(_) => 15.0,
        LineInk::River(width_m) if width_m < 16.0 => 15.0,
        _ => 0.0,
    }
}

fn labelled(kind: &Kind, request: &SceneRequest) -> bool {
    request.zoom >= f64::from(kind.label_zoom)
}

fn area_ink(kind: &Kind, object: &Object, tints: &BTreeMap<Uid, u8>) -> AreaInk {
    match (kind.id.as_str(), kind.symbol.tone) {
        ("district", _) => AreaInk::District,
        ("relief", _) => relief_ink(kind, object),
        ("built_up", _) => AreaInk::Town,
        ("township", _) if flag(kind, object, "zone_run") => AreaInk::Context,
        ("township", _) => AreaInk::Township(tints.get(&object.uid).copied().unwrap_or(0)),
        (_, Tone::Water) => AreaInk::Water,
        (_, Tone::Wood) => AreaInk::Wood,
        _ => AreaInk::Listed(state(kind, object).tone),
    }
}

fn relief_ink(kind: &Kind, object: &Object) -> AreaInk {
    let step = number(kind, object, "step").unwrap_or(0.0).clamp(0.0, 100.0) as u8;
    match kind.index("relief_kind").and_then(|index| object.value(index).as_text()) {
        Some("light") => AreaInk::Slope(step.min(100).cast_signed()),
        Some("shade") => AreaInk::Slope(-step.min(100).cast_signed()),
        _ => AreaInk::Relief((number(kind, object, "from_m").unwrap_or(0.0) / 10.0).clamp(0.0, 255.0) as u8),
    }
}

fn put_area(scene: &mut Scene, ink: AreaInk, shape: MultiPolygon, request: &SceneRequest) {
    let edge = match ink {
        AreaInk::District => Some(LineInk::Outline),
        AreaInk::Township(_) | AreaInk::Context => Some(LineInk::Boundary),
        _ => None,
    };
    if let Some(ink) = edge {
        let rings = shape.iter().map(|polygon| polygon.exterior().clone()).collect();
        scene.lines.push(Line { shape: MultiLineString::new(rings), ink, opacity: 1.0, object: None });
    }
    let fine = matches!(ink, AreaInk::Relief(_) | AreaInk::Slope(_));
    let shape = match request.bounds {
        Some(bounds) if fine && request.zoom >= CLOSE => {
            let times = if request.zoom >= CLOSE + 1.5 { 2 } else { 1 };
            curve::rounded(curve::clipped(&shape, bounds.grown(0.2)), times)
        }
        Some(bounds) if fine => curve::meeting(&shape, bounds),
        _ => shape,
    };
    if !shape.0.is_empty() {
        scene.areas.push(Area { shape, ink, opacity: 1.0, object: None });
    }
}

fn number(kind: &Kind, object: &Object, field: &str) -> Option<f64> {
    kind.index(field).and_then(|index| object.value(index).as_number())
}

/// How a line of the base map is drawn; `None`: not at all. A waterway is not: its river is there already.
fn line_ink(kind: &Kind, object: &Object) -> Option<LineInk> {
    let class = kind.index("road_class").and_then(|index| object.value(index).as_text());
    match kind.symbol.tone {
        Tone::Water => Some(LineInk::River(number(kind, object, "width_m").unwrap_or(20.0) as f32)),
        Tone::Boundary => Some(LineInk::Boundary),
        _ if class == Some("waterway") => None,
        _ => Some(LineInk::Road(class.map_or(3, road_rank))),
    }
}

/// 0 motorway, 1 national, 2 provincial, 3 county or main street, 4 smaller, 5 for those on foot.
fn road_rank(class: &str) -> u8 {
    match class {
        "expressway" | "motorway" | "highway" | "railway" => 0,
        "national" | "trunk" => 1,
        "provincial" | "primary" | "urban" => 2,
        "county" | "secondary" | "street" | "mountain" => 3,
        "path" => 5,
        _ => 4,
    }
}

fn put_label(scene: &mut Scene, text: String, at: Option<[f64; 2]>, ink: LabelInk) {
    let rank = match ink {
        LabelInk::Township => 800,
        LabelInk::Water => 500,
        LabelInk::Context => 450,
        LabelInk::Neighbour => 420,
        LabelInk::Peak => 300,
        LabelInk::Road => 50,
        _ => 400,
    };
    let known = scene.labels.iter().any(|label| label.text == text);
    if let (Some(at), false) = (at, text.is_empty() || known) {
        scene.labels.push(Label { at, text, ink, beside: None, rank, opacity: 1.0 });
    }
}

/// An object's name on the map; empty when it has none.
pub(super) fn name(kind: &Kind, object: &Object) -> String {
    let index = kind.index(kind.label.as_str()).or_else(|| kind.index("name"));
    index.and_then(|index| object.value(index).as_text()).unwrap_or_default().to_owned()
}

fn flag(kind: &Kind, object: &Object, field: &str) -> bool {
    kind.index(field).and_then(|index| object.value(index).as_bool()).unwrap_or(false)
}

/// The polygons of a geometry.
pub(super) fn polygons(geometry: &Geometry) -> Option<MultiPolygon> {
    match geometry {
        Geometry::Polygon(polygon) => Some(MultiPolygon::new(vec![polygon.clone()])),
        Geometry::MultiPolygon(polygons) => Some(polygons.clone()),
        Geometry::Rect(rect) => Some(MultiPolygon::new(vec![rect.to_polygon()])),
        _ => None,
    }
}

/// The lines of a geometry.
pub(super) fn lines(geometry: &Geometry) -> Option<MultiLineString> {
    match geometry {
        Geometry::LineString(line) => Some(MultiLineString::new(vec![line.clone()])),
        Geometry::MultiLineString(lines) => Some(lines.clone()),
        Geometry::Line(Segment { start, end }) => Some(MultiLineString::new(vec![LineString::new(vec![*start, *end])])),
        _ => None,
    }
}

/// A place that stands for a geometry: its middle where that is inside, else a place inside.
pub(super) fn middle(geometry: &Geometry) -> Option<[f64; 2]> {
    use geo::Intersects;
    let middle = geometry.centroid().filter(|point| match geometry {
        Geometry::Polygon(_) | Geometry::MultiPolygon(_) => geometry.intersects(point),
        _ => true,
    });
    let point = match geometry {
        Geometry::LineString(_) | Geometry::MultiLineString(_) => {
            return lines(geometry).and_then(|lines| along(&lines, &SceneRequest::default())).map(|(_, at)| at);
        }
        _ => middle.or_else(|| geometry.interior_point())?,
    };
    Some([point.x(), point.y()])
}

/// How many vertices of the longest line are in view, and the place half-way along them.
fn along(lines: &MultiLineString, request: &SceneRequest) -> Option<(usize, [f64; 2])> {
    let longest = lines.iter().max_by_key(|line| line.0.len())?;
    let seen = |vertex: &&Coord| request.bounds.is_none_or(|asked| asked.holds(vertex.x, vertex.y));
    let count = longest.coords().filter(seen).count();
    let vertex = longest.coords().filter(seen).nth(count / 2)?;
    Some((count, [vertex.x, vertex.y]))
}

#[cfg(test)]
mod tests;
