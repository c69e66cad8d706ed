//! The look: tokens turned into egui's visuals, fonts and spacing. The one home of colours in the window.

use eframe::egui::{
    Color32, Context, CornerRadius, FontFamily, FontId, Margin, Stroke, Style, TextStyle, Theme, Visuals, vec2,
};

use crate::domain::catalogue::Tone;

/// The corner radius of everything that has corners.
pub const RADIUS: u8 = 6;
/// Half a step of the spacing.
pub const HALF_STEP: f32 = 6.0;
/// A step of the spacing.
pub const STEP: f32 = 12.0;

/// The colours of one theme.
#[derive(Clone, Copy, Debug)]
pub struct Tokens {
    /// Behind everything.
    pub ground: Color32,
    /// Panels.
    pub panel: Color32,
    /// Cards on panels.
    pub card: Color32,
    /// Lines between things.
    pub rule: Color32,
    /// Text.
    pub text: Color32,
    /// Text that supports.
    pub quiet: Color32,
    /// Text that may be overlooked.
    pub faint: Color32,
    /// What is chosen or can be.
    pub accent: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// Alarm.
    pub alarm: Color32,
    /// Warning.
    pub warning: Color32,
    /// Caution.
    pub caution: Color32,
    /// Low risk.
    pub low: Color32,
    /// Resources that are ready.
    pub resource: Color32,
}

const DARK: Tokens = Tokens {
    ground: Color32::from_rgb(0x08, 0x11, 0x20),
    panel: Color32::from_rgb(0x0b, 0x17, 0x28),
    card: Color32::from_rgb(0x12, 0x23, 0x3a),
    rule: Color32::from_rgb(0x21, 0x40, 0x5f),
    text: Color32::from_rgb(0xe6, 0xee, 0xf8),
    quiet: Color32::from_rgb(0x9d, 0xb2, 0xcb),
    faint: Color32::from_rgb(0x6f, 0x86, 0xa1),
    accent: Color32::from_rgb(0x37, 0xc6, 0xe8),
    on_accent: Color32::from_rgb(0x06, 0x1a, 0x24),
    alarm: Color32::from_rgb(0xff, 0x4d, 0x4f),
    warning: Color32::from_rgb(0xff, 0x9a, 0x3c),
    caution: Color32::from_rgb(0xff, 0xd5, 0x4a),
    low: Color32::from_rgb(0x4c, 0x8d, 0xff),
    resource: Color32::from_rgb(0x3d, 0xdc, 0x97),
};

const LIGHT: Tokens = Tokens {
    ground: Color32::from_rgb(0xe9, 0xee, 0xf4),
    panel: Color32::from_rgb(0xf6, 0xf8, 0xfb),
    card: Color32::from_rgb(0xff, 0xff, 0xff),
    rule: Color32::from_rgb(0xc9, 0xd5, 0xe2),
    text: Color32::from_rgb(0x10, 0x20, 0x33),
    quiet: Color32::from_rgb(0x44, 0x5a, 0x73),
    faint: Color32::from_rgb(0x6e, 0x80, 0x94),
    accent: Color32::from_rgb(0x04, 0x6f, 0x8f),
    on_accent: Color32::from_rgb(0xff, 0xff, 0xff),
    alarm: Color32::from_rgb(0xc8, 0x1e, 0x28),
    warning: Color32::from_rgb(0xb8, 0x54, 0x00),
    caution: Color32::from_rgb(0x8a, 0x66, 0x00),
    low: Color32::from_rgb(0x1d, 0x56, 0xc9),
    resource: Color32::from_rgb(0x0b, 0x7d, 0x4b),
};

/// The colours of the theme in use.
pub fn tokens(ctx: &Context) -> &'static Tokens {
    match ctx.theme() {
        Theme::Dark => &DARK,
        Theme::Light => &LIGHT,
    }
}

impl Tokens {
    /// The colour of a tone as text or mark.
    pub const fn tone(&self, tone: Tone) -> Color32 {
        match tone {
            Tone::Alarm => self.alarm,
            Tone::Warning => self.warning,
            Tone::Caution => self.caution,
            Tone::Low | Tone::Water => self.low,
            Tone::Ready | Tone::Wood => self.resource,
            Tone::Normal => self.accent,
            Tone::Quiet | Tone::Boundary | Tone::Road | Tone::Ground => self.quiet,
            Tone::Closed | Tone::Unknown => self.faint,
        }
    }
}

/// Text of the headings of panels.
pub fn heading() -> FontId {
    FontId::new(19.0, FontFamily::Proportional)
}

/// Text that supports.
pub fn small() -> FontId {
    FontId::new(14.0, FontFamily::Proportional)
}

/// A figure to be read from afar.
pub fn figure() -> FontId {
    FontId::new(34.0, FontFamily::Proportional)
}

/// Text of the title of the window.
pub fn title() -> FontId {
    FontId::new(25.0, FontFamily::Proportional)
}

/// Puts both themes in place and starts in the dark one.
pub fn install(ctx: &Context) {
    ctx.set_style_of(Theme::Dark, style(Visuals::dark(), &DARK));
    ctx.set_style_of(Theme::Light, style(Visuals::light(), &LIGHT));
    ctx.set_theme(Theme::Dark);
}

fn style(visuals: Visuals, tokens: &Tokens) -> Style {
    let mut style = Style { visuals: dress(visuals, tokens), ..Style::default() };
    style.text_styles = [
        (TextStyle::Small, small()),
        (TextStyle::Body, FontId::new(16.0, FontFamily::Proportional)),
        (TextStyle::Button, FontId::new(16.0, FontFamily::Proportional)),
        (TextStyle::Heading, heading()),
        (TextStyle::Monospace, FontId::new(14.0, FontFamily::Monospace)),
    ]
    .into();
    style.spacing.item_spacing = vec2(HALF_STEP, HALF_STEP);
    style.spacing.button_padding = vec2(STEP, HALF_STEP);
    style.spacing.interact_size.y = 28.0;
    style.spacing.menu_margin = Margin::same(RADIUS as i8);
    style.interaction.selectable_labels = false;
    style
}

fn dress(mut visuals: Visuals, tokens: &Tokens) -> Visuals {
    let radius = CornerRadius::same(RADIUS);
    visuals.panel_fill = tokens.panel;
    visuals.window_fill = tokens.panel;
    visuals.window_stroke = Stroke::new(1.0, tokens.rule);
    visuals.window_corner_radius = radius;
    visuals.menu_corner_radius = radius;
    visuals.extreme_bg_color = tokens.ground;
    visuals.faint_bg_color = tokens.card;
    visuals.weak_text_color = Some(tokens.quiet);
    visuals.hyperlink_color = tokens.accent;
    visuals.warn_fg_color = tokens.warning;
    visuals.error_fg_color = tokens.alarm;
    visuals.selection.bg_fill = tokens.accent.gamma_multiply(0.35);
    visuals.selection.stroke = Stroke::new(1.0, tokens.accent);
    let widgets = &mut visuals.widgets;
    for widget in [
        &mut widgets.noninteractive,
        &mut widgets.inactive,
        &mut widgets.hovered,
        &mut widgets.active,
        &mut widgets.open,
    ] {
        widget.corner_radius = radius;
        widget.expansion = 0.0;
        widget.fg_stroke = Stroke::new(1.0, tokens.text);
        widget.bg_stroke = Stroke::new(1.0, tokens.rule);
        widget.bg_fill = tokens.card;
        widget.weak_bg_fill = tokens.card;
    }
    widgets.noninteractive.weak_bg_fill = tokens.panel;
    widgets.hovered.bg_stroke = Stroke::new(1.0, tokens.accent);
    widgets.active.bg_stroke = Stroke::new(2.0, tokens.accent);
    widgets.open.bg_stroke = Stroke::new(1.0, tokens.accent);
    visuals
}
