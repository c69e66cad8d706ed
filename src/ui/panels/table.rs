//! A kind as a table under the map: a click looks at the object, what is selected on the map is marked.

use eframe::egui::{
    Align2, FontSelection, Label, Rect, Response, RichText, Role, ScrollArea, Sense, Stroke, TextEdit, TextFormat, Ui,
    WidgetInfo,
    text::{LayoutJob, TextWrapping},
    vec2,
};

use crate::{
    domain::{
        model::ObjectRef,
        query::BadFilter,
        view::{
            Words, format,
            table::{Column, Sort, Table, TableRequest},
        },
    },
    ui::{
        theme::{self, HALF_STEP, STEP},
        widgets,
    },
};

/// How high a row is, points.
const ROW: f32 = 26.0;
/// Between the text of a cell and its edge, points.
const PAD: f32 = 8.0;
/// The narrowest column, points.
const NARROWEST: f32 = 64.0;

/// What the table remembers between frames.
#[derive(Debug, Default)]
pub struct Memory {
    /// The conditions as they are typed.
    conditions: String,
    /// The row that was scrolled to last.
    seen: Option<ObjectRef>,
}

/// What the table shows.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// What is wanted.
    pub request: &'a TableRequest,
    /// The table; none: it is being made.
    pub table: Option<&'a Table>,
    /// What the rows are restricted to.
    pub only: Option<&'a str>,
    /// What is selected.
    pub selected: Option<&'a ObjectRef>,
}

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Fold it.
    Close,
    /// Another order, filter or choice of columns.
    Ask(Box<TableRequest>),
    /// Look at this object.
    Select(ObjectRef),
    /// All rows again.
    All,
    /// Write it to a file.
    Export,
}

/// A small button with a table on it, called by `name`.
pub fn button(ui: &mut Ui, name: &str) -> Response {
    let tokens = theme::tokens(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(20.0, 20.0), Sense::click());
    let color = if response.hovered() || response.has_focus() { tokens.accent } else { tokens.quiet };
    let sheet = Rect::from_center_size(rect.center(), vec2(13.0, 11.0));
    let stroke = Stroke::new(1.2, color);
    let painter = ui.painter();
    painter.rect_stroke(sheet, 1.0, stroke, eframe::egui::StrokeKind::Inside);
    painter.hline(sheet.x_range(), sheet.top() + 4.0, stroke);
    painter.vline(sheet.left() + 4.5, sheet.y_range(), stroke);
    widgets::ring(ui, rect, &response);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    response.on_hover_text(name)
}

/// Draws the table.
pub fn ui(ui: &mut Ui, shown: Shown<'_>, memory: &mut Memory, words: &Words) -> Option<Choice> {
    // The panel keeps its height while the rows are still being found.
    ui.set_min_height(ui.available_height());
    let mut chosen = head(ui, shown, memory, words);
    let Some(table) = shown.table else {
        widgets::quiet(ui, &words.get("table-working"));
        return chosen;
    };
    if let Some(bad) = &table.bad {
        ui.colored_label(theme::tokens(ui.ctx()).warning, refused(bad, words));
    }
    if table.is_empty() {
        ui.label(words.get("table-none"));
        widgets::quiet(ui, &words.get("table-none-hint"));
        return chosen;
    }
    ScrollArea::horizontal().id_salt("table-wide").auto_shrink([false, false]).show(ui, |ui| {
        let widths = widths(ui, table);
        chosen = names(ui, table, &widths, words).or(chosen.take());
        let foot = if table.columns.iter().any(|column| column.total.is_some()) { ROW + 4.0 } else { 0.0 };
        let height = (ui.available_height() - foot).max(ROW);
        chosen = rows(ui, (table, &widths), height, shown.selected, memory, words).or(chosen.take());
        if foot > 0.0 {
            totals(ui, table, &widths);
        }
    });
    chosen
}

/// What is wrong with a condition, in the user's words.
pub fn refused(bad: &BadFilter, words: &Words) -> String {
    if let BadFilter::Unclear(text) = bad {
        return words.with("filter-unclear", &[("text", text)]);
    }
    if let BadFilter::NoField(field) = bad {
        return words.with("table-bad-field", &[("field", field)]);
    }
    if let BadFilter::BadValue { field, value } = bad {
        return words.with("table-bad-value", &[("field", field), ("value", value)]);
    }
    let text = if let BadFilter::NoSign(text) = bad { text.clone() } else { bad.to_string() };
    words.with("table-bad-sign", &[("text", text)])
}

fn head(ui: &mut Ui, shown: Shown<'_>, memory: &mut Memory, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let ask = |change: &dyn Fn(&mut TableRequest)| {
        let mut request = shown.request.clone();
        change(&mut request);
        Some(Choice::Ask(Box::new(request)))
    };
    ui.horizontal(|ui| {
        if let Some(table) = shown.table {
            let count = |n: usize| format::number(i64::try_from(n).unwrap_or(i64::MAX));
            let args = [("kind", table.title.clone()), ("shown", count(table.len())), ("all", count(table.of))];
            widgets::heading(ui, &words.with("table-title", &args));
        }
        if let Some(only) = shown.only {
            widgets::badge(ui, &words.with("table-only", &[("name", only)]), theme::tokens(ui.ctx()).accent);
            if ui.button(words.get("table-only-clear")).clicked() {
                chosen = Some(Choice::All);
            }
        }
        ui.add_space(STEP);
        let label = ui.label(words.get("table-filter"));
        let mut text = shown.request.text.clone();
        let field = TextEdit::singleline(&mut text).desired_width(150.0).char_limit(80);
        let typed = ui.add(field).labelled_by(label.id).on_hover_text(words.get("table-filter-hint"));
        if typed.changed() {
            chosen = ask(&|request| request.text.clone_from(&text));
        }
        let label = ui.label(words.get("table-condition"));
        let hint = words.get("table-condition-hint");
        let field = TextEdit::singleline(&mut memory.conditions).desired_width(190.0).char_limit(200).hint_text(&hint);
        let typed = ui.add(field).labelled_by(label.id).on_hover_text(hint);
        if typed.lost_focus() || (typed.changed() && memory.conditions.trim().is_empty()) {
            let conditions: Vec<String> = memory.conditions.split([';', '；']).map(str::to_owned).collect();
            if conditions != shown.request.conditions {
                chosen = ask(&|request| request.conditions.clone_from(&conditions));
            }
        }
        if let Some(table) = shown.table {
            chosen = columns(ui, shown.request, table, words).or(chosen.take());
            if ui.add_enabled(!table.is_empty(), eframe::egui::Button::new(words.get("table-export"))).clicked() {
                chosen = Some(Choice::Export);
            }
        }
        if widgets::close(ui, &words.get("table-close")).clicked() {
            chosen = Some(Choice::Close);
        }
    });
    ui.add_space(HALF_STEP);
    chosen
}

/// The columns there are, to be chosen from.
fn columns(ui: &mut Ui, request: &TableRequest, table: &Table, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    ui.menu_button(words.get("table-columns"), |ui| {
        if ui.button(words.get("table-columns-usual")).clicked() {
            chosen = Some(Choice::Ask(Box::new(TableRequest { columns: None, ..request.clone() })));
            ui.close();
        }
        ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
            for (field, name) in &table.all_columns {
                let mut on = table.columns.iter().any(|column| column.field == *field);
                // The last one stays: a table of no columns says nothing.
                let last = on && table.columns.len() == 1;
                if ui.add_enabled(!last, eframe::egui::Checkbox::new(&mut on, name)).clicked() {
                    let mut shown: Vec<_> = table.columns.iter().map(|column| column.field.clone()).collect();
                    if on {
                        shown.push(field.clone());
                    } else {
                        shown.retain(|known| known != field);
                    }
                    chosen = Some(Choice::Ask(Box::new(TableRequest { columns: Some(shown), ..request.clone() })));
                }
            }
        });
    });
    chosen
}

fn widths(ui: &Ui, table: &Table) -> Vec<f32> {
    let em = theme::body().size;
    let own = table.columns.iter().map(|column| (column.width_em * em + 2.0 * PAD).max(NARROWEST));
    let own: Vec<f32> = own.collect();
    // What is left over goes to all of them.
    let spare = (ui.available_width() - 12.0 - own.iter().sum::<f32>()).max(0.0) / own.len().max(1) as f32;
    own.iter().map(|width| width + spare.min(60.0)).collect()
}

/// The names of the columns: a click sorts, another turns the order round, a third leaves it.
fn names(ui: &mut Ui, table: &Table, widths: &[f32], words: &Words) -> Option<Choice> {
    let tokens = theme::tokens(ui.ctx());
    let mut chosen = None;
    let whole = vec2(widths.iter().sum(), ROW);
    let (rect, _) = ui.allocate_exact_size(whole, Sense::hover());
    let mut left = rect.left();
    for (column, width) in table.columns.iter().zip(widths) {
        let cell = Rect::from_min_size(eframe::egui::pos2(left, rect.top()), vec2(*width, ROW));
        left += width;
        let sorted = table.request.sort.as_ref().filter(|sort| sort.field == column.field);
        let response = ui.interact(cell, ui.scope_id().with(("column", &column.field)), Sense::click());
        let color = if sorted.is_some() || response.hovered() { tokens.accent } else { tokens.quiet };
        let arrow = match sorted {
            Some(Sort { descending: true, .. }) => " ↓",
            Some(_) => " ↑",
            None => "",
        };
        let unit = column.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
        text(ui, cell, &format!("{}{unit}{arrow}", column.name), color, column.is_number);
        widgets::ring(ui, cell.shrink(2.0), &response);
        let name = words.with("table-sort", &[("column", &column.name)]);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        if response.on_hover_text(name).clicked() {
            let sort = match sorted {
                None => Some(Sort { field: column.field.clone(), descending: false }),
                Some(Sort { descending: false, .. }) => Some(Sort { field: column.field.clone(), descending: true }),
                Some(_) => None,
            };
            chosen = Some(Choice::Ask(Box::new(TableRequest { sort, ..table.request.clone() })));
        }
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, tokens.rule));
    chosen
}

/// The rows in view; only they are laid out.
fn rows(
    ui: &mut Ui,
    (table, widths): (&Table, &[f32]),
    height: f32,
    selected: Option<&ObjectRef>,
    memory: &mut Memory,
    words: &Words,
) -> Option<Choice> {
    let mut chosen = None;
    let marked = selected.and_then(|object| table.row_of(object));
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut area = ScrollArea::vertical().id_salt("table-rows").max_height(height).auto_shrink([false, true]);
    if selected != memory.seen.as_ref() {
        memory.seen = selected.cloned();
        if let Some(row) = marked {
            area = area.vertical_scroll_offset((row as f32 * ROW - height * 0.4).max(0.0));
        }
    }
    area.show_rows(ui, ROW, table.len(), |ui, range| {
        for row in range {
            let response = row_ui(ui, (table, widths), row, marked == Some(row), words);
            if response.clicked() {
                chosen = table.object(row).map(Choice::Select);
                // The eye is on the row already.
                memory.seen = table.object(row);
            }
        }
    });
    chosen
}

fn row_ui(ui: &mut Ui, (table, widths): (&Table, &[f32]), row: usize, marked: bool, words: &Words) -> Response {
    let tokens = theme::tokens(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(widths.iter().sum(), ROW), Sense::click());
    if marked {
        ui.painter().rect_filled(rect, 0.0, tokens.accent.gamma_multiply(0.28));
        let edge = Rect::from_min_size(rect.left_top(), vec2(3.0, ROW));
        ui.painter().rect_filled(edge, 0.0, tokens.accent);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, tokens.card);
    } else if row % 2 == 1 {
        ui.painter().rect_filled(rect, 0.0, tokens.card.gamma_multiply(0.4));
    }
    let pointer = response.hover_pos();
    let mut left = rect.left();
    let mut cut = None;
    for (column, width) in table.columns.iter().zip(widths) {
        let cell = Rect::from_min_size(eframe::egui::pos2(left, rect.top()), vec2(*width, ROW));
        left += width;
        let said = table.cell(row, column, words);
        let color = if said.is_some() { tokens.text } else { tokens.faint };
        let said = said.unwrap_or_else(|| format::UNKNOWN.to_owned());
        let elided = text(ui, cell, &said, color, column.is_number);
        if elided && pointer.is_some_and(|at| cell.contains(at)) {
            cut = Some(said);
        }
    }
    widgets::ring(ui, rect.shrink(2.0), &response);
    let name = format!("{} {}", row + 1, table.name(row));
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, marked, &name));
    match cut {
        Some(whole) => response.on_hover_text(whole),
        None => response,
    }
}

fn totals(ui: &mut Ui, table: &Table, widths: &[f32]) {
    let tokens = theme::tokens(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(vec2(widths.iter().sum(), ROW), Sense::hover());
    ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(1.0, tokens.rule));
    let mut left = rect.left();
    for (column, width) in table.columns.iter().zip(widths) {
        let cell = Rect::from_min_size(eframe::egui::pos2(left, rect.top()), vec2(*width, ROW));
        left += width;
        let Some(total) = &column.total else { continue };
        text(ui, cell, &total.short, tokens.text, column.is_number);
        total_info(ui, cell, column, &total.long);
    }
}

fn total_info(ui: &Ui, cell: Rect, column: &Column, long: &str) {
    let response = ui.interact(cell, ui.scope_id().with(("total", &column.field)), Sense::hover());
    let name = format!("{} {long}", column.name);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
    response.on_hover_ui(|ui| {
        ui.add(Label::new(RichText::new(long)).wrap());
    });
}

/// A text in a cell, cut short with … where it is too long; `true` when it was.
fn text(ui: &Ui, cell: Rect, text: &str, color: eframe::egui::Color32, right: bool) -> bool {
    let inner = cell.shrink2(vec2(PAD, 0.0));
    let font = FontSelection::from(theme::body()).resolve(ui.style());
    let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(font, color));
    job.wrap = TextWrapping::truncate_at_width(inner.width());
    let galley = ui.painter().layout_job(job);
    let elided = galley.elided;
    let align = if right { Align2::RIGHT_CENTER } else { Align2::LEFT_CENTER };
    let at = align.align_size_within_rect(galley.size(), inner);
    ui.painter().with_clip_rect(cell.intersect(ui.clip_rect())).galley(at.min, galley, color);
    elided
}
