//! People to shelters beside the peers' own: divided (exact, with its proof checked) and whole villages in ten seconds.
//!
//! `SITMAP_PEER_INPUTS` names the folder that has `assign_300x1000`, `assign_1000x5000` and `assign_infeasible`. Each
//! case runs in a process of its own, so that its memory is its own. Prints one JSON line a case, as the peers' scripts
//! do. `benches/peers_assign.sh` runs both sides and prints the ratios.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a measurement stops where its inputs are wrong")]

use std::{
    env, fs,
    ops::ControlFlow,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use sitmap::domain::{
    place::{Position, sphere_m},
    plan::assign::{Progress, Table, Unplaced, Whole, Wish, split, together},
};

const CASES: [&str; 4] = ["split 300x1000", "split 1000x5000", "split infeasible", "whole 300x1000"];
const REPEATS: usize = 5;
/// How long whole villages are improved.
const SECONDS: u64 = 10;
/// CP-SAT's best after 60 s.
const CP_SAT: u64 = 584_120_022;

fn main() {
    let Some(inputs) = env::var_os("SITMAP_PEER_INPUTS") else {
        eprintln!("skipped: SITMAP_PEER_INPUTS names no folder of villages and shelters; benches/peers_assign.sh does");
        return;
    };
    let named: Vec<String> = env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    match named.as_slice() {
        [kind, instance] => run(kind, instance, Path::new(&inputs)),
        _ => {
            let own = env::current_exe().expect("this program");
            for case in CASES {
                let status = Command::new(&own).args(case.split(' ')).status().expect("a process a case");
                assert!(status.success(), "{case}");
            }
        }
    }
}

fn run(kind: &str, instance: &str, inputs: &Path) {
    let folder = inputs.join(format!("assign_{instance}"));
    let (villages, shelters) = (rows(&folder.join("villages.csv")), rows(&folder.join("shelters.csv")));
    let row = |from: Position| shelters.iter().map(move |(to, _)| sphere_m(from, *to).round_ties_even() as u64);
    let cost: Vec<u64> = villages.iter().flat_map(|(from, _)| row(*from)).collect();
    let amounts = |places: &[(Position, u32)]| places.iter().map(|(_, amount)| *amount).collect::<Vec<u32>>();
    let (people, room) = (amounts(&villages), amounts(&shelters));
    if kind == "split" {
        divided(instance, &people, &room, &cost);
    } else {
        kept(instance, &Table::new(people, room, cost).expect("a table"));
    }
}

/// From costs in memory, copied, to the plan, as the peers build and solve.
fn divided(instance: &str, people: &[u32], room: &[u32], cost: &[u64]) {
    let mut seconds = Vec::new();
    let mut last = None;
    for _ in 0..REPEATS {
        drop(last.take());
        let start = Instant::now();
        let table = Table::new(people.to_vec(), room.to_vec(), cost.to_vec()).expect("a table");
        let plan = split(&table, Wish::default(), &mut |_| ControlFlow::Continue(())).expect("a plan");
        seconds.push(start.elapsed().as_secs_f64());
        last = Some((table, plan));
    }
    // What was reached while it was timed; the proof below is not part of the method.
    let memory = memory_mib();
    let (table, plan) = last.expect("a plan");
    plan.certify(&table, Wish::default()).expect("a proof");
    let (placed, expected) = (plan.flows.iter().map(|flow| u64::from(flow.people)).sum::<u64>(), known(instance));
    assert_eq!((placed, plan.cost), expected, "{instance}");
    let found = json!({"objective": plan.cost, "placed": placed, "pivots": plan.pivots});
    report(instance, &table, "split", &seconds, memory, &found);
}

fn known(instance: &str) -> (u64, u64) {
    match instance {
        "300x1000" => (153_952, 391_500_820),
        "1000x5000" => (497_896, 1_007_630_467),
        _ => (178_740, 623_401_877),
    }
}

/// The peers' rule for whole villages: an unplaced person costs 100,000 m, and none is divided.
fn kept(instance: &str, table: &Table) {
    let rule = Whole { unplaced: Unplaced::Costs(100_000), divide: false, rounds: u64::MAX, ..Whole::default() };
    let start = Instant::now();
    let (mut first, mut below) = (None, None);
    let plan = together(table, rule, &mut |progress| {
        if let Progress::Keeping(standing) = progress {
            first.get_or_insert((start.elapsed().as_secs_f64(), standing.objective));
            if standing.objective < CP_SAT {
                below.get_or_insert(start.elapsed().as_secs_f64());
            }
        }
        if start.elapsed() < Duration::from_secs(SECONDS) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })
    .expect("a plan");
    let found = json!({
        "objective": plan.standing.objective, "bound": plan.standing.bound, "gap": plan.standing.gap(),
        "unserved": plan.standing.unplaced, "first": first, "below_cp_sat_after": below, "rounds": plan.standing.round,
    });
    report(instance, table, "whole", &[start.elapsed().as_secs_f64()], memory_mib(), &found);
}

fn report(instance: &str, table: &Table, op: &str, seconds: &[f64], memory: f64, found: &Value) {
    let mut sorted = seconds.to_vec();
    sorted.sort_by(f64::total_cmp);
    let mut line = json!({
        "bench": format!("assign {instance}"), "peer": "sitmap", "op": op,
        "size": format!("{}x{} dense", table.room().len(), table.people().len()),
        "med": sorted[sorted.len() / 2], "min": sorted[0], "max": sorted[sorted.len() - 1], "n": sorted.len(),
        "rss_mib": memory,
    });
    if let (Some(line), Some(found)) = (line.as_object_mut(), found.as_object()) {
        line.extend(found.clone());
    }
    println!("{line}");
}

/// The most memory this process has held (Linux; 0 elsewhere).
fn memory_mib() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.and_then(|peak| peak.split_whitespace().next()?.parse::<f64>().ok()).map_or(0.0, |kib| kib / 1_024.0)
}

fn rows(path: &Path) -> Vec<(Position, u32)> {
    let text = fs::read_to_string(path).expect("a list");
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let [lon, lat] = [2, 3].map(|column| cells[column].parse().expect("degrees"));
        (Position::new(lon, lat).expect("a place"), cells[4].parse().expect("people"))
    };
    text.lines().skip(1).map(row).collect()
}
