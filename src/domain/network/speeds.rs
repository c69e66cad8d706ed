//! How fast who goes on what: a table that is data, each column with its source.

use std::{collections::BTreeMap, sync::Arc};

use serde::Deserialize;

use crate::domain::{
    catalogue::Lang,
    network::{Road, RoadClass},
};

/// The speed table.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct SpeedTable {
    /// The kinds of weather it knows; the first is the one that is meant when nothing is said.
    #[serde(rename = "weather")]
    pub weathers: Vec<Weather>,
    /// The kinds of vehicle it knows; the first is the one that is meant when nothing is said.
    #[serde(rename = "vehicle")]
    pub vehicles: Vec<Arc<Vehicle>>,
    /// From a place to the road.
    pub access: Access,
    /// Without a road.
    pub straight: Straight,
}

/// A state of weather or light.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Weather {
    /// Its id: `heavy_rain`.
    pub id: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// A kind of vehicle, or going on foot.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Vehicle {
    /// Its id: `fire_engine`.
    pub id: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// Tonnes, loaded; `None`: no limit bars it.
    pub weight_t: Option<f64>,
    /// Metres.
    pub width_m: Option<f64>,
    /// Metres.
    pub height_m: Option<f64>,
    /// Whether it keeps to one-way streets.
    pub oneway: bool,
    /// How a slope that is known changes its speed.
    #[serde(default)]
    pub slope: Slope,
    /// Where its speeds and sizes come from.
    pub source: String,
    /// Where its weather factors come from.
    pub weather_source: String,
    /// km/h by class on a dry day; a class that is not named is not open to it.
    pub speed: BTreeMap<String, f64>,
    /// What a weather leaves of its speed, by the weather's id; one that is not named leaves all.
    pub weather: BTreeMap<String, f64>,
}

/// How a slope changes a speed.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Slope {
    /// Not at all.
    #[default]
    None,
    /// As Tobler's hiking function, the flat being the table's speed.
    Tobler,
}

/// From a place to the road, straight, on foot.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Access {
    /// km/h.
    pub kmh: f64,
    /// Where it comes from.
    pub source: String,
}

/// The straight distance, where there is no road.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Straight {
    /// How much longer the way is in plains.
    pub plain: f64,
    /// How much longer it is in mountains.
    pub mountain: f64,
    /// The class whose speed is taken.
    pub class: String,
    /// Where the factors come from.
    pub source: String,
}

/// The table cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SpeedError {
    /// It is no TOML, or not in this form.
    #[error("{0}")]
    Form(#[from] toml::de::Error),
    /// A figure makes no sense.
    #[error("{0} of {1} makes no sense: {2}")]
    Figure(&'static str, String, f64),
    /// It names a class that there is not, or nothing at all.
    #[error("{0} is not known or missing")]
    Unknown(String),
}

impl SpeedTable {
    /// Reads a table.
    ///
    /// # Errors
    /// [`SpeedError`] when it is no table, or says something that makes no sense.
    pub fn read(text: &str) -> Result<Self, SpeedError> {
        let table: Self = toml::from_str(text)?;
        if table.weathers.is_empty() || table.vehicles.is_empty() {
            return Err(SpeedError::Unknown("weather, vehicle".to_owned()));
        }
        for vehicle in &table.vehicles {
            for (class, kmh) in &vehicle.speed {
                sensible("speed", &vehicle.id, *kmh, 0.1..=200.0)?;
                RoadClass::of(class).ok_or_else(|| SpeedError::Unknown(class.clone()))?;
            }
            for (weather, factor) in &vehicle.weather {
                sensible("weather", &vehicle.id, *factor, 0.01..=2.0)?;
                table.weather(weather).ok_or_else(|| SpeedError::Unknown(weather.clone()))?;
            }
        }
        sensible("access", "foot", table.access.kmh, 0.1..=20.0)?;
        sensible("straight", "plain", table.straight.plain, 1.0..=10.0)?;
        sensible("straight", "mountain", table.straight.mountain, 1.0..=10.0)?;
        RoadClass::of(&table.straight.class).ok_or_else(|| SpeedError::Unknown(table.straight.class.clone()))?;
        Ok(table)
    }

    /// A table in which nobody goes anywhere: what is left when not even the shipped one reads.
    pub fn nobody() -> Self {
        let access = Access { kmh: 3.0, source: String::new() };
        let class = RoadClass::Township.id().to_owned();
        let straight = Straight { plain: 1.35, mountain: 1.8, class, source: String::new() };
        Self { weathers: Vec::new(), vehicles: Vec::new(), access, straight }
    }

    /// The vehicle of an id.
    pub fn vehicle(&self, id: &str) -> Option<&Arc<Vehicle>> {
        self.vehicles.iter().find(|vehicle| vehicle.id == id)
    }

    /// The weather of an id.
    pub fn weather(&self, id: &str) -> Option<&Weather> {
        self.weathers.iter().find(|weather| weather.id == id)
    }
}

fn sensible(what: &'static str, of: &str, value: f64, range: std::ops::RangeInclusive<f64>) -> Result<(), SpeedError> {
    if range.contains(&value) { Ok(()) } else { Err(SpeedError::Figure(what, of.to_owned(), value)) }
}

impl Weather {
    /// Its name in a language.
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

impl Vehicle {
    /// Its name in a language.
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// Whether a road is open to it at all, by class, bars and limits.
    pub fn may_use(&self, road: &Road) -> bool {
        let fits = |own: Option<f64>, limit: Option<f64>| own.zip(limit).is_none_or(|(own, limit)| own <= limit);
        self.speed.contains_key(road.class.id())
            && !road.barred.split(',').any(|barred| barred == self.id)
            && fits(self.weight_t, road.limits.weight_t)
            && fits(self.width_m, road.limits.width_m)
            && fits(self.height_m, road.limits.height_m)
    }

    /// What a weather leaves of its speed, 1 for all.
    pub fn weather_factor(&self, weather: &str) -> f64 {
        self.weather.get(weather).copied().unwrap_or(1.0)
    }

    /// km/h on a road along its line and against it; `None`: not open to it.
    pub fn speed_kmh(&self, road: &Road, weather: &str) -> Option<[f64; 2]> {
        let class = self.speed.get(road.class.id()).filter(|_| self.may_use(road))?;
        let kmh = class * self.weather_factor(weather);
        if let (Slope::Tobler, Some(percent)) = (self.slope, road.slope_percent) {
            return Some([kmh * tobler(percent / 100.0), kmh * tobler(-percent / 100.0)]);
        }
        // A limit is for vehicles: nobody walks too fast.
        let limit = road.speed_limit_kmh.filter(|_| self.slope == Slope::None);
        let kmh = limit.map_or(kmh, |limit| kmh.min(limit.max(1.0)));
        Some([kmh, kmh])
    }
}

/// How much faster than on the flat one walks on a slope (rise over run), by Tobler 1993:
/// `6 exp(-3.5 |s + 0.05|)` km/h.
fn tobler(slope: f64) -> f64 {
    (-3.5 * ((slope + 0.05).abs() - 0.05)).exp()
}

#[cfg(test)]
mod tests {
    use geo_types::LineString;

    use super::*;
    use crate::domain::{model::Uid, network::OneWay};

    fn table() -> SpeedTable {
        SpeedTable::read(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/network/speeds.toml"))).unwrap()
    }

    fn road(class: RoadClass) -> Road {
        Road::new(Uid::from_bits(1), class, LineString::new(Vec::new()))
    }

    #[test]
    fn the_shipped_table_reads_and_every_figure_has_a_source() {
        let table = table();
        let ids: Vec<&str> = table.vehicles.iter().map(|vehicle| vehicle.id.as_str()).collect();
        assert_eq!(ids, ["car", "coach", "truck", "fire_engine", "foot", "boat"]);
        for vehicle in &table.vehicles {
            assert!(vehicle.source.len() > 10 && !vehicle.weather_source.is_empty(), "{}", vehicle.id);
            for weather in &table.weathers {
                assert!(vehicle.weather_factor(&weather.id) <= 1.0);
            }
        }
    }

    #[test]
    fn walking_follows_tobler_where_the_slope_is_known() {
        // domain.md B11: flat 1.399 m/s, 10 % 0.986, 20 % 0.695 for Tobler's own 5.04 km/h on the flat.
        let flat = 6.0 * (-3.5_f64 * 0.05).exp() / 3.6;
        assert!((flat - 1.399).abs() < 0.001);
        assert!((flat * tobler(0.1) - 0.986).abs() < 0.001 && (flat * tobler(0.2) - 0.695).abs() < 0.001);
        let table = table();
        let foot = table.vehicle("foot").unwrap();
        let steep = Road { slope_percent: Some(10.0), ..road(RoadClass::Mountain) };
        let [up, down] = foot.speed_kmh(&steep, "dry").unwrap();
        assert!(up < down && (down - 4.3).abs() < 1e-9, "ten percent down is as fast as the flat");
        assert_eq!(foot.speed_kmh(&road(RoadClass::Mountain), "dry"), Some([4.3, 4.3]));
    }

    #[test]
    fn limits_bars_and_classes_keep_vehicles_off() {
        let table = table();
        let [car, coach, foot, boat] = ["car", "coach", "foot", "boat"].map(|id| table.vehicle(id).unwrap());
        let weak = Road {
            limits: crate::domain::network::Limits { weight_t: Some(10.0), ..Default::default() },
            oneway: OneWay::Forward,
            ..road(RoadClass::Village)
        };
        assert!(car.may_use(&weak) && !coach.may_use(&weak) && foot.may_use(&weak) && !boat.may_use(&weak));
        let barred = Road { barred: "coach,car".into(), ..road(RoadClass::County) };
        assert!(!car.may_use(&barred) && foot.may_use(&barred));
        assert!(!foot.may_use(&road(RoadClass::Motorway)) && boat.may_use(&road(RoadClass::Waterway)));
        let slow = Road { speed_limit_kmh: Some(20.0), ..road(RoadClass::County) };
        assert_eq!(car.speed_kmh(&slow, "dry"), Some([20.0, 20.0]));
        assert!((car.speed_kmh(&slow, "snow").unwrap()[0] - 18.0).abs() < 1e-9);
    }

    #[test]
    fn a_table_that_makes_no_sense_is_refused() {
        let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/network/speeds.toml"));
        for (from, to) in [
            ("motorway = 95", "motorway = -1"),
            ("motorway = 95", "autobahn = 95"),
            ("heavy_rain = 0.6", "hail = 0.6"),
            ("plain = 1.35", "plain = 0.2"),
            ("[access]", "[excess]"),
        ] {
            assert!(SpeedTable::read(&text.replacen(from, to, 1)).is_err(), "{to}");
        }
    }
}
