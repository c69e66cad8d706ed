//! Layers that were told to look otherwise, and the settings of the one that is looked at.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    app::Wake,
    domain::{
        catalogue::{Catalogue, Lang},
        model::{KindId, ObjectRef},
        query::Notation,
        view::{
            Words,
            layer::{self, LayerView},
            look::LayerLook,
        },
        world::World,
    },
    ui::asking::Asking,
};

/// Layers that look otherwise than their catalogue says.
#[derive(Debug, Default)]
pub struct Looks {
    looks: BTreeMap<KindId, LayerLook>,
    /// Their filters in words, by kind.
    filters: BTreeMap<KindId, String>,
    view: Asking<Option<LayerView>>,
    view_of: Option<(KindId, LayerLook, u64, Lang)>,
}

impl Looks {
    /// By kind.
    pub const fn all(&self) -> &BTreeMap<KindId, LayerLook> {
        &self.looks
    }

    /// How a layer looks; none: as its catalogue says.
    pub fn of(&self, kind: &KindId) -> Option<&LayerLook> {
        self.looks.get(kind)
    }

    /// Gives a layer another look. [`Self::make`] is due after it.
    pub fn set(&mut self, kind: KindId, look: LayerLook) {
        let look = look.clamped();
        if look == LayerLook::default() {
            self.looks.remove(&kind);
        } else {
            self.looks.insert(kind, look);
        }
    }

    /// Gives all layers other looks. [`Self::make`] is due after it.
    pub fn set_all(&mut self, looks: BTreeMap<KindId, LayerLook>) {
        self.looks = looks;
    }

    /// Takes all filters away. [`Self::make`] is due after it.
    pub fn clear_filters(&mut self) {
        for look in self.looks.values_mut() {
            look.filter = None;
        }
        self.looks.retain(|_, look| *look != LayerLook::default());
    }

    /// Says the filters in words anew: they, the catalogue or the language changed.
    pub fn make(&mut self, catalogue: &Catalogue, lang: Lang) {
        let filtered = self.looks.iter().filter_map(|(id, look)| {
            let kind = catalogue.kind(id.as_str())?;
            Some((id.clone(), look.filter.as_ref()?.text(kind, Notation::Words(lang))))
        });
        self.filters = filtered.collect();
    }

    /// The filters in words, by kind.
    pub const fn filters(&self) -> &BTreeMap<KindId, String> {
        &self.filters
    }

    /// The settings of a layer; `None` while they are looked up.
    pub fn view(&self, kind: &KindId) -> Option<&LayerView> {
        self.view.answer()?.as_ref().filter(|view| view.kind == *kind)
    }

    /// Looks up the settings of a layer off the window's thread, when they are not the last ones. Never waits.
    pub fn poll(
        &mut self,
        world: &World,
        kind: &KindId,
        pulsing: &BTreeSet<ObjectRef>,
        words: &Arc<Words>,
        wake: &Wake,
    ) {
        self.view.poll();
        let look = self.looks.get(kind).cloned().unwrap_or_default();
        // Only the filter changes what is counted: a slider that is dragged asks nothing.
        let look = LayerLook { filter: look.filter, ..LayerLook::default() };
        let wanted = (kind.clone(), look, world.revision(), words.lang());
        if self.view.is_busy() || self.view_of.as_ref() == Some(&wanted) {
            return;
        }
        let (world, words, pulsing) = (world.clone(), words.clone(), pulsing.clone());
        let (kind, look) = (wanted.0.clone(), wanted.1.clone());
        self.view_of = Some(wanted);
        self.view.ask("layer", wake, move || layer::layer(&world, &kind, &look, &pulsing, &words));
    }
}
