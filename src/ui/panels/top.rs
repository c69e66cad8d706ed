//! The top bar: whose district this is, whether it is a sample or an exercise, the time, language and theme.

use eframe::egui::{Align, Button, FontId, Label, Layout, Sense, Ui, Widget as _};

use crate::{
    domain::{
        catalogue::{Lang, Tone},
        view::Words,
    },
    ui::{
        theme::{self, HALF_STEP, STEP},
        widgets,
    },
};

/// What the top bar shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Top {
    /// The district's name, else the application's.
    pub title: String,
    /// Whether the data are invented.
    pub sample: bool,
    /// Whether a district is open.
    pub district: bool,
    /// How many things stand in the way of what was ordered to move.
    pub troubles: usize,
    /// The responses in force, the gravest first, and the level that somebody has to decide about.
    pub response: Standing,
    /// Whether this is an exercise.
    pub exercise: bool,
    /// The layers of which a filter shows only some.
    pub filtered: Vec<String>,
    /// The time in Beijing.
    pub clock: String,
    /// Whether the ground is dark.
    pub dark: bool,
}

/// How responses stand, for the bar.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    /// In force: how loud, and what.
    pub in_force: Vec<(Tone, String)>,
    /// Proposed and not decided, by what is so now.
    pub proposed: Option<String>,
    /// The same by a storm in replay or in a rehearsal.
    pub replayed: Option<String>,
}

impl Standing {
    /// All of it in the order of its weight: what is in force, what must be decided, what a replay would ask.
    pub fn told(&self) -> impl Iterator<Item = (Tone, &str)> {
        let asked = [(Tone::Alarm, &self.proposed), (Tone::Caution, &self.replayed)];
        let asked = asked.into_iter().filter_map(|(tone, said)| Some((tone, said.as_deref()?)));
        self.in_force.iter().map(|(tone, said)| (*tone, said.as_str())).chain(asked)
    }
}

impl Top {
    /// That something stands in the way of what was ordered; nobody may miss it with the board folded.
    pub fn troubled(&self, words: &Words) -> Option<String> {
        (self.troubles > 0).then(|| words.with("top-troubles", &[("n", self.troubles.to_string())]))
    }

    /// That a filter keeps things off the map; nobody may take it for the whole.
    pub fn filtered(&self, words: &Words) -> Option<String> {
        let count = self.filtered.len().to_string();
        (!self.filtered.is_empty()).then(|| words.with("layers-filtered", &[("n", count)]))
    }
}

/// What was chosen in the top bar.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Choice {
    /// Speak this language.
    Lang(Lang),
    /// Dark ground, or light.
    Dark(bool),
    /// The big screen.
    Wall,
    /// The township board, or away with it.
    Board,
    /// Typhoons, or away with them.
    Storm,
    /// Rain, or away with it.
    Rain,
    /// Emergency responses, or away with them.
    Response,
    /// Another district.
    Files,
    /// What the seat prefers, and the keys.
    Settings,
}

/// Below this width the bar keeps the buttons that have no other home, points.
const NARROW: f32 = 1120.0;

/// Draws the top bar. The clock and the buttons keep their room; the title takes the largest size that fits the rest.
pub fn ui(ui: &mut Ui, top: &Top, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let wide = ui.available_width() >= NARROW;
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let clock = if wide { theme::title() } else { theme::heading() };
        ui.label(widgets::strong(ui, &top.clock, clock));
        ui.add_space(HALF_STEP);
        chosen = buttons(ui, top, wide, words);
        let standing = ui.with_layout(Layout::left_to_right(Align::Center), |ui| title(ui, top, words)).inner;
        chosen = standing.or(chosen);
    });
    chosen
}

fn buttons(ui: &mut Ui, top: &Top, wide: bool, words: &Words) -> Option<Choice> {
    // Each language is called by its own name, so that it is found from the other.
    let (language, other) = match words.lang() {
        Lang::Zh => ("English", Lang::En),
        Lang::En => ("中文", Lang::Zh),
    };
    let (theme, theme_hint) = if top.dark { ("top-light", "top-light-hint") } else { ("top-dark", "top-dark-hint") };
    let all = [
        (words.get(theme), theme_hint, Choice::Dark(!top.dark), wide),
        (words.get("top-wall"), "top-wall-hint", Choice::Wall, wide),
        (language.to_owned(), "top-lang-hint", Choice::Lang(other), true),
        (words.get("top-board"), "top-board-hint", Choice::Board, top.district),
        (words.get("top-storm"), "top-storm-hint", Choice::Storm, top.district),
        (words.get("top-rain"), "top-rain-hint", Choice::Rain, top.district),
        (words.get("top-response"), "top-response-hint", Choice::Response, top.district),
        (words.get("top-settings"), "top-settings-hint", Choice::Settings, true),
        (words.get("top-files"), "top-files-hint", Choice::Files, true),
    ];
    let mut chosen = None;
    for (name, hint, what, shown) in all {
        if shown && Button::new(name).ui(ui).on_hover_text(words.get(hint)).clicked() {
            chosen = Some(what);
        }
    }
    chosen
}

fn title(ui: &mut Ui, top: &Top, words: &Words) -> Option<Choice> {
    let tokens = theme::tokens(ui.ctx());
    let filtered = top.filtered(words);
    let marks = [(top.exercise, "top-exercise"), (top.sample, "top-sample")];
    let marks = marks.into_iter().filter(|(on, _)| *on).map(|(_, id)| words.get(id));
    let troubled = top.troubled(words);
    let standing = top.response.told().map(|(_, said)| said.to_owned());
    let marks: Vec<String> = marks.chain(filtered.clone()).chain(troubled.clone()).chain(standing).collect();
    let width = |text: &str, font: FontId| ui.painter().layout_no_wrap(text.to_owned(), font, tokens.text).size().x;
    let taken: f32 = marks.iter().map(|mark| width(mark, theme::small()) + 16.0 + STEP).sum();
    let room = ui.available_width() - taken - STEP;
    let sizes = [theme::title(), theme::heading(), theme::body()];
    let fits = |font: &&FontId| width(&top.title, theme::bold(ui.ctx(), font.size)) <= room;
    let font = sizes.iter().find(fits).cloned().unwrap_or_else(theme::small);
    let text = widgets::strong(ui, &top.title, font);
    ui.add(Label::new(text).truncate());
    ui.add_space(HALF_STEP);
    if top.exercise {
        widgets::flag(ui, &words.get("top-exercise"), tokens.warning);
    }
    if top.sample {
        widgets::badge(ui, &words.get("top-sample"), tokens.quiet).on_hover_text(words.get("top-sample-hint"));
    }
    let chosen = response(ui, &top.response, words);
    if let Some(troubled) = troubled {
        widgets::flag(ui, &troubled, theme::tone(ui.ctx(), Tone::Alarm)).on_hover_text(words.get("top-board-hint"));
    }
    if let Some(filtered) = filtered {
        widgets::badge(ui, &filtered, tokens.warning).on_hover_text(top.filtered.join("、"));
    }
    chosen
}

/// What is in force, and what must be decided; each opens the responses.
fn response(ui: &mut Ui, standing: &Standing, words: &Words) -> Option<Choice> {
    let mut clicked = false;
    for (tone, said) in standing.told() {
        let color = theme::tone(ui.ctx(), tone);
        let response = widgets::flag(ui, said, color).interact(Sense::click());
        widgets::ring(ui, response.rect, &response);
        clicked |= widgets::named(response, said).on_hover_text(words.get("top-response-hint")).clicked();
    }
    clicked.then_some(Choice::Response)
}
