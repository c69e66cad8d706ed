//! The warnings in force: a chip each, by shape, colour and word; a click looks at it.

use eframe::egui::{Button, Color32, Pos2, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::{
    domain::{
        hazard::signal::Colour,
        model::ObjectRef,
        view::{Words, signals::Chip},
    },
    ui::{
        theme::{self, HALF_STEP},
        widgets,
    },
};

/// Room for the shape, points.
const SIGN: f32 = 18.0;
/// Room inside a chip, points.
const PAD: f32 = 8.0;

/// Draws the chips, as many as fit whole in one line; the rest are counted and stand in the layer's table. Which was clicked.
pub fn ui(ui: &mut Ui, chips: &[Chip], words: &Words) -> Option<ObjectRef> {
    let mut chosen = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = HALF_STEP;
        for (place, chip) in chips.iter().enumerate() {
            match draw(ui, chip, words) {
                Some(true) => chosen = Some(chip.object.clone()),
                Some(false) => {}
                None => {
                    let more = words.with("signal-chip-more", &[("n", (chips.len() - place).to_string())]);
                    // The next one is the way to the rest.
                    if ui.add(Button::new(more).small()).on_hover_text(&chip.hint).clicked() {
                        chosen = Some(chip.object.clone());
                    }
                    break;
                }
            }
        }
    });
    chosen
}

/// One chip, and whether it was clicked; `None`: it does not fit whole.
fn draw(ui: &mut Ui, chip: &Chip, words: &Words) -> Option<bool> {
    let tokens = theme::tokens(ui.ctx());
    let fill = theme::tone(ui.ctx(), chip.colour.tone());
    let lay = |text: &str, strong: bool, ink: Color32| {
        let font = if strong { theme::bold(ui.ctx(), theme::body().size) } else { theme::small() };
        ui.painter().layout_no_wrap(text.to_owned(), font, ink)
    };
    let (text, until) = (lay(&chip.text, true, tokens.text), lay(&chip.until, false, tokens.quiet));
    let width = PAD * 3.0 + SIGN + text.size().x + until.size().x;
    if width > ui.available_width() {
        return None;
    }
    let (rect, response) = ui.allocate_exact_size(vec2(width, 26.0), Sense::click());
    let strong = response.hovered() || response.has_focus();
    let edge = Stroke::new(if strong { 2.0 } else { 1.5 }, fill);
    ui.painter().rect(rect, theme::RADIUS, tokens.card, edge, StrokeKind::Inside);
    let middle = rect.center().y;
    sign(ui, pos2(rect.left() + PAD + SIGN / 2.0 - 2.0, middle), chip.colour, fill);
    let at = pos2(rect.left() + PAD + SIGN, middle - text.size().y / 2.0);
    let after = pos2(at.x + text.size().x + PAD, middle - until.size().y / 2.0);
    ui.painter().galley(at, text, tokens.text);
    ui.painter().galley(after, until, tokens.quiet);
    widgets::ring(ui, rect, &response);
    let name = words.with("signal-chip-name", &[("text", &chip.text), ("until", &chip.until)]);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    Some(response.on_hover_text(&chip.hint).clicked())
}

/// A shape for each colour, so that they are told apart without it.
fn sign(ui: &Ui, at: Pos2, colour: Colour, fill: Color32) {
    let r = 6.0;
    let points = |points: &[(f32, f32)]| points.iter().map(|(x, y)| at + vec2(*x, *y) * r).collect::<Vec<_>>();
    let painter = ui.painter();
    match colour {
        Colour::Red => {
            painter.add(Shape::convex_polygon(
                points(&[(0.0, -1.2), (1.2, 0.0), (0.0, 1.2), (-1.2, 0.0)]),
                fill,
                Stroke::NONE,
            ));
        }
        Colour::Orange => {
            painter.add(Shape::convex_polygon(points(&[(0.0, -1.1), (1.15, 0.9), (-1.15, 0.9)]), fill, Stroke::NONE));
        }
        Colour::Yellow => {
            painter.rect_filled(Rect::from_center_size(at, vec2(2.0 * r, 2.0 * r)), 1.0, fill);
        }
        Colour::Blue => {
            painter.circle_filled(at, r, fill);
        }
    }
}
