//! The 26 townships and subdistricts: who runs them, how many live there, and their schematic areas.

use geo::{Area, BooleanOps};
use geo_types::MultiPolygon;

use crate::demo::{
    outline::OUTLINE,
    shape::{Spot, area_km2, polygon},
    terrain,
};

/// What the ground is like.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Terrain {
    Town,
    Plain,
    Hill,
    Mountain,
}

impl Terrain {
    /// Its choice id in the catalogue.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Town => "town",
            Self::Plain => "plain",
            Self::Hill => "hill",
            Self::Mountain => "mountain",
        }
    }
}

/// A township-level unit as the public sources have it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Town {
    /// Statistical code.
    pub code: &'static str,
    pub name: &'static str,
    /// Centre; from GeoNames where it has one, else estimated.
    pub centre: Spot,
    /// Run by the development zone, not by the bureau.
    pub zone_run: bool,
    pub terrain: Terrain,
    /// People: registered, as published, or our share of the census total.
    pub people: i64,
    /// Whether `people` was published for this unit.
    pub published: bool,
    /// How far its area reaches beyond halfway to its neighbours, about, km.
    pull_km: f64,
}

/// Residents of the whole district at the 7th census, 2020-11-01.
pub(super) const RESIDENTS: i64 = 957_055;

const fn town(
    (code, name): (&'static str, &'static str),
    centre: Spot,
    terrain: Terrain,
    (people, published): (i64, bool),
    pull_km: f64,
) -> Town {
    Town { code, name, centre, zone_run: false, terrain, people, published, pull_km }
}

const fn zone(town: Town) -> Town {
    Town { zone_run: true, ..town }
}

use Terrain::{Hill, Mountain, Plain, Town as City};

/// All 26, by code. The nine subdistricts have no published figure of their own: they share what the census
/// total leaves after the published ones, by our choice.
pub(super) const TOWNS: [Town; 26] = [
    town(("330702001", "城东街道"), (119.662, 29.108), City, (58_000, false), 0.0),
    town(("330702002", "城中街道"), (119.648_55, 29.106_44), City, (38_000, false), 0.0),
    town(("330702003", "城西街道"), (119.632, 29.106), City, (42_000, false), 0.0),
    town(("330702004", "城北街道"), (119.645, 29.125), City, (88_000, false), 0.5),
    zone(town(("330702005", "江南街道"), (119.650, 29.085), City, (92_000, false), 1.0)),
    zone(town(("330702006", "三江街道"), (119.628, 29.086), City, (78_000, false), 0.7)),
    zone(town(("330702007", "西关街道"), (119.635, 29.094), City, (46_000, false), 1.2)),
    zone(town(("330702008", "秋滨街道"), (119.612_15, 29.073_42), City, (71_881, false), 1.5)),
    town(("330702009", "新狮街道"), (119.620, 29.130), City, (71_000, false), 1.5),
    town(("330702100", "罗店镇"), (119.614_15, 29.161_6), Hill, (23_198, true), 3.5),
    town(("330702101", "雅畈镇"), (119.675_35, 29.036_57), Plain, (23_089, true), 1.5),
    town(("330702102", "安地镇"), (119.640, 28.975), Hill, (17_015, true), 4.0),
    town(("330702103", "白龙桥镇"), (119.548_18, 29.077_69), Plain, (65_732, true), 3.0),
    town(("330702104", "琅琊镇"), (119.495_02, 29.007_7), Hill, (19_480, true), 3.5),
    town(("330702105", "蒋堂镇"), (119.465, 29.078), Plain, (18_866, true), 1.5),
    zone(town(("330702106", "汤溪镇"), (119.397_8, 29.052_5), Hill, (44_933, true), 4.0)),
    zone(town(("330702107", "罗埠镇"), (119.368, 29.098), Plain, (35_170, true), 1.0)),
    zone(town(("330702108", "洋埠镇"), (119.333, 29.095_48), Plain, (15_129, true), 0.5)),
    town(("330702201", "乾西乡"), (119.575, 29.115), Plain, (25_390, true), 1.0),
    town(("330702202", "竹马乡"), (119.575, 29.150), Plain, (11_845, true), 1.0),
    town(("330702203", "长山乡"), (119.547_75, 29.020_88), Hill, (10_673, true), 1.0),
    town(("330702204", "箬阳乡"), (119.550, 28.860), Mountain, (4_072, true), 1.5),
    town(("330702205", "沙畈乡"), (119.478, 28.889), Mountain, (12_770, true), 6.0),
    town(("330702206", "塔石乡"), (119.404_09, 28.855_85), Mountain, (13_977, true), 5.0),
    town(("330702208", "莘畈乡"), (119.336, 28.962), Mountain, (5_964, true), 0.0),
    zone(town(("330702209", "苏孟乡"), (119.637_69, 29.030_58), Plain, (24_871, true), 1.5)),
];

/// The area of each of [`TOWNS`]: they tile the outline, their borders along ridges and rivers. Schematic: no real
/// boundary was used.
pub(super) fn areas() -> Vec<MultiPolygon> {
    let sites: Vec<(Spot, f64)> = TOWNS.iter().map(|town| (town.centre, town.pull_km * 550.0)).collect();
    let outline = polygon(&OUTLINE);
    let clipped = |rings: Vec<Vec<Spot>>| {
        let mut parts: Vec<_> = rings.iter().map(|ring| polygon(ring)).collect();
        parts.sort_by(|a, b| b.unsigned_area().total_cmp(&a.unsigned_area()));
        let area = MultiPolygon::new(parts).intersection(&outline);
        // What is left over at a touching corner has no area to speak of.
        MultiPolygon::new(area.into_iter().filter(|part| area_km2(part) > 1e-6).collect())
    };
    terrain::territories(&sites).into_iter().map(clipped).collect()
}
