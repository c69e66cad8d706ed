//! Who and what lies in an area: what asks for it, and what becomes of a choice.

use std::sync::Arc;

use geo_types::{Geometry, MultiPolygon};

use crate::{
    domain::{
        catalogue::{Role, Tone},
        hazard::{signal, typhoon::Level},
        view::{format, projection::Bounds, table::TableRequest, typhoon::name},
    },
    ui::{
        app::App,
        exposing::Of,
        panels::{notice::Notice, within::Choice},
    },
};

impl App {
    /// Asks of the danger area or zone that is looked at; of a dam, of what lies below it.
    pub(super) fn expose_selected(&mut self) {
        let Some(object) = self.sight.selected.clone() else { return };
        let layer = self.seat.operation().and_then(|operation| operation.world().layer(object.kind.as_str()));
        if object.kind.as_str() == signal::KIND {
            return self.expose_warning();
        }
        let is_dam = layer.is_some_and(|layer| layer.kind().has_role(Role::Reservoir));
        self.expose(if is_dam { Of::Below(object) } else { Of::Areas(vec![object]) });
    }

    /// Asks of what was drawn; the sketch is put away.
    pub(super) fn expose_drawn(&mut self, shape: Geometry) {
        let shape = match shape {
            Geometry::Polygon(polygon) => MultiPolygon(vec![polygon]),
            Geometry::MultiPolygon(polygons) => polygons,
            _ => return,
        };
        self.memory.map.sketch.put_away();
        self.expose(Of::Drawn(shape));
    }

    /// Asks of the winds of the storm that is looked at, at its moment.
    pub(super) fn expose_winds(&mut self, level: Level) {
        let at = self.memory.storming.at();
        let Some(storm) = self.memory.storming.chosen().cloned() else { return };
        let args = [
            ("storm", name(&storm, &self.words)),
            ("time", format::date_time(at)),
            ("level", level.force().to_string()),
        ];
        match storm.winds(level, at) {
            Some(area) => self.expose(Of::Winds(self.words.with("exposure-of-winds", &args), Arc::new(area))),
            None => self.notice = Some(Notice::new(self.words.with("exposure-no-winds", &args), Tone::Warning)),
        }
    }

    pub(super) fn expose(&mut self, of: Of) {
        self.clear_side();
        self.memory.evacuating.close();
        self.memory.exposing.begin(of);
    }

    pub(super) fn choose_exposure(&mut self, choice: Choice) {
        match choice {
            Choice::Close => {
                self.memory.exposing.close();
            }
            Choice::Select(object) => {
                self.select(object);
                self.centre();
            }
            Choice::Table(place) => {
                if let Some((kind, _, only, name)) = self.memory.exposing.part(place) {
                    self.sight.lists.open(kind, Some((only, name)));
                }
            }
            Choice::Export(place) => {
                if let Some((kind, title, only, _)) = self.memory.exposing.part(place) {
                    let rows = only.len();
                    let request = TableRequest { only: Some(only), ..TableRequest::of(kind) };
                    self.ask_export(request, title, rows);
                }
            }
            Choice::Ask | Choice::View => {}
        }
    }

    /// Keeps the answer in step, its area on the map. Never waits.
    pub(super) fn poll_exposure(&mut self) {
        let mut came = false;
        self.with_desk(|memory, here| came = memory.exposing.poll(here));
        self.sight.exposed = self.memory.exposing.outline();
        if let Some(rect) = self.memory.exposing.rect().filter(|_| came) {
            let corner = Bounds::of(rect.min().x, rect.min().y);
            self.memory.map.fit(corner.with(rect.max().x, rect.max().y));
        }
    }
}
