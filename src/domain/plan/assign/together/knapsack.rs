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
const BRANCHES: u32 = 20_000;

/// The most that items within a room are worth, and which they are (appended to `chosen`). Where the search is cut
/// short the value is a bound from above and the items are the best that were found.
///
/// Depth first with Dantzig's bound (Horowitz and Sahni 1974).
pub(super) fn fill(items: &mut [Item], room: i64, chosen: &mut Vec<u32>) -> i64 {
    items.sort_unstable_by(|a, b| {
        let (left, right) = (i128::from(b.worth) * i128::from(a.people), i128::from(a.worth) * i128::from(b.people));
        left.cmp(&right).then(a.unit.cmp(&b.unit))
    });
    let above = bound(items, room);
    let mut search = Search { best: -1, kept: Vec::new(), taken: Vec::new(), branches: 0 };
    search.descend(items, 0, room, 0);
    chosen.extend(search.kept.iter().filter_map(|at| items.get(*at)).map(|item| item.unit));
    if search.branches > BRANCHES { above } else { search.best.max(0) }
}

/// What items in order of worth a person could be worth if the last one could be divided.
fn bound(items: &[Item], mut room: i64) -> i64 {
    let mut worth = 0;
    for item in items {
        if item.people > room {
            let part = i128::from(item.worth) * i128::from(room) / i128::from(item.people);
            return worth + part as i64;
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
        let mut room_left = room;
        for at in from..items.len() {
            if self.branches > BRANCHES {
                return;
            }
            let rest = items.get(at..).unwrap_or_default();
            if worth + bound(rest, room_left) <= self.best {
                return;
            }
            let Some(item) = rest.first() else { return };
            if item.people <= room_left {
                self.taken.push(at);
                self.descend(items, at + 1, room_left - item.people, worth + item.worth);
                self.taken.pop();
            }
            room_left = room;
        }
    }
}
