//! The card of the selected object and what happened to it, kept until they change.

use std::{path::Path, sync::Arc};

use jiff::{Timestamp, ToSpan as _};

use crate::{
    app::Wake,
    domain::{
        catalogue::{Kind, Lang, Role},
        hazard::{
            downstream::{Downstream, downstream as downstream_of, releases},
            rain::{Rain, standing::is_station, warning::is_judged},
            reservoir::standing::READINGS_HOURS,
        },
        model::ObjectRef,
        problem::Problem,
        view::{
            Words,
            card::{self, Card},
            downstream,
            flow_chart::{self, FlowReadings},
            level_chart, rain_shown,
        },
        world::World,
    },
    io::store::{self, JournalRow},
    ui::{
        asking::Asking,
        raining::{SLOT_S, rain_at},
    },
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
    /// What was measured in the last days, or why that could not be read.
    levels: Result<Vec<(Timestamp, f64)>, Problem>,
    /// The flows that its kind keeps, likewise.
    flows: Result<FlowReadings, Box<Problem>>,
    /// What lies below it; `None`: it is no water behind a dam.
    below: Option<Downstream>,
    /// The rain, where the object is one of rain's.
    rain: Option<Result<Box<Rain>, Box<Problem>>>,
}

/// The card and the changes.
#[derive(Debug, Default)]
pub(super) struct File {
    card: Option<(Key, Arc<Card>)>,
    past: Asking<Past>,
    /// Of what, of which world, and about when.
    past_of: Option<(ObjectRef, u64, i64)>,
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
                let is_water = world.layer(object.kind.as_str()).is_some_and(|it| it.kind().has_role(Role::Reservoir));
                card.below = past
                    .and_then(|past| past.below.as_ref())
                    .map(|below| downstream::below(world, below, &releases(world, object, now), now, words));
                match past.map(|past| &past.levels).filter(|_| is_water) {
                    Some(Ok(levels)) => card.levels = level_chart::chart(world, object, levels, now, words),
                    Some(Err(problem)) => {
                        card.unread = Some(words.with("flood-chart-unread", &[("why", words.problem(problem))]));
                    }
                    None => {}
                }
                match past.map(|past| &past.flows) {
                    Some(Ok(flows)) => card.flows = flow_chart::chart(world, object, flows, now, words),
                    Some(Err(problem)) => {
                        card.unread = Some(words.with("flood-chart-unread", &[("why", words.problem(problem))]));
                    }
                    None => {}
                }
                match past.and_then(|past| past.rain.as_ref()) {
                    Some(Ok(rain)) => card.rain = rain_shown::card(rain, object, now, words),
                    Some(Err(problem)) => {
                        card.unread = Some(words.with("rain-unread", &[("why", words.problem(problem))]));
                    }
                    None => {}
                }
                Arc::new(card)
            });
            self.card = card.map(|card| (key, card));
        }
        self.card.as_ref().map(|(_, card)| card.clone())
    }

    /// Asks the file what happened to the object and what was measured there, and the world what lies below it, when
    /// that is not known yet.
    pub(super) fn ask(&mut self, file: &Path, world: &World, object: &ObjectRef, now: Timestamp, wake: &Wake) {
        let slot = now.as_second().div_euclid(SLOT_S);
        let wanted = (object.clone(), world.revision(), slot);
        let same = self.past_of.as_ref() == Some(&wanted);
        if self.past.is_busy() || same {
            return;
        }
        if self.past_of.as_ref().is_none_or(|(of, ..)| of != object) {
            self.past.clear();
        }
        self.past_of = Some(wanted);
        let (file, world, of) = (file.to_owned(), world.clone(), object.clone());
        let rainy = world.layer(object.kind.as_str()).is_some_and(|layer| is_of_rain(layer.kind()));
        self.past.ask("history", wake, move || {
            let changes = store::history(&file, &of, CHANGES).unwrap_or_else(|error| {
                tracing::warn!(%error, "what happened to an object could not be read");
                Vec::new()
            });
            let since = now.checked_sub(READINGS_HOURS.hours()).unwrap_or(now);
            let levels = store::readings_of(&file, &of, "level_m", [since, now]).map_err(|error| {
                tracing::warn!(%error, "the readings of an object could not be read");
                error.problem()
            });
            let kind = world.layer(of.kind.as_str()).map(|layer| layer.kind());
            let flows = kind.into_iter().flat_map(|kind| flow_chart::fields(kind)).map(|field| {
                let read = store::readings_of(&file, &of, field, [since, now]);
                read.map(|readings| (field, readings)).map_err(|error| Box::new(error.problem()))
            });
            let flows = flows.collect();
            let rain = rainy.then(|| rain_at(&file, &world, now, None).map(Box::new));
            let below = downstream_of(&world, &of);
            Past { of, changes, levels, flows, below, rain }
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

/// Whether rain stands on the cards of a kind.
fn is_of_rain(kind: &Kind) -> bool {
    is_station(kind) || is_judged(kind) || kind.id.as_str() == "township"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::tests::{Making, at},
        io::assets,
    };

    #[test]
    fn readings_that_cannot_be_read_are_said_on_the_card_and_are_not_none() {
        let mut making = Making::default();
        let dam = making.add("reservoir", None, &[("name", "dam".into()), ("level_m", 108.0.into())]);
        let village = making.add("village", None, &[("name", "village".into())]);
        let (world, words) = (making.world(), assets::words(Lang::Zh));
        let folder = tempfile::tempdir().unwrap();
        for (object, is_said) in [(dam, true), (village, false)] {
            let mut file = File::default();
            file.ask(&folder.path().join("gone.gpkg"), &world, &object, at("12:00"), &Wake::nobody());
            while file.answers == 0 {
                file.poll();
                std::thread::yield_now();
            }
            let card = file.card(&world, &object, false, at("12:00"), &words).unwrap();
            assert_eq!(card.levels, None);
            assert_eq!(card.unread.as_ref().is_some_and(|text| text.starts_with("水位读数读不出")), is_said);
            assert_eq!(card.below.is_some(), is_said, "what lies below is told of dams alone");
        }
    }
}
