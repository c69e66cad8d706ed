//! Views with a name: what the map showed, called up again with a click or a digit.

use eframe::egui::{Button, Id, Key, Label, RichText, Sense, TextEdit, Ui, collapsing_header::CollapsingState};

use crate::{
    domain::view::Words,
    io::views::BOOKMARKS,
    ui::{
        theme::{self, HALF_STEP},
        widgets,
    },
};

/// The name being typed.
#[derive(Debug, Default)]
pub struct Draft {
    /// The name, and of which view; no view: of a new one. None: nothing is being named.
    pub naming: Option<(Option<usize>, String)>,
    /// Whether the field is to take the keys.
    to_field: bool,
}

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Go to this one.
    Go(usize),
    /// Keep what is shown under this name.
    Keep(String),
    /// This one is what is shown from now on.
    Renew(usize),
    /// Call this one so.
    Rename(usize, String),
    /// One place up.
    Up(usize),
    /// Forget this one.
    Forget(usize),
}

/// Draws the views by their names.
pub fn ui(ui: &mut Ui, names: &[String], draft: &mut Draft, words: &Words) -> Option<Choice> {
    let id = ui.make_persistent_id("bookmarks");
    let state = CollapsingState::load_with_default_open(ui.ctx(), id, !names.is_empty());
    let mut start = false;
    let (_, _, body) = state
        .show_header(ui, |ui| {
            let name = widgets::strong(ui, &words.get("bookmarks-title"), theme::body());
            ui.label(name.color(theme::tokens(ui.ctx()).accent));
            let full = names.len() >= BOOKMARKS;
            if !full && widgets::plus(ui, &words.get("bookmarks-keep")).clicked() {
                start = true;
            }
        })
        .body_unindented(|ui| {
            let mut chosen = None;
            for (place, name) in names.iter().enumerate() {
                let naming = draft.naming.as_ref().is_some_and(|(of, _)| *of == Some(place));
                chosen = if naming { field(ui, draft, words) } else { row(ui, place, name, draft, words) }.or(chosen);
            }
            if names.is_empty() && draft.naming.is_none() {
                widgets::quiet(ui, &words.get("bookmarks-none"));
            }
            chosen
        });
    if start {
        draft.naming = Some((None, String::new()));
        draft.to_field = true;
        // What is about to be kept is to be seen.
        let mut state = CollapsingState::load_with_default_open(ui.ctx(), id, true);
        state.set_open(true);
        state.store(ui.ctx());
    }
    let chosen = body.and_then(|body| body.inner);
    let new = matches!(draft.naming, Some((None, _)));
    let named = if new { field(ui, draft, words) } else { None };
    ui.add_space(HALF_STEP);
    named.or(chosen)
}

fn row(ui: &mut Ui, place: usize, name: &str, draft: &mut Draft, words: &Words) -> Option<Choice> {
    let (mut gone, mut chosen) = (false, None);
    let tokens = theme::tokens(ui.ctx());
    let digit = (place + 1).to_string();
    widgets::split(
        ui,
        |ui| {
            let hint = words.with("bookmarks-go", &[("n", digit.as_str())]);
            let text = Label::new(format!("{digit}  {name}")).truncate().sense(Sense::click());
            let go = ui.add(text).on_hover_text(hint);
            widgets::ring(ui, go.rect, &go);
            gone = widgets::named(go, name).clicked();
        },
        |ui| {
            let menu = words.with("bookmarks-menu", &[("name", name)]);
            let button = Button::new(RichText::new("···").color(tokens.quiet)).frame(false);
            let (response, _) = eframe::egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
                let mut item = |id: &str, what: Choice| {
                    if ui.button(words.get(id)).clicked() {
                        chosen = Some(what);
                        ui.close();
                    }
                };
                item("bookmarks-renew", Choice::Renew(place));
                if place > 0 {
                    item("bookmarks-up", Choice::Up(place));
                }
                item("bookmarks-forget", Choice::Forget(place));
                if ui.button(words.get("bookmarks-rename")).clicked() {
                    draft.naming = Some((Some(place), name.to_owned()));
                    draft.to_field = true;
                    ui.close();
                }
            });
            widgets::named(response, &menu);
        },
    );
    gone.then_some(Choice::Go(place)).or(chosen)
}

/// The field that a name is typed into.
fn field(ui: &mut Ui, draft: &mut Draft, words: &Words) -> Option<Choice> {
    let (of, text) = draft.naming.as_mut()?;
    let name = words.get("bookmarks-name");
    let mut done = false;
    let mut left = false;
    ui.horizontal(|ui| {
        let room = ui.available_width() - 96.0;
        // Of its own id: what stands above it changes while it has the keys.
        let field = TextEdit::singleline(text).id(Id::unique("bookmark-name"));
        let typed = ui.add(field.desired_width(room).char_limit(24).hint_text(&name));
        let typed = widgets::named_field(typed, &name);
        if std::mem::take(&mut draft.to_field) {
            typed.request_focus();
        }
        let sound = !text.trim().is_empty();
        done = typed.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) && sound;
        done |= ui.add_enabled(sound, Button::new(words.get("bookmarks-save"))).clicked();
        left = typed.has_focus() && ui.input(|input| input.key_pressed(Key::Escape));
        left |= widgets::close(ui, &words.get("bookmarks-leave")).clicked();
    });
    if !(done || left) {
        return None;
    }
    let name = text.trim().to_owned();
    let choice = match *of {
        Some(place) => Choice::Rename(place, name),
        None => Choice::Keep(name),
    };
    draft.naming = None;
    done.then_some(choice)
}
