//! The rows of townships in the making, and their sum.

use std::{collections::BTreeMap, sync::Arc};

use crate::domain::{
    catalogue::Kind,
    hazard::exposure::{
        Answerable, Count, Exposed, People, Township,
        tally::{Tally, add_all},
        towns::Towns,
    },
    model::Value,
    query::{LEVELS, adds_up},
};

/// Townships by name; what names none last.
#[derive(Default)]
pub(super) struct Rows(BTreeMap<(bool, Option<Arc<str>>), Exposed>);

impl Rows {
    /// The row of a township by its name, no blanks around it.
    fn row(&mut self, name: Option<Arc<str>>) -> &mut Exposed {
        self.0.entry((name.is_none(), name)).or_default()
    }

    /// Takes in the households.
    pub fn households(&mut self, towns: Towns<'_, People>) {
        for (name, people) in towns.into_rows() {
            self.row(name).people.add(&people);
        }
    }

    /// Takes in what was counted of a kind.
    pub fn tally(&mut self, kind: &Kind, towns: Towns<'_, Tally>) {
        for (name, tally) in towns.into_rows() {
            let row = self.row(name);
            row.people.population += tally.population.0;
            row.people.villages_unknown += tally.population.1;
            row.places.add(&tally.places);
            row.with_major_hazard += tally.with_major_hazard;
            row.kinds.insert(kind.id.clone(), count(kind, &tally));
        }
    }

    /// Takes in who answers.
    pub fn persons(&mut self, persons: &[Answerable]) {
        for one in persons {
            let level = LEVELS.iter().rev().position(|level| *level == one.person.level);
            let row = self.row(one.township.clone());
            if let Some(count) = level.and_then(|level| row.persons.get_mut(level)) {
                *count += 1;
            }
        }
    }

    /// The rows, and their sum before them.
    pub fn add_up(self) -> (Exposed, Vec<Township>) {
        let mut total = Exposed::default();
        self.0.values().for_each(|row| total.add(row));
        (total, self.0.into_iter().map(|((_, name), exposed)| Township { name, exposed }).collect())
    }
}

fn count(kind: &Kind, tally: &Tally) -> Count {
    let fields = kind.fields.iter().filter(|field| adds_up(field));
    Count {
        count: tally.count,
        sums: fields.zip(&tally.sums).map(|(field, sum)| sum.sum(field)).collect(),
        states: tally.states.clone(),
        places: tally.places,
    }
}

impl Exposed {
    pub(super) fn add(&mut self, other: &Self) {
        self.people.add(&other.people);
        self.places.add(&other.places);
        self.with_major_hazard += other.with_major_hazard;
        self.persons.iter_mut().zip(other.persons).for_each(|(own, more)| *own += more);
        for (kind, count) in &other.kinds {
            match self.kinds.get_mut(kind) {
                Some(own) => own.add(count),
                None => drop(self.kinds.insert(kind.clone(), count.clone())),
            }
        }
    }
}

impl Count {
    fn add(&mut self, other: &Self) {
        self.count += other.count;
        add_all(&mut self.states, &other.states);
        self.places.add(&other.places);
        for (own, more) in self.sums.iter_mut().zip(&other.sums) {
            own.known += more.known;
            own.total = match (&own.total, &more.total) {
                (Value::Integer(own), Value::Integer(more)) => Value::Integer(own.saturating_add(*more)),
                (own, more) => Value::from(own.as_number().unwrap_or(0.0) + more.as_number().unwrap_or(0.0)),
            };
        }
    }
}
