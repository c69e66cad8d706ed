//! What is proposed, what can be set by hand, and the step that confirms it.

use eframe::egui::{Button, Frame, Label, Margin, RichText, Stroke, TextEdit, Ui, Widget as _};

use crate::{
    domain::{
        catalogue::Tone,
        response::ResponseLevel,
        view::{
            Words,
            response::level_told,
            response_shown::{Act, HazardView, ProposalView},
        },
    },
    ui::{
        panels::response::{Choice, act_told, tone},
        responding::{Deciding, Responding},
        theme::{self, HALF_STEP, RADIUS},
        widgets,
    },
};

/// What the conditions propose, with its evidence.
pub(super) fn proposal(
    ui: &mut Ui,
    hazard: &HazardView,
    proposal: &ProposalView,
    writable: bool,
    words: &Words,
) -> Option<Choice> {
    let mut chosen = None;
    let now = hazard.in_force.as_ref().map(|(level, _)| *level);
    let raises = matches!(proposal.act, Act::Set(level) if now.is_none_or(|now| level > now));
    let level = if let Act::Set(level) = proposal.act { tone(level) } else { Tone::Quiet };
    let color = theme::tone(ui.ctx(), if raises { level } else { Tone::Quiet });
    let frame = Frame::new().stroke(Stroke::new(1.5, color)).corner_radius(RADIUS);
    frame.inner_margin(Margin::symmetric(10, 7)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let text = widgets::strong(ui, &proposal.text, theme::body()).color(color);
        ui.add(Label::new(text).wrap());
        for line in &proposal.evidence {
            ui.add(Label::new(RichText::new(line).font(theme::small())).wrap());
        }
        let marks = [(proposal.stale, "response-by-stale"), (proposal.replay, "response-replay-warning")];
        for (_, id) in marks.into_iter().filter(|(on, _)| *on) {
            let text = RichText::new(words.get(id)).font(theme::small());
            ui.add(Label::new(text.color(theme::tone(ui.ctx(), Tone::Caution))).wrap());
        }
        if !writable {
            return;
        }
        ui.horizontal_wrapped(|ui| {
            let act = |deciding| Choice::Consider(hazard.hazard.clone(), deciding, proposal.kept.clone());
            let name = act_told(proposal.act, now, words);
            let name_whole = format!("{name} {}", hazard.title);
            let pressed = if raises { widgets::primary(ui, true, &name) } else { ui.button(&name) };
            if widgets::named(pressed, &name_whole).clicked() {
                chosen = Some(act(Deciding::Act(proposal.act)));
            }
            if let Act::Set(level) = proposal.act
                && proposal.asks
                && ui.button(words.get("response-decline")).clicked()
            {
                chosen = Some(act(Deciding::Decline(level)));
            }
        });
    });
    ui.add_space(HALF_STEP);
    chosen
}

/// The levels that can be set by hand, and the step that confirms what was chosen.
pub(super) fn by_hand(ui: &mut Ui, hazard: &HazardView, responding: &mut Responding, words: &Words) -> Option<Choice> {
    let acting = responding.draft.acting.clone().filter(|(of, ..)| *of == hazard.hazard);
    if let Some((_, deciding, evidence)) = acting {
        return confirm(ui, hazard, deciding, evidence.as_deref(), responding, words);
    }
    let mut chosen = None;
    let now = hazard.in_force.as_ref().map(|(level, _)| *level);
    ui.horizontal_wrapped(|ui| {
        widgets::quiet(ui, &words.get("response-by-hand"));
        for level in ResponseLevel::ALL {
            let name = level_told(level, words);
            let on = now == Some(level);
            let response = widgets::chip(ui, &name, on);
            if widgets::named(response, &format!("{name} {}", hazard.title)).clicked() && !on {
                chosen = Some(Choice::Consider(hazard.hazard.clone(), Deciding::Act(Act::Set(level)), None));
            }
        }
        let end = Button::new(words.get("response-accept-end"));
        if now.is_some() && end.ui(ui).clicked() {
            chosen = Some(Choice::Consider(hazard.hazard.clone(), Deciding::Act(Act::End), None));
        }
    });
    chosen
}

fn confirm(
    ui: &mut Ui,
    hazard: &HazardView,
    deciding: Deciding,
    evidence: Option<&str>,
    responding: &mut Responding,
    words: &Words,
) -> Option<Choice> {
    let mut chosen = None;
    let now = hazard.in_force.as_ref().map(|(level, _)| *level);
    let what = match deciding {
        Deciding::Act(act) => act_told(act, now, words),
        Deciding::Decline(_) => words.get("response-decline"),
    };
    let brings = match deciding {
        Deciding::Act(Act::Set(level)) if now.is_none_or(|now| level > now) => {
            let place = ResponseLevel::ALL.iter().position(|one| *one == level);
            place.and_then(|place| hazard.brings.get(place)).copied().unwrap_or(0)
        }
        _ => 0,
    };
    let edge = Stroke::new(1.0, theme::tokens(ui.ctx()).accent);
    let frame = Frame::new().stroke(edge).corner_radius(RADIUS).inner_margin(Margin::symmetric(10, 7));
    let shown = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        let title = words.with("response-confirm", &[("what", format!("{what} {}", hazard.title))]);
        ui.add(Label::new(widgets::strong(ui, &title, theme::body())).wrap());
        if let Some(evidence) = evidence {
            widgets::quiet(ui, &format!("{}: {evidence}", words.get("response-evidence-title")));
        }
        if brings > 0 {
            widgets::quiet(ui, &words.with("response-brings", &[("n", brings.to_string())]));
        }
        let hint = words.get("response-note");
        let field = TextEdit::singleline(&mut responding.draft.note).hint_text(&hint);
        widgets::named_field(field.desired_width(f32::INFINITY).ui(ui), &hint);
        ui.add_space(HALF_STEP);
        ui.horizontal(|ui| {
            let confirm = words.with("response-confirm", &[("what", &what)]);
            if widgets::primary(ui, true, &confirm).clicked() {
                chosen = Some(Choice::Confirm);
            }
            if ui.button(words.get("response-cancel")).clicked() {
                chosen = Some(Choice::Reconsider);
            }
        });
    });
    if std::mem::take(&mut responding.draft.fresh) {
        shown.response.scroll_to_me(None);
    }
    ui.add_space(HALF_STEP);
    chosen
}
