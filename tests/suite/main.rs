//! Everything but the window, from outside the library: one binary, one module an area.

mod architecture;
mod attention;
mod catalogue;
mod cli;
mod cli_writes;
mod crash;
mod crash_report;
mod demo;
mod figures;
mod file_format;
mod history;
mod import;
mod interop;
mod lists;
mod nearest;
mod operation;
mod outside;
mod plot;
mod render;
mod restore;
mod store;
mod store_file;
mod store_kit;
mod tiles;
mod waiting;
mod words;
