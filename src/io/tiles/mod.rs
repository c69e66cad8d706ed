//! Background maps: where tiles come from, how they are fetched, kept and read. Knows nothing of painting.
//!
//! A [`TileSource`] says where the tiles of a map are: on servers or in a file. The [`Loader`] is told each frame
//! which tiles the view wants, newest view first, and gives back decoded tiles and the [`Health`] of each layer.
//! Everything that can wait (disk, network, decoding) happens on its own few named threads; everything that comes
//! from outside is checked and bounded: time, bytes, pixels, shapes, and the room on the disk. What is fetched ahead,
//! where the source permits it ([`Leave`]), is counted and fetched by [`prepare`].
//!
//! A key belongs to the seat. It is put into an address in one place ([`address`]) and is in no error, no log, no
//! cache and no file but the seat's own settings.

pub mod address;
mod archive;
pub mod cache;
pub mod choice;
pub mod decode;
mod desk;
pub mod fetch;
pub mod grid;
mod health;
mod leave;
mod loader;
pub mod mbtiles;
pub mod mvt;
pub mod pmtiles;
pub mod prepare;
pub mod presets;
pub mod source;
pub mod themes;
mod trouble;

pub use archive::{Archive, ArchiveInfo};
pub use choice::{Key, TileChoice};
pub use decode::{Content, Picture};
pub use desk::Wish;
pub use grid::TileId;
pub use health::{Health, State};
pub use leave::Leave;
pub use loader::{Loaded, Loader, Setup};
pub use source::{Origin, TileLayer, TileSource};
pub use themes::{Feature, Theme, VectorTile};
pub use trouble::Trouble;
