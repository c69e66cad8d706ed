//! Where the map looks: sent somewhere, flying there, dragged, turned by wheel and keys.

use eframe::egui::{self, DragPanButtons, Key, Rect, Response, Ui};
use walkers::{Map, lon_lat};

use crate::{
    domain::view::{
        palette::Palette,
        projection::{Bounds, View, ZOOMS, degrees, world},
        scene::{Scene, home_view},
    },
    ui::map::{MARGIN, MapPanel, Wanted, flight::Flight},
};

/// How far an arrow key moves the map, points.
const KEY_STEP: f64 = 90.0;
/// What is brought into view is not brought closer than this.
const CLOSEST_FIT: f64 = 16.0;

impl MapPanel {
    /// Starts going where the map was sent.
    pub(super) fn obey(&mut self, ui: &Ui, scene: &Scene) {
        let target = match self.wanted {
            Wanted::Stay => return,
            Wanted::Home => match scene.home {
                Some(home) => self.whole(home),
                // There is no district yet: keep the wish.
                None => return,
            },
            Wanted::Fit(bounds) => {
                let fitted = self.view.fitted(bounds, self.view.size, 2.0 * MARGIN);
                View { zoom: fitted.zoom.min(CLOSEST_FIT), ..fitted }
            }
            Wanted::Place(place, zoom) => {
                View { centre: [place.lon(), place.lat()], zoom: self.view.zoom.max(zoom), ..self.view }
            }
            Wanted::View([lon, lat], zoom) => {
                // A settings file may say anything.
                let sound = lon.is_finite() && lon.abs() <= 180.0 && lat.abs() <= 85.0 && zoom.is_finite();
                if !sound {
                    self.wanted = Wanted::Home;
                    return;
                }
                View { centre: [lon, lat], zoom: zoom.clamp(ZOOMS[0], ZOOMS[1]), ..self.view }
            }
        };
        let first = self.memory.detached().is_none();
        self.wanted = Wanted::Stay;
        if first {
            self.look(target);
        } else {
            self.go(ui, target);
        }
    }

    /// The whole district above what stands along the lower edge.
    fn whole(&self, home: Bounds) -> View {
        let [width, height] = self.view.size;
        let along = |top: &&Rect| f64::from(top.width()) > width * 0.25 && top.center().y > self.rect.center().y;
        let covered = self.dress.on_top.iter().filter(along).map(|top| f64::from(self.rect.max.y - top.min.y));
        let covered = covered.fold(0.0, f64::max).clamp(0.0, height * 0.3);
        let free = home_view(&self.view, home, [width, height - covered]);
        View { centre: free.to_degrees(width / 2.0, height / 2.0), size: self.view.size, ..free }
    }

    /// There in a short flight, or at once when nothing is to move.
    fn go(&mut self, ui: &Ui, target: View) {
        if self.motion {
            self.flight = Some(Flight::new(self.view, target, ui.input(|input| input.time)));
        } else {
            self.flight = None;
            self.look(target);
        }
        ui.ctx().request_repaint();
    }

    /// Goes on with the flight.
    pub(super) fn fly(&mut self, ui: &Ui) {
        let Some(flight) = &self.flight else { return };
        let (view, arrived) = flight.at(ui.input(|input| input.time));
        if arrived {
            self.flight = None;
        }
        self.look(View { size: self.view.size, datum: self.datum, ..view });
        ui.ctx().request_repaint();
    }

    /// Looks there from now on.
    pub(super) fn look(&mut self, view: View) {
        self.view = view;
        self.memory.center_at(in_datum(&view));
        // Only a zoom beyond the map's own range is refused, and ours is narrower.
        let _ = self.memory.set_zoom(view.zoom.clamp(ZOOMS[0], ZOOMS[1]));
    }

    /// Pans and zooms as the pointer says, and draws what lies under the marks. `walkers` thinks in the tiles'
    /// datum, everything else in WGS-84.
    pub(super) fn walk(&mut self, ui: &mut Ui, palette: &Palette) -> Response {
        let before = self.memory.clone();
        let here = before.detached().unwrap_or_else(|| in_datum(&self.view));
        let drag = if self.sketch.grabs() { DragPanButtons::SECONDARY } else { DragPanButtons::PRIMARY };
        let map = Map::new(None, &mut self.memory, here);
        let inner = self
            .background
            .under(map, palette)
            .with_layer(self.ground.layer(), 1.0)
            .zoom_with_ctrl(false)
            .double_click_to_zoom(!self.sketch.is_on())
            .drag_pan_buttons(drag)
            .show(ui, |_, _, _, _| ());
        if !(ZOOMS[0]..=ZOOMS[1]).contains(&self.memory.zoom()) {
            self.memory = before;
        }
        if inner.response.dragged() || inner.response.double_clicked() {
            self.flight = None;
        }
        let centre = self.memory.detached().unwrap_or(here);
        if centre != here {
            // Only when it moved: there and back through a datum is not the same to the last bit.
            self.view.centre = self.view.from_world(world(centre.x(), centre.y()));
        }
        self.view.zoom = self.memory.zoom();
        if self.memory.animating() {
            ui.ctx().request_repaint();
        }
        inner.response
    }

    /// Arrow keys, plus and minus, Home, and Enter for what is under the cross, while the map has the focus.
    /// Whether what is under the cross was chosen.
    pub(super) fn keys(&mut self, ui: &Ui, response: &Response) -> bool {
        if response.clicked() {
            response.request_focus();
        }
        if !response.has_focus() {
            self.cross = false;
            return false;
        }
        let arrows = egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
        let pressed = |key: Key| ui.input(|input| input.key_pressed(key));
        let along = |less: Key, more: Key| f64::from(i8::from(pressed(more)) - i8::from(pressed(less)));
        let step = [along(Key::ArrowLeft, Key::ArrowRight), along(Key::ArrowUp, Key::ArrowDown)];
        let closer = f64::from(i8::from(pressed(Key::Plus) || pressed(Key::Equals)) - i8::from(pressed(Key::Minus)));
        if step != [0.0, 0.0] {
            let from = self.flight.as_ref().map_or(self.view, Flight::target);
            let [width, height] = from.size;
            let centre = from.to_degrees(width / 2.0 + step[0] * KEY_STEP, height / 2.0 + step[1] * KEY_STEP);
            self.go(ui, View { centre, ..from });
        }
        if closer != 0.0 {
            self.zoom_by(ui, closer);
        }
        if pressed(Key::Home) {
            self.go_home();
            ui.ctx().request_repaint();
        }
        let chosen = self.cross && pressed(Key::Enter);
        self.cross = (self.cross || step != [0.0, 0.0] || closer != 0.0 || pressed(Key::Enter) || pressed(Key::Tab))
            && !ui.input(|input| input.pointer.is_moving());
        chosen
    }

    pub(super) fn zoom_by(&mut self, ui: &Ui, steps: f64) {
        let from = self.flight.as_ref().map_or(self.view, Flight::target);
        self.go(ui, View { zoom: (from.zoom + steps).clamp(ZOOMS[0], ZOOMS[1]), ..from });
    }
}

/// The middle of a view in its own datum, as `walkers` has it.
fn in_datum(view: &View) -> walkers::Position {
    let [lon, lat] = degrees(view.to_world(view.centre[0], view.centre[1]));
    lon_lat(lon, lat)
}
