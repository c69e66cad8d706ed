//! The window, clicked by accessible name (egui_kittest).
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up should stop there")]

mod map;
mod panels;
