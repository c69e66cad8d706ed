//! The card of the selected object and what happened to it, kept until they change.

use std::{path::Path, sync::Arc};

use jiff::Timestamp;

use crate::{
    app::Wake,
    domain::{
        catalogue::Lang,
        model::ObjectRef,
        view::{
            Words,
            card::{self, Card},
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
}

/// The card and the changes.
#[derive(Debug, Default)]
pub(super) struct File {
    card: Option<(Key, Arc<Card>)>,
    changes: Asking<Vec<JournalRow>>,
    changes_of: Option<(ObjectRef, u64)>,
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
        let key = Key { object: object.clone(), revision: world.revision(), unmask, lang: words.lang(), minute };
        if self.card.as_ref().is_none_or(|(of, _)| *of != key) {
            let card = card::card(world, object, unmask, now, words).map(Arc::new);
            self.card = card.map(|card| (key, card));
        }
        self.card.as_ref().map(|(_, card)| card.clone())
    }

    /// Asks the file what happened to the object, when that is not known yet.
    pub(super) fn ask(&mut self, file: &Path, object: &ObjectRef, revision: u64, wake: &Wake) {
        let same = self.changes_of.as_ref().is_some_and(|(of, at)| of == object && *at == revision);
        if self.changes.is_busy() || same {
            return;
        }
        if self.changes_of.as_ref().is_none_or(|(of, _)| of != object) {
            self.changes.clear();
        }
        self.changes_of = Some((object.clone(), revision));
        let (file, object) = (file.to_owned(), object.clone());
        self.changes.ask("history", wake, move || match store::history(&file, &object, CHANGES) {
            Ok(rows) => rows,
            Err(error) => {
                tracing::warn!(%error, "what happened to an object could not be read");
                Vec::new()
            }
        });
    }

    /// Takes in the answer. Never waits.
    pub(super) fn poll(&mut self) {
        self.changes.poll();
    }

    /// What happened to the object, the latest first.
    pub(super) fn history(&self) -> &[JournalRow] {
        self.changes.answer().map_or(&[], Vec::as_slice)
    }
}
