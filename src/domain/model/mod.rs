//! What the map holds: objects of catalogue kinds, their values, and the ids that name them.

mod danger_area;
mod entry;
mod household;
mod id;
mod move_report;
mod object;
mod safety_check;
mod shelter;
mod value;

pub use danger_area::{DangerArea, DangerStatus};
pub use entry::Entry;
pub use household::{Household, HouseholdFields, MoveState, TRANSFER};
pub use id::{BadUid, FieldId, KindId, Uid};
pub use move_report::{Figure, Figures, MOVE_REPORT, MoveReport, ReportSource};
pub use object::{Object, ObjectRef};
pub use safety_check::{SAFETY_CHECK, SafetyCheck};
pub use shelter::{Shelter, ShelterFields, ShelterStatus};
pub use value::Value;
