//! Questions of a world: nearest, within, search. Each is a function of a snapshot, and its answer says why.

mod board;
mod called;
mod chain;
mod condition;
mod danger;
mod directory;
mod expected;
mod filter;
mod home;
mod journey;
mod linked;
mod movement;
mod nearest;
mod reached;
mod returning;
mod safety;
mod search;
mod sound;
mod spelling;
mod storms;
mod sums;
mod within;

pub use board::{Board, Leader, OVERDUE_AFTER_MIN, ReportedBy, Standing, Total, TownshipRow, VillageRow, board};
pub use called::called;
pub use chain::{Chain, Holder, LEVELS, PersonHere, VillageHere, place_chain};
pub(in crate::domain) use chain::{grid_person, head, text};
pub use condition::Condition;
pub use danger::ActiveAreas;
pub use directory::{Because, Contact, UNIT, directory, units};
pub use expected::{Expected, Whose, expected, is_under_way};
pub use filter::{BadFilter, Comparison, Filter, Notation};
pub use home::{Homes, lives_in, place, possible, zones_covered};
pub use journey::{Journey, Named, Way, guess, in_mountains, journey};
pub use linked::{Linked, linked};
pub use movement::{Movement, Moves, VillageName, movement};
pub use nearest::{
    Answer, ByRoad, Nearest, NearestQuery, PassedOver, QueryError, Reason, WhyNone, nearest, nearest_by_time,
};
pub use reached::{ReachedList, ReachedRow, reached};
pub use returning::{ReturnRow, Returning, Waiting, WaitingHousehold, returning, waiting};
pub use safety::{Checked, Held, Hold, ReturnPlace, Safety};
pub use search::{Found, Hit, SearchIndex, folded};
pub use spelling::Spelling;
pub use storms::StormNames;
pub use sums::{Sum, Summing, TownshipSums, adds_up, is_whole, sums_of, trimmed};
pub use within::{Area, Row, Within, within};

use crate::domain::{
    catalogue::Kind,
    model::{Object, ObjectRef},
};

/// What an object is called: its label field, else its name, else its code, else its uid.
pub fn name_of(kind: &Kind, object: &Object) -> String {
    NameFields::of(kind).name(object)
}

/// Where a kind keeps what its objects are called; looked up once for many objects.
#[derive(Clone, Copy, Debug)]
struct NameFields([Option<usize>; 3]);

impl NameFields {
    fn of(kind: &Kind) -> Self {
        Self([kind.label.as_str(), "name", "code"].map(|field| kind.index(field)))
    }

    fn name(&self, object: &Object) -> String {
        let texts = self.0.into_iter().flatten().filter_map(|index| object.value(index).as_text());
        let named = texts.map(str::trim).find(|text| !text.is_empty());
        named.map_or_else(|| object.uid.to_string(), str::to_owned)
    }
}

pub(in crate::domain) fn object_ref(object: &Object) -> ObjectRef {
    ObjectRef { kind: object.kind.clone(), uid: object.uid }
}
