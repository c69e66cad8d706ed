//! A trigger condition (启动条件) as the register has it.

use std::sync::Arc;

use crate::domain::{
    catalogue::Kind,
    hazard::{rain, signal::split_names},
    model::{Object, ObjectRef, Value},
    query::{name_of, object_ref},
    response::{Basis, Condition, Metric, Operator, ResponseLevel, Stat},
    world::World,
};

/// The kind that they are kept in.
pub const TRIGGER: &str = "response_trigger";

/// A condition for a level of a hazard.
#[derive(Clone, Debug, PartialEq)]
pub struct Trigger {
    /// Which.
    pub object: ObjectRef,
    /// What it is called.
    pub name: String,
    /// The hazard's id.
    pub hazard: Arc<str>,
    /// The level it calls for.
    pub level: ResponseLevel,
    /// The group: all of a group must be met. Empty: it stands alone.
    pub group: String,
    /// What is asked.
    pub condition: Condition,
    /// Whether it is an example and no rule of a plan.
    pub example: bool,
    /// The plan and its version, as written.
    pub version: Option<String>,
}

/// A trigger that cannot be read: which, and the field that is missing or does not fit.
#[derive(Clone, Debug, PartialEq)]
pub struct Broken {
    /// Which.
    pub object: ObjectRef,
    /// What it is called.
    pub name: String,
    /// The field's id.
    pub field: &'static str,
}

/// The triggers of a world that are in use, by hazard, gravest level, group and name; and those that cannot be read.
pub fn triggers(world: &World) -> (Vec<Trigger>, Vec<Broken>) {
    let (mut found, mut broken) = (Vec::new(), Vec::new());
    let Some(layer) = world.layer(TRIGGER) else { return (found, broken) };
    let kind = layer.kind();
    for object in layer.objects() {
        match Trigger::of(kind, object) {
            Ok(trigger) => found.extend(trigger),
            Err(field) => broken.push(Broken { object: object_ref(object), name: name_of(kind, object), field }),
        }
    }
    let key = |it: &Trigger| (it.hazard.clone(), std::cmp::Reverse(it.level), it.group.clone(), it.name.clone());
    found.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.object.cmp(&b.object)));
    broken.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.object.cmp(&b.object)));
    (found, broken)
}

impl Trigger {
    /// The trigger that an object is; `Ok(None)`: it is put out of use.
    ///
    /// # Errors
    /// The id of the field that is missing or does not fit.
    pub fn of(kind: &Kind, object: &Object) -> Result<Option<Self>, &'static str> {
        let value = |field: &str| kind.value(object, field);
        let text = |field: &str| value(field).as_text().map(str::trim).filter(|text| !text.is_empty());
        if value("enabled").as_bool() == Some(false) {
            return Ok(None);
        }
        let metric = text("metric").and_then(Metric::of).ok_or("metric")?;
        let basis = text("basis").map_or(Some(Basis::Observed), Basis::of).ok_or("basis")?;
        if basis == Basis::Forecast && !metric.can_be_forecast() {
            return Err("basis");
        }
        let hours = metric.has_window(basis).then(|| hours(metric, basis, value("window_h"))).transpose()?;
        let condition = Condition {
            metric,
            hours,
            operator: text("operator").and_then(Operator::of).ok_or("operator")?,
            value: value("value").as_number().filter(|value| value.is_finite()).ok_or("value")?,
            stat: text("stat").map_or(Some(metric.stat()), Stat::of).ok_or("stat")?,
            basis,
            area: split_names(text("area").unwrap_or_default()).into_iter().map(str::to_owned).collect(),
            subject: text("subject").map(str::to_owned),
        };
        Ok(Some(Self {
            object: object_ref(object),
            name: name_of(kind, object),
            hazard: text("hazard").ok_or("hazard")?.into(),
            level: text("level").and_then(ResponseLevel::of).ok_or("level")?,
            group: text("group").unwrap_or_default().to_owned(),
            condition,
            example: value("example").as_bool() == Some(true),
            version: text("version").map(str::to_owned),
        }))
    }
}

/// The window of a condition: one that there are sums or forecasts of, or any of a storm.
fn hours(metric: Metric, basis: Basis, value: &Value) -> Result<u32, &'static str> {
    let hours = value.as_number().filter(|hours| hours.fract() == 0.0 && (1.0..=240.0).contains(hours));
    let hours = hours.ok_or("window_h")? as u32;
    let known: &[u32] = match (metric, basis) {
        (Metric::Rain, Basis::Observed) => &rain::WINDOWS_HOURS,
        (Metric::Rain, Basis::Forecast) => &rain::forecast::HOURS,
        _ => return Ok(hours),
    };
    known.contains(&hours).then_some(hours).ok_or("window_h")
}
