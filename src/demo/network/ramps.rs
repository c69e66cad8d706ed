//! Interchanges: where a motorway and another road cross, ramps in two opposite quarters join them.

use crate::demo::{
    network::{
        Signs, Way,
        net::{Net, crossing, split, stations, stretches},
    },
    shape::{Spot, apart_m, between, cross},
};

/// Motorway, the road it has ramps to, name.
const INTERCHANGES: [(&str, &str, &str); 7] = [
    ("G25", "S03", "白龙桥互通"),
    ("G60", "X101", "罗店互通"),
    ("G60", "X109", "汤溪互通"),
    ("G60", "X108", "蒋堂互通"),
    ("G25", "X111", "苏孟互通"),
    ("G25", "X113", "安地互通"),
    ("G60", "G25", "金华西枢纽"),
];

/// How far from the crossing a ramp leaves the motorway and the road, metres.
const OFF_M: (f64, f64) = (520.0, 300.0);

pub(super) fn add(net: &mut Net) {
    for (motorway, road, name) in INTERCHANGES {
        let of = |number: &str| net.ways.iter().position(|way| way.signs.number.as_deref() == Some(number));
        let (Some(over), Some(under)) = (of(motorway), of(road)) else { continue };
        let off = if road == "G25" { (OFF_M.0, OFF_M.0) } else { OFF_M };
        for (serial, (along, beside)) in [(1.0, 1.0), (-1.0, -1.0)].into_iter().enumerate() {
            let Some(line) = ramp(net, (over, under), (off.0 * along, off.1 * beside)) else { continue };
            for (way, end) in [(over, line.first()), (under, line.last())] {
                if let Some(end) = end {
                    net.vertex(way, *end);
                }
            }
            let signs = Signs {
                name: format!("{name}{}匝道", ["甲", "乙"].get(serial).unwrap_or(&"")),
                number: None,
                class: "ramp",
                speed_kmh: Some(40),
                // Between two motorways a ramp stays above the roads under them.
                level: if road == "G25" { 2 } else { 0 },
                max_weight_t: None,
            };
            net.put(Way { signs, village: None, root: under, span: None, line });
        }
    }
}

/// A ramp from one way to another, so many metres along each from where they cross. `None`: they do not, or the ramp
/// would cross something.
fn ramp(net: &Net, (over, under): (usize, usize), (along_m, beside_m): (f64, f64)) -> Option<Vec<Spot>> {
    let (first, second) = (net.ways.get(over)?, net.ways.get(under)?);
    let pairs = stretches(&first.line).flat_map(|a| stretches(&second.line).map(move |b| (a, b)));
    let (a, b) = pairs.into_iter().find(|(a, b)| cross(*a, *b))?;
    let middle = crossing(a, b);
    let off = |line: &[Spot], start: Spot, by_m: f64| {
        let at = line.iter().position(|spot| *spot == start)?;
        let station = stations(line).get(at).copied()? + apart_m(start, middle) + by_m;
        let spot = split(line, station, station).first().and_then(|part| part.last().copied())?;
        Some(spot)
    };
    let from = off(&first.line, a.0, along_m)?;
    let to = off(&second.line, b.0, beside_m)?;
    // A bend that keeps to its quarter: a quadratic curve towards the crossing.
    let pull = between(between(from, to, 0.5), middle, 0.55);
    let curve = |part: usize| {
        let t = part as f64 / 8.0;
        between(between(from, pull, t), between(pull, to, t), t)
    };
    let mut line: Vec<Spot> = (0..=8).map(curve).collect();
    if let (Some(start), Some(end)) = (line.first().copied(), line.last().copied()) {
        line.dedup();
        debug_assert!(start == from && end == to);
    }
    let free = |way: &Way| stretches(&line).all(|a| !stretches(&way.line).any(|b| touches(a, b, (from, to))));
    (net.ways.iter().all(free)).then_some(line)
}

/// Whether two stretches cross elsewhere than at the ends of the ramp.
fn touches(a: (Spot, Spot), b: (Spot, Spot), (from, to): (Spot, Spot)) -> bool {
    let at_an_end = [a.0, a.1].iter().any(|spot| [from, to].contains(spot));
    cross(a, b) && !at_an_end
}
