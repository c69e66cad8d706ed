//! Ways and nodes become roads: vertices kept exactly, shared nodes shared vertices, and nothing invented where a
//! node is not there.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use geo_types::LineString;

use crate::{
    domain::network::Road,
    io::import::{
        osm::element::{Spot, Taken, Way},
        roads::LeftOut,
    },
};

/// A vertex on its way: which node, and where.
type Vertex = (i64, Spot);

/// A stretch of a way whose nodes are all known.
struct Run {
    way: i64,
    road: Road,
    vertices: Vec<Vertex>,
}

/// The roads, in the order of the file, and what is left out.
pub fn roads(taken: Taken<'_>) -> (Vec<Road>, LeftOut) {
    let Taken { nodes, ways, mut left_out, .. } = taken;
    let nodes = Nodes::new(nodes, &mut left_out);
    let mut seen = HashSet::new();
    let mut runs: Vec<Run> = Vec::new();
    for way in ways {
        let name = format!("way/{}", way.id);
        if !seen.insert(way.id) {
            left_out.add("duplicate_way", name);
            continue;
        }
        let found = nodes.runs(&way, &name, &mut left_out);
        runs.extend(found.into_iter().map(|vertices| Run { way: way.id, road: way.road.clone(), vertices }));
    }
    drop_twins(&mut runs, &mut left_out);
    part(&mut runs, &mut left_out);
    let road = |run: Run| Road {
        line: LineString(run.vertices.into_iter().map(|(_, spot)| spot.degrees()).collect()),
        ..run.road
    };
    (runs.into_iter().map(road).collect(), left_out)
}

/// The nodes by id.
struct Nodes(Vec<(i64, Spot)>);

impl Nodes {
    /// Of a node that stands twice the later counts, as in a file with history.
    fn new(mut nodes: Vec<(i64, Spot)>, left_out: &mut LeftOut) -> Self {
        nodes.reverse();
        nodes.sort_by_key(|(id, _)| *id);
        nodes.dedup_by(|next, kept| {
            let twice = next.0 == kept.0;
            if twice {
                left_out.add("duplicate_node", format!("node/{}", kept.0));
            }
            twice
        });
        Self(nodes)
    }

    fn get(&self, id: i64) -> Option<Spot> {
        let at = self.0.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        self.0.get(at).map(|(_, spot)| *spot)
    }

    /// The stretches of a way whose nodes are known, each of two vertices or more.
    fn runs(&self, way: &Way, name: &str, left_out: &mut LeftOut) -> Vec<Vec<Vertex>> {
        let (mut runs, mut run): (Vec<Vec<Vertex>>, Vec<Vertex>) = (Vec::new(), Vec::new());
        let (mut missing, mut repeated) = (false, false);
        for id in &way.refs {
            let Some(spot) = self.get(*id) else {
                missing = true;
                runs.push(std::mem::take(&mut run));
                continue;
            };
            // The same place again, be it another node: a length of nothing.
            if run.last().is_some_and(|(_, before)| *before == spot) {
                repeated = true;
                continue;
            }
            run.push((*id, spot));
        }
        runs.push(run);
        runs.retain(|run| run.len() >= 2);
        if repeated {
            left_out.add("repeated_vertex", name.to_owned());
        }
        match (missing, runs.is_empty()) {
            (true, true) => left_out.add("nodes_missing", name.to_owned()),
            (true, false) => left_out.add("cut_at_missing_node", name.to_owned()),
            (false, true) => left_out.add("no_length", name.to_owned()),
            (false, false) => {}
        }
        runs
    }
}

/// A second road along the very same nodes that says the same is no second road.
fn drop_twins(runs: &mut Vec<Run>, left_out: &mut LeftOut) {
    let mut by_nodes: HashMap<Vec<i64>, Vec<usize>> = HashMap::new();
    let mut twins = Vec::with_capacity(runs.len());
    for (at, run) in runs.iter().enumerate() {
        let same = by_nodes.entry(run.vertices.iter().map(|(id, _)| *id).collect()).or_default();
        let is_twin = same.iter().filter_map(|at| runs.get(*at)).any(|other| other.road == run.road);
        if is_twin {
            left_out.add("duplicate_way", format!("way/{}", run.way));
        }
        same.push(at);
        twins.push(is_twin);
    }
    let mut twins = twins.into_iter();
    runs.retain(|_| !twins.next().unwrap_or(false));
}

/// Where a road runs: what lies on other levels at the same place does not meet it.
fn storey(road: &Road) -> i64 {
    match (road.level, road.bridge, road.tunnel) {
        (0, true, _) => 1,
        (0, _, true) => -1,
        (level, _, _) => level,
    }
}

/// The places where several nodes lie, each with its nodes.
fn crowded(runs: &[Run]) -> BTreeMap<Spot, BTreeSet<i64>> {
    let (mut first, mut crowded) = (HashMap::new(), BTreeMap::<Spot, BTreeSet<i64>>::new());
    for (id, spot) in runs.iter().flat_map(|run| &run.vertices) {
        let held = *first.entry(*spot).or_insert(*id);
        if held != *id {
            crowded.entry(*spot).or_default().extend([held, *id]);
        }
    }
    crowded
}

/// Nodes of the very same place, one above the other: the later is moved north by 1e-7 degree, a centimetre, so that
/// their roads do not meet. Those of one level stay together.
fn part(runs: &mut [Run], left_out: &mut LeftOut) {
    let crowded = crowded(runs);
    if crowded.is_empty() {
        return;
    }
    let mut storeys: HashMap<i64, BTreeSet<i64>> =
        crowded.values().flatten().map(|id| (*id, BTreeSet::new())).collect();
    let mut used: HashSet<Spot> = HashSet::new();
    for run in runs.iter() {
        for (id, spot) in &run.vertices {
            used.insert(*spot);
            if let Some(levels) = storeys.get_mut(id) {
                levels.insert(storey(&run.road));
            }
        }
    }
    let mut moved: HashMap<i64, Spot> = HashMap::new();
    for (spot, ids) in crowded {
        let mut groups: Vec<(BTreeSet<i64>, Spot)> = Vec::new();
        for id in ids {
            let own = storeys.remove(&id).unwrap_or_default();
            if let Some((levels, place)) = groups.iter_mut().find(|(levels, _)| !levels.is_disjoint(&own)) {
                levels.extend(own);
                moved.insert(id, *place);
                continue;
            }
            let mut place = spot;
            while !groups.is_empty() && !used.insert(place) && place.lat_e7 < 900_000_000 {
                place.lat_e7 += 1;
            }
            if place != spot {
                left_out.add("parted_by_level", format!("node/{id}"));
            }
            groups.push((own, place));
            moved.insert(id, place);
        }
    }
    for (id, spot) in runs.iter_mut().flat_map(|run| &mut run.vertices) {
        if let Some(place) = moved.get(id) {
            *spot = *place;
        }
    }
}
