//! What is asked: groups, shelters, and what it costs to take a person of one to the other.

/// The cost of a pair that is barred: no person of this group may go to this shelter.
pub const NO_WAY: u64 = u64::MAX;

/// Groups with people, shelters with room, and the cost of a person for each pair.
///
/// The cost may be in any unit (metres, milliseconds), with priorities in its high digits: one added to every pair
/// outside the own township keeps people at home before it saves them a way. People who are placed already and stay
/// are left out: take them from the group and from the room of their shelter.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Table {
    people: Vec<u32>,
    room: Vec<u32>,
    cost: Vec<u64>,
    dearest: u64,
}

/// Why a table cannot be worked with.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum TableError {
    /// As many costs as groups times shelters are needed.
    #[error("{found} costs, wanted {wanted}")]
    Shape {
        /// How many costs there are.
        found: usize,
        /// How many groups times shelters make.
        wanted: usize,
    },
    /// Costs, or the price of an unplaced person, are so large that their sums cannot be counted exactly.
    #[error("costs too large to be summed exactly")]
    TooLarge,
}

/// What it costs to leave a person unplaced.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Unplaced {
    /// As many people as can be are placed; only then is the total cost made least.
    #[default]
    Fewest,
    /// Each costs so much; who could only be placed at more stays unplaced.
    Costs(u64),
}

impl Table {
    /// A table of people of each group, room of each shelter, and costs a person, group after group.
    ///
    /// # Errors
    /// [`TableError::Shape`] when there are not as many costs as pairs; [`TableError::TooLarge`] when sums of them
    /// would not fit.
    pub fn new(people: Vec<u32>, room: Vec<u32>, cost: Vec<u64>) -> Result<Self, TableError> {
        let wanted = people.len().saturating_mul(room.len());
        if cost.len() != wanted || people.len().saturating_add(room.len()) >= u32::MAX as usize {
            return Err(TableError::Shape { found: cost.len(), wanted });
        }
        let dearest = cost.iter().copied().filter(|cost| *cost != NO_WAY).max().unwrap_or(0);
        let table = Self { people, room, cost, dearest };
        table.price(Unplaced::Fewest)?;
        Ok(table)
    }

    /// People of each group.
    pub fn people(&self) -> &[u32] {
        &self.people
    }

    /// Room of each shelter, people.
    pub fn room(&self) -> &[u32] {
        &self.room
    }

    /// The cost of a person of this group to each shelter.
    pub fn row(&self, group: usize) -> &[u64] {
        let start = group.saturating_mul(self.room.len());
        self.cost.get(start..start.saturating_add(self.room.len())).unwrap_or_default()
    }

    /// The cost of a person of this group to this shelter; [`NO_WAY`] where there is none.
    pub fn cost(&self, group: usize, shelter: usize) -> u64 {
        self.row(group).get(shelter).copied().unwrap_or(NO_WAY)
    }

    /// All people.
    pub fn people_total(&self) -> u64 {
        self.people.iter().map(|people| u64::from(*people)).sum()
    }

    /// The greatest cost that is not [`NO_WAY`].
    pub const fn dearest(&self) -> u64 {
        self.dearest
    }

    /// What an unplaced person is priced at. With [`Unplaced::Fewest`] it is more than any rearrangement that places
    /// one person more can cost: such a chain takes at most as many new ways as there are groups or shelters, and one.
    ///
    /// # Errors
    /// [`TableError::TooLarge`] when potentials or totals would not fit into 62 bits (with some to spare for [`Unplaced::Fewest`]).
    pub fn price(&self, unplaced: Unplaced) -> Result<i64, TableError> {
        let chain = self.people.len().min(self.room.len()) as u128 + 1;
        let (dearest, all) = (u128::from(self.dearest), u128::from(self.people_total()));
        let price = match unplaced {
            Unplaced::Fewest => chain * dearest + 1,
            Unplaced::Costs(price) => u128::from(price),
        };
        let each = match unplaced {
            Unplaced::Fewest => dearest,
            Unplaced::Costs(price) => u128::from(price).max(dearest),
        };
        let most = (price + (chain + 2) * dearest).max(each.saturating_mul(all));
        let limit = if unplaced == Unplaced::Fewest { 1 << 60 } else { 1 << 62 };
        if most >= limit { Err(TableError::TooLarge) } else { i64::try_from(price).map_err(|_| TableError::TooLarge) }
    }
}
