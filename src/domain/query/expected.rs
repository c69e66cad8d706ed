//! Who is still expected: the households of a place, or those that were told to go to a shelter, that have not moved.

use std::sync::Arc;

use crate::domain::{
    model::{HouseholdFields, KindId, MoveState, Object, ObjectRef, TRANSFER},
    query::{Named, movement, name_of, object_ref},
    world::World,
};

/// Whose households are asked for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Whose {
    /// Those of a township, or of one of its villages; of a township that is not named those that name none.
    Place {
        /// Its name.
        township: Option<Arc<str>>,
        /// The village's name; `None`: of the whole township.
        village: Option<Arc<str>>,
    },
    /// Those that were told to go to this shelter.
    Shelter(ObjectRef),
}

/// A household that should move and has not.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// Which.
    pub object: ObjectRef,
    /// Its row.
    pub row: Arc<Object>,
    /// How many people; `None`: not known.
    pub people: Option<i64>,
    /// How far its move is.
    pub state: MoveState,
    /// Whether somebody must help it.
    pub needs_help: bool,
    /// Whether it goes to relatives.
    pub with_relatives: bool,
    /// Where it was told to go.
    pub shelter: Option<Named>,
}

/// The households that should move ([`movement`]) and have not, refusals among them: by village, then by the shelter
/// they were told, then by number.
pub fn expected(world: &World, whose: &Whose) -> Vec<Expected> {
    let (Some(movement), Some(layer)) = (movement(world), world.layer(TRANSFER)) else {
        return Vec::new();
    };
    let kind = layer.kind();
    let fields = HouseholdFields::of(kind);
    let text = |object: &Object, field: &str| {
        let value = kind.index(field).and_then(|index| object.value(index).as_text()).map(str::trim);
        value.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let mut found: Vec<(String, String, String, Expected)> = Vec::new();
    for object in &movement.called {
        let household = fields.read(object);
        if matches!(household.state, MoveState::Moved | MoveState::Returned) {
            continue;
        }
        let shelter = household.shelter.map(|uid| ObjectRef { kind: KindId::from("shelter"), uid });
        let (township, village) = (text(object, "township"), text(object, "village"));
        let is_asked = match whose {
            Whose::Shelter(wanted) => shelter.as_ref() == Some(wanted) && household.with_relatives != Some(true),
            Whose::Place { township: town, village: None } => township.as_deref() == town.as_deref(),
            Whose::Place { township: town, village: wanted } => {
                township.as_deref() == town.as_deref() && village.as_deref() == wanted.as_deref()
            }
        };
        if !is_asked {
            continue;
        }
        let named = shelter.and_then(|shelter| {
            let there = world.object(&shelter)?;
            let name = name_of(world.catalogue().kind("shelter")?, there);
            Some(Named { object: shelter, name })
        });
        let one = Expected {
            object: object_ref(object),
            row: object.clone(),
            people: household.people,
            state: household.state,
            needs_help: household.needs_help,
            with_relatives: household.with_relatives == Some(true),
            shelter: named,
        };
        let to = one.shelter.as_ref().map_or_else(String::new, |shelter| shelter.name.clone());
        found.push((village.unwrap_or_default(), to, name_of(kind, object), one));
    }
    found.sort_by(|a, b| (&a.0, &a.1, &a.2, a.3.object.uid).cmp(&(&b.0, &b.1, &b.2, b.3.object.uid)));
    found.into_iter().map(|(.., one)| one).collect()
}

/// Whether somebody was told to go and has not moved.
pub fn is_under_way(world: &World) -> bool {
    let Some(layer) = world.layer(TRANSFER) else { return false };
    let fields = HouseholdFields::of(layer.kind());
    layer.objects().any(|object| matches!(fields.read(object).state, MoveState::Notified | MoveState::Refused))
}
