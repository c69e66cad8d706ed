//! SitMap 应急一张图: a situation map for a district emergency management bureau.
//!
//! # The house
//!
//! One package: this library and one binary, `sitmap`. The folders are the architecture and dependencies
//! point inwards: `ui`, `cli` → `app` → `io` → `domain` (`demo`, the sample generator, knows `domain` alone;
//! `app` puts what it makes into a file). A test reads the `use` lines and fails on a wrong one.
//!
//! - [`domain`] is pure: values and functions of values. No input or output, clock, threads or globals.
//!   [`domain::network`] has the roads: a graph of register objects, closures, routes, reach.
//!   [`domain::hazard`] says how a danger stands and whom it meets: storms and when they come, rain and which villages
//!   it calls, reservoirs and ponds by the limit in force, what lies below them ([`domain::hazard::downstream`]), warning
//!   signals and where they hold ([`domain::hazard::signal`]), who and what lies in an area ([`domain::hazard::exposure`]).
//!   [`domain::response`] checks the conditions of emergency responses against all that, proposes levels and knows their tasks.
//!   [`domain::plan`] proposes: who leaves a danger, to which shelter, when, and what of it still holds; what a
//!   township's own list changes in ours; the solver takes plain tables.
//! - [`io`] is the outside translated to and from domain values: the district file and its
//!   backups, lists, background maps, georeferenced pictures, live feeds, CAP messages, documents, the clipboard, what a seat prefers and looked at last.
//! - [`app`] is the shell with no window: it owns the world and the store, and carries out commands.
//! - [`cli`] prints answers; `ui` (feature `gui`) draws them. Neither computes anything the other cannot.
//!
//! # The five ideas
//!
//! 1. **The district file is a GeoPackage** that GDAL and QGIS open as it is ([`io::store`]).
//! 2. **Kinds are data**: `assets/catalogue/*.toml` declares every kind of thing ([`domain::catalogue`]).
//! 3. **Everything that happens is an action in the journal** ([`domain::edit`]): committed first, shown after.
//! 4. **A drill is another file, in another process.** Not built yet; the file already says whether it is an
//!    exercise, and every screen and export shows it.
//! 5. **Answers explain themselves** ([`domain::query`]).
//!
//! # Invariants
//!
//! - The world changes only by [`domain::world::World::apply`], and is shown only after the store has committed the
//!   action.
//! - Outside data comes in as values *and* [`domain::problem::Problem`]s: one bad record never hides the good ones.
//! - Same input, same output: ordered maps, sorted results, seeds as arguments.
//! - Time enters as an argument; `app::clock` is the one place that reads it.
//!
//! Where to start reading: [`domain::model::Object`], [`domain::edit::Edit`], [`domain::world::World`].

pub mod app;
pub mod cli;
pub mod demo;
pub mod domain;
pub mod io;
#[cfg(feature = "gui")]
pub mod ui;
