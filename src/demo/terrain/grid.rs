//! Numbers on a square grid over the local plane of metres, and noise to roughen them. Integer hashes and IEEE sums
//! only, so that every machine computes the same.

/// A grid of numbers; x eastwards, y northwards.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    pub wide: usize,
    pub high: usize,
    pub cell_m: f64,
    /// Its south-west corner, metres.
    pub corner: (f64, f64),
    pub values: Vec<f64>,
}

/// The eight neighbours of a cell and how far they are, in cells.
pub(super) const AROUND: [(isize, isize, f64); 8] = [
    (1, 0, 1.0),
    (0, 1, 1.0),
    (-1, 0, 1.0),
    (0, -1, 1.0),
    (1, 1, std::f64::consts::SQRT_2),
    (-1, 1, std::f64::consts::SQRT_2),
    (-1, -1, std::f64::consts::SQRT_2),
    (1, -1, std::f64::consts::SQRT_2),
];

impl Grid {
    /// A grid over a box `[west, south, east, north]` in metres, filled by place.
    pub(super) fn over([west, south, east, north]: [f64; 4], cell_m: f64, fill: impl Fn(f64, f64) -> f64) -> Self {
        let wide = ((east - west) / cell_m).ceil() as usize + 1;
        let high = ((north - south) / cell_m).ceil() as usize + 1;
        let mut grid = Self { wide, high, cell_m, corner: (west, south), values: Vec::with_capacity(wide * high) };
        for at in 0..wide * high {
            let (x, y) = grid.place(at);
            grid.values.push(fill(x, y));
        }
        grid
    }

    /// Where a cell stands, metres.
    pub(super) fn place(&self, at: usize) -> (f64, f64) {
        let (x, y) = (at % self.wide, at / self.wide);
        (self.corner.0 + x as f64 * self.cell_m, self.corner.1 + y as f64 * self.cell_m)
    }

    /// The cell nearest to a place, if it is on the grid.
    pub(super) fn cell(&self, (x, y): (f64, f64)) -> Option<usize> {
        let (x, y) = ((x - self.corner.0) / self.cell_m, (y - self.corner.1) / self.cell_m);
        let on = x > -0.5 && y > -0.5 && x < self.wide as f64 - 0.5 && y < self.high as f64 - 0.5;
        on.then(|| y.round() as usize * self.wide + x.round() as usize)
    }

    /// A cell's number.
    pub(super) fn value(&self, at: usize) -> f64 {
        self.values.get(at).copied().unwrap_or(0.0)
    }

    /// A cell's number by column and row; beyond the edge, the edge's.
    pub(super) fn at(&self, x: isize, y: isize) -> f64 {
        let clamp = |value: isize, count: usize| value.clamp(0, count as isize - 1) as usize;
        self.value(clamp(y, self.high) * self.wide + clamp(x, self.wide))
    }

    /// The neighbours of a cell and how far they are, in cells.
    pub(super) fn around(&self, at: usize) -> impl Iterator<Item = (usize, f64)> + use<> {
        let (wide, high) = (self.wide as isize, self.high as isize);
        let (x, y) = (at as isize % wide, at as isize / wide);
        AROUND.iter().filter_map(move |(dx, dy, far)| {
            let (x, y) = (x + dx, y + dy);
            ((0..wide).contains(&x) && (0..high).contains(&y)).then(|| ((y * wide + x) as usize, *far))
        })
    }

    /// Whether a cell is on the rim.
    pub(super) fn on_rim(&self, at: usize) -> bool {
        let (x, y) = (at % self.wide, at / self.wide);
        x == 0 || y == 0 || x + 1 == self.wide || y + 1 == self.high
    }

    /// The number at a place, between the four cells around it.
    pub(super) fn sample(&self, (x, y): (f64, f64)) -> f64 {
        let (x, y) = ((x - self.corner.0) / self.cell_m, (y - self.corner.1) / self.cell_m);
        let (left, low) = (x.floor(), y.floor());
        let (u, v) = (x - left, y - low);
        let (left, low) = (left as isize, low as isize);
        let south = self.at(left, low) * (1.0 - u) + self.at(left + 1, low) * u;
        let north = self.at(left, low + 1) * (1.0 - u) + self.at(left + 1, low + 1) * u;
        south * (1.0 - v) + north * v
    }

    /// The same with every number made anew from its column and row.
    pub(super) fn made(&self, make: impl Fn(isize, isize) -> f64) -> Self {
        let wide = self.wide as isize;
        let values = (0..self.values.len() as isize).map(|at| make(at % wide, at / wide)).collect();
        Self { values, ..*self }
    }

    /// Smoothed once by the weights 1 2 1.
    pub(super) fn smoothed(&self) -> Self {
        let level = self.made(|x, y| (self.at(x - 1, y) + 2.0 * self.at(x, y) + self.at(x + 1, y)) / 4.0);
        level.made(|x, y| (level.at(x, y - 1) + 2.0 * level.at(x, y) + level.at(x, y + 1)) / 4.0)
    }
}

/// A number in 0..1 that belongs to a lattice point.
fn hashed(x: i64, y: i64, salt: u64) -> f64 {
    let mut bits =
        (x as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (y as u64).wrapping_mul(0xC2B2_AE3D_27D4_EB4F) ^ salt;
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((bits ^ (bits >> 31)) >> 11) as f64 / 9_007_199_254_740_992.0
}

/// Smooth noise between -1 and 1 whose humps are about `wave_m` apart.
pub(super) fn noise((x, y): (f64, f64), wave_m: f64, salt: u64) -> f64 {
    let (x, y) = (x / wave_m, y / wave_m);
    let (left, low) = (x.floor(), y.floor());
    let ease = |t: f64| t * t * (3.0 - 2.0 * t);
    let (u, v) = (ease(x - left), ease(y - low));
    let (left, low) = (left as i64, low as i64);
    let corner = |dx: i64, dy: i64| hashed(left + dx, low + dy, salt);
    let south = corner(0, 0) * (1.0 - u) + corner(1, 0) * u;
    let north = corner(0, 1) * (1.0 - u) + corner(1, 1) * u;
    (south * (1.0 - v) + north * v) * 2.0 - 1.0
}

/// Noise of four waves, each half as long and half as high.
pub(super) fn rough(at: (f64, f64), wave_m: f64, salt: u64) -> f64 {
    let octave = |n: u32| noise(at, wave_m / f64::from(1 << n), salt + u64::from(n)) / f64::from(1 << n);
    (octave(0) + octave(1) + octave(2) + octave(3)) / 1.875
}

/// 0 below `from`, 1 above `to`, smooth between.
pub(super) fn step(value: f64, from: f64, to: f64) -> f64 {
    let t = ((value - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}
