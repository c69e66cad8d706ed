//! Laid-out pages as a PDF's objects.

use std::{collections::BTreeSet, io::Cursor};

use image::{ImageFormat, ImageReader, RgbImage, RgbaImage};
use jiff::{
    Timestamp,
    tz::{Offset, TimeZone},
};
use pdf_writer::{
    Content, Date, Filter, Finish as _, Name, Pdf, Rect, Ref, Str, TextStr,
    types::{LineCapStyle, TextRenderingMode},
};

use super::{
    Ink, Item, Pages,
    drawing::{Painter, Place, alpha_name},
    embed::{FontRefs, embed, packed},
    faces::{Faces, Glyph},
};
use crate::{
    domain::{
        catalogue::Lang,
        view::{
            Words,
            paper::{Drawing, Paper, Part, Picture},
        },
    },
    io::report::paper::PaperError,
};

/// How wide the lines of tables are, and how much an outline thickens type that has no bold face.
const RULE: f32 = 0.5;
pub(super) const THICKEN: f32 = 0.03;

/// Numbers objects.
struct Numbers(i32);

impl Numbers {
    fn next(&mut self) -> Ref {
        self.0 += 1;
        Ref::new(self.0)
    }
}

/// Writes the file.
pub(super) fn write(paper: &Paper, pages: &Pages, mut faces: Faces, words: &Words) -> Result<Vec<u8>, PaperError> {
    let mut pdf = Pdf::new();
    let mut numbers = Numbers(0);
    let (catalog, tree, info) = (numbers.next(), numbers.next(), numbers.next());
    let drawings = paper.parts.iter().filter_map(|part| if let Part::Drawing(one) = part { Some(one) } else { None });
    let drawings: Vec<&Drawing> = drawings.collect();
    let mut alphas = BTreeSet::new();
    let each = pages.pages.iter().map(|items| content(items, pages.size[1], &drawings, &mut alphas, &mut faces));
    let contents: Vec<Vec<u8>> = each.collect();
    let fonts = put_fonts(&mut pdf, faces, &mut numbers)?;
    let pictures = put_pictures(&mut pdf, paper, &mut numbers)?;
    let alphas = put_alphas(&mut pdf, &alphas, &mut numbers);
    let ids: Vec<(Ref, Ref)> = contents.iter().map(|_| (numbers.next(), numbers.next())).collect();

    let mut root = pdf.catalog(catalog);
    root.pages(tree).lang(TextStr(if words.lang() == Lang::Zh { "zh-CN" } else { "en" }));
    root.viewer_preferences().display_doc_title(true);
    root.finish();
    let count = i32::try_from(ids.len()).unwrap_or(i32::MAX);
    pdf.pages(tree).kids(ids.iter().map(|(page, _)| *page)).count(count);
    let mut about = pdf.document_info(info);
    about.title(TextStr(&paper.title)).author(TextStr(&paper.issuer));
    if let Some(date) = paper.time.and_then(date) {
        about.creation_date(date);
    }
    about.finish();

    for ((page_id, content_id), content) in ids.iter().zip(&contents) {
        let mut page = pdf.page(*page_id);
        page.parent(tree).media_box(Rect::new(0.0, 0.0, pages.size[0], pages.size[1])).contents(*content_id);
        let mut resources = page.resources();
        let mut named = resources.fonts();
        for (index, font) in &fonts {
            named.pair(Name(format!("F{index}").as_bytes()), *font);
        }
        named.finish();
        let mut named = resources.x_objects();
        for (index, picture) in pictures.iter().enumerate() {
            named.pair(Name(format!("P{index}").as_bytes()), *picture);
        }
        named.finish();
        let mut named = resources.ext_g_states();
        for (alpha, state) in &alphas {
            named.pair(Name(alpha_name(*alpha).as_bytes()), *state);
        }
        named.finish();
        resources.finish();
        page.finish();
        pdf.stream(*content_id, content).filter(Filter::FlateDecode);
    }
    Ok(pdf.finish())
}

/// The time in Beijing, as PDF writes one.
fn date(time: Timestamp) -> Option<Date> {
    let time = time.to_zoned_datetime(TimeZone::fixed(Offset::constant(8)));
    let small = |number: i8| u8::try_from(number).ok();
    let date = Date::new(u16::try_from(time.year()).ok()?).month(small(time.month())?).day(small(time.day())?);
    Some(date.hour(small(time.hour())?).minute(small(time.minute())?).second(0).utc_offset_hour(8))
}

/// The faces of which anything is used, by their numbers.
fn put_fonts(pdf: &mut Pdf, faces: Faces, numbers: &mut Numbers) -> Result<Vec<(usize, Ref)>, PaperError> {
    let mut fonts = Vec::new();
    for (index, face) in faces.into_faces().iter().enumerate().filter(|(_, face)| !face.texts.is_empty()) {
        let refs = FontRefs {
            font: numbers.next(),
            cid: numbers.next(),
            descriptor: numbers.next(),
            file: numbers.next(),
            texts: numbers.next(),
        };
        embed(pdf, face, &refs)?;
        fonts.push((index, refs.font));
    }
    Ok(fonts)
}

/// The opacities that drawings use.
fn put_alphas(pdf: &mut Pdf, alphas: &BTreeSet<u8>, numbers: &mut Numbers) -> Vec<(u8, Ref)> {
    let put = |alpha: &u8| {
        let (id, part) = (numbers.next(), f32::from(*alpha) / 255.0);
        pdf.ext_graphics(id).non_stroking_alpha(part).stroking_alpha(part);
        (*alpha, id)
    };
    alphas.iter().map(put).collect()
}

fn put_pictures(pdf: &mut Pdf, paper: &Paper, numbers: &mut Numbers) -> Result<Vec<Ref>, PaperError> {
    let pictures = paper.parts.iter().filter_map(|part| match part {
        Part::Picture(picture) => Some(picture),
        _ => None,
    });
    let mut ids = Vec::new();
    for picture in pictures {
        let pixels = opaque(&decoded(picture)?);
        let [width, height] = [pixels.width(), pixels.height()].map(|side| i32::try_from(side).unwrap_or(i32::MAX));
        let id = numbers.next();
        let packed = packed(pixels.as_raw());
        let mut object = pdf.image_xobject(id, &packed);
        object.filter(Filter::FlateDecode);
        object.width(width).height(height).bits_per_component(8);
        object.color_space().device_rgb();
        object.finish();
        ids.push(id);
    }
    Ok(ids)
}

fn decoded(picture: &Picture) -> Result<RgbaImage, PaperError> {
    let read = ImageReader::with_format(Cursor::new(&picture.png), ImageFormat::Png).decode();
    let failed =
        |error: image::ImageError| PaperError::Picture { caption: picture.caption.clone(), why: error.to_string() };
    Ok(read.map_err(failed)?.into_rgba8())
}

/// What shines through is paper: white.
fn opaque(image: &RgbaImage) -> RgbImage {
    let mut out = RgbImage::new(image.width(), image.height());
    for (to, from) in out.pixels_mut().zip(image.pixels()) {
        let [red, green, blue, alpha] = from.0.map(u16::from);
        // Both terms together are at most 255.
        to.0 = [red, green, blue].map(|part| u8::try_from((part * alpha + 255 * (255 - alpha)) / 255).unwrap_or(255));
    }
    out
}

/// What a page paints, packed.
fn content(
    items: &[Item],
    height: f32,
    drawings: &[&Drawing],
    alphas: &mut BTreeSet<u8>,
    faces: &mut Faces,
) -> Vec<u8> {
    let mut content = Content::new();
    content.set_line_width(RULE).set_line_cap(LineCapStyle::ProjectingSquareCap);
    for item in items {
        match item {
            Item::Text { at, size, bold, ink, text } => {
                put_text(&mut content, faces, text, ([at[0], height - at[1]], *size, *bold, *ink));
            }
            Item::Rule { from, to } => {
                content.move_to(from[0], height - from[1]).line_to(to[0], height - to[1]).stroke();
            }
            Item::Ground { min, max } => {
                content.set_fill_gray(0.9);
                content.rect(min[0], height - max[1], max[0] - min[0], max[1] - min[1]).fill_nonzero();
                content.set_fill_gray(0.0);
            }
            Item::Drawing { index, min, scale } => {
                let place = Place { min: *min, scale: *scale, height };
                let mut painter = Painter { content: &mut content, faces, alphas, place, alpha: 255 };
                drawings.get(*index).iter().for_each(|drawing| painter.drawing(drawing));
            }
            Item::Picture { index, min, size } => {
                content.save_state();
                content.transform([size[0], 0.0, 0.0, size[1], min[0], height - min[1] - size[1]]);
                content.x_object(Name(format!("P{index}").as_bytes()));
                content.restore_state();
            }
        }
    }
    packed(content.finish().as_slice())
}

/// A run of glyphs of one face.
struct Run {
    face: usize,
    thicken: bool,
    codes: Vec<u8>,
}

/// A line of text as glyphs.
pub(super) struct Runs {
    runs: Vec<Run>,
    /// Whether its glyphs read as its signs.
    readable: bool,
}

impl Runs {
    /// The glyphs of a text; they are used from now on.
    pub(super) fn of(faces: &mut Faces, text: &str, bold: bool) -> Self {
        let (mut runs, mut readable): (Vec<Run>, bool) = (Vec::new(), true);
        for char in text.chars() {
            let glyph: Glyph = faces.glyph(char, bold);
            if glyph.advance <= 0.0 && glyph.odd {
                readable = false;
                continue;
            }
            let (code, reads) = faces.used(glyph, char);
            readable &= reads;
            match runs.last_mut() {
                Some(run) if run.face == glyph.face && run.thicken == glyph.thicken => {
                    run.codes.extend(code.to_be_bytes());
                }
                _ => {
                    let codes = code.to_be_bytes().to_vec();
                    runs.push(Run { face: glyph.face, thicken: glyph.thicken, codes });
                }
            }
        }
        Self { runs, readable }
    }

    /// Paints it from its baseline's left end on; `mode` by whether it has to be thickened.
    pub(super) fn show(
        &self,
        content: &mut Content,
        at: [f32; 2],
        size: f32,
        mode: impl Fn(bool) -> TextRenderingMode,
    ) {
        content.begin_text();
        content.next_line(at[0], at[1]);
        for run in &self.runs {
            content
                .set_text_rendering_mode(mode(run.thicken))
                .set_font(Name(format!("F{}", run.face).as_bytes()), size);
            content.show(Str(&run.codes));
        }
        content.end_text();
    }
}

/// Paints a text; where its glyphs do not read as its signs, the text itself is written beside them.
pub(super) fn marked(content: &mut Content, runs: &Runs, text: &str, paint: impl FnOnce(&mut Content)) {
    if !runs.readable {
        content.begin_marked_content_with_properties(Name(b"Span")).properties().actual_text(TextStr(text));
    }
    paint(content);
    if !runs.readable {
        content.end_marked_content();
    }
}

/// A line of text.
fn put_text(content: &mut Content, faces: &mut Faces, text: &str, (at, size, bold, ink): ([f32; 2], f32, bool, Ink)) {
    let runs = Runs::of(faces, text, bold);
    if runs.runs.is_empty() {
        return;
    }
    marked(content, &runs, text, |content| {
        let (red, other) = if ink == Ink::Red { (0.75, 0.0) } else { (0.0, 0.0) };
        content.set_fill_rgb(red, other, other).set_stroke_rgb(red, other, other).set_line_width(size * THICKEN);
        let mode = |thicken| if thicken { TextRenderingMode::FillStroke } else { TextRenderingMode::Fill };
        runs.show(content, at, size, mode);
        content.set_fill_gray(0.0).set_stroke_gray(0.0).set_line_width(RULE);
    });
}
