//! Rain: what opens it, and what becomes of a choice.

use std::path::PathBuf;

use eframe::egui;

use crate::{
    app::{
        feed::{AREA, Fed},
        operation::Event,
    },
    domain::catalogue::Tone,
    io::{pictures::is_picture, settings::Folders, store::Granted},
    ui::{
        app::App,
        measuring::Brought,
        panels::{
            feed::Pressed,
            notice::Notice,
            rain::{Choice, live},
        },
        raining::Follow,
    },
};

/// Whether it is no answer to what was sent from here: another program's change, or what a feed brought.
pub(super) fn is_by_others(event: &Event) -> bool {
    match event {
        Event::Outside(_) => true,
        Event::Done(action) => &*action.area == AREA,
        Event::Refused(_) => false,
    }
}

impl App {
    /// Opens the rain, or puts it away.
    pub(super) fn turn_rain(&mut self) {
        if self.memory.raining.close() {
            return;
        }
        self.clear_side();
        self.memory.evacuating.close();
        self.memory.raining.open = true;
    }

    /// Keeps storms, rain, warnings and what is judged by them in step. Never waits.
    pub(super) fn poll_weather(&mut self) {
        self.poll_storm();
        self.poll_warnings();
        self.follow_rain();
        self.with_desk(|memory, here| {
            memory.raining.event.circle = memory.storming.first_circle();
            memory.raining.poll(here);
        });
        self.poll_response();
        match self.memory.measuring.poll() {
            Some(Brought::Measured { command, said, is_clean }) => {
                self.notice = Some(Notice::new(said, if is_clean { Tone::Ready } else { Tone::Warning }));
                // Where that is refused, the refusal stands instead.
                if let Some(command) = command {
                    self.submit(*command);
                }
            }
            Some(Brought::Other(file)) => self.merge_file(file),
            Some(Brought::Pasted) => self.notice = Some(Notice::new(self.words.get("pasted-other"), Tone::Warning)),
            None => {}
        }
    }

    /// Asks the feed when it is due; what is new is taken in, and who is called by it is said.
    fn follow_rain(&mut self) {
        let Some(operation) = self.seat.operation() else { return };
        // An exercise has rain of its own, and a window that only reads leaves it to the one that writes.
        let barred = match operation.granted() {
            _ if operation.meta().exercise => Some("rain-feed-exercise"),
            Granted::Writer => None,
            Granted::Reader(_) => Some("rain-feed-reader"),
        };
        let choice = self.prefs.settings.rain.clone();
        let file = self.prefs.folders.as_ref().map(Folders::rain_feed);
        let mut came = None;
        self.with_desk(|memory, here| {
            came = memory.raining.feeding.poll(Follow { choice: &choice, file, barred }, here);
        });
        let Some(Fed { command, called }) = came else { return };
        if let Some(called) = called {
            self.notice = Some(Notice::new(self.words.with("rain-feed-called", &[("called", called)]), Tone::Alarm));
        }
        if let Some(command) = command {
            self.submit(*command);
        }
    }

    /// Shows the pictures that are chosen; the bar of a storm that is looked at moves them too. Never waits.
    pub(super) fn tend_pictures(&mut self, ctx: &egui::Context) {
        let moment = self.memory.storming.shown().map(|storm| storm.at);
        let (choice, now) = (&self.prefs.settings.pictures, self.clock.now());
        self.memory.map.picture = self.memory.rasters.poll(ctx, choice, moment, now);
    }

    /// Takes pictures in that were let fall on the window; whether there were any.
    pub(super) fn take_pictures(&mut self, files: &[PathBuf]) -> bool {
        let files: Vec<PathBuf> = files.iter().filter(|file| is_picture(file)).cloned().collect();
        if files.is_empty() {
            return false;
        }
        if !self.memory.raining.open {
            self.turn_rain();
        }
        let text = self.words.with("raster-added", &[("n", files.len().to_string())]);
        self.notice = Some(Notice::new(text, Tone::Ready));
        self.prefs.change(|settings| settings.pictures.add(files));
        true
    }

    /// How the feeds do that are followed: one quiet line each.
    pub(super) fn feed_lines(&self) -> Vec<String> {
        let feeding = &self.memory.raining.feeding;
        let rain = || self.words.with("rain-feed-status", &[("state", feeding.line(&self.words).0)]);
        self.feed_line().into_iter().chain(feeding.choice.is_asked().then(rain)).collect()
    }

    pub(super) fn choose_rain(&mut self, choice: Choice) {
        match choice {
            Choice::Close => self.turn_rain(),
            Choice::Pictures(next) => self.prefs.change(|settings| settings.pictures = *next),
            Choice::Live(live::Choice::Change(next)) => self.prefs.change(|settings| settings.rain = *next),
            Choice::Live(live::Choice::Press(Pressed::Retry)) => self.memory.raining.feeding.retry(),
            Choice::Live(live::Choice::Press(Pressed::Cancel)) => self.memory.raining.feeding.cancel(),
            Choice::Select(object) => {
                self.select(object);
                self.centre();
            }
        }
    }
}
