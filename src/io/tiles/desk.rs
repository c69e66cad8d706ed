//! What is wanted, what has become of it, and what may be asked next: the tile loader's book, without threads.

use std::{
    collections::{HashMap, HashSet},
    time::{Duration, Instant},
};

use jiff::Timestamp;

use crate::io::tiles::{ArchiveInfo, Health, State, TileId, Trouble};

/// A tile of a layer.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Wish {
    /// Which layer of the source.
    pub layer: usize,
    /// Which tile.
    pub tile: TileId,
}

/// Wishes heard at once; a view has some 60 tiles a layer.
const MOST_WISHES: usize = 600;
/// Tiles remembered as not to be had.
const MOST_REMEMBERED: usize = 8000;
/// A tile that is not there is asked for again after this.
const ABSENT_FOR: Duration = Duration::from_secs(600);
/// After the first failure a server is left alone for this; each further one doubles it.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
/// A refusal does not go away in seconds.
const REFUSED_PAUSE: Duration = Duration::from_secs(30);
const LONGEST_PAUSE: Duration = Duration::from_secs(300);

/// What has become of a wish.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Stage {
    /// Looked for on the disk.
    Looking,
    /// Not on the disk, or old.
    ToFetch,
    /// Asked of the server.
    Fetching,
    /// Not to be had before then.
    Waits(Instant),
    /// Handed over.
    Given,
}

/// What a look at the disk found.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Look {
    /// It is there.
    Fresh,
    /// It is there, from long ago: to be asked for again.
    Old,
    /// It is not there; the server may have it.
    Nothing,
    /// It is not there and nowhere else.
    Never,
}

/// What a worker is to do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Next {
    /// This.
    Take(Wish),
    /// Nothing before this long, unless something changes.
    Rest(Option<Duration>),
}

/// The book of one source.
#[derive(Debug, Default)]
pub(super) struct Book {
    wanted: Vec<Wish>,
    stages: HashMap<Wish, Stage>,
    layers: Vec<Layer>,
    /// Nobody wants anything any more.
    pub(super) stopped: bool,
}

/// How a layer does.
#[derive(Debug, Default)]
struct Layer {
    /// Whether its tiles come from a server.
    web: bool,
    trouble: Option<(Trouble, Option<Timestamp>)>,
    /// Trouble of single tiles, said only while no tile was good.
    of_a_tile: Option<Trouble>,
    good: bool,
    failures: u32,
    failed: Option<Instant>,
    paused: Option<Instant>,
    seen: Seen,
}

/// What is known of a layer for people to see.
#[derive(Clone, Debug, Default)]
struct Seen {
    last_good: Option<Timestamp>,
    kept: bool,
    info: Option<ArchiveInfo>,
}

impl Book {
    /// A book for layers, which of them are on the web.
    pub(super) fn new(web: &[bool]) -> Self {
        let layers = web.iter().map(|web| Layer { web: *web, ..Layer::default() }).collect();
        Self { layers, ..Self::default() }
    }

    /// Takes the wishes of the view as it is now, the most wanted first. Those no longer wanted are forgotten
    /// unless they are under way. `true`: something changed.
    pub(super) fn want(&mut self, wishes: &[Wish], now: Instant) -> bool {
        let wishes = wishes.get(..wishes.len().min(MOST_WISHES)).unwrap_or(wishes);
        if self.wanted == wishes {
            return false;
        }
        self.wanted = wishes.to_vec();
        let wanted: HashSet<Wish> = wishes.iter().copied().collect();
        let crowded = self.stages.len() > MOST_REMEMBERED;
        self.stages.retain(|wish, stage| match stage {
            Stage::Looking | Stage::Fetching => true,
            Stage::Waits(until) => *until > now && (!crowded || wanted.contains(wish)),
            Stage::ToFetch | Stage::Given => wanted.contains(wish),
        });
        true
    }

    /// What is to be looked for on the disk: of layers on the web, or of files.
    pub(super) fn next_look(&mut self, web: bool) -> Next {
        let mine = |wish: &&Wish| self.layers.get(wish.layer).is_some_and(|layer| layer.web == web);
        let found = self.wanted.iter().filter(mine).find(|wish| !self.stages.contains_key(wish)).copied();
        found.map_or(Next::Rest(None), |wish| {
            self.stages.insert(wish, Stage::Looking);
            Next::Take(wish)
        })
    }

    /// What is to be asked of a server.
    pub(super) fn next_fetch(&mut self, now: Instant) -> Next {
        let mut soonest: Option<Instant> = None;
        let mut found = None;
        for wish in &self.wanted {
            let Some(layer) = self.layers.get(wish.layer).filter(|layer| layer.web && !layer.is_barred()) else {
                continue;
            };
            let due = match self.stages.get(wish) {
                Some(Stage::ToFetch) => layer.paused,
                Some(Stage::Waits(until)) => Some(layer.paused.map_or(*until, |paused| paused.max(*until))),
                _ => continue,
            };
            match due {
                Some(due) if due > now => soonest = Some(soonest.map_or(due, |before| before.min(due))),
                // A server that failed is asked for one tile until it is well again.
                _ if layer.failures > 0 && self.is_asked(wish.layer) => {}
                _ => {
                    found = Some(*wish);
                    break;
                }
            }
        }
        found.map_or_else(
            || Next::Rest(soonest.map(|due| due.saturating_duration_since(now))),
            |wish| {
                self.stages.insert(wish, Stage::Fetching);
                Next::Take(wish)
            },
        )
    }

    fn is_asked(&self, layer: usize) -> bool {
        self.stages.iter().any(|(wish, stage)| wish.layer == layer && *stage == Stage::Fetching)
    }

    /// What a look at the disk found.
    pub(super) fn looked(&mut self, wish: Wish, look: Look, now: Instant) {
        let stage = match look {
            Look::Fresh => Stage::Given,
            Look::Old | Look::Nothing => Stage::ToFetch,
            Look::Never => Stage::Waits(now + ABSENT_FOR),
        };
        self.stages.insert(wish, stage);
        if let Some(layer) = self.layers.get_mut(wish.layer) {
            layer.good |= matches!(look, Look::Fresh | Look::Old);
            layer.seen.kept |= look == Look::Old;
        }
    }

    /// What a server answered to a question asked at `asked`.
    pub(super) fn fetched(
        &mut self,
        wish: Wish,
        asked: Instant,
        answer: Result<Timestamp, Trouble>,
        at: Timestamp,
        now: Instant,
    ) {
        let Some(layer) = self.layers.get_mut(wish.layer) else { return };
        let stage = match answer {
            Ok(time) => {
                layer.well();
                layer.good = true;
                layer.seen.kept = false;
                layer.seen.last_good = Some(time);
                Stage::Given
            }
            Err(trouble) if trouble == Trouble::Absent || (trouble == Trouble::Broken && layer.good) => {
                layer.well();
                layer.of_a_tile = Some(trouble);
                Stage::Waits(now + ABSENT_FOR)
            }
            Err(trouble) => {
                layer.failed(trouble, asked, at, now);
                Stage::ToFetch
            }
        };
        self.stages.insert(wish, stage);
    }

    /// Something is in the way of a whole layer, for good.
    pub(super) fn bar(&mut self, layer: usize, trouble: Trouble) {
        if let Some(layer) = self.layers.get_mut(layer) {
            layer.trouble = Some((trouble, None));
        }
    }

    /// A damaged tile of a file.
    pub(super) fn spoilt(&mut self, wish: Wish, trouble: Trouble, now: Instant) {
        if let Some(layer) = self.layers.get_mut(wish.layer) {
            layer.of_a_tile = Some(trouble);
        }
        self.stages.insert(wish, Stage::Waits(now + ABSENT_FOR));
    }

    /// What a file says of itself.
    pub(super) fn inform(&mut self, layer: usize, info: ArchiveInfo) {
        if let Some(layer) = self.layers.get_mut(layer) {
            layer.seen.info = Some(info);
        }
    }

    /// What the file of a layer says of itself, once it is open.
    pub(super) fn info(&self, layer: usize) -> Option<&ArchiveInfo> {
        self.layers.get(layer)?.seen.info.as_ref()
    }

    /// When a source last gave a tile, from an earlier run.
    pub(super) fn remember(&mut self, layer: usize, last_good: Option<Timestamp>) {
        if let Some(layer) = self.layers.get_mut(layer) {
            layer.seen.last_good = layer.seen.last_good.or(last_good);
        }
    }

    /// How each layer does.
    pub(super) fn health(&self) -> Vec<Health> {
        self.layers.iter().enumerate().map(|(index, layer)| self.health_of(index, layer)).collect()
    }

    fn health_of(&self, index: usize, layer: &Layer) -> Health {
        let open =
            |stage: Option<&Stage>| matches!(stage, None | Some(Stage::Looking | Stage::ToFetch | Stage::Fetching));
        let own = || self.wanted.iter().filter(|wish| wish.layer == index);
        let waiting = own().filter(|wish| open(self.stages.get(wish))).count();
        let state = match (layer.trouble, layer.of_a_tile) {
            (Some((trouble, since)), _) => State::Troubled(trouble, since),
            _ if waiting > 0 => State::Loading,
            (None, Some(trouble)) if !layer.good => State::Troubled(trouble, None),
            _ if layer.good => State::Ready,
            _ => State::Idle,
        };
        let kept = layer.seen.kept && layer.trouble.is_some();
        Health { state, last_good: layer.seen.last_good, waiting, kept }
    }
}

impl Layer {
    /// Whether asking is of no use.
    fn is_barred(&self) -> bool {
        self.trouble.is_some_and(|(trouble, _)| trouble.is_final())
    }

    fn well(&mut self) {
        (self.trouble, self.failures, self.paused) = (None, 0, None);
    }

    fn failed(&mut self, trouble: Trouble, asked: Instant, at: Timestamp, now: Instant) {
        let since = self.trouble.and_then(|(_, since)| since).unwrap_or(at);
        self.trouble = Some((trouble, Some(since)));
        // Questions that were under way together fail together: that is one failure.
        if self.failed.is_none_or(|before| asked >= before) {
            self.failures = self.failures.saturating_add(1);
        }
        let first =
            if matches!(trouble, Trouble::Refused(_) | Trouble::NotATile) { REFUSED_PAUSE } else { FIRST_PAUSE };
        let pause = first.saturating_mul(1 << self.failures.saturating_sub(1).min(10)).min(LONGEST_PAUSE);
        (self.failed, self.paused) = (Some(now), Some(now + pause));
    }
}

#[cfg(test)]
#[path = "desk/tests.rs"]
mod tests;
