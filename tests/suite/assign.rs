//! People to shelters: the known optima, and the command from outside.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "helpers of tests")]

use std::{
    fs,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use serde_json::{Value as Json, json};
use sitmap::domain::{
    place::{Position, sphere_m},
    plan::assign::{Progress, Split, Table, Unplaced, Whole, Wish, split, together},
};

use crate::cli::{Said, Seat, text};

fn inputs(instance: &str) -> Option<PathBuf> {
    let folder = crate::architecture::root().join("../shared/peers/inputs").join(format!("assign_{instance}"));
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: ../shared not present");
    None
}

fn rows(path: &Path) -> Vec<(Position, u32)> {
    let text = fs::read_to_string(path).unwrap();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        (Position::new(cells[2].parse().unwrap(), cells[3].parse().unwrap()).unwrap(), cells[4].parse().unwrap())
    };
    text.lines().skip(1).map(row).collect()
}

/// An instance of the peers', at the peers' costs.
fn table(folder: &Path) -> Table {
    let (villages, shelters) = (rows(&folder.join("villages.csv")), rows(&folder.join("shelters.csv")));
    let row = |from: Position| shelters.iter().map(move |(to, _)| sphere_m(from, *to).round_ties_even() as u64);
    let cost = villages.iter().flat_map(|(from, _)| row(*from)).collect();
    let amounts = |places: &[(Position, u32)]| places.iter().map(|(_, amount)| *amount).collect();
    Table::new(amounts(&villages), amounts(&shelters), cost).unwrap()
}

fn on(_: &Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn best(instance: &str) -> Option<(Table, Split)> {
    let table = table(&inputs(instance)?);
    let plan = split(&table, Wish::default(), &mut on).unwrap();
    plan.certify(&table, Wish::default()).unwrap();
    Some((table, plan))
}

#[test]
fn the_divided_plan_of_300_by_1000_is_the_known_optimum() {
    let Some((table, plan)) = best("300x1000") else { return };
    assert_eq!(plan.cost, 391_500_820);
    assert_eq!(plan.flows.iter().map(|flow| u64::from(flow.people)).sum::<u64>(), table.people_total());
}

#[test]
fn the_divided_plan_of_1000_by_5000_is_the_known_optimum() {
    let Some((_, plan)) = best("1000x5000") else { return };
    assert_eq!(plan.cost, 1_007_630_467);
}

#[test]
fn where_places_are_short_as_many_are_placed_as_can_be() {
    let Some((table, plan)) = best("infeasible") else { return };
    let placed: u64 = plan.flows.iter().map(|flow| u64::from(flow.people)).sum();
    assert_eq!((placed, table.people_total(), plan.cost), (178_740, 196_614, 623_401_877));
}

#[test]
fn whole_villages_are_soon_placed_better_than_by_cp_sat_in_a_minute() {
    let Some(folder) = inputs("300x1000") else { return };
    let table = table(&folder);
    // The peers' rule: an unplaced person costs 100,000 m; the village that fits nowhere stays unplaced.
    let rule = Whole { unplaced: Unplaced::Costs(100_000), divide: false, rounds: 60, ..Whole::default() };
    let plan = together(&table, rule, &mut on).unwrap();
    assert!(plan.standing.objective < 584_120_022, "{:?}", plan.standing);
    assert_eq!((plan.standing.unplaced, plan.divided.len()), (1_726, 0));
    assert!(plan.standing.bound >= 391_500_820 && plan.standing.bound <= plan.standing.objective);
}

/// A seat with these tables.
fn seat(tables: &[(&str, &str)]) -> Seat {
    let seat = Seat::new();
    for (name, text) in tables {
        fs::write(seat.path(name), text).unwrap();
    }
    seat
}

const VILLAGES: &str = "id,name,lon,lat,people\nv1,上村,119.50,29.00,60\nv2,下村,119.60,29.00,50\n";
const SHELTERS: &str = "id,lon,lat,capacity\ns1,119.50,29.01,80\ns2,119.60,29.01,40\ns3,119.55,29.0,0\n";
const ASK: [&str; 5] = ["assign", "--villages", "v.csv", "--shelters", "s.csv"];

fn asked(seat: &Seat, more: &[&str]) -> (Json, Said) {
    let said = seat.run(&[&["--json"], &ASK[..], more].concat());
    (serde_json::from_str(&said.out).unwrap_or(Json::Null), said)
}

#[test]
fn the_peers_tables_go_through_the_command() {
    let Some(folder) = inputs("infeasible") else { return };
    let seat = Seat::new();
    let (villages, shelters) = (folder.join("villages.csv"), folder.join("shelters.csv"));
    let tables = ["assign", "--villages", text(&villages), "--shelters", text(&shelters), "--distance", "sphere"];
    let said = seat.run(&[&["--json"], &tables[..]].concat());
    assert_eq!(said.code, 1, "{}", said.err);
    let json: Json = serde_json::from_str(&said.out).unwrap();
    assert_eq!((&json["status"], &json["objective"]), (&json!("partial"), &json!(623_401_877)));
    assert_eq!((&json["placed"], &json["unplaced"]), (&json!(178_740), &json!(17_874)));
    let sum = |rows: &Json| rows.as_array().unwrap().iter().map(|row| row["people"].as_u64().unwrap()).sum::<u64>();
    assert_eq!((sum(&json["flows"]), sum(&json["unplaced_by_village"])), (178_740, 17_874));
}

#[test]
fn a_plan_of_plain_tables_answers_as_the_contract_says() {
    let seat = seat(&[("v.csv", VILLAGES), ("s.csv", SHELTERS)]);
    let (json, said) = asked(&seat, &[]);
    assert_eq!(said.code, 0, "{}", said.err);
    let keys: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys[..7], ["status", "objective", "placed", "unplaced", "bound", "gap", "flows"]);
    assert_eq!(json["status"], "optimal");
    assert_eq!((&json["placed"], &json["unplaced"], &json["gap"]), (&json!(110), &json!(0), &json!(0.0)));
    assert_eq!(json["objective"], json["bound"]);
    assert_eq!(
        json["flows"],
        json!([
            {"from": "v1", "to": "s1", "people": 60},
            {"from": "v2", "to": "s1", "people": 10},
            {"from": "v2", "to": "s2", "people": 40},
        ])
    );
    let (sphere, _) = asked(&seat, &["--distance", "sphere"]);
    assert_ne!(sphere["objective"], json["objective"]);
    let told = seat.run(&[&["--lang", "en"], &ASK[..]].concat());
    assert!(
        told.out.contains("All 110 people are placed") && told.out.contains("There is no better plan"),
        "{}",
        told.out
    );
    assert!(seat.run(&ASK).out.contains("110 人全部安置"));
}

#[test]
fn kept_together_a_village_is_whole_or_said_to_be_divided() {
    let seat = seat(&[("v.csv", VILLAGES), ("s.csv", SHELTERS)]);
    let (json, said) = asked(&seat, &["--keep-together", "--seconds", "2"]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert_eq!((&json["status"], &json["placed"]), (&json!("partial"), &json!(60)));
    assert_eq!(json["unplaced_by_village"], json!([{"id": "v2", "people": 50, "reason": "no_room"}]));
    fs::write(seat.path("v.csv"), VILLAGES.replace("上村,119.50,29.00,60", "上村,119.50,29.00,90")).unwrap();
    fs::write(seat.path("s.csv"), SHELTERS.replace("29.01,40", "29.01,70").replace("29.0,0", "29.0,50")).unwrap();
    let (json, said) = asked(&seat, &["--keep-together"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!((&json["status"], &json["divided"]), (&json!("optimal"), &json!([{"id": "v1", "parts": 2}])));
}

#[test]
fn the_longest_way_can_be_made_short_first() {
    let seat =
        seat(&[("v.csv", "id,people\na,1\nb,1\n"), ("s.csv", "id,capacity\nx,1\ny,1\n"), ("m.csv", "0,5\n5,9\n")]);
    let (json, _) = asked(&seat, &["--costs", "m.csv"]);
    assert_eq!((&json["objective"], &json["farthest"], &json["unit"]), (&json!(9), &json!(9), &json!("costs")));
    for more in [vec!["--worst"], vec!["--worst", "--keep-together"]] {
        let (json, said) = asked(&seat, &[&["--costs", "m.csv"], &more[..]].concat());
        assert_eq!(said.code, 0, "{}", said.err);
        assert_eq!(
            (&json["objective"], &json["farthest"], &json["least_farthest"]),
            (&json!(10), &json!(5), &json!(5))
        );
    }
    fs::write(seat.path("m.csv"), "from,x,y\nb,,1.25\na,2.5,1\n").unwrap();
    let (json, _) = asked(&seat, &["--costs", "m.csv"]);
    assert_eq!(json["objective"], json!(3.75), "fractions count, and an empty cell bars the way");
}

#[test]
fn nobody_is_placed_where_there_is_no_room_and_no_way() {
    let none = "id,lon,lat,capacity\ns1,119.5,29.0,0\n";
    let seat = seat(&[("v.csv", VILLAGES), ("s.csv", none), ("m.csv", "1\n,\n")]);
    let (json, said) = asked(&seat, &[]);
    assert_eq!((said.code, &json["placed"], &json["objective"]), (1, &json!(0), &json!(0)));
    assert_eq!(json["farthest"], Json::Null);
    fs::write(seat.path("s.csv"), none.replace(",0\n", ",200\n")).unwrap();
    fs::write(seat.path("m.csv"), "id,s1\nv1,7\nv2,\n").unwrap();
    let (json, _) = asked(&seat, &["--costs", "m.csv"]);
    assert_eq!(json["unplaced_by_village"], json!([{"id": "v2", "people": 50, "reason": "no_way"}]));
}

#[test]
fn bad_tables_are_refused_whole_with_every_place() {
    let bad = VILLAGES.replace(",60", ",-60").replace("v2", "v1");
    let seat = seat(&[("v.csv", &bad), ("s.csv", &SHELTERS.replace(",80", ",eighty")), ("m.csv", "1,2\n3,4\n")]);
    let (json, said) = asked(&seat, &[]);
    assert_eq!(said.code, 2);
    let problems = json["problems"].as_array().unwrap();
    let places: Vec<_> = problems.iter().map(|one| (&one["code"], &one["file"], &one["row"], &one["column"])).collect();
    assert_eq!(
        places,
        [
            (&json!("plain_negative"), &json!("v.csv"), &json!(2), &json!("people")),
            (&json!("plain_duplicate"), &json!("v.csv"), &json!(3), &json!("id")),
            (&json!("plain_no_number"), &json!("s.csv"), &json!(2), &json!("capacity")),
        ]
    );
    assert_eq!(problems[0].as_object().unwrap().len(), 7);
    let told = seat.run(&[&["--lang", "en"], &ASK[..]].concat());
    assert_eq!((told.code, told.out.as_str()), (2, ""));
    assert!(told.err.contains("v.csv, row 2, column people: -60 is below 0"), "{}", told.err);
    fs::write(seat.path("v.csv"), VILLAGES).unwrap();
    fs::write(seat.path("s.csv"), SHELTERS).unwrap();
    let (json, said) = asked(&seat, &["--costs", "m.csv"]);
    assert_eq!((said.code, &json["problems"][0]["code"]), (2, &json!("plain_shape")));
    fs::write(seat.path("s.csv"), "id,lon,lat\ns1,119,29\n").unwrap();
    let (json, said) = asked(&seat, &[]);
    assert_eq!((said.code, &json["problems"][0]["column"]), (2, &json!("capacity")));
    fs::remove_file(seat.path("s.csv")).unwrap();
    let (json, said) = asked(&seat, &[]);
    assert_eq!((said.code, &json["problems"][0]["code"]), (2, &json!("import_unreadable")));
}
