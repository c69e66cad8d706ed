//! What is drawn on the map becomes something: a danger area, a closure, a plot, an object's new shape. Each is one
//! action; a geometry that makes no sense is refused with its place.

use std::sync::Arc;

use geo::Intersects as _;
use geo_types::Geometry;
use jiff::Timestamp;

use crate::{
    app::{
        closure,
        command::{Desk, Draft, Refusal},
    },
    domain::{
        catalogue::GeometryType,
        edit::{Edit, Label},
        hazard::signal,
        model::{KindId, Object, ObjectRef, Value},
        place::{self, middle_of},
        query::name_of,
        world::World,
    },
};

/// A command on what is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum PlotCommand {
    /// The area bars what is inside it, from now on.
    DangerArea {
        /// What it is called.
        name: String,
        /// The id of its hazard.
        hazard: Option<String>,
        /// Its area, WGS-84.
        shape: Geometry,
    },
    /// Roads are closed there, from now on: at the point, along the line, in the area.
    Closure {
        /// What it is called.
        name: String,
        /// Where, WGS-84.
        shape: Geometry,
    },
    /// A plot: shown as what it is, bars nobody.
    Draw(Plot),
    /// An object's geometry, edited on the map.
    Reshape {
        /// Whose.
        object: ObjectRef,
        /// The new one, WGS-84.
        to: Geometry,
    },
}

/// A plot to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Plot {
    /// What it is called; of a text what it says.
    pub name: String,
    /// The id of its class; what it can be depends on point, line or area.
    pub class: String,
    /// The overlay it belongs to.
    pub overlay: Option<String>,
    /// When it is no longer shown; none: it stays.
    pub valid_until: Option<Timestamp>,
    /// Where, WGS-84.
    pub shape: Geometry,
}

impl PlotCommand {
    /// The action it would be.
    ///
    /// # Errors
    /// [`Refusal`] in the user's words when it makes no sense as things stand.
    pub fn prepare(&self, desk: &mut Desk<'_>) -> Result<Draft, Refusal> {
        match self {
            Self::DangerArea { name, hazard, shape } => danger_area(desk, name, hazard.as_deref(), shape),
            Self::Closure { name, shape } => closure::closure(desk, name, shape),
            Self::Draw(plot) => draw(desk, plot),
            Self::Reshape { object, to } => reshape(desk, object, to),
        }
    }
}

/// The geometry as it will be kept.
///
/// # Errors
/// A refusal that says what is wrong with it and where.
pub fn checked(shape: &Geometry) -> Result<Geometry, Refusal> {
    match place::sound(shape) {
        Ok(sound) => Ok(sound.geometry),
        Err(fault) => {
            Err(Refusal { id: "unsound".to_owned(), because: Some(Box::new(fault.problem())), ..Refusal::default() })
        }
    }
}

fn danger_area(desk: &mut Desk<'_>, name: &str, hazard: Option<&str>, shape: &Geometry) -> Result<Draft, Refusal> {
    let shape = checked(shape)?;
    if type_of(&shape) != Some(GeometryType::Polygon) {
        return Err(Refusal::new("plot-no-area"));
    }
    let values = vec![
        ("hazard", Value::from(hazard)),
        ("status", Value::from("active")),
        ("status_time", Value::from(desk.now)),
    ];
    add(desk, "danger_area", "plot-danger-area", name, shape, values)
}

fn draw(desk: &mut Desk<'_>, plot: &Plot) -> Result<Draft, Refusal> {
    let shape = checked(&plot.shape)?;
    let kind = match type_of(&shape) {
        Some(GeometryType::Line) => "plot_line",
        Some(GeometryType::Polygon) => "plot_area",
        _ => "plot_point",
    };
    if plot.valid_until.is_some_and(|until| until <= desk.now) {
        return Err(Refusal::new("plot-already-past"));
    }
    let overlay = plot.overlay.as_deref().map(str::trim).filter(|overlay| !overlay.is_empty());
    let values = vec![
        ("class", Value::from(plot.class.as_str())),
        ("overlay", Value::from(overlay)),
        ("valid_from", Value::from(desk.now)),
        ("valid_until", Value::from(plot.valid_until)),
    ];
    add(desk, kind, "plot-draw", &plot.name, shape, values)
}

fn reshape(desk: &Desk<'_>, object: &ObjectRef, to: &Geometry) -> Result<Draft, Refusal> {
    let before = desk.object(object)?.geometry.clone();
    let to = checked(to)?;
    let kind = desk.world.catalogue().kind(object.kind.as_str());
    if let Some(kind) = kind
        && type_of(&to) != Some(kind.geometry)
    {
        return Err(Refusal::new("plot-other-shape").with("name", desk.name(object)));
    }
    if before.as_ref() == Some(&to) {
        return Err(Refusal::new("nothing-changed"));
    }
    let label = Label::new("plot-reshape").with("name", desk.name(object));
    let mut edits = vec![Edit::Move { object: object.clone(), before, after: Some(to) }];
    // The area of a warning says who drew it.
    let (basis, here) = (desk.world.value(object, "area_basis"), Value::from("here"));
    if object.kind.as_str() == signal::KIND && basis != here {
        edits.push(Edit::Set { object: object.clone(), field: "area_basis".into(), before: basis, after: here });
    }
    Ok(Draft { label, area: "plot", edits })
}

/// A new object of a kind; a field that the bureau's catalogue does not have is left out.
pub(super) fn add(
    desk: &mut Desk<'_>,
    kind: &str,
    label: &'static str,
    name: &str,
    shape: Geometry,
    values: Vec<(&str, Value)>,
) -> Result<Draft, Refusal> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Refusal::new("plot-no-name"));
    }
    let Some(kind) = desk.world.catalogue().kind(kind).cloned() else {
        return Err(Refusal::new("plot-no-kind").with("kind", kind));
    };
    let more = [("name", Value::from(name)), ("township", Value::from(township_of(desk.world, &shape)))];
    let said = values.into_iter().chain(more).filter(|(field, value)| is_choice_of(&kind, field, value));
    let row = kind.row(said);
    let uid = (desk.fresh)();
    let object = Object { uid, kind: KindId::from(kind.id.as_str()), geometry: Some(shape), values: row };
    let label = Label { id: label.to_owned(), ..Label::default() }.with("name", name);
    Ok(Draft { label, area: "plot", edits: vec![Edit::Add(Arc::new(object))] })
}

/// Whether a choice is one that the field has; any other value is left to the store.
fn is_choice_of(kind: &crate::domain::catalogue::Kind, field: &str, value: &Value) -> bool {
    let Some(known) = kind.field(field) else { return false };
    known.choices.is_empty() || value.as_text().is_none_or(|id| known.choice(id).is_some())
}

/// What kind of geometry it is; `None`: a mixture.
fn type_of(shape: &Geometry) -> Option<GeometryType> {
    match shape {
        Geometry::Point(_) => Some(GeometryType::Point),
        Geometry::Line(_) | Geometry::LineString(_) | Geometry::MultiLineString(_) => Some(GeometryType::Line),
        Geometry::Polygon(_) | Geometry::MultiPolygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => {
            Some(GeometryType::Polygon)
        }
        Geometry::MultiPoint(_) | Geometry::GeometryCollection(_) => None,
    }
}

/// The township that holds the middle of a shape.
fn township_of(world: &World, shape: &Geometry) -> Option<String> {
    let (middle, layer) = (middle_of(shape)?.point(), world.layer("township")?);
    let holds = |object: &&Arc<Object>| object.geometry.as_ref().is_some_and(|area| area.intersects(&middle));
    layer.objects().find(holds).map(|object| name_of(layer.kind(), object))
}
