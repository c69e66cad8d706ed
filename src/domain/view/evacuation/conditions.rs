//! How a plan was asked, condition by condition: what differs from the usual is always said, so that nobody takes a
//! printed plan for another.

use crate::domain::{
    plan::evacuation::{Basis, Deadline, DeadlineKind, Goal, Times},
    view::{
        evacuation::{Telling, township_name},
        format,
    },
};

impl Telling<'_> {
    /// Who is counted and how, where they may go, with which vehicles.
    pub(super) fn conditions(&self) -> Vec<String> {
        let mut said = self.counted();
        said.extend(self.places());
        said.extend(self.vehicles());
        said
    }

    /// By when, as one condition.
    pub(super) fn by_when(&self, deadline: &Deadline) -> String {
        let at = format::day_time(deadline.at);
        match (deadline.kind, deadline.spread().and(deadline.latest)) {
            (DeadlineKind::Rehearsal, Some(latest)) => {
                self.say("evacuate-by-rehearsal", &[("at", at), ("latest", format::day_time(latest))])
            }
            (_, Some(latest)) => self.say("evacuate-by-forecast", &[("at", at), ("latest", format::day_time(latest))]),
            (kind, None) => {
                let kind = self.words.get(&format!("deadline-{}", kind.as_str()));
                self.say("evacuate-by-time", &[("kind", kind), ("at", at)])
            }
        }
    }

    fn counted(&self) -> Vec<String> {
        let counting = &self.plan.choices.counting;
        let basis = match counting.basis {
            Basis::List => "evacuate-basis-list",
            Basis::Population => "evacuate-basis-population",
        };
        let mut said = vec![self.words.get(basis)];
        if counting.share < 1.0 {
            said.push(self.percent("evacuate-share", counting.share));
        }
        if counting.relatives > 0.0 {
            said.push(self.percent("evacuate-to-relatives", counting.relatives));
        }
        let own = counting.relatives_by_township.iter().map(|(township, share)| {
            let args = [("township", township_name(township, self.words)), ("percent", hundredths(*share))];
            self.say("evacuate-to-relatives-of", &args)
        });
        said.extend(own);
        said
    }

    fn places(&self) -> Vec<String> {
        let choices = &self.plan.choices;
        let mut said = vec![self.words.get(&format!("evacuate-keep-{}", choices.keep.as_str()))];
        for (is_asked, id) in [
            (choices.goal == Goal::Worst, "evacuate-goal-worst"),
            (!choices.wanted.may_open, "evacuate-open-only"),
            (choices.keep_told, "evacuate-keep-told"),
            (choices.own_first, "evacuate-own-first"),
            (choices.county_last, "evacuate-county-last"),
            (!choices.frail_suitable, "evacuate-frail-anywhere"),
        ] {
            if is_asked {
                said.push(self.words.get(id));
            }
        }
        if let Some(minutes) = choices.most_minutes {
            said.push(self.minutes("evacuate-most-minutes", minutes));
        }
        if choices.wanted.reserve > 0.0 {
            said.push(self.percent("evacuate-reserve", choices.wanted.reserve));
        }
        said
    }

    fn vehicles(&self) -> Vec<String> {
        let (times, usual) = (&self.timing.times, Times::default());
        let fleet = times.fleet.iter().map(|fleet| {
            let args =
                [("name", fleet.name.clone()), ("n", fleet.number.to_string()), ("seats", fleet.seats.to_string())];
            self.say("evacuate-fleet-says", &args).trim().to_owned()
        });
        let mut said: Vec<String> = fleet.collect();
        if said.is_empty() && times.seats != usual.seats {
            said.push(self.say("evacuate-seats-each", &[("n", times.seats.to_string())]));
        }
        for (id, minutes, usual) in [
            ("evacuate-loading-says", times.loading_min, usual.loading_min),
            ("evacuate-unloading-says", times.unloading_min, usual.unloading_min),
            ("evacuate-notice-says", times.notice_min, usual.notice_min),
        ] {
            if (minutes - usual).abs() > f64::EPSILON {
                said.push(self.minutes(id, minutes));
            }
        }
        said
    }

    fn percent(&self, id: &str, share: f64) -> String {
        self.say(id, &[("percent", hundredths(share))])
    }

    /// Minutes as they were asked, not rounded to the next.
    fn minutes(&self, id: &str, minutes: f64) -> String {
        let time = self.say("travel-minutes", &[("n", format::decimal(minutes, 1))]);
        self.say(id, &[("time", time)])
    }
}

/// A share as a percentage.
fn hundredths(share: f64) -> String {
    format::decimal(share * 100.0, 2)
}
