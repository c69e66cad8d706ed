//! The area that exposure is asked of: a file, areas of the map, a circle, what lies below a dam, a storm.

use std::path::PathBuf;

use geo::BoundingRect as _;
use geo_types::{MultiPolygon, Rect};

use crate::{
    cli::{
        Failure, Seat,
        downstream::dam,
        evacuate::area,
        seat::shown,
        typhoon::{moment_of, storms, unknown},
        within::{circle, zone},
    },
    domain::{
        hazard::{
            downstream::downstream,
            exposure::Extent,
            typhoon::{Level, QuadrantOrder, Storm, beside},
        },
        model::ObjectRef,
        place::{Fault, Flaw, LARGEST_REACH_M},
        plan::evacuation::{BadDanger, Danger},
        query::Area,
        view::{downstream::source_told, evacuation::bad_danger, format, nearest::position, typhoon::name},
        world::World,
    },
};

/// Where: one of these.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct AreaOptions {
    #[command(flatten)]
    one: OneOf,
    #[arg(long, value_name = "FILE")]
    tracks: Option<PathBuf>,
    #[arg(long, value_name = "TIME", conflicts_with = "buffer")]
    at: Option<String>,
    #[arg(long, value_name = "7|10|12", conflicts_with = "buffer", value_parser = level)]
    level: Option<Level>,
    #[arg(long, value_name = "METRES", value_parser = metres)]
    buffer: Option<f64>,
}

#[derive(Clone, Debug, clap::Args)]
#[group(id = "exposure-area", required = true, multiple = false)]
struct OneOf {
    #[arg(long, value_name = "FILE")]
    zone: Option<PathBuf>,
    #[arg(long, value_name = "NAME|ID")]
    zone_of: Vec<String>,
    #[arg(long, value_name = "LON,LAT,METRES", allow_hyphen_values = true)]
    circle: Option<String>,
    #[arg(long, value_name = "NAME|ID")]
    downstream: Option<String>,
    #[arg(long, value_name = "ID|NAME")]
    storm: Option<String>,
}

fn level(text: &str) -> Result<Level, String> {
    let known = Level::ALL.into_iter().find(|level| level.force().to_string() == text.trim());
    known.ok_or_else(|| "7, 10, 12".to_owned())
}

fn metres(text: &str) -> Result<f64, String> {
    let read = text.parse().ok().filter(|metres| *metres > 0.0 && *metres <= LARGEST_REACH_M);
    read.ok_or_else(|| format!("0 < METRES ≤ {LARGEST_REACH_M}"))
}

/// What is asked, ready to be answered.
pub(super) struct Asked {
    /// The area.
    pub extent: Extent,
    /// What it is called.
    pub name: String,
    /// What was mended of it.
    pub mended: Vec<String>,
}

/// Reads what is asked.
///
/// # Errors
/// When a file, a name or a moment cannot be read, or the area makes no sense.
pub(super) fn asked(options: &AreaOptions, world: &World, seat: &Seat) -> Result<Asked, Failure> {
    let one = &options.one;
    let of_storms = options.tracks.is_some() || options.at.is_some() || options.level.is_some();
    if one.storm.is_none() && (of_storms || options.buffer.is_some()) {
        return Err(seat.failure::<&str>("exposure-only-storm", &[]));
    }
    if let Some(text) = &one.circle {
        let Some(Area::Circle { centre, radius_m }) = circle(text) else {
            return Err(seat.failure::<&str>("cli-bad-circle", &[]));
        };
        let args = [("place", position(centre)), ("distance", format::round_distance(radius_m))];
        let name = seat.say("exposure-of-circle", &args);
        return Ok(Asked { extent: Extent::circle(centre, radius_m), name, mended: Vec::new() });
    }
    if let Some(text) = &one.downstream {
        return below(text, world, seat);
    }
    if let Some(id) = &one.storm {
        return of_storm(id, options, world, seat);
    }
    let drawn = one.zone.as_deref().map(shown).unwrap_or_default();
    let bad = |bad: &BadDanger| Failure(bad_danger(bad, &drawn, world, &seat.words));
    let (danger, name) = match &one.zone {
        Some(path) => {
            let danger = Danger::drawn(&zone(path, seat)?).map_err(|error| bad(&error))?;
            (danger, seat.say("exposure-of-zone", &[("file", &drawn)]))
        }
        None => {
            let areas: Result<Vec<ObjectRef>, Failure> =
                one.zone_of.iter().map(|name| area(name, world, seat)).collect();
            let danger = Danger::of(world, &areas?).map_err(|error| bad(&error))?;
            let names: Vec<&str> = danger.named().iter().map(|named| named.name.as_str()).collect();
            let name = seat.say("exposure-of-named", &[("name", names.join(&seat.words.get("list-separator")))]);
            (danger, name)
        }
    };
    let extent = Extent::of(&danger).map_err(|fault| bad(&BadDanger::Shape { fault, name: None }))?;
    let mended = danger.mended().iter().map(|fault| seat.words.problem(&fault.problem())).collect();
    Ok(Asked { extent, name, mended })
}

fn below(text: &str, world: &World, seat: &Seat) -> Result<Asked, Failure> {
    let (dam, name) = dam(text, world, seat)?;
    let found = downstream(world, &dam).unwrap_or_default();
    let source = source_told(&found, &seat.words);
    let bad = |fault| Failure(bad_danger(&BadDanger::Shape { fault, name: None }, &name, world, &seat.words));
    if found.source.is_none() {
        return Err(Failure(source));
    }
    let extent = found.extent(world).map_err(bad)?;
    let name = seat.say("exposure-of-downstream", &[("name", name), ("source", source)]);
    Ok(Asked { extent, name, mended: Vec::new() })
}

/// Inside a storm's winds at a moment, or beside its track.
fn of_storm(id: &str, options: &AreaOptions, world: &World, seat: &Seat) -> Result<Asked, Failure> {
    let (storms, _) =
        storms(options.tracks.as_deref(), QuadrantOrder::default(), seat).map_err(|answer| Failure(answer.text))?;
    let Some(storm) = storms.iter().find(|storm| storm.is_called(id)) else {
        return Err(unknown(id, &storms, seat));
    };
    let called = name(storm, &seat.words);
    let (area, name) = match options.buffer {
        Some(metres) => {
            let args = [("storm", called), ("distance", format::round_distance(metres))];
            let area = around(world).and_then(|near| beside(&storm.past(None), metres, near));
            let area = area.ok_or_else(|| seat.failure("exposure-not-near", &args))?;
            (area, seat.say("exposure-of-track", &args))
        }
        None => winds(storm, called, options, seat)?,
    };
    let fault = |fault: Fault| Failure(seat.words.problem(&fault.problem()));
    let extent = Extent::of_parts(&area, Vec::new()).map_err(fault)?;
    Ok(Asked { extent, name, mended: Vec::new() })
}

fn winds(storm: &Storm, called: String, options: &AreaOptions, seat: &Seat) -> Result<(MultiPolygon, String), Failure> {
    let asked = options.at.as_deref().map(|text| moment_of(text, seat)).transpose()?;
    let nothing = Fault { flaw: Flaw::Empty, at: None };
    let last = storm.span().map(|(_, last)| last);
    let at = asked.or(last).ok_or_else(|| Failure(seat.words.problem(&nothing.problem())))?;
    let level = options.level.unwrap_or(Level::Seven);
    let args = [("storm", called), ("time", format::date_time(at)), ("level", level.force().to_string())];
    let area = storm.winds(level, at).ok_or_else(|| seat.failure("exposure-no-winds", &args))?;
    Ok((area, seat.say("exposure-of-winds", &args)))
}

/// The box around the district's townships, else its villages.
fn around(world: &World) -> Option<Rect> {
    let boxes = |kind: &str| {
        let layer = world.layer(kind)?;
        let all = layer.objects().filter_map(|object| object.geometry.as_ref()?.bounding_rect());
        all.reduce(|a, b| {
            let (min, max) = (a.min(), a.max());
            let (low, high) = (b.min(), b.max());
            Rect::new((min.x.min(low.x), min.y.min(low.y)), (max.x.max(high.x), max.y.max(high.y)))
        })
    };
    boxes("township").or_else(|| boxes("village"))
}
