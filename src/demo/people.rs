//! Responsible persons at three levels, and the township emergency centres.

use crate::demo::{
    build::{Build, of_town},
    register::Draft,
    rng::Rng,
    shape::Spot,
    shelters::base,
    towns::TOWNS,
    zones::point_of,
};

/// Posts at the district headquarters: post, duty, title.
const DISTRICT: [(&str, &str, &str); 12] = [
    ("commander", "区防指指挥", "区长"),
    ("deputy", "区防指常务副指挥", "常务副区长"),
    ("deputy", "区防指副指挥", "分管副区长"),
    ("deputy", "区防指副指挥（人武）", "人武部部长"),
    ("deputy", "区防办主任", "应急管理局局长"),
    ("duty_leader", "水利线责任人", "水利局局长"),
    ("duty_leader", "自然资源线责任人", "自规分局局长"),
    ("duty_leader", "林业线责任人", "林业局局长"),
    ("duty_leader", "气象线责任人", "气象台台长"),
    ("duty_leader", "民政线责任人", "民政局局长"),
    ("duty_leader", "消防线责任人", "消防大队大队长"),
    ("duty_leader", "应急线责任人", "应急局副局长"),
];

const TOWNSHIP: [(&str, &str, &str); 6] = [
    ("township_head", "防汛总负责", "乡镇长（主任）"),
    ("duty_leader", "防汛带班", "分管副职"),
    ("warning", "监测预警", "应急站站长"),
    ("transfer", "人员转移", "组织委员"),
    ("rescue", "抢险救援", "武装部长"),
    ("depot_keeper", "物资仓库管理", "应急站干部"),
];

const VILLAGE: [(&str, &str, &str); 5] = [
    ("village_head", "防汛总负责", "村（社区）书记"),
    ("warning", "监测预警", "网格员"),
    ("transfer", "人员转移", "村（社区）委员"),
    ("rescue", "抢险救援", "民兵排长"),
    ("shelter_keeper", "避灾场所管理", "村（社区）文书"),
];

pub(super) fn add(build: &mut Build) {
    let mut rng = build.rng("responsible_person");
    let seat = (119.630, 29.103);
    for (post, duty, title) in DISTRICT {
        let draft = of_town("responsible_person", 2).set("duty", duty).set("level", "county").set("area", "全区");
        person(build, &mut rng, draft, (post, title), (2, seat));
    }
    for (at, town) in TOWNS.iter().enumerate().filter(|(_, town)| !town.zone_run) {
        for (post, duty, title) in TOWNSHIP {
            let draft = of_town("responsible_person", at).set("level", "township").set("area", town.name);
            let draft = draft.set("duty", format!("{}{duty}", base(town.name)));
            person(build, &mut rng, draft, (post, title), (at, town.centre));
        }
    }
    for village in build.own_villages() {
        for (post, duty, title) in VILLAGE {
            let draft = build.of_village("responsible_person", &village).set("level", "village");
            let draft = draft.set("area", village.name.as_str()).set("duty", format!("{}{duty}", village.stem()));
            person(build, &mut rng, draft, (post, title), (village.town, village.spot));
        }
    }
    patrols(build, &mut rng);
    centres(build);
}

fn person(
    build: &mut Build,
    rng: &mut Rng,
    draft: Draft,
    (post, title): (&'static str, &'static str),
    (town, near): (usize, Spot),
) {
    let spot = build.spot(rng, Some(town), near, 140.0);
    let home = build.village_near(town, spot).map(|village| village.name).unwrap_or_default();
    let draft = draft
        .set("village", home)
        .set("name", build.person())
        .set("post", post)
        .set("title", title)
        .set("trained_on", build.day(rng.int(20, 420)))
        .set("phone", build.phone(rng));
    build.register.put(draft.at(spot));
}

/// The ones who walk reservoirs and ponds.
fn patrols(build: &mut Build, rng: &mut Rng) {
    for (kind, post) in [("reservoir", "reservoir_patrol"), ("pond", "pond_patrol")] {
        for object in build.register.objects.get(kind).cloned().unwrap_or_default() {
            let Some(spot) = point_of(&object) else { continue };
            let Some(town) = build.ground.town_at(spot) else { continue };
            let name = build.register.value(&object, "name").as_text().unwrap_or_default().to_owned();
            let draft = of_town("responsible_person", town).set("level", "village").set("area", name.as_str());
            person(build, rng, draft.set("duty", format!("{name}巡查")), (post, "巡查员"), (town, spot));
        }
    }
}

fn centres(build: &mut Build) {
    let mut rng = build.rng("township_center");
    for (at, town) in TOWNS.iter().enumerate().filter(|(_, town)| !town.zone_run) {
        let holder = format!("{}应急管理中心", base(town.name));
        let devices = build.register.objects.get("device").into_iter().flatten();
        let held = devices.filter(|object| build.register.value(object, "holder").as_text() == Some(holder.as_str()));
        let held = held.count() as i64;
        let spot = build.spot(&mut rng, Some(at), town.centre, 160.0);
        let home = build.village_near(at, spot).map(|village| village.name).unwrap_or_default();
        let draft = of_town("township_center", at)
            .set("village", home.as_str())
            .set("name", holder)
            .set("address", format!("{}{home}{}号", town.name, rng.int(1, 99)))
            .set("staff", rng.int(4, 13))
            .set("devices", held)
            .set("duty_phone", build.duty_phone(&mut rng))
            .set("round_clock", true)
            .set("leader", build.person())
            .set("phone", build.phone(&mut rng));
        build.register.put(draft.at(spot));
    }
}
