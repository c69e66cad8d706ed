//! The window itself: opened as it was left.

use eframe::egui;

use crate::{
    app::Clock,
    ui::{
        app::{App, Launch},
        map,
        theme::fonts::Fonts,
    },
};

/// The size of a window that nobody has sized yet, points.
const USUAL: [f32; 2] = [1600.0, 900.0];
/// No window is smaller, points.
const LEAST: [f32; 2] = [960.0, 600.0];

/// The window could not be opened.
#[derive(Debug, thiserror::Error)]
#[error("the window could not be opened: {0}")]
pub struct WindowError(String);

/// Opens the window and stays until it is closed.
///
/// # Errors
/// [`WindowError`] when there is no display or no way to draw on it.
pub fn run(launch: Launch) -> Result<(), WindowError> {
    let layout = launch.settings.layout.clone();
    let size = layout.size.map_or(USUAL, |[width, height]| [width.max(LEAST[0]), height.max(LEAST[1])]);
    let viewport = egui::ViewportBuilder::default()
        .with_title("SitMap 应急一张图")
        .with_app_id("sitmap")
        .with_inner_size(size)
        .with_min_inner_size(LEAST)
        .with_maximized(layout.maximized.unwrap_or(true));
    // Where it stands is the system's to say: the screen it stood on may be gone.
    let options = eframe::NativeOptions { viewport, ..Default::default() };
    let start = |start: &eframe::CreationContext<'_>| -> Result<Box<dyn eframe::App>, _> {
        map::install(&start.egui_ctx, start.wgpu_render_state.as_ref());
        let mut app = App::new(&start.egui_ctx, launch, Clock::system());
        app.fonts = Fonts::look(app.wake.clone());
        Ok(Box::new(app))
    };
    eframe::run_native("sitmap", options, Box::new(start)).map_err(|error| WindowError(error.to_string()))
}
