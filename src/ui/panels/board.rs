//! The township board under the map: a row a township, opening to its villages; above it what stands in the way of
//! what was ordered.

use eframe::egui::{Align, Label, Layout, RichText, ScrollArea, Ui, vec2};

use crate::{
    domain::{
        catalogue::Tone,
        model::ObjectRef,
        query::Whose,
        view::{
            Words,
            board::{BoardRow, BoardView, Cell},
            troubles::TroubleLine,
        },
    },
    ui::{
        boarding::{Boarding, PATIENCES},
        theme::{self, HALF_STEP, STEP},
        widgets,
    },
};

/// How high a row is, points.
const ROW: f32 = 28.0;
/// Between columns, points.
const GAP: f32 = 10.0;
/// The widest column, points; longer texts are cut and told in full when pointed at.
const WIDEST: f32 = 190.0;
/// More things that stand in the way than this are only counted.
const TROUBLES: usize = 4;
/// Before a village's name, points.
const INDENT: f32 = 22.0;
/// For the buttons after it.
const BUTTONS: f32 = 118.0;
/// For the arrow before a township's name, points.
const ARROW: f32 = 24.0;

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Fold the board.
    Close,
    /// Look at this object.
    Select(ObjectRef),
    /// Paste messages.
    Paste,
    /// Fill in a report of a township, or of a village of it.
    Fill(String, Option<String>),
    /// Tick off the households of a place.
    Tick(Whose, String),
    /// Take in a township's own file.
    Merge,
    /// Who waits to go home.
    Home,
    /// Plan anew for who has not moved.
    Again,
    /// Show where a township or village is.
    Find(String, Option<String>),
}

/// Draws the board. `writable`: whether this seat may write.
pub fn ui(ui: &mut Ui, board: &mut Boarding, writable: bool, words: &Words) -> Option<Choice> {
    ui.set_min_height(ui.available_height());
    let mut chosen = head(ui, board, writable, words);
    chosen = troubles(ui, board.troubles(), writable, words).or(chosen);
    let Some(view) = board.view().cloned() else {
        widgets::quiet(ui, &words.get("board-working"));
        return chosen;
    };
    if view.rows.is_empty() {
        ui.label(words.get("board-nobody"));
        return chosen;
    }
    ScrollArea::horizontal().id_salt("board-wide").auto_shrink([false, false]).show(ui, |ui| {
        chosen = rows(ui, &view, board, writable, words).or(chosen.take());
    });
    chosen
}

fn head(ui: &mut Ui, board: &mut Boarding, writable: bool, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    ui.horizontal(|ui| {
        widgets::heading(ui, &words.get("board-name"));
        ui.add_space(STEP);
        ui.label(words.get("board-patience"));
        for minutes in PATIENCES {
            let name = words.with("board-minutes", &[("n", minutes.to_string())]);
            if widgets::chip(ui, &name, board.patience == minutes).clicked() {
                board.patience = minutes;
            }
        }
        ui.add_space(STEP);
        let paste = eframe::egui::Button::new(words.get("board-paste"));
        if ui.add_enabled(writable, paste).on_hover_text(words.get("board-paste-hint")).clicked() {
            chosen = Some(Choice::Paste);
        }
        let merge = eframe::egui::Button::new(words.get("board-merge"));
        if ui.add(merge).on_hover_text(words.get("board-merge-hint")).clicked() {
            chosen = Some(Choice::Merge);
        }
        let home = eframe::egui::Button::new(words.get("board-home"));
        if ui.add(home).on_hover_text(words.get("board-home-hint")).clicked() {
            chosen = Some(Choice::Home);
        }
        let again = eframe::egui::Button::new(words.get("board-again"));
        // With something in the way it stands beside what is.
        if board.troubles().is_empty() && ui.add(again).on_hover_text(words.get("board-again-hint")).clicked() {
            chosen = Some(Choice::Again);
        }
        if ui.available_width() > 420.0 {
            widgets::quiet(ui, &words.get("board-how"));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if widgets::close(ui, &words.get("board-close")).clicked() {
                chosen = Some(Choice::Close);
            }
        });
    });
    ui.add_space(HALF_STEP);
    chosen
}

/// What stands in the way, and the way out.
fn troubles(ui: &mut Ui, found: &[TroubleLine], writable: bool, words: &Words) -> Option<Choice> {
    if found.is_empty() {
        return None;
    }
    let mut chosen = None;
    let alarm = theme::tone(ui.ctx(), Tone::Alarm);
    for line in found.iter().take(TROUBLES) {
        ui.horizontal(|ui| {
            widgets::flag(ui, &words.get("trouble"), alarm);
            let text = RichText::new(&line.text).color(alarm);
            match &line.shelter {
                Some(shelter) => {
                    if widgets::link(ui, text).clicked() {
                        chosen = Some(Choice::Select(shelter.clone()));
                    }
                }
                None => {
                    ui.add(Label::new(text).wrap());
                }
            }
        });
    }
    ui.horizontal(|ui| {
        if found.len() > TROUBLES {
            let more = (found.len() - TROUBLES).to_string();
            ui.colored_label(alarm, words.with("trouble-more", &[("n", more)]));
        }
        if widgets::primary(ui, writable, &words.get("trouble-again")).clicked() {
            chosen = Some(Choice::Again);
        }
    });
    ui.add_space(HALF_STEP);
    chosen
}

/// How wide the columns are: as their texts, within bounds.
fn widths(ui: &Ui, view: &BoardView) -> Vec<f32> {
    let wide = |text: &str| {
        // The sums are bold.
        let font = theme::bold(ui.ctx(), theme::body().size);
        let galley = ui.painter().layout_no_wrap(text.to_owned(), font, theme::tokens(ui.ctx()).text);
        (galley.size().x + 2.0).min(WIDEST)
    };
    let mut widths: Vec<f32> = view.heads.iter().map(|head| wide(head)).collect();
    let villages = view.rows.iter().flat_map(|row| &row.villages);
    for row in view.rows.iter().chain(villages).chain(std::iter::once(&view.total)) {
        for (width, cell) in widths.iter_mut().zip(&row.cells) {
            *width = width.max(wide(&cell.text));
        }
    }
    if let Some(first) = widths.first_mut() {
        *first += ARROW + INDENT + BUTTONS;
    }
    widths
}

fn rows(ui: &mut Ui, view: &BoardView, board: &mut Boarding, writable: bool, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let widths = widths(ui, view);
    let quiet = theme::tokens(ui.ctx()).quiet;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        for (head, width) in view.heads.iter().zip(&widths) {
            cell(ui, *width, RichText::new(head).color(quiet));
        }
    });
    ui.separator();
    let foot = ROW + 10.0;
    let height = (ui.available_height() - foot).max(ROW * 2.0);
    ScrollArea::vertical().id_salt("board-rows").max_height(height).auto_shrink([false, true]).show(ui, |ui| {
        for row in &view.rows {
            chosen = township(ui, row, &widths, board, writable, words).or(chosen.take());
        }
    });
    ui.separator();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        for (text, width) in view.total.cells.iter().zip(&widths) {
            let strong = widgets::strong(ui, &text.text, theme::body()).color(colour(ui, text));
            cell(ui, *width, strong);
        }
    });
    chosen
}

fn colour(ui: &Ui, cell: &Cell) -> eframe::egui::Color32 {
    match cell.tone {
        Tone::Normal => theme::tokens(ui.ctx()).text,
        tone => theme::tone(ui.ctx(), tone),
    }
}

fn cell(ui: &mut Ui, width: f32, text: RichText) {
    ui.allocate_ui_with_layout(vec2(width, ROW), Layout::left_to_right(Align::Center), |ui| {
        ui.set_width(width);
        ui.add(Label::new(text).truncate());
    });
}

fn township(
    ui: &mut Ui,
    row: &BoardRow,
    widths: &[f32],
    board: &mut Boarding,
    writable: bool,
    words: &Words,
) -> Option<Choice> {
    let key = row.township.as_deref().unwrap_or_default().to_owned();
    let open = board.unfolded.contains(&key);
    let mut chosen = line(ui, row, widths, Some(open), writable, words, &mut || {
        if !board.unfolded.remove(&key) {
            board.unfolded.insert(key.clone());
        }
    });
    if open {
        for note in &row.notes {
            ui.horizontal(|ui| {
                ui.add_space(ARROW + GAP);
                widgets::quiet(ui, note);
            });
        }
        for village in &row.villages {
            chosen = line(ui, village, widths, None, writable, words, &mut || {}).or(chosen.take());
            for note in &village.notes {
                ui.horizontal(|ui| {
                    ui.add_space(ARROW + INDENT + GAP);
                    widgets::quiet(ui, note);
                });
            }
        }
    }
    chosen
}

/// A row: of a township with its arrow, which `turn` follows; of a village without.
fn line(
    ui: &mut Ui,
    row: &BoardRow,
    widths: &[f32],
    arrow: Option<bool>,
    writable: bool,
    words: &Words,
    turn: &mut dyn FnMut(),
) -> Option<Choice> {
    let mut chosen = None;
    let place = row.cells.first().map(|cell| cell.text.clone()).unwrap_or_default();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        for (number, (one, width)) in row.cells.iter().zip(widths).enumerate() {
            let text = RichText::new(&one.text).color(colour(ui, one));
            if number > 0 {
                cell(ui, *width, text);
                continue;
            }
            // What is entered for a place stands beside its name, where it is seen in any window.
            ui.allocate_ui_with_layout(vec2(*width, ROW), Layout::left_to_right(Align::Center), |ui| {
                ui.set_width(*width);
                ui.spacing_mut().item_spacing.x = 4.0;
                match arrow {
                    Some(open) => {
                        let (sign, name) = if open { ("▼", "board-fold") } else { ("▶", "board-unfold") };
                        let button = ui.add(eframe::egui::Button::new(sign).frame(false).min_size(vec2(ARROW, 20.0)));
                        let name = words.with(name, &[("name", &place)]);
                        if widgets::named(button, &name).on_hover_text(name).clicked() {
                            turn();
                        }
                    }
                    None => ui.add_space(ARROW + INDENT),
                }
                if widgets::link(ui, text).clicked() {
                    chosen = row.township.as_deref().map(|town| find(town, row));
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    chosen = actions(ui, row, &place, writable, words).or(chosen.take());
                });
            });
        }
    });
    chosen
}

fn find(township: &str, row: &BoardRow) -> Choice {
    Choice::Find(township.to_owned(), row.village.as_deref().map(str::to_owned))
}

/// What can be entered for a place.
fn actions(ui: &mut Ui, row: &BoardRow, place: &str, writable: bool, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let is_village = row.village.is_some();
    if let Some(township) = row.township.as_deref() {
        let name = words.with("board-fill-of", &[("name", place)]);
        let button = ui.add_enabled(writable, eframe::egui::Button::new(words.get("board-fill")).small());
        if widgets::named(button, &name).clicked() {
            chosen = Some(Choice::Fill(township.to_owned(), row.village.as_deref().map(str::to_owned)));
        }
    }
    let name = words.with("board-tick-of", &[("name", place)]);
    let button = ui.add_enabled(writable, eframe::egui::Button::new(words.get("board-tick")).small());
    if widgets::named(button, &name).clicked() {
        let whole = match (&row.township, is_village) {
            (Some(township), true) => format!("{township} {place}"),
            _ => place.to_owned(),
        };
        let whose = Whose::Place { township: row.township.clone(), village: row.village.clone() };
        chosen = Some(Choice::Tick(whose, whole));
    }
    chosen
}
