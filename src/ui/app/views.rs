//! What the seat looked at comes back: the last view of a district, its bookmarks, the window and its panels.

use std::{collections::BTreeSet, path::PathBuf, time::Duration};

use eframe::egui;

use crate::{
    app::Operation,
    domain::{
        catalogue::Tone,
        model::KindId,
        view::{layers::hidden_at_first, table::Sort},
    },
    io::{
        settings::{Layout, TableLayout},
        views::{self, BOOKMARKS, Bookmark, SavedView},
    },
    ui::{
        app::App,
        lists::Only,
        panels::{bookmarks, notice::Notice},
    },
};

/// So long a view must stay as it is before it is kept, seconds: nobody wants a file written at every step.
const SETTLED_S: f64 = 1.0;
/// A window or a panel is taken for resized from this on, points.
const SLACK: f32 = 1.0;

/// The view and the layout as they were seen last, and since when.
#[derive(Debug, Default)]
pub struct Settling {
    seen: Option<(SavedView, Layout)>,
    since: f64,
}

impl App {
    /// Shows a district as it was left, and the table that stood open.
    pub(super) fn resume(&mut self) {
        let Some(file) = self.file() else { return };
        let last = views::of(&self.prefs.settings.views, &file).and_then(|views| views.last.clone());
        if let Some(last) = last {
            self.show_view(&last);
        }
        let table = self.prefs.settings.layout.table.clone().map(|kind| KindId::from(kind.as_str()));
        let world = self.seat.operation().map(Operation::world);
        if let Some(kind) = table.filter(|kind| world.is_some_and(|world| world.layer(kind.as_str()).is_some())) {
            self.open_table(kind, None);
        }
    }

    fn file(&self) -> Option<PathBuf> {
        self.seat.operation().map(|operation| operation.path().to_owned())
    }

    /// What is looked at now.
    fn saved_view(&self) -> Option<SavedView> {
        let catalogue = self.seat.operation()?.world().catalogue();
        let view = self.memory.map.view();
        // So fine that nobody sees a difference, so coarse that it reads well.
        let round = |value: f64, places: f64| (value * places).round() / places;
        Some(SavedView {
            centre: view.centre.map(|degrees| round(degrees, 1e6)),
            zoom: round(view.zoom, 1e3),
            off: self.sight.hidden.iter().map(ToString::to_string).collect(),
            whole: self.sight.shown.iter().map(ToString::to_string).collect(),
            overlays_off: self.sight.hidden_overlays.clone(),
            looks: views::kept(self.sight.looks.all(), catalogue),
        })
    }

    /// Looks at a view that was kept. What the catalogue no longer knows of it is told.
    fn show_view(&mut self, view: &SavedView) {
        let Some(operation) = self.seat.operation() else { return };
        let world = operation.world();
        let kinds = |ids: &BTreeSet<String>| -> BTreeSet<KindId> {
            ids.iter().filter(|id| world.catalogue().kind(id).is_some()).map(|id| KindId::from(id.as_str())).collect()
        };
        self.sight.shown = kinds(&view.whole);
        self.sight.hidden = kinds(&view.off);
        // What the catalogue turns off stays off unless the view turned it on.
        let usual = hidden_at_first(world).filter(|kind| !view.whole.contains(kind.as_str()));
        self.sight.hidden.extend(usual);
        self.sight.hidden_overlays = view.overlays_off.clone();
        let (looks, lost) = views::looks(view, world.catalogue());
        if !lost.is_empty() {
            let lost = lost.iter().filter_map(|kind| world.catalogue().kind(kind.as_str()));
            let names: Vec<&str> = lost.map(|kind| kind.name(self.words.lang())).collect();
            let text = self.words.with("layers-filter-lost", &[("kind", names.join("、"))]);
            self.notice = Some(Notice::new(text, Tone::Warning));
        }
        self.sight.looks.set_all(looks);
        self.memory.map.look_at(view.centre, view.zoom);
        self.looks_changed();
        self.read_layer();
    }

    /// The names of the bookmarks of the district that is open.
    pub(super) fn bookmark_names(&self) -> Vec<String> {
        let Some(file) = self.file() else { return Vec::new() };
        let views = views::of(&self.prefs.settings.views, &file);
        views.map(|views| views.bookmarks.iter().map(|mark| mark.name.clone()).collect()).unwrap_or_default()
    }

    pub(super) fn go_to_bookmark(&mut self, place: usize) {
        let Some(file) = self.file() else { return };
        let mark = views::of(&self.prefs.settings.views, &file).and_then(|views| views.bookmarks.get(place));
        if let Some(view) = mark.map(|mark| mark.view.clone()) {
            self.show_view(&view);
        }
    }

    pub(super) fn choose_bookmark(&mut self, choice: bookmarks::Choice) {
        let (Some(file), Some(view)) = (self.file(), self.saved_view()) else { return };
        if let bookmarks::Choice::Go(place) = choice {
            self.go_to_bookmark(place);
            return;
        }
        self.prefs.change(|settings| {
            let Some(own) = views::of_mut(&mut settings.views, &file) else { return };
            let marks = &mut own.bookmarks;
            match choice {
                bookmarks::Choice::Go(_) => {}
                bookmarks::Choice::Keep(name) if marks.len() < BOOKMARKS => marks.push(Bookmark { name, view }),
                bookmarks::Choice::Keep(_) => {}
                bookmarks::Choice::Renew(place) => {
                    if let Some(mark) = marks.get_mut(place) {
                        mark.view = view;
                    }
                }
                bookmarks::Choice::Rename(place, name) => {
                    if let Some(mark) = marks.get_mut(place) {
                        mark.name = name;
                    }
                }
                bookmarks::Choice::Up(place) => {
                    if place > 0 && place < marks.len() {
                        marks.swap(place, place - 1);
                    }
                }
                bookmarks::Choice::Forget(place) => {
                    if place < marks.len() {
                        marks.remove(place);
                    }
                }
            }
        });
    }

    /// Keeps view and layout once they have stayed as they are for a moment.
    pub(super) fn tend_view(&mut self, ctx: &egui::Context) {
        // A wall looks where the wall's map fits: the desk's view is the one to come back to.
        if self.memory.wall || !self.memory.map.is_at_rest() {
            return;
        }
        let Some(view) = self.saved_view() else { return };
        let now = (view, self.layout(ctx));
        let time = ctx.input(|input| input.time);
        if self.settling.seen.as_ref() != Some(&now) {
            self.settling = Settling { seen: Some(now), since: time };
            ctx.request_repaint_after(Duration::from_secs_f64(SETTLED_S));
        } else if time - self.settling.since >= SETTLED_S {
            self.keep_view();
        } else {
            ctx.request_repaint_after(Duration::from_secs_f64(SETTLED_S));
        }
    }

    /// Keeps view and layout as they were seen last, if they are not kept yet.
    pub(super) fn keep_view(&mut self) {
        let (Some(file), Some((view, layout))) = (self.file(), &self.settling.seen) else { return };
        let kept = views::of(&self.prefs.settings.views, &file).and_then(|views| views.last.as_ref());
        let same = kept == Some(view) && self.prefs.settings.layout == *layout;
        if same {
            return;
        }
        let (view, layout) = (view.clone(), layout.clone());
        self.prefs.change(|settings| {
            settings.layout = layout;
            if let Some(own) = views::of_mut(&mut settings.views, &file) {
                own.last = Some(view);
            }
        });
    }

    /// The window and its panels as they are.
    fn layout(&self, ctx: &egui::Context) -> Layout {
        let before = &self.prefs.settings.layout;
        let mut layout = before.clone();
        let window = ctx.input(|input| input.viewport().clone());
        if window.fullscreen != Some(true) && window.minimized != Some(true) {
            layout.maximized = window.maximized.or(before.maximized);
            if let (Some(false), Some(rect)) = (window.maximized, window.inner_rect) {
                // The text size of the seat is no part of the window's.
                let now = [rect.width(), rect.height()].map(|side| side * ctx.zoom_factor());
                let same = |old: &[f32; 2]| old.iter().zip(now).all(|(old, now)| (old - now).abs() < SLACK);
                layout.size = Some(before.size.filter(same).unwrap_or(now));
            }
        }
        layout.layers = self.memory.layers.said();
        layout.legend = self.memory.legend.said();
        let wanted = self.sight.lists.wanted.as_ref();
        layout.table = wanted.filter(|request| request.only.is_none()).map(|request| request.kind.to_string());
        if let Some(request) = wanted {
            let table = TableLayout {
                columns: request.columns.as_ref().map(|fields| fields.iter().map(ToString::to_string).collect()),
                sort: request.sort.as_ref().map(|sort| sort.field.to_string()),
                descending: request.sort.as_ref().is_some_and(|sort| sort.descending),
            };
            if table == TableLayout::default() {
                layout.tables.remove(request.kind.as_str());
            } else {
                layout.tables.insert(request.kind.to_string(), table);
            }
        }
        for (name, size) in &self.memory.sizes {
            let old = before.panels.get(name).copied();
            let size = old.filter(|old| (old - size).abs() < SLACK).unwrap_or(*size);
            layout.panels.insert(name.clone(), size);
        }
        layout
    }

    /// Opens the table of a kind with the columns and the order it was left with.
    pub(super) fn open_table(&mut self, kind: KindId, only: Option<Only>) {
        let left = self.prefs.settings.layout.tables.get(kind.as_str()).cloned();
        self.sight.lists.open(kind, only);
        if let (Some(left), Some(wanted)) = (left, &mut self.sight.lists.wanted) {
            wanted.columns = left.columns.map(|fields| fields.iter().map(|field| field.as_str().into()).collect());
            wanted.sort = left.sort.map(|field| Sort { field: field.as_str().into(), descending: left.descending });
        }
    }
}
