//! Forms: what is filled this frame, and what becomes of a choice in one.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::{
    app::{Command, object::ObjectCommand, person::PersonCommand},
    domain::{
        edit::Action,
        hazard::downstream::{NOTICE, drafted},
        model::{KindId, ObjectRef},
        query::name_of,
        view::{Words, form as forms, say},
        world::World,
    },
    ui::{
        app::App,
        panels::form::{Asked, Choice, Draft, Memory, Target, View},
    },
};

impl App {
    pub(super) fn choose_in_form(&mut self, choice: Choice) {
        match choice {
            Choice::Save => self.save_form(),
            Choice::Discard => self.memory.form.discard(),
            Choice::Fold => {
                self.memory.form.leave();
            }
            // Looked at only once it is on record, as on the card.
            Choice::Unmask => {
                if let Some(object) = self.sight.selected.clone() {
                    self.submit(Command::Person(PersonCommand::Unmask(object)));
                }
            }
            Choice::TakeTheirs(index) => {
                if let Some(draft) = self.memory.form.draft() {
                    draft.take_theirs(index);
                }
            }
            Choice::KeepOwn(index) => self.keep_own(Some(index)),
            Choice::KeepPlace => self.keep_own(None),
            Choice::AddHere => {
                self.memory.form.asked = Some(Asked::Kind { at: self.sight.from, text: String::new() });
            }
            Choice::Add(kind) => self.fill_new(&kind),
            Choice::AddNothing | Choice::Keep => self.memory.form.asked = None,
            Choice::Remove => {
                if let Some(Asked::Removal(object)) = self.memory.form.asked.take() {
                    self.submit(Command::Object(ObjectCommand::Remove(object)));
                }
            }
        }
    }

    /// Opens the form of what is selected.
    pub(super) fn fill_selected(&mut self) {
        let (Some(operation), Some(object)) = (self.seat.operation(), &self.sight.selected) else { return };
        if let Some(found) = operation.world().object(object) {
            self.memory.form.open(Draft::of(found));
        }
    }

    /// Opens the form of a new object, at the place that was asked about.
    pub(super) fn fill_new(&mut self, kind: &KindId) {
        let at = match self.memory.form.asked.take() {
            Some(Asked::Kind { at, .. }) => at,
            _ => None,
        };
        let Some(operation) = self.seat.operation() else { return };
        if let Some(kind) = operation.world().catalogue().kind(kind.as_str()) {
            self.sight.selected = None;
            self.memory.extra = None;
            self.memory.form.leave();
            self.memory.form.open(Draft::new(kind, at));
        }
    }

    /// Opens the form of a new notice that a dam lets water go; how much is left to be typed.
    pub(super) fn fill_release(&mut self, dam: &ObjectRef) {
        let now = self.clock.now();
        let Some(operation) = self.seat.operation() else { return };
        let world = operation.world();
        let found = world.layer(dam.kind.as_str()).zip(world.object(dam));
        let Some(name) = found.map(|(layer, object)| name_of(layer.kind(), object)) else { return };
        let name = self.words.with("below-notice-name", &[("name", name)]);
        let said = drafted(world, dam, name, now);
        if let Some((kind, said)) = world.catalogue().kind(NOTICE).zip(said) {
            self.memory.extra = None;
            self.memory.form.leave();
            self.memory.form.open(Draft::filled(kind, &said, dam.clone()));
        }
    }

    /// Asks whether what is selected is to go.
    pub(super) fn ask_removal(&mut self) {
        let (Some(operation), Some(object)) = (self.seat.operation(), self.sight.selected.clone()) else { return };
        self.memory.form.ask_removal(object, operation.world(), &self.words, &self.wake);
    }

    /// A form that was saved is put away, and what it added is looked at.
    pub(super) fn form_done(&mut self, action: &Action) {
        if let Some(added) = self.memory.form.done(action) {
            self.forget_question();
            self.select(added);
        }
    }

    fn save_form(&mut self) {
        let now = self.clock.now();
        let Some(operation) = self.seat.operation() else { return };
        let Some(draft) = self.memory.form.draft() else { return };
        let (Target::New(kind) | Target::Object(ObjectRef { kind, .. })) = &draft.target;
        let Some(kind) = operation.world().catalogue().kind(kind.as_str()) else { return };
        if let Some(command) = draft.command(kind, now) {
            draft.saving = true;
            self.submit(Command::Object(command));
        }
    }

    /// What was typed is meant over what somebody else gave: in this field, or the place.
    fn keep_own(&mut self, index: Option<usize>) {
        let Some(operation) = self.seat.operation() else { return };
        let Some(draft) = self.memory.form.draft() else { return };
        let Target::Object(object) = &draft.target else { return };
        let Some(object) = operation.world().object(object).cloned() else { return };
        match index {
            Some(index) => draft.keep_own(index, object.value(index)),
            None => draft.keep_place(object.geometry.as_ref()),
        }
    }
}

/// What the form that is open shows; `None`: none is, or its object is gone.
pub(super) fn view(memory: &mut Memory, world: &World, unmasked: bool, now: Timestamp, words: &Words) -> Option<View> {
    let picks = memory.picks().cloned();
    let draft = memory.draft()?;
    let (id, object) = match &draft.target {
        Target::New(kind) => (kind.clone(), None),
        Target::Object(object) => (object.kind.clone(), Some(object.clone())),
    };
    let found = object.as_ref().and_then(|object| world.object(object)).cloned();
    let kind = world.catalogue().kind(id.as_str()).cloned();
    let (Some(kind), true) = (kind, object.is_some() == found.is_some()) else {
        memory.discard();
        return None;
    };
    let mut meanwhile = BTreeMap::new();
    let mut moved = false;
    if let Some(found) = &found {
        for index in draft.follow(found) {
            let Some(field) = kind.fields.get(index) else { continue };
            let link = field.link.as_deref().zip(found.value(index).as_text());
            let linked = link.and_then(|(kind, uid)| forms::linked_name(world, kind, uid));
            let says = linked.or_else(|| say::value(field, found.value(index), words));
            let says = says.filter(|_| !field.personal || unmasked);
            meanwhile.insert(index, says.unwrap_or_else(|| words.get("change-nothing")));
        }
        moved = draft.is_moved(found.geometry.as_ref());
    }
    let links = kind.fields.iter().enumerate().filter_map(|(index, field)| {
        Some((index, forms::linked_name(world, field.link.as_deref()?, &draft.text(field, index))?))
    });
    Some(View {
        linked: links.collect(),
        form: forms::form(&kind, words),
        title: found.as_ref().map(|found| name_of(&kind, found)).unwrap_or_default(),
        kind,
        meanwhile,
        moved,
        picks,
        unmasked,
        now,
    })
}
