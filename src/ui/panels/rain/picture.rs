//! Georeferenced pictures: whose, how solid, of when, and what moves through them.

use std::path::PathBuf;

use eframe::egui::{Checkbox, Label, RichText, Slider, Ui};
use jiff::Timestamp;

use crate::{
    domain::view::{Words, format},
    io::{
        import::typhoon::moment,
        pictures::{PictureChoice, PictureFile, typed_bounds},
        tiles::choice::TileDatum,
    },
    ui::{panels::feed, rasters::Rasters, theme, widgets},
};

/// A slider is no narrower than this; its figure takes so much beside it.
const SLIDER_PT: f32 = 80.0;
const FIGURE_PT: f32 = 88.0;

/// What is being typed, and of which choice and picture.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    of: Option<(PictureChoice, Option<PathBuf>)>,
    source: String,
    bounds: String,
    time: String,
    path: String,
    /// What is wrong with what was typed, in words.
    wrong: Option<String>,
}

/// Draws it; what is chosen from now on.
pub fn ui(ui: &mut Ui, rasters: &mut Rasters, words: &Words) -> Option<PictureChoice> {
    let choice = rasters.choice.clone();
    let file = rasters.file().cloned();
    fill(rasters, &choice);
    let mut next = choice.clone();
    if let Some((line, tone)) = rasters.line(words) {
        feed::standing(ui, &line, tone);
    }
    if choice.files.is_empty() {
        widgets::quiet(ui, &words.get("raster-hint"));
    } else {
        ui.add(Checkbox::new(&mut next.on, words.get("raster-on")));
    }
    if choice.on && choice.files.len() > 1 {
        bar(ui, rasters, words);
    }
    let draft = &mut rasters.draft;
    if !choice.files.is_empty() {
        all(ui, draft, &mut next, words);
    }
    if let Some(file) = file {
        one(ui, draft, &file, &mut next, words);
    }
    if feed::line(ui, &words.get("raster-path"), "", &mut draft.path) && !draft.path.trim().is_empty() {
        next.add([PathBuf::from(draft.path.trim())]);
        draft.path.clear();
    }
    if let Some(wrong) = &draft.wrong {
        ui.add(Label::new(RichText::new(wrong).color(theme::tokens(ui.ctx()).warning)).wrap());
    }
    (next != choice).then_some(next)
}

/// What goes for all of them.
fn all(ui: &mut Ui, draft: &mut Draft, next: &mut PictureChoice, words: &Words) {
    if feed::line(ui, &words.get("raster-source"), "", &mut draft.source) {
        draft.source.trim().clone_into(&mut next.source);
    }
    if feed::line(ui, &words.get("raster-bounds"), "118.5, 28.5, 120.5, 30", &mut draft.bounds) {
        bounds(draft, next, words);
    }
    let mut shifted = next.datum == TileDatum::Gcj02;
    if ui.add(Checkbox::new(&mut shifted, words.get("raster-gcj"))).changed() {
        next.datum = if shifted { TileDatum::Gcj02 } else { TileDatum::Wgs84 };
    }
    let name = words.get("raster-opacity");
    widgets::quiet(ui, &name);
    ui.scope(|ui| {
        // Its figure stands beside it, within the panel.
        ui.spacing_mut().slider_width = (ui.available_width() - FIGURE_PT).max(SLIDER_PT);
        let slider = Slider::new(&mut next.opacity, 0.1..=1.0)
            .custom_formatter(|share, _| format!("{:.0}%", share * 100.0))
            .custom_parser(|text| Some(text.trim().trim_end_matches(['%', '％']).parse::<f64>().ok()? / 100.0));
        widgets::named(ui.add(slider), &name);
    });
}

/// The one that is shown.
fn one(ui: &mut Ui, draft: &mut Draft, file: &PictureFile, next: &mut PictureChoice, words: &Words) {
    ui.add(Label::new(widgets::strong(ui, &file.name(), theme::body())).wrap());
    let left = feed::line(ui, &words.get("raster-time"), "2026-06-18 08:00", &mut draft.time);
    if left && draft.time.trim() != told(file.valid()) {
        match moment(draft.time.trim()) {
            Some(time) => next.date(&file.path, time),
            None => draft.wrong = Some(words.get("raster-time-wrong")),
        }
    }
    ui.horizontal_wrapped(|ui| {
        if ui.button(words.get("raster-remove")).clicked() {
            next.remove(&file.path);
        }
        if next.files.len() > 1 && ui.button(words.get("raster-remove-all")).clicked() {
            next.files.clear();
        }
    });
}

fn told(time: Option<Timestamp>) -> String {
    time.map(format::date_time).unwrap_or_default()
}

/// What is typed follows what was chosen.
fn fill(rasters: &mut Rasters, choice: &PictureChoice) {
    let now = (choice.clone(), rasters.file().map(|file| file.path.clone()));
    if rasters.draft.of.as_ref() == Some(&now) {
        return;
    }
    let time = told(rasters.file().and_then(PictureFile::valid));
    let draft = &mut rasters.draft;
    draft.source.clone_from(&choice.source);
    draft.bounds = choice.bounds.map(|bounds| bounds.map(|degrees| degrees.to_string()).join(", ")).unwrap_or_default();
    (draft.time, draft.wrong, draft.of) = (time, None, Some(now));
}

fn bounds(draft: &mut Draft, next: &mut PictureChoice, words: &Words) {
    draft.wrong = None;
    if draft.bounds.trim().is_empty() {
        next.bounds = None;
        return;
    }
    match typed_bounds(&draft.bounds) {
        Ok(bounds) => next.bounds = Some(bounds),
        Err(problem) => draft.wrong = Some(words.problem(&problem)),
    }
}

/// The bar of the series, and what moves along it.
fn bar(ui: &mut Ui, rasters: &mut Rasters, words: &Words) {
    let last = rasters.choice.files.len().saturating_sub(1);
    let mut at = rasters.at();
    let slider = ui.scope(|ui| {
        ui.spacing_mut().slider_width = (ui.available_width() - theme::HALF_STEP).max(SLIDER_PT);
        ui.add(Slider::new(&mut at, 0..=last).show_value(false))
    });
    if widgets::named(slider.inner, &words.get("raster-bar")).changed() {
        rasters.playing = false;
        rasters.go_to(at);
    }
    ui.horizontal_wrapped(|ui| {
        let turn = if rasters.playing { "raster-pause" } else { "raster-play" };
        if widgets::primary(ui, true, &words.get(turn)).clicked() {
            rasters.playing = !rasters.playing;
        }
        for (id, forward) in [("raster-earlier", false), ("raster-later", true)] {
            if ui.button(words.get(id)).clicked() {
                rasters.playing = false;
                rasters.step(forward);
            }
        }
    });
}
