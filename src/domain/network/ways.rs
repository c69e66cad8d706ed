//! A network ready for questions: prepared once for all speeds, and made the network of one vehicle in one weather
//! under some closures in the time it takes to blink.

use std::sync::Arc;

use cch::{Cch, Metric, graph::Graph as Arcs};

use crate::domain::{
    network::{
        Closure, Cuts, Graph, Road, Segments, SpeedTable, Straight, Vehicle, cut,
        order::{is_order, order},
        search::{NO_WAY, outward, strong_parts},
    },
    place::Position,
};

/// An island of roads is left for the main network when that is no more than so many metres farther.
const ISLAND_M: f64 = 200.0;

/// The roads, and what was prepared of them: no speed and no closure is in it.
#[derive(Debug)]
pub struct Network {
    graph: Graph,
    segments: Segments,
    order: Vec<u32>,
    hierarchy: Option<Cch>,
}

impl Network {
    /// Prepares roads. `kept` is the order that an earlier preparation of the same roads gave ([`Self::order`]):
    /// with it preparing is quick; one that does not fit is not used.
    pub fn new(roads: Vec<Road>, kept: Option<Vec<u32>>) -> Self {
        Self::of(Graph::new(roads), kept)
    }

    /// As [`Self::new`], of roads that are a graph already.
    pub fn of(graph: Graph, kept: Option<Vec<u32>>) -> Self {
        let ordered = || kept.filter(|kept| is_order(kept, graph.node_count())).unwrap_or_else(|| order(&graph));
        let (order, segments) = rayon::join(ordered, || Segments::new(&graph));
        let hierarchy = (graph.edge_count() > 0).then(|| {
            let head: Vec<u32> = graph.arcs().iter().map(|arc| arc.head).collect();
            let weight = vec![1; head.len()];
            Cch::build(&Arcs { first_out: graph.first_out().to_vec(), head, weight }, &order)
        });
        Self { graph, segments, order, hierarchy }
    }

    /// The roads as a graph.
    pub const fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Its segments, to be asked for the nearest.
    pub const fn segments(&self) -> &Segments {
        &self.segments
    }

    /// The order of its hierarchy, to be kept for the next time.
    pub fn order(&self) -> &[u32] {
        &self.order
    }

    /// Whether there is no road.
    pub const fn is_empty(&self) -> bool {
        self.hierarchy.is_none()
    }

    pub(super) const fn hierarchy(&self) -> Option<&Cch> {
        self.hierarchy.as_ref()
    }
}

/// What a way is judged by.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum By {
    /// The quickest.
    #[default]
    Time,
    /// The shortest on the road.
    Distance,
}

/// Who goes, and how it is judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Who.
    pub vehicle: Arc<Vehicle>,
    /// In which weather: an id of the speed table.
    pub weather: String,
    /// Judged by what.
    pub by: By,
    /// From a place to the road, on foot, km/h in this weather.
    pub access_kmh: f64,
    /// What is done without a road.
    pub straight: Straight,
}

/// A way guessed from the straight distance, where there is no road to know it by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guess {
    /// The geodesic distance, metres.
    pub straight_m: f64,
    /// How much longer the way is taken to be.
    pub factor: f64,
    /// Milliseconds.
    pub ms: u32,
}

impl Profile {
    /// A vehicle and a weather of a table, by id.
    ///
    /// # Errors
    /// The id that the table does not know.
    pub fn of(table: &SpeedTable, vehicle: &str, weather: &str, by: By) -> Result<Self, String> {
        let found = table.vehicle(vehicle).ok_or_else(|| vehicle.to_owned())?;
        let weather = table.weather(weather).ok_or_else(|| weather.to_owned())?.id.clone();
        let foot = table.vehicle("foot").map_or(1.0, |foot| foot.weather_factor(&weather));
        let (access_kmh, straight) = (table.access.kmh * foot, table.straight.clone());
        Ok(Self { vehicle: found.clone(), weather, by, access_kmh, straight })
    }

    /// The way guessed from a straight distance.
    pub fn guess(&self, straight_m: f64, in_mountains: bool) -> Guess {
        let factor = if in_mountains { self.straight.mountain } else { self.straight.plain };
        let slowest = self.vehicle.speed.values().copied().fold(f64::INFINITY, f64::min);
        let kmh = self.vehicle.speed.get(&self.straight.class).copied().unwrap_or(slowest);
        let kmh = kmh * self.vehicle.weather_factor(&self.weather);
        Guess { straight_m, factor, ms: ms(straight_m * factor, kmh) }
    }

    /// Milliseconds on foot over a straight distance off the road.
    pub fn access_ms(&self, metres: f64) -> u32 {
        ms(metres, self.access_kmh)
    }
}

fn ms(metres: f64, kmh: f64) -> u32 {
    rounded(metres / kmh * 3_600.0)
}

/// A cost as the hierarchy takes it: never nothing, never past the end.
fn rounded(cost: f64) -> u32 {
    if cost.is_finite() { (cost.round() as u32).clamp(1, NO_WAY - 1) } else { NO_WAY }
}

/// A network for one vehicle in one weather, under closures.
pub struct Ways {
    network: Arc<Network>,
    profile: Profile,
    /// Those that bar the vehicle.
    closures: Vec<Closure>,
    cuts: Cuts,
    idle: Vec<usize>,
    open: Arc<Open>,
    /// The cost by way, cut edges being no way.
    cut: Vec<u32>,
    /// The same in the order of [`Graph::arcs`].
    outward: Vec<u32>,
    metric: Option<Metric>,
}

/// What holds of a network and a vehicle whatever is closed.
struct Open {
    /// Milliseconds by way.
    ms: Vec<u32>,
    /// The cost by way.
    cost: Vec<u32>,
    /// Which edges are in the main part.
    main: Vec<bool>,
}

impl std::fmt::Debug for Ways {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Ways")
            .field("profile", &self.profile)
            .field("closures", &self.closures)
            .finish_non_exhaustive()
    }
}

impl Ways {
    /// A network for a profile, under those of the closures that bar its vehicle.
    pub fn new(network: Arc<Network>, profile: Profile, closures: Vec<Closure>) -> Self {
        let (ms, cost) = costs(network.graph(), &profile);
        let main = main_part(network.graph(), &cost);
        Self::closed(network, profile, Arc::new(Open { ms, cost, main }), closures)
    }

    fn closed(network: Arc<Network>, profile: Profile, open: Arc<Open>, closures: Vec<Closure>) -> Self {
        let graph = network.graph();
        let closures: Vec<Closure> = closures.into_iter().filter(|closure| closure.bars(&profile.vehicle)).collect();
        let (cuts, idle) = cut::cuts(graph, network.segments(), &closures);
        let mut cut = open.cost.clone();
        for (edge, _) in cuts.edges() {
            cut.iter_mut().skip(2 * edge as usize).take(2).for_each(|cost| *cost = NO_WAY);
        }
        let outward = outward(graph, &cut);
        let metric = network.hierarchy().map(|hierarchy| hierarchy.customize(&outward));
        Self { network, profile, closures, cuts, idle, open, cut, outward, metric }
    }

    /// As [`Self::new`], with times known from elsewhere in place of the speed table's: milliseconds by way,
    /// [`NO_WAY`] where there is none. Ways without a time are no ways.
    pub fn timed(network: Arc<Network>, profile: Profile, ms: Vec<u32>, closures: Vec<Closure>) -> Self {
        let mut ms = ms;
        ms.resize(2 * network.graph().edge_count(), NO_WAY);
        let main = main_part(network.graph(), &ms);
        Self::closed(network, profile, Arc::new(Open { cost: ms.clone(), ms, main }), closures)
    }

    /// The same vehicle under other closures: nothing is prepared anew but the costs.
    #[must_use]
    pub fn under(&self, closures: Vec<Closure>) -> Self {
        Self::closed(self.network.clone(), self.profile.clone(), self.open.clone(), closures)
    }

    /// The network.
    pub const fn network(&self) -> &Arc<Network> {
        &self.network
    }

    /// Its graph.
    pub fn graph(&self) -> &Graph {
        self.network.graph()
    }

    /// Who goes.
    pub const fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The closures that bar its vehicle.
    pub fn closures(&self) -> &[Closure] {
        &self.closures
    }

    /// Where they cut.
    pub const fn cuts(&self) -> &Cuts {
        &self.cuts
    }

    /// Those of [`Self::closures`] that touch no road, by their places.
    pub fn idle(&self) -> &[usize] {
        &self.idle
    }

    /// The cost of each way (see [`crate::domain::network::Arc::way`]), [`NO_WAY`] where it is cut or not open to
    /// the vehicle: milliseconds, or millimetres when judged by distance.
    pub fn costs(&self) -> &[u32] {
        &self.cut
    }

    /// As [`Self::costs`], as if nothing were closed.
    pub fn open_costs(&self) -> &[u32] {
        &self.open.cost
    }

    /// Milliseconds of each way, as if nothing were closed.
    pub fn open_ms(&self) -> &[u32] {
        &self.open.ms
    }

    /// [`Self::costs`] in the order of [`Graph::arcs`].
    pub fn outward_costs(&self) -> &[u32] {
        &self.outward
    }

    pub(super) fn hierarchy(&self) -> Option<(&Cch, &Metric)> {
        self.network.hierarchy().zip(self.metric.as_ref())
    }

    /// Whether the vehicle may use an edge in either direction, closures apart.
    pub fn may_use(&self, edge: u32) -> bool {
        let ways = self.open.cost.iter().skip(2 * edge as usize).take(2);
        ways.copied().any(|cost| cost < NO_WAY)
    }

    /// The place on the road that a place is reached from: the nearest one open to the vehicle, closures apart. Of
    /// an island of roads only where the main network is over 200 m farther. `None` without any road.
    pub fn snap(&self, from: Position) -> Option<crate::domain::network::Snap> {
        let segments = self.network.segments();
        let nearest = segments.nearest(self.graph(), from, |edge| self.may_use(edge))?;
        if self.is_main(nearest.edge) {
            return Some(nearest);
        }
        let main = segments.nearest(self.graph(), from, |edge| self.may_use(edge) && self.is_main(edge));
        Some(main.filter(|main| main.access_m <= nearest.access_m + ISLAND_M).unwrap_or(nearest))
    }

    fn is_main(&self, edge: u32) -> bool {
        self.open.main.get(edge as usize).copied().unwrap_or(false)
    }
}

/// Milliseconds and costs by way, [`NO_WAY`] where the vehicle may not go.
fn costs(graph: &Graph, profile: &Profile) -> (Vec<u32>, Vec<u32>) {
    use crate::domain::network::OneWay;
    let vehicle = &profile.vehicle;
    let speeds: Vec<[Option<f64>; 2]> = graph
        .roads()
        .iter()
        .map(|road| {
            let Some([forward, backward]) = vehicle.speed_kmh(road, &profile.weather) else { return [None; 2] };
            match road.oneway {
                OneWay::Forward if vehicle.oneway => [Some(forward), None],
                OneWay::Backward if vehicle.oneway => [None, Some(backward)],
                _ => [Some(forward), Some(backward)],
            }
        })
        .collect();
    let mut times = Vec::with_capacity(2 * graph.edge_count());
    let mut costs = Vec::with_capacity(2 * graph.edge_count());
    for edge in graph.edges() {
        for kmh in speeds.get(edge.road as usize).copied().unwrap_or([None; 2]) {
            let time = kmh.map_or(NO_WAY, |kmh| ms(edge.length_m, kmh));
            times.push(time);
            costs.push(match profile.by {
                By::Distance if time < NO_WAY => rounded(edge.length_m * 1_000.0),
                _ => time,
            });
        }
    }
    (times, costs)
}

/// Which edges are in the largest part of the network from everywhere of which one can go everywhere.
fn main_part(graph: &Graph, open: &[u32]) -> Vec<bool> {
    let part = strong_parts(graph, &outward(graph, open));
    let mut sizes = vec![0_usize; part.iter().max().map_or(0, |most| *most as usize + 1)];
    for part in &part {
        if let Some(size) = sizes.get_mut(*part as usize) {
            *size += 1;
        }
    }
    // Of two as large the first.
    let largest = (0_u32..).zip(&sizes).max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(&a.0))).map(|(part, _)| part);
    let inside = |node: u32| part.get(node as usize).copied() == largest;
    graph.edges().iter().map(|edge| inside(edge.from) && inside(edge.to)).collect()
}
