//! Emergency responses: what opens them, and what becomes of a choice.

use crate::{
    app::{Command, response::ResponseCommand},
    domain::{response::ResponseLevel, view::response_shown::Act},
    ui::{
        app::App,
        panels::{
            response::{Choice, tone},
            top::Standing,
        },
        responding::{Deciding, Draft, watched},
    },
};

impl App {
    /// Opens the responses, or puts them away.
    pub(super) fn turn_response(&mut self) {
        if self.memory.responding.close() {
            return;
        }
        self.clear_side();
        self.memory.evacuating.close();
        self.memory.raining.close();
        self.memory.responding.open = true;
    }

    /// Keeps the conditions in step. Never waits.
    pub(super) fn poll_response(&mut self) {
        let storms = watched(&self.memory.storming, self.clock.now());
        self.with_desk(|memory, here| memory.responding.poll(here, storms));
    }

    /// What of them the top bar says.
    pub(super) fn response_standing(&self) -> Standing {
        let Some(Ok(view)) = self.memory.responding.view() else { return Standing::default() };
        let said = |(level, said): (ResponseLevel, &str)| (tone(level), said.to_owned());
        let asked = |replay: bool, id: &str| {
            let asks: Vec<&str> =
                view.asks().filter(|it| it.replay == replay).map(|proposal| proposal.text.as_str()).collect();
            let text = match asks.as_slice() {
                [] => return None,
                [one] => (*one).to_owned(),
                [first, ..] => {
                    let args = [("text", (*first).to_owned()), ("n", asks.len().to_string())];
                    self.words.with("top-proposed-more", &args)
                }
            };
            Some(self.words.with(id, &[("text", text)]))
        };
        Standing {
            in_force: view.in_force().into_iter().map(said).collect(),
            proposed: asked(false, "top-proposed"),
            replayed: asked(true, "top-proposed-replay"),
        }
    }

    pub(super) fn choose_response(&mut self, choice: Choice) {
        match choice {
            Choice::Close => self.turn_response(),
            Choice::Select(object) => {
                self.select(object);
                self.centre();
            }
            Choice::Consider(hazard, deciding, evidence) => {
                self.memory.responding.draft =
                    Draft { acting: Some((hazard, deciding, evidence)), note: String::new(), fresh: true };
            }
            Choice::Reconsider => self.memory.responding.draft = Draft::default(),
            Choice::Confirm => self.decide(),
            Choice::Done(task, done) => self.submit(Command::Response(ResponseCommand::Done { task, done })),
            Choice::Example => self.submit(Command::Response(ResponseCommand::Example)),
        }
    }

    fn decide(&mut self) {
        let Draft { acting, note, .. } = std::mem::take(&mut self.memory.responding.draft);
        let Some((hazard, deciding, evidence)) = acting else { return };
        let hazard = hazard.to_string();
        let note = Some(note.trim().to_owned()).filter(|note| !note.is_empty());
        self.submit(Command::Response(match deciding {
            Deciding::Act(Act::Set(level)) => ResponseCommand::Set { hazard, level, evidence, note },
            Deciding::Act(Act::End) => ResponseCommand::End { hazard, note },
            Deciding::Decline(level) => ResponseCommand::Decline { hazard, level, note },
        }));
    }
}
