//! Wires: what is open, what is shown, and what becomes of a choice.

mod background;
mod board;
mod choose;
mod drawn;
mod evacuation;
mod exposure;
mod fill;
pub mod keep;
mod layers;
mod lists;
mod open;
mod picture;
mod rain;
mod response;
mod show;
mod storm;
mod travel;
mod views;
mod warning;
mod window;

use std::{path::PathBuf, sync::Arc, time::Duration};

use eframe::egui::{self, Ui};

use crate::{
    app::{Clock, Command, Wake, feed, operation::Event, person},
    domain::{
        catalogue::{Lang, Tone},
        edit::{Action, Intent},
        model::ObjectRef,
        place::Position,
        problem::Problem,
        view::{Words, projection::View, scene::Scene},
    },
    io::{
        assets,
        settings::{Folders, Settings, TEXT_SCALES},
    },
    ui::{
        keys::{self, Wish},
        panels::{card, here, notice::Notice, picture as picture_panel},
        picture::Pictures,
        prefs::Prefs,
        recent::Recent,
        screens::desk::{Extra, Memory, Room},
        seat::{self, Seat},
        sight::Sight,
        theme::{self, fonts::Fonts},
    },
};

pub use window::{WindowError, run};

/// What the window starts with.
#[derive(Clone, Debug, Default)]
pub struct Launch {
    /// The district file; none: the window says how to get one.
    pub file: Option<PathBuf>,
    /// What the seat prefers; the language of the command line stands in it already.
    pub settings: Settings,
    /// Where the seat keeps its things; none: nothing is remembered.
    pub folders: Option<Folders>,
}

/// The application behind the window.
#[derive(Debug)]
pub struct App {
    words: Arc<Words>,
    prefs: Prefs,
    clock: Clock,
    wake: Wake,
    seat: Seat,
    sight: Sight,
    memory: Memory,
    notice: Option<Notice>,
    pictures: Pictures,
    fonts: Fonts,
    settling: views::Settling,
    recent: Recent,
    /// What is wrong with the bureau's own speed table.
    speeds_problem: Option<Problem>,
}

impl App {
    /// Starts, and opens the file of the launch in the background.
    pub fn new(ctx: &egui::Context, launch: Launch, clock: Clock) -> Self {
        theme::install(ctx);
        theme::wear(ctx, launch.settings.dark);
        let waker = ctx.clone();
        let wake = Wake::new(move || waker.request_repaint());
        let prefs = Prefs::new(launch.settings, launch.folders);
        let seat = match launch.file {
            Some(file) => Seat::open(file, Seat::Empty, &prefs, &clock, &wake),
            None => Seat::Empty,
        };
        let words = Arc::new(assets::words(prefs.settings.lang));
        let mut app = Self {
            words,
            prefs,
            clock,
            wake,
            seat,
            sight: Sight::default(),
            memory: Memory::default(),
            notice: None,
            pictures: Pictures::default(),
            fonts: Fonts::none(),
            settling: views::Settling::default(),
            recent: Recent::default(),
            speeds_problem: None,
        };
        app.memory.lay_out(&app.prefs.settings.layout);
        (app.memory.travel, app.speeds_problem) = travel::travelling(&app.prefs);
        app.greet();
        app
    }

    /// A district was opened: it is shown as it was left.
    fn opened(&mut self) {
        let Some(operation) = self.seat.operation() else { return };
        self.sight.start(operation.world(), &self.prefs.settings.layers, &self.words);
        let speeds = || self.speeds_problem.as_ref().map(|problem| self.words.problem(problem));
        let news = seat::news(operation, &self.words).or_else(speeds);
        self.notice = news.map(|text| Notice::new(text, Tone::Caution));
        // An exercise is a copy: the desk goes back to the real file.
        if !operation.meta().exercise {
            let file = operation.path().to_owned();
            self.prefs.change(|settings| settings.opened(&file));
        }
        self.resume();
    }

    /// Takes in what other threads have finished. Never waits.
    fn poll(&mut self) {
        self.tend_keeping();
        if self.seat.poll() {
            self.opened();
        }
        let Some(operation) = self.seat.operation_mut() else { return };
        let mut drawn = false;
        let mut done = Vec::new();
        for event in operation.poll() {
            self.memory.tools.sent &= rain::is_by_others(&event);
            match event {
                // That a list was written is news itself, and what a feed brought no end of what is being typed.
                Event::Done(action) if ["export", feed::AREA].contains(&&*action.area) => {}
                Event::Done(action) => {
                    self.memory.keeping.restoring = false;
                    self.notice = self.notice.take().filter(|_| is_said_already(&action));
                    match person::unmasked(&action) {
                        // On record: now it may be seen. What is being typed on the card stays.
                        Some(object) => {
                            self.memory.card.unmasked |= self.sight.selected.as_ref() == Some(&object);
                            self.memory.here.unmasked.insert(object);
                        }
                        None => self.memory.card.clear(),
                    }
                    drawn |= &*action.area == "plot" && action.intent == Intent::Do;
                    done.push(action);
                }
                Event::Outside(_) => self.notice = Some(Notice::new(self.words.get("notice-outside"), Tone::Caution)),
                Event::Refused(refusal) => {
                    self.memory.keeping.restoring = false;
                    self.memory.form.refused();
                    self.notice = Some(Notice::new(refusal.sentence(&self.words), Tone::Warning));
                }
            }
        }
        for action in done {
            self.board_done(&action);
            self.form_done(&action);
        }
        let Some(operation) = self.seat.operation() else { return };
        let world = operation.world();
        self.memory.form.poll(world, &self.words, &self.wake);
        let came = self.sight.poll(world, &self.memory.nearest, self.clock.now(), &self.words, &self.wake);
        // Only the first answer to a question moves the map: to the place and the answers, near enough to read.
        if came
            && std::mem::take(&mut self.sight.fresh)
            && let Some(needed) = self.sight.needed()
        {
            self.memory.map.fit(needed);
        }
        self.poll_lists();
        self.poll_layer();
        self.poll_travel();
        self.poll_evacuation();
        self.poll_exposure();
        self.poll_board();
        self.poll_weather();
        let Some(operation) = self.seat.operation() else { return };
        let world = operation.world();
        self.sight.ask_history(operation.path(), world, self.clock.now(), &self.wake);
        self.sight.ask_scene(world, &self.memory.map, self.clock.now(), &self.words, &self.wake);
        if drawn {
            self.drawn_is_kept();
        }
    }

    /// What is selected.
    pub const fn selected(&self) -> Option<&ObjectRef> {
        self.sight.selected.as_ref()
    }

    /// What the map paints.
    pub fn scene(&self) -> Arc<Scene> {
        self.sight.scene()
    }

    /// Where the map marks the place of an object that is not kept yet.
    pub const fn pin(&self) -> Option<Position> {
        self.memory.map.dress.pin
    }

    /// Where the map looks.
    pub const fn view(&self) -> &View {
        self.memory.map.view()
    }

    /// Looks at an object. What was typed or unmasked for another one is forgotten.
    fn select(&mut self, object: ObjectRef) {
        if self.sight.selected.as_ref() != Some(&object) {
            self.memory.card = card::Draft::default();
            self.memory.form.leave();
        }
        self.sight.selected = Some(object);
        self.memory.extra = None;
    }

    /// Asks for the nearest from a place.
    fn ask_from(&mut self, from: Position) {
        self.sight.selected = None;
        self.memory.travel.close();
        self.memory.exposing.close();
        self.sight.lists.close_within();
        self.memory.form.leave();
        self.memory.here = here::Draft::default();
        self.sight.from = Some(from);
        self.sight.fresh = true;
        self.memory.extra = None;
        self.ask();
    }

    /// Puts the question away; the next one is about places for people again, as the invitation says.
    fn forget_question(&mut self) {
        self.memory.nearest.kind = None;
        self.sight.forget_question();
    }

    fn ask(&mut self) {
        if let Some(operation) = self.seat.operation() {
            let by_road = self.memory.nearest.by_road;
            self.sight.by_road = by_road.then(|| self.memory.travel.by_road(operation.path(), &self.clock));
            self.sight.ask(operation.world(), &self.memory.nearest, &self.wake);
        }
    }

    fn wish(&mut self, ctx: &egui::Context, wish: Wish) {
        match wish {
            Wish::Undo => self.submit(Command::Undo),
            Wish::Redo => self.submit(Command::Redo),
            Wish::Wall => self.show_wall(ctx, !self.memory.wall),
            Wish::Back if self.welcomed() => {}
            Wish::Back if self.memory.wall => self.show_wall(ctx, false),
            Wish::Back if self.memory.extra.take().is_some() => {}
            Wish::Back if self.memory.export.take().is_some() => {}
            Wish::Back if self.memory.form.leave() => {}
            Wish::Back if self.sight.selected.take().is_some() => {}
            Wish::Back if self.memory.travel.close() => {}
            Wish::Back if self.memory.boarding.close_side() => {}
            Wish::Back if self.memory.evacuating.close() => {}
            Wish::Back if self.memory.exposing.close() => {}
            Wish::Back if self.memory.storming.close() => {}
            Wish::Back if self.memory.raining.close() => {}
            Wish::Back if self.memory.responding.close() => {}
            Wish::Back if self.sight.lists.close_within() => {}
            Wish::Back if self.sight.from.is_some() => self.forget_question(),
            Wish::Back => {
                self.sight.watch.close();
            }
            Wish::Lang => self.speak(match self.words.lang() {
                Lang::Zh => Lang::En,
                Lang::En => Lang::Zh,
            }),
            Wish::Theme => self.dress(ctx, !self.prefs.settings.dark),
            Wish::Larger => self.size_text(self.prefs.settings.text_scale + 0.1),
            Wish::Smaller => self.size_text(self.prefs.settings.text_scale - 0.1),
            Wish::Help => self.call_up(Extra::Settings),
            Wish::Files => self.call_up(Extra::Files),
            Wish::Search => {
                self.memory.layers.set(true);
                self.memory.to_search = true;
            }
            Wish::Layers => self.memory.layers.turn(Room::of(ctx.content_rect().width())),
            Wish::Home => self.memory.map.go_home(),
            Wish::Table => self.turn_table(),
            Wish::Board => self.turn_board(),
            Wish::Storm => self.turn_storm(),
            Wish::Rain => self.turn_rain(),
            Wish::Response => self.turn_response(),
            Wish::Bookmark(place) => self.go_to_bookmark(place),
            Wish::Within => self.within_here(),
            Wish::Picture => self.take_picture(ctx, picture_panel::Choice::Copy),
        }
    }

    fn size_text(&mut self, scale: f32) {
        let [least, most] = TEXT_SCALES;
        self.prefs.change(|settings| settings.text_scale = ((scale * 10.0).round() / 10.0).clamp(least, most));
    }

    /// Shows this instead of the answer, or the answer again.
    fn call_up(&mut self, extra: Extra) {
        self.fill_seat();
        self.memory.extra = if self.memory.extra == Some(extra) { None } else { Some(extra) };
    }

    /// Carries out a command as if it had been chosen; for tests.
    pub fn carry_out(&mut self, command: Command) {
        self.submit(command);
    }

    fn submit(&mut self, command: Command) {
        if let Some(operation) = self.seat.operation_mut()
            && let Err(refusal) = operation.submit(command)
        {
            self.notice = Some(Notice::new(refusal.sentence(&self.words), Tone::Alarm));
        }
    }

    fn speak(&mut self, lang: Lang) {
        self.words = Arc::new(assets::words(lang));
        self.prefs.change(|settings| settings.lang = lang);
        if let Some(operation) = self.seat.operation() {
            self.sight.make(operation.world(), &self.words);
        }
        self.read_layer();
        let from = self.looking_from();
        self.sight.search(&self.memory.search, from, self.clock.now(), &self.words, &self.wake);
    }

    fn dress(&mut self, ctx: &egui::Context, dark: bool) {
        theme::wear(ctx, dark);
        self.prefs.change(|settings| settings.dark = dark);
    }
}

/// What a table or a message brought is said already, with what of it could not be taken.
fn is_said_already(action: &Action) -> bool {
    &*action.area == "readings" || action.label.id.starts_with("warnings")
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _: &mut eframe::Frame) {
        if self.fonts.poll(ctx) && self.words.lang() == Lang::Zh {
            // Chinese would be boxes: the seat keeps its language and reads English until there is a font.
            self.words = Arc::new(assets::words(Lang::En));
        }
        self.poll();
        self.tend_recent();
        self.poll_picture();
        self.prefs.poll(&self.wake);
        // The clock shows minutes: the next picture is due when the minute turns.
        let into_minute = self.clock.now().as_second().rem_euclid(60).unsigned_abs();
        ctx.request_repaint_after(Duration::from_secs(60 - into_minute));
    }

    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
        theme::fit(ui.ctx(), self.prefs.settings.text_scale);
        self.memory.map.motion = self.prefs.settings.motion;
        self.memory.map.dress.pin = if self.memory.wall { None } else { self.memory.form.pin() };
        self.take_dropped(ui.ctx());
        self.take_pasted(ui.ctx());
        self.pass_storm(ui.ctx());
        self.tend_background(ui.ctx());
        self.tend_pictures(ui.ctx());
        if let Some(wish) = keys::wish(ui.ctx()).filter(|wish| !self.wish_for_sketch(*wish)) {
            self.wish(ui.ctx(), wish);
        }
        self.show_first(ui.ctx());
        for choice in self.show(ui) {
            self.choose(ui.ctx(), choice);
        }
        self.tend_view(ui.ctx());
    }

    fn on_exit(&mut self) {
        self.keep_view();
        self.prefs.finish();
    }
}
