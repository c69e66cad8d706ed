//! The window: egui lives here only.
//!
//! Panels get views (plain data from [`crate::domain::view`]) and their own small state, and return what was
//! chosen; [`app`] turns that into commands after the frame. Nothing here waits: files are opened, questions
//! answered and actions committed on other threads.

pub mod app;
pub mod asking;
pub mod boarding;
pub mod evacuating;
pub mod exposing;
pub mod feeds;
pub mod here;
mod keeping;
pub mod keys;
pub mod lists;
pub mod map;
pub mod measuring;
pub mod offline;
pub mod panels;
pub mod picture;
pub mod prefs;
pub mod raining;
pub mod rasters;
pub mod recent;
pub mod responding;
pub mod screens;
pub mod seat;
pub mod sight;
pub mod storming;
pub mod theme;
pub mod travel;
pub mod warning;
pub mod watch;
pub mod widgets;

pub use app::{Launch, run};
