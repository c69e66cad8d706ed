//! The first page: shown once, over whatever is being opened. Enter or Esc goes on with what is there.

use eframe::egui::{Align2, Area, Context, Id, Key, Order, ScrollArea, TextEdit, Ui};

use crate::{
    domain::{catalogue::Lang, view::Words},
    ui::{
        panels::settings::Prefers,
        theme::{HALF_STEP, STEP},
        widgets,
    },
};

/// How wide the page is, points.
const WIDTH: f32 = 460.0;
/// The sizes of text offered, percent.
const SIZES: [i32; 4] = [90, 100, 120, 140];

/// What was chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Choice {
    /// This language.
    Lang(Lang),
    /// Dark ground, or light.
    Dark(bool),
    /// This size of text.
    TextScale(f32),
    /// Go on with what is open.
    Start,
    /// Go on to the ways to a district of one's own.
    Own,
}

/// Draws the page in the middle of the window. `actor`: who sits here, as typed.
pub fn ui(ctx: &Context, prefers: Prefers, actor: &mut String, words: &Words) -> Option<Choice> {
    let mut chosen = ctx.input(|input| input.key_pressed(Key::Enter)).then_some(Choice::Start);
    let area = Area::new(Id::unique("first-page")).order(Order::Foreground).anchor(Align2::CENTER_CENTER, [0.0, 0.0]);
    area.show(ctx, |ui| {
        widgets::floating(ui, |ui| {
            ui.set_width(WIDTH.min(ctx.content_rect().width() - 48.0));
            let most = ctx.content_rect().height() - 80.0;
            let scroll = ScrollArea::vertical().id_salt("first").auto_shrink([false, true]);
            scroll.max_height(most).min_scrolled_height(most).show(ui, |ui| {
                chosen = page(ui, prefers, actor, words).or(chosen);
            });
        });
    });
    chosen
}

fn page(ui: &mut Ui, prefers: Prefers, actor: &mut String, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    ui.add_space(HALF_STEP);
    widgets::heading(ui, &words.get("first-title"));
    widgets::quiet(ui, &words.get("first-hint"));
    ui.add_space(STEP);
    ui.horizontal_wrapped(|ui| {
        for (lang, name) in [(Lang::Zh, "中文"), (Lang::En, "English")] {
            if widgets::chip(ui, name, words.lang() == lang).clicked() {
                chosen = Some(Choice::Lang(lang));
            }
        }
        ui.add_space(STEP);
        for (dark, name) in [(true, "top-dark"), (false, "top-light")] {
            if widgets::chip(ui, &words.get(name), prefers.dark == dark).clicked() {
                chosen = Some(Choice::Dark(dark));
            }
        }
    });
    ui.add_space(HALF_STEP);
    ui.label(words.get("settings-text"));
    ui.horizontal_wrapped(|ui| {
        let now = (prefers.text_scale * 100.0).round() as i32;
        for size in SIZES {
            if widgets::chip(ui, &format!("{size}%"), size == now).clicked() {
                chosen = Some(Choice::TextScale(size as f32 / 100.0));
            }
        }
    });
    ui.add_space(HALF_STEP);
    let label = words.get("seat-actor");
    ui.label(&label);
    widgets::named_field(ui.add(TextEdit::singleline(actor).desired_width(f32::INFINITY)), &label);
    widgets::quiet(ui, &words.get("seat-actor-hint"));
    ui.add_space(STEP);
    ui.horizontal_wrapped(|ui| {
        if widgets::primary(ui, true, &words.get("first-start")).clicked() {
            chosen = Some(Choice::Start);
        }
        if ui.button(words.get("first-own")).clicked() {
            chosen = Some(Choice::Own);
        }
    });
    ui.add_space(HALF_STEP);
    chosen
}
