//! Background maps: servers of every kind, files of every kind, and what the loader makes of them.

mod files;
mod kit;
mod servers;
