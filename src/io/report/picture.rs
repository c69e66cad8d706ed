//! A map picture: the scene with title, legend, scale bar, time and marks, as SVG or PNG.

use jiff::Timestamp;

use crate::domain::{
    view::{
        Words,
        drawing::{self, Canvas},
        figures::{Room, figures},
        format,
        furniture::{scale_bar, word},
        palette::{Color, Palette, Theme},
        projection::{Bounds, View},
        scene::{Scene, SceneRequest, home, scene},
        shape::{Align, PxRect, Shape, Stroke, TextShape, rough_width},
    },
    world::World,
};
use crate::io::report::{png, svg};

pub use png::{PictureError, chinese_font};

/// The least and the greatest width and height of a picture, pixels.
pub const SIZES: [[u32; 2]; 2] = [[320, 240], [15_360, 8_640]];

/// A page to paint on.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Width and height in pixels.
    pub size: [u32; 2],
    /// What stands at the top: the district's name or the user's own words.
    pub title: String,
    /// When it was so; `None`: no time is given.
    pub time: Option<Timestamp>,
    /// Dark or light.
    pub theme: Theme,
    /// Whether it says 示例数据.
    pub sample: bool,
    /// Whether it says 演练.
    pub exercise: bool,
}

impl Page {
    /// Pixels a point: text grows with the canvas, and never falls below what can be read.
    pub fn scale(&self) -> f32 {
        let [width, height] = self.size.map(|each| each as f32);
        (width / 1920.0).min(height / 1080.0).max(0.6)
    }

    fn canvas(&self) -> [f32; 2] {
        self.size.map(|each| each as f32)
    }

    /// Height of the head, pixels.
    fn head(&self) -> f32 {
        64.0 * self.scale()
    }

    /// Width of the column of the legend, pixels.
    fn side(&self) -> f32 {
        (300.0 * self.scale()).min(self.canvas()[0] * 0.4)
    }

    /// The view that shows these bounds in the part of the page that the head and the legend leave free.
    pub fn view(&self, bounds: Bounds) -> View {
        let [width, height] = self.canvas().map(f64::from);
        let (head, side) = (f64::from(self.head()), f64::from(self.side()));
        let foot = f64::from(48.0 * self.scale());
        let free = View::fit(bounds, [width - side, height - head - foot], f64::from(18.0 * self.scale()));
        // The middle of the free part is left of and below the middle of the page.
        let whole = View { size: [width, height], ..free };
        let centre = whole.to_degrees(width / 2.0 + side / 2.0, height / 2.0 - (head - foot) / 2.0);
        View { centre, ..whole }
    }

    /// The zoom that decides what is shown: a larger page has larger symbols, not more of them.
    pub fn content_zoom(&self, view: &View) -> f64 {
        view.zoom - f64::from(self.scale()).log2()
    }
}

/// A painted situation.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// The SVG.
    pub svg: String,
    /// The scale, 1 : this, at 96 pixels an inch.
    pub scale_denominator: f64,
    /// How many marks are drawn.
    pub marks: usize,
}

/// Paints the situation of a world. `bounds`: what to show, the district when `None`; `request` says which
/// layers and answers (its bounds and zoom are set here).
pub fn situation(world: &World, request: SceneRequest, bounds: Option<Bounds>, page: &Page, words: &Words) -> Picture {
    let shown = bounds.or_else(|| home(world)).unwrap_or(Bounds { west: 73.0, south: 18.0, east: 135.0, north: 54.0 });
    // A storm moved for a rehearsal makes a rehearsal of the whole picture.
    let rehearsal = request.storm.as_ref().is_some_and(|shown| shown.storm.is_rehearsal());
    let page = &Page { exercise: page.exercise || rehearsal, ..page.clone() };
    let view = page.view(shown);
    let zoom = page.content_zoom(&view);
    let scene = scene(world, &SceneRequest { zoom, bounds: Some(view.bounds().grown(0.01)), ..request }, words);
    let marks = scene.marks.len();
    Picture { svg: svg(&scene, page, view, words), scale_denominator: view.scale_denominator(), marks }
}

/// Paints a scene as SVG with real text.
pub fn svg(scene: &Scene, page: &Page, view: View, words: &Words) -> String {
    svg_with(scene, &Told::default(), page, view, words)
}

/// What a picture says in words beside its map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// The most important, in a sentence; empty: nothing.
    pub verdict: String,
    /// Labels and values.
    pub figures: Vec<(String, String)>,
}

/// As [`svg`], with figures above the legend.
pub fn svg_with(scene: &Scene, told: &Told, page: &Page, view: View, words: &Words) -> String {
    let palette = Palette::of(page.theme);
    let canvas = Canvas { view, scale: page.scale(), palette };
    let top = page.head() + 18.0 * page.scale();
    let mut furniture = Furniture { page, canvas, words, shapes: Vec::new(), reserved: Vec::new(), top };
    furniture.head();
    furniture.figures(told);
    furniture.legend(scene);
    furniture.foot();
    let mut shapes = drawing::ground(scene, &canvas);
    let room = Room { reserved: &furniture.reserved, beyond: 0.0, dots: true };
    shapes.extend(figures(scene, &canvas, room, &rough_width).into_shapes());
    shapes.extend(furniture.shapes);
    svg::write(page.size, palette.map.outside, &page.title, &shapes)
}

/// Paints a scene as PNG.
///
/// # Errors
/// [`PictureError`] when there is no font for Chinese text, or the size is out of range.
pub fn png(scene: &Scene, page: &Page, view: View, words: &Words) -> Result<Vec<u8>, PictureError> {
    png_of(&svg(scene, page, view, words), page.size)
}

/// A painted SVG as PNG.
///
/// # Errors
/// [`PictureError`] when there is no font for Chinese text, or the size is out of range.
pub fn png_of(svg: &str, size: [u32; 2]) -> Result<Vec<u8>, PictureError> {
    fits(size)?;
    png::paint(svg, size)
}

/// A painted SVG as pixels: red, green, blue, alpha, row by row from the top left. The picture covers its ground, so
/// alpha is 255 everywhere.
///
/// # Errors
/// [`PictureError`] when there is no font for Chinese text, or the size is out of range.
pub fn pixels_of(svg: &str, size: [u32; 2]) -> Result<Vec<u8>, PictureError> {
    fits(size)?;
    Ok(png::pixels(svg, size)?.take())
}

fn fits(size: [u32; 2]) -> Result<(), PictureError> {
    let [least, most] = SIZES;
    if (0..2).any(|i| size.get(i) < least.get(i) || size.get(i) > most.get(i)) {
        return Err(PictureError::Size { width: size[0], height: size[1] });
    }
    Ok(())
}

/// What stands around the map.
struct Furniture<'a> {
    page: &'a Page,
    canvas: Canvas<'a>,
    words: &'a Words,
    shapes: Vec<Shape>,
    reserved: Vec<PxRect>,
    /// Where the next panel of the right column begins.
    top: f32,
}

impl Furniture<'_> {
    fn s(&self, points: f32) -> f32 {
        points * self.canvas.scale
    }

    fn panel(&mut self, min: [f32; 2], max: [f32; 2], radius: f32) {
        let palette = self.canvas.palette;
        let stroke = Some(Stroke::solid(self.s(1.0), palette.rule));
        self.shapes.push(Shape::Box { min, max, radius, fill: palette.panel.alpha(238), stroke });
        self.reserved.push(PxRect { min, max });
    }

    fn text(&mut self, at: [f32; 2], align: Align, text: &str, (size, color, bold): (f32, Color, bool)) {
        let text = text.to_owned();
        self.shapes.push(Shape::Text(TextShape { at, align, text, size, color, bold, halo: None, struck: false }));
    }

    /// Title, marks and time.
    fn head(&mut self) {
        let (palette, [width, _]) = (self.canvas.palette, self.page.canvas());
        let height = self.page.head();
        let line = self.s(1.0);
        self.shapes.push(Shape::Box {
            min: [0.0, 0.0],
            max: [width, height],
            radius: 0.0,
            fill: palette.panel,
            stroke: None,
        });
        self.shapes.push(Shape::Box {
            min: [0.0, height],
            max: [width, height + line],
            radius: 0.0,
            fill: palette.rule,
            stroke: None,
        });
        self.reserved.push(PxRect { min: [0.0, 0.0], max: [width, height] });
        let middle = height / 2.0;
        let time = self.page.time.map(format::date_time);
        let time_size = self.s(19.0);
        let time_width = time.as_ref().map_or(0.0, |time| rough_width(time, time_size, true));
        if let Some(time) = &time {
            self.text([width - self.s(20.0), middle], Align::End, time, (time_size, palette.text, true));
        }
        let mut room = width - self.s(40.0) - time_width;
        let mut marks = Vec::new();
        for (on, id, color) in [
            (self.page.exercise, "scene-exercise", palette.warning),
            (self.page.sample, "scene-sample", palette.quiet_text),
        ] {
            if on {
                let word = self.words.get(id);
                room -= rough_width(&word, self.s(15.0), false) + self.s(34.0);
                marks.push((word, color));
            }
        }
        let (title, size) = fitted(&self.page.title, self.s(26.0), room - self.s(20.0));
        self.text([self.s(20.0), middle], Align::Start, &title, (size, palette.text, true));
        let mut left = self.s(20.0) + rough_width(&title, size, true) + self.s(16.0);
        for (word, color) in marks {
            left = self.mark(left, middle, &word, color);
        }
    }

    /// A framed word; the answer is where the next may start.
    fn mark(&mut self, left: f32, middle: f32, word: &str, color: Color) -> f32 {
        let size = self.s(15.0);
        let width = rough_width(word, size, false) + self.s(20.0);
        let half = self.s(14.0);
        let stroke = Some(Stroke::solid(self.s(1.4), color));
        self.shapes.push(Shape::Box {
            min: [left, middle - half],
            max: [left + width, middle + half],
            radius: self.s(4.0),
            fill: color.alpha(30),
            stroke,
        });
        self.text([left + width / 2.0, middle], Align::Middle, word, (size, color, false));
        left + width + self.s(14.0)
    }

    /// What is said beside the map: a sentence, then label and value, line by line.
    fn figures(&mut self, told: &Told) {
        let palette = self.canvas.palette;
        let (row, pad) = (self.s(25.0), self.s(16.0));
        let rows = told.figures.len() + usize::from(!told.verdict.is_empty());
        if rows == 0 {
            return;
        }
        let [left, right] = self.column();
        let bottom = self.top + 2.0 * pad + row * rows as f32 - self.s(8.0);
        self.panel([left, self.top], [right, bottom], self.s(6.0));
        let (from, room) = (left + pad, right - left - 2.0 * pad);
        let mut y = self.top + pad + row * 0.3;
        if !told.verdict.is_empty() {
            let (text, size) = fitted(&told.verdict, self.s(15.0), room);
            self.text([from, y], Align::Start, &text, (size, palette.text, true));
            y += row;
        }
        for (label, value) in &told.figures {
            let wide = rough_width(label, self.s(14.0), false);
            self.text([from, y], Align::Start, label, (self.s(14.0), palette.quiet_text, false));
            let (text, size) = fitted(value, self.s(14.0), room - wide - self.s(12.0));
            self.text([right - pad, y], Align::End, &text, (size, palette.text, false));
            y += row;
        }
        self.top = bottom + self.s(12.0);
    }

    /// The left and the right edge of the panels on the right.
    fn column(&self) -> [f32; 2] {
        let width = self.page.canvas()[0];
        [width - self.page.side() + self.s(6.0), width - self.s(18.0)]
    }

    /// What is drawn, with its number, as far as it fits.
    fn legend(&mut self, scene: &Scene) {
        let palette = self.canvas.palette;
        if scene.legend.is_empty() {
            return;
        }
        let height = self.page.canvas()[1];
        let (row, pad) = (self.s(27.0), self.s(16.0));
        let top = self.top;
        let most = ((height - top - self.s(60.0) - 2.0 * pad - row) / row).floor().max(1.0) as usize;
        let fits = scene.legend.len() <= most;
        let shown = if fits { scene.legend.len() } else { most.saturating_sub(1) };
        let rows = shown + usize::from(!fits);
        let [left, right] = self.column();
        self.panel([left, top], [right, top + 2.0 * pad + row * (rows + 1) as f32 - self.s(4.0)], self.s(6.0));
        let mut y = top + pad + row * 0.4;
        let legend = self.words.get("scene-legend");
        self.text([left + pad, y], Align::Start, &legend, (self.s(16.0), palette.text, true));
        for entry in scene.legend.iter().take(shown) {
            y += row;
            let at = [left + pad + self.s(9.0), y];
            self.shapes.extend(entry.sample(at, self.canvas.scale * 0.8, palette));
            let count = entry.number();
            let count_width = rough_width(&count, self.s(14.0), false);
            let from = left + pad + self.s(28.0);
            let (name, size) = fitted(&entry.name, self.s(14.0), right - pad - count_width - self.s(8.0) - from);
            self.text([from, y], Align::Start, &name, (size, palette.text, false));
            self.text([right - pad, y], Align::End, &count, (self.s(14.0), palette.quiet_text, false));
        }
        if !fits {
            let more = self.words.with("scene-legend-more", &[("n", (scene.legend.len() - shown).to_string())]);
            self.text([left + pad, y + row], Align::Start, &more, (self.s(13.0), palette.quiet_text, false));
        }
    }

    /// Scale bar and datum.
    fn foot(&mut self) {
        let palette = self.canvas.palette;
        let [width, height] = self.page.canvas();
        let (bar, taken) = scale_bar(&self.canvas, [self.s(20.0), height - self.s(18.0)], 190.0);
        self.shapes.extend(bar);
        self.reserved.push(taken);
        let id = if self.page.sample { "scene-datum" } else { "scene-datum-plain" };
        let text = self.words.get(id);
        let at = [width - self.s(18.0), height - self.s(18.0)];
        let (size, taken) = (self.s(12.5), rough_width(&text, self.s(12.5), false));
        self.reserved.push(PxRect { min: [at[0] - taken, at[1] - size], max: [at[0], at[1] + size] });
        self.shapes.push(word(&self.canvas, at, Align::End, &text, (12.5, palette.quiet_text)));
    }
}

/// A text and the type size at which it fits: smaller down to two thirds, then cut with an ellipsis.
fn fitted(text: &str, size: f32, room: f32) -> (String, f32) {
    let width = rough_width(text, size, true);
    if width <= room {
        return (text.to_owned(), size);
    }
    let smaller = (size * room / width).max(size * 0.67);
    let mut cut = text.to_owned();
    while !cut.is_empty() && rough_width(&format!("{cut}…"), smaller, true) > room {
        cut.pop();
    }
    if cut.len() < text.len() && rough_width(text, smaller, true) > room {
        (format!("{cut}…"), smaller)
    } else {
        (text.to_owned(), smaller)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_district_is_neither_under_the_head_nor_under_the_legend() {
        let bounds = Bounds { west: 119.2, south: 28.7, east: 119.9, north: 29.25 };
        for size in [[640, 480], [1920, 1080], [7680, 2160], [1000, 2000]] {
            let (time, theme) = (None, Theme::Dark);
            let page = Page { size, title: String::new(), time, theme, sample: true, exercise: false };
            let view = page.view(bounds);
            let [left, top] = view.to_screen(bounds.west, bounds.north);
            let [right, bottom] = view.to_screen(bounds.east, bounds.south);
            let [width, height] = size.map(f64::from);
            assert!(left >= 0.0 && top >= f64::from(page.head()), "{size:?}");
            assert!(right <= width - f64::from(page.side()) && bottom <= height, "{size:?}");
        }
    }
}
