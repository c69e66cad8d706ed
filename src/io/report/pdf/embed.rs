//! A font face inside a PDF: the glyphs used and no others, with what each reads as.

use flate2::{Compression, write::ZlibEncoder};
use pdf_writer::{
    Filter, Finish as _, Name, Pdf, Rect, Ref, Str,
    types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap},
};
use skrifa::{FontRef, Tag};

use super::faces::Face;
use crate::io::report::paper::PaperError;

const SYSTEM: SystemInfo<'_> = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// The numbers of the objects that a face needs.
pub(super) struct FontRefs {
    pub(super) font: Ref,
    pub(super) cid: Ref,
    pub(super) descriptor: Ref,
    pub(super) file: Ref,
    pub(super) texts: Ref,
}

/// Puts a face into a PDF.
pub(super) fn embed(pdf: &mut Pdf, face: &Face, refs: &FontRefs) -> Result<(), PaperError> {
    let failed = |why: String| PaperError::Font { family: face.name.clone(), why };
    let subset = subsetter::subset(&face.data, face.index, &face.used).map_err(|error| failed(error.to_string()))?;
    let font = FontRef::new(&subset).map_err(|error| failed(error.to_string()))?;
    let compact = font.table_data(Tag::new(b"CFF "));
    let name = tagged(&face.name);
    let name = Name(name.as_bytes());

    pdf.type0_font(refs.font)
        .base_font(name)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(refs.cid)
        .to_unicode(refs.texts);

    let mut cid = pdf.cid_font(refs.cid);
    cid.subtype(if compact.is_some() { CidFontType::Type0 } else { CidFontType::Type2 });
    cid.base_font(name).system_info(SYSTEM).font_descriptor(refs.descriptor).default_width(1000.0);
    if compact.is_none() {
        cid.cid_to_gid_map_predefined(Name(b"Identity"));
    }
    let mut widths = cid.widths();
    for (number, (_, advance)) in &face.texts {
        widths.consecutive(*number, [advance * 1000.0]);
    }
    widths.finish();
    cid.finish();

    let metrics = &face.metrics;
    let bounds = metrics.bounds.map_or(Rect::new(0.0, -200.0, 1000.0, 900.0), |bounds| {
        let [left, bottom, right, top] = [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(|at| at * 1000.0);
        Rect::new(left, bottom, right, top)
    });
    let mut descriptor = pdf.font_descriptor(refs.descriptor);
    descriptor.name(name).flags(FontFlags::SYMBOLIC).bbox(bounds).italic_angle(0.0).stem_v(80.0);
    descriptor.ascent(metrics.ascent * 1000.0).descent(metrics.descent * 1000.0);
    descriptor.cap_height(metrics.cap_height.unwrap_or(0.7) * 1000.0);
    if compact.is_some() {
        descriptor.font_file3(refs.file);
    } else {
        descriptor.font_file2(refs.file);
    }
    descriptor.finish();

    let bytes = compact.map_or(subset.as_slice(), |table| table.as_bytes());
    let packed = packed(bytes);
    let mut stream = pdf.stream(refs.file, &packed);
    stream.filter(Filter::FlateDecode);
    if compact.is_some() {
        stream.pair(Name(b"Subtype"), Name(b"CIDFontType0C"));
    } else {
        stream.pair(Name(b"Length1"), i32::try_from(bytes.len()).unwrap_or(i32::MAX));
    }
    stream.finish();

    put_texts(pdf, face, refs.texts);
    Ok(())
}

/// What each glyph reads as: without it nothing can be searched or copied.
fn put_texts(pdf: &mut Pdf, face: &Face, texts: Ref) {
    let mut map = UnicodeCmap::<u16>::new(Name(b"Custom"), SYSTEM);
    for (number, (char, _)) in &face.texts {
        map.pair(*number, *char);
    }
    let packed = packed(map.finish().as_slice());
    pdf.cmap(texts, &packed).filter(Filter::FlateDecode);
}

/// The face's name with the six letters before it that say: a part of a font.
fn tagged(name: &str) -> String {
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
    format!("SITMAP+{}", if name.is_empty() { "Font" } else { &name })
}

/// Deflated.
pub(super) fn packed(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing to memory does not fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}
