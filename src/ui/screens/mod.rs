//! The screens: how panels stand together.

pub mod desk;
pub mod wall;
