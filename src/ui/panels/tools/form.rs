//! What becomes of what was drawn.

use eframe::egui::{ComboBox, Label, RichText, TextEdit, Ui};
use geo_types::Geometry;
use jiff::SignedDuration;

use crate::{
    app::plot::{Plot, PlotCommand},
    domain::{model::ObjectRef, view::Words},
    ui::{
        map::{Form, Sketch},
        panels::tools::{Choice, Draft, Kit, reach, within},
        theme::{self, HALF_STEP},
        widgets,
    },
};

/// The most hours that a plot may be shown for: a year.
const MOST_HOURS: f64 = 8784.0;

/// The new shape of an object.
pub(super) fn edited(ui: &mut Ui, sketch: &mut Sketch, object: &ObjectRef, words: &Words) -> Option<Choice> {
    let is_point = sketch.form() == Form::Point;
    let is_area = sketch.form() == Form::Area;
    ui.add(Label::new(words.get(if is_point { "draw-hint-move" } else { "draw-hint-shape" })).wrap());
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        let finished = sketch.finished();
        if widgets::primary(ui, finished.is_some(), &words.get("draw-save-shape")).clicked() {
            chosen = finished.map(|to| Choice::Do(PlotCommand::Reshape { object: object.clone(), to }));
        }
        if is_area && ui.button(words.get("draw-hole")).clicked() {
            sketch.start_hole();
        }
        if ui.button(words.get("draw-give-up")).clicked() {
            sketch.put_away();
        }
    });
    chosen
}

/// What a drawing becomes.
pub(super) fn drawn(ui: &mut Ui, sketch: &mut Sketch, kit: &Kit, draft: &mut Draft, words: &Words) -> Option<Choice> {
    let is_area = matches!(sketch.geometry(), Some(Geometry::Polygon(_) | Geometry::MultiPolygon(_)));
    let is_text = sketch.form() == Form::Text;
    let default = default_name(sketch, kit, is_area, words);
    ui.horizontal(|ui| {
        let label = ui.label(words.get(if is_text { "draw-words" } else { "draw-name" }));
        let field = TextEdit::singleline(&mut draft.name).char_limit(60).hint_text(&default);
        ui.add(field.desired_width(ui.available_width())).labelled_by(label.id);
    });
    let shape = sketch.finished();
    let name = if draft.name.trim().is_empty() { default } else { draft.name.trim().to_owned() };
    let (mut chosen, mut asked) = (None, None);
    if is_area {
        hazards(ui, kit, draft, words);
    }
    ui.add_space(HALF_STEP);
    if !is_text {
        ui.horizontal_wrapped(|ui| {
            asked = within(ui, sketch, words);
            let ready = shape.as_ref();
            if is_area && widgets::primary(ui, ready.is_some(), &words.get("draw-make-danger")).clicked() {
                chosen = ready.map(|shape| PlotCommand::DangerArea {
                    name: name.clone(),
                    hazard: draft.hazard.clone(),
                    shape: shape.clone(),
                });
            }
            if ui.add_enabled(ready.is_some(), eframe::egui::Button::new(words.get("draw-make-closure"))).clicked() {
                // A closure without a name is called after what it is, not after how it was drawn.
                let usual = || words.with("draw-default-closure", &[("time", kit.clock.as_str())]);
                let name = Some(draft.name.trim().to_owned()).filter(|name| !name.is_empty()).unwrap_or_else(usual);
                chosen = ready.map(|shape| PlotCommand::Closure { name, shape: shape.clone() });
            }
            if is_area {
                chosen = warned(ui, kit, ready, words).or(chosen.take());
                let button = eframe::egui::Button::new(words.get("evacuate-here"));
                if ui.add_enabled(ready.is_some(), button).clicked() {
                    asked = ready.map(|shape| Choice::Evacuate(shape.clone(), draft.hazard.clone()));
                }
                let button = eframe::egui::Button::new(words.get("exposure-button"));
                if ui.add_enabled(ready.is_some(), button).clicked() {
                    asked = ready.map(|shape| Choice::Expose(shape.clone()));
                }
            }
        });
    }
    chosen = plot(ui, sketch, kit, draft, (&name, shape.as_ref()), words).or(chosen);
    more(ui, sketch, draft, is_area, words);
    chosen.map(Choice::Do).or(asked)
}

/// As the area of the warning that is selected.
fn warned(ui: &mut Ui, kit: &Kit, shape: Option<&Geometry>, words: &Words) -> Option<PlotCommand> {
    let (object, name) = kit.warning.as_ref()?;
    let button = eframe::egui::Button::new(words.with("signal-draw", &[("name", name)]));
    let pressed = ui.add_enabled(shape.is_some(), button).clicked();
    Some(PlotCommand::Reshape { object: object.clone(), to: shape.filter(|_| pressed)?.clone() })
}

/// As a plot: class, overlay, how long it is shown.
fn plot(
    ui: &mut Ui,
    sketch: &Sketch,
    kit: &Kit,
    draft: &mut Draft,
    (name, shape): (&str, Option<&Geometry>),
    words: &Words,
) -> Option<PlotCommand> {
    ui.separator();
    let usual = match (sketch.form(), sketch.geometry()) {
        (Form::Text, _) => "text",
        (Form::Arrow, _) => "arrow",
        (_, Some(Geometry::Polygon(_) | Geometry::MultiPolygon(_))) => "area",
        (_, Some(Geometry::Point(_))) => "mark",
        _ => "line",
    };
    let list = kit.classes.iter().find(|list| list.iter().any(|(id, _)| id == usual));
    let list = list.map_or(&[] as &[(String, String)], Vec::as_slice);
    let known = |id: &str| list.iter().find(|(known, _)| known == id);
    let class = draft.class.as_deref().filter(|id| known(id).is_some()).unwrap_or(usual).to_owned();
    if usual != "text" {
        let called = known(&class).map(|(_, name)| name.clone()).unwrap_or_default();
        ComboBox::from_label(words.get("draw-class")).selected_text(called).width(170.0).show_ui(ui, |ui| {
            for (id, name) in list.iter().filter(|(id, _)| id != "text") {
                ui.selectable_value(&mut draft.class, Some(id.clone()), name);
            }
        });
    }
    ui.horizontal(|ui| {
        let label = ui.label(words.get("draw-overlay"));
        ui.add(TextEdit::singleline(&mut draft.overlay).desired_width(84.0).char_limit(40)).labelled_by(label.id);
        let label = ui.label(words.get("draw-hours"));
        ui.add(TextEdit::singleline(&mut draft.hours).desired_width(40.0).char_limit(5)).labelled_by(label.id);
    });
    let typed = draft.hours.trim();
    let hours = typed.parse::<f64>().ok().filter(|hours| *hours > 0.0 && *hours <= MOST_HOURS);
    let bad = !typed.is_empty() && hours.is_none();
    if bad {
        let text = RichText::new(words.get("draw-bad-hours")).color(theme::tokens(ui.ctx()).warning);
        ui.add(Label::new(text).wrap());
    }
    let can = shape.is_some() && !bad;
    let pressed = ui.add_enabled(can, eframe::egui::Button::new(words.get("draw-save-plot"))).clicked();
    let shape = shape.filter(|_| pressed)?.clone();
    let valid_until = hours.and_then(|hours| {
        let long = SignedDuration::try_from_secs_f64(hours * 3600.0).ok()?;
        kit.now.checked_add(long).ok()
    });
    let overlay = Some(draft.overlay.clone());
    Some(PlotCommand::Draw(Plot { name: name.to_owned(), class, overlay, valid_until, shape }))
}

/// Holes, buffers by number, and the way out.
fn more(ui: &mut Ui, sketch: &mut Sketch, draft: &mut Draft, is_area: bool, words: &Words) {
    ui.separator();
    if sketch.form() != Form::Text
        && reach(ui, draft, "draw-buffer", "draw-make-buffer", words)
        && let Ok(metres) = draft.reach.trim().parse()
    {
        sketch.widen(metres);
    }
    ui.horizontal(|ui| {
        if is_area && ui.button(words.get("draw-hole")).clicked() {
            sketch.start_hole();
        }
        if ui.button(words.get("draw-give-up")).clicked() {
            sketch.put_away();
        }
    });
    widgets::quiet(ui, &words.get(if is_area { "draw-hint-shape" } else { "draw-hint-snap" }));
}

/// The hazard of a danger area; one click takes it off again.
fn hazards(ui: &mut Ui, kit: &Kit, draft: &mut Draft, words: &Words) {
    ui.label(words.get("draw-hazard"));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for (id, name) in &kit.hazards {
            let on = draft.hazard.as_ref() == Some(id);
            if widgets::chip(ui, name, on).clicked() {
                draft.hazard = (!on).then(|| id.clone());
            }
        }
    });
}

/// What it is called when nobody has the time to say: what it is, and since when.
fn default_name(sketch: &Sketch, kit: &Kit, is_area: bool, words: &Words) -> String {
    let what = match sketch.form() {
        Form::Text => return String::new(),
        _ if is_area => "draw-default-area",
        Form::Point => "draw-default-point",
        _ => "draw-default-line",
    };
    words.with(what, &[("time", kit.clock.as_str())])
}
