//! The township board: what opens it and what becomes of a choice.

use crate::{
    app::{Command, board::BoardCommand},
    domain::{
        edit::Action,
        model::{KindId, ObjectRef},
        place::bounds,
        query::{Whose, name_of},
        view::projection::Bounds,
    },
    ui::{
        app::App,
        boarding::Here,
        evacuating::OutOf,
        panels::{arrivals, board, reporting},
    },
};

impl App {
    /// Opens the board, or folds it.
    pub(super) fn turn_board(&mut self) {
        let boarding = &mut self.memory.boarding;
        boarding.open = !boarding.open;
        if !boarding.open {
            boarding.close_side();
        }
    }

    /// Keeps the board in step. Never waits.
    pub(super) fn poll_board(&mut self) {
        let Some(operation) = self.seat.operation() else { return };
        let here = Here {
            world: operation.world(),
            file: operation.path(),
            travel: self.memory.travel.shared(),
            clock: &self.clock,
            words: &self.words,
            wake: &self.wake,
        };
        self.memory.boarding.poll(here);
    }

    /// Something was done on the board: what was typed for it is taken in.
    pub(super) fn board_done(&mut self, action: &Action) {
        if &*action.area == "board" && action.label.id == "report" {
            self.memory.boarding.entry.done();
        }
    }

    /// What stands at the side makes room.
    fn clear_side(&mut self) {
        self.memory.extra = None;
        self.memory.form.leave();
        self.memory.travel.close();
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
                self.memory.boarding.ticking = None;
                self.memory.boarding.entry.paste();
            }
            board::Choice::Fill(township, village) => {
                self.clear_side();
                self.memory.boarding.ticking = None;
                self.memory.boarding.entry.fill(township, village);
            }
            board::Choice::Tick(whose, name) => {
                self.clear_side();
                self.memory.boarding.tick(whose, name);
            }
            board::Choice::Again => {
                self.memory.boarding.close_side();
                self.evacuate(OutOf::UnderWay);
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
