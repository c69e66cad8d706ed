//! `prepare`: background tiles fetched ahead for a day without a network, where the source permits it.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use crate::{
    app::{
        Wake,
        offline::{self, Preparing},
    },
    cli::{Answer, Failure, Seat, place},
    domain::view::{projection::Bounds, scene},
    io::tiles::{
        Leave, Setup, TileSource, Trouble,
        address::Address,
        cache::Cache,
        choice::OWN,
        decode::Reader,
        fetch::Limits,
        prepare::{self, Area, Pace, Plan, Run, Stop, Tally},
        themes::Themes,
    },
};

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(long, value_name = "WEST,SOUTH,EAST,NORTH", allow_hyphen_values = true)]
    bbox: Option<String>,
    #[arg(long, value_name = "FROM-TO", default_value = "9-15")]
    zooms: String,
    #[arg(long)]
    permitted: bool,
    #[arg(long)]
    yes: bool,
}

/// Says how much there is to fetch; with `--yes`, fetches it. No, when it may not be or not all of it came.
///
/// # Errors
/// When the area or the zooms make no sense, the district cannot be read or there is no folder for tiles.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let area = area(options, seat)?;
    let folders = seat.folders.as_ref().ok_or_else(|| seat.failure::<&str>("cli-no-home", &[]))?;
    let mut choice = seat.settings.tiles.clone();
    if options.permitted
        && choice.source == OWN
        && let Ok(address) = Address::new(choice.own.address.reveal(), Vec::new())
    {
        // For this once: what is kept is said in the window, by the person who sits there.
        choice.permit(&address, true);
    }
    let no = |why: String| {
        let json = json!({ "source": choice.source, "plan": null, "run": null, "why": why });
        Ok(Answer::yes(why, json).only_if(false))
    };
    let leave = Leave::of(&choice);
    if let Some(why) = offline::no_leave(&leave, &seat.words) {
        return no(why);
    }
    if leave == Leave::Untold {
        return no(seat.words.get("cli-prepare-untold"));
    }
    let Ok(Some(source)) = TileSource::chosen(&choice) else { return no(seat.words.get("offline-no-map")) };
    let cache = Arc::new(Cache::new(folders.tiles(), choice.disk_bytes()));
    let plan = match prepare::plan(&source, &cache, area) {
        Ok(plan) => plan,
        Err(refusal) => return no(offline::refused(refusal, &seat.words)),
    };
    let clock = seat.clock.clone();
    let setup = Setup {
        source,
        keys: choice.keys.clone(),
        reader: Reader { themes: Themes::shipped(), night: None },
        cache: Some(cache),
        limits: Limits::default(),
        now: Arc::new(move || clock.now()),
        wake: Arc::new(|| {}),
    };
    decide(&plan, setup, options.yes, seat)
}

/// Fetches what is planned, when there is something, it has room and it was said to.
fn decide(plan: &Plan, setup: Setup, yes: bool, seat: &Seat) -> Result<Answer, Failure> {
    let source = setup.source.id.clone();
    let mut lines = offline::figures(plan, &seat.words);
    lines.push(offline::by_zoom(plan, &seat.words));
    let answer = |lines: Vec<String>, run: Json| {
        let json = json!({ "source": source, "plan": plan_json(plan), "run": run, "why": null });
        Answer::yes(lines.join("\n"), json)
    };
    if plan.beyond() > 0 {
        lines.push(seat.words.get("cli-prepare-room"));
        return Ok(answer(lines, Json::Null).only_if(false));
    }
    if plan.to_fetch() == 0 || !yes {
        if plan.to_fetch() > 0 {
            lines.push(seat.words.get("cli-prepare-ask"));
        }
        return Ok(answer(lines, Json::Null));
    }
    for line in &lines {
        eprintln!("{line}");
    }
    let run = Run::new(setup, plan.area, Pace::default());
    let run = run.map_err(|refusal| Failure(offline::refused(refusal, &seat.words)))?;
    let started = Preparing::start(run, &Wake::nobody());
    let mut preparing = started.map_err(|_| seat.failure::<&str>("offline-no-thread", &[]))?;
    let mut tenth = 0;
    let tally = preparing.wait(|tally| {
        let done = (tally.fetched + tally.failures()) * 10 / tally.total.unwrap_or(1).max(1);
        if done > tenth {
            tenth = done;
            eprintln!("{}", offline::progress(tally, &seat.words));
        }
    });
    let whole = tally.failures() == 0 && tally.left() == 0;
    Ok(answer(offline::outcome(&tally, &seat.words), run_json(&tally)).only_if(whole))
}

/// The box and the zooms that are asked for; the district's outline when no box is.
fn area(options: &Options, seat: &Seat) -> Result<Area, Failure> {
    let number = |text: &str| text.trim().parse::<u8>().ok();
    let zooms = options.zooms.split_once(['-', '–']).or(Some((&options.zooms, &options.zooms)));
    let zooms = zooms.and_then(|(from, to)| Some([number(from)?, number(to)?])).filter(|[from, to]| from <= to);
    let zooms = zooms.ok_or_else(|| seat.failure::<&str>("cli-prepare-zooms", &[]))?;
    let bounds = match &options.bbox {
        Some(text) => {
            let [west, south, east, north] =
                place::bbox(text).ok_or_else(|| seat.failure::<&str>("cli-bad-bbox", &[]))?;
            Bounds { west, south, east, north }
        }
        None => {
            let district = seat.read()?;
            scene::home(&district.world).ok_or_else(|| seat.failure::<&str>("offline-nothing", &[]))?
        }
    };
    Ok(Area { bounds, zooms })
}

fn plan_json(plan: &Plan) -> Json {
    let zooms: Vec<Json> =
        plan.zooms.iter().map(|zoom| json!({ "zoom": zoom.z, "tiles": zoom.tiles, "held": zoom.held })).collect();
    json!({
        "tiles": plan.tiles(), "held": plan.held(), "to_fetch": plan.to_fetch(), "bytes": plan.bytes(),
        "tile_bytes": plan.tile_bytes, "measured": plan.measured, "beyond": plan.beyond(),
        "needs_mb": plan.needs_mb(), "zooms": zooms,
    })
}

fn run_json(tally: &Tally) -> Json {
    let failed: Vec<Json> = tally
        .failed
        .iter()
        .map(|(trouble, tiles)| json!({ "reason": trouble.code(), "status": trouble.status(), "tiles": tiles }))
        .collect();
    let stopped = tally.stop.map(|stop| match stop {
        Stop::Cancelled => "cancelled",
        Stop::Full => "full",
        Stop::NotKept => "not-kept",
        Stop::Trouble(trouble) => Trouble::code(trouble),
    });
    json!({
        "fetched": tally.fetched, "held": tally.held, "bytes": tally.bytes, "failed": failed,
        "left": tally.left(), "stopped": stopped,
    })
}
