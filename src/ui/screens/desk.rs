//! The duty desk: layers on the left, the map in the middle, the answer and the journal on the right.

mod absent;
mod bars;
mod kept;
mod left;
mod middle;
mod right;
mod room;
mod sheet;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use eframe::egui::{CentralPanel, Frame, Margin, Panel, Ui};

use crate::{
    domain::{
        model::{KindId, ObjectRef},
        place::Position,
        view::{
            Words,
            alarms::Line,
            card::Card,
            chain::ChainView,
            finds::Finds,
            form::Addable,
            journal::JournalLine,
            layers::LayerTree,
            nearest::{AskedKind, NearestView},
            removal::Removal,
            scene::Scene,
            signals::Chip,
            situation::Rows,
            within::WithinView,
        },
        world::World,
    },
    io::settings::Layout,
    ui::{
        app::keep,
        boarding::Boarding,
        evacuating::Evacuating,
        exposing::Exposing,
        keeping::Keeping,
        map::MapPanel,
        measuring::Measuring,
        offline::Offline,
        panels::{
            alarms, arrivals, background, board, bookmarks, card, evacuation, export, files, form, here, homing,
            invitation, journal, layer, layers, legend, merging, nearest, notice, picture, rain, reporting, response,
            rows, search, settings, status, storm, strip, table, tools, top, travel, within,
        },
        raining::Raining,
        rasters::Rasters,
        responding::Responding,
        storming::Storming,
        theme,
        travel::Travelling,
        warning::Warnings,
    },
};

pub use kept::{Extra, Kept};
pub use middle::{Corner, MapChoice, over};
pub use room::{Fold, Room};

/// What the desk remembers between frames that is no part of the district.
#[derive(Debug, Default)]
pub struct Memory {
    /// The registration being typed.
    pub card: card::Draft,
    /// The forms under way.
    pub form: form::Memory,
    /// The question about the nearest.
    pub nearest: nearest::Draft,
    /// What is shown of a place.
    pub here: here::Draft,
    /// The text searched for.
    pub search: String,
    /// Which of the finds the arrow keys stand on.
    pub found_at: usize,
    /// What was called up instead of the answer.
    pub extra: Option<Extra>,
    /// The path being typed.
    pub path: String,
    /// Whether the search field is to take the keys.
    pub to_search: bool,
    /// Whether the layer tree stands open.
    pub layers: Fold,
    /// The settings of a layer, as they are being changed.
    pub layer: layer::Draft,
    /// The bookmark being named.
    pub bookmarks: bookmarks::Draft,
    /// How large the panels stand, points, by their names.
    pub sizes: BTreeMap<String, f32>,
    /// The background panel, and what is being typed in it.
    pub background: background::Draft,
    /// Whether the legend stands open.
    pub legend: legend::Memory,
    /// What is being typed in the drawing tools.
    pub tools: tools::Draft,
    /// Records and copies.
    pub keeping: Keeping,
    /// Tiles fetched ahead.
    pub offline: Offline,
    /// The map's view.
    pub map: MapPanel,
    /// What the table remembers.
    pub table: table::Memory,
    /// The way or the reach asked.
    pub travel: Travelling,
    /// The plan of an evacuation.
    pub evacuating: Evacuating,
    /// Who and what lies in an area.
    pub exposing: Exposing,
    /// The township board.
    pub boarding: Boarding,
    /// The storm that is looked at.
    pub storming: Storming,
    /// The rain.
    pub raining: Raining,
    /// Emergency responses.
    pub responding: Responding,
    /// Georeferenced pictures.
    pub rasters: Rasters,
    /// A table of levels or rain that was brought.
    pub measuring: Measuring,
    /// Warnings on their way in or out.
    pub warnings: Warnings,
    /// The distance asked of a range.
    pub within: within::Draft,
    /// A list on its way to a file.
    pub export: Option<export::Draft>,
    /// Where the pointer is on the map.
    pub pointer: Option<Position>,
    /// Whether the window shows the big screen instead.
    pub wall: bool,
}

impl Memory {
    /// As it was left.
    pub fn lay_out(&mut self, layout: &Layout) {
        self.layers = Fold::left(layout.layers);
        self.legend = legend::Memory::left(layout.legend);
        self.sizes = layout.panels.clone();
    }

    /// How large a panel stands at first: as it was left, within what the room allows.
    fn size(&self, name: &str, [usual, least, most]: [f32; 3]) -> f32 {
        self.sizes.get(name).copied().filter(|size| size.is_finite()).unwrap_or(usual).clamp(least, most.max(least))
    }
}

/// What the desk shows this frame.
#[derive(Debug)]
pub struct Shown<'a> {
    /// The top bar.
    pub top: top::Top,
    /// The status bar.
    pub status: status::Status,
    /// What must be said now.
    pub notice: Option<&'a notice::Notice>,
    /// The key figures.
    pub cells: &'a [strip::Cell],
    /// The warnings in force.
    pub signals: &'a [Chip],
    /// The alarms.
    pub alarms: &'a [Line],
    /// The layer tree; none: no district is open.
    pub district: Option<&'a LayerTree>,
    /// How it stands with the district, and the ways to another.
    pub files: files::Files,
    /// What the seat prefers.
    pub prefers: settings::Prefers,
    /// What the map paints.
    pub scene: Arc<Scene>,
    /// Kinds that are off.
    pub hidden: &'a BTreeSet<KindId>,
    /// Kinds that are shown whole.
    pub whole: &'a BTreeSet<KindId>,
    /// Overlays of plots that are off.
    pub overlays_off: &'a BTreeSet<String>,
    /// The filters of layers in words.
    pub filters: &'a BTreeMap<KindId, String>,
    /// The settings of the layer that is looked at.
    pub layer: layer::Shown<'a>,
    /// The names of the bookmarks.
    pub bookmarks: &'a [String],
    /// What was found for the text searched for.
    pub found: Option<&'a Finds>,
    /// What the place asked about is; none: none is asked about, or it is being computed.
    pub here: Option<&'a ChainView>,
    /// Where that or what is selected is.
    pub at: Option<Position>,
    /// The table; none: it is folded.
    pub table: Option<table::Shown<'a>>,
    /// The right side.
    pub side: Side<'a>,
    /// What the drawing tools need to know.
    pub kit: tools::Kit,
    /// The journal.
    pub journal: &'a journal::Journal,
    /// Whether the seat has a folder for what is made to be taken away.
    pub can_save: bool,
    /// What the panels of records and copies show.
    pub kept: Kept,
}

/// What stands on the right.
#[derive(Debug)]
pub enum Side<'a> {
    /// Nothing is selected or asked.
    Hint,
    /// What a key figure counts.
    Rows(&'a Rows),
    /// The alarms.
    Alarms,
    /// The card of the selected object, and what happened to it, latest first.
    Card(&'a Card, &'a [JournalLine]),
    /// What lies within a range.
    Within {
        /// Which range, in words.
        asked: &'a str,
        /// The answer; none while it is computed.
        view: Option<&'a WithinView>,
    },
    /// A way between two places, or what is within reach of one.
    Travel,
    /// A storm.
    Storm,
    /// The rain.
    Rain,
    /// Emergency responses.
    Response,
    /// A plan of evacuation.
    Evacuation,
    /// Who and what lies in an area.
    Exposure,
    /// What a township reports; the world names its figures.
    Reporting(&'a World),
    /// Households that are ticked off.
    Ticking,
    /// A township's own file.
    Merging,
    /// Who waits to go home.
    Homing,
    /// A form.
    Form(&'a form::View),
    /// What can be added.
    Kinds(&'a [Addable]),
    /// Whether an object is to go; none: what hangs on it is being looked for.
    Removal(Option<&'a Removal>),
    /// The nearest.
    Nearest {
        /// The answer; none while it is computed.
        view: Option<&'a NearestView>,
        /// The kinds that can be asked of.
        kinds: &'a [AskedKind],
    },
}

/// What was chosen on the desk.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// In the top bar.
    Top(top::Choice),
    /// A key figure.
    Figure(&'static str),
    /// A warning in force.
    Signal(ObjectRef),
    /// Among the rows of a figure.
    Rows(rows::Choice),
    /// Among the alarms.
    Alarms(alarms::Choice),
    /// The notice was read.
    NoticeRead,
    /// In the layer tree.
    Layers(layers::Choice),
    /// In the settings of a layer.
    Layer(layer::Choice),
    /// Among the bookmarks.
    Bookmarks(bookmarks::Choice),
    /// In the search.
    Search(search::Choice),
    /// In what a place is.
    Here(here::Choice),
    /// On the card.
    Card(card::Choice),
    /// In a form.
    Form(form::Choice),
    /// In the nearest panel.
    Nearest(nearest::Choice),
    /// Among the ways to a district.
    Files(files::Choice),
    /// In the settings.
    Settings(settings::Choice),
    /// In the invitation on the map.
    Invitation(invitation::Choice),
    /// In the background panel.
    Background(background::Choice),
    /// With what is drawn on the map.
    Drawn(tools::Choice),
    /// In the journal.
    Journal(journal::Choice),
    /// In the table.
    Table(table::Choice),
    /// Among what lies within a range.
    Within(within::Choice),
    /// With a way or a reach.
    Travel(travel::Choice),
    /// With a plan of evacuation.
    Evacuation(evacuation::Choice),
    /// With a storm.
    Storm(storm::Choice),
    /// With the rain.
    Rain(rain::Choice),
    /// With emergency responses.
    Response(response::Choice),
    /// Among who and what lies in an area.
    Exposure(within::Choice),
    /// On the township board.
    Board(board::Choice),
    /// With what a township reports.
    Reporting(reporting::Choice),
    /// With households that are ticked off.
    Arrivals(arrivals::Choice),
    /// With a township's own file.
    Merging(merging::Choice),
    /// With who waits to go home.
    Homing(homing::Choice),
    /// In the question where a list goes.
    Export(export::Choice),
    /// The picture of the map.
    Picture(picture::Choice),
    /// Among records and copies.
    Keeping(keep::Choice),
    /// On the map: an object, or a place where there is none.
    Map(MapChoice),
}

/// Draws the desk. Returns what was chosen, in order.
///
/// From top to bottom: the top bar, the key figures, what must be said now; then side, map, side; then the line
/// of alarms and the status bar. Each place is one file.
pub fn ui(ui: &mut Ui, shown: &Shown<'_>, memory: &mut Memory, words: &Words) -> Vec<Choice> {
    let mut chosen = Vec::new();
    let tokens = theme::tokens(ui.ctx());
    let room = Room::of(ui.available_width());
    bars::ui(ui, shown, words, &mut chosen);
    let idle = matches!(shown.side, Side::Hint) && memory.extra.is_none();
    let beside = memory.boarding.open && shown.district.is_some() && !(room == Room::Tight && idle);
    if beside {
        right::panel(ui, room, shown, memory, words, &mut chosen);
    }
    sheet::ui(ui, shown, memory, words, &mut chosen);
    if let Some(draft) = &mut memory.export {
        let writable = shown.status.read_only.is_none();
        chosen.extend(export::ui(ui.ctx(), draft, writable, words).map(Choice::Export));
    }
    let Some(tree) = shown.district else {
        absent::ui(ui, shown, memory, words, &mut chosen);
        return chosen;
    };
    let side = Frame::new().fill(tokens.ground).inner_margin(Margin::symmetric(12, 12));
    let left_open = memory.layers.is_open(room);
    let [left_name, _] = room.sides();
    if left_open {
        let size = memory.size(left_name, room.left());
        let [_, least, most] = room.left();
        let panel = Panel::left(("layers", room)).frame(side).default_size(size).size_range(least..=most);
        let panel = panel.show_separator_line(false);
        let shown = panel.show(ui, |ui| left::ui(ui, tree, shown, memory, words, &mut chosen));
        memory.sizes.insert(left_name.to_owned(), shown.response.rect.width());
    }
    if !beside && !(room == Room::Tight && (left_open || idle)) {
        right::panel(ui, room, shown, memory, words, &mut chosen);
    }
    CentralPanel::default().frame(Frame::new().fill(tokens.ground)).show(ui, |ui| {
        middle::ui(ui, room, shown, memory, words, &mut chosen);
    });
    chosen
}
