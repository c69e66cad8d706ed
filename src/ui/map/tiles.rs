//! The background under the district: tiles fetched by `io::tiles`, painted by `walkers` as the lowest layers.
//!
//! Each frame says which tiles it shows, the middle of the view first; those that are not there are shown as a part
//! of a coarser one until they come. Nothing here waits.

mod sheet;
mod vector;

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use eframe::egui::{Context, Painter, Rect, Theme as EguiTheme};
use jiff::Timestamp;
use walkers::Map;

use crate::{
    app::Clock,
    domain::{
        place::Datum,
        view::{
            drawing::Canvas,
            palette::{Palette, Theme},
            shape::PxRect,
        },
    },
    io::{
        settings::Folders,
        tiles::{
            ArchiveInfo, Loader, Setup, State, TileChoice, TileSource, Trouble, Wish, cache::Cache, decode::Reader,
            fetch::Limits, themes::Themes,
        },
    },
    ui::map::tiles::sheet::Sheet,
};

/// What tiles may take on the graphics card, bytes.
const MOST_BYTES: usize = 192 * 1024 * 1024;
/// Tiles taken over a frame: each is uploaded in it.
const A_FRAME: usize = 12;
/// How solid photographs are on dark ground, so that symbols stand off them.
const DIMMED: f32 = 0.72;

/// The background map.
#[derive(Default)]
pub struct Background {
    served: Option<(TileChoice, Theme)>,
    running: Option<Running>,
    /// Why what was chosen cannot be asked.
    wrong: Option<Trouble>,
    cache: Option<Arc<Cache>>,
    themes: Option<Themes>,
    opacity: f32,
    frame: u64,
}

/// A source under way.
struct Running {
    source: TileSource,
    loader: Loader,
    sheets: Vec<Sheet>,
    info: Option<ArchiveInfo>,
}

impl std::fmt::Debug for Background {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Background").field("source", &self.running.as_ref().map(|running| &running.source.id)).finish()
    }
}

/// How the background does, for people to see.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BackgroundState {
    /// Whether one was chosen.
    pub on: bool,
    /// What is in the way, and since when.
    pub trouble: Option<(Trouble, Option<Timestamp>)>,
    /// How many tiles of the view are still to come.
    pub waiting: usize,
    /// When a tile last came from the server.
    pub last_good: Option<Timestamp>,
    /// Whether tiles kept from before are shown for want of new ones.
    pub kept: bool,
    /// Whether the view is covered by tiles.
    pub covered: bool,
}

impl Background {
    /// Shows what was chosen, from now on. Never waits.
    pub fn serve(&mut self, ctx: &Context, choice: &TileChoice, folders: Option<&Folders>, clock: &Clock) {
        self.opacity = choice.opacity.clamp(0.1, 1.0);
        if let Some(cache) = &self.cache {
            cache.allow(choice.disk_bytes());
        }
        let theme = if ctx.theme() == EguiTheme::Dark { Theme::Dark } else { Theme::Light };
        let same = |(served, of): &(TileChoice, Theme)| *of == theme && is_same_map(served, choice);
        if self.served.as_ref().is_some_and(same) {
            return;
        }
        self.served = Some((choice.clone(), theme));
        (self.running, self.wrong) = (None, None);
        match TileSource::chosen(choice) {
            Ok(None) => {}
            Ok(Some(source)) => self.running = self.start(ctx, source, choice, (theme, folders, clock)),
            Err(trouble) => self.wrong = Some(trouble),
        }
    }

    fn start(
        &mut self,
        ctx: &Context,
        source: TileSource,
        choice: &TileChoice,
        (theme, folders, clock): (Theme, Option<&Folders>, &Clock),
    ) -> Option<Running> {
        if self.cache.is_none() {
            self.cache = folders.map(|folders| Arc::new(Cache::new(folders.tiles(), choice.disk_bytes())));
        }
        let themes = self.themes.get_or_insert_with(Themes::shipped).clone();
        let palette = Palette::of(theme);
        let night = (theme == Theme::Dark && !source.imagery).then_some(palette.map.outside.rgb);
        let (clock, waker) = (clock.clone(), ctx.clone());
        let setup = Setup {
            source: source.clone(),
            keys: choice.keys.clone(),
            reader: Reader { themes, night },
            cache: self.cache.clone(),
            limits: Limits::default(),
            now: Arc::new(move || clock.now()),
            wake: Arc::new(move || waker.request_repaint()),
        };
        let sheets = (0..source.layers.len()).map(|_| Sheet::new(source.zooms)).collect();
        match Loader::start(setup) {
            Ok(loader) => Some(Running { source, loader, sheets, info: None }),
            Err(error) => {
                tracing::error!(%error, "no thread for the background map");
                None
            }
        }
    }

    /// Where tiles are kept: one for all that fetch, so that its room is counted once.
    pub const fn cache(&self) -> Option<&Arc<Cache>> {
        self.cache.as_ref()
    }

    /// The datum of the tiles: the map is drawn in it.
    pub fn datum(&self) -> Datum {
        self.running.as_ref().map_or(Datum::Wgs84, |running| running.source.datum)
    }

    /// Whom the map is by, when it is seen.
    pub fn attribution(&self) -> &str {
        if !self.covers() {
            return "";
        }
        let said = |running: &Running| running.source.attribution.is_empty();
        match &self.running {
            Some(running) if !said(running) => &running.source.attribution,
            Some(running) => running.info.as_ref().map_or("", |info| &info.attribution),
            None => "",
        }
    }

    /// West, south, east, north of the file that is shown, when it says so.
    pub fn extent(&self) -> Option<[f64; 4]> {
        self.running.as_ref()?.info.as_ref()?.bounds
    }

    /// Whether tiles lie under the view as it was last drawn: the district's own base map steps back.
    pub fn covers(&self) -> bool {
        self.running.as_ref().and_then(|running| running.sheets.first()).is_some_and(Sheet::covers)
    }

    /// Whether names of places are on the tiles in view.
    pub fn is_named(&self) -> bool {
        self.covers() && self.running.as_ref().is_some_and(|running| running.source.named)
    }

    /// How it does.
    pub fn state(&self) -> BackgroundState {
        let Some(running) = &self.running else {
            let trouble = self.wrong.map(|trouble| (trouble, None));
            return BackgroundState { on: trouble.is_some(), trouble, ..BackgroundState::default() };
        };
        let health = running.loader.health();
        let trouble = health.iter().find_map(|layer| match layer.state {
            State::Troubled(trouble, since) => Some((trouble, since)),
            _ => None,
        });
        BackgroundState {
            on: true,
            trouble,
            waiting: health.iter().map(|layer| layer.waiting).sum(),
            last_good: health.iter().filter_map(|layer| layer.last_good).max(),
            kept: health.iter().any(|layer| layer.kept),
            covered: self.covers(),
        }
    }

    /// Takes over what came since the last frame.
    pub(super) fn begin(&mut self, ctx: &Context, palette: &Palette) {
        self.frame += 1;
        let Some(running) = &mut self.running else { return };
        if running.info.is_none() {
            running.info = running.loader.info(0);
            if let (Some(info), Some(sheet)) = (&running.info, running.sheets.first_mut()) {
                sheet.zooms = info.zooms;
            }
        }
        for sheet in &mut running.sheets {
            sheet.begin(self.frame);
        }
        let came = running.loader.take(A_FRAME);
        if came.len() == A_FRAME {
            ctx.request_repaint();
        }
        for loaded in came {
            if let Some(sheet) = running.sheets.get_mut(loaded.wish.layer) {
                sheet.put(ctx, loaded, palette);
            }
        }
    }

    /// Lays the tiles under everything else on the map.
    pub(super) fn under<'a, 'b: 'a, 'c>(&'b mut self, map: Map<'a, 'b, 'c>, palette: &Palette) -> Map<'a, 'b, 'c> {
        let Some(running) = &mut self.running else { return map };
        let dimmed = running.source.imagery && palette.theme == Theme::Dark;
        let opacity = self.opacity * if dimmed { DIMMED } else { 1.0 };
        running.sheets.iter_mut().enumerate().fold(map, |map, (index, sheet)| {
            // Names over photographs are not dimmed with them.
            map.with_layer(sheet, if index == 0 { opacity } else { self.opacity })
        })
    }

    /// Says which tiles are wanted, after they were drawn, and lets go of what has not been seen for long.
    pub(super) fn end(&mut self) {
        let Some(running) = &mut self.running else { return };
        let mut wishes: Vec<Wish> = Vec::new();
        for coarse in [false, true] {
            for (layer, sheet) in running.sheets.iter().enumerate() {
                wishes.extend(sheet.wanted(coarse).map(|tile| Wish { layer, tile }));
            }
        }
        let mut seen = HashSet::new();
        wishes.retain(|wish| seen.insert(*wish));
        running.loader.want(&wishes);
        let mut bytes: usize = running.sheets.iter().map(Sheet::bytes).sum();
        if bytes > MOST_BYTES {
            let mut all: BTreeMap<(u64, usize), Vec<_>> = BTreeMap::new();
            for (index, sheet) in running.sheets.iter().enumerate() {
                for (tile, used, size) in sheet.held() {
                    all.entry((used, index)).or_default().push((tile, size));
                }
            }
            for ((used, index), tiles) in all {
                if used >= self.frame || bytes <= MOST_BYTES * 9 / 10 {
                    break;
                }
                for (tile, size) in tiles {
                    running.sheets.get_mut(index).into_iter().for_each(|sheet| sheet.drop_tile(tile));
                    bytes = bytes.saturating_sub(size);
                }
            }
        }
    }

    /// Writes the names of vector tiles, where nothing is taken.
    pub(super) fn names(&self, painter: &Painter, rect: Rect, canvas: &Canvas<'_>, taken: Vec<PxRect>) {
        if let Some(sheet) = self.running.as_ref().and_then(|running| running.sheets.first()) {
            vector::names(painter, rect, canvas, sheet.names(), taken);
        }
    }
}

/// Whether two choices show the same map: how solid it is can change while it stands.
fn is_same_map(a: &TileChoice, b: &TileChoice) -> bool {
    a.source == b.source && a.annotation == b.annotation && a.keys == b.keys && (a.own == b.own && a.file == b.file)
}
