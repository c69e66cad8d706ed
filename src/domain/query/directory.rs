//! Whom to call about an object: the headquarters of its hazard, the unit that leads its business line, the township's
//! mechanism and centre. The organisation is data ([`UNIT`]); what is blank or was not checked for long is said.

use std::{collections::BTreeSet, sync::Arc};

use jiff::{Timestamp, ToSpan as _, tz};

use crate::domain::{
    catalogue::Kind,
    model::{Object, ObjectRef, Value},
    query::{name_of, object_ref, text},
    world::World,
};

/// The kind that units are kept in.
pub const UNIT: &str = "unit";
/// The kind of the townships' centres.
pub const CENTRE: &str = "township_center";
/// Months after which an entry that was not checked is stale (domain notes A1, 5).
pub const STALE_MONTHS: i64 = 6;

/// Why a unit is to be called.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Because {
    /// It is the unit itself.
    Itself,
    /// The incident says that this headquarters is active for it.
    Active,
    /// It is the headquarters of the hazard.
    Hazard,
    /// It leads the business line.
    Line,
    /// It is the township's.
    Township,
    /// It is above one of these.
    Above,
}

/// A unit to call.
#[derive(Clone, Debug, PartialEq)]
pub struct Contact {
    /// Which.
    pub object: ObjectRef,
    /// Its name.
    pub name: String,
    /// Why.
    pub because: Because,
    /// Its duty telephone.
    pub duty_phone: Option<String>,
    /// Whether it has no leader, though units of its kind have one.
    pub no_leader: bool,
    /// Whether it has no liaison, though units of its kind have one.
    pub no_liaison: bool,
    /// Whether it was not checked for six months, or never.
    pub stale: bool,
}

impl Because {
    /// Its id in documents and messages.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Itself => "itself",
            Self::Active => "active",
            Self::Hazard => "hazard",
            Self::Line => "line",
            Self::Township => "township",
            Self::Above => "above",
        }
    }
}

/// Whom to call about an object, the nearest to it first; each unit once, by its first reason.
pub fn directory(world: &World, object: &ObjectRef, now: Timestamp) -> Vec<Contact> {
    let Some((layer, found)) = world.layer(object.kind.as_str()).zip(world.object(object)) else { return Vec::new() };
    let about = About::of(layer.kind(), found, object);
    let mut found = Vec::new();
    for layer in [UNIT, CENTRE].into_iter().filter_map(|kind| world.layer(kind)) {
        let kind = layer.kind();
        let called = |unit: &Arc<Object>| Some(contact(kind, unit, about.asks(kind, unit)?, now));
        found.extend(layer.objects().filter_map(called));
    }
    let above = above(world, &found, now);
    found.extend(above);
    found.sort_by(|a, b| a.because.cmp(&b.because).then_with(|| a.name.cmp(&b.name)).then(a.object.cmp(&b.object)));
    found
}

/// All units: those with a gap first, then by name.
pub fn units(world: &World, now: Timestamp) -> Vec<Contact> {
    let Some(layer) = world.layer(UNIT) else { return Vec::new() };
    let all = layer.objects().map(|unit| contact(layer.kind(), unit, Because::Itself, now));
    let mut all: Vec<Contact> = all.collect();
    let gaps = |it: &Contact| usize::from(it.no_leader) + usize::from(it.no_liaison) + usize::from(it.stale);
    all.sort_by(|a, b| gaps(b).cmp(&gaps(a)).then_with(|| a.name.cmp(&b.name)).then(a.object.cmp(&b.object)));
    all
}

/// What of an object decides whom to call.
struct About<'a> {
    object: &'a ObjectRef,
    headquarters: Option<&'a str>,
    hazards: BTreeSet<&'a str>,
    line: Option<&'a str>,
    township: Option<&'a str>,
}

impl<'a> About<'a> {
    fn of(kind: &Kind, found: &'a Object, object: &'a ObjectRef) -> Self {
        let text = |field: &str| text(kind, found, field);
        let hazards = ["hazard", "incident_kind", "hazards"].into_iter().filter_map(text);
        let township = if kind.id.as_str() == "township" { text("name") } else { text("township") };
        Self {
            object,
            headquarters: text("headquarters"),
            hazards: hazards.flat_map(|ids| ids.split(',')).map(str::trim).collect(),
            line: text("business_line"),
            township,
        }
    }

    /// Why a unit is to be called; `None`: it is not.
    fn asks(&self, kind: &Kind, unit: &Object) -> Option<Because> {
        let said = |field: &str| text(kind, unit, field);
        let same_town = self.township.is_some() && said("township") == self.township;
        if kind.id == self.object.kind && unit.uid == self.object.uid {
            return Some(Because::Itself);
        }
        if kind.id.as_str() == CENTRE {
            return same_town.then_some(Because::Township);
        }
        if self.headquarters.is_some_and(|uid| uid == unit.uid.to_string()) {
            return Some(Because::Active);
        }
        let of_hazard = || {
            let known = said("hazards").unwrap_or_default();
            known.split(',').map(str::trim).any(|hazard| self.hazards.contains(hazard))
        };
        match said("unit_kind")? {
            "headquarters" => of_hazard().then_some(Because::Hazard),
            "line" => (self.line.is_some() && said("business_line") == self.line).then_some(Because::Line),
            "township" => same_town.then_some(Because::Township),
            _ => None,
        }
    }
}

/// The units that these are under, which are not among them.
fn above(world: &World, found: &[Contact], now: Timestamp) -> Vec<Contact> {
    let Some(layer) = world.layer(UNIT) else { return Vec::new() };
    let parents = found.iter().map(|contact| world.value(&contact.object, "parent"));
    let parents: BTreeSet<String> = parents.filter_map(|uid| uid.as_text().map(str::to_owned)).collect();
    let is_new = |unit: &&Arc<Object>| {
        parents.contains(&unit.uid.to_string()) && !found.iter().any(|it| it.object.uid == unit.uid)
    };
    layer.objects().filter(is_new).map(|unit| contact(layer.kind(), unit, Because::Above, now)).collect()
}

fn contact(kind: &Kind, unit: &Object, because: Because, now: Timestamp) -> Contact {
    let lacks = |field: &str| kind.index(field).is_some() && text(kind, unit, field).is_none();
    let today = tz::offset(8).to_datetime(now).date();
    let oldest = today.checked_sub(STALE_MONTHS.months()).unwrap_or(today);
    let stale = kind.index("checked_on").is_some_and(|index| match unit.value(index) {
        Value::Date(checked) => *checked < oldest,
        _ => true,
    });
    Contact {
        object: object_ref(unit),
        name: name_of(kind, unit),
        because,
        duty_phone: text(kind, unit, "duty_phone").map(str::to_owned),
        no_leader: lacks("leader"),
        no_liaison: lacks("liaison"),
        stale,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::tests::{Making, at};

    fn unit(making: &mut Making, name: &str, kind: &str, also: &[(&str, Value)]) -> ObjectRef {
        let mut fields: Vec<(&str, Value)> = vec![("name", name.into()), ("unit_kind", kind.into())];
        fields.extend(also.iter().cloned());
        making.add(UNIT, None, &fields)
    }

    fn told(world: &World, object: &ObjectRef) -> Vec<(&'static str, String)> {
        directory(world, object, at("12:00")).into_iter().map(|it| (it.because.id(), it.name)).collect()
    }

    #[test]
    fn an_incident_calls_its_headquarters_its_line_and_its_township_each_once() {
        let mut making = Making::default();
        let committee = unit(&mut making, "应急委", "committee", &[]);
        let under = |also: &[(&'static str, Value)]| [&[("parent", committee.uid.to_string().into())], also].concat();
        let flood = unit(&mut making, "防指", "headquarters", &under(&[("hazards", "typhoon,flood".into())]));
        let fire = unit(&mut making, "森防指", "headquarters", &under(&[("hazards", "forest_fire".into())]));
        unit(&mut making, "水利局", "line", &[("business_line", "water".into())]);
        unit(&mut making, "林业局", "line", &[("business_line", "forestry".into())]);
        unit(&mut making, "甲镇机制", "township", &[("township", "甲镇".into())]);
        unit(&mut making, "乙镇机制", "township", &[("township", "乙镇".into())]);
        making.add(CENTRE, None, &[("name", "甲镇中心".into()), ("township", "甲镇".into())]);
        let incident =
            [("incident_kind", "flood".into()), ("business_line", "water".into()), ("township", "甲镇".into())];
        let plain = making.add("incident", None, &incident);
        let led = [&incident[..], &[("headquarters", fire.uid.to_string().into())]].concat();
        let led = making.add("incident", None, &led);
        let world = making.world();
        let expected = [
            ("hazard", "防指"),
            ("line", "水利局"),
            ("township", "甲镇中心"),
            ("township", "甲镇机制"),
            ("above", "应急委"),
        ];
        let expected: Vec<(&str, String)> = expected.map(|(why, name)| (why, name.to_owned())).to_vec();
        assert_eq!(told(&world, &plain), expected);
        let active = told(&world, &led);
        assert_eq!(active.first(), Some(&("active", "森防指".to_owned())), "the one that is active for it comes first");
        assert_eq!(active.len(), expected.len() + 1);
        assert_eq!(told(&world, &flood), [("itself", "防指".to_owned()), ("above", "应急委".to_owned())]);
    }

    #[test]
    fn gaps_and_age_are_said() {
        let mut making = Making::default();
        let day = |text: &str| Value::Date(text.parse().unwrap());
        let whole = [("leader", "甲".into()), ("liaison", "乙".into())];
        // The day of these tests is 2026-06-20: six months before is the last that is fresh.
        unit(&mut making, "新", "line", &[&whole[..], &[("checked_on", day("2025-12-20"))]].concat());
        unit(&mut making, "旧", "line", &[&whole[..], &[("checked_on", day("2025-12-19"))]].concat());
        unit(&mut making, "缺", "line", &[("leader", " ".into()), ("checked_on", day("2026-06-01"))]);
        unit(&mut making, "从未", "line", &whole);
        let found = units(&making.world(), at("12:00"));
        let gaps: Vec<(&str, [bool; 3])> =
            found.iter().map(|it| (it.name.as_str(), [it.no_leader, it.no_liaison, it.stale])).collect();
        assert_eq!(
            gaps,
            [
                ("缺", [true, true, false]),
                ("从未", [false, false, true]),
                ("旧", [false, false, true]),
                ("新", [false, false, false]),
            ]
        );
    }
}
