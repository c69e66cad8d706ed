//! The card of the selected object and what happened to it, kept until they change.

use std::{path::Path, sync::Arc};

use jiff::{Timestamp, ToSpan as _};

use crate::{
    app::Wake,
    domain::{
        catalogue::Lang,
        hazard::reservoir::standing::READINGS_HOURS,
        model::ObjectRef,
        view::{
            Words,
            card::{self, Card},
            level_chart,
        },
        world::World,
    },
    io::store::{self, JournalRow},
    ui::asking::Asking,
};

/// How many changes of an object are listed.
const CHANGES: usize = 20;

/// What a card was made for.
#[derive(Clone, Debug, PartialEq)]
struct Key {
    object: ObjectRef,
    revision: u64,
    unmask: bool,
    lang: Lang,
    /// Ages are said in minutes.
    minute: i64,
    /// How many answers about its past came: its readings come with them.
    answers: u64,
}

/// What the file knows of an object's past.
#[derive(Debug)]
struct Past {
    of: ObjectRef,
    changes: Vec<JournalRow>,
    levels: Vec<(Timestamp, f64)>,
}

/// The card and the changes.
#[derive(Debug, Default)]
pub(super) struct File {
    card: Option<(Key, Arc<Card>)>,
    past: Asking<Past>,
    past_of: Option<(ObjectRef, u64)>,
    answers: u64,
}

impl File {
    /// The card, made anew when anything on it may have changed; `None` when the object is gone.
    pub(super) fn card(
        &mut self,
        world: &World,
        object: &ObjectRef,
        unmask: bool,
        now: Timestamp,
        words: &Words,
    ) -> Option<Arc<Card>> {
        let minute = now.as_second().div_euclid(60);
        let (revision, lang, answers) = (world.revision(), words.lang(), self.answers);
        let key = Key { object: object.clone(), revision, unmask, lang, minute, answers };
        if self.card.as_ref().is_none_or(|(of, _)| *of != key) {
            let card = card::card(world, object, unmask, now, words).map(|mut card| {
                // The readings of the one looked at before are none of this one's.
                let past = self.past.answer().filter(|past| past.of == *object);
                card.levels = past.and_then(|past| level_chart::chart(world, object, &past.levels, now, words));
                Arc::new(card)
            });
            self.card = card.map(|card| (key, card));
        }
        self.card.as_ref().map(|(_, card)| card.clone())
    }

    /// Asks the file what happened to the object and what was measured there, when that is not known yet.
    pub(super) fn ask(&mut self, file: &Path, object: &ObjectRef, revision: u64, now: Timestamp, wake: &Wake) {
        let same = self.past_of.as_ref().is_some_and(|(of, at)| of == object && *at == revision);
        if self.past.is_busy() || same {
            return;
        }
        if self.past_of.as_ref().is_none_or(|(of, _)| of != object) {
            self.past.clear();
        }
        self.past_of = Some((object.clone(), revision));
        let (file, of) = (file.to_owned(), object.clone());
        self.past.ask("history", wake, move || {
            let changes = store::history(&file, &of, CHANGES).unwrap_or_else(|error| {
                tracing::warn!(%error, "what happened to an object could not be read");
                Vec::new()
            });
            let since = now.checked_sub(READINGS_HOURS.hours()).unwrap_or(now);
            let levels = store::readings_of(&file, &of, "level_m", [since, now]).unwrap_or_else(|error| {
                tracing::warn!(%error, "the readings of an object could not be read");
                Vec::new()
            });
            Past { of, changes, levels }
        });
    }

    /// Takes in the answer. Never waits.
    pub(super) fn poll(&mut self) {
        if self.past.poll() {
            self.answers += 1;
        }
    }

    /// What happened to the object, the latest first.
    pub(super) fn history(&self) -> &[JournalRow] {
        self.past.answer().map_or(&[], |past| past.changes.as_slice())
    }
}
