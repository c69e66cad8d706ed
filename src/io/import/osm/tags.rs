//! What OSM's tags say of a road. The tables follow the wiki pages Key:highway, Key:access, Key:oneway,
//! Key:maxspeed and 中国标签指南 (China tagging guidelines), read 2026.

use std::sync::Arc;

use geo_types::LineString;

use crate::{
    domain::{
        model::Uid,
        network::{Limits, OneWay, Road, RoadClass},
    },
    io::import::osm::{element::Tags, units},
};

/// `highway=*` as a class. China tags national roads trunk, provincial ones primary, county ones secondary, township
/// ones tertiary; a road of unknown class is taken for a township road, as everywhere here.
const CLASSES: [(&str, RoadClass); 27] = [
    ("motorway", RoadClass::Motorway),
    ("motorway_link", RoadClass::Ramp),
    ("trunk", RoadClass::National),
    ("trunk_link", RoadClass::Ramp),
    ("primary", RoadClass::Provincial),
    ("primary_link", RoadClass::Ramp),
    ("secondary", RoadClass::County),
    ("secondary_link", RoadClass::Ramp),
    ("tertiary", RoadClass::Township),
    ("tertiary_link", RoadClass::Ramp),
    ("road", RoadClass::Township),
    ("unclassified", RoadClass::Village),
    ("unclassified_link", RoadClass::Ramp),
    ("residential", RoadClass::Street),
    ("residential_link", RoadClass::Ramp),
    ("living_street", RoadClass::Street),
    ("service", RoadClass::Service),
    ("services_link", RoadClass::Ramp),
    ("track", RoadClass::Track),
    ("footway", RoadClass::Path),
    ("path", RoadClass::Path),
    ("steps", RoadClass::Path),
    ("pedestrian", RoadClass::Path),
    ("cycleway", RoadClass::Path),
    ("bridleway", RoadClass::Path),
    ("corridor", RoadClass::Path),
    ("crossing", RoadClass::Path),
];

/// `highway=*` that is no road to go on, by why.
const NO_ROADS: [(&str, &str); 18] = [
    ("construction", "under_construction"),
    ("proposed", "proposed"),
    ("planned", "proposed"),
    ("abandoned", "abandoned"),
    ("disused", "abandoned"),
    ("razed", "abandoned"),
    ("demolished", "abandoned"),
    ("dismantled", "abandoned"),
    ("removed", "abandoned"),
    ("raceway", "raceway"),
    ("no", "no_road"),
    ("platform", "no_road"),
    ("services", "no_road"),
    ("rest_area", "no_road"),
    ("bus_guideway", "no_road"),
    ("escape", "no_road"),
    ("emergency_bay", "no_road"),
    ("via_ferrata", "no_road"),
];

/// Which keys speak of a vehicle, the most specific first.
const ACCESS: [(&str, &[&str]); 6] = [
    ("car", &["motorcar", "motor_vehicle", "vehicle", "access"]),
    ("coach", &["coach", "tourist_bus", "bus", "psv", "motor_vehicle", "vehicle", "access"]),
    ("truck", &["hgv", "goods", "motor_vehicle", "vehicle", "access"]),
    ("fire_engine", &["emergency", "motor_vehicle", "vehicle", "access"]),
    ("foot", &["foot", "access"]),
    ("boat", &["boat", "motorboat", "ship", "access"]),
];

/// Whom a value keeps out: everyone, or those who have no business there. A fire engine always has.
const NOBODY: [&str; 1] = ["no"];
const NO_STRANGERS: [&str; 5] = ["private", "agricultural", "forestry", "agricultural;forestry", "military"];
const STRANGERS: [&str; 3] = ["car", "coach", "truck"];

/// The road of these tags, with neither line nor uid; `None`: something else altogether.
///
/// # Errors
/// Why it looks like a road and is none to go on.
pub fn road(tags: &Tags<'_>) -> Result<Option<Road>, &'static str> {
    let Some(class) = class(tags)? else { return Ok(None) };
    let mut road = Road::new(Uid::from_bits(0), class, LineString(Vec::new()));
    describe(&mut road, tags)?;
    Ok(Some(road))
}

/// All that tags say of a road beside its class.
///
/// # Errors
/// Why nobody can say which way it goes.
pub fn describe(road: &mut Road, tags: &Tags<'_>) -> Result<(), &'static str> {
    let text = |key: &str| tags.get(key).map_or_else(|| Arc::from(""), Arc::from);
    let structure = |key: &str| tags.get(key).is_some_and(|value| value != "no");
    road.name = text("name");
    road.number = text("ref");
    road.oneway = oneway(tags)?;
    road.speed_limit_kmh = speed(tags);
    road.limits = Limits {
        weight_t: tags.get("maxweight").and_then(units::tonnes),
        width_m: least(tags, &["maxwidth", "maxwidth:physical"]),
        height_m: least(tags, &["maxheight", "maxheight:physical"]),
    };
    road.barred = Arc::from(barred(road.class, tags).join(","));
    road.bridge = structure("bridge");
    road.tunnel = structure("tunnel");
    road.structure = match (road.bridge, road.tunnel) {
        (true, _) => text("bridge:name"),
        (_, true) => text("tunnel:name"),
        _ => Arc::from(""),
    };
    road.level =
        tags.get("layer").and_then(|layer| layer.parse().ok()).filter(|layer| (-20..=20).contains(layer)).unwrap_or(0);
    road.slope_percent = tags.get("incline").and_then(units::percent);
    Ok(())
}

/// The class; `None`: no road, nor ever was meant as one.
pub fn class(tags: &Tags<'_>) -> Result<Option<RoadClass>, &'static str> {
    let Some(highway) = tags.get("highway") else {
        let water =
            tags.is("route", "ferry") || ["river", "canal", "fairway"].iter().any(|kind| tags.is("waterway", kind));
        return Ok(water.then_some(RoadClass::Waterway));
    };
    if tags.is("area", "yes") {
        return Err("area");
    }
    if let Some((_, reason)) = NO_ROADS.iter().find(|(known, _)| *known == highway) {
        return Err(reason);
    }
    let (_, class) = CLASSES.iter().find(|(known, _)| *known == highway).ok_or("unknown_highway")?;
    let with_motor = ["motor_vehicle", "motorcar", "vehicle"].iter().any(|key| {
        tags.get(key)
            .is_some_and(|value| matches!(value, "yes" | "designated" | "permissive" | "destination" | "delivery"))
    });
    Ok(Some(if highway == "pedestrian" && with_motor { RoadClass::Street } else { *class }))
}

fn oneway(tags: &Tags<'_>) -> Result<OneWay, &'static str> {
    match tags.get("oneway") {
        Some("yes" | "true" | "1") => return Ok(OneWay::Forward),
        Some("-1" | "reverse") => return Ok(OneWay::Backward),
        Some("no" | "false" | "0" | "alternating") => return Ok(OneWay::Both),
        // By the hour: which way it goes now, nobody here knows.
        Some("reversible") => return Err("reversible"),
        _ => {}
    }
    let implied =
        ["roundabout", "circular"].iter().any(|kind| tags.is("junction", kind)) || tags.is("highway", "motorway");
    Ok(if implied { OneWay::Forward } else { OneWay::Both })
}

/// The limit; where each way has its own, the lower one.
fn speed(tags: &Tags<'_>) -> Option<f64> {
    let of = |key: &str| tags.get(key).and_then(units::kmh);
    let each = || of("maxspeed:forward").into_iter().chain(of("maxspeed:backward")).min_by(f64::total_cmp);
    of("maxspeed").or_else(each)
}

fn least(tags: &Tags<'_>, keys: &[&str]) -> Option<f64> {
    keys.iter().filter_map(|key| tags.get(key).and_then(units::metres)).min_by(f64::total_cmp)
}

/// The vehicles that are kept out.
fn barred(class: RoadClass, tags: &Tags<'_>) -> Vec<&'static str> {
    let kept_out = |(vehicle, keys): &(&'static str, &[&str])| {
        let by_nature = match class {
            RoadClass::Path => *vehicle != "foot",
            RoadClass::Waterway => *vehicle != "boat",
            _ => false,
        };
        let said = keys.iter().find_map(|key| tags.get(key));
        // No one walks along a motorway unless a sign allows it.
        let motor_only =
            ["motorway", "motorway_link"].iter().any(|kind| tags.is("highway", kind)) || tags.is("motorroad", "yes");
        let by_rule = *vehicle == "foot" && motor_only && tags.get("foot").is_none();
        let by_sign = said.is_some_and(|value| {
            NOBODY.contains(&value) || (NO_STRANGERS.contains(&value) && STRANGERS.contains(vehicle))
        });
        (by_nature || by_rule || by_sign).then_some(*vehicle)
    };
    ACCESS.iter().filter_map(kept_out).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(pairs: &[(&str, &str)]) -> Tags<'static> {
        Tags(pairs.iter().map(|(key, value)| ((*key).to_owned().into(), (*value).to_owned().into())).collect())
    }

    fn of(pairs: &[(&str, &str)]) -> Road {
        road(&tags(pairs)).unwrap().unwrap()
    }

    #[test]
    fn every_class_of_the_table_is_read_and_what_is_no_road_says_why() {
        for (highway, class) in CLASSES {
            assert_eq!(of(&[("highway", highway)]).class, class, "{highway}");
        }
        for (highway, reason) in NO_ROADS {
            assert_eq!(road(&tags(&[("highway", highway)])), Err(reason), "{highway}");
        }
        assert_eq!(road(&tags(&[("highway", "runway?")])), Err("unknown_highway"));
        assert_eq!(road(&tags(&[("highway", "pedestrian"), ("area", "yes")])), Err("area"));
        assert_eq!(road(&tags(&[("building", "yes")])), Ok(None));
        assert_eq!(of(&[("highway", "pedestrian"), ("motor_vehicle", "yes")]).class, RoadClass::Street);
        for water in [("waterway", "river"), ("waterway", "canal"), ("waterway", "fairway"), ("route", "ferry")] {
            assert_eq!(of(&[water]).class, RoadClass::Waterway);
        }
        assert_eq!(road(&tags(&[("waterway", "stream")])), Ok(None));
    }

    #[test]
    fn a_way_goes_as_it_is_tagged_or_as_its_kind_implies() {
        let way = |more: &[(&str, &str)]| of(&[&[("highway", "primary")], more].concat()).oneway;
        for (value, expected) in [
            ("yes", OneWay::Forward),
            ("true", OneWay::Forward),
            ("1", OneWay::Forward),
            ("-1", OneWay::Backward),
            ("reverse", OneWay::Backward),
            ("no", OneWay::Both),
        ] {
            assert_eq!(way(&[("oneway", value)]), expected, "{value}");
        }
        assert_eq!(way(&[("junction", "roundabout")]), OneWay::Forward);
        assert_eq!(way(&[("junction", "circular"), ("oneway", "no")]), OneWay::Both);
        assert_eq!(of(&[("highway", "motorway")]).oneway, OneWay::Forward);
        assert_eq!(of(&[("highway", "motorway"), ("oneway", "no")]).oneway, OneWay::Both);
        assert_eq!(of(&[("highway", "motorway_link")]).oneway, OneWay::Both);
        assert_eq!(road(&tags(&[("highway", "primary"), ("oneway", "reversible")])), Err("reversible"));
    }

    #[test]
    fn who_is_kept_out_is_said_by_the_most_specific_key() {
        let barred = |pairs: &[(&str, &str)]| of(pairs).barred.to_string();
        let all = "car,coach,truck,fire_engine,foot,boat";
        for (more, expected) in [
            (&[][..], ""),
            (&[("access", "no")], all),
            (&[("access", "private")], "car,coach,truck"),
            (&[("access", "no"), ("foot", "yes"), ("emergency", "yes")], "car,coach,truck,boat"),
            (&[("motor_vehicle", "no")], "car,coach,truck,fire_engine"),
            (&[("motor_vehicle", "no"), ("bus", "yes")], "car,truck,fire_engine"),
            (&[("vehicle", "no"), ("psv", "designated")], "car,truck,fire_engine"),
            (&[("hgv", "no")], "truck"),
            (&[("foot", "no")], "foot"),
            (&[("motorcar", "private")], "car"),
            (&[("access", "destination")], ""),
            (&[("motorroad", "yes")], "foot"),
        ] {
            assert_eq!(barred(&[&[("highway", "primary")], more].concat()), expected, "{more:?}");
        }
        assert_eq!(barred(&[("highway", "footway")]), "car,coach,truck,fire_engine,boat");
        assert_eq!(barred(&[("highway", "cycleway")]), "car,coach,truck,fire_engine,boat");
        assert_eq!(barred(&[("highway", "cycleway"), ("foot", "no")]), all);
        assert_eq!(barred(&[("highway", "motorway")]), "foot");
        assert_eq!(barred(&[("waterway", "river")]), "car,coach,truck,fire_engine,foot");
    }

    #[test]
    fn limits_structures_level_slope_and_names_are_taken() {
        let road = of(&[
            ("highway", "secondary"),
            ("name", " 环城路 "),
            ("ref", "X201"),
            ("bridge", "viaduct"),
            ("bridge:name", "婺江大桥"),
            ("layer", "1"),
            ("incline", "-5 %"),
            ("maxspeed", "60"),
            ("maxweight", "20 t"),
            ("maxheight", "4.5"),
            ("maxheight:physical", "4.2"),
            ("maxwidth", "3"),
        ]);
        assert_eq!((&*road.name, &*road.number, &*road.structure), ("环城路", "X201", "婺江大桥"));
        assert_eq!((road.bridge, road.tunnel, road.level, road.slope_percent), (true, false, 1, Some(-5.0)));
        assert_eq!(road.speed_limit_kmh, Some(60.0));
        assert_eq!(road.limits, Limits { weight_t: Some(20.0), width_m: Some(3.0), height_m: Some(4.2) });
        let tunnel = of(&[("highway", "primary"), ("tunnel", "yes"), ("tunnel:name", "尖峰山隧道"), ("bridge", "no")]);
        assert_eq!((tunnel.bridge, tunnel.tunnel, &*tunnel.structure), (false, true, "尖峰山隧道"));
        let both = of(&[("highway", "primary"), ("maxspeed:forward", "60"), ("maxspeed:backward", "40")]);
        assert_eq!(both.speed_limit_kmh, Some(40.0));
    }
}
