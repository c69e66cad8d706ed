//! What both OSM readers give: nodes and those ways that may be roads, bounded.

use std::{borrow::Cow, ops::ControlFlow};

use crate::{
    domain::network::Road,
    io::import::{
        error::ImportError,
        limits::{MAX_OSM_NODES, MAX_OSM_REFS, MAX_OSM_WAYS},
        osm::tags,
        roads::LeftOut,
    },
};

/// A place on OSM's own grid of 1e-7 degree, on which all its nodes lie.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Spot {
    /// Longitude in 1e-7 degree.
    pub lon_e7: i32,
    /// Latitude in 1e-7 degree.
    pub lat_e7: i32,
}

impl Spot {
    /// The spot of whole numbers of 1e-7 degree; `None`: no place on Earth.
    pub fn new(lon_e7: i64, lat_e7: i64) -> Option<Self> {
        let on_earth =
            (-1_800_000_000..=1_800_000_000).contains(&lon_e7) && (-900_000_000..=900_000_000).contains(&lat_e7);
        on_earth.then_some(Self { lon_e7: lon_e7 as i32, lat_e7: lat_e7 as i32 })
    }

    /// As degrees: the number next to the decimal text.
    pub fn degrees(self) -> geo_types::Coord {
        geo_types::Coord { x: f64::from(self.lon_e7) / 1e7, y: f64::from(self.lat_e7) / 1e7 }
    }
}

/// A way that is a road.
#[derive(Clone, Debug)]
pub struct Way {
    /// Its id.
    pub id: i64,
    /// The ids of its nodes.
    pub refs: Vec<i64>,
    /// All of the road but its line and its uid.
    pub road: Road,
}

/// The tags of an element, in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Tags<'a>(pub Vec<(Cow<'a, str>, Cow<'a, str>)>);

impl Tags<'_> {
    /// The value of a key, trimmed; `None` where there is none or it is empty.
    pub fn get(&self, key: &str) -> Option<&str> {
        let value = self.0.iter().find(|(known, _)| known == key).map(|(_, value)| value.trim());
        value.filter(|value| !value.is_empty())
    }

    /// Whether a key has this value.
    pub fn is(&self, key: &str, value: &str) -> bool {
        self.get(key) == Some(value)
    }
}

/// What is taken from a file as it is read.
pub struct Taken<'a> {
    /// Nodes with their places, in the order of the file.
    pub nodes: Vec<(i64, Spot)>,
    /// The roads.
    pub ways: Vec<Way>,
    /// What is left out.
    pub left_out: LeftOut,
    refs: u64,
    progress: &'a dyn Fn(u64) -> ControlFlow<()>,
}

impl<'a> Taken<'a> {
    /// Nothing yet. `progress` hears of every so many elements and may stop it.
    pub fn new(progress: &'a dyn Fn(u64) -> ControlFlow<()>) -> Self {
        Self { nodes: Vec::new(), ways: Vec::new(), left_out: LeftOut::default(), refs: 0, progress }
    }

    /// A node; no place on Earth: counted.
    pub fn node(&mut self, id: i64, spot: Option<Spot>) -> Result<(), ImportError> {
        match spot {
            Some(spot) => self.nodes.push((id, spot)),
            None => self.left_out.add("node_out_of_range", format!("node/{id}")),
        }
        let found = self.nodes.len() as u64;
        if found > MAX_OSM_NODES {
            return Err(ImportError::too_large("nodes", found, MAX_OSM_NODES));
        }
        self.heard(found)
    }

    /// A way.
    pub fn way(&mut self, id: i64, refs: Vec<i64>, tags: &Tags<'_>) -> Result<(), ImportError> {
        match tags::road(tags) {
            Ok(None) => {}
            Ok(Some(road)) => {
                self.refs += refs.len() as u64;
                self.ways.push(Way { id, refs, road });
            }
            Err(reason) => self.left_out.add(reason, format!("way/{id}")),
        }
        if self.ways.len() as u64 > MAX_OSM_WAYS {
            return Err(ImportError::too_large("ways", self.ways.len() as u64, MAX_OSM_WAYS));
        }
        if self.refs > MAX_OSM_REFS {
            return Err(ImportError::too_large("vertices", self.refs, MAX_OSM_REFS));
        }
        self.heard(self.ways.len() as u64)
    }

    /// An element that its file says is deleted.
    pub fn deleted(&mut self, kind: &str, id: i64) {
        self.left_out.add("deleted", format!("{kind}/{id}"));
    }

    /// A relation: turn restrictions and routes are not read.
    pub fn relation(&mut self, id: i64) {
        self.left_out.add("relation", format!("relation/{id}"));
    }

    /// Says how far it is, every so many elements.
    pub fn heard(&self, count: u64) -> Result<(), ImportError> {
        let often = count.is_multiple_of(65_536);
        if often && (self.progress)(self.nodes.len() as u64 + self.ways.len() as u64).is_break() {
            return Err(ImportError::Cancelled);
        }
        Ok(())
    }
}
