//! A place for people, as the planners see it.

use crate::domain::{
    catalogue::{Kind, Role},
    model::{Object, Value},
};

/// Whether a shelter takes people.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ShelterStatus {
    /// Open and staffed.
    Open,
    /// Not open yet, and can be opened.
    Standby,
    /// Closed: cannot be used.
    Closed,
}

/// A shelter (避灾安置场所, 应急避难场所): an object of a kind with [`Role::Shelter`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shelter<'a> {
    /// `None`: not said, which is usable.
    pub status: Option<ShelterStatus>,
    /// How many people it holds; `None`: not known.
    pub capacity_people: Option<i64>,
    /// How many are registered there.
    pub occupancy_people: i64,
    /// Ids of the hazards it is suited to, joined by `,`; `None`: not said.
    pub suitable_hazards: Option<&'a str>,
    /// Whether the building passed its safety inspection (安全鉴定); `None`: not said.
    pub safety_inspected: Option<bool>,
}

/// Where a kind keeps what a [`Shelter`] needs; looked up once for many objects.
#[derive(Clone, Copy, Debug)]
pub struct ShelterFields {
    status: Option<usize>,
    capacity: Option<usize>,
    occupancy: Option<usize>,
    suitable_hazards: Option<usize>,
    safety_inspected: Option<usize>,
}

impl ShelterFields {
    /// The fields of a kind; `None` when its objects are no shelters.
    pub fn of(kind: &Kind) -> Option<Self> {
        kind.has_role(Role::Shelter).then(|| Self {
            status: kind.index("status"),
            capacity: kind.index("capacity"),
            occupancy: kind.index("occupancy"),
            suitable_hazards: kind.index("suitable_hazards"),
            safety_inspected: kind.index("safety_inspected"),
        })
    }

    /// An object seen as a shelter.
    pub fn read<'a>(&self, object: &'a Object) -> Shelter<'a> {
        let value = |index: Option<usize>| index.map_or(&Value::Null, |index| object.value(index));
        let status = match value(self.status).as_text() {
            Some("open") => Some(ShelterStatus::Open),
            Some("standby") => Some(ShelterStatus::Standby),
            Some("closed") => Some(ShelterStatus::Closed),
            _ => None,
        };
        Shelter {
            status,
            capacity_people: value(self.capacity).as_integer(),
            occupancy_people: value(self.occupancy).as_integer().unwrap_or(0),
            suitable_hazards: value(self.suitable_hazards).as_text(),
            safety_inspected: value(self.safety_inspected).as_bool(),
        }
    }
}

impl<'a> Shelter<'a> {
    /// An object seen as a shelter; `None` when its kind is none. For many objects see [`ShelterFields`].
    pub fn of(kind: &Kind, object: &'a Object) -> Option<Self> {
        ShelterFields::of(kind).map(|fields| fields.read(object))
    }

    /// How many more people it holds, never below zero; `None` when its capacity is not known.
    pub fn free_places(&self) -> Option<i64> {
        self.capacity_people.map(|capacity| capacity.saturating_sub(self.occupancy_people).max(0))
    }

    /// Whether it takes people: not closed. A shelter without a status is usable.
    pub fn is_usable(&self) -> bool {
        self.status != Some(ShelterStatus::Closed)
    }

    /// Whether it may be used in a hazard: the hazard is among those it is suited to, or nothing is said of them.
    pub fn suits(&self, hazard: &str) -> bool {
        self.suitable_hazards.is_none_or(|hazards| hazards.split(',').any(|known| known.trim() == hazard))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shelter_of_which_little_is_known_is_usable_and_a_crowded_one_has_no_room() {
        let bare = Shelter {
            status: None,
            capacity_people: None,
            occupancy_people: 0,
            suitable_hazards: None,
            safety_inspected: None,
        };
        assert!(bare.is_usable() && bare.suits("flood") && bare.free_places().is_none());
        let crowded = Shelter { capacity_people: Some(40), occupancy_people: 43, ..bare };
        assert_eq!(crowded.free_places(), Some(0));
        let dry = Shelter { suitable_hazards: Some("typhoon,earthquake"), ..bare };
        assert!(dry.suits("earthquake") && !dry.suits("flood") && !dry.suits("quake"));
    }
}
