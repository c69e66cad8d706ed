//! The rain of a district at a moment: at its stations, over its townships, and what it asks of its villages.

use std::{collections::BTreeMap, sync::Arc};

use geo_types::Geometry;
use jiff::Timestamp;

use crate::domain::{
    catalogue::{FieldType, Kind},
    hazard::rain::{
        forecast::Forecast,
        grade::Grade,
        series::{Amount, HOURLY, RainSeries, Sum, Sums, WINDOWS_HOURS},
        thiessen::weights,
        village,
        warning::{Call, Thresholds, Verdict},
    },
    model::{Object, ObjectRef},
    place::{Position, middle_of},
    query::{name_of, object_ref},
    world::World,
};

/// The kind of the townships, and that of the villages.
const TOWNSHIP: &str = "township";
pub(super) const VILLAGE: &str = "village";

/// Hours of amounts that a standing wants before the moment it is asked about: the longest window, and as much again
/// for a station that is late, and for what was measured before a forecast.
pub const AMOUNTS_HOURS: i64 = 74;

/// The rain of a district.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rain {
    /// At each station, where most fell in 24 hours first, silent ones last.
    pub stations: Vec<StationRain>,
    /// Over each township, where most fell in 24 hours first.
    pub townships: Vec<TownshipRain>,
    /// What it asks of each village that has a threshold, the most urgent first.
    pub villages: Vec<VillageRain>,
    /// The same of danger zones, and of whatever else has thresholds of its own.
    pub zones: Vec<VillageRain>,
}

/// The rain at a station.
#[derive(Clone, Debug, PartialEq)]
pub struct StationRain {
    /// Which.
    pub object: ObjectRef,
    /// Its name.
    pub name: String,
    /// Its township, as the register says.
    pub township: Option<Arc<str>>,
    /// Where it stands.
    pub at: Option<Position>,
    /// What it measured up to the moment asked about.
    pub series: RainSeries,
    /// Its sums; `None`: it never measured, or is silent.
    pub sums: Option<Sums>,
}

/// Mean rain over a township (面雨量).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// How much, mm; at least so much where it is not whole.
    pub mm: f64,
    /// The measured share of the window, weighed like the rain.
    pub share: f64,
    /// How many stations it rests on.
    pub stations: usize,
}

/// The rain over a township.
#[derive(Clone, Debug, PartialEq)]
pub struct TownshipRain {
    /// Which.
    pub object: ObjectRef,
    /// Its name.
    pub name: String,
    /// Over [`WINDOWS_HOURS`]; `None`: no station measured it.
    pub means: [Option<Mean>; WINDOWS_HOURS.len()],
    /// Since the event began, when that is asked.
    pub since: Option<Mean>,
    /// The station in it with the most in 24 hours, by its place among the stations, and how much, mm.
    pub most: Option<(usize, Sum)>,
    /// How many stations the register has in it, and how many of them say nothing now.
    pub stations: usize,
    /// Of those, how many are silent.
    pub silent: usize,
    /// What is forecast and still to come.
    pub forecast: Option<Forecast>,
}

/// What rain asks of a village, or of a danger zone.
#[derive(Clone, Debug, PartialEq)]
pub struct VillageRain {
    /// Which.
    pub object: ObjectRef,
    /// Its name.
    pub name: String,
    /// Its township.
    pub township: Option<Arc<str>>,
    /// From which rain on.
    pub thresholds: Thresholds,
    /// What the rain that fell asks.
    pub observed: Verdict,
    /// What is asked when the rain falls that is forecast too; `None`: nothing is forecast.
    pub expected: Option<Verdict>,
    /// Whose rain: a station, by its place among the stations, and how far it is, m; `None`: the township's mean.
    pub station: Option<(usize, f64)>,
}

/// The rain of a world at a moment.
///
/// `since`: when the event began, for sums from then on. `amounts`: what a station measured, at least over the last
/// [`AMOUNTS_HOURS`] and since `since`. What the register says of a station belongs to it too.
pub fn rain(
    world: &World,
    at: Timestamp,
    since: Option<Timestamp>,
    mut amounts: impl FnMut(&ObjectRef) -> Vec<Amount>,
) -> Rain {
    let mut stations = Vec::new();
    for layer in world.layers().filter(|layer| is_station(layer.kind())) {
        let kind = layer.kind();
        let station = |object: &Arc<Object>| {
            let of = object_ref(object);
            let series = RainSeries::new(amounts(&of).into_iter().chain(registered(kind, object))).until(at);
            StationRain {
                sums: Sums::at(&series, at, since),
                name: name_of(kind, object),
                township: township_of(kind, object),
                at: object.geometry.as_ref().and_then(middle_of),
                series,
                object: of,
            }
        };
        stations.extend(layer.objects().map(station));
    }
    let fell = |station: &StationRain| station.in_24h().and_then(|sum| sum.known()).unwrap_or(-1.0);
    stations.sort_by(|a, b| fell(b).total_cmp(&fell(a)).then_with(|| a.object.cmp(&b.object)));
    let townships = townships(world, &stations, at);
    let (villages, zones) = village::judged(world, &stations, &townships);
    Rain { stations, townships, villages, zones }
}

/// Whether a kind is one of rain stations.
pub fn is_station(kind: &Kind) -> bool {
    let is_time = kind.field("rain_time").is_some_and(|field| field.field_type == FieldType::Time);
    is_time && kind.index("rain_1h_mm").is_some()
}

/// What the register says of a station, as amounts.
pub fn registered(kind: &Kind, object: &Object) -> Vec<Amount> {
    let value = |field: &str| kind.index(field).map(|index| object.value(index));
    let Some(end) = value("rain_time").and_then(|time| time.as_time()) else { return Vec::new() };
    let fields = [("rain_1h_mm", HOURLY), ("rain_3h_mm", 3 * HOURLY), ("rain_24h_mm", 24 * HOURLY)];
    let amount = |(field, minutes): (&str, u32)| Some(Amount { end, minutes, mm: value(field)?.as_number()? });
    fields.into_iter().filter_map(amount).collect()
}

pub(super) fn township_of(kind: &Kind, object: &Object) -> Option<Arc<str>> {
    let name = object.value(kind.index("township")?).as_text()?.trim();
    (!name.is_empty()).then(|| Arc::from(name))
}

/// The areas and names of the townships, with what the rest is worked out from.
fn townships(world: &World, stations: &[StationRain], at: Timestamp) -> Vec<TownshipRain> {
    let Some(layer) = world.layer(TOWNSHIP) else { return Vec::new() };
    let kind = layer.kind();
    let with_area =
        |object: &&Arc<Object>| matches!(object.geometry, Some(Geometry::Polygon(_) | Geometry::MultiPolygon(_)));
    let objects: Vec<&Arc<Object>> = layer.objects().filter(with_area).collect();
    let areas: Vec<&Geometry> = objects.iter().filter_map(|object| object.geometry.as_ref()).collect();
    let mut means = Means { areas: &areas, stations, known: BTreeMap::new() };
    let windows = WINDOWS_HOURS.map(|hours| means.over(|sums| sums.of(hours)));
    let since = means.over(|sums| sums.since);
    let mut rows: Vec<TownshipRain> = Vec::new();
    for (place, object) in objects.into_iter().enumerate() {
        let name = name_of(kind, object);
        let own = || stations.iter().enumerate().filter(|(_, station)| station.township.as_deref() == Some(&*name));
        let sums = own().filter_map(|(at, station)| Some((at, station.in_24h()?)));
        rows.push(TownshipRain {
            object: object_ref(object),
            means: windows.each_ref().map(|means| means.get(place).copied().flatten()),
            since: since.get(place).copied().flatten(),
            // The first of the stations that are sorted by it.
            most: sums.filter(|(_, sum)| sum.known().is_some()).min_by_key(|(at, _)| *at),
            stations: own().count(),
            silent: own().filter(|(_, station)| station.sums.is_none()).count(),
            forecast: Forecast::of(kind, object).and_then(|forecast| forecast.in_force(at)),
            name,
        });
    }
    let fell = |row: &TownshipRain| row.in_24h().map_or(-1.0, |mean| mean.mm);
    rows.sort_by(|a, b| fell(b).total_cmp(&fell(a)).then_with(|| a.name.cmp(&b.name)));
    rows
}

/// Means over areas; the weights of a set of stations are worked out once.
struct Means<'a> {
    areas: &'a [&'a Geometry],
    stations: &'a [StationRain],
    known: BTreeMap<Vec<usize>, Vec<Vec<(usize, f64)>>>,
}

impl Means<'_> {
    /// The mean of each area by the stations whose sum stands for its window.
    fn over(&mut self, of: impl Fn(&Sums) -> Option<Sum>) -> Vec<Option<Mean>> {
        let sum = |station: &StationRain| {
            let sum = of(station.sums.as_ref()?).filter(Sum::is_enough)?;
            Some((station.at?, sum))
        };
        let counted: Vec<(usize, Position, Sum)> = self
            .stations
            .iter()
            .enumerate()
            .filter_map(|(place, station)| sum(station).map(|(at, sum)| (place, at, sum)))
            .collect();
        let set: Vec<usize> = counted.iter().map(|(place, ..)| *place).collect();
        let sites = || counted.iter().map(|(_, at, _)| *at).collect::<Vec<_>>();
        let weights = self.known.entry(set).or_insert_with(|| weights(self.areas, &sites()));
        let mean = |shares: &Vec<(usize, f64)>| {
            let parts = shares.iter().filter_map(|(site, share)| Some((counted.get(*site)?.2, *share)));
            let empty = Mean { mm: 0.0, share: 0.0, stations: 0 };
            let mean = parts.fold(empty, |mean, (sum, share)| Mean {
                mm: mean.mm + share * sum.mm,
                share: mean.share + share * sum.share(),
                stations: mean.stations + 1,
            });
            (mean.stations > 0).then_some(mean)
        };
        weights.iter().map(mean).collect()
    }
}

impl StationRain {
    /// Its sum over 24 hours.
    pub fn in_24h(&self) -> Option<Sum> {
        self.sums?.of(24)
    }

    /// The grade of 24 hours; `None` when they are not whole, unless what is known reaches a grade of storms already.
    pub fn grade(&self) -> Option<Grade> {
        graded(self.in_24h().map(|sum| (sum.mm, sum.is_whole())))
    }
}

impl TownshipRain {
    /// Its mean over so many hours.
    pub fn mean(&self, hours: u32) -> Option<Mean> {
        let place = WINDOWS_HOURS.iter().position(|window| *window == hours)?;
        self.means.get(place).copied().flatten()
    }

    /// Its mean over 24 hours.
    pub fn in_24h(&self) -> Option<Mean> {
        self.mean(24)
    }

    /// The grade of 24 hours, as [`StationRain::grade`].
    pub fn grade(&self) -> Option<Grade> {
        graded(self.in_24h().map(|mean| (mean.mm, mean.is_whole())))
    }
}

fn graded(of: Option<(f64, bool)>) -> Option<Grade> {
    let (mm, is_whole) = of?;
    let grade = Grade::of_24h(mm);
    (is_whole || grade >= Grade::Rainstorm).then_some(grade)
}

impl Mean {
    /// Whether all of the window was measured at all its stations.
    pub fn is_whole(&self) -> bool {
        self.share >= 1.0 - 1e-9
    }
}

impl Rain {
    /// All that is judged: villages, then danger zones.
    pub fn judged(&self) -> impl Iterator<Item = &VillageRain> {
        self.villages.iter().chain(&self.zones)
    }
}

impl VillageRain {
    /// The graver of what the rain that fell asks, and what that to come does.
    pub fn gravest(&self) -> Call {
        self.expected.map_or(self.observed.call, |expected| expected.call.max(self.observed.call))
    }
}
