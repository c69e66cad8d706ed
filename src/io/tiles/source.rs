//! What a background map is made of.

use std::path::PathBuf;

use crate::{
    domain::place::Datum,
    io::tiles::{
        Trouble,
        address::Address,
        choice::{FILE, OWN, TileChoice},
        grid::DEEPEST,
        presets,
    },
};

/// A background map: layers of tiles, one over the other.
#[derive(Clone, Debug, PartialEq)]
pub struct TileSource {
    /// Its id in the settings.
    pub id: String,
    /// The map, then what lies over it.
    pub layers: Vec<TileLayer>,
    /// The first and the last zoom there are tiles at. A file knows its own better.
    pub zooms: [u8; 2],
    /// The datum of the tiles: data are projected in it.
    pub datum: Datum,
    /// Whom the map is by; must be shown.
    pub attribution: String,
    /// Whether more may be fetched than is looked at.
    pub may_prefetch: bool,
    /// Whether it shows photographs: they are dimmed rather than turned dark.
    pub imagery: bool,
    /// Whether names of places are on it.
    pub named: bool,
}

/// One layer of tiles.
#[derive(Clone, Debug, PartialEq)]
pub struct TileLayer {
    /// Where the tiles are.
    pub origin: Origin,
    /// Whose key is needed.
    pub key: Option<String>,
    /// Whether it lies over another layer: its tiles are see-through, and nothing is missing where there are none.
    pub over: bool,
}

/// Where tiles are.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// On a server.
    Web(Address),
    /// In a PMTiles or MBTiles file.
    File(PathBuf),
}

impl TileSource {
    /// The source that was chosen; `None`: no background map.
    ///
    /// # Errors
    /// [`Trouble`] when what was chosen cannot be asked: no address, no file.
    pub fn chosen(choice: &TileChoice) -> Result<Option<Self>, Trouble> {
        match choice.source.as_str() {
            "" => Ok(None),
            OWN => Self::own(choice).map(Some),
            FILE => Self::file(choice).map(Some),
            // A source that is no longer shipped is as if none were chosen.
            id => match presets::presets().iter().find(|preset| preset.id == id) {
                Some(preset) => preset.source(choice.annotation).map(Some),
                None => Ok(None),
            },
        }
    }

    fn own(choice: &TileChoice) -> Result<Self, Trouble> {
        let address = Address::new(choice.own.address.reveal(), Vec::new())?;
        let key = address.wants_key().then(|| OWN.to_owned());
        let may_prefetch = choice.permits(&address) && presets::forbidden(&address).is_none();
        Ok(Self {
            id: OWN.to_owned(),
            layers: vec![TileLayer { origin: Origin::Web(address), key, over: false }],
            zooms: [0, DEEPEST],
            datum: choice.own.datum.into(),
            attribution: choice.own.attribution.clone(),
            may_prefetch,
            imagery: false,
            named: true,
        })
    }

    fn file(choice: &TileChoice) -> Result<Self, Trouble> {
        let path = choice.file.path.clone().ok_or(Trouble::FileUnreadable)?;
        Ok(Self {
            id: FILE.to_owned(),
            layers: vec![TileLayer { origin: Origin::File(path), key: None, over: false }],
            zooms: [0, DEEPEST],
            datum: choice.file.datum.into(),
            attribution: String::new(),
            may_prefetch: true,
            imagery: false,
            named: true,
        })
    }
}

impl TileLayer {
    /// What the layer's tiles are kept under on the disk: a number that gives no address away.
    pub fn print(&self) -> Option<u64> {
        match &self.origin {
            Origin::Web(address) => Some(address.print()),
            Origin::File(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::tiles::choice::{Key, OwnAddress, TileDatum};

    #[test]
    fn nothing_chosen_is_no_map_and_a_name_unknown_is_none_either() {
        assert_eq!(TileSource::chosen(&TileChoice::default()), Ok(None));
        let gone = TileChoice { source: "withdrawn".to_owned(), ..TileChoice::default() };
        assert_eq!(TileSource::chosen(&gone), Ok(None));
    }

    #[test]
    fn an_own_address_brings_its_datum_and_is_refused_when_it_is_none() {
        let own = |address: &str| {
            let own = OwnAddress { address: Key::new(address), datum: TileDatum::Gcj02, ..OwnAddress::default() };
            TileSource::chosen(&TileChoice { source: OWN.to_owned(), own, ..TileChoice::default() })
        };
        assert_eq!(own("https://e.org/{z}/{x}/{y}").unwrap().unwrap().datum, Datum::Gcj02);
        assert_eq!(own("https://e.org/"), Err(Trouble::Address));
    }
}
