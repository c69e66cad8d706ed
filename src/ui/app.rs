//! Wires: what is open, what is shown, and what becomes of a choice.

use std::path::PathBuf;

use eframe::egui::{self, CentralPanel, Panel};

use crate::{
    domain::view::Words,
    io::{
        assets,
        settings::{Folders, Settings},
    },
    ui::{theme, widgets},
};

/// What the window starts with.
#[derive(Clone, Debug, Default)]
pub struct Launch {
    /// The district file; none: the window says how to get one.
    pub file: Option<PathBuf>,
    /// What the seat prefers; the language of the command line stands in it already.
    pub settings: Settings,
    /// Where the seat keeps its things; none: nothing is remembered.
    pub folders: Option<Folders>,
}

/// The window could not be opened.
#[derive(Debug, thiserror::Error)]
#[error("the window could not be opened: {0}")]
pub struct WindowError(String);

/// Opens the window and stays until it is closed.
///
/// # Errors
/// [`WindowError`] when there is no display or no way to draw on it.
pub fn run(launch: Launch) -> Result<(), WindowError> {
    let viewport = egui::ViewportBuilder::default()
        .with_title("SitMap 应急一张图")
        .with_app_id("sitmap")
        .with_inner_size([1600.0, 900.0])
        .with_min_inner_size([960.0, 600.0])
        .with_maximized(true);
    let options = eframe::NativeOptions { viewport, ..Default::default() };
    eframe::run_native("sitmap", options, Box::new(|start| Ok(Box::new(App::new(&start.egui_ctx, launch)))))
        .map_err(|error| WindowError(error.to_string()))
}

/// The application behind the window.
#[derive(Debug)]
pub struct App {
    words: Words,
}

impl App {
    /// Starts.
    pub fn new(ctx: &egui::Context, launch: Launch) -> Self {
        theme::install(ctx);
        Self { words: assets::words(launch.settings.lang) }
    }
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut egui::Ui, _: &mut eframe::Frame) {
        Panel::top("top").show(ui, |ui| widgets::heading(ui, &self.words.get("app-name")));
        CentralPanel::default().show(ui, |ui| widgets::quiet(ui, &self.words.get("desk-no-district")));
    }
}
