//! How a layer looks that was told to look otherwise than its catalogue says.

use std::collections::BTreeSet;

use crate::domain::{
    catalogue::{FieldType, Frame, Kind, Tone},
    model::{FieldId, Object, ObjectRef},
    query::Condition,
    view::tone::{By, State},
    world::Layer,
};

/// The least opacity: what is on is never quite gone.
pub const FAINTEST: f32 = 0.1;
/// How far a layer is moved up or down at most.
pub const FARTHEST: i32 = 9;

/// What colours a layer's things.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum ColorBy {
    /// The catalogue's rule.
    #[default]
    Rule,
    /// The choice of this field.
    Field(FieldId),
    /// Nothing: all alike.
    Plain,
}

/// How a layer looks.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerLook {
    /// How strongly it is drawn, [`FAINTEST`] to 1.
    pub opacity: f32,
    /// How far it was moved up (above 0) or down among the layers.
    pub lift: i32,
    /// Only what meets this is shown.
    pub filter: Option<Condition>,
    /// What colours it.
    pub color: ColorBy,
    /// Whether names are written.
    pub labels: bool,
}

impl Default for LayerLook {
    fn default() -> Self {
        Self { opacity: 1.0, lift: 0, filter: None, color: ColorBy::Rule, labels: true }
    }
}

impl LayerLook {
    /// Within its limits.
    #[must_use]
    pub fn clamped(mut self) -> Self {
        self.opacity = if self.opacity.is_finite() { self.opacity.clamp(FAINTEST, 1.0) } else { 1.0 };
        self.lift = self.lift.clamp(-FARTHEST, FARTHEST);
        self
    }

    /// Whether an object may be shown.
    pub fn passes(&self, object: &Object) -> bool {
        self.filter.as_ref().is_none_or(|filter| filter.holds(object))
    }

    /// The state of an object as this look colours it. Whether it is seen from afar stays, and so does the colour
    /// of an alarm: nobody may paint one over.
    pub fn colored(&self, kind: &Kind, object: &Object, state: State) -> State {
        if state.tone == Tone::Alarm && !matches!(kind.symbol.frame, Frame::Hazard | Frame::Plain) {
            return state;
        }
        let field = match &self.color {
            ColorBy::Rule => return state,
            ColorBy::Plain => return State { tone: kind.symbol.tone, rule: None, by: None, ..state },
            ColorBy::Field(field) => field,
        };
        let place = kind.index(field.as_str());
        let choice = place.and_then(|place| {
            let value = object.value(place).as_text()?;
            kind.fields.get(place)?.choices.iter().position(|choice| choice.id == value)
        });
        match (place, choice) {
            (Some(field), Some(choice)) => {
                let tint = u8::try_from(choice % usize::from(u8::MAX)).unwrap_or(0);
                State { tone: Tone::Tint(tint), rule: None, by: Some(By { field, choice }), ..state }
            }
            _ => State { tone: Tone::Unknown, rule: None, by: None, ..state },
        }
    }
}

/// The fields that can colour a kind: those with one choice.
pub fn color_fields(kind: &Kind) -> impl Iterator<Item = usize> + '_ {
    let ruled = kind.color.as_ref().map(|rule| &rule.field);
    let fields = kind.fields.iter().enumerate();
    fields
        .filter(move |(_, field)| field.field_type == FieldType::Choice && Some(&field.id) != ruled && !field.hidden)
        .map(|(index, _)| index)
}

/// The fields that can be asked about. What is about a person is not, nor what only the program reads.
pub fn filter_fields(kind: &Kind) -> impl Iterator<Item = usize> + '_ {
    let asked = |of: FieldType| !matches!(of, FieldType::Curve | FieldType::Link | FieldType::Time);
    let fields = kind.fields.iter().enumerate();
    fields.filter(move |(_, field)| asked(field.field_type) && !field.personal && !field.hidden).map(|(index, _)| index)
}

/// The texts that stand in a field, each once, in order; no more than so many are looked for.
pub fn texts(layer: &Layer, index: usize, most: usize) -> Vec<String> {
    let texts = layer.objects().filter_map(|object| object.value(index).as_text());
    let mut out = BTreeSet::new();
    for text in texts.filter(|text| !text.trim().is_empty()) {
        if !out.contains(text) {
            out.insert(text.to_owned());
        }
        if out.len() >= most {
            break;
        }
    }
    out.into_iter().collect()
}

/// What a filter leaves of a layer.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Passed {
    /// How many meet it.
    pub shown: usize,
    /// Of how many.
    pub of: usize,
    /// How many alarms that nobody has acknowledged do not meet it: they are shown all the same.
    pub kept: usize,
}

/// Counts what a filter leaves of a layer.
pub fn passed(layer: &Layer, filter: &Condition, pulsing: &BTreeSet<ObjectRef>) -> Passed {
    let kind = &layer.kind().id;
    let mut out = Passed { of: layer.len(), ..Passed::default() };
    for object in layer.objects() {
        if filter.holds(object) {
            out.shown += 1;
        } else if pulsing.contains(&ObjectRef { kind: kind.clone(), uid: object.uid }) {
            out.kept += 1;
        }
    }
    out
}
