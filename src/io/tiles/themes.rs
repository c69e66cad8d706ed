//! What the things on vector tiles are, so that they are drawn in our own style: `assets/tiles/vector.toml`.

use std::{collections::HashMap, sync::Arc};

use geo::TriangulateEarcut as _;
use geo_types::{LineString, Polygon};
use serde::Deserialize;

const SHIPPED: &str = include_str!("../../../assets/tiles/vector.toml");

/// What a thing on a vector tile is, in the order it is drawn.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// Dry land, where the sea is the ground.
    Land,
    /// Settled ground.
    Built,
    /// Fields, parks.
    Green,
    /// Woods.
    Wood,
    /// Still water and wide rivers.
    Water,
    /// Rivers as lines.
    River,
    /// Houses.
    Building,
    /// Boundaries of townships and counties.
    Boundary,
    /// Boundaries of cities and provinces.
    Border,
    /// Railways.
    Rail,
    /// Paths and tracks.
    Path,
    /// Roads.
    Road,
    /// Main roads.
    MainRoad,
    /// Motorways and trunk roads.
    Motorway,
    /// What no rule knows.
    Other,
    /// Names of waters.
    WaterName,
    /// Names of villages and quarters.
    Village,
    /// Names of towns.
    Town,
    /// Names of cities.
    City,
    /// Not drawn.
    Skip,
}

/// Something of a theme.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature<S> {
    /// What it is.
    pub theme: Theme,
    /// Its shape, in shares of the tile: 0 is left and top, 1 right and bottom.
    pub shape: S,
}

/// What a vector tile holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VectorTile {
    /// Areas, cut into triangles.
    pub areas: Vec<Feature<Triangles>>,
    /// Lines.
    pub lines: Vec<Feature<Vec<[f32; 2]>>>,
    /// Names and where they stand.
    pub names: Vec<Feature<(String, [f32; 2])>>,
}

impl VectorTile {
    /// About how many bytes it takes.
    pub fn bytes(&self) -> usize {
        let areas = self.areas.iter().map(|area| area.shape.vertices.len() * 8 + area.shape.indices.len() * 4);
        let lines = self.lines.iter().map(|line| line.shape.len() * 8 + 40);
        let names = self.names.iter().map(|name| name.shape.0.len() + 40);
        areas.chain(lines).chain(names).sum()
    }
}

/// An area as triangles.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Triangles {
    /// The corners.
    pub vertices: Vec<[f32; 2]>,
    /// Three corners a triangle.
    pub indices: Vec<u32>,
}

/// The shapes of vector tiles.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// Places.
    Point,
    /// Lines.
    Line,
    /// Areas.
    Area,
}

impl Shape {
    pub(super) const fn of(number: u64) -> Option<Self> {
        match number {
            1 => Some(Self::Point),
            2 => Some(Self::Line),
            3 => Some(Self::Area),
            _ => None,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    layers: Vec<String>,
    shape: Shape,
    #[serde(default)]
    by: Vec<String>,
    #[serde(default)]
    values: Vec<String>,
    is: Theme,
    #[serde(default)]
    from: u8,
}

#[derive(Deserialize)]
struct Shipped {
    rule: Vec<Rule>,
}

/// The table of what is what. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Themes(Arc<HashMap<String, Vec<Arc<Rule>>>>);

/// The rules of one layer; none: the layer is unknown.
#[derive(Clone, Copy, Debug)]
pub struct LayerRules<'a>(Option<&'a [Arc<Rule>]>);

impl Themes {
    /// The table that ships.
    pub fn shipped() -> Self {
        match toml::from_str::<Shipped>(SHIPPED) {
            Ok(shipped) => Self::of(shipped.rule),
            Err(error) => {
                // A test reads the same file: this cannot happen in a program that was tested.
                tracing::error!(%error, "the table of vector tiles cannot be read");
                Self::default()
            }
        }
    }

    fn of(rules: Vec<Rule>) -> Self {
        let mut by_layer: HashMap<String, Vec<Arc<Rule>>> = HashMap::new();
        for rule in rules.into_iter().map(Arc::new) {
            for layer in &rule.layers {
                by_layer.entry(layer.clone()).or_default().push(Arc::clone(&rule));
            }
        }
        Self(Arc::new(by_layer))
    }

    /// The rules of a layer.
    pub fn of_layer(&self, layer: &str) -> LayerRules<'_> {
        LayerRules(self.0.get(layer).map(Vec::as_slice))
    }
}

impl LayerRules<'_> {
    /// What a thing of the layer is; `None`: not drawn. A layer nobody knows is drawn plainly, so that a user's own
    /// tiles are never a blank.
    pub fn theme(&self, shape: Shape, zoom: u8, property: impl Fn(&[&str]) -> Option<String>) -> Option<Theme> {
        let Some(rules) = self.0 else {
            return Some(if shape == Shape::Point { Theme::Town } else { Theme::Other });
        };
        let found = rules.iter().find(|rule| {
            rule.shape == shape
                && (rule.by.is_empty() || {
                    let by: Vec<&str> = rule.by.iter().map(String::as_str).collect();
                    property(&by).is_some_and(|value| rule.values.contains(&value))
                })
        })?;
        (found.is != Theme::Skip && zoom >= found.from).then_some(found.is)
    }
}

/// Cuts an area (its outline, then its holes) into triangles; `None` when there is nothing to it.
pub fn triangles(rings: Vec<Vec<[f32; 2]>>) -> Option<Triangles> {
    let ring = |points: Vec<[f32; 2]>| LineString::from(points.into_iter().map(|[x, y]| (x, y)).collect::<Vec<_>>());
    let mut rings = rings.into_iter().map(ring);
    let polygon = Polygon::new(rings.next()?, rings.collect());
    let cut = polygon.earcut_triangles_raw();
    let indices: Vec<u32> = cut.triangle_indices.iter().filter_map(|index| u32::try_from(*index).ok()).collect();
    (!indices.is_empty()).then_some(Triangles { vertices: cut.vertices, indices })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn theme(layer: &str, shape: Shape, zoom: u8, properties: &[(&str, &str)]) -> Option<Theme> {
        let property = |names: &[&str]| {
            names
                .iter()
                .find_map(|name| properties.iter().find(|(key, _)| key == name).map(|(_, value)| (*value).to_owned()))
        };
        Themes::shipped().of_layer(layer).theme(shape, zoom, property)
    }

    #[test]
    fn the_same_road_is_known_by_three_schemas() {
        for (layer, property) in [
            ("transportation", ("class", "motorway")),
            ("roads", ("kind", "highway")),
            ("streets", ("kind", "motorway")),
        ] {
            assert_eq!(theme(layer, Shape::Line, 9, &[property]), Some(Theme::Motorway), "{layer}");
        }
    }

    #[test]
    fn a_national_boundary_is_not_drawn_and_an_unknown_layer_plainly() {
        assert_eq!(theme("boundary", Shape::Line, 9, &[("admin_level", "2")]), None);
        assert_eq!(theme("boundary", Shape::Line, 9, &[("admin_level", "4")]), Some(Theme::Border));
        assert_eq!(theme("cities", Shape::Point, 3, &[]), Some(Theme::Town));
        assert_eq!(theme("building", Shape::Area, 12, &[]), None);
    }

    #[test]
    fn an_area_with_a_hole_is_cut_around_it() {
        let square = |from: f32, to: f32| vec![[from, from], [to, from], [to, to], [from, to], [from, from]];
        let cut = triangles(vec![square(0.0, 1.0), square(0.25, 0.75)]).unwrap();
        let area: f32 = cut
            .indices
            .chunks_exact(3)
            .map(|corner| {
                let at = |index: usize| cut.vertices[corner[index] as usize];
                let ([ax, ay], [bx, by], [cx, cy]) = (at(0), at(1), at(2));
                ((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)).abs() / 2.0
            })
            .sum();
        assert!((area - 0.75).abs() < 1e-5);
    }
}
