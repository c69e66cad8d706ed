//! The level-capacity curve (库容曲线): linear between its rows, both ways, and nothing outside of them.

/// A capacity curve: levels (m over the register's datum) and volumes (10^4 m3), both strictly rising.
#[derive(Clone, Debug, PartialEq)]
pub struct CapacityCurve {
    rows: Vec<(f64, f64)>,
}

impl CapacityCurve {
    /// The curve of these rows of level and volume; `None` unless there are two, all finite, and both strictly rise.
    pub fn new(rows: Vec<(f64, f64)>) -> Option<Self> {
        let finite = rows.iter().all(|(level, volume)| level.is_finite() && volume.is_finite());
        let mut pairs = rows.iter().zip(rows.iter().skip(1));
        let rising = pairs.all(|(low, high)| low.0 < high.0 && low.1 < high.1);
        (rows.len() >= 2 && finite && rising).then_some(Self { rows })
    }

    /// The curve that a register holds as JSON, `[[level, volume], …]`; `None` when it is none.
    pub fn read(text: &str) -> Option<Self> {
        let rows: Vec<[f64; 2]> = serde_json::from_str(text).ok()?;
        Self::new(rows.into_iter().map(|[level, volume]| (level, volume)).collect())
    }

    /// Its rows: level and volume.
    pub fn rows(&self) -> &[(f64, f64)] {
        &self.rows
    }

    /// What is held at a level, 10^4 m3; `None` outside the curve.
    pub fn volume(&self, level_m: f64) -> Option<f64> {
        between(self.rows.iter().copied(), level_m)
    }

    /// The level at which this is held, m; `None` outside the curve.
    pub fn level(&self, volume_10k_m3: f64) -> Option<f64> {
        between(self.rows.iter().map(|(level, volume)| (*volume, *level)), volume_10k_m3)
    }
}

fn between(rows: impl Iterator<Item = (f64, f64)> + Clone, x: f64) -> Option<f64> {
    rows.clone().zip(rows.skip(1)).find(|(low, high)| (low.0..=high.0).contains(&x)).map(|(low, high)| {
        let share = (x - low.0) / (high.0 - low.0);
        low.1 + share * (high.1 - low.1)
    })
}

/// Share of the rain that runs off into the water when the ground is wet. Domain notes B3: 0.6 to 0.9; the middle,
/// rounded up to the cautious side.
pub const RUNOFF: f64 = 0.8;

/// Rain over its catchment that fits into a free volume, mm; `None` without a catchment.
///
/// `room_10k_m3`: free volume, no less than zero counts. `runoff`: share of the rain that arrives, over 0 up to 1.
pub fn rain_it_takes_mm(room_10k_m3: f64, catchment_km2: f64, runoff: f64) -> Option<f64> {
    // 10^4 m3 over a km2 of 10^6 m2 is 10 mm.
    let usable = catchment_km2 > 0.0 && runoff > 0.0 && runoff <= 1.0 && room_10k_m3.is_finite();
    usable.then(|| room_10k_m3.max(0.0) * 10.0 / (catchment_km2 * runoff))
}

/// How fast a water fills or empties at a level that rises by `rise_m_per_hour`, 10^4 m3 an hour: inflow less outflow.
/// From what the curve held an hour ago; `None` where it does not reach so far.
pub fn filling_10k_m3_per_hour(curve: &CapacityCurve, level_m: f64, rise_m_per_hour: f64) -> Option<f64> {
    Some(curve.volume(level_m)? - curve.volume(level_m - rise_m_per_hour)?)
}

/// Hours until a limit is reached, while it rises and is below it; by the curve where both levels are on it, else by
/// the rise alone, as if the banks were walls.
pub fn hours_to(curve: Option<&CapacityCurve>, level_m: f64, limit_m: f64, rise_m_per_hour: f64) -> Option<f64> {
    if !(rise_m_per_hour > 0.0 && level_m < limit_m) {
        return None;
    }
    let by_curve = curve.and_then(|curve| {
        let filling = filling_10k_m3_per_hour(curve, level_m, rise_m_per_hour).filter(|filling| *filling > 0.0)?;
        Some((curve.volume(limit_m)? - curve.volume(level_m)?) / filling)
    });
    by_curve.or(Some((limit_m - level_m) / rise_m_per_hour)).filter(|hours| hours.is_finite())
}

/// Cubic metres a second that 10^4 m3 an hour are.
pub const fn m3_per_second(volume_10k_m3_per_hour: f64) -> f64 {
    volume_10k_m3_per_hour * 10_000.0 / 3_600.0
}
