//! `assign`: which people of which village go to which shelter, from plain tables.

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use clap::ValueEnum;
use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::{
    cli::{Answer, Failure, Seat, seat::shown},
    domain::{
        place::{Ecef, Position, distance_by_chord_m, sphere_m},
        plan::assign::{
            self, Flow, GoOn, NO_WAY, NoPlan, Progress, Split, Standing, Table, Together, Unplaced, Whole, Wish, Worst,
        },
        problem::Problem,
        view::format,
    },
    io::import::plain::{self, Amount, Place},
};

/// How many lines are told on the screen.
const TOLD: usize = 20;

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(long, value_name = "FILE")]
    villages: PathBuf,
    #[arg(long, value_name = "FILE")]
    shelters: PathBuf,
    #[arg(long, value_name = "FILE")]
    costs: Option<PathBuf>,
    #[arg(
        long,
        value_name = "RULE",
        default_value = "geodesic",
        hide_possible_values = true,
        conflicts_with = "costs"
    )]
    distance: Distance,
    #[arg(long)]
    keep_together: bool,
    #[arg(long)]
    worst: bool,
    #[arg(long, value_name = "N", default_value_t = 10)]
    seconds: u32,
}

/// How far a person goes.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum Distance {
    /// On the ellipsoid.
    Geodesic,
    /// On a sphere.
    Sphere,
}

#[derive(Serialize)]
struct AssignJson<'a> {
    status: &'static str,
    objective: Json,
    placed: u64,
    unplaced: u64,
    bound: Json,
    gap: f64,
    flows: Vec<FlowJson<'a>>,
    unplaced_by_village: Vec<LeftJson<'a>>,
    divided: Vec<DividedJson<'a>>,
    least_unplaced: u64,
    farthest: Json,
    least_farthest: Json,
    unit: &'static str,
}

#[derive(Serialize)]
struct FlowJson<'a> {
    from: &'a str,
    to: &'a str,
    people: u32,
}

#[derive(Serialize)]
struct LeftJson<'a> {
    id: &'a str,
    people: u32,
    reason: &'static str,
}

#[derive(Serialize)]
struct DividedJson<'a> {
    id: &'a str,
    parts: u32,
}

/// The tables that were read.
struct Asked {
    villages: Vec<Place>,
    shelters: Vec<Place>,
    table: Table,
    /// What a cost is divided by to be in the tables' own unit.
    scale: u64,
}

/// A plan of either kind.
struct Plan {
    flows: Vec<Flow>,
    unplaced: Vec<u32>,
    standing: Standing,
    divided: Vec<(u32, u32)>,
    /// The greatest cost, and the least that it can be, where that was asked for.
    worst: Option<(u64, u64)>,
}

/// Answers.
///
/// # Errors
/// When costs are too large to be summed. Tables that cannot be read are an answer that names what is wrong.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    match read(options) {
        Err(problems) => Ok(Answer::unreadable(&problems, &seat.words)),
        Ok(asked) => {
            let plan = plan(options, &asked.table, seat).map_err(|_| seat.failure::<&str>("assign-too-large", &[]))?;
            Ok(answer(options, &asked, &plan, seat))
        }
    }
}

fn read(options: &Options) -> Result<Asked, Vec<Problem>> {
    let placed = options.costs.is_none();
    let list = |path: &PathBuf, amount| plain::places(path, &shown(path), amount, placed);
    let lists = (list(&options.villages, Amount::PEOPLE), list(&options.shelters, Amount::CAPACITY));
    let (villages, shelters) = match lists {
        (Ok(villages), Ok(shelters)) => (villages, shelters),
        (villages, shelters) => {
            return Err([villages.err(), shelters.err()].into_iter().flatten().flatten().collect());
        }
    };
    let (cost, scale) = match &options.costs {
        Some(path) => matrix(path, &villages, &shelters)?,
        None => (distances(&villages, &shelters, options.distance), 1),
    };
    let amounts = |places: &[Place]| places.iter().map(|place| place.amount).collect();
    let table = Table::new(amounts(&villages), amounts(&shelters), cost);
    let table = table.map_err(|_| {
        let file = options.costs.as_ref().unwrap_or(&options.villages);
        vec![Problem::new("plain_sum_too_large").file(shown(file))]
    })?;
    Ok(Asked { villages, shelters, table, scale })
}

fn matrix(path: &Path, villages: &[Place], shelters: &[Place]) -> Result<(Vec<u64>, u64), Vec<Problem>> {
    let from: Vec<&str> = villages.iter().map(|village| village.id.as_str()).collect();
    let to: Vec<&str> = shelters.iter().map(|shelter| shelter.id.as_str()).collect();
    let costs = plain::costs(path, &shown(path), &from, &to)?;
    let divisor = if costs.whole { 1_000 } else { 1 };
    let cost = costs.thousandths.iter().map(|cost| cost.map_or(NO_WAY, |cost| cost / divisor)).collect();
    Ok((cost, 1_000 / divisor))
}

/// Whole metres from each village to each shelter.
fn distances(villages: &[Place], shelters: &[Place], rule: Distance) -> Vec<u64> {
    let at = |places: &[Place]| -> Vec<Option<(Position, Ecef)>> {
        places.iter().map(|place| place.at.map(|at| (at, Ecef::from(at)))).collect()
    };
    let (from, to) = (at(villages), at(shelters));
    let pairs = from.iter().flat_map(|from| to.iter().map(move |to| from.zip(*to)));
    pairs
        .map(|pair| match (pair, rule) {
            (None, _) => NO_WAY,
            (Some((from, to)), Distance::Geodesic) => distance_by_chord_m(from, to).round_ties_even() as u64,
            (Some((from, to)), Distance::Sphere) => sphere_m(from.0, to.0).round_ties_even() as u64,
        })
        .collect()
}

fn plan(options: &Options, table: &Table, seat: &Seat) -> Result<Plan, NoPlan> {
    if !options.keep_together {
        let on: GoOn<'_> = &mut |_: &Progress| ControlFlow::Continue(());
        return Ok(if options.worst {
            let Worst { limit, least_limit, plan } = assign::worst(table, None, on)?;
            Plan { worst: Some((limit, least_limit)), ..divided(plan) }
        } else {
            divided(assign::split(table, Wish::default(), on)?)
        });
    }
    let start = seat.clock.now();
    let until = |progress: &Progress| {
        let gone = seat.clock.now().duration_since(start).as_secs();
        // There is a plan as soon as there is a standing; before that nothing is gained by stopping.
        let stop = matches!(progress, Progress::Keeping(_)) && gone >= i64::from(options.seconds);
        if stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let whole = Whole { unplaced: Unplaced::Fewest, rounds: u64::MAX, ..Whole::default() };
    Ok(if options.worst {
        let Worst { limit, least_limit, plan } = assign::worst_together(table, whole, &mut { until })?;
        Plan { worst: Some((limit, least_limit)), ..kept(plan) }
    } else {
        kept(assign::together(table, whole, &mut { until })?)
    })
}

fn divided(plan: Split) -> Plan {
    let unplaced = plan.unplaced.iter().map(|people| u64::from(*people)).sum();
    let standing = Standing {
        round: 0,
        unplaced,
        least_unplaced: unplaced,
        objective: plan.cost,
        bound: plan.cost,
        optimal: true,
    };
    Plan { flows: plan.flows, unplaced: plan.unplaced, standing, divided: Vec::new(), worst: None }
}

fn kept(plan: Together) -> Plan {
    let divided = plan.divided.iter().map(|divided| (divided.group, divided.parts)).collect();
    Plan { flows: plan.flows, unplaced: plan.unplaced, standing: plan.standing, divided, worst: None }
}

impl Asked {
    /// A sum of costs in the tables' own unit.
    fn unit(&self, cost: u64) -> Json {
        if self.scale == 1 { json!(cost) } else { json!(cost as f64 / self.scale as f64) }
    }

    fn village(&self, number: u32) -> Option<&Place> {
        self.villages.get(number as usize)
    }

    fn shelter(&self, number: u32) -> Option<&Place> {
        self.shelters.get(number as usize)
    }

    /// Who is left, and why: there is no way to any shelter, or no room where there is one.
    fn left<'a>(&'a self, plan: &'a Plan) -> impl Iterator<Item = (&'a Place, u32, &'static str)> {
        let of = self.villages.iter().zip(&plan.unplaced).enumerate().filter(|(_, (_, people))| **people > 0);
        of.map(|(number, (village, people))| {
            let stuck = self.table.row(number).iter().all(|cost| *cost == NO_WAY);
            (village, *people, if stuck { "no_way" } else { "no_room" })
        })
    }
}

fn status(plan: &Plan) -> &'static str {
    match (plan.standing.unplaced, plan.standing.optimal) {
        (0, true) => "optimal",
        (0, false) => "feasible",
        _ => "partial",
    }
}

fn answer(options: &Options, asked: &Asked, plan: &Plan, seat: &Seat) -> Answer {
    let flows = plan.flows.iter().filter_map(|flow| {
        let (from, to) = asked.village(flow.group).zip(asked.shelter(flow.shelter))?;
        Some(FlowJson { from: &from.id, to: &to.id, people: flow.people })
    });
    let divided = plan
        .divided
        .iter()
        .filter_map(|(village, parts)| Some(DividedJson { id: &asked.village(*village)?.id, parts: *parts }));
    let farthest = plan.flows.iter().map(|flow| asked.table.cost(flow.group as usize, flow.shelter as usize)).max();
    let json = AssignJson {
        status: status(plan),
        objective: asked.unit(plan.standing.objective),
        placed: asked.table.people_total() - plan.standing.unplaced,
        unplaced: plan.standing.unplaced,
        bound: asked.unit(plan.standing.bound),
        gap: plan.standing.gap(),
        flows: flows.collect(),
        unplaced_by_village: asked
            .left(plan)
            .map(|(village, people, reason)| LeftJson { id: &village.id, people, reason })
            .collect(),
        divided: divided.collect(),
        least_unplaced: plan.standing.least_unplaced,
        farthest: farthest.map_or(Json::Null, |cost| asked.unit(cost)),
        least_farthest: plan.worst.map_or(Json::Null, |(_, least)| asked.unit(least)),
        unit: if options.costs.is_some() { "costs" } else { "metres" },
    };
    Answer::yes(told(options, asked, plan, farthest, seat), json).only_if(plan.standing.unplaced == 0)
}

/// For people: those who are left first, then how good it is, then who goes where.
fn told(options: &Options, asked: &Asked, plan: &Plan, farthest: Option<u64>, seat: &Seat) -> String {
    let whole = |number: u64| format::number(i64::try_from(number).unwrap_or(i64::MAX));
    let placed = asked.table.people_total() - plan.standing.unplaced;
    let cost = |cost: f64| match options.costs {
        None => format::distance(cost),
        Some(_) => format::decimal(cost / asked.scale as f64, 1),
    };
    let says = |id: &str, args: &[(&str, String)]| seat.words.with(id, args);
    let mut lines = vec![match plan.standing.unplaced {
        0 => says("assign-all", &[("people", whole(placed)), ("shelters", whole(asked.shelters.len() as u64))]),
        left => says("assign-left", &[("left", whole(left)), ("people", whole(placed))]),
    }];
    for (village, people, reason) in asked.left(plan).take(TOLD) {
        let id = if reason == "no_way" { "assign-no-way" } else { "assign-no-room" };
        lines.push(says(id, &[("village", village.name.clone()), ("people", whole(u64::from(people)))]));
    }
    let more = |count: usize| (count > TOLD).then(|| says("assign-more", &[("n", whole((count - TOLD) as u64))]));
    lines.extend(more(asked.left(plan).count()));
    let mean = plan.standing.objective as f64 / placed.max(1) as f64;
    lines.push(says("assign-sum", &[("mean", cost(mean)), ("farthest", cost(farthest.unwrap_or(0) as f64))]));
    lines.push(match plan.standing.optimal {
        true => says("assign-best", &[]),
        false => says("assign-gap", &[("gap", format::decimal(plan.standing.gap() * 100.0, 2))]),
    });
    if plan.standing.unplaced > plan.standing.least_unplaced {
        lines.push(says("assign-least", &[("people", whole(plan.standing.least_unplaced))]));
    }
    for (village, parts) in plan.divided.iter().filter_map(|(village, parts)| asked.village(*village).zip(Some(parts)))
    {
        lines.push(says("assign-divided", &[("village", village.name.clone()), ("parts", parts.to_string())]));
    }
    for flow in plan.flows.iter().take(TOLD) {
        let Some((from, to)) = asked.village(flow.group).zip(asked.shelter(flow.shelter)) else { continue };
        let far = cost(asked.table.cost(flow.group as usize, flow.shelter as usize) as f64);
        let people = whole(u64::from(flow.people));
        lines.push(says(
            "assign-flow",
            &[("from", from.name.clone()), ("to", to.name.clone()), ("people", people), ("far", far)],
        ));
    }
    lines.extend(more(plan.flows.len()));
    lines.join("\n")
}
