//! One tree of blocks, without pointers: eight slots a leaf, eight blocks a block above, all in flat arrays.

use crate::domain::world::index::{
    Slot,
    block::{Block, Bounds, FAN, Here, Leaf},
};

/// A packed R-tree over slots of one sort.
#[derive(Debug)]
pub struct Tree<L> {
    /// The number of the object in each slot.
    order: Vec<u32>,
    leaves: Vec<L>,
    /// From the boxes of leaves up to the one block at the top.
    levels: Vec<Vec<Block>>,
}

/// What a tree is made of: an object's number, its box, and what its slot holds.
#[derive(Clone, Copy, Debug)]
pub struct Item<T> {
    /// The object's number.
    pub number: u32,
    /// Its box.
    pub bounds: Bounds,
    /// What goes into the leaf.
    pub content: T,
}

impl<L: Leaf> Tree<L> {
    /// Of these items; `leaf` makes a leaf of at most eight contents. Answers with the contents in order of slots.
    pub fn new<T: Copy>(mut items: Vec<Item<T>>, leaf: impl Fn(&[T]) -> L) -> (Self, Vec<T>) {
        arrange(&mut items);
        let contents: Vec<T> = items.iter().map(|item| item.content).collect();
        let leaves: Vec<L> = contents.chunks(FAN).map(leaf).collect();
        let mut levels: Vec<Vec<Block>> = Vec::new();
        let mut boxes: Vec<Bounds> = leaves.iter().map(Leaf::bounds).collect();
        while !boxes.is_empty() {
            let blocks: Vec<Block> = boxes.chunks(FAN).map(Block::of).collect();
            boxes = if blocks.len() > 1 { blocks.iter().map(Leaf::bounds).collect() } else { Vec::new() };
            levels.push(blocks);
        }
        (Self { order: items.iter().map(|item| item.number).collect(), leaves, levels }, contents)
    }

    /// A leaf by its number: that of its first slot, over eight.
    pub fn leaf(&self, number: usize) -> Option<&L> {
        self.leaves.get(number)
    }

    /// Shows what is within a reach (squared metres), the near before the far as far as that is cheap; `visit`
    /// answers with the reach from there on. Answers with the last one.
    pub fn visit_near(&self, here: &Here, mut reach2: f64, mut visit: impl FnMut(Slot) -> f64) -> f64 {
        let mut open: Vec<(f32, u32, u32)> = Vec::with_capacity(64);
        open.extend(self.levels.last().map(|_| (0.0, self.levels.len() as u32, 0)));
        while let Some((away2, level, number)) = open.pop() {
            if f64::from(away2) > reach2 {
                continue;
            }
            let first = number * FAN as u32;
            let Some(below) = level.checked_sub(1) else {
                reach2 = self.visit_leaf(number, here, reach2, &mut visit);
                continue;
            };
            let Some(block) = self.levels.get(below as usize).and_then(|level| level.get(number as usize)) else {
                continue;
            };
            let from = open.len();
            for (child, away2) in (first..).zip(block.nearest2(here)) {
                if away2.is_finite() && f64::from(away2) <= reach2 {
                    open.push((away2, below, child));
                }
            }
            if let Some(new) = open.get_mut(from..) {
                new.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
            }
        }
        reach2
    }

    fn visit_leaf(&self, number: u32, here: &Here, mut reach2: f64, visit: &mut impl FnMut(Slot) -> f64) -> f64 {
        let Some(leaf) = self.leaves.get(number as usize) else { return reach2 };
        let first = number * FAN as u32;
        let numbers = self.order.get(first as usize..).unwrap_or_default();
        for ((slot, number), away2) in (first..).zip(numbers).zip(leaf.away2(here)) {
            if away2 <= reach2 {
                let point = L::EXACT.then_some(slot);
                reach2 = visit(Slot { number: *number, chord_m: away2.sqrt(), point });
            }
        }
        reach2
    }

    /// Shows the slots whose boxes meet this one and the number in each, in no order.
    pub fn meeting(&self, wanted: &Bounds, mut visit: impl FnMut(usize, u32)) {
        let mut open: Vec<(usize, usize)> = Vec::new();
        open.extend(self.levels.last().map(|_| (self.levels.len(), 0)));
        while let Some((level, number)) = open.pop() {
            let children = number * FAN..;
            if let Some(below) = level.checked_sub(1) {
                let Some(block) = self.levels.get(below).and_then(|level| level.get(number)) else { continue };
                open.extend(children.zip(block.meeting(wanted)).filter(|(_, meets)| *meets).map(|(n, _)| (below, n)));
            } else if let Some(leaf) = self.leaves.get(number) {
                let slots = self.order.get(children.clone()).unwrap_or_default();
                let meeting = children.zip(slots).zip(leaf.meeting(wanted)).filter(|(_, meets)| *meets);
                meeting.for_each(|((slot, number), _)| visit(slot, *number));
            }
        }
    }
}

/// Puts items in such an order that every run of eight, of sixty-four, ... is compact: halves of whole runs,
/// split across the widest side (overlap-minimising top-down packing).
fn arrange<T: Copy>(items: &mut [Item<T>]) {
    if items.len() <= FAN {
        return;
    }
    let mut run = FAN;
    while run * FAN < items.len() {
        run *= FAN;
    }
    let half = items.len().div_ceil(run) / 2 * run;
    let axis = widest(items);
    let key = |item: &Item<T>| {
        item.bounds.low.get(axis).zip(item.bounds.high.get(axis)).map_or(0.0, |(low, high)| low + high)
    };
    items.select_nth_unstable_by(half, |a, b| key(a).total_cmp(&key(b)).then(a.number.cmp(&b.number)));
    let (left, right) = items.split_at_mut(half);
    arrange(left);
    arrange(right);
}

fn widest<T>(items: &[Item<T>]) -> usize {
    let mut low = [f32::INFINITY; 3];
    let mut high = [f32::NEG_INFINITY; 3];
    for item in items {
        let sides = item.bounds.low.iter().zip(&item.bounds.high);
        for ((low, high), (from, to)) in low.iter_mut().zip(&mut high).zip(sides) {
            *low = low.min(from + to);
            *high = high.max(from + to);
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
