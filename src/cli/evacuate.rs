//! `evacuate`: who must leave a danger, to which shelter, by when; or how many have no place, and what would help.

mod asked;
mod json;
mod out;

use std::{io::IsTerminal as _, ops::ControlFlow, path::PathBuf};

use crate::{
    cli::{
        Answer, Failure, Seat,
        seat::shown,
        travel::{self, Judged},
        within::zone,
    },
    domain::{
        catalogue::GeometryType,
        model::ObjectRef,
        plan::{
            assign::NoPlan,
            evacuation::{self, Danger, Halt, Stage, Step},
        },
        query::name_of,
        view::evacuation::{EvacuationView, VillageRow, bad_danger, evacuation, said},
        world::World,
    },
};

/// How many rows of each list are told on the screen; the JSON has them all.
const TOLD: usize = 40;

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[command(flatten)]
    danger: DangerOptions,
    #[command(flatten)]
    asked: asked::PlanOptions,
    #[command(flatten)]
    going: travel::GoingOptions,
    #[arg(long, value_enum, value_name = "time|distance", default_value_t)]
    by: Judged,
    #[arg(long, value_name = "SECONDS", default_value_t = 10.0)]
    seconds: f64,
    #[command(flatten)]
    out: out::OutOptions,
}

/// Out of what: one of these, else every danger area in force.
#[derive(Clone, Debug, clap::Args)]
#[group(multiple = false)]
struct DangerOptions {
    #[arg(long, value_name = "FILE")]
    zone: Option<PathBuf>,
    #[arg(long, value_name = "NAME")]
    area: Vec<String>,
    #[arg(long)]
    under_way: bool,
}

/// Answers.
///
/// # Errors
/// When the district or the zone cannot be read, an area is not known, or what is asked makes no sense.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let choices = options.asked.choices(seat)?;
    options.out.check(seat)?;
    let district = seat.read()?;
    let world = &district.world;
    options.asked.townships(world, seat)?;
    let danger = danger(&options.danger, world, seat)?.from(options.asked.hazard(world, seat)?);
    let roads = travel::roads(&district, &options.going, options.by, seat)?;
    let mut improving = None;
    let mut shown = Shown::default();
    let mut go_on = |step: &Step| {
        shown.show(step, seat);
        if !step.is_better_only {
            return ControlFlow::Continue(());
        }
        // Whole groups get better for ever; what is exact is let finish.
        let now = seat.clock.now();
        match now.duration_since(*improving.get_or_insert(now)).as_secs_f64() > options.seconds {
            true => ControlFlow::Break(Halt::Enough),
            false => ControlFlow::Continue(()),
        }
    };
    let plan = evacuation::plan(world, &roads.ways, danger, choices, &mut go_on);
    shown.end();
    let plan = plan.map_err(|why| match why {
        NoPlan::Table(_) => seat.failure::<&str>("evacuate-too-large", &[]),
        NoPlan::Stopped => seat.failure::<&str>("evacuate-stopped", &[]),
    })?;
    let deadline = options.asked.deadline(plan.middle(), seat)?;
    let times = options.asked.times(seat)?;
    let timing = evacuation::timetable(&plan, &times, deadline.as_ref());
    let going = crate::domain::view::route::asked(roads.ways.profile(), &roads.table, &seat.words);
    let view = evacuation(&plan, going, &timing, deadline.as_ref(), seat.clock.now(), &seat.words);
    let made = out::Made { plan: &plan, view: &view, timing: &timing, deadline: deadline.as_ref(), roads: &roads };
    out::write(&options.out, &district, made, seat)?;
    let text = district.mark(&seat.words) + &told(&view, seat);
    let placed = plan.unplaced.is_empty();
    Ok(Answer::yes(text, json::answer(&plan, &timing, deadline.as_ref(), &district)).only_if(placed))
}

/// How far it is, on a line of its own that is written over: for somebody who watches, not for a file.
#[derive(Default)]
struct Shown {
    last: Option<(Stage, u64)>,
}

impl Shown {
    fn show(&mut self, step: &Step, seat: &Seat) {
        let now = (step.stage, (step.share * 100.0) as u64);
        if self.last != Some(now) && std::io::stderr().is_terminal() {
            self.last = Some(now);
            // To the end of the line: the words before may have been longer.
            eprint!("\r{}\u{1b}[K", seat.words.with("evacuate-step", &said(step, &seat.words)));
        }
    }

    /// Leaves nothing of it.
    fn end(&self) {
        if self.last.is_some() {
            eprint!("\r\u{1b}[K");
        }
    }
}

fn danger(options: &DangerOptions, world: &World, seat: &Seat) -> Result<Danger, Failure> {
    let found = match (&options.zone, options.area.as_slice()) {
        _ if options.under_way => Danger::under_way(world),
        (Some(path), _) => Danger::drawn(&zone(path, seat)?),
        (None, []) => {
            let areas = evacuation::in_force(world);
            if areas.is_empty() {
                return Err(seat.failure::<&str>("evacuate-no-area", &[]));
            }
            Danger::of(world, &areas)
        }
        (None, names) => {
            let areas: Result<Vec<ObjectRef>, Failure> = names.iter().map(|name| area(name, world, seat)).collect();
            Danger::of(world, &areas?)
        }
    };
    let drawn = options.zone.as_deref().map_or_else(|| seat.words.get("evacuate-drawn"), shown);
    found.map_err(|bad| Failure(bad_danger(&bad, &drawn, world, &seat.words)))
}

/// The danger area or zone of this name, or of this uid.
///
/// # Errors
/// When there is none, or several are called so.
pub(super) fn area(text: &str, world: &World, seat: &Seat) -> Result<ObjectRef, Failure> {
    let areas = world.layers().filter(|layer| {
        layer.kind().has_role(crate::domain::catalogue::Role::DangerArea)
            && layer.kind().geometry == GeometryType::Polygon
    });
    let found: Vec<ObjectRef> = areas
        .flat_map(|layer| {
            let called = layer
                .objects()
                .filter(|object| name_of(layer.kind(), object) == text.trim() || object.uid.to_string() == text.trim());
            called.map(|object| ObjectRef { kind: object.kind.clone(), uid: object.uid })
        })
        .collect();
    match found.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(seat.failure("evacuate-no-polygon", &[("name", text)])),
        several => {
            let uids: Vec<String> = several.iter().map(|one| one.uid.to_string()).collect();
            Err(seat.failure("cli-several-places", &[("place", text), ("places", &uids.join("; "))]))
        }
    }
}

fn told(view: &EvacuationView, seat: &Seat) -> String {
    let words = &seat.words;
    let mut lines = vec![format!("{}  {}", view.danger, view.verdict), view.asked.clone()];
    lines.extend(view.facts.iter().map(|(label, value, _)| format!("  {label}  {value}")));
    lines.extend(view.notes.iter().cloned());
    let mut list = |title: &str, rows: Vec<String>| {
        if rows.is_empty() {
            return;
        }
        lines.push(format!("{} ({})", words.get(title), rows.len()));
        let more = rows.len().saturating_sub(TOLD);
        lines.extend(rows.into_iter().take(TOLD).map(|row| format!("  {row}")));
        if more > 0 {
            lines.push(format!("  {}", words.with("evacuate-more", &[("n", more.to_string())])));
        }
    };
    list(
        "evacuate-unplaced-title",
        view.unplaced.iter().map(|row| [row.name.as_str(), &row.people, &row.why].join("  ")).collect(),
    );
    list("evacuate-remedies", view.remedies.clone());
    list("evacuate-villages", view.villages.iter().map(village).collect());
    let shelters = view.shelters.iter().map(|row| {
        let open = if row.to_open { format!("  {}", words.get("evacuate-to-open")) } else { String::new() };
        format!("{} {}  {}{open}  {}", row.township, row.name, row.people, row.from)
    });
    list("evacuate-shelters", shelters.collect());
    list("evacuate-barred", view.barred.iter().map(|row| format!("{}  {}", row.name, row.why)).collect());
    lines.join("\n")
}

fn village(row: &VillageRow) -> String {
    let to: Vec<&str> = row.to.iter().map(|(_, text)| text.as_str()).collect();
    let mut parts = vec![format!("{} {}", row.township, row.name), row.people.clone(), to.join("; ")];
    parts.extend(row.leave_by.clone());
    parts.push(row.timing.clone());
    parts.retain(|part| !part.is_empty());
    parts.join("  ")
}
