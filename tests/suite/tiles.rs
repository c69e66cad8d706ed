//! Background maps: servers of every kind, files of every kind, what the loader makes of them, what is fetched ahead.

mod cli;
mod files;
pub mod kit;
mod prepare;
mod servers;
