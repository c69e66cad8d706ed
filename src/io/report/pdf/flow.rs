//! Parts one below the other, from page to page.

mod rows;

use super::{Ink, Item, LONG, MARGIN, Pages, faces::Faces, wrap::wrap};
use crate::domain::{
    catalogue::Lang,
    view::{
        Words,
        paper::{Drawing, Paper, Part, Picture},
        shape::Align,
    },
};

/// Where a line's baseline is below its top, in heights of its type.
const BASELINE: f32 = 0.88;

/// So many places to sign stand beside each other.
const SIGNATURES: usize = 3;

/// How tall a place to sign is, in heights of its type.
const SIGN: f32 = 2.2;

/// A picture is made smaller, down to this, rather than leave the rest of a page empty.
const SMALLER: f32 = 0.6;

/// How a paragraph looks.
#[derive(Clone, Copy)]
struct Style {
    size: f32,
    bold: bool,
    align: Align,
    ink: Ink,
    /// How far its first line stands in, heights of type.
    first: f32,
    /// From line to line, heights of type.
    leading: f32,
    /// What is free above and below it, points.
    before: f32,
    after: f32,
}

const TEXT: Style = Style {
    size: 12.0,
    bold: false,
    align: Align::Start,
    ink: Ink::Black,
    first: 0.0,
    leading: 1.5,
    before: 0.0,
    after: 4.0,
};
const TITLE: Style = Style { size: 18.0, bold: true, align: Align::Middle, after: 6.0, ..TEXT };
const SMALL: Style = Style { size: 10.5, align: Align::Middle, after: 8.0, ..TEXT };
const HEADING: Style = Style { bold: true, before: 8.0, ..TEXT };
const INSTRUCTION: Style = Style { size: 10.5, ink: Ink::Red, ..TEXT };

/// A document being laid out.
pub(super) struct Flow<'a> {
    size: [f32; 2],
    faces: &'a mut Faces,
    words: &'a Words,
    done: Vec<Vec<Item>>,
    page: Vec<Item>,
    y: f32,
}

impl<'a> Flow<'a> {
    pub(super) fn new(size: [f32; 2], faces: &'a mut Faces, words: &'a Words) -> Self {
        Self { size, faces, words, done: Vec::new(), page: Vec::new(), y: MARGIN }
    }

    /// The title, and who hands it out.
    pub(super) fn head(&mut self, paper: &Paper) {
        if !paper.title.is_empty() {
            self.paragraph(&paper.title, TITLE);
        }
        let issued = paper.issued();
        if !issued.is_empty() {
            self.paragraph(&issued, SMALL);
        }
    }

    /// A part that is no picture, and what follows it.
    pub(super) fn part(&mut self, part: &Part, next: Option<&Part>) {
        match part {
            Part::Heading(level, text) => {
                let size = [16.0, 14.0, 12.0].get(usize::from(level.saturating_sub(1))).copied().unwrap_or(12.0);
                // Not alone at the foot of a page.
                let following = match next {
                    None | Some(Part::PageBreak) => 0.0,
                    Some(Part::Signatures(_)) => TEXT.size * SIGN,
                    Some(Part::Table(_)) => 60.0,
                    Some(_) => 40.0,
                };
                if self.free() < HEADING.before + size * HEADING.leading + HEADING.after + following {
                    self.new_page();
                }
                self.paragraph(text, Style { size, ..HEADING });
            }
            Part::Text(text) => {
                let first = if self.words.lang() == Lang::Zh { 2.0 } else { 0.0 };
                self.paragraph(text, Style { first, ..TEXT });
            }
            Part::Facts(facts) => self.facts(facts),
            Part::Table(table) => {
                if !table.instruction.is_empty() {
                    self.paragraph(&table.instruction, INSTRUCTION);
                }
                self.table(table);
            }
            Part::Signatures(labels) => self.signatures(labels),
            Part::PageBreak => self.turn(),
            Part::Picture(_) | Part::Drawing(_) => {}
        }
    }

    /// A picture with what stands below it.
    pub(super) fn picture(&mut self, picture: &Picture, index: usize, [width, height]: [u32; 2]) {
        let most = (self.size[1] - 2.0 * MARGIN) * 0.9;
        let wide = self.width() * picture.share;
        let tall = wide * (height as f32 / width as f32);
        let caption = if picture.caption.is_empty() { 0.0 } else { SMALL.size * SMALL.leading };
        let left = (self.free() - caption - 4.0) / tall;
        let fits = if left >= SMALLER { left.min(most / tall) } else { most / tall }.min(1.0);
        if left < SMALLER.min(fits) {
            self.new_page();
        }
        let size = [wide * fits, tall * fits];
        let min = [MARGIN + (self.width() - size[0]) / 2.0, self.y];
        self.page.push(Item::Picture { index, min, size });
        self.y += size[1] + 4.0;
        if picture.caption.is_empty() {
            self.y += SMALL.after;
        } else {
            self.paragraph(&picture.caption, SMALL);
        }
    }

    /// A drawing as wide as the text, smaller where a page is not so tall.
    pub(super) fn drawing(&mut self, drawing: &Drawing, index: usize) {
        let [wide, tall] = drawing.size.map(|side| side.max(1.0));
        let scale = (self.width() / wide).min((self.size[1] - 2.0 * MARGIN) * 0.9 / tall);
        if tall * scale + 4.0 > self.free() {
            self.new_page();
        }
        let min = [MARGIN + (self.width() - wide * scale) / 2.0, self.y + 4.0];
        self.page.push(Item::Drawing { index, min, scale });
        self.y += tall * scale + 4.0 + SMALL.after;
    }

    /// The pages, each with the mark at its head and its number at its foot.
    pub(super) fn finish(mut self, mark: Option<&str>) -> Pages {
        self.done.push(std::mem::take(&mut self.page));
        let mut pages = std::mem::take(&mut self.done);
        let many = pages.len();
        for (number, page) in (1_usize..).zip(&mut pages) {
            if let Some(mark) = mark {
                let style = Style { size: 10.5, bold: true, align: Align::End, ink: Ink::Red, ..TEXT };
                // A mark that is a sentence stays on its line.
                let size = (self.width() / self.faces.width(mark, true).max(1.0)).min(style.size);
                let item = self.line(mark, MARGIN * 0.5, [MARGIN, self.width()], Style { size, ..style });
                page.push(item);
            }
            let text = self.words.with("paper-page", &[("n", number.to_string()), ("m", many.to_string())]);
            let top = self.size[1] - MARGIN * 0.65;
            let item = self.line(&text, top, [MARGIN, self.width()], Style { size: 9.0, ..SMALL });
            page.push(item);
        }
        Pages { size: self.size, pages }
    }

    fn width(&self) -> f32 {
        self.size[0] - 2.0 * MARGIN
    }

    fn bottom(&self) -> f32 {
        self.size[1] - MARGIN
    }

    fn free(&self) -> f32 {
        self.bottom() - self.y
    }

    fn landscape(&self) -> bool {
        self.size[0] >= LONG
    }

    /// Turns to a fresh page, also from an empty one.
    fn turn(&mut self) {
        self.done.push(std::mem::take(&mut self.page));
        self.y = MARGIN;
    }

    /// Turns to a fresh page unless this is one.
    fn new_page(&mut self) {
        if self.y > MARGIN {
            self.turn();
        }
    }

    fn paragraph(&mut self, text: &str, style: Style) {
        let (size, bold) = (style.size, style.bold);
        let height = size * style.leading;
        if self.y > MARGIN {
            self.y += style.before;
        }
        let mut inset = style.first * size;
        for paragraph in text.split('\n') {
            let faces = &mut *self.faces;
            let mut width = |char| faces.glyph(char, bold).advance * size;
            let lines = wrap(paragraph, self.size[0] - 2.0 * MARGIN, inset, &mut width);
            for line in lines {
                if height > self.free() {
                    self.new_page();
                }
                let top = self.y + (height - size) / 2.0;
                let item = self.line(&line, top, [MARGIN + inset, self.width() - inset], style);
                self.page.push(item);
                self.y += height;
                inset = 0.0;
            }
            inset = style.first * size;
        }
        self.y += style.after;
    }

    /// A line of text between these limits (left edge, width), its type's top here.
    fn line(&mut self, text: &str, top: f32, [left, room]: [f32; 2], style: Style) -> Item {
        let free = match style.align {
            Align::Start => 0.0,
            align => {
                let free = room - self.faces.width(text.trim_end_matches(' '), style.bold) * style.size;
                if align == Align::Middle { free / 2.0 } else { free }
            }
        };
        let at = [left + free, top + BASELINE * style.size];
        Item::Text { at, size: style.size, bold: style.bold, ink: style.ink, text: text.to_owned() }
    }

    fn signatures(&mut self, labels: &[String]) {
        let height = TEXT.size * SIGN;
        for labels in labels.chunks(SIGNATURES) {
            if height > self.free() {
                self.new_page();
            }
            let column = self.width() / labels.len().max(1) as f32;
            let mut left = MARGIN;
            for label in labels {
                let label = self.words.with("paper-signature", &[("label", label)]);
                let style = Style { size: TEXT.size, ..TEXT };
                // A long label leaves a short line to sign on, never none.
                let wide = self.faces.width(&label, false) * style.size;
                let size = style.size * (column * 0.6 / wide.max(1.0)).min(1.0);
                let item = self.line(&label, self.y + height - 4.0 - size, [left, column], Style { size, ..style });
                self.page.push(item);
                let base = self.y + height - 3.0;
                let start = left + (wide * size / style.size) + 2.0;
                self.page.push(Item::Rule { from: [start, base], to: [left + column - 14.0, base] });
                left += column;
            }
            self.y += height;
        }
        self.y += TEXT.after;
    }
}
