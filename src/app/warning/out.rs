//! A warning as a CAP message. One that came as CAP keeps its identifier, its sender and its time; another gets an identifier
//! of 31 characters of its district's code and when it was issued, the same each time it is written.

use geo_types::{Geometry, MultiPolygon};
use jiff::{Timestamp, tz::Offset};

use super::{District, area::district as place, drafting::EVENT_CODES};
use crate::{
    domain::{
        catalogue::{Kind, Lang},
        hazard::signal::{Basis, Colour, KIND, Phase, Warning, extent, township_called},
        model::{Object, ObjectRef},
        problem::Problem,
        query::name_of,
        view::signals,
        world::World,
    },
    io::{
        assets,
        cap::{Alert, Area, Info, Pair, moment, polygon_text, written},
    },
};

/// Of an identifier: the trade (3), the body (3) and the rest (2), which the platform that hands codes out would fill.
const UNASSIGNED: &str = "00000000";
/// What the codes of places are called.
const GEOCODE: &str = "行政区划代码";
/// What the codes of events are called.
const EVENT: &str = "GB/T 35561-2017";
/// What the parameter is called that says the colour.
const COLOUR: &str = "预警颜色";

/// A warning as a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// The warning.
    pub object: ObjectRef,
    /// The message.
    pub alert: Alert,
}

/// How others refer to a warning.
struct Identity {
    id: String,
    sender: String,
    sent: String,
}

/// The message of a warning: an alert or update of one that holds or is over by time, a cancellation of one that was
/// lifted. What stands in the way, or is lost, is told.
pub fn message(object: &ObjectRef, from: District<'_>) -> (Option<Message>, Vec<Problem>) {
    let mut problems = Vec::new();
    let layer = from.world.layer(KIND);
    let found = layer
        .filter(|layer| layer.kind().id == object.kind)
        .and_then(|layer| Some((layer.kind(), layer.get(object.uid)?)));
    let Some((kind, found)) = found else { return (None, problems) };
    let Some(warning) = Warning::of(kind, found) else { return (None, problems) };
    let name = name_of(kind, found);
    let none = |code: &'static str| (None, vec![Problem::new(code).arg("name", &name)]);
    let phase = warning.phase(None);
    if phase == Phase::Replaced {
        return none("cap_replaced");
    }
    let Some(colour) = warning.colour() else { return none("cap_no_colour_out") };
    let own = match identity(from.world, &warning, found) {
        Ok(own) => own,
        Err(code) => return none(code),
    };
    let said = warning.text("cap_references").map(str::to_owned);
    let lifted = phase == Phase::Lifted;
    let msg_type = match (lifted, &said) {
        (true, _) => "Cancel",
        (false, Some(_)) => "Update",
        (false, None) => "Alert",
    };
    let reference = format!("{},{},{}", own.sender, own.id, own.sent);
    let identity = if lifted { cancelling(from, &warning, own) } else { Some(own) };
    let Some(identity) = identity else { return none("cap_no_district_code") };
    let alert = Alert {
        identifier: identity.id,
        sender: identity.sender,
        sent: identity.sent,
        status: if from.exercise { "Exercise" } else { "Actual" }.to_owned(),
        msg_type: msg_type.to_owned(),
        scope: "Public".to_owned(),
        note: from.mark.map(str::to_owned),
        references: if lifted { Some(reference) } else { said },
        infos: vec![info(from, kind, &warning, (found, colour, &name), &mut problems)],
    };
    (Some(Message { object: object.clone(), alert }), problems)
}

/// How others refer to a warning: as it came, or as its district names it.
fn identity(world: &World, warning: &Warning<'_>, object: &Object) -> Result<Identity, &'static str> {
    let came = [
        warning.text("cap_id"),
        warning.text("cap_sender"),
        warning.text("cap_sent").filter(|sent| moment(sent).is_some()),
    ];
    if let [Some(id), Some(sender), Some(sent)] = came {
        return Ok(Identity { id: id.to_owned(), sender: sender.to_owned(), sent: sent.to_owned() });
    }
    let code = place(world).1.ok_or("cap_no_district_code")?;
    let issued = warning.time("issued").ok_or("cap_no_issued")?;
    // Several of one second are told apart by their order.
    let layer = world.layer(KIND).ok_or("cap_no_issued")?;
    let second = |time: Option<Timestamp>| time.map(Timestamp::as_second);
    let before = layer.objects().filter(|other| {
        let other_warning = Warning::of(layer.kind(), other);
        let same =
            other_warning.filter(|other| other.text("cap_id").is_none()).and_then(|other| second(other.time("issued")));
        same == second(Some(issued)) && other.uid < object.uid
    });
    let id = identifier(&code, issued, before.count() + 1);
    Ok(Identity { id, sender: code, sent: written(issued) })
}

/// `330702DDDUUUXX_YYYYMMDDhhmmss_N`: 31 characters.
fn identifier(code: &str, time: Timestamp, n: usize) -> String {
    let time = Offset::constant(8).to_datetime(time).strftime("%Y%m%d%H%M%S");
    let rest: String = UNASSIGNED.chars().take(6).collect();
    format!("{code}{rest}{:02}_{time}_{}", n / 10 % 100, n % 10)
}

/// The identity of the message that lifts a warning: the district's own, from when it was lifted.
fn cancelling(from: District<'_>, warning: &Warning<'_>, own: Identity) -> Option<Identity> {
    let at = warning.time("status_time").unwrap_or(from.now);
    let code = place(from.world).1?;
    let n = if identifier(&code, at, 1) == own.id { 2 } else { 1 };
    Some(Identity { id: identifier(&code, at, n), sender: code, sent: written(at) })
}

fn info(
    from: District<'_>,
    kind: &Kind,
    warning: &Warning<'_>,
    (object, colour, name): (&Object, Colour, &str),
    problems: &mut Vec<Problem>,
) -> Info {
    // What leaves the house is in the language of the house.
    let words = assets::words(Lang::Zh);
    let own = |field: &str, usual: &str| warning.text(field).unwrap_or(usual).to_owned();
    let some = |field: &str| warning.text(field).map(str::to_owned);
    let sort = warning.sort();
    let category = match sort {
        "geological" => "Geo",
        "forest_fire" => "Fire",
        "other" => "Other",
        _ => "Met",
    };
    let code = EVENT_CODES.into_iter().find(|(_, known)| *known == sort).map(|(code, _)| Pair::new(EVENT, code));
    let colour_name = kind.field("color").and_then(|field| field.choice(colour.id())).map_or("", |choice| &choice.zh);
    Info {
        language: Some("zh-CN".to_owned()),
        categories: vec![category.to_owned()],
        event: if sort == "other" { name.to_owned() } else { signals::sort_name(kind, sort, Lang::Zh) },
        urgency: own("urgency", "Expected"),
        severity: own("severity", colour.severity()),
        certainty: own("certainty", "Likely"),
        event_codes: code.into_iter().collect(),
        effective: warning.time("issued").map(written),
        onset: None,
        expires: warning.until().map(written),
        sender_name: some("issuer"),
        headline: some("headline").or_else(|| Some(signals::title(kind, sort, Some(colour), &words))),
        description: some("text"),
        instruction: some("instruction"),
        parameters: vec![Pair::new(COLOUR, colour_name)],
        areas: areas(from.world, warning, (object, name), problems),
    }
}

/// Where it counts: what was drawn as one area; else an area a township; else the district.
fn areas(
    world: &World,
    warning: &Warning<'_>,
    (object, name): (&Object, &str),
    problems: &mut Vec<Problem>,
) -> Vec<Area> {
    let (district, code) = place(world);
    let district = district.unwrap_or_default();
    let said = warning.text("areas").unwrap_or(&district).to_owned();
    let mut outlines = |area: &MultiPolygon| -> Vec<String> {
        if area.0.iter().any(|polygon| !polygon.interiors().is_empty()) {
            problems.push(Problem::new("cap_holes").arg("name", name));
        }
        area.0.iter().map(polygon_text).collect()
    };
    let geocodes = |code: Option<&str>| code.map(|code| Pair::new(GEOCODE, code)).into_iter().collect();
    let whole = extent(world, warning);
    match whole.basis {
        Basis::Townships => {
            let mut areas = Vec::new();
            for named in warning.townships() {
                let township =
                    township_called(world, named).and_then(|township| world.object(&township).zip(Some(township)));
                let shape = township.as_ref().and_then(|(object, _)| object.geometry.as_ref());
                let area = shape.map_or_else(|| MultiPolygon(Vec::new()), polygons);
                let code = township.as_ref().map(|(_, township)| world.value(township, "code"));
                let code = code.as_ref().and_then(|code| code.as_text());
                areas.push(Area {
                    description: format!("{district}{named}"),
                    polygons: outlines(&area),
                    circles: Vec::new(),
                    geocodes: geocodes(code),
                });
            }
            areas
        }
        Basis::District => {
            let polygons = outlines(&whole.area);
            vec![Area { description: district, polygons, circles: Vec::new(), geocodes: geocodes(code.as_deref()) }]
        }
        Basis::Issuer | Basis::Here => {
            let area = object.geometry.as_ref().map_or_else(|| MultiPolygon(Vec::new()), polygons);
            vec![Area { description: said, polygons: outlines(&area), circles: Vec::new(), geocodes: Vec::new() }]
        }
    }
}

fn polygons(shape: &Geometry) -> MultiPolygon {
    match shape {
        Geometry::Polygon(polygon) => MultiPolygon(vec![polygon.clone()]),
        Geometry::MultiPolygon(polygons) => polygons.clone(),
        _ => MultiPolygon(Vec::new()),
    }
}

/// The name of a message's file: its identifier, with what a file name cannot hold left out.
pub fn file_name(alert: &Alert) -> String {
    let fits = |sign: char| if sign.is_alphanumeric() || "._-".contains(sign) { sign } else { '_' };
    let name: String = alert.identifier.chars().map(fits).take(80).collect();
    format!("{}.xml", if name.trim_matches('.').is_empty() { "warning" } else { &name })
}
