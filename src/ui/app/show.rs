//! What the window shows this frame: views made of the world, the journal and the machine.

use std::sync::Arc;

use eframe::egui::{FontId, Ui};

use crate::{
    app::Operation,
    domain::{
        model::KindId,
        view::{
            alarms::Line,
            card::Card,
            chain::{self, ChainView},
            form as forms, format,
            journal::JournalLine,
            nearest::position,
            signals::Chip,
        },
        world::World,
    },
    ui::{
        app::{App, fill},
        keeping,
        panels::{
            files::{Files, Known},
            form::Asked,
            journal::Journal,
            layer,
            settings::Prefers,
            status::Status,
            strip::Cell,
            tools,
            top::Top,
        },
        screens::{
            desk::{self, Choice, Extra, Kept, Memory, Shown, Side},
            wall,
        },
        seat,
        sight::Sight,
        watch::Listed,
    },
};

impl App {
    /// Draws the desk and returns what was chosen.
    pub(super) fn show(&mut self, ui: &mut Ui) -> Vec<Choice> {
        let now = self.clock.now();
        let (top, status) = (self.top(), self.status(ui));
        let Some(operation) = self.seat.operation() else { return self.show_absent(ui, top, status) };
        let world = operation.world();
        let watch = &mut self.sight.watch;
        let (cells, alarms) = (watch.cells(now, &self.words), watch.alarms(now, &self.words));
        let signals = watch.chips(world, now, &self.words);
        if self.memory.wall {
            self.show_on_wall(ui, top, (&cells, &signals), &alarms);
            return Vec::new();
        }
        let unmasked = self.memory.card.unmasked;
        self.memory.card.unsaved = self.sight.selected.as_ref().is_some_and(|object| self.memory.form.has(object));
        let form = fill::view(&mut self.memory.form, world, unmasked, now, &self.words);
        let (asked, removal) = (self.memory.form.asked.clone(), self.memory.form.removal().cloned());
        let addable = match &asked {
            Some(Asked::Kind { at, .. }) => forms::addable(world.catalogue(), at.is_some(), &self.words),
            _ => Vec::new(),
        };
        let card = self.sight.card(world, self.memory.card.unmasked, now, &self.words);
        let journal = seat::journal(operation, &self.prefs.settings.actor, now, &self.words);
        let here = self.here();
        let at = self.sight.place(world).or(self.sight.from);
        let history = seat::lines(self.sight.history(), now, &self.words);
        let bookmarks = self.bookmark_names();
        let filling = match &asked {
            Some(Asked::Removal(_)) => Some(Side::Removal(removal.as_ref())),
            Some(_) => Some(Side::Kinds(&addable)),
            None => form.as_ref().map(Side::Form),
        };
        let filling = filling.or_else(|| asked_for(&self.memory, world).filter(|_| card.is_none()));
        let side = filling.unwrap_or_else(|| looked_at(&self.sight, card.as_deref(), &history));
        let shown = Shown {
            top,
            status,
            notice: self.notice.as_ref(),
            cells: &cells,
            signals: &signals,
            alarms: &alarms,
            district: Some(self.sight.tree()),
            files: self.files(),
            prefers: self.prefers(),
            scene: self.sight.scene(),
            hidden: &self.sight.hidden,
            whole: &self.sight.shown,
            overlays_off: &self.sight.hidden_overlays,
            filters: self.sight.looks.filters(),
            layer: looked_at_layer(&self.sight, self.memory.layer.kind.as_ref()),
            bookmarks: &bookmarks,
            found: self.sight.found(),
            here: here.as_ref(),
            at,
            side,
            kit: self.kit(),
            table: self.sight.table_shown(),
            journal: &journal,
            can_save: self.prefs.folders.is_some(),
            kept: self.kept(),
        };
        desk::ui(ui, &shown, &mut self.memory, &self.words)
    }

    /// Draws the big screen.
    fn show_on_wall(&mut self, ui: &mut Ui, top: Top, (cells, signals): (&[Cell], &[Chip]), alarms: &[Line]) {
        let (situation, scene) = (self.sight.watch.situation(), self.sight.scene());
        let shown = wall::Shown { top, cells, situation, signals, alarms, scene };
        wall::ui(ui, &shown, &mut self.memory.map, &self.words);
    }

    /// What the place clicked is: its township, village, grids and persons.
    fn here(&self) -> Option<ChainView> {
        let (world, known) = self.sight.chain()?;
        Some(chain::chain(world, known, &self.memory.here.unmasked, &self.words))
    }

    /// Draws what there is without a district.
    fn show_absent(&mut self, ui: &mut Ui, top: Top, status: Status) -> Vec<Choice> {
        let (files, prefers) = (self.files(), self.prefers());
        let shown = Shown {
            top,
            status,
            notice: self.notice.as_ref(),
            cells: &[],
            signals: &[],
            alarms: &[],
            district: None,
            files,
            prefers,
            scene: Arc::default(),
            hidden: &self.sight.hidden,
            whole: &self.sight.shown,
            overlays_off: &self.sight.hidden_overlays,
            filters: self.sight.looks.filters(),
            layer: layer::Shown::default(),
            bookmarks: &[],
            found: None,
            here: None,
            at: None,
            side: Side::Hint,
            kit: tools::Kit::default(),
            table: None,
            journal: &Journal::default(),
            can_save: false,
            kept: self.kept(),
        };
        desk::ui(ui, &shown, &mut self.memory, &self.words)
    }

    fn top(&self) -> Top {
        let meta = self.seat.operation().map(Operation::meta);
        Top {
            title: meta.map_or_else(
                || self.words.get("app-name"),
                |meta| self.words.with("top-title", &[("district", meta.district_name.as_str())]),
            ),
            sample: meta.is_some_and(|meta| meta.sample),
            district: meta.is_some(),
            exercise: meta.is_some_and(|meta| meta.exercise),
            filtered: self.filtered(),
            troubles: self.memory.boarding.troubles().len(),
            response: self.response_standing(),
            clock: format::day_time(self.clock.now()),
            dark: self.prefs.settings.dark,
        }
    }

    /// The layers of which only some are shown, by name.
    fn filtered(&self) -> Vec<String> {
        let Some(operation) = self.seat.operation() else { return Vec::new() };
        let catalogue = operation.world().catalogue();
        let kinds = self.sight.looks.filters().keys().filter_map(|kind| catalogue.kind(kind.as_str()));
        kinds.map(|kind| kind.name(self.words.lang()).to_owned()).collect()
    }

    fn status(&mut self, ui: &Ui) -> Status {
        let background = self.background_line();
        let operation = self.seat.operation();
        let no_chinese = !ui.ctx().fonts_mut(|fonts| fonts.has_glyphs(&FontId::default(), "避灾"));
        Status {
            position: self.memory.pointer.map(position),
            scale: operation.map(|_| {
                let scale = format::number(self.memory.map.view().scale_denominator().round() as i64);
                self.words.with("status-scale", &[("scale", scale)])
            }),
            file: operation.and_then(|operation| Some(operation.path().file_name()?.to_string_lossy().into_owned())),
            read_only: operation.and_then(|operation| seat::read_only(operation, &self.words)),
            busy: self.busy(),
            background,
            feeds: self.feed_lines(),
            lacks: no_chinese.then(|| self.words.get("status-no-chinese-font")),
        }
    }

    /// What is under way.
    fn busy(&self) -> Option<String> {
        let saving = self.seat.operation().is_some_and(Operation::is_busy);
        let ids = [(saving, "status-saving"), (self.pictures.is_busy(), "picture-making")];
        let one = ids.into_iter().find(|(on, _)| *on).map(|(_, id)| self.words.get(id));
        one.or_else(|| self.memory.offline.status(&self.words))
    }

    /// How it stands with the district, and the ways to another.
    fn files(&self) -> Files {
        let standing = self.seat.standing(self.sight.tree().objects, &self.words);
        Files { standing, recent: self.recent(), sample: self.prefs.folders.is_some() }
    }

    /// The districts opened before, but for the one that is open.
    fn recent(&self) -> Vec<Known> {
        let open = self.seat.operation().map(Operation::path);
        let others = self.prefs.settings.recent.iter().filter(|file| Some(file.as_path()) != open);
        others.map(|file| Known { file: file.clone(), missing: self.recent.is_missing(file) }).collect()
    }

    /// Asks whether the districts opened before are still there, when the list of them comes up.
    pub(super) fn tend_recent(&mut self) {
        let listed = self.memory.extra == Some(Extra::Files) || self.sight.tree().objects == 0;
        self.recent.tend(&self.prefs.settings.recent, listed, &self.wake);
    }

    /// What the panels of records and copies show.
    fn kept(&self) -> Kept {
        let folder = keeping::folder(&self.prefs.settings, self.prefs.folders.as_ref());
        let world = self.seat.operation().map(Operation::world);
        let pages = self.memory.keeping.page().filter(|_| self.memory.extra == Some(Extra::Records));
        let kinds = pages.into_iter().flat_map(|page| &page.kinds).map(|id| {
            let kind = world.and_then(|world| world.catalogue().kind(id.as_str()));
            (id.to_string(), kind.map_or_else(|| id.to_string(), |kind| kind.name(self.words.lang()).to_owned()))
        });
        let ready = (self.memory.extra == Some(Extra::Ready)).then(|| self.ready_lines()).flatten();
        Kept {
            folder: folder.map(|folder| folder.display().to_string()),
            kinds: kinds.collect(),
            ready,
            now: self.clock.now(),
        }
    }

    pub(super) fn prefers(&self) -> Prefers {
        Prefers {
            text_scale: self.prefs.settings.text_scale,
            motion: self.prefs.settings.motion,
            dark: self.prefs.settings.dark,
        }
    }
}

/// A way, a reach, a report, households or a plan that is asked for.
fn asked_for<'w>(memory: &Memory, world: &'w World) -> Option<Side<'w>> {
    let boarding = &memory.boarding;
    let all = [
        (memory.travel.mode.is_some(), Side::Travel),
        (boarding.entry.pasting || boarding.entry.form.is_some(), Side::Reporting(world)),
        (boarding.ticking.is_some(), Side::Ticking),
        (boarding.merging.is_some(), Side::Merging),
        (boarding.homing.is_some(), Side::Homing),
        (memory.evacuating.of.is_some(), Side::Evacuation),
        (memory.exposing.is_open(), Side::Exposure),
        (memory.responding.open, Side::Response),
        (memory.raining.open, Side::Rain),
        (memory.storming.open, Side::Storm),
    ];
    all.into_iter().find(|(on, _)| *on).map(|(_, side)| side)
}

/// The settings of a layer.
fn looked_at_layer<'a>(sight: &'a Sight, kind: Option<&KindId>) -> layer::Shown<'a> {
    let Some(kind) = kind else { return layer::Shown::default() };
    layer::Shown { view: sight.looks.view(kind), look: sight.looks.of(kind) }
}

/// What is looked at: a card before a range, a range before the nearest, these before a list.
fn looked_at<'a>(sight: &'a Sight, card: Option<&'a Card>, history: &'a [JournalLine]) -> Side<'a> {
    match (card, sight.lists.within(), sight.from) {
        (Some(card), _, _) => Side::Card(card, history),
        (None, Some((inside, view)), _) => Side::Within { asked: &inside.name, view },
        (None, None, Some(_)) => Side::Nearest { view: sight.nearest(), kinds: sight.asked_kinds() },
        (None, None, None) => match (sight.watch.listed(), sight.watch.rows()) {
            (Listed::Figure(_), Some(rows)) => Side::Rows(rows),
            (Listed::Alarms, _) => Side::Alarms,
            _ => Side::Hint,
        },
    }
}
