//! Eight boxes or eight points side by side, measured all at once.

/// Boxes in a block.
pub const FAN: usize = 8;
/// What single-precision arithmetic may lose of a squared distance, many times over.
const SURELY: f32 = 1.0 - 1e-5;

/// A box in the frame, rounded outwards.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Its least corner.
    pub low: [f32; 3],
    /// Its greatest corner.
    pub high: [f32; 3],
}

/// A place that distances are measured from, exact and rounded both ways.
#[derive(Clone, Copy, Debug)]
pub struct Here {
    exact: [f64; 3],
    low: [f32; 3],
    high: [f32; 3],
}

/// Eight boxes. An unused one is turned inside out, infinitely far from everything.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    low: [[f32; FAN]; 3],
    high: [[f32; FAN]; 3],
}

/// Eight points, exact. An unused one is infinitely far from everything.
#[derive(Clone, Copy, Debug)]
pub struct Points {
    at: [[f64; FAN]; 3],
}

/// What stands at the bottom of a tree: a block of eight slots.
pub trait Leaf {
    /// Whether its distances are exact, or only lower bounds.
    const EXACT: bool;
    /// Squared distances of its slots.
    fn away2(&self, here: &Here) -> [f64; FAN];
    /// The box around all of its slots.
    fn bounds(&self) -> Bounds;
    /// The slots that meet a box.
    fn meeting(&self, wanted: &Bounds) -> [bool; FAN];
}

impl From<[f64; 3]> for Here {
    fn from(exact: [f64; 3]) -> Self {
        Self { exact, low: exact.map(below), high: exact.map(above) }
    }
}

impl Bounds {
    const NONE: Self = Self { low: [f32::INFINITY; 3], high: [f32::NEG_INFINITY; 3] };
}

impl Block {
    /// Of at most eight boxes.
    pub fn of(boxes: &[Bounds]) -> Self {
        let side = |of: fn(&Bounds) -> [f32; 3], empty: [f32; 3]| {
            let mut side = empty.map(|empty| [empty; FAN]);
            for (place, bounds) in boxes.iter().enumerate() {
                let slots = side.iter_mut().filter_map(|axis| axis.get_mut(place));
                slots.zip(of(bounds)).for_each(|(slot, at)| *slot = at);
            }
            side
        };
        Self { low: side(|bounds| bounds.low, Bounds::NONE.low), high: side(|bounds| bounds.high, Bounds::NONE.high) }
    }

    /// A lower bound of the squared distance of each box.
    pub fn nearest2(&self, here: &Here) -> [f32; FAN] {
        let mut sum = [0.0_f32; FAN];
        let axes = self.low.iter().zip(&self.high).zip(here.low.iter().zip(&here.high));
        for ((lows, highs), (low, high)) in axes {
            for ((sum, box_low), box_high) in sum.iter_mut().zip(lows).zip(highs) {
                let away = (box_low - high).max(low - box_high).max(0.0);
                *sum += away * away;
            }
        }
        sum.map(|sum| sum * SURELY)
    }
}

impl Leaf for Block {
    const EXACT: bool = false;

    fn away2(&self, here: &Here) -> [f64; FAN] {
        self.nearest2(here).map(f64::from)
    }

    fn bounds(&self) -> Bounds {
        Bounds {
            low: self.low.map(|lows| lows.into_iter().fold(f32::INFINITY, f32::min)),
            high: self.high.map(|highs| highs.into_iter().fold(f32::NEG_INFINITY, f32::max)),
        }
    }

    fn meeting(&self, wanted: &Bounds) -> [bool; FAN] {
        let mut meets = [true; FAN];
        let axes = self.low.iter().zip(&self.high).zip(wanted.low.iter().zip(&wanted.high));
        for ((lows, highs), (low, high)) in axes {
            for ((meets, own_low), own_high) in meets.iter_mut().zip(lows).zip(highs) {
                *meets &= own_low <= high && own_high >= low;
            }
        }
        meets
    }
}

impl Points {
    /// Of at most eight points.
    pub fn of<'a>(points: impl Iterator<Item = &'a [f64; 3]>) -> Self {
        let mut at = [[f64::INFINITY; FAN]; 3];
        for (place, point) in points.enumerate() {
            let slots = at.iter_mut().filter_map(|axis| axis.get_mut(place));
            slots.zip(point).for_each(|(slot, at)| *slot = *at);
        }
        Self { at }
    }

    /// One of them.
    pub fn point(&self, place: usize) -> Option<[f64; 3]> {
        let [x, y, z] = &self.at;
        Some([*x.get(place)?, *y.get(place)?, *z.get(place)?])
    }
}

impl Leaf for Points {
    const EXACT: bool = true;

    fn away2(&self, here: &Here) -> [f64; FAN] {
        let mut sum = [0.0; FAN];
        for (axis, here) in self.at.iter().zip(&here.exact) {
            for (sum, at) in sum.iter_mut().zip(axis) {
                *sum += (at - here) * (at - here);
            }
        }
        sum
    }

    fn bounds(&self) -> Bounds {
        let used = |axis: [f64; FAN]| axis.into_iter().filter(|at| at.is_finite());
        Bounds {
            low: self.at.map(|axis| below(used(axis).fold(f64::INFINITY, f64::min))),
            high: self.at.map(|axis| above(used(axis).fold(f64::NEG_INFINITY, f64::max))),
        }
    }

    fn meeting(&self, wanted: &Bounds) -> [bool; FAN] {
        let mut meets = [true; FAN];
        for (axis, (low, high)) in self.at.iter().zip(wanted.low.iter().zip(&wanted.high)) {
            for (meets, at) in meets.iter_mut().zip(axis) {
                *meets &= f64::from(*low) <= *at && *at <= f64::from(*high);
            }
        }
        meets
    }
}

/// The single-precision number next below, or it itself.
pub fn below(number: f64) -> f32 {
    let near = number as f32;
    if f64::from(near) > number { near.next_down() } else { near }
}

/// The single-precision number next above, or it itself.
pub fn above(number: f64) -> f32 {
    let near = number as f32;
    if f64::from(near) < number { near.next_up() } else { near }
}
