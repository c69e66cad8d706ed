//! Which people, and which households of a list, are the ones that a number of people stands for.

use crate::domain::plan::evacuation::Member;

/// People of a group in one place, with the households that are known by number.
#[derive(Default)]
pub struct Share {
    /// How many.
    pub people: u32,
    /// The number of each household in its group, and how many of its people.
    pub households: Vec<(usize, u32)>,
}

impl Share {
    /// Adds people, and which household they are of.
    pub fn add(&mut self, people: u32, household: Option<usize>) {
        self.people = self.people.saturating_add(people);
        self.households.extend(household.map(|number| (number, people)));
    }
}

/// Takes so many people out of parts, from the first on.
pub fn take(parts: &mut [(usize, u32, Option<usize>)], people: u32, mut with: impl FnMut(usize, u32, Option<usize>)) {
    let mut wanted = people;
    for (group, left, household) in parts {
        let taken = wanted.min(*left);
        if taken > 0 {
            *left -= taken;
            wanted -= taken;
            with(*group, taken, *household);
        }
    }
}

/// Fills places of so many people with households: the largest that fits whole, the rest parted.
pub fn fill(households: &[Member], places: Vec<(u32, &mut Vec<Member>)>) {
    let mut left: Vec<Member> = households.to_vec();
    left.sort_by(|a, b| b.people.cmp(&a.people).then(a.object.uid.cmp(&b.object.uid)));
    let mut places = places;
    places.sort_by_key(|(people, _)| std::cmp::Reverse(*people));
    for (room, into) in &mut places {
        left.retain(|member| {
            let fits = member.people <= *room;
            if fits {
                *room -= member.people;
                into.push(member.clone());
            }
            !fits
        });
    }
    for (room, into) in &mut places {
        for member in &mut left {
            let part = member.people.min(*room);
            if part > 0 {
                into.push(Member { people: part, object: member.object.clone() });
                member.people -= part;
                *room -= part;
            }
        }
    }
}
