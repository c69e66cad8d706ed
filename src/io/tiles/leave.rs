//! Whether more may be fetched from a source than is looked at.

use crate::io::tiles::{
    Trouble,
    address::Address,
    choice::{FILE, OWN, TileChoice},
    presets,
};

/// Whether tiles may be fetched ahead.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Leave {
    /// No map of tiles is chosen.
    NoMap,
    /// The tiles are in a file on this machine: there is nothing to fetch.
    File,
    /// Its rules permit it, or somebody has said that the provider does.
    Given,
    /// An own address: somebody has to say whether the provider permits it.
    Untold,
    /// The provider's rules forbid it; the word its sentence is found by, `offline-forbidden-<word>`.
    Forbidden(String),
    /// What was chosen cannot be asked at all.
    Wrong(Trouble),
}

impl Leave {
    /// What goes for the source that was chosen.
    pub fn of(choice: &TileChoice) -> Self {
        match choice.source.as_str() {
            "" => Self::NoMap,
            FILE => Self::File,
            OWN => Self::of_own(choice),
            id => match presets::presets().iter().find(|preset| preset.id == id) {
                None => Self::NoMap,
                Some(preset) => preset.forbids().map_or(Self::Given, |rules| Self::Forbidden(rules.to_owned())),
            },
        }
    }

    fn of_own(choice: &TileChoice) -> Self {
        let address = match Address::new(choice.own.address.reveal(), Vec::new()) {
            Ok(address) => address,
            Err(trouble) => return Self::Wrong(trouble),
        };
        match presets::forbidden(&address) {
            Some(rules) => Self::Forbidden(rules),
            None if choice.permits(&address) => Self::Given,
            None => Self::Untold,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::catalogue::Lang,
        io::{
            assets::words,
            tiles::{
                TileSource,
                choice::{Key, OwnAddress},
            },
        },
    };

    fn own(address: &str) -> TileChoice {
        let own = OwnAddress { address: Key::new(address), ..OwnAddress::default() };
        TileChoice { source: OWN.to_owned(), own, ..TileChoice::default() }
    }

    #[test]
    fn presets_forbid_it_each_with_its_reason_also_when_their_address_is_typed() {
        for preset in presets::presets() {
            let Leave::Forbidden(rules) = Leave::of(&TileChoice { source: preset.id.clone(), ..TileChoice::default() })
            else {
                panic!("{} may be fetched ahead", preset.id)
            };
            for lang in [Lang::Zh, Lang::En] {
                assert!(words(lang).has(&format!("offline-forbidden-{rules}")), "{rules}");
            }
        }
        for (address, rules) in [
            ("https://tile.openstreetmap.org/{z}/{x}/{y}.png", "osm"),
            ("https://{a-c}.Tile.OpenStreetMap.org./{z}/{x}/{y}.png", "osm"),
            ("http://me:pw@t{0-7}.tianditu.gov.cn:80/vec_w/wmts?x={x}&y={y}&z={z}", "tianditu"),
        ] {
            let mut typed = own(address);
            typed.permit(&Address::new(address, Vec::new()).unwrap(), true);
            assert_eq!(Leave::of(&typed), Leave::Forbidden(rules.to_owned()), "{address}");
            assert!(!TileSource::chosen(&typed).unwrap().unwrap().may_prefetch);
        }
        for other in ["https://notopenstreetmap.org/{z}/{x}/{y}", "https://e.org/openstreetmap.org/{z}/{x}/{y}"] {
            assert_eq!(Leave::of(&own(other)), Leave::Untold, "{other}");
        }
    }

    #[test]
    fn what_somebody_said_of_an_own_address_goes_for_that_address_alone_and_is_kept() {
        let mut choice = own("https://e.org/a/{z}/{x}/{y}");
        assert_eq!(Leave::of(&choice), Leave::Untold);
        choice.permit(&Address::new(choice.own.address.reveal(), Vec::new()).unwrap(), true);
        let kept: TileChoice = toml::from_str(&toml::to_string(&choice).unwrap()).unwrap();
        assert_eq!(Leave::of(&kept), Leave::Given);
        assert!(TileSource::chosen(&kept).unwrap().unwrap().may_prefetch);
        let other = TileChoice { own: own("https://e.org/b/{z}/{x}/{y}").own, ..kept };
        assert_eq!(Leave::of(&other), Leave::Untold);
        assert_eq!(Leave::of(&own("e.org")), Leave::Wrong(Trouble::Address));
        assert_eq!(Leave::of(&TileChoice::default()), Leave::NoMap);
    }
}
