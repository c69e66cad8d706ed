//! Where new ids come from: chance on the desk, a seed in a test.

use uuid::Uuid;

use crate::domain::model::Uid;

/// A fresh random id.
pub fn fresh() -> Uid {
    Uid::from(Uuid::new_v4())
}
