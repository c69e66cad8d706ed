//! Plans of evacuation: what asks for one, and what becomes of it.

use geo_types::{Geometry, MultiPolygon};

use crate::{
    app::{Command, export::ExportCommand},
    domain::{catalogue::Tone, model::TRANSFER, plan::evacuation::in_force},
    ui::{
        app::App,
        evacuating::{OutOf, Written},
        panels::{evacuation::Choice, notice::Notice},
    },
};

impl App {
    pub(super) fn choose_evacuation(&mut self, choice: Choice) {
        match choice {
            Choice::Close => {
                self.memory.evacuating.close();
            }
            Choice::Selected => {
                if let Some(object) = self.sight.selected.clone() {
                    self.evacuate(OutOf::Areas(vec![object]), false);
                }
            }
            Choice::InForce => {
                if let Some(operation) = self.seat.operation() {
                    let areas = in_force(operation.world());
                    self.evacuate(OutOf::Areas(areas), true);
                }
            }
            Choice::Select(object) => {
                self.select(object);
                self.centre();
            }
            Choice::Stop => self.memory.evacuating.stop(),
            Choice::Again => self.memory.evacuating.again(),
            Choice::Keep => self.memory.evacuating.keep(self.clock.now()),
            Choice::Swap => self.memory.evacuating.swap(self.clock.now()),
            Choice::DropKept => self.memory.evacuating.drop_kept(),
            Choice::Accept => self.with_desk(|memory, here| memory.evacuating.accept(here)),
            Choice::Write(handout) => {
                let Some(folder) = self.prefs.folders.as_ref().map(|folders| folders.out.clone()) else { return };
                let Some(meta) = self.seat.operation().map(|operation| operation.meta().clone()) else { return };
                self.with_desk(|memory, here| memory.evacuating.write(handout, folder, meta, here));
            }
        }
    }

    /// Plans the evacuation of what was drawn; the sketch is put away.
    pub(super) fn evacuate_drawn(&mut self, shape: Geometry, hazard: Option<String>) {
        let shape = match shape {
            Geometry::Polygon(polygon) => MultiPolygon(vec![polygon]),
            Geometry::MultiPolygon(polygons) => polygons,
            _ => return,
        };
        self.memory.map.sketch.put_away();
        self.evacuate(OutOf::Drawn(shape, hazard), false);
    }

    pub(super) fn evacuate(&mut self, of: OutOf, in_force: bool) {
        self.clear_side();
        self.memory.evacuating.begin(of, in_force);
    }

    /// Keeps the plan in step, on the map too; says what became of a document. Never waits.
    pub(super) fn poll_evacuation(&mut self) {
        let mut bounds = None;
        self.with_desk(|memory, here| bounds = memory.evacuating.poll(here));
        if let Some(bounds) = bounds {
            self.memory.map.fit(bounds);
        }
        if let Some(drawn) = self.memory.evacuating.drawn()
            && self.memory.travel.mode.is_none()
        {
            self.sight.travelled = Some(drawn.clone());
        }
        match self.memory.evacuating.written() {
            Some(Ok(Written { path, households: rows })) => {
                let text = self.words.with("evacuate-written", &[("path", path.display().to_string())]);
                self.notice = Some(Notice::new(text, Tone::Ready));
                // Who took what out stands in the journal, as with every list.
                let writable = self.seat.operation().is_some_and(|operation| operation.granted().problem().is_none());
                if writable {
                    self.submit(Command::Export(ExportCommand { kind: TRANSFER.into(), path, rows, unmasked: false }));
                }
            }
            Some(Err(why)) => self.notice = Some(Notice::new(why, Tone::Warning)),
            None => {}
        }
        match self.memory.evacuating.accepted() {
            Some(Some(draft)) => {
                // What was proposed is in the register from now on; the journal says so, and can take it back.
                self.memory.evacuating.leave();
                self.submit(Command::Put(draft));
            }
            Some(None) => self.notice = Some(Notice::new(self.words.get("evacuate-nothing-to-do"), Tone::Normal)),
            None => {}
        }
    }
}
