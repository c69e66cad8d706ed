//! All villages and communities of the statistics list, put somewhere sensible in their township.

use crate::demo::{
    ground::Ground,
    rng::{Rng, shares},
    roads::ROADS,
    shape::{Spot, along, apart_m, moved},
    towns::{TOWNS, Terrain},
    water::RIVERS,
};

/// Code and full name, one line each (data/README.md names the source).
const LIST: &str = include_str!("../../data/wucheng_villages.csv");

/// A village or community.
#[derive(Clone, Debug)]
pub(super) struct Village {
    pub code: &'static str,
    /// Short: `停久村`, `柳湖花园社区`.
    pub name: String,
    /// Its township's place in [`TOWNS`].
    pub town: usize,
    pub spot: Spot,
    pub people: i64,
    pub households: i64,
    /// A key village of flood defence: near a river, outside the town.
    pub key_flood: bool,
}

impl Village {
    /// Its name without 村 or 社区, for naming things after it.
    pub(super) fn stem(&self) -> &str {
        let name = self.name.strip_suffix("社区").unwrap_or(&self.name);
        name.strip_suffix('村').filter(|stem| stem.chars().count() > 1).unwrap_or(name)
    }
}

/// The name that people use, from the register's: `安地村委会` is 安地村.
pub(super) fn short_name(full: &str) -> String {
    let committees = ["居民委员会", "居委会", "村民委员会", "村委会"];
    let Some(stem) = committees.iter().find_map(|suffix| full.strip_suffix(suffix)) else { return full.to_owned() };
    if stem.ends_with("社区") || full.ends_with("居委会") || full.ends_with("居民委员会") {
        return stem.to_owned();
    }
    let stem = if stem.ends_with("村村") { stem.strip_suffix('村').unwrap_or(stem) } else { stem };
    if stem.ends_with('村') { stem.to_owned() } else { format!("{stem}村") }
}

/// All of them, by code.
pub(super) fn all(ground: &Ground, seed: u64) -> Vec<Village> {
    let mut villages = Vec::new();
    for (town, unit) in TOWNS.iter().enumerate() {
        let lines: Vec<(&'static str, &'static str)> = LIST
            .lines()
            .filter_map(|line| line.split_once(','))
            .filter(|(code, _)| code.starts_with(unit.code))
            .collect();
        let mut rng = Rng::of(seed, unit.code);
        let weights: Vec<f64> = lines.iter().map(|_| rng.uneven()).collect();
        let people = shares(unit.people, &weights);
        let mut taken = Vec::new();
        for ((code, full), people) in lines.into_iter().zip(people) {
            let spot = settle(ground, town, &mut rng, &taken);
            taken.push(spot);
            let key_flood = unit.terrain != Terrain::Town && ground.waters.by_a_river(spot, |width_m| 420.0 + width_m);
            let households = (people as f64 / rng.real(2.35, 2.95)).round() as i64;
            villages.push(Village { code, name: short_name(full), town, spot, people, households, key_flood });
        }
    }
    villages
}

/// A place for the next village of a township: close together in town, spread over the plain, along the valleys
/// and roads in the mountains.
fn settle(ground: &Ground, town: usize, rng: &mut Rng, taken: &[Spot]) -> Spot {
    let Some(unit) = TOWNS.get(town) else { return (0.0, 0.0) };
    let valley = valley(ground, town);
    let mut apart = match unit.terrain {
        Terrain::Town => 380.0,
        Terrain::Plain => 900.0,
        Terrain::Hill | Terrain::Mountain => 1100.0,
    };
    let reach = if unit.terrain == Terrain::Town { 1_900.0 } else { 6_000.0 };
    for _ in 0..4_000 {
        let along_valley = match unit.terrain {
            Terrain::Mountain => 0.8,
            Terrain::Hill => 0.45,
            _ => 0.0,
        };
        let spot = if rng.chance(along_valley) && !valley.is_empty() {
            moved(rng.pick(&valley), rng.bell() * 550.0, rng.bell() * 550.0)
        } else {
            moved(unit.centre, rng.bell() * reach, rng.bell() * reach)
        };
        if ground.in_town(town, spot)
            && ground.is_dry(spot, 60.0)
            && taken.iter().all(|other| apart_m(*other, spot) > apart)
        {
            return spot;
        }
        apart *= 0.997;
    }
    unit.centre
}

/// Places along the rivers and slow roads of a township.
fn valley(ground: &Ground, town: usize) -> Vec<Spot> {
    let rivers = RIVERS.iter().map(|river| river.line.as_slice());
    let roads = ROADS.iter().filter(|road| road.class == "mountain").map(|road| road.line.as_slice());
    rivers.chain(roads).flat_map(|line| along(line, 300.0)).filter(|spot| ground.in_town(town, *spot)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn register_names_become_the_names_people_use() {
        let names = [
            ("安地村委会", "安地村"),
            ("周村村委会", "周村"),
            ("新朝村村委会", "新朝村"),
            ("高村村委会", "高村"),
            ("李村村村民委员会", "李村"),
            ("仓里村村民委员会", "仓里村"),
            ("柳湖花园社区居委会", "柳湖花园社区"),
            ("三联社区居民委员会", "三联社区"),
            ("仙舟社区", "仙舟社区"),
            ("东兴生活区", "东兴生活区"),
        ];
        for (full, short) in names {
            assert_eq!(short_name(full), short);
        }
    }
}
