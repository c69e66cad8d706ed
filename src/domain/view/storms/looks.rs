//! How a storm is drawn: grades and levels by colour, and by width and dashes too.

use crate::domain::{
    hazard::typhoon::{Agency, Grade, Level, WarningLine},
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
        StormLine::Expected(agency) => {
            // The official one is the widest; the others differ by their dashes too.
            let (width, dash) = match agency {
                Agency::China => (2.6, [8.0, 5.0]),
                Agency::HongKong => (1.6, [9.0, 3.0]),
                Agency::Taiwan => (1.6, [6.0, 3.0]),
                Agency::Japan => (1.6, [4.0, 4.0]),
                Agency::Usa => (1.6, [2.0, 4.0]),
                Agency::Korea => (1.6, [2.0, 2.5]),
                Agency::Europe => (1.6, [7.0, 7.0]),
                Agency::Other => (1.4, [5.0, 5.0]),
            };
            Stroke { width: width * scale, color: palette.agency(agency), dash: Some(dash.map(|each| each * scale)) }
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
        StormLine::Past(_) | StormLine::Expected(Agency::China) => {
            Some((line_look(line, palette, scale).width + 3.0 * scale, palette.map.land))
        }
        _ => None,
    }
}
