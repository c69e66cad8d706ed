//! Key figures and alarms from outside: each figure is what SQL finds in the file, and an alarm is taken note of once.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "helpers of tests: a failure here is the test's failure"
)]

use std::path::Path;

use rusqlite::{Connection, functions::FunctionFlags};
use serde_json::Value as Json;

use crate::cli::{Seat, text};

/// Households that are called on to move, in SQL: their zone is in force, or they stand in an active area, or their
/// state says so.
const CALLED: &str = "SELECT h.* FROM transfer h WHERE h.state IN ('notified', 'moved', 'refused') \
    OR (coalesce(h.state, 'listed') = 'listed' AND (in_danger(h.geom) \
        OR h.danger_zone IN (SELECT uid FROM danger_zone WHERE status = 'active')))";

/// Each figure and the SQL that finds it. `None`: the register is empty, so nothing is known.
const FIGURES: [(&str, &str); 8] = [
    ("reservoirs_over", "SELECT count(*) FROM reservoir WHERE level_m - limit_level_m >= 0.01"),
    ("people_to_move", "SELECT coalesce(sum(household_size), 0) FROM ({called}) WHERE state <> 'moved'"),
    ("people_settled", "SELECT coalesce(sum(amount), 0) FROM sitmap_entry WHERE field = 'occupancy'"),
    (
        "free_places",
        "SELECT coalesce(sum(max(s.capacity - coalesce((SELECT sum(amount) FROM sitmap_entry e WHERE e.object = s.uid \
         AND e.field = 'occupancy'), 0), 0)), 0) FROM (SELECT uid, geom, capacity, status FROM shelter UNION ALL \
         SELECT uid, geom, capacity, status FROM refuge_site) s WHERE s.status = 'open' AND NOT in_danger(s.geom)",
    ),
    (
        "road_closures",
        "SELECT (SELECT count(*) FROM road_closure WHERE status = 'active') \
         + (SELECT count(*) FROM closed_stretch WHERE status = 'active') \
         + (SELECT count(*) FROM closed_area WHERE status = 'active')",
    ),
    (
        "teams_out",
        "SELECT (SELECT count(*) FROM rescue_team WHERE status = 'out') \
         + (SELECT count(*) FROM fire_brigade WHERE status = 'out')",
    ),
    ("red_enterprises", "SELECT count(*) FROM enterprise WHERE risk_color = 'red'"),
    ("open_incidents", "SELECT count(*) FROM incident WHERE status = 'open'"),
];

/// The numbers of a WKB geometry behind a GeoPackage header, little-endian as this program writes them.
struct Wkb<'a>(&'a [u8]);

impl Wkb<'_> {
    fn of(blob: &[u8]) -> Wkb<'_> {
        let envelope = [0, 32, 48, 48, 64][usize::from((blob[3] >> 1) & 7)];
        Wkb(&blob[8 + envelope..])
    }

    fn whole(&mut self) -> u32 {
        let (head, rest) = self.0.split_at(4);
        self.0 = rest;
        u32::from_le_bytes(head.try_into().unwrap())
    }

    fn place(&mut self) -> [f64; 2] {
        let (head, rest) = self.0.split_at(16);
        self.0 = rest;
        [0, 8].map(|at| f64::from_le_bytes(head[at..at + 8].try_into().unwrap()))
    }

    fn kind(&mut self) -> u32 {
        assert_eq!(self.0[0], 1, "little-endian");
        self.0 = &self.0[1..];
        self.whole()
    }

    /// The rings of a polygon or of several.
    fn rings(&mut self) -> Vec<Vec<[f64; 2]>> {
        match self.kind() {
            3 => (0..self.whole()).map(|_| (0..self.whole()).map(|_| self.place()).collect()).collect(),
            6 => (0..self.whole()).flat_map(|_| self.rings()).collect(),
            other => panic!("no polygon: {other}"),
        }
    }
}

/// Whether a place is inside rings, by the number of edges east of it. Independent of the program's own geometry.
fn inside(rings: &[Vec<[f64; 2]>], [x, y]: [f64; 2]) -> bool {
    let edges = rings.iter().flat_map(|ring| ring.windows(2));
    let east = edges.filter(|edge| {
        let [[ax, ay], [bx, by]] = [edge[0], edge[1]];
        (ay > y) != (by > y) && x < ax + (y - ay) / (by - ay) * (bx - ax)
    });
    east.count() % 2 == 1
}

/// The file, with `in_danger(geom)`: whether a point is inside an active danger area.
fn database(path: &Path) -> Connection {
    let database = Connection::open(path).unwrap();
    let mut areas = Vec::new();
    for table in ["danger_area", "danger_zone"] {
        let sql = format!("SELECT geom FROM {table} WHERE status = 'active' AND geom IS NOT NULL");
        let mut rows = database.prepare(&sql).unwrap();
        let blobs = rows.query_map([], |row| row.get::<_, Vec<u8>>(0)).unwrap();
        areas.extend(blobs.map(|blob| Wkb::of(&blob.unwrap()).rings()));
    }
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    let in_danger = move |blob: Option<Vec<u8>>| {
        blob.is_some_and(|blob| {
            let mut wkb = Wkb::of(&blob);
            assert_eq!(wkb.kind(), 1, "a point");
            let place = wkb.place();
            areas.iter().any(|rings| inside(rings, place))
        })
    };
    let call = move |context: &mut rusqlite::functions::Context<'_>| Ok(in_danger(context.get::<Option<Vec<u8>>>(0)?));
    database.create_scalar_function("in_danger", 1, flags, call).unwrap();
    database
}

fn whole(database: &Connection, sql: &str) -> i64 {
    let sql = sql.replace("{called}", CALLED);
    database.query_row(&sql, [], |row| row.get(0)).unwrap_or_else(|error| panic!("{error}: {sql}"))
}

fn figure<'a>(answer: &'a Json, id: &str) -> &'a Json {
    answer["figures"].as_array().unwrap().iter().find(|figure| figure["id"] == id).unwrap()
}

#[test]
fn each_figure_is_what_sql_finds_in_the_file_in_flood_and_in_quiet() {
    let seat = Seat::new();
    let quiet = seat.path("quiet.gpkg");
    assert_eq!(seat.run(&["demo", "--out", text(&quiet)]).code, 0);
    for (path, is_flood) in [(seat.district(), true), (quiet, false)] {
        let (answer, code) = seat.json(&path, &["figures"]);
        assert_eq!(code, 0);
        let database = database(&path);
        for (id, sql) in FIGURES {
            let said = &figure(&answer, id)["value"];
            assert_eq!(said.as_i64(), Some(whole(&database, sql)), "{id}, flood: {is_flood}");
            let standing = ["red_enterprises"].contains(&id);
            assert_eq!(said.as_i64() > Some(0), is_flood || standing, "{id}, flood: {is_flood}");
        }
    }
}

#[test]
fn the_transfer_adds_up_by_township_and_by_where_people_went() {
    let seat = Seat::new();
    let path = seat.district();
    let (answer, _) = seat.json(&path, &["figures"]);
    let database = database(&path);
    let transfer = &answer["transfer"];
    let number = |name: &str| transfer[name].as_i64().unwrap();
    let sum = |condition: &str| {
        whole(&database, &format!("SELECT coalesce(sum(household_size), 0) FROM ({{called}}) WHERE {condition}"))
    };
    assert_eq!(number("should_move"), sum("true"));
    assert_eq!(number("at_shelter"), sum("state = 'moved' AND destination = 'shelter'"));
    assert_eq!(number("with_relatives"), sum("state = 'moved' AND destination = 'with_relatives'"));
    assert_eq!(number("refused"), sum("state = 'refused'"));
    assert_eq!(number("moved"), number("at_shelter") + number("with_relatives") + number("elsewhere"));
    assert_eq!(number("should_move"), number("moved") + number("to_move"));
    assert_eq!(figure(&answer, "people_to_move")["value"], transfer["to_move"]);
    let townships = answer["townships"].as_array().unwrap();
    assert!(townships.len() > 3);
    for name in ["should_move", "moved", "to_move"] {
        assert_eq!(townships.iter().map(|row| row[name].as_i64().unwrap()).sum::<i64>(), number(name), "{name}");
    }
    for row in townships {
        let township = row["township"].as_str().unwrap();
        assert_eq!(row["moved"].as_i64().unwrap(), sum(&format!("state = 'moved' AND township = '{township}'")));
    }
}

#[test]
fn a_figure_lists_what_it_counts_and_is_as_old_as_the_oldest_of_it() {
    let seat = Seat::new();
    let path = seat.district();
    let (answer, _) = seat.json(&path, &["figures", "--rows"]);
    let database = database(&path);
    let reservoirs = figure(&answer, "reservoirs_over");
    let rows = reservoirs["rows"].as_array().unwrap();
    assert_eq!(rows.len() as i64, reservoirs["value"].as_i64().unwrap());
    let highest: String = database
        .query_row("SELECT uid FROM reservoir ORDER BY level_m > design_flood_level_m DESC, level_m - limit_level_m DESC LIMIT 1", [], |row| row.get(0))
        .unwrap();
    assert_eq!(rows[0]["id"], highest, "the gravest is first, of these the farthest over its limit");
    let oldest: String = database.query_row("SELECT min(level_time) FROM reservoir", [], |row| row.get(0)).unwrap();
    let said: jiff::Timestamp = reservoirs["as_of"].as_str().unwrap().parse().unwrap();
    assert_eq!(said, oldest.parse().unwrap());
    let to_move = figure(&answer, "people_to_move")["rows"].as_array().unwrap();
    assert!(to_move[0]["state"] == "拒绝转移", "refusals are first: {}", to_move[0]);
    assert!(!answer.to_string().contains("1390000"), "no phone stands in a figure");
}

#[test]
fn what_is_not_known_is_no_value_and_says_why_and_never_nought() {
    let seat = Seat::new();
    let path = seat.district();
    let database = Connection::open(&path).unwrap();
    let closures = ["road_closure", "closed_stretch", "closed_area"];
    for table in
        ["reservoir", "transfer", "shelter", "refuge_site", "rescue_team", "fire_brigade"].iter().chain(&closures)
    {
        // Without the triggers that need the program's own functions.
        let triggers: Vec<String> = database
            .prepare("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?1")
            .unwrap()
            .query_map([table], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        for trigger in triggers {
            database.execute_batch(&format!("DROP TRIGGER \"{trigger}\"")).unwrap();
        }
        database.execute_batch(&format!("DELETE FROM {table}")).unwrap();
    }
    drop(database);
    let (answer, code) = seat.json(&path, &["figures"]);
    assert_eq!(code, 0);
    let unknown = ["reservoirs_over", "people_to_move", "people_settled", "free_places", "road_closures", "teams_out"];
    for id in unknown {
        let figure = figure(&answer, id);
        assert!(figure["value"].is_null(), "{figure}");
        assert!(figure["why"].as_str().unwrap().chars().count() > 8, "{figure}");
    }
    assert!(figure(&answer, "open_incidents")["value"].is_i64());
    assert!(answer["transfer"].is_null());
    let said = seat.run(&["figures", "--file", text(&path)]);
    assert!(said.out.contains("超汛限水库  —"), "{}", said.out);
}

#[test]
fn an_alarm_is_acknowledged_once_by_name_and_undo_brings_it_back() {
    let seat = Seat::new();
    let path = seat.district();
    let names = |all: bool| -> Vec<String> {
        let arguments: &[&str] = if all { &["alarms", "--all"] } else { &["alarms"] };
        let (answer, _) = seat.json(&path, arguments);
        let alarms = answer["alarms"].as_array().unwrap().clone();
        alarms.iter().map(|alarm| alarm["name"].as_str().unwrap().to_owned()).collect()
    };
    let (waiting, all) = (names(false), names(true));
    assert!(waiting.len() < all.len(), "the sample's first alarms are known");
    assert!(!waiting.contains(&"琅沙公路K14塌方".to_owned()) && all.contains(&"琅沙公路K14塌方".to_owned()));
    let first = waiting[0].as_str();
    let (done, code) = seat.json(&path, &["acknowledge", first, "--note", "已派人查看"]);
    assert_eq!((code, done["done"].as_bool()), (0, Some(true)));
    assert_eq!(done["label"], format!("确认警情：{first}"));
    assert!(!names(false).contains(&first.to_owned()));
    let (again, code) = seat.json(&path, &["acknowledge", first]);
    assert_eq!(code, 1, "once is enough");
    assert!(again["why"].as_str().unwrap().contains(first));
    assert_eq!(seat.run(&["acknowledge", "没有这一条", "--file", text(&path)]).code, 2);
    let (answer, _) = seat.json(&path, &["alarms", "--all"]);
    let known = answer["alarms"].as_array().unwrap().iter().find(|alarm| alarm["name"] == first).unwrap().clone();
    assert!(known["acknowledged"]["at"].as_str().unwrap().ends_with("+08:00"), "{known}");
    assert!(!known["acknowledged"]["by"].as_str().unwrap().is_empty());
    assert_eq!(seat.json(&path, &["undo"]).1, 0);
    assert_eq!(names(false), waiting);
    assert_eq!(seat.run(&["check", text(&path)]).code, 0);
}
