//! What taking an object away would leave behind, said before it is done.

use crate::domain::{
    model::ObjectRef,
    query::{self, name_of},
    view::{Words, format},
    world::World,
};

/// So many of one kind are named; the rest are counted.
const NAMED: usize = 5;

/// An object that is about to go, and what hangs on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Removal {
    /// Which.
    pub object: ObjectRef,
    /// What it is called.
    pub name: String,
    /// What points to it, one line a kind and field: `转移清单 · 安置到（12）：…`.
    pub links: Vec<String>,
    /// What has been counted in it: people registered there.
    pub counted: Vec<String>,
}

/// What taking the object away would leave behind; `None` when it is gone already.
pub fn removal(world: &World, object: &ObjectRef, words: &Words) -> Option<Removal> {
    let found = world.object(object)?;
    let kind = world.layer(object.kind.as_str())?.kind();
    let lang = words.lang();
    let links = query::linked(world, object).into_iter().filter_map(|linked| {
        let layer = world.layer(linked.kind.as_str())?;
        let field = layer.kind().field(linked.field.as_str())?;
        let named = linked.objects.iter().take(NAMED);
        let names: Vec<String> = named.filter_map(|one| Some(name_of(layer.kind(), layer.get(one.uid)?))).collect();
        let mut names = names.join(&words.get("list-separator"));
        if linked.objects.len() > NAMED {
            names.push('…');
        }
        let args = [
            ("kind", layer.kind().name(lang)),
            ("field", field.name(lang)),
            ("n", &format::number(i64::try_from(linked.objects.len()).unwrap_or(i64::MAX))),
            ("names", &names),
        ];
        Some(words.with("removal-link", &args))
    });
    let summed = kind.fields.iter().enumerate().filter(|(_, field)| field.summed);
    let counted = summed.filter_map(|(index, field)| {
        let sum = found.value(index).as_integer().filter(|sum| *sum != 0)?;
        let unit = field.unit(lang).unwrap_or_default();
        Some(format!("{} {} {unit}", field.name(lang), format::number(sum)).trim_end().to_owned())
    });
    Some(Removal {
        object: object.clone(),
        name: name_of(kind, found),
        counted: counted.collect(),
        links: links.collect(),
    })
}
