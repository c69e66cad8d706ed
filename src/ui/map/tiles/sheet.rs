//! One layer of tiles as it lies on the graphics card.

use std::{collections::HashMap, sync::Arc};

use eframe::egui::{ColorImage, Context, Rect, TextureOptions, pos2, vec2};
use walkers::{Tile, TilePiece, Tiles, sources::Attribution};

use crate::{
    domain::view::palette::Palette,
    io::tiles::{Content, Feature, Loaded, Picture, TileId},
    ui::map::tiles::vector,
};

/// How many zooms out a stand-in may be taken from.
const FARTHEST: u8 = 8;
/// How much coarser the tiles are that are fetched ahead, so that panning and zooming out show something.
const AHEAD: u8 = 3;
/// Side of a tile as it is drawn, points.
pub(super) const SIDE: u32 = 256;

/// Names on a tile.
pub(super) type Names = Arc<Vec<Feature<(String, [f32; 2])>>>;

/// One layer of tiles.
pub(super) struct Sheet {
    /// The first and the last zoom there are tiles at.
    pub(super) zooms: [u8; 2],
    tiles: HashMap<TileId, Held>,
    asked: Vec<TileId>,
    frame: u64,
    shown: usize,
    missed: usize,
}

struct Held {
    tile: Tile,
    names: Names,
    bytes: usize,
    used: u64,
    /// Kept from before; a new one is being asked for.
    old: bool,
}

impl Sheet {
    pub(super) fn new(zooms: [u8; 2]) -> Self {
        Self { zooms, tiles: HashMap::new(), asked: Vec::new(), frame: 0, shown: 0, missed: 0 }
    }

    /// A new frame.
    pub(super) fn begin(&mut self, frame: u64) {
        self.frame = frame;
        self.asked.clear();
        (self.shown, self.missed) = (0, 0);
    }

    /// Whether most of what was last drawn is covered.
    pub(super) const fn covers(&self) -> bool {
        self.shown > self.missed
    }

    /// Takes over a tile.
    pub(super) fn put(&mut self, ctx: &Context, loaded: Loaded, palette: &Palette) {
        let (tile, names, bytes) = match loaded.content {
            Content::Picture(picture) => (raster(ctx, &picture), Names::default(), picture.rgba.len()),
            Content::Vector(mut tile) => {
                let names = Arc::new(std::mem::take(&mut tile.names));
                let bytes = tile.bytes() * 2;
                let drawables = Arc::new(vector::drawables(&tile, palette));
                (Tile::Vector { drawables, texts: Vec::new() }, names, bytes)
            }
        };
        let held = Held { tile, names, bytes, used: self.frame, old: loaded.old };
        self.tiles.insert(loaded.wish.tile, held);
    }

    /// The tiles that were wanted and are not there; `coarse`: those fetched ahead.
    pub(super) fn wanted(&self, coarse: bool) -> impl Iterator<Item = TileId> {
        let lacking = |tile: &TileId| self.tiles.get(tile).is_none_or(|held| held.old);
        let up = if coarse { AHEAD } else { 0 };
        let coarser = move |tile: &TileId| (0..up).try_fold(*tile, |tile, _| tile.parent());
        let first = self.zooms[0];
        self.asked.iter().filter_map(coarser).filter(move |tile| tile.z >= first && lacking(tile))
    }

    pub(super) fn bytes(&self) -> usize {
        self.tiles.values().map(|held| held.bytes).sum()
    }

    /// Every tile there is: when it was last shown, and what it takes.
    pub(super) fn held(&self) -> impl Iterator<Item = (TileId, u64, usize)> {
        self.tiles.iter().map(|(tile, held)| (*tile, held.used, held.bytes))
    }

    pub(super) fn drop_tile(&mut self, tile: TileId) {
        self.tiles.remove(&tile);
    }

    /// The names on the tiles of this frame.
    pub(super) fn names(&self) -> impl Iterator<Item = (TileId, &Names)> {
        let shown = self.tiles.iter().filter(|(_, held)| held.used == self.frame && !held.names.is_empty());
        shown.map(|(tile, held)| (*tile, &held.names))
    }
}

fn raster(ctx: &Context, picture: &Picture) -> Tile {
    let image = ColorImage::from_rgba_premultiplied(picture.size, &picture.rgba);
    Tile::Raster(ctx.load_texture("background tile", image, TextureOptions::LINEAR))
}

impl Tiles for Sheet {
    fn at(&mut self, asked: walkers::TileId) -> Option<TilePiece> {
        let asked = TileId::new(asked.zoom, asked.x, asked.y)?;
        let mut wanted = asked;
        while wanted.z > self.zooms[1] {
            wanted = wanted.parent()?;
        }
        if wanted.z < self.zooms[0] {
            self.missed += 1;
            return None;
        }
        self.asked.push(wanted);
        let mut from = Some(wanted);
        while let Some(tile) = from.filter(|tile| wanted.z - tile.z <= FARTHEST) {
            if let Some(held) = self.tiles.get_mut(&tile) {
                held.used = self.frame;
                self.shown += 1;
                let [left, top, side] = asked.part_of(tile)?;
                let part = Rect::from_min_size(pos2(left, top), vec2(side, side));
                return Some(TilePiece::new(held.tile.clone(), part));
            }
            from = tile.parent();
        }
        self.missed += 1;
        None
    }

    fn attribution(&self) -> Attribution {
        // Shown by the map itself, in words of its own.
        Attribution { text: "", url: "", logo_light: None, logo_dark: None }
    }

    fn tile_size(&self) -> u32 {
        SIDE
    }
}
