//! The grid of tiles: Web Mercator, zoom 0 is one tile, rows counted from the north.

/// The deepest zoom anything is asked at.
pub const DEEPEST: u8 = 22;

/// A tile of the grid.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct TileId {
    /// Zoom.
    pub z: u8,
    /// Column, from the west.
    pub x: u32,
    /// Row, from the north.
    pub y: u32,
}

impl TileId {
    /// A tile; `None` when the grid has none there.
    pub fn new(z: u8, x: u32, y: u32) -> Option<Self> {
        let side = Self::side(z)?;
        (x < side && y < side).then_some(Self { z, x, y })
    }

    /// How many tiles stand side by side at a zoom.
    pub fn side(z: u8) -> Option<u32> {
        (z <= DEEPEST).then(|| 1_u32 << z)
    }

    /// The tile that holds this one, one zoom out.
    pub const fn parent(self) -> Option<Self> {
        if self.z == 0 { None } else { Some(Self { z: self.z - 1, x: self.x / 2, y: self.y / 2 }) }
    }

    /// The row counted from the south, as TMS and MBTiles count.
    pub fn row_from_south(self) -> u32 {
        Self::side(self.z).map_or(0, |side| side.saturating_sub(1).saturating_sub(self.y))
    }

    /// Where the tile is in the unit square: left, top, side.
    pub fn square(self) -> [f64; 3] {
        let side = f64::from(self.z).exp2().recip();
        [f64::from(self.x) * side, f64::from(self.y) * side, side]
    }

    /// The part of an ancestor's picture that this tile covers: left, top and side, 0 to 1. `None` when `from` is
    /// no ancestor.
    pub fn part_of(self, from: Self) -> Option<[f32; 3]> {
        let down = self.z.checked_sub(from.z)?;
        let (x, y) = (self.x.checked_shr(down.into())?, self.y.checked_shr(down.into())?);
        if (x, y) != (from.x, from.y) {
            return None;
        }
        let parts = f64::from(down).exp2();
        let within = |each: u32, first: u32| (f64::from(each) - f64::from(first) * parts) / parts;
        Some([within(self.x, from.x) as f32, within(self.y, from.y) as f32, parts.recip() as f32])
    }
}

/// A block of tiles at a zoom: from the first to the last column and row.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Block {
    /// Zoom.
    pub z: u8,
    /// Columns.
    pub xs: [u32; 2],
    /// Rows.
    pub ys: [u32; 2],
}

impl Block {
    /// The tiles that a box of the unit square (left, top, right, bottom) touches; `None` where there are none.
    pub fn touching([left, top, right, bottom]: [f64; 4], z: u8) -> Option<Self> {
        let side = TileId::side(z)?;
        let inside = right >= 0.0 && left < 1.0 && bottom >= 0.0 && top < 1.0 && left <= right && top <= bottom;
        let at = |unit: f64| ((unit * f64::from(side)).floor().max(0.0) as u32).min(side - 1);
        inside.then(|| Self { z, xs: [at(left), at(right)], ys: [at(top), at(bottom)] })
    }

    /// How many tiles it has.
    pub fn count(self) -> u64 {
        let long = |[first, last]: [u32; 2]| u64::from(last.saturating_sub(first)) + 1;
        long(self.xs) * long(self.ys)
    }

    /// Its tiles, row by row.
    pub fn tiles(self) -> impl Iterator<Item = TileId> {
        let ([x0, x1], [y0, y1]) = (self.xs, self.ys);
        (y0..=y1).flat_map(move |y| (x0..=x1).map(move |x| TileId { z: self.z, x, y }))
    }
}

/// The tiles at zoom `z` that a box of the unit square (left, top, right, bottom) touches, the middle ones first,
/// at most `most`.
pub fn covering([left, top, right, bottom]: [f64; 4], z: u8, most: usize) -> Vec<TileId> {
    let Some(side) = TileId::side(z) else { return Vec::new() };
    let last = f64::from(side - 1);
    let at = |unit: f64| (unit * f64::from(side)).floor();
    if ![left, top, right, bottom].iter().all(|each| each.is_finite()) || right < left || bottom < top {
        return Vec::new();
    }
    let range = |from: f64, to: f64| {
        let (from, to) = (at(from), at(to));
        (from <= last && to >= 0.0).then(|| (from.max(0.0) as u32, to.min(last) as u32))
    };
    let (Some((x0, x1)), Some((y0, y1))) = (range(left, right), range(top, bottom)) else { return Vec::new() };
    // A caller that asks at a zoom far too deep for its box gets nothing rather than a list without end.
    if f64::from(x1 - x0 + 1) * f64::from(y1 - y0 + 1) > 4.0 * most as f64 {
        return Vec::new();
    }
    let middle = [(left + right) / 2.0, (top + bottom) / 2.0].map(|each| each * f64::from(side) - 0.5);
    let away = |tile: &TileId| (f64::from(tile.x) - middle[0]).powi(2) + (f64::from(tile.y) - middle[1]).powi(2);
    let mut tiles: Vec<TileId> = (y0..=y1).flat_map(|y| (x0..=x1).map(move |x| TileId { z, x, y })).collect();
    tiles.sort_by(|a, b| away(a).total_cmp(&away(b)).then(a.cmp(b)));
    tiles.truncate(most);
    tiles
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_box_is_covered_from_its_middle_outwards() {
        let tiles = covering([0.3, 0.3, 0.7, 0.7], 2, 100);
        assert_eq!(tiles.len(), 4);
        let tiles = covering([0.26, 0.26, 0.99, 0.49], 2, 100);
        assert_eq!(tiles.first(), Some(&TileId { z: 2, x: 2, y: 1 }));
        assert_eq!(tiles.len(), 3);
    }

    #[test]
    fn a_box_beyond_the_world_or_without_measure_has_no_tiles() {
        assert!(covering([1.1, 0.0, 1.4, 0.5], 3, 100).is_empty());
        assert!(covering([f64::NAN, 0.0, 1.0, 1.0], 3, 100).is_empty());
        assert!(covering([0.0, 0.0, 1.0, 1.0], 20, 100).is_empty());
        assert!(covering([0.0, 0.0, 1.0, 1.0], 60, 100).is_empty());
    }

    proptest! {
        #[test]
        fn a_part_of_an_ancestor_lies_where_the_tile_lies(z in 1..18_u8, x in any::<u32>(), y in any::<u32>(), up in 0..6_u8) {
            let side = 1 << z;
            let tile = TileId::new(z, x % side, y % side).unwrap();
            let mut from = tile;
            for _ in 0..up {
                from = from.parent().unwrap_or(from);
            }
            let [u, v, part] = tile.part_of(from).unwrap();
            let ([left, top, _], [own_left, own_top, own]) = (from.square(), tile.square());
            let whole = from.square()[2];
            prop_assert!((left + f64::from(u) * whole - own_left).abs() < own * 1e-3);
            prop_assert!((top + f64::from(v) * whole - own_top).abs() < own * 1e-3);
            prop_assert!((f64::from(part) * whole - own).abs() < own * 1e-6);
        }
    }
}
