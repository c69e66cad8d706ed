//! SVG to PNG with the system's own fonts (resvg).

use std::sync::{Arc, OnceLock};

use image::{
    ExtendedColorType, ImageEncoder as _,
    codecs::png::{CompressionType, FilterType, PngEncoder},
};
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{FontResolver, Options, Tree, fontdb},
};

use crate::io::report::svg::FAMILIES;

/// Why there is no picture.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum PictureError {
    /// No font for Chinese text was found on the system: it would be boxes.
    #[error("no font for Chinese text is installed")]
    NoChineseFont,
    /// The size asked for is too small or too large.
    #[error("a picture of {width} x {height} pixels cannot be made")]
    Size {
        /// Width asked for, pixels.
        width: u32,
        /// Height asked for, pixels.
        height: u32,
    },
    /// The painter refused our own SVG: a fault of ours.
    #[error("the picture could not be painted: {0}")]
    Painter(String),
}

impl PictureError {
    /// The message of the locale files that says it.
    pub const fn message(&self) -> &'static str {
        match self {
            Self::NoChineseFont => "picture-no-chinese-font",
            Self::Size { .. } => "picture-size",
            Self::Painter(_) => "picture-painter",
        }
    }
}

/// The system's fonts, read once (it takes some 100 ms) and which family writes Chinese.
pub(super) struct Fonts {
    pub(super) database: Arc<fontdb::Database>,
    pub(super) chinese: Option<String>,
}

pub(super) fn fonts() -> &'static Fonts {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    FONTS.get_or_init(|| {
        let mut database = fontdb::Database::new();
        database.load_system_fonts();
        let chinese = find_chinese(&database);
        if let Some(family) = &chinese {
            database.set_sans_serif_family(family);
        }
        Fonts { database: Arc::new(database), chinese }
    })
}

/// The font family that Chinese text is drawn with; `None`: the system has none.
pub fn chinese_font() -> Option<&'static str> {
    fonts().chinese.as_deref()
}

/// The first of the families we know, else any font that has a name in Chinese.
fn find_chinese(database: &fontdb::Database) -> Option<String> {
    let known = FAMILIES.iter().find(|name| {
        let families = [fontdb::Family::Name(name)];
        database.query(&fontdb::Query { families: &families, ..fontdb::Query::default() }).is_some()
    });
    known.map(|name| (*name).to_owned()).or_else(|| {
        let mut faces = database.faces();
        let able = faces.find(|face| face.families.iter().any(|(_, language)| is_chinese(*language)))?;
        able.families.first().map(|(name, _)| name.clone())
    })
}

fn is_chinese(language: fontdb::Language) -> bool {
    language.primary_language().starts_with("Chinese")
}

/// Paints as PNG.
pub(super) fn paint(svg: &str, size: [u32; 2]) -> Result<Vec<u8>, PictureError> {
    pixels(svg, size)?.encode_png().map_err(|error| PictureError::Painter(error.to_string()))
}

/// Paints in shades of grey, for print: a third of what colours take.
pub(super) fn small(svg: &str, [width, height]: [u32; 2]) -> Result<Vec<u8>, PictureError> {
    let painted = pixels(svg, [width, height])?;
    // The picture covers its ground: nothing shines through.
    let colors: Option<image::RgbaImage> = image::ImageBuffer::from_raw(width, height, painted.take());
    let grey = image::DynamicImage::from(colors.ok_or(PictureError::Size { width, height })?).into_luma8();
    let mut out = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut out, CompressionType::Best, FilterType::Adaptive);
    let written = encoder.write_image(grey.as_raw(), width, height, ExtendedColorType::L8);
    written.map_err(|error| PictureError::Painter(error.to_string()))?;
    Ok(out)
}

/// Paints.
pub(super) fn pixels(svg: &str, [width, height]: [u32; 2]) -> Result<Pixmap, PictureError> {
    let fonts = fonts();
    let Some(family) = &fonts.chinese else { return Err(PictureError::NoChineseFont) };
    let failed = |what: &dyn std::fmt::Display| PictureError::Painter(what.to_string());
    let options = Options {
        font_family: family.clone(),
        fontdb: fonts.database.clone(),
        font_resolver: FontResolver::default(),
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(|error| failed(&error))?;
    let mut pixmap = Pixmap::new(width, height).ok_or(PictureError::Size { width, height })?;
    resvg::render(&tree, Transform::identity(), &mut pixmap.as_mut());
    Ok(pixmap)
}
