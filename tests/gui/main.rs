//! The window, clicked by accessible name (egui_kittest).

mod board;
mod desk;
mod draw;
mod evacuation;
mod evacuation_asked;
mod exposure;
mod finding;
mod forms;
mod kept;
mod kit;
mod layers;
mod layout;
mod lists;
mod looks;
mod map;
mod panels;
mod records;
mod smoke;
mod states;
mod storm;
mod storm_feed;
mod symbols;
mod takeaway;
mod tiles;
mod travel;
mod wall;
