//! The main roads, typed from general geography as rough lines, and the links that join every village to them.

use std::sync::LazyLock;

use crate::demo::{
    shape::{Spot, along, apart_m, between, moved, winding},
    water::Waters,
};

/// A road with rounded bends.
#[derive(Clone, Debug)]
pub(super) struct Road {
    pub name: &'static str,
    pub number: &'static str,
    /// Its choice id in the catalogue.
    pub class: &'static str,
    pub speed_kmh: i64,
    /// In the district.
    pub line: Vec<Spot>,
    /// With what is beyond.
    pub drawn: Vec<Spot>,
}

/// A road as it was typed: name, number, class, speed, line.
type Typed = (&'static str, &'static str, &'static str, i64, &'static [Spot]);

const fn road(
    name: &'static str,
    number: &'static str,
    class: &'static str,
    speed_kmh: i64,
    line: &'static [Spot],
) -> Typed {
    (name, number, class, speed_kmh, line)
}

/// The main roads; every township's centre is on one. Bends are rounded; where roads meet they still do.
pub(super) static ROADS: LazyLock<Vec<Road>> = LazyLock::new(|| {
    let bent = |(name, number, class, speed_kmh, line): &Typed| {
        let sway = match *class {
            "mountain" => 0.06,
            "motorway" => 0.012,
            _ => 0.022,
        };
        let mut whole: Vec<Spot> = Vec::new();
        let mut stretch: Vec<Spot> = Vec::new();
        for (at, spot) in line.iter().enumerate() {
            stretch.push(*spot);
            let meets = LINES.iter().any(|(other, .., spots)| other != name && spots.contains(spot));
            if at + 1 == line.len() || (at > 0 && meets) {
                whole.extend(winding(&stretch, sway, 2));
                stretch = vec![*spot];
            }
        }
        whole.dedup();
        let drawn = beyond(number, &whole, sway);
        Road { name, number, class, speed_kmh: *speed_kmh, line: whole, drawn }
    };
    LINES.iter().map(bent).collect()
});

/// A road with what it has beyond the district.
fn beyond(number: &str, line: &[Spot], sway: f64) -> Vec<Spot> {
    let mut drawn = line.to_vec();
    for (_, before, after) in BEYOND.iter().filter(|(known, ..)| *known == number) {
        if let (Some(first), Some(last)) = (line.first(), line.last()) {
            let bent = |line: Vec<Spot>| if line.len() > 1 { winding(&line, sway, 2) } else { Vec::new() };
            let before = bent(before.iter().chain([first]).copied().collect());
            let after = bent([last].into_iter().chain(after.iter()).copied().collect());
            drawn = before.into_iter().chain(drawn).chain(after).collect();
            drawn.dedup();
        }
    }
    drawn
}

/// What roads have beyond the district, by number: before their first place and after their last.
type Beyond = (&'static str, &'static [Spot], &'static [Spot]);

const BEYOND: [Beyond; 4] = [
    (
        "G60",
        &[(120.90, 29.52), (120.40, 29.39), (120.02, 29.28), (119.90, 29.215), (119.78, 29.175), (119.71, 29.158)],
        &[(119.26, 28.995), (119.16, 28.985), (119.03, 28.955), (118.70, 28.90)],
    ),
    (
        "G25",
        &[(119.45, 29.78), (119.40, 29.60), (119.43, 29.42), (119.47, 29.34), (119.52, 29.25), (119.555, 29.20)],
        &[(119.77, 28.935), (119.82, 28.90), (119.86, 28.84), (119.93, 28.60), (119.88, 28.30), (119.82, 28.10)],
    ),
    (
        "G330",
        &[
            (120.90, 28.45),
            (120.62, 28.60),
            (120.40, 28.69),
            (120.02, 28.78),
            (119.93, 28.82),
            (119.86, 28.88),
            (119.815, 28.95),
            (119.785, 29.00),
            (119.755, 29.022),
        ],
        &[
            (119.490, 29.155),
            (119.47, 29.19),
            (119.475, 29.25),
            (119.49, 29.36),
            (119.45, 29.44),
            (119.33, 29.50),
            (119.16, 29.56),
            (118.90, 29.62),
        ],
    ),
    ("S03", &[], &[(119.27, 29.085), (119.18, 29.055), (119.05, 29.03), (118.70, 28.92)]),
];

const LINES: [Typed; 24] = [
    road(
        "沪昆高速",
        "G60",
        "motorway",
        100,
        &[
            (119.670, 29.152),
            (119.640, 29.144),
            (119.605, 29.141),
            (119.575, 29.130),
            (119.552, 29.112),
            (119.535, 29.096),
            (119.500, 29.066),
            (119.450, 29.046),
            (119.400, 29.036),
            (119.350, 29.022),
            (119.318, 29.008),
        ],
    ),
    road(
        "长深高速",
        "G25",
        "motorway",
        100,
        &[
            (119.563, 29.165),
            (119.556, 29.130),
            (119.558, 29.095),
            (119.574, 29.060),
            (119.605, 29.015),
            (119.655, 28.992),
            (119.700, 28.968),
            (119.722, 28.956),
        ],
    ),
    road(
        "330国道",
        "G330",
        "national",
        80,
        &[
            (119.732, 29.030),
            (119.700, 29.034),
            (119.675_35, 29.036_57),
            (119.655, 29.060),
            (119.650, 29.085),
            (119.648_55, 29.106_44),
            (119.632, 29.117),
            (119.600, 29.122),
            (119.575, 29.115),
            (119.550, 29.122),
            (119.506, 29.129),
        ],
    ),
    road(
        "03省道",
        "S03",
        "provincial",
        70,
        &[
            (119.612_15, 29.073_42),
            (119.575, 29.080),
            (119.548_18, 29.077_69),
            (119.505, 29.080),
            (119.465, 29.078),
            (119.430, 29.066),
            (119.397_8, 29.052_5),
            (119.360, 29.072),
            (119.333, 29.095_48),
            (119.326, 29.097),
        ],
    ),
    road("城中至城东", "", "street", 40, &[(119.648_55, 29.106_44), (119.662, 29.108)]),
    road(
        "城中至秋滨",
        "",
        "street",
        40,
        &[(119.648_55, 29.106_44), (119.632, 29.106), (119.635, 29.094), (119.628, 29.086), (119.612_15, 29.073_42)],
    ),
    road(
        "城中至罗店",
        "X101",
        "county",
        50,
        &[(119.648_55, 29.106_44), (119.645, 29.125), (119.630, 29.145), (119.614_15, 29.161_6)],
    ),
    road(
        "城北至竹马",
        "X102",
        "county",
        50,
        &[(119.645, 29.125), (119.620, 29.130), (119.598, 29.146), (119.575, 29.150)],
    ),
    road("竹马至乾西", "X103", "county", 50, &[(119.575, 29.150), (119.570, 29.132), (119.575, 29.115)]),
    road("罗店至竹马", "X104", "county", 50, &[(119.614_15, 29.161_6), (119.596, 29.160), (119.575, 29.150)]),
    road("乾西至白龙桥", "X105", "county", 50, &[(119.575, 29.115), (119.565, 29.096), (119.548_18, 29.077_69)]),
    road("白龙桥至长山", "X106", "county", 50, &[(119.548_18, 29.077_69), (119.551, 29.050), (119.547_75, 29.020_88)]),
    road(
        "白龙桥至琅琊",
        "X107",
        "county",
        50,
        &[(119.548_18, 29.077_69), (119.528, 29.046), (119.511, 29.022), (119.495_02, 29.007_7)],
    ),
    road("琅琊至蒋堂", "X108", "county", 50, &[(119.495_02, 29.007_7), (119.479, 29.042), (119.465, 29.078)]),
    road(
        "琅琊至汤溪",
        "X109",
        "county",
        50,
        &[(119.495_02, 29.007_7), (119.450, 29.024), (119.415, 29.036), (119.397_8, 29.052_5)],
    ),
    road("琅琊至长山", "X110", "county", 50, &[(119.495_02, 29.007_7), (119.522, 29.014), (119.547_75, 29.020_88)]),
    road(
        "长山至雅畈",
        "X111",
        "county",
        50,
        &[
            (119.547_75, 29.020_88),
            (119.595, 29.032),
            (119.637_69, 29.030_58),
            (119.659, 29.037),
            (119.675_35, 29.036_57),
        ],
    ),
    road(
        "罗埠至汤溪",
        "X112",
        "county",
        50,
        &[(119.333, 29.095_48), (119.350, 29.091), (119.368, 29.098), (119.383, 29.074), (119.397_8, 29.052_5)],
    ),
    road(
        "苏孟至安地",
        "X113",
        "county",
        50,
        &[
            (119.650, 29.085),
            (119.637_69, 29.030_58),
            (119.643, 29.000),
            (119.640, 28.975),
            (119.650, 28.964),
            (119.647, 28.945),
            (119.640, 28.928),
            (119.633, 28.910),
            (119.624, 28.882),
        ],
    ),
    road(
        "北山公路",
        "X114",
        "mountain",
        30,
        &[(119.614_15, 29.161_6), (119.628, 29.184), (119.642, 29.206), (119.668, 29.228)],
    ),
    road(
        "琅沙公路",
        "X115",
        "mountain",
        40,
        &[
            (119.495_02, 29.007_7),
            (119.501, 28.988),
            (119.500, 28.968),
            (119.497, 28.948),
            (119.494, 28.928),
            (119.489, 28.908),
            (119.478, 28.889),
            (119.477, 28.870),
            (119.478, 28.845),
            (119.488, 28.822),
            (119.489, 28.798),
            (119.482, 28.768),
        ],
    ),
    road(
        "汤塔公路",
        "X116",
        "mountain",
        40,
        &[
            (119.397_8, 29.052_5),
            (119.408, 29.022),
            (119.417, 28.998),
            (119.418, 28.970),
            (119.416, 28.945),
            (119.410, 28.922),
            (119.404, 28.895),
            (119.404_09, 28.855_85),
            (119.392, 28.832),
            (119.384, 28.802),
        ],
    ),
    road(
        "莘畈公路",
        "X117",
        "mountain",
        40,
        &[
            (119.360, 29.072),
            (119.351, 29.040),
            (119.342, 29.002),
            (119.336, 28.962),
            (119.342, 28.945),
            (119.345, 28.930),
            (119.349, 28.914),
            (119.356, 28.890),
        ],
    ),
    road(
        "箬阳公路",
        "X118",
        "mountain",
        30,
        &[
            (119.547_75, 29.020_88),
            (119.546, 28.986),
            (119.549, 28.952),
            (119.541, 28.916),
            (119.550, 28.888),
            (119.550, 28.860),
            (119.541, 28.832),
            (119.537, 28.808),
        ],
    ),
];

/// A link from a village to the road network.
#[derive(Clone, Debug)]
pub(super) struct Link {
    /// The village's place in the list given.
    pub village: usize,
    pub line: Vec<Spot>,
}

/// Joins each village to the nearest place already joined, none across a reservoir; the nearest village first,
/// so that links grow along the valleys as real ones do.
pub(super) fn links(villages: &[Spot], waters: &Waters) -> Vec<Link> {
    let mut joined: Vec<Spot> =
        ROADS.iter().filter(|road| road.class != "motorway").flat_map(|road| along(&road.line, 400.0)).collect();
    let nearest = |spot: Spot, joined: &[Spot]| {
        let mut near: Vec<(f64, Spot)> = joined.iter().map(|other| (apart_m(spot, *other), *other)).collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0));
        near.into_iter().find(|(_, other)| !waters.cuts_a_lake(spot, *other))
    };
    let mut order: Vec<(f64, usize)> = villages
        .iter()
        .enumerate()
        .map(|(at, spot)| (joined.iter().map(|other| apart_m(*spot, *other)).fold(f64::INFINITY, f64::min), at))
        .collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut links = Vec::new();
    for (_, village) in order {
        let Some(spot) = villages.get(village).copied() else { continue };
        if let Some((_, other)) = nearest(spot, &joined) {
            let bend = between(spot, other, 0.55);
            let (east, north) = (other.1 - spot.1, spot.0 - other.0);
            let bend = moved(bend, east * 9_000.0, north * 9_000.0);
            let swung = winding(&[spot, bend, other], 0.05, 1);
            let clear = swung.iter().zip(swung.iter().skip(1)).all(|(a, b)| !waters.cuts_a_lake(*a, *b));
            let line = if clear { swung } else { vec![spot, other] };
            links.push(Link { village, line });
        }
        joined.push(spot);
    }
    links
}
