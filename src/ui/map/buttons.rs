//! The map's own buttons and its scale bar.

use eframe::egui::{Align2, FontId, Painter, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::{
    domain::view::{
        Words,
        drawing::Canvas,
        format,
        shape::{PxRect, rough_width},
    },
    ui::{
        map::{Dress, on_screen, paint},
        theme,
    },
};

/// Side of a button, points.
const SIDE: f32 = 32.0;
/// From the edge of the map, points.
const GAP: f32 = 14.0;
/// The longest the scale bar gets, points.
const BAR: f64 = 150.0;
/// Height of the attribution's type, points.
const ATTRIBUTION: f32 = 11.5;

/// Which button was pressed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Pressed {
    /// Zoom in.
    Closer,
    /// Zoom out.
    Farther,
    /// The whole district.
    Whole,
}

/// The buttons, one above the other at the lower right.
const ALL: [(Pressed, &str); 3] =
    [(Pressed::Closer, "map-zoom-in"), (Pressed::Farther, "map-zoom-out"), (Pressed::Whole, "map-whole")];

/// What buttons, scale bar and attribution cover, so that no name is written under them.
pub(super) fn reserved(canvas: &Canvas<'_>, dress: &Dress) -> Vec<PxRect> {
    let [width, height] = canvas.view.size.map(|each| each as f32);
    let (bar_width, up) = (BAR as f32 * canvas.scale, 22.0 * canvas.scale);
    let mut out = vec![PxRect { min: [GAP, height - GAP - up - 6.0], max: [GAP + bar_width, height - GAP + 6.0] }];
    if dress.tools {
        let (min, max) = ([width - GAP - SIDE, height - GAP - 3.0 * (SIDE + 6.0)], [width - GAP, height - GAP]);
        out.push(PxRect { min, max });
    }
    if !dress.attribution.is_empty() {
        let size = ATTRIBUTION * canvas.scale;
        let long = rough_width(&dress.attribution, size, false) + 12.0;
        let right = width - attribution_from_right(dress);
        out.push(PxRect { min: [right - long, height - GAP - size * 1.4], max: [right, height - GAP + 4.0] });
    }
    out
}

/// How far from the right edge the attribution ends: beside the buttons.
const fn attribution_from_right(dress: &Dress) -> f32 {
    if dress.tools { GAP + SIDE + 10.0 } else { GAP }
}

/// Names who made the background, at the lower right.
pub(super) fn attribution(painter: &Painter, rect: Rect, canvas: &Canvas<'_>, dress: &Dress) {
    if dress.attribution.is_empty() {
        return;
    }
    let ink = paint::color(canvas.palette.text);
    let font = FontId::proportional(ATTRIBUTION * canvas.scale);
    let galley = painter.layout_no_wrap(dress.attribution.clone(), font, ink);
    let right = rect.max.x - attribution_from_right(dress);
    let at = pos2(right - galley.size().x - 4.0, rect.max.y - GAP - galley.size().y + 4.0);
    let under = Rect::from_min_size(at, galley.size()).expand2(vec2(5.0, 1.0));
    painter.rect_filled(under, 3.0, paint::color(canvas.palette.panel.alpha(190)));
    painter.galley(at, galley, ink);
}

/// Draws the buttons.
pub(super) fn show(ui: &mut Ui, rect: Rect, words: &Words) -> Option<Pressed> {
    let tokens = theme::tokens(ui.ctx());
    let mut pressed = None;
    for (index, (what, name)) in ALL.into_iter().enumerate() {
        let from_bottom = (ALL.len() - index) as f32 * (SIDE + 6.0) - 6.0;
        let min = pos2(rect.max.x - GAP - SIDE, rect.max.y - GAP - from_bottom);
        let own = Rect::from_min_size(min, vec2(SIDE, SIDE));
        let label = words.get(name);
        let response = ui.allocate_rect(own, Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
        let strong = response.hovered() || response.has_focus();
        let edge = if strong { tokens.accent } else { tokens.rule };
        let (fill, width) = (tokens.panel, if strong { 1.5 } else { 1.0 });
        ui.painter().rect(own, 6.0, fill, Stroke::new(width, edge), StrokeKind::Inside);
        draw(ui.painter(), what, own.center(), Stroke::new(2.0, tokens.text));
        if response.on_hover_text(label).clicked() {
            pressed = Some(what);
        }
    }
    pressed
}

fn draw(painter: &Painter, what: Pressed, Pos2 { x, y }: Pos2, stroke: Stroke) {
    let arm = 7.0;
    match what {
        Pressed::Closer | Pressed::Farther => {
            painter.line_segment([pos2(x - arm, y), pos2(x + arm, y)], stroke);
            if what == Pressed::Closer {
                painter.line_segment([pos2(x, y - arm), pos2(x, y + arm)], stroke);
            }
        }
        Pressed::Whole => {
            for (dx, dy) in [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)] {
                let corner = pos2(x + dx * arm, y + dy * arm);
                painter.line_segment([corner, pos2(corner.x - dx * 5.0, corner.y)], stroke);
                painter.line_segment([corner, pos2(corner.x, corner.y - dy * 5.0)], stroke);
            }
        }
    }
}

/// Draws the scale bar at the lower left.
pub(super) fn scale_bar(painter: &Painter, rect: Rect, canvas: &Canvas<'_>) {
    let bar = canvas.view.scale_bar(BAR * f64::from(canvas.scale));
    let length = bar.length_px as f32;
    let at = |x: f32, y: f32| on_screen(rect, [GAP + x, rect.height() - GAP + y]);
    let (text, halo) = (paint::color(canvas.palette.text), paint::color(canvas.palette.halo()));
    let points = vec![at(0.0, -6.0), at(0.0, 0.0), at(length, 0.0), at(length, -6.0)];
    painter.line(points.clone(), Stroke::new(4.0, halo));
    painter.line(points, Stroke::new(2.0, text));
    let words = format::round_distance(bar.metres);
    let font = FontId::proportional(13.0 * canvas.scale);
    painter.text(at(length / 2.0, -4.0), Align2::CENTER_BOTTOM, words, font, text);
}
