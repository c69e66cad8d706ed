//! The middle: the map, and what lies over its corners.

use eframe::egui::{Align2, Area, Id, Order, Rect, Ui, Vec2, vec2};

use crate::{
    domain::{model::ObjectRef, place::Position, view::Words},
    ui::{
        panels::{background, invitation, legend, notice, picture, tools},
        screens::desk::{Choice, Memory, Room, Shown, Side},
        widgets,
    },
};

/// What was chosen on the map.
#[derive(Clone, Debug, PartialEq)]
pub enum MapChoice {
    /// This object.
    Select(ObjectRef),
    /// This place, where there is no object.
    Place(Position),
}

/// From the edge of the map to what lies over it, points.
pub const GAP: f32 = 14.0;

/// What the buttons of an upper corner take of the map's width, points.
const CORNER: f32 = 190.0;

/// A map lower than this has no room for the legend under the tools, points.
const LOW: f32 = 380.0;

/// What the legend leaves of the map's height: the scale bar below it, the button above.
const LEGEND_KEEPS: f32 = 150.0;
/// The share of the map's height it takes at most: from near there is much to explain.
const LEGEND_MOST: f32 = 0.5;

/// Where something lies over the map. Nothing else stands there.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Corner {
    /// The button of the layer tree.
    UpperLeft,
    /// The drawing tools, under it.
    Left,
    /// What must be said now.
    UpperCentre,
    /// Free for the map's own choices: the background.
    UpperRight,
    /// The invitation.
    LowerCentre,
    /// The legend, above the scale bar.
    LowerLeft,
    /// The map's buttons draw themselves there.
    LowerRight,
}

impl Corner {
    /// The point of the map, and of what lies over it, that meet.
    fn place(self, map: Rect) -> (Align2, Vec2) {
        let (align, inwards) = match self {
            Self::UpperLeft => (Align2::LEFT_TOP, vec2(GAP, GAP)),
            Self::Left => (Align2::LEFT_TOP, vec2(GAP, GAP + 44.0)),
            Self::UpperCentre => (Align2::CENTER_TOP, vec2(0.0, GAP)),
            Self::UpperRight => (Align2::RIGHT_TOP, vec2(-GAP, GAP)),
            Self::LowerCentre => (Align2::CENTER_BOTTOM, vec2(0.0, -GAP)),
            // Above the scale bar and the invitation.
            Self::LowerLeft => (Align2::LEFT_BOTTOM, vec2(GAP, -GAP - 52.0)),
            Self::LowerRight => (Align2::RIGHT_BOTTOM, vec2(-GAP, -GAP)),
        };
        (align, align.pos_in_rect(&map).to_vec2() + inwards)
    }
}

/// Draws something over a corner of the map, as large as it is, and returns what it covers.
pub fn over(ui: &Ui, map: Rect, corner: Corner, name: &str, add: impl FnOnce(&mut Ui)) -> Rect {
    let (pivot, at) = corner.place(map);
    let area = Area::new(Id::unique(("over-map", name))).order(Order::Middle).pivot(pivot).fixed_pos(at.to_pos2());
    area.constrain_to(map).movable(false).show(ui.ctx(), add).response.rect
}

pub(super) fn ui(
    ui: &mut Ui,
    room: Room,
    shown: &Shown<'_>,
    memory: &mut Memory,
    words: &Words,
    chosen: &mut Vec<Choice>,
) {
    let map = memory.map.ui(ui, &shown.scene, words);
    memory.pointer = map.pointer;
    let place = map.place.map(MapChoice::Place);
    chosen.extend(map.clicked.map(MapChoice::Select).or(place).map(Choice::Map));
    let mut covered = Vec::new();
    covered.push(over(ui, map.rect, Corner::UpperLeft, "layers", |ui| {
        let open = memory.layers.is_open(room);
        let name = if open { "desk-layers-fold" } else { "desk-layers-open" };
        ui.horizontal(|ui| {
            if widgets::tool(ui, widgets::Sign::Layers, &words.get(name), open).clicked() {
                memory.layers.turn(room);
            }
            chosen.extend(picture::ui(ui, shown.can_save, words).map(Choice::Picture));
        });
    }));
    covered.push(over(ui, map.rect, Corner::Left, "tools", |ui| {
        let sketch = &mut memory.map.sketch;
        chosen.extend(tools::ui(ui, sketch, &shown.kit, &mut memory.tools, words).map(Choice::Drawn));
    }));
    if matches!(shown.side, Side::Hint) && !memory.map.sketch.is_on() {
        covered.push(over(ui, map.rect, Corner::LowerCentre, "invitation", |ui| {
            chosen.extend(invitation::ui(ui, &mut memory.nearest, words).map(Choice::Invitation));
        }));
    }
    if let Some(said) = shown.notice {
        // The buttons of the corners stay free.
        let width = (map.rect.width() - 2.0 * CORNER).clamp(240.0, 760.0);
        covered.push(over(ui, map.rect, Corner::UpperCentre, "notice", |ui| {
            widgets::floating(ui, |ui| {
                ui.set_max_width(width);
                chosen.extend(notice::ui(ui, said, words).then_some(Choice::NoticeRead));
            });
        }));
    }
    covered.push(over(ui, map.rect, Corner::UpperRight, "background", |ui| {
        let state = memory.map.background.state();
        chosen.extend(background::corner(ui, &mut memory.background, &state, words).map(Choice::Background));
    }));
    let high = (map.rect.height() - LEGEND_KEEPS).min(map.rect.height() * LEGEND_MOST);
    // Open where it does not cover the district: that is about as wide as the map is high.
    let beside = map.rect.width() - 0.85 * map.rect.height() > 440.0;
    // While a tool is on, or a way is looked at, that needs the room; a plan's villages have to be explained.
    // Nor where the map is low: it would lie over the tools.
    let low = map.rect.height() < LOW;
    if !low && !memory.map.sketch.is_on() && memory.travel.mode.is_none() {
        covered.push(over(ui, map.rect, Corner::LowerLeft, "legend", |ui| {
            let also = memory.rasters.line(words);
            legend::ui(ui, (&*shown.scene, also.as_ref()), (high, beside), &mut memory.legend, words);
        }));
    }
    memory.map.dress.on_top = covered;
}
