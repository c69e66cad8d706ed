//! Rain: what opens it, and what becomes of a choice.

use crate::ui::{app::App, panels::rain::Choice};

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

    /// Keeps storms and rain in step. Never waits.
    pub(super) fn poll_weather(&mut self) {
        self.poll_storm();
        self.with_desk(|memory, here| memory.raining.poll(here));
    }

    pub(super) fn choose_rain(&mut self, choice: Choice) {
        match choice {
            Choice::Close => self.turn_rain(),
            Choice::Select(object) => {
                self.select(object);
                self.centre();
            }
        }
    }
}
