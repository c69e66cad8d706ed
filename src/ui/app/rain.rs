//! Rain: what opens it, and what becomes of a choice.

use crate::{
    domain::catalogue::Tone,
    ui::{
        app::App,
        measuring::Brought,
        panels::{notice::Notice, rain::Choice},
    },
};

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
        match self.memory.measuring.poll() {
            Some(Brought::Measured { command, said, is_clean }) => {
                self.notice = Some(Notice::new(said, if is_clean { Tone::Ready } else { Tone::Warning }));
                // Where that is refused, the refusal stands instead.
                if let Some(command) = command {
                    self.submit(*command);
                }
            }
            Some(Brought::Other(file)) => self.merge_file(file),
            None => {}
        }
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
