//! A road, as the network sees it.

use std::sync::Arc;

use geo_types::{Geometry, LineString};

use crate::domain::{
    catalogue::Kind,
    model::{Object, Uid, Value},
};

/// What a road is, by its class (道路等级): the speed table's rows.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum RoadClass {
    /// 高速公路.
    Motorway,
    /// 匝道: on and off a motorway or between main roads.
    Ramp,
    /// 国道.
    National,
    /// 省道.
    Provincial,
    /// 县道.
    County,
    /// 乡道.
    Township,
    /// 村道.
    Village,
    /// 山区公路: narrow, winding, steep, of whatever number.
    Mountain,
    /// 城市道路.
    Street,
    /// 内部道路: yards, car parks, drives.
    Service,
    /// 机耕路.
    Track,
    /// 步行小路: for those on foot.
    Path,
    /// 航道: for boats.
    Waterway,
}

impl RoadClass {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Motorway,
        Self::Ramp,
        Self::National,
        Self::Provincial,
        Self::County,
        Self::Township,
        Self::Village,
        Self::Mountain,
        Self::Street,
        Self::Service,
        Self::Track,
        Self::Path,
        Self::Waterway,
    ];

    /// Its choice id in the catalogue and its name in the speed table.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Motorway => "motorway",
            Self::Ramp => "ramp",
            Self::National => "national",
            Self::Provincial => "provincial",
            Self::County => "county",
            Self::Township => "township",
            Self::Village => "village",
            Self::Mountain => "mountain",
            Self::Street => "street",
            Self::Service => "service",
            Self::Track => "track",
            Self::Path => "path",
            Self::Waterway => "waterway",
        }
    }

    /// The class of an id.
    pub fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.id() == id)
    }
}

/// Which way a road may be used by vehicles; those on foot go both ways.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum OneWay {
    /// Both ways.
    #[default]
    Both,
    /// Along the drawn line only.
    Forward,
    /// Against the drawn line only.
    Backward,
}

impl OneWay {
    /// Its choice id in the catalogue.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::Forward => "forward",
            Self::Backward => "backward",
        }
    }
}

/// The largest vehicle a road takes; `None`: not said, which does not bar.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Limits {
    /// Tonnes.
    pub weight_t: Option<f64>,
    /// Metres.
    pub width_m: Option<f64>,
    /// Metres.
    pub height_m: Option<f64>,
}

/// A road: one line of an object of the kind `road`.
#[derive(Clone, Debug, PartialEq)]
pub struct Road {
    /// Of which object.
    pub uid: Uid,
    /// What it is called; empty when it has no name.
    pub name: Arc<str>,
    /// Its number (路线编号), `G330`; empty when it has none.
    pub number: Arc<str>,
    /// What it is; a road that does not say is taken for a township road.
    pub class: RoadClass,
    /// Which way.
    pub oneway: OneWay,
    /// The speed limit.
    pub speed_limit_kmh: Option<f64>,
    /// The largest vehicle it takes.
    pub limits: Limits,
    /// Ids of the vehicles of the speed table that may not use it, joined by `,`.
    pub barred: Arc<str>,
    /// Whether it is a bridge.
    pub bridge: bool,
    /// Whether it is a tunnel.
    pub tunnel: bool,
    /// What the bridge or tunnel is called; empty when it has no name.
    pub structure: Arc<str>,
    /// Above (positive) or below the ground; lines of different levels do not meet where they cross.
    pub level: i64,
    /// How steep along the line, percent, up positive; `None`: its elevation is not known.
    pub slope_percent: Option<f64>,
    /// Its line, WGS-84 degrees.
    pub line: LineString,
}

impl Road {
    /// A road of a line and a class, and nothing else known.
    pub fn new(uid: Uid, class: RoadClass, line: LineString) -> Self {
        let none: Arc<str> = Arc::from("");
        Self {
            uid,
            name: none.clone(),
            number: none.clone(),
            class,
            oneway: OneWay::Both,
            speed_limit_kmh: None,
            limits: Limits::default(),
            barred: none.clone(),
            bridge: false,
            tunnel: false,
            structure: none,
            level: 0,
            slope_percent: None,
            line,
        }
    }
}

/// Where the kind keeps what a [`Road`] needs; looked up once for many objects.
#[derive(Clone, Copy, Debug)]
pub struct RoadFields {
    name: Option<usize>,
    number: Option<usize>,
    class: Option<usize>,
    oneway: Option<usize>,
    speed: Option<usize>,
    weight: Option<usize>,
    width: Option<usize>,
    height: Option<usize>,
    barred: Option<usize>,
    bridge: Option<usize>,
    tunnel: Option<usize>,
    structure: Option<usize>,
    level: Option<usize>,
    slope: Option<usize>,
}

impl RoadFields {
    /// The fields of a kind.
    pub fn of(kind: &Kind) -> Self {
        Self {
            name: kind.index("name"),
            number: kind.index("ref"),
            class: kind.index("road_class"),
            oneway: kind.index("oneway"),
            speed: kind.index("speed_kmh"),
            weight: kind.index("max_weight_t"),
            width: kind.index("max_width_m"),
            height: kind.index("max_height_m"),
            barred: kind.index("barred"),
            bridge: kind.index("bridge"),
            tunnel: kind.index("tunnel"),
            structure: kind.index("structure"),
            level: kind.index("level"),
            slope: kind.index("slope_percent"),
        }
    }

    /// An object seen as roads: one a line of its geometry, none when it has no line.
    pub fn read(&self, object: &Object) -> Vec<Road> {
        let lines = match &object.geometry {
            Some(Geometry::LineString(line)) => std::slice::from_ref(line),
            Some(Geometry::MultiLineString(lines)) => lines.0.as_slice(),
            _ => &[],
        };
        lines.iter().map(|line| self.road(object, line.clone())).collect()
    }

    fn road(&self, object: &Object, line: LineString) -> Road {
        let value = |index: Option<usize>| index.map_or(&Value::Null, |index| object.value(index));
        let text = |index| value(index).as_text().map_or_else(|| Arc::from(""), |text| Arc::from(text.trim()));
        let positive = |index| value(index).as_number().filter(|number| *number > 0.0);
        let oneway = match value(self.oneway).as_text() {
            Some("forward") => OneWay::Forward,
            Some("backward") => OneWay::Backward,
            _ => OneWay::Both,
        };
        Road {
            uid: object.uid,
            name: text(self.name),
            number: text(self.number),
            class: value(self.class).as_text().and_then(RoadClass::of).unwrap_or(RoadClass::Township),
            oneway,
            speed_limit_kmh: positive(self.speed),
            limits: Limits {
                weight_t: positive(self.weight),
                width_m: positive(self.width),
                height_m: positive(self.height),
            },
            barred: text(self.barred),
            bridge: value(self.bridge).as_bool() == Some(true),
            tunnel: value(self.tunnel).as_bool() == Some(true),
            structure: text(self.structure),
            level: value(self.level).as_integer().unwrap_or(0),
            slope_percent: value(self.slope).as_number(),
            line,
        }
    }

    /// The values of a new object that is this road, by field index; what is not known stays null.
    pub fn values(&self, road: &Road) -> Vec<(usize, Value)> {
        let text = |text: &Arc<str>| if text.is_empty() { Value::Null } else { Value::Text(text.clone()) };
        let yes = |yes: bool| if yes { Value::Bool(true) } else { Value::Null };
        let oneway = (road.oneway != OneWay::Both).then(|| road.oneway.id());
        let speed = road.speed_limit_kmh.map(|kmh| kmh.round() as i64);
        let level = (road.level != 0).then_some(road.level);
        let all = [
            (self.name, text(&road.name)),
            (self.number, text(&road.number)),
            (self.class, Value::from(road.class.id())),
            (self.oneway, Value::from(oneway)),
            (self.speed, Value::from(speed)),
            (self.weight, Value::from(road.limits.weight_t)),
            (self.width, Value::from(road.limits.width_m)),
            (self.height, Value::from(road.limits.height_m)),
            (self.barred, text(&road.barred)),
            (self.bridge, yes(road.bridge)),
            (self.tunnel, yes(road.tunnel)),
            (self.structure, text(&road.structure)),
            (self.level, Value::from(level)),
            (self.slope, Value::from(road.slope_percent)),
        ];
        all.into_iter()
            .filter_map(|(index, value)| Some((index?, value)))
            .filter(|(_, value)| !value.is_null())
            .collect()
    }
}
