//! Bridges: each stretch of a road over a river is a road of its own, with a name. And a tunnel.

use std::collections::BTreeSet;

use crate::demo::{
    network::{
        Signs, Span,
        net::{Box4, Net, crossing, grown, meets, split, stations, stretches},
    },
    shape::{Spot, apart_m, bounds, cross, metres},
    terrain,
    villages::Village,
    water::RIVERS,
};

/// A stretch of a river with one width.
#[derive(Debug)]
struct Reach {
    bounds: Box4,
    line: Vec<Spot>,
    width_m: f64,
    name: String,
}

/// Streams are bridged from this width on, metres; smaller ones run through a culvert.
const STREAM_M: f64 = 9.0;

/// What a bridge has on either side beyond the water, metres, and how far two may be apart to be one.
const BANK_M: f64 = 14.0;
const ONE_M: f64 = 40.0;

/// No bridge is longer than this beyond its river's width, metres, however slantwise it crosses.
const SLANT_M: f64 = 90.0;

/// What roads cross, and the names of bridges.
#[derive(Debug)]
pub(super) struct Crossings {
    reaches: Vec<Reach>,
    villages: Vec<(Spot, String)>,
    used: BTreeSet<String>,
}

/// A stretch of a way over water.
#[derive(Clone, Debug)]
struct Over {
    from_m: f64,
    to_m: f64,
    /// Where it is over the middle of the water.
    spot: Spot,
    width_m: f64,
    river: String,
}

impl Crossings {
    pub(super) fn new(villages: &[Village]) -> Self {
        let mut reaches = Vec::new();
        for river in RIVERS.iter() {
            let last = river.whole.len().saturating_sub(1).max(1);
            for from in (0..last).step_by(8) {
                let line: Vec<Spot> = river.whole.iter().skip(from).take(9).copied().collect();
                let share = (from + 4).min(last) as f64 / last as f64;
                let width_m = river.source_width_m + (river.width_m - river.source_width_m) * share;
                reaches.push(Reach { bounds: bounds(&line), line, width_m, name: river.name.to_owned() });
            }
        }
        for stream in terrain::STREAMS.iter().filter(|stream| stream.width_m >= STREAM_M) {
            let (line, width_m) = (stream.line.clone(), stream.width_m);
            // Streams have no names of their own: a bridge over one is called after its village alone.
            reaches.push(Reach { bounds: bounds(&line), line, width_m, name: String::new() });
        }
        let villages = villages.iter().map(|village| (village.spot, village.stem().to_owned())).collect();
        Self { reaches, villages, used: BTreeSet::new() }
    }

    /// The rivers that a line crosses: which stretch of the line, where, and the river.
    fn over<'a>(&'a self, line: &'a [Spot]) -> impl Iterator<Item = (usize, Spot, f64, &'a Reach)> + 'a {
        stretches(line).enumerate().flat_map(move |(at, (a, b))| {
            let area = bounds(&[a, b]);
            let near = self.reaches.iter().filter(move |reach| meets(&reach.bounds, &area));
            near.flat_map(move |reach| {
                let hits = stretches(&reach.line).filter(move |part| cross((a, b), *part));
                hits.map(move |part| (at, crossing((a, b), part), slant((a, b), part), reach))
            })
        })
    }

    /// The width of the widest river that a line crosses, 0 when it crosses none.
    pub(super) fn widest_m(&self, line: &[Spot]) -> f64 {
        self.over(line).map(|(.., reach)| reach.width_m).fold(0.0, f64::max)
    }

    /// Whether a place is in a river or on its bank.
    pub(super) fn is_wet(&self, spot: Spot) -> bool {
        let reach_m = |reach: &Reach| reach.width_m / 2.0 + 6.0;
        let here = |reach: &&Reach| {
            let area = grown(reach.bounds, reach_m(reach));
            crate::demo::shape::in_box(&area, spot, 0.0)
                && crate::demo::shape::from_line_m(spot, &reach.line).0 < reach_m(reach)
        };
        self.reaches.iter().any(|reach| here(&reach))
    }

    /// Makes bridges of the stretches of a way that are over water.
    pub(super) fn span(&mut self, net: &mut Net, at: usize) {
        let Some(way) = net.ways.get(at).cloned() else { return };
        let spans = self.spans(net, at, &way.line);
        for over in spans.into_iter().rev() {
            let name = self.name(&over, way.signs.class);
            let small = match way.signs.class {
                "village" | "township" => Some(if over.width_m < 25.0 { 10.0 } else { 20.0 }),
                "mountain" => Some(if way.village.is_some() { 10.0 } else { 30.0 }),
                _ => None,
            };
            let level = if way.signs.level == 0 { 1 } else { way.signs.level };
            let signs = Signs { level, max_weight_t: small, ..way.signs.clone() };
            net.cut(at, over.from_m, over.to_m, (signs, Span::Bridge(name.clone())));
            let made = net.ways.iter().rposition(|way| way.is_bridge(&name));
            made.into_iter().for_each(|made| heads(net, made));
        }
    }

    /// Where a way is over water, in its order; near ones are one.
    fn spans(&self, net: &Net, at: usize, line: &[Spot]) -> Vec<Over> {
        let stations = stations(line);
        let whole = stations.last().copied().unwrap_or(0.0);
        if self.over(line).next().is_none() {
            return Vec::new();
        }
        let joints: Vec<f64> = net.joints(at).iter().filter_map(|spot| station(line, &stations, *spot)).collect();
        let mut spans: Vec<Over> = Vec::new();
        for (part, spot, slant, reach) in self.over(line) {
            let Some((start, from)) = line.get(part).zip(stations.get(part)) else { continue };
            let here = from + apart_m(*start, spot);
            let half = (reach.width_m / 2.0 / slant).min(reach.width_m / 2.0 + SLANT_M);
            let (mut low, mut high) = (here - half - BANK_M, here + half + BANK_M);
            // What branches off does so on the bank.
            for joint in joints.iter().filter(|joint| (**joint - here).abs() > half.min(reach.width_m)) {
                if *joint < here {
                    low = low.max(*joint);
                } else {
                    high = high.min(*joint);
                }
            }
            let clear = |at: f64| at.clamp(0.0, whole);
            let over = Over {
                from_m: if low < 12.0 { 0.0 } else { clear(low) },
                to_m: if high > whole - 12.0 { whole } else { clear(high) },
                spot,
                width_m: reach.width_m,
                river: reach.name.clone(),
            };
            spans.push(over);
        }
        spans.sort_by(|a, b| a.from_m.total_cmp(&b.from_m));
        let mut merged: Vec<Over> = Vec::new();
        for over in spans {
            match merged.last_mut().filter(|last| over.from_m - last.to_m < ONE_M) {
                Some(last) => {
                    last.to_m = last.to_m.max(over.to_m);
                    if over.width_m > last.width_m {
                        (last.width_m, last.river, last.spot) = (over.width_m, over.river, over.spot);
                    }
                }
                None => merged.push(over),
            }
        }
        merged
    }

    /// A name that no other bridge has: the river's, the nearest village's.
    fn name(&mut self, over: &Over, class: &str) -> String {
        let size = match class {
            "motorway" => "高速大桥",
            _ if over.to_m - over.from_m > 85.0 => "大桥",
            _ => "桥",
        };
        let mut near: Vec<&(Spot, String)> = self.villages.iter().collect();
        near.sort_by(|a, b| apart_m(a.0, over.spot).total_cmp(&apart_m(b.0, over.spot)));
        let names = near.iter().map(|(_, stem)| {
            let stem = if size == "桥" { stem.strip_suffix('桥').unwrap_or(stem) } else { stem };
            format!("{}{stem}{size}", over.river)
        });
        let name = names.into_iter().find(|name| !self.used.contains(name)).unwrap_or_else(|| over.river.clone());
        self.used.insert(name.clone());
        name
    }
}

/// How far from its end the head of a bridge is, metres: still on the bank.
const HEAD_M: f64 = 6.0;

/// Gives a bridge a vertex at each of its heads, where it is closed.
fn heads(net: &mut Net, at: usize) {
    let Some(line) = net.ways.get(at).map(|way| way.line.clone()) else { return };
    let whole = stations(&line).last().copied().unwrap_or(0.0);
    if whole > 4.0 * HEAD_M {
        let [_, middle, _] = split(&line, HEAD_M, whole - HEAD_M);
        for spot in [middle.first(), middle.last()].into_iter().flatten() {
            net.vertex(at, *spot);
        }
    }
}

/// The sine of the angle at which two stretches cross.
fn slant(a: (Spot, Spot), b: (Spot, Spot)) -> f64 {
    let along = |(from, to): (Spot, Spot)| {
        let ((ax, ay), (bx, by)) = (metres(from), metres(to));
        let long = ((bx - ax) * (bx - ax) + (by - ay) * (by - ay)).sqrt().max(1e-6);
        ((bx - ax) / long, (by - ay) / long)
    };
    let ((ax, ay), (bx, by)) = (along(a), along(b));
    (ax * by - ay * bx).abs().max(0.05)
}

/// How far along a line one of its vertices is.
fn station(line: &[Spot], stations: &[f64], spot: Spot) -> Option<f64> {
    let at = line.iter().position(|vertex| *vertex == spot)?;
    stations.get(at).copied()
}

/// The road with the tunnel, its name and half its length in metres.
const TUNNEL: (&str, &str, f64) = ("X118", "箬阳隧道", 230.0);

/// A tunnel where a mountain road would climb highest over the straight slope between its ends.
pub(super) fn tunnel(net: &mut Net) {
    let (number, name, half_m) = TUNNEL;
    let mut best: Option<(f64, usize, f64)> = None;
    for (at, way) in net.ways.iter().enumerate() {
        if way.signs.number.as_deref() != Some(number) || way.span.is_some() {
            continue;
        }
        let stations = stations(&way.line);
        let whole = stations.last().copied().unwrap_or(0.0);
        let inner = stations.iter().zip(&way.line).filter(|(at, _)| **at > 2.0 * half_m && **at < whole - 2.0 * half_m);
        for (station, spot) in inner {
            let high = terrain::height_m(*spot);
            if best.is_none_or(|(least, ..)| high > least) {
                best = Some((high, at, *station));
            }
        }
    }
    let Some((_, at, station)) = best else { return };
    let Some(way) = net.ways.get(at) else { return };
    let signs = Signs { level: -1, ..way.signs.clone() };
    net.cut(at, station - half_m, station + half_m, (signs, Span::Tunnel(name.to_owned())));
}
