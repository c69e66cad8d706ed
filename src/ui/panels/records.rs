//! The whole journal: sought by words, person, area, kind and time, a page at a time; a click goes to the place.

use eframe::egui::{ComboBox, Label, RichText, ScrollArea, TextEdit, Ui};
use jiff::{Timestamp, ToSpan as _};

use crate::{
    domain::{
        model::ObjectRef,
        view::{Words, format},
    },
    io::store::{JournalPage, Sought, StoreError, Touched},
    ui::{
        theme::{self, HALF_STEP},
        widgets,
    },
};

/// How many lines a page has.
pub const PAGE: usize = 50;

/// The times that can be asked for with one click: hours back; none: all.
const SPANS: [(Option<i64>, &str); 4] = [
    (None, "records-time-all"),
    (Some(12), "records-time-shift"),
    (Some(24), "records-time-day"),
    (Some(168), "records-time-week"),
];

/// What is sought, and which page of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// What is sought.
    pub sought: Sought,
    /// Which page, from 0.
    pub page: u64,
    span: Option<i64>,
}

/// What the panel shows.
#[derive(Debug)]
pub struct Records<'a> {
    /// The page; none while it is asked for.
    pub page: Option<&'a JournalPage>,
    /// Why it cannot be read.
    pub failed: Option<&'a StoreError>,
    /// What a kind is called.
    pub kinds: &'a [(String, String)],
    /// Whether a new page is on its way.
    pub busy: bool,
    /// What became of the last export.
    pub said: Option<&'a str>,
    /// The time.
    pub now: Timestamp,
}

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Put the panel away.
    Close,
    /// Go to this object.
    Go(ObjectRef),
    /// Write what was found as CSV.
    Csv,
}

/// Draws the panel.
pub fn ui(ui: &mut Ui, shown: &Records<'_>, draft: &mut Draft, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    if widgets::head(ui, &words.get("records-title"), &words.get("records-close")) {
        chosen = Some(Choice::Close);
    }
    let before = draft.clone();
    filters(ui, shown, draft, words);
    if before.sought != draft.sought {
        draft.page = 0;
    }
    ui.add_space(HALF_STEP);
    chosen = foot(ui, shown, draft, words).or(chosen);
    let Some(page) = shown.page else {
        let why = shown.failed.map(|error| words.problem(&error.problem()));
        widgets::quiet(ui, &why.unwrap_or_else(|| words.get("records-working")));
        return chosen;
    };
    if page.lines.is_empty() {
        widgets::quiet(ui, &words.get("records-none"));
    }
    ScrollArea::vertical().id_salt("records").auto_shrink([false, true]).show(ui, |ui| {
        for line in &page.lines {
            chosen = line_ui(ui, line, words).or(chosen.take());
        }
    });
    chosen
}

fn filters(ui: &mut Ui, shown: &Records<'_>, draft: &mut Draft, words: &Words) {
    let hint = words.get("records-text");
    let sought = &mut draft.sought;
    let field = TextEdit::singleline(&mut sought.text).desired_width(f32::INFINITY).hint_text(&hint);
    widgets::named_field(ui.add(field), &hint);
    let page = shown.page;
    ui.horizontal_wrapped(|ui| {
        let actors = page.into_iter().flat_map(|page| &page.actors).map(|actor| (actor.clone(), actor.clone()));
        pick(ui, "records-actor", &mut sought.actor, &actors.collect::<Vec<_>>(), words);
        let areas = page.into_iter().flat_map(|page| &page.areas).map(|area| (area.clone(), area_name(area, words)));
        pick(ui, "records-area", &mut sought.area, &areas.collect::<Vec<_>>(), words);
        let mut kind = sought.kind.as_ref().map(ToString::to_string);
        pick(ui, "records-kind", &mut kind, shown.kinds, words);
        sought.kind = kind.map(|kind| kind.as_str().into());
    });
    ui.horizontal_wrapped(|ui| {
        for (span, name) in SPANS {
            if widgets::chip(ui, &words.get(name), draft.span == span).clicked() {
                draft.span = span;
                draft.sought.since = span.and_then(|hours| shown.now.checked_sub(hours.hours()).ok());
            }
        }
    });
}

/// A list to pick one of, or any.
fn pick(ui: &mut Ui, id: &str, value: &mut Option<String>, all: &[(String, String)], words: &Words) {
    let any = words.get(&format!("{id}-any"));
    let now = value.as_ref().map(|id| all.iter().find(|(known, _)| known == id).map_or(id, |(_, name)| name));
    let text = now.cloned().unwrap_or_else(|| any.clone());
    let combo = ComboBox::from_id_salt(id).selected_text(text.clone()).width(104.0);
    let response = combo.show_ui(ui, |ui| {
        ui.selectable_value(value, None, &any);
        for (id, name) in all {
            ui.selectable_value(value, Some(id.clone()), name);
        }
    });
    widgets::named(response.response, &format!("{} {text}", words.get(id)));
}

/// How many there are, the pages and the export.
fn foot(ui: &mut Ui, shown: &Records<'_>, draft: &mut Draft, words: &Words) -> Option<Choice> {
    let mut chosen = None;
    let found = shown.page.map_or(0, |page| page.found);
    let pages = found.div_ceil(PAGE as u64).max(1);
    ui.horizontal_wrapped(|ui| {
        if let Some(page) = shown.page {
            let number = |n: u64| format::number(i64::try_from(n).unwrap_or(i64::MAX));
            let args = [("found", number(page.found)), ("total", number(page.total))];
            widgets::quiet(ui, &words.with("records-found", &args));
        }
        if ui.button(words.get("records-csv")).clicked() {
            chosen = Some(Choice::Csv);
        }
        if pages > 1 {
            let (first, last) = (draft.page == 0, draft.page + 1 >= pages);
            if ui.add_enabled(!first, eframe::egui::Button::new(words.get("records-newer"))).clicked() {
                draft.page = draft.page.saturating_sub(1);
            }
            let at = [("page", (draft.page + 1).to_string()), ("pages", pages.to_string())];
            widgets::quiet(ui, &words.with("records-page", &at));
            if ui.add_enabled(!last, eframe::egui::Button::new(words.get("records-older"))).clicked() {
                draft.page += 1;
            }
        }
        if shown.busy {
            ui.spinner();
        }
    });
    if let Some(said) = shown.said {
        widgets::quiet(ui, said);
    }
    chosen
}

fn line_ui(ui: &mut Ui, line: &Touched, words: &Words) -> Option<Choice> {
    let row = &line.row;
    let what = words.action(&row.label);
    let draw = |ui: &mut Ui| {
        let tokens = theme::tokens(ui.ctx());
        let text = RichText::new(&what);
        let text = if row.undone { text.strikethrough().color(tokens.faint) } else { text };
        ui.add(Label::new(text).wrap());
        let edits = format::number(i64::try_from(row.edits).unwrap_or(i64::MAX));
        let args = [
            ("time", format::date_time(row.time)),
            ("who", row.actor.to_string()),
            ("edits", edits),
            ("area", area_name(&row.area, words)),
        ];
        widgets::quiet(ui, &words.with("records-line", &args));
    };
    let Some(object) = &line.object else {
        widgets::card(ui, draw);
        return None;
    };
    let response = widgets::row(ui, ("record", row.seq), draw);
    widgets::named(response, &what).clicked().then(|| Choice::Go(object.clone()))
}

/// What an area of commands is called; its id where it has no name.
pub fn area_name(area: &str, words: &Words) -> String {
    let id = format!("records-area-{area}");
    if words.has(&id) { words.get(&id) } else { area.to_owned() }
}
