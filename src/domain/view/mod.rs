//! What there is to show, as plain data in the user's words.
//!
//! One scene, two painters: [`scene`] says what is to be seen in degrees; [`drawing`] and [`figures`] turn it
//! into plain shapes for a view; `ui::map` and `io::report` paint the shapes.

pub mod age;
pub mod alarms;
pub mod arrivals;
mod basemap;
pub mod board;
pub mod card;
pub mod chain;
mod clip;
mod crowd;
mod curve;
pub mod directory;
pub mod downstream;
pub mod drawing;
pub mod evacuation;
pub mod exposure;
pub mod figures;
pub mod finds;
pub mod flood;
pub mod flow_chart;
pub mod form;
pub mod format;
pub mod furniture;
mod glyph;
pub mod handout;
pub mod journal;
pub mod labels;
pub mod layer;
pub mod layers;
pub mod legend;
pub mod level_chart;
pub mod look;
mod marks;
pub mod mask;
pub mod measured;
pub mod merge;
mod names;
pub mod nearest;
mod overlay;
pub mod palette;
pub mod paper;
pub mod plots;
pub mod projection;
pub mod rain;
pub mod rain_shown;
pub mod ready;
pub mod removal;
pub mod response;
pub mod response_shown;
pub mod returning;
pub mod route;
pub mod say;
pub mod scene;
pub mod shape;
pub mod signals;
pub mod situation;
pub mod storms;
pub mod symbol;
pub mod table;
pub mod tone;
pub mod travelled;
pub mod troubles;
pub mod typhoon;
pub mod within;
mod words;

pub use words::Words;

#[cfg(test)]
mod tests;
