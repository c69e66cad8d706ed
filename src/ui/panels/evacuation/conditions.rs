//! What a plan is asked to be: by when, what stays together, with which vehicles; what is rarely asked is folded away.

use eframe::egui::{Align, CollapsingHeader, Label, Layout, Response, RichText, TextEdit, Ui, vec2};

use crate::{
    domain::{
        network::SpeedTable,
        plan::evacuation::{Goal, Keep, Times},
        view::{Words, evacuation::township_name, format},
    },
    ui::{
        evacuating::{Asked, ByWhen, Evacuating, Field, More, Until, VehicleRow, Wrong},
        panels::travel::who,
        theme::{self, HALF_STEP, STEP},
        widgets,
    },
};

/// Vehicles that a row begins with, one after another: what they are called, and the seats that such a one has
/// (coach 45 to 50, minibus 19 to 30).
const FIRST_ROWS: [(&str, u32); 3] =
    [("evacuate-fleet-coach", 45), ("evacuate-fleet-minibus", 19), ("evacuate-fleet-car", 4)];

/// Width of a short field: `23:00` stands in it whole, points.
const FIELD: f32 = 72.0;
/// Width of a field of a row of vehicles, points: the row is to stay one line, and not widen the panel.
const SHORT: f32 = 44.0;
/// Width of what stands before a field, points.
const LABEL: f32 = 150.0;

/// Draws the conditions; `true`: every danger area in force is wanted.
pub fn ui(ui: &mut Ui, plan: &mut Evacuating, table: &SpeedTable, words: &Words) -> bool {
    let townships = match plan.answer() {
        Some(Ok(answered)) => answered.townships.clone(),
        _ => Vec::new(),
    };
    let wrong = plan.asked.read().err().unwrap_or_default();
    let form = Form { wrong: &wrong, words };
    form.until(ui, &mut plan.asked.by_when);
    let in_force = widgets::chip(ui, &words.get("evacuate-in-force"), plan.in_force).clicked() && !plan.in_force;
    CollapsingHeader::new(words.get("evacuate-conditions")).id_salt("evacuate-conditions").show(ui, |ui| {
        form.usual(ui, &mut plan.asked, table);
        form.fleet(ui, &mut plan.asked);
    });
    CollapsingHeader::new(words.get("evacuate-more-conditions")).id_salt("evacuate-more").show(ui, |ui| {
        form.more(ui, &mut plan.asked.more);
        form.townships(ui, &mut plan.asked.more, &townships);
    });
    let warning = theme::tokens(ui.ctx()).warning;
    for one in &wrong {
        ui.add(Label::new(RichText::new(one.say(words)).color(warning)).wrap());
    }
    if !wrong.is_empty() && plan.answer().is_some() {
        widgets::quiet(ui, &words.get("evacuate-not-applied"));
    }
    in_force
}

struct Form<'a> {
    wrong: &'a [Wrong],
    words: &'a Words,
}

impl Form<'_> {
    fn chips<T: Copy + PartialEq>(&self, ui: &mut Ui, value: &mut T, all: &[(T, &str)]) {
        for (one, name) in all {
            if widgets::chip(ui, &self.words.get(name), *value == *one).clicked() {
                *value = *one;
            }
        }
    }

    fn turned(&self, ui: &mut Ui, value: &mut bool, name: &str) {
        if widgets::chip(ui, &self.words.get(name), *value).clicked() {
            *value = !*value;
        }
    }

    /// A short field, called as its errors call it; what cannot be read stands in another colour.
    fn field(&self, ui: &mut Ui, field: &Field, text: &mut String, hint: &str) -> Response {
        let wrong = self.wrong.iter().any(|wrong| wrong.field == *field);
        let width = if matches!(field, Field::Number(_) | Field::SeatsOf(_)) { SHORT } else { FIELD };
        let mut edit = TextEdit::singleline(text).desired_width(width).char_limit(8).hint_text(hint);
        if wrong {
            edit = edit.text_color(theme::tokens(ui.ctx()).warning);
        }
        widgets::named_field(ui.add(edit), &field.name(self.words))
    }

    /// By when everybody must be there.
    fn until(&self, ui: &mut Ui, by: &mut ByWhen) {
        ui.horizontal_wrapped(|ui| {
            let untils = [
                (Until::Open, "evacuate-until-open"),
                (Until::Clock, "evacuate-until-clock"),
                (Until::Nightfall, "deadline-nightfall"),
                (Until::Forecast, "deadline-forecast"),
            ];
            self.chips(ui, &mut by.until, &untils);
            let handed = match by.until {
                Until::Arrival(between) => Some(("storm-deadline-is", between)),
                Until::Rehearsed(between) => Some(("storm-deadline-rehearsed", between)),
                _ => None,
            };
            if let Some((id, between)) = handed {
                let [first, last] = between.map(format::day_time);
                let _ = ui.selectable_label(true, self.words.with(id, &[("first", first), ("last", last)]));
            }
            if by.until == Until::Clock {
                self.field(ui, &Field::Time, &mut by.time, "18:00");
            }
        });
        if by.until == Until::Forecast {
            ui.horizontal_wrapped(|ui| {
                for (field, text, hint) in
                    [(Field::Earliest, &mut by.earliest, "02:00"), (Field::Latest, &mut by.latest, "05:00")]
                {
                    ui.label(field.name(self.words));
                    self.field(ui, &field, text, hint);
                }
            });
        }
    }

    fn usual(&self, ui: &mut Ui, asked: &mut Asked, table: &SpeedTable) {
        ui.horizontal_wrapped(|ui| {
            let keeps = Keep::ALL.map(|keep| {
                (
                    keep,
                    match keep {
                        Keep::Free => "evacuate-keep-free",
                        Keep::Households => "evacuate-keep-households",
                        Keep::Villages => "evacuate-keep-villages",
                    },
                )
            });
            self.chips(ui, &mut asked.keep, &keeps);
            ui.add_space(STEP);
            let goals = [(Goal::Total, "evacuate-goal-total"), (Goal::Worst, "evacuate-goal-worst")];
            self.chips(ui, &mut asked.goal, &goals);
        });
        ui.horizontal_wrapped(|ui| {
            for (value, name) in [
                (&mut asked.own_first, "evacuate-own-first"),
                (&mut asked.county_last, "evacuate-county-last"),
                (&mut asked.may_open, "evacuate-may-open"),
                (&mut asked.keep_told, "evacuate-keep-told"),
                (&mut asked.by_population, "evacuate-basis-population"),
            ] {
                self.turned(ui, value, name);
            }
        });
        ui.horizontal_wrapped(|ui| {
            who(ui, &mut asked.vehicle, &mut asked.weather, table, self.words);
        });
    }

    /// The vehicles there are, kind by kind.
    fn fleet(&self, ui: &mut Ui, asked: &mut Asked) {
        ui.add_space(HALF_STEP);
        if asked.fleet.is_empty() {
            widgets::quiet(ui, &self.words.get("evacuate-enough-vehicles"));
            ui.horizontal_wrapped(|ui| {
                ui.label(Field::Seats.name(self.words));
                self.field(ui, &Field::Seats, &mut asked.more.seats, &Times::default().seats.to_string());
            });
        }
        let mut removed = None;
        for (at, row) in asked.fleet.iter_mut().enumerate() {
            ui.horizontal_wrapped(|ui| {
                let called = |field: String| {
                    self.words.with("evacuate-fleet-row", &[("field", field), ("n", (at + 1).to_string())])
                };
                let name = TextEdit::singleline(&mut row.name).desired_width(72.0).char_limit(12);
                widgets::named_field(ui.add(name), &called(self.words.get("evacuate-fleet-name")));
                for (field, text, label) in [
                    (Field::Number(at), &mut row.number, "evacuate-fleet-number"),
                    (Field::SeatsOf(at), &mut row.seats, "evacuate-fleet-seats"),
                ] {
                    ui.label(self.words.get(label));
                    self.field(ui, &field, text, "");
                }
                if widgets::close(ui, &called(self.words.get("evacuate-fleet-remove"))).clicked() {
                    removed = Some(at);
                }
            });
        }
        if let Some(at) = removed {
            asked.fleet.remove(at);
        }
        if ui.button(self.words.get("evacuate-fleet-add")).clicked() {
            let (name, seats) = FIRST_ROWS.get(asked.fleet.len()).copied().unwrap_or(("", 45));
            let name = if name.is_empty() { String::new() } else { self.words.get(name) };
            asked.fleet.push(VehicleRow { name, number: String::new(), seats: seats.to_string() });
        }
    }

    /// What is rarely asked, a line each; the hint is what counts while nothing is typed.
    fn more(&self, ui: &mut Ui, more: &mut More) {
        let usual = Times::default();
        let [loading, unloading, notice] = &mut more.minutes;
        let (percent, minutes) = ("evacuate-unit-percent", "evacuate-unit-minutes");
        let number = |value: f64| format::decimal(value, 0);
        for (field, text, unit, hint) in [
            (Field::Reserve, &mut more.reserve, percent, number(0.0)),
            (Field::Most, &mut more.most, minutes, self.words.get("evacuate-no-limit")),
            (Field::Share, &mut more.share, percent, number(100.0)),
            (Field::Loading, loading, minutes, number(usual.loading_min)),
            (Field::Unloading, unloading, minutes, number(usual.unloading_min)),
            (Field::Notice, notice, minutes, number(usual.notice_min)),
            (Field::Relatives, &mut more.relatives, percent, number(0.0)),
        ] {
            self.line(ui, (&field.name(self.words), &field), text, unit, &hint);
        }
        let mut suitable = !more.frail_anywhere;
        self.turned(ui, &mut suitable, "evacuate-frail-suitable");
        more.frail_anywhere = !suitable;
    }

    /// A line of the form: what is asked, its field, its unit.
    fn line(&self, ui: &mut Ui, (label, field): (&str, &Field), text: &mut String, unit: &str, hint: &str) {
        let tokens = theme::tokens(ui.ctx());
        ui.horizontal(|ui| {
            let size = vec2(LABEL.min(ui.available_width() * 0.5), ui.spacing().interact_size.y);
            ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
                ui.set_width(size.x);
                ui.add(Label::new(RichText::new(label).color(tokens.quiet)).truncate());
            });
            self.field(ui, field, text, hint);
            ui.label(self.words.get(unit));
        });
    }

    /// The share to relatives of each township that people leave, where it is not the one above.
    fn townships(&self, ui: &mut Ui, more: &mut More, townships: &[String]) {
        let mut names: Vec<String> = townships.to_vec();
        let typed = more.relatives_of.iter().filter(|(_, text)| !text.is_empty()).map(|(name, _)| name.clone());
        names.extend(typed);
        names.sort();
        names.dedup();
        if names.is_empty() {
            return;
        }
        ui.add_space(HALF_STEP);
        widgets::quiet(ui, &self.words.get("evacuate-relatives-own"));
        let hint = if more.relatives.trim().is_empty() { "0".to_owned() } else { more.relatives.clone() };
        for name in names {
            let (field, label) = (Field::RelativesOf(name.clone()), township_name(&name, self.words));
            let text = more.relatives_of.entry(name).or_default();
            self.line(ui, (&label, &field), text, "evacuate-unit-percent", &hint);
        }
    }
}
