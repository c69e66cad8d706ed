//! A road to every village: from the village to the nearest place of the network, the nearest village first, so that
//! roads grow along the valleys as real ones do.

use crate::demo::{
    network::{
        Signs, Way,
        bridges::Crossings,
        net::{Foot, Net, stretches},
    },
    shape::{Spot, apart_m, between, moved, winding},
    towns::{TOWNS, Terrain},
    villages::Village,
    water::Waters,
};

/// A village links across a river of this width only when nothing is on its own bank, metres.
pub(super) const WIDE_M: f64 = 32.0;

/// A junction or a village this near to a foot is where a link joins, metres.
const SNAP_M: f64 = 45.0;

/// How much farther than across a small river a link may be to stay on its bank, metres.
const DETOUR_M: f64 = 350.0;

/// How far a link may go and how wide a river it may cross, metres: who finds nothing waits until the others have
/// theirs, and looks farther.
const PASSES: [(f64, f64); 5] =
    [(1_200.0, WIDE_M), (2_600.0, WIDE_M), (5_000.0, WIDE_M), (9_000.0, f64::MAX), (30_000.0, f64::MAX)];

pub(super) fn add(net: &mut Net, villages: &[Village], waters: &Waters, crossings: &mut Crossings) {
    let away = |village: &Village| {
        [1_000.0, 4_000.0, 20_000.0].iter().find_map(|within| net.feet(village.spot, *within).first().copied())
    };
    let mut order: Vec<(f64, usize)> = villages
        .iter()
        .enumerate()
        .map(|(at, village)| (away(village).map_or(f64::INFINITY, |foot| foot.away_m), at))
        .collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut serial = 0;
    for pass in PASSES {
        order.retain(|(_, at)| {
            let Some(village) = villages.get(*at) else { return false };
            let Some((foot, line)) = link(net, village.spot, pass, waters, crossings) else { return true };
            let root = net.ways.get(foot.way).map_or(usize::MAX, |way| way.root);
            net.vertex(foot.way, foot.spot);
            serial += 1;
            let signs = signs(village, format!("{}村道", village.stem()), serial);
            let made = net.put(Way { signs, village: Some(*at), root, span: None, line });
            crossings.span(net, made);
            false
        });
    }
}

/// What a village's road is called and takes.
pub(super) fn signs(village: &Village, name: String, serial: usize) -> Signs {
    let terrain = TOWNS.get(village.town).map_or(Terrain::Plain, |town| town.terrain);
    let (class, speed) = match terrain {
        Terrain::Mountain => ("mountain", 25),
        Terrain::Hill => ("village", 30),
        Terrain::Plain => ("village", 40),
        Terrain::Town => ("township", 40),
    };
    Signs { name, number: Some(format!("C{serial:03}")), class, speed_kmh: Some(speed), level: 0, max_weight_t: None }
}

/// Where a village's road joins and how it runs: not through a reservoir, not across another road, and across a wide
/// river only when there is no other way.
fn link(
    net: &Net,
    spot: Spot,
    (within_m, wide_m): (f64, f64),
    waters: &Waters,
    crossings: &Crossings,
) -> Option<(Foot, Vec<Spot>)> {
    let mut feet: Vec<(f64, Foot)> = Vec::new();
    for foot in net.feet(spot, within_m) {
        let foot = Foot { spot: net.snapped(foot.way, foot.spot, SNAP_M.min(foot.away_m * 0.5)), ..foot };
        let across = crossings.widest_m(&[spot, foot.spot]);
        if across <= wide_m && !crossings.is_wet(foot.spot) {
            feet.push((foot.away_m + if across > 0.0 { DETOUR_M } else { 0.0 }, foot));
        }
    }
    feet.sort_by(|a, b| a.0.total_cmp(&b.0));
    feet.into_iter().filter(|(_, foot)| apart_m(spot, foot.spot) > 0.5).find_map(|(_, foot)| {
        let line = run(net, (spot, foot.spot), waters, |line| crossings.widest_m(line) <= wide_m)?;
        Some((foot, line))
    })
}

/// A road between two places, with a bend if that goes, else straight; `None` when that does not go either.
pub(super) fn run(
    net: &Net,
    (from, to): (Spot, Spot),
    waters: &Waters,
    may: impl Fn(&[Spot]) -> bool,
) -> Option<Vec<Spot>> {
    // Places are rounded: an end may lie a hand's breadth beyond the road it joins.
    let met = |spot: Spot| [from, to].iter().any(|end| apart_m(spot, *end) < 1.0);
    let clear = |line: &[Spot]| {
        !stretches(line).any(|(a, b)| waters.cuts_a_lake(a, b))
            && net.crossed(line).iter().all(|(_, spot)| met(*spot))
            && may(line)
    };
    let bend = between(from, to, 0.55);
    let (east, north) = (to.1 - from.1, from.0 - to.0);
    let bend = moved(bend, east * 9_000.0, north * 9_000.0);
    let mut swung = winding(&[from, bend, to], 0.05, 1);
    swung.dedup();
    let straight = vec![from, to];
    [swung, straight].into_iter().find(|line| clear(line))
}
