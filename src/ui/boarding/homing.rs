//! Who waits to go home, off the window's thread; a safety check being entered.

use std::sync::Arc;

use crate::{
    domain::{
        catalogue::Lang,
        model::ObjectRef,
        query::returning,
        view::returning::{ReturningView, returning as said},
    },
    ui::{asking::Asking, here::Here},
};

/// The way home.
#[derive(Debug, Default)]
pub struct Homing {
    /// Of what a check is being entered.
    pub checking: Option<ObjectRef>,
    /// What was seen, as typed.
    pub note: String,
    /// Who checked, as typed.
    pub checker: String,
    view: Asking<Arc<ReturningView>>,
    of: Option<(u64, Lang)>,
}

impl Homing {
    /// Who waits; none: it is being worked out.
    pub const fn view(&self) -> Option<&Arc<ReturningView>> {
        self.view.answer()
    }

    pub(super) fn poll(&mut self, here: Here<'_>) {
        self.view.poll();
        let wanted = (here.world.revision(), here.words.lang());
        if self.of == Some(wanted) || self.view.is_busy() {
            return;
        }
        self.of = Some(wanted);
        let (world, words, now) = (here.world.clone(), here.words.clone(), here.clock.now());
        self.view.ask("returning", here.wake, move || Arc::new(said(&returning(&world, now), &words)));
    }
}
