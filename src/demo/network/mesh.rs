//! More than one way round in the plain: roads between neighbouring villages. And footpaths over the ridges between
//! valleys, where no road goes.

use crate::demo::{
    network::{
        Signs, Way,
        bridges::Crossings,
        links::{self, WIDE_M, run},
        net::Net,
    },
    shape::{Spot, apart_m, between, metres},
    terrain,
    towns::{TOWNS, Terrain},
    villages::Village,
    water::Waters,
};

/// Neighbours are not farther apart, metres, and each village gets at most so many roads to them.
const NEIGHBOUR_M: f64 = 2_500.0;
const MOST: usize = 2;

/// A road beside another that is nearer than this would not be built, metres.
const BESIDE_M: f64 = 170.0;

/// Above this the valleys begin, metres.
const PLAIN_M: f64 = 150.0;

fn terrain_of(village: &Village) -> Terrain {
    TOWNS.get(village.town).map_or(Terrain::Plain, |town| town.terrain)
}

/// Pairs of villages that are near each other, the nearest first.
fn pairs(villages: &[Village], within: (f64, f64), of: impl Fn(&Village) -> bool) -> Vec<(f64, usize, usize)> {
    let own: Vec<(usize, &Village)> = villages.iter().enumerate().filter(|(_, village)| of(village)).collect();
    let mut pairs = Vec::new();
    for (at, (first, one)) in own.iter().enumerate() {
        for (second, other) in own.iter().skip(at + 1) {
            let away = apart_m(one.spot, other.spot);
            if away > within.0 && away < within.1 {
                pairs.push((away, *first, *second));
            }
        }
    }
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    pairs
}

pub(super) fn add(net: &mut Net, villages: &[Village], waters: &Waters, crossings: &mut Crossings) {
    let low = |village: &Village| {
        matches!(terrain_of(village), Terrain::Plain | Terrain::Hill) && terrain::height_m(village.spot) < PLAIN_M
    };
    let mut had = vec![0_usize; villages.len()];
    let mut serial = villages.len();
    for (_, first, second) in pairs(villages, (300.0, NEIGHBOUR_M), low) {
        let (Some(one), Some(other)) = (villages.get(first), villages.get(second)) else { continue };
        let full = |at: usize| had.get(at).is_none_or(|had| *had >= MOST);
        let ends = (one.spot, other.spot);
        if full(first) || full(second) || !worth_it(net, ends) {
            continue;
        }
        let may = |line: &[Spot]| crossings.widest_m(line) <= WIDE_M;
        let Some(line) = run(net, ends, waters, may) else { continue };
        if !line.iter().all(|spot| terrain::height_m(*spot) < PLAIN_M + 30.0) {
            continue;
        }
        serial += 1;
        let signs = links::signs(one, format!("{}至{}", one.stem(), other.stem()), serial);
        let made = net.put(Way { signs, village: Some(first), root: usize::MAX, span: None, line });
        crossings.span(net, made);
        for at in [first, second] {
            if let Some(had) = had.get_mut(at) {
                *had += 1;
            }
        }
    }
}

/// Whether a road between two villages leads where none does: nothing runs beside it, and it leaves both in a
/// direction of its own.
fn worth_it(net: &Net, (from, to): (Spot, Spot)) -> bool {
    let alone = |share: f64| net.feet(between(from, to, share), BESIDE_M).is_empty();
    [0.28, 0.4, 0.5, 0.6, 0.72].into_iter().all(alone) && own_way(net, from, to) && own_way(net, to, from)
}

/// Whether no road leaves a place in nearly the same direction.
fn own_way(net: &Net, from: Spot, to: Spot) -> bool {
    let area = [from.0, from.1, from.0, from.1];
    let towards = |spot: Spot| {
        let ((ax, ay), (bx, by)) = (metres(from), metres(spot));
        let long = ((bx - ax) * (bx - ax) + (by - ay) * (by - ay)).sqrt().max(1e-6);
        ((bx - ax) / long, (by - ay) / long)
    };
    let (ox, oy) = towards(to);
    let same = |spot: &Spot| {
        let (x, y) = towards(*spot);
        x * ox + y * oy > 0.7
    };
    for (_, _, part) in net.near(&area) {
        let Some(at) = part.iter().position(|spot| *spot == from) else { continue };
        let next = [at.checked_sub(1).and_then(|at| part.get(at)), part.get(at + 1)];
        if next.into_iter().flatten().any(same) {
            return false;
        }
    }
    true
}

/// Footpaths are so long, metres; at most so many, and so many between the same two valleys.
const PATH_M: (f64, f64) = (900.0, 5_200.0);
const PATHS: usize = 10;
const PATHS_BETWEEN: usize = 2;

/// Paths between villages of neighbouring valleys, each village with one at most.
pub(super) fn paths(net: &mut Net, villages: &[Village], waters: &Waters) {
    let mountain = |village: &Village| terrain_of(village) == Terrain::Mountain;
    let root = |net: &Net, at: usize| net.ways.iter().find(|way| way.village == Some(at)).map(|way| way.root);
    let (mut joined, mut between) = (Vec::new(), Vec::new());
    for (_, first, second) in pairs(villages, PATH_M, mountain) {
        let (Some(one), Some(other)) = (villages.get(first), villages.get(second)) else { continue };
        let roots = (root(net, first).min(root(net, second)), root(net, first).max(root(net, second)));
        let often = between.iter().filter(|pair| **pair == roots).count() >= PATHS_BETWEEN;
        if roots.0 == roots.1 || often || joined.contains(&first) || joined.contains(&second) {
            continue;
        }
        let Some(line) = run(net, (one.spot, other.spot), waters, |_| true) else { continue };
        let signs = Signs {
            name: format!("{}至{}山间步道", one.stem(), other.stem()),
            number: None,
            class: "path",
            speed_kmh: None,
            level: 0,
            max_weight_t: None,
        };
        net.put(Way { signs, village: None, root: usize::MAX, span: None, line });
        joined.extend([first, second]);
        between.push(roots);
        if between.len() == PATHS {
            break;
        }
    }
}
