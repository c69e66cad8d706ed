//! Grades of precipitation, GB/T 28592-2012.

/// A grade.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Grade {
    /// None fell. Not in the standard, which grades what fell.
    None,
    /// 微量（零星小雨）, a trace.
    Trace,
    /// 小雨.
    Light,
    /// 中雨.
    Moderate,
    /// 大雨.
    Heavy,
    /// 暴雨.
    Rainstorm,
    /// 大暴雨.
    HeavyRainstorm,
    /// 特大暴雨.
    Extreme,
}

/// From how many mm a grade is reached: in 12 hours, in 24 hours.
const FROM: [(Grade, [f64; 2]); 6] = [
    (Grade::Extreme, [140.0, 250.0]),
    (Grade::HeavyRainstorm, [70.0, 100.0]),
    (Grade::Rainstorm, [30.0, 50.0]),
    (Grade::Heavy, [15.0, 25.0]),
    (Grade::Moderate, [5.0, 10.0]),
    (Grade::Light, [0.1, 0.1]),
];

impl Grade {
    /// The grade of an amount of 12 hours. It is graded by the tenth of a millimetre that is shown and that the standard
    /// is written in.
    pub fn of_12h(mm: f64) -> Self {
        Self::of(mm, 0)
    }

    /// The grade of an amount of 24 hours.
    pub fn of_24h(mm: f64) -> Self {
        Self::of(mm, 1)
    }

    fn of(mm: f64, column: usize) -> Self {
        // As exact as it is written: 4.96 is shown as 5.0.
        let shown = (mm * 10.0).round() / 10.0;
        let reached = FROM.iter().find(|(_, from)| from.get(column).is_some_and(|from| shown >= *from));
        match reached {
            Some((grade, _)) => *grade,
            None if mm > 0.0 => Self::Trace,
            None => Self::None,
        }
    }

    /// Its id in documents and messages.
    pub const fn id(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Trace => "trace",
            Self::Light => "light",
            Self::Moderate => "moderate",
            Self::Heavy => "heavy",
            Self::Rainstorm => "rainstorm",
            Self::HeavyRainstorm => "heavy_rainstorm",
            Self::Extreme => "extreme",
        }
    }
}
