//! The names of one kind: each text once, all in one run of letters, and which rows it stands in.

use std::{collections::HashMap, sync::Arc};

use super::{Ask, Hit, Wanted, fold};
use crate::domain::{
    model::Object,
    place::middle_of,
    query::{Spelling, name_of, object_ref, sound::Sounds},
    world::Layer,
};

/// How well something matches; less is better.
pub(super) type Score = (u8, u32, u32);

/// No text stands there.
const NONE: u32 = u32::MAX;
/// Between two texts; folding leaves no such sign in any.
const END: char = '\n';

/// How a text matches; less is better: 0 the whole text, 1 its beginning, 2 somewhere; 3 to 5 the same by sound. Then
/// where, and how long the text is.
type Match = (u8, u32, u32);

/// The names of one kind.
#[derive(Debug)]
pub(super) struct Part {
    layer: Layer,
    fields: Vec<usize>,
    /// By uid.
    objects: Vec<Arc<Object>>,
    /// Which text stands in each field of each row.
    cells: Vec<u32>,
    /// All texts, folded, each with its end mark.
    written: String,
    /// Of each text where its end mark stands.
    ends: Vec<u32>,
    sounds: Sounds,
}

impl Part {
    pub(super) fn new(layer: &Layer, fields: Vec<usize>, spelling: &Spelling) -> Self {
        let mut objects: Vec<Arc<Object>> = layer.objects().cloned().collect();
        objects.sort_by_key(|object| object.uid);
        let (mut written, mut ends, mut sounds) = (String::new(), Vec::new(), Sounds::default());
        let mut known: HashMap<String, u32> = HashMap::new();
        let mut buffer = String::new();
        let mut cells = Vec::with_capacity(objects.len() * fields.len());
        for (object, field) in objects.iter().flat_map(|object| fields.iter().map(move |field| (object, field))) {
            let Some(text) = object.value(*field).as_text() else {
                cells.push(NONE);
                continue;
            };
            fold(text, &mut buffer);
            let number = match known.get(&buffer) {
                Some(number) => *number,
                None => {
                    let number = ends.len() as u32;
                    written.push_str(&buffer);
                    ends.push(written.len() as u32);
                    written.push(END);
                    sounds.push(&buffer, spelling);
                    known.insert(buffer.clone(), number);
                    number
                }
            };
            cells.push(number);
        }
        Self { layer: layer.clone(), fields, objects, cells, written, ends, sounds }
    }

    pub(super) fn is_of(&self, layer: &Layer) -> bool {
        self.layer.is_same(layer)
    }

    /// Calls `each` with every row that matches: how well, its number and its field.
    pub(super) fn search(&self, wanted: &Wanted, mut each: impl FnMut(Score, usize, usize)) {
        if self.fields.is_empty() || self.ends.is_empty() {
            return;
        }
        let whole = self.matches(&wanted.whole);
        let words: Vec<Vec<Option<Match>>> = wanted.words.iter().map(|word| self.matches(word)).collect();
        for (row, cells) in self.cells.chunks_exact(self.fields.len()).enumerate() {
            let of = |all: &[Option<Match>], cell: &u32| all.get(*cell as usize).copied().flatten();
            let ranked = (0_u8..).zip(cells).filter_map(|(order, cell)| {
                let (class, at, length) = of(&whole, cell)?;
                Some(((class * 8 + order.min(7), at, length), usize::from(order)))
            });
            if let Some((score, field)) = ranked.min() {
                each(score, row, field);
            } else if !words.is_empty() && words.iter().all(|word| cells.iter().any(|cell| of(word, cell).is_some())) {
                each((u8::MAX, 0, 0), row, 0);
            }
        }
    }

    /// How each text matches.
    fn matches(&self, ask: &Ask) -> Vec<Option<Match>> {
        let mut all: Vec<Option<Match>> = vec![None; self.ends.len()];
        if let Some(typed) = &ask.typed {
            self.sounds.listen(typed, |text, heard| {
                if let Some(slot) = all.get_mut(text) {
                    *slot = Some((3 + class(heard.at, heard.whole), heard.at as u32, heard.length as u32));
                }
            });
        }
        let mut from = 0;
        while let Some(found) = self.written.get(from..).and_then(|rest| rest.find(&ask.folded)) {
            let place = from + found;
            let text = self.ends.partition_point(|end| (*end as usize) < place);
            let Some(end) = self.ends.get(text).map(|end| *end as usize) else { break };
            let start = text.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize + 1);
            let signs = |from: usize, to: usize| self.written.get(from..to).map_or(0, |part| part.chars().count());
            let (at, length) = (signs(start, place), signs(start, end));
            if let Some(slot) = all.get_mut(text) {
                *slot = Some((class(at, ask.folded.len() == end - start), at as u32, length as u32));
            }
            // The first place in a text counts.
            from = end + END.len_utf8();
        }
        all
    }

    pub(super) fn hit(&self, row: usize, field: usize) -> Option<Hit> {
        let (object, index) = (self.objects.get(row)?, *self.fields.get(field)?);
        let kind = self.layer.kind();
        let field = kind.fields.get(index)?;
        Some(Hit {
            object: object_ref(object),
            name: name_of(kind, object),
            position: object.geometry.as_ref().and_then(middle_of),
            field: field.id.clone(),
            text: object.value(index).as_text().unwrap_or_default().to_owned(),
            personal: field.personal,
        })
    }
}

/// Whole texts before beginnings before the rest.
fn class(at: usize, is_whole: bool) -> u8 {
    match (is_whole, at) {
        (true, _) => 0,
        (false, 0) => 1,
        (false, _) => 2,
    }
}
