//! How strong a storm is: GB/T 19201-2006 and the Beaufort scale as China uses it (GB/T 28591-2012).

/// What a tropical cyclone is, by the greatest mean wind near its centre at the ground (GB/T 19201-2006).
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Grade {
    /// 热带低压, from 10.8 m/s.
    Depression,
    /// 热带风暴, from 17.2 m/s.
    TropicalStorm,
    /// 强热带风暴, from 24.5 m/s.
    SevereTropicalStorm,
    /// 台风, from 32.7 m/s.
    Typhoon,
    /// 强台风, from 41.5 m/s.
    SevereTyphoon,
    /// 超强台风, from 51.0 m/s.
    SuperTyphoon,
}

/// The least wind of each force of the Beaufort scale from 1 on, m/s; 18 stands for "over 17".
const BEAUFORT_MPS: [f64; 18] =
    [0.3, 1.6, 3.4, 5.5, 8.0, 10.8, 13.9, 17.2, 20.8, 24.5, 28.5, 32.7, 37.0, 41.5, 46.2, 51.0, 56.1, 61.3];

/// Winds are published to a tenth: what is nearer to the next tenth is that tenth.
fn tenths(mps: f64) -> f64 {
    (mps * 10.0).round() / 10.0
}

/// The force of a mean wind on the Beaufort scale (GB/T 28591-2012), 0 to 18; 18 is "over 17".
pub fn beaufort_of(mps: f64) -> u8 {
    let wind = tenths(mps);
    BEAUFORT_MPS.iter().take_while(|least| wind >= **least).count() as u8
}

impl Grade {
    /// All, weakest first.
    pub const ALL: [Self; 6] = [
        Self::Depression,
        Self::TropicalStorm,
        Self::SevereTropicalStorm,
        Self::Typhoon,
        Self::SevereTyphoon,
        Self::SuperTyphoon,
    ];

    /// By mean wind; `None` below a depression's and for what is no number.
    pub fn of_wind(mps: f64) -> Option<Self> {
        let wind = tenths(mps);
        Self::ALL.into_iter().rev().find(|grade| wind >= grade.least_mps())
    }

    /// The least mean wind, m/s.
    pub const fn least_mps(self) -> f64 {
        match self {
            Self::Depression => 10.8,
            Self::TropicalStorm => 17.2,
            Self::SevereTropicalStorm => 24.5,
            Self::Typhoon => 32.7,
            Self::SevereTyphoon => 41.5,
            Self::SuperTyphoon => 51.0,
        }
    }

    /// By the words of a Chinese feed.
    pub fn of_words(text: &str) -> Option<Self> {
        let text = text.trim();
        let starts = |word: &str| text.starts_with(word);
        // The longer names first: 强热带风暴 ends as 热带风暴 does, 超强台风 as 强台风.
        [
            ("超强台风", Self::SuperTyphoon),
            ("强台风", Self::SevereTyphoon),
            ("台风", Self::Typhoon),
            ("强热带风暴", Self::SevereTropicalStorm),
            ("热带风暴", Self::TropicalStorm),
            ("热带低压", Self::Depression),
        ]
        .into_iter()
        .find(|(word, _)| starts(word))
        .map(|(_, grade)| grade)
    }

    /// The stable word of programs.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Depression => "td",
            Self::TropicalStorm => "ts",
            Self::SevereTropicalStorm => "sts",
            Self::Typhoon => "ty",
            Self::SevereTyphoon => "sty",
            Self::SuperTyphoon => "super_ty",
        }
    }
}
