//! `flood`: how the reservoirs and ponds stand, the worst first.

use jiff::{Timestamp, ToSpan as _};
use serde_json::{Value as Json, json};

use crate::{
    cli::{Answer, Failure, Seat, answer::time_json, journal::moment},
    domain::{
        hazard::reservoir::{
            Crossing, DamStanding, Direction, Flow, Measured,
            curve::RUNOFF,
            flood,
            flow::{INFLOW, OUTFLOW},
            standing::{FloodSums, READINGS_HOURS},
        },
        model::ObjectRef,
        view::{card, flood as view, format},
        world::World,
    },
    io::store::StoreError,
};

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(long, value_name = "TIME", value_parser = moment)]
    at: Option<Timestamp>,
    #[arg(long, default_value_t = RUNOFF, value_name = "SHARE", value_parser = share)]
    runoff: f64,
    #[arg(long)]
    unmask: bool,
}

fn share(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|share| *share > 0.0 && *share <= 1.0).ok_or_else(|| "0 < SHARE ≤ 1".to_owned())
}

/// Answers. The answer is no when the district has neither reservoirs nor ponds.
///
/// # Errors
/// When the district cannot be read.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let district = seat.read()?;
    let (world, words) = (&district.world, &seat.words);
    let now = options.at.unwrap_or_else(|| seat.clock.now());
    let from = now.checked_sub(READINGS_HOURS.hours()).unwrap_or(now);
    let to = now.checked_add(1.second()).unwrap_or(now);
    let mut failed: Option<StoreError> = None;
    let found = flood(world, now, options.runoff, |object| {
        let mut read = |field: &str| {
            district.store.readings(object, field, from, to).unwrap_or_else(|error| {
                failed.get_or_insert(error);
                Vec::new()
            })
        };
        Measured { levels: read("level_m"), inflow: read(INFLOW), outflow: read(OUTFLOW) }
    });
    if let Some(error) = failed {
        return Err(seat.problem(&error.problem()));
    }
    let mut lines = vec![words.with("flood-title", &[("time", format::date_time(now))])];
    lines.push(view::sums_told(&found.total, words));
    let mut rows = Vec::new();
    for row in &found.rows {
        let Some(layer) = world.layer(row.object.kind.as_str()) else { continue };
        let state = view::state_told(row.state(), words);
        let township = row.township.as_deref().unwrap_or(format::UNKNOWN);
        let told = view::told(layer.kind(), row, now, words);
        lines.push(format!("{state}  {}  {township}  {told}", row.name));
        let people = card::people_of(world, &row.object, options.unmask, now, words);
        if row.state().is_over() {
            lines.extend(row.crossings.iter().map(|crossing| format!("    {}", view::crossing_told(crossing, words))));
            lines.extend(people.iter().map(|person| {
                let parts = [Some(&person.role), person.name.as_ref(), person.phone.as_ref()];
                format!("    {}", parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(" "))
            }));
        }
        rows.push(row_json(row, world, now, &people));
    }
    if found.rows.is_empty() {
        lines.push(words.get("flood-none"));
    }
    for (township, sums) in &found.townships {
        let name = township.as_deref().unwrap_or(format::UNKNOWN);
        lines.push(format!("{name}  {}", view::sums_told(sums, words)));
    }
    let townships = found.townships.iter().map(|(name, sums)| sums_json(sums, Some(name.as_deref())));
    let json = json!({
        "at": time_json(now),
        "runoff": options.runoff,
        "rows": rows,
        "townships": townships.collect::<Vec<_>>(),
        "total": sums_json(&found.total, None),
    });
    Ok(Answer::yes(district.mark(words) + &lines.join("\n"), json).only_if(!found.rows.is_empty()))
}

fn row_json(row: &DamStanding<'_>, world: &World, now: Timestamp, people: &[card::Person]) -> Json {
    let (dam, limit) = (&row.dam, row.limit(now));
    let mut json = json!({
        "id": row.object.uid.to_string(),
        "kind": row.object.kind.to_string(),
        "name": row.name,
        "township": row.township,
        "size_class": dam.class.map(crate::domain::hazard::reservoir::SizeClass::id),
        "state": row.state().id(),
        "stale": row.is_stale,
        "level_m": dam.level_m,
        "level_at": dam.level_m.and(dam.time).map(time_json),
        "age_minutes": dam.level_m.and(dam.time).map(|time| now.duration_since(time).as_mins()),
        "datum": dam.datum.map(crate::domain::hazard::reservoir::VerticalDatum::id),
        "limit_m": limit.map(|limit| limit.level_m),
        "limit_basis": limit.map(|limit| limit.basis.id()),
        "over_by_m": row.over_by_m(),
    });
    let more = json!({
        "rise_m_per_hour": row.trend.rise_m_per_hour,
        "net_inflow_m3_s": row.trend.net_inflow_m3_s,
        "hours_to_limit": row.trend.hours_to_limit,
        "hours_to_limit_by_inflow": row.trend.hours_by_inflow,
        "inflow_m3s": fresh(row.flows.inflow, now),
        "inflow_at": row.flows.inflow.and_then(|flow| flow.time).map(time_json),
        "outflow_m3s": fresh(row.flows.outflow, now),
        "outflow_at": row.flows.outflow.and_then(|flow| flow.time).map(time_json),
        "storage_10k_m3": row.store.now,
        "filled_percent": row.store.filled_percent,
        "room_10k_m3": row.store.room_to_limit,
        "room_to_flood_high_10k_m3": row.store.room_to_flood_high,
        "rain_mm": row.store.rain_mm,
        "crossings": row.crossings.iter().map(crossing_json).collect::<Vec<_>>(),
        "downstream": downstream(world, &row.object),
        "people": people.iter()
            .map(|person| json!({ "role": person.role, "name": person.name, "phone": person.phone }))
            .collect::<Vec<_>>(),
    });
    if let (Some(all), Json::Object(more)) = (json.as_object_mut(), more) {
        all.extend(more);
    }
    json
}

/// A flow, unless it is too old to say what is so now.
fn fresh(flow: Option<Flow>, now: Timestamp) -> Option<f64> {
    flow.filter(|flow| !flow.is_stale(now)).map(|flow| flow.m3_s)
}

/// Who lives below, as the register says.
fn downstream(world: &World, object: &ObjectRef) -> Json {
    let people = world.value(object, "downstream_people").as_integer();
    let villages = world.value(object, "downstream");
    let source = (villages.as_text().is_some() || people.is_some()).then_some("register");
    json!({ "source": source, "villages": villages.as_text(), "people": people })
}

/// A crossing as programs read it.
pub(super) fn crossing_json(crossing: &Crossing) -> Json {
    json!({
        "line": crossing.line.id(),
        "line_m": crossing.line_m,
        "direction": if crossing.direction == Direction::Up { "up" } else { "down" },
        "at": time_json(crossing.at),
        "guessed": crossing.guessed,
    })
}

fn sums_json(sums: &FloodSums, township: Option<Option<&str>>) -> Json {
    let mut json = json!({
        "dams": sums.dams,
        "over_limit": sums.over_limit,
        "over_design": sums.over_design,
        "near": sums.near,
        "stale": sums.stale,
        "unknown": sums.unknown,
        "room_10k_m3": sums.room_10k_m3,
        "room_known": sums.room_known,
    });
    if let (Some(name), Some(object)) = (township, json.as_object_mut()) {
        object.insert("township".to_owned(), json!(name));
    }
    json
}
