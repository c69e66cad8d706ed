//! The forms under way, and the questions on the way to one.

use std::collections::BTreeMap;

use crate::{
    app::Wake,
    domain::{
        edit::{Action, Edit},
        model::ObjectRef,
        place::{Position, middle_of},
        view::{
            Words,
            form::{self, Pick},
            removal::{self, Removal},
        },
        world::World,
    },
    io::assets,
    ui::{
        asking::Asking,
        panels::form::{Draft, Target},
    },
};

/// How many objects a link's list shows.
const PICKS: usize = 30;

/// What is asked before a form is filled, or an object goes.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked {
    /// What to add at this place.
    Kind {
        /// Where.
        at: Option<Position>,
        /// What is looked for.
        text: String,
    },
    /// Whether to take this object away.
    Removal(ObjectRef),
}

/// What a link's list was made for: the field, the text, the world.
type PicksOf = (Target, usize, String, u64);

/// The forms under way. What was typed is kept until it is saved or thrown away, whatever is looked at meanwhile.
#[derive(Debug, Default)]
pub struct Memory {
    /// The form that is open.
    pub open: Option<Target>,
    /// What is asked.
    pub asked: Option<Asked>,
    drafts: BTreeMap<Target, Draft>,
    picks: Asking<(PicksOf, (Vec<Pick>, usize))>,
    picks_of: Option<PicksOf>,
    removal: Asking<Option<Removal>>,
}

impl Memory {
    /// The form that is open.
    pub fn draft(&mut self) -> Option<&mut Draft> {
        self.drafts.get_mut(self.open.as_ref()?)
    }

    /// Where the object of the form that is open is to stand, as it was typed or clicked and not kept yet.
    pub fn pin(&mut self) -> Option<Position> {
        self.draft()?.placed()??
    }

    /// Whether there is unsaved work on an object.
    pub fn has(&self, object: &ObjectRef) -> bool {
        self.drafts.get(&Target::Object(object.clone())).is_some_and(Draft::is_dirty)
    }

    /// Opens a form: the one that was left unsaved, else this one.
    pub fn open(&mut self, draft: Draft) {
        self.asked = None;
        let target = draft.target.clone();
        // One that was begun from another dam is not this one's.
        if draft.begun_from.is_some()
            && self.drafts.get(&target).is_some_and(|kept| kept.begun_from != draft.begun_from)
        {
            self.drafts.remove(&target);
        }
        let kept = self.drafts.entry(target.clone()).or_insert_with(|| draft.clone());
        if kept.is_new() && draft.place.is_some() {
            kept.place = draft.place;
            kept.picking = false;
        }
        self.open = Some(target);
    }

    /// Puts away the form or question in front; `true` when there was one. What was typed is kept.
    pub fn leave(&mut self) -> bool {
        let asked = self.asked.take().is_some();
        let open = self.open.take();
        if let Some(target) = &open
            && self.drafts.get(target).is_some_and(|draft| !draft.is_dirty())
        {
            self.drafts.remove(target);
        }
        asked || open.is_some()
    }

    /// Throws away what was typed in the form that is open.
    pub fn discard(&mut self) {
        if let Some(target) = self.open.take() {
            self.drafts.remove(&target);
        }
    }

    /// Asks whether to take an object away; what hangs on it is looked for off the window's thread.
    pub fn ask_removal(&mut self, object: ObjectRef, world: &World, words: &Words, wake: &Wake) {
        self.removal.clear();
        let (world, lang, of) = (world.clone(), words.lang(), object.clone());
        self.removal.ask("removal", wake, move || removal::removal(&world, &of, &assets::words(lang)));
        self.asked = Some(Asked::Removal(object));
    }

    /// What hangs on the object that may go.
    pub fn removal(&self) -> Option<&Removal> {
        self.removal.answer().and_then(Option::as_ref)
    }

    /// Takes in answers, and asks for the list of the link that is being chosen. Never waits.
    pub fn poll(&mut self, world: &World, words: &Words, wake: &Wake) {
        self.removal.poll();
        self.picks.poll();
        let Some(draft) = self.open.as_ref().and_then(|open| self.drafts.get(open)) else { return };
        let Some((index, text)) = &draft.linking else { return };
        let wanted = (draft.target.clone(), *index, text.clone(), world.revision());
        if self.picks.is_busy() || self.picks_of.as_ref() == Some(&wanted) {
            return;
        }
        let (kind, object) = match &draft.target {
            Target::New(kind) => (kind, None),
            Target::Object(object) => (&object.kind, Some(object)),
        };
        let field = world.catalogue().kind(kind.as_str()).and_then(|kind| kind.fields.get(*index));
        let Some(linked) = field.and_then(|field| field.link.clone()) else { return };
        let stands = || object.and_then(|object| middle_of(world.object(object)?.geometry.as_ref()?));
        let near = draft.placed().flatten().flatten().or_else(stands);
        let (world, lang) = (world.clone(), words.lang());
        self.picks_of = Some(wanted.clone());
        self.picks.ask("picks", wake, move || {
            let found = form::picks(&world, &linked, &wanted.2, near, PICKS, &assets::words(lang));
            (wanted, found)
        });
    }

    /// The list of the link that is being chosen, also while a newer one is being made.
    pub fn picks(&self) -> Option<&(Vec<Pick>, usize)> {
        let (index, _) = self.drafts.get(self.open.as_ref()?)?.linking.as_ref()?;
        let ((target, of, ..), found) = self.picks.answer()?;
        (Some(target) == self.open.as_ref() && of == index).then_some(found)
    }

    /// A form that was saved is done with. Returns what is looked at then: the object that was added by one, or that which
    /// it was begun from.
    pub fn done(&mut self, action: &Action) -> Option<ObjectRef> {
        let added = action.edits.iter().find_map(|edit| match edit {
            Edit::Add(object) => Some(ObjectRef { kind: object.kind.clone(), uid: object.uid }),
            _ => None,
        });
        let touched = action.edits.first().map(Edit::object)?;
        let made = added.as_ref().map(|object| Target::New(object.kind.clone()));
        for target in [Some(Target::Object(touched)), made.clone()].into_iter().flatten() {
            if self.drafts.get(&target).is_some_and(|draft| draft.saving) {
                let from = self.drafts.remove(&target).and_then(|draft| draft.begun_from);
                if self.open.as_ref() == Some(&target) {
                    self.open = None;
                    return if Some(&target) == made.as_ref() { from.or(added) } else { None };
                }
            }
        }
        None
    }

    /// A command was refused: whatever was on its way is as it was typed.
    pub fn refused(&mut self) {
        for draft in self.drafts.values_mut() {
            draft.saving = false;
        }
    }

    /// Whether the next click on the map is a place for the form.
    pub fn takes_place(&self) -> bool {
        self.open.as_ref().and_then(|open| self.drafts.get(open)).is_some_and(|draft| draft.picking)
    }
}
