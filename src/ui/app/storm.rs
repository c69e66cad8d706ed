//! Typhoons: what opens them, time that passes, and an arrival handed to an evacuation.

use std::path::{Path, PathBuf};

use eframe::egui;

use crate::{
    domain::{
        catalogue::Tone,
        view::{
            format,
            typhoon::{middle, name},
        },
    },
    io::settings::Folders,
    ui::{
        app::{App, choose::has_ending},
        evacuating::Until,
        panels::{
            evacuation,
            feed::Pressed,
            notice::Notice,
            storm::{Choice, live, rehearsal},
        },
        storming::{Brought, Follow},
    },
};

impl App {
    /// Opens the typhoons, or puts them away.
    pub(super) fn turn_storm(&mut self) {
        // Under a plan, the rain or the responses it is on the map, and not what stands at the side.
        let memory = &self.memory;
        let is_under = memory.evacuating.of.is_some() || memory.raining.open || memory.responding.open;
        if self.memory.storming.open && !is_under {
            self.memory.storming.close();
        } else {
            self.show_storm();
        }
    }

    fn show_storm(&mut self) {
        self.clear_side();
        self.memory.evacuating.close();
        self.memory.raining.close();
        self.memory.storming.open = true;
    }

    /// Whether a file that is let fall on the window is taken for one of tracks: what a table is, is not looked into
    /// here, so it is one only while storms are looked at.
    pub(super) fn is_of_storms(&self, file: &Path) -> bool {
        has_ending(file, &["json", "txt"]) || (self.memory.storming.open && has_ending(file, &["csv"]))
    }

    /// Reads a file of tracks that was let fall on the window.
    pub(super) fn read_tracks(&mut self, file: PathBuf) {
        self.show_storm();
        self.with_desk(|memory, here| memory.storming.read(file, here));
    }

    /// Lets the storm's time pass while it plays.
    pub(super) fn pass_storm(&mut self, ctx: &egui::Context) {
        if self.memory.storming.playing {
            let seconds = ctx.input(|input| input.stable_dt);
            self.memory.storming.pass(seconds);
            ctx.request_repaint();
        }
    }

    /// Keeps it in step, on the map too. Never waits.
    pub(super) fn poll_storm(&mut self) {
        self.follow_feed();
        let mut polled = (None, None);
        self.with_desk(|memory, here| polled = memory.storming.poll(here));
        let place = self.sight.from;
        let place = self.seat.operation().and_then(|operation| self.sight.place(operation.world())).or(place);
        self.with_desk(|memory, here| memory.storming.place(place, here));
        self.memory.card.storm = self.memory.storming.placing.told().cloned();
        let (bounds, brought) = polled;
        if let Some(bounds) = bounds {
            self.memory.map.fit(bounds);
        }
        self.sight.storm = self.memory.storming.shown().cloned();
        if let Some(Brought { file, storms, problems }) = brought {
            let mut args = vec![("file", file), ("n", storms.to_string()), ("problems", problems.len().to_string())];
            self.notice = Some(match problems.first() {
                None => Notice::new(self.words.with("storm-read", &args), Tone::Ready),
                Some(first) => {
                    args.push(("first", self.words.problem(first)));
                    Notice::new(self.words.with("storm-read-problems", &args), Tone::Warning)
                }
            });
        }
    }

    /// Asks the feed when it is due, and says what goes on that was not known to.
    fn follow_feed(&mut self) {
        let file = self.prefs.folders.as_ref().map(Folders::storm_feed);
        let (choice, clock, wake) = (&self.prefs.settings.storms, &self.clock, &self.wake);
        let new = self.memory.storming.follow(Follow { choice, file, clock, wake });
        if !new.is_empty() {
            let names: Vec<String> = new.iter().map(|storm| name(storm, &self.words)).collect();
            let names = names.join(&self.words.get("list-separator"));
            self.notice = Some(Notice::new(self.words.with("feed-new", &[("names", names)]), Tone::Caution));
        }
    }

    /// How the feed does, when one is followed: one quiet line.
    pub(super) fn feed_line(&self) -> Option<String> {
        let feeding = &self.memory.storming.feeding;
        let line = || self.words.with("feed-status", &[("state", feeding.line(&self.words).0)]);
        feeding.choice.is_asked().then(line)
    }

    fn choose_live(&mut self, choice: live::Choice) {
        match choice {
            live::Choice::Change(next) => self.prefs.change(|settings| settings.storms = *next),
            live::Choice::Press(Pressed::Retry) => self.memory.storming.feeding.retry(),
            live::Choice::Press(Pressed::Cancel) => self.memory.storming.feeding.cancel(),
        }
    }

    pub(super) fn choose_storm(&mut self, choice: Choice) {
        match choice {
            Choice::Close => self.turn_storm(),
            Choice::Live(choice) => self.choose_live(choice),
            Choice::Order(order) => {
                self.prefs.change(|settings| settings.storms.quadrants = order);
                self.memory.storming.take_order(order);
            }
            Choice::Rehearse(rehearsal::Choice::Back) => self.memory.storming.unrehearse(),
            Choice::Rehearse(rehearsal::Choice::Move) => {
                let middle = self.seat.operation().and_then(|operation| middle(operation.world()));
                self.memory.storming.rehearse(middle, &self.wake);
            }
            Choice::Select(object) => {
                self.select(object);
                self.centre();
            }
            Choice::Winds(level) => self.expose_winds(level),
            Choice::Deadline(between) => {
                let by_when = &mut self.memory.evacuating.asked.by_when;
                let [earliest, latest] = between;
                if self.memory.storming.chosen().is_some_and(|storm| storm.is_rehearsal()) {
                    by_when.until = Until::Rehearsed(between);
                } else if earliest > self.clock.now() {
                    by_when.until = Until::Arrival(between);
                } else {
                    // A past storm is a rehearsal: at the same time of day.
                    by_when.until = Until::Forecast;
                    by_when.earliest = format::time_of_day(earliest);
                    by_when.latest = format::time_of_day(latest);
                }
                self.choose_evacuation(evacuation::Choice::InForce);
            }
        }
    }
}
