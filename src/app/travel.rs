//! Travel on the road network: the network of a world and the ways of a vehicle, kept from question to question.

use std::{path::Path, sync::Arc};

use jiff::Timestamp;

use crate::{
    domain::{
        network::{By, Closure, Graph, Network, Profile, ROAD, SpeedTable, Ways, closures, roads},
        world::{Layer, World},
    },
    io::store,
};

/// How many vehicles' ways are kept.
const MOST_KEPT: usize = 6;

/// Who goes, by ids of the speed table.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Going {
    /// The vehicle.
    pub vehicle: String,
    /// The weather.
    pub weather: String,
    /// Judged by what.
    pub by: By,
}

impl Going {
    /// How people are moved if nothing else is said: by coach, in dry weather.
    pub fn of_people() -> Self {
        Self { vehicle: "coach".to_owned(), weather: "dry".to_owned(), by: By::Time }
    }

    /// A vehicle on a day like the table's first, by time.
    pub fn by(vehicle: &str, table: &SpeedTable) -> Self {
        let weather = table.weathers.first().map_or_else(String::new, |weather| weather.id.clone());
        Self { vehicle: vehicle.to_owned(), weather, by: By::Time }
    }
}

/// The network of a world and the ways of some vehicles. A closure added or taken away costs a moment, another
/// road a new preparation. Not for the window's thread.
#[derive(Debug)]
pub struct Travel {
    table: Arc<SpeedTable>,
    network: Option<(Layer, u64, Arc<Network>)>,
    ways: Vec<(Going, Arc<Ways>)>,
    /// The order made anew, to be kept in the file.
    made: Option<(u64, Arc<Network>)>,
}

impl Travel {
    /// With a speed table; nothing is prepared yet.
    pub const fn new(table: Arc<SpeedTable>) -> Self {
        Self { table, network: None, ways: Vec::new(), made: None }
    }

    /// Its speed table.
    pub const fn table(&self) -> &Arc<SpeedTable> {
        &self.table
    }

    /// The network of a world. `file`: where an order may be kept.
    pub fn network(&mut self, world: &World, file: Option<&Path>) -> Arc<Network> {
        let layer = world.layer(ROAD);
        if let Some(((known, _, network), layer)) = self.network.as_ref().zip(layer)
            && known.is_same(layer)
        {
            return network.clone();
        }
        let graph = Graph::new(roads(world));
        let fingerprint = graph.fingerprint();
        let before = self.network.as_ref().filter(|(_, known, _)| *known == fingerprint);
        let before = before.map(|(.., network)| network.order().to_vec());
        let kept = before.or_else(|| store::kept_order(file?, fingerprint).ok().flatten());
        let had = kept.clone();
        let network = Arc::new(Network::of(graph, kept));
        if had.as_deref() != Some(network.order()) {
            self.made = Some((fingerprint, network.clone()));
        }
        self.ways.clear();
        if let Some(layer) = layer {
            self.network = Some((layer.clone(), fingerprint, network.clone()));
        }
        network
    }

    /// The ways of who goes, under what is closed at a moment.
    ///
    /// # Errors
    /// The id that the speed table does not know.
    pub fn ways(
        &mut self,
        world: &World,
        file: Option<&Path>,
        going: &Going,
        now: Timestamp,
    ) -> Result<Arc<Ways>, String> {
        let network = self.network(world, file);
        let profile = Profile::of(&self.table, &going.vehicle, &going.weather, going.by)?;
        let closed: Vec<Closure> =
            closures(world, now).into_iter().filter(|closure| closure.bars(&profile.vehicle)).collect();
        let place = self.ways.iter().position(|(known, _)| known == going);
        let known = place.map(|place| self.ways.remove(place).1);
        let ways = match known {
            Some(ways) if ways.closures() == closed => ways,
            Some(ways) => Arc::new(ways.under(closed)),
            None => Arc::new(Ways::new(network, profile, closed)),
        };
        self.ways.push((going.clone(), ways.clone()));
        if self.ways.len() > MOST_KEPT {
            self.ways.remove(0);
        }
        Ok(ways)
    }

    /// The order that was made anew since it was last asked, and its network's fingerprint: to be kept in the file.
    pub fn to_keep(&mut self) -> Option<(u64, Arc<Network>)> {
        self.made.take()
    }
}
