//! What is listed: the table beside the map, what lies within an area, and the list on its way to a file.

use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

use geo_types::{Geometry, MultiPolygon};

use crate::{
    app::{Wake, export::ExportCommand},
    domain::{
        catalogue::Lang,
        model::{KindId, Uid},
        place::Position,
        query::Area,
        view::{
            Words, format,
            table::{self, Table, TableRequest},
            within::{self, Inside, WithinView},
        },
        world::World,
    },
    io::export,
    ui::asking::Asking,
};

/// Some of a kind, and what they are called.
pub type Only = (Arc<BTreeSet<Uid>>, String);

/// What is listed.
#[derive(Debug, Default)]
pub struct Lists {
    /// The table that is wanted; none: it is folded.
    pub wanted: Option<TableRequest>,
    /// What the rows are restricted to is called.
    pub only_name: Option<String>,
    /// The kind of the table that was open last.
    pub last: Option<KindId>,
    /// What is asked to hold things; none: nothing.
    pub base: Option<Base>,
    table: Asking<Option<Table>>,
    table_of: Option<(TableRequest, u64, Lang)>,
    inside: Option<(Inside, Option<Arc<MultiPolygon>>)>,
    within: Asking<WithinView>,
    within_of: Option<(Inside, u64, Lang)>,
    export: Asking<Exported>,
}

/// What a range is made from.
#[derive(Clone, Debug, PartialEq)]
pub struct Base {
    /// Its place.
    pub geometry: Geometry,
    /// What it is called.
    pub name: Named,
}

/// What the base of a range is called.
#[derive(Clone, Debug, PartialEq)]
pub enum Named {
    /// This object or place.
    Place(String),
    /// What the map shows.
    View,
    /// What was drawn.
    Drawn,
}

/// What became of an export.
pub type Exported = Result<ExportCommand, ExportFailure>;

/// A list was not written.
#[derive(Debug)]
pub struct ExportFailure {
    /// Where to.
    pub path: PathBuf,
    /// What stood in the way; none: a file of that name is there already.
    pub why: Option<String>,
}

/// A list to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// Its rows.
    pub request: TableRequest,
    /// Where to.
    pub path: PathBuf,
    /// The mark of a sample or an exercise.
    pub mark: Option<&'static str>,
}

impl Base {
    /// Whether it holds things by itself, with no metres around it.
    pub const fn is_area(&self) -> bool {
        matches!(self.geometry, Geometry::Polygon(_) | Geometry::MultiPolygon(_) | Geometry::Rect(_))
    }

    /// The range so many metres around it.
    pub fn inside(&self, metres: f64, words: &Words) -> Inside {
        let area = match &self.geometry {
            Geometry::Point(point) => match Position::try_from(*point) {
                Ok(centre) => Area::Circle { centre, radius_m: metres },
                Err(_) => Area::Shape(self.geometry.clone()),
            },
            other => Area::Around { of: other.clone(), metres },
        };
        let place = match &self.name {
            Named::Place(name) => name.clone(),
            Named::View => words.get("within-name-view"),
            Named::Drawn => words.get("within-name-drawn"),
        };
        let distance = format::round_distance(metres);
        let args = [("place", place.clone()), ("distance", distance)];
        let name = match (&self.geometry, &self.name) {
            (Geometry::Point(_), _) => words.with("within-name-circle", &args),
            _ if metres > 0.0 => words.with("within-name-around", &args),
            (_, Named::Place(_)) => words.with("within-name-inside", &args),
            _ => place,
        };
        Inside { area, name }
    }
}

impl Lists {
    /// Opens the table of a kind, whole or only some of it.
    pub fn open(&mut self, kind: KindId, only: Option<Only>) {
        let (only, name) = only.unzip();
        self.last = Some(kind.clone());
        self.only_name = name;
        self.wanted = Some(TableRequest { only, ..TableRequest::of(kind) });
    }

    /// Folds the table; `true` when one was open.
    pub fn fold(&mut self) -> bool {
        self.wanted.take().is_some()
    }

    /// The table as it is there: for the newest question once that is answered.
    pub fn table(&self) -> Option<&Table> {
        let wanted = self.wanted.as_ref()?;
        self.table.answer()?.as_ref().filter(|table| table.request.kind == wanted.kind)
    }

    /// Asks what lies within so many metres of the base.
    pub fn ask_within(&mut self, metres: f64, words: &Words) {
        let Some(base) = &self.base else { return };
        let inside = base.inside(metres, words);
        let outline = inside.area.outline().map(Arc::new);
        if self.inside.as_ref().is_none_or(|(before, _)| *before != inside) {
            self.within.clear();
            self.within_of = None;
        }
        self.inside = Some((inside, outline));
    }

    /// Puts the range away; `true` when there was one.
    pub fn close_within(&mut self) -> bool {
        self.inside = None;
        self.within.clear();
        self.within_of = None;
        self.base.take().is_some()
    }

    /// The range that is asked, and its answer once it is there.
    pub fn within(&self) -> Option<(&Inside, Option<&WithinView>)> {
        self.inside.as_ref().map(|(inside, _)| (inside, self.within.answer()))
    }

    /// The outline of the range, for the map.
    pub fn outline(&self) -> Option<Arc<MultiPolygon>> {
        self.inside.as_ref()?.1.clone()
    }

    /// Writes a list, off the window's thread.
    pub fn export(&mut self, world: &World, order: Order, words: &Arc<Words>, wake: &Wake) {
        let (world, words) = (world.clone(), words.clone());
        self.export.ask("export", wake, move || write(&world, order, &words));
    }

    /// Whether a list is being written.
    pub const fn is_exporting(&self) -> bool {
        self.export.is_busy()
    }

    /// Takes in answers and asks anew where the question or the world changed; what became of an export, once.
    /// Never waits.
    pub fn poll(&mut self, world: &World, words: &Arc<Words>, wake: &Wake) -> Option<Exported> {
        self.table.poll();
        self.within.poll();
        if let Some(request) = &self.wanted {
            let wanted = (request.clone(), world.revision(), words.lang());
            if !self.table.is_busy() && self.table_of.as_ref() != Some(&wanted) {
                let (world, words, request) = (world.clone(), words.clone(), request.clone());
                self.table_of = Some(wanted);
                self.table.ask("table", wake, move || table::table(&world, &request, &words));
            }
        }
        if let Some((inside, _)) = &self.inside {
            let wanted = (inside.clone(), world.revision(), words.lang());
            if !self.within.is_busy() && self.within_of.as_ref() != Some(&wanted) {
                let (world, words, inside) = (world.clone(), words.clone(), inside.clone());
                self.within_of = Some(wanted);
                self.within.ask("within", wake, move || within::within(&world, &inside, &words));
            }
        }
        if self.export.poll() { self.export.take() } else { None }
    }
}

fn write(world: &World, order: Order, words: &Words) -> Exported {
    let Order { request, path, mark } = order;
    let failed = |path: PathBuf, why: Option<String>| Err(ExportFailure { path, why });
    let Some(table) = table::table(world, &request, words) else {
        return failed(path, Some(request.kind.to_string()));
    };
    if path.exists() {
        return failed(path, None);
    }
    if let Some(Err(why)) = path.parent().map(std::fs::create_dir_all) {
        return failed(path, Some(why.to_string()));
    }
    let options = export::Options { unmask: request.unmask, mark, ..export::Options::default() };
    match export::rows(&path, table.kind(), table.objects(), options) {
        Ok(rows) => Ok(ExportCommand { kind: request.kind, path, rows, unmasked: request.unmask }),
        Err(export::ExportError::Unwritable { path, why }) => failed(path, Some(why.to_string())),
        Err(error) => failed(path, Some(error.to_string())),
    }
}
