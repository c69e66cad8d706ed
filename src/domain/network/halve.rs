//! A road network cut in two along a straight line, so that both halves can be put in order at once.
//!
//! Of all lines in four directions that leave two fifths of the nodes or more on either side, the one that the
//! fewest roads cross: the directions of inertial flow (Schild and Sommer 2015), with a sweep in place of the flow.

/// A network in two halves that no road joins but through the nodes between.
#[derive(Debug, PartialEq, Eq)]
pub struct Halves {
    /// The nodes of the first half.
    pub first: Vec<u32>,
    /// The nodes of the second half.
    pub second: Vec<u32>,
    /// The nodes between the halves.
    pub between: Vec<u32>,
}

/// Halves a network: so many nodes, who is next to whom (both ways round), and each node's place.
pub fn halve(next: &[Vec<u32>], lat: &[f32], lon: &[f32]) -> Halves {
    let projections: [fn(f32, f32) -> f32; 4] =
        [|lat, _| lat, |_, lon| lon, |lat, lon| lat + lon, |lat, lon| lat - lon];
    let cuts = projections.map(|along| {
        let values: Vec<f32> = lat.iter().zip(lon).map(|(lat, lon)| along(*lat, *lon)).collect();
        cut(next, &values)
    });
    let best = cuts.into_iter().min_by_key(|cut| cut.crossing).unwrap_or_default();
    best.halves(next)
}

/// Where a sweep cuts: each node's rank along it, how many ranks are before the cut, how many roads cross.
#[derive(Default)]
struct Cut {
    rank: Vec<u32>,
    before: u32,
    crossing: i64,
}

fn cut(next: &[Vec<u32>], along: &[f32]) -> Cut {
    let count = next.len();
    let mut sorted: Vec<u32> = (0..count as u32).collect();
    let value = |node: &u32| along.get(*node as usize).copied().unwrap_or(0.0);
    sorted.sort_unstable_by(|a, b| value(a).total_cmp(&value(b)).then(a.cmp(b)));
    let mut rank = vec![0_u32; count];
    for (at, node) in (0..).zip(&sorted) {
        if let Some(slot) = rank.get_mut(*node as usize) {
            *slot = at;
        }
    }
    // How many more roads cross right after a rank than right before it.
    let change = sorted.iter().map(|node| {
        let here = rank.get(*node as usize).copied().unwrap_or(0);
        let onward = next.get(*node as usize).map_or(&[][..], Vec::as_slice);
        onward.iter().fold(0_i64, |sum, other| {
            sum + if rank.get(*other as usize).is_some_and(|there| *there > here) { 1 } else { -1 }
        })
    });
    let mut crossing = 0;
    let after = (1_u32..).zip(change).map(|(before, change)| {
        crossing += change;
        (crossing, before)
    });
    let (least, most) = (count as u32 * 2 / 5, count as u32 - count as u32 * 2 / 5);
    let middle = count as u32 / 2;
    let best = after
        .filter(|(_, before)| (least..=most).contains(before))
        .min_by_key(|(crossing, before)| (*crossing, before.abs_diff(middle)));
    let (crossing, before) = best.unwrap_or((0, middle));
    Cut { rank, before, crossing }
}

impl Cut {
    fn halves(&self, next: &[Vec<u32>]) -> Halves {
        let is_first = |node: u32| self.rank.get(node as usize).is_some_and(|rank| *rank < self.before);
        let [mut first, mut second, mut ends_first, mut ends_second] = [const { Vec::new() }; 4];
        for (node, onward) in (0_u32..).zip(next) {
            let here = is_first(node);
            let crosses = onward.iter().any(|other| is_first(*other) != here);
            match (here, crosses) {
                (true, true) => ends_first.push(node),
                (true, false) => first.push(node),
                (false, true) => ends_second.push(node),
                (false, false) => second.push(node),
            }
        }
        // Taking out the ends on one side parts the halves; the fewer, the better.
        let between = if ends_first.len() <= ends_second.len() {
            second.append(&mut ends_second);
            ends_first
        } else {
            first.append(&mut ends_first);
            ends_second
        };
        Halves { first, second, between }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A grid of so many columns and rows, its places a unit apart.
    fn grid(columns: u32, rows: u32) -> (Vec<Vec<u32>>, Vec<f32>, Vec<f32>) {
        let at = |column, row| row * columns + column;
        let (mut next, mut lat, mut lon) = (Vec::new(), Vec::new(), Vec::new());
        for row in 0..rows {
            for column in 0..columns {
                let mut onward = Vec::new();
                if column > 0 {
                    onward.push(at(column - 1, row));
                }
                if column + 1 < columns {
                    onward.push(at(column + 1, row));
                }
                if row > 0 {
                    onward.push(at(column, row - 1));
                }
                if row + 1 < rows {
                    onward.push(at(column, row + 1));
                }
                next.push(onward);
                lat.push(row as f32);
                lon.push(column as f32);
            }
        }
        (next, lat, lon)
    }

    #[test]
    fn a_long_grid_is_cut_across_where_it_is_narrow() {
        let (next, lat, lon) = grid(40, 6);
        let halves = halve(&next, &lat, &lon);
        assert_eq!(halves.between.len(), 6, "{halves:?}");
        assert_eq!(halves.first.len() + halves.second.len(), 234);
        assert!(halves.first.len().min(halves.second.len()) >= 90, "{halves:?}");
    }

    proptest! {
        #[test]
        fn every_node_is_in_one_part_and_no_road_joins_the_halves(
            places in prop::collection::vec((-90.0_f32..90.0, -180.0_f32..180.0), 0..60),
            roads in prop::collection::vec((0_usize..60, 0_usize..60), 0..120),
        ) {
            let mut next = vec![Vec::new(); places.len()];
            for (a, b) in roads {
                if a != b && a < places.len() && b < places.len() {
                    next[a].push(b as u32);
                    next[b].push(a as u32);
                }
            }
            let (lat, lon): (Vec<f32>, Vec<f32>) = places.into_iter().unzip();
            let halves = halve(&next, &lat, &lon);
            let mut all = [&halves.first[..], &halves.second, &halves.between].concat();
            all.sort_unstable();
            prop_assert_eq!(all, (0..next.len() as u32).collect::<Vec<_>>());
            for node in &halves.first {
                prop_assert!(next[*node as usize].iter().all(|other| !halves.second.contains(other)));
            }
        }
    }
}
