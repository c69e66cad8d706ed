//! Ways and reaches: what opens them, what is picked for them, and their answers on the map.

use std::sync::Arc;

use crate::{
    app::Operation,
    domain::{
        catalogue::Role, model::ObjectRef, network::SpeedTable, problem::Problem, query::name_of,
        view::nearest::position,
    },
    io::assets,
    ui::{
        app::App,
        panels::travel::Choice,
        prefs::Prefs,
        screens::desk::MapChoice,
        travel::{Mode, Spot, Travelling},
    },
};

/// Travel with the bureau's own speed table, or the shipped one; and what is wrong with the bureau's.
pub(super) fn travelling(prefs: &Prefs) -> (Travelling, Option<Problem>) {
    let own = prefs.folders.as_ref().map(crate::io::settings::Folders::speeds);
    let (table, problems) = assets::speeds(own.as_deref());
    (Travelling::new(Arc::new(table.unwrap_or_else(SpeedTable::nobody))), problems.into_iter().next())
}

impl App {
    pub(super) fn choose_travel(&mut self, choice: Choice) {
        match choice {
            Choice::Close => {
                self.memory.travel.picking = None;
                self.memory.travel.close();
            }
            Choice::Select(object) => {
                self.select(object);
                self.centre();
            }
            Choice::Show(place) => self.memory.map.fly_to(place),
            Choice::FromHere => {
                self.memory.travel.from = self.here_spot();
                self.memory.travel.to = None;
                self.travel(Mode::Route);
            }
            Choice::ToHere => {
                self.memory.travel.to = self.here_spot();
                self.memory.travel.from = None;
                self.travel(Mode::Route);
            }
            Choice::ReachHere => {
                self.memory.travel.from = self.here_spot();
                self.travel(Mode::Reach);
            }
            Choice::RouteTo(object) => {
                // What comes when it is called is timed from where it stands.
                let world = self.seat.operation().map(Operation::world);
                let kind = world.and_then(|world| world.catalogue().kind(object.kind.as_str()));
                let comes = kind.is_some_and(|kind| kind.has_role(Role::Responder));
                let (here, there) = (self.here_spot(), self.object_spot(&object));
                let (from, to) = if comes { (there, here) } else { (here, there) };
                (self.memory.travel.from, self.memory.travel.to) = (from, to);
                self.travel(Mode::Route);
            }
        }
    }

    /// Shows the question, with the place asked about and the card out of its way.
    fn travel(&mut self, mode: Mode) {
        self.memory.extra = None;
        self.sight.selected = None;
        self.memory.exposing.close();
        self.memory.travel.begin(mode);
    }

    /// Takes what was clicked on the map for the end that is being picked.
    pub(super) fn pick_end(&mut self, choice: &MapChoice) {
        let spot = match choice {
            MapChoice::Place(at) => self.spot(*at),
            MapChoice::Select(object) => self.object_spot(object),
        };
        if let Some(spot) = spot {
            self.memory.travel.pick(spot);
        }
    }

    /// What is looked at: the selected object, else the place asked about.
    fn here_spot(&self) -> Option<Spot> {
        let selected = self.sight.selected.as_ref().and_then(|object| self.object_spot(object));
        selected.or_else(|| self.spot(self.sight.from?))
    }

    fn object_spot(&self, object: &ObjectRef) -> Option<Spot> {
        let world = self.seat.operation()?.world();
        let found = world.object(object)?;
        let at = crate::domain::place::middle_of(found.geometry.as_ref()?)?;
        let kind = world.catalogue().kind(object.kind.as_str())?;
        Some(Spot { at, name: name_of(kind, found) })
    }

    /// A place by its village or township, and where it is.
    fn spot(&self, at: crate::domain::place::Position) -> Option<Spot> {
        let known = self.sight.chain().filter(|(_, chain)| chain.at == at);
        let village = known.and_then(|(_, chain)| chain.village.as_ref()).map(|village| village.name.as_str());
        let name = village.map_or_else(|| position(at), |name| format!("{name} {}", position(at)));
        Some(Spot { at, name })
    }

    /// Keeps the answer in step, on the map too.
    pub(super) fn poll_travel(&mut self) {
        let now = self.clock.now();
        let Some(operation) = self.seat.operation() else { return };
        let (world, file) = (operation.world(), operation.path());
        let bounds = self.memory.travel.poll(world, file, now, &self.words, &self.wake);
        self.sight.travelled = self.memory.travel.drawn().cloned();
        if let Some(bounds) = bounds {
            self.memory.map.fit(bounds);
        }
        if let Some((fingerprint, network)) = self.memory.travel.to_keep()
            && let Some(operation) = self.seat.operation_mut()
        {
            operation.keep_order(fingerprint, network);
        }
    }
}
