//! The shelf of backups: copies of a district file in a folder, made by hand or by themselves, the old ones of the
//! latter thrown away. A copy is told from another district's by what it holds, not by its name alone.

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::{Timestamp, civil::DateTime, tz};
use serde::{Deserialize, Serialize};

use crate::io::store::{self, StoreError, Summary};

/// How the day and the time stand in a backup's name, Beijing time.
const STAMP: &str = "%Y%m%d-%H%M%S";
/// As many characters as that makes.
const STAMP_LENGTH: usize = 15;
/// How the name of one ends that the program made by itself.
const AUTOMATIC: &str = "-auto";

/// When backups are made by themselves, and where they lie.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Rules {
    /// The folder, when not the seat's own.
    pub folder: Option<PathBuf>,
    /// Hours between two, while the district changes; 0: none are made by themselves.
    pub hours: u32,
    /// How many of those made by themselves are kept.
    pub keep: u32,
}

impl Default for Rules {
    fn default() -> Self {
        Self { folder: None, hours: 4, keep: 20 }
    }
}

/// A copy on the shelf.
#[derive(Clone, Debug, PartialEq)]
pub struct Backup {
    /// The file.
    pub file: PathBuf,
    /// When it was made.
    pub time: Timestamp,
    /// Whether the program made it by itself.
    pub automatic: bool,
    /// How large it is.
    pub bytes: u64,
    /// What it holds; or why that cannot be read.
    pub holds: Result<Summary, StoreError>,
}

/// The backups of a district in a folder, the latest first. Copies of other districts are passed by; one that cannot be
/// read is listed where its name is of this district. A folder that is not there holds none.
///
/// # Errors
/// When the district itself cannot be read, or the folder is there and cannot.
pub fn list(district: &Path, folder: &Path) -> Result<Vec<Backup>, StoreError> {
    let own = store::reader(district)?.summary()?;
    let backups = named(district, folder)?.into_iter().map(|(file, time, automatic)| {
        let bytes = file.metadata().map_or(0, |metadata| metadata.len());
        let holds = store::reader(&file).and_then(|reader| reader.summary());
        Backup { file, time, automatic, bytes, holds }
    });
    Ok(backups.filter(|one| one.holds.as_ref().map_or(true, |its| own.same_district(its))).collect())
}

/// Makes a backup now; its file.
///
/// # Errors
/// When the district cannot be read or the folder takes no file; nothing half made is left there.
pub fn make(district: &Path, folder: &Path, now: Timestamp) -> Result<PathBuf, StoreError> {
    copy(district, folder, now, "")
}

/// Makes a backup where one is due: the district has changed since the last, and that is so many hours or a day old.
/// Of those made this way only the latest are kept. `None`: none was due.
///
/// # Errors
/// As [`make`].
pub fn tend(district: &Path, folder: &Path, rules: &Rules, now: Timestamp) -> Result<Option<PathBuf>, StoreError> {
    if rules.hours == 0 {
        return Ok(None);
    }
    let own = store::reader(district)?.summary()?;
    let known = named(district, folder)?.into_iter().find_map(|(file, time, _)| {
        let its = store::reader(&file).and_then(|reader| reader.summary()).ok()?;
        own.same_district(&its).then_some((time, its))
    });
    let last = |summary: &Summary| summary.last.as_ref().map(|row| row.uid);
    let due = known.as_ref().map_or(own.actions > 0, |(time, its)| {
        let aged = now.as_second() - time.as_second() >= i64::from(rules.hours) * 3600;
        last(its) != last(&own) && (aged || day(*time) != day(now))
    });
    if !due {
        return Ok(None);
    }
    let made = copy(district, folder, now, AUTOMATIC)?;
    prune(district, folder, &own, rules.keep)?;
    Ok(Some(made))
}

/// Throws away the oldest of those that were made by themselves.
fn prune(district: &Path, folder: &Path, own: &Summary, keep: u32) -> Result<(), StoreError> {
    let automatic = named(district, folder)?.into_iter().filter(|(_, _, automatic)| *automatic);
    let keep = usize::try_from(keep.max(1)).unwrap_or(usize::MAX);
    for (file, _, _) in automatic.skip(keep) {
        // Another district may have a file of this name; and what cannot be read may still be mended.
        let ours = store::reader(&file).and_then(|reader| reader.summary()).is_ok_and(|its| own.same_district(&its));
        if ours && let Err(error) = fs::remove_file(&file) {
            tracing::warn!(%error, file = %file.display(), "an old backup could not be thrown away");
        }
    }
    Ok(())
}

fn copy(district: &Path, folder: &Path, now: Timestamp, ending: &str) -> Result<PathBuf, StoreError> {
    fs::create_dir_all(folder).map_err(|error| StoreError::NotWritten(format!("{}: {error}", folder.display())))?;
    let (stem, stamp) = (stem(district), tz::offset(8).to_datetime(now).strftime(STAMP).to_string());
    let mut at = folder.join(format!("{stem}-{stamp}{ending}.gpkg"));
    // Two in one second are told apart by a number.
    for number in 2..100 {
        if !at.exists() {
            break;
        }
        at = folder.join(format!("{stem}-{stamp}{ending}-{number}.gpkg"));
    }
    store::reader(district)?.backup(&at)?;
    Ok(at)
}

/// The files in a folder that are called as a district's backups are, the latest first: when they were made, and
/// whether the program made them by itself.
fn named(district: &Path, folder: &Path) -> Result<Vec<(PathBuf, Timestamp, bool)>, StoreError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::NotWritten(format!("{}: {error}", folder.display()))),
    };
    let stem = stem(district);
    let mut found: Vec<_> = entries
        .flatten()
        .filter_map(|entry| {
            let file = entry.path();
            let (time, automatic) = parse(&stem, file.file_name()?.to_str()?)?;
            Some((file, time, automatic))
        })
        .collect();
    found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| b.0.cmp(&a.0)));
    Ok(found)
}

fn stem(district: &Path) -> String {
    district.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// When a backup of this name was made, and whether by itself; `None`: it is called otherwise.
fn parse(stem: &str, name: &str) -> Option<(Timestamp, bool)> {
    let rest = name.strip_suffix(".gpkg")?.strip_prefix(stem)?.strip_prefix('-')?;
    let (stamp, ending) = rest.split_at_checked(STAMP_LENGTH)?;
    let time = tz::offset(8).to_timestamp(DateTime::strptime(STAMP, stamp).ok()?).ok()?;
    let rest = ending.strip_prefix(AUTOMATIC);
    let number = rest.unwrap_or(ending);
    let numbered = number.strip_prefix('-').is_some_and(|number| number.parse::<u32>().is_ok());
    (number.is_empty() || numbered).then(|| (time, rest.is_some()))
}

fn day(time: Timestamp) -> jiff::civil::Date {
    tz::offset(8).to_datetime(time).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_is_known_by_its_name_and_nothing_else_is_taken_for_one() {
        let of = |name| parse("婺城", name).map(|(time, automatic)| (time.to_string(), automatic));
        assert_eq!(of("婺城-20260809-150600.gpkg"), Some(("2026-08-09T07:06:00Z".to_owned(), false)));
        assert_eq!(of("婺城-20260809-150600-auto.gpkg"), Some(("2026-08-09T07:06:00Z".to_owned(), true)));
        assert_eq!(of("婺城-20260809-150600-auto-2.gpkg").map(|(_, automatic)| automatic), Some(true));
        for other in ["婺城.gpkg", "婺城-20260809.gpkg", "婺城-20260809-150600.txt", "婺城-旧-20260809-150600.gpkg"]
        {
            assert_eq!(of(other), None, "{other}");
        }
        assert_eq!(of("婺城-20260809-150600-auto-old.gpkg"), None);
        assert_eq!(of("婺城-20269909-150600.gpkg"), None);
    }
}
