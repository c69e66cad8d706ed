//! `downstream`: the villages below a reservoir or pond, how long water takes, what is let go.

use jiff::Timestamp;
use serde_json::{Value as Json, json};

use crate::{
    cli::{Answer, Failure, Seat, answer::time_json, journal::moment},
    domain::{
        catalogue::Role,
        hazard::downstream::{self, Below, Downstream, Reach, Release, SPEED_MPS, releases},
        model::ObjectRef,
        query::name_of,
        view::downstream as view,
        world::World,
    },
};

/// What can be asked.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    #[arg(value_name = "NAME|ID")]
    dam: String,
    #[arg(long, value_name = "TIME", value_parser = moment)]
    at: Option<Timestamp>,
    #[arg(long, value_name = "M/S", value_parser = speed)]
    speed: Option<f64>,
}

fn speed(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|speed| *speed > 0.0 && *speed <= 50.0).ok_or_else(|| "0 < M/S ≤ 50".to_owned())
}

/// Answers. The answer is no when nothing says what lies below.
///
/// # Errors
/// When the district cannot be read, or there is no such dam.
pub fn run(options: &Options, seat: &Seat) -> Result<Answer, Failure> {
    let district = seat.read()?;
    let (world, words) = (&district.world, &seat.words);
    let now = options.at.unwrap_or_else(|| seat.clock.now());
    let (dam, name) = dam(&options.dam, world, seat)?;
    let found = downstream::downstream(world, &dam).unwrap_or_default();
    let mut releases = releases(world, &dam, now);
    for release in &mut releases {
        (release.speed_mps, release.speed_is_said) =
            options.speed.map_or((release.speed_mps, release.speed_is_said), |speed| (speed, true));
    }
    let told = view::below(world, &found, &releases, now, words);
    let mut lines = vec![words.with("below-cli-title", &[("name", name.as_str())]), told.source.clone()];
    lines.extend([&told.sums, &told.speed, &told.unknown].into_iter().flatten().cloned());
    for (id, all) in [("below-feeds", &told.feeds), ("below-areas", &told.areas)] {
        let names: Vec<&str> = all.iter().map(|(_, name)| name.as_str()).collect();
        if !names.is_empty() {
            lines.push(format!("{}  {}", words.get(id), names.join(&words.get("list-separator"))));
        }
    }
    lines.extend(told.releases.iter().map(|(_, release)| release.clone()));
    let release = releases.iter().find(|release| release.from.is_some());
    lines.extend(
        found
            .villages
            .iter()
            .map(|below| format!("  {}  {}", below.name, view::village_told(below, release, now, words))),
    );
    let speed = options.speed.or(release.map(|release| release.speed_mps)).unwrap_or(SPEED_MPS);
    let json = answer(&dam, &name, &found, (&releases, speed), world);
    Ok(Answer::yes(district.mark(words) + &lines.join("\n"), json).only_if(found.source.is_some()))
}

/// The reservoir or pond that goes by a name or id.
///
/// # Errors
/// When there is none, or more than one.
pub(super) fn dam(text: &str, world: &World, seat: &Seat) -> Result<(ObjectRef, String), Failure> {
    let text = text.trim();
    let dams = world.layers().filter(|layer| layer.kind().has_role(Role::Reservoir));
    let found: Vec<(ObjectRef, String)> = dams
        .flat_map(|layer| {
            layer.objects().filter_map(|object| {
                let name = name_of(layer.kind(), object);
                let reference = ObjectRef { kind: object.kind.clone(), uid: object.uid };
                (name == text || object.uid.to_string() == text).then_some((reference, name))
            })
        })
        .collect();
    match found.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(seat.failure("below-no-dam", &[("name", text)])),
        several => {
            let one = |(dam, _): &(ObjectRef, String)| {
                let township = world.value(dam, "township").as_text().unwrap_or_default().to_owned();
                format!("{township} {}", dam.uid)
            };
            let which: Vec<String> = several.iter().map(one).collect();
            Err(seat.failure("below-several-dams", &[("name", text), ("which", &which.join("; "))]))
        }
    }
}

fn answer(
    dam: &ObjectRef,
    name: &str,
    found: &Downstream,
    (releases, speed): (&[Release], f64),
    world: &World,
) -> Json {
    let (people, unknown) = found.population();
    let named = |object: &ObjectRef| {
        let kind = world.layer(object.kind.as_str()).map(|layer| layer.kind());
        let name = kind.zip(world.object(object)).map(|(kind, object)| name_of(kind, object));
        json!({ "id": object.uid.to_string(), "name": name })
    };
    json!({
        "id": dam.uid.to_string(),
        "kind": dam.kind.as_str(),
        "name": name,
        "source": found.source.map(downstream::Source::id),
        "speed_mps": speed,
        "villages": found.villages.iter().map(|below| village(below, speed)).collect::<Vec<_>>(),
        "people": people,
        "villages_unknown": unknown,
        "unknown_names": found.unknown,
        "areas": found.areas.iter().map(named).collect::<Vec<_>>(),
        "feeds": found.feeds.iter().map(named).collect::<Vec<_>>(),
        "river": found.reach.as_ref().map(reach),
        "releases": releases.iter().map(|one| release(one, found)).collect::<Vec<_>>(),
    })
}

fn village(below: &Below, speed: f64) -> Json {
    let takes = below.takes(speed);
    json!({
        "id": below.village.uid.to_string(),
        "name": below.name,
        "township": below.township,
        "population": below.population,
        "along_m": below.along_m.map(f64::round),
        "minutes": takes.map(|takes| (takes.minutes * 10.0).round() / 10.0),
        "minutes_from": takes.map(|takes| if takes.is_said { "register" } else { "speed" }),
    })
}

fn reach(reach: &Reach) -> Json {
    json!({ "names": reach.rivers, "length_m": reach.length_m.round(), "off_m": reach.off_m.round() })
}

fn release(release: &Release, found: &Downstream) -> Json {
    let arrivals = found.villages.iter().filter_map(|below| {
        let (at, takes) = release.arrives(below)?;
        let from = if takes.is_said { "register" } else { "speed" };
        Some(json!({ "id": below.village.uid.to_string(), "name": below.name, "at": time_json(at), "from": from }))
    });
    json!({
        "id": release.notice.uid.to_string(),
        "name": release.name,
        "state": release.state,
        "from": release.from.map(time_json),
        "until": release.until.map(time_json),
        "flow_m3_s": release.flow_m3_s,
        "speed_mps": release.speed_mps,
        "speed_is_said": release.speed_is_said,
        "arrivals": arrivals.collect::<Vec<_>>(),
    })
}
