//! What would help those without a place.

use crate::domain::{
    network::Ways,
    plan::{
        assign::NoPlan,
        evacuation::{
            Choices, Danger, Goal, Keep, Relax, Remedy, Wanted,
            planning::Asked,
            shelters,
            solve::{Solved, solve},
            step::{Stage, Teller},
            ways::costs,
        },
    },
    world::World,
};

impl Asked<'_> {
    /// What would help those without a place, one thing at a time.
    ///
    /// # Errors
    /// [`NoPlan::Stopped`] when it is not wanted any more.
    pub(super) fn remedies(
        &self,
        world: &World,
        danger: &Danger,
        ways: &Ways,
        solved: &Solved,
        teller: &mut Teller<'_>,
    ) -> Result<Vec<Remedy>, NoPlan> {
        teller.tell(Stage::Remedies, 0, 1)?;
        let without = solved.unplaced_people();
        if without == 0 {
            return Ok(Vec::new());
        }
        let all: Vec<usize> = (0..self.shelters.len()).collect();
        let (choices, limit) = (self.choices, self.limit());
        // Divided freely: what is asked is how many could have a place at all.
        let free = |choices: &Choices| Choices { keep: Keep::Free, goal: Goal::Total, ..choices.clone() };
        let mut remedies = Vec::new();
        let mut add = |what, solved: Result<Solved, NoPlan>| match solved {
            Ok(solved) => {
                let people = without.saturating_sub(solved.unplaced_people());
                remedies.push(Remedy { what, people });
                Ok(())
            }
            Err(NoPlan::Stopped) => Err(NoPlan::Stopped),
            // One thing that cannot be reckoned with is no reason to be silent about the others.
            Err(NoPlan::Table(_)) => Ok(()),
        };
        if choices.keep != Keep::Free {
            add(Relax::Part, self.solve_with(&all, &free(choices), limit, (Stage::Remedies, &mut *teller)))?;
        }
        if limit.is_some() {
            add(Relax::GoFarther, self.solve_with(&all, &free(choices), None, (Stage::Remedies, &mut *teller)))?;
        }
        if choices.frail_suitable {
            let any = Choices { frail_suitable: false, ..free(choices) };
            add(Relax::AnyForFrail, self.solve_with(&all, &any, limit, (Stage::Remedies, &mut *teller)))?;
        }
        let mut wider = |what, wanted: Wanted| {
            let (mut usable, _) = shelters(world, danger, &wanted);
            for shelter in &mut usable {
                let held = self.held.get(&shelter.object.uid).copied().unwrap_or(0);
                shelter.room = shelter.room.saturating_sub(held);
            }
            let from: Vec<_> = self.groups.iter().map(|group| group.at).collect();
            let to: Vec<_> = usable.iter().map(|shelter| shelter.at).collect();
            let costs = costs(world, ways, &from, &to, (Stage::Remedies, &mut *teller))?;
            let go_on = &mut teller.solving(Stage::Remedies);
            let kept: Vec<usize> = (0..usable.len()).collect();
            add(what, solve(self.groups, (&usable, &kept), &costs.rows, &free(choices), limit, go_on))
        };
        if choices.wanted.reserve > 0.0 {
            wider(Relax::UseReserve, Wanted { reserve: 0.0, ..choices.wanted.clone() })?;
        }
        if !choices.wanted.may_open {
            wider(Relax::OpenMore, Wanted { may_open: true, ..choices.wanted.clone() })?;
        }
        remedies.retain(|remedy| remedy.people > 0);
        remedies.sort_by(|a, b| b.people.cmp(&a.people).then(a.what.cmp(&b.what)));
        teller.tell(Stage::Remedies, 1, 1)?;
        Ok(remedies)
    }
}
