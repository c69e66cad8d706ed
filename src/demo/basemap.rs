//! The district's own base map: outline, townships, rivers, water, roads, names, villages, grids.

use geo::BooleanOps;
use geo_types::{MultiPolygon, Polygon};

use crate::{
    demo::{
        build::{Build, of_town, round},
        network::Span,
        outline::OUTLINE,
        register::Draft,
        shape::{Spot, apart_m, area_km2, length_km, line_string, polygon, tiles},
        terrain,
        towns::{RESIDENTS, TOWNS, Terrain, Town},
        water::{LAKES, RIVERS},
    },
    domain::model::Uid,
};

/// Names that stand on the map beside those of the townships.
const NAMES: [(&str, &str, i64, Spot); 12] = [
    ("婺城区", "district", 1, (119.560, 28.975)),
    ("北山", "mountain", 3, (119.632, 29.222)),
    ("双龙洞", "scenic", 4, (119.624, 29.199)),
    ("九峰山", "scenic", 4, (119.428, 28.988)),
    ("仙源湖", "water", 4, (119.612, 28.938)),
    ("大盘尖", "mountain", 5, (119.512, 28.838)),
    ("银坑岭", "mountain", 5, (119.438, 28.812)),
    ("桃源尖", "mountain", 5, (119.362, 28.832)),
    ("龙山尖", "mountain", 5, (119.592, 28.905)),
    ("石门岗", "mountain", 5, (119.452, 28.962)),
    ("金兰水库", "water", 3, (119.462, 28.957)),
    ("沙畈水库", "water", 4, (119.456, 28.862)),
];

/// The neighbours, each where its name can stand beside the district.
const NEIGHBOURS: [(&str, Spot); 5] = [
    ("兰溪市", (119.425, 29.205)),
    ("金东区", (119.785, 29.115)),
    ("武义县", (119.735, 28.865)),
    ("遂昌县", (119.300, 28.700)),
    ("龙游县", (119.225, 28.965)),
];

pub(super) fn add(build: &mut Build) {
    district(build);
    relief(build);
    built_up(build);
    townships(build);
    waters(build);
    roads(build);
    villages(build);
    grids(build);
    names(build);
}

fn district(build: &mut Build) {
    let outline = polygon(&OUTLINE);
    let area = round(area_km2(&outline), 1);
    let draft = Draft::new("district").set("name", "婺城区").set("code", "330702").set("area_km2", area);
    build.register.put(draft.set("population", RESIDENTS).set("population_year", 2020_i64).shaped(outline));
}

/// Steps of height and slopes in light and shade, lowest and weakest first.
fn relief(build: &mut Build) {
    for (at, (from_m, areas)) in terrain::steps().iter().enumerate() {
        let draft = Draft::new("relief").set("name", format!("海拔{from_m:.0}米以上")).set("relief_kind", "height");
        build.register.put(draft.set("step", at as i64).set("from_m", *from_m).shaped(areas_of(areas)));
    }
    for (strength, areas) in terrain::slopes().iter().filter(|(_, areas)| !areas.is_empty()) {
        let (kind, name) = if *strength > 0 { ("light", "受光坡") } else { ("shade", "背光坡") };
        let draft = Draft::new("relief").set("name", format!("{name}{}级", strength.abs())).set("relief_kind", kind);
        build.register.put(draft.set("step", strength.abs()).shaped(areas_of(areas)));
    }
}

/// The city and the middle of each town.
fn built_up(build: &mut Build) {
    let reach = |town: &Town| match town.terrain {
        Terrain::Town => 2_600.0,
        Terrain::Plain => 1_300.0 + town.people as f64 / 60.0,
        Terrain::Hill => 1_100.0 + town.people as f64 / 80.0,
        Terrain::Mountain => 700.0,
    };
    let centres: Vec<(Spot, f64)> = TOWNS.iter().map(|town| (town.centre, reach(town))).collect();
    let outline = polygon(&OUTLINE);
    for area in terrain::built_up(&centres) {
        let Some(first) = area.first().and_then(|ring| ring.first()).copied() else { continue };
        let near = |a: &&Town, b: &&Town| apart_m(a.centre, first).total_cmp(&apart_m(b.centre, first));
        let name = TOWNS.iter().min_by(near).map_or("", |town| town.name);
        let shape = areas_of(&[area]).intersection(&outline);
        let size = round(shape.iter().map(area_km2).sum(), 2);
        if size > 0.0 {
            let draft = Draft::new("built_up").set("name", format!("{name}建成区")).set("area_km2", size);
            build.register.put(draft.shaped(shape));
        }
    }
}

fn areas_of(areas: &[terrain::Area]) -> MultiPolygon {
    let area = |rings: &terrain::Area| {
        let mut rings = rings.iter().map(|ring| line_string(ring));
        Some(Polygon::new(rings.next()?, rings.collect()))
    };
    MultiPolygon::new(areas.iter().filter_map(area).collect())
}

fn townships(build: &mut Build) {
    let mut rng = build.rng("township");
    for (at, town) in TOWNS.iter().enumerate() {
        let Some(area) = build.ground.areas.get(at).cloned() else { continue };
        let villages = build.villages.iter().filter(|village| village.town == at).count();
        let basis = if town.published { "公开的户籍人口" } else { "普查总数的分摊（自定）" };
        let draft = Draft::new("township")
            .set("name", town.name)
            .set("township", town.name)
            .set("code", town.code)
            .set("zone_run", town.zone_run)
            .set("population", town.people)
            .set("population_basis", basis)
            .set("area_km2", round(area.iter().map(area_km2).sum(), 1))
            .set("villages", villages as i64)
            .set("terrain", town.terrain.id())
            .set("checks_done", 7 - i64::from(rng.chance(0.2)))
            .set("duty_phone", build.duty_phone(&mut rng));
        build.register.put(draft.shaped(area));
    }
}

fn waters(build: &mut Build) {
    for river in RIVERS.iter() {
        let draft = Draft::new("river").set("name", river.name).set("width_m", river.width_m);
        let draft = draft.set("source_width_m", river.source_width_m).set("flows_into", river.into);
        let draft = draft.set("length_km", round(length_km(&river.line), 1));
        build.register.put(draft.shaped(line_string(&river.whole)));
    }
    for (serial, stream) in terrain::STREAMS.iter().enumerate() {
        let draft = Draft::new("river").set("name", format!("{}{}号支流", stream.into, serial + 1));
        let draft = draft.set("width_m", stream.width_m).set("source_width_m", 2.0).set("flows_into", stream.into);
        let draft = draft.set("length_km", round(length_km(&stream.line), 1));
        build.register.put(draft.shaped(line_string(&stream.line)));
    }
    for lake in LAKES {
        let area = polygon(&lake.ring());
        let draft = Draft::new("water").set("name", lake.name).set("water_kind", "reservoir");
        build.register.put(draft.set("area_km2", round(area_km2(&area), 2)).set("township", lake.town).shaped(area));
    }
}

fn roads(build: &mut Build) {
    for way in build.roads.clone() {
        let (bridge, tunnel, structure) = match &way.span {
            Some(Span::Bridge(name)) => (Some(true), None, Some(name.clone())),
            Some(Span::Tunnel(name)) => (None, Some(true), Some(name.clone())),
            None => (None, None, None),
        };
        let draft = match way.village.and_then(|at| build.villages.get(at)) {
            Some(village) => build.of_village("road", village),
            None => Draft::new("road"),
        };
        let draft = draft
            .set("name", way.signs.name.as_str())
            .set("road_class", way.signs.class)
            .set("ref", way.signs.number.clone())
            .set("speed_kmh", way.signs.speed_kmh)
            .set("length_km", round(length_km(&way.line), 3))
            .set("oneway", "both")
            .set("max_weight_t", way.signs.max_weight_t)
            .set("bridge", bridge)
            .set("tunnel", tunnel)
            .set("structure", structure)
            .set("level", way.signs.level)
            .set("slope_percent", way.slope_percent());
        build.register.put(draft.shaped(line_string(&way.line)));
    }
}

fn villages(build: &mut Build) {
    let mut rng = build.rng("village");
    for village in build.villages.clone() {
        build.take(village.spot);
        let terrain = TOWNS.get(village.town).map_or(Terrain::Plain, |town| town.terrain);
        let exposed = village.key_flood || terrain == Terrain::Mountain;
        let at_risk =
            if exposed { village.people * rng.int(4, 17) / 100 } else { village.people * rng.int(0, 2) / 100 };
        let draft = build
            .of_village("village", &village)
            .set("name", village.name.as_str())
            .set("code", village.code)
            .set("population", village.people)
            .set("households", village.households)
            .set("terrain", terrain.id())
            .set("key_flood", village.key_flood)
            .set("flood_task", if exposed { "heavy" } else { "light" })
            .set("hit_points", if exposed { rng.int(1, 6) } else { rng.int(0, 1) })
            .set("people_at_risk", at_risk)
            .set("checks_done", rng.int(6, 9).min(8))
            .set("head", build.person())
            .set("phone", build.phone(&mut rng));
        build.register.put(draft.at(village.spot));
    }
}

/// The general grids of three levels; those of a level tile the district.
fn grids(build: &mut Build) {
    let mut rng = build.rng("grid");
    let top = grid(build, &mut rng, Draft::new("grid"), ("婺城区网格", "county", RESIDENTS), None);
    let top = build.register.put(top.shaped(MultiPolygon::new(vec![polygon(&OUTLINE)]))).uid;
    for (at, town) in TOWNS.iter().enumerate() {
        let Some(area) = build.ground.areas.get(at).cloned() else { continue };
        let name = format!("{}网格", town.name);
        let draft = grid(build, &mut rng, of_town("grid", at), (&name, "township", town.people), Some(top));
        let parent = build.register.put(draft.shaped(area.clone())).uid;
        let own: Vec<_> = build.villages.iter().filter(|village| village.town == at).cloned().collect();
        let sites: Vec<Spot> = own.iter().map(|village| village.spot).collect();
        let mut cells = vec![Vec::new(); own.len()];
        for part in area.iter() {
            for (cell, tile) in cells.iter_mut().zip(tiles(part, &sites, |edge| terrain::wavered(edge, 150.0, 800.0))) {
                cell.extend(tile);
            }
        }
        for (village, cell) in own.iter().zip(cells) {
            let name = format!("{}网格", village.name);
            let draft = build.of_village("grid", village);
            let draft = grid(build, &mut rng, draft, (&name, "village", village.people), Some(parent));
            build.register.put(draft.shaped(MultiPolygon::new(cell)));
        }
    }
}

fn grid(
    build: &mut Build,
    rng: &mut crate::demo::rng::Rng,
    draft: Draft,
    (name, level, people): (&str, &'static str, i64),
    parent: Option<Uid>,
) -> Draft {
    let post = match level {
        "county" => "副指挥",
        "township" => "乡镇分管领导",
        _ => "网格长",
    };
    draft
        .set("name", name)
        .set("level", level)
        .set("grid_type", "general")
        .set("parent", parent.map(|uid| uid.to_string()))
        .set("population", people)
        .set("post", post)
        .set("person", build.person())
        .set("phone", build.phone(rng))
}

fn names(build: &mut Build) {
    for (name, spot) in NEIGHBOURS {
        let draft = Draft::new("place_name").set("name", name).set("place_kind", "neighbour").set("rank", 1_i64);
        build.register.put(draft.at(spot));
    }
    for (name, kind, rank, spot) in NAMES {
        let spot = if build.ground.is_dry(spot, 10.0) { spot } else { (spot.0 + 0.012, spot.1) };
        build
            .register
            .put(Draft::new("place_name").set("name", name).set("place_kind", kind).set("rank", rank).at(spot));
    }
    for (at, town) in TOWNS.iter().enumerate() {
        let draft = of_town("place_name", at).set("name", town.name).set("place_kind", "township").set("rank", 2_i64);
        build.register.put(draft.at(town.centre));
    }
}
