//! The feed of Zhejiang's water bureau: one storm, or a list of them, all values as text and many of them empty. Times are
//! Beijing's. Also the named form of other feeds, with `radius7_quad: {ne, se, sw, nw}`.

use std::sync::Arc;

use serde_json::Value as Json;

use crate::{
    domain::{
        hazard::typhoon::{Circle, Fix, Forecast, Grade, QuadrantOrder, State, Storm},
        place::Position,
        problem::Problem,
    },
    io::import::typhoon::{PRESSURE_HPA, RADIUS_KM, Reading, WIND_MPS, bare, moment, quadrants_km, with_wind},
};

/// How fast a storm may go, km/h.
const SPEED_KMH: std::ops::RangeInclusive<f64> = 0.0..=300.0;
/// The forces of the scale, 18 for "over 17".
const FORCE: std::ops::RangeInclusive<f64> = 0.0..=18.0;

pub(super) fn read(bytes: &[u8], order: QuadrantOrder, reading: &mut Reading) {
    let storms = match serde_json::from_slice(bytes) {
        Ok(Json::Array(storms)) => storms,
        Ok(one) => vec![one],
        Err(error) => {
            reading.problem(Problem::new("typhoon_no_json").arg("why", error));
            return;
        }
    };
    for (at, storm) in storms.iter().enumerate() {
        let mut feed = Feed { order, reading, storm: String::new(), uneven: false, named: false };
        let id = text(storm, "tfid");
        feed.storm = if id.is_empty() { (at + 1).to_string() } else { id };
        feed.storm(storm);
    }
}

/// A field as text: empty where it is missing, null, or neither text nor number.
fn text(of: &Json, field: &str) -> String {
    match of.get(field) {
        Some(Json::String(text)) => text.trim().to_owned(),
        Some(Json::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// One of the sixteen directions by its Chinese word (`西北西`), degrees clockwise from north; `None` for anything else.
fn direction(word: &str) -> Option<f64> {
    const WORDS: [&str; 16] = [
        "北",
        "北东北",
        "东北",
        "东东北",
        "东",
        "东东南",
        "东南",
        "南东南",
        "南",
        "南西南",
        "西南",
        "西西南",
        "西",
        "西西北",
        "西北",
        "北西北",
    ];
    // The feed says 西北西 and 北北西 where others say 西西北 and 北西北.
    const OTHERS: [(&str, usize); 8] = [
        ("北北东", 1),
        ("东北东", 3),
        ("东南东", 5),
        ("南南东", 7),
        ("南南西", 9),
        ("西南西", 11),
        ("西北西", 13),
        ("北北西", 15),
    ];
    let other = OTHERS.iter().find(|(other, _)| *other == word).map(|(_, at)| *at);
    let at = other.or_else(|| WORDS.iter().position(|known| *known == word))?;
    Some(at as f64 * 22.5)
}

struct Feed<'a> {
    order: QuadrantOrder,
    reading: &'a mut Reading,
    /// The number of the storm being read.
    storm: String,
    /// Whether it has four unequal radii in one text.
    uneven: bool,
    /// Whether it has radii by the names of their quadrants.
    named: bool,
}

impl Feed<'_> {
    /// A problem at a point, counted from 1, and a field.
    fn at(&self, code: &'static str, point: usize, field: &str) -> Problem {
        Problem::new(code).row(point as u64 + 1).column(field).arg("storm", &self.storm)
    }

    fn storm(&mut self, json: &Json) {
        let name = |text: String| Some(text).filter(|text| !text.is_empty());
        let number = self.storm.strip_prefix("20").filter(|rest| rest.len() == 4).map(str::to_owned);
        let mut storm = Storm {
            id: self.storm.clone(),
            number,
            name_zh: name(text(json, "name")),
            name_en: name(text(json, "enname")),
            fixes: Vec::new(),
            active: text(json, "isactive") == "1",
            ..Storm::default()
        };
        let Some(points) = json.get("points").and_then(Json::as_array) else {
            self.reading.problem(Problem::new("typhoon_no_points").arg("storm", &self.storm));
            return;
        };
        storm.fixes = points.iter().enumerate().filter_map(|(at, point)| self.fix(point, at)).collect();
        if storm.fixes.is_empty() {
            self.reading.problem(Problem::new("typhoon_no_points").arg("storm", &self.storm));
        }
        // Of radii in both forms one would be turned that is in no doubt.
        storm.quadrants = (self.uneven && !self.named).then_some(self.order);
        self.reading.storms.push(storm);
    }

    fn fix(&mut self, json: &Json, at: usize) -> Option<Fix> {
        let state = self.state(json, at)?;
        let circles = ["radius7", "radius10", "radius12"].map(|field| self.circle(json, field, at));
        let moves_kmh = self.number(json, "movespeed", at, SPEED_KMH);
        let moves_to_deg = direction(&text(json, "movedirection"));
        let listed = json.get("forecast").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
        let forecasts = listed.iter().filter_map(|forecast| self.forecast(forecast, at)).collect();
        Some(Fix { state, circles, moves_kmh, moves_to_deg, forecasts })
    }

    fn forecast(&mut self, json: &Json, at: usize) -> Option<Forecast> {
        let agency = text(json, "tm");
        let points = json.get("forecastpoints").and_then(Json::as_array)?;
        let points: Vec<State> = points.iter().filter_map(|point| self.state(point, at)).collect();
        (!agency.is_empty() && !points.is_empty()).then(|| Forecast { agency: Arc::from(agency), points })
    }

    fn state(&mut self, json: &Json, at: usize) -> Option<State> {
        let said = text(json, "time");
        let Some(time) = moment(&said) else {
            let problem = self.at("typhoon_time", at, "time").value(said);
            self.reading.problem(problem);
            return None;
        };
        let [lon, lat] = ["lng", "lat"].map(|field| text(json, field));
        let read = lon.parse().ok().zip(lat.parse().ok());
        let Some(position) = read.and_then(|(lon, lat)| Position::new(lon, lat).ok()) else {
            let problem = self.at("typhoon_position", at, "lng, lat").value(format!("{lon}, {lat}"));
            self.reading.problem(problem);
            return None;
        };
        let mut state = bare(time, position);
        state.grade = Grade::of_words(&text(json, "strong"));
        state.beaufort = self.number(json, "power", at, FORCE).map(|force| force as u8);
        state.pressure_hpa = self.number(json, "pressure", at, PRESSURE_HPA);
        let wind = self.number(json, "speed", at, WIND_MPS);
        Some(with_wind(state, wind))
    }

    fn number(&mut self, json: &Json, field: &str, at: usize, range: std::ops::RangeInclusive<f64>) -> Option<f64> {
        let problem = self.at("typhoon_number", at, field);
        self.reading.number(&text(json, field), &problem, range)
    }

    /// A circle: an empty text says that there is none, a missing one says nothing.
    fn circle(&mut self, json: &Json, field: &str, at: usize) -> Option<Circle> {
        if let Some(named) = json.get(format!("{field}_quad")).filter(|named| named.is_object()) {
            if named.as_object().is_some_and(serde_json::Map::is_empty) {
                return Some(Circle::NONE);
            }
            self.named = true;
            let radii = ["ne", "se", "sw", "nw"].map(|quadrant| self.number(named, quadrant, at, RADIUS_KM));
            return Some(quadrants_km(radii.map(Option::unwrap_or_default)));
        }
        let text = match json.get(field)? {
            Json::Null => return None,
            Json::String(text) => text.trim().to_owned(),
            Json::Number(number) => number.to_string(),
            _ => "?".to_owned(),
        };
        if text.is_empty() {
            return Some(Circle::NONE);
        }
        let read = |text: &str| text.trim().parse().ok().filter(|radius| RADIUS_KM.contains(radius));
        let radii: Option<Vec<f64>> = text.split('|').map(read).collect();
        match radii.as_deref() {
            Some([radius]) => Some(quadrants_km([*radius; 4])),
            Some([a, b, c, d]) => {
                self.uneven |= [b, c, d].iter().any(|radius| *radius != a);
                Some(quadrants_km(self.order.clockwise([*a, *b, *c, *d])))
            }
            _ => {
                let problem = self.at("typhoon_radii", at, field).value(text);
                self.reading.problem(problem);
                None
            }
        }
    }
}
