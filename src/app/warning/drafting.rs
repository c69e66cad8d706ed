//! A warning as a CAP message says it.

use std::sync::Arc;

use super::{
    District,
    area::{self, Found},
};
use crate::{
    domain::{
        catalogue::Kind,
        hazard::signal::{Colour, OTHER, colour_in, kind_in},
        model::{Object, Uid, Value},
        problem::Problem,
        view::signals,
    },
    io::cap::{Alert, Info, moment},
};

/// Codes of events that are sure (GB/T 35561).
pub(super) const EVENT_CODES: [(&str, &str); 2] = [("11B01", "typhoon"), ("11B03", "rainstorm")];
/// Names of parameters that say a colour.
const COLOUR_NAMES: [&str; 6] = ["颜色", "级别", "等级", "color", "colour", "level"];
/// So long may the name be that is made of an event in words.
const NAME: usize = 40;

/// Which info block counts, and its place from 1: a Chinese one, else the first.
pub(super) fn chosen(alert: &Alert) -> Option<(usize, &Info)> {
    let is_chinese = |info: &Info| info.language.as_deref().is_some_and(|of| of.to_lowercase().starts_with("zh"));
    let infos = || alert.infos.iter().enumerate().map(|(at, info)| (at + 1, info));
    infos().find(|(_, info)| is_chinese(info)).or_else(|| infos().next())
}

fn language(info: &Info) -> String {
    info.language.clone().unwrap_or_else(|| "en-US".to_owned())
}

/// What it warns of.
fn sort(info: &Info) -> &'static str {
    let coded = info
        .event_codes
        .iter()
        .find_map(|pair| EVENT_CODES.into_iter().find(|(code, _)| *code == pair.value.trim()).map(|(_, sort)| sort));
    let headline = info.headline.as_deref().unwrap_or_default();
    coded.or_else(|| kind_in(&info.event)).or_else(|| kind_in(headline)).unwrap_or(OTHER)
}

/// Its colour: as its event, headline or a parameter says, else by how severe it is.
fn colour(info: &Info) -> Option<Colour> {
    let said = [Some(info.event.as_str()), info.headline.as_deref()].into_iter().flatten().find_map(colour_in);
    let named = || {
        info.parameters.iter().find_map(|pair| {
            let (name, value) = (pair.name.to_lowercase(), pair.value.trim());
            let is_of_colour = COLOUR_NAMES.iter().any(|word| name.contains(word));
            let is_word = value.chars().count() <= 8 && !value.contains(' ');
            (is_of_colour || is_word).then(|| colour_in(value)).flatten()
        })
    };
    said.or_else(named).or_else(|| Colour::of_severity(&info.severity))
}

/// The warning of a message; what is in doubt is told.
pub(super) fn warning(
    (kind, uid): (&Arc<Kind>, Uid),
    (alert, file): (&Alert, &str),
    district: District<'_>,
    problems: &mut Vec<Problem>,
) -> Option<Object> {
    let (at, info) = chosen(alert)?;
    let same = alert.infos.iter().filter(|other| language(other) == language(info)).count();
    if same > 1 {
        problems.push(Problem::new("cap_more_infos").arg("n", same - 1));
    }
    let (sort, colour) = (sort(info), colour(info));
    if colour.is_none() {
        problems.push(Problem::new("cap_no_colour").value(info.severity.as_str()));
    }
    if info.expires.is_none() {
        problems.push(Problem::new("cap_no_end"));
    }
    let found = area::found(district.world, info, &format!("alert/info[{at}]"), problems);
    let (areas, basis) = told(&found, district, problems);
    let text = |text: Option<&str>| Value::from(text.map(str::trim).filter(|text| !text.is_empty()));
    let time = |text: Option<&str>| Value::from(text.and_then(moment));
    let references = alert.references.as_deref();
    let values: [(&str, Value); 22] = [
        ("name", name(kind, info, (sort, colour), district).into()),
        ("signal_kind", sort.into()),
        ("color", colour.map(Colour::id).into()),
        ("status", "active".into()),
        ("status_time", time(Some(&alert.sent))),
        ("issuer", text(info.sender_name.as_deref().filter(|name| !name.trim().is_empty()).or(Some(&alert.sender)))),
        ("issued", time(Some(&alert.sent))),
        ("valid_until", time(info.expires.as_deref())),
        ("areas", areas.into()),
        ("area_basis", basis.into()),
        ("headline", text(info.headline.as_deref())),
        ("text", text(info.description.as_deref())),
        ("instruction", text(info.instruction.as_deref())),
        ("cap_id", text(Some(&alert.identifier))),
        ("cap_sender", text(Some(&alert.sender))),
        ("cap_sent", text(Some(&alert.sent))),
        ("cap_references", text(references)),
        ("urgency", text(Some(&info.urgency))),
        ("severity", text(Some(&info.severity))),
        ("certainty", text(Some(&info.certainty))),
        ("note", others(alert, info, district).into()),
        ("source", file.into()),
    ];
    let common = [("business_line", Value::from(kind.business_line.as_deref())), ("as_of", district.now.into())];
    let values = kind.row(values.into_iter().chain(common));
    Some(Object { uid, kind: kind.id.clone(), geometry: found.geometry, values })
}

/// What it is called: by sort and colour, or by its own words where it is of no known sort.
fn name(kind: &Kind, info: &Info, (sort, colour): (&str, Option<Colour>), district: District<'_>) -> String {
    if sort != OTHER {
        return signals::title(kind, sort, colour, district.words);
    }
    let event: String = info.event.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(NAME).collect();
    if event.is_empty() { signals::title(kind, sort, colour, district.words) } else { event }
}

/// The languages that were not taken.
fn others(alert: &Alert, info: &Info, district: District<'_>) -> Option<String> {
    let own = language(info);
    let mut others: Vec<String> = alert.infos.iter().map(language).filter(|other| *other != own).collect();
    others.dedup();
    (!others.is_empty()).then(|| district.words.with("signal-other-languages", &[("languages", others.join("、"))]))
}

/// The townships and what the area rests on. Places that are none of the district's stay as they were written: an empty
/// field would mean the whole district.
fn told(found: &Found, district: District<'_>, problems: &mut Vec<Problem>) -> (Option<String>, Option<&'static str>) {
    let names = || found.townships.iter().chain(&found.unknown).cloned().collect::<Vec<_>>().join("、");
    let names = Some(names()).filter(|names| !names.is_empty());
    if found.geometry.is_some() {
        return (names, Some("issuer"));
    }
    if found.whole {
        return (None, None);
    }
    if !found.unknown.is_empty() || found.townships.is_empty() {
        let said = Some(found.unknown.join("、")).filter(|said| !said.is_empty());
        let said = said.unwrap_or_else(|| district.words.get("signal-area-unsaid"));
        problems.push(Problem::new("cap_area_unknown").value(&*said));
        return (names.or(Some(said)), Some("townships"));
    }
    (names, Some("townships"))
}
