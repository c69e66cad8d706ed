//! The legend over the map: what is drawn, by class, and how many. It folds to its title.

use eframe::egui::{
    Align2, Label, Painter, Rect, RichText, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use crate::{
    domain::{
        catalogue::Tone,
        view::{Words, legend::LegendRow, scene::Scene},
    },
    ui::{
        map::paint_shapes,
        theme::{self, Tokens},
        widgets,
    },
};

/// Height of a row, points.
const ROW: f32 = 24.0;
/// Width of the sign before a row's name.
const SIGN: f32 = 30.0;
/// Width that a line about a picture has at least.
const LINE: f32 = 220.0;
/// Least room between a name and its number.
const BETWEEN: f32 = 18.0;

/// Whether the legend stands open.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Memory {
    said: Option<bool>,
}

impl Memory {
    /// What the reader said.
    pub const fn said(self) -> Option<bool> {
        self.said
    }

    /// As the reader left it.
    pub const fn left(said: Option<bool>) -> Self {
        Self { said }
    }
}

/// What is told of a picture over the base map, and how grave that is.
type Also = (String, Tone);

/// Draws the legend of a scene, at most as high as `room` of the map's height leaves, and a line about a picture. Nothing
/// drawn: no legend.
pub fn ui(
    ui: &mut Ui,
    (scene, also): (&Scene, Option<&Also>),
    (room, open_at_first): (f32, bool),
    memory: &mut Memory,
    words: &Words,
) {
    if scene.legend.is_empty() && also.is_none() {
        return;
    }
    let open = memory.said.unwrap_or(open_at_first);
    widgets::floating(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let width = if open { widest(ui, &scene.legend) } else { 0.0 };
        if title(ui, width, open, &words.get("scene-legend")) {
            memory.said = Some(!open);
        }
        if open {
            let most = (room - 2.0 * ROW).max(3.0 * ROW).min(ROW * scene.legend.len() as f32);
            // Over the map an area has but the room it had before: it says itself what it needs.
            let scroll = ScrollArea::vertical().max_height(most).min_scrolled_height(most);
            scroll.auto_shrink([true, true]).show(ui, |ui| {
                for entry in &scene.legend {
                    row(ui, width, entry);
                }
            });
        }
        // Folded or not: whose a picture is, and how old.
        if let Some((text, tone)) = also {
            let ink = if *tone == Tone::Normal { theme::tokens(ui.ctx()).text } else { theme::tone(ui.ctx(), *tone) };
            ui.set_max_width(width.max(LINE));
            ui.add(Label::new(RichText::new(text).font(theme::small()).color(ink)).wrap());
        }
    });
}

/// The room that the widest row needs.
fn widest(ui: &Ui, rows: &[LegendRow]) -> f32 {
    let measure = |text: &str| {
        let ink = theme::tokens(ui.ctx()).text;
        ui.painter().layout_no_wrap(text.to_owned(), theme::small(), ink).size().x
    };
    let each = rows.iter().map(|row| measure(&row.name) + measure(&row.number()));
    each.fold(0.0, f32::max) + SIGN + BETWEEN
}

/// The title is the button that folds and opens.
fn title(ui: &mut Ui, width: f32, open: bool, name: &str) -> bool {
    let tokens = theme::tokens(ui.ctx());
    let galley = ui.painter().layout_no_wrap(name.to_owned(), theme::body(), tokens.text);
    let size = vec2((galley.size().x + 26.0).max(width), ROW);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let ink = if response.hovered() || response.has_focus() { tokens.accent } else { tokens.text };
    ui.painter().text(rect.left_center(), Align2::LEFT_CENTER, name, theme::body(), ink);
    chevron(ui.painter(), rect, open, Stroke::new(1.8, ink));
    widgets::ring(ui, rect, &response);
    response.widget_info(|| WidgetInfo::selected(Role::DisclosureTriangle, true, open, name));
    response.clicked()
}

fn chevron(painter: &Painter, rect: Rect, open: bool, stroke: Stroke) {
    let at = pos2(rect.max.x - 7.0, rect.center().y);
    let (dx, dy) = (5.0, if open { 2.5 } else { -2.5 });
    painter.line(vec![pos2(at.x - dx, at.y - dy), pos2(at.x, at.y + dy), pos2(at.x + dx, at.y - dy)], stroke);
}

fn row(ui: &mut Ui, width: f32, entry: &LegendRow) {
    let Tokens { text, quiet, .. } = theme::tokens(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(width, ROW), Sense::hover());
    if !ui.is_rect_visible(rect) {
        return;
    }
    let palette = theme::palette(ui.ctx());
    let at = pos2(rect.min.x + 11.0, rect.center().y);
    paint_shapes(ui.painter(), &entry.sample([at.x, at.y], 0.72, palette));
    let name = pos2(rect.min.x + SIGN, rect.center().y);
    ui.painter().text(name, Align2::LEFT_CENTER, &entry.name, theme::small(), text);
    ui.painter().text(rect.right_center(), Align2::RIGHT_CENTER, entry.number(), theme::small(), quiet);
    let said = format!("{} {}", entry.name, entry.number());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, said.trim_end()));
}
