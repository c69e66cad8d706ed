//! What the way of each group to each shelter costs.

use crate::domain::{
    network::{By, Ways},
    place::Position,
    plan::assign::NO_WAY,
    query::guess,
    world::World,
};

/// The cost of the way from each place to each other, and how it is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Costs {
    /// A person's way, row by row: milliseconds, or millimetres by distance; [`NO_WAY`] where there is none.
    pub rows: Vec<Vec<u64>>,
    /// Whether there is no road for the vehicle at all, and ways are guessed from straight distances.
    pub guessed: bool,
}

/// The ways from places to places, with the walk to the road and from it. Where there is no road at all, they are
/// guessed as every answer guesses ([`guess`]).
pub fn costs(world: &World, ways: &Ways, from: &[Position], to: &[Position]) -> Costs {
    let (starts, ends) = (ways.snaps(from), ways.snaps(to));
    let profile = ways.profile();
    let no_road = starts.iter().all(Option::is_none) && !from.is_empty();
    if no_road {
        let row = |from: &Position| -> Vec<u64> {
            let cost = |to: &Position| {
                let guess = guess(world, profile, *from, *to);
                match profile.by {
                    By::Time => u64::from(guess.ms),
                    By::Distance => (guess.straight_m * guess.factor * 1_000.0).round() as u64,
                }
            };
            to.iter().map(cost).collect()
        };
        return Costs { rows: from.iter().map(row).collect(), guessed: true };
    }
    let off = |access_m: f64| match profile.by {
        By::Time => u64::from(profile.access_ms(access_m)),
        By::Distance => (access_m * 1_000.0).round() as u64,
    };
    let table = ways.table(&starts, &ends);
    let rows = table.into_iter().zip(&starts).map(|(row, start)| {
        let cell = |(cost, end): (Option<u32>, &Option<crate::domain::network::Snap>)| {
            let (cost, (start, end)) = cost.zip(start.as_ref().zip(end.as_ref()))?;
            Some(u64::from(cost) + off(start.access_m) + off(end.access_m))
        };
        row.into_iter().zip(&ends).map(|pair| cell(pair).unwrap_or(NO_WAY)).collect()
    });
    Costs { rows: rows.collect(), guessed: false }
}
