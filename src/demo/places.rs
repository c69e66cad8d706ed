//! What has to be protected or can help: hospitals, schools, guarded places, model communities, training halls,
//! pipelines.

use crate::demo::{
    build::{Build, of_town, round},
    register::Draft,
    rng::Rng,
    roads::ROADS,
    shape::{Spot, length_km, line_string, moved},
    shelters::base,
    towns::{TOWNS, Terrain},
};

pub(super) fn add(build: &mut Build) {
    hospitals(build);
    schools(build);
    guarded(build);
    communities(build);
    halls(build);
    pipelines(build);
}

/// A place in a township: its village and address filled.
fn placed(build: &mut Build, rng: &mut Rng, kind: &'static str, town: usize, spread: f64) -> Draft {
    let near = TOWNS.get(town).map_or((0.0, 0.0), |town| town.centre);
    let spot = build.spot(rng, Some(town), near, spread);
    let home = build.village_near(town, spot).map(|village| village.name).unwrap_or_default();
    of_town(kind, town).set("village", home).at(spot)
}

fn address(rng: &mut Rng, town: usize) -> String {
    format!("{}示例路{}号", TOWNS.get(town).map_or("", |town| town.name), rng.int(1, 420))
}

fn hospitals(build: &mut Build) {
    let mut rng = build.rng("hospital");
    let large = [
        ("示例中心医院", 3, "tertiary"),
        ("示例人民医院", 1, "tertiary"),
        ("示例中医院", 0, "secondary"),
        ("示例妇幼院", 8, "secondary"),
    ];
    for (name, town, level) in large {
        hospital(build, &mut rng, town, name.to_owned(), level);
    }
    for (at, town) in TOWNS.iter().enumerate().filter(|(_, town)| !town.zone_run) {
        let what = if town.terrain == Terrain::Town { "社区卫生服务中心" } else { "卫生院" };
        hospital(build, &mut rng, at, format!("{}{what}", base(town.name)), "primary");
    }
}

fn hospital(build: &mut Build, rng: &mut Rng, town: usize, name: String, level: &'static str) {
    let (beds, cars) = match level {
        "tertiary" => (rng.int(820, 1_900), rng.int(6, 14)),
        "secondary" => (rng.int(180, 460), rng.int(2, 5)),
        _ => (rng.int(8, 60), rng.int(1, 2)),
    };
    let draft = placed(build, rng, "hospital", town, 700.0)
        .set("name", name)
        .set("hospital_level", level)
        .set("address", address(rng, town))
        .set("beds", beds)
        .set("ambulances", cars)
        .set("emergency_room", level != "primary" || rng.chance(0.5))
        .set("duty_phone", build.duty_phone(rng))
        .set("leader", build.person())
        .set("phone", build.phone(rng));
    build.register.put(draft);
}

fn schools(build: &mut Build) {
    let mut rng = build.rng("school");
    for (at, town) in TOWNS.iter().enumerate().filter(|(_, town)| !town.zone_run) {
        let kinds: &[(&str, &str)] = match town.terrain {
            Terrain::Town => &[
                ("kindergarten", "实验幼儿园"),
                ("primary", "第一小学"),
                ("primary", "第二小学"),
                ("middle", "初级中学"),
                ("high", "高级中学"),
            ],
            Terrain::Mountain => &[("kindergarten", "幼儿园"), ("primary", "小学")],
            _ => &[("kindergarten", "幼儿园"), ("primary", "中心校"), ("middle", "初级中学")],
        };
        for (kind, name) in kinds {
            let students = town.people * rng.int(9, 24) / 1_000 + rng.int(18, 60);
            let draft = placed(build, &mut rng, "school", at, 1_100.0)
                .set("name", format!("示例{}{name}", base(town.name)))
                .set("school_kind", *kind)
                .set("address", address(&mut rng, at))
                .set("students", students)
                .set("staff", students / rng.int(9, 15) + 3)
                .set("boarding", rng.chance(0.15))
                .set("head", build.person())
                .set("phone", build.phone(&mut rng));
            build.register.put(draft);
        }
    }
}

fn guarded(build: &mut Build) {
    const PLACES: [(&str, &str, usize); 26] = [
        ("区行政中心", "government", 2),
        ("城北变电站", "power", 3),
        ("白龙桥变电站", "power", 12),
        ("琅琊变电站", "power", 13),
        ("雅畈变电站", "power", 10),
        ("金兰水厂", "water_plant", 13),
        ("安地水厂", "water_plant", 11),
        ("城区水厂", "water_plant", 8),
        ("通信枢纽楼", "telecom", 1),
        ("白龙桥通信机房", "telecom", 12),
        ("沙畈通信基站", "telecom", 22),
        ("塔石通信基站", "telecom", 23),
        ("火车站", "transport", 3),
        ("汽车西站", "transport", 2),
        ("商业广场", "crowd", 1),
        ("农贸市场", "crowd", 0),
        ("白龙桥市场", "crowd", 12),
        ("影剧院", "crowd", 1),
        ("城北养老院", "care_home", 3),
        ("罗店敬老院", "care_home", 9),
        ("琅琊敬老院", "care_home", 13),
        ("沙畈敬老院", "care_home", 22),
        ("安地养老院", "care_home", 11),
        ("古城墙", "heritage", 1),
        ("双龙景区", "heritage", 9),
        ("古村落", "heritage", 20),
    ];
    let mut rng = build.rng("guarded_place");
    for (name, kind, town) in PLACES {
        let draft = placed(build, &mut rng, "guarded_place", town, 900.0)
            .set("name", format!("示例{name}"))
            .set("place_kind", kind)
            .set("address", address(&mut rng, town))
            .set("people", rng.int(6, 540))
            .set("owner", format!("示例{name}管理处"))
            .set("guard", build.person())
            .set("phone", build.phone(&mut rng));
        build.register.put(draft);
    }
}

/// The one that the bureau names (柳湖花园社区, 2020, provincial) and invented others.
fn communities(build: &mut Build) {
    let mut rng = build.rng("model_community");
    let own = build.own_villages();
    let named = own.iter().find(|village| village.name == "柳湖花园社区").cloned();
    let others = own.iter().filter(|village| village.name.ends_with("社区") && village.name != "柳湖花园社区");
    let years = [2020_i64, 2016, 2017, 2018, 2019, 2021];
    let chosen: Vec<_> = named.into_iter().chain(others.step_by(7).take(5).cloned()).collect();
    for (village, year) in chosen.into_iter().zip(years) {
        let spot = build.spot(&mut rng, Some(village.town), village.spot, 60.0);
        let draft = build
            .of_village("model_community", &village)
            .set("name", village.name.as_str())
            .set("honour", if year == 2018 { "national" } else { "provincial" })
            .set("year", year)
            .set("population", village.people)
            .set("head", build.person())
            .set("phone", build.phone(&mut rng));
        build.register.put(draft.at(spot));
    }
}

fn halls(build: &mut Build) {
    let mut rng = build.rng("training_hall");
    for (name, town) in [("应急宣教体验馆", 8), ("白龙桥安全体验馆", 12), ("城东消防体验馆", 0)] {
        let draft = placed(build, &mut rng, "training_hall", town, 800.0)
            .set("name", format!("示例{name}"))
            .set("address", address(&mut rng, town))
            .set("area_m2", round(rng.real(220.0, 1_400.0), 0))
            .set("visitors_year", rng.int(2_400, 21_000))
            .set("built_year", rng.int(2015, 2021))
            .set("opening", "周二至周日 9:00-16:30")
            .set("leader", build.person())
            .set("phone", build.phone(&mut rng));
        build.register.put(draft);
    }
}

/// Pipelines beside main roads.
fn pipelines(build: &mut Build) {
    let mut rng = build.rng("pipeline");
    let lines = [
        ("示例天然气长输管道", "natural_gas", "G60", 813_i64, 6.3, 200_i64),
        ("示例成品油管道", "oil", "G25", 406, 9.5, 150),
        ("示例城镇燃气干线", "town_gas", "S03", 315, 0.4, 50),
    ];
    for (name, medium, beside, diameter, pressure, buffer) in lines {
        let Some(road) = ROADS.iter().find(|road| road.number == beside) else { continue };
        let line: Vec<Spot> = road
            .line
            .iter()
            .map(|spot| moved(*spot, 160.0, 240.0))
            .filter(|spot| build.ground.in_district(*spot))
            .collect();
        let Some(town) = line.first().and_then(|spot| build.ground.town_at(*spot)) else { continue };
        let home = line.first().and_then(|spot| build.village_near(town, *spot)).map(|village| village.name);
        let draft = of_town("pipeline", town)
            .set("village", home.unwrap_or_default())
            .set("name", name)
            .set("medium", medium)
            .set("diameter_mm", diameter)
            .set("pressure_mpa", pressure)
            .set("length_km", round(length_km(&line), 1))
            .set("buffer_m", buffer)
            .set("built_year", rng.int(2005, 2018))
            .set("owner", "示例管网公司")
            .set("phone", build.duty_phone(&mut rng));
        build.register.put(draft.shaped(line_string(&line)));
    }
}
