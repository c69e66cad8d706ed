//! What pointer and keys do to the sketch.

use eframe::egui::{CursorIcon, Key, PointerButton, Pos2, Response, Ui};
use geo_types::{Coord, LineString};

use crate::{
    domain::view::{projection::View, scene::Scene},
    ui::map::{
        MapPanel, MapResponse,
        sketch::{Form, Handle, Purpose, Sketch, snap},
    },
};

impl Sketch {
    /// Whether a drag is the sketch's and not the map's.
    pub(in crate::ui::map) const fn grabs(&self) -> bool {
        let by_drag = self.is_drawing() && matches!(self.form, Form::Rectangle | Form::Circle);
        by_drag || self.hand.over.is_some() || self.hand.drags.is_some()
    }

    fn handle_at(&self, view: &View, at: [f64; 2]) -> Option<Handle> {
        if !self.is_shaping() {
            return None;
        }
        let far = |coord: Coord| {
            let [x, y] = view.to_screen(coord.x, coord.y);
            (x - at[0]).hypot(y - at[1])
        };
        let near = self.handles().map(|(handle, coord)| (far(coord), handle)).filter(|(far, _)| *far <= snap::NEAR);
        near.min_by(|(a, _), (b, _)| a.total_cmp(b)).map(|(_, handle)| handle)
    }

    /// The vertex that the edge under the pointer starts from, and the place on it.
    fn edge_at(&self, view: &View, at: [f64; 2]) -> Option<(Handle, Coord)> {
        let edges = self.paths.iter().enumerate().flat_map(|(path, each)| {
            each.edges().map(move |(vertex, from, to)| (Handle { path, vertex }, snap::foot(view, from, to, at)))
        });
        let near = edges.filter(|(_, (far, _))| *far <= snap::NEAR);
        let best = near.min_by(|(_, (a, _)), (_, (b, _))| a.total_cmp(b));
        best.map(|(handle, (_, coord))| (handle, coord))
    }

    fn is_near_first(&self, view: &View, [x, y]: [f64; 2]) -> bool {
        self.points.len() >= 3
            && self.points.first().is_some_and(|first| {
                let [fx, fy] = view.to_screen(first.x, first.y);
                (fx - x).hypot(fy - y) <= snap::NEAR
            })
    }

    fn is_on_last(&self, view: &View, [x, y]: [f64; 2]) -> bool {
        self.points.last().is_none_or(|last| {
            let [lx, ly] = view.to_screen(last.x, last.y);
            (lx - x).hypot(ly - y) <= snap::NEAR
        })
    }
}

impl MapPanel {
    /// Lets pointer and keys draw, instead of choosing what is on the map.
    pub(in crate::ui::map) fn drive(&mut self, ui: &Ui, response: &Response, scene: &Scene) -> MapResponse {
        let rect = response.rect;
        let pos = response.hover_pos().or_else(|| response.interact_pointer_pos());
        let local = |pos: Pos2| [f64::from(pos.x - rect.min.x), f64::from(pos.y - rect.min.y)];
        if std::mem::take(&mut self.sketch.hand.wants_keys) {
            response.request_focus();
        }
        let free = ui.input(|input| input.modifiers.alt);
        self.sketch.hand.over = pos.and_then(|pos| self.sketch.handle_at(&self.view, local(pos)));
        (self.sketch.hand.at, self.sketch.hand.snapped) = match pos {
            Some(pos) => self.aim(scene, local(pos), free),
            None => (None, false),
        };
        if self.sketch.is_drawing() {
            self.draw_by_pointer(ui, response, scene, free);
        } else {
            self.shape_by_pointer(ui, response);
        }
        // Keys that nothing else on the screen has are the sketch's.
        if ui.memory(|memory| memory.focused()).is_none_or(|focused| focused == response.id) {
            self.sketch_keys(ui);
        }
        let cursor = if self.sketch.hand.over.is_some() { CursorIcon::Grab } else { CursorIcon::Crosshair };
        if pos.is_some() && !(self.sketch.is_shaping() && self.sketch.hand.over.is_none()) {
            ui.ctx().set_cursor_icon(cursor);
        }
        MapResponse {
            clicked: None,
            place: None,
            hovered: None,
            pointer: pos.and_then(|pos| {
                let [x, y] = local(pos);
                self.view.to_position(x, y)
            }),
            rect,
            bounds: self.view.bounds(),
            zoom: self.view.zoom,
        }
    }

    /// Where a point set there would be, and whether it snapped.
    fn aim(&self, scene: &Scene, [x, y]: [f64; 2], free: bool) -> (Option<Coord>, bool) {
        let [lon, lat] = self.view.to_degrees(x, y);
        let plain = self.view.to_position(x, y).map(|_| Coord { x: lon, y: lat });
        if free {
            return (plain, false);
        }
        let own: Vec<LineString> = if self.sketch.is_drawing() {
            let paths = self.sketch.paths.iter().map(|path| path.area().exterior().clone());
            paths.chain([LineString::new(self.sketch.points.clone())]).collect()
        } else {
            Vec::new()
        };
        // What is being edited would hold its own vertices where they were.
        let except = match &self.sketch.purpose {
            Purpose::Edit(object) => Some(object),
            _ => None,
        };
        let snapped = snap::snap((scene, except), &own, &self.view, [x, y]);
        (snapped.or(plain), snapped.is_some())
    }

    fn draw_by_pointer(&mut self, ui: &Ui, response: &Response, scene: &Scene, free: bool) {
        let rect = response.rect;
        let local = |pos: Pos2| [f64::from(pos.x - rect.min.x), f64::from(pos.y - rect.min.y)];
        let Some(pos) = response.interact_pointer_pos().or_else(|| response.hover_pos()) else { return };
        let at = local(pos);
        if self.sketch.grabs() && self.sketch.points.is_empty() && response.drag_started_by(PointerButton::Primary) {
            let origin = ui.input(|input| input.pointer.press_origin()).unwrap_or(pos);
            if let (Some(first), _) = self.aim(scene, local(origin), free) {
                self.sketch.add(first);
            }
            return;
        }
        let dragged = self.sketch.grabs() && self.sketch.points.len() == 1 && response.drag_stopped();
        // By the pointer: Enter and Space count as clicks on what has the focus, wherever the pointer is.
        let clicked = response.clicked_by(PointerButton::Primary);
        // A double click has set its point with its first click; two quick clicks apart are two points. After a quick
        // click elsewhere it counts as a triple one.
        let twice = response.double_clicked() || response.triple_clicked();
        if twice && self.sketch.is_on_last(&self.view, at) {
            self.sketch.end();
        } else if clicked || dragged {
            if self.sketch.form == Form::Area && clicked && self.sketch.is_near_first(&self.view, at) {
                self.sketch.end();
            } else if let Some(next) = self.sketch.hand.at {
                self.sketch.add(next);
            }
        }
    }

    fn shape_by_pointer(&mut self, ui: &Ui, response: &Response) {
        let rect = response.rect;
        let local = |pos: Pos2| [f64::from(pos.x - rect.min.x), f64::from(pos.y - rect.min.y)];
        let Some(pos) = response.interact_pointer_pos() else { return };
        if response.drag_started_by(PointerButton::Primary) {
            let origin = ui.input(|input| input.pointer.press_origin()).unwrap_or(pos);
            self.sketch.hand.drags = self.sketch.handle_at(&self.view, local(origin));
            if self.sketch.hand.drags.is_some() {
                self.sketch.remember();
            }
            self.sketch.chosen = self.sketch.hand.drags.or(self.sketch.chosen);
        }
        if let (Some(handle), Some(to)) = (self.sketch.hand.drags, self.sketch.hand.at) {
            self.sketch.shift(handle, to);
            if response.drag_stopped() {
                self.sketch.hand.drags = None;
                self.sketch.check();
            }
        }
        if response.clicked_by(PointerButton::Primary) {
            let at = local(pos);
            let is_point = matches!(self.sketch.form, Form::Point | Form::Text);
            if let Some(handle) = self.sketch.handle_at(&self.view, at) {
                self.sketch.chosen = Some(handle);
            } else if let Some((from, on_edge)) = self.sketch.edge_at(&self.view, at).filter(|_| !is_point) {
                self.sketch.split(from, on_edge);
            } else if let (true, Some(to)) = (is_point, self.sketch.hand.at) {
                self.sketch.remember();
                self.sketch.shift(Handle { path: 0, vertex: 0 }, to);
                self.sketch.check();
            } else {
                self.sketch.chosen = None;
            }
        }
    }

    /// Enter ends, Backspace and Delete take back, Space sets a point under the cross.
    fn sketch_keys(&mut self, ui: &Ui) {
        let pressed = |key: Key| ui.input(|input| input.key_pressed(key));
        if pressed(Key::Space) && self.cross && self.sketch.is_drawing() {
            let [width, height] = self.view.size;
            let [lon, lat] = self.view.to_degrees(width / 2.0, height / 2.0);
            self.sketch.add(Coord { x: lon, y: lat });
        }
        if pressed(Key::Enter) {
            self.sketch.end();
        }
        if pressed(Key::Backspace) || (pressed(Key::Delete) && self.sketch.is_shaping()) {
            self.sketch.back();
        }
    }
}
