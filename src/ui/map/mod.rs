//! The map of the window: pans, zooms and points with `walkers`, and paints the same scene as the report.
//!
//! A pan frame is cheap: what is below the names is one mesh that is moved, marks and names are shapes that
//! are moved; both are made anew only when the scene, the theme or the zoom changes.

mod buttons;
mod figures;
mod flight;
mod ground;
mod hit;
mod paint;

use std::sync::Arc;

use eframe::egui::{self, Key, Rect, Response, Role, Sense, Theme as EguiTheme, Ui, UiBuilder, WidgetInfo, vec2};
use walkers::{Map, MapMemory, lon_lat};

use crate::{
    domain::{
        model::ObjectRef,
        place::{Datum, Position},
        view::{
            Words,
            drawing::Canvas,
            palette::{Palette, Theme},
            projection::{Bounds, View, ZOOMS, degrees, world},
            scene::{Scene, SceneRequest, home_view},
        },
    },
    ui::map::{figures::FigureCache, flight::Flight, ground::GroundCache},
};

pub use paint::paint_symbol;

/// How far an arrow key moves the map, points.
const KEY_STEP: f64 = 90.0;
/// Room left around what is fitted into view, points.
const MARGIN: f64 = 36.0;

/// The map: where it looks, and what it keeps between frames.
#[derive(Debug)]
pub struct MapPanel {
    memory: MapMemory,
    flight: Option<Flight>,
    wanted: Wanted,
    view: View,
    ground: GroundCache,
    figures: FigureCache,
    /// Whether the map moves to where it is sent (250 to 400 ms) or is there at once.
    pub motion: bool,
    /// How large text and symbols are: 1 on a desk, more on a wall.
    pub scale: f32,
    /// The datum of the background tiles: the map is drawn in it.
    pub datum: Datum,
}

/// What to look at as soon as the size of the map is known.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Wanted {
    /// Nothing: stay.
    Stay,
    /// The whole district, at once.
    Home,
    /// These bounds.
    Fit(Bounds),
    /// This place, at least this close.
    Place(Position, f64),
}

impl Default for MapPanel {
    fn default() -> Self {
        Self {
            memory: MapMemory::default(),
            flight: None,
            wanted: Wanted::Home,
            view: View::default(),
            ground: GroundCache::default(),
            figures: FigureCache::default(),
            motion: true,
            scale: 1.0,
            datum: Datum::Wgs84,
        }
    }
}

/// What became of a frame.
#[derive(Clone, Debug, PartialEq)]
pub struct MapResponse {
    /// The object clicked.
    pub clicked: Option<ObjectRef>,
    /// The place clicked, when there was no object.
    pub place: Option<Position>,
    /// The object under the pointer.
    pub hovered: Option<ObjectRef>,
    /// Where the pointer is.
    pub pointer: Option<Position>,
    /// Where the map is in the window.
    pub rect: Rect,
    /// What is in view.
    pub bounds: Bounds,
    /// The zoom, Web Mercator.
    pub zoom: f64,
}

impl MapPanel {
    /// Shows the whole district again, from the next scene's home on.
    pub const fn go_home(&mut self) {
        self.wanted = Wanted::Home;
    }

    /// Brings these bounds into view.
    pub const fn fit(&mut self, bounds: Bounds) {
        self.wanted = Wanted::Fit(bounds);
    }

    /// Brings a place to the middle, close enough to tell it from its neighbours.
    pub const fn fly_to(&mut self, place: Position) {
        self.wanted = Wanted::Place(place, 13.5);
    }

    /// What is in view, as of the last frame.
    pub const fn view(&self) -> &View {
        &self.view
    }

    /// The bounds and the zoom that a scene for this view is asked for with. They change rarely: compare the
    /// whole [`SceneRequest`] and the world's revision with the last to know whether a new scene is due.
    pub fn ask(&self, request: SceneRequest) -> SceneRequest {
        let content = View { zoom: self.view.zoom - f64::from(self.scale).log2(), ..self.view };
        request.for_view(&content)
    }

    /// Draws the map and its buttons in all the room there is.
    pub fn ui(&mut self, ui: &mut Ui, scene: &Arc<Scene>, words: &Words) -> MapResponse {
        let rect = ui.available_rect_before_wrap();
        let theme = if ui.ctx().theme() == EguiTheme::Dark { Theme::Dark } else { Theme::Light };
        let palette = Palette::of(theme);
        self.view.size = [f64::from(rect.width()), f64::from(rect.height())];
        if self.view.datum != self.datum {
            // The same place stays at the middle.
            self.look(View { datum: self.datum, ..self.view });
        }
        self.obey(ui, scene);
        self.fly(ui);
        ui.painter().rect_filled(rect, 0.0, paint::color(palette.map.outside));
        let response = self.walk(ui);
        self.keys(ui, &response);
        let canvas = Canvas { view: self.view, scale: self.scale, palette };
        let painter = ui.painter().with_clip_rect(rect);
        self.ground.paint(&painter, rect, scene, &canvas);
        let reserved = buttons::reserved(&canvas);
        self.figures.paint(&painter, rect, scene, &canvas, &reserved);
        buttons::scale_bar(&painter, rect, &canvas);
        let out = self.point(ui, &response, rect, scene);
        self.buttons(ui, rect, scene, words);
        response.widget_info(|| WidgetInfo::labeled(Role::GraphicsDocument, true, words.get("map-name")));
        out
    }

    /// Starts going where the map was sent.
    fn obey(&mut self, ui: &Ui, scene: &Scene) {
        let target = match self.wanted {
            Wanted::Stay => return,
            Wanted::Home => match scene.home {
                Some(home) => home_view(&self.view, home, self.view.size),
                // There is no district yet: keep the wish.
                None => return,
            },
            Wanted::Fit(bounds) => {
                let fitted = self.view.fitted(bounds, self.view.size, 2.0 * MARGIN);
                View { zoom: fitted.zoom.min(16.0), ..fitted }
            }
            Wanted::Place(place, zoom) => {
                View { centre: [place.lon(), place.lat()], zoom: self.view.zoom.max(zoom), ..self.view }
            }
        };
        let first = self.memory.detached().is_none();
        self.wanted = Wanted::Stay;
        if first || !self.motion {
            self.look(target);
        } else {
            self.flight = Some(Flight::new(self.view, target, ui.input(|input| input.time)));
        }
    }

    fn fly(&mut self, ui: &Ui) {
        let Some(flight) = &self.flight else { return };
        let (view, arrived) = flight.at(ui.input(|input| input.time));
        if arrived {
            self.flight = None;
        }
        self.look(View { size: self.view.size, datum: self.datum, ..view });
        ui.ctx().request_repaint();
    }

    fn look(&mut self, view: View) {
        self.view = view;
        self.memory.center_at(in_datum(&view));
        // Only a zoom beyond the map's own range is refused, and ours is narrower.
        let _ = self.memory.set_zoom(view.zoom.clamp(ZOOMS[0], ZOOMS[1]));
    }

    /// Pans and zooms as the pointer says. `walkers` thinks in the tiles' datum, everything else in WGS-84.
    fn walk(&mut self, ui: &mut Ui) -> Response {
        let before = self.memory.clone();
        let here = before.detached().unwrap_or_else(|| in_datum(&self.view));
        let inner = Map::new(None, &mut self.memory, here)
            .zoom_with_ctrl(false)
            .double_click_to_zoom(true)
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
            let there = world(centre.x(), centre.y());
            self.view.centre = self.view.from_world(there);
        }
        self.view.zoom = self.memory.zoom();
        if self.memory.animating() {
            ui.ctx().request_repaint();
        }
        inner.response
    }

    /// Arrow keys, plus and minus while the map has the focus.
    fn keys(&mut self, ui: &Ui, response: &Response) {
        if response.clicked() {
            response.request_focus();
        }
        if !response.has_focus() {
            return;
        }
        let filter = egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let pressed = |key: Key| ui.input(|input| input.key_pressed(key));
        let along = |less: Key, more: Key| f64::from(i8::from(pressed(more)) - i8::from(pressed(less)));
        let step = [along(Key::ArrowLeft, Key::ArrowRight), along(Key::ArrowUp, Key::ArrowDown)];
        if step != [0.0, 0.0] {
            let [width, height] = self.view.size;
            let centre = self.view.to_degrees(width / 2.0 + step[0] * KEY_STEP, height / 2.0 + step[1] * KEY_STEP);
            self.look(View { centre, ..self.view });
        }
        let closer = f64::from(i8::from(pressed(Key::Plus) || pressed(Key::Equals)) - i8::from(pressed(Key::Minus)));
        if closer != 0.0 {
            self.zoom_by(ui, closer);
        }
    }

    fn zoom_by(&mut self, ui: &Ui, steps: f64) {
        let from = self.flight.as_ref().map_or(self.view, Flight::target);
        let target = View { zoom: (from.zoom + steps).clamp(ZOOMS[0], ZOOMS[1]), ..from };
        if self.motion {
            self.flight = Some(Flight::new(self.view, target, ui.input(|input| input.time)));
            ui.ctx().request_repaint();
        } else {
            self.look(target);
        }
    }

    /// What the pointer is on, and what it clicked. A click on a cluster goes closer.
    fn point(&mut self, ui: &Ui, response: &Response, rect: Rect, scene: &Scene) -> MapResponse {
        let local = |pos: egui::Pos2| [pos.x - rect.min.x, pos.y - rect.min.y];
        let mut out = MapResponse {
            clicked: None,
            place: None,
            hovered: None,
            pointer: None,
            rect,
            bounds: self.view.bounds(),
            zoom: self.view.zoom,
        };
        if let Some(pos) = response.hover_pos() {
            let at = local(pos);
            out.pointer = self.view.to_position(f64::from(at[0]), f64::from(at[1]));
            let marks = self.figures.marks(&self.view);
            if let Some(found) = hit::find(scene, &marks, &self.view, at) {
                ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
                out.hovered = found.object.clone();
                if !found.name.is_empty() && !response.dragged() {
                    response.clone().on_hover_text_at_pointer(&found.name);
                }
                if response.clicked() {
                    match found.cluster {
                        Some(bounds) => self.wanted = Wanted::Fit(bounds),
                        None => out.clicked = found.object,
                    }
                }
            } else if response.clicked() {
                out.place = out.pointer;
            }
        }
        out
    }

    fn buttons(&mut self, ui: &mut Ui, rect: Rect, scene: &Scene, words: &Words) {
        let mut child = ui.new_child(UiBuilder::new().max_rect(rect).sense(Sense::hover()).id_salt("map-buttons"));
        match buttons::show(&mut child, rect, words) {
            Some(buttons::Pressed::Closer) => self.zoom_by(ui, 1.0),
            Some(buttons::Pressed::Farther) => self.zoom_by(ui, -1.0),
            Some(buttons::Pressed::Whole) if scene.home.is_some() => {
                self.wanted = Wanted::Home;
                ui.ctx().request_repaint();
            }
            _ => {}
        }
    }
}

/// Where a place in the view is on the screen.
fn on_screen(rect: Rect, [x, y]: [f32; 2]) -> egui::Pos2 {
    rect.min + vec2(x, y)
}

/// The middle of a view in its own datum, as `walkers` has it.
fn in_datum(view: &View) -> walkers::Position {
    let [lon, lat] = degrees(view.to_world(view.centre[0], view.centre[1]));
    lon_lat(lon, lat)
}
