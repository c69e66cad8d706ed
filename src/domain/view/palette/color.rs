//! A colour, and what is made of it.

/// A colour with its opacity, sRGB.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Color {
    /// Red, green, blue.
    pub rgb: [u8; 3],
    /// Opacity, 255 is solid.
    pub alpha: u8,
}

impl Color {
    /// Nothing at all.
    pub const CLEAR: Self = Self { rgb: [0, 0, 0], alpha: 0 };

    /// The same colour at this opacity.
    #[must_use]
    pub const fn alpha(self, alpha: u8) -> Self {
        Self { alpha, ..self }
    }

    /// The same colour, so much weaker.
    #[must_use]
    pub fn faded(self, opacity: f32) -> Self {
        self.alpha((f32::from(self.alpha) * opacity.clamp(0.0, 1.0)).round() as u8)
    }

    /// As SVG and CSS write it, opacity apart.
    pub fn css(self) -> String {
        let [r, g, b] = self.rgb;
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    /// This colour with a share of another in it.
    #[must_use]
    pub fn mixed(self, other: Self, share: f32) -> Self {
        let [r, g, b] = self.rgb;
        let [or, og, ob] = other.rgb;
        let mix = |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * share).round() as u8;
        Self { rgb: [mix(r, or), mix(g, og), mix(b, ob)], alpha: self.alpha }
    }

    /// How light it looks, WCAG's relative luminance, 0 to 1.
    pub fn luminance(self) -> f32 {
        let [r, g, b] = self.rgb.map(|channel| {
            let c = f32::from(channel) / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// WCAG contrast between two solid colours, 1 to 21.
    pub fn contrast(self, other: Self) -> f32 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}
