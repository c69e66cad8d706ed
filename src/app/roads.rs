//! The road network changes as a whole: an import replaces what an earlier import or the sample brought, in one step,
//! and leaves what was drawn by hand.

use std::{
    fmt::Write as _,
    hash::{DefaultHasher, Hasher as _},
    sync::Arc,
};

use geo_types::Geometry;

use crate::{
    app::command::{Desk, Draft, Refusal},
    domain::{
        catalogue::Kind,
        edit::{Edit, Label},
        model::{Object, Value},
        network::{ROAD, Road, RoadFields, length_m},
        world::World,
    },
};

/// A command on the road network.
#[derive(Clone, Debug, PartialEq)]
pub enum RoadsCommand {
    /// Put in a network, in the place of the one that was imported before.
    Import {
        /// The file's name.
        source: String,
        /// The roads, each with a uid of its own.
        roads: Arc<Vec<Road>>,
    },
}

impl RoadsCommand {
    /// The action it would be.
    ///
    /// # Errors
    /// [`Refusal`] when there is no road, the catalogue has no such kind, or nothing would change.
    pub fn prepare(&self, desk: &mut Desk<'_>) -> Result<Draft, Refusal> {
        match self {
            Self::Import { source, roads } => import(desk, source, roads),
        }
    }
}

/// The roads of a world by where they come from.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// Those of an import or the sample: an import replaces them.
    pub imported: Vec<Arc<Object>>,
    /// How many were drawn by hand: they stay.
    pub drawn: usize,
}

impl Standing {
    /// Of a world.
    pub fn of(world: &World) -> Self {
        let Some(layer) = world.layer(ROAD) else { return Self::default() };
        let source = layer.kind().index("source");
        let has_source = |object: &&Arc<Object>| {
            source.is_some_and(|source| object.value(source).as_text().is_some_and(|text| !text.trim().is_empty()))
        };
        let imported: Vec<Arc<Object>> = layer.objects().filter(has_source).cloned().collect();
        let drawn = layer.objects().count() - imported.len();
        Self { imported, drawn }
    }
}

fn import(desk: &Desk<'_>, source: &str, roads: &[Road]) -> Result<Draft, Refusal> {
    let Some(kind) = desk.world.catalogue().kind(ROAD) else {
        return Err(Refusal::new("plot-no-kind").with("kind", ROAD));
    };
    if roads.is_empty() {
        return Err(Refusal::new("roads-none"));
    }
    let fields = RoadFields::of(kind);
    let new: Vec<Arc<Object>> = roads.iter().map(|road| Arc::new(object(kind, &fields, road, source, desk))).collect();
    let old = Standing::of(desk.world).imported;
    if is_same(kind, &old, &new) {
        return Err(Refusal::new("roads-same").with("file", source).with("count", old.len()));
    }
    let label = Label::new("roads-import").with("file", source).with("added", new.len()).with("replaced", old.len());
    let edits = old.into_iter().map(Edit::Remove).chain(new.into_iter().map(Edit::Add)).collect();
    Ok(Draft { label, area: "roads", edits })
}

fn object(kind: &Kind, fields: &RoadFields, road: &Road, source: &str, desk: &Desk<'_>) -> Object {
    let mut values = vec![Value::Null; kind.fields.len()];
    let km = (length_m(&road.line.0)).round() / 1_000.0;
    let more = [
        ("name", Value::from(called(kind, road).as_str())),
        ("length_km", Value::Real(km)),
        ("source", Value::from(source)),
        ("source_crs", Value::from("wgs84")),
        ("position_quality", Value::from("as_given")),
        ("as_of", Value::Time(desk.now)),
    ];
    let more = more.into_iter().filter_map(|(field, value)| Some((kind.index(field)?, value)));
    for (index, value) in fields.values(road).into_iter().chain(more) {
        if let Some(slot) = values.get_mut(index) {
            *slot = value;
        }
    }
    Object { uid: road.uid, kind: kind.id.clone(), geometry: Some(Geometry::LineString(road.line.clone())), values }
}

/// What a road is called: its name, else its number, else by its class: 无名村道.
fn called(kind: &Kind, road: &Road) -> String {
    if let Some(name) = [&road.name, &road.number].into_iter().find(|name| !name.is_empty()) {
        return name.to_string();
    }
    let class = kind.field("road_class").and_then(|field| field.choice(road.class.id()));
    format!("无名{}", class.map_or(road.class.id(), |class| &class.zh))
}

/// Whether two networks say the same, whatever their uids and when they were taken in.
fn is_same(kind: &Kind, old: &[Arc<Object>], new: &[Arc<Object>]) -> bool {
    let as_of = kind.index("as_of");
    let sorted = |objects: &[Arc<Object>]| {
        let mut sorted: Vec<(u64, Arc<Object>)> =
            objects.iter().map(|object| (digest(object, as_of), object.clone())).collect();
        sorted.sort_by_key(|(digest, _)| *digest);
        sorted
    };
    let equal = |a: &Object, b: &Object| {
        let values = || (0..kind.fields.len()).filter(|index| Some(*index) != as_of);
        a.geometry == b.geometry && values().all(|index| a.value(index) == b.value(index))
    };
    old.len() == new.len()
        && sorted(old).iter().zip(sorted(new)).all(|((a, old), (b, new))| *a == b && equal(old, &new))
}

/// A number of what an object says, to sort by.
fn digest(object: &Object, as_of: Option<usize>) -> u64 {
    struct Digest(DefaultHasher);
    impl std::fmt::Write for Digest {
        fn write_str(&mut self, text: &str) -> std::fmt::Result {
            self.0.write(text.as_bytes());
            Ok(())
        }
    }
    let mut digest = Digest(DefaultHasher::new());
    // Writing into a digest does not fail.
    let _ = write!(digest, "{:?}", object.geometry);
    for (index, value) in object.values.iter().enumerate().filter(|(index, _)| Some(*index) != as_of) {
        let _ = write!(digest, "{index}{value:?}");
    }
    digest.0.finish()
}
