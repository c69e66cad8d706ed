//! What every command on the road network asks: who goes, in which weather, when.

use std::sync::Arc;

use clap::ValueEnum;
use jiff::Timestamp;
use serde::Serialize;

use crate::{
    app::{Going, Operation, Travel},
    cli::{Failure, Seat, seat::District},
    domain::{
        network::{self, By, Closure, Network, SpeedTable, Ways},
        query::Named,
    },
    io::assets,
};

/// Who goes, in which weather, when.
#[derive(Clone, Debug, clap::Args)]
pub struct GoingOptions {
    #[arg(long, value_name = "VEHICLE", default_value = "car")]
    pub(super) vehicle: String,
    #[arg(long, value_name = "WEATHER", default_value = "dry")]
    pub(super) weather: String,
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
}

/// Judged by what.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
pub enum Judged {
    /// The quickest.
    #[default]
    Time,
    /// The shortest on the road.
    Distance,
}

impl Judged {
    /// Its name on the command line and in the JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Distance => "distance",
        }
    }

    const fn by(self) -> By {
        match self {
            Self::Time => By::Time,
            Self::Distance => By::Distance,
        }
    }
}

/// The ways of who goes, and the table they are by.
#[derive(Debug)]
pub struct Roads {
    /// The ways.
    pub ways: Arc<Ways>,
    /// The speed table.
    pub table: Arc<SpeedTable>,
}

/// The ways that are asked for, in a district.
///
/// # Errors
/// When the speed table does not know who goes, or the time cannot be read.
pub fn roads(district: &District, options: &GoingOptions, by: Judged, seat: &Seat) -> Result<Roads, Failure> {
    let now = match &options.at {
        Some(text) => text.trim().parse::<Timestamp>().map_err(|_| seat.failure("cli-bad-time", &[("text", text)]))?,
        None => seat.clock.now(),
    };
    let table = known(options, seat)?;
    let going = Going { vehicle: options.vehicle.clone(), weather: options.weather.clone(), by: by.by() };
    let mut travel = Travel::new(table.clone());
    let ways = travel.ways(&district.world, Some(&district.path), &going, now);
    let ways = ways.map_err(|unknown| not_known(&unknown, &table, seat))?;
    Ok(Roads { ways, table })
}

/// The speed table, if it knows who goes.
///
/// # Errors
/// When it does not.
pub fn known(options: &GoingOptions, seat: &Seat) -> Result<Arc<SpeedTable>, Failure> {
    let table = table(seat)?;
    let unknown = [
        (table.vehicle(&options.vehicle).is_none(), &options.vehicle),
        (table.weather(&options.weather).is_none(), &options.weather),
    ];
    match unknown.into_iter().find(|(unknown, _)| *unknown) {
        Some((_, id)) => Err(not_known(id, &table, seat)),
        None => Ok(table),
    }
}

fn not_known(id: &str, table: &SpeedTable, seat: &Seat) -> Failure {
    let vehicles = table.vehicles.iter().map(|known| known.id.as_str());
    let weathers = table.weathers.iter().map(|known| known.id.as_str());
    let known: Vec<&str> = vehicles.chain(weathers).collect();
    seat.failure("travel-unknown", &[("text", id), ("known", &known.join(", "))])
}

fn table(seat: &Seat) -> Result<Arc<SpeedTable>, Failure> {
    let own = seat.folders.as_ref().map(crate::io::settings::Folders::speeds);
    let (table, problems) = assets::speeds(own.as_deref());
    seat.tell(&problems);
    table.map(Arc::new).ok_or_else(|| seat.failure::<&str>("travel-no-road", &[]))
}

/// Prepares the network of a district and has its order kept in the file: once, after an import.
pub fn keep(operation: &mut Operation) {
    let network = Arc::new(Network::new(network::roads(operation.world()), None));
    operation.keep_order(network.graph().fingerprint(), network);
}

/// A thing on the map that an answer names.
#[derive(Clone, Debug, Serialize)]
pub struct NamedJson<'a> {
    id: String,
    kind: &'a str,
    name: &'a str,
}

impl<'a> NamedJson<'a> {
    /// Of the closures that touch no road.
    pub fn idle(ways: &'a Ways) -> Vec<Self> {
        let idle = ways.idle().iter().filter_map(|at| ways.closures().get(*at));
        let one = |closure: &'a Closure| Self {
            id: closure.object.uid.to_string(),
            kind: closure.object.kind.as_str(),
            name: &closure.name,
        };
        idle.map(one).collect()
    }

    /// Of each.
    pub fn all(named: &'a [Named]) -> Vec<Self> {
        let one = |named: &'a Named| Self {
            id: named.object.uid.to_string(),
            kind: named.object.kind.as_str(),
            name: &named.name,
        };
        named.iter().map(one).collect()
    }
}

/// A place that was asked about.
#[derive(Clone, Debug, Serialize)]
pub struct PlaceJson<'a> {
    lon: f64,
    lat: f64,
    place: Option<&'a str>,
}

impl<'a> From<&'a crate::cli::place::Place> for PlaceJson<'a> {
    fn from(place: &'a crate::cli::place::Place) -> Self {
        Self { lon: place.position.lon(), lat: place.position.lat(), place: place.name.as_deref() }
    }
}
