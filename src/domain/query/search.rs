//! Finding things by what they are called, and by how that sounds.

mod part;

use std::{collections::BTreeMap, sync::Arc};

use crate::domain::{
    catalogue::{FieldType, Kind},
    model::{FieldId, KindId, ObjectRef},
    place::Position,
    query::{Spelling, sound::Typed},
    world::{Layer, World},
};
use part::{Part, Score};

/// The fields that are looked through beside the label, best first.
const FIELDS: [&str; 4] = ["name", "code", "village", "address"];

/// One thing that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Which.
    pub object: ObjectRef,
    /// What it is called.
    pub name: String,
    /// Where it is; of a line or an area a position that stands for it; `None` when it has none.
    pub position: Option<Position>,
    /// The field that matched best.
    pub field: FieldId,
    /// That field's text as it stands in the register.
    pub text: String,
    /// Whether that text is personal: to be masked unless asked for.
    pub personal: bool,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The best, in order.
    pub hits: Vec<Hit>,
    /// How many there are in all.
    pub total: usize,
}

/// A world's names, ready to be searched at every key. Cloning it is cheap.
#[derive(Clone, Debug)]
pub struct SearchIndex {
    world: World,
    parts: BTreeMap<KindId, Arc<Part>>,
}

/// What is searched for: the whole text, and its words when there are several.
struct Wanted {
    whole: Ask,
    words: Vec<Ask>,
}

/// A text to look for, as it is written and as it sounds.
struct Ask {
    folded: String,
    typed: Option<Typed>,
}

impl Ask {
    fn new(text: &str) -> Option<Self> {
        let folded = folded(text);
        let typed = Typed::new(&folded);
        (!folded.is_empty()).then_some(Self { folded, typed })
    }
}

impl SearchIndex {
    /// The index of a world. Of an earlier index, what has not changed is taken over.
    pub fn new(world: &World, before: Option<&Self>, spelling: &Spelling) -> Self {
        let part = |layer: &Layer| {
            let known = before.and_then(|before| before.parts.get(&layer.kind().id));
            let known = known.filter(|part| part.is_of(layer)).cloned();
            known.unwrap_or_else(|| Arc::new(Part::new(layer, fields(layer.kind()), spelling)))
        };
        let parts = world.layers().map(|layer| (layer.kind().id.clone(), part(layer))).collect();
        Self { world: world.clone(), parts }
    }

    /// The world that it is of.
    pub const fn world(&self) -> &World {
        &self.world
    }

    /// Things of every kind whose name, code, village or address, or a person of theirs, holds the text or sounds like
    /// it; upper and lower case, full and half width and spaces are all the same. Words with spaces between them may
    /// stand in different fields. Best first: as written before as it sounds; the whole name, the beginning of a name,
    /// the earlier place in it, the shorter name; then kind and uid.
    pub fn search(&self, text: &str, limit: usize) -> Found {
        let Some(whole) = Ask::new(text) else { return Found::default() };
        let words: Vec<Ask> = text.split_whitespace().filter_map(Ask::new).collect();
        let wanted = Wanted { whole, words: if words.len() > 1 { words } else { Vec::new() } };
        let mut found: Vec<(Score, usize, usize, usize)> = Vec::new();
        let parts: Vec<&Arc<Part>> = self.parts.values().collect();
        for (number, part) in parts.iter().enumerate() {
            part.search(&wanted, |score, row, field| found.push((score, number, row, field)));
        }
        let total = found.len();
        if limit < total {
            found.select_nth_unstable(limit);
            found.truncate(limit);
        }
        found.sort_unstable();
        let hits = found.into_iter().filter_map(|(_, part, row, field)| parts.get(part)?.hit(row, field)).collect();
        Found { hits, total }
    }
}

/// The fields to look through, label first, those of persons last.
fn fields(kind: &Kind) -> Vec<usize> {
    let mut fields = Vec::new();
    let mut take = |index: usize| {
        if !fields.contains(&index) {
            fields.push(index);
        }
    };
    for field in [kind.label.as_str()].into_iter().chain(FIELDS) {
        if let Some(index) = kind.index(field).filter(|index| kind.fields.get(*index).is_some_and(|one| !one.personal))
        {
            take(index);
        }
    }
    for (index, field) in kind.fields.iter().enumerate() {
        let is_name = field.id.as_str() == "name" || !FIELDS.contains(&field.id.as_str());
        let is_number = field.id.as_str().ends_with("phone");
        if field.personal && field.field_type == FieldType::Text && is_name && !is_number {
            take(index);
        }
    }
    fields
}

/// A text as it is compared and read: lower case, half width, no spaces.
pub fn folded(text: &str) -> String {
    let mut buffer = String::new();
    fold(text, &mut buffer);
    buffer
}

fn fold(text: &str, into: &mut String) {
    into.clear();
    for c in text.chars().filter(|c| !c.is_whitespace() && !c.is_control()) {
        let narrow = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            _ => c,
        };
        into.extend(narrow.to_lowercase());
    }
}

#[cfg(test)]
mod tests;
