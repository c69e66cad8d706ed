//! The background maps that the program knows by name: `assets/tiles/sources.toml`.

use serde::Deserialize;

use crate::{
    domain::catalogue::Lang,
    io::tiles::{
        Trouble,
        address::Address,
        choice::TileDatum,
        source::{Origin, TileLayer, TileSource},
    },
};

const SHIPPED: &str = include_str!("../../../assets/tiles/sources.toml");

/// A background map known by name.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// Its id in the settings.
    pub id: String,
    zh: String,
    en: String,
    zooms: [u8; 2],
    datum: TileDatum,
    /// Whose key it needs.
    pub key: Option<String>,
    may_prefetch: bool,
    domain: String,
    rules: String,
    #[serde(default)]
    imagery: bool,
    attribution: String,
    #[serde(default)]
    hosts: Vec<String>,
    map: String,
    /// Names as a layer of their own.
    pub names: Option<String>,
}

#[derive(Deserialize)]
struct Shipped {
    source: Vec<Preset>,
}

/// All of them, in the order they are offered.
pub fn presets() -> Vec<Preset> {
    match toml::from_str::<Shipped>(SHIPPED) {
        Ok(shipped) => shipped.source,
        Err(error) => {
            // A test reads the same file: this cannot happen in a program that was tested.
            tracing::error!(%error, "the shipped background maps cannot be read");
            Vec::new()
        }
    }
}

/// Whose rules forbid to fetch ahead from an address: it may be typed and is still theirs.
pub fn forbidden(address: &Address) -> Option<String> {
    let theirs = |preset: &Preset| !preset.may_prefetch && address.is_at(&preset.domain);
    presets().into_iter().find(theirs).map(|preset| preset.rules)
}

impl Preset {
    /// Whose rules forbid to fetch ahead from it; `None`: it is allowed.
    pub fn forbids(&self) -> Option<&str> {
        (!self.may_prefetch).then_some(self.rules.as_str())
    }

    /// Its name.
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// The source it stands for.
    ///
    /// # Errors
    /// [`Trouble::Address`] when its address is none.
    pub fn source(&self, annotation: bool) -> Result<TileSource, Trouble> {
        let layer = |template: &str, over: bool| -> Result<TileLayer, Trouble> {
            let address = Address::new(template, self.hosts.clone())?;
            Ok(TileLayer { origin: Origin::Web(address), key: self.key.clone(), over })
        };
        let mut layers = vec![layer(&self.map, false)?];
        if let Some(names) = self.names.as_deref().filter(|_| annotation) {
            layers.push(layer(names, true)?);
        }
        Ok(TileSource {
            id: self.id.clone(),
            layers,
            zooms: self.zooms,
            datum: self.datum.into(),
            attribution: self.attribution.clone(),
            may_prefetch: self.may_prefetch,
            imagery: self.imagery,
            // A map whose names are a layer of their own has none without it.
            named: annotation || self.names.is_none(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::tiles::{TileId, choice::Key};

    #[test]
    fn every_shipped_source_is_read_and_its_addresses_can_be_filled() {
        let shipped: Shipped = toml::from_str(SHIPPED).unwrap();
        let ids: Vec<_> = shipped.source.iter().map(|preset| preset.id.as_str()).collect();
        assert_eq!(ids, ["tianditu-vec", "tianditu-img", "tianditu-ter", "osm"]);
        for preset in shipped.source {
            let source = preset.source(true).unwrap();
            assert_eq!(source.layers.len(), 1 + usize::from(preset.names.is_some()));
            assert!(!source.may_prefetch && !source.attribution.is_empty());
            for layer in &source.layers {
                let Origin::Web(address) = &layer.origin else { panic!("a preset is on the web") };
                let key = if preset.key.is_some() { Key::new("k") } else { Key::default() };
                let text = address.of(TileId { z: 9, x: 425, y: 213 }, &key).unwrap();
                assert!(text.starts_with("https://") && !text.contains(['{', '}']), "{text}");
                assert_eq!(address.wants_key(), preset.key.is_some());
            }
        }
    }

    #[test]
    fn tianditu_is_asked_as_its_service_describes() {
        let source = presets()[0].source(false).unwrap();
        let Origin::Web(address) = &source.layers[0].origin else { panic!("a preset is on the web") };
        assert_eq!(
            address.of(TileId { z: 9, x: 425, y: 213 }, &Key::new("k")).unwrap(),
            "https://t6.tianditu.gov.cn/vec_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=vec&STYLE=default\
             &TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX=9&TILEROW=213&TILECOL=425&tk=k"
        );
    }
}
