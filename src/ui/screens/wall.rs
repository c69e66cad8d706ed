//! The big screen (F11): the same window, plain. The key figures, the map with no tools, the transfer by township
//! and the alarms, in type that is read from the back of the room. Nothing here needs a click.

use std::sync::Arc;

use eframe::egui::{
    Align2, CentralPanel, Color32, FontFamily, FontId, Frame, Margin, Panel, Rect, Role, Sense, Stroke, StrokeKind, Ui,
    Vec2, WidgetInfo, pos2, vec2,
};

use crate::{
    domain::{
        catalogue::Tone,
        query::Moves,
        view::{Words, alarms::Line, format, scene::Scene, signals::Chip, situation::Situation},
    },
    ui::{
        map::MapPanel,
        panels::{
            alarms,
            strip::{self, Cell, Sizes},
            top::Top,
        },
        theme,
    },
};

/// What the wall shows this frame.
#[derive(Debug)]
pub struct Shown<'a> {
    /// Whose district, the marks of a sample or an exercise, and the time.
    pub top: Top,
    /// The key figures.
    pub cells: &'a [Cell],
    /// How the district stands; `None` until it has been worked out.
    pub situation: Option<&'a Situation>,
    /// The warnings in force.
    pub signals: &'a [Chip],
    /// The alarms.
    pub alarms: &'a [Line],
    /// What the map paints.
    pub scene: Arc<Scene>,
}

/// The smallest name on the map has this size at the map's scale 1: on the wall it is a sixtieth of the height.
const SMALLEST_NAME: f32 = 11.5;
/// From this shape on, width over height, the alarms have a side of their own.
const LONG: f32 = 2.4;

/// Sizes that all follow the wall's height, points.
#[derive(Clone, Copy, Debug)]
struct Type {
    /// A sixtieth of the height: no text is smaller.
    part: f32,
}

impl Type {
    fn text(self) -> f32 {
        1.14 * self.part
    }

    fn heading(self) -> f32 {
        1.5 * self.part
    }

    fn title(self) -> f32 {
        2.1 * self.part
    }

    fn pad(self) -> f32 {
        1.2 * self.part
    }

    fn side(self) -> f32 {
        26.0 * self.part
    }
}

/// Draws the wall.
pub fn ui(ui: &mut Ui, shown: &Shown<'_>, map: &mut MapPanel, words: &Words) {
    let tokens = theme::tokens(ui.ctx());
    let size = ui.available_size();
    let kind = Type { part: size.y / 60.0 };
    let ground = Frame::new().fill(tokens.ground);
    let bar = ground.inner_margin(Margin::from(vec2(kind.pad(), 0.0)));
    let tags = tags(ui, shown, words);
    let head = Panel::top("wall-top").frame(bar).exact_size(4.0 * kind.part).show_separator_line(false);
    let drawn = head.show(ui, |ui| top(ui, &shown.top, &tags, kind)).inner;
    // What finds no room beside the title stands under it: nothing that must be said is left out.
    if let Some(rest) = tags.get(drawn..).filter(|rest| !rest.is_empty()) {
        let row = Panel::top("wall-tags").frame(bar).exact_size(3.4 * kind.part).show_separator_line(false);
        row.show(ui, |ui| {
            let (room, _) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
            tags_in(ui, room, rest, kind);
        });
    }
    Panel::top("wall-strip").frame(bar).show_separator_line(false).show(ui, |ui| {
        strip::ui(ui, shown.cells, Sizes::wall(size.y));
        ui.add_space(kind.part * 0.8);
    });
    let side = ground.inner_margin(Margin::from(vec2(kind.pad(), kind.part * 0.5)));
    let long = size.x / size.y >= LONG;
    Panel::right("wall-right").frame(side).exact_size(kind.side()).resizable(false).show_separator_line(false).show(
        ui,
        |ui| {
            let room = ui.available_rect_before_wrap();
            let (above, below) = room.split_top_bottom_at_fraction(if long { 1.0 } else { 0.6 });
            transfer(ui, above, shown.situation, kind, words);
            if !long {
                alarms::wall(
                    ui,
                    below.shrink2(vec2(0.0, kind.part * 0.4)),
                    shown.alarms,
                    [kind.text(), kind.part * 0.5],
                    words,
                );
            }
        },
    );
    if long {
        let panel = Panel::left("wall-left").frame(side).exact_size(kind.side()).resizable(false);
        panel.show_separator_line(false).show(ui, |ui| {
            let room = ui.available_rect_before_wrap();
            alarms::wall(ui, room, shown.alarms, [kind.text(), kind.part * 0.5], words);
        });
    }
    CentralPanel::default().frame(ground).show(ui, |ui| {
        map.scale = kind.part / SMALLEST_NAME * 1.02;
        map.dress.tools = false;
        let before = map.view().size;
        map.ui(ui, &shown.scene, words);
        // Nobody stands at a wall to bring the district back into view when its size has changed.
        let change = before.iter().zip(map.view().size).map(|(before, after)| (before - after).abs());
        if change.fold(0.0, f64::max) > 1.0 {
            map.go_home();
            ui.ctx().request_repaint();
        }
    });
}

fn font(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

/// A word in a frame; none: an outline.
type Tag = (String, Option<Color32>);

/// What stands beside the title, the weightiest first: exercise and sample, responses, what stands in the way of a plan, a
/// filter, the warnings in force.
fn tags(ui: &Ui, shown: &Shown<'_>, words: &Words) -> Vec<Tag> {
    let (top, tokens) = (&shown.top, theme::tokens(ui.ctx()));
    let color = |tone: Tone| Some(theme::tone(ui.ctx(), tone));
    let marks = [(top.exercise, "top-exercise", Some(tokens.warning)), (top.sample, "top-sample", None)];
    let marks = marks.into_iter().filter(|(on, ..)| *on).map(|(_, id, fill)| (words.get(id), fill));
    let responses = top.response.told().map(|(tone, said)| (said.to_owned(), color(tone)));
    let troubled = top.troubled(words).map(|said| (said, color(Tone::Alarm)));
    let filtered = top.filtered(words).map(|said| (said, Some(tokens.warning)));
    let signals = shown.signals.iter().map(|chip| (chip.text.clone(), color(chip.colour.tone())));
    marks.chain(responses).chain(troubled).chain(filtered).chain(signals).collect()
}

/// The title, as many tags as there is room for, and the time; how many tags that are.
fn top(ui: &mut Ui, top: &Top, tags: &[Tag], kind: Type) -> usize {
    let tokens = theme::tokens(ui.ctx());
    let (room, _) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
    let middle = room.center().y;
    let bold = theme::bold(ui.ctx(), kind.title());
    let title = say(ui, pos2(room.left(), middle), Align2::LEFT_CENTER, &top.title, bold.clone(), tokens.text);
    let clock = say(ui, pos2(room.right(), middle), Align2::RIGHT_CENTER, &top.clock, bold, tokens.text);
    let (left, right) = (title.right() + kind.pad(), clock.left() - kind.pad());
    tags_in(ui, Rect::from_min_max(pos2(left, room.top()), pos2(right, room.bottom())), tags, kind)
}

/// Draws tags from left to right until one finds no room; how many.
fn tags_in(ui: &mut Ui, room: Rect, tags: &[Tag], kind: Type) -> usize {
    let mut at = room.left();
    for (place, (text, fill)) in tags.iter().enumerate() {
        if at + tag_size(ui, text, kind).x > room.right() {
            return place;
        }
        at = tag(ui, pos2(at, room.center().y), text, *fill, kind).right() + kind.pad() * 0.6;
    }
    tags.len()
}

/// Text at a place, known by its words to who cannot see it; where it stands.
fn say(ui: &mut Ui, at: eframe::egui::Pos2, align: Align2, text: &str, font: FontId, color: Color32) -> Rect {
    let rect = ui.painter().text(at, align, text, font, color);
    let response = ui.interact(rect, ui.scope_id().with(("said", text, at.x as i32, at.y as i32)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    rect
}

/// How large a tag is.
fn tag_size(ui: &Ui, text: &str, kind: Type) -> Vec2 {
    let face = theme::bold(ui.ctx(), kind.text() * 1.05);
    let size = ui.painter().layout_no_wrap(text.to_owned(), face, theme::tokens(ui.ctx()).text).size();
    size + 2.0 * vec2(kind.part * 0.9, kind.part * 0.35)
}

fn tag(ui: &mut Ui, left: eframe::egui::Pos2, text: &str, fill: Option<Color32>, kind: Type) -> Rect {
    let tokens = theme::tokens(ui.ctx());
    let ink = if fill.is_some() { tokens.ground } else { tokens.text };
    let face = theme::bold(ui.ctx(), kind.text() * 1.05);
    let size = tag_size(ui, text, kind);
    let rect = Rect::from_min_size(left - vec2(0.0, size.y / 2.0), size);
    let edge = Stroke::new(kind.part * 0.1, fill.unwrap_or(tokens.quiet));
    ui.painter().rect(rect, theme::RADIUS, fill.unwrap_or(Color32::TRANSPARENT), edge, StrokeKind::Inside);
    say(ui, rect.center(), Align2::CENTER_CENTER, text, face, ink);
    rect
}

/// The transfer by township: moved of those who should, with a bar; as many townships as the room holds.
fn transfer(ui: &mut Ui, room: Rect, situation: Option<&Situation>, kind: Type, words: &Words) {
    let tokens = theme::tokens(ui.ctx());
    let heading = theme::bold(ui.ctx(), kind.heading());
    let title = say(ui, room.min, Align2::LEFT_TOP, &words.get("wall-transfer"), heading, tokens.text);
    let note = words.get("wall-transfer-note");
    say(ui, pos2(room.right(), title.bottom()), Align2::RIGHT_BOTTOM, &note, font(kind.text()), tokens.quiet);
    let mut y = title.bottom() + kind.part * 0.6;
    let Some(situation) = situation else { return };
    let quiet = match situation.moves {
        None => Some("figure-why-no-transfer-list"),
        Some(_) if situation.townships.is_empty() => Some("wall-nobody"),
        Some(_) => None,
    };
    if let Some(id) = quiet {
        let galley = ui.painter().layout(words.get(id), font(kind.text()), tokens.quiet, room.width());
        ui.painter().galley(pos2(room.left(), y), galley, tokens.quiet);
        return;
    }
    let step = kind.part * 2.95;
    let whole = situation.moves.as_ref().map(|moves| (words.get("wall-whole"), *moves));
    let rest = situation
        .townships
        .iter()
        .map(|(name, moves)| (name.as_deref().map_or_else(|| format::UNKNOWN.to_owned(), str::to_owned), *moves));
    let rows: Vec<(String, Moves)> = whole.into_iter().chain(rest).collect();
    let fit = ((room.bottom() - y) / step).floor().max(1.0) as usize;
    let shown = if rows.len() > fit { fit.saturating_sub(1).max(1) } else { rows.len() };
    for (name, moves) in rows.iter().take(shown) {
        township(ui, Rect::from_min_size(pos2(room.left(), y), vec2(room.width(), step)), name, moves, kind);
        y += step;
    }
    if rows.len() > shown {
        let left: i64 = rows.iter().skip(shown).map(|(_, moves)| moves.to_move()).sum();
        let numbers = [("n", (rows.len() - shown).to_string()), ("people", format::number(left))];
        let text = words.with("wall-more-townships", &numbers);
        say(ui, pos2(room.left(), y), Align2::LEFT_TOP, &text, font(kind.text()), tokens.quiet);
    }
}

fn township(ui: &mut Ui, room: Rect, name: &str, moves: &Moves, kind: Type) {
    let tokens = theme::tokens(ui.ctx());
    let face = font(kind.text());
    say(ui, room.min, Align2::LEFT_TOP, name, face.clone(), tokens.text);
    let numbers = format!("{} / {}", format::number(moves.moved()), format::number(moves.should_move));
    let tone = if moves.to_move() == 0 { Tone::Ready } else { Tone::Warning };
    say(ui, room.right_top(), Align2::RIGHT_TOP, &numbers, face, theme::tone(ui.ctx(), tone));
    let top = room.top() + kind.text() * 1.45;
    let track = Rect::from_min_size(pos2(room.left(), top), vec2(room.width(), kind.part * 0.55));
    ui.painter().rect_filled(track, theme::RADIUS, tokens.rule);
    let share = moves.moved() as f32 / moves.should_move.max(1) as f32;
    if share > 0.0 {
        let done = Rect::from_min_size(track.min, vec2(track.width() * share.min(1.0), track.height()));
        let tone = if share >= 0.6 { Tone::Ready } else { Tone::Warning };
        ui.painter().rect_filled(done, theme::RADIUS, theme::tone(ui.ctx(), tone));
    }
}
