//! The layer tree: every group and kind of the district, with how many there are.

use crate::domain::{
    catalogue::{GeometryType, Kind, Role},
    model::KindId,
    view::{
        Words,
        scene::{MarkSymbol, Ring, Size},
    },
    world::{Layer, World},
};

/// The groups of layers that hold anything, in the catalogue's order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LayerTree {
    /// The groups.
    pub groups: Vec<LayerGroup>,
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
    LayerTree { groups, objects }
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
