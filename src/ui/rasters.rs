//! Georeferenced pictures in the window: which one is shown, playing or not, decoded off the window's thread.

use std::{path::PathBuf, sync::Arc};

use eframe::egui::{ColorImage, Context, TextureOptions};
use jiff::{Timestamp, ToSpan as _};

use crate::{
    app::Wake,
    domain::{
        catalogue::Tone,
        hazard::rain::series::SILENT_AFTER_HOURS,
        place::Datum,
        problem::Problem,
        view::{Words, format},
    },
    io::{
        pictures::{self, Bounds, PictureChoice, PictureFile},
        tiles::choice::TileDatum,
    },
    ui::{
        asking::Asking,
        map::{Grid, Laid},
        panels::rain::picture::Draft,
    },
};

/// Seconds that a picture stands while they play.
const STANDS_S: f32 = 0.7;

/// Which picture, with which bounds, in which datum.
type Wanted = (PathBuf, Option<Bounds>, TileDatum);
/// A picture ready for the graphics card, or why there is none.
type Decoded = Result<(Arc<ColorImage>, Arc<Grid>), Box<Problem>>;

/// The pictures.
#[derive(Debug, Default)]
pub struct Rasters {
    /// What is being typed.
    pub draft: Draft,
    /// What the seat has chosen.
    pub choice: PictureChoice,
    /// Whether they play.
    pub playing: bool,
    /// The time now.
    pub now: Timestamp,
    at: usize,
    stood: f32,
    wanted: Option<Wanted>,
    decoding: Asking<Decoded>,
    laid: Option<Laid>,
    problem: Option<Box<Problem>>,
}

impl Rasters {
    /// The place of the one that is shown.
    pub fn at(&self) -> usize {
        self.at.min(self.choice.files.len().saturating_sub(1))
    }

    /// The one that is shown.
    pub fn file(&self) -> Option<&PictureFile> {
        self.choice.files.get(self.at())
    }

    /// Shows another one.
    pub fn go_to(&mut self, at: usize) {
        self.at = at.min(self.choice.files.len().saturating_sub(1));
        self.stood = 0.0;
    }

    /// Shows the one before or after; the last is followed by the first.
    pub fn step(&mut self, forward: bool) {
        let count = self.choice.files.len().max(1);
        self.go_to((self.at() + if forward { 1 } else { count - 1 }) % count);
    }

    /// Keeps it in step, and lets the series play: `seconds` of the window's have passed. `moment`: that of a storm which is
    /// looked at, whose bar of time moves the pictures too. Never waits.
    pub fn poll(
        &mut self,
        ctx: &Context,
        choice: &PictureChoice,
        moment: Option<Timestamp>,
        now: Timestamp,
    ) -> Option<Laid> {
        self.now = now;
        if self.choice != *choice {
            let shown = self.file().map(|file| file.path.clone());
            let added = choice.files.len() > self.choice.files.len();
            self.choice = choice.clone();
            let place = self.choice.files.iter().position(|file| Some(&file.path) == shown.as_ref());
            // What came last is what one wants to see.
            self.go_to(if added { self.choice.at(now).unwrap_or(usize::MAX) } else { place.unwrap_or(0) });
        }
        if let Some(at) = moment.and_then(|moment| self.choice.at(moment)) {
            (self.at, self.playing) = (at, false);
        }
        self.play(ctx);
        let file = self.file().filter(|_| self.choice.on);
        let wanted = file.map(|file| (file.path.clone(), self.choice.bounds, self.choice.datum));
        if self.wanted != wanted {
            self.problem = None;
            match &wanted {
                Some(wanted) => self.decode(ctx, wanted.clone()),
                None => self.decoding.clear(),
            }
            self.wanted = wanted;
        }
        if self.decoding.poll() {
            match self.decoding.take() {
                Some(Ok((image, grid))) => {
                    let texture = ctx.load_texture("picture", image, TextureOptions::LINEAR);
                    self.laid = Some(Laid { texture, grid, opacity: 1.0 });
                }
                Some(Err(problem)) => (self.laid, self.problem) = (None, Some(problem)),
                None => {}
            }
        }
        let dim = if self.is_stale() { 0.5 } else { 1.0 };
        let laid = self.laid.as_ref().filter(|_| self.wanted.is_some())?;
        Some(Laid { opacity: self.choice.opacity.clamp(0.1, 1.0) * dim, ..laid.clone() })
    }

    fn play(&mut self, ctx: &Context) {
        self.playing &= self.choice.on && self.choice.files.len() > 1;
        if !self.playing {
            return;
        }
        self.stood += ctx.input(|input| input.stable_dt).min(0.25);
        // One that is not there yet is waited for.
        if self.stood >= STANDS_S && !self.decoding.is_busy() {
            self.step(true);
        }
        ctx.request_repaint();
    }

    fn decode(&mut self, ctx: &Context, (path, bounds, datum): Wanted) {
        let waker = ctx.clone();
        self.decoding.ask("picture", &Wake::new(move || waker.request_repaint()), move || {
            let read = pictures::read(&path, bounds)?;
            let image = ColorImage::from_rgba_unmultiplied(read.size, &read.rgba);
            Ok((Arc::new(image), Arc::new(Grid::of(read.bounds, Datum::from(datum)))))
        });
    }

    /// Whether the one that is shown says nothing of now.
    pub fn is_stale(&self) -> bool {
        let end = self
            .file()
            .and_then(PictureFile::valid)
            .and_then(|valid| valid.checked_add(SILENT_AFTER_HOURS.hours()).ok());
        end.is_some_and(|end| end < self.now)
    }

    /// What the legend says of it, and how grave that is; `None`: nothing is shown.
    pub fn line(&self, words: &Words) -> Option<(String, Tone)> {
        let file = self.file().filter(|_| self.choice.on)?;
        if let Some(problem) = &self.problem {
            return Some((words.problem(problem), Tone::Warning));
        }
        let source = if self.choice.source.is_empty() { file.name() } else { self.choice.source.clone() };
        let Some(valid) = file.valid() else {
            return Some((words.with("raster-line-undated", &[("source", source)]), Tone::Caution));
        };
        let args =
            [("source", source), ("time", format::day_time(valid)), ("ago", format::age(valid, self.now, words))];
        let stale = self.is_stale();
        let id = match (stale, valid > self.now) {
            (true, _) => "raster-line-stale",
            (false, true) => "raster-line-ahead",
            (false, false) => "raster-line",
        };
        Some((words.with(id, &args), if stale { Tone::Quiet } else { Tone::Normal }))
    }
}
