//! `render`: a picture of the map, with no display.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::ValueEnum;
use serde::Serialize;

use crate::{
    cli::{
        Answer, Failure, Seat,
        answer::{ProblemJson, sentence, time_text},
        place,
        seat::shown,
        typhoon,
    },
    domain::{
        catalogue::Role,
        hazard::typhoon::QuadrantOrder,
        place::Position,
        problem::Problem,
        view::{palette::Theme, projection::Bounds, scene::SceneRequest, storms::StormShown, typhoon::middle},
        world::World,
    },
    io::report::picture::{self, Page, PictureError},
};

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(long, value_name = "PATH")]
    out: PathBuf,
    #[arg(long, default_value = "1920x1080", value_name = "WxH")]
    size: String,
    #[arg(long, value_name = "WEST,SOUTH,EAST,NORTH", allow_hyphen_values = true)]
    bbox: Option<String>,
    #[arg(long, value_name = "KIND,...", value_delimiter = ',')]
    layers: Vec<String>,
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    #[arg(long, value_enum, default_value_t = ThemeName::Light)]
    theme: ThemeName,
    #[arg(long, value_name = "ID")]
    storm: Option<String>,
    #[arg(long, value_name = "FILE", requires = "storm")]
    tracks: Option<PathBuf>,
    #[arg(long, value_name = "TIME", requires = "storm")]
    at: Option<String>,
    #[arg(long, value_name = "ORDER", requires = "tracks", value_parser = typhoon::order)]
    quadrants: Option<QuadrantOrder>,
    #[command(flatten)]
    rehearse: typhoon::Rehearse,
}

/// The ground it is drawn on.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum ThemeName {
    /// For paper.
    Light,
    /// For a wall.
    Dark,
}

#[derive(Serialize)]
struct RenderJson {
    path: String,
    /// The scale is 1 : this, at 96 pixels an inch.
    scale: f64,
    /// What is wrong with the file of tracks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    problems: Vec<ProblemJson>,
}

/// Draws.
///
/// # Errors
/// When the district cannot be read, the size, area or layers make no sense, or the file cannot be written.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let ending = ending(&options.out).ok_or_else(|| seat.failure::<&str>("cli-picture-name", &[]))?;
    let size = size(&options.size).ok_or_else(|| seat.failure::<&str>("cli-bad-size", &[]))?;
    let bounds = match &options.bbox {
        Some(text) => Some(bounds(text).ok_or_else(|| seat.failure::<&str>("cli-bad-bbox", &[]))?),
        None => None,
    };
    let district = seat.read()?;
    let page = Page {
        size,
        title: options.title.clone().unwrap_or_else(|| district.meta.district_name.clone()),
        time: Some(seat.clock.now()),
        theme: match options.theme {
            ThemeName::Light => Theme::Light,
            ThemeName::Dark => Theme::Dark,
        },
        sample: district.meta.sample,
        exercise: district.meta.exercise,
    };
    let (storm, problems) = storm(options, middle(&district.world), seat)?;
    let bounds = bounds.or_else(|| storm.as_ref().and_then(|storm| storm.extent()));
    let request = SceneRequest { now: page.time, storm, ..layers(&options.layers, &district.world, seat)? };
    let drawn = picture::situation(&district.world, request, bounds, &page, &seat.words);
    let bytes = match ending {
        Ending::Svg => drawn.svg.into_bytes(),
        Ending::Png => picture::png_of(&drawn.svg, size).map_err(|error| failed(&error, seat))?,
    };
    seat.write(&options.out, &bytes)?;
    let path = shown(&options.out);
    let mut text =
        seat.say("cli-rendered", &[("path", path.as_str()), ("scale", &format!("{:.0}", drawn.scale_denominator))]);
    for problem in &problems {
        text = format!("{text}\n{}", sentence(problem, &seat.words));
    }
    let problems = problems.iter().map(|problem| ProblemJson::new(problem, &seat.words)).collect();
    Ok(Answer::yes(text, RenderJson { path, scale: drawn.scale_denominator, problems }))
}

/// The storm asked for, at the moment asked for, no later than its course ends; and what is wrong with its file.
fn storm(
    options: &Options,
    middle: Option<Position>,
    seat: &Seat,
) -> Result<(Option<Arc<StormShown>>, Vec<Problem>), Failure> {
    let Some(id) = &options.storm else {
        let is_lost = options.rehearse.is_written();
        return if is_lost { Err(seat.failure::<&str>("cli-storm-needed", &[])) } else { Ok((None, Vec::new())) };
    };
    let at = options.at.as_deref().map(|text| typhoon::moment_of(text, seat)).transpose()?;
    let (storms, problems) = typhoon::storms(options.tracks.as_deref(), options.quadrants.unwrap_or_default(), seat)
        .map_err(|answer| Failure(answer.text))?;
    let storm = storms.iter().find(|storm| storm.is_called(id)).ok_or_else(|| typhoon::unknown(id, &storms, seat))?;
    let storm = options.rehearse.of(storm, middle, seat)?;
    let Some((first, last)) = storm.span() else { return Err(typhoon::unknown(id, &storms, seat)) };
    let at = at.unwrap_or(last).min(last);
    if at < first {
        return Err(seat.failure("cli-storm-not-yet", &[("time", time_text(first).as_str())]));
    }
    Ok((Some(Arc::new(StormShown { storm: Arc::new(storm), at })), problems))
}

fn failed(error: &PictureError, seat: &Seat) -> Failure {
    if let PictureError::Painter(why) = error {
        tracing::error!(%why, "the picture was not painted");
    }
    seat.failure::<&str>(error.message(), &[])
}

#[derive(Clone, Copy)]
enum Ending {
    Png,
    Svg,
}

fn ending(path: &Path) -> Option<Ending> {
    match path.extension()?.to_string_lossy().to_lowercase().as_str() {
        "png" => Some(Ending::Png),
        "svg" => Some(Ending::Svg),
        _ => None,
    }
}

fn size(text: &str) -> Option<[u32; 2]> {
    let (width, height) = text.split_once(['x', 'X', '×'])?;
    let size = [width.trim().parse().ok()?, height.trim().parse().ok()?];
    let [least, most] = picture::SIZES;
    let fits = size.iter().zip(least.iter().zip(&most)).all(|(size, (least, most))| (least..=most).contains(&size));
    fits.then_some(size)
}

fn bounds(text: &str) -> Option<Bounds> {
    let [west, south, east, north] = place::bbox(text)?;
    Some(Bounds { west, south, east, north })
}

/// With layers named, those and the base map; else what the catalogue shows.
fn layers(names: &[String], world: &World, seat: &Seat) -> Result<SceneRequest, Failure> {
    let mut request = SceneRequest::default();
    if names.is_empty() {
        return Ok(request);
    }
    let mut shown = BTreeSet::new();
    for name in names {
        shown.insert(seat.kind(world, name.trim())?.id.clone());
    }
    let others = world.catalogue().kinds().filter(|kind| !kind.has_role(Role::Basemap) && !shown.contains(&kind.id));
    request.hidden = others.map(|kind| kind.id.clone()).collect();
    request.shown = shown;
    Ok(request)
}
