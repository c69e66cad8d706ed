//! What is there and what is not when the network goes: told before it is gone.

use jiff::Timestamp;

use crate::domain::view::{Words, format};

/// How a thing stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// It is there without a network.
    Ready,
    /// Some of it is.
    Partly,
    /// It is not.
    Missing,
    /// There is no such thing in this version.
    NotBuilt,
}

impl State {
    /// Its id: in JSON, and in messages.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Partly => "partly",
            Self::Missing => "missing",
            Self::NotBuilt => "not_built",
        }
    }
}

/// The background map, as far as it is on this machine.
#[derive(Clone, Debug, PartialEq)]
pub enum Tiles {
    /// None is chosen: the district's own base map is in its file.
    None,
    /// A file of tiles; whether it can be read.
    File(bool),
    /// A server; per zoom how many tiles of the district are kept, of how many.
    Web(Vec<(u8, u64, u64)>),
}

/// What was found on this machine.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// Whether the district file can be written; none: no district is open.
    pub writable: Option<bool>,
    /// Whether a Chinese font is installed.
    pub font: bool,
    /// The background map.
    pub tiles: Tiles,
    /// When the last backup was made.
    pub backup: Option<Timestamp>,
    /// Whether the district has changed since.
    pub changed_since: bool,
    /// How many roads the district file has.
    pub roads: u64,
    /// How many of the bureau's own catalogue files there are, and how many cannot be used.
    pub catalogue: (usize, usize),
}

/// A line of the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadyLine {
    /// Its id in JSON.
    pub id: &'static str,
    /// How it stands.
    pub state: State,
    /// What it is about.
    pub name: String,
    /// How it stands, in words, and what to do.
    pub says: String,
}

/// How old a backup may be while the district has changed since, hours.
const FRESH_H: i64 = 24;

/// What is there without a network.
pub fn ready(facts: &Facts, now: Timestamp, words: &Words) -> Vec<ReadyLine> {
    let line = |id: &'static str, state: State, says: String| ReadyLine {
        id,
        state,
        name: words.get(&format!("ready-{id}")),
        says,
    };
    let file = match facts.writable {
        Some(true) => line("file", State::Ready, words.get("ready-file-writable")),
        Some(false) => line("file", State::Partly, words.get("ready-file-read-only")),
        None => line("file", State::Missing, words.get("ready-file-none")),
    };
    let font = match facts.font {
        true => line("font", State::Ready, words.get("ready-font-there")),
        false => line("font", State::Missing, words.get("ready-font-none")),
    };
    let (state, says) = tiles(&facts.tiles, words);
    let (backup_state, backup) = backup(facts, now, words);
    let (files, broken) = facts.catalogue;
    let args = [("n", files.to_string()), ("broken", broken.to_string())];
    let catalogue = match (files, broken) {
        (0, 0) => line("catalogue", State::Ready, words.get("ready-catalogue-shipped")),
        (_, 0) => line("catalogue", State::Ready, words.with("ready-catalogue-own", &args)),
        _ => line("catalogue", State::Partly, words.with("ready-catalogue-broken", &args)),
    };
    vec![
        file,
        font,
        line("basemap", State::Ready, words.get("ready-basemap-there")),
        line("tiles", state, says),
        line("backup", backup_state, backup),
        catalogue,
        match facts.roads {
            0 => line("roads", State::Missing, words.get("ready-roads-none")),
            roads => {
                let args = [("n", format::number(i64::try_from(roads).unwrap_or(i64::MAX)))];
                line("roads", State::Ready, words.with("ready-roads-there", &args))
            }
        },
        line("feeds", State::NotBuilt, words.get("ready-feeds-none")),
    ]
}

fn tiles(tiles: &Tiles, words: &Words) -> (State, String) {
    let zooms = match tiles {
        Tiles::None => return (State::Ready, words.get("ready-tiles-unchosen")),
        Tiles::File(true) => return (State::Ready, words.get("ready-tiles-file")),
        Tiles::File(false) => return (State::Missing, words.get("ready-tiles-file-gone")),
        Tiles::Web(zooms) => zooms,
    };
    let (have, of) = zooms.iter().fold((0, 0), |(have, of), (_, its, all)| (have + its, of + all));
    let each: Vec<String> =
        zooms.iter().filter(|(_, _, of)| *of > 0).map(|(z, have, of)| share(*z, *have, *of)).collect();
    let args = [("zooms", each.join("  "))];
    match have {
        0 => (State::Missing, words.get("ready-tiles-nothing")),
        _ if have == of => (State::Ready, words.with("ready-tiles-all", &args)),
        _ => (State::Partly, words.with("ready-tiles-some", &args)),
    }
}

/// A zoom and its share; one that is not whole never reads as 100 %.
fn share(zoom: u8, have: u64, of: u64) -> String {
    format!("{zoom}: {}%", (have * 100 / of.max(1)).min(if have < of { 99 } else { 100 }))
}

fn backup(facts: &Facts, now: Timestamp, words: &Words) -> (State, String) {
    let Some(time) = facts.backup else { return (State::Missing, words.get("ready-backup-none")) };
    let args = [("time", format::date_time(time)), ("age", format::age(time, now, words))];
    let old = now.as_second() - time.as_second() > FRESH_H * 3600;
    match (facts.changed_since, old) {
        (false, _) => (State::Ready, words.with("ready-backup-same", &args)),
        (true, false) => (State::Ready, words.with("ready-backup-fresh", &args)),
        (true, true) => (State::Partly, words.with("ready-backup-old", &args)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::catalogue::Lang, io::assets::words};

    fn states(facts: &Facts) -> Vec<(&'static str, State)> {
        let now = "2026-08-09T07:06:00Z".parse().unwrap();
        let lines = ready(facts, now, &words(Lang::Zh));
        assert!(lines.iter().all(|line| !line.says.starts_with("ready-") && !line.name.starts_with("ready-")));
        lines.into_iter().map(|line| (line.id, line.state)).collect()
    }

    #[test]
    fn each_thing_is_told_as_it_stands_and_what_is_not_built_is_not_called_ready() {
        use State::{Missing, NotBuilt, Partly, Ready};
        let at = |text: &str| Some(text.parse().unwrap());
        let good = Facts {
            writable: Some(true),
            font: true,
            tiles: Tiles::Web(vec![(9, 4, 4), (10, 6, 6)]),
            backup: at("2026-08-01T07:00:00Z"),
            changed_since: false,
            roads: 3,
            catalogue: (2, 0),
        };
        let told = states(&good);
        assert!(told.iter().take(7).all(|(_, state)| *state == Ready), "{told:?}");
        assert_eq!(told[7..], [("feeds", NotBuilt)]);
        let poor = Facts {
            writable: None,
            font: false,
            tiles: Tiles::Web(vec![(9, 0, 4)]),
            backup: None,
            roads: 0,
            catalogue: (2, 1),
            ..good.clone()
        };
        let told: Vec<State> = states(&poor).into_iter().map(|(_, state)| state).collect();
        assert_eq!(told, [Missing, Missing, Ready, Missing, Missing, Partly, Missing, NotBuilt]);
        let half = Facts { tiles: Tiles::Web(vec![(9, 399, 400)]), changed_since: true, ..good };
        assert_eq!(states(&half)[3..5], [("tiles", Partly), ("backup", Partly)]);
        assert_eq!(share(9, 399, 400), "9: 99%");
    }
}
