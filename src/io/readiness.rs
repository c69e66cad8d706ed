//! What is on this machine without a network: asked of the disk, so not on the window's thread.

use std::path::{Path, PathBuf};

use crate::{
    domain::view::{
        projection::{self, Bounds},
        ready::{Facts, Tiles},
    },
    io::{
        assets, backups,
        report::picture::chinese_font,
        settings::{Folders, Settings},
        store::{self, StoreError, Summary},
        tiles::{Origin, TileId, TileSource, cache::Cache},
    },
};

/// The zooms that are looked at: a district in one picture, down to single houses.
const ZOOMS: std::ops::RangeInclusive<u8> = 9..=15;

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
        let (Some(print), Some(bounds), Some(folders)) = (first.print(), self.bounds, &self.folders) else {
            return Tiles::Web(Vec::new());
        };
        // Nothing is made where nothing was ever kept.
        let file = folders.tiles();
        if !file.is_file() {
            return Tiles::Web(Vec::new());
        }
        let cache = Cache::new(file, self.settings.tiles.disk_mb.saturating_mul(1_000_000));
        let zooms = ZOOMS.filter(|zoom| (source.zooms[0]..=source.zooms[1]).contains(zoom));
        let held = zooms.filter_map(|zoom| {
            let (xs, ys) = range(bounds, zoom)?;
            let of = u64::from(xs[1] - xs[0] + 1) * u64::from(ys[1] - ys[0] + 1);
            Some((zoom, cache.held(print, zoom, xs, ys), of))
        });
        Tiles::Web(held.collect())
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

/// The first and the last column and row of tiles that a box touches.
fn range(bounds: Bounds, zoom: u8) -> Option<([u32; 2], [u32; 2])> {
    let side = TileId::side(zoom)?;
    let at = |unit: f64| ((unit * f64::from(side)).floor().max(0.0) as u32).min(side - 1);
    let [left, top] = projection::world(bounds.west, bounds.north);
    let [right, bottom] = projection::world(bounds.east, bounds.south);
    Some(([at(left), at(right)], [at(top), at(bottom)]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::tiles::{
        Key,
        choice::{OWN, OwnAddress},
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
        let (xs, ys) = range(bounds, 10).unwrap();
        for x in xs[0]..=xs[1] {
            for y in ys[0]..=ys[1] {
                cache.put(print, TileId { z: 10, x, y }, b"tile", now);
            }
        }
        cache.put(print, TileId { z: 11, x: xs[0] * 2, y: ys[0] * 2 }, b"beside perhaps", now);
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
