//! The strip of key figures: as many cards a row as fit whole, each a button that lists what it counts.

use std::sync::Arc;

use eframe::egui::{
    Color32, CornerRadius, FontFamily, FontId, Galley, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo,
    pos2, vec2,
};

use jiff::Timestamp;

use crate::{
    domain::{
        catalogue::Tone,
        view::{Words, situation::Figure},
    },
    ui::{theme, widgets},
};

/// A key figure in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Which figure.
    pub id: &'static str,
    /// Its name.
    pub name: String,
    /// Its number, `—` when it is not known.
    pub number: String,
    /// What it counts in.
    pub unit: String,
    /// How old it is.
    pub age: String,
    /// What it means or why it is not known, in a sentence.
    pub hint: String,
    /// How grave it is.
    pub tone: Tone,
    /// Whether its number does not shout: it counts a standing class.
    pub standing: bool,
    /// Whether its rows are listed.
    pub open: bool,
}

impl Cell {
    /// A figure in words.
    pub fn new(figure: &Figure, open: bool, now: Timestamp, words: &Words) -> Self {
        Self {
            id: figure.id,
            name: figure.name(words),
            number: figure.number(),
            unit: if figure.value.is_some() { figure.unit(words) } else { String::new() },
            age: figure.age(now, words),
            hint: figure.lacks(words).unwrap_or_else(|| figure.hint(words)),
            tone: figure.tone,
            standing: figure.standing,
            open,
        }
    }
}

/// The sizes that cards are drawn in, points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sizes {
    /// The name and the unit.
    pub text: f32,
    /// The age.
    pub small: f32,
    /// The number, where there is room for it.
    pub number: f32,
    /// The least size of the number.
    pub number_least: f32,
    /// Room inside a card, and half of it between cards.
    pub pad: f32,
}

impl Sizes {
    /// On a desk.
    pub const DESK: Self = Self { text: 15.0, small: 13.0, number: 32.0, number_least: 23.0, pad: 12.0 };

    /// On a wall so high: everything in its proportion, and no text below a sixtieth of the height, no figure below
    /// a thirtieth.
    pub fn wall(height: f32) -> Self {
        let part = height / 60.0;
        Self { text: 1.14 * part, small: 1.02 * part, number: 2.8 * part, number_least: 2.05 * part, pad: 0.9 * part }
    }
}

/// The width of the coloured bar at the left of a card, in paddings.
const BAR: f32 = 0.4;
/// The room between cards, in paddings.
const GAP: f32 = 0.7;
/// How far apart the lines of a card are, in sizes of their text.
const LINE: f32 = 1.3;

/// The texts of a card, laid out.
struct Laid {
    name: Arc<Galley>,
    number: Arc<Galley>,
    unit: Arc<Galley>,
    age: Arc<Galley>,
}

impl Laid {
    fn of(ui: &Ui, cell: &Cell, sizes: Sizes, number: f32) -> Self {
        let tokens = theme::tokens(ui.ctx());
        let ink = if cell.standing && cell.tone == Tone::Alarm { tokens.text } else { ink(ui, cell.tone) };
        let lay = |text: &str, font: FontId, color: Color32| ui.painter().layout_no_wrap(text.to_owned(), font, color);
        let plain = |size: f32| FontId::new(size, FontFamily::Proportional);
        Self {
            name: lay(&cell.name, plain(sizes.text), tokens.text.gamma_multiply(0.86)),
            number: lay(&cell.number, theme::bold(ui.ctx(), number), ink),
            unit: lay(&cell.unit, plain(sizes.text), tokens.quiet),
            age: lay(&cell.age, plain(sizes.small), tokens.quiet),
        }
    }

    fn figure_width(&self, sizes: Sizes) -> f32 {
        self.number.size().x + if self.unit.is_empty() { 0.0 } else { sizes.text * 0.4 + self.unit.size().x }
    }
}

/// Where the age stands, so that nothing touches.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Age {
    /// On the line of the name.
    Above,
    /// Beside the number.
    Beside,
    /// On a line of its own.
    Below,
}

/// How the cards of a strip stand.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Plan {
    columns: usize,
    width: f32,
    number: f32,
    age: Age,
    pad: f32,
}

/// The colour of a figure: alarm colours are kept for what alarms.
fn ink(ui: &Ui, tone: Tone) -> Color32 {
    let tokens = theme::tokens(ui.ctx());
    match tone {
        Tone::Alarm | Tone::Warning | Tone::Ready | Tone::Caution => theme::tone(ui.ctx(), tone),
        Tone::Low => tokens.accent,
        Tone::Quiet | Tone::Unknown | Tone::Closed => tokens.quiet,
        _ => tokens.text,
    }
}

/// Draws the strip in all the width there is; which figure was clicked.
pub fn ui(ui: &mut Ui, cells: &[Cell], sizes: Sizes) -> Option<&'static str> {
    let mut chosen = None;
    if cells.is_empty() {
        return None;
    }
    let plan = plan(ui, cells, sizes, ui.available_width());
    let sizes = Sizes { pad: plan.pad, ..sizes };
    let gap = sizes.pad * GAP;
    let height = height(sizes, &plan);
    let rows = cells.len().div_ceil(plan.columns);
    let size = vec2(ui.available_width(), rows as f32 * (height + gap) - gap);
    let (room, _) = ui.allocate_exact_size(size, Sense::hover());
    for (place, cell) in cells.iter().enumerate() {
        let (column, row) = (place % plan.columns, place / plan.columns);
        let corner = room.min + vec2(column as f32 * (plan.width + gap), row as f32 * (height + gap));
        let rect = Rect::from_min_size(corner, vec2(plan.width, height));
        if card(ui, rect, cell, sizes, &plan).clicked() {
            chosen = Some(cell.id);
        }
    }
    chosen
}

/// As many columns as hold every text whole, with the age as near the name as it goes; a narrow window has less room
/// around its texts before it has a second row.
fn plan(ui: &Ui, cells: &[Cell], sizes: Sizes, width: f32) -> Plan {
    let numbers = [sizes.number, f32::midpoint(sizes.number, sizes.number_least), sizes.number_least];
    let laid = numbers.map(|number| cells.iter().map(|cell| Laid::of(ui, cell, sizes, number)).collect::<Vec<_>>());
    let mut last = Plan { columns: 1, width, number: sizes.number_least, age: Age::Below, pad: sizes.pad };
    for columns in [cells.len(), cells.len().div_ceil(2), cells.len().div_ceil(4), 1] {
        for pad in [sizes.pad, sizes.pad * 0.55] {
            let each = (width - pad * GAP * (columns as f32 - 1.0)) / columns as f32;
            let room = each - pad * (2.0 + BAR);
            last = Plan { columns, width: each, pad, ..last };
            for (number, laid) in numbers.iter().zip(&laid) {
                let fits = |age: Age| laid.iter().all(|laid| needed(laid, sizes, age) <= room);
                if let Some(age) = [Age::Above, Age::Beside, Age::Below].into_iter().find(|age| fits(*age)) {
                    return Plan { number: *number, age, ..last };
                }
            }
        }
    }
    last
}

/// How wide a card must be inside.
fn needed(laid: &Laid, sizes: Sizes, age: Age) -> f32 {
    let (name, figure, old) = (laid.name.size().x, laid.figure_width(sizes), laid.age.size().x);
    let apart = sizes.text * 0.7;
    match age {
        Age::Above => (name + apart + old).max(figure),
        Age::Beside => name.max(figure + apart + old),
        Age::Below => name.max(figure).max(old),
    }
}

fn height(sizes: Sizes, plan: &Plan) -> f32 {
    let below = if plan.age == Age::Below { sizes.small * LINE } else { 0.0 };
    sizes.pad * 1.2 + sizes.text * LINE + plan.number * 1.2 + below
}

fn card(ui: &mut Ui, rect: Rect, cell: &Cell, sizes: Sizes, plan: &Plan) -> Response {
    let tokens = theme::tokens(ui.ctx());
    let response = ui.interact(rect, ui.scope_id().with(("figure", cell.id)), Sense::click());
    let strong = response.hovered() || response.has_focus() || cell.open;
    let edge = Stroke::new(1.0, if strong { tokens.accent } else { tokens.rule });
    let painter = ui.painter();
    painter.rect(rect, theme::RADIUS, tokens.card, edge, StrokeKind::Inside);
    let bar = Rect::from_min_size(rect.min, vec2(sizes.pad * BAR, rect.height()));
    let left = CornerRadius { nw: theme::RADIUS, sw: theme::RADIUS, ne: 0, se: 0 };
    let colour = if cell.tone == Tone::Quiet { tokens.rule } else { ink(ui, cell.tone) };
    painter.rect_filled(bar, left, colour);
    let laid = Laid::of(ui, cell, sizes, plan.number);
    let inner = Rect::from_min_max(pos2(bar.right() + sizes.pad, rect.top()), rect.max - vec2(sizes.pad, 0.0));
    let top = inner.top() + sizes.pad * 0.6;
    // Each text stands on the middle of its line.
    let put = |galley: &Arc<Galley>, x: f32, middle: f32| {
        painter.galley(pos2(x, middle - galley.size().y / 2.0), galley.clone(), tokens.text);
    };
    let name_line = top + sizes.text * LINE / 2.0;
    let number_line = top + sizes.text * LINE + plan.number * 0.6;
    // Name and unit sit on the number's foot, not on its middle.
    let foot = number_line + (plan.number - sizes.text) * 0.36;
    put(&laid.name, inner.left(), name_line);
    put(&laid.number, inner.left(), number_line);
    if !laid.unit.is_empty() {
        put(&laid.unit, inner.left() + laid.number.size().x + sizes.text * 0.4, foot);
    }
    let right = inner.right() - laid.age.size().x;
    match plan.age {
        Age::Above => put(&laid.age, right, name_line),
        Age::Beside => put(&laid.age, right, foot),
        Age::Below => put(&laid.age, inner.left(), number_line + plan.number * 0.6 + sizes.small * LINE / 2.0),
    }
    widgets::ring(ui, rect, &response);
    let said = format!("{} {} {}", cell.name, cell.number, cell.unit);
    let said = said.trim_end().to_owned();
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, cell.open, &said));
    response.on_hover_text(&cell.hint)
}
