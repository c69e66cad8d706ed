//! The duty desk: layers on the left, the map in the middle, the answer and the journal on the right.

use std::{collections::BTreeSet, sync::Arc};

use eframe::egui::{CentralPanel, Frame, Margin, Panel, Ui};

use crate::{
    domain::{
        model::{KindId, ObjectRef},
        place::Position,
        view::{Words, card::Card, layers::LayerTree, nearest::NearestView, scene::Scene},
    },
    ui::{
        map::MapPanel,
        panels::{card, journal, layers, nearest, notice, search, status, top},
        theme::{self, STEP},
        widgets,
    },
};

/// What the desk remembers between frames that is no part of the district.
#[derive(Debug, Default)]
pub struct Memory {
    /// The registration being typed.
    pub card: card::Draft,
    /// The question about the nearest.
    pub nearest: nearest::Draft,
    /// The text searched for.
    pub search: String,
    /// The map's view.
    pub map: MapPanel,
    /// Where the pointer is on the map.
    pub pointer: Option<Position>,
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
    /// The layer tree; none: no district is open, and this says why.
    pub district: Result<&'a LayerTree, String>,
    /// What the map paints.
    pub scene: Arc<Scene>,
    /// Kinds that are off.
    pub hidden: &'a BTreeSet<KindId>,
    /// What was found for the text searched for.
    pub found: &'a [search::Found],
    /// The right side.
    pub side: Side<'a>,
    /// The journal.
    pub journal: &'a journal::Journal,
}

impl<'a> Shown<'a> {
    /// A desk with no district, and why.
    pub fn nothing(top: top::Top, status: status::Status, why: String, notice: Option<&'a notice::Notice>) -> Self {
        const NONE: &BTreeSet<KindId> = &BTreeSet::new();
        const NOTHING: &journal::Journal = &journal::Journal { lines: Vec::new(), undo: None, redo: None };
        let (district, side) = (Err(why), Side::Hint);
        let scene = Arc::default();
        Self { top, status, notice, district, scene, hidden: NONE, found: &[], side, journal: NOTHING }
    }
}

/// What stands on the right.
#[derive(Debug)]
pub enum Side<'a> {
    /// Nothing is selected or asked.
    Hint,
    /// The card of the selected object.
    Card(&'a Card),
    /// The nearest.
    Nearest {
        /// The answer; none while it is computed.
        view: Option<&'a NearestView>,
        /// The hazards that can be asked about: id and name.
        hazards: &'a [(String, String)],
    },
}

/// What was chosen on the desk.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// In the top bar.
    Top(top::Choice),
    /// The notice was read.
    NoticeRead,
    /// In the layer tree.
    Layers(layers::Choice),
    /// In the search.
    Search(search::Choice),
    /// On the card.
    Card(card::Choice),
    /// In the nearest panel.
    Nearest(nearest::Choice),
    /// In the journal.
    Journal(journal::Choice),
    /// On the map: an object, or a place where there is none.
    Map(MapChoice),
}

/// What was chosen on the map.
#[derive(Clone, Debug, PartialEq)]
pub enum MapChoice {
    /// This object.
    Select(ObjectRef),
    /// This place, where there is no object.
    Place(Position),
}

/// Draws the desk. Returns what was chosen, in order.
pub fn ui(ui: &mut Ui, shown: &Shown<'_>, memory: &mut Memory, words: &Words) -> Vec<Choice> {
    let mut chosen = Vec::new();
    let tokens = theme::tokens(ui.ctx());
    let bar = Frame::new().fill(tokens.ground).inner_margin(Margin::symmetric(16, 6));
    Panel::top("top").frame(bar).exact_size(52.0).show(ui, |ui| {
        chosen.extend(top::ui(ui, &shown.top, words).map(Choice::Top));
    });
    if let Some(notice) = shown.notice {
        Panel::top("notice").frame(bar.fill(tokens.card)).show(ui, |ui| {
            chosen.extend(notice::ui(ui, notice, words).then_some(Choice::NoticeRead));
        });
    }
    Panel::bottom("status").frame(bar).exact_size(32.0).show(ui, |ui| status::ui(ui, &shown.status, words));
    let tree = match &shown.district {
        Ok(tree) => *tree,
        Err(why) => {
            CentralPanel::default().show(ui, |ui| {
                ui.add_space(ui.available_height() * 0.35);
                ui.vertical_centered(|ui| widgets::heading(ui, why));
            });
            return chosen;
        }
    };
    let side = Frame::new().fill(tokens.panel).inner_margin(Margin::symmetric(14, 12));
    Panel::left("layers").frame(side).default_size(256.0).size_range(200.0..=420.0).show(ui, |ui| {
        chosen.extend(search::ui(ui, &mut memory.search, shown.found, words).map(Choice::Search));
        if memory.search.trim().is_empty() {
            ui.add_space(STEP);
            chosen.extend(layers::ui(ui, tree, shown.hidden, words).map(Choice::Layers));
        }
    });
    Panel::right("side").frame(side).default_size(432.0).size_range(340.0..=640.0).show(ui, |ui| {
        right_ui(ui, shown, memory, words, &mut chosen);
    });
    CentralPanel::default().frame(Frame::new().fill(tokens.ground)).show(ui, |ui| {
        let map = memory.map.ui(ui, &shown.scene, words);
        memory.pointer = map.pointer;
        let place = map.place.map(MapChoice::Place);
        chosen.extend(map.clicked.map(MapChoice::Select).or(place).map(Choice::Map));
    });
    chosen
}

fn right_ui(ui: &mut Ui, shown: &Shown<'_>, memory: &mut Memory, words: &Words, chosen: &mut Vec<Choice>) {
    let writable = shown.status.read_only.is_none();
    let journal_height = (ui.available_height() * 0.3).clamp(150.0, 300.0);
    let frame = Frame::new().inner_margin(Margin { top: 10, ..Margin::ZERO });
    Panel::bottom("journal").frame(frame).default_size(journal_height).min_size(120.0).show(ui, |ui| {
        chosen.extend(journal::ui(ui, shown.journal, writable, words).map(Choice::Journal));
    });
    CentralPanel::default().frame(Frame::new()).show(ui, |ui| match &shown.side {
        Side::Hint => {
            widgets::heading(ui, &words.get("hint-title"));
            for hint in ["hint-object", "hint-place", "hint-search"] {
                widgets::quiet(ui, &words.get(hint));
            }
        }
        Side::Card(card) => {
            chosen.extend(card::ui(ui, card, &mut memory.card, writable, words).map(Choice::Card));
        }
        Side::Nearest { view, hazards } => {
            chosen.extend(nearest::ui(ui, *view, hazards, &mut memory.nearest, words).map(Choice::Nearest));
        }
    });
}
