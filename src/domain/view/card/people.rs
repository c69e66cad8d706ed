//! Whom to call: the personal fields of an object, a name and its number together.

use crate::domain::{
    catalogue::Field,
    view::card::{Subject, personal},
};

/// Somebody to call.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Person {
    /// What they are here for: 管理员, 行政责任人.
    pub role: String,
    /// Their name, masked until asked for.
    pub name: Option<String>,
    /// Their number, masked until asked for.
    pub phone: Option<String>,
}

/// The people of an object, in the order of the catalogue. Whoever has neither name nor number is left out.
pub(super) fn people(subject: &Subject<'_>, unmask: bool) -> Vec<Person> {
    let fields = || subject.kind.fields.iter().filter(|field| field.personal && field.id != subject.kind.label);
    let say = |field: &Field| subject.say(field).map(|text| personal(text, unmask));
    let mut people: Vec<(String, Person)> = fields()
        .filter(|field| !is_number(field))
        .map(|field| (stem(field), Person { role: subject.name(field), name: say(field), phone: None }))
        .collect();
    for field in fields().filter(|field| is_number(field)) {
        // `admin_phone` belongs to `admin_person`, a bare `phone` to whoever was named first without one.
        let stem = stem(field);
        let same = people.iter().position(|(of, _)| *of == stem);
        let first = || people.iter().position(|(_, person)| person.phone.is_none() && person.name.is_some());
        match same.or_else(first).and_then(|place| people.get_mut(place)) {
            Some((_, person)) => person.phone = say(field),
            None => {
                people.push((stem, Person { role: subject.name(field), name: None, phone: say(field) }));
            }
        }
    }
    let known = |(_, person): (String, Person)| (person.name.is_some() || person.phone.is_some()).then_some(person);
    people.into_iter().filter_map(known).collect()
}

fn is_number(field: &Field) -> bool {
    field.id.as_str().ends_with("phone")
}

/// What a name and its number share: `admin` of `admin_person` and `admin_phone`.
fn stem(field: &Field) -> String {
    let id = field.id.as_str();
    let stem = id.strip_suffix("_phone").or_else(|| id.strip_suffix("_person"));
    match (stem, id) {
        (Some(stem), _) => stem.to_owned(),
        (None, "phone") => String::new(),
        (None, name) => name.to_owned(),
    }
}
