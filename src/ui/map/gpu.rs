//! Whether drawings can be kept on the graphics card between frames.

use eframe::{
    egui::{Context, Id},
    egui_wgpu::RenderState,
};

/// Makes what the map keeps on the graphics card drawable. Once, when the window is made; with no card to keep it
/// on, the map is painted as everything else is.
pub fn install(ctx: &Context, render: Option<&RenderState>) {
    if render.is_some() {
        walkers::install_renderer(render);
    }
    ctx.data_mut(|data| data.insert_temp(ready(), render.is_some()));
}

pub(super) fn is_ready(ctx: &Context) -> bool {
    ctx.data(|data| data.get_temp(ready()).unwrap_or(false))
}

fn ready() -> Id {
    Id::unique("map kept on the graphics card")
}
