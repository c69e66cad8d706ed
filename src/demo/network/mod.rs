//! The district's road network: the main roads as they were typed, woven where they meet, with bridges, ramps and a
//! tunnel; a road to every village; a mesh between the villages of the plain; footpaths over ridges; waterways.
//! Invented from general geography: no road was surveyed.

mod bridges;
mod links;
mod mesh;
mod net;
mod ramps;
mod water;

use crate::demo::{
    network::net::Net,
    roads::ROADS,
    shape::{Spot, apart_m, length_km},
    terrain,
    towns::TOWNS,
    villages::Village,
    water::Waters,
};

/// What a road is called and what goes on it.
#[derive(Clone, Debug)]
pub(super) struct Signs {
    pub name: String,
    pub number: Option<String>,
    /// Its choice id in the catalogue.
    pub class: &'static str,
    pub speed_kmh: Option<i64>,
    pub level: i64,
    pub max_weight_t: Option<f64>,
}

/// A stretch that is a structure of its own.
#[derive(Clone, Debug)]
pub(super) enum Span {
    Bridge(String),
    Tunnel(String),
}

/// A road of the network.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub signs: Signs,
    /// The village it was made for, by its place in the list.
    pub village: Option<usize>,
    /// The main road it hangs on, by its place in the list of those.
    pub root: usize,
    pub span: Option<Span>,
    pub line: Vec<Spot>,
}

/// Above bridges: motorways cross over what they cross.
const MOTORWAY_LEVELS: [(&str, i64); 2] = [("G60", 2), ("G25", 3)];

impl Way {
    /// Whether other roads may join it anywhere: motorways have ramps, and nothing branches off on a bridge.
    fn joins(&self) -> bool {
        self.on_the_ground() && self.span.is_none() && self.signs.class != "ramp"
    }

    /// Whether what crosses it would meet it.
    fn on_the_ground(&self) -> bool {
        self.signs.class != "motorway" && self.signs.class != "waterway"
    }

    /// Whether it is the bridge of this name.
    pub(super) fn is_bridge(&self, of: &str) -> bool {
        matches!(&self.span, Some(Span::Bridge(name)) if name == of)
    }

    /// How steep it is on the whole, percent, up along its line, where it is a mountain road and that says something.
    /// A road winds where the ground is steeper.
    pub(super) fn slope_percent(&self) -> Option<f64> {
        const MOST: f64 = 14.0;
        let (first, last) = (self.line.first()?, self.line.last()?);
        let long_m = length_km(&self.line) * 1000.0;
        let steep = ["mountain", "path"].contains(&self.signs.class) && self.span.is_none() && long_m > 100.0;
        let percent = (terrain::height_m(*last) - terrain::height_m(*first)) / long_m * 100.0;
        let percent = (percent.clamp(-MOST, MOST) * 10.0).round() / 10.0;
        (steep && percent.abs() >= 0.5).then_some(percent)
    }
}

/// The network of the sample.
pub(super) fn network(villages: &[Village], waters: &Waters) -> Vec<Way> {
    let mut net = Net::default();
    for (root, road) in ROADS.iter().enumerate() {
        let number = if road.number.is_empty() { "市政道路" } else { road.number };
        let level = MOTORWAY_LEVELS.iter().find(|(known, _)| *known == number).map_or(0, |(_, level)| *level);
        let signs = Signs {
            name: road.name.to_owned(),
            number: Some(number.to_owned()),
            class: road.class,
            speed_kmh: Some(road.speed_kmh),
            level,
            max_weight_t: None,
        };
        net.put(Way { signs, village: None, root, span: None, line: road.drawn.clone() });
    }
    weave(&mut net);
    centres(&mut net);
    ramps::add(&mut net);
    let mut crossings = bridges::Crossings::new(villages);
    for at in 0..net.ways.len() {
        crossings.span(&mut net, at);
    }
    bridges::tunnel(&mut net);
    links::add(&mut net, villages, waters, &mut crossings);
    mesh::add(&mut net, villages, waters, &mut crossings);
    mesh::paths(&mut net, villages, waters);
    water::add(&mut net);
    net.ways
}

/// Where main roads cross they meet.
fn weave(net: &mut Net) {
    /// A vertex this near to a crossing is where they meet.
    const NEAR_M: f64 = 8.0;
    for at in 0..net.ways.len() {
        let Some(way) = net.ways.get(at).filter(|way| way.on_the_ground()).cloned() else { continue };
        for (other, spot) in net.crossed(&way.line) {
            if other > at {
                let spot = net.snapped(other, spot, NEAR_M);
                net.vertex(other, spot);
                net.vertex(at, spot);
            }
        }
    }
}

/// The middle of each town is on a road, with a vertex, or has a short road to it.
fn centres(net: &mut Net) {
    for town in &TOWNS {
        let Some(foot) = net.feet(town.centre, 2_000.0).first().copied() else { continue };
        let spot = net.snapped(foot.way, foot.spot, 25.0);
        net.vertex(foot.way, spot);
        if apart_m(spot, town.centre) > 40.0 {
            let root = net.ways.get(foot.way).map_or(usize::MAX, |way| way.root);
            let signs = Signs {
                name: format!("{}支路", town.name),
                number: None,
                class: "township",
                speed_kmh: Some(30),
                level: 0,
                max_weight_t: None,
            };
            net.put(Way { signs, village: None, root, span: None, line: vec![town.centre, spot] });
        }
    }
}
