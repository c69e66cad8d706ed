//! The form: an object's fields to be changed, or those of a new one to be filled.

mod draft;
mod field;
pub mod kinds;
mod link;
mod memory;
pub mod removal;

use std::{collections::BTreeMap, sync::Arc};

use eframe::egui::{CollapsingHeader, Key, Label, Modifiers, RichText, ScrollArea, Ui};
use jiff::Timestamp;

use crate::{
    domain::{
        catalogue::{GeometryType, Kind},
        model::KindId,
        view::{
            Words,
            form::{Form, FormGroup, Pick},
        },
    },
    ui::{
        theme::{self, HALF_STEP, STEP},
        widgets,
    },
};

pub use draft::{Draft, Standing, Target};
pub use memory::{Asked, Memory};

/// What the form shows beside what is typed.
#[derive(Clone, Debug)]
pub struct View {
    /// Of what kind it is.
    pub kind: Arc<Kind>,
    /// Its fields.
    pub form: Form,
    /// What the object is called.
    pub title: String,
    /// What the links point to, by the field's place.
    pub linked: BTreeMap<usize, String>,
    /// What somebody else put in a field that was typed in, in words.
    pub meanwhile: BTreeMap<usize, String>,
    /// Whether somebody else moved it while a place was typed.
    pub moved: bool,
    /// What the link that is being chosen can point to, and how many there are.
    pub picks: Option<(Vec<Pick>, usize)>,
    /// Whether personal values are shown.
    pub unmasked: bool,
    /// The time.
    pub now: Timestamp,
}

/// What was chosen in a form, or on the way to one.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Save it.
    Save,
    /// Throw away what was typed.
    Discard,
    /// Put the form away and keep what was typed.
    Fold,
    /// Show what is about persons.
    Unmask,
    /// Take the value that somebody else gave.
    TakeTheirs(usize),
    /// Keep what was typed over it.
    KeepOwn(usize),
    /// Keep the place that was typed over the one that somebody else gave.
    KeepPlace,
    /// Add something at the place that is asked about.
    AddHere,
    /// Add an object of this kind.
    Add(KindId),
    /// Add nothing.
    AddNothing,
    /// Take the object away for good.
    Remove,
    /// Leave it.
    Keep,
}

/// Draws the form.
pub fn ui(ui: &mut Ui, view: &View, draft: &mut Draft, words: &Words) -> Option<Choice> {
    let mut chosen = head(ui, view, draft, words);
    let standing = standings(view, draft);
    chosen = foot(ui, view, draft, &standing, words).or(chosen);
    ui.add_space(HALF_STEP);
    ScrollArea::vertical().id_salt(("form", &draft.target)).auto_shrink([false, true]).show(ui, |ui| {
        let mut placed = false;
        for group in &view.form.groups {
            group_ui(ui, group, view, draft, &standing, words, &mut chosen);
            if !placed && group.id == "essential" {
                placed = true;
                place_ui(ui, view, draft, words, &mut chosen);
            }
        }
    });
    chosen
}

fn standings(view: &View, draft: &Draft) -> Vec<Standing> {
    let fields = view.kind.fields.iter().enumerate();
    fields.map(|(index, field)| draft.standing(field, index, view.now)).collect()
}

fn head(ui: &mut Ui, view: &View, draft: &Draft, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let title = if draft.is_new() {
        words.with("form-title-new", &[("kind", view.form.name.as_str())])
    } else {
        words.with("form-title", &[("name", view.title.as_str())])
    };
    widgets::split(
        ui,
        |ui| {
            ui.add(Label::new(widgets::strong(ui, &title, theme::heading())).wrap());
        },
        |ui| {
            if widgets::close(ui, &words.get("form-fold")).clicked() {
                chosen = Some(Choice::Fold);
            }
        },
    );
    widgets::quiet(ui, &words.get("form-kept"));
    chosen
}

/// The buttons, above the fields so that they are always in sight, and what stands in the way of saving.
fn foot(ui: &mut Ui, view: &View, draft: &Draft, standing: &[Standing], words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let ready = !draft.saving && draft.command(&view.kind, view.now).is_some();
    let keys = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    ui.horizontal(|ui| {
        let save = widgets::primary(ui, ready, &words.get("form-save")).on_hover_text("Ctrl Enter");
        if ready && (save.clicked() || keys) {
            chosen = Some(Choice::Save);
        }
        if ui.button(words.get("form-discard")).clicked() {
            chosen = Some(Choice::Discard);
        }
        let count = |wanted: Standing| standing.iter().filter(|one| **one == wanted).count();
        let tokens = theme::tokens(ui.ctx());
        let misplaced = usize::from(matches!(draft.placed(), Some(None)));
        let wrong = count(Standing::Wrong) + count(Standing::Missing) + misplaced;
        let changed = count(Standing::Changed) + usize::from(matches!(draft.placed(), Some(Some(_))));
        let (id, n, color) = match (draft.saving, wrong, changed) {
            (true, ..) => ("form-saving", 0, tokens.quiet),
            (false, 1.., _) => ("form-wrong", wrong, tokens.warning),
            (false, 0, 1..) => ("form-changed", changed, tokens.accent),
            (false, 0, 0) => ("form-same", 0, tokens.quiet),
        };
        let text = RichText::new(words.with(id, &[("n", n.to_string())])).font(theme::small()).color(color);
        ui.add(Label::new(text).wrap());
    });
    chosen
}

fn group_ui(
    ui: &mut Ui,
    group: &FormGroup,
    view: &View,
    draft: &mut Draft,
    standing: &[Standing],
    words: &Words,
    chosen: &mut Option<Choice>,
) {
    ui.add_space(HALF_STEP);
    let of = |index: usize| standing.get(index).copied().unwrap_or(Standing::Same);
    let touched = group.fields.iter().filter(|field| of(field.index) != Standing::Same).count();
    let accent = theme::tokens(ui.ctx()).accent;
    let title = match touched {
        0 => group.title.clone(),
        _ => format!("{} ●", group.title),
    };
    CollapsingHeader::new(widgets::strong(ui, &title, theme::small()).color(accent))
        .id_salt(("form-group", group.id))
        .default_open(group.open)
        .show_unindented(ui, |ui| {
            for field in &group.fields {
                field::ui(ui, field, of(field.index), view, draft, words, chosen);
            }
        });
}

/// Where it is: coordinates to be typed in any form, or the next click on the map.
fn place_ui(ui: &mut Ui, view: &View, draft: &mut Draft, words: &Words, chosen: &mut Option<Choice>) {
    match view.form.geometry {
        GeometryType::None => return,
        GeometryType::Line | GeometryType::Polygon => {
            if draft.is_new() {
                widgets::quiet(ui, &words.get("form-place-drawn"));
            }
            return;
        }
        GeometryType::Point => {}
    }
    let tokens = theme::tokens(ui.ctx());
    let label = words.get("form-place");
    field::row(ui, &label, matches!(draft.placed(), Some(Some(_))), false, |ui, id| {
        let mut text = draft.place_text();
        let hint = words.get("form-place-hint");
        let typed = eframe::egui::TextEdit::singleline(&mut text)
            .desired_width(ui.available_width())
            .char_limit(100)
            .hint_text(hint);
        if ui.add(typed).labelled_by(id).changed() {
            draft.put(text);
        }
        if matches!(draft.placed(), Some(None)) {
            field::wrong(ui, &words.get("form-need-place"));
        }
        if view.moved {
            ui.horizontal_wrapped(|ui| {
                ui.colored_label(tokens.warning, words.get("form-meanwhile-place"));
                if widgets::link(ui, RichText::new(words.get("form-keep-own")).color(tokens.accent)).clicked() {
                    *chosen = Some(Choice::KeepPlace);
                }
            });
        }
        let name = words.get(if draft.picking { "form-place-picking" } else { "form-place-pick" });
        if ui.selectable_label(draft.picking, name).clicked() {
            draft.picking = !draft.picking;
        }
        if draft.place_text().trim().is_empty() {
            widgets::quiet(ui, &words.get("form-place-none"));
        }
    });
    ui.add_space(STEP - HALF_STEP);
}
