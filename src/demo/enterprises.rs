//! 1,566 enterprises in four colours, industries by area, and the 20 checkup stations that serve them.

use crate::{
    demo::{
        build::{Build, of_town, round},
        register::Draft,
        rng::{Rng, shares},
        shape::{Spot, moved},
        shelters::base,
        towns::TOWNS,
    },
    domain::model::ObjectRef,
};

/// Enterprises, and how many of each colour: red, orange, yellow, blue.
pub(super) const COLORS: [(&str, i64); 4] = [("red", 23), ("orange", 164), ("yellow", 560), ("blue", 819)];

/// A township's industry: how many enterprises, and what most of them do.
struct Estate {
    town: &'static str,
    count: i64,
    main: &'static str,
    second: &'static str,
}

const fn estate(town: &'static str, count: i64, main: &'static str, second: &'static str) -> Estate {
    Estate { town, count, main, second }
}

/// Sums to 1,566 over the bureau's own townships.
const ESTATES: [Estate; 18] = [
    estate("白龙桥镇", 340, "machinery", "auto_parts"),
    estate("蒋堂镇", 190, "building", "hardware"),
    estate("乾西乡", 180, "hardware", "electronics"),
    estate("雅畈镇", 120, "textile", "plastics"),
    estate("琅琊镇", 120, "wood", "building"),
    estate("新狮街道", 110, "electronics", "printing"),
    estate("罗店镇", 95, "food", "printing"),
    estate("长山乡", 95, "auto_parts", "machinery"),
    estate("竹马乡", 85, "pharma", "food"),
    estate("城北街道", 60, "storage", "printing"),
    estate("安地镇", 45, "food", "wood"),
    estate("城东街道", 45, "textile", "storage"),
    estate("城西街道", 25, "printing", "storage"),
    estate("城中街道", 15, "printing", "textile"),
    estate("塔石乡", 14, "wood", "food"),
    estate("沙畈乡", 12, "wood", "mining"),
    estate("莘畈乡", 10, "wood", "food"),
    estate("箬阳乡", 5, "food", "wood"),
];

/// What the other enterprises do, by weight.
const OTHERS: [(&str, f64); 10] = [
    ("machinery", 16.0),
    ("hardware", 14.0),
    ("plastics", 12.0),
    ("textile", 11.0),
    ("food", 10.0),
    ("wood", 8.0),
    ("storage", 8.0),
    ("fuel", 6.0),
    ("chemical", 5.0),
    ("electronics", 10.0),
];

/// Townships with a second checkup station.
const SECOND_STATION: [&str; 2] = ["白龙桥镇", "蒋堂镇"];

const FIRST: [&str; 24] = [
    "宏", "达", "金", "华", "恒", "泰", "瑞", "丰", "永", "盛", "新", "锐", "方", "圆", "鼎", "兴", "联", "创", "正",
    "大", "和", "美", "双", "龙",
];

/// What an enterprise of an industry is called, its categories, and how risky it tends to be.
fn traits(industry: &str) -> (&'static str, &'static str, &'static str, f64) {
    match industry {
        "machinery" => ("机械厂", "occupational,spraying", "industry_hazchem", 0.5),
        "auto_parts" => ("汽配有限公司", "occupational,spraying", "industry_hazchem", 0.5),
        "hardware" => ("五金工具厂", "occupational,dust", "industry_hazchem", 0.6),
        "textile" => ("纺织有限公司", "occupational", "fire", 0.45),
        "food" => ("食品有限公司", "confined_space,ammonia", "industry_hazchem", 0.5),
        "chemical" => ("化工有限公司", "hazchem,occupational", "industry_hazchem", 1.0),
        "pharma" => ("药业有限公司", "hazchem,confined_space", "industry_hazchem", 0.85),
        "building" => ("建材有限公司", "occupational,confined_space", "industry_hazchem", 0.5),
        "wood" => ("木业有限公司", "dust", "fire", 0.6),
        "plastics" => ("塑料制品厂", "occupational", "fire", 0.5),
        "printing" => ("印刷包装厂", "general", "fire", 0.35),
        "electronics" => ("电器有限公司", "general", "industry_hazchem", 0.3),
        "mining" => ("石料有限公司", "mine,occupational", "industry_hazchem", 0.9),
        "storage" => ("仓储物流有限公司", "general", "traffic", 0.35),
        _ => ("加油站", "hazchem", "industry_hazchem", 0.8),
    }
}

/// What is stored where chemicals are, by industry.
fn stored(industry: &str, rng: &mut Rng) -> &'static str {
    match industry {
        "chemical" => rng.pick(&["甲醇、甲苯", "盐酸、液碱", "氨水", "乙醇、丙酮", "液氯"]),
        "pharma" => rng.pick(&["乙醇", "乙醇、丙酮", "甲醇"]),
        "fuel" => rng.pick(&["汽油、柴油", "液化石油气", "压缩天然气"]),
        "food" => rng.pick(&["液氨", "无", "无"]),
        _ => rng.pick(&["无", "无", "无", "油漆、稀释剂", "乙炔、氧气"]),
    }
}

pub(super) fn add(build: &mut Build) {
    let mut rng = build.rng("enterprise");
    let stations = stations(build);
    let mut colors: Vec<(&'static str, i64)> = COLORS.to_vec();
    let mut served: Vec<(ObjectRef, i64, i64)> = stations.iter().map(|(_, station)| (station.clone(), 0, 0)).collect();
    let mut serial = 0_i64;
    for estate in &ESTATES {
        let Some(town) = TOWNS.iter().position(|town| town.name == estate.town) else { continue };
        let parks = parks(build, &mut rng, town, estate.count);
        let mine: Vec<usize> =
            stations.iter().enumerate().filter(|(_, (at, _))| *at == town).map(|(place, _)| place).collect();
        for _ in 0..estate.count {
            serial += 1;
            let place = rng.pick(&mine);
            let industry = industry(&mut rng, estate);
            let color = color(&mut rng, &mut colors, traits(industry).3);
            let visited = rng.chance(0.62);
            if let Some((station, count, visits)) = served.get_mut(place) {
                *count += 1;
                *visits += i64::from(visited);
                let station = station.clone();
                let what = What { serial, town, industry, color, visited };
                enterprise(build, &mut rng, &what, &parks, &station);
            }
        }
    }
    for (station, count, visits) in served {
        build.register.change(&station, "enterprises", count);
        build.register.change(&station, "visits_done", visits);
        build.register.change(&station, "visits_due", count + count / 3);
    }
}

fn stations(build: &mut Build) -> Vec<(usize, ObjectRef)> {
    let mut rng = build.rng("checkup_station");
    let mut stations = Vec::new();
    for (at, town) in TOWNS.iter().enumerate().filter(|(_, town)| !town.zone_run) {
        let names: &[&str] = if SECOND_STATION.contains(&town.name) { &["第一", "第二"] } else { &[""] };
        for nth in names {
            let spot = build.spot(&mut rng, Some(at), town.centre, 500.0);
            let home = build.village_near(at, spot).map(|village| village.name).unwrap_or_default();
            let draft = of_town("checkup_station", at)
                .set("village", home.as_str())
                .set("name", format!("{}{nth}安全生产体检站", base(town.name)))
                .set("address", format!("{}{home}{}号", town.name, rng.int(1, 120)))
                .set("staff", rng.int(3, 9))
                .set("built_year", rng.pick(&[2019_i64, 2020, 2020, 2021]))
                .set("leader", build.person())
                .set("phone", build.phone(&mut rng));
            stations.push((at, build.register.put(draft.at(spot))));
        }
    }
    stations
}

/// The industrial parks of a township: places enterprises gather about.
fn parks(build: &Build, rng: &mut Rng, town: usize, count: i64) -> Vec<Spot> {
    let centre = TOWNS.get(town).map_or((0.0, 0.0), |town| town.centre);
    let mut parks = Vec::new();
    for _ in 0..300 {
        if parks.len() as i64 > count / 60 {
            break;
        }
        let spot = moved(centre, rng.bell() * 2_600.0, rng.bell() * 2_600.0);
        if build.ground.in_town(town, spot) && build.ground.is_dry(spot, 300.0) {
            parks.push(spot);
        }
    }
    if parks.is_empty() { vec![centre] } else { parks }
}

fn industry(rng: &mut Rng, estate: &Estate) -> &'static str {
    let draw = rng.unit();
    if draw < 0.46 {
        estate.main
    } else if draw < 0.68 {
        estate.second
    } else {
        let weights: Vec<f64> = OTHERS.iter().map(|(_, weight)| *weight).collect();
        OTHERS.get(rng.weighted(&weights)).map_or("machinery", |(industry, _)| industry)
    }
}

/// A colour that is still to be given out: risky ones sooner to risky industries.
fn color(rng: &mut Rng, left: &mut [(&'static str, i64)], risk: f64) -> &'static str {
    let pull = [risk * risk * 3.0, risk * 1.8, 1.0, 1.4 - risk];
    let weights: Vec<f64> = left.iter().zip(pull).map(|((_, left), pull)| *left as f64 * pull).collect();
    match left.get_mut(rng.weighted(&weights)) {
        Some((color, left)) if *left > 0 => {
            *left -= 1;
            color
        }
        _ => "blue",
    }
}

/// What one enterprise is.
struct What {
    serial: i64,
    town: usize,
    industry: &'static str,
    color: &'static str,
    visited: bool,
}

fn enterprise(build: &mut Build, rng: &mut Rng, what: &What, parks: &[Spot], station: &ObjectRef) {
    let near = if rng.chance(0.74) {
        rng.pick(parks)
    } else {
        let own = build.villages.iter().filter(|village| village.town == what.town);
        rng.pick(&own.map(|village| village.spot).collect::<Vec<_>>())
    };
    let spot = build.spot(rng, Some(what.town), near, 420.0);
    let home = build.village_near(what.town, spot).map(|village| village.name).unwrap_or_default();
    let town = TOWNS.get(what.town).map_or("", |town| town.name);
    let (noun, categories, committee, _) = traits(what.industry);
    let name = format!("示例{}{}{}{noun}", rng.pick(&FIRST), rng.pick(&FIRST), what.serial);
    let (dated, points) = match what.color {
        "red" => (1, rng.int(9, 26)),
        "orange" => (2, rng.int(5, 17)),
        "yellow" => (3, rng.int(2, 9)),
        _ => (4, rng.int(1, 4)),
    };
    let last = if what.visited { rng.int(3, 195) } else { rng.int(205, 520) };
    let draft = of_town("enterprise", what.town)
        .set("village", home.as_str())
        .set("name", name)
        .set("credit_code", format!("91330702SL{:08}", what.serial))
        .set("address", format!("{town}{home}工业路{}号", rng.int(1, 388)))
        .set("industry", what.industry)
        .set("risk_color", what.color)
        .set("risk_time", build.minutes_ago(rng.int(8_000, 900_000)))
        .set("risk_reason", reason(dated))
        .set("staff", (rng.uneven() * rng.uneven() * 46.0) as i64 + rng.int(2, 9))
        .set("committee", committee)
        .set("categories", categories)
        .set("hazchem", stored(what.industry, rng))
        .set("risk_points", points)
        .set("station", station.uid.to_string())
        .set("slot", rng.pick(&["q1", "q2", "q3", "q4"]))
        .set("last_visit", build.day(last))
        .set("next_visit", build.day(last - 365 * dated / 3))
        .set("open_hazards", if rng.chance(0.06) { rng.int(1, 2) } else { 0 });
    let draft: Draft = draft
        .set("head", build.person())
        .set("safety_officer", build.person())
        .set("phone", build.phone(rng))
        .set("as_of", build.minutes_ago(rng.int(1_000, 40_000)));
    build.register.put(draft.at(spot));
}

const fn reason(dated: i64) -> &'static str {
    match dated {
        1 => "风险点最高为重大风险",
        2 => "风险点最高为较大风险",
        3 => "风险点最高为一般风险",
        _ => "风险点均为低风险",
    }
}

/// Major hazard installations at red enterprises: R and the grade computed as GB 18218 says.
pub(super) fn major_hazards(build: &mut Build) {
    const SUBSTANCES: [(&str, f64, f64); 6] = [
        ("液氯", 5.0, 4.0),
        ("液氨", 10.0, 2.0),
        ("液化石油气", 50.0, 1.5),
        ("甲醇", 500.0, 1.0),
        ("汽油", 200.0, 1.0),
        ("环氧乙烷", 10.0, 2.0),
    ];
    let mut rng = build.rng("major_hazard");
    let all = build.register.objects.get("enterprise").into_iter().flatten();
    let red: Vec<_> = all
        .filter(|object| build.register.value(object, "risk_color").as_text() == Some("red"))
        .take(12)
        .cloned()
        .collect();
    let parts = shares(46, &red.iter().map(|_| rng.uneven()).collect::<Vec<_>>());
    for ((serial, object), part) in red.iter().enumerate().zip(parts) {
        let Some(spot) = super::zones::point_of(object) else { continue };
        let value = |field| build.register.value(object, field);
        let (substance, threshold, beta) = SUBSTANCES.get(serial % SUBSTANCES.len()).copied().unwrap_or_default();
        let times = 1.0 + part as f64 * rng.real(0.6, 1.4);
        let people = rng.int(0, 160);
        let alpha = match people {
            100.. => 2.0,
            50.. => 1.5,
            30.. => 1.2,
            1.. => 1.0,
            _ => 0.5,
        };
        let quantity = round(times * threshold, 1);
        let r = round(alpha * beta * quantity / threshold, 1);
        let grade = if r >= 100.0 {
            "g1"
        } else if r >= 50.0 {
            "g2"
        } else if r >= 10.0 {
            "g3"
        } else {
            "g4"
        };
        let draft = Draft::new("major_hazard")
            .set("township", value("township"))
            .set("village", value("village"))
            .set("name", format!("{}{substance}储罐区", value("name").as_text().unwrap_or("")))
            .set("enterprise", object.uid.to_string())
            .set("grade", grade)
            .set("r_value", r)
            .set("substance", substance)
            .set("quantity_t", quantity)
            .set("threshold_t", threshold)
            .set("people_500m", people)
            .set("has_camera", rng.chance(0.9))
            .set("address", value("address"))
            .set("safety_officer", build.person())
            .set("phone", build.phone(&mut rng));
        let spot = build.spot(&mut rng, None, spot, 30.0);
        build.register.put(draft.at(spot));
    }
}
