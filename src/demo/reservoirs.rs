//! Reservoirs and ponds with levels, limits of the season, capacity curves and 72 hours behind the level now.

use jiff::civil::Date;

use crate::{
    demo::{
        Moment, Reading, below,
        build::{Build, of_town, round},
        register::Draft,
        rng::Rng,
        shape::{Spot, from_line_m},
        towns::{TOWNS, Terrain},
        villages::Village,
        water::{LAKES, Lake, RIVERS},
    },
    domain::{
        hazard::reservoir::season::{Season, season_on},
        model::ObjectRef,
    },
};

/// How many reservoirs there are: the named medium ones, and small ones of two classes.
const SMALL_1: usize = 13;
const SMALL_2: usize = 41;
const PONDS: usize = 165;

/// Reservoirs over their limit in the flood, by their place in the register, and by how much (m).
const OVER: [(usize, f64); 5] = [(2, 0.86), (4, 0.32), (7, 0.57), (16, 0.18), (31, 0.41)];

/// Hours of levels behind the present one.
const HOURS: i64 = 72;

/// A dam and what it holds back: levels in metres over the 1985 datum, volumes in 10^4 m3.
struct Dam {
    dead: f64,
    normal: f64,
    design: f64,
    check: f64,
    crest: f64,
    height: f64,
    total: f64,
}

impl Dam {
    fn new(rng: &mut Rng, terrain: Terrain, height: f64, total: f64) -> Self {
        let foot = match terrain {
            Terrain::Mountain => rng.real(230.0, 470.0),
            Terrain::Hill => rng.real(82.0, 165.0),
            Terrain::Plain | Terrain::Town => rng.real(52.0, 78.0),
        };
        let crest = round(foot + height, 2);
        let check = round(crest - rng.real(0.6, 1.3), 2);
        let design = round(check - height * rng.real(0.012, 0.03), 2);
        let normal = round(design - height * rng.real(0.03, 0.07), 2);
        let dead = round(foot + height * rng.real(0.18, 0.28), 2);
        Self { dead, normal, design, check, crest, height, total }
    }

    /// What it holds at the normal level: the share that is published for 金兰水库 (6,800 of 9,124).
    fn normal_capacity(&self) -> f64 {
        round(self.total * 6_800.0 / 9_124.0, 2)
    }

    fn volume(&self, level: f64) -> f64 {
        let (dead, normal) = (self.total * 0.04, self.normal_capacity());
        if level <= self.normal {
            let t = (level - self.dead) / (self.normal - self.dead);
            dead + (normal - dead) * t * (0.45 + 0.55 * t)
        } else {
            normal + (self.total - normal) * (level - self.normal) / (self.check - self.normal)
        }
    }

    /// Level and volume, strictly increasing, as JSON.
    fn curve(&self) -> String {
        let step = (self.normal - self.dead) / 4.0;
        let below = (0..4).map(|part| round(self.dead + step * f64::from(part), 2));
        let rows = below.chain([self.normal, self.design, self.check]);
        let rows = rows.map(|level| format!("[{level:.2},{:.3}]", self.volume(level)));
        format!("[{}]", rows.collect::<Vec<_>>().join(","))
    }
}

/// The limits of the two flood seasons and the one in force on a day (domain rule B3).
fn limits(rng: &mut Rng, dam: &Dam, small: bool, today: Date) -> (f64, f64, f64) {
    if small {
        return (dam.normal, dam.normal, dam.normal);
    }
    let plum = round(dam.normal - rng.real(0.3, 1.2), 2);
    let typhoon = round(plum - rng.real(0.2, 1.6), 2);
    let now = match season_on(today) {
        Season::Plum => plum,
        Season::Typhoon => typhoon,
        Season::Outside => dam.normal,
    };
    (plum, typhoon, now)
}

pub(super) fn add(build: &mut Build) {
    let mut rng = build.rng("reservoir");
    let dams: Vec<_> = LAKES.iter().enumerate().map(|(at, lake)| (lake, medium(build, &mut rng, at, lake))).collect();
    let sites = sites(build, "reservoir sites", SMALL_1 + SMALL_2);
    for (at, village) in sites.iter().enumerate() {
        small(build, &mut rng, LAKES.len() + at, village, at < SMALL_1);
    }
    ponds(build);
    let dams: Vec<_> = dams.into_iter().filter_map(|(lake, dam)| Some((lake, dam?))).collect();
    below::add(build, &dams);
}

/// Villages of the bureau's hills, mountains and plain, no two alike, for that many waters.
fn sites(build: &Build, subject: &str, count: usize) -> Vec<Village> {
    let mut rng = build.rng(subject);
    let weight = |village: &Village| match TOWNS.get(village.town).map(|town| town.terrain) {
        Some(Terrain::Hill) => 3.0,
        Some(Terrain::Mountain) => 2.0,
        Some(Terrain::Plain) => 1.0,
        _ => 0.0,
    };
    let mut open = build.own_villages();
    let mut sites = Vec::new();
    while sites.len() < count && !open.is_empty() {
        let weights: Vec<f64> = open.iter().map(weight).collect();
        let village = open.swap_remove(rng.weighted(&weights));
        if weight(&village) > 0.0 {
            sites.push(village);
        }
    }
    sites
}

fn medium(build: &mut Build, rng: &mut Rng, serial: usize, lake: &Lake) -> Option<ObjectRef> {
    let town = TOWNS.iter().position(|town| town.name == lake.town)?;
    let dam = Dam::new(rng, Terrain::Hill, lake.dam_height, lake.total);
    let (below, people) = downstream(build, lake);
    let spot = build.spot(rng, None, lake.dam, 60.0);
    let village = build.village_near(town, spot).map(|village| village.name).unwrap_or_default();
    let draft = of_town("reservoir", town)
        .set("village", village)
        .set("name", lake.name)
        .set("size_class", "medium")
        .set("river", lake.river)
        .set("catchment_km2", lake.catchment)
        .set("dam_type", if lake.name == "金兰水库" { "粘土心墙坝" } else { "混凝土拱坝" })
        .set("downstream", below)
        .set("downstream_people", people)
        .set("owner", format!("{}管理处", lake.name));
    let (object, smooth) = dammed(build, rng, serial, draft.at(spot), &dam, false);
    flows(build, &object, lake.name, &dam, &smooth);
    Some(object)
}

/// The villages along the river below a dam: the first few by name, and how many live there.
fn downstream(build: &Build, lake: &Lake) -> (String, i64) {
    let Some(river) = RIVERS.iter().find(|river| river.name == lake.river) else { return (String::new(), 0) };
    let mut below: Vec<&Village> = build
        .villages
        .iter()
        .filter(|village| village.spot.1 > lake.dam.1 && from_line_m(village.spot, &river.line).0 < 1_200.0)
        .collect();
    below.sort_by(|a, b| a.spot.1.total_cmp(&b.spot.1));
    let names: Vec<&str> = below.iter().take(6).map(|village| village.name.as_str()).collect();
    (names.join("、"), below.iter().map(|village| village.people).sum())
}

fn small(build: &mut Build, rng: &mut Rng, serial: usize, village: &Village, first: bool) {
    let terrain = TOWNS.get(village.town).map_or(Terrain::Hill, |town| town.terrain);
    let total = if first { round(rng.real(104.0, 610.0), 1) } else { round(rng.real(10.4, 92.0), 1) };
    let height = if first { rng.real(18.0, 38.0) } else { rng.real(8.5, 21.0) };
    let dam = Dam::new(rng, terrain, round(height, 1), total);
    let spot = build.spot(rng, Some(village.town), village.spot, 1_100.0);
    let draft = build
        .of_village("reservoir", village)
        .set("name", small_name(village))
        .set("size_class", if first { "small1" } else { "small2" })
        .set("river", nearest_river(spot))
        .set("catchment_km2", round(total / rng.real(55.0, 140.0), 2))
        .set("dam_type", rng.pick(&["均质土坝", "粘土心墙坝", "浆砌石拱坝", "粘土斜墙坝"]))
        .set("downstream", village.name.as_str())
        .set("downstream_people", village.people * rng.int(35, 100) / 100)
        .set("owner", format!("{}村民委员会", village.stem()));
    dammed(build, rng, serial, draft.at(spot), &dam, true);
}

/// A small one's name: its village's, but never that of a medium one.
fn small_name(village: &Village) -> String {
    let name = format!("{}水库", village.stem());
    if LAKES.iter().any(|lake| lake.name == name) { format!("{}山水库", village.stem()) } else { name }
}

fn nearest_river(spot: Spot) -> &'static str {
    let by_distance = |a: &&crate::demo::water::River, b: &&crate::demo::water::River| {
        from_line_m(spot, &a.line).0.total_cmp(&from_line_m(spot, &b.line).0)
    };
    RIVERS.iter().min_by(by_distance).map_or("", |river| river.name)
}

/// Levels, limits, capacities and the three responsible persons; and what its level did, hour by hour.
fn dammed(
    build: &mut Build,
    rng: &mut Rng,
    serial: usize,
    draft: Draft,
    dam: &Dam,
    small: bool,
) -> (ObjectRef, Vec<f64>) {
    let (plum, typhoon, limit) = limits(rng, dam, small, build.today);
    let over = OVER.iter().find(|(at, _)| *at == serial).map(|(_, over)| *over);
    let below = match build.moment {
        Moment::Quiet => rng.real(0.35, 1.0) * dam.height * 0.08,
        Moment::Flood => rng.real(0.02, 1.0) * dam.height * 0.05,
    };
    let level = round(
        match (build.moment, over) {
            (Moment::Flood, Some(over)) => limit + over,
            _ => limit - below,
        },
        2,
    );
    let draft = levels(build, rng, draft, dam, (level, limit))
        .set("plum_limit_m", plum)
        .set("typhoon_limit_m", typhoon)
        .set("dead_level_m", dam.dead)
        .set("flood_high_level_m", round(dam.normal + (dam.design - dam.normal) * 0.6, 2))
        .set("normal_capacity_10k_m3", dam.normal_capacity())
        .set("admin_person", build.person())
        .set("admin_phone", build.phone(rng))
        .set("tech_person", build.person())
        .set("tech_phone", build.phone(rng));
    let object = build.register.put(draft);
    let smooth = series(build, rng, object.clone(), level, dam.height);
    (object, smooth)
}

/// What reservoirs and ponds have in common.
fn levels(build: &mut Build, rng: &mut Rng, draft: Draft, dam: &Dam, (level, limit): (f64, f64)) -> Draft {
    draft
        .set("level_m", level)
        .set("level_time", build.minutes_ago(rng.int(4, 55)))
        .set("limit_level_m", limit)
        .set("normal_level_m", dam.normal)
        .set("design_flood_level_m", dam.design)
        .set("check_flood_level_m", dam.check)
        .set("crest_m", dam.crest)
        .set("vertical_datum", "y1985")
        .set("total_capacity_10k_m3", dam.total)
        .set("capacity_curve", dam.curve())
        .set("dam_height_m", dam.height)
        .set("patrol_person", build.person())
        .set("patrol_phone", build.phone(rng))
}

/// 72 hours that end at the level now: a slow fall in quiet times, a rise in the flood. Without the waves as the answer.
fn series(build: &mut Build, rng: &mut Rng, object: ObjectRef, level: f64, height: f64) -> Vec<f64> {
    let rise = match build.moment {
        Moment::Quiet => -height * rng.real(0.001, 0.006),
        Moment::Flood => height * rng.real(0.03, 0.10),
    };
    let smooth = |hour: i64| {
        let left = 1.0 - hour as f64 / HOURS as f64;
        level - rise * left * (0.4 + 0.6 * left)
    };
    let values = (0..=HOURS).map(|hour| {
        let wave = if hour == HOURS { 0.0 } else { rng.real(-0.015, 0.015) };
        (build.minutes_ago((HOURS - hour) * 60), round(smooth(hour) + wave, 2))
    });
    let values = values.collect();
    build.readings.push(Reading { object, quantity: "level_m".into(), values });
    (0..=HOURS).map(smooth).collect()
}

/// What flowed in and out of a large water over the same hours: out of it what is used, and what is let go where that is
/// told; into it that and what its storage gained.
fn flows(build: &mut Build, object: &ObjectRef, name: &str, dam: &Dam, smooth: &[f64]) {
    let used = round(dam.total * 0.000_6, 1);
    let (mut inflow, mut outflow) = (Vec::new(), Vec::new());
    let gains = || smooth.iter().zip(smooth.iter().skip(1)).map(|(low, high)| dam.volume(*high) - dam.volume(*low));
    // The first hour gains what the second does.
    for (hour, gain_10k_m3) in (0..).zip(gains().take(1).chain(gains())) {
        let minutes = (HOURS - hour) * 60;
        let net = gain_10k_m3 * 10_000.0 / 3_600.0;
        let let_go = below::let_go_m3_s(build.moment, name, minutes).unwrap_or(used);
        // What is used does not run dry what is lost.
        let out = round(let_go.max(0.2 - net), 1);
        outflow.push((build.minutes_ago(minutes), out));
        inflow.push((build.minutes_ago(minutes), round((out + net).max(0.0), 1)));
    }
    for (field, time, values) in [("inflow_m3s", "inflow_time", inflow), ("outflow_m3s", "outflow_time", outflow)] {
        if let Some((at, flow)) = values.last().copied() {
            build.register.change(object, field, flow);
            build.register.change(object, time, at);
        }
        build.readings.push(Reading { object: object.clone(), quantity: field.into(), values });
    }
}

fn ponds(build: &mut Build) {
    let mut rng = build.rng("pond");
    for village in sites(build, "pond sites", PONDS) {
        let terrain = TOWNS.get(village.town).map_or(Terrain::Hill, |town| town.terrain);
        let total = round(rng.real(1.02, 9.6), 2);
        let height = round(rng.real(3.5, 11.0), 1);
        let dam = Dam::new(&mut rng, terrain, height, total);
        let hanging = terrain != Terrain::Plain && rng.chance(0.22);
        let below = round(dam.normal - rng.real(0.05, 0.9), 2);
        let spot = build.spot(&mut rng, Some(village.town), village.spot, 800.0);
        let draft = build
            .of_village("pond", &village)
            .set("name", format!("{}{}塘", village.stem(), rng.pick(&["大", "上", "里", "门前", "后山"])))
            .set("hanging", hanging)
            .set("downstream", village.name.as_str())
            .set("downstream_people", if hanging { rng.int(24, 180) } else { rng.int(0, 40) });
        let draft = levels(build, &mut rng, draft, &dam, (below, dam.normal));
        build.register.put(draft.at(spot));
    }
}
