//! What every subject of the generator needs: chance, dates, people, and a free place on dry land.

use std::collections::BTreeSet;

use jiff::{Span, Timestamp, civil::Date, tz::Offset};

use crate::{
    demo::{
        Moment,
        ground::Ground,
        network::{Way, network},
        register::{Draft, Register},
        rng::Rng,
        shape::{Spot, apart_m, moved},
        towns::TOWNS,
        villages::{self, Village},
    },
    domain::{catalogue::Catalogue, model::Entry},
};

/// A district in the making.
pub(super) struct Build {
    pub seed: u64,
    pub now: Timestamp,
    /// The day in Beijing.
    pub today: Date,
    pub moment: Moment,
    pub register: Register,
    pub ground: Ground,
    pub villages: Vec<Village>,
    pub roads: Vec<Way>,
    pub entries: Vec<Entry>,
    pub readings: Vec<super::Reading>,
    people: i64,
    taken: BTreeSet<(i64, i64)>,
}

impl Build {
    pub(super) fn new(catalogue: &Catalogue, seed: u64, moment: Moment, now: Timestamp) -> Self {
        let ground = Ground::new();
        let villages = villages::all(&ground, seed);
        let roads = network(&villages, &ground.waters);
        let today = Offset::constant(8).to_datetime(now).date();
        Self {
            seed,
            now,
            today,
            moment,
            register: Register::new(catalogue, seed, now),
            ground,
            villages,
            roads,
            entries: Vec::new(),
            readings: Vec::new(),
            people: 0,
            taken: BTreeSet::new(),
        }
    }

    /// A subject's own stream of chance.
    pub(super) fn rng(&self, subject: &str) -> Rng {
        Rng::of(self.seed, subject)
    }

    /// Villages of the bureau's own townships.
    pub(super) fn own_villages(&self) -> Vec<Village> {
        let own = |village: &&Village| TOWNS.get(village.town).is_some_and(|town| !town.zone_run);
        self.villages.iter().filter(own).cloned().collect()
    }

    /// The village of a township that is nearest to a place.
    pub(super) fn village_near(&self, town: usize, spot: Spot) -> Option<Village> {
        let own = self.villages.iter().filter(|village| village.town == town);
        own.min_by(|a, b| apart_m(a.spot, spot).total_cmp(&apart_m(b.spot, spot))).cloned()
    }

    /// A new person: visibly invented, no two alike.
    pub(super) fn person(&mut self) -> String {
        self.people += 1;
        invented(self.people)
    }

    /// A mobile number in a reserved pattern: 1390000 and four digits.
    pub(super) fn phone(&self, rng: &mut Rng) -> String {
        format!("1390000{:04}", rng.int(0, 9999))
    }

    /// A duty telephone in a reserved pattern.
    pub(super) fn duty_phone(&self, rng: &mut Rng) -> String {
        format!("0579-0000{:04}", rng.int(0, 9999))
    }

    /// The day so many days ago; days to come are negative.
    pub(super) fn day(&self, ago: i64) -> Date {
        self.today.checked_sub(Span::new().days(ago)).unwrap_or(self.today)
    }

    /// The moment so many minutes ago.
    pub(super) fn minutes_ago(&self, minutes: i64) -> Timestamp {
        Timestamp::from_second(self.now.as_second() - 60 * minutes).unwrap_or(self.now)
    }

    /// A place near another that is dry, in the township if one is said, and has nothing on it yet.
    pub(super) fn spot(&mut self, rng: &mut Rng, town: Option<usize>, near: Spot, spread_m: f64) -> Spot {
        let mut spread = spread_m;
        for _ in 0..300 {
            let spot = moved(near, rng.bell() * spread, rng.bell() * spread);
            let here = town.map_or_else(|| self.ground.in_district(spot), |town| self.ground.in_town(town, spot));
            if here && self.ground.is_dry(spot, 25.0) && self.take(spot) {
                return spot;
            }
            spread += spread_m * 0.05 + 5.0;
        }
        near
    }

    /// Takes a place if nothing is within about two metres of it.
    pub(super) fn take(&mut self, (lon, lat): Spot) -> bool {
        self.taken.insert(((lon * 50_000.0).round() as i64, (lat * 50_000.0).round() as i64))
    }

    /// An object at a village: its place names filled.
    pub(super) fn of_village(&self, kind: &'static str, village: &Village) -> Draft {
        of_town(kind, village.town).set("village", village.name.as_str())
    }
}

/// An object of a township: its place name filled.
pub(super) fn of_town(kind: &'static str, town: usize) -> Draft {
    Draft::new(kind).set("township", TOWNS.get(town).map(|town| town.name))
}

/// The `n`th invented name: 示例, a heavenly stem, a number.
fn invented(n: i64) -> String {
    const STEMS: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let stem = STEMS.iter().cycle().nth(usize::try_from(n % 10).unwrap_or(0)).copied().unwrap_or('甲');
    let digits = (n / 10 + 1)
        .to_string()
        .chars()
        .filter_map(|digit| digit.to_digit(10).and_then(|digit| DIGITS.get(digit as usize)).copied())
        .collect::<String>();
    format!("示例{stem}{digits}")
}

/// A number rounded to so many decimals.
pub(super) fn round(value: f64, decimals: i32) -> f64 {
    let scale = [1.0, 10.0, 100.0, 1000.0].get(usize::try_from(decimals).unwrap_or(0)).copied().unwrap_or(1.0);
    (value * scale).round() / scale
}
