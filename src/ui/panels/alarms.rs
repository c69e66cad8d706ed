//! The alarms: one line at the foot of every screen, and the list with who knows of what.

use eframe::egui::{
    Align, Button, Color32, FontFamily, FontId, Label, Layout, Pos2, Rect, RichText, Role, ScrollArea, Sense, Stroke,
    Ui, Widget as _, WidgetInfo, pos2, vec2,
};

use crate::{
    domain::{
        model::ObjectRef,
        view::{Words, alarms::Line},
    },
    ui::{
        theme::{self, HALF_STEP, STEP},
        widgets,
    },
};

/// At most so many are listed; the rest are counted.
const MOST: usize = 200;

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// List them all, or put the list away.
    List,
    /// Look at this object.
    Select(ObjectRef),
    /// This seat knows of the alarm.
    Acknowledge(ObjectRef),
}

/// Draws the line: how many wait, then the first of them, as many as fit whole.
pub fn line(ui: &mut Ui, alarms: &[Line], words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let tokens = theme::tokens(ui.ctx());
    ui.horizontal_centered(|ui| {
        let waiting = alarms.iter().filter(|alarm| alarm.known.is_none()).count();
        if alarms.is_empty() {
            dot(ui, tokens.resource, true);
            ui.label(RichText::new(words.get("alarms-quiet")).font(theme::small()).color(tokens.quiet));
            return;
        }
        dot(ui, if waiting > 0 { tokens.alarm } else { tokens.quiet }, waiting > 0);
        let numbers = [("n", waiting.to_string()), ("all", alarms.len().to_string())];
        let name = words.with("alarms-count", &numbers);
        let button = Button::new(RichText::new(name).font(theme::small()).strong()).frame_when_inactive(false);
        if button.ui(ui).on_hover_text(words.get("alarms-hint")).clicked() {
            chosen = Some(Choice::List);
        }
        let (first, rest): (Vec<_>, Vec<_>) = alarms.iter().partition(|alarm| alarm.known.is_none());
        for alarm in first.into_iter().chain(rest) {
            match item(ui, alarm) {
                None => break,
                Some(true) => chosen = Some(Choice::Select(alarm.object.clone())),
                Some(false) => {}
            }
        }
    });
    chosen
}

/// One alarm on the line; `None`: it does not fit whole.
fn item(ui: &mut Ui, alarm: &Line) -> Option<bool> {
    let tokens = theme::tokens(ui.ctx());
    let lay = |text: String, color: Color32| ui.painter().layout_no_wrap(text, theme::small(), color);
    let ink = if alarm.known.is_none() { tokens.text } else { tokens.faint };
    let time = lay(format!("{}  ", alarm.time), tokens.quiet);
    let text = lay(format!("{} {}", alarm.name, alarm.what), ink);
    let size = vec2(18.0 + time.size().x + text.size().x, time.size().y.max(text.size().y));
    if size.x > ui.available_width() - ui.spacing().item_spacing.x {
        return None;
    }
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let mut at = pos2(rect.left() + 18.0, rect.top());
    ui.painter().galley(at, time.clone(), tokens.quiet);
    at.x += time.size().x;
    ui.painter().galley(at, text, ink);
    if response.hovered() {
        ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, tokens.accent));
    }
    widgets::ring(ui, rect, &response);
    let name = format!("{} {} {}", alarm.time, alarm.name, alarm.what);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    Some(response.clicked())
}

/// A dot: full when it waits for somebody, a ring when it is known.
fn dot(ui: &mut Ui, color: Color32, full: bool) {
    let (rect, _) = ui.allocate_exact_size(vec2(14.0, 14.0), Sense::hover());
    paint_dot(ui, rect.center(), 5.0, color, full);
}

fn paint_dot(ui: &Ui, at: Pos2, radius: f32, color: Color32, full: bool) {
    if full {
        ui.painter().circle_filled(at, radius, color);
    } else {
        ui.painter().circle_stroke(at, radius - 1.0, Stroke::new(2.0, color));
    }
}

/// Draws the list: what, since when, and who knows of it.
pub fn list(ui: &mut Ui, alarms: &[Line], writable: bool, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let waiting = alarms.iter().filter(|alarm| alarm.known.is_none()).count();
    widgets::split(
        ui,
        |ui| {
            let numbers = [("n", waiting.to_string()), ("all", alarms.len().to_string())];
            widgets::heading(ui, &words.with("alarms-count", &numbers));
        },
        |ui| {
            if widgets::close(ui, &words.get("alarms-close")).clicked() {
                chosen = Some(Choice::List);
            }
        },
    );
    widgets::quiet(ui, &words.get(if alarms.is_empty() { "alarms-quiet" } else { "alarms-meaning" }));
    ui.add_space(HALF_STEP);
    ScrollArea::vertical().id_salt("alarms").auto_shrink([false, true]).show(ui, |ui| {
        let (first, rest): (Vec<_>, Vec<_>) = alarms.iter().partition(|alarm| alarm.known.is_none());
        for alarm in first.into_iter().chain(rest).take(MOST) {
            chosen = entry(ui, alarm, writable, words).or(chosen.take());
        }
        if let Some(more) = alarms.len().checked_sub(MOST).filter(|more| *more > 0) {
            widgets::quiet(ui, &words.with("alarms-more", &[("n", more.to_string())]));
        }
    });
    chosen
}

/// So many are shown where nothing else is being looked at.
const FIRST: usize = 6;

/// Draws the first that nobody has taken note of: what to look at when nothing is being looked at.
pub fn first(ui: &mut Ui, alarms: &[Line], words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let waiting: Vec<&Line> = alarms.iter().filter(|alarm| alarm.known.is_none()).collect();
    if waiting.is_empty() {
        return None;
    }
    let tokens = theme::tokens(ui.ctx());
    widgets::heading(ui, &words.get("alarms-first"));
    ui.add_space(HALF_STEP);
    for alarm in waiting.iter().take(FIRST) {
        let response = widgets::row(ui, ("first", alarm.object.uid), |ui| {
            widgets::split(
                ui,
                |ui| {
                    ui.add(Label::new(RichText::new(&alarm.name).strong()).truncate());
                },
                |ui| {
                    ui.label(RichText::new(&alarm.what).font(theme::small()).color(tokens.alarm));
                },
            );
        });
        let name = format!("{} {} {}", words.get("alarms-first"), alarm.name, alarm.what);
        if widgets::named(response, &name).clicked() {
            chosen = Some(Choice::Select(alarm.object.clone()));
        }
    }
    if waiting.len() > FIRST {
        let more = words.with("alarms-more", &[("n", (waiting.len() - FIRST).to_string())]);
        if widgets::link(ui, RichText::new(more).font(theme::small()).color(tokens.accent)).clicked() {
            chosen = Some(Choice::List);
        }
    }
    ui.add_space(STEP);
    chosen
}

fn entry(ui: &mut Ui, alarm: &Line, writable: bool, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let tokens = theme::tokens(ui.ctx());
    let waits = alarm.known.is_none();
    let response = widgets::row(ui, alarm.object.uid, |ui| {
        widgets::split(
            ui,
            |ui| {
                ui.horizontal_wrapped(|ui| {
                    dot(ui, if waits { tokens.alarm } else { tokens.quiet }, waits);
                    ui.add(Label::new(RichText::new(&alarm.name).strong()).wrap());
                });
                let color = if waits { tokens.alarm } else { tokens.quiet };
                ui.add(Label::new(RichText::new(&alarm.what).color(color)).wrap());
                let place = alarm.township.as_deref().into_iter();
                let parts: Vec<&str> = std::iter::once(alarm.time.as_str()).chain(place).collect();
                widgets::quiet(ui, &parts.join(" · "));
                if let Some(known) = &alarm.known {
                    widgets::quiet(ui, known);
                }
            },
            |ui| {
                if waits && writable {
                    let name = words.with("alarms-acknowledge-name", &[("name", &alarm.name)]);
                    let button = Button::new(words.get("alarms-acknowledge")).ui(ui);
                    if widgets::named(button, &name).on_hover_text(words.get("alarms-acknowledge-hint")).clicked() {
                        chosen = Some(Choice::Acknowledge(alarm.object.clone()));
                    }
                }
            },
        );
    });
    if widgets::named(response, &format!("{} {}", alarm.name, alarm.what)).clicked() && chosen.is_none() {
        chosen = Some(Choice::Select(alarm.object.clone()));
    }
    chosen
}

/// Draws the alarms on a wall, in type of this size with this gap, as many as the room holds.
pub fn wall(ui: &mut Ui, room: Rect, alarms: &[Line], [size, gap]: [f32; 2], words: &Words) {
    let tokens = theme::tokens(ui.ctx());
    let font = FontId::new(size, FontFamily::Proportional);
    let mut child = ui.new_child(eframe::egui::UiBuilder::new().max_rect(room).layout(Layout::top_down(Align::Min)));
    let ui = &mut child;
    ui.spacing_mut().item_spacing.y = gap;
    let waiting = alarms.iter().filter(|alarm| alarm.known.is_none()).count();
    let numbers = [("n", waiting.to_string()), ("all", alarms.len().to_string())];
    let title = if alarms.is_empty() { words.get("alarms-quiet") } else { words.with("alarms-count", &numbers) };
    ui.label(RichText::new(title).font(theme::bold(ui.ctx(), size * 1.2)));
    let (first, rest): (Vec<_>, Vec<_>) = alarms.iter().partition(|alarm| alarm.known.is_none());
    for (place, alarm) in first.into_iter().chain(rest).enumerate() {
        let waits = alarm.known.is_none();
        let ink = if waits { tokens.text } else { tokens.quiet };
        let width = ui.available_width() - size * 1.2;
        let text = format!("{}  {} {}", alarm.time, alarm.name, alarm.what);
        let galley = ui.painter().layout(text.clone(), font.clone(), ink, width);
        // The last line of the room says how many more there are.
        let more = alarms.len() - place;
        let needed = galley.size().y + if more > 1 { gap + size * 1.4 } else { 0.0 };
        if needed > ui.available_height() {
            let text = words.with("alarms-more", &[("n", more.to_string())]);
            ui.label(RichText::new(text).font(font).color(tokens.quiet));
            return;
        }
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), galley.size().y), Sense::hover());
        let first_line = rect.top() + galley.rows.first().map_or(size, |row| row.height()) / 2.0;
        let color = if waits { tokens.alarm } else { tokens.quiet };
        paint_dot(ui, pos2(rect.left() + size * 0.4, first_line), size * 0.3, color, waits);
        ui.painter().galley(pos2(rect.left() + size * 1.2, rect.top()), galley, ink);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
    }
}
