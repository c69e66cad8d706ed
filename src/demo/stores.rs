//! Three district depots, township and village stores, and what lies in each.

use crate::{
    demo::{
        build::{Build, of_town, round},
        register::Draft,
        rng::Rng,
        shape::Spot,
        shelters::base,
        towns::TOWNS,
    },
    domain::model::Value,
};

/// An item: name, class, unit, how many a district depot, a township and a village store should hold; 0 none.
const ITEMS: [(&str, &str, &str, [i64; 3]); 20] = [
    ("棉被", "living", "床", [2_600, 180, 22]),
    ("毛毯", "living", "条", [1_800, 90, 0]),
    ("折叠床", "living", "张", [1_200, 80, 8]),
    ("帐篷", "living", "顶", [420, 12, 0]),
    ("睡袋", "living", "个", [600, 0, 0]),
    ("饮用水", "living", "箱", [1_500, 120, 12]),
    ("方便食品", "living", "箱", [1_300, 90, 0]),
    ("雨衣", "rescue", "件", [900, 110, 16]),
    ("救生衣", "rescue", "件", [700, 45, 6]),
    ("编织袋", "rescue", "只", [42_000, 2_600, 300]),
    ("铁锹", "rescue", "把", [500, 60, 12]),
    ("抽水泵", "rescue", "台", [46, 4, 0]),
    ("冲锋舟", "rescue", "艘", [9, 0, 0]),
    ("橡皮艇", "rescue", "艘", [18, 1, 0]),
    ("油锯", "rescue", "台", [60, 5, 1]),
    ("发电机", "energy", "台", [34, 2, 0]),
    ("柴油", "energy", "升", [3_000, 0, 0]),
    ("应急灯", "energy", "只", [800, 60, 8]),
    ("口罩", "health", "只", [60_000, 3_000, 0]),
    ("急救箱", "health", "只", [120, 8, 1]),
];

/// The district depots.
const DISTRICT: [(&str, &str, f64, &str); 3] = [
    ("婺城区应急物资中心库", "城北街道", 2_180.0, "G330国道"),
    ("婺城区白龙桥储备库", "白龙桥镇", 1_460.0, "03省道"),
    ("婺城区琅琊山区储备库", "琅琊镇", 820.0, "琅沙公路"),
];

pub(super) fn add(build: &mut Build) {
    let mut rng = build.rng("depot");
    for (name, town, area, road) in DISTRICT {
        let Some(at) = TOWNS.iter().position(|unit| unit.name == town) else { continue };
        let centre = TOWNS.get(at).map_or((0.0, 0.0), |town| town.centre);
        let draft = of_town("depot", at).set("name", name).set("area_m2", area).set("access_road", road);
        depot(build, &mut rng, draft, 0, (at, centre, 1_300.0), area);
    }
    for (at, town) in TOWNS.iter().enumerate().filter(|(_, town)| !town.zone_run) {
        let area = round(rng.real(90.0, 320.0), 0);
        let draft = of_town("depot", at).set("name", format!("{}应急物资储备点", base(town.name)));
        depot(
            build,
            &mut rng,
            draft.set("area_m2", area).set("access_road", "乡镇道路"),
            1,
            (at, town.centre, 600.0),
            area,
        );
    }
    for village in build.own_villages() {
        let area = round(rng.real(12.0, 48.0), 0);
        let draft = of_town("depot", village.town).set("name", format!("{}物资储备点", village.name));
        depot(
            build,
            &mut rng,
            draft.set("area_m2", area).set("access_road", "村道"),
            2,
            (village.town, village.spot, 130.0),
            area,
        );
    }
}

fn depot(
    build: &mut Build,
    rng: &mut Rng,
    draft: Draft,
    level: usize,
    (town, near, spread): (usize, Spot, f64),
    area: f64,
) {
    let spot = build.spot(rng, Some(town), near, spread);
    let home = build.village_near(town, spot).map(|village| village.name).unwrap_or_default();
    let of = TOWNS.get(town).map_or("", |town| town.name);
    let held: Vec<(usize, i64)> = ITEMS
        .iter()
        .enumerate()
        .filter_map(|(item, (_, _, _, needs))| {
            let need = needs.get(level).copied().filter(|need| *need > 0)?;
            Some((item, (need * rng.int(82, 128) / 100).max(1)))
        })
        .collect();
    let living = held.first().map_or(0, |(_, count)| *count);
    let checked = build.day(rng.int(12, 160));
    let draft = draft
        .set("village", home.as_str())
        .set("level", ["district", "township", "village"].get(level).copied())
        .set("address", format!("{of}{home}{}号", rng.int(1, 130)))
        .set("volume_m3", round(area * rng.real(2.2, 3.4), 0))
        .set("stock", summary(&held))
        .set("items", held.iter().map(|(_, count)| count).sum::<i64>())
        .set("serves_people", living)
        .set("flood_safe", level == 0 || rng.chance(0.92))
        .set("truck_access", level < 2 || rng.chance(0.7))
        .set("checked_on", checked)
        .set("built_year", rng.int(2004, 2022))
        .set("keeper", build.person())
        .set("phone", build.phone(rng));
    let uid = build.register.put(draft.at(spot)).uid.to_string();
    for (item, count) in held {
        let Some((name, class, unit, needs)) = ITEMS.get(item) else { continue };
        let draft = of_town("stock_item", town)
            .set("village", home.as_str())
            .set("name", *name)
            .set("depot", uid.as_str())
            .set("item_class", *class)
            .set("quantity", count)
            .set("quantity_unit", *unit)
            .set("needed", Value::from(needs.get(level).copied()))
            .set("expiry", build.day(-rng.int(-30, 1_900)))
            .set("checked_on", checked);
        build.register.put(draft);
    }
}

fn summary(held: &[(usize, i64)]) -> String {
    let first = held
        .iter()
        .take(4)
        .filter_map(|(item, count)| ITEMS.get(*item).map(|(name, _, unit, _)| format!("{name}{count}{unit}")));
    first.collect::<Vec<_>>().join("、")
}
