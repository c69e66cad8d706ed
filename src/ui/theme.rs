//! The look: the palette's tokens turned into egui's visuals, fonts and spacing.

pub mod fonts;

use eframe::egui::{
    Color32, Context, CornerRadius, FontFamily, FontId, Margin, Stroke, Style, TextStyle, Theme, Vec2, Visuals, vec2,
};

use crate::domain::{
    catalogue::Tone,
    view::palette::{self, Palette},
};

pub use fonts::bold;

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
    /// Resources that are ready.
    pub resource: Color32,
}

impl Tokens {
    fn of(palette: &Palette) -> Self {
        Self {
            ground: color(palette.ground),
            panel: color(palette.panel),
            card: color(palette.card),
            rule: color(palette.rule),
            text: color(palette.text),
            quiet: color(palette.quiet_text),
            faint: color(palette.faint),
            accent: color(palette.accent),
            on_accent: color(palette.ink_on(palette.accent)),
            alarm: color(palette.alarm),
            warning: color(palette.warning),
            resource: color(palette.resource),
        }
    }
}

/// A colour of the palette for egui.
pub fn color(color: palette::Color) -> Color32 {
    let [red, green, blue] = color.rgb;
    Color32::from_rgba_unmultiplied(red, green, blue, color.alpha)
}

/// The palette in use.
pub fn palette(ctx: &Context) -> &'static Palette {
    match ctx.theme() {
        Theme::Dark => &palette::DARK,
        Theme::Light => &palette::LIGHT,
    }
}

/// The colours of the theme in use.
pub fn tokens(ctx: &Context) -> Tokens {
    Tokens::of(palette(ctx))
}

/// The colour of a tone, as text. Yellow is not read on a light ground: there it is orange.
pub fn tone(ctx: &Context, tone: Tone) -> Color32 {
    let light = ctx.theme() == Theme::Light;
    color(palette(ctx).tone(if light && tone == Tone::Caution { Tone::Warning } else { tone }))
}

/// Text of the headings of panels.
pub fn heading() -> FontId {
    FontId::new(19.0, FontFamily::Proportional)
}

/// Text that supports.
pub fn small() -> FontId {
    FontId::new(14.0, FontFamily::Proportional)
}

/// Text as it is read.
pub fn body() -> FontId {
    FontId::new(16.0, FontFamily::Proportional)
}

/// A figure to be read from afar.
pub fn figure() -> FontId {
    FontId::new(34.0, FontFamily::Proportional)
}

/// Text of the title of the window.
pub fn title() -> FontId {
    FontId::new(25.0, FontFamily::Proportional)
}

/// The canvas that the sizes are drawn for, points.
const DRAWN_FOR: Vec2 = vec2(1920.0, 1080.0);

/// The least canvas that everything still has its place on, points.
const LEAST: Vec2 = vec2(900.0, 560.0);

/// Puts both themes in place and wears the dark one.
pub fn install(ctx: &Context) {
    ctx.set_style_of(Theme::Dark, style(Visuals::dark(), &Tokens::of(&palette::DARK)));
    ctx.set_style_of(Theme::Light, style(Visuals::light(), &Tokens::of(&palette::LIGHT)));
    wear(ctx, true);
    ctx.options_mut(|options| {
        // The canvas decides on the zoom; Ctrl and plus change the seat's own size of text instead.
        options.zoom_with_keyboard = false;
        // On a software driver a frame may take half a second: a click is a click all the same.
        options.input_options.max_click_duration = 3.0;
    });
}

/// Puts on the dark or the light theme.
pub fn wear(ctx: &Context, dark: bool) {
    ctx.set_theme(if dark { Theme::Dark } else { Theme::Light });
}

/// Scales everything with the canvas, so that a 4K wall reads as a desk's screen does; `text_scale` is the
/// seat's own wish on top. In a small window everything shrinks a little before anything lacks its place.
pub fn fit(ctx: &Context, text_scale: f32) {
    let native = ctx.content_rect().size() * ctx.zoom_factor();
    let canvas = (native.x / DRAWN_FOR.x).min(native.y / DRAWN_FOR.y);
    // In steps, so that dragging the window's edge does not lay everything out anew at every pixel.
    let wished = (canvas.clamp(1.0, 6.0) * 8.0).floor() / 8.0 * text_scale.clamp(0.6, 3.0);
    // Larger text takes points away from the window: what is drawn needs so many of them.
    let most = (native.x / LEAST.x).min(native.y / LEAST.y).max(0.75);
    let zoom = wished.min((most * 20.0).floor() / 20.0);
    if (zoom - ctx.zoom_factor()).abs() > 0.01 {
        ctx.set_zoom_factor(zoom);
    }
}

fn style(visuals: Visuals, tokens: &Tokens) -> Style {
    let mut style = Style { visuals: dress(visuals, tokens), ..Style::default() };
    style.text_styles = [
        (TextStyle::Small, small()),
        (TextStyle::Body, body()),
        (TextStyle::Button, body()),
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
