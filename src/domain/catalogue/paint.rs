//! How a kind looks: frame = class, fill = state (GB/T 35649-2017's classes; design rule 16).

use serde::{Deserialize, Serialize};

use crate::domain::model::FieldId;

/// The class of a symbol, drawn as its frame. GB/T 35649-2017 table 3.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Frame {
    /// An event (突发事件): rounded square, red.
    Event,
    /// A hazard source (危险源): square, yellow.
    Hazard,
    /// What is to be protected (防护目标): square, blue.
    Protected,
    /// A resource for the response (应急保障资源): square, green.
    Resource,
    /// Outside the standard: the base map, gauges, administrative things.
    Plain,
}

/// A state's weight, turned into a colour by the palette alone.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Nothing to say.
    Quiet,
    /// Normal, in order.
    Normal,
    /// Ready or free: a resource that can be used.
    Ready,
    /// Low risk: blue.
    Low,
    /// General risk: yellow.
    Caution,
    /// Larger risk: orange.
    Warning,
    /// Major risk or alarm: red.
    Alarm,
    /// Out of use, lost, closed.
    Closed,
    /// Not known, or too old to trust.
    Unknown,
    /// Water of the base map.
    Water,
    /// Woods of the base map.
    Wood,
    /// Ground of the base map.
    Ground,
    /// Roads of the base map.
    Road,
    /// Boundaries of the base map.
    Boundary,
    /// One of several with no order among them: a choice that a reader colours by. No catalogue says it.
    #[serde(skip)]
    Tint(u8),
}

/// How a kind is drawn.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Symbol {
    /// The code in GB/T 35649-2017 where it has one: `D60100`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The class, drawn as the frame.
    pub frame: Frame,
    /// One Chinese character inside the frame.
    pub mark: String,
    /// A drawing of ours instead of the character.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub glyph: Option<Glyph>,
    /// A field whose number stands in the symbol, where it is known, seen from near.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<FieldId>,
    /// A field whose choice changes the sign: the kinds of an event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Variants>,
    /// The fill when no rule applies.
    #[serde(default = "normal")]
    pub tone: Tone,
    /// Line width, or edge width of an area, in points at scale 1.
    #[serde(default = "width")]
    pub width: f32,
}

/// Signs by the choice of a field.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Variants {
    /// The field looked at.
    pub field: FieldId,
    /// The signs.
    #[serde(default)]
    pub choice: Vec<Variant>,
}

/// The sign of one choice.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// The choice.
    pub is: String,
    /// The code in GB/T 35649-2017 where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// One Chinese character.
    pub mark: String,
    /// A drawing of ours instead of the character.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub glyph: Option<Glyph>,
}

/// The drawings of signs, each our own.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Glyph {
    /// A dam with water behind it.
    Dam,
    /// Waves: a pond, a flood.
    Waves,
    /// A cross over a way: closed.
    Cross,
    /// A triangle with a mark of exclamation: keep out.
    Warn,
    /// A slope and what slid off it.
    Slide,
    /// A flame.
    Flame,
    /// A spiral: a typhoon.
    Spiral,
    /// The trace of a quake.
    Quake,
    /// A burst: an accident.
    Burst,
    /// A lifebuoy.
    Buoy,
    /// A house: a place for people.
    House,
    /// People: a team.
    People,
    /// Boxes: a store.
    Store,
    /// A drop: rain.
    Drop,
    /// A staff in the water: a gauge.
    Staff,
    /// A chimney and roofs: an enterprise.
    Works,
    /// A cross of equal arms: care.
    Care,
}

/// Which field colours an object, and how.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ColorRule {
    /// The field looked at.
    pub field: FieldId,
    /// A field whose value is first subtracted: `level_m` over `limit_level_m`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over: Option<FieldId>,
    /// The first rule that fits gives the tone; none: the symbol's own.
    #[serde(default, rename = "rule")]
    pub rules: Vec<ToneRule>,
}

/// When the value is `is`, or at least `from` (inclusive), the tone is this.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ToneRule {
    /// The text or choice it equals; `true` or `false` for yes or no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is: Option<String>,
    /// The number it reaches, inclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<f64>,
    /// The tone then.
    pub tone: Tone,
    /// Whether it is seen from any distance; unsaid: alarms of all kinds, larger risks, open places for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub afar: Option<bool>,
}

fn normal() -> Tone {
    Tone::Normal
}

fn width() -> f32 {
    1.5
}
