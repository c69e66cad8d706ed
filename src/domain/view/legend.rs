//! The legend: what is drawn, in which state, and how many.

use std::{cmp::Reverse, collections::BTreeMap, sync::Arc};

use crate::domain::{
    catalogue::{Catalogue, GeometryType, Kind, Role, Tone},
    model::KindId,
    view::{
        Words, format,
        palette::Palette,
        scene::{Mark, MarkSymbol, Ring},
        shape::{Shape, Stroke},
        storms::StormInk,
        symbol,
        tone::{By, State, state_name, urgency},
    },
};

/// A row of the legend.
#[derive(Clone, Debug, PartialEq)]
pub struct LegendRow {
    /// What kind of thing.
    pub kind: KindId,
    /// Its name with its state: `企业（红）`.
    pub name: String,
    /// Its symbol.
    pub symbol: MarkSymbol,
    /// Point, line or polygon.
    pub geometry: GeometryType,
    /// How many are drawn, those in clusters included; 0: it is nothing that is counted.
    pub count: usize,
    /// What of a storm it explains, in place of a symbol.
    pub storm: Option<StormInk>,
}

impl LegendRow {
    /// How many, as it stands in its row; empty where nothing is counted.
    pub fn number(&self) -> String {
        if self.count == 0 { String::new() } else { format::number(i64::try_from(self.count).unwrap_or(i64::MAX)) }
    }

    /// Its symbol around a place, as long as a line or as wide as an area of its kind is drawn.
    pub fn sample(&self, at: [f32; 2], scale: f32, palette: &Palette) -> Vec<Shape> {
        let [x, y] = at;
        let (dx, dy) = (10.0 * scale, 7.0 * scale);
        if let Some(ink) = self.storm {
            return ink.sample(at, [dx, dy], scale, palette);
        }
        let color = palette.tone(self.symbol.tone);
        match self.geometry {
            GeometryType::Line => {
                let stroke = Stroke::solid(2.5 * scale, color);
                vec![Shape::Path { points: vec![[x - dx, y], [x + dx, y]], closed: false, stroke }]
            }
            GeometryType::Polygon => {
                let (min, max, fill) = ([x - dx, y - dy], [x + dx, y + dy], color.alpha(50));
                vec![Shape::Box { min, max, radius: 0.0, fill, stroke: Some(Stroke::solid(1.5 * scale, color)) }]
            }
            _ => symbol::shapes(&self.symbol, at, scale, palette),
        }
    }
}

/// Counts what is drawn.
#[derive(Debug, Default)]
pub(super) struct Legend {
    counts: BTreeMap<(KindId, Option<usize>, Option<By>, Tone), Counted>,
}

type Counted = (Arc<Kind>, State, usize);

impl Legend {
    /// One more thing is drawn.
    pub(super) fn count(&mut self, kind: &Arc<Kind>, state: State) {
        let entry = self.counts.entry((kind.id.clone(), state.rule, state.by, state.tone));
        entry.or_insert_with(|| (kind.clone(), state, 0)).2 += 1;
    }

    /// The rows: by class, in a class the most urgent first, then as the layer tree stands; at last what circles
    /// with a number mean, where there are any.
    pub(super) fn rows(self, catalogue: &Catalogue, marks: &[Mark], words: &Words) -> Vec<LegendRow> {
        let place = |kind: &Kind| {
            let group = catalogue.groups().iter().position(|group| group.id == kind.group);
            (group.unwrap_or(usize::MAX), kind.order, kind.id.clone())
        };
        let mut rows: Vec<_> = self.counts.into_values().collect();
        rows.sort_by_key(|(kind, state, _)| {
            (kind.symbol.frame, Reverse(urgency(state.tone)), place(kind), state.rule, state.by)
        });
        let rows = rows.into_iter().map(|(kind, state, count)| row(&kind, state, count, words));
        rows.chain(together(marks, words)).collect()
    }
}

/// What a circle with a number is: the first of them stands for all.
fn together(marks: &[Mark], words: &Words) -> Option<LegendRow> {
    let clusters = || marks.iter().filter(|mark| mark.cluster.is_some());
    // The largest ring that still fits a row.
    let first = clusters().min_by_key(|mark| mark.symbol.text.chars().count())?;
    Some(LegendRow {
        kind: first.kind.clone(),
        name: words.get("scene-together"),
        symbol: MarkSymbol { ring: Ring::None, ..first.symbol.clone() },
        geometry: GeometryType::Point,
        count: clusters().count(),
        storm: None,
    })
}

fn row(kind: &Kind, state: State, count: usize, words: &Words) -> LegendRow {
    let name = kind.name(words.lang());
    let with = |state: &str| words.with("scene-legend-state", &[("kind", name), ("state", state)]);
    let over_limit = kind.color.as_ref().is_some_and(|rule| rule.over.is_some());
    let word = match (state.tone, over_limit) {
        (Tone::Alarm, true) => "scene-over-limit",
        (Tone::Warning, true) => "scene-over-warning",
        (Tone::Caution, true) => "scene-near-limit",
        (Tone::Unknown, true) => "scene-stale",
        (Tone::Alarm, false) => "scene-red",
        (Tone::Warning, false) => "scene-orange",
        (Tone::Caution, false) => "scene-yellow",
        (Tone::Low, false) => "scene-blue",
        _ => "",
    };
    let name = match (state_name(kind, state, words.lang()), state.rule) {
        (Some(state), _) => with(state),
        // What is too old to be judged has no rule of its own.
        (None, rule) if (rule.is_some() || state.tone == Tone::Unknown) && !word.is_empty() => with(&words.get(word)),
        _ => name.to_owned(),
    };
    // What was plotted is drawn in the colour of an alarm, whatever its class.
    let drawn = if kind.has_role(Role::Plot) { Tone::Alarm } else { state.tone };
    LegendRow {
        kind: kind.id.clone(),
        name,
        symbol: MarkSymbol::of(&kind.symbol, drawn),
        geometry: kind.geometry,
        count,
        storm: None,
    }
}
