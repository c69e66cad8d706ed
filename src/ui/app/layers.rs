//! What becomes of a choice in the layer tree or in the settings of a layer.

use crate::{
    app::Operation,
    domain::{
        model::KindId,
        query::{BadFilter, Condition, Notation},
        view::{layer::FilterRows, layers::hidden_at_first, look::LayerLook},
    },
    ui::{
        app::App,
        panels::{layer, layers, table},
        screens::desk::Extra,
    },
};

impl App {
    pub(super) fn choose_layers(&mut self, choice: layers::Choice) {
        match choice {
            layers::Choice::Show(kinds, on) => {
                self.sight.show(&kinds, on);
                self.prefs.change(|settings| {
                    settings.layers.extend(kinds.iter().map(|kind| (kind.to_string(), on)));
                });
            }
            layers::Choice::Table(kind) => self.open_table(kind, None),
            layers::Choice::Add(kind) => self.fill_new(&kind),
            layers::Choice::Usual(kind) => {
                self.sight.show_usual(&kind);
                self.prefs.change(|settings| {
                    settings.layers.remove(kind.as_str());
                });
            }
            layers::Choice::Overlay(name, on) => {
                if on {
                    self.sight.hidden_overlays.remove(&name);
                } else {
                    self.sight.hidden_overlays.insert(name);
                }
            }
            layers::Choice::Settings(kind) => self.open_layer(kind),
            layers::Choice::ClearFilters => {
                let filtered: Vec<KindId> = self.sight.looks.filters().keys().cloned().collect();
                self.sight.looks.clear_filters();
                filtered.iter().for_each(|kind| self.show_as_chosen(kind));
                self.looks_changed();
                self.read_layer();
            }
        }
    }

    pub(super) fn choose_layer(&mut self, choice: layer::Choice) {
        let Some(kind) = self.memory.layer.kind.clone() else { return };
        match choice {
            layer::Choice::Close => self.memory.extra = None,
            layer::Choice::Rows => self.filter_by_rows(&kind),
            layer::Choice::Text => self.filter_by_text(&kind),
            layer::Choice::Clear => {
                self.set_filter(&kind, None);
                self.read_layer();
            }
            layer::Choice::Look(look) => self.set_look(&kind, *look),
            layer::Choice::Reset => {
                self.set_look(&kind, LayerLook::default());
                self.read_layer();
            }
            layer::Choice::Table => {
                let view = self.sight.looks.view(&kind);
                let only = view.and_then(|view| view.met.clone().zip(view.filter.clone()));
                self.open_table(kind, only);
            }
        }
    }

    /// Opens the settings of a layer, or puts them away.
    fn open_layer(&mut self, kind: KindId) {
        let open = self.memory.extra == Some(Extra::Layer) && self.memory.layer.kind.as_ref() == Some(&kind);
        self.memory.extra = (!open).then_some(Extra::Layer);
        self.memory.layer.kind = Some(kind);
        self.read_layer();
    }

    /// Puts the filter as it holds into the settings that are shown.
    pub(super) fn read_layer(&mut self) {
        let Some(id) = self.memory.layer.kind.clone() else { return };
        let Some(operation) = self.seat.operation() else { return };
        let Some(kind) = operation.world().catalogue().kind(id.as_str()) else { return };
        let filter = self.sight.looks.of(&id).and_then(|look| look.filter.as_ref());
        self.memory.layer = layer::Draft {
            rows: FilterRows::of(filter, kind),
            text: filter.map(|filter| filter.text(kind, Notation::Words(self.words.lang()))).unwrap_or_default(),
            kind: Some(id),
            wrong: None,
        };
    }

    fn filter_by_rows(&mut self, id: &KindId) {
        let Some(operation) = self.seat.operation() else { return };
        let Some(kind) = operation.world().catalogue().kind(id.as_str()) else { return };
        let Some(rows) = &self.memory.layer.rows else { return };
        match rows.condition(kind) {
            Ok(filter) => {
                let text = filter.as_ref().map(|filter| filter.text(kind, Notation::Words(self.words.lang())));
                self.memory.layer.text = text.unwrap_or_default();
                self.memory.layer.wrong = None;
                self.set_filter(id, filter);
            }
            Err((place, bad)) => self.memory.layer.wrong = Some((Some(place), self.refused(&bad))),
        }
    }

    fn filter_by_text(&mut self, id: &KindId) {
        let Some(operation) = self.seat.operation() else { return };
        let Some(kind) = operation.world().catalogue().kind(id.as_str()) else { return };
        let text = self.memory.layer.text.trim();
        let filter = if text.is_empty() { Ok(None) } else { Condition::parse(text, kind).map(Some) };
        match filter {
            Ok(filter) => {
                let before = self.sight.looks.of(id).and_then(|look| look.filter.as_ref());
                if filter.as_ref() != before {
                    self.set_filter(id, filter);
                    self.read_layer();
                }
                self.memory.layer.wrong = None;
            }
            Err(bad) => self.memory.layer.wrong = Some((None, self.refused(&bad))),
        }
    }

    fn refused(&self, bad: &BadFilter) -> String {
        table::refused(bad, &self.words)
    }

    fn set_filter(&mut self, kind: &KindId, filter: Option<Condition>) {
        let look = self.sight.looks.of(kind).cloned().unwrap_or_default();
        let asked = filter.is_some();
        self.set_look(kind, LayerLook { filter, ..look });
        // Whoever asks for some of a layer wants to see them, at whatever zoom; afterwards it is as it was.
        if asked {
            self.sight.show(std::slice::from_ref(kind), true);
        } else {
            self.show_as_chosen(kind);
        }
    }

    /// Shows a layer as the seat chose, else as the catalogue says.
    fn show_as_chosen(&mut self, kind: &KindId) {
        let chosen = self.prefs.settings.layers.get(kind.as_str()).copied();
        let world = self.seat.operation().map(Operation::world);
        let off = world.is_some_and(|world| hidden_at_first(world).any(|known| known == *kind));
        match chosen {
            Some(on) => self.sight.show(std::slice::from_ref(kind), on),
            None if off => self.sight.show(std::slice::from_ref(kind), false),
            None => self.sight.show_usual(kind),
        }
    }

    fn set_look(&mut self, kind: &KindId, look: LayerLook) {
        self.sight.looks.set(kind.clone(), look);
        self.looks_changed();
    }

    /// Says the filters in words anew.
    pub(super) fn looks_changed(&mut self) {
        if let Some(operation) = self.seat.operation() {
            self.sight.looks.make(operation.world().catalogue(), self.words.lang());
        }
    }

    /// Looks up the settings of the layer that is looked at. Never waits.
    pub(super) fn poll_layer(&mut self) {
        if self.memory.extra != Some(Extra::Layer) {
            return;
        }
        let (Some(operation), Some(kind)) = (self.seat.operation(), self.memory.layer.kind.clone()) else { return };
        let pulsing = self.sight.watch.pulsing().clone();
        self.sight.looks.poll(operation.world(), &kind, &pulsing, &self.words, &self.wake);
    }
}
