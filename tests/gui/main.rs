//! The window, clicked by accessible name (egui_kittest).

mod map;
mod panels;
