//! Something counted by township.

use std::{collections::HashMap, sync::Arc};

use crate::domain::{
    model::{Object, Value},
    query::trimmed,
    world::Texts,
};

/// So many objects are counted in one go.
pub(super) const CHUNK: usize = 16_384;

/// Something by township, in the order in which townships were met.
#[derive(Debug)]
pub(super) struct Towns<'a, T> {
    places: HashMap<&'a str, usize>,
    rows: Vec<(Option<&'a Arc<str>>, T)>,
    nameless: Option<usize>,
}

impl<T> Default for Towns<'_, T> {
    fn default() -> Self {
        Self { places: HashMap::new(), rows: Vec::new(), nameless: None }
    }
}

impl<'a, T: Default> Towns<'a, T> {
    /// The row of an object, which has its township in this field.
    pub fn of(&mut self, object: &'a Object, township: Option<usize>) -> &mut T {
        let name = match township.map(|index| object.value(index)) {
            Some(Value::Text(name)) => Some(name),
            _ => None,
        };
        self.row(name)
    }

    /// The row of a township by its name as written.
    pub fn row(&mut self, name: Option<&'a Arc<str>>) -> &mut T {
        let next = self.rows.len();
        let at = match name.map(|name| name.trim()) {
            Some(name) if !name.is_empty() => *self.places.entry(name).or_insert(next),
            _ => *self.nameless.get_or_insert(next),
        };
        if at == next {
            self.rows.push((name, T::default()));
        }
        // `at` is a row: it was found or has just been made.
        #[expect(clippy::indexing_slicing, reason = "every place is that of a row")]
        &mut self.rows[at].1
    }

    /// Takes in what was counted of a base: by the place of the township among its texts, all of them in order; what
    /// `is_nothing` takes is no row.
    pub fn take(
        &mut self,
        texts: Option<&'a Texts>,
        counted: Vec<T>,
        is_nothing: impl Fn(&T) -> bool,
        add: impl Fn(&mut T, &T),
    ) {
        let names = texts.map(Texts::texts).unwrap_or_default();
        for (place, own) in counted.iter().enumerate().filter(|(_, own)| !is_nothing(own)) {
            add(self.row(names.get(place).and_then(Option::as_ref)), own);
        }
    }

    /// The rows, their names without blanks around them.
    pub fn into_rows(self) -> impl Iterator<Item = (Option<Arc<str>>, T)> {
        self.rows.into_iter().map(|(name, row)| (name.and_then(trimmed), row))
    }
}
