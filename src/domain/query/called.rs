//! An object by its name.

use std::sync::Arc;

use crate::domain::{model::Object, query::name_of, world::World};

/// The object of a kind that goes by a name: where several do, the one of this township; `None` too when it is not plain
/// which one is meant.
pub fn called<'a>(world: &'a World, kind: &str, name: &str, township: Option<&str>) -> Option<&'a Arc<Object>> {
    let layer = world.layer(kind)?;
    let index = layer.kind().index("township");
    let mut called = layer.objects().filter(|object| name_of(layer.kind(), object) == name);
    let first = called.next()?;
    let mut all = std::iter::once(first).chain(called).filter(|object| {
        kind == "township" || township.is_none() || index.is_none_or(|index| object.value(index).as_text() == township)
    });
    let only = all.next().or(Some(first))?;
    all.next().is_none().then_some(only)
}
