//! A plan that is kept to be compared with, and the comparison with the present one.

use std::sync::{Arc, PoisonError};

use jiff::Timestamp;

use crate::{
    domain::{
        catalogue::Lang,
        view::{
            evacuation::{ComparisonView, Sided, compared},
            route,
            travelled::Travelled,
        },
    },
    ui::{
        asking::Asking,
        evacuating::{Answered, Desk},
        here::Here,
    },
};

/// A plan that is kept, and when it was.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub answered: Answered,
    pub at: Timestamp,
}

/// Both plans side by side, and on the map.
#[derive(Debug)]
pub(super) struct Compared {
    pub view: ComparisonView,
    pub drawn: Arc<Travelled>,
}

/// The plan that is kept, and how the present one stands beside it.
#[derive(Debug, Default)]
pub(super) struct Comparing {
    kept: Option<Kept>,
    /// Of which answers, in which language, it was asked.
    asked: Option<(u64, u64, Lang)>,
    asking: Asking<Result<Compared, String>>,
}

impl Comparing {
    pub const fn kept(&self) -> Option<&Kept> {
        self.kept.as_ref()
    }

    /// Keeps a plan, or none, in place of the one that was.
    pub fn keep(&mut self, kept: Option<Kept>) -> Option<Kept> {
        self.asked = None;
        self.asking.clear();
        std::mem::replace(&mut self.kept, kept)
    }

    /// The comparison, once there is one; or why there is none.
    pub fn answer(&self) -> Option<&Result<Compared, String>> {
        self.kept.as_ref().and_then(|_| self.asking.answer())
    }

    /// Keeps the comparison in step with the present plan. Never waits.
    pub fn poll(&mut self, present: Option<&Answered>, here: Here<'_>) {
        self.asking.poll();
        let Some((kept, present)) = self.kept.as_ref().zip(present) else { return };
        let asked = (kept.answered.serial, present.serial, here.words.lang());
        if self.asked == Some(asked) {
            return;
        }
        self.asked = Some(asked);
        let (kept, present, desk) = (kept.clone(), present.clone(), here.desk());
        self.asking.ask("compare", here.wake, move || desk.compare(&kept, &present));
    }
}

impl Desk {
    fn compare(&self, kept: &Kept, present: &Answered) -> Result<Compared, String> {
        let (words, now) = (&self.words, self.clock.now());
        let mut travel = self.travel.lock().unwrap_or_else(PoisonError::into_inner);
        let table = travel.table().clone();
        let mut ways =
            |answered: &Answered| travel.ways(&self.world, Some(&self.file), &answered.question.asked.going, now);
        let (there, here) = (ways(&kept.answered)?, ways(present)?);
        drop(travel);
        let going = [&there, &here].map(|ways| route::asked(ways.profile(), &table, words));
        let [kept_going, present_going] = &going;
        let view = compared(kept.answered.sided(kept_going), kept.at, present.sided(present_going), words);
        let drawn = Travelled::of_plans((&present.plan, &present.view, &here), (&kept.answered.plan, &there));
        Ok(Compared { view, drawn: Arc::new(drawn) })
    }
}

impl Answered {
    fn sided<'a>(&'a self, going: &'a str) -> Sided<'a> {
        Sided {
            plan: &self.plan,
            timing: &self.timing,
            deadline: self.deadline.as_ref(),
            going,
            revision: self.question.revision,
        }
    }
}
