//! The layer tree: every group and kind of the district, with how many there are.

use std::collections::BTreeMap;

use crate::domain::{
    catalogue::{GeometryType, Kind, Role},
    model::KindId,
    view::{
        Words, plots,
        scene::{MarkSymbol, Ring, Size},
    },
    world::{Layer, World},
};

/// The groups of layers that hold anything, in the catalogue's order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LayerTree {
    /// The groups.
    pub groups: Vec<LayerGroup>,
    /// The overlays of what was plotted, by name, and how many plots are on each.
    pub overlays: Vec<(String, usize)>,
    /// How many objects stand in them, the base map not counted.
    pub objects: usize,
}

/// A group of kinds.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerGroup {
    /// Its id in the catalogue.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its kinds that have objects, in the catalogue's order.
    pub kinds: Vec<LayerRow>,
}

/// A kind in the tree.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerRow {
    /// The kind.
    pub kind: KindId,
    /// Its name.
    pub name: String,
    /// How many there are.
    pub count: usize,
    /// Whether it has places that a map can show.
    pub on_map: bool,
    /// Whether it is part of the base map, where a count says nothing.
    pub basemap: bool,
    /// Its symbol when no state colours it.
    pub symbol: MarkSymbol,
}

/// The layer tree of a world. Kinds without an object are left out.
pub fn layers(world: &World, words: &Words) -> LayerTree {
    let lang = words.lang();
    let known = world.catalogue().groups();
    let mut groups: Vec<LayerGroup> = known
        .iter()
        .map(|group| LayerGroup {
            id: group.id.clone(),
            name: group.name(lang).to_owned(),
            kinds: rows(world, words, |kind| kind.group == group.id),
        })
        .collect();
    groups.push(LayerGroup {
        id: "other".to_owned(),
        name: words.get("layers-other"),
        kinds: rows(world, words, |kind| known.iter().all(|group| group.id != kind.group)),
    });
    groups.retain(|group| !group.kinds.is_empty());
    let objects = groups.iter().flat_map(|group| &group.kinds).filter(|row| !row.basemap).map(|row| row.count).sum();
    LayerTree { groups, overlays: overlays(world), objects }
}

/// The overlays that hold plots, by name; plots on none stand last, under an empty name.
fn overlays(world: &World) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for layer in world.layers().filter(|layer| layer.kind().has_role(Role::Plot)) {
        for overlay in layer.objects().filter_map(|object| plots::overlay_of(layer.kind(), object)) {
            *counts.entry(overlay).or_default() += 1;
        }
    }
    let unnamed = counts.remove("").map(|count| (String::new(), count));
    counts.into_iter().map(|(name, count)| (name.to_owned(), count)).chain(unnamed).collect()
}

/// The kinds that are off until somebody turns them on.
pub fn hidden_at_first(world: &World) -> impl Iterator<Item = KindId> {
    world.layers().map(Layer::kind).filter(|kind| !kind.visible).map(|kind| kind.id.clone())
}

/// The symbol of a kind, whatever its state.
pub fn symbol(kind: &Kind) -> MarkSymbol {
    let sign = &kind.symbol;
    MarkSymbol {
        frame: sign.frame,
        tone: sign.tone,
        glyph: sign.glyph,
        text: sign.mark.clone(),
        size: Size::Symbol,
        ring: Ring::None,
        parts: Vec::new(),
        opacity: 1.0,
    }
}

fn rows(world: &World, words: &Words, belongs: impl Fn(&Kind) -> bool) -> Vec<LayerRow> {
    let mut layers: Vec<&Layer> = world.layers().filter(|layer| !layer.is_empty() && belongs(layer.kind())).collect();
    layers.sort_by_key(|layer| (layer.kind().order, layer.kind().id.clone()));
    layers
        .into_iter()
        .map(|layer| {
            let kind = layer.kind();
            LayerRow {
                kind: kind.id.clone(),
                name: kind.name(words.lang()).to_owned(),
                count: layer.len(),
                on_map: kind.geometry != GeometryType::None,
                basemap: kind.has_role(Role::Basemap),
                symbol: symbol(kind),
            }
        })
        .collect()
}
