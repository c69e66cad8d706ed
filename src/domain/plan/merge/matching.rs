//! Which household a row means: by its number, else by who heads it and where it lives.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::domain::{
    catalogue::Kind,
    model::{Object, Uid, Value},
    plan::merge::{
        GivenRow,
        judge::{is_mask_of, is_masked},
        text_at,
    },
    query::folded,
    world::Layer,
};

/// What a row was found to mean.
#[derive(Clone, Debug)]
pub(super) enum Found<'a> {
    /// This household.
    One(&'a Arc<Object>),
    /// So many fit.
    Several(usize),
    /// The household, or the new one, of this earlier row.
    Twice(At),
    /// Its number is that of another household.
    Taken,
    /// Nothing says which household it is.
    Nameless,
    /// A household that is not there.
    New,
}

/// Where a row stands: its sheet and its number there.
pub(super) type At = (Option<String>, u64);

/// The households that rows may mean.
pub(super) struct Matching<'a> {
    kind: &'a Kind,
    township: String,
    by_number: BTreeMap<String, Vec<&'a Arc<Object>>>,
    by_head: BTreeMap<String, Vec<&'a Arc<Object>>>,
    by_place: BTreeMap<String, Vec<&'a Arc<Object>>>,
}

/// What a row or household is told by, as it is compared.
struct Traits {
    number: String,
    head: Value,
    place: String,
    township: String,
    village: String,
}

impl<'a> Matching<'a> {
    /// Those of a layer; rows that name no township are of `township`, where one is said.
    pub fn of(layer: &'a Layer, township: Option<&str>) -> Self {
        let kind = layer.kind();
        let mut matching = Self {
            kind,
            township: township.map(folded).unwrap_or_default(),
            by_number: BTreeMap::new(),
            by_head: BTreeMap::new(),
            by_place: BTreeMap::new(),
        };
        for object in layer.objects() {
            let traits = matching.traits(&object.values);
            matching.by_number.entry(traits.number).or_default().push(object);
            matching.by_head.entry(folded(traits.head.as_text().unwrap_or_default())).or_default().push(object);
            matching.by_place.entry(traits.place).or_default().push(object);
        }
        for index in [&mut matching.by_number, &mut matching.by_head, &mut matching.by_place] {
            index.remove("");
        }
        matching
    }

    /// What the rows mean, in their order. Rows are first matched by number, so that nobody who has one is taken for
    /// a namesake.
    pub fn all(&self, rows: &[GivenRow]) -> Vec<Found<'a>> {
        let traits = |row: &GivenRow| {
            let mut traits = self.traits(&row.values);
            if traits.township.is_empty() {
                traits.township.clone_from(&self.township);
            }
            traits
        };
        let traits: Vec<Traits> = rows.iter().map(traits).collect();
        let mut by_number: Vec<Option<Found<'a>>> = traits.iter().map(|traits| self.numbered(traits)).collect();
        let mut claimed: BTreeMap<Uid, At> = BTreeMap::new();
        let mut claim = |found: Found<'a>, row: &GivenRow| match &found {
            Found::One(object) => match claimed.get(&object.uid) {
                Some(first) => Found::Twice(first.clone()),
                None => {
                    claimed.insert(object.uid, row.at());
                    found
                }
            },
            _ => found,
        };
        for (found, row) in by_number.iter_mut().zip(rows) {
            *found = found.take().map(|found| claim(found, row));
        }
        let numbered: BTreeSet<Uid> = by_number
            .iter()
            .filter_map(|found| match found {
                Some(Found::One(object)) => Some(object.uid),
                _ => None,
            })
            .collect();
        let mut new: BTreeMap<[String; 5], At> = BTreeMap::new();
        let mut all = Vec::new();
        for ((found, traits), row) in by_number.into_iter().zip(&traits).zip(rows) {
            let found = found.unwrap_or_else(|| claim(self.named(traits, &numbered), row));
            all.push(match found {
                Found::New => match new.get(&traits.all()) {
                    Some(first) => Found::Twice(first.clone()),
                    None => {
                        new.insert(traits.all(), row.at());
                        Found::New
                    }
                },
                found => found,
            });
        }
        all
    }

    fn traits(&self, values: &[Value]) -> Traits {
        let text = |field: &str| folded(&text_at(values, self.kind.index(field)));
        let head = self.kind.index("household_head").and_then(|index| values.get(index));
        Traits {
            number: text("name"),
            head: head.cloned().unwrap_or_default(),
            place: text("place"),
            township: text("township"),
            village: text("village"),
        }
    }

    /// By number; `None`: it has none, or one that nobody has.
    fn numbered(&self, row: &Traits) -> Option<Found<'a>> {
        let near = self.by_number.get(&row.number)?.iter().copied().filter(|object| self.is_near(object, row));
        let near: Vec<&Arc<Object>> = near.collect();
        let may_be: Vec<&Arc<Object>> = near.iter().copied().filter(|object| self.may_share(object, row)).collect();
        match may_be.as_slice() {
            [] if near.is_empty() => None,
            // Neither that household nor surely a new one.
            [] => Some(Found::Taken),
            [one] => Some(Found::One(one)),
            // A number that several have says which only together with the rest.
            several => {
                let fitting: Vec<&Arc<Object>> =
                    several.iter().copied().filter(|object| self.fits(object, row)).take(3).collect();
                Some(match fitting.as_slice() {
                    [one] => Found::One(one),
                    _ => Found::Several(several.len()),
                })
            }
        }
    }

    /// Whether a household of the same number is of the same list: many a list just numbers its rows, so another
    /// township, or another head in another village, is another household.
    fn is_near(&self, object: &Object, row: &Traits) -> bool {
        let own = self.traits(&object.values);
        agree(&own.township, &row.township) && (agree(&own.village, &row.village) || own.is_headed_as(row))
    }

    /// Whether a household of the same number may be the one: another head may live in the place, or the same head in
    /// another; with both different the number is mistaken.
    fn may_share(&self, object: &Object, row: &Traits) -> bool {
        let own = self.traits(&object.values);
        own.is_headed_as(row) || agree(&own.place, &row.place)
    }

    /// By who heads it and where it lives; who is claimed by number is out of the question.
    fn named(&self, row: &Traits, numbered: &BTreeSet<Uid>) -> Found<'a> {
        let head = folded(row.head.as_text().unwrap_or_default());
        let masked = is_masked(&row.head);
        let none = Vec::new();
        let some = match (head.is_empty() || masked, row.place.is_empty()) {
            (true, true) if row.number.is_empty() => return Found::Nameless,
            (true, true) => return Found::New,
            (true, false) => self.by_place.get(&row.place),
            (false, _) => self.by_head.get(&head),
        };
        let free = some.unwrap_or(&none).iter().copied().filter(|object| !numbered.contains(&object.uid));
        // Another number is another household, unless one of the two has none.
        let same = free.filter(|object| {
            let number = self.traits(&object.values).number;
            (number.is_empty() || row.number.is_empty()) && self.fits(object, row)
        });
        let fitting: Vec<&Arc<Object>> = same.take(3).collect();
        match fitting.as_slice() {
            [] => Found::New,
            [one] => Found::One(one),
            several => Found::Several(several.len()),
        }
    }

    /// Whether nothing that a row says of who and where it is speaks against a household.
    fn fits(&self, object: &Object, row: &Traits) -> bool {
        let own = self.traits(&object.values);
        own.is_headed_as(row)
            && agree(&own.place, &row.place)
            && agree(&own.township, &row.township)
            && agree(&own.village, &row.village)
    }
}

/// Whether two texts do not contradict each other: one of them may say nothing.
fn agree(own: &str, said: &str) -> bool {
    own.is_empty() || said.is_empty() || own == said
}

impl Traits {
    /// Whether a row names the same head, covered or not, or none.
    fn is_headed_as(&self, row: &Self) -> bool {
        let head = |traits: &Self| folded(traits.head.as_text().unwrap_or_default());
        if is_masked(&row.head) { is_mask_of(&row.head, &self.head) } else { agree(&head(self), &head(row)) }
    }

    fn all(&self) -> [String; 5] {
        let head = folded(self.head.as_text().unwrap_or_default());
        [&self.number, &head, &self.place, &self.township, &self.village].map(Clone::clone)
    }
}
