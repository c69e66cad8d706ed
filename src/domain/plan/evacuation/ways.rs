//! What the way of each group to each shelter costs.

use std::ops::ControlFlow;

use crate::domain::{
    network::{By, Snap, Ways},
    place::Position,
    plan::{
        assign::{NO_WAY, NoPlan},
        evacuation::step::{Stage, Teller},
    },
    query::guess,
    world::World,
};

/// So many places are found on the road between two looks whether to go on.
const EACH: usize = 256;

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
///
/// # Errors
/// [`NoPlan::Stopped`] when it is not wanted any more.
pub fn costs(
    world: &World,
    ways: &Ways,
    from: &[Position],
    to: &[Position],
    (stage, teller): (Stage, &mut Teller<'_>),
) -> Result<Costs, NoPlan> {
    let all = 2 * from.len() + to.len() / EACH;
    let mut done = 0;
    let mut snapped = |places: &[Position]| -> Result<Vec<Option<Snap>>, NoPlan> {
        let mut snaps = Vec::with_capacity(places.len());
        for part in places.chunks(EACH) {
            teller.tell(stage, done, all)?;
            snaps.extend(ways.snaps(part));
            done += 1;
        }
        Ok(snaps)
    };
    let (starts, ends) = (snapped(from)?, snapped(to)?);
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
        let mut rows = Vec::with_capacity(from.len());
        for from in from {
            teller.tell(stage, done + rows.len(), all)?;
            rows.push(row(from));
        }
        return Ok(Costs { rows, guessed: true });
    }
    let off = |access_m: f64| match profile.by {
        By::Time => u64::from(profile.access_ms(access_m)),
        By::Distance => (access_m * 1_000.0).round() as u64,
    };
    let mut rows = Vec::with_capacity(from.len());
    let mut lost = Ok(());
    ways.table_rows(&starts, &ends, &mut |row| {
        let start: Option<&Snap> = starts.get(rows.len()).and_then(Option::as_ref);
        let cell = |(cost, end): (Option<u32>, &Option<Snap>)| {
            let (cost, (start, end)) = cost.zip(start.zip(end.as_ref()))?;
            Some(u64::from(cost) + off(start.access_m) + off(end.access_m))
        };
        rows.push(row.into_iter().zip(&ends).map(|pair| cell(pair).unwrap_or(NO_WAY)).collect());
        lost = teller.tell(stage, done + 2 * rows.len(), all);
        if lost.is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    lost.map(|()| Costs { rows, guessed: false })
}
