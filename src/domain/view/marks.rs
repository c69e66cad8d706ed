//! Marks: which things are shown at a zoom, in what state.

use std::sync::Arc;

use geo::{Rect, coord};
use geo_types::Geometry;

use crate::domain::{
    catalogue::{Frame, GeometryType, Glyph, Kind, Lang, Role, Tone},
    hazard::{
        reservoir::WaterState,
        signal::{self, Warning},
    },
    model::{KindId, Object, ObjectRef, Shelter, ShelterStatus},
    view::{
        Words,
        age::is_measured,
        basemap::{inside, lines, middle, name, polygons},
        crowd::{self, Item, Tier},
        format,
        legend::Legend,
        look::LayerLook,
        names, plots,
        scene::{Area, AreaInk, Label, LabelInk, Line, LineInk, Mark, MarkSymbol, Ring, Scene, SceneRequest, Size},
        signals,
        tone::{State, state_at, urgency},
    },
    world::{Layer, World},
};

/// From this zoom on, things are whole symbols; below, quiet ones are dots.
const SYMBOL_ZOOM: f64 = 12.5;
/// From this zoom on, so are those that are outside the standard: gauges, villages.
const PLAIN_ZOOM: f64 = 14.0;

/// How strongly the area of a warning is drawn: what lies in it stays readable.
const WARNED: f32 = 0.7;

/// Adds the things of a world to a scene.
pub(super) fn add(scene: &mut Scene, world: &World, request: &SceneRequest, words: &Words) {
    let mut legend = Legend::default();
    let mut items = Vec::new();
    // What was moved up is drawn later; the rest keeps its order.
    let lift = |kind: &KindId| request.looks.get(kind).map_or(0, |look| look.lift);
    let mut layers: Vec<&Layer> = world.layers().collect();
    layers.sort_by_key(|layer| lift(&layer.kind().id));
    for layer in layers {
        let kind = layer.kind();
        if kind.has_role(Role::Basemap) || kind.id.as_str() == "township" || kind.geometry == GeometryType::None {
            continue;
        }
        let look = Look { kind, request, words, own: request.looks.get(&kind.id) };
        for object in objects(layer, request) {
            look.put(scene, &mut items, &mut legend, object);
        }
        if kind.id.as_str() == signal::KIND {
            for object in signals::placed(world, request.now, request.selected.as_ref()) {
                look.put(scene, &mut items, &mut legend, &object);
            }
        }
    }
    scene.marks = crowd::settle(items, request.zoom, words);
    names::add(scene, world, request);
    scene.legend = legend.rows(world.catalogue(), &scene.marks, words);
}

/// The objects of a layer that may be in view.
fn objects<'a>(layer: &'a Layer, request: &SceneRequest) -> Vec<&'a Arc<Object>> {
    match request.bounds {
        None => layer.objects().collect(),
        Some(asked) => {
            let corner = |x, y| coord! { x: x, y: y };
            layer.in_bounds(Rect::new(corner(asked.west, asked.south), corner(asked.east, asked.north)))
        }
    }
}

/// How one kind is looked at.
struct Look<'a> {
    kind: &'a Arc<Kind>,
    request: &'a SceneRequest,
    words: &'a Words,
    /// What it was told to look like.
    own: Option<&'a LayerLook>,
}

/// What is written in a symbol, and the state that this adds.
struct Sign {
    tone: Tone,
    text: String,
    glyph: Option<Glyph>,
    free: Option<i64>,
}

impl Look<'_> {
    /// Whether an object in this state is shown at the zoom asked for.
    fn shows(&self, reference: &ObjectRef, state: State) -> bool {
        if self.is_chosen(reference) {
            return true;
        }
        if self.request.hidden.contains(&self.kind.id) {
            return false;
        }
        if self.request.shown.contains(&self.kind.id) {
            return true;
        }
        let [from, to] = self.kind.zoom.map(f64::from);
        self.kind.visible && (state.afar || (from..=to).contains(&self.request.zoom))
    }

    /// Whether it is selected, asked about, unacknowledged or in the list beside the map.
    fn is_chosen(&self, reference: &ObjectRef) -> bool {
        let request = self.request;
        request.selected.as_ref() == Some(reference)
            || self.is_asked(reference)
            || request.pulsing.contains(reference)
            || request.highlighted.contains(reference)
    }

    fn passes(&self, object: &Object) -> bool {
        self.own.is_none_or(|own| own.passes(object))
    }

    /// How strongly it is drawn: what is chosen or unacknowledged always whole.
    fn opacity(&self, reference: &ObjectRef) -> f32 {
        match self.own {
            Some(own) if !self.is_chosen(reference) => own.opacity,
            _ => 1.0,
        }
    }

    fn is_asked(&self, object: &ObjectRef) -> bool {
        let asked = self.request.asked.iter().flat_map(|asked| asked.answers.iter().chain(&asked.passed_over));
        asked.into_iter().any(|known| known == object)
    }

    fn put(&self, scene: &mut Scene, items: &mut Vec<Item>, legend: &mut Legend, object: &Object) {
        let Some(geometry) = &object.geometry else { return };
        if !inside(geometry, self.request) {
            return;
        }
        let state = state_at(self.kind, object, self.request.now);
        let reference = ObjectRef { kind: self.kind.id.clone(), uid: object.uid };
        if !self.shows(&reference, state)
            || !(self.passes(object) || self.is_chosen(&reference))
            || !self.holds(&reference, object)
        {
            return;
        }
        let opacity = self.opacity(&reference);
        let state = match self.own {
            // What nobody has acknowledged keeps the colour of its rule.
            Some(own) if !self.request.pulsing.contains(&reference) => own.colored(self.kind, object, state),
            _ => state,
        };
        legend.count(self.kind, state);
        if let Some(shape) = polygons(geometry) {
            let active = self.is_active(object);
            let ink = if active { AreaInk::Active(state.tone) } else { AreaInk::Listed(state.tone) };
            let ink = plots::area_of(self.kind, object).map_or(ink, AreaInk::Plot);
            // A warning may hold in the whole district: it takes no click from what lies in it, its mark does.
            let warns = self.warning(object).is_some();
            let (opacity, object) = if warns { (opacity * WARNED, None) } else { (opacity, Some(reference.clone())) };
            scene.areas.push(Area { shape, ink, opacity, object });
        } else if let Some(shape) = lines(geometry) {
            let broken = state.afar && self.kind.symbol.frame == Frame::Event;
            let ink =
                if broken { LineInk::Broken(state.tone) } else { LineInk::Thing(state.tone, self.kind.symbol.width) };
            let ink = plots::line_of(self.kind, object).map_or(ink, LineInk::Plot);
            scene.lines.push(Line { shape, ink, opacity, object: Some(reference.clone()) });
        }
        self.put_plot_label(scene, object, geometry);
        let is_point = self.kind.geometry == GeometryType::Point;
        // Lines and areas speak for themselves, but for what must be seen from afar.
        let warned = self.warning(object).is_some();
        let marked = is_point || warned || (state.tone == Tone::Alarm && self.kind.symbol.frame == Frame::Event);
        if let (true, Some(at)) = (marked, middle(geometry)) {
            items.push(self.item(object, reference, at, state));
        }
    }

    /// Whether it is to be shown now; what is selected always is.
    fn holds(&self, reference: &ObjectRef, object: &Object) -> bool {
        let off = |overlay: &str| self.request.hidden_overlays.contains(overlay);
        self.request.selected.as_ref() == Some(reference)
            || (!signal::is_over(self.kind, object, self.request.now)
                && plots::holds(self.kind, object, self.request.now)
                && !plots::overlay_of(self.kind, object).is_some_and(off))
    }

    /// What was plotted is named at any zoom where it is shown: a line and an area on themselves, a text at its dot.
    fn put_plot_label(&self, scene: &mut Scene, object: &Object, geometry: &Geometry) {
        let is_text = plots::is_text(self.kind, object);
        if !self.kind.has_role(Role::Plot) || (self.kind.geometry == GeometryType::Point && !is_text) {
            return;
        }
        let text = name(self.kind, object);
        if let (Some(at), false) = (middle(geometry), text.is_empty()) {
            let beside = is_text.then_some([7.0, 7.0]);
            scene.labels.push(Label { at, text, ink: LabelInk::Thing(Tone::Alarm), beside, rank: 900, opacity: 1.0 });
        }
    }

    fn is_active(&self, object: &Object) -> bool {
        self.kind.has_role(Role::DangerArea) && self.choice(object, "status") == Some("active")
    }

    fn warning<'a>(&'a self, object: &'a Object) -> Option<Warning<'a>> {
        Warning::of(self.kind, object)
    }

    fn choice<'a>(&self, object: &'a Object, field: &str) -> Option<&'a str> {
        self.kind.index(field).and_then(|index| object.value(index).as_text())
    }

    fn item(&self, object: &Object, reference: ObjectRef, at: [f64; 2], state: State) -> Item {
        let request = self.request;
        let selected = request.selected.as_ref() == Some(&reference);
        let highlighted = request.highlighted.contains(&reference);
        let pulse = request.pulsing.contains(&reference);
        let frame = self.kind.symbol.frame;
        let sign = self.sign(object, state);
        let gravity = gravity(self.kind, sign.tone, state);
        let shouts = gravity > 0;
        let chosen = selected || self.is_asked(&reference);
        // The sign of a warning says its colour's word: its area, or a number for several, would say it by colour alone.
        let warns = self.warning(object).is_some();
        let alone = pulse || chosen || shouts || warns;
        // A standing risk class, a sensor and what is only near its limit do not shout from afar.
        let quiet = matches!(frame, Frame::Hazard | Frame::Plain) || sign.tone == Tone::Caution;
        let own = (state.afar && !quiet) || highlighted || self.kind.has_role(Role::Plot);
        let is_text = plots::is_text(self.kind, object);
        let plain = frame == Frame::Plain && urgency(sign.tone) <= urgency(Tone::Normal);
        let from = f64::from(self.kind.zoom[0]).max(if plain { PLAIN_ZOOM } else { SYMBOL_ZOOM });
        let near_enough = request.zoom >= from;
        let symbol = MarkSymbol {
            frame,
            tone: sign.tone,
            glyph: sign.glyph,
            text: sign.text,
            // A sensor whose alarm nobody has acknowledged pulses, but stays small.
            size: if is_text {
                Size::Dot
            } else if shouts || chosen || warns || own || near_enough {
                Size::Symbol
            } else {
                Size::Dot
            },
            ring: match (selected, highlighted) {
                (true, _) => Ring::Selected,
                (_, true) => Ring::Highlighted,
                _ => Ring::None,
            },
            parts: Vec::new(),
            opacity: self.opacity(&reference),
        };
        let first = if selected { 20_000 } else { 0 } + if pulse { 10_000 } else { 0 };
        let rank = urgency(sign.tone) * 1000 + self.kind.order + first;
        let lift = self.own.map_or(0, |own| own.lift);
        // The text of a plotted text is its label.
        let name = if is_text { String::new() } else { self.name(object, state) };
        let (name, kind, object) = (name, self.kind.id.clone(), Some(reference));
        let mark = Mark { at, from: None, symbol, kind, object, name, cluster: None, gravity, rank, lift, pulse };
        let tier = match (alone, own) {
            (true, _) => Tier::Alone,
            (_, true) => Tier::Own,
            _ => Tier::Many,
        };
        Item { tier, kind: Arc::clone(self.kind), free: sign.free, mark }
    }

    /// The name, with what it is over its limit by: `沙畈水库 +1.32 m`.
    fn name(&self, object: &Object, state: State) -> String {
        let name = name(self.kind, object);
        if let Some(warning) = self.warning(object) {
            return signals::label(&warning, &name, self.words);
        }
        let Some(rule) = self.kind.color.as_ref().filter(|rule| rule.over.is_some()) else { return name };
        let unit = self.kind.field(rule.field.as_str()).and_then(|field| match self.words.lang() {
            Lang::Zh => field.unit_zh.as_deref(),
            Lang::En => field.unit_en.as_deref(),
        });
        match (state.number, unit) {
            (Some(over), unit) if over > 0.0 && urgency(state.tone) >= urgency(Tone::Warning) => {
                format!("{name} +{} {}", format::decimal(over, 2), unit.unwrap_or_default()).trim_end().to_owned()
            }
            _ => name,
        }
    }

    /// What is written in the symbol: the free places of an open shelter, the word for full, a measured number
    /// seen from near, the sign of its kind of event, else the sign of its kind.
    fn sign(&self, object: &Object, state: State) -> Sign {
        let symbol = &self.kind.symbol;
        if let Some(warning) = self.warning(object) {
            let text = signals::sign(&warning, self.kind, self.words);
            return Sign { tone: state.tone, text, glyph: None, free: None };
        }
        let shelter = Shelter::of(self.kind, object).filter(|shelter| shelter.status == Some(ShelterStatus::Open));
        if let Some(free) = shelter.and_then(|shelter| shelter.free_places()) {
            let full = free <= 0;
            let text = if full { self.words.get("scene-full") } else { format::number(free) };
            let tone = if full { Tone::Warning } else { state.tone };
            return Sign { tone, text, glyph: None, free: Some(free.max(0)) };
        }
        let number = symbol.number.as_ref().filter(|_| self.request.zoom >= SYMBOL_ZOOM);
        let number = number.and_then(|field| self.kind.index(field.as_str()));
        if let Some(number) = number.and_then(|index| object.value(index).as_number()) {
            return Sign { tone: state.tone, text: format::decimal(number, 0), glyph: None, free: None };
        }
        let variant = symbol.by.as_ref().and_then(|by| {
            let choice = self.choice(object, by.field.as_str())?;
            by.choice.iter().find(|variant| variant.is == choice)
        });
        let (text, glyph) =
            variant.map_or((&symbol.mark, symbol.glyph), |variant| (&variant.mark, variant.glyph.or(symbol.glyph)));
        Sign { tone: state.tone, text: text.clone(), glyph, free: None }
    }
}

/// How grave an alarm is, see [`Mark::gravity`]. An alarm is always drawn by itself and named. A red risk class of a hazard
/// source is a class, not an alarm, and a sensor's red number is read from near; a place outside the standard that is called
/// by a choice, a village that must leave, is an alarm.
fn gravity(kind: &Kind, tone: Tone, state: State) -> u8 {
    let by_choice = state.rule.is_some() && kind.color.as_ref().is_some_and(|rule| !is_measured(rule));
    let frame = kind.symbol.frame;
    if !signal::alarms(kind, tone) || frame == Frame::Hazard || (frame == Frame::Plain && !by_choice) {
        return 0;
    }
    let is_grave = frame == Frame::Plain || state.over.is_some_and(|over| over >= WaterState::OverDesign);
    1 + u8::from(is_grave)
}

/// Whether a mark is an alarm.
pub(super) const fn is_alarm(mark: &Mark) -> bool {
    mark.gravity > 0
}
