//! The one home of colours: design tokens as plain data, dark and light. Painters look colours up here and
//! keep none of their own.

mod color;
mod storms;

pub use self::color::Color;

use crate::domain::catalogue::{Frame, Tone};

/// A solid colour from `0xRRGGBB`.
const fn hex(rgb: u32) -> Color {
    Color { rgb: [(rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8], alpha: 255 }
}

/// Colours of choices with no order among them: told apart by those who see red and green alike too (after
/// Okabe and Ito), none of them the red of an alarm.
const fn tint(theme: Theme, which: u8) -> Color {
    match (theme, which % 6) {
        (Theme::Dark, 0) => hex(0x56B4E9),
        (Theme::Dark, 1) => hex(0xE0C341),
        (Theme::Dark, 2) => hex(0x2FB892),
        (Theme::Dark, 3) => hex(0xD58BC0),
        (Theme::Dark, 4) => hex(0xC9A27C),
        (Theme::Dark, _) => hex(0x9C92E8),
        (Theme::Light, 0) => hex(0x0072B2),
        (Theme::Light, 1) => hex(0x8A6D00),
        (Theme::Light, 2) => hex(0x00795B),
        (Theme::Light, 3) => hex(0xA8487F),
        (Theme::Light, 4) => hex(0x7A5230),
        (Theme::Light, _) => hex(0x5A4FB5),
    }
}

/// Dark for an operations room, light for daylight and print.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// Dark ground.
    #[default]
    Dark,
    /// Light ground.
    Light,
}

/// The design tokens of one theme.
#[derive(Clone, Debug, PartialEq)]
pub struct Palette {
    /// Which theme it is.
    pub theme: Theme,
    /// Behind everything.
    pub ground: Color,
    /// Panels.
    pub panel: Color,
    /// Cards and fields in panels.
    pub card: Color,
    /// Lines between things.
    pub rule: Color,
    /// Text.
    pub text: Color,
    /// Text that steps back.
    pub quiet_text: Color,
    /// Text that is barely needed.
    pub faint: Color,
    /// What is chosen, the query, links.
    pub accent: Color,
    /// Alarm, major risk.
    pub alarm: Color,
    /// Larger risk.
    pub warning: Color,
    /// General risk.
    pub caution: Color,
    /// Low risk.
    pub low: Color,
    /// Resources and what is ready.
    pub resource: Color,
    /// Colours of the map alone.
    pub map: MapColors,
}

/// How many tints townships are given.
pub const TINTS: usize = 6;

/// The colours of the base map. Calm on purpose: what calls for action is the only saturated thing on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct MapColors {
    /// Outside the district.
    pub outside: Color,
    /// Over everything outside.
    pub veil: Color,
    /// The district's ground.
    pub land: Color,
    /// Over townships run by another body: context, stepping back.
    pub zone: Color,
    /// Higher and higher ground, lowest first; steps between them are mixed.
    pub relief: [Color; 7],
    /// One step of shade on a slope; steps lie over each other.
    pub shade: Color,
    /// One step of light on a slope.
    pub light: Color,
    /// Over townships, so that neighbours differ.
    pub tints: [Color; TINTS],
    /// Built-up ground.
    pub town: Color,
    /// Still and flowing water.
    pub water: Color,
    /// The edge of water.
    pub shore: Color,
    /// Woods.
    pub wood: Color,
    /// Roads by class: motorway, national, provincial, county, smaller.
    pub roads: [Color; 5],
    /// Beside the roads, by class, so that they stand off.
    pub casings: [Color; 5],
    /// Roads in general, for text and legends.
    pub road: Color,
    /// The district's outline.
    pub outline: Color,
    /// Township boundaries.
    pub boundary: Color,
    /// Names on the base map.
    pub name: Color,
    /// Names of waters.
    pub water_name: Color,
    /// Names of mountains.
    pub peak_name: Color,
    /// Names of the neighbours.
    pub neighbour_name: Color,
}

/// The dark theme.
pub const DARK: Palette = Palette {
    theme: Theme::Dark,
    ground: hex(0x081120),
    panel: hex(0x0b1728),
    card: hex(0x12233a),
    rule: hex(0x21405f),
    text: hex(0xE6EEF8),
    quiet_text: hex(0x9DB2CB),
    faint: hex(0x6f86a1),
    accent: hex(0x37C6E8),
    alarm: hex(0xFF4D4F),
    warning: hex(0xFF9A3C),
    caution: hex(0xFFD54A),
    low: hex(0x4C8DFF),
    resource: hex(0x3DDC97),
    map: MapColors {
        outside: hex(0x0a1524),
        veil: hex(0x0a1524).alpha(168),
        land: hex(0x14273a),
        zone: hex(0x0a1524).alpha(72),
        relief: [
            hex(0x172d3b),
            hex(0x1a333d),
            hex(0x1e393f),
            hex(0x243f41),
            hex(0x2b4644),
            hex(0x344e49),
            hex(0x3f5850),
        ],
        shade: hex(0x040b14).alpha(30),
        light: hex(0xcfe3d8).alpha(9),
        tints: [
            hex(0x5b8fd0).alpha(27),
            hex(0x9a7fc9).alpha(27),
            hex(0x5fb0a0).alpha(27),
            hex(0xb09a6a).alpha(27),
            hex(0x7f93ad).alpha(12),
            hex(0xb07f8f).alpha(27),
        ],
        town: hex(0x7d8ba1).alpha(40),
        water: hex(0x23598c),
        shore: hex(0x3472aa),
        wood: hex(0x1f3d31),
        roads: [hex(0xa68a58), hex(0x8f7d5c), hex(0x7a7466), hex(0x63666c), hex(0x4b5058)],
        casings: [hex(0x0a1524), hex(0x0a1524), hex(0x0c1828), hex(0x0e1b2c), hex(0x0e1b2c)],
        road: hex(0x6f7f93),
        outline: hex(0x5aa9dc),
        boundary: hex(0x4c6c8c),
        name: hex(0xb7c6d8),
        water_name: hex(0x78aee0),
        peak_name: hex(0x8fa596),
        neighbour_name: hex(0x53677f),
    },
};

/// The light theme.
pub const LIGHT: Palette = Palette {
    theme: Theme::Light,
    ground: hex(0xF2F5F9),
    panel: hex(0xFFFFFF),
    card: hex(0xF5F8FC),
    rule: hex(0xC9D5E3),
    text: hex(0x10202F),
    quiet_text: hex(0x46586C),
    faint: hex(0x66788C),
    accent: hex(0x00738F),
    alarm: hex(0xD3222B),
    warning: hex(0xE07400),
    caution: hex(0xF2BE00),
    low: hex(0x2262D6),
    resource: hex(0x0B7F52),
    map: MapColors {
        outside: hex(0xE7EBF0),
        veil: hex(0xE7EBF0).alpha(176),
        land: hex(0xF3F5EC),
        zone: hex(0xE7EBF0).alpha(120),
        relief: [
            hex(0xEDF1E0),
            hex(0xE6ECD5),
            hex(0xE2E5C9),
            hex(0xE0DDBF),
            hex(0xDAD2B3),
            hex(0xD2C6A6),
            hex(0xC8B999),
        ],
        shade: hex(0x4a4a38).alpha(12),
        light: hex(0xFFFFFF).alpha(30),
        tints: [
            hex(0x6f9fd8).alpha(26),
            hex(0xb79ad6).alpha(26),
            hex(0x7fc4a4).alpha(26),
            hex(0xe0bf7a).alpha(28),
            hex(0xffffff).alpha(40),
            hex(0xdd9c9c).alpha(22),
        ],
        town: hex(0x8f8a86).alpha(44),
        water: hex(0xA4C9E8),
        shore: hex(0x6FA5D3),
        wood: hex(0xDCE9D2),
        roads: [hex(0xF2C27B), hex(0xF8DDA3), hex(0xFCF1CF), hex(0xFFFFFF), hex(0xFFFFFF)],
        casings: [hex(0xA9793A), hex(0xB6935A), hex(0xB9AB84), hex(0xB4B1A6), hex(0xC6C3B8)],
        road: hex(0xC4C9D0),
        outline: hex(0x2F74A8),
        boundary: hex(0x8C98A8),
        name: hex(0x2F4255),
        water_name: hex(0x1F5F97),
        peak_name: hex(0x6B6247),
        neighbour_name: hex(0x8D9AA9),
    },
};

/// On paper, to be read in black and white too: white ground, grey base map, what counts in black or hatched.
pub const PRINT: Palette = Palette {
    theme: Theme::Light,
    ground: hex(0xFFFFFF),
    panel: hex(0xFFFFFF),
    card: hex(0xFFFFFF),
    rule: hex(0x606060),
    text: hex(0x000000),
    quiet_text: hex(0x333333),
    faint: hex(0x555555),
    accent: hex(0x000000),
    alarm: hex(0xA8101A),
    warning: hex(0x9C4A00),
    caution: hex(0x7A5C00),
    low: hex(0x1F4E9E),
    resource: hex(0x0B5C3C),
    map: MapColors {
        outside: hex(0xFFFFFF),
        veil: Color::CLEAR,
        land: hex(0xFFFFFF),
        zone: Color::CLEAR,
        relief: [Color::CLEAR; 7],
        shade: Color::CLEAR,
        light: Color::CLEAR,
        tints: [Color::CLEAR; TINTS],
        town: hex(0xE9E9E9),
        water: hex(0xCCD6DF),
        shore: hex(0x93A1AE),
        wood: Color::CLEAR,
        roads: [hex(0xFFFFFF), hex(0xFFFFFF), hex(0xFFFFFF), hex(0xA2A2A2), hex(0xB8B8B8)],
        casings: [hex(0x6A6A6A), hex(0x7C7C7C), hex(0x8C8C8C), hex(0xA2A2A2), hex(0xB8B8B8)],
        road: hex(0x8C8C8C),
        outline: hex(0x444444),
        boundary: hex(0x666666),
        name: hex(0x333333),
        water_name: hex(0x3C4C5C),
        peak_name: hex(0x555555),
        neighbour_name: hex(0x777777),
    },
};

impl Palette {
    /// The tokens of a theme.
    pub const fn of(theme: Theme) -> &'static Self {
        match theme {
            Theme::Dark => &DARK,
            Theme::Light => &LIGHT,
        }
    }

    /// A state's colour, for text, bars and areas.
    pub const fn tone(&self, tone: Tone) -> Color {
        match tone {
            Tone::Alarm => self.alarm,
            Tone::Warning => self.warning,
            Tone::Caution => self.caution,
            Tone::Low => self.low,
            Tone::Ready => self.resource,
            Tone::Normal => self.quiet_text,
            Tone::Quiet | Tone::Closed | Tone::Unknown => self.faint,
            Tone::Water => self.map.water,
            Tone::Wood => self.map.wood,
            Tone::Ground => self.map.land,
            Tone::Road => self.map.road,
            Tone::Boundary => self.map.boundary,
            Tone::Tint(which) => tint(self.theme, which),
        }
    }

    /// A class's colour, for the frame of its symbols (GB/T 35649-2017 table 3, softened for the ground).
    pub const fn frame(&self, frame: Frame) -> Color {
        match frame {
            Frame::Event => self.alarm,
            Frame::Hazard => match self.theme {
                Theme::Dark => self.caution,
                Theme::Light => hex(0x9A7400),
            },
            Frame::Protected => self.low,
            Frame::Resource => self.resource,
            Frame::Plain => self.quiet_text,
        }
    }

    /// What a symbol of this state is filled with. Only states that call for action are saturated.
    pub fn fill(&self, tone: Tone) -> Color {
        match tone {
            Tone::Alarm | Tone::Warning | Tone::Caution | Tone::Low | Tone::Tint(_) => self.tone(tone),
            Tone::Ready => match self.theme {
                Theme::Dark => hex(0x0F5A3E),
                Theme::Light => hex(0xCFF2E1),
            },
            Tone::Closed => match self.theme {
                Theme::Dark => hex(0x2B3646),
                Theme::Light => hex(0xD5DBE2),
            },
            _ => match self.theme {
                Theme::Dark => self.card,
                Theme::Light => self.panel,
            },
        }
    }

    /// What surrounds names and symbols on the map, so that they stand off it.
    pub const fn halo(&self) -> Color {
        match self.theme {
            Theme::Dark => hex(0x08121f).alpha(215),
            Theme::Light => hex(0xFFFFFF).alpha(225),
        }
    }

    /// Ink that can be read on this colour.
    pub fn ink_on(&self, fill: Color) -> Color {
        let (dark, light) = (hex(0x10202F), hex(0xFFFFFF));
        // White is preferred on strong colours: it is how signs are read.
        if light.contrast(fill) >= 3.0 || light.contrast(fill) > dark.contrast(fill) { light } else { dark }
    }
}

#[cfg(test)]
mod tests;
