//! The township board: what opens it and what becomes of a choice.

use std::path::PathBuf;

use crate::{
    app::{Command, board::BoardCommand, returning::ReturningCommand},
    domain::{
        catalogue::Tone,
        edit::Action,
        model::{KindId, ObjectRef},
        place::bounds,
        query::{Whose, name_of},
        view::projection::Bounds,
    },
    ui::{
        app::App,
        boarding::{Homing, Merging},
        evacuating::OutOf,
        here::Here,
        panels::{arrivals, board, homing, merging, notice::Notice, reporting},
        screens::desk::Memory,
    },
};

impl App {
    /// Opens the board, or folds it.
    pub(super) fn turn_board(&mut self) {
        let boarding = &mut self.memory.boarding;
        boarding.open = !boarding.open;
        if !boarding.open {
            boarding.close_side();
            // A plan that was made beside the board has the whole map now.
            if let Some(bounds) = self.memory.evacuating.bounds() {
                self.memory.map.fit(bounds);
            }
        }
    }

    /// Keeps the board in step. Never waits.
    pub(super) fn poll_board(&mut self) {
        self.with_desk(|memory, here| memory.boarding.poll(here));
        match self.memory.boarding.merging.as_mut().and_then(Merging::made) {
            Some(Some(draft)) => self.submit(Command::Put(draft)),
            Some(None) => self.notice = Some(Notice::new(self.words.get("merging-nothing"), Tone::Normal)),
            None => {}
        }
    }

    /// Works on what the desk remembers, with what it has open. Nothing is done without a district.
    pub(super) fn with_desk(&mut self, work: impl FnOnce(&mut Memory, Here<'_>)) {
        let Some(operation) = self.seat.operation() else { return };
        let travel = self.memory.travel.shared().clone();
        let here = Here {
            world: operation.world(),
            file: operation.path(),
            travel: &travel,
            clock: &self.clock,
            words: &self.words,
            wake: &self.wake,
        };
        work(&mut self.memory, here);
    }

    /// Something was done on the board: what was typed for it is taken in.
    pub(super) fn board_done(&mut self, action: &Action) {
        let boarding = &mut self.memory.boarding;
        match (&*action.area, action.label.id.as_str()) {
            ("board", "report") => {
                boarding.entry.done();
                boarding.merging = None;
            }
            ("import", "merge") => boarding.merging = None,
            (_, "safety-check-safe" | "safety-check-unsafe") => {
                if let Some(homing) = &mut boarding.homing {
                    homing.checking = None;
                    homing.note.clear();
                }
            }
            _ => {}
        }
    }

    /// What stands at the side makes room.
    pub(super) fn clear_side(&mut self) {
        self.memory.boarding.close_side();
        self.memory.extra = None;
        self.memory.form.leave();
        self.memory.travel.close();
        self.memory.exposing.close();
        self.memory.responding.close();
        self.sight.selected = None;
    }

    pub(super) fn choose_on_board(&mut self, choice: board::Choice) {
        match choice {
            board::Choice::Close => self.turn_board(),
            board::Choice::Select(object) => {
                self.select(object);
                self.centre();
            }
            board::Choice::Paste => {
                self.clear_side();
                self.memory.boarding.entry.paste();
            }
            board::Choice::Fill(township, village) => {
                self.clear_side();
                self.memory.boarding.entry.fill(township, village);
            }
            board::Choice::Merge => {
                self.clear_side();
                self.memory.boarding.merging = Some(Merging::default());
            }
            board::Choice::Home => {
                self.clear_side();
                self.memory.boarding.homing = Some(Homing::default());
            }
            board::Choice::Tick(whose, name) => {
                self.clear_side();
                self.memory.boarding.tick(whose, name);
            }
            board::Choice::Again => {
                self.evacuate(OutOf::UnderWay, false);
            }
            board::Choice::Find(township, village) => self.find_place(&township, village.as_deref()),
        }
    }

    /// Shows where a township or village is; its card opens.
    fn find_place(&mut self, township: &str, village: Option<&str>) {
        let Some(operation) = self.seat.operation() else { return };
        let world = operation.world();
        let kind = if village.is_some() { "village" } else { "township" };
        let wanted = village.unwrap_or(township);
        let found = world.layer(kind).and_then(|layer| {
            let own = layer.kind().index("township").filter(|_| village.is_some());
            let fits = |object: &&std::sync::Arc<crate::domain::model::Object>| {
                name_of(layer.kind(), object).trim() == wanted
                    && own.is_none_or(|index| object.value(index).as_text().map(str::trim) == Some(township))
            };
            layer.objects().find(fits)
        });
        let Some(object) = found else { return };
        let rect = object.geometry.as_ref().and_then(bounds);
        let reference = ObjectRef { kind: KindId::from(kind), uid: object.uid };
        self.select(reference);
        match rect.filter(|_| village.is_none()) {
            Some(rect) => {
                let (low, high) = (rect.min(), rect.max());
                self.memory.map.fit(Bounds::of(low.x, low.y).with(high.x, high.y));
            }
            None => self.centre(),
        }
    }

    /// Ticks off the households that were told to come to a shelter.
    pub(super) fn tick_off(&mut self, shelter: &ObjectRef) {
        let Some(operation) = self.seat.operation() else { return };
        let world = operation.world();
        let named = world.object(shelter).zip(world.catalogue().kind(shelter.kind.as_str()));
        let name = named.map(|(object, kind)| name_of(kind, object)).unwrap_or_default();
        self.clear_side();
        self.memory.boarding.tick(Whose::Shelter(shelter.clone()), name);
    }

    pub(super) fn choose_report(&mut self, choice: reporting::Choice) {
        match choice {
            reporting::Choice::Close => {
                self.memory.boarding.entry.close();
            }
            reporting::Choice::Take(reports) => self.submit(Command::Board(BoardCommand::Report(reports))),
            reporting::Choice::TakeForm => {
                let now = self.clock.now();
                let report = self.memory.boarding.entry.form.as_ref().and_then(|form| form.report(now));
                if let Some(report) = report {
                    self.submit(Command::Board(BoardCommand::Report(vec![report])));
                }
            }
        }
    }

    pub(super) fn choose_merging(&mut self, choice: merging::Choice) {
        match choice {
            merging::Choice::Close => {
                self.memory.boarding.close_side();
            }
            merging::Choice::Read(file) => self.merge_file(file),
            merging::Choice::Merge => self.with_desk(|memory, here| {
                if let Some(merging) = &mut memory.boarding.merging {
                    merging.make(here);
                }
            }),
            merging::Choice::Take(reports) => self.submit(Command::Board(BoardCommand::Report(reports))),
        }
    }

    /// Reads a file that a township sent.
    pub(super) fn merge_file(&mut self, file: PathBuf) {
        if self.memory.boarding.merging.is_none() {
            self.clear_side();
        }
        self.memory.boarding.open = true;
        self.memory.boarding.merging.get_or_insert_default().read(file);
    }

    pub(super) fn choose_homing(&mut self, choice: homing::Choice) {
        match choice {
            homing::Choice::Close => {
                self.memory.boarding.close_side();
            }
            homing::Choice::Select(object) => {
                self.select(object);
                self.centre();
            }
            homing::Choice::Checked(place, safe) => {
                let typed = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
                let homing = self.memory.boarding.homing.as_ref();
                let [note, checker] = homing.map_or([None, None], |one| [typed(&one.note), typed(&one.checker)]);
                self.submit(Command::Returning(ReturningCommand::Check { place, safe, note, checker }));
            }
            homing::Choice::Return(place) => self.submit(Command::Returning(ReturningCommand::Return { place })),
        }
    }

    pub(super) fn choose_arrivals(&mut self, choice: arrivals::Choice) {
        match choice {
            arrivals::Choice::Close => {
                self.memory.boarding.close_side();
            }
            arrivals::Choice::Select(object) => {
                self.select(object);
                self.centre();
            }
            arrivals::Choice::Moved(how) => {
                let Some(ticking) = &self.memory.boarding.ticking else { return };
                let households = ticking.ticked.iter().cloned().collect();
                self.submit(Command::Board(BoardCommand::Moved { households, how }));
            }
        }
    }
}
