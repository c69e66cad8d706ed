//! The settings of one layer: its filter put together or written, its colours, how solid, in which order, its names.

use eframe::egui::{
    Checkbox, ComboBox, Key, Label, RichText, Role, ScrollArea, Slider, TextEdit, Ui, WidgetInfo, WidgetText,
};

use crate::{
    domain::{
        model::KindId,
        query::Comparison,
        view::{
            Words, format,
            layer::{AskedField, FilterRow, FilterRows, LayerView},
            look::{FAINTEST, FARTHEST, LayerLook},
        },
    },
    ui::{
        theme::{self, HALF_STEP, STEP},
        widgets,
    },
};

/// No filter has more lines than this: nobody reads further.
const MOST_ROWS: usize = 8;
/// How wide the three parts of a line are, points.
const WIDTHS: [f32; 3] = [112.0, 56.0, 104.0];

/// The filter as it is being put together.
#[derive(Debug, Default)]
pub struct Draft {
    /// Whose settings are shown.
    pub kind: Option<KindId>,
    /// The filter as lines; none: it has brackets and is only read as text.
    pub rows: Option<FilterRows>,
    /// The filter as text.
    pub text: String,
    /// What is wrong, and on which line; no line: in the text.
    pub wrong: Option<(Option<usize>, String)>,
}

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Put the settings away.
    Close,
    /// The lines changed: filter by them.
    Rows,
    /// The text was entered: filter by it.
    Text,
    /// No filter.
    Clear,
    /// Another look; its filter stays.
    Look(Box<LayerLook>),
    /// All as the catalogue says.
    Reset,
    /// What the filter leaves, as a table.
    Table,
}

/// What the settings show.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shown<'a> {
    /// What there is to choose from; none: it is being looked up.
    pub view: Option<&'a LayerView>,
    /// How the layer looks now; none: as its catalogue says.
    pub look: Option<&'a LayerLook>,
}

/// Draws the settings.
pub fn ui(ui: &mut Ui, shown: Shown<'_>, draft: &mut Draft, words: &Words) -> Option<Choice> {
    let view = shown.view;
    let mut chosen = None;
    let name = view.map_or("", |view| view.name.as_str());
    if widgets::head(ui, &words.with("layer-title", &[("kind", name)]), &words.get("layer-close")) {
        chosen = Some(Choice::Close);
    }
    let Some(view) = view else {
        widgets::quiet(ui, &words.get("layer-working"));
        return chosen;
    };
    ScrollArea::vertical().id_salt("layer").auto_shrink([false, true]).show(ui, |ui| {
        chosen = passed(ui, view, words).or(chosen.take());
        ui.add_space(STEP);
        chosen = filter(ui, view, draft, words).or(chosen.take());
        ui.add_space(STEP);
        chosen = look(ui, view, shown.look, words).or(chosen.take());
    });
    chosen
}

/// What is shown, in figures and in words.
fn passed(ui: &mut Ui, view: &LayerView, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let number = |n: usize| format::number(i64::try_from(n).unwrap_or(i64::MAX));
    let args = [("shown", number(view.passed.shown)), ("all", number(view.passed.of))];
    let tokens = theme::tokens(ui.ctx());
    ui.horizontal_wrapped(|ui| {
        ui.label(widgets::strong(ui, &words.with("layer-passed", &args), theme::body()));
        if ui.button(words.get("layer-table")).clicked() {
            chosen = Some(Choice::Table);
        }
        if view.filter.is_some() && ui.button(words.get("layer-clear")).clicked() {
            chosen = Some(Choice::Clear);
        }
    });
    if let Some(filter) = &view.filter {
        ui.add(Label::new(RichText::new(filter).color(tokens.accent)).wrap());
        if view.passed.shown == 0 {
            let text = RichText::new(words.get("layer-passed-none")).color(tokens.warning);
            ui.add(Label::new(text).wrap());
        }
    }
    if view.passed.kept > 0 {
        widgets::quiet(ui, &words.with("layer-kept", &[("n", number(view.passed.kept))]));
    }
    chosen
}

fn filter(ui: &mut Ui, view: &LayerView, draft: &mut Draft, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    ui.label(widgets::strong(ui, &words.get("layer-filter"), theme::body()));
    match &mut draft.rows {
        Some(rows) => {
            if lines(ui, view, rows, draft.wrong.as_ref(), words) {
                chosen = Some(Choice::Rows);
            }
        }
        None => drop(widgets::quiet(ui, &words.get("layer-filter-text-only"))),
    }
    ui.add_space(HALF_STEP);
    let label = ui.label(RichText::new(words.get("layer-filter-text")).color(theme::tokens(ui.ctx()).quiet));
    let hint = words.get("layer-filter-text-hint");
    let field = TextEdit::singleline(&mut draft.text).desired_width(f32::INFINITY).char_limit(300).hint_text(&hint);
    let typed = ui.add(field).labelled_by(label.id).on_hover_text(hint);
    if typed.lost_focus() && !ui.input(|input| input.key_pressed(Key::Escape)) {
        chosen = Some(Choice::Text);
    }
    if let Some((None, wrong)) = &draft.wrong {
        complain(ui, wrong);
    }
    chosen
}

fn complain(ui: &mut Ui, wrong: &str) {
    let text = RichText::new(wrong).color(theme::tokens(ui.ctx()).warning);
    ui.add(Label::new(text).wrap());
}

/// The lines of the filter; `true`: they changed.
fn lines(
    ui: &mut Ui,
    view: &LayerView,
    rows: &mut FilterRows,
    wrong: Option<&(Option<usize>, String)>,
    words: &Words,
) -> bool {
    let mut changed = false;
    let mut gone = None;
    for (place, row) in rows.rows.iter_mut().enumerate() {
        ui.push_id(place, |ui| {
            let name = words.with("layer-row-remove", &[("n", (place + 1).to_string())]);
            widgets::split(
                ui,
                |ui| drop(ui.horizontal_wrapped(|ui| changed |= line(ui, view, place, row, words))),
                |ui| {
                    if widgets::close(ui, &name).clicked() {
                        gone = Some(place);
                    }
                },
            );
        });
        if let Some((Some(at), wrong)) = wrong
            && *at == place
        {
            complain(ui, wrong);
        }
    }
    if let Some(place) = gone {
        rows.rows.remove(place);
        changed = true;
    }
    ui.horizontal_wrapped(|ui| {
        let full = rows.rows.len() >= MOST_ROWS;
        if ui.add_enabled(!full, eframe::egui::Button::new(words.get("layer-row-add"))).clicked() {
            rows.rows.extend(next(view, rows));
        }
        if rows.rows.len() > 1 {
            for (any, id) in [(false, "layer-all"), (true, "layer-any")] {
                if widgets::chip(ui, &words.get(id), rows.any == any).clicked() && rows.any != any {
                    rows.any = any;
                    changed = true;
                }
            }
        }
    });
    changed
}

/// A new line: of the first field that can be picked from and is not asked about yet.
fn next(view: &LayerView, rows: &FilterRows) -> Option<FilterRow> {
    let free = |field: &&AskedField| rows.rows.iter().all(|row| row.field != field.field);
    let picked = view.fields.iter().filter(free).find(|field| !field.values.is_empty() && field.values.len() < 20);
    let field = picked.or_else(|| view.fields.iter().find(free)).or_else(|| view.fields.first())?;
    Some(FilterRow { field: field.field.clone(), comparison: *field.comparisons.first()?, value: None })
}

fn line(ui: &mut Ui, view: &LayerView, place: usize, row: &mut FilterRow, words: &Words) -> bool {
    let mut changed = false;
    let n = (place + 1).to_string();
    let called = |id: &str| words.with(id, &[("n", n.as_str())]);
    let own = view.fields.iter().find(|field| field.field == row.field);
    let name = own.map_or_else(|| row.field.to_string(), |field| field.name.clone());
    let before = row.clone();
    pick(ui, (0, &called("layer-row-field")), &name, |ui| {
        for field in &view.fields {
            if ui.selectable_label(field.field == row.field, &field.name).clicked() {
                row.field = field.field.clone();
            }
        }
    });
    if row.field != before.field {
        let field = view.fields.iter().find(|field| field.field == row.field);
        let fits = field.is_some_and(|field| field.comparisons.contains(&row.comparison));
        row.comparison = if fits { row.comparison } else { Comparison::Is };
        row.value = None;
        return true;
    }
    let Some(own) = own else { return false };
    pick(ui, (1, &called("layer-row-comparison")), row.comparison.word(words.lang()), |ui| {
        for comparison in &own.comparisons {
            changed |= ui.selectable_value(&mut row.comparison, *comparison, comparison.word(words.lang())).changed();
        }
    });
    let title = called("layer-row-value");
    if own.is_picked(row.comparison) {
        changed |= picked(ui, own, &title, row, words);
    } else {
        changed |= typed(ui, own, &title, row);
    }
    changed
}

/// A list of choices that is called `name` and says what is chosen.
fn pick(ui: &mut Ui, (part, name): (usize, &str), says: &str, add: impl FnOnce(&mut Ui)) {
    let width = WIDTHS.get(part).copied().unwrap_or_default();
    let list = ComboBox::from_id_salt(("part", part)).width(width).height(520.0).truncate();
    let shown = list.selected_text(WidgetText::from(says.to_owned())).show_ui(ui, add);
    let enabled = shown.response.enabled();
    shown.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, enabled, name));
    shown.response.on_hover_text(says);
}

fn picked(ui: &mut Ui, own: &AskedField, name: &str, row: &mut FilterRow, words: &Words) -> bool {
    let blank = words.get("layer-value-blank");
    let known = |id: &str| own.values.iter().find(|(known, _)| known == id).map(|(_, name)| name.clone());
    let says = match &row.value {
        None => words.get("layer-value-none"),
        Some(value) if value.is_empty() => blank.clone(),
        Some(value) => known(value).unwrap_or_else(|| value.clone()),
    };
    let before = row.value.clone();
    pick(ui, (2, name), &says, |ui| {
        let all = own.values.iter().map(|(id, name)| (id.as_str(), name.as_str()));
        for (id, name) in all.chain([("", blank.as_str())]) {
            if ui.selectable_label(row.value.as_deref() == Some(id), name).clicked() {
                row.value = Some(id.to_owned());
            }
        }
    });
    row.value != before
}

/// A value that is typed: it counts once the field is left or Enter is pressed.
fn typed(ui: &mut Ui, own: &AskedField, name: &str, row: &mut FilterRow) -> bool {
    let id = ui.scope_id().with(("typed", &own.field));
    let kept: Option<String> = ui.data(|data| data.get_temp(id));
    let mut text = kept.unwrap_or_else(|| row.value.clone().unwrap_or_default());
    let unit = own.unit.clone().unwrap_or_default();
    let field = TextEdit::singleline(&mut text).desired_width(84.0).char_limit(60).hint_text(unit);
    let response = ui.add(field);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, name));
    if response.lost_focus() {
        ui.data_mut(|data| data.remove::<String>(id));
        let value = Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let changed = row.value != value;
        row.value = value;
        return changed;
    }
    if response.has_focus() {
        ui.data_mut(|data| data.insert_temp(id, text));
    }
    false
}

/// Colours, how solid, order, names.
fn look(ui: &mut Ui, view: &LayerView, look: Option<&LayerLook>, words: &Words) -> Option<Choice> {
    let look = look.cloned().unwrap_or_default();
    let mut next = look.clone();
    ui.label(widgets::strong(ui, &words.get("layer-look"), theme::body()));
    if view.colors.len() > 1 {
        ui.horizontal(|ui| {
            let label = ui.label(words.get("layer-color"));
            let says = view.colors.iter().find(|(color, _)| *color == next.color).map_or("", |(_, name)| name);
            let list = ComboBox::from_id_salt("layer-color").width(200.0).selected_text(says);
            let shown = list.show_ui(ui, |ui| {
                for (color, name) in &view.colors {
                    ui.selectable_value(&mut next.color, color.clone(), name);
                }
            });
            shown.response.labelled_by(label.id);
        });
    }
    let mut percent = (next.opacity * 100.0).round();
    ui.horizontal(|ui| {
        let label = ui.label(words.get("layer-opacity"));
        ui.spacing_mut().slider_width = 150.0;
        let range = (FAINTEST * 100.0)..=100.0;
        let slider = Slider::new(&mut percent, range).suffix(" %").step_by(5.0).fixed_decimals(0);
        if ui.add(slider).labelled_by(label.id).changed() {
            next.opacity = percent / 100.0;
        }
    });
    ui.horizontal_wrapped(|ui| {
        ui.label(words.get("layer-order"));
        for (step, id) in [(1, "layer-up"), (-1, "layer-down")] {
            let lift = next.lift.saturating_add(step);
            let can = lift.abs() <= FARTHEST;
            if ui.add_enabled(can, eframe::egui::Button::new(words.get(id))).clicked() {
                next.lift = lift;
            }
        }
        let says = match next.lift {
            0 => words.get("layer-order-usual"),
            up if up > 0 => words.with("layer-order-up", &[("n", up.to_string())]),
            down => words.with("layer-order-down", &[("n", down.saturating_abs().to_string())]),
        };
        ui.label(RichText::new(says).color(theme::tokens(ui.ctx()).quiet));
    });
    ui.add(Checkbox::new(&mut next.labels, words.get("layer-labels")));
    ui.add_space(HALF_STEP);
    let usual = look == LayerLook::default();
    let reset = ui.add_enabled(!usual, eframe::egui::Button::new(words.get("layer-reset"))).clicked();
    if reset {
        return Some(Choice::Reset);
    }
    (next != look).then(|| Choice::Look(Box::new(next)))
}
