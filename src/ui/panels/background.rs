//! The background map: which one, its key, how solid it is, and how it does.

use std::path::PathBuf;

use eframe::egui::{Button, Checkbox, RichText, ScrollArea, Slider, TextEdit, TextWrapMode, Ui, Widget as _};
use jiff::Timestamp;

use crate::{
    domain::{
        catalogue::Tone,
        view::{Words, format},
    },
    io::tiles::{
        Key, TileChoice, Trouble,
        choice::{FILE, OWN, TileDatum},
        presets::{Preset, presets},
    },
    ui::{
        map::BackgroundState,
        panels::offline,
        theme::{self, HALF_STEP, STEP},
        widgets,
    },
};

/// How wide the panel is, points.
const WIDTH: f32 = 316.0;
/// How much of the window's height it may take.
const MOST_HEIGHT: f32 = 0.6;

/// What is being typed, and whether the panel is open.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// Whether the panel is open.
    pub open: bool,
    /// What is chosen now.
    pub choice: TileChoice,
    /// The time that the state is told at.
    pub now: Timestamp,
    /// Preparing for a day without a network.
    pub offline: offline::Draft,
    presets: Vec<Preset>,
    key: Key,
    address: Key,
    attribution: String,
    path: String,
}

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// This background from now on.
    Show(Box<TileChoice>),
    /// About fetching ahead.
    Offline(offline::Choice),
}

impl Draft {
    /// Opens the panel on what is chosen now, or puts it away.
    pub fn turn(&mut self) {
        self.open = !self.open;
        if self.presets.is_empty() {
            self.presets = presets();
        }
        self.take();
    }

    /// The name of the background that is chosen.
    pub fn name(&mut self, words: &Words) -> String {
        if self.presets.is_empty() {
            self.presets = presets();
        }
        match self.choice.source.as_str() {
            OWN => words.get("tiles-own"),
            FILE => words.get("tiles-file"),
            id => {
                let preset = self.presets.iter().find(|preset| preset.id == id);
                preset.map_or_else(|| words.get("tiles-none"), |preset| preset.name(words.lang()).to_owned())
            }
        }
    }

    fn take(&mut self) {
        let choice = &self.choice;
        let preset = self.presets.iter().find(|preset| preset.id == choice.source);
        let key = preset.and_then(|preset| preset.key.as_ref()).and_then(|name| choice.keys.get(name));
        self.key = key.cloned().unwrap_or_default();
        self.address = choice.own.address.clone();
        self.attribution.clone_from(&choice.own.attribution);
        self.path = choice.file.path.as_ref().map(|path| path.to_string_lossy().into_owned()).unwrap_or_default();
    }
}

/// Draws the button over the map, or the panel it opens.
pub fn corner(ui: &mut Ui, draft: &mut Draft, state: &BackgroundState, words: &Words) -> Option<Choice> {
    if draft.open {
        return self::ui(ui, draft, state, words);
    }
    let (line, tone) = state_line(state, draft.now, words);
    let name = RichText::new(words.get("tiles-button"));
    // What is in the way is seen without opening anything.
    let ink = if tone == Tone::Warning { theme::tone(ui.ctx(), tone) } else { theme::tokens(ui.ctx()).text };
    let button = Button::new(name.color(ink)).wrap_mode(TextWrapMode::Extend);
    if button.ui(ui).on_hover_text(format!("{}\n{line}", words.get("tiles-button-hint"))).clicked() {
        draft.turn();
    }
    None
}

/// Draws the panel.
pub fn ui(ui: &mut Ui, draft: &mut Draft, state: &BackgroundState, words: &Words) -> Option<Choice> {
    let (mut next, name) = (draft.choice.clone(), draft.name(words));
    let mut ahead = None;
    widgets::floating(ui, |ui| {
        ui.set_width(WIDTH);
        widgets::split(
            ui,
            |ui| {
                widgets::heading(ui, &words.get("tiles-title"));
            },
            |ui| {
                if widgets::close(ui, &words.get("tiles-close")).clicked() {
                    draft.open = false;
                }
            },
        );
        // What lies over the map is given no more room than it took before: it asks for what the window allows.
        let most = ui.ctx().content_rect().height() * MOST_HEIGHT;
        let area = ScrollArea::vertical().id_salt("background").auto_shrink([false, true]);
        area.max_height(most).min_scrolled_height(most).show(ui, |ui| {
            if draft.offline.open {
                ahead = offline::page(ui, &mut draft.offline, &mut next, &name, words);
                return;
            }
            sources(ui, draft, &mut next, words);
            look(ui, draft, &mut next, words);
            ui.add_space(HALF_STEP);
            let (line, tone) = state_line(state, draft.now, words);
            ui.horizontal_top(|ui| {
                ui.label(RichText::new("●").color(theme::tone(ui.ctx(), tone)).font(theme::small()));
                widgets::quiet(ui, &line);
            });
            ahead = offline::door(ui, &mut draft.offline, words);
        });
    });
    if next == draft.choice {
        return ahead.map(Choice::Offline);
    }
    let other = next.source != draft.choice.source;
    draft.choice = next.clone();
    if other {
        draft.take();
    }
    Some(Choice::Show(Box::new(next)))
}

fn sources(ui: &mut Ui, draft: &mut Draft, next: &mut TileChoice, words: &Words) {
    let radio = |ui: &mut Ui, next: &mut TileChoice, id: &str, name: &str| {
        if ui.radio(next.source == id, name).clicked() {
            id.clone_into(&mut next.source);
        }
        next.source == id
    };
    radio(ui, next, "", &words.get("tiles-none"));
    for preset in draft.presets.clone() {
        if radio(ui, next, &preset.id, preset.name(words.lang()))
            && let Some(name) = &preset.key
        {
            let hint = words.get("tiles-key-hint");
            if let Some(key) = secret(ui, &mut draft.key, (&words.get("tiles-key"), &hint), true) {
                next.keys.insert(name.clone(), key);
            }
            widgets::quiet(ui, &words.get("tiles-key-where"));
        }
    }
    if radio(ui, next, OWN, &words.get("tiles-own")) {
        let hint = "https://…/{z}/{x}/{y}.png";
        if let Some(address) = secret(ui, &mut draft.address, (&words.get("tiles-own-address"), hint), false) {
            next.own.address = address;
        }
        datums(ui, &mut next.own.datum, words);
        if let Some(by) = line(ui, &mut draft.attribution, (&words.get("tiles-attribution"), "")) {
            next.own.attribution = by;
        }
    }
    if radio(ui, next, FILE, &words.get("tiles-file")) {
        if let Some(path) = line(ui, &mut draft.path, (&words.get("tiles-file-path"), "*.mbtiles, *.pmtiles")) {
            next.file.path = Some(PathBuf::from(path)).filter(|path| !path.as_os_str().is_empty());
        }
        datums(ui, &mut next.file.datum, words);
    }
}

/// How the map looks: names, and how solid.
fn look(ui: &mut Ui, draft: &Draft, next: &mut TileChoice, words: &Words) {
    if next.source.is_empty() {
        return;
    }
    ui.add_space(HALF_STEP);
    if draft.presets.iter().any(|preset| preset.id == next.source && preset.names.is_some()) {
        ui.add(Checkbox::new(&mut next.annotation, words.get("tiles-annotation")));
    }
    let mut percent = (next.opacity * 100.0).round();
    let name = words.get("tiles-opacity");
    ui.horizontal(|ui| {
        let label = ui.label(&name);
        ui.spacing_mut().slider_width = WIDTH - 150.0;
        let slider = Slider::new(&mut percent, 20.0..=100.0).suffix(" %").step_by(5.0).fixed_decimals(0);
        if ui.add(slider).labelled_by(label.id).changed() {
            next.opacity = percent / 100.0;
        }
    });
}

fn datums(ui: &mut Ui, datum: &mut TileDatum, words: &Words) {
    for (which, name) in [(TileDatum::Wgs84, "tiles-datum-wgs84"), (TileDatum::Gcj02, "tiles-datum-gcj02")] {
        ui.horizontal(|ui| {
            ui.add_space(STEP);
            if widgets::chip(ui, &words.get(name), *datum == which).clicked() {
                *datum = which;
            }
        });
    }
}

/// A field with its name; what stands in it when it is left or Enter is pressed.
fn line(ui: &mut Ui, text: &mut String, (name, hint): (&str, &str)) -> Option<String> {
    field(ui, text, (name, hint), false)
}

/// The same for what must not be read over a shoulder, or not be written anywhere.
fn secret(ui: &mut Ui, key: &mut Key, (name, hint): (&str, &str), masked: bool) -> Option<Key> {
    let mut text = key.reveal().to_owned();
    let left = field(ui, &mut text, (name, hint), masked).map(|text| Key::new(&text));
    *key = Key::as_typed(text);
    left
}

fn field(ui: &mut Ui, text: &mut String, (name, hint): (&str, &str), masked: bool) -> Option<String> {
    let mut left = None;
    ui.horizontal(|ui| {
        ui.add_space(STEP);
        let label = ui.label(name);
        let room = ui.available_width();
        let edit = TextEdit::singleline(text).hint_text(hint).password(masked).desired_width(room);
        // Over a wall nobody types ten thousand letters; a pasted file is no address.
        if ui.add(edit.char_limit(2000)).labelled_by(label.id).lost_focus() {
            left = Some(text.trim().to_owned());
        }
    });
    left
}

/// How the background does, in one line, and how grave that is.
pub fn state_line(state: &BackgroundState, now: Timestamp, words: &Words) -> (String, Tone) {
    if !state.on {
        return (words.get("tiles-state-off"), Tone::Quiet);
    }
    let Some((trouble, since)) = state.trouble else {
        if state.waiting > 0 {
            return (words.with("tiles-state-loading", &[("n", state.waiting.to_string())]), Tone::Low);
        }
        let beyond = words.get("tiles-state-beyond");
        return if state.covered { (words.get("tiles-state-ready"), Tone::Ready) } else { (beyond, Tone::Quiet) };
    };
    let mut parts = vec![trouble_line(trouble, words)];
    if let Some(since) = since {
        parts.push(words.with("tiles-since", &[("time", format::day_time(since))]));
    }
    if let Some(good) = state.last_good {
        parts.push(words.with("tiles-last-good", &[("ago", format::age(good, now, words))]));
    }
    if state.kept {
        parts.push(words.get("tiles-kept"));
    } else if !state.covered {
        parts.push(words.get("tiles-own-stays"));
    }
    (parts.join(&words.get("tiles-joined")), Tone::Warning)
}

/// What is in the way, and what to do about it.
fn trouble_line(trouble: Trouble, words: &Words) -> String {
    let status = trouble.status().map(|status| status.to_string()).unwrap_or_default();
    words.with(&format!("tiles-trouble-{}", trouble.code()), &[("status", status)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::catalogue::Lang, io::assets};

    #[test]
    fn every_trouble_has_a_sentence_in_both_languages_and_none_shows_its_id() {
        for lang in [Lang::Zh, Lang::En] {
            let words = assets::words(lang);
            for trouble in Trouble::EACH {
                let line = trouble_line(trouble, &words);
                assert!(!line.starts_with("tiles-"), "{line}");
            }
            assert!(trouble_line(Trouble::Refused(403), &words).contains("403"));
        }
    }

    #[test]
    fn a_server_that_is_silent_is_said_with_since_when_and_what_was_last_good() {
        let words = assets::words(Lang::Zh);
        let now: Timestamp = "2026-08-09T07:06:00Z".parse().unwrap();
        let good: Timestamp = "2026-08-09T06:41:00Z".parse().unwrap();
        let state = BackgroundState {
            on: true,
            trouble: Some((Trouble::NoAnswer, Some("2026-08-09T06:50:00Z".parse().unwrap()))),
            last_good: Some(good),
            kept: true,
            covered: true,
            waiting: 3,
        };
        let (line, tone) = state_line(&state, now, &words);
        assert_eq!(tone, Tone::Warning);
        assert!(line.contains("14:50") && line.contains("25") && !line.contains("tiles-"), "{line}");
    }
}
