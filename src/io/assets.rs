//! What ships inside the program: the catalogue and the words.

use std::path::Path;

use include_dir::{Dir, include_dir};

use crate::domain::{
    catalogue::{Catalogue, Lang, Source},
    network::SpeedTable,
    problem::Problem,
    query::Spelling,
    view::Words,
};

static CATALOGUE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/catalogue");
static LOCALE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/locale");

static READINGS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/pinyin/local.toml"));

static SPEEDS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/network/speeds.toml"));

static STORMS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/typhoon/archive.csv"));

/// The storms that came near, as a file of tracks (IBTrACS; radii of Lekima from RSMC Tokyo's best track).
pub const fn storms() -> &'static str {
    STORMS
}

/// The speed table that ships with the program, or a bureau's own file in its place; and what is wrong with that
/// one, where it cannot be used. `None`: not even the shipped one reads, which a test rules out.
pub fn speeds(own: Option<&Path>) -> (Option<SpeedTable>, Vec<Problem>) {
    let shipped = || SpeedTable::read(SPEEDS).ok();
    let Some(path) = own.filter(|path| path.is_file()) else { return (shipped(), Vec::new()) };
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let read = std::fs::read_to_string(path).map_err(|error| error.to_string());
    match read.and_then(|text| SpeedTable::read(&text).map_err(|error| error.to_string())) {
        Ok(table) => (Some(table), Vec::new()),
        Err(why) => (shipped(), vec![Problem::new("speeds_unusable").file(name).arg("why", why)]),
    }
}

/// How names are said here.
pub fn spelling() -> Spelling {
    Spelling::read(READINGS).unwrap_or_else(|error| {
        tracing::error!(%error, "the shipped table of local readings is broken");
        Spelling::default()
    })
}

/// The catalogue files that ship with the program, by name.
pub fn shipped_catalogue() -> Vec<Source> {
    texts(&CATALOGUE).into_iter().map(|(name, text)| Source { name, text: text.to_owned() }).collect()
}

/// The `.toml` files of a bureau's own catalogue folder, by name. A file that cannot be read is a problem;
/// a folder that is not there holds none.
pub fn catalogue_folder(folder: &Path) -> (Vec<Source>, Vec<Problem>) {
    let mut sources = Vec::new();
    let mut problems = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder) else { return (sources, problems) };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match std::fs::read_to_string(&path) {
            Ok(text) => sources.push(Source { name, text }),
            Err(error) => problems.push(Problem::new("file_unreadable").file(name).arg("why", error)),
        }
    }
    sources.sort_by(|a, b| a.name.cmp(&b.name));
    (sources, problems)
}

/// The shipped catalogue with a bureau's own files over it, and what was wrong with any of them.
pub fn catalogue(own: Option<&Path>) -> (Catalogue, Vec<Problem>) {
    let (own, mut problems) = own.map(catalogue_folder).unwrap_or_default();
    let mut sources = shipped_catalogue();
    sources.extend(own);
    let (catalogue, broken) = Catalogue::read(&sources);
    problems.extend(broken);
    (catalogue, problems)
}

/// The words of a language.
pub fn words(lang: Lang) -> Words {
    let folder = match lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    };
    let texts = LOCALE.get_dir(folder).map(texts).unwrap_or_default();
    let sources: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let (words, errors) = Words::read(lang, &sources);
    for error in errors {
        tracing::error!(%error, "a shipped locale file is broken");
    }
    words
}

fn texts(folder: &'static Dir<'static>) -> Vec<(String, &'static str)> {
    let mut texts: Vec<_> = folder
        .files()
        .filter_map(|file| Some((file.path().file_name()?.to_string_lossy().into_owned(), file.contents_utf8()?)))
        .collect();
    texts.sort();
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_catalogue_and_words_read_without_a_problem() {
        let (catalogue, problems) = Catalogue::read(&shipped_catalogue());
        assert_eq!(problems, []);
        assert!(catalogue.kinds().count() > 0);
        for lang in [Lang::Zh, Lang::En] {
            let folder = LOCALE.get_dir(if lang == Lang::Zh { "zh" } else { "en" }).unwrap();
            let texts = texts(folder);
            let sources: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), *text)).collect();
            let (_, errors) = Words::read(lang, &sources);
            assert!(errors.is_empty(), "{errors:?}");
        }
    }
}
