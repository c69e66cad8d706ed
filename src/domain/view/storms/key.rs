//! The rows of the legend that explain a storm: grades, forecasts, circles, warning lines.

use std::collections::BTreeMap;

use crate::domain::{
    catalogue::GeometryType,
    hazard::typhoon::{Agency, Course, Grade, Level, WarningLine},
    view::{
        Words,
        legend::LegendRow,
        palette::Palette,
        scene::MarkSymbol,
        shape::Shape,
        storms::{StormArea, StormLine, StormShown, area_look, line_look},
        typhoon,
    },
};

/// What a row of the legend explains.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StormInk {
    /// A line.
    Line(StormLine),
    /// An area.
    Area(StormArea),
}

impl StormInk {
    /// A piece of it around a place, `dx` and `dy` pixels to each side.
    pub fn sample(self, [x, y]: [f32; 2], [dx, dy]: [f32; 2], scale: f32, palette: &Palette) -> Vec<Shape> {
        match self {
            Self::Line(line) => {
                let stroke = line_look(line, palette, scale);
                // A sample holds two dashes, or it would look like a line.
                let dash = stroke.dash.map(|dash| dash.map(|each| each.min(dx * 0.7)));
                let stroke = crate::domain::view::shape::Stroke { dash, ..stroke };
                vec![Shape::Path { points: vec![[x - dx, y], [x + dx, y]], closed: false, stroke }]
            }
            Self::Area(area) => {
                let (fill, stroke) = area_look(area, palette, scale);
                vec![Shape::Box { min: [x - dx, y - dy], max: [x + dx, y + dy], radius: dy, fill, stroke }]
            }
        }
    }
}

impl StormShown {
    /// The rows: every grade (GB/T 19201) strongest last, the agencies whose forecasts are drawn, the official one first,
    /// the circles that are drawn, the warning lines.
    pub(super) fn key(&self, symbol: &MarkSymbol, words: &Words) -> Vec<LegendRow> {
        let row = |name: String, ink: StormInk| LegendRow {
            kind: "danger_area".into(),
            name,
            symbol: symbol.clone(),
            geometry: GeometryType::Line,
            count: 0,
            storm: Some(ink),
        };
        let grades = Grade::ALL.into_iter().map(|grade| {
            let name = words.get(&format!("typhoon-grade-{}", grade.id().replace('_', "-")));
            row(name, StormInk::Line(StormLine::Past(Some(grade))))
        });
        let expected = self.expected();
        // Of others that share a look the first names are told.
        let mut agencies: BTreeMap<Agency, Vec<String>> = BTreeMap::new();
        for (course, _) in &expected {
            if let Course::Expected(name) = course {
                agencies.entry(Agency::of(name)).or_default().push(typhoon::agency(name, words));
            }
        }
        let agencies = agencies.into_iter().map(|(agency, names)| {
            let id = if agency == Agency::China { "storm-key-official" } else { "storm-key-agency" };
            let name = words.with(id, &[("agency", names.join("/"))]);
            row(name, StormInk::Line(StormLine::Expected(agency)))
        });
        let circles = self.step().map(|step| step.circles).unwrap_or_default();
        let has =
            |level: &Level| circles.get(level.index()).copied().flatten().is_some_and(|circle| circle.has_extent());
        let circles = Level::ALL.into_iter().filter(has).map(|level| {
            let name = words.with("storm-key-circle", &[("force", level.force().to_string())]);
            row(name, StormInk::Area(StormArea::Circle(level)))
        });
        let lines = WarningLine::ALL.into_iter().map(|line| {
            let name = words.with("storm-warning-line", &[("hours", line.hours().to_string())]);
            row(name, StormInk::Line(StormLine::Warning(line)))
        });
        grades.chain(agencies).chain(circles).chain(lines).collect()
    }
}
