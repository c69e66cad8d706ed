//! Forest zones with their danger class, lookouts and water points.

use geo::BooleanOps;

use crate::demo::{
    Moment,
    build::{Build, of_town, round},
    shape::{Spot, along, area_km2, blob, metres, polygon},
    terrain::wavered,
    towns::{TOWNS, Terrain},
};

/// Forest zones: name, township, centre, radius in metres.
const ZONES: [(&str, usize, Spot, f64); 14] = [
    ("北山林区", 9, (119.640, 29.212), 2_300.0),
    ("双龙林区", 9, (119.606, 29.192), 1_900.0),
    ("安地东林区", 11, (119.690, 28.965), 2_400.0),
    ("安地西林区", 11, (119.598, 28.962), 2_600.0),
    ("龙山林区", 11, (119.598, 28.898), 2_200.0),
    ("长山林区", 20, (119.570, 28.982), 1_800.0),
    ("琅琊林区", 13, (119.458, 28.985), 2_100.0),
    ("沙畈东林区", 22, (119.520, 28.935), 2_500.0),
    ("沙畈西林区", 22, (119.446, 28.905), 2_600.0),
    ("大盘林区", 22, (119.505, 28.830), 1_900.0),
    ("箬阳林区", 21, (119.572, 28.872), 2_000.0),
    ("塔石东林区", 23, (119.438, 28.812), 2_500.0),
    ("塔石西林区", 23, (119.352, 28.832), 2_300.0),
    ("莘畈林区", 24, (119.355, 28.975), 1_500.0),
];

pub(super) fn add(build: &mut Build) {
    let mut rng = build.rng("forest_zone");
    let class = if build.moment == Moment::Flood { ("c1", "c1") } else { ("c2", "c3") };
    for (name, at, centre, radius) in ZONES {
        let edge = along(&blob(&mut rng, centre, radius), 160.0);
        let ring = polygon(&wavered(&edge, 420.0, 1_500.0));
        let Some(area) = build.ground.areas.get(at).map(|area| area.intersection(&ring)) else { continue };
        // The largest part; slivers beyond a boundary are nobody's forest.
        let Some(area) = area.into_iter().max_by(|a, b| area_km2(a).total_cmp(&area_km2(b))) else { continue };
        let home = build.village_near(at, centre).map(|village| village.name).unwrap_or_default();
        let draft = of_town("forest_zone", at)
            .set("village", home)
            .set("name", name)
            .set("area_ha", round(area_km2(&area) * 100.0, 1))
            .set("trees", rng.pick(&["马尾松、杉木", "杉木、毛竹", "毛竹、阔叶混交", "马尾松、木荷"]))
            .set("danger_class", if rng.chance(0.35) { class.1 } else { class.0 })
            .set("danger_time", build.minutes_ago(rng.int(60, 500)))
            .set("owner", rng.pick(&["示例国有林场", "村集体", "村集体"]))
            .set("firebreak", format!("{}公里", round(rng.real(2.0, 14.0), 1)))
            .set("guard", build.person())
            .set("phone", build.phone(&mut rng));
        build.register.put(draft.shaped(area));
        lookout(build, &mut rng, (name, at, centre));
    }
    water_points(build);
}

fn lookout(build: &mut Build, rng: &mut crate::demo::rng::Rng, (name, at, centre): (&str, usize, Spot)) {
    let spot = build.spot(rng, Some(at), centre, 400.0);
    let home = build.village_near(at, spot).map(|village| village.name).unwrap_or_default();
    // The mountains rise to the south, and to the north beyond the plain.
    let high = 320.0 + metres(spot).1.abs() / 42.0;
    let draft = of_town("lookout", at)
        .set("village", home)
        .set("name", name.replace("林区", "瞭望台"))
        .set("elevation_m", round(high * rng.real(0.85, 1.2), 0))
        .set("view_km", round(rng.real(5.0, 12.0), 1))
        .set("staffed", rng.chance(0.7))
        .set("built_year", rng.int(1988, 2019))
        .set("guard", build.person())
        .set("phone", build.phone(rng));
    build.register.put(draft.at(spot));
}

fn water_points(build: &mut Build) {
    let mut rng = build.rng("water_point");
    for village in build.own_villages() {
        let wooded =
            TOWNS.get(village.town).is_some_and(|town| matches!(town.terrain, Terrain::Mountain | Terrain::Hill));
        if !wooded || rng.chance(0.45) {
            continue;
        }
        let (kind, name) = rng.pick(&[
            ("pool", "蓄水池"),
            ("pool", "蓄水池"),
            ("pond", "取水塘"),
            ("stream", "取水口"),
            ("hydrant", "消火栓"),
        ]);
        let spot = build.spot(&mut rng, Some(village.town), village.spot, 500.0);
        let draft = build
            .of_village("water_point", &village)
            .set("name", format!("{}{name}", village.stem()))
            .set("water_kind", kind)
            .set("volume_m3", round(rng.real(20.0, 640.0), 0))
            .set("helicopter", kind == "pond" && rng.chance(0.4))
            .set("engine_access", rng.chance(0.7))
            .set("checked_on", build.day(rng.int(10, 200)))
            .set("keeper", build.person())
            .set("phone", build.phone(&mut rng));
        build.register.put(draft.at(spot));
    }
}
