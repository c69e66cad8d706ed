//! Finding things by what they are called.

use crate::domain::{
    catalogue::Kind,
    model::{FieldId, Object, ObjectRef},
    place::{Position, middle_of},
    query::{name_of, object_ref},
    world::World,
};

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
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The best, in order.
    pub hits: Vec<Hit>,
    /// How many there are in all.
    pub total: usize,
}

/// How well something matches; less is better.
type Score = (u8, usize, usize);

/// Things of every kind whose name, code, village or address holds the text; upper and lower case, full and half
/// width and spaces are all the same. Words with spaces between them may stand in different fields. Best first:
/// the whole name, the beginning of a name, the earlier place in it, the shorter name; then kind and uid.
/// Personal fields are not looked through.
pub fn search(world: &World, text: &str, limit: usize) -> Found {
    let whole = folded(text);
    if whole.is_empty() {
        return Found::default();
    }
    let words: Vec<Vec<char>> = text.split_whitespace().map(folded).filter(|word| !word.is_empty()).collect();
    let mut found: Vec<(Score, &Kind, &Object, usize)> = Vec::new();
    let mut buffer = Vec::new();
    for layer in world.layers() {
        let kind: &Kind = layer.kind();
        let fields = fields(kind);
        for object in layer.objects() {
            if let Some((score, field)) = best(object, &fields, &whole, &words, &mut buffer) {
                found.push((score, kind, object, field));
            }
        }
    }
    let total = found.len();
    // Stable: kinds come by id and objects are put by uid.
    found.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.id.cmp(&b.1.id)).then_with(|| a.2.uid.cmp(&b.2.uid)));
    found.truncate(limit);
    Found { hits: found.into_iter().filter_map(|(_, kind, object, field)| hit(kind, object, field)).collect(), total }
}

fn hit(kind: &Kind, object: &Object, field: usize) -> Option<Hit> {
    Some(Hit {
        object: object_ref(object),
        name: name_of(kind, object),
        position: object.geometry.as_ref().and_then(middle_of),
        field: kind.fields.get(field)?.id.clone(),
        text: object.value(field).as_text().unwrap_or_default().to_owned(),
    })
}

/// The fields to look through, label first.
fn fields(kind: &Kind) -> Vec<usize> {
    let mut fields = Vec::new();
    for field in [kind.label.as_str()].into_iter().chain(FIELDS) {
        let index = kind.index(field).filter(|index| kind.fields.get(*index).is_some_and(|field| !field.personal));
        if let Some(index) = index.filter(|index| !fields.contains(index)) {
            fields.push(index);
        }
    }
    fields
}

/// The best match of an object and its field.
fn best(
    object: &Object,
    fields: &[usize],
    whole: &[char],
    words: &[Vec<char>],
    buffer: &mut Vec<char>,
) -> Option<(Score, usize)> {
    let mut best: Option<(Score, usize)> = None;
    let mut missing: Vec<&Vec<char>> = if words.len() > 1 { words.iter().collect() } else { Vec::new() };
    for (order, field) in (0_u8..).zip(fields) {
        let Some(text) = object.value(*field).as_text() else { continue };
        fold(text, buffer);
        if let Some(at) = place_of(buffer, whole) {
            let score = (rank(order, at, buffer.len() == whole.len()), at, buffer.len());
            if best.is_none_or(|(known, _)| score < known) {
                best = Some((score, *field));
            }
        }
        missing.retain(|word| place_of(buffer, word).is_none());
    }
    let scattered = words.len() > 1 && missing.is_empty();
    best.or_else(|| scattered.then(|| ((u8::MAX, 0, 0), fields.first().copied().unwrap_or(0))))
}

/// Whole texts before beginnings before the rest, and within these the label before the other fields.
fn rank(order: u8, at: usize, is_whole: bool) -> u8 {
    let class: u8 = if is_whole {
        0
    } else if at == 0 {
        1
    } else {
        2
    };
    class * 8 + order.min(7)
}

fn place_of(text: &[char], wanted: &[char]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

fn folded(text: &str) -> Vec<char> {
    let mut buffer = Vec::new();
    fold(text, &mut buffer);
    buffer
}

/// Lower case, half width, no spaces.
fn fold(text: &str, into: &mut Vec<char>) {
    into.clear();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        let narrow = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            _ => c,
        };
        into.extend(narrow.to_lowercase());
    }
}

#[cfg(test)]
mod tests;
