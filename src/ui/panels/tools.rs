//! The tools over the map: measure, draw, shape; what they say while they are on, and what becomes of what was drawn.

mod form;

use eframe::egui::{Label, RichText, TextEdit, Ui};
use geo_types::Geometry;
use jiff::Timestamp;

use crate::{
    app::plot::PlotCommand,
    domain::{
        model::ObjectRef,
        view::{Words, measured},
    },
    ui::{
        map::{Form, Purpose, Sketch},
        theme::{self, HALF_STEP},
        widgets,
    },
};

/// How wide the tools are while one is on, points.
const WIDTH: f32 = 296.0;

/// What the tools need to know of the district.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kit {
    /// Hazards: id and name.
    pub hazards: Vec<(String, String)>,
    /// Classes of plotted points, lines and areas: id and name.
    pub classes: [Vec<(String, String)>; 3],
    /// What is selected and has a shape of its own.
    pub selected: Option<ObjectRef>,
    /// The warning that is selected, and its name: what is drawn can be its area.
    pub warning: Option<(ObjectRef, String)>,
    /// Why nothing can be changed, if so.
    pub locked: Option<String>,
    /// The time.
    pub now: Timestamp,
    /// The time of day as people read it.
    pub clock: String,
}

/// What is being typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// Whether the forms to draw stand open.
    pub open: bool,
    /// What it is called.
    pub name: String,
    /// The hazard chosen.
    pub hazard: Option<String>,
    /// The class chosen.
    pub class: Option<String>,
    /// The overlay.
    pub overlay: String,
    /// For how many hours it is shown.
    pub hours: String,
    /// A radius or buffer, metres.
    pub reach: String,
    /// Whether what was drawn is on its way to the file.
    pub sent: bool,
}

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Shape this object.
    Edit(ObjectRef),
    /// Do this with what was drawn.
    Do(PlotCommand),
    /// Ask what lies within what was drawn or measured.
    Within(Geometry),
    /// Plan the evacuation of what was drawn, from the hazard chosen.
    Evacuate(Geometry, Option<String>),
    /// Who and what lies in what was drawn.
    Expose(Geometry),
}

/// What can be drawn, and its name.
const FORMS: [(Form, &str); 7] = [
    (Form::Point, "draw-point"),
    (Form::Line, "draw-line"),
    (Form::Arrow, "draw-arrow"),
    (Form::Area, "draw-area"),
    (Form::Rectangle, "draw-rectangle"),
    (Form::Circle, "draw-circle"),
    (Form::Text, "draw-text"),
];

/// Draws the tools.
pub fn ui(ui: &mut Ui, sketch: &mut Sketch, kit: &Kit, draft: &mut Draft, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    widgets::floating(ui, |ui| {
        ui.horizontal(|ui| {
            for (form, name) in [(Form::Line, "measure-length"), (Form::Area, "measure-size")] {
                let on = sketch.is_on() && *sketch.purpose() == Purpose::Measure && sketch.form() == form;
                if widgets::chip(ui, &words.get(name), on).clicked() {
                    switch(sketch, on, Purpose::Measure, form);
                    draft.open = false;
                }
            }
            let drawing = sketch.is_on() && *sketch.purpose() == Purpose::Draw;
            if widgets::chip(ui, &words.get("draw-tools"), draft.open || drawing).clicked() {
                if drawing {
                    sketch.put_away();
                }
                draft.open = !(draft.open || drawing);
            }
            chosen = edit(ui, sketch, kit, words);
        });
        if draft.open {
            ui.set_max_width(WIDTH);
            forms(ui, sketch, kit, draft, words);
        }
        if sketch.is_on() {
            ui.set_max_width(WIDTH);
            ui.add_space(HALF_STEP);
            chosen = on(ui, sketch, kit, draft, words).or(chosen.take());
        }
    });
    chosen
}

/// Turns a tool on, or off when it was on.
fn switch(sketch: &mut Sketch, on: bool, purpose: Purpose, form: Form) {
    if on { sketch.put_away() } else { sketch.start(purpose, form) }
}

/// Shapes what is selected.
fn edit(ui: &mut Ui, sketch: &Sketch, kit: &Kit, words: &Words) -> Option<Choice> {
    let object = kit.selected.as_ref().filter(|_| kit.locked.is_none())?;
    let on = matches!(sketch.purpose(), Purpose::Edit(_)) && sketch.is_on();
    let pressed = widgets::chip(ui, &words.get("draw-edit"), on).clicked();
    (pressed && !on).then(|| Choice::Edit(object.clone()))
}

fn forms(ui: &mut Ui, sketch: &mut Sketch, kit: &Kit, draft: &mut Draft, words: &Words) {
    ui.add_space(HALF_STEP);
    if let Some(why) = &kit.locked {
        widgets::quiet(ui, why);
        return;
    }
    ui.horizontal_wrapped(|ui| {
        for (form, name) in FORMS {
            let on = sketch.is_on() && *sketch.purpose() == Purpose::Draw && sketch.form() == form;
            if widgets::chip(ui, &words.get(name), on).clicked() {
                switch(sketch, on, Purpose::Draw, form);
                (draft.class, draft.name) = (None, String::new());
            }
        }
    });
}

/// What is said and asked while a tool is on.
fn on(ui: &mut Ui, sketch: &mut Sketch, kit: &Kit, draft: &mut Draft, words: &Words) -> Option<Choice> {
    if let Some(fault) = sketch.fault() {
        let text = RichText::new(words.problem(&fault.problem())).color(theme::tokens(ui.ctx()).alarm);
        ui.add(Label::new(text).wrap());
    }
    if sketch.is_drawing() {
        drawing(ui, sketch, draft, words);
        return None;
    }
    says(ui, sketch, words);
    match sketch.purpose().clone() {
        Purpose::Measure => {
            let mut chosen = None;
            ui.horizontal(|ui| {
                chosen = within(ui, sketch, words);
                if ui.button(words.get("draw-done")).clicked() {
                    sketch.put_away();
                }
            });
            chosen
        }
        Purpose::Edit(object) => form::edited(ui, sketch, &object, words),
        Purpose::Draw => form::drawn(ui, sketch, kit, draft, words),
    }
}

/// Asks what lies within it; a seat that only reads may ask too.
fn within(ui: &mut Ui, sketch: &Sketch, words: &Words) -> Option<Choice> {
    let shape = sketch.finished();
    let button = ui.add_enabled(shape.is_some(), eframe::egui::Button::new(words.get("within-button")));
    shape.filter(|_| button.clicked()).map(Choice::Within)
}

/// How to go on.
fn drawing(ui: &mut Ui, sketch: &mut Sketch, draft: &mut Draft, words: &Words) {
    let hint = match sketch.form() {
        Form::Area if sketch.draws_hole() => "draw-hint-hole",
        Form::Point | Form::Text => "draw-hint-point",
        Form::Line | Form::Arrow | Form::Area => "draw-hint-line",
        Form::Rectangle => "draw-hint-rectangle",
        Form::Circle => "draw-hint-circle",
    };
    ui.add(Label::new(words.get(hint)).wrap());
    widgets::quiet(ui, &words.get("draw-hint-snap"));
    if sketch.form() == Form::Circle
        && sketch.points() == 1
        && reach(ui, draft, "draw-radius", "draw-set-radius", words)
        && let Ok(metres) = draft.reach.trim().parse()
    {
        sketch.reach(metres);
    }
    ui.horizontal(|ui| {
        if ui.button(words.get("draw-end")).clicked() {
            sketch.end();
        }
        if ui.button(words.get("draw-back")).clicked() {
            sketch.back();
        }
        if ui.button(words.get("draw-give-up")).clicked() {
            sketch.put_away();
        }
    });
}

/// What it measures, with a way to take it along.
fn says(ui: &mut Ui, sketch: &Sketch, words: &Words) {
    let says = measured::says(sketch.measured(), words);
    if says.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.add(Label::new(widgets::strong(ui, &says, theme::body())).wrap());
        let copy = RichText::new(words.get("draw-copy")).color(theme::tokens(ui.ctx()).accent);
        if widgets::link(ui, copy).clicked() {
            ui.ctx().copy_text(says.clone());
        }
    });
}

/// A number of metres and a button; whether it was pressed with a number that can be.
fn reach(ui: &mut Ui, draft: &mut Draft, label: &str, button: &str, words: &Words) -> bool {
    let valid = draft.reach.trim().parse::<f64>().is_ok_and(|metres| metres > 0.0 && metres <= 100_000.0);
    let mut pressed = false;
    ui.horizontal(|ui| {
        let label = ui.label(words.get(label));
        ui.add(TextEdit::singleline(&mut draft.reach).desired_width(64.0).char_limit(7)).labelled_by(label.id);
        pressed = ui.add_enabled(valid, eframe::egui::Button::new(words.get(button))).clicked();
    });
    pressed
}
