//! The colours of storms.

use crate::domain::{
    hazard::typhoon::{Agency, Grade},
    view::palette::{Color, Palette, Theme, hex},
};

impl Palette {
    /// The colour of a storm's grade: the usual order of the Chinese maps, green to red.
    pub const fn storm(&self, grade: Grade) -> Color {
        match (self.theme, grade) {
            (Theme::Dark, Grade::Depression) => hex(0x2FB892),
            (Theme::Dark, Grade::TropicalStorm) => hex(0x56B4E9),
            (Theme::Dark, Grade::SevereTropicalStorm) => hex(0xF2D64B),
            (Theme::Dark, Grade::Typhoon) => hex(0xFF9A3C),
            (Theme::Dark, Grade::SevereTyphoon) => hex(0xE36BD6),
            (Theme::Dark, Grade::SuperTyphoon) => hex(0xFF5252),
            (Theme::Light, Grade::Depression) => hex(0x00795B),
            (Theme::Light, Grade::TropicalStorm) => hex(0x0072B2),
            (Theme::Light, Grade::SevereTropicalStorm) => hex(0x8A6D00),
            (Theme::Light, Grade::Typhoon) => hex(0xC25700),
            (Theme::Light, Grade::SevereTyphoon) => hex(0xA02C94),
            (Theme::Light, Grade::SuperTyphoon) => hex(0xC62828),
        }
    }

    /// The colour of an agency's forecast: the official one in the red of what counts.
    pub const fn agency(&self, agency: Agency) -> Color {
        match (self.theme, agency) {
            (_, Agency::China) => self.alarm,
            (_, Agency::Other) => self.quiet_text,
            (Theme::Dark, Agency::HongKong) => hex(0xFFB0CF),
            (Theme::Dark, Agency::Taiwan) => hex(0x7FE0C3),
            (Theme::Dark, Agency::Japan) => hex(0x7CBBFF),
            (Theme::Dark, Agency::Usa) => hex(0xC7A5FF),
            (Theme::Dark, Agency::Korea) => hex(0xE9D27C),
            (Theme::Dark, Agency::Europe) => hex(0xB9DF8C),
            (Theme::Light, Agency::HongKong) => hex(0xA8326A),
            (Theme::Light, Agency::Taiwan) => hex(0x00715C),
            (Theme::Light, Agency::Japan) => hex(0x1257A8),
            (Theme::Light, Agency::Usa) => hex(0x6A3FB5),
            (Theme::Light, Agency::Korea) => hex(0x7A5F00),
            (Theme::Light, Agency::Europe) => hex(0x4C6B10),
        }
    }
}
