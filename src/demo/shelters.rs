//! Relocation shelters at three levels (200 of 2021 and 75 of 2022), and the outdoor refuge sites.

use crate::demo::{
    build::{Build, of_town, round},
    register::Draft,
    rng::Rng,
    shape::Spot,
    towns::{TOWNS, Terrain},
    villages::Village,
};

/// How many shelters there are in all, and how many of them stood before 2022.
const ALL: usize = 275;
const STANDARDISED_BY_2021: usize = 200;

/// County-level ones in town: name, township, capacity.
const COUNTY: [(&str, &str, i64); 4] = [
    ("示例体育中心", "城北街道", 2_180),
    ("示例职业学校", "新狮街道", 1_460),
    ("示例会展馆", "城东街道", 1_750),
    ("示例第一中学", "城西街道", 930),
];

/// Townships with a second one of their level. The first is by a river and gets into the flood's danger area.
const SECOND: [(&str, &str, Option<Spot>); 6] = [
    ("白龙桥镇", "溪边中学", Some((119.540_8, 29.075_2))),
    ("琅琊镇", "文体中心", None),
    ("蒋堂镇", "中学", None),
    ("沙畈乡", "学校", None),
    ("塔石乡", "文化站", None),
    ("安地镇", "文化站", None),
];

const HAZARDS: [(&str, f64); 6] = [
    ("flood", 1.0),
    ("typhoon", 1.0),
    ("geological", 0.8),
    ("earthquake", 0.35),
    ("forest_fire", 0.4),
    ("chemical", 0.2),
];

pub(super) fn add(build: &mut Build) {
    let mut rng = build.rng("shelter");
    for (name, town, capacity) in COUNTY {
        let Some(at) = TOWNS.iter().position(|unit| unit.name == town) else { continue };
        let centre = TOWNS.get(at).map_or((0.0, 0.0), |town| town.centre);
        let spot = build.spot(&mut rng, Some(at), centre, 700.0);
        shelter(build, &mut rng, (at, None), name.to_owned(), "county", capacity, spot);
    }
    for (at, town) in TOWNS.iter().enumerate().filter(|(_, town)| !town.zone_run) {
        let spot = build.spot(&mut rng, Some(at), town.centre, 260.0);
        let capacity = rng.int(170, 460);
        let name = format!("{}中心小学", base(town.name));
        shelter(build, &mut rng, (at, None), name, "township", capacity, spot);
    }
    for (town, what, place) in SECOND {
        let Some(at) = TOWNS.iter().position(|unit| unit.name == town) else { continue };
        let centre = TOWNS.get(at).map_or((0.0, 0.0), |town| town.centre);
        let spot = match place {
            Some(spot) => build.spot(&mut rng, Some(at), spot, 10.0),
            None => build.spot(&mut rng, Some(at), centre, 900.0),
        };
        let capacity = rng.int(120, 330);
        shelter(build, &mut rng, (at, None), format!("{}{what}", base(town)), "township", capacity, spot);
    }
    let left = ALL - COUNTY.len() - SECOND.len() - TOWNS.iter().filter(|town| !town.zone_run).count();
    for village in by_need(build).into_iter().take(left) {
        let venues: &[&str] = if village.name.ends_with("社区") {
            &["服务中心", "文化活动中心", "邻里中心", "居家养老中心"]
        } else {
            &["文化礼堂", "文化礼堂", "党群服务中心", "老年活动中心", "大会堂", "小学"]
        };
        let name = format!("{}{}", village.name, rng.pick(venues));
        let capacity = (rng.uneven() * 74.0) as i64 + rng.int(14, 30);
        let spot = build.spot(&mut rng, Some(village.town), village.spot, 160.0);
        shelter(build, &mut rng, (village.town, Some(&village)), name, "village", capacity, spot);
    }
    refuge_sites(build);
}

/// A township's name without 镇, 乡 or 街道.
pub(super) fn base(town: &str) -> &str {
    ["街道", "镇", "乡"].iter().find_map(|end| town.strip_suffix(end)).unwrap_or(town)
}

/// The bureau's villages, those that must be covered first: mountain and key flood villages.
fn by_need(build: &Build) -> Vec<Village> {
    let mut rng = build.rng("shelter need");
    let mountain = |village: &Village| TOWNS.get(village.town).is_some_and(|town| town.terrain == Terrain::Mountain);
    let mut villages: Vec<(bool, i64, Village)> = build
        .own_villages()
        .into_iter()
        .map(|village| (!(mountain(&village) || village.key_flood), rng.int(0, 1_000_000), village))
        .collect();
    villages.sort_by(|a, b| (a.0, a.1, a.2.code).cmp(&(b.0, b.1, b.2.code)));
    villages.into_iter().map(|(_, _, village)| village).collect()
}

fn shelter(
    build: &mut Build,
    rng: &mut Rng,
    (town, village): (usize, Option<&Village>),
    name: String,
    level: &'static str,
    people: i64,
    spot: Spot,
) {
    let serial = build.register.count("shelter") as usize;
    let near = village.cloned().or_else(|| build.village_near(town, spot));
    let home = near.as_ref().map(|village| village.name.clone()).unwrap_or_default();
    let of = TOWNS.get(town).map_or("", |town| town.name);
    let each = round(rng.real(2.0, 3.2), 1);
    let area = round(people as f64 * each + rng.real(0.3, 1.7), 1);
    let capacity = (area / each).floor() as i64;
    let late = serial >= STANDARDISED_BY_2021;
    let frail = rng.chance(0.4);
    let serves = if level == "village" { home.clone() } else { format!("{of}及周边") };
    let draft = of_town("shelter", town)
        .set("village", home.as_str())
        .set("name", name)
        .set("level", level)
        .set("address", format!("{of}{home}{}号", rng.int(1, 188)))
        .set("status", "standby")
        .set("status_time", build.minutes_ago(rng.int(4_000, 130_000)))
        .set("capacity", capacity)
        .set("suitable_hazards", hazards(rng))
        .set("floor_area_m2", area)
        .set("area_per_person_m2", each)
        .set("indoor", true)
        .set("outdoor", rng.chance(0.18))
        .set("suits_frail", frail)
        .set("serves", serves)
        .set("safety_inspected", rng.chance(0.94))
        .set("inspected_on", build.day(rng.int(40, 1_700)))
        .set("standardised", true)
        .set("has_video", late || rng.chance(0.7))
        .set("built_year", rng.int(1986, if late { 2021 } else { 2018 }))
        .set("supplies", supplies(rng, capacity))
        .set("manager", build.person())
        .set("phone", build.phone(rng))
        .set("note", if late { "2022年建成规范化场所" } else { "2021年前建成规范化场所" });
    build.register.put(draft.at(spot));
}

fn hazards(rng: &mut Rng) -> String {
    HAZARDS.iter().filter(|(_, share)| rng.chance(*share)).map(|(id, _)| *id).collect::<Vec<_>>().join(",")
}

fn supplies(rng: &mut Rng, capacity: i64) -> String {
    let share = |rng: &mut Rng, least: i64, most: i64| (capacity * rng.int(least, most) / 100).max(2);
    let (quilts, beds) = (share(rng, 45, 100), share(rng, 20, 60));
    format!("棉被{quilts}床、折叠床{beds}张、饮用水{}箱、应急灯{}只", share(rng, 10, 35), rng.int(2, 14))
}

/// Outdoor sites, mostly in town.
fn refuge_sites(build: &mut Build) {
    const SITES: [(&str, usize, &str, &str); 12] = [
        ("人民广场", 1, "city", "long"),
        ("婺州公园", 2, "county", "short"),
        ("江滨绿地", 0, "county", "short"),
        ("师大操场", 8, "county", "long"),
        ("北苑公园", 3, "township", "emergency"),
        ("白龙桥文化广场", 12, "township", "short"),
        ("罗店中学操场", 9, "township", "emergency"),
        ("雅畈中学操场", 10, "township", "emergency"),
        ("乾西小学操场", 18, "township", "emergency"),
        ("蒋堂文化广场", 14, "township", "emergency"),
        ("琅琊中学操场", 13, "township", "emergency"),
        ("安地小学操场", 11, "township", "emergency"),
    ];
    let mut rng = build.rng("refuge_site");
    for (name, town, level, stay) in SITES {
        let Some(unit) = TOWNS.get(town) else { continue };
        let spot = build.spot(&mut rng, Some(town), unit.centre, 900.0);
        let draft = refuge(build, &mut rng, of_town("refuge_site", town), unit.name, (level, stay));
        let home = build.village_near(town, spot).map(|village| village.name).unwrap_or_default();
        build.register.put(draft.set("name", format!("示例{name}")).set("village", home).at(spot));
    }
}

fn refuge(
    build: &mut Build,
    rng: &mut Rng,
    draft: Draft,
    town: &str,
    (level, stay): (&'static str, &'static str),
) -> Draft {
    let each = match stay {
        "emergency" => 0.5,
        "short" => 2.0,
        _ => 4.5,
    };
    let area = round(rng.real(3_800.0, 31_000.0), 0);
    let usable = round(area * rng.real(0.48, 0.72), 0);
    draft
        .set("level", level)
        .set("stay_class", stay)
        .set("address", format!("{town}示例路{}号", rng.int(1, 260)))
        .set("status", "standby")
        .set("status_time", build.minutes_ago(rng.int(9_000, 200_000)))
        .set("capacity", (usable / each).floor() as i64)
        .set("suitable_hazards", "earthquake,chemical")
        .set("area_m2", area)
        .set("effective_area_m2", usable)
        .set("service_radius_m", rng.pick(&[500_i64, 800, 1_000, 1_500]))
        .set("safety_inspected", true)
        .set("has_water", rng.chance(0.9))
        .set("has_power", rng.chance(0.8))
        .set("has_toilets", rng.chance(0.85))
        .set("manager", build.person())
        .set("phone", build.phone(rng))
}
