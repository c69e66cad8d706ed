//! Questions of a world: nearest, within, search. Each is a function of a snapshot, and its answer says why.

mod danger;
mod nearest;
mod search;
mod sums;
mod within;

pub use danger::ActiveAreas;
pub use nearest::{Answer, Nearest, NearestQuery, PassedOver, QueryError, Reason, WhyNone, nearest};
pub use search::{Found, Hit, search};
pub use sums::{Sum, TownshipSums, adds_up, sums_of};
pub use within::{Area, Row, Within, within};

use crate::domain::{
    catalogue::Kind,
    model::{Object, ObjectRef},
};

/// What an object is called: its label field, else its name, else its code, else its uid.
pub fn name_of(kind: &Kind, object: &Object) -> String {
    let named = [kind.label.as_str(), "name", "code"].into_iter().find_map(|field| {
        let text = kind.index(field).and_then(|index| object.value(index).as_text())?;
        (!text.trim().is_empty()).then(|| text.to_owned())
    });
    named.unwrap_or_else(|| object.uid.to_string())
}

fn object_ref(object: &Object) -> ObjectRef {
    ObjectRef { kind: object.kind.clone(), uid: object.uid }
}
