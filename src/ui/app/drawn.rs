//! What becomes of what is drawn on the map.

use crate::{
    app::{Command, Operation, plot::PlotCommand},
    domain::{hazard::signal, view::format},
    ui::{
        app::App,
        keys::Wish,
        panels::tools::{self, Kit},
        seat,
    },
};

impl App {
    pub(super) fn choose_drawn(&mut self, choice: tools::Choice) {
        match choice {
            // A second click on the button is no second area.
            tools::Choice::Do(_) if self.memory.tools.sent => {}
            tools::Choice::Do(command) => {
                if let PlotCommand::Draw(plot) = &command {
                    // What was just drawn is to be seen.
                    self.sight.hidden_overlays.remove(plot.overlay.as_deref().unwrap_or_default().trim());
                }
                self.submit(Command::Plot(command));
                self.memory.tools.sent = self.seat.operation().is_some_and(Operation::is_busy);
            }
            tools::Choice::Within(shape) => {
                self.memory.map.sketch.put_away();
                self.within_geometry(shape);
            }
            tools::Choice::Evacuate(shape, hazard) => self.evacuate_drawn(shape, hazard),
            tools::Choice::Expose(shape) => self.expose_drawn(shape),
            tools::Choice::Edit(object) => {
                let world = self.seat.operation().map(Operation::world);
                let shape = world.and_then(|world| world.object(&object)).and_then(|object| object.geometry.as_ref());
                if let Some(shape) = shape {
                    self.memory.map.sketch.edit(object, shape);
                    self.memory.tools.open = false;
                }
            }
        }
    }

    /// Whether a key was meant for the sketch: Esc gives it up, and undo takes back a step of it, not an action.
    pub(super) fn wish_for_sketch(&mut self, wish: Wish) -> bool {
        let sketch = &mut self.memory.map.sketch;
        match wish {
            Wish::Back if sketch.is_on() => sketch.put_away(),
            Wish::Undo if sketch.is_on() => sketch.step_back(),
            Wish::Back if self.memory.tools.open => self.memory.tools.open = false,
            _ => return false,
        }
        true
    }

    /// What was drawn is in the file: put it away.
    pub(super) fn drawn_is_kept(&mut self) {
        // Unless the next one is being drawn already.
        if self.memory.map.sketch.is_shaping() {
            self.memory.map.sketch.put_away();
        }
        self.memory.tools.name.clear();
    }

    /// What the tools need to know.
    pub(super) fn kit(&self) -> Kit {
        let Some(operation) = self.seat.operation() else { return Kit::default() };
        let (world, lang, now) = (operation.world(), self.words.lang(), self.clock.now());
        let choices = |kind: &str, field: &str| -> Vec<(String, String)> {
            let field = world.catalogue().kind(kind).and_then(|kind| kind.field(field));
            let all = field.into_iter().flat_map(|field| &field.choices);
            all.map(|choice| (choice.id.clone(), choice.name(lang).to_owned())).collect()
        };
        let selected = self.sight.selected.clone();
        Kit {
            hazards: choices("danger_area", "hazard"),
            classes: ["plot_point", "plot_line", "plot_area"].map(|kind| choices(kind, "class")),
            warning: selected.clone().filter(|it| it.kind.as_str() == signal::KIND).and_then(|it| {
                let name = world.value(&it, "name").as_text().unwrap_or_default().to_owned();
                world.object(&it).map(|_| (it, name))
            }),
            selected: selected.filter(|it| world.object(it).is_some_and(|object| object.geometry.is_some())),
            locked: seat::read_only(operation, &self.words),
            now,
            clock: format::time_of_day(now),
        }
    }
}
