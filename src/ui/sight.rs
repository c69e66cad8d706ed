//! What the window looks at: the selection, the question asked, the search, which layers are on.

mod file;
mod looks;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

use geo_types::MultiPolygon;
use jiff::Timestamp;

use crate::{
    app::Wake,
    domain::{
        catalogue::{Lang, Role},
        model::{KindId, ObjectRef},
        place::{Position, middle_of},
        query::{self, Chain, Nearest, NearestQuery, QueryError, SearchIndex},
        view::{
            Words,
            card::Card,
            finds::{self, Finds},
            layers::{self, LayerTree},
            nearest::{self as nearest_view, AskedKind, NearestView},
            projection::Bounds,
            scene::{self, Asked, Scene, SceneRequest},
            storms::StormShown,
            travelled::Travelled,
        },
        world::World,
    },
    io::{assets, store::JournalRow},
    ui::{
        asking::Asking,
        lists::Lists,
        map::MapPanel,
        panels::{
            nearest::{Draft, PASSED_LISTED},
            table,
        },
        sight::{file::File, looks::Looks},
        travel::ByRoad,
        watch::Watch,
    },
};

/// How many answers the window asks for.
const ANSWERS: usize = 5;
/// How many finds are listed.
const FINDS: usize = 40;

/// What the window looks at.
#[derive(Debug, Default)]
pub struct Sight {
    /// The selected object.
    pub selected: Option<ObjectRef>,
    /// Where the nearest is asked from.
    pub from: Option<Position>,
    /// Whether the question is new: its answer has not been seen yet.
    pub fresh: bool,
    /// The table and what lies within a range.
    pub lists: Lists,
    /// The situation, and the figure whose rows are open.
    pub watch: Watch,
    /// Kinds that are off.
    pub hidden: BTreeSet<KindId>,
    /// Kinds that were turned on by hand: shown at any zoom.
    pub shown: BTreeSet<KindId>,
    /// Layers that look otherwise than their catalogue says.
    pub looks: Looks,
    /// The way or the reach that is on the map.
    pub travelled: Option<Arc<Travelled>>,
    /// The storm that is on the map.
    pub storm: Option<Arc<StormShown>>,
    /// The area whose exposure is on the map.
    pub exposed: Option<Arc<MultiPolygon>>,
    /// How the nearest is asked by road; `None`: it is asked by the straight distance.
    pub by_road: Option<ByRoad>,
    /// Overlays of plots that are off.
    pub hidden_overlays: BTreeSet<String>,
    nearest: Asking<(World, Result<Nearest, QueryError>)>,
    chain: Asking<(World, Chain)>,
    scene: Asking<Arc<Scene>>,
    scene_of: Option<(SceneRequest, u64, Lang)>,
    index: Asking<SearchIndex>,
    search: Asking<Finds>,
    sought: Option<Sought>,
    file: File,
    /// The world's revision, and by road the minute, when the nearest was asked.
    asked_at: (u64, Option<i64>),
    made: Made,
}

/// What is searched for, from where, in which language.
#[derive(Clone, Debug)]
struct Sought {
    text: String,
    from: Option<Position>,
    now: Timestamp,
    words: Arc<Words>,
}

/// Views made once and kept until the world or the language changes.
#[derive(Debug, Default)]
struct Made {
    /// The revision of the world they are made of.
    of: u64,
    tree: LayerTree,
    nearest: Option<NearestView>,
    kinds: Vec<AskedKind>,
}

impl Sight {
    /// Starts on a world, with the layers that its catalogue and the seat's `choices` turn off.
    pub fn start(&mut self, world: &World, choices: &BTreeMap<String, bool>, words: &Words) {
        *self = Self::default();
        self.hidden = layers::hidden_at_first(world).collect();
        for (kind, on) in choices {
            self.show(&[KindId::from(kind.as_str())], *on);
        }
        self.make(world, words);
    }

    /// Makes the views anew: the world or the language changed.
    pub fn make(&mut self, world: &World, words: &Words) {
        self.watch.make(world, words);
        self.looks.make(world.catalogue(), words.lang());
        self.made.of = world.revision();
        self.made.tree = layers::layers(world, words);
        self.made.kinds = nearest_view::asked_kinds(world, words);
        self.made.nearest = match self.nearest.answer() {
            Some((then, Ok(answer))) => Some(nearest_view::nearest(then, answer, words)),
            Some((_, Err(error))) => {
                Some(NearestView { why_none: Some(query_error(error, words)), ..NearestView::default() })
            }
            None => None,
        };
    }

    /// Turns kinds on or off.
    pub fn show(&mut self, kinds: &[KindId], on: bool) {
        for kind in kinds {
            if on {
                self.hidden.remove(kind);
                self.shown.insert(kind.clone());
            } else {
                self.hidden.insert(kind.clone());
                self.shown.remove(kind);
            }
        }
    }

    /// Shows of a kind what the zoom and its state call for.
    pub fn show_usual(&mut self, kind: &KindId) {
        self.hidden.remove(kind);
        self.shown.remove(kind);
    }

    /// Asks for the nearest from `from`, off the window's thread.
    pub fn ask(&mut self, world: &World, draft: &Draft, wake: &Wake) {
        let chosen = draft.kind.as_ref().and_then(|kind| world.catalogue().kind(kind.as_str())).map(AsRef::as_ref);
        let Some((from, kind)) = self.from.zip(chosen.or_else(|| nearest_view::asked_kind(world))) else { return };
        let takes_people = kind.has_role(Role::Shelter);
        let query = NearestQuery {
            kind: kind.id.clone(),
            from,
            k: ANSWERS,
            people: draft.people().filter(|_| takes_people),
            hazard: draft.hazard.clone().filter(|_| takes_people),
        };
        let world = world.clone();
        self.asked_at = (world.revision(), self.by_road.as_ref().map(ByRoad::minute));
        let here = world.clone();
        self.chain.ask("place", wake, move || {
            let chain = query::place_chain(&here, from);
            (here, chain)
        });
        let by_road = self.by_road.clone();
        self.nearest.ask("nearest", wake, move || {
            let ways = by_road.and_then(|by_road| by_road.ways(&world));
            let answer = match ways {
                Some(ways) => query::nearest_by_time(&world, &query, &ways),
                None => query::nearest(&world, &query),
            };
            (world, answer)
        });
    }

    /// Searches for a text, off the window's thread; distances are from `from`, states as at `now`.
    pub fn search(&mut self, text: &str, from: Option<Position>, now: Timestamp, words: &Arc<Words>, wake: &Wake) {
        let text = text.trim().to_owned();
        if text.is_empty() {
            self.search.clear();
            self.sought = None;
            return;
        }
        self.sought = Some(Sought { text, from, now, words: words.clone() });
        self.seek(wake);
    }

    /// Looks up what is sought, once there is an index.
    fn seek(&mut self, wake: &Wake) {
        let (Some(index), Some(sought)) = (self.index.answer(), &self.sought) else { return };
        let (index, Sought { text, from, now, words }) = (index.clone(), sought.clone());
        self.search.ask("search", wake, move || {
            let found = index.search(&text, FINDS);
            finds::finds(index.world(), &text, &found, from, now, &words)
        });
    }

    /// Keeps the index of names in step with the world, and what was found with the index.
    fn tend_index(&mut self, world: &World, wake: &Wake) {
        if self.index.poll() {
            self.seek(wake);
        }
        let known = self.index.answer();
        let same = known.is_some_and(|index| index.world().revision() == world.revision());
        if same || self.index.is_busy() {
            return;
        }
        let (world, known) = (world.clone(), known.cloned());
        self.index.ask("index", wake, move || SearchIndex::new(&world, known.as_ref(), &assets::spelling()));
    }

    /// Asks for the scene that the map's view needs, off the window's thread, when it is not the last one.
    pub fn ask_scene(&mut self, world: &World, map: &MapPanel, now: Timestamp, words: &Arc<Words>, wake: &Wake) {
        let request = map.ask(self.request(now));
        let wanted = (request, world.revision(), words.lang());
        if self.scene.is_busy() || self.scene_of.as_ref() == Some(&wanted) {
            return;
        }
        let (world, words, request) = (world.clone(), words.clone(), wanted.0.clone());
        self.scene_of = Some(wanted);
        self.scene.ask("scene", wake, move || Arc::new(scene::scene(&world, &request, &words)));
    }

    /// What is to be shown, wherever the map looks.
    pub fn request(&self, now: Timestamp) -> SceneRequest {
        // What was plotted holds to the minute: the scene is made anew when one turns.
        let minute = Timestamp::from_second(now.as_second().div_euclid(60) * 60).unwrap_or(now);
        SceneRequest {
            now: Some(minute),
            hidden: self.hidden.clone(),
            shown: self.shown.clone(),
            looks: self.looks.all().clone(),
            hidden_overlays: self.hidden_overlays.clone(),
            selected: self.selected.clone(),
            pulsing: self.watch.pulsing().clone(),
            highlighted: self.watch.highlighted().clone(),
            // While a way is looked at, the lines to the answers would only hide it.
            asked: self.answer().filter(|_| self.travelled.is_none()).map(|answer| {
                let mut asked = Asked::from(answer);
                // A map full of crosses hides the answer: as many are crossed out as are listed.
                asked.passed_over.truncate(PASSED_LISTED);
                asked
            }),
            inside: self.exposed.clone().or_else(|| self.lists.outline()),
            travelled: self.travelled.clone(),
            storm: self.storm.clone(),
            ..SceneRequest::default()
        }
    }

    /// The scene to paint; an empty one until the first is made.
    pub fn scene(&self) -> Arc<Scene> {
        self.scene.answer().cloned().unwrap_or_default()
    }

    /// Takes in answers, and asks again when the world has moved on since; `true` when the answer to a question
    /// came. Never waits.
    pub fn poll(&mut self, world: &World, draft: &Draft, now: Timestamp, words: &Words, wake: &Wake) -> bool {
        self.watch.poll(world, now, words, wake);
        self.search.poll();
        self.tend_index(world, wake);
        self.chain.poll();
        self.file.poll();
        self.scene.poll();
        let came = self.nearest.poll();
        // What was added or taken away changes the counts, and which kinds there are at all.
        if came || self.made.of != world.revision() {
            self.make(world, words);
        }
        let asked = (world.revision(), self.by_road.as_ref().map(ByRoad::minute));
        if self.from.is_some() && !self.nearest.is_busy() && self.asked_at != asked {
            self.ask(world, draft, wake);
        }
        came
    }

    /// What must be in view to read the answer: the place asked from and the answers.
    pub fn needed(&self) -> Option<Bounds> {
        let answer = self.answer()?;
        let from = Bounds::of(answer.query.from.lon(), answer.query.from.lat());
        let places = answer.answers.iter().map(|answer| answer.position);
        Some(places.fold(from, |bounds, at| bounds.with(at.lon(), at.lat())))
    }

    /// Puts the question away.
    pub fn forget_question(&mut self) {
        self.from = None;
        self.nearest.clear();
        self.chain.clear();
        self.made.nearest = None;
    }

    /// The layer tree.
    pub const fn tree(&self) -> &LayerTree {
        &self.made.tree
    }

    /// The answer in words; `None` while there is none.
    pub const fn nearest(&self) -> Option<&NearestView> {
        self.made.nearest.as_ref()
    }

    /// The kinds that the nearest can be asked of.
    pub fn asked_kinds(&self) -> &[AskedKind] {
        &self.made.kinds
    }

    /// The answer as data, for the map.
    pub fn answer(&self) -> Option<&Nearest> {
        self.nearest.answer().and_then(|(_, answer)| answer.as_ref().ok())
    }

    /// The table that stands under the map; `None`: it is folded.
    pub fn table_shown(&self) -> Option<table::Shown<'_>> {
        let lists = &self.lists;
        let request = lists.wanted.as_ref()?;
        let (only, selected) = (lists.only_name.as_deref(), self.selected.as_ref());
        Some(table::Shown { request, table: lists.table(), only, selected })
    }

    /// What was found.
    pub const fn found(&self) -> Option<&Finds> {
        self.search.answer()
    }

    /// The place that was asked about and who answers for it; `None` while that is computed.
    pub fn chain(&self) -> Option<&(World, Chain)> {
        self.chain.answer().filter(|(_, chain)| Some(chain.at) == self.from)
    }

    /// Whether anything is being looked for.
    pub const fn is_busy(&self) -> bool {
        self.nearest.is_busy() || self.index.is_busy() || self.search.is_busy() || self.scene.is_busy()
    }

    /// Where what is selected is; of a line or an area a position that stands for it.
    pub fn place(&self, world: &World) -> Option<Position> {
        let object = world.object(self.selected.as_ref()?)?;
        middle_of(object.geometry.as_ref()?)
    }

    /// The card of what is selected; an object that is gone is no longer selected.
    pub fn card(&mut self, world: &World, unmask: bool, now: Timestamp, words: &Words) -> Option<Arc<Card>> {
        let card = self.file.card(world, self.selected.as_ref()?, unmask, now, words);
        if card.is_none() {
            self.selected = None;
        }
        card
    }

    /// Asks what happened to what is selected, off the window's thread, when it is not known yet.
    pub fn ask_history(&mut self, file: &Path, world: &World, now: Timestamp, wake: &Wake) {
        if let Some(object) = &self.selected {
            self.file.ask(file, world, object, now, wake);
        }
    }

    /// What happened to what is selected, the latest first.
    pub fn history(&self) -> &[JournalRow] {
        self.file.history()
    }
}

fn query_error(error: &QueryError, words: &Words) -> String {
    match error {
        QueryError::NoKind(kind) => words.with("query-no-kind", &[("kind", kind.as_str())]),
        QueryError::NoHazard(hazard, known) => {
            words.with("query-no-hazard", &[("hazard", hazard.as_str()), ("known", &known.join(", "))])
        }
    }
}
