//! The layer tree: what is on the map, by group, with its symbols and counts.

use std::collections::{BTreeMap, BTreeSet};

use eframe::egui::{
    Align, Checkbox, CursorIcon, IdSalt, Label, Layout, Rect, RichText, Role, ScrollArea, Sense, Stroke, TextWrapMode,
    Ui, WidgetInfo, collapsing_header::CollapsingState, vec2,
};

use crate::{
    domain::{
        model::KindId,
        view::{
            Words, format,
            layers::{LayerGroup, LayerRow, LayerTree},
        },
    },
    ui::{
        map::paint_symbol,
        panels::table,
        theme::{self, HALF_STEP},
        widgets,
    },
};

/// How much smaller a symbol is here than on the map.
const SYMBOL: f32 = 0.8;

/// Room for the scroll bar beside the buttons of the rows, points.
const BAR: f32 = 12.0;

/// What was chosen in the tree.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Show these kinds whole, or hide them.
    Show(Vec<KindId>, bool),
    /// Its things as a table.
    Table(KindId),
    /// Show of this kind what the zoom and its state call for.
    Usual(KindId),
    /// Add one of this kind.
    Add(KindId),
    /// The settings of this layer, shown or put away.
    Settings(KindId),
    /// Show what was plotted on the overlay of this name, or hide it.
    Overlay(String, bool),
    /// No layer is filtered any more.
    ClearFilters,
}

/// Which kinds are on the map, and how.
#[derive(Clone, Copy, Debug)]
pub struct On<'a> {
    /// Kinds that are off.
    pub hidden: &'a BTreeSet<KindId>,
    /// Kinds that are shown whole, at any zoom.
    pub whole: &'a BTreeSet<KindId>,
    /// Overlays of plots that are off.
    pub overlays_off: &'a BTreeSet<String>,
    /// The filters in words.
    pub filters: &'a BTreeMap<KindId, String>,
    /// Whether objects can be added.
    pub add: bool,
}

impl On<'_> {
    fn has(&self, kind: &KindId) -> bool {
        !self.hidden.contains(kind)
    }
}

/// Draws the tree. With a text only the layers that are called so, without their groups.
pub fn ui(ui: &mut Ui, tree: &LayerTree, on: On<'_>, text: &str, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let text = text.trim().to_lowercase();
    if !text.is_empty() {
        let called = tree.groups.iter().flat_map(|group| &group.kinds);
        for row in called.filter(|row| row.name.to_lowercase().contains(&text)) {
            chosen = row_ui(ui, row, on, words).or(chosen);
        }
        return chosen;
    }
    if tree.groups.is_empty() {
        widgets::heading(ui, &words.get("layers-title"));
        widgets::quiet(ui, &words.get("layers-empty"));
        return None;
    }
    if !on.filters.is_empty() {
        chosen = filtered_ui(ui, on, words);
    }
    ScrollArea::vertical().id_salt("layers").auto_shrink([false, true]).show(ui, |ui| {
        // The bar lies over what it scrolls: it must not lie over the buttons.
        ui.set_max_width(ui.available_width() - BAR);
        for group in &tree.groups {
            chosen = group_ui(ui, group, on, words).or(chosen.take());
            ui.add_space(HALF_STEP);
        }
        if !tree.overlays.is_empty() {
            chosen = overlays_ui(ui, tree, on, words).or(chosen.take());
        }
    });
    chosen
}

fn group_ui(ui: &mut Ui, group: &LayerGroup, on: On<'_>, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let tokens = theme::tokens(ui.ctx());
    let kinds: Vec<KindId> = group.kinds.iter().filter(|row| row.on_map).map(|row| row.kind.clone()).collect();
    let shown = kinds.iter().filter(|kind| on.has(kind)).count();
    let id = ui.make_persistent_id(IdSalt::new(("layer-group", &group.id)));
    // A group of which nothing is on the map stays folded until it is asked for.
    let state = CollapsingState::load_with_default_open(ui.ctx(), id, shown > 0);
    let (_, _, body) = state
        .show_header(ui, |ui| {
            let name = widgets::strong(ui, &group.name, theme::body()).color(tokens.accent);
            if kinds.is_empty() {
                ui.label(name);
                return;
            }
            let mut all = shown == kinds.len();
            let some = shown > 0 && !all;
            let hint = words.with("layers-group-hint", &[("group", group.name.as_str())]);
            if ui.add(Checkbox::new(&mut all, name).indeterminate(some)).on_hover_text(hint).clicked() {
                chosen = Some(Choice::Show(kinds.clone(), shown == 0 || some));
            }
        })
        .body_unindented(|ui| {
            let mut chosen = None;
            for row in &group.kinds {
                chosen = row_ui(ui, row, on, words).or(chosen);
            }
            chosen
        });
    body.and_then(|body| body.inner).or(chosen)
}

/// The overlays of what was plotted, each with its switch.
fn overlays_ui(ui: &mut Ui, tree: &LayerTree, on: On<'_>, words: &Words) -> Option<Choice> {
    let tokens = theme::tokens(ui.ctx());
    let id = ui.make_persistent_id("overlays");
    let state = CollapsingState::load_with_default_open(ui.ctx(), id, true);
    let title = widgets::strong(ui, &words.get("overlays-title"), theme::body()).color(tokens.accent);
    let (_, _, body) = state.show_header(ui, |ui| ui.label(title)).body_unindented(|ui| {
        let mut chosen = None;
        for (name, count) in &tree.overlays {
            let called = if name.is_empty() { words.get("overlays-none") } else { name.clone() };
            let mut shown = !on.overlays_off.contains(name);
            ui.horizontal(|ui| {
                ui.add_space(34.0);
                let text = RichText::new(&called).color(if shown { tokens.text } else { tokens.faint });
                if ui.add(Checkbox::new(&mut shown, text)).on_hover_text(words.get("overlays-hint")).clicked() {
                    chosen = Some(Choice::Overlay(name.clone(), shown));
                }
                let count = format::number(i64::try_from(*count).unwrap_or(i64::MAX));
                ui.label(RichText::new(count).color(tokens.quiet).font(theme::small()));
            });
        }
        chosen
    });
    body.and_then(|body| body.inner)
}

fn row_ui(ui: &mut Ui, row: &LayerRow, on: On<'_>, words: &Words) -> Option<Choice> {
    let tokens = theme::tokens(ui.ctx());
    let mut chosen = None;
    let shown = on.has(&row.kind) && row.on_map;
    let color = if shown { tokens.text } else { tokens.faint };
    ui.horizontal(|ui| {
        let (place, _) = ui.allocate_exact_size(vec2(26.0, 22.0), Sense::hover());
        if !row.basemap {
            let painter = if shown { ui.painter().clone() } else { faded(ui) };
            paint_symbol(&painter, place.center(), &row.symbol, SYMBOL, theme::palette(ui.ctx()));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if !row.basemap {
                chosen = tools_ui(ui, row, on, words);
            }
            // The name has what the buttons leave, and is cut short rather than drawn under them.
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.style_mut().wrap_mode = Some(TextWrapMode::Truncate);
                let name = RichText::new(&row.name).color(color);
                if !row.on_map {
                    ui.add(Label::new(name).truncate());
                    return;
                }
                let mut now = shown;
                if ui.add(Checkbox::new(&mut now, name)).on_hover_text(&row.name).clicked() {
                    chosen = Some(Choice::Show(vec![row.kind.clone()], now));
                }
            });
        });
    });
    chosen
}

/// That some layers are not shown whole, and the way back.
fn filtered_ui(ui: &mut Ui, on: On<'_>, words: &Words) -> Option<Choice> {
    let tokens = theme::tokens(ui.ctx());
    let text = words.with("layers-filtered", &[("n", on.filters.len().to_string())]);
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(text).color(tokens.warning));
        if ui.small_button(words.get("layers-filtered-clear")).clicked() {
            chosen = Some(Choice::ClearFilters);
        }
    });
    chosen
}

/// The button of a layer's settings: two sliders, and a funnel where a filter holds.
fn settings_button(ui: &mut Ui, row: &LayerRow, on: On<'_>, words: &Words) -> bool {
    let tokens = theme::tokens(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(18.0, 20.0), Sense::click());
    let filter = on.filters.get(&row.kind);
    let name = match filter {
        Some(filter) => words.with("layer-open-filtered", &[("kind", row.name.as_str()), ("filter", filter.as_str())]),
        None => words.with("layer-open", &[("kind", row.name.as_str())]),
    };
    let strong = response.hovered() || response.has_focus();
    let color = match (filter, strong) {
        (Some(_), _) => tokens.warning,
        (None, true) => tokens.accent,
        (None, false) => tokens.quiet,
    };
    let (at, stroke) = (rect.center(), Stroke::new(1.3, color));
    let painter = ui.painter();
    if filter.is_some() {
        let cone = [[-6.0, -5.0], [6.0, -5.0], [0.0, 2.0]].map(|[x, y]| at + vec2(x, y)).to_vec();
        painter.add(eframe::egui::Shape::convex_polygon(cone, color, Stroke::NONE));
        let pipe = Rect::from_min_max(at + vec2(-1.5, 0.0), at + vec2(1.5, 6.0));
        painter.rect_filled(pipe, 0.0, color);
    } else {
        for (y, knob) in [(-3.0, 2.5), (3.0, -2.5)] {
            painter.hline((at.x - 6.0)..=(at.x + 6.0), at.y + y, stroke);
            painter.circle_filled(at + vec2(knob, y), 2.2, color);
        }
    }
    widgets::ring(ui, rect, &response);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    response.on_hover_text(name).clicked()
}

/// At the end of a row: how many there are, one more, all as a table.
fn tools_ui(ui: &mut Ui, row: &LayerRow, on: On<'_>, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    if settings_button(ui, row, on, words) {
        chosen = Some(Choice::Settings(row.kind.clone()));
    }
    let name = words.with("table-open", &[("kind", row.name.as_str())]);
    if table::button(ui, &name).clicked() {
        chosen = Some(Choice::Table(row.kind.clone()));
    }
    if on.add {
        let name = words.with("layers-add", &[("kind", row.name.as_str())]);
        if widgets::plus(ui, &name).clicked() {
            chosen = Some(Choice::Add(row.kind.clone()));
        }
    }
    count_ui(ui, row, on, words).or(chosen)
}

/// How many there are; a click shows them all, another what is called for.
fn count_ui(ui: &mut Ui, row: &LayerRow, on: On<'_>, words: &Words) -> Option<Choice> {
    let tokens = theme::tokens(ui.ctx());
    let whole = on.whole.contains(&row.kind);
    let count = format::number(i64::try_from(row.count).unwrap_or(i64::MAX));
    let color = match (whole, on.has(&row.kind) && row.on_map) {
        (true, _) => tokens.accent,
        (false, true) => tokens.quiet,
        (false, false) => tokens.faint,
    };
    let text = RichText::new(count).color(color).font(theme::small());
    if !row.on_map {
        ui.label(text);
        return None;
    }
    let hint = words.get(if whole { "layers-usual-hint" } else { "layers-whole-hint" });
    let count = ui.add(Label::new(text).extend().sense(Sense::click())).on_hover_text(hint);
    widgets::ring(ui, count.rect, &count);
    if !count.on_hover_cursor(CursorIcon::PointingHand).clicked() {
        return None;
    }
    Some(if whole { Choice::Usual(row.kind.clone()) } else { Choice::Show(vec![row.kind.clone()], true) })
}

/// A painter for what is off.
fn faded(ui: &Ui) -> eframe::egui::Painter {
    let mut painter = ui.painter().clone();
    painter.set_opacity(0.45);
    painter
}
