//! The map of the window: pans, zooms and points with `walkers`, and paints the same scene as the report.
//!
//! A frame that only pans or zooms is cheap: areas, lines and dots lie on the graphics card and get a new place;
//! symbols and names are kept as they are and moved along. Both are made anew when the scene, the theme or the
//! sizes change, or when the map comes to rest; the ground off the window's thread.

mod buttons;
mod dots;
mod figures;
mod flight;
mod gpu;
mod ground;
mod hit;
mod paint;
mod picture;
mod point;
mod pulse;
mod sketch;
mod steer;
mod tiles;

use std::sync::Arc;

use eframe::egui::{self, Rect, Role, Sense, Theme as EguiTheme, Ui, UiBuilder, WidgetInfo, vec2};
use walkers::MapMemory;

use crate::{
    domain::{
        model::ObjectRef,
        place::{Datum, Position},
        view::{
            Words,
            drawing::Canvas,
            palette::{Palette, Theme},
            projection::{Bounds, View},
            scene::{Scene, SceneRequest},
            shape::PxRect,
        },
    },
    ui::map::{figures::FigureCache, flight::Flight, ground::Ground},
};

pub use gpu::install;
pub use paint::{paint_shapes, paint_symbol};
pub use picture::{Grid, Laid};
pub use sketch::{Form, Purpose, Sketch};
pub use tiles::{Background, BackgroundState};

/// Room left around what is fitted into view, points.
const MARGIN: f64 = 36.0;

/// The map: where it looks, and what it keeps between frames.
#[derive(Debug)]
pub struct MapPanel {
    memory: MapMemory,
    flight: Option<Flight>,
    wanted: Wanted,
    view: View,
    /// Where it is in the window.
    rect: Rect,
    ground: Ground,
    figures: FigureCache,
    /// Whether the cross is shown that the Enter key chooses under.
    cross: bool,
    /// Whether the map moves to where it is sent (250 to 400 ms) and alarms pulse, or all is there at once.
    pub motion: bool,
    /// How large text and symbols are: 1 on a desk, more on a wall.
    pub scale: f32,
    /// The datum of the background tiles: the map is drawn in it.
    pub datum: Datum,
    /// What else the window puts on the map.
    pub dress: Dress,
    /// The background tiles.
    pub background: Background,
    /// A georeferenced picture over the base map.
    pub picture: Option<Laid>,
    /// What is being drawn.
    pub sketch: Sketch,
}

/// What the window puts on the map beside the scene.
#[derive(Clone, Debug, PartialEq)]
pub struct Dress {
    /// Where panels stand over the map, on the screen: no name goes under them.
    pub on_top: Vec<Rect>,
    /// Who must be named for the background; empty: nobody.
    pub attribution: String,
    /// Whether there are buttons; a wall has none.
    pub tools: bool,
    /// Where an object is to stand that is not kept yet.
    pub pin: Option<Position>,
}

impl Default for Dress {
    fn default() -> Self {
        Self { on_top: Vec::new(), attribution: String::new(), tools: true, pin: None }
    }
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
    /// Exactly this middle, degrees, at this zoom.
    View([f64; 2], f64),
}

impl Default for MapPanel {
    fn default() -> Self {
        Self {
            memory: MapMemory::default(),
            flight: None,
            wanted: Wanted::Home,
            view: View::default(),
            rect: Rect::ZERO,
            ground: Ground::default(),
            figures: FigureCache::default(),
            cross: false,
            motion: true,
            scale: 1.0,
            datum: Datum::Wgs84,
            dress: Dress::default(),
            background: Background::default(),
            picture: None,
            sketch: Sketch::default(),
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

    /// Looks exactly there: the middle in degrees, WGS-84, longitude first.
    pub const fn look_at(&mut self, centre: [f64; 2], zoom: f64) {
        self.wanted = Wanted::View(centre, zoom);
    }

    /// Whether it stays where it is: nothing is to be brought into view, and nothing moves.
    pub fn is_at_rest(&self) -> bool {
        self.wanted == Wanted::Stay && self.flight.is_none() && !self.memory.animating()
    }

    /// What is in view, as of the last frame.
    pub const fn view(&self) -> &View {
        &self.view
    }

    /// The bounds and the zoom that a scene for this view is asked for with. They change rarely: compare the
    /// whole [`SceneRequest`] and the world's revision with the last to know whether a new scene is due.
    pub fn ask(&self, request: SceneRequest) -> SceneRequest {
        let content = View { zoom: self.view.zoom - f64::from(self.scale).log2(), ..self.view };
        let (tiles_on, tiles_named) = (self.background.covers(), self.background.is_named());
        SceneRequest { tiles_on, tiles_named, ..request }.for_view(&content)
    }

    /// Whether something of the ground is still being made.
    pub const fn is_busy(&self) -> bool {
        self.ground.is_busy()
    }

    /// Draws the map and its buttons in all the room there is.
    pub fn ui(&mut self, ui: &mut Ui, scene: &Arc<Scene>, words: &Words) -> MapResponse {
        let rect = ui.available_rect_before_wrap();
        let theme = if ui.ctx().theme() == EguiTheme::Dark { Theme::Dark } else { Theme::Light };
        let palette = Palette::of(theme);
        self.rect = rect;
        self.view.size = [f64::from(rect.width()), f64::from(rect.height())];
        if self.view.datum != self.datum {
            // The same place stays at the middle.
            self.look(View { datum: self.datum, ..self.view });
        }
        self.obey(ui, scene);
        self.fly(ui);
        ui.painter().rect_filled(rect, 0.0, paint::color(palette.map.outside));
        self.ground.update(ui.ctx(), scene, &Canvas { view: self.view, scale: self.scale, palette });
        self.background.begin(ui.ctx(), palette);
        let response = self.walk(ui, palette);
        self.background.end();
        let by_key = self.keys(ui, &response);
        let canvas = Canvas { view: self.view, scale: self.scale, palette };
        let painter = ui.painter().with_clip_rect(rect);
        self.ground.paint(&painter, rect, &self.view);
        if let Some(laid) = &self.picture {
            picture::paint(&painter, rect, &self.view, laid);
        }
        let reserved = self.reserved(rect, &canvas);
        // Where the marks stood last: a name of the tiles gives way to them.
        let taken: Vec<PxRect> = self.figures.marks(scene, &self.view).into_iter().map(|(_, mark)| mark).collect();
        self.background.names(&painter, rect, &canvas, [reserved.as_slice(), &taken].concat());
        self.figures.paint(&painter, rect, scene, &canvas, &reserved);
        let marks = self.figures.marks(scene, &self.view);
        pulse::paint(&painter, rect, (scene, &marks), &canvas, self.motion);
        buttons::scale_bar(&painter, rect, &canvas);
        buttons::attribution(&painter, rect, &canvas, &self.dress);
        if let Some(pin) = self.dress.pin {
            point::pin(&painter, rect, &canvas, pin);
        }
        if self.cross {
            point::cross(&painter, rect, palette, self.scale);
        }
        let out = if self.sketch.is_on() {
            let out = self.drive(ui, &response, scene);
            self.sketch.paint(&painter, rect, &canvas, words);
            out
        } else {
            self.point(ui, &response, (scene, &marks), by_key)
        };
        if self.dress.tools {
            self.buttons(ui, rect, scene, words);
        }
        response.widget_info(|| WidgetInfo::labeled(Role::GraphicsDocument, true, words.get("map-name")));
        out
    }

    /// What no name goes under.
    fn reserved(&self, rect: Rect, canvas: &Canvas<'_>) -> Vec<PxRect> {
        let local = |top: &Rect| PxRect {
            min: [top.min.x - rect.min.x, top.min.y - rect.min.y],
            max: [top.max.x - rect.min.x, top.max.y - rect.min.y],
        };
        let own = buttons::reserved(canvas, &self.dress);
        self.dress.on_top.iter().map(local).chain(own).collect()
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
