//! Danger zones and the transfer list: who has to move, and where to.

use std::sync::Arc;

use geo::Geometry;

use crate::{
    demo::{
        build::Build,
        rng::{Rng, shares},
        shape::{Spot, apart_m, blob, inside, moved, polygon},
        towns::{TOWNS, Terrain},
        villages::Village,
    },
    domain::model::{Object, Uid, Value},
};

/// How many zones, and how many households are listed in them.
const ZONES: usize = 236;
const HOUSEHOLDS: i64 = 6_000;

/// A shelter as the list names it.
struct Refuge {
    uid: Uid,
    spot: Spot,
    town: Option<String>,
    name: String,
    manager: Value,
    phone: Value,
    inspected: Value,
}

pub(super) fn add(build: &mut Build) {
    let mut rng = build.rng("danger_zone");
    let refuges = refuges(build);
    let villages = exposed(build);
    let weights: Vec<f64> = villages.iter().map(|_| rng.uneven()).collect();
    for (serial, (village, households)) in villages.iter().zip(shares(HOUSEHOLDS, &weights)).enumerate() {
        zone(build, &mut rng, serial, village, households, &refuges);
    }
}

/// The point of an object.
pub(super) fn point_of(object: &Object) -> Option<Spot> {
    match object.geometry {
        Some(Geometry::Point(point)) => Some((point.x(), point.y())),
        _ => None,
    }
}

fn refuges(build: &Build) -> Vec<Refuge> {
    let text = |object: &Arc<Object>, field| build.register.value(object, field).as_text().map(str::to_owned);
    let shelters = build.register.objects.get("shelter").into_iter().flatten();
    let refuge = |object: &Arc<Object>| {
        Some(Refuge {
            uid: object.uid,
            spot: point_of(object)?,
            town: text(object, "township"),
            name: text(object, "name")?,
            manager: build.register.value(object, "manager"),
            phone: build.register.value(object, "phone"),
            inspected: build.register.value(object, "safety_inspected"),
        })
    };
    shelters.filter_map(refuge).collect()
}

/// One village a zone: those in the mountains twice, then hills and river banks.
fn exposed(build: &Build) -> Vec<Village> {
    let terrain = |village: &Village| TOWNS.get(village.town).map(|town| town.terrain);
    let own = build.own_villages();
    let mountain = own.iter().filter(|village| terrain(village) == Some(Terrain::Mountain));
    let hill = own.iter().filter(|village| terrain(village) == Some(Terrain::Hill));
    let banks = own.iter().filter(|village| terrain(village) == Some(Terrain::Plain));
    let (banks, others): (Vec<_>, Vec<_>) = banks.partition(|village| village.key_flood);
    let all = mountain.clone().chain(mountain).chain(hill).chain(banks).chain(others);
    all.take(ZONES).cloned().collect()
}

fn zone(build: &mut Build, rng: &mut Rng, serial: usize, village: &Village, households: i64, refuges: &[Refuge]) {
    let Some(town) = TOWNS.get(village.town) else { return };
    let (kind, hazard) = kind_of(rng, town.terrain, village.key_flood);
    let spread = 420.0;
    let centre = (0..200)
        .map(|_| moved(village.spot, rng.bell() * spread, rng.bell() * spread))
        .find(|spot| build.ground.is_dry(*spot, 45.0) && build.ground.in_town(village.town, *spot))
        .unwrap_or(village.spot);
    let radius = rng.real(60.0, 105.0) + households as f64 * 1.6;
    let ring = blob(rng, centre, radius);
    let own = refuges.iter().filter(|refuge| refuge.town.as_deref() == Some(town.name));
    let refuge = own.min_by(|a, b| apart_m(a.spot, centre).total_cmp(&apart_m(b.spot, centre)));
    let persons = [build.person(), build.person()];
    let phones = [build.phone(rng), build.phone(rng)];
    let sizes: Vec<i64> = (0..households).map(|_| household(rng)).collect();
    let place = rng.pick(&["溪边", "后山脚", "老街", "山湾里", "桥头", "下园", "塘沿", "坑口"]);
    let name = format!("{}{place}{}号", village.stem(), serial + 1);
    let rain = rng.int(7, 11) * 5;
    let draft = build
        .of_village("danger_zone", village)
        .set("name", name.as_str())
        .set("zone_kind", kind)
        .set("hazard", hazard)
        .set("status", "listed")
        .set("status_time", build.minutes_ago(rng.int(20_000, 150_000)))
        .set("place", place)
        .set("households", households)
        .set("people", sizes.iter().sum::<i64>())
        .set("prepare_rain_mm", rain)
        .set("move_rain_mm", rain + rng.int(2, 4) * 5)
        .set("shelter", refuge.map(|refuge| refuge.uid.to_string()))
        .set("route", format!("{place}—村道—{}", refuge.map_or("", |refuge| refuge.name.as_str())))
        .set("warning_person", persons.first().cloned())
        .set("warning_phone", phones.first().cloned())
        .set("transfer_person", persons.last().cloned())
        .set("transfer_phone", phones.last().cloned());
    let zone = build.register.put(draft.shaped(polygon(&ring))).uid;
    let list = List { village, kind, name: &name, place, zone, refuge, persons, phones };
    for (house, size) in sizes.into_iter().enumerate() {
        let spot = in_ring(build, rng, &ring, centre, radius);
        household_row(build, rng, &list, (house + 1, size), spot);
    }
}

/// What the rows of one zone share.
struct List<'a> {
    village: &'a Village,
    kind: &'static str,
    name: &'a str,
    place: &'static str,
    zone: Uid,
    refuge: Option<&'a Refuge>,
    persons: [String; 2],
    phones: [String; 2],
}

fn household_row(build: &mut Build, rng: &mut Rng, list: &List<'_>, (house, size): (usize, i64), spot: Spot) {
    let List { village, kind, name, place, zone, refuge, persons, phones } = list;
    let refuge = *refuge;
    let relatives = rng.chance(0.36);
    let draft = build
        .of_village("transfer", village)
        .set("name", format!("{name}-{:03}", house))
        .set("danger_zone_name", *name)
        .set("zone_kind", *kind)
        .set("place", format!("{}{place}{}号", village.name, house))
        .set("household_head", build.person())
        .set("household_size", size)
        .set("phone", build.phone(rng))
        .set("transfer_person", persons.last().cloned())
        .set("transfer_post", "村委会委员")
        .set("transfer_phone", phones.last().cloned())
        .set("warning_person", persons.first().cloned())
        .set("warning_post", "村监测员")
        .set("warning_phone", phones.first().cloned())
        .set("shelter_name", refuge.map(|refuge| refuge.name.clone()))
        .set("safety_inspected", refuge.map_or(Value::Null, |refuge| refuge.inspected.clone()))
        .set("shelter_manager", refuge.map_or(Value::Null, |refuge| refuge.manager.clone()))
        .set("shelter_phone", refuge.map_or(Value::Null, |refuge| refuge.phone.clone()))
        .set("destination", if relatives { "with_relatives" } else { "shelter" })
        .set("needs_help", rng.chance(0.17))
        .set("state", "listed")
        .set("state_time", build.minutes_ago(rng.int(20_000, 90_000)))
        .set("danger_zone", zone.to_string())
        .set("shelter", refuge.map(|refuge| refuge.uid.to_string()));
    build.register.put(draft.at(spot));
}

fn kind_of(rng: &mut Rng, terrain: Terrain, by_river: bool) -> (&'static str, &'static str) {
    let draw = rng.unit();
    match terrain {
        Terrain::Mountain if draw < 0.45 => ("flash_flood_zone", "flood"),
        Terrain::Mountain if draw < 0.85 => ("geohazard_point", "geological"),
        Terrain::Hill if draw < 0.3 => ("geohazard_point", "geological"),
        Terrain::Hill if draw < 0.55 => ("hanging_pond", "flood"),
        Terrain::Plain if by_river && draw < 0.35 => ("weak_dike_section", "flood"),
        Terrain::Plain if draw < 0.7 => ("waterlogging_area", "flood"),
        _ if draw < 0.9 => ("unsafe_house", "typhoon"),
        _ => ("work_shed", "typhoon"),
    }
}

fn household(rng: &mut Rng) -> i64 {
    const SIZES: [f64; 7] = [0.0, 24.0, 31.0, 19.0, 14.0, 8.0, 4.0];
    i64::try_from(rng.weighted(&SIZES)).unwrap_or(2).max(1)
}

fn in_ring(build: &mut Build, rng: &mut Rng, ring: &[Spot], centre: Spot, radius: f64) -> Spot {
    for _ in 0..200 {
        let spot = moved(centre, rng.bell() * radius * 0.6, rng.bell() * radius * 0.6);
        if inside(ring, spot) && build.ground.in_district(spot) && build.ground.is_dry(spot, 8.0) && build.take(spot) {
            return spot;
        }
    }
    build.spot(rng, None, centre, radius)
}
