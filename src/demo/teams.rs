//! Rescue teams at three levels, fire brigades, and the 152 field devices.

use crate::demo::{
    build::{Build, of_town},
    register::Draft,
    rng::Rng,
    shelters::base,
    towns::{TOWNS, Terrain},
};

/// A district team: name, kind, township, people, skills, gear, certificate, how it moves.
type Row = (&'static str, &'static str, &'static str, i64, &'static str, &'static str, &'static str, &'static str);

const DISTRICT: [Row; 10] = [
    (
        "婺城区综合救援大队",
        "comprehensive",
        "城北街道",
        62,
        "防汛抢险、地震救援",
        "冲锋舟、排水泵、破拆工具",
        "综合救援二级",
        "truck",
    ),
    (
        "婺城区森林消防大队",
        "forest_fire",
        "罗店镇",
        48,
        "森林灭火、山地搜救",
        "风力灭火机、高压水泵",
        "森林消防队员证",
        "truck",
    ),
    (
        "婺城区民兵应急连",
        "militia",
        "城东街道",
        96,
        "抢险、转移、警戒",
        "铁锹、编织袋、对讲机",
        "民兵应急分队编成",
        "truck",
    ),
    (
        "婺城区水上救援队",
        "water_rescue",
        "城中街道",
        26,
        "水域救援、潜水",
        "橡皮艇、声呐、救生衣",
        "水域救援技术证",
        "boat",
    ),
    (
        "示例危化救援队",
        "enterprise",
        "白龙桥镇",
        22,
        "危化堵漏、洗消",
        "重型防化服、堵漏工具",
        "危化救援队资质",
        "truck",
    ),
    ("示例供水抢修队", "enterprise", "乾西乡", 18, "管网抢修、排涝", "移动泵车、挖掘机", "市政抢修资质", "truck"),
    ("示例公羊救援队", "social", "新狮街道", 35, "山地搜救、绳索救援", "无人机、绳索装备", "社会应急力量三级", "car"),
    ("示例蓝天志愿队", "social", "城西街道", 41, "水域救援、搜寻", "橡皮艇、救生抛投器", "社会应急力量二级", "boat"),
    (
        "婺城区应急志愿者总队",
        "volunteer",
        "城中街道",
        130,
        "安置服务、心理疏导",
        "帐篷、扩音器",
        "应急志愿者认证",
        "car",
    ),
    ("婺城区医疗救护队", "medical", "城北街道", 24, "伤员急救、卫生防疫", "急救箱、担架", "医师执业证", "car"),
];

pub(super) fn add(build: &mut Build) {
    let mut rng = build.rng("rescue_team");
    for (name, kind, town, people, skills, gear, certificate, speed) in DISTRICT {
        let Some(at) = TOWNS.iter().position(|unit| unit.name == town) else { continue };
        let draft = of_town("rescue_team", at).set("name", name).set("level", "district").set("team_kind", kind);
        let draft = draft.set("people", people).set("skills", skills).set("gear", gear).set("certificate", certificate);
        team(build, &mut rng, at, draft.set("speed_class", speed), people);
    }
    for (at, town) in TOWNS.iter().enumerate().filter(|(_, town)| !town.zone_run) {
        let people = rng.int(18, 36);
        let draft = of_town("rescue_team", at).set("name", format!("{}综合应急救援队", base(town.name)));
        let draft = draft.set("level", "township").set("team_kind", "comprehensive").set("people", people);
        let draft = draft.set("skills", "抢险、转移、排涝").set("gear", "水泵、油锯、编织袋、救生衣");
        team(build, &mut rng, at, draft.set("certificate", "乡镇救援队建设验收").set("speed_class", "truck"), people);
        if matches!(town.terrain, Terrain::Mountain | Terrain::Hill) {
            let people = rng.int(15, 30);
            let draft = of_town("rescue_team", at).set("name", format!("{}森林义务消防队", base(town.name)));
            let draft = draft.set("level", "township").set("team_kind", "forest_fire").set("people", people);
            let draft = draft.set("skills", "林火扑救、防火巡护").set("gear", "风力灭火机、二号工具、水枪");
            team(build, &mut rng, at, draft.set("certificate", "森林消防培训合格").set("speed_class", "car"), people);
        }
    }
    village_teams(build, &mut rng);
    fire_brigades(build);
    devices(build);
}

fn team(build: &mut Build, rng: &mut Rng, town: usize, draft: Draft, people: i64) {
    let Some(unit) = TOWNS.get(town) else { return };
    let spot = build.spot(rng, Some(town), unit.centre, 620.0);
    let home = build.village_near(town, spot).map(|village| village.name).unwrap_or_default();
    let draft = draft
        .set("village", home.as_str())
        .set("status", "ready")
        .set("status_time", build.minutes_ago(rng.int(2_000, 30_000)))
        .set("gear_count", people * rng.int(1, 4) + rng.int(3, 20))
        .set("cert_expiry", build.day(-rng.int(-60, 900)))
        .set("address", format!("{}{home}{}号", unit.name, rng.int(1, 150)))
        .set("leader", build.person())
        .set("phone", build.phone(rng));
    build.register.put(draft.at(spot));
}

fn village_teams(build: &mut Build, rng: &mut Rng) {
    for village in build.own_villages() {
        let people = rng.int(6, 18);
        let town = TOWNS.get(village.town).map_or("", |town| town.name);
        let spot = build.spot(rng, Some(village.town), village.spot, 110.0);
        let draft = build
            .of_village("rescue_team", &village)
            .set("name", format!("{}应急小分队", village.name))
            .set("level", "village")
            .set("team_kind", "comprehensive")
            .set("status", "ready")
            .set("status_time", build.minutes_ago(rng.int(4_000, 90_000)))
            .set("people", people)
            .set("skills", "巡查、预警、转移")
            .set("gear", rng.pick(&["铁锹、铜锣、手电", "手摇报警器、编织袋", "油锯、雨具、扩音器"]))
            .set("gear_count", people + rng.int(2, 24))
            .set("certificate", "村级队伍备案")
            .set("cert_expiry", build.day(-rng.int(20, 720)))
            .set("speed_class", "foot")
            .set("address", format!("{town}{}村委会", village.stem()))
            .set("leader", build.person())
            .set("phone", build.phone(rng));
        build.register.put(draft.at(spot));
    }
}

fn fire_brigades(build: &mut Build) {
    let mut rng = build.rng("fire_brigade");
    let national = [("城北消防救援站", 3_usize), ("新狮消防救援站", 8), ("白龙桥消防救援站", 12)];
    for (name, town) in national {
        let (people, vehicles) = (rng.int(28, 45), rng.int(5, 9));
        brigade(build, &mut rng, town, name.to_owned(), ("national", people, vehicles));
    }
    for (at, town) in TOWNS.iter().enumerate().filter(|(_, town)| !town.zone_run) {
        let (people, vehicles) = (rng.int(8, 16), rng.int(1, 3));
        brigade(build, &mut rng, at, format!("{}专职消防队", base(town.name)), ("township", people, vehicles));
    }
}

fn brigade(
    build: &mut Build,
    rng: &mut Rng,
    town: usize,
    name: String,
    (kind, people, vehicles): (&'static str, i64, i64),
) {
    let Some(unit) = TOWNS.get(town) else { return };
    let spot = build.spot(rng, Some(town), unit.centre, 700.0);
    let home = build.village_near(town, spot).map(|village| village.name).unwrap_or_default();
    let draft = of_town("fire_brigade", town)
        .set("village", home.as_str())
        .set("name", name)
        .set("brigade_kind", kind)
        .set("status", "ready")
        .set("status_time", build.minutes_ago(rng.int(500, 9_000)))
        .set("people", people)
        .set("vehicles", vehicles)
        .set("water_t", vehicles as f64 * rng.pick(&[3.5, 4.0, 6.0]))
        .set("standard_met", true)
        .set("address", format!("{}{home}{}号", unit.name, rng.int(1, 150)))
        .set("duty_phone", build.duty_phone(rng))
        .set("leader", build.person())
        .set("phone", build.phone(rng));
    build.register.put(draft.at(spot));
}

/// 1 UAV, 4 body terminals and 2 dome cameras at the district; 18 body terminals and 127 satellite phones with
/// townships and social teams.
fn devices(build: &mut Build) {
    let mut rng = build.rng("device");
    let bureau = (3_usize, "district", "区应急指挥中心");
    for (kind, name, count) in [("uav", "无人机", 1), ("body_terminal", "移动单兵", 4), ("dome_camera", "布控球", 2)]
    {
        for nth in 1..=count {
            device(build, &mut rng, (kind, &format!("区级{name}{nth}号")), bureau);
        }
    }
    let own: Vec<usize> = TOWNS.iter().enumerate().filter(|(_, town)| !town.zone_run).map(|(at, _)| at).collect();
    let social = [(8_usize, "示例公羊救援队"), (2, "示例蓝天志愿队")];
    for nth in 0..18 {
        match own.get(nth) {
            // The town centre has its terminals at the district; two social teams hold theirs.
            Some(town) if nth > 1 => township_device(build, &mut rng, ("body_terminal", "移动单兵"), *town, nth),
            _ => {
                let (town, team) = social.get(nth).copied().unwrap_or((8, "示例公羊救援队"));
                device(build, &mut rng, ("body_terminal", &format!("{team}单兵{}号", nth + 1)), (town, "social", team));
            }
        }
    }
    for nth in 0..127 {
        match own.get(nth % 20) {
            Some(town) => township_device(build, &mut rng, ("sat_phone", "卫星电话"), *town, nth),
            None => {
                let (town, team) = social.get(nth % 2).copied().unwrap_or((8, "示例公羊救援队"));
                device(build, &mut rng, ("sat_phone", &format!("{team}卫星电话{}号", nth + 1)), (town, "social", team));
            }
        }
    }
}

fn township_device(build: &mut Build, rng: &mut Rng, (kind, what): (&'static str, &str), town: usize, nth: usize) {
    let Some(unit) = TOWNS.get(town) else { return };
    let holder = format!("{}应急管理中心", base(unit.name));
    device(build, rng, (kind, &format!("{}{what}{}号", base(unit.name), nth + 1)), (town, "township", &holder));
}

fn device(
    build: &mut Build,
    rng: &mut Rng,
    (kind, name): (&'static str, &str),
    (town, level, holder): (usize, &'static str, &str),
) {
    let Some(unit) = TOWNS.get(town) else { return };
    let serial = build.register.count("device") + 1;
    let spot = build.spot(rng, Some(town), unit.centre, 90.0);
    let home = build.village_near(town, spot).map(|village| village.name).unwrap_or_default();
    let number = if kind == "sat_phone" { format!("1740000{:04}", rng.int(0, 9999)) } else { build.phone(rng) };
    let draft = of_town("device", town)
        .set("village", home)
        .set("name", name)
        .set("device_kind", kind)
        .set("serial", format!("SL{serial:06}"))
        .set("holder_level", level)
        .set("holder", holder)
        .set("status", "store")
        .set("fix_time", build.minutes_ago(rng.int(3, 4_000)))
        .set("battery", rng.int(38, 100))
        .set("custodian", build.person())
        .set("phone", number);
    build.register.put(draft.at(spot));
}
