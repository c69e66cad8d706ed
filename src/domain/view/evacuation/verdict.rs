//! The verdict, the figures and what one should know.

use crate::domain::{
    catalogue::Tone,
    plan::evacuation::Keep,
    view::{
        evacuation::{Telling, people, way},
        format, route,
    },
};

impl Telling<'_> {
    pub(super) fn verdict(&self) -> (String, Tone) {
        let plan = self.plan;
        let (placed, unplaced) = (plan.placed(), plan.unplaced_people());
        if placed + unplaced == 0 {
            let none = if plan.called.groups.is_empty() { "evacuate-nobody" } else { "evacuate-all-to-relatives" };
            return (self.words.get(none), Tone::Normal);
        }
        if unplaced > 0 {
            return (self.say("evacuate-short", &[("n", people(unplaced))]), Tone::Alarm);
        }
        let id = if plan.optimal { "evacuate-optimal" } else { "evacuate-feasible" };
        let gap = format::decimal((plan.gap * 1_000.0).ceil() / 10.0, 1);
        (self.say(id, &[("n", people(placed)), ("gap", gap)]), Tone::Ready)
    }

    pub(super) fn facts(&self) -> Vec<(String, String, Tone)> {
        let plan = self.plan;
        let fact = |id: &str, value: String, tone: Tone| (self.words.get(id), value, tone);
        let (placed, unplaced) = (plan.placed(), plan.unplaced_people());
        let mut facts = vec![fact(
            "evacuate-to-move",
            self.persons(placed + unplaced + plan.called.with_relatives()),
            Tone::Normal,
        )];
        if plan.called.with_relatives() > 0 {
            facts.push(fact("evacuate-relatives", self.persons(plan.called.with_relatives()), Tone::Normal));
        }
        facts.push(fact("evacuate-placed", self.persons(placed), Tone::Ready));
        if unplaced > 0 {
            facts.push(fact("evacuate-unplaced", self.persons(unplaced), Tone::Alarm));
        }
        if plan.called.moved > 0 {
            facts.push(fact("evacuate-moved", self.persons(plan.called.moved.unsigned_abs()), Tone::Normal));
        }
        if plan.choices.keep_told {
            facts.push(fact("evacuate-kept", self.persons(plan.kept), Tone::Normal));
        }
        let used = plan.loads().len();
        let opened = self.say("evacuate-used-of", &[("n", used.to_string()), ("open", plan.to_open.len().to_string())]);
        facts.push(fact("evacuate-used", opened, Tone::Normal));
        if placed > 0 {
            let mean = plan.objective / placed.max(1);
            facts.push(fact("evacuate-worst", way(plan.worst(), plan.by, self.words), Tone::Normal));
            facts.push(fact("evacuate-mean", way(mean, plan.by, self.words), Tone::Normal));
        }
        if !self.timing.trips.is_empty() {
            let args = [
                ("trips", self.timing.trips.len().to_string()),
                ("vehicles", self.timing.vehicles.to_string()),
                ("time", route::minutes(self.timing.cleared_ms as f64 / 60_000.0, self.words)),
            ];
            facts.push(fact("evacuate-clearance", self.say("evacuate-clearance-says", &args), Tone::Normal));
        }
        let late = self.timing.villages.iter().filter(|village| self.is_late(village)).count();
        if late > 0 {
            facts.push(fact("evacuate-late", self.say("evacuate-late-says", &[("n", late.to_string())]), Tone::Alarm));
        }
        facts
    }

    pub(super) fn notes(&self) -> Vec<String> {
        let (plan, called) = (self.plan, &self.plan.called);
        let mut notes = Vec::new();
        if let Some(deadline) = self.deadline {
            let kind = self.words.get(&format!("deadline-{}", deadline.kind.as_str()));
            let at = format::day_time(deadline.at);
            let id = if deadline.spread().is_some() { "evacuate-deadline-spread" } else { "evacuate-deadline" };
            let latest = deadline.latest.map(format::day_time).unwrap_or_default();
            let gained = deadline.spread().map_or(0, |spread| spread.as_secs() / 60);
            let gained = route::minutes(gained as f64, self.words);
            notes.push(self.say(id, &[("kind", kind), ("at", at), ("latest", latest), ("gained", gained)]));
        }
        if self.timing.unknown {
            notes.push(self.words.get("evacuate-no-timing"));
        }
        if self.timing.no_seats {
            notes.push(self.words.get("evacuate-no-seats"));
        }
        if plan.guessed {
            notes.push(self.words.get("evacuate-guessed"));
        }
        if !plan.parted.is_empty() {
            let names = plan.parted.join(&self.words.get("list-separator"));
            let households = plan.choices.keep == Keep::Households;
            let id = if households { "evacuate-parted-households" } else { "evacuate-parted" };
            notes.push(self.say(id, &[("names", names)]));
        }
        let beyond: i64 = called.beyond_list.iter().map(|(_, people)| *people).sum();
        if beyond > 0 {
            let args = [("villages", called.beyond_list.len().to_string()), ("n", format::number(beyond))];
            notes.push(self.say("evacuate-beyond-list", &args));
        }
        if !called.blank.is_empty() {
            let names: Vec<&str> = called.blank.iter().map(|named| named.name.as_str()).collect();
            notes.push(self.say("evacuate-blank", &[("names", names.join(&self.words.get("list-separator")))]));
        }
        if !called.unknown.is_empty() {
            notes.push(self.say("evacuate-unknown", &[("n", called.unknown.len().to_string())]));
        }
        if !plan.danger.mended().is_empty() {
            notes.push(self.words.get("evacuate-mended"));
        }
        if plan.choices.keep != Keep::Free && !plan.optimal {
            notes.push(self.words.get("evacuate-not-proved"));
        }
        notes
    }
}
