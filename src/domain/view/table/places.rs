//! In which row an object stands.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
    sync::Arc,
};

use crate::domain::model::{Object, Uid};

/// The row of each object.
#[derive(Clone, Debug, Default)]
pub(super) struct Places(HashMap<Uid, u32, BuildHasherDefault<Spread>>);

impl Places {
    /// The places of objects in their order.
    pub(super) fn of(rows: &[Arc<Object>]) -> Self {
        Self(rows.iter().zip(0..).map(|(object, row)| (object.uid, row)).collect())
    }

    /// Another order: the rows from the first to the last, by where they stood. The objects are not looked at again.
    pub(super) fn reorder(&mut self, order: &[u32]) {
        let mut now = vec![0; order.len()];
        for (row, before) in (0..).zip(order) {
            if let Some(slot) = now.get_mut(*before as usize) {
                *slot = row;
            }
        }
        for row in self.0.values_mut() {
            *row = now.get(*row as usize).copied().unwrap_or(*row);
        }
    }

    /// The row of an object.
    pub(super) fn get(&self, uid: Uid) -> Option<usize> {
        self.0.get(&uid).map(|row| *row as usize)
    }
}

/// A hash of uids: they are spread by themselves, or counted up; nobody chooses them to collide in a table on his own
/// screen.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Spread(u64);

impl Hasher for Spread {
    fn write(&mut self, bytes: &[u8]) {
        for eight in bytes.chunks(8) {
            let mut word = [0; 8];
            word.iter_mut().zip(eight).for_each(|(to, from)| *to = *from);
            // Both halves of the product: whichever bits differ, the low ones do then.
            let product = u128::from(self.0 ^ u64::from_be_bytes(word)) * 0x9e37_79b9_7f4a_7c15;
            self.0 = product as u64 ^ (product >> 64) as u64;
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, hash::BuildHasher as _};

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn uids_that_differ_in_any_bits_are_spread() {
        for shift in [0, 8, 40, 64, 100, 116] {
            let hash = |n: u128| BuildHasherDefault::<Spread>::default().hash_one(Uid::from_bits(n << shift));
            // What a table of 4,096 looks at: the lowest bits for the place, the highest to tell apart.
            let low: BTreeSet<u64> = (0..4096).map(|n| hash(n) & 0xfff).collect();
            let high: BTreeSet<u64> = (0..4096).map(|n| hash(n) >> 57).collect();
            assert!(low.len() > 1_000 && high.len() == 128, "{shift}: {} {}", low.len(), high.len());
        }
    }

    proptest! {
        #[test]
        fn every_object_is_found_in_its_row_in_whichever_order(
            keys in prop::collection::hash_map(any::<u128>(), any::<u32>(), 0..200),
        ) {
            let object = |bits: &u128| {
                let (uid, kind) = (Uid::from_bits(*bits), "a".into());
                Arc::new(Object { uid, kind, geometry: None, values: Vec::new() })
            };
            let rows: Vec<Arc<Object>> = keys.keys().map(object).collect();
            let mut places = Places::of(&rows);
            let mut order: Vec<u32> = (0..).take(rows.len()).collect();
            order.sort_by_key(|row| keys.get(&rows[*row as usize].uid.bits()));
            places.reorder(&order);
            for (row, before) in order.iter().enumerate() {
                prop_assert_eq!(places.get(rows[*before as usize].uid), Some(row));
            }
            prop_assert_eq!(places.0.len(), rows.len());
        }
    }
}
