//! What the areas and lines of a scene are, which decides how they are drawn.

use crate::domain::{
    catalogue::Tone,
    view::{
        plots::{PlotArea, PlotLine},
        storms::{StormArea, StormLine},
    },
};

/// How an area is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AreaInk {
    /// The district itself.
    District,
    /// Ground above a height, in tens of metres.
    Relief(u8),
    /// A slope in the light (above 0) or in the shade (below 0), by strength.
    Slope(i8),
    /// Built-up ground.
    Town,
    /// A township of the district: which of the palette's tints, so that neighbours differ.
    Township(u8),
    /// A township run by another body, shown as context.
    Context,
    /// Still water.
    Water,
    /// Woods.
    Wood,
    /// Everything outside the district, dimmed.
    Veil,
    /// Something in force: hatched.
    Active(Tone),
    /// Something known, not in force: an edge and a tint.
    Listed(Tone),
    /// Something plotted.
    Plot(PlotArea),
    /// What is within reach in time.
    Reach,
    /// Of a storm.
    Storm(StormArea),
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LineInk {
    /// A road: 0 motorway, 1 national, 2 provincial, 3 county or main street, 4 smaller, 5 for those on foot.
    Road(u8),
    /// A river so many metres wide.
    River(f32),
    /// A township's boundary.
    Boundary,
    /// The district's outline.
    Outline,
    /// A thing with a state: a dike, a pipeline. Width in points.
    Thing(Tone, f32),
    /// A thing in force across a way: a closed road.
    Broken(Tone),
    /// Something plotted.
    Plot(PlotLine),
    /// A way to go: 0 the best, 1 another, 2 off the road, 3 one that two plans share.
    Way(u8),
    /// Of a storm.
    Storm(StormLine),
}
