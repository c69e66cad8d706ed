//! The scene: what there is to show of a world, in degrees, with no colour and no pixel in it yet. The window
//! and the report paint the same one.

mod ink;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use geo_types::{MultiLineString, MultiPolygon};
use jiff::Timestamp;

use crate::domain::{
    catalogue::{Frame, Glyph, Symbol, Tone},
    model::{KindId, ObjectRef},
    place::Position,
    query::{Nearest, name_of},
    view::{
        Words, basemap,
        legend::LegendRow,
        look::LayerLook,
        marks, overlay,
        projection::{Bounds, TILE_PX, View, degrees, world as to_world},
        storms::StormShown,
        travelled::Travelled,
    },
    world::{Layer, World},
};

pub use ink::{AreaInk, LineInk};

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SceneRequest {
    /// Only what touches this; `None`: everything.
    pub bounds: Option<Bounds>,
    /// The zoom it will be shown at (Web Mercator): decides what is shown and what is drawn together.
    pub zoom: f64,
    /// Kinds turned off.
    pub hidden: BTreeSet<KindId>,
    /// Kinds turned on whole, at any zoom. The others follow the catalogue's `visible` and `zoom`.
    pub shown: BTreeSet<KindId>,
    /// How layers look that were told to look otherwise.
    pub looks: BTreeMap<KindId, LayerLook>,
    /// Overlays of plots turned off, by name; the empty name: plots on none.
    pub hidden_overlays: BTreeSet<String>,
    /// What is selected.
    pub selected: Option<ObjectRef>,
    /// Alarms that nobody has acknowledged: their marks pulse and are never drawn together.
    pub pulsing: BTreeSet<ObjectRef>,
    /// What a list beside the map is about: shown at any zoom, with a ring.
    pub highlighted: BTreeSet<ObjectRef>,
    /// The answer to a question about the nearest.
    pub asked: Option<Asked>,
    /// The time: what was plotted is shown while it holds. `None`: all of it.
    pub now: Option<Timestamp>,
    /// The area that what lies within is asked of.
    pub inside: Option<Arc<MultiPolygon>>,
    /// A way, and what is within reach.
    pub travelled: Option<Arc<Travelled>>,
    /// A storm, at a moment.
    pub storm: Option<Arc<StormShown>>,
    /// Whether background tiles lie under the scene: the district's own base map then steps back to its outline,
    /// boundaries and names.
    pub tiles_on: bool,
    /// Whether those tiles bring names of their own: the base map then writes none.
    pub tiles_named: bool,
}

/// At most so many passed over are shown on the map: the nearest ones. The list beside it has them all.
const MOST_PASSED: usize = 8;

/// A question about the nearest, answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Where from.
    pub from: Position,
    /// The answers, nearest first.
    pub answers: Vec<ObjectRef>,
    /// The nearer ones that were passed over.
    pub passed_over: Vec<ObjectRef>,
}

impl SceneRequest {
    /// The same for what a view shows, with room around it. Bounds and zoom are rounded so that they stay the
    /// same while one pans and zooms a little: the requests of two frames are mostly equal.
    #[must_use]
    pub fn for_view(self, view: &View) -> Self {
        // Rounded down: what has room at the zoom asked for has more at the one shown.
        let zoom = (view.zoom * 4.0).floor() / 4.0;
        let cell = 1024.0 / (TILE_PX * zoom.exp2());
        let shown = view.bounds();
        let ([left, top], [right, bottom]) = (to_world(shown.west, shown.north), to_world(shown.east, shown.south));
        let down = |at: f64| ((at / cell - 0.5).floor() * cell).max(0.0);
        let up = |at: f64| ((at / cell + 0.5).ceil() * cell).min(1.0);
        let ([west, north], [east, south]) = (degrees([down(left), down(top)]), degrees([up(right), up(bottom)]));
        Self { bounds: Some(Bounds { west, south, east, north }), zoom, ..self }
    }
}

/// From farther than this a storm is looked at and no district: its marks would be one heap.
const SEA_ZOOM: f64 = 8.0;

impl SceneRequest {
    /// Whether a storm is looked at from so far that the district is a speck.
    pub(super) fn is_of_the_sea(&self) -> bool {
        self.storm.is_some() && self.zoom < SEA_ZOOM
    }
}

impl From<&Nearest> for Asked {
    fn from(nearest: &Nearest) -> Self {
        Self {
            from: nearest.query.from,
            answers: nearest.answers.iter().map(|answer| answer.object.clone()).collect(),
            passed_over: nearest.passed_over.iter().take(MOST_PASSED).map(|passed| passed.object.clone()).collect(),
        }
    }
}

/// What there is to show.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// Areas, bottom first.
    pub areas: Vec<Area>,
    /// Lines, bottom first.
    pub lines: Vec<Line>,
    /// Marks, bottom first; alarms are last.
    pub marks: Vec<Mark>,
    /// Names, most important first.
    pub labels: Vec<Label>,
    /// The question asked and its answers.
    pub overlay: Option<Overlay>,
    /// What is drawn, for the reader.
    pub legend: Vec<LegendRow>,
    /// The district: what to show first.
    pub home: Option<Bounds>,
    /// What the areas and lines that can be asked about are called.
    pub names: BTreeMap<ObjectRef, String>,
}

/// An area.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// Its shape, degrees.
    pub shape: MultiPolygon,
    /// How it is drawn.
    pub ink: AreaInk,
    /// How strongly it is drawn, 0 to 1.
    pub opacity: f32,
    /// What it is, when it can be asked about.
    pub object: Option<ObjectRef>,
}

/// A line.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its shape, degrees.
    pub shape: MultiLineString,
    /// How it is drawn.
    pub ink: LineInk,
    /// How strongly it is drawn, 0 to 1.
    pub opacity: f32,
    /// What it is, when it can be asked about.
    pub object: Option<ObjectRef>,
}

/// How much of a symbol is drawn.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Size {
    /// A dot: quiet things from afar.
    Dot,
    /// The whole symbol with its sign.
    Symbol,
    /// Several things of a kind together; the text is how many.
    Cluster,
}

/// A symbol: frame = class, fill = state.
#[derive(Clone, Debug, PartialEq)]
pub struct MarkSymbol {
    /// Its class.
    pub frame: Frame,
    /// Its state.
    pub tone: Tone,
    /// The drawing in it; `None`: the text.
    pub glyph: Option<Glyph>,
    /// The sign, the free places or how many.
    pub text: String,
    /// How much of it is drawn.
    pub size: Size,
    /// What surrounds it.
    pub ring: Ring,
    /// What a cluster is made of, worst first: the segments of its ring.
    pub parts: Vec<Part>,
    /// How strongly it is drawn, 0 to 1.
    pub opacity: f32,
}

/// What surrounds a symbol.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Ring {
    /// Nothing.
    #[default]
    None,
    /// It is one of those that a list is about.
    Highlighted,
    /// It is selected.
    Selected,
}

/// Things of a state in a cluster.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Part {
    /// Their state.
    pub tone: Tone,
    /// Their class.
    pub frame: Frame,
    /// How many.
    pub count: u32,
}

impl MarkSymbol {
    /// A kind's symbol in a state, whole: for legends, trees and cards.
    pub fn of(symbol: &Symbol, tone: Tone) -> Self {
        Self {
            frame: symbol.frame,
            tone,
            glyph: symbol.glyph,
            text: symbol.mark.clone(),
            size: Size::Symbol,
            ring: Ring::None,
            parts: Vec::new(),
            opacity: 1.0,
        }
    }
}

/// A mark at a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Where it is drawn, longitude and latitude.
    pub at: [f64; 2],
    /// Where the thing is, when its mark had to step aside: a line leads there.
    pub from: Option<[f64; 2]>,
    /// How it looks.
    pub symbol: MarkSymbol,
    /// What kind of thing it is.
    pub kind: KindId,
    /// The thing; `None` for a cluster.
    pub object: Option<ObjectRef>,
    /// Its name, or what a cluster holds.
    pub name: String,
    /// How many things it stands for, and where they are.
    pub cluster: Option<Cluster>,
    /// How grave an alarm it is, of one thing: 0 none, 1 an alarm, 2 one that tells people to leave or a dam near its end.
    /// It is named before all that is less grave.
    pub gravity: u8,
    /// How urgent it is: decides what stands by itself, and the draw order within a layer.
    pub rank: i32,
    /// How far its layer was moved up or down: draw order among layers.
    pub lift: i32,
    /// Whether it is an alarm that nobody has acknowledged.
    pub pulse: bool,
}

/// Things drawn together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cluster {
    /// How many.
    pub count: usize,
    /// Where they are.
    pub bounds: Bounds,
}

/// What a name belongs to, which decides its type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LabelInk {
    /// A township.
    Township,
    /// A township run by another body.
    Context,
    /// A town, a village or a place.
    Place,
    /// A road.
    Road,
    /// A river or a lake.
    Water,
    /// A mountain.
    Peak,
    /// A neighbouring district, outside.
    Neighbour,
    /// A thing in this state.
    Thing(Tone),
    /// An answer, or what is selected.
    Chosen,
    /// Passed over: struck through.
    Passed,
}

/// A name to be placed.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Longitude and latitude.
    pub at: [f64; 2],
    /// What it says.
    pub text: String,
    /// What it belongs to.
    pub ink: LabelInk,
    /// Half the width and half the height of the mark it stands beside, points; else it is on the place itself.
    pub beside: Option<[f32; 2]>,
    /// The higher, the sooner it is placed.
    pub rank: i32,
    /// How strongly it is written, 0 to 1.
    pub opacity: f32,
}

pub use crate::domain::view::{
    basemap::home_view,
    overlay::{Overlay, Pin},
};

/// What there is to show of a world. Deterministic; belongs off the UI thread for large worlds.
pub fn scene(world: &World, request: &SceneRequest, words: &Words) -> Scene {
    let mut scene = Scene { home: home(world), ..Scene::default() };
    basemap::add(&mut scene, world, request);
    scene.areas.extend(request.inside.iter().map(|inside| Area {
        shape: inside.as_ref().clone(),
        ink: AreaInk::Listed(Tone::Normal),
        opacity: 1.0,
        object: None,
    }));
    request.storm.iter().for_each(|storm| storm.draw(&mut scene));
    request.travelled.iter().for_each(|travelled| travelled.draw(&mut scene));
    if request.is_of_the_sea() {
        scene.labels.extend(district(world, scene.home));
    } else {
        marks::add(&mut scene, world, request, words);
    }
    overlay::add(&mut scene, world, request);
    request.travelled.iter().for_each(|travelled| travelled.mark(&mut scene, words));
    request.storm.iter().for_each(|storm| storm.mark(&mut scene, words));
    scene.names = names(world, &scene);
    // Whatever was moved up, alarms and what is chosen stay on top.
    scene.marks.sort_by_key(|mark| if on_top(mark) { (i32::MAX, mark.rank) } else { (mark.lift, mark.rank) });
    scene.labels.sort_by(|a, b| b.rank.cmp(&a.rank).then_with(|| a.text.cmp(&b.text)));
    scene
}

/// The district's name, for a map on which it is a speck.
fn district(world: &World, home: Option<Bounds>) -> Option<Label> {
    let (layer, home) = (world.layer("district")?, home?);
    let text = name_of(layer.kind(), layer.objects().next()?);
    let at = [f64::midpoint(home.west, home.east), f64::midpoint(home.south, home.north)];
    Some(Label { at, text, ink: LabelInk::Township, beside: Some([6.0, 6.0]), rank: 1_500, opacity: 1.0 })
}

/// Whether a mark is drawn over those of all layers.
fn on_top(mark: &Mark) -> bool {
    mark.pulse || mark.symbol.ring == Ring::Selected || marks::is_alarm(mark)
}

fn names(world: &World, scene: &Scene) -> BTreeMap<ObjectRef, String> {
    let (areas, lines) = (scene.areas.iter().map(|area| &area.object), scene.lines.iter().map(|line| &line.object));
    let objects = areas.chain(lines).flatten();
    objects.filter_map(|object| Some((object.clone(), world.value(object, "name").as_text()?.to_owned()))).collect()
}

/// Where the district is: its outline, else everything of the base map, else every place known.
pub fn home(world: &World) -> Option<Bounds> {
    let of_layer = |layer: &Layer| {
        let each = layer.objects().filter_map(|object| Bounds::of_geometry(object.geometry.as_ref()?));
        each.reduce(Bounds::join)
    };
    let outline = world.layer("district").and_then(of_layer);
    outline
        .or_else(|| world.layer("township").and_then(of_layer))
        .or_else(|| world.layers().filter_map(of_layer).reduce(Bounds::join))
}
