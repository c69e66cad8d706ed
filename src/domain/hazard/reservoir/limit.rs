//! The flood limit in force: by season and size class, or as ordered.

use jiff::Timestamp;

use crate::domain::hazard::reservoir::season::{Season, season_at};

/// Size class by total capacity (SL 252-2017).
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum SizeClass {
    /// 大(1)型: 10^9 m3 and more.
    Large1,
    /// 大(2)型.
    Large2,
    /// 中型: 10^7 to 10^8 m3.
    Medium,
    /// 小(1)型.
    Small1,
    /// 小(2)型: 10^5 to 10^6 m3.
    Small2,
    /// 山塘: less.
    Pond,
}

/// Ids of the size classes in the catalogue, and whether the seasonal limits are for them (domain notes B3: for large
/// ones, taken to go for medium ones too; since 2021-07-21 small ones are judged by the normal pool all year).
const CLASSES: [(SizeClass, &str, bool); 6] = [
    (SizeClass::Large1, "large1", true),
    (SizeClass::Large2, "large2", true),
    (SizeClass::Medium, "medium", true),
    (SizeClass::Small1, "small1", false),
    (SizeClass::Small2, "small2", false),
    (SizeClass::Pond, "pond", false),
];

impl SizeClass {
    /// The class of this id.
    pub fn of(id: &str) -> Option<Self> {
        CLASSES.iter().find(|(_, known, _)| *known == id).map(|(class, ..)| *class)
    }

    /// The class of a total capacity, 10^4 m3 (SL 252-2017; below 10 a pond).
    pub fn by_capacity(total_10k_m3: f64) -> Option<Self> {
        const FROM: [(f64, SizeClass); 6] = [
            (100_000.0, SizeClass::Large1),
            (10_000.0, SizeClass::Large2),
            (1_000.0, SizeClass::Medium),
            (100.0, SizeClass::Small1),
            (10.0, SizeClass::Small2),
            (0.0, SizeClass::Pond),
        ];
        FROM.into_iter().find(|(from, _)| total_10k_m3 >= *from).map(|(_, class)| class)
    }

    /// Its id in documents.
    pub fn id(self) -> &'static str {
        CLASSES.iter().find(|(class, ..)| *class == self).map_or("", |(_, id, _)| id)
    }

    /// Whether its limit changes with the season.
    pub fn is_seasonal(self) -> bool {
        CLASSES.iter().any(|(class, _, seasonal)| *class == self && *seasonal)
    }
}

/// The levels of a register entry, metres over its datum; what is not known is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Levels {
    /// 汛限水位 as it stands in the register.
    pub given: Option<f64>,
    /// 梅汛限水位.
    pub plum: Option<f64>,
    /// 台汛限水位.
    pub typhoon: Option<f64>,
    /// 正常蓄水位.
    pub normal: Option<f64>,
    /// 防洪高水位.
    pub flood_high: Option<f64>,
    /// 设计洪水位.
    pub design: Option<f64>,
    /// 校核洪水位.
    pub check: Option<f64>,
}

impl Levels {
    /// The register's own limit, where it is none above the normal pool.
    pub(super) fn credible(&self) -> Option<f64> {
        self.given.filter(|given| self.normal.is_none_or(|normal| *given <= normal))
    }
}

/// What a limit rests on.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Basis {
    /// The plum-rain limit.
    Plum,
    /// The typhoon limit.
    Typhoon,
    /// The normal pool.
    Normal,
    /// The register's own limit.
    Given,
}

impl Basis {
    /// Its id in documents and messages.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Plum => "plum",
            Self::Typhoon => "typhoon",
            Self::Normal => "normal",
            Self::Given => "given",
        }
    }
}

/// A limit in force.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// Metres over the register's datum.
    pub level_m: f64,
    /// What it rests on.
    pub basis: Basis,
}

/// Levels nearer to each other than this are the same written down twice, metres: half of the centimetre to which
/// levels are read.
const SAME_M: f64 = 0.005;

/// The limit in force at a moment; `None`: the register does not say enough.
///
/// What wins, from the first that is known:
/// 1. **An order.** The register's limit (`given`) where it differs from each of the plum, typhoon and normal levels
///    beside it: a level set for this water alone, such as a dam in repair kept low. It holds all year, also where it
///    is higher than the season's. One that equals a level beside it is a copy of some season's limit, and copies go
///    out of date: the rule decides. One above the normal pool is no limit but a slip of the pen (131 for 113), which
///    would hide every alarm: it does not count, here or below.
/// 2. **The rule.** Large and medium: the season's limit, outside the seasons the normal pool. Small ones and ponds:
///    the normal pool all year.
/// 3. **What else is there.** A large or medium one without the season's limit: the register's, else the normal pool,
///    which is never below the limit. Without a normal pool: the register's.
///
/// A register of large or medium waters that has one limit and none by season means the flood season's by it: outside
/// the seasons the normal pool stands. A class that is not said is taken to be seasonal where seasonal limits are.
pub fn limit_at(levels: &Levels, class: Option<SizeClass>, time: Timestamp) -> Option<Limit> {
    limit_in(levels, class, season_at(time))
}

/// The lowest limit of the year: what a level is judged by that does not say when it was measured.
pub fn lowest_limit(levels: &Levels, class: Option<SizeClass>) -> Option<Limit> {
    let limits = [Season::Plum, Season::Typhoon, Season::Outside].map(|season| limit_in(levels, class, season));
    limits.into_iter().flatten().min_by(|a, b| a.level_m.total_cmp(&b.level_m))
}

/// The limit in force in a season, as [`limit_at`] says.
fn limit_in(levels: &Levels, class: Option<SizeClass>, season: Season) -> Option<Limit> {
    let seasonal = class.map_or(levels.plum.or(levels.typhoon).is_some(), SizeClass::is_seasonal);
    let of_season = match season {
        Season::Plum => Some((levels.plum, Basis::Plum)),
        Season::Typhoon => Some((levels.typhoon, Basis::Typhoon)),
        Season::Outside => None,
    };
    let limit = |level: Option<f64>, basis: Basis| level.map(|level_m| Limit { level_m, basis });
    let (given, normal) = (limit(levels.credible(), Basis::Given), limit(levels.normal, Basis::Normal));
    if !seasonal {
        return order(levels, levels.normal.is_some()).or(normal).or(given);
    }
    let split = levels.plum.or(levels.typhoon).is_some();
    match of_season {
        Some((level, basis)) => order(levels, split).or(limit(level, basis)).or(given).or(normal),
        None => order(levels, split).or(normal).or(given),
    }
}

/// The register's limit, where there are levels beside it to tell an order from a copy.
fn order(levels: &Levels, comparable: bool) -> Option<Limit> {
    let given = levels.credible()?;
    let beside = [levels.plum, levels.typhoon, levels.normal];
    let is_copy = beside.into_iter().flatten().any(|level| (level - given).abs() < SAME_M);
    (comparable && !is_copy).then_some(Limit { level_m: given, basis: Basis::Given })
}

/// How far a level is over a limit, metres to the millimetre, so that two levels written alike never differ by what
/// binary fractions leave over. Over is more than zero: at the limit is not over.
pub fn over_by_m(level_m: f64, limit_m: f64) -> f64 {
    let over = ((level_m - limit_m) * 1000.0).round() / 1000.0;
    // No minus zero.
    if over == 0.0 { 0.0 } else { over }
}
