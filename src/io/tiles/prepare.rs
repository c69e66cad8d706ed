//! Tiles fetched before they are looked at: how many there are, how many are kept, how large the rest is, and the
//! [`Run`] that fetches what is missing, where the source permits it.

mod run;

use crate::{
    domain::{
        place::Datum,
        view::projection::{Bounds, View},
    },
    io::tiles::{Origin, TileLayer, TileSource, cache::Cache, grid::Block},
};

pub use run::{AT_ONCE, Pace, Run, Stop, Tally};

/// More tiles than this are not fetched at once: a district down to single houses has some 10,000.
pub const MOST_TILES: u64 = 200_000;
/// The zooms that a day without a network wants: a district in one picture, down to single houses.
pub const ZOOMS: [u8; 2] = [9, 15];
/// How large a tile is taken to be while too few are kept to tell, bytes.
pub const ASSUMED_BYTES: u64 = 20_000;
/// Places along each edge of a box that are taken into the datum: its shift is not the same everywhere.
const EDGE: u8 = 64;

/// What is to be there without a network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Where, WGS-84.
    pub bounds: Bounds,
    /// The first and the last zoom.
    pub zooms: [u8; 2],
}

/// A zoom of an area, all layers of the source together.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Counted {
    /// Which.
    pub z: u8,
    /// How many tiles there are.
    pub tiles: u64,
    /// How many are kept.
    pub held: u64,
}

/// What fetching an area ahead comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The area.
    pub area: Area,
    /// By zoom.
    pub zooms: Vec<Counted>,
    /// How large a tile is taken to be.
    pub tile_bytes: u64,
    /// Whether that is the mean of tiles that are kept, and not assumed.
    pub measured: bool,
    /// What is kept now, of all sources.
    pub kept_bytes: u64,
    /// What may be kept on purpose.
    pub room_bytes: u64,
}

/// Why an area is not fetched ahead.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// The provider does not permit it, or nobody has said that it does.
    #[error("the source does not permit fetching ahead")]
    Forbidden,
    /// The tiles are in a file.
    #[error("there is nothing to fetch")]
    File,
    /// The source has no tiles there.
    #[error("there are no tiles in this area at these zooms")]
    Nothing,
    /// There are this many, more than [`MOST_TILES`].
    #[error("{0} tiles are too many")]
    TooMany(u64),
    /// There is no folder to keep them in.
    #[error("there is nowhere to keep them")]
    Nowhere,
}

impl Plan {
    /// How many tiles there are.
    pub fn tiles(&self) -> u64 {
        self.zooms.iter().map(|zoom| zoom.tiles).sum()
    }

    /// How many of them are kept.
    pub fn held(&self) -> u64 {
        self.zooms.iter().map(|zoom| zoom.held).sum()
    }

    /// How many are to be fetched.
    pub fn to_fetch(&self) -> u64 {
        self.tiles().saturating_sub(self.held())
    }

    /// How large those are, about.
    pub fn bytes(&self) -> u64 {
        self.to_fetch().saturating_mul(self.tile_bytes)
    }

    /// How many tiles have no room beside the rest of the area.
    pub fn beyond(&self) -> u64 {
        let fit = self.room_bytes / self.tile_bytes.max(1);
        self.tiles().saturating_sub(fit).min(self.to_fetch())
    }

    /// How much room has to be given for all of them to stay, megabytes: a tenth more than they take, and what is
    /// never kept on purpose.
    pub fn needs_mb(&self) -> u64 {
        let bytes = self.tiles().saturating_mul(self.tile_bytes);
        bytes.saturating_mul(11).div_ceil(9).div_ceil(1024 * 1024)
    }

    /// Whether tiles kept of other places or sources go to make room.
    pub fn pushes_out(&self) -> bool {
        self.to_fetch() > 0 && self.kept_bytes.saturating_add(self.bytes()) > self.room_bytes
    }
}

/// The tiles at a zoom that cover a box of the Earth, in the datum of the tiles.
pub fn block(bounds: Bounds, zoom: u8, datum: Datum) -> Option<Block> {
    let view = View { datum, ..View::default() };
    let along = (0..=EDGE).map(|step| f64::from(step) / f64::from(EDGE));
    let edges = along.flat_map(|part| {
        let (lon, lat) =
            (bounds.west + (bounds.east - bounds.west) * part, bounds.south + (bounds.north - bounds.south) * part);
        [[lon, bounds.north], [lon, bounds.south], [bounds.west, lat], [bounds.east, lat]]
    });
    let around = edges
        .map(|[lon, lat]| view.to_world(lon, lat))
        .fold([f64::MAX, f64::MAX, f64::MIN, f64::MIN], |[left, top, right, bottom], [x, y]| {
            [left.min(x), top.min(y), right.max(x), bottom.max(y)]
        });
    Block::touching(around, zoom)
}

/// The blocks of an area that a source has, the coarsest first.
fn blocks(source: &TileSource, area: Area) -> impl Iterator<Item = Block> + '_ {
    let [first, last] = source.zooms;
    let zooms = area.zooms[0].max(first)..=area.zooms[1].min(last);
    zooms.filter_map(move |zoom| block(area.bounds, zoom, source.datum))
}

/// How many tiles of an area there are and how many are kept, by zoom. Asks the disk.
pub fn count(source: &TileSource, cache: &Cache, area: Area) -> Vec<Counted> {
    let there = cache.is_there();
    let each = |block: Block| {
        let held = |layer: &TileLayer| {
            layer.print().filter(|_| there).map_or(0, |print| cache.held(print, block.z, block.xs, block.ys))
        };
        let layers = source.layers.len() as u64;
        Counted { z: block.z, tiles: block.count() * layers, held: source.layers.iter().map(held).sum() }
    };
    blocks(source, area).map(each).collect()
}

/// What fetching an area ahead comes to. Asks the disk.
///
/// # Errors
/// [`Refusal`]: nothing of it may, can or need be fetched.
pub fn plan(source: &TileSource, cache: &Cache, area: Area) -> Result<Plan, Refusal> {
    allowed(source, area)?;
    let means = source.layers.iter().filter_map(TileLayer::print).filter(|_| cache.is_there());
    let means: Vec<u64> = means.filter_map(|print| cache.mean(print)).collect();
    let measured = !means.is_empty() && means.len() == source.layers.len();
    let tile_bytes = if measured { means.iter().sum::<u64>() / means.len() as u64 } else { ASSUMED_BYTES };
    Ok(Plan {
        area,
        zooms: count(source, cache, area),
        tile_bytes,
        measured,
        kept_bytes: if cache.is_there() { cache.bytes() } else { 0 },
        room_bytes: cache.room(),
    })
}

/// Whether an area may be fetched at all: asks nobody.
fn allowed(source: &TileSource, area: Area) -> Result<(), Refusal> {
    if source.layers.iter().any(|layer| matches!(layer.origin, Origin::File(_))) {
        return Err(Refusal::File);
    }
    if !source.may_prefetch {
        return Err(Refusal::Forbidden);
    }
    match blocks(source, area).map(Block::count).sum::<u64>() * source.layers.len() as u64 {
        0 => Err(Refusal::Nothing),
        tiles if tiles > MOST_TILES => Err(Refusal::TooMany(tiles)),
        _ => Ok(()),
    }
}

#[cfg(test)]
#[path = "prepare/tests.rs"]
mod tests;
