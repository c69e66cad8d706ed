//! Documents: the situation as a picture. Needs no window, no GPU and no display.

pub mod picture;
mod png;
mod svg;

pub use svg::FAMILIES;
