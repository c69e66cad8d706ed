//! Tables, ranges and exports: what opens them and what becomes of a choice.

use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

use geo_types::{Geometry, Rect};

use crate::{
    app::{Command, Operation},
    domain::{
        catalogue::Tone,
        model::{KindId, Uid},
        query::name_of,
        view::{
            format,
            nearest::{asked_kind, position},
            table::TableRequest,
        },
    },
    io::{settings::Folders, store::Granted},
    ui::{
        app::App,
        lists::{Base, Named, Order},
        panels::{export, notice::Notice, table, within},
    },
};

/// The distance a range starts with around what is no area.
const METRES_AT_FIRST: &str = "1000";

impl App {
    /// Takes in tables and answers, and what became of an export: that stands in the journal.
    pub(super) fn poll_lists(&mut self) {
        let Some(operation) = self.seat.operation() else { return };
        let Some(exported) = self.sight.lists.poll(operation.world(), &self.words, &self.wake) else { return };
        let read_only = matches!(operation.granted(), Granted::Reader(_));
        let (text, tone) = match &exported {
            Ok(written) => {
                let rows = format::number(i64::try_from(written.rows).unwrap_or(i64::MAX));
                let path = written.path.display().to_string();
                (self.words.with("export-done", &[("rows", rows), ("path", path)]), Tone::Ready)
            }
            Err(failure) => {
                let path = failure.path.display().to_string();
                let why = failure.why.clone().unwrap_or_else(|| self.words.get("export-exists"));
                (self.words.with("export-failed", &[("path", path), ("why", why)]), Tone::Warning)
            }
        };
        self.notice = Some(Notice::new(text, tone));
        if let Ok(written) = exported
            && !read_only
        {
            self.submit(Command::Export(written));
        }
    }

    /// Opens the table of what is looked at, or folds it.
    pub(super) fn turn_table(&mut self) {
        if self.sight.lists.fold() {
            return;
        }
        let selected = self.sight.selected.as_ref().map(|object| object.kind.clone());
        let kind = selected
            .or_else(|| self.sight.lists.last.clone())
            .or_else(|| asked_kind(self.seat.operation()?.world()).map(|kind| kind.id.clone()));
        if let Some(kind) = kind {
            self.open_table(kind, None);
        }
    }

    /// The things of a kind that the open key figure counts, as a table.
    pub(super) fn table_of_rows(&mut self, kind: &KindId) {
        let Some(figure) = self.sight.watch.figure() else { return };
        let of_kind = figure.rows.iter().filter(|object| object.kind == *kind);
        let only: BTreeSet<Uid> = of_kind.map(|object| object.uid).collect();
        let title = figure.name(&self.words);
        self.open_table(kind.clone(), Some((Arc::new(only), title)));
    }

    /// Asks what lies within what is selected, or around it; else around the place asked from; else in view.
    pub(super) fn within_here(&mut self) {
        let Some(world) = self.seat.operation().map(Operation::world) else { return };
        let object = self.sight.selected.as_ref().and_then(|object| world.object(object));
        let of_object = object.and_then(|object| {
            let kind = world.layer(object.kind.as_str())?.kind();
            Some((object.geometry.clone()?, name_of(kind, object)))
        });
        let of_place = || self.sight.from.map(|at| (Geometry::from(at.point()), position(at)));
        match of_object.or_else(of_place) {
            Some((geometry, name)) => self.within(Base { geometry, name: Named::Place(name) }),
            None => self.within_view(),
        }
    }

    /// Asks what lies within a geometry that was drawn: an area, a line or a place. What is no area is asked
    /// about with a distance around it.
    pub(super) fn within_geometry(&mut self, geometry: Geometry) {
        self.within(Base { geometry, name: Named::Drawn });
    }

    fn within_view(&mut self) {
        let bounds = self.memory.map.view().bounds();
        let geometry = Rect::new((bounds.west, bounds.south), (bounds.east, bounds.north)).to_polygon().into();
        self.within(Base { geometry, name: Named::View });
    }

    fn within(&mut self, base: Base) {
        let metres = if base.is_area() { String::new() } else { METRES_AT_FIRST.to_owned() };
        self.memory.within.metres = metres;
        self.memory.exposing.close();
        self.memory.extra = None;
        self.sight.selected = None;
        self.sight.lists.base = Some(base);
        self.ask_within();
    }

    fn ask_within(&mut self) {
        if let Some(metres) = self.memory.within.metres() {
            self.sight.lists.ask_within(metres, &self.words);
        }
    }

    pub(super) fn choose_within(&mut self, choice: within::Choice) {
        match choice {
            within::Choice::Close => {
                self.sight.lists.close_within();
            }
            within::Choice::Ask => self.ask_within(),
            within::Choice::View => self.within_view(),
            within::Choice::Select(object) => {
                self.select(object);
                self.centre();
            }
            within::Choice::Table(place) => {
                if let Some((kind, _, only, name)) = self.part(place) {
                    self.sight.lists.open(kind, Some((only, name)));
                }
            }
            within::Choice::Export(place) => {
                if let Some((kind, title, only, _)) = self.part(place) {
                    let rows = only.len();
                    let request = TableRequest { only: Some(only), ..TableRequest::of(kind) };
                    self.ask_export(request, title, rows);
                }
            }
        }
    }

    /// A kind's part of what lies within: its id, its name, its things, and what the range is called.
    fn part(&self, place: usize) -> Option<(KindId, String, Arc<BTreeSet<Uid>>, String)> {
        let (inside, view) = self.sight.lists.within()?;
        let part = view?.kinds.get(place)?;
        Some((part.kind.clone(), part.name.clone(), part.all.clone(), inside.name.clone()))
    }

    pub(super) fn choose_in_table(&mut self, choice: table::Choice) {
        match choice {
            table::Choice::Close => {
                self.sight.lists.fold();
            }
            table::Choice::Ask(request) => self.sight.lists.wanted = Some(*request),
            table::Choice::Select(object) => {
                self.select(object);
                self.centre();
            }
            table::Choice::All => {
                self.sight.lists.only_name = None;
                if let Some(wanted) = &mut self.sight.lists.wanted {
                    wanted.only = None;
                }
            }
            table::Choice::Export => {
                let table = self.sight.lists.table();
                if let Some((request, title, rows)) =
                    table.map(|table| (table.request.clone(), table.title.clone(), table.len()))
                {
                    self.ask_export(request, title, rows);
                }
            }
        }
    }

    pub(super) fn ask_export(&mut self, request: TableRequest, title: String, rows: usize) {
        let Some(operation) = self.seat.operation() else { return };
        let folder = Folders::out_beside(self.prefs.folders.as_ref(), operation.path());
        let name = format!("{title}-{}.csv", format::file_time(self.clock.now()));
        let path = folder.join(name).display().to_string();
        self.memory.export = Some(export::Draft { request, title, rows, path });
    }

    pub(super) fn choose_export(&mut self, choice: export::Choice) {
        let Some(draft) = self.memory.export.take() else { return };
        let Some(operation) = self.seat.operation() else { return };
        if choice == export::Choice::Cancel {
            return;
        }
        let mark = operation.meta().mark();
        let order = Order { request: draft.request, path: PathBuf::from(draft.path.trim()), mark };
        self.sight.lists.export(operation.world(), order, &self.words, &self.wake);
    }
}
