//! Marks: which things are shown at a zoom, in what state, and which are drawn together.

use std::{collections::BTreeMap, sync::Arc};

use crate::domain::{
    catalogue::{Frame, GeometryType, Kind, Role, Tone},
    model::{KindId, Object, ObjectRef, Shelter, ShelterStatus},
    view::{
        Words,
        basemap::{inside, lines, middle, name, polygons},
        format,
        legend::Legend,
        projection::{Bounds, TILE_PX, degrees, world as to_world},
        scene::{
            Area, AreaInk, Cluster, Label, LabelInk, Line, LineInk, Mark, MarkSymbol, Ring, Scene, SceneRequest, Size,
        },
        tone::{State, state, urgency},
    },
    world::World,
};

/// From this zoom on, nothing is drawn together.
const APART_FROM_ZOOM: f64 = 14.0;
/// Things of a kind within a square this wide are drawn together, pixels.
const CLUSTER_PX: f64 = 46.0;
/// Below this zoom, quiet things are dots.
const SYMBOL_ZOOM: f64 = 12.5;

/// Adds the things of a world to a scene.
pub(super) fn add(scene: &mut Scene, world: &World, request: &SceneRequest, words: &Words) {
    let mut legend = Legend::default();
    for layer in world.layers() {
        let kind = layer.kind();
        if kind.has_role(Role::Basemap) || kind.id.as_str() == "township" || kind.geometry == GeometryType::None {
            continue;
        }
        let look = Look { kind, request, words };
        let mut marks = Vec::new();
        for object in layer.objects() {
            look.put(scene, &mut marks, &mut legend, object);
        }
        scene.marks.append(&mut look.gathered(marks));
    }
    name_marks(scene, world, request);
    scene.legend = legend.rows(world.catalogue(), words);
}

/// How one kind is looked at.
struct Look<'a> {
    kind: &'a Arc<Kind>,
    request: &'a SceneRequest,
    words: &'a Words,
}

impl Look<'_> {
    /// Whether an object in this state is shown at the zoom asked for.
    fn shows(&self, object: &Object, tone: Tone) -> bool {
        let calls = self.calls(tone);
        let own = |object: &ObjectRef, uid| object.kind == self.kind.id && object.uid == uid;
        let asked = self.request.asked.iter().flat_map(|asked| asked.answers.iter().chain(&asked.passed_over));
        if self.request.selected.iter().chain(asked).any(|known| own(known, object.uid)) {
            return true;
        }
        if self.request.hidden.contains(&self.kind.id) {
            return false;
        }
        if self.request.shown.contains(&self.kind.id) {
            return true;
        }
        let [from, to] = self.kind.zoom.map(f64::from);
        match (self.kind.visible, self.request.zoom < from) {
            (true, false) => self.request.zoom <= to || calls,
            (true, true) => calls,
            (false, _) => false,
        }
    }

    /// Whether this state is worth showing from any distance: alarms of all kinds; what is at a larger risk or
    /// out, but not every gauge that is a little high; and the open places where people go.
    fn calls(&self, tone: Tone) -> bool {
        match tone {
            Tone::Alarm => true,
            Tone::Warning => self.kind.symbol.frame != Frame::Plain,
            Tone::Ready => self.kind.has_role(Role::Shelter),
            _ => false,
        }
    }

    fn put(&self, scene: &mut Scene, marks: &mut Vec<Mark>, legend: &mut Legend, object: &Object) {
        let Some(geometry) = &object.geometry else { return };
        if !inside(geometry, self.request) {
            return;
        }
        let state = state(self.kind, object);
        if !self.shows(object, state.tone) {
            return;
        }
        let reference = ObjectRef { kind: self.kind.id.clone(), uid: object.uid };
        legend.count(self.kind, state);
        if let Some(shape) = polygons(geometry) {
            let active = self.is_active(object);
            let ink = if active { AreaInk::Active(state.tone) } else { AreaInk::Listed(state.tone) };
            scene.areas.push(Area { shape, ink, object: Some(reference.clone()) });
        } else if let Some(shape) = lines(geometry) {
            let broken = self.calls(state.tone) && self.kind.symbol.frame == Frame::Event;
            let ink =
                if broken { LineInk::Broken(state.tone) } else { LineInk::Thing(state.tone, self.kind.symbol.width) };
            scene.lines.push(Line { shape, ink, object: Some(reference.clone()) });
        }
        let is_point = self.kind.geometry == GeometryType::Point;
        // Lines and areas speak for themselves, but for what must be seen from afar.
        let marked = is_point || (state.tone == Tone::Alarm && self.kind.symbol.frame == Frame::Event);
        if let (true, Some(at)) = (marked, middle(geometry)) {
            marks.push(self.mark(object, reference, at, state));
        }
    }

    fn is_active(&self, object: &Object) -> bool {
        let status = self.kind.index("status").and_then(|index| object.value(index).as_text());
        self.kind.has_role(Role::DangerArea) && status == Some("active")
    }

    fn mark(&self, object: &Object, reference: ObjectRef, at: [f64; 2], state: State) -> Mark {
        let selected = self.request.selected.as_ref() == Some(&reference);
        let (tone, text) = self.sign(object, state);
        // A standing risk class does not shout from afar.
        let shouts = self.calls(tone) && self.kind.symbol.frame != Frame::Hazard;
        let plain = self.kind.symbol.frame == Frame::Plain && urgency(tone) <= urgency(Tone::Normal);
        let near_enough = self.request.zoom >= if plain { APART_FROM_ZOOM } else { SYMBOL_ZOOM };
        let whole = shouts || selected || near_enough || self.is_asked(&reference);
        let symbol = MarkSymbol {
            frame: self.kind.symbol.frame,
            tone,
            text,
            glyph: self.kind.symbol.glyph,
            size: if whole { Size::Symbol } else { Size::Dot },
            ring: if selected { Ring::Selected } else { Ring::None },
            parts: Vec::new(),
        };
        let rank = urgency(tone) * 1000 + self.kind.order + if selected { 10_000 } else { 0 };
        let mut name = name(self.kind, object);
        if let (Some(over), true, true) =
            (state.number, tone == Tone::Alarm, self.kind.color.as_ref().is_some_and(|rule| rule.over.is_some()))
        {
            name = format!("{name} +{}", format::decimal(over, 2));
        }
        let pulse = self.request.pulsing.contains(&reference);
        let (kind, object) = (self.kind.id.clone(), Some(reference));
        Mark { at, from: None, symbol, kind, object, name, cluster: None, rank, pulse }
    }

    fn is_asked(&self, object: &ObjectRef) -> bool {
        let asked = self.request.asked.iter().flat_map(|asked| asked.answers.iter().chain(&asked.passed_over));
        asked.into_iter().any(|known| known == object)
    }

    /// What is written in the symbol: the free places of an open shelter, the word for full, else the sign.
    fn sign(&self, object: &Object, state: State) -> (Tone, String) {
        let sign = self.kind.symbol.mark.clone();
        let open = Shelter::of(self.kind, object).filter(|shelter| shelter.status == Some(ShelterStatus::Open));
        match open.and_then(|shelter| shelter.free_places()) {
            Some(free) if free <= 0 => (Tone::Warning, self.words.get("scene-full")),
            Some(free) => (state.tone, format::number(free)),
            None => (state.tone, sign),
        }
    }

    /// Things close together become one mark with their number, in the tone of the worst of them. Alarms,
    /// what is selected and what was asked about stay apart.
    fn gathered(&self, marks: Vec<Mark>) -> Vec<Mark> {
        if self.request.zoom >= APART_FROM_ZOOM {
            return marks;
        }
        let px = TILE_PX * self.request.zoom.exp2();
        let wide = if self.kind.symbol.frame == Frame::Hazard { 1.5 * CLUSTER_PX } else { CLUSTER_PX };
        let mut cells: BTreeMap<[i64; 2], Vec<Mark>> = BTreeMap::new();
        let mut out = Vec::new();
        for mark in marks {
            let asked = mark.object.as_ref().is_some_and(|object| self.is_asked(object));
            if is_alarm(&mark) || mark.pulse || (mark.symbol.ring == Ring::Selected) || asked {
                out.push(mark);
            } else {
                let [x, y] = to_world(mark.at[0], mark.at[1]);
                let cell = [(x * px / wide).floor() as i64, (y * px / wide).floor() as i64];
                cells.entry(cell).or_default().push(mark);
            }
        }
        for group in cells.into_values() {
            let least = if group.iter().any(|mark| mark.symbol.tone == Tone::Ready) { 4 } else { 3 };
            if group.len() < least {
                out.extend(group);
            } else {
                out.extend(self.cluster(&group));
            }
        }
        out
    }

    fn cluster(&self, group: &[Mark]) -> Option<Mark> {
        let worst = group.iter().max_by_key(|mark| urgency(mark.symbol.tone))?;
        let bounds = group.iter().map(|mark| Bounds::of(mark.at[0], mark.at[1])).reduce(Bounds::join)?;
        let count = group.len();
        let sum = group.iter().fold([0.0, 0.0], |sum: [f64; 2], mark| {
            let [x, y] = to_world(mark.at[0], mark.at[1]);
            [sum[0] + x, sum[1] + y]
        });
        let shown = count.to_string();
        let name =
            self.words.with("scene-cluster", &[("n", shown.as_str()), ("kind", self.kind.name(self.words.lang()))]);
        Some(Mark {
            at: degrees(sum.map(|each| each / count as f64)),
            from: None,
            symbol: MarkSymbol { text: shown, size: Size::Cluster, ring: Ring::None, ..worst.symbol.clone() },
            kind: self.kind.id.clone(),
            object: None,
            name,
            cluster: Some(Cluster { count, bounds }),
            rank: worst.rank,
            pulse: false,
        })
    }
}

/// An alarm is always drawn by itself. A red risk class of a hazard source is a class, not an alarm.
pub(super) fn is_alarm(mark: &Mark) -> bool {
    mark.symbol.tone == Tone::Alarm && mark.symbol.frame != Frame::Hazard
}

/// Names: of alarms and what is chosen at any zoom, of the others from their kind's label zoom.
fn name_marks(scene: &mut Scene, world: &World, request: &SceneRequest) {
    let asked = |object: &ObjectRef| request.asked.as_ref().is_some_and(|asked| asked.answers.contains(object));
    let passed = |object: &ObjectRef| request.asked.as_ref().is_some_and(|asked| asked.passed_over.contains(object));
    let zooms: BTreeMap<&KindId, f64> =
        world.layers().map(|layer| (&layer.kind().id, f64::from(layer.kind().label_zoom))).collect();
    for mark in &scene.marks {
        let Some(object) = &mark.object else { continue };
        let near_enough = zooms.get(&mark.kind).is_some_and(|zoom| request.zoom >= *zoom);
        let (ink, rank) = if asked(object) || (mark.symbol.ring == Ring::Selected) {
            (LabelInk::Chosen, 2000)
        } else if passed(object) {
            (LabelInk::Passed, 1500)
        } else if is_alarm(mark) {
            (LabelInk::Thing(Tone::Alarm), 1000)
        } else if near_enough {
            (LabelInk::Thing(mark.symbol.tone), 100 * urgency(mark.symbol.tone))
        } else {
            continue;
        };
        if !mark.name.is_empty() {
            let (at, text) = (mark.at, mark.name.clone());
            scene.labels.push(Label { at, text, ink, beside: Some(mark.symbol.size), rank });
        }
    }
}
