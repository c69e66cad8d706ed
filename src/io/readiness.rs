//! What is on this machine without a network: asked of the disk, so not on the window's thread.

use std::path::{Path, PathBuf};

use crate::{
    domain::view::{
        projection::Bounds,
        ready::{Facts, Tiles},
    },
    io::{
        assets, backups,
        report::picture::chinese_font,
        settings::{Folders, Settings},
        store::{self, StoreError, Summary},
        tiles::{
            Origin, TileSource,
            cache::Cache,
            prepare::{self, Area},
        },
    },
};

/// What to look at.
#[derive(Clone, Debug)]
pub struct Look {
    /// The district file, and whether it can be written.
    pub district: Option<(PathBuf, bool)>,
    /// Where the district is.
    pub bounds: Option<Bounds>,
    /// What the seat prefers.
    pub settings: Settings,
    /// Where it keeps its things.
    pub folders: Option<Folders>,
}

impl Look {
    /// Looks.
    pub fn facts(&self) -> Facts {
        let catalogue = self.settings.catalogue.clone().or_else(|| Some(self.folders.as_ref()?.catalogue()));
        let catalogue = catalogue.map(|folder| {
            let (sources, unread) = assets::catalogue_folder(&folder);
            let (_, problems) = assets::catalogue(Some(&folder));
            (sources.len() + unread.len(), problems.len())
        });
        let (backup, changed_since) = self.backup().unwrap_or_default();
        Facts {
            writable: self.district.as_ref().map(|(_, writable)| *writable),
            font: chinese_font().is_some(),
            tiles: self.tiles(),
            backup,
            changed_since,
            roads: self.district.as_ref().and_then(|(file, _)| store::road_count(file).ok()).unwrap_or(0),
            catalogue: catalogue.unwrap_or_default(),
        }
    }

    /// When the last backup that can be read was made, and whether the district has changed since.
    fn backup(&self) -> Result<(Option<jiff::Timestamp>, bool), StoreError> {
        let folder = self.settings.backups.folder.clone().or_else(|| Some(self.folders.as_ref()?.backups()));
        let (Some((file, _)), Some(folder)) = (&self.district, folder) else { return Ok((None, false)) };
        let last = |summary: &Summary| summary.last.as_ref().map(|row| row.uid);
        let own = last(&store::reader(file)?.summary()?);
        let found = backups::list(file, &folder)?;
        let whole = found.iter().find_map(|backup| Some((backup.time, last(backup.holds.as_ref().ok()?))));
        Ok(whole.map_or((None, false), |(time, its)| (Some(time), its != own)))
    }

    fn tiles(&self) -> Tiles {
        let source = match TileSource::chosen(&self.settings.tiles) {
            Ok(Some(source)) => source,
            Ok(None) => return Tiles::None,
            Err(_) => return Tiles::Web(Vec::new()),
        };
        let Some(first) = source.layers.first() else { return Tiles::None };
        if let Origin::File(path) = &first.origin {
            return Tiles::File(readable(path));
        }
        let (Some(bounds), Some(folders)) = (self.bounds, &self.folders) else {
            return Tiles::Web(Vec::new());
        };
        // Nothing is made where nothing was ever kept.
        let cache = Cache::new(folders.tiles(), self.settings.tiles.disk_bytes());
        if !cache.is_there() {
            return Tiles::Web(Vec::new());
        }
        let counted = prepare::count(&source, &cache, Area { bounds, zooms: prepare::ZOOMS });
        Tiles::Web(counted.into_iter().map(|zoom| (zoom.z, zoom.held, zoom.tiles)).collect())
    }
}

/// Whether a file and its folder take writes: asked without writing anything.
pub fn takes_writes(path: &Path) -> bool {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let open = std::fs::OpenOptions::new().append(true).open(path).is_ok();
    open && folder.metadata().is_ok_and(|folder| !folder.permissions().readonly())
}

fn readable(path: &Path) -> bool {
    std::fs::File::open(path).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::place::Datum,
        io::tiles::{
            Key, TileId,
            choice::{OWN, OwnAddress},
        },
    };

    #[test]
    fn the_share_of_the_district_that_is_kept_is_counted_by_zoom() {
        let home = tempfile::tempdir().unwrap();
        let folders =
            Folders { config: home.path().to_owned(), data: home.path().to_owned(), out: home.path().to_owned() };
        let mut settings = Settings::default();
        settings.tiles.source = OWN.to_owned();
        settings.tiles.own = OwnAddress { address: Key::new("https://e.org/{z}/{x}/{y}"), ..OwnAddress::default() };
        let bounds = Bounds { west: 119.4, south: 28.9, east: 119.9, north: 29.2 };
        let look =
            Look { district: None, bounds: Some(bounds), settings: settings.clone(), folders: Some(folders.clone()) };
        assert_eq!(look.facts().tiles, Tiles::Web(vec![]), "nothing was ever kept, and nothing is made by looking");
        assert!(!folders.tiles().exists());
        let print = TileSource::chosen(&settings.tiles).unwrap().unwrap().layers[0].print().unwrap();
        let cache = Cache::new(folders.tiles(), 1_000_000);
        let now = "2026-08-09T07:06:00Z".parse().unwrap();
        let block = prepare::block(bounds, 10, Datum::Wgs84).unwrap();
        for tile in block.tiles() {
            cache.put(print, tile, b"tile", now);
        }
        cache.put(print, TileId { z: 11, x: block.xs[0] * 2, y: block.ys[0] * 2 }, b"beside perhaps", now);
        let Tiles::Web(zooms) = look.facts().tiles else { panic!("a server") };
        assert_eq!(zooms.len(), 7);
        let (zoom, have, of) = zooms[1];
        assert!(zoom == 10 && have == of && of > 1, "{zooms:?}");
        assert!(zooms[0].1 == 0 && zooms[2].1 < zooms[2].2);
        let gone = Settings {
            tiles: crate::io::tiles::TileChoice { source: "file".to_owned(), ..settings.tiles },
            ..Settings::default()
        };
        assert_eq!(Look { settings: gone, ..look }.facts().tiles, Tiles::Web(vec![]), "no file named");
    }
}
