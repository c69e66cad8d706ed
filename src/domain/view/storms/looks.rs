//! How a storm is drawn: grades and levels by colour, and by width and dashes too.

use crate::domain::{
    hazard::typhoon::{Grade, Level, WarningLine},
    view::{
        palette::{Color, Palette},
        shape::Stroke,
        storms::{StormArea, StormLine},
    },
};

/// What fills a storm's area and what edges it.
pub fn area_look(area: StormArea, palette: &Palette, scale: f32) -> (Color, Option<Stroke>) {
    match area {
        StormArea::Cone => (palette.text.alpha(22), None),
        StormArea::Circle(level) => {
            let (color, width, fill) = match level {
                // The palette's yellow is for dark ground only.
                Level::Seven => (palette.storm(Grade::SevereTropicalStorm), 1.4, 26),
                Level::Ten => (palette.warning, 1.8, 34),
                Level::Twelve => (palette.alarm, 2.2, 44),
            };
            (color.alpha(fill), Some(Stroke::solid(width * scale, color)))
        }
    }
}

/// How a storm's line is drawn.
pub fn line_look(line: StormLine, palette: &Palette, scale: f32) -> Stroke {
    match line {
        StormLine::Past(grade) => {
            let color = grade.map_or(palette.quiet_text, |grade| palette.storm(grade));
            // The stronger, the wider.
            let width = grade.map_or(1.6, |grade| 2.0 + 0.5 * (grade as u8 as f32));
            Stroke::solid(width * scale, color)
        }
        StormLine::Expected(true) => {
            Stroke { width: 2.6 * scale, color: palette.alarm, dash: Some([8.0 * scale, 5.0 * scale]) }
        }
        StormLine::Expected(false) => {
            Stroke { width: 1.4 * scale, color: palette.quiet_text, dash: Some([5.0 * scale, 5.0 * scale]) }
        }
        StormLine::Warning(WarningLine::Hours24) => {
            Stroke::solid(1.6 * scale, palette.storm(Grade::SevereTropicalStorm).alpha(200))
        }
        StormLine::Warning(WarningLine::Hours48) => {
            Stroke { width: 1.4 * scale, color: palette.low.alpha(200), dash: Some([7.0 * scale, 5.0 * scale]) }
        }
        StormLine::Coast => Stroke::solid(1.2 * scale, palette.quiet_text.alpha(150)),
    }
}

/// What stands off a storm's line: width and colour.
pub fn casing(line: StormLine, palette: &Palette, scale: f32) -> Option<(f32, Color)> {
    match line {
        StormLine::Past(_) | StormLine::Expected(true) => {
            Some((line_look(line, palette, scale).width + 3.0 * scale, palette.map.land))
        }
        _ => None,
    }
}
