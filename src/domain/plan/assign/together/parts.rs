//! What stays together: whole groups, or the parts of a group that no shelter can take whole.

use crate::domain::plan::assign::{
    table::{NO_WAY, Table, TableError},
    together::Whole,
};

/// A group that is divided, for no shelter it has a way to could take it whole.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Divided {
    /// The group's number.
    pub group: u32,
    /// Into how many parts.
    pub parts: u32,
    /// Whether each part is of whole households; else only its number of people was known.
    pub by_household: bool,
}

/// Units that stay together, as a table of their own.
pub(super) struct Units {
    /// A row a unit; barred where the unit is larger than the shelter.
    pub table: Table,
    /// The group of each unit.
    pub group: Vec<u32>,
    pub divided: Vec<Divided>,
}

impl Units {
    /// The units of a table. `households` has the sizes of the households of a group, where they are known. What is
    /// divided follows from the ways within `limit`; those that cost more than `under` are barred all the same.
    pub fn of(table: &Table, whole: Whole<'_>, under: Option<u64>) -> Result<Self, TableError> {
        let Whole { households, limit, divide, .. } = whole;
        let limit = limit.unwrap_or(NO_WAY - 1);
        let under = under.unwrap_or(limit).min(limit);
        let (mut people, mut group, mut cost, mut divided) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (number, whole) in (0_u32..).zip(table.people()) {
            let row = table.row(number as usize);
            let open = row.iter().zip(table.room()).filter(|(cost, _)| **cost <= limit && **cost != NO_WAY);
            let largest = open.map(|(_, room)| *room).max().unwrap_or(0);
            let sizes = households.get(number as usize).map(Vec::as_slice).unwrap_or_default();
            let sizes =
                Some(sizes).filter(|sizes| sizes.iter().map(|size| u64::from(*size)).sum::<u64>() == u64::from(*whole));
            let parts = if *whole > largest && largest > 0 && divide {
                let parts = sizes.map_or_else(|| even(*whole, largest), |sizes| bundles(sizes, largest));
                divided.push(Divided { group: number, parts: parts.len() as u32, by_household: sizes.is_some() });
                parts
            } else {
                vec![*whole]
            };
            for part in parts {
                cost.extend(
                    row.iter().zip(table.room()).map(
                        |(cost, room)| {
                            if part > *room || *cost > under { NO_WAY } else { *cost }
                        },
                    ),
                );
                people.push(part);
                group.push(number);
            }
        }
        Ok(Self { table: Table::new(people, table.room().to_vec(), cost)?, group, divided })
    }
}

/// The fewest parts of which each fits, as alike as can be.
fn even(whole: u32, largest: u32) -> Vec<u32> {
    let count = whole.div_ceil(largest.max(1));
    (0..count).map(|part| whole / count + u32::from(part < whole % count)).collect()
}

/// Households in few bundles of which each fits, the largest first into the emptiest; one that fits nowhere by
/// itself is a bundle of its own.
fn bundles(households: &[u32], largest: u32) -> Vec<u32> {
    let mut sizes: Vec<u32> = households.iter().copied().filter(|size| *size > 0).collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    let (alone, rest): (Vec<u32>, Vec<u32>) = sizes.into_iter().partition(|size| *size > largest);
    let people: u64 = rest.iter().map(|size| u64::from(*size)).sum();
    let mut count = people.div_ceil(u64::from(largest.max(1))).max(1) as usize;
    let filled = loop {
        let mut bundles = vec![0_u32; count];
        let fits = rest.iter().all(|size| {
            let emptiest = bundles.iter_mut().min();
            emptiest.is_some_and(|bundle| {
                *bundle = bundle.saturating_add(*size);
                *bundle <= largest
            })
        });
        if fits {
            break bundles;
        }
        count += 1;
    };
    alone.into_iter().chain(filled).filter(|size| *size > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_that_fits_nowhere_is_divided_into_the_fewest_parts() {
        let table = Table::new(vec![250, 60], vec![100, 40], vec![1, 1, 1, 1]).unwrap();
        let units = Units::of(&table, Whole::default(), None).unwrap();
        assert_eq!(units.table.people(), [84, 83, 83, 60]);
        assert_eq!(units.group, [0, 0, 0, 1]);
        assert_eq!(units.divided, [Divided { group: 0, parts: 3, by_household: false }]);
        assert_eq!(units.table.row(0), [1, NO_WAY]);
        let whole = Units::of(&table, Whole { divide: false, ..Whole::default() }, None).unwrap();
        assert_eq!((whole.table.people(), whole.divided.len()), (&[250, 60][..], 0));
    }

    #[test]
    fn households_stay_whole() {
        let table = Table::new(vec![12], vec![7, 7], vec![1, 1]).unwrap();
        let units = Units::of(&table, Whole { households: &[vec![5, 4, 3]], ..Whole::default() }, None).unwrap();
        assert_eq!(units.table.people(), [5, 7]);
        assert!(units.divided[0].by_household);
        let odd = Units::of(&table, Whole { households: &[vec![4, 4, 4]], ..Whole::default() }, None).unwrap();
        assert_eq!(odd.table.people(), [4, 4, 4], "two of four and four do not fit into seven");
        let large = Units::of(&table, Whole { households: &[vec![9, 3]], ..Whole::default() }, None).unwrap();
        assert_eq!(large.table.people(), [9, 3], "a household larger than any shelter is left as it is");
        let unknown = Units::of(&table, Whole { households: &[vec![5, 4]], ..Whole::default() }, None).unwrap();
        assert!(!unknown.divided[0].by_household, "sizes that are not all of the people say nothing");
    }
}
