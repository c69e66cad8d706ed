//! The sample reads like a register: counts, sums, no empty rows, invented people.

use std::collections::{BTreeMap, BTreeSet};

use sitmap::{
    demo::Moment,
    domain::{
        catalogue::{Field, FieldType, Role},
        model::Value,
    },
};

use super::{catalogue, number, objects, sample, tally, text, value, whole};

/// Fields that are empty where they do not apply.
const WHERE_IT_APPLIES: [&str; 15] = [
    "leave_by",
    "note",
    "parent",
    "closed_on",
    "closed_time",
    "incident",
    "reservoir",
    "pond",
    "feeds",
    // A warning of the whole district names no township.
    "areas",
    "area_basis",
    // Small waters have no one who measures what flows.
    "inflow_m3s",
    "inflow_time",
    "outflow_m3s",
    "outflow_time",
];

/// Fields of villages and danger zones that only those have that a flash flood can reach, and the last of them only one that
/// is called.
const OF_FLASH_FLOODS: [&str; 11] = [
    "prepare_1h_mm",
    "prepare_3h_mm",
    "prepare_6h_mm",
    "prepare_24h_mm",
    "move_1h_mm",
    "move_3h_mm",
    "move_6h_mm",
    "move_24h_mm",
    "rain_state",
    "rain_time",
    "rain_basis",
];

/// Fields of roads and closures that are empty where they do not apply: most roads are no bridge, bar nobody and
/// limit nothing; most closures are for all and say when they will end by another field.
const OF_SOME_ROADS: [&str; 13] = [
    "ref",
    "speed_kmh",
    "barred",
    "max_weight_t",
    "max_width_m",
    "max_height_m",
    "bridge",
    "tunnel",
    "structure",
    "slope_percent",
    "closed_for",
    "closed_from",
    "closed_until",
];

/// Fields of conditions, responses, tasks, units, plans and incidents that are empty where they do not apply.
const OF_RESPONSES: [&str; 18] = [
    "liaison",
    "liaison_phone",
    "headquarters",
    "composition",
    "hazards",
    "unit",
    "reply",
    "group",
    "window_h",
    "stat",
    "area",
    "subject",
    "approved",
    "text",
    "response",
    "level",
    "done_time",
    "ended",
];

/// Kinds that belong to no one township or village.
const OF_THE_DISTRICT: [&str; 19] = [
    "district",
    "relief",
    "built_up",
    "river",
    "water",
    "road",
    "place_name",
    "task",
    "response",
    "response_trigger",
    "level_task",
    "unit",
    "emergency_plan",
    "log_entry",
    "grid",
    "township",
    "inundation_area",
    "release_notice",
    "warning_signal",
];

#[test]
fn the_register_counts_are_the_same_in_both_moments() {
    for moment in [Moment::Quiet, Moment::Flood] {
        let district = sample(moment);
        assert!(district.left_out.is_empty(), "{:?}", district.left_out);
        let exact = "township 26 village 436 enterprise 1566 shelter 275 checkup_station 20 reservoir 59 pond 165 \
            device 152 drill 20 transfer 6000 township_center 18 water 5";
        let words: Vec<&str> = exact.split_whitespace().collect();
        for pair in words.chunks(2) {
            assert_eq!(objects(district, pair[0]).len().to_string(), pair[1], "{}", pair[0]);
        }
        assert!(objects(district, "responsible_person").len() >= 1400);
        for kind in catalogue().kinds() {
            // Areas are drawn, reports come in and checks are made as a day goes on.
            let comes_later = ["danger_area", "move_report", "safety_check", "response"].contains(&kind.id.as_str());
            assert!(
                !objects(district, kind.id.as_str()).is_empty() || comes_later || kind.has_role(Role::Plot),
                "{}",
                kind.id
            );
        }
    }
    let counts = |moment| -> BTreeMap<String, usize> {
        let events =
            "incident danger_area road_closure closed_stretch closed_area task response log_entry warning_signal";
        let events: Vec<&str> = events.split(' ').collect();
        let objects = sample(moment).objects.iter().filter(|(kind, _)| !events.contains(&kind.as_str()));
        objects.map(|(kind, objects)| (kind.to_string(), objects.len())).collect()
    };
    assert_eq!(counts(Moment::Quiet), counts(Moment::Flood));
}

#[test]
fn colours_devices_levels_and_drills_add_up() {
    let district = sample(Moment::Quiet);
    let colors = tally(district, "enterprise", "risk_color");
    assert_eq!(colors, BTreeMap::from([("blue", 819), ("orange", 164), ("red", 23), ("yellow", 560)]));
    let kinds = tally(district, "device", "device_kind");
    let held = BTreeMap::from([("body_terminal", 22), ("dome_camera", 2), ("sat_phone", 127), ("uav", 1)]);
    assert_eq!(kinds, held);
    assert_eq!(tally(district, "device", "holder_level")["district"], 7);
    assert_eq!(tally(district, "depot", "level")["district"], 3);
    assert_eq!(tally(district, "rescue_team", "level").len(), 3);
    assert_eq!(tally(district, "responsible_person", "level").len(), 3);
    assert_eq!(tally(district, "reservoir", "size_class")["medium"], 5);
    let sum = |field: &str| objects(district, "drill").iter().map(|drill| whole(drill, field)).sum::<i64>();
    assert_eq!(sum("teams"), 210);
    assert!(sum("people") >= 4_000 && sum("items") >= 1_000);
    let listed: i64 = objects(district, "danger_zone").iter().map(|zone| whole(zone, "people")).sum();
    let rows: i64 = objects(district, "transfer").iter().map(|row| whole(row, "household_size")).sum();
    assert_eq!(listed, rows);
    let served: i64 = objects(district, "checkup_station").iter().map(|station| whole(station, "enterprises")).sum();
    assert_eq!(served, 1566);
}

#[test]
fn every_value_is_what_its_field_takes_and_every_link_leads_somewhere() {
    for moment in [Moment::Quiet, Moment::Flood] {
        let district = sample(moment);
        let uids: BTreeSet<String> = district.objects.values().flatten().map(|object| object.uid.to_string()).collect();
        let mut wrong = BTreeSet::new();
        for kind in catalogue().kinds() {
            for object in objects(district, kind.id.as_str()) {
                for (at, field) in kind.fields.iter().enumerate() {
                    let value = object.value(at);
                    if !value.is_null() && !fits(field, value, &uids) {
                        wrong.insert(format!("{}.{}: {value:?}", kind.id, field.id));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}

fn fits(field: &Field, value: &Value, uids: &BTreeSet<String>) -> bool {
    let in_range = |number: f64| field.min.is_none_or(|min| number >= min) && field.max.is_none_or(|max| number <= max);
    match (field.field_type, value) {
        (FieldType::Text, Value::Text(text)) => !text.trim().is_empty(),
        (FieldType::Integer, Value::Integer(number)) => in_range(*number as f64),
        (FieldType::Real, Value::Real(number)) => in_range(*number),
        (FieldType::Choice, Value::Text(id)) => field.choice(id).is_some(),
        (FieldType::Choices, Value::Text(ids)) => {
            let places: Vec<_> =
                ids.split(',').map(|id| field.choices.iter().position(|choice| choice.id == id)).collect();
            places.iter().all(Option::is_some) && places.is_sorted()
        }
        (FieldType::Link, Value::Text(uid)) => uids.contains(uid.as_ref()),
        (FieldType::Curve, Value::Text(curve)) => {
            let rows: Vec<(f64, f64)> = serde_json::from_str(curve).unwrap_or_default();
            rows.len() >= 5 && rows.windows(2).all(|pair| matches!(pair, [a, b] if a.0 < b.0 && a.1 < b.1))
        }
        (FieldType::Bool, Value::Bool(_)) | (FieldType::Date, Value::Date(_)) | (FieldType::Time, Value::Time(_)) => {
            true
        }
        _ => false,
    }
}

#[test]
fn no_card_has_an_empty_row() {
    for moment in [Moment::Quiet, Moment::Flood] {
        let mut empty = BTreeMap::<String, usize>::new();
        for kind in catalogue().kinds() {
            let of_responses =
                ["response", "response_trigger", "level_task", "task", "unit", "emergency_plan", "incident"];
            let wide = OF_THE_DISTRICT.contains(&kind.id.as_str());
            for object in objects(sample(moment), kind.id.as_str()) {
                for (at, field) in kind.fields.iter().enumerate() {
                    let id = field.id.as_str();
                    let of_roads = kind.id.as_str() == "road" || kind.has_role(Role::RoadClosure);
                    let may = field.hidden
                        || field.summed
                        || (of_responses.contains(&kind.id.as_str()) && OF_RESPONSES.contains(&id))
                        || (of_roads && OF_SOME_ROADS.contains(&id))
                        || WHERE_IT_APPLIES.contains(&id)
                        || (["village", "danger_zone"].contains(&kind.id.as_str()) && OF_FLASH_FLOODS.contains(&id))
                        || (wide && ["township", "village", "business_line", "hazard"].contains(&id));
                    if !may && object.value(at).is_null() {
                        *empty.entry(format!("{}.{id}", kind.id)).or_default() += 1;
                    }
                }
            }
        }
        assert!(empty.is_empty(), "{empty:#?}");
    }
}

#[test]
fn everything_says_that_it_is_sample_data_and_schematic() {
    for object in sample(Moment::Flood).objects.values().flatten() {
        assert_eq!(text(object, "source"), "示例数据");
        assert_eq!(text(object, "position_quality"), "schematic");
    }
}

#[test]
fn persons_are_visibly_invented_and_phones_are_of_reserved_patterns() {
    let reserved = ["1390000", "1740000", "0579-0000"];
    let mut heads = BTreeSet::new();
    for kind in catalogue().kinds() {
        for object in objects(sample(Moment::Flood), kind.id.as_str()) {
            for (at, field) in kind.fields.iter().enumerate() {
                let Some(found) = object.value(at).as_text() else { continue };
                if field.id.as_str().contains("phone") {
                    assert!(reserved.iter().any(|start| found.starts_with(start)), "{} {found}", kind.id);
                } else if field.personal {
                    assert!(found.starts_with("示例"), "{}.{} {found}", kind.id, field.id);
                }
            }
            if kind.id.as_str() == "transfer" {
                heads.insert(text(object, "household_head"));
            }
        }
    }
    assert_eq!(heads.len(), 6000);
}

#[test]
fn people_add_up_to_the_published_totals() {
    let district = sample(Moment::Quiet);
    let mut by_town = BTreeMap::<&str, i64>::new();
    for village in objects(district, "village") {
        *by_town.entry(text(village, "township")).or_default() += whole(village, "population");
    }
    let mut sum = 0;
    for town in objects(district, "township") {
        assert_eq!(by_town[text(town, "name")], whole(town, "population"));
        sum += whole(town, "population");
    }
    assert_eq!(sum, 957_055);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/admin/wucheng_townships_joined.csv");
    let Ok(published) = std::fs::read_to_string(path) else {
        println!("skipped: ../shared not present");
        return;
    };
    let mut compared = 0;
    for line in published.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let Ok(people) = cells[3].parse::<f64>() else { continue };
        let ours = by_town[cells[1]] as f64;
        assert!((ours - people).abs() <= 0.05 * people, "{}: {ours} for {people}", cells[1]);
        compared += 1;
    }
    assert!(compared >= 15);
}

#[test]
fn shelters_cover_every_township_mountain_village_and_key_flood_village() {
    let district = sample(Moment::Quiet);
    let shelters = objects(district, "shelter");
    assert_eq!(shelters.iter().filter(|shelter| text(shelter, "note").starts_with("2022")).count(), 75);
    assert!(shelters.iter().all(|shelter| value(shelter, "standardised") == &Value::Bool(true)));
    let at = |level: &str, field: &str| -> BTreeSet<&str> {
        shelters.iter().filter(|shelter| text(shelter, "level") == level).map(|shelter| text(shelter, field)).collect()
    };
    let towns = at("township", "township");
    let villages = at("village", "village");
    assert!(!at("county", "name").is_empty());
    let own: Vec<_> =
        objects(district, "township").iter().filter(|town| value(town, "zone_run") == &Value::Bool(false)).collect();
    assert_eq!(own.len(), 18);
    for town in &own {
        assert!(towns.contains(text(town, "name")), "{}", text(town, "name"));
    }
    let mut must = 0;
    for village in objects(district, "village") {
        let ours = own.iter().any(|town| text(town, "name") == text(village, "township"));
        let needs = text(village, "terrain") == "mountain" || value(village, "key_flood") == &Value::Bool(true);
        if ours && needs {
            must += 1;
            assert!(villages.contains(text(village, "name")), "{}", text(village, "name"));
        }
    }
    assert!(must > 70, "{must}");
    for shelter in shelters {
        let by_area = (number(shelter, "floor_area_m2") / number(shelter, "area_per_person_m2")).floor();
        assert!((by_area - whole(shelter, "capacity") as f64).abs() < 1.5);
    }
}

#[test]
fn figures_are_uneven_and_industries_keep_to_their_areas() {
    let district = sample(Moment::Quiet);
    let distinct = |kind: &str, field: &str| {
        objects(district, kind)
            .iter()
            .map(|object| format!("{:?}", value(object, field)))
            .collect::<BTreeSet<_>>()
            .len()
    };
    assert!(distinct("shelter", "capacity") > 90);
    assert!(distinct("shelter", "built_year") > 25);
    assert!(distinct("enterprise", "staff") > 80);
    assert!(distinct("village", "population") > 380);
    assert!(distinct("transfer", "state_time") > 1_000);
    let mut industries = BTreeMap::<&str, BTreeMap<&str, usize>>::new();
    for enterprise in objects(district, "enterprise") {
        *industries
            .entry(text(enterprise, "township"))
            .or_default()
            .entry(text(enterprise, "industry"))
            .or_default() += 1;
    }
    assert_eq!(industries.len(), 18);
    let most = |town: &str| industries[town].iter().max_by_key(|(_, count)| **count).map(|(industry, _)| *industry);
    assert_eq!(most("白龙桥镇"), Some("machinery"));
    assert_eq!(most("乾西乡"), Some("hardware"));
    assert_eq!(most("罗店镇"), Some("food"));
}
