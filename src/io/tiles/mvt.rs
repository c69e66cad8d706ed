//! Mapbox vector tiles (specification 2.1): protocol buffers of layers, read straight from the bytes.
//!
//! Our own reader because what comes from outside is bounded here: every number, name and point is taken from the
//! bytes once, nothing is copied a feature, and a tile of a few kilobytes cannot ask for gigabytes.

use crate::io::tiles::{
    Trouble,
    themes::{Feature, Shape, Theme, Themes, VectorTile},
};

/// Points that a tile may have. Tiles in use have some 20,000.
const MOST_POINTS: usize = 400_000;
/// Points that an area may have: cutting one into triangles takes longer than in proportion.
const MOST_AREA_POINTS: usize = 20_000;
/// A name longer than this is none.
const MOST_NAME: usize = 120;
/// Names in the order they are preferred.
const NAMES: [&str; 6] = ["name:zh-Hans", "name:zh", "name_zh", "pgf:name:zh", "name", "name_int"];

/// Whether the first bytes are a layer with a length that fits.
pub fn begins_well(bytes: &[u8]) -> bool {
    matches!(Proto(bytes).field(), Some(Ok((3, Wire::Bytes(_)))))
}

/// Reads a tile; what no theme knows is left out.
///
/// # Errors
/// [`Trouble::Broken`] when it is no vector tile, [`Trouble::TooLarge`] when it holds more than any tile does.
pub fn read(bytes: &[u8], themes: &Themes, zoom: u8) -> Result<VectorTile, Trouble> {
    let mut out = Tile { tile: VectorTile::default(), points: 0, zoom };
    let mut proto = Proto(bytes);
    while let Some(field) = proto.field() {
        if let (3, Wire::Bytes(layer)) = field? {
            out.layer(&Layer::read(layer)?, themes)?;
        }
    }
    Ok(out.tile)
}

/// A layer, still in its bytes.
struct Layer<'a> {
    name: &'a str,
    extent: f32,
    keys: Vec<&'a str>,
    values: Vec<&'a [u8]>,
    features: Vec<&'a [u8]>,
}

impl<'a> Layer<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, Trouble> {
        let mut layer = Self { name: "", extent: 4096.0, keys: Vec::new(), values: Vec::new(), features: Vec::new() };
        let mut proto = Proto(bytes);
        while let Some(field) = proto.field() {
            match field? {
                (1, Wire::Bytes(name)) => layer.name = text(name),
                (2, Wire::Bytes(feature)) => layer.features.push(feature),
                (3, Wire::Bytes(key)) => layer.keys.push(text(key)),
                (4, Wire::Bytes(value)) => layer.values.push(value),
                (5, Wire::Number(extent)) => layer.extent = extent.clamp(1, 1 << 20) as f32,
                _ => {}
            }
        }
        Ok(layer)
    }

    /// The value of the first of these properties that a feature has, as text.
    fn property(&self, tags: &[u8], names: &[&str]) -> Option<String> {
        let mut found: Option<(usize, &[u8])> = None;
        let mut proto = Proto(tags);
        while let (Some(key), Some(value)) = (proto.varint(), proto.varint()) {
            let key = usize::try_from(key).ok().and_then(|key| self.keys.get(key));
            let place = key.and_then(|key| names.iter().position(|name| name == key));
            let value = usize::try_from(value).ok().and_then(|value| self.values.get(value));
            if let (Some(place), Some(value)) = (place, value)
                && found.is_none_or(|(before, _)| place < before)
            {
                found = Some((place, value));
            }
        }
        spoken(found?.1)
    }
}

/// A value of a property as text.
fn spoken(value: &[u8]) -> Option<String> {
    let (field, wire) = Proto(value).field()?.ok()?;
    match (field, wire) {
        (1, Wire::Bytes(bytes)) if bytes.len() <= MOST_NAME => Some(text(bytes).trim().to_owned()),
        (4 | 5, Wire::Number(number)) => Some(number.to_string()),
        (6, Wire::Number(number)) => Some(zigzag(number).to_string()),
        (7, Wire::Number(yes)) => Some((yes != 0).to_string()),
        (2, Wire::Fixed32(bits)) => Some(f32::from_bits(bits).to_string()),
        (3, Wire::Fixed64(bits)) => Some(f64::from_bits(bits).to_string()),
        _ => None,
    }
    .filter(|text| !text.is_empty())
}

/// The tile as far as it is read.
struct Tile {
    tile: VectorTile,
    points: usize,
    zoom: u8,
}

impl Tile {
    fn layer(&mut self, layer: &Layer<'_>, themes: &Themes) -> Result<(), Trouble> {
        let rules = themes.of_layer(layer.name);
        for feature in &layer.features {
            let (mut tags, mut geometry, mut shape) = (&[][..], &[][..], None);
            let mut proto = Proto(feature);
            while let Some(field) = proto.field() {
                match field? {
                    (2, Wire::Bytes(bytes)) => tags = bytes,
                    (3, Wire::Number(number)) => shape = Shape::of(number),
                    (4, Wire::Bytes(bytes)) => geometry = bytes,
                    _ => {}
                }
            }
            let Some(shape) = shape else { continue };
            let property = |names: &[&str]| layer.property(tags, names);
            let Some(theme) = rules.theme(shape, self.zoom, property) else { continue };
            self.feature(theme, shape, geometry, layer.extent, || layer.property(tags, &NAMES))?;
        }
        Ok(())
    }

    fn feature(
        &mut self,
        theme: Theme,
        shape: Shape,
        geometry: &[u8],
        extent: f32,
        name: impl FnOnce() -> Option<String>,
    ) -> Result<(), Trouble> {
        let parts = parts(geometry, extent, MOST_POINTS.saturating_sub(self.points))?;
        self.points += parts.iter().map(Vec::len).sum::<usize>();
        match shape {
            Shape::Point => {
                if let (Some(at), Some(text)) = (parts.first().and_then(|part| part.first()), name()) {
                    self.tile.names.push(Feature { theme, shape: (text, *at) });
                }
            }
            Shape::Line => {
                let lines = parts.into_iter().filter(|part| part.len() >= 2);
                self.tile.lines.extend(lines.map(|shape| Feature { theme, shape }));
            }
            Shape::Area => {
                let areas = polygons(parts).into_iter();
                let fit = areas.filter(|rings| rings.iter().map(Vec::len).sum::<usize>() <= MOST_AREA_POINTS);
                self.tile.areas.extend(fit.filter_map(|rings| {
                    let shape = crate::io::tiles::themes::triangles(rings)?;
                    Some(Feature { theme, shape })
                }));
            }
        }
        Ok(())
    }
}

/// The parts of a geometry: points, lines or rings, in shares of the tile.
fn parts(geometry: &[u8], extent: f32, room: usize) -> Result<Vec<Vec<[f32; 2]>>, Trouble> {
    let mut parts: Vec<Vec<[f32; 2]>> = Vec::new();
    let mut part: Vec<[f32; 2]> = Vec::new();
    let mut at = [0_i64, 0];
    let mut count = 0_usize;
    let mut proto = Proto(geometry);
    while let Some(command) = proto.varint() {
        let (what, times) = (command & 7, command >> 3);
        match what {
            1 | 2 => {
                for _ in 0..times {
                    let (Some(dx), Some(dy)) = (proto.varint(), proto.varint()) else { return Err(Trouble::Broken) };
                    at = [at[0].saturating_add(zigzag(dx)), at[1].saturating_add(zigzag(dy))];
                    count += 1;
                    if count > room {
                        return Err(Trouble::TooLarge);
                    }
                    if what == 1 && !part.is_empty() {
                        parts.push(std::mem::take(&mut part));
                    }
                    // What is drawn far off the tile is nowhere; a little beyond its edge is usual.
                    part.push(at.map(|each| (each as f32 / extent).clamp(-2.0, 3.0)));
                }
            }
            7 => {
                if let Some(first) = part.first().copied() {
                    part.push(first);
                    parts.push(std::mem::take(&mut part));
                }
            }
            _ => return Err(Trouble::Broken),
        }
    }
    if !part.is_empty() {
        parts.push(part);
    }
    Ok(parts)
}

/// Rings put together: one that runs clockwise on the screen begins an area, others are holes in it.
fn polygons(rings: Vec<Vec<[f32; 2]>>) -> Vec<Vec<Vec<[f32; 2]>>> {
    let mut out: Vec<Vec<Vec<[f32; 2]>>> = Vec::new();
    for ring in rings.into_iter().filter(|ring| ring.len() >= 4) {
        let doubled: f32 =
            ring.windows(2).map(|pair| if let [a, b] = pair { a[0] * b[1] - b[0] * a[1] } else { 0.0 }).sum();
        match out.last_mut() {
            Some(area) if doubled < 0.0 => area.push(ring),
            _ => out.push(vec![ring]),
        }
    }
    out
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or("")
}

const fn zigzag(number: u64) -> i64 {
    ((number >> 1) as i64) ^ -((number & 1) as i64)
}

/// A value on the wire.
#[derive(Clone, Copy, Debug)]
enum Wire<'a> {
    Number(u64),
    Fixed64(u64),
    Bytes(&'a [u8]),
    Fixed32(u32),
}

/// What is left to read of a message.
struct Proto<'a>(&'a [u8]);

impl<'a> Proto<'a> {
    /// The next field and its value; `None` at the end.
    fn field(&mut self) -> Option<Result<(u64, Wire<'a>), Trouble>> {
        if self.0.is_empty() {
            return None;
        }
        Some(self.value().ok_or(Trouble::Broken))
    }

    fn value(&mut self) -> Option<(u64, Wire<'a>)> {
        let tag = self.varint()?;
        let wire = match tag & 7 {
            0 => Wire::Number(self.varint()?),
            1 => Wire::Fixed64(u64::from_le_bytes(self.take(8)?.try_into().ok()?)),
            2 => {
                let length = usize::try_from(self.varint()?).ok()?;
                Wire::Bytes(self.take(length)?)
            }
            5 => Wire::Fixed32(u32::from_le_bytes(self.take(4)?.try_into().ok()?)),
            _ => return None,
        };
        Some((tag >> 3, wire))
    }

    fn varint(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }
}

#[cfg(test)]
#[path = "mvt/tests.rs"]
mod tests;
