//! A plan made off the window's thread.

use std::{
    collections::BTreeSet,
    ops::ControlFlow,
    sync::{Arc, PoisonError},
};

use crate::{
    domain::{
        model::ObjectRef,
        plan::{
            assign::NoPlan,
            evacuation::{Danger, Halt, Step, plan, timetable},
        },
        view::{
            evacuation::{bad_danger, evacuation},
            route,
            travelled::Travelled,
        },
    },
    ui::evacuating::{Answer, Answered, Asked, Desk, OutOf, Question},
};

/// Plans of whole villages or households are improved for so long, seconds.
const IMPROVED_S: f64 = 3.0;

impl Desk {
    /// Makes the plan and puts it into words. `standing`: the plan of the same question a minute ago.
    pub(super) fn answer(
        &self,
        question: Question,
        standing: Option<&Answered>,
        go_on: &mut dyn FnMut(&Step) -> ControlFlow<()>,
    ) -> Answer {
        let (words, asked) = (&self.words, &question.asked);
        let danger = match &question.of {
            OutOf::Areas(areas) => Danger::of(&self.world, areas),
            OutOf::UnderWay => Danger::under_way(&self.world),
            OutOf::Drawn(shape, hazard) => Danger::drawn(shape).map(|danger| danger.from(hazard.clone())),
        };
        let danger = danger.map_err(|bad| bad_danger(&bad, &words.get("evacuate-drawn"), &self.world, words))?;
        let mut travel = self.travel.lock().unwrap_or_else(PoisonError::into_inner);
        let table = travel.table().clone();
        let ways = travel.ways(&self.world, Some(&self.file), &asked.going, self.clock.now())?;
        drop(travel);
        let closed: Vec<ObjectRef> = ways.closures().iter().map(|closure| closure.object.clone()).collect();
        let mut improving = None;
        let mut go_on = |step: &Step| {
            if go_on(step).is_break() {
                return ControlFlow::Break(Halt::Stop);
            }
            if !step.is_better_only {
                return ControlFlow::Continue(());
            }
            let now = self.clock.now();
            let spent = now.duration_since(*improving.get_or_insert(now)).as_secs_f64();
            if spent > IMPROVED_S { ControlFlow::Break(Halt::Enough) } else { ControlFlow::Continue(()) }
        };
        // Where only time has passed, and no closure began or ended by it, the plan stands.
        let plan = match standing.filter(|before| before.closed == closed) {
            Some(before) => before.plan.clone(),
            None => {
                let made = plan(&self.world, &ways, danger, asked.choices.clone(), &mut go_on);
                Arc::new(made.map_err(|why| match why {
                    NoPlan::Table(_) => words.get("evacuate-too-large"),
                    NoPlan::Stopped => words.get("evacuate-stopped"),
                })?)
            }
        };
        let now = self.clock.now();
        let deadline = asked.deadline(now, plan.middle());
        let timing = timetable(&plan, &asked.times, deadline.as_ref());
        let going = route::asked(ways.profile(), &table, words);
        let view = evacuation(&plan, going, &timing, deadline.as_ref(), now, words);
        let drawn = Travelled::of_plan(&plan, &view, &ways);
        let townships: BTreeSet<&str> = plan.called.groups.iter().map(|group| group.township.as_str()).collect();
        Ok(Answered {
            townships: townships.into_iter().map(str::to_owned).collect(),
            serial: 0,
            typed: Asked::default(),
            in_force: false,
            question,
            closed,
            plan,
            view: Arc::new(view),
            timing: Arc::new(timing),
            deadline,
            drawn: Arc::new(drawn),
        })
    }
}
