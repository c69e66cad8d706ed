//! A reservoir or pond of the register, as these rules see it.

use jiff::Timestamp;

use crate::domain::{
    catalogue::{Kind, Role},
    hazard::reservoir::{
        curve::CapacityCurve,
        datum::VerticalDatum,
        flow::{Flow, Flows, INFLOW, OUTFLOW},
        limit::{Levels, Limit, SizeClass, limit_at, lowest_limit, over_by_m},
        season::is_stale,
    },
    model::{Object, Value},
};

/// Metres under the limit from which a level is near it.
pub const NEAR_M: f64 = 0.3;

/// A reservoir or pond: an object of a kind with [`Role::Reservoir`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dam<'a> {
    /// The level measured last, metres over `datum`.
    pub level_m: Option<f64>,
    /// When.
    pub time: Option<Timestamp>,
    /// Its size class; `None`: neither said nor to be told from its capacity.
    pub class: Option<SizeClass>,
    /// Its levels.
    pub levels: Levels,
    /// What all its levels are measured from; `None`: not said.
    pub datum: Option<VerticalDatum>,
    /// The area that drains into it.
    pub catchment_km2: Option<f64>,
    /// Its capacity curve as it stands in the register; see [`Dam::curve`].
    pub curve: Option<&'a str>,
    /// What it holds at the normal pool, 10^4 m3.
    pub normal_10k_m3: Option<f64>,
    /// What flowed in and out last.
    pub flows: Flows,
}

/// How a water stands, the least grave first (the ladder of domain notes B3).
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum WaterState {
    /// Below the limit and not near it.
    Below,
    /// No level, or no line to judge it by. Graver than a level that is known to be low.
    Unknown,
    /// Up to [`NEAR_M`] below the limit, or at it.
    Near,
    /// Over the limit in force.
    OverLimit,
    /// Over the normal pool.
    OverNormal,
    /// Over the design flood level.
    OverDesign,
    /// Over the check flood level.
    OverCheck,
}

impl WaterState {
    /// Its id in documents and messages.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Below => "below",
            Self::Unknown => "unknown",
            Self::Near => "near",
            Self::OverLimit => "over_limit",
            Self::OverNormal => "over_normal",
            Self::OverDesign => "over_design",
            Self::OverCheck => "over_check",
        }
    }

    /// Whether the level is over the limit in force or a line above it.
    pub fn is_over(self) -> bool {
        self >= Self::OverLimit
    }
}

/// Where a kind keeps what a [`Dam`] needs; looked up once for many objects.
#[derive(Clone, Copy, Debug)]
pub struct DamFields {
    level: Option<usize>,
    time: Option<usize>,
    /// `Err`: the kind has no such field, its objects are ponds.
    class: Result<usize, SizeClass>,
    total: Option<usize>,
    normal_capacity: Option<usize>,
    levels: [Option<usize>; 7],
    datum: Option<usize>,
    catchment_and_curve: [Option<usize>; 2],
    /// Inflow and outflow, each with its time.
    flows: [[Option<usize>; 2]; 2],
}

impl DamFields {
    /// The fields of a kind; `None` when its objects hold no water.
    pub fn of(kind: &Kind) -> Option<Self> {
        let levels = [
            "limit_level_m",
            "plum_limit_m",
            "typhoon_limit_m",
            "normal_level_m",
            "flood_high_level_m",
            "design_flood_level_m",
            "check_flood_level_m",
        ];
        kind.has_role(Role::Reservoir).then(|| Self {
            level: kind.index("level_m"),
            time: kind.index("level_time"),
            class: kind.index("size_class").ok_or(SizeClass::Pond),
            total: kind.index("total_capacity_10k_m3"),
            normal_capacity: kind.index("normal_capacity_10k_m3"),
            levels: levels.map(|field| kind.index(field)),
            datum: kind.index("vertical_datum"),
            catchment_and_curve: ["catchment_km2", "capacity_curve"].map(|field| kind.index(field)),
            flows: [[INFLOW, "inflow_time"], [OUTFLOW, "outflow_time"]].map(|pair| pair.map(|field| kind.index(field))),
        })
    }

    /// An object seen as a water behind a dam.
    pub fn read<'a>(&self, object: &'a Object) -> Dam<'a> {
        let value = |index: Option<usize>| index.map_or(&Value::Null, |index| object.value(index));
        let number = |index: Option<usize>| value(index).as_number().filter(|number| number.is_finite());
        let class = match self.class {
            Err(pond) => Some(pond),
            Ok(index) => {
                let said = object.value(index).as_text().and_then(SizeClass::of);
                said.or_else(|| number(self.total).and_then(SizeClass::by_capacity))
            }
        };
        let [given, plum, typhoon, normal, flood_high, design, check] = self.levels.map(number);
        let [catchment, curve] = self.catchment_and_curve;
        let [inflow, outflow] =
            self.flows.map(|[flow, time]| number(flow).map(|m3_s| Flow { m3_s, time: value(time).as_time() }));
        Dam {
            level_m: number(self.level),
            time: value(self.time).as_time(),
            class,
            levels: Levels { given, plum, typhoon, normal, flood_high, design, check },
            datum: value(self.datum).as_text().and_then(VerticalDatum::of),
            catchment_km2: number(catchment).filter(|area| *area > 0.0),
            curve: value(curve).as_text(),
            normal_10k_m3: number(self.normal_capacity),
            flows: Flows { inflow, outflow },
        }
    }
}

impl<'a> Dam<'a> {
    /// An object seen as a water behind a dam; `None` when its kind is none. For many objects see [`DamFields`].
    pub fn of(kind: &Kind, object: &'a Object) -> Option<Self> {
        DamFields::of(kind).map(|fields| fields.read(object))
    }

    /// The limit that its level is judged by: the one of the day on which it was measured, so that the answer does not
    /// hang on when one looks; the lowest of the year where the level does not say when.
    pub fn limit(&self) -> Option<Limit> {
        match self.time {
            Some(time) => limit_at(&self.levels, self.class, time),
            None => lowest_limit(&self.levels, self.class),
        }
    }

    /// How far its level is over the limit, metres; below zero: under it.
    pub fn over_by_m(&self) -> Option<f64> {
        Some(over_by_m(self.level_m?, self.limit()?.level_m))
    }

    /// How it stands by its last level, however old that is. The lines that do not hang on the limit come first: where
    /// it is over one of them, that is so whether or not a limit is known.
    pub fn state(&self) -> WaterState {
        let Some(level) = self.level_m else { return WaterState::Unknown };
        let is_over = |line: Option<f64>| line.is_some_and(|line| over_by_m(level, line) > 0.0);
        if is_over(self.levels.check) {
            return WaterState::OverCheck;
        }
        if is_over(self.levels.design) {
            return WaterState::OverDesign;
        }
        if is_over(self.levels.normal) {
            return WaterState::OverNormal;
        }
        match self.over_by_m() {
            None => WaterState::Unknown,
            Some(over) if over > 0.0 => WaterState::OverLimit,
            Some(over) if over >= -NEAR_M => WaterState::Near,
            Some(_) => WaterState::Below,
        }
    }

    /// Whether its level is too old to say what is so now; one without a time is.
    pub fn is_stale(&self, now: Timestamp) -> bool {
        self.level_m.is_some() && self.time.is_none_or(|time| is_stale(time, now))
    }

    /// Its capacity curve; `None` where there is none, or one that does not strictly rise.
    pub fn curve(&self) -> Option<CapacityCurve> {
        CapacityCurve::read(self.curve?)
    }
}
