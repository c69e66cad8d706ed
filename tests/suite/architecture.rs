//! The folders are the architecture: these tests read the sources and fail on a wrong direction.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// What each box may use besides itself. `demo` stands beside `app`.
const MAY_USE: [(&str, &[&str]); 6] = [
    ("domain", &[]),
    ("io", &["domain"]),
    ("demo", &["domain", "io"]),
    ("app", &["domain", "io", "demo"]),
    ("cli", &["domain", "io", "demo", "app"]),
    ("ui", &["domain", "io", "demo", "app"]),
];

/// One home each: a text, the places that may hold it, and what the home is called.
const HOMES: [(&str, &[&str], &str); 16] = [
    ("egui", &["src/ui/"], "the window (src/ui)"),
    ("eframe", &["src/ui/"], "the window (src/ui)"),
    ("walkers::", &["src/ui/"], "the window (src/ui)"),
    ("rfd::", &["src/ui/"], "the window (src/ui)"),
    ("rusqlite", &["src/io/store/", "src/io/import/gpkg", "src/io/tiles/"], "io/store, io/import/gpkg and io/tiles"),
    // Tiles are a poller of their own: servers that hang and drives that sleep must hold up nobody else.
    (
        "thread::Builder",
        &["src/app/job.rs", "src/app/line.rs", "src/io/tiles/loader.rs"],
        "the job runner, the line to the file and the tile loader",
    ),
    ("ureq", &["src/io/tiles/", "src/io/feed/"], "io/tiles and io/feed, the pollers"),
    ("thread::spawn", &[], "nowhere: threads have names"),
    ("thread::scope", &[], "nowhere: long work is a job"),
    ("Timestamp::now", &["src/app/clock.rs"], "app/clock.rs"),
    ("Zoned::now", &["src/app/clock.rs"], "app/clock.rs"),
    ("SystemTime::now", &["src/app/clock.rs"], "app/clock.rs"),
    ("Color32::from_rgb", &["src/ui/theme.rs", "src/ui/theme/"], "ui/theme.rs"),
    ("Color32::from_hex", &["src/ui/theme.rs", "src/ui/theme/"], "ui/theme.rs"),
    ("super::super", &[], "nowhere: write crate:: and the box"),
    ("anyhow", &["src/main.rs"], "src/main.rs: errors are typed in the library"),
];

/// Where colours may be written as `#rrggbb`.
const HEX_HOMES: [&str; 3] = ["src/domain/view/palette.rs", "src/ui/theme.rs", "src/ui/theme/"];

/// Files allowed past the limit, each with its reason. Empty is best.
const LONG_FILES: [(&str, &str); 0] = [];

const MOST_LINES: usize = 400;

/// A source file: its path with `/` from the repository's root, and its text.
pub struct Source {
    pub path: String,
    pub text: String,
}

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below these folders whose name ends so, sorted.
pub fn files(folders: &[&str], ending: &str) -> Vec<Source> {
    let mut paths = Vec::new();
    for folder in folders {
        walk(&root().join(folder), &mut paths);
    }
    paths.sort();
    let name = |path: &Path| path.strip_prefix(root()).unwrap_or(path).to_string_lossy().replace('\\', "/");
    paths
        .iter()
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .filter_map(|path| Some(Source { path: name(path), text: fs::read_to_string(path).ok()? }))
        .collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    if folder.is_file() {
        found.push(folder.to_owned());
    }
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() { walk(&path, found) } else { found.push(path) }
    }
}

/// The code without its comments, and without the tests at its end: tests may look outwards.
fn code(source: &Source) -> Vec<(usize, String)> {
    if source.path.ends_with("/tests.rs") || source.path.contains("/tests/") {
        return Vec::new();
    }
    let lines = source.text.lines().enumerate().map(|(index, line)| (index + 1, line));
    lines
        .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"))
        .map(|(number, line)| {
            let end = if line.trim_start().starts_with("//") { Some(0) } else { line.find(" // ") };
            (number, line[..end.unwrap_or(line.len())].to_owned())
        })
        .collect()
}

/// The boxes named by the `crate::` paths of a piece of code, `use crate::{a::b, c::d}` taken apart.
fn boxes_used(lines: &[(usize, String)]) -> Vec<(usize, String)> {
    let mut used = Vec::new();
    let text: String = lines.iter().map(|(_, line)| format!("{line}\n")).collect();
    let first_line = lines.first().map_or(1, |(number, _)| *number);
    for (at, _) in text.match_indices("crate::") {
        let number = first_line + text[..at].matches('\n').count();
        let rest = &text[at + "crate::".len()..];
        if let Some(tree) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut word = String::new();
            for letter in tree.chars() {
                match letter {
                    '}' if depth == 0 => break,
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    ',' if depth == 0 => used.push((number, std::mem::take(&mut word))),
                    _ if depth == 0 => word.push(letter),
                    _ => {}
                }
            }
            used.push((number, word));
        } else {
            used.push((number, rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()));
        }
    }
    let name = |word: String| word.trim().split("::").next().unwrap_or("").trim().to_owned();
    used.into_iter().map(|(number, word)| (number, name(word))).filter(|(_, word)| !word.is_empty()).collect()
}

fn report(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn dependencies_point_inwards() {
    let mut wrong = Vec::new();
    for source in files(&["src"], ".rs") {
        let Some((own, _)) = source.path.trim_start_matches("src/").split_once('/') else { continue };
        let Some((_, may)) = MAY_USE.iter().find(|(name, _)| *name == own) else {
            wrong.push(format!("{}: {own} is no box of the architecture", source.path));
            continue;
        };
        for (line, used) in boxes_used(&code(&source)) {
            if used != own && MAY_USE.iter().any(|(name, _)| *name == used) && !may.contains(&used.as_str()) {
                wrong.push(format!("{}:{line}: {own} may not use {used}", source.path));
            }
        }
    }
    report(&wrong);
}

#[test]
fn a_wrong_direction_is_seen_in_every_way_of_writing_it() {
    let seen =
        |text: &str| -> Vec<String> { boxes_used(&[(1, text.to_owned())]).into_iter().map(|(_, used)| used).collect() };
    assert_eq!(seen("use crate::app::Clock;"), ["app"]);
    assert_eq!(seen("use crate::{domain::{a, b::{c}}, ui};"), ["domain", "ui"]);
    assert_eq!(seen("let now = crate::app::clock::now();"), ["app"]);
}

#[test]
fn each_thing_has_one_home() {
    let mut wrong = Vec::new();
    for source in files(&["src"], ".rs") {
        for (line, text) in code(&source) {
            for (thing, homes, called) in HOMES {
                let at_home = homes.iter().any(|home| source.path.starts_with(home));
                if text.contains(thing) && !at_home {
                    wrong.push(format!("{}:{line}: {thing} belongs in {called}", source.path));
                }
            }
        }
    }
    report(&wrong);
}

#[test]
fn colours_are_written_in_the_palette_and_the_theme_alone() {
    let mut wrong = Vec::new();
    for source in files(&["src"], ".rs") {
        if HEX_HOMES.iter().any(|home| source.path.starts_with(home)) {
            continue;
        }
        for (line, text) in code(&source) {
            for (at, _) in text.match_indices("\"#") {
                let digits = text[at + 2..].chars().take_while(char::is_ascii_hexdigit).count();
                if matches!(digits, 6 | 8) {
                    wrong.push(format!("{}:{line}: colours belong in {}", source.path, HEX_HOMES.join(" or ")));
                }
            }
        }
    }
    report(&wrong);
}

#[test]
fn no_file_is_longer_than_can_be_kept_in_mind() {
    let long: Vec<_> = files(&["src", "tests", "benches"], ".rs")
        .into_iter()
        .map(|source| (source.path, source.text.lines().count()))
        .filter(|(path, lines)| *lines > MOST_LINES && !LONG_FILES.iter().any(|(named, _)| named == path))
        .map(|(path, lines)| format!("{path}: {lines} lines, at most {MOST_LINES}: it holds two things"))
        .collect();
    report(&long);
}

#[test]
fn no_path_of_one_machine_is_written_anywhere() {
    let needles = [concat!("/wo", "rk/"), concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/Us", "ers/")];
    let mut wrong = Vec::new();
    let mut sources = files(&["src", "tests", "benches", "scripts", "docs", "assets", ".ci"], "");
    for file in ["README.md", "README.zh.md", "CONTRIBUTING.md", "CHANGELOG.md", "Cargo.toml", "deny.toml"] {
        sources.extend(files(&[file], ""));
    }
    for source in sources {
        for (index, line) in source.text.lines().enumerate() {
            for needle in needles {
                if line.contains(needle) {
                    wrong.push(format!("{}:{}: {needle} is a path of one machine", source.path, index + 1));
                }
            }
        }
    }
    report(&wrong);
}

#[test]
fn there_is_one_egui_one_geo_one_rstar_one_rusqlite() {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--offline", "--all-features", "--edges", "normal,build,dev"])
        .args(["--prefix", "none", "--format", "{p}"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let tree = String::from_utf8(tree.stdout).unwrap();
    for library in ["egui", "geo", "geo-types", "rstar", "rusqlite"] {
        let mut versions: Vec<&str> =
            tree.lines().filter_map(|line| line.strip_prefix(library)?.strip_prefix(" v")?.split(' ').next()).collect();
        versions.sort_unstable();
        versions.dedup();
        assert_eq!(versions.len(), 1, "{library}: {versions:?}: values of one are no values of the other");
    }
}
