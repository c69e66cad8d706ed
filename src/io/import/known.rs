//! The objects that are there already, and which of them a row means.

use std::{collections::HashMap, sync::Arc};

use geo::{BoundingRect as _, Distance as _, Geodesic};
use geo_types::{Geometry, Point};

use crate::{
    domain::{
        catalogue::Kind,
        model::{Object, Uid, Value},
        world::Layer,
    },
    io::import::fold::{half_width, is_space},
};

/// How near a namesake must be to be the same thing, in metres.
pub const NEAR_M: f64 = 300.0;
/// How far two positions may be apart and still be the same, in degrees (a centimetre).
const SAME_DEG: f64 = 1e-7;

/// The objects of one kind by what a list may call them.
#[derive(Debug)]
pub struct Known<'w> {
    kind: Arc<Kind>,
    layer: Option<&'w Layer>,
    code: Option<usize>,
    label: Option<usize>,
    by_code: HashMap<String, Vec<&'w Arc<Object>>>,
    by_name: HashMap<String, Vec<&'w Arc<Object>>>,
}

/// What a row is compared by.
#[derive(Clone, Copy, Debug)]
pub struct Likeness<'a> {
    /// The feature's id, where it is a uid.
    pub uid: Option<Uid>,
    /// One value a field.
    pub values: &'a [Value],
    /// Where, WGS-84.
    pub geometry: Option<&'a Geometry>,
}

/// Text by which two names are compared.
pub fn name_key(text: &str) -> String {
    half_width(text).chars().filter(|c| !is_space(*c)).flat_map(char::to_lowercase).collect()
}

/// Where a geometry is, as one point: the middle of its bounds.
pub fn middle(geometry: &Geometry) -> Option<Point> {
    geometry.bounding_rect().map(|bounds| bounds.center().into())
}

/// How far apart two geometries are by their middles, in metres on the ellipsoid.
pub fn apart_m(a: &Geometry, b: &Geometry) -> Option<f64> {
    Some(Geodesic.distance(middle(a)?, middle(b)?))
}

impl<'w> Known<'w> {
    /// The objects of a layer; none when there is no layer.
    pub fn new(kind: &Arc<Kind>, layer: Option<&'w Layer>) -> Self {
        let code = kind.index("code");
        let label = kind.index(kind.label.as_str()).or_else(|| kind.index("name"));
        let mut known =
            Self { kind: kind.clone(), layer, code, label, by_code: HashMap::new(), by_name: HashMap::new() };
        for object in layer.into_iter().flat_map(Layer::objects) {
            if let Some(code) = known.text(&object.values, code) {
                known.by_code.entry(name_key(code)).or_default().push(object);
            }
            let name = known.text(&object.values, label).map(name_key).unwrap_or_default();
            known.by_name.entry(name).or_default().push(object);
        }
        known
    }

    fn text<'v>(&self, values: &'v [Value], field: Option<usize>) -> Option<&'v str> {
        values.get(field?).and_then(Value::as_text)
    }

    /// The code of a row, as it is compared.
    pub fn code_of(&self, values: &[Value]) -> Option<String> {
        self.text(values, self.code).map(name_key)
    }

    /// The name of a row, as it is compared; empty without one.
    pub fn name_of(&self, values: &[Value]) -> String {
        self.text(values, self.label).map(name_key).unwrap_or_default()
    }

    /// The objects of this name.
    pub fn namesakes(&self, values: &[Value]) -> &[&'w Arc<Object>] {
        match self.name_of(values) {
            name if name.is_empty() => &[],
            name => self.by_name.get(&name).map_or(&[], Vec::as_slice),
        }
    }

    /// The object that a row means: by uid, else by code, else by name and nearness; one that is equal first.
    /// A row without a name is only known by being equal.
    pub fn find(&self, row: Likeness<'_>) -> Option<&'w Arc<Object>> {
        if let Some(object) = row.uid.and_then(|uid| self.layer?.get(uid)) {
            return Some(object);
        }
        let of_code = self.code_of(row.values).and_then(|code| self.by_code.get(&code)).into_iter().flatten();
        let mut same_code = of_code.filter(|object| !self.is_another(object, row));
        if let Some(first) = same_code.next() {
            let equal = same_code.find(|object| !self.is_equal(first, row) && self.is_equal(object, row));
            return Some(equal.unwrap_or(first));
        }
        let name = self.name_of(row.values);
        let namesakes = self.by_name.get(&name)?;
        if let Some(equal) = namesakes.iter().find(|object| self.is_equal(object, row)) {
            return Some(equal);
        }
        if name.is_empty() {
            return None;
        }
        let near = namesakes.iter().filter(|object| self.is_near(object, row)).map(|object| {
            let apart = object.geometry.as_ref().zip(row.geometry).and_then(|(a, b)| apart_m(a, b));
            (apart.unwrap_or(NEAR_M), *object)
        });
        near.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, object)| object)
    }

    /// Whether an object holds all that a row says. What a row leaves empty says nothing.
    pub fn is_equal(&self, object: &Object, row: Likeness<'_>) -> bool {
        let values = row.values.iter().enumerate();
        let same_values = values.filter(|(_, value)| !value.is_null()).all(|(index, value)| {
            let summed_to_nothing = object.value(index).is_null() && value.as_integer() == Some(0);
            object.value(index) == value || (summed_to_nothing && self.is_summed(index))
        });
        same_values && row.geometry.is_none_or(|geometry| same_place(object.geometry.as_ref(), geometry))
    }

    fn is_summed(&self, index: usize) -> bool {
        self.kind.fields.get(index).is_some_and(|field| field.summed)
    }

    /// Whether an object of the same code is something else all the same: many a list just numbers its rows, so
    /// another name at another place is another thing.
    fn is_another(&self, object: &Object, row: Likeness<'_>) -> bool {
        let (own, said) = (self.name_of(&object.values), self.name_of(row.values));
        own != said && !own.is_empty() && !said.is_empty() && !self.is_near(object, row)
    }

    /// Whether a namesake may be the same thing: near, or, where one has no position, of the same village.
    fn is_near(&self, object: &Object, row: Likeness<'_>) -> bool {
        match object.geometry.as_ref().zip(row.geometry) {
            Some((a, b)) => apart_m(a, b).is_some_and(|apart| apart <= NEAR_M),
            None => ["township", "village"].iter().filter_map(|field| self.kind.index(field)).all(|index| {
                let (own, said) = (object.value(index), row.values.get(index).unwrap_or(&Value::Null));
                own.is_null() || said.is_null() || own == said
            }),
        }
    }
}

/// Whether two geometries are the same to a centimetre.
pub fn same_place(a: Option<&Geometry>, b: &Geometry) -> bool {
    use geo::CoordsIter as _;
    let Some(a) = a else { return false };
    a.coords_count() == b.coords_count()
        && a.coords_iter()
            .zip(b.coords_iter())
            .all(|(a, b)| (a.x - b.x).abs() <= SAME_DEG && (a.y - b.y).abs() <= SAME_DEG)
}
