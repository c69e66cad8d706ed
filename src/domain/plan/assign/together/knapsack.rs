//! What fits into one shelter and is worth most.

/// Something that may go in.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Item {
    /// Whose it is.
    pub unit: u32,
    /// People, at least 1.
    pub people: i64,
    /// What it is worth, more than 0.
    pub worth: i64,
}

/// How many branches are looked at before the bound has to do.
const BRANCHES: u32 = 500;
/// How much memory the exact filling may take: items times room.
const MOST_STATES: i64 = 4_000_000;

/// The most that items within a room are worth, and which they are (appended to `chosen`). Where the search is cut
/// short the value is a bound from above and the items are the best that were found.
///
/// Depth first with Dantzig's bound (Horowitz and Sahni 1974).
pub(super) fn fill(items: &mut [Item], room: i64, chosen: &mut Vec<u32>) -> i64 {
    items.sort_unstable_by(|a, b| {
        let order = match (b.worth.checked_mul(a.people), a.worth.checked_mul(b.people)) {
            (Some(left), Some(right)) => left.cmp(&right),
            _ => (i128::from(b.worth) * i128::from(a.people)).cmp(&(i128::from(a.worth) * i128::from(b.people))),
        };
        order.then(a.unit.cmp(&b.unit))
    });
    let above = bound(items, room);
    let mut search = Search { best: -1, kept: Vec::new(), taken: Vec::new(), branches: 0 };
    search.descend(items, 0, room, 0);
    chosen.extend(search.kept.iter().filter_map(|at| items.get(*at)).map(|item| item.unit));
    if search.branches > BRANCHES { above } else { search.best.max(0) }
}

/// The items within a room that are worth most together, by their places in `items`; `None` where the room is too
/// large for it. By dynamic programming over the room (Bellman 1957): many items worth nearly the same a person,
/// where a search would not end.
pub(super) fn fill_exactly(items: &[Item], room: i64) -> Option<Vec<usize>> {
    let width = usize::try_from(room).ok()?.checked_add(1)?;
    if (room + 1).saturating_mul(items.len() as i64) > MOST_STATES {
        return None;
    }
    let mut worth = vec![0_i64; width];
    let mut taken = vec![false; width * items.len()];
    for (item, taken) in items.iter().zip(taken.chunks_mut(width)) {
        let people = usize::try_from(item.people).ok()?;
        for used in (people..width).rev() {
            let with = worth.get(used - people)? + item.worth;
            if with > *worth.get(used)? {
                *worth.get_mut(used)? = with;
                *taken.get_mut(used)? = true;
            }
        }
    }
    let mut used = width - 1;
    let mut chosen = Vec::new();
    for (at, (item, taken)) in items.iter().zip(taken.chunks(width)).enumerate().rev() {
        if *taken.get(used)? {
            chosen.push(at);
            used -= usize::try_from(item.people).ok()?;
        }
    }
    Some(chosen)
}

/// What items in order of worth a person could be worth if the last one could be divided.
fn bound(items: &[Item], mut room: i64) -> i64 {
    let mut worth = 0;
    for item in items {
        if item.people > room {
            return worth
                + match item.worth.checked_mul(room) {
                    Some(product) => product / item.people,
                    None => (i128::from(item.worth) * i128::from(room) / i128::from(item.people)) as i64,
                };
        }
        room -= item.people;
        worth += item.worth;
    }
    worth
}

struct Search {
    best: i64,
    kept: Vec<usize>,
    taken: Vec<usize>,
    branches: u32,
}

impl Search {
    fn descend(&mut self, items: &[Item], from: usize, room: i64, worth: i64) {
        self.branches += 1;
        if worth > self.best {
            self.best = worth;
            self.kept.clone_from(&self.taken);
        }
        for at in from..items.len() {
            if self.branches > BRANCHES {
                return;
            }
            let rest = items.get(at..).unwrap_or_default();
            if worth + bound(rest, room) <= self.best {
                return;
            }
            let Some(item) = rest.first() else { return };
            if item.people <= room {
                self.taken.push(at);
                self.descend(items, at + 1, room - item.people, worth + item.worth);
                self.taken.pop();
            }
        }
    }
}
