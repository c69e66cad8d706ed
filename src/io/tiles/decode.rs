//! From the bytes of a tile to what can be drawn, within limits.

use std::io::{Cursor, Read as _};

use flate2::read::MultiGzDecoder;
use image::{DynamicImage, ImageError, ImageFormat, ImageReader, Limits};

use crate::io::tiles::{Trouble, VectorTile, mvt, themes::Themes};

/// A tile has at most this many pixels on a side.
const MOST_PX: u32 = 1024;
/// What decoding one picture may take, bytes.
const MOST_MEMORY: u64 = 32 * 1024 * 1024;
/// What a packed tile may unpack to, bytes.
pub const MOST_UNPACKED: usize = 8 * 1024 * 1024;

/// What a tile holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A picture.
    Picture(Picture),
    /// Shapes and names.
    Vector(VectorTile),
}

/// A picture: rows from the top, four bytes a pixel, colours multiplied by their opacity.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Width and height, pixels.
    pub size: [usize; 2],
    /// Red, green, blue, opacity.
    pub rgba: Vec<u8>,
}

/// What the first bytes say a tile is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// PNG, JPEG or WebP.
    Picture(ImageFormat),
    /// Mapbox vector tile.
    Vector,
    /// Something packed with gzip.
    Packed,
}

/// What the first bytes say this is; `None`: no tile.
pub fn kind(bytes: &[u8]) -> Option<Kind> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some(Kind::Picture(ImageFormat::Png)),
        [0xFF, 0xD8, 0xFF, ..] => Some(Kind::Picture(ImageFormat::Jpeg)),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Kind::Picture(ImageFormat::WebP)),
        [0x1F, 0x8B, ..] => Some(Kind::Packed),
        // A vector tile is a list of layers: field 3, with its length.
        [0x1A, ..] if mvt::begins_well(bytes) => Some(Kind::Vector),
        _ => None,
    }
}

/// What a tile is read with.
#[derive(Clone, Debug)]
pub struct Reader {
    /// What the layers of vector tiles are.
    pub themes: Themes,
    /// The ground that pictures of light maps are turned dark onto; none: as they are.
    pub night: Option<[u8; 3]>,
}

impl Reader {
    /// Reads a tile at a zoom.
    ///
    /// # Errors
    /// [`Trouble::NotATile`], [`Trouble::Broken`] or [`Trouble::TooLarge`].
    pub fn read(&self, bytes: &[u8], zoom: u8) -> Result<Content, Trouble> {
        match kind(bytes).ok_or(Trouble::NotATile)? {
            Kind::Picture(format) => {
                let mut picture = picture(bytes, format)?;
                if let Some(ground) = self.night {
                    night(&mut picture, ground);
                }
                Ok(Content::Picture(picture))
            }
            Kind::Vector => mvt::read(bytes, &self.themes, zoom).map(Content::Vector),
            Kind::Packed => {
                let inner = unpack(bytes)?;
                match kind(&inner) {
                    Some(Kind::Vector) => mvt::read(&inner, &self.themes, zoom).map(Content::Vector),
                    // A tile with nothing on it.
                    None if inner.is_empty() => Ok(Content::Vector(VectorTile::default())),
                    _ => Err(Trouble::NotATile),
                }
            }
        }
    }
}

/// Unpacks gzip, as far as a tile may grow.
///
/// # Errors
/// [`Trouble::TooLarge`] or [`Trouble::Broken`].
pub fn unpack(bytes: &[u8]) -> Result<Vec<u8>, Trouble> {
    unpack_to(bytes, MOST_UNPACKED)
}

/// Unpacks gzip to at most so many bytes.
pub(super) fn unpack_to(bytes: &[u8], most: usize) -> Result<Vec<u8>, Trouble> {
    let mut out = Vec::new();
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    MultiGzDecoder::new(bytes).take(limit).read_to_end(&mut out).map_err(|_| Trouble::Broken)?;
    if out.len() > most { Err(Trouble::TooLarge) } else { Ok(out) }
}

fn picture(bytes: &[u8], format: ImageFormat) -> Result<Picture, Trouble> {
    let reader = || {
        let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
        let mut limits = Limits::default();
        limits.max_image_width = Some(MOST_PX);
        limits.max_image_height = Some(MOST_PX);
        limits.max_alloc = Some(MOST_MEMORY);
        reader.limits(limits);
        reader
    };
    // The size is looked at before anything is unpacked.
    let (width, height) = reader().into_dimensions().map_err(|error| of_image(&error))?;
    if width > MOST_PX || height > MOST_PX {
        return Err(Trouble::TooLarge);
    }
    let image = reader().decode().map_err(|error| of_image(&error))?;
    let size = [image.width() as usize, image.height() as usize];
    if size.contains(&0) {
        return Err(Trouble::Broken);
    }
    Ok(Picture { size, rgba: premultiplied(image) })
}

const fn of_image(error: &ImageError) -> Trouble {
    if matches!(error, ImageError::Limits(_)) { Trouble::TooLarge } else { Trouble::Broken }
}

fn premultiplied(image: DynamicImage) -> Vec<u8> {
    let mut rgba = image.into_rgba8().into_raw();
    for pixel in rgba.chunks_exact_mut(4) {
        if let [red, green, blue, alpha] = pixel
            && *alpha < 255
        {
            for channel in [red, green, blue] {
                *channel = ((u16::from(*channel) * u16::from(*alpha) + 127) / 255) as u8;
            }
        }
    }
    rgba
}

/// Turns a light map into a dark one: light and dark change places, colours stay what they are (CSS's `invert(1)
/// hue-rotate(180deg)`), and what was white becomes the ground.
fn night(picture: &mut Picture, ground: [u8; 3]) {
    let [ground_r, ground_g, ground_b] = ground.map(f32::from);
    for pixel in picture.rgba.chunks_exact_mut(4) {
        let [red, green, blue, alpha] = pixel else { continue };
        let opacity = f32::from(*alpha) / 255.0;
        let [r, g, b] = [*red, *green, *blue].map(|channel| f32::from(*alpha) - f32::from(channel));
        let turned =
            [-0.574 * r + 1.430 * g + 0.144 * b, 0.426 * r + 0.430 * g + 0.144 * b, 0.426 * r + 1.430 * g - 0.856 * b];
        let lift = |value: f32, ground: f32| (ground * opacity + value * 0.74).clamp(0.0, f32::from(*alpha)) as u8;
        let [r, g, b] = turned;
        (*red, *green, *blue) = (lift(r, ground_r), lift(g, ground_g), lift(b, ground_b));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32, rgba: [u8; 4]) -> Vec<u8> {
        let mut out = Vec::new();
        image::RgbaImage::from_pixel(width, height, image::Rgba(rgba))
            .write_to(&mut Cursor::new(&mut out), ImageFormat::Png)
            .unwrap();
        out
    }

    fn reader(night: Option<[u8; 3]>) -> Reader {
        Reader { themes: Themes::shipped(), night }
    }

    #[test]
    fn a_picture_is_read_with_its_opacity_multiplied_in() {
        let Content::Picture(picture) = reader(None).read(&png(2, 1, [200, 100, 0, 128]), 5).unwrap() else {
            panic!("a picture")
        };
        assert_eq!(picture.size, [2, 1]);
        assert_eq!(picture.rgba, [100, 50, 0, 128, 100, 50, 0, 128]);
    }

    #[test]
    fn at_night_white_becomes_the_ground_black_becomes_light_and_nothing_stays_nothing() {
        let at_night = |rgba: [u8; 4]| {
            let Content::Picture(picture) = reader(Some([10, 20, 36])).read(&png(1, 1, rgba), 5).unwrap() else {
                panic!("a picture")
            };
            picture.rgba
        };
        assert_eq!(at_night([255, 255, 255, 255]), [10, 20, 36, 255]);
        assert!(at_night([0, 0, 0, 255]).iter().all(|channel| *channel > 180));
        assert_eq!(at_night([0, 0, 0, 0]), [0, 0, 0, 0]);
        let water = at_night([170, 211, 223, 255]);
        assert!(water[2] > water[0] && water[0] < 90, "blue stays blue and is dark: {water:?}");
    }

    #[test]
    fn a_bomb_is_refused_by_its_size_before_it_is_unpacked() {
        assert_eq!(reader(None).read(&png(4000, 4000, [0, 0, 0, 255]), 5), Err(Trouble::TooLarge));
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        let zeros = vec![0_u8; 1024 * 1024];
        for _ in 0..64 {
            std::io::Write::write_all(&mut packed, &zeros).unwrap();
        }
        assert_eq!(reader(None).read(&packed.finish().unwrap(), 5), Err(Trouble::TooLarge));
    }

    #[test]
    fn what_is_no_tile_is_said_to_be_none() {
        for text in ["<!doctype html><html>403", "{\"error\": \"key\"}", "", "\u{1a}", "GIF89a"] {
            assert_eq!(kind(text.as_bytes()), None, "{text}");
        }
        let mut broken = png(64, 64, [1, 2, 3, 255]);
        broken.truncate(60);
        assert_eq!(reader(None).read(&broken, 5), Err(Trouble::Broken));
    }
}
