//! The nearest shelters with room: the question on top, then the numbered answers, then those passed over.

use eframe::egui::{
    ComboBox, CornerRadius, Frame, Label, Margin, RichText, Role, ScrollArea, Sense, Stroke, StrokeKind, TextEdit, Ui,
    UiBuilder, WidgetInfo, vec2,
};

use crate::{
    app::Going,
    domain::{
        model::{KindId, ObjectRef},
        network::SpeedTable,
        view::{
            Words,
            nearest::{AnswerRow, AskedKind, NearestView, PassedRow},
        },
    },
    ui::{
        panels::travel,
        theme::{self, HALF_STEP, RADIUS, STEP},
        widgets,
    },
};

/// How many of those passed over are listed; the rest are counted.
pub const PASSED_LISTED: usize = 12;

/// How many people the question starts with.
const PEOPLE_AT_FIRST: &str = "200";

/// What the question holds between frames.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// For how many people, as typed; empty: room is not asked.
    pub people: String,
    /// Safe for which hazard.
    pub hazard: Option<String>,
    /// Of which kind; `None`: of places for people.
    pub kind: Option<KindId>,
    /// Whether by time on the road rather than by the straight distance.
    pub by_road: bool,
}

impl Default for Draft {
    fn default() -> Self {
        Self { people: PEOPLE_AT_FIRST.to_owned(), hazard: None, kind: None, by_road: false }
    }
}

impl Draft {
    /// For how many people; `None` when room is not asked, or what was typed is no number.
    pub fn people(&self) -> Option<i64> {
        self.people.trim().parse().ok().filter(|people| *people > 0)
    }

    fn is_wrong(&self) -> bool {
        !self.people.trim().is_empty() && self.people().is_none()
    }
}

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Put the answer away.
    Close,
    /// What lies within a range around the place.
    Within,
    /// Ask again: the people or the hazard changed.
    Ask,
    /// Look at this object.
    Select(ObjectRef),
    /// Open this shelter: it would be an answer.
    Open(ObjectRef),
    /// The way to this one.
    Route(ObjectRef),
}

/// Draws the question and its answer; no view: it is being computed. `kinds`: what can be asked of; `writable`:
/// whether a shelter may be opened.
pub fn ui(
    ui: &mut Ui,
    view: Option<&NearestView>,
    kinds: &[AskedKind],
    draft: &mut Draft,
    (going, table): (&mut Going, &SpeedTable),
    writable: bool,
    words: &Words,
) -> Option<Choice> {
    let asked = kinds.iter().find(|kind| Some(&kind.kind) == draft.kind.as_ref()).or_else(|| kinds.first());
    let mut chosen = head(ui, asked, words);
    chosen = kind_ui(ui, kinds, asked, draft, words).or(chosen);
    if asked.is_none_or(|asked| asked.takes_people) {
        let hazards = asked.map_or(&[][..], |asked| &asked.hazards);
        chosen = question(ui, hazards, draft, words).or(chosen);
    }
    chosen = by_ui(ui, draft, going, table, words).or(chosen);
    let Some(view) = view else {
        widgets::quiet(ui, &words.get("nearest-working"));
        return chosen;
    };
    widgets::quiet(ui, &view.asked);
    if let Some(note) = &view.note {
        ui.add(Label::new(RichText::new(note).color(theme::tokens(ui.ctx()).warning)).wrap());
    }
    ui.add_space(HALF_STEP);
    ScrollArea::vertical().id_salt("nearest").auto_shrink([false, true]).show(ui, |ui| {
        if let Some(why) = &view.why_none {
            let color = theme::tokens(ui.ctx()).warning;
            ui.add(Label::new(RichText::new(why).color(color)).wrap());
            if asked.is_none_or(|asked| asked.takes_people) {
                widgets::quiet(ui, &words.get("nearest-none-next"));
            }
            ui.add_space(HALF_STEP);
        }
        for answer in &view.answers {
            chosen = answer_ui(ui, answer, words).or(chosen.take());
        }
        if !view.passed_over.is_empty() {
            ui.add_space(STEP);
            let count = view.passed_over.len().to_string();
            let color = theme::tokens(ui.ctx()).quiet;
            ui.label(
                widgets::strong(ui, &words.with("nearest-passed-over", &[("n", count)]), theme::body()).color(color),
            );
        }
        for passed in view.passed_over.iter().take(PASSED_LISTED) {
            chosen = passed_ui(ui, passed, writable, words).or(chosen.take());
        }
        if let Some(more) = view.passed_over.len().checked_sub(PASSED_LISTED).filter(|more| *more > 0) {
            widgets::quiet(ui, &words.with("nearest-passed-more", &[("n", more.to_string())]));
        }
        if let Some(unplaced) = &view.without_position {
            ui.add_space(HALF_STEP);
            widgets::quiet(ui, unplaced);
        }
    });
    chosen
}

/// By which measure, and by road who goes.
fn by_ui(ui: &mut Ui, draft: &mut Draft, going: &mut Going, table: &SpeedTable, words: &Words) -> Option<Choice> {
    let mut changed = false;
    ui.horizontal(|ui| {
        for (by_road, name) in [(false, "nearest-by-straight"), (true, "nearest-by-road")] {
            if widgets::chip(ui, &words.get(name), draft.by_road == by_road).clicked() {
                changed |= draft.by_road != by_road;
                draft.by_road = by_road;
            }
        }
    });
    if draft.by_road {
        ui.horizontal_wrapped(|ui| {
            changed |= travel::who(ui, &mut going.vehicle, &mut going.weather, table, words);
        });
    }
    changed.then_some(Choice::Ask)
}

/// Of which kind.
fn kind_ui(
    ui: &mut Ui,
    kinds: &[AskedKind],
    asked: Option<&AskedKind>,
    draft: &mut Draft,
    words: &Words,
) -> Option<Choice> {
    let asked = asked?;
    let mut chosen = None;
    ui.horizontal(|ui| {
        let label = ui.label(words.get("nearest-kind"));
        let list = ComboBox::from_id_salt("nearest-kind").width(200.0).height(420.0).selected_text(&asked.name);
        let shown = list.show_ui(ui, |ui| {
            for kind in kinds {
                if ui.selectable_label(kind.kind == asked.kind, &kind.name).clicked() {
                    draft.kind = Some(kind.kind.clone());
                    chosen = Some(Choice::Ask);
                }
            }
        });
        shown.response.labelled_by(label.id);
    });
    chosen
}

fn head(ui: &mut Ui, asked: Option<&AskedKind>, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let title = match asked {
        Some(asked) => words.with("nearest-title-of", &[("kind", asked.name.as_str())]),
        None => words.get("nearest-title"),
    };
    widgets::split(
        ui,
        |ui| {
            // The list under it says the kind in full.
            widgets::heading_cut(ui, &title);
        },
        |ui| {
            if widgets::close(ui, &words.get("nearest-close")).clicked() {
                chosen = Some(Choice::Close);
            }
            let hint = words.get("within-title");
            if ui.button(words.get("nearest-within")).on_hover_text(hint).clicked() {
                chosen = Some(Choice::Within);
            }
        },
    );
    chosen
}

fn question(ui: &mut Ui, hazards: &[(String, String)], draft: &mut Draft, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    ui.horizontal(|ui| {
        let label = ui.label(words.get("nearest-people"));
        let field = TextEdit::singleline(&mut draft.people).desired_width(64.0).char_limit(6);
        if ui.add(field).labelled_by(label.id).changed() {
            chosen = Some(Choice::Ask);
        }
        let label = ui.label(words.get("nearest-hazard"));
        let any = words.get("nearest-hazard-any");
        let known = hazards.iter().find(|(id, _)| draft.hazard.as_ref() == Some(id));
        let list = ComboBox::from_id_salt("nearest-hazard").selected_text(known.map_or(&any, |(_, name)| name));
        let shown = list.show_ui(ui, |ui| {
            let all = hazards.iter().map(|(id, name)| (Some(id), name));
            for (hazard, name) in std::iter::once((None, &any)).chain(all) {
                if ui.selectable_label(draft.hazard.as_ref() == hazard, name).clicked() {
                    draft.hazard = hazard.cloned();
                    chosen = Some(Choice::Ask);
                }
            }
        });
        shown.response.labelled_by(label.id);
    });
    if draft.is_wrong() {
        ui.colored_label(theme::tokens(ui.ctx()).warning, words.get("nearest-people-wrong"));
    }
    chosen
}

fn answer_ui(ui: &mut Ui, answer: &AnswerRow, words: &Words) -> Option<Choice> {
    let mut way = false;
    let tokens = theme::tokens(ui.ctx());
    let edge = if answer.rank == 1 { tokens.accent } else { tokens.rule };
    let inner = ui.scope_builder(UiBuilder::new().id_salt(("answer", answer.rank)).sense(Sense::click()), |ui| {
        let stroke = if ui.response().hovered() { tokens.accent } else { edge };
        Frame::new()
            .fill(tokens.card)
            .stroke(Stroke::new(1.0, stroke))
            .corner_radius(RADIUS)
            .inner_margin(Margin::symmetric(10, 8))
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.horizontal(|ui| {
                    number(ui, answer.rank);
                    ui.vertical(|ui| {
                        ui.spacing_mut().item_spacing.y = 2.0;
                        widgets::split(
                            ui,
                            |ui| {
                                ui.add(Label::new(widgets::strong(ui, &answer.name, theme::body())).wrap());
                            },
                            |ui| {
                                ui.label(widgets::strong(ui, &answer.distance, theme::body()).color(tokens.accent));
                            },
                        );
                        widgets::split(
                            ui,
                            |ui| drop(widgets::quiet(ui, &answer.detail)),
                            |ui| {
                                let name = words.with("travel-route-to", &[("name", answer.name.as_str())]);
                                let button = ui.small_button(words.get("travel-route"));
                                way = widgets::named(button, &name).clicked();
                            },
                        );
                    });
                });
            });
    });
    let name = format!("{} {} {}", answer.rank, answer.name, answer.distance);
    inner.response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if way {
        return Some(Choice::Route(answer.object.clone()));
    }
    inner.response.clicked().then(|| Choice::Select(answer.object.clone()))
}

fn number(ui: &mut Ui, rank: usize) {
    let tokens = theme::tokens(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(vec2(26.0, 26.0), Sense::hover());
    let painter = ui.painter();
    painter.rect(rect, CornerRadius::same(13), tokens.accent, Stroke::NONE, StrokeKind::Inside);
    painter.text(
        rect.center(),
        eframe::egui::Align2::CENTER_CENTER,
        rank.to_string(),
        theme::small(),
        tokens.on_accent,
    );
}

fn passed_ui(ui: &mut Ui, passed: &PassedRow, writable: bool, words: &Words) -> Option<Choice> {
    let tokens = theme::tokens(ui.ctx());
    let (mut chosen, mut open) = (None, false);
    widgets::split(
        ui,
        |ui| {
            let name = RichText::new(&passed.name).strikethrough().color(tokens.faint);
            if widgets::link(ui, name).clicked() {
                chosen = Some(Choice::Select(passed.object.clone()));
            }
        },
        |ui| {
            if passed.can_open && writable {
                let hint = words.with("nearest-open-hint", &[("name", passed.name.as_str())]);
                open = ui.small_button(words.get("nearest-open")).on_hover_text(hint).clicked();
            }
            ui.label(RichText::new(&passed.reason).color(theme::tone(ui.ctx(), passed.tone)).font(theme::small()));
            ui.label(RichText::new(&passed.distance).color(tokens.faint).font(theme::small()));
        },
    );
    if open { Some(Choice::Open(passed.object.clone())) } else { chosen }
}
