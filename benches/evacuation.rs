//! The whole plan of an evacuation for the sample district in a flood: every danger area in force, road times included.
//!
//! `cargo bench --no-default-features --bench evacuation [-- SCALE]`. Beside it, in the same run: the table of ways
//! alone as plain Dijkstra searches find it. Whole households and villages are taken as soon as there is a plan of
//! them. The target at scale 1 is less than a second. Prints one JSON line a case.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench of our own sample")]

use std::{env, fs, ops::ControlFlow, sync::Arc, time::Instant};

use jiff::Timestamp;
use serde_json::{Value, json};
use sitmap::{
    demo::{Moment, generate},
    domain::{
        catalogue::{Catalogue, Lang},
        network::{By, NO_WAY, Network, Profile, SpeedTable, Towards, Ways, closures, roads},
        plan::evacuation::{Choices, Danger, Halt, Keep, Plan, Step, Times, plan, timetable},
        view::{
            evacuation::evacuation,
            handout::{Handing, Handout, guides},
        },
        world::World,
    },
    io::{
        assets,
        report::{PaperFormat, write_paper},
    },
};

const SPEEDS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/network/speeds.toml"));

fn main() {
    let named = env::args().skip(1).find_map(|argument| argument.parse::<u32>().ok());
    let scale = named.unwrap_or(1);
    let repeats = if scale == 1 { 7 } else { 3 };
    // 2026-07-20 09:30 in Beijing.
    let now = Timestamp::constant(1_784_511_000, 0);
    let (catalogue, _) = Catalogue::read(&assets::shipped_catalogue());
    let district = generate(&catalogue, 1, Moment::Flood, scale, now);
    let objects = district.summed(&catalogue);
    let world = World::new(Arc::new(catalogue), objects);
    let table = SpeedTable::read(SPEEDS).unwrap();
    let profile = Profile::of(&table, "coach", "dry", By::Time).unwrap();
    let (cold, ways) = timed(repeats.min(3), || {
        Ways::new(Arc::new(Network::new(roads(&world), None)), profile.clone(), closures(&world, now))
    });
    let report = |op: &str, seconds: &[f64], found: Value| report(scale, op, seconds, &found);
    report("network and a vehicle's ways, from nothing", &cold, Value::Null);
    for keep in Keep::ALL {
        let choices = Choices { keep, ..Choices::default() };
        // So many households and shelters that their pairs fill the memory are refused.
        if whole(&world, &ways, &choices).is_none() {
            report(&format!("whole plan, {}", keep_name(keep)), &[0.0], json!("too large"));
            continue;
        }
        let (seconds, made) = timed(repeats, || whole(&world, &ways, &choices).unwrap());
        let found = json!({
            "groups": made.called.groups.len(), "shelters": made.shelters.len(), "placed": made.placed(),
            "unplaced": made.unplaced_people(), "opened": made.to_open.len(), "households": made.called.households(),
        });
        report(&format!("whole plan, {}", keep_name(keep)), &seconds, found);
        if keep == Keep::Free {
            let (seconds, sum) = timed(repeats.min(3), || plain(&ways, &made));
            report("the table of ways alone, plain Dijkstra", &seconds, json!({"sum": sum}));
            documents(&world, &ways, &table, &made, now, &report);
        }
    }
    stages(&world, &ways);
}

const fn keep_name(keep: Keep) -> &'static str {
    match keep {
        Keep::Free => "divided freely",
        Keep::Households => "whole households",
        Keep::Villages => "whole villages",
    }
}

/// From the areas in force to trips; `None`: it is too large.
fn whole(world: &World, ways: &Ways, choices: &Choices) -> Option<Plan> {
    let danger = Danger::in_force(world).unwrap();
    let made = plan(world, ways, danger, choices.clone(), &mut first).ok()?;
    assert!(!timetable(&made, &Times::default(), None).trips.is_empty());
    Some(made)
}

fn first(step: &Step) -> ControlFlow<Halt> {
    if step.is_better_only { ControlFlow::Break(Halt::Enough) } else { ControlFlow::Continue(()) }
}

/// The cost from each group to each shelter, a search a group.
fn plain(ways: &Ways, made: &Plan) -> u64 {
    let ends = ways.snaps(&made.shelters.iter().map(|shelter| shelter.at).collect::<Vec<_>>());
    let mut sum = 0_u64;
    for group in &made.called.groups {
        let Some(from) = ways.snap(group.at) else { continue };
        let tree = ways.tree(from, Towards::Others, NO_WAY - 1);
        sum += ends.iter().flatten().filter_map(|end| tree.cost(*end)).map(u64::from).sum::<u64>();
    }
    sum
}

/// How long the slips of all villages take, with their maps.
fn documents(
    world: &World,
    ways: &Ways,
    table: &SpeedTable,
    made: &Plan,
    now: Timestamp,
    report: &dyn Fn(&str, &[f64], Value),
) {
    let words = assets::words(Lang::Zh);
    let timing = timetable(made, &Times::default(), None);
    let view = evacuation(made, String::new(), &timing, None, now, &words);
    let (seconds, guides) = timed(1, || guides(world, made, ways, table, Handout::Slips, &words));
    report("ways in words and lines", &seconds, json!({"ways": guides.len()}));
    let (timing, deadline, guides, words) = (&timing, None, &guides, &words);
    let handing =
        Handing { world, plan: made, view: &view, timing, deadline, guides, unmask: false, mark: None, now, words };
    for (handout, format) in [
        (Handout::Slips, PaperFormat::Pdf),
        (Handout::Slips, PaperFormat::Docx),
        (Handout::Summary, PaperFormat::Pdf),
        (Handout::List, PaperFormat::Xlsx),
    ] {
        let (seconds, bytes) = timed(1, || write_paper(&handing.paper(handout), format, words).unwrap());
        let op = format!("{} as {}", handout.as_str(), format.ending());
        report(&op, &seconds, json!({"villages": view.villages.len(), "bytes": bytes.len()}));
    }
}

/// When each stage began, of one plan; and the longest time between two looks whether to go on.
fn stages(world: &World, ways: &Ways) {
    let start = Instant::now();
    let (mut began, mut last, mut longest) = (Vec::new(), 0.0, (0.0, ""));
    let danger = Danger::in_force(world).unwrap();
    let made = plan(world, ways, danger, Choices::default(), &mut |step| {
        let now = start.elapsed().as_secs_f64();
        if now - last > longest.0 {
            longest = (now - last, step.stage.as_str());
        }
        last = now;
        if began.last().is_none_or(|(stage, _)| *stage != step.stage.as_str()) {
            began.push((step.stage.as_str(), now));
        }
        ControlFlow::Continue(())
    });
    assert!(made.is_ok());
    let line = json!({"stages": began, "longest_between_looks": longest, "whole": start.elapsed().as_secs_f64()});
    println!("{line}");
}

fn timed<T>(repeats: usize, mut work: impl FnMut() -> T) -> (Vec<f64>, T) {
    let mut seconds = Vec::new();
    let mut last = None;
    for _ in 0..repeats {
        drop(last.take());
        let start = Instant::now();
        last = Some(work());
        seconds.push(start.elapsed().as_secs_f64());
    }
    seconds.sort_by(f64::total_cmp);
    (seconds, last.unwrap())
}

fn report(scale: u32, op: &str, seconds: &[f64], found: &Value) {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or_default().to_owned();
    let (med, min) = (seconds[seconds.len() / 2], seconds[0]);
    let most = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let most = most.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default().trim().to_owned();
    println!(
        "{}",
        json!({"scale": scale, "op": op, "med": med, "min": min, "load1": load, "most": most, "found": found})
    );
}
