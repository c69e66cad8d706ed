//! The system's fonts as a PDF needs them: which glyph a sign has, in which face, and how wide it is.

use std::collections::{BTreeMap, HashMap};

use resvg::usvg::fontdb::{Database, Family, ID, Query, Weight};
use skrifa::{
    FontRef, MetadataProvider as _, Tag,
    instance::{LocationRef, Size},
    metrics::Metrics,
    raw::TableProvider as _,
};
use subsetter::GlyphRemapper;

use crate::io::report::{paper::PaperError, png::fonts, svg::FAMILIES};

/// Families asked for signs that the Chinese font has not: rare characters in names, symbols.
const OTHERS: [&str; 11] = [
    "Noto Serif CJK SC",
    "SimSun",
    "SimSun-ExtB",
    "WenQuanYi Micro Hei",
    "HanaMinB",
    "Jigmo2",
    "Noto Sans Symbols",
    "Noto Sans Symbols2",
    "Segoe UI Symbol",
    "DejaVu Sans",
    "Noto Sans",
];

/// A weight from which a face counts as bold.
const BOLD: u16 = 600;

/// How a sign is painted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Glyph {
    /// Which face, counted from 0.
    pub(super) face: usize,
    /// Its number in the face.
    id: u16,
    /// How far it moves on, in heights of type.
    pub(super) advance: f32,
    /// Whether it is to be made bold by its outline.
    pub(super) thicken: bool,
    /// Whether it stands for a sign that no font has, or is not to be seen at all.
    pub(super) odd: bool,
}

/// A font face, and what of it is used.
pub(super) struct Face {
    /// Its PostScript name.
    pub(super) name: String,
    /// The font file.
    pub(super) data: Vec<u8>,
    /// Which face of the file.
    pub(super) index: u32,
    /// Its measures, for an em of 1.
    pub(super) metrics: Metrics,
    /// The glyphs used, numbered anew.
    pub(super) used: GlyphRemapper,
    /// What each used glyph reads as, and how wide it is.
    pub(super) texts: BTreeMap<u16, (char, f32)>,
}

/// A face that may be asked.
enum Candidate {
    /// Not looked at yet.
    Unread(ID),
    /// It is this one of the faces.
    Read(usize),
    /// It cannot be put into a PDF.
    Unfit,
}

/// The faces of one document.
pub(super) struct Faces {
    database: &'static Database,
    faces: Vec<Face>,
    bold: Option<usize>,
    candidates: Vec<Candidate>,
    known: HashMap<(char, bool), Glyph>,
}

impl Faces {
    /// Those of the system, its Chinese font first.
    pub(super) fn of_the_system() -> Result<Self, PaperError> {
        let Some(first) = &fonts().chinese else { return Err(PaperError::NoChineseFont) };
        Self::first_of(first)
    }

    /// The same with this family first.
    pub(super) fn first_of(first: &str) -> Result<Self, PaperError> {
        let database: &'static Database = &fonts().database;
        let mut faces = Self { database, faces: Vec::new(), bold: None, candidates: Vec::new(), known: HashMap::new() };
        let mut refused = None;
        for family in [first].into_iter().chain(FAMILIES).chain(OTHERS) {
            let Some(id) = faces.find(family, Weight::NORMAL) else { continue };
            if !faces.faces.is_empty() {
                faces.candidates.push(Candidate::Unread(id));
                continue;
            }
            // The first that can be used is the document's own.
            match faces.read(id) {
                Ok(face) => {
                    faces.candidates.push(Candidate::Read(face));
                    faces.read_bold(family, id);
                }
                Err(why) if refused.is_none() => refused = Some(PaperError::Font { family: family.to_owned(), why }),
                Err(_) => {}
            }
        }
        if faces.faces.is_empty() { Err(refused.unwrap_or(PaperError::NoChineseFont)) } else { Ok(faces) }
    }

    fn find(&self, family: &str, weight: Weight) -> Option<ID> {
        let families = [Family::Name(family)];
        self.database.query(&Query { families: &families, weight, ..Query::default() })
    }

    /// The bold face of the document's font, when it has one.
    fn read_bold(&mut self, family: &str, regular: ID) {
        let bold = self.find(family, Weight::BOLD).filter(|id| *id != regular);
        let heavy = |id: &ID| self.database.face(*id).is_some_and(|face| face.weight.0 >= BOLD);
        self.bold = bold.filter(heavy).and_then(|id| self.read(id).ok());
    }

    fn read(&mut self, id: ID) -> Result<usize, String> {
        let name = self.database.face(id).map(|face| face.post_script_name.clone()).unwrap_or_default();
        let read = self.database.with_face_data(id, |data, index| {
            let metrics = fit(data, index)?;
            Ok::<Face, String>(Face {
                name,
                data: data.to_vec(),
                index,
                metrics,
                used: GlyphRemapper::new(),
                texts: BTreeMap::new(),
            })
        });
        self.faces.push(read.unwrap_or_else(|| Err("paper-font-unreadable".to_owned()))?);
        Ok(self.faces.len() - 1)
    }

    /// How a sign is painted.
    pub(super) fn glyph(&mut self, char: char, bold: bool) -> Glyph {
        if let Some(glyph) = self.known.get(&(char, bold)) {
            return *glyph;
        }
        let glyph = if unseen(char) {
            Glyph { face: 0, id: 0, advance: 0.0, thicken: false, odd: true }
        } else {
            self.seek(char, bold).unwrap_or_else(|| self.substitute(bold))
        };
        self.known.insert((char, bold), glyph);
        glyph
    }

    fn seek(&mut self, char: char, bold: bool) -> Option<Glyph> {
        if let Some(glyph) = self.bold.filter(|_| bold).and_then(|face| self.look(face, char)) {
            return Some(glyph);
        }
        for index in 0..self.candidates.len() {
            let face = match self.candidates.get(index)? {
                Candidate::Read(face) => Some(*face),
                Candidate::Unfit => None,
                Candidate::Unread(id) => self.read(*id).ok(),
            };
            if let Some(candidate) = self.candidates.get_mut(index) {
                *candidate = face.map_or(Candidate::Unfit, Candidate::Read);
            }
            if let Some(glyph) = face.and_then(|face| self.look(face, char)) {
                return Some(Glyph { thicken: bold, ..glyph });
            }
        }
        None
    }

    /// The box that stands for a sign that no font has.
    fn substitute(&mut self, bold: bool) -> Glyph {
        let found = ['□', '〓', '?'].into_iter().find_map(|char| self.look(0, char));
        let none = Glyph { face: 0, id: 0, advance: 1.0, thicken: bold, odd: true };
        found.map_or(none, |glyph| Glyph { odd: true, ..glyph })
    }

    fn look(&self, face: usize, char: char) -> Option<Glyph> {
        let of = self.faces.get(face)?;
        let font = FontRef::from_index(&of.data, of.index).ok()?;
        let id = font.charmap().map(char).filter(|id| id.to_u32() != 0)?;
        let advance = font.glyph_metrics(Size::new(1.0), LocationRef::default()).advance_width(id).unwrap_or(1.0);
        let id = u16::try_from(id.to_u32()).ok()?;
        Some(Glyph { face, id, advance, thicken: false, odd: false })
    }

    /// How wide a text is, in heights of type.
    pub(super) fn width(&mut self, text: &str, bold: bool) -> f32 {
        text.chars().map(|char| self.glyph(char, bold).advance).sum()
    }

    /// The number by which the document calls a glyph, and whether a reader will find this very sign there.
    pub(super) fn used(&mut self, glyph: Glyph, char: char) -> (u16, bool) {
        let Some(face) = self.faces.get_mut(glyph.face) else { return (0, false) };
        let number = face.used.remap(glyph.id);
        if glyph.odd {
            face.texts.entry(number).or_insert(('□', glyph.advance));
            return (number, false);
        }
        let (reads, _) = *face.texts.entry(number).or_insert((char, glyph.advance));
        (number, reads == char)
    }

    /// The faces with what of them was used.
    pub(super) fn into_faces(self) -> Vec<Face> {
        self.faces
    }
}

/// The measures of a face that can be put into a PDF, or why it cannot: a message's id or the library's words.
fn fit(data: &[u8], index: u32) -> Result<Metrics, String> {
    let font = FontRef::from_index(data, index).map_err(|error| error.to_string())?;
    let has = |tag: &[u8; 4]| font.table_data(Tag::new(tag)).is_some();
    if has(b"fvar") {
        return Err("paper-font-variable".to_owned());
    }
    if !has(b"glyf") && !has(b"CFF ") {
        return Err("paper-font-no-outlines".to_owned());
    }
    // Bit 1 alone: the maker of the font forbids it.
    if font.os2().is_ok_and(|table| table.fs_type() & 0xf == 2) {
        return Err("paper-font-forbidden".to_owned());
    }
    Ok(font.metrics(Size::new(1.0), LocationRef::default()))
}

/// Signs that only change others, or nothing.
fn unseen(char: char) -> bool {
    matches!(char, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(char, '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}')
}
