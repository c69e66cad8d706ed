//! The values of one field of a packed base, side by side: counting half a million objects then reads them in a row
//! instead of going to each object, wherever it lies in memory.

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};

use crate::domain::{
    model::{Object, Uid, Value},
    world::layer::link,
};

/// A field of text: which of its texts each object has.
#[derive(Debug)]
pub struct Texts {
    of: Vec<u32>,
    /// Each once, as written; the first stands for what has none.
    texts: Vec<Option<Arc<str>>>,
}

/// What is known of a field of a base; each is made when first asked for, and kept, for a base never changes.
#[derive(Debug, Default)]
pub struct Columns {
    links: OnceLock<HashMap<Uid, Vec<u32>>>,
    texts: OnceLock<Texts>,
    wholes: OnceLock<Vec<Option<i64>>>,
    numbers: OnceLock<Vec<Option<f64>>>,
}

impl Texts {
    fn of(values: impl Iterator<Item = Option<Arc<str>>>) -> Self {
        let mut known: HashMap<Arc<str>, u32> = HashMap::new();
        let mut texts = vec![None];
        let mut number = |text: Option<Arc<str>>| match text {
            None => 0,
            Some(text) => *known.entry(text).or_insert_with_key(|text| {
                texts.push(Some(text.clone()));
                texts.len() as u32 - 1
            }),
        };
        let of = values.map(&mut number).collect();
        Self { of, texts }
    }

    /// The place among [`texts`](Self::texts) of what an object has, by its number.
    pub fn at(&self, number: u32) -> usize {
        self.of.get(number as usize).map_or(0, |text| *text as usize)
    }

    /// All that occur, each once, as written; the first, `None`, stands for what has none.
    pub fn texts(&self) -> &[Option<Arc<str>>] {
        &self.texts
    }
}

impl Columns {
    /// The numbers of those that point to each uid.
    pub fn links(&self, objects: &[Arc<Object>], field: usize) -> &HashMap<Uid, Vec<u32>> {
        self.links.get_or_init(|| {
            let mut links: HashMap<Uid, Vec<u32>> = HashMap::new();
            for (number, object) in (0..).zip(objects) {
                if let Some(to) = link(object, field) {
                    links.entry(to).or_default().push(number);
                }
            }
            links
        })
    }

    /// Their texts.
    pub fn texts(&self, objects: &[Arc<Object>], field: usize) -> &Texts {
        let text = |object: &Arc<Object>| match object.value(field) {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        };
        self.texts.get_or_init(|| Texts::of(objects.iter().map(text)))
    }

    /// Their whole numbers, by number.
    pub fn wholes(&self, objects: &[Arc<Object>], field: usize) -> &[Option<i64>] {
        self.wholes.get_or_init(|| objects.iter().map(|object| object.value(field).as_integer()).collect())
    }

    /// Their numbers, by number.
    pub fn numbers(&self, objects: &[Arc<Object>], field: usize) -> &[Option<f64>] {
        self.numbers.get_or_init(|| objects.iter().map(|object| object.value(field).as_number()).collect())
    }
}
