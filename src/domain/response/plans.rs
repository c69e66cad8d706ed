//! The plan library: which plans there are, and which are past their review date.

use std::sync::Arc;

use jiff::{Timestamp, civil::Date, tz};

use crate::domain::{
    model::{Object, ObjectRef, Value},
    query::{name_of, object_ref},
    world::World,
};

/// The kind that plans are kept in.
pub const PLAN: &str = "emergency_plan";

/// A plan of the library.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Which.
    pub object: ObjectRef,
    /// What it is called.
    pub name: String,
    /// Its level's id.
    pub level: Option<String>,
    /// Its township.
    pub township: Option<String>,
    /// The hazards that it is for; empty: any.
    pub hazards: Vec<String>,
    /// Its version.
    pub version: Option<String>,
    /// When it was approved.
    pub approved_on: Option<Date>,
    /// By when it must be reviewed.
    pub review_due: Option<Date>,
    /// Where its file is.
    pub attachment: Option<String>,
    /// Whether it is past its review date.
    pub overdue: bool,
}

/// The plans of a library at a moment, and the townships of the bureau's own that have none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Library {
    /// Those past their review date first, the longest ago first; then by review date, those without one last.
    pub plans: Vec<Plan>,
    /// Townships that have a centre and no plan, by name.
    pub without: Vec<String>,
}

/// The plan library of a world. A plan is overdue from the day after its review date.
pub fn library(world: &World, now: Timestamp) -> Library {
    let today = tz::offset(8).to_datetime(now).date();
    let mut plans: Vec<Plan> = world
        .layer(PLAN)
        .into_iter()
        .flat_map(|layer| {
            let kind = layer.kind();
            layer.objects().map(move |object: &Arc<Object>| {
                let value = |field: &str| kind.value(object, field);
                let text = |field: &str| {
                    value(field).as_text().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
                };
                let date = |field: &str| if let Value::Date(day) = value(field) { Some(*day) } else { None };
                let hazards = text("hazards").unwrap_or_default();
                Plan {
                    object: object_ref(object),
                    name: name_of(kind, object),
                    level: text("plan_level"),
                    township: text("township"),
                    hazards: hazards.split(',').map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect(),
                    version: text("version"),
                    approved_on: date("approved_on"),
                    review_due: date("review_due"),
                    attachment: text("attachment"),
                    overdue: date("review_due").is_some_and(|due| due < today),
                }
            })
        })
        .collect();
    let key = |plan: &Plan| (!plan.overdue, plan.review_due.is_none(), plan.review_due);
    plans.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.name.cmp(&b.name)).then(a.object.cmp(&b.object)));
    let centres = world.layer("township_center").into_iter().flat_map(|layer| {
        let kind = layer.kind();
        let town = |object: &Arc<Object>| Some(object.value(kind.index("township")?).as_text()?.trim().to_owned());
        layer.objects().filter_map(town).collect::<Vec<_>>()
    });
    let has = |town: &String| plans.iter().any(|plan| plan.township.as_ref() == Some(town));
    let mut without: Vec<String> = centres.filter(|town| !town.is_empty() && !has(town)).collect();
    without.sort();
    without.dedup();
    Library { plans, without }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::tests::{Making, at};

    #[test]
    fn a_plan_is_overdue_from_the_day_after_and_a_township_without_one_is_named() {
        let mut making = Making::default();
        let day = |text: &str| Value::Date(text.parse().unwrap());
        let mut plan = |name: &str, due: Value, town: &str| {
            making.add(PLAN, None, &[("name", name.into()), ("review_due", due), ("township", town.into())]);
        };
        plan("今日到期", day("2026-06-20"), "甲镇");
        plan("昨日到期", day("2026-06-19"), "甲镇");
        plan("早已到期", day("2024-01-01"), "");
        plan("未定", Value::Null, "");
        for town in ["甲镇", "乙镇"] {
            making.add("township_center", None, &[("name", town.into()), ("township", town.into())]);
        }
        let found = library(&making.world(), at("12:00"));
        let names: Vec<(&str, bool)> = found.plans.iter().map(|plan| (plan.name.as_str(), plan.overdue)).collect();
        assert_eq!(names, [("早已到期", true), ("昨日到期", true), ("今日到期", false), ("未定", false)]);
        assert_eq!(found.without, ["乙镇"]);
    }
}
