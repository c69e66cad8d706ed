//! Warnings: messages that are let fall or pasted, and what is done with one.

use std::path::PathBuf;

use geo::BoundingRect as _;
use geo_types::Rect;

use crate::{
    app::Operation,
    domain::{catalogue::Tone, hazard::signal::area_of},
    io::{cap, settings::Folders},
    ui::{
        app::{App, choose::has_ending},
        here::Here,
        panels::notice::Notice,
        warning::{Source, exposed},
    },
};

impl App {
    /// Takes CAP messages in that were let fall on the window; whether there were any.
    pub(super) fn take_warnings(&mut self, files: &[PathBuf]) -> bool {
        let is_message = |file: &&PathBuf| has_ending(file, &["xml", "cap"]);
        let sources: Vec<Source> = files.iter().filter(is_message).cloned().map(Source::File).collect();
        !sources.is_empty() && self.read_warnings(sources)
    }

    /// Takes a CAP message in that was pasted; whether it was one.
    pub(super) fn paste_warning(&mut self, text: &str) -> bool {
        cap::is_cap(text.as_bytes()) && self.read_warnings(vec![Source::Pasted(text.to_owned())])
    }

    fn read_warnings(&mut self, sources: Vec<Source>) -> bool {
        let Some(meta) = self.seat.operation().map(|operation| operation.meta().clone()) else { return false };
        self.with_desk(|memory, here| memory.warnings.read(sources, &meta, here));
        true
    }

    /// Writes the warning that is looked at as CAP, to where pictures and lists go.
    pub(super) fn write_warning(&mut self) {
        let Some(object) = self.sight.selected.clone() else { return };
        let Some(operation) = self.seat.operation() else { return };
        let meta = operation.meta().clone();
        let folder = Folders::out_beside(self.prefs.folders.as_ref(), operation.path());
        self.with_desk(|memory, here| memory.warnings.write(object, folder, &meta, here));
    }

    /// Asks who and what lies where the warning that is looked at holds.
    pub(super) fn expose_warning(&mut self) {
        let Some(object) = self.sight.selected.clone() else { return };
        let mut of = None;
        self.with_desk(|_, here: Here<'_>| of = exposed(&object, here));
        match of {
            Some(of) => self.expose(of),
            None => self.notice = Some(Notice::new(self.words.get("signal-no-area"), Tone::Warning)),
        }
    }

    /// Takes in what came of messages. Never waits.
    pub(super) fn poll_warnings(&mut self) {
        if let Some(brought) = self.memory.warnings.brought() {
            self.notice = Some(Notice::new(brought.said, if brought.is_clean { Tone::Ready } else { Tone::Warning }));
            // Where that is refused, the refusal stands instead.
            if let Some(command) = brought.command {
                self.submit(*command);
            }
        }
        match self.memory.warnings.written() {
            Some(Ok(file)) => {
                let text = self.words.with("signal-exported", &[("file", file.display().to_string())]);
                self.notice = Some(Notice::new(text, Tone::Ready));
            }
            Some(Err(why)) => {
                let text = self.words.with("signal-not-exported", &[("why", why)]);
                self.notice = Some(Notice::new(text, Tone::Warning));
            }
            None => {}
        }
    }

    /// The box of the area where the warning that is looked at holds, when it has none of its own.
    pub(super) fn warned_bounds(&self) -> Option<Rect> {
        let world = self.seat.operation().map(Operation::world)?;
        area_of(world, self.sight.selected.as_ref()?)?.bounding_rect()
    }
}
