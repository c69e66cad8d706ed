//! A packed R-tree over the places of a base: built once, never changed.
//!
//! Its boxes are three-dimensional, in metres, in a frame turned so that z points up in the middle of what it
//! holds. Turning keeps chords as they are, so distances are right anywhere on Earth, and over a district the
//! boxes are as tight as those of a flat map. Eight boxes make a block and eight blocks a block above; all sit
//! in flat arrays, without pointers.

use geo_types::Rect;

use crate::domain::place::{Ecef, patch_sag_m};

/// Boxes in a block.
const FAN: usize = 8;
/// What single-precision arithmetic may lose of a squared distance, many times over.
const SURELY: f32 = 1.0 - 1e-5;

/// Where an object is, as the index takes it.
#[derive(Clone, Copy, Debug)]
pub enum Spot {
    /// At a point.
    Point(Ecef),
    /// Somewhere within these longitudes and latitudes.
    Within(Rect),
}

/// The index: numbers of objects by their place.
#[derive(Debug)]
pub struct Index {
    frame: Frame,
    /// The object in each slot.
    order: Vec<u32>,
    /// The exact point in each slot, in the frame; NaN for what is no point.
    points: Vec<[f64; 3]>,
    /// From the boxes of single slots up to the one block at the top.
    levels: Vec<Vec<Block>>,
}

/// Eight boxes side by side. An unused one is turned inside out, infinitely far from everything.
#[derive(Clone, Copy, Debug)]
struct Block {
    low: [[f32; FAN]; 3],
    high: [[f32; FAN]; 3],
}

/// A box in the frame, rounded outwards.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    low: [f32; 3],
    high: [f32; 3],
}

#[derive(Clone, Copy)]
struct Item {
    bounds: Bounds,
    number: u32,
}

/// What a search has found in a slot.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    /// The number of the object.
    pub number: u32,
    /// The chord to a point, exact; to anything else a lower bound of it. In metres.
    pub chord_m: f64,
}

impl Index {
    /// An index of numbered spots.
    pub fn new(spots: &[(u32, Spot)]) -> Self {
        let frame = Frame::around(spots);
        let mut items: Vec<Item> =
            spots.iter().map(|(number, spot)| Item { bounds: frame.bounds(*spot), number: *number }).collect();
        arrange(&mut items);
        let top = spots.iter().map(|(number, _)| *number as usize + 1).max().unwrap_or(0);
        let mut exact = vec![[f64::NAN; 3]; top];
        for (number, spot) in spots {
            if let (Spot::Point(ecef), Some(slot)) = (spot, exact.get_mut(*number as usize)) {
                *slot = frame.turn(*ecef);
            }
        }
        let points = items.iter().filter_map(|item| exact.get(item.number as usize).copied()).collect();
        Self { frame, order: items.iter().map(|item| item.number).collect(), points, levels: pack(&items) }
    }

    /// Shows what is near, the near before the far as far as that is cheap. `visit` answers with the chord in
    /// metres beyond which nothing interests it any more; everything within it is shown.
    pub fn visit_near(&self, from: Ecef, mut visit: impl FnMut(Slot) -> f64) {
        let at = self.frame.turn(from);
        let (low, high) = (at.map(below), at.map(above));
        let mut reach2 = f64::INFINITY;
        let mut open: Vec<(f32, u32, u32)> = Vec::with_capacity(64);
        if let Some(level) = self.levels.len().checked_sub(1) {
            open.push((0.0, level as u32, 0));
        }
        while let Some((away2, level, number)) = open.pop() {
            if f64::from(away2) > reach2 {
                continue;
            }
            let Some(block) = self.levels.get(level as usize).and_then(|level| level.get(number as usize)) else {
                continue;
            };
            let away2 = block.away2(low, high);
            let first = number * FAN as u32;
            if level == 0 {
                for (slot, away2) in (first..).zip(away2) {
                    if f64::from(away2) <= reach2
                        && let Some(found) = self.slot(slot, at, away2)
                    {
                        let reach_m = visit(found);
                        reach2 = reach_m * reach_m;
                    }
                }
            } else {
                let from = open.len();
                for (child, away2) in (first..).zip(away2) {
                    if away2.is_finite() && f64::from(away2) <= reach2 {
                        open.push((away2, level - 1, child));
                    }
                }
                if let Some(new) = open.get_mut(from..) {
                    new.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
                }
            }
        }
    }

    fn slot(&self, slot: u32, at: [f64; 3], away2: f32) -> Option<Slot> {
        let number = *self.order.get(slot as usize)?;
        let [x, y, z] = *self.points.get(slot as usize)?;
        if x.is_nan() {
            return Some(Slot { number, chord_m: f64::from(away2).sqrt() });
        }
        let [dx, dy, dz] = [x - at[0], y - at[1], z - at[2]];
        Some(Slot { number, chord_m: (dx * dx + dy * dy + dz * dz).sqrt() })
    }

    /// The numbers of all whose boxes meet the box of these longitudes and latitudes: all that are in it, and
    /// perhaps some around it. In no order.
    pub fn around(&self, rect: Rect) -> Vec<u32> {
        let wanted = self.frame.bounds(Spot::Within(rect));
        let mut found = Vec::new();
        let mut open = Vec::new();
        if let Some(level) = self.levels.len().checked_sub(1) {
            open.push((level, 0));
        }
        while let Some((level, number)) = open.pop() {
            let Some(block) = self.levels.get(level).and_then(|level| level.get(number)) else { continue };
            for child in block.meeting(&wanted) {
                let child = number * FAN + child;
                if level > 0 {
                    open.push((level - 1, child));
                } else if let Some(number) = self.order.get(child) {
                    found.push(*number);
                }
            }
        }
        found
    }
}

impl Block {
    const EMPTY: Self = Self { low: [[f32::INFINITY; FAN]; 3], high: [[f32::NEG_INFINITY; FAN]; 3] };

    /// A lower bound of the squared distance of each box from a point given by its rounding down and up.
    fn away2(&self, low: [f32; 3], high: [f32; 3]) -> [f32; FAN] {
        let mut sum = [0.0; FAN];
        for axis in 0..3 {
            let (Some(lows), Some(highs)) = (self.low.get(axis), self.high.get(axis)) else { continue };
            let (Some(low), Some(high)) = (low.get(axis), high.get(axis)) else { continue };
            for ((sum, box_low), box_high) in sum.iter_mut().zip(lows).zip(highs) {
                let away = (box_low - high).max(low - box_high).max(0.0);
                *sum += away * away;
            }
        }
        sum.map(|sum| sum * SURELY)
    }

    fn meeting(&self, wanted: &Bounds) -> impl Iterator<Item = usize> {
        (0..FAN).filter(|child| {
            let pairs = self.low.iter().zip(&self.high).zip(wanted.low.iter().zip(&wanted.high));
            pairs.into_iter().all(|((lows, highs), (low, high))| {
                lows.get(*child).is_some_and(|own| own <= high) && highs.get(*child).is_some_and(|own| own >= low)
            })
        })
    }

    /// The box around all of its boxes.
    fn bounds(&self) -> Bounds {
        Bounds {
            low: self.low.map(|lows| lows.into_iter().fold(f32::INFINITY, f32::min)),
            high: self.high.map(|highs| highs.into_iter().fold(f32::NEG_INFINITY, f32::max)),
        }
    }

    fn of(boxes: &[Bounds]) -> Self {
        let mut block = Self::EMPTY;
        for (place, bounds) in boxes.iter().enumerate() {
            let lows = block.low.iter_mut().zip(bounds.low);
            lows.filter_map(|(lows, low)| Some((lows.get_mut(place)?, low))).for_each(|(slot, low)| *slot = low);
            let highs = block.high.iter_mut().zip(bounds.high);
            highs.filter_map(|(highs, high)| Some((highs.get_mut(place)?, high))).for_each(|(slot, high)| *slot = high);
        }
        block
    }
}

/// Blocks of eight, level by level, of items that stand in order.
fn pack(items: &[Item]) -> Vec<Vec<Block>> {
    let mut levels: Vec<Vec<Block>> = Vec::new();
    let mut boxes: Vec<Bounds> = items.iter().map(|item| item.bounds).collect();
    while !boxes.is_empty() {
        let blocks: Vec<Block> = boxes.chunks(FAN).map(Block::of).collect();
        boxes = if blocks.len() > 1 { blocks.iter().map(Block::bounds).collect() } else { Vec::new() };
        levels.push(blocks);
    }
    levels
}

/// Puts items in such an order that every run of eight, of sixty-four, ... is compact: halves of whole runs, split
/// across the widest side (overlap-minimising top-down packing).
fn arrange(items: &mut [Item]) {
    if items.len() <= FAN {
        return;
    }
    let mut run = FAN;
    while run * FAN < items.len() {
        run *= FAN;
    }
    let half = items.len().div_ceil(run) / 2 * run;
    let axis = widest(items);
    let key = |item: &Item| item.bounds.low.get(axis).zip(item.bounds.high.get(axis)).map_or(0.0, |(a, b)| a + b);
    items.select_nth_unstable_by(half, |a, b| key(a).total_cmp(&key(b)).then(a.number.cmp(&b.number)));
    let (left, right) = items.split_at_mut(half);
    arrange(left);
    arrange(right);
}

fn widest(items: &[Item]) -> usize {
    let mut low = [f32::INFINITY; 3];
    let mut high = [f32::NEG_INFINITY; 3];
    for item in items {
        for ((low, high), (from, to)) in
            low.iter_mut().zip(&mut high).zip(item.bounds.low.iter().zip(&item.bounds.high))
        {
            let middle = from + to;
            *low = low.min(middle);
            *high = high.max(middle);
        }
    }
    let [x, y, z] = [high[0] - low[0], high[1] - low[1], high[2] - low[2]];
    if x >= y && x >= z {
        0
    } else if y >= z {
        1
    } else {
        2
    }
}

/// An earth-centred frame moved to the middle of what it holds and turned so that its z points up there.
#[derive(Clone, Copy, Debug)]
struct Frame {
    origin: [f64; 3],
    axes: [[f64; 3]; 3],
}

impl Frame {
    fn around(spots: &[(u32, Spot)]) -> Self {
        let mut sum = [0.0; 3];
        for (_, spot) in spots {
            let Ecef(at) = match spot {
                Spot::Point(ecef) => *ecef,
                Spot::Within(rect) => Ecef::from_degrees(rect.center().x, rect.center().y),
            };
            sum.iter_mut().zip(at).for_each(|(sum, at)| *sum += at);
        }
        let middle = sum.map(|sum| sum / (spots.len().max(1) as f64));
        let [x, y, z] = middle;
        let (lon, lat) = (y.atan2(x), z.atan2(x.hypot(y)));
        let (sin_lon, cos_lon) = lon.sin_cos();
        let (sin_lat, cos_lat) = lat.sin_cos();
        Self {
            origin: middle,
            axes: [
                [-sin_lon, cos_lon, 0.0],
                [-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat],
                [cos_lat * cos_lon, cos_lat * sin_lon, sin_lat],
            ],
        }
    }

    fn turn(&self, Ecef([x, y, z]): Ecef) -> [f64; 3] {
        let [ox, oy, oz] = self.origin;
        let (x, y, z) = (x - ox, y - oy, z - oz);
        self.axes.map(|[ax, ay, az]| ax * x + ay * y + az * z)
    }

    fn bounds(&self, spot: Spot) -> Bounds {
        match spot {
            Spot::Point(ecef) => {
                let at = self.turn(ecef);
                Bounds { low: at.map(below), high: at.map(above) }
            }
            Spot::Within(rect) => {
                let (min, max) = (rect.min(), rect.max());
                let corners = [(min.x, min.y), (min.x, max.y), (max.x, min.y), (max.x, max.y)]
                    .map(|(lon, lat)| self.turn(Ecef::from_degrees(lon, lat)));
                let sag_m = patch_sag_m(rect.width(), rect.height());
                let mut low = [f64::INFINITY; 3];
                let mut high = [f64::NEG_INFINITY; 3];
                for corner in corners {
                    low.iter_mut().zip(corner).for_each(|(low, at)| *low = low.min(at));
                    high.iter_mut().zip(corner).for_each(|(high, at)| *high = high.max(at));
                }
                Bounds { low: low.map(|low| below(low - sag_m)), high: high.map(|high| above(high + sag_m)) }
            }
        }
    }
}

/// The single-precision number next below, or it itself.
fn below(number: f64) -> f32 {
    let near = number as f32;
    if f64::from(near) > number { near.next_down() } else { near }
}

/// The single-precision number next above, or it itself.
fn above(number: f64) -> f32 {
    let near = number as f32;
    if f64::from(near) < number { near.next_up() } else { near }
}
