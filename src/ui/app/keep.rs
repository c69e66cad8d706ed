//! Records and copies: the journal's page, backups, readiness, who sits here, the first page.

use eframe::egui;

use crate::{
    app::{Command, Operation},
    domain::{model::ObjectRef, view::ready},
    io::settings::Settings,
    ui::{
        app::App,
        keeping,
        panels::{backups, first, ready as ready_panel, records, seat},
        screens::desk::Extra,
    },
};

/// What was chosen among records and copies.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// In the whole journal.
    Records(records::Choice),
    /// Among the backups.
    Backups(backups::Choice),
    /// In the readiness check.
    Ready(ready_panel::Choice),
    /// Who sits here, and the folders.
    Seat(seat::Choice),
    /// One of these is called up.
    Call(Extra),
}

impl App {
    /// Takes in what was asked of the disk, and asks for what is shown. Never waits.
    pub(super) fn tend_keeping(&mut self) {
        let stale = self.memory.keeping.poll(&self.words);
        let Some(operation) = self.seat.operation() else { return };
        let keeping = &mut self.memory.keeping;
        keeping.tend(operation, &self.prefs, &self.clock, &self.wake);
        if self.memory.extra == Some(Extra::Records) {
            keeping.ask_page(operation.path(), operation.world().revision(), &self.wake);
        }
        if stale && self.memory.extra == Some(Extra::Backups) {
            self.look_for_backups();
        }
    }

    fn look_for_backups(&mut self) {
        let folder = keeping::folder(&self.prefs.settings, self.prefs.folders.as_ref());
        if let (Some(operation), Some(folder)) = (self.seat.operation(), folder) {
            self.memory.keeping.ask_backups(operation.path(), folder, &self.wake);
        }
    }

    pub(super) fn choose_keeping(&mut self, choice: Choice) {
        match choice {
            Choice::Call(extra) => self.call_keeping(extra),
            Choice::Records(records::Choice::Close)
            | Choice::Backups(backups::Choice::Close)
            | Choice::Ready(ready_panel::Choice::Close) => self.memory.extra = None,
            Choice::Records(records::Choice::Go(object)) => self.go_to(object),
            Choice::Records(records::Choice::Csv) => {
                if let Some(operation) = self.seat.operation() {
                    let (folders, now) = (self.prefs.folders.as_ref(), self.clock.now());
                    self.memory.keeping.export(operation.path(), folders, now, &self.words, &self.wake);
                }
            }
            Choice::Backups(choice) => self.choose_backup(choice),
            Choice::Ready(ready_panel::Choice::Again) => self.look_ready(),
            Choice::Seat(choice) => self.choose_seat(choice),
        }
    }

    /// Calls one of the panels up, with what it shows asked for anew.
    fn call_keeping(&mut self, extra: Extra) {
        self.memory.keeping.forget();
        self.memory.extra = Some(extra);
        match extra {
            Extra::Backups => self.look_for_backups(),
            Extra::Ready => self.look_ready(),
            _ => {}
        }
    }

    /// Looks at an object of the journal where it is; one that is gone is said.
    fn go_to(&mut self, object: ObjectRef) {
        let there = self.seat.operation().is_some_and(|operation| operation.world().object(&object).is_some());
        if there {
            self.sight.selected = Some(object);
            self.memory.card = Default::default();
            self.centre();
        } else {
            self.memory.keeping.said = Some(self.words.get("records-said-gone"));
        }
    }

    fn choose_backup(&mut self, choice: backups::Choice) {
        let folder = keeping::folder(&self.prefs.settings, self.prefs.folders.as_ref());
        let (Some(operation), now) = (self.seat.operation(), self.clock.now()) else { return };
        let keeping = &mut self.memory.keeping;
        match (choice, folder) {
            (backups::Choice::Make, Some(folder)) => keeping.make(operation.path(), folder, now, &self.wake),
            (backups::Choice::Share, _) => {
                keeping.share(operation.path(), self.prefs.folders.as_ref(), now, &self.wake);
            }
            (backups::Choice::Ask(file), _) => keeping.asked = file,
            (backups::Choice::Restore(file), _) => {
                keeping.forget();
                keeping.restoring = true;
                self.submit(Command::Restore(file));
            }
            (backups::Choice::Settings, _) => self.memory.extra = Some(Extra::Settings),
            (backups::Choice::Close | backups::Choice::Make, _) => {}
        }
    }

    fn look_ready(&mut self) {
        self.memory.keeping.ask_facts(self.seat.operation(), &self.prefs, &self.wake);
    }

    /// The readiness check in words.
    pub(super) fn ready_lines(&self) -> Option<Vec<ready::ReadyLine>> {
        let facts = self.memory.keeping.facts()?;
        Some(ready::ready(facts, self.clock.now(), &self.words))
    }

    fn choose_seat(&mut self, choice: seat::Choice) {
        match choice {
            seat::Choice::Keep => self.keep_seat(),
            seat::Choice::Hours(hours) => {
                self.prefs.change(|settings| settings.backups.hours = hours);
                self.fill_seat();
            }
            seat::Choice::Background => self.memory.background.turn(),
            seat::Choice::Backups => self.call_keeping(Extra::Backups),
            seat::Choice::Records => self.call_keeping(Extra::Records),
            seat::Choice::Ready => self.call_keeping(Extra::Ready),
        }
    }

    /// Puts into the fields what is set.
    pub(super) fn fill_seat(&mut self) {
        let shown = |path: Option<&std::path::PathBuf>| path.map(|path| path.display().to_string()).unwrap_or_default();
        let Settings { actor, backups, catalogue, .. } = &self.prefs.settings;
        let folders = self.prefs.folders.as_ref();
        let usual = [folders.map(|folders| folders.backups()), folders.map(|folders| folders.catalogue())];
        self.memory.keeping.seat = seat::Draft {
            actor: actor.clone(),
            backups: shown(backups.folder.as_ref()),
            catalogue: shown(catalogue.as_ref()),
            hours: backups.hours,
            usual: usual.map(|path| shown(path.as_ref())),
        };
    }

    /// Keeps what was typed. Who signs and what the catalogue is are read on opening: the file is opened anew.
    fn keep_seat(&mut self) {
        let typed = self.memory.keeping.seat.clone();
        let path = |text: &str| Some(text.trim()).filter(|text| !text.is_empty()).map(Into::into);
        let (actor, catalogue) = (typed.actor.trim().to_owned(), path(&typed.catalogue));
        let anew =
            (!actor.is_empty() && actor != self.prefs.settings.actor) || catalogue != self.prefs.settings.catalogue;
        self.prefs.change(|settings| {
            if !actor.is_empty() {
                settings.actor = actor;
            }
            settings.catalogue = catalogue;
            settings.backups.folder = path(&typed.backups);
        });
        self.fill_seat();
        if let Some(file) = self.seat.operation().map(Operation::path).filter(|_| anew) {
            self.open(file.to_owned());
        }
    }

    /// Whether the first page is due: nothing is remembered of this seat.
    pub(super) fn greet(&mut self) {
        let settings = &self.prefs.settings;
        if self.prefs.folders.is_some() && !settings.welcomed && settings.recent.is_empty() {
            self.memory.keeping.first = Some(settings.actor.clone());
        }
    }

    /// Draws the first page while it is due.
    pub(super) fn show_first(&mut self, ctx: &egui::Context) {
        let prefers = self.prefers();
        let Some(actor) = &mut self.memory.keeping.first else { return };
        match first::ui(ctx, prefers, actor, &self.words) {
            None => {}
            Some(first::Choice::Lang(lang)) => self.speak(lang),
            Some(first::Choice::Dark(dark)) => self.dress(ctx, dark),
            Some(first::Choice::TextScale(scale)) => self.size_text(scale),
            Some(first::Choice::Start) => {
                self.welcomed();
            }
            Some(first::Choice::Own) => {
                self.welcomed();
                self.memory.extra = Some(Extra::Files);
            }
        }
    }

    /// The first page was seen; `false`: it was not shown.
    pub(super) fn welcomed(&mut self) -> bool {
        let Some(actor) = self.memory.keeping.first.take() else { return false };
        self.prefs.change(|settings| settings.welcomed = true);
        self.fill_seat();
        self.memory.keeping.seat.actor = actor;
        self.keep_seat();
        true
    }
}
