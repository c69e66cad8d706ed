//! A georeferenced picture: radar, satellite or a forecast map, as PNG, JPEG or WebP, with a world file beside it or typed
//! bounds. Degrees, longitude first; rows of the picture run along parallels.

use std::{
    fs::File,
    io::{Cursor, Read as _},
    path::{Path, PathBuf},
};

use image::{ImageFormat, ImageReader, Limits};
use jiff::{Timestamp, civil::Date};

use crate::{
    domain::problem::Problem,
    io::{
        import::date,
        tiles::decode::{Kind, kind},
    },
};

/// A picture has at most this many pixels on a side.
pub const MOST_PX: u32 = 8_192;
/// It is kept with at most this many on a side: a screen shows no more.
const KEPT_PX: u32 = 2_048;
/// What its file may hold, bytes.
const MOST_BYTES: u64 = 64 << 20;
/// What a world file may hold, bytes.
const MOST_WORLD: u64 = 4 << 10;
/// What decoding it may take, bytes: four a pixel, and as much again.
const MOST_MEMORY: u64 = 512 << 20;
/// Beyond this latitude there is no map.
const MOST_LAT: f64 = 85.0;

/// West, south, east, north, degrees.
pub type Bounds = [f64; 4];

/// A picture that is ready to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Georeferenced {
    /// Its outer edges.
    pub bounds: Bounds,
    /// Width and height as it is kept, pixels.
    pub size: [usize; 2],
    /// Rows from the top, four bytes a pixel: red, green, blue, opacity.
    pub rgba: Vec<u8>,
}

/// Reads a picture. `typed` bounds count before a world file's. Not for the window's thread.
///
/// # Errors
/// What is wrong with the picture, its world file or its bounds; the problem names the file.
pub fn read(path: &Path, typed: Option<Bounds>) -> Result<Georeferenced, Box<Problem>> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    read_unnamed(path, typed).map_err(|problem| Box::new(problem.file(&name)))
}

fn wrong(code: &'static str) -> Box<Problem> {
    Box::new(Problem::new(code))
}

fn read_unnamed(path: &Path, typed: Option<Bounds>) -> Result<Georeferenced, Box<Problem>> {
    let bytes = bytes_of(path, MOST_BYTES)?.ok_or_else(|| wrong("raster_heavy"))?;
    let Some(Kind::Picture(format)) = kind(&bytes) else { return Err(wrong("raster_none")) };
    let size = size_of(&bytes, format)?;
    let bounds = match (typed, world_beside(path)) {
        (Some(bounds), _) => checked(bounds)?,
        (None, Some(world)) => {
            let text = bytes_of(&world, MOST_WORLD)?.unwrap_or_default();
            world_bounds(&String::from_utf8_lossy(&text), size)
                .map_err(|problem| problem.value(world.file_name().unwrap_or_default().to_string_lossy()))?
        }
        (None, None) => return Err(wrong("raster_no_bounds")),
    };
    let image = reader(&bytes, format).decode().map_err(|_| wrong("raster_broken"))?;
    let image = if size.iter().any(|side| *side > KEPT_PX) { image.thumbnail(KEPT_PX, KEPT_PX) } else { image };
    let rgba = image.into_rgba8();
    let size = [rgba.width() as usize, rgba.height() as usize];
    Ok(Georeferenced { bounds, size, rgba: rgba.into_raw() })
}

/// The bytes of a file; `None`: it is larger than that.
fn bytes_of(path: &Path, most: u64) -> Result<Option<Vec<u8>>, Box<Problem>> {
    let unread = |error: std::io::Error| Box::new(Problem::new("raster_unread").arg("why", error));
    let mut bytes = Vec::new();
    File::open(path).map_err(unread)?.take(most + 1).read_to_end(&mut bytes).map_err(unread)?;
    Ok((bytes.len() as u64 <= most).then_some(bytes))
}

fn reader(bytes: &[u8], format: ImageFormat) -> ImageReader<Cursor<&[u8]>> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_PX);
    limits.max_image_height = Some(MOST_PX);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    reader
}

/// Width and height; looked at before anything is unpacked.
fn size_of(bytes: &[u8], format: ImageFormat) -> Result<[u32; 2], Box<Problem>> {
    let unlimited = ImageReader::with_format(Cursor::new(bytes), format);
    let (width, height) = unlimited.into_dimensions().map_err(|_| wrong("raster_broken"))?;
    if width == 0 || height == 0 {
        return Err(wrong("raster_broken"));
    }
    if width > MOST_PX || height > MOST_PX {
        let problem = Problem::new("raster_too_large").arg("width", width).arg("height", height);
        return Err(Box::new(problem.arg("most", MOST_PX)));
    }
    Ok([width, height])
}

/// The world file beside a picture: `.pgw`, `.jgw`, `.wpw`, the whole ending with a `w`, or `.wld`.
fn world_beside(path: &Path) -> Option<PathBuf> {
    let ending = path.extension()?.to_str()?;
    let (first, last) = (ending.chars().next()?, ending.chars().last()?);
    let names = [format!("{first}{last}w"), format!("{ending}w"), "wld".to_owned()];
    let known = names.iter().flat_map(|name| [name.to_lowercase(), name.to_uppercase()]);
    known.map(|ending| path.with_extension(ending)).find(|file| file.is_file())
}

/// The bounds that a world file gives a picture of so many pixels.
///
/// # Errors
/// What is no world file, stands on its head or is turned, or is not in degrees.
pub fn world_bounds(text: &str, size: [u32; 2]) -> Result<Bounds, Box<Problem>> {
    let numbers: Vec<f64> = text.split_whitespace().map_while(|word| word.parse().ok()).collect();
    let [dx, turn_y, turn_x, dy, x, y] = numbers.as_slice() else { return Err(wrong("raster_world_lines")) };
    if !numbers.iter().all(|number| number.is_finite()) || *dx == 0.0 || *dy == 0.0 {
        return Err(wrong("raster_world_zero"));
    }
    if *turn_x != 0.0 || *turn_y != 0.0 || *dx < 0.0 || *dy > 0.0 {
        return Err(wrong("raster_world_turned"));
    }
    // The numbers are of the middle of the first pixel.
    let [width, height] = size.map(f64::from);
    let (west, north) = (x - dx / 2.0, y - dy / 2.0);
    checked([west, north + dy * height, west + dx * width, north])
}

/// Bounds as they are typed: west, south, east, north, with commas or blanks between.
///
/// # Errors
/// When that are no four numbers, or no bounds.
pub fn typed_bounds(text: &str) -> Result<Bounds, Box<Problem>> {
    let words = text.split([',', '，', ' ', '\t', ';', '、']).map(str::trim).filter(|word| !word.is_empty());
    let numbers: Vec<Option<f64>> = words.map(|word| word.parse().ok()).collect();
    match numbers.as_slice() {
        [Some(west), Some(south), Some(east), Some(north)] => checked([*west, *south, *east, *north]),
        _ => Err(wrong("raster_bounds_typed")),
    }
}

fn checked(bounds: Bounds) -> Result<Bounds, Box<Problem>> {
    let [west, south, east, north] = bounds;
    let is_map = bounds.iter().all(|number| number.is_finite())
        && west < east
        && south < north
        && west >= -180.0
        && east <= 180.0
        && south >= -MOST_LAT
        && north <= MOST_LAT;
    if is_map { Ok(bounds) } else { Err(wrong("raster_bounds")) }
}

/// When a picture is of, by its file's name: RFC 3339, or a run of `yyyymmddHHMM` (and seconds), Beijing's clock unless a `Z`
/// or `UTC` follows it.
pub fn time_in(name: &str) -> Option<Timestamp> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let by_words = stem.split(|sign: char| sign == '_' || sign.is_whitespace()).find_map(date::instant);
    by_words.or_else(|| in_digits(stem))
}

fn in_digits(stem: &str) -> Option<Timestamp> {
    let mut rest = stem;
    while let Some(start) = rest.find(|sign: char| sign.is_ascii_digit()) {
        let from = rest.get(start..)?;
        let end = from.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(from.len());
        let (digits, after) = (from.get(..end)?, from.get(end..)?);
        if let Some(time) = of_digits(digits) {
            let is_utc = after.starts_with(['Z', 'z']) || after.trim_start_matches(['_', '-']).starts_with("UTC");
            return if is_utc { jiff::tz::offset(0).to_timestamp(time).ok() } else { date::beijing(time) };
        }
        rest = after;
    }
    None
}

fn of_digits(digits: &str) -> Option<jiff::civil::DateTime> {
    if ![12, 14].contains(&digits.len()) {
        return None;
    }
    let part = |from: usize, to: usize| digits.get(from..to)?.parse::<i16>().ok();
    let small = |from: usize| part(from, from + 2).and_then(|number| i8::try_from(number).ok());
    let year = part(0, 4).filter(|year| (1950..=2200).contains(year))?;
    let second = if digits.len() == 14 { small(12)? } else { 0 };
    let time = jiff::civil::Time::new(small(8)?, small(10)?, second, 0).ok()?;
    Some(Date::new(year, small(4)?, small(6)?).ok()?.to_datetime(time))
}

/// Whether a file's name says that it is a picture.
pub fn is_picture(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    ["png", "jpg", "jpeg", "webp"].contains(&ending.as_str())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn code(of: Result<Bounds, Box<Problem>>) -> &'static str {
        of.unwrap_err().code
    }

    #[test]
    fn a_world_file_gives_the_outer_edges_and_a_bad_one_is_refused() {
        let bounds = world_bounds("0.01\n0\n0\n-0.01\n118.005\n29.995\n", [200, 100]).unwrap();
        for (is, should) in bounds.into_iter().zip([118.0, 29.0, 120.0, 30.0]) {
            assert!((is - should).abs() < 1e-9, "{bounds:?}");
        }
        for (text, wrong) in [
            ("", "raster_world_lines"),
            ("0.01 0 0 -0.01 118", "raster_world_lines"),
            ("a b c d e f", "raster_world_lines"),
            ("NaN 0 0 -0.01 118 30", "raster_world_zero"),
            ("0.01 0 0 0 118 30", "raster_world_zero"),
            ("inf 0 0 -0.01 118 30", "raster_world_zero"),
            ("0.01 0.002 0 -0.01 118 30", "raster_world_turned"),
            ("0.01 0 0 0.01 118 30", "raster_world_turned"),
            ("-0.01 0 0 -0.01 118 30", "raster_world_turned"),
            ("30 0 0 -30 500000 3200000", "raster_bounds"),
        ] {
            assert_eq!(code(world_bounds(text, [200, 100])), wrong, "{text}");
        }
    }

    #[test]
    fn bounds_are_typed_west_south_east_north() {
        assert_eq!(typed_bounds("118, 29，120 30"), Ok([118.0, 29.0, 120.0, 30.0]));
        for (text, wrong) in [
            ("", "raster_bounds_typed"),
            ("118,29,120", "raster_bounds_typed"),
            ("118,29,120,x", "raster_bounds_typed"),
            ("120,29,118,30", "raster_bounds"),
            ("118,29,120,NaN", "raster_bounds"),
            ("118,-89,120,30", "raster_bounds"),
        ] {
            assert_eq!(code(typed_bounds(text)), wrong, "{text}");
        }
    }

    #[test]
    fn a_name_says_when_the_picture_is_of() {
        let at = |text: &str| Some(text.parse::<Timestamp>().unwrap());
        for (name, time) in [
            ("radar_202608091500.png", at("2026-08-09T07:00:00Z")),
            ("Z_RADR_I_Z9579_20260809070012Z_P.png", at("2026-08-09T07:00:12Z")),
            ("qpf-202608090700_UTC.jpg", at("2026-08-09T07:00:00Z")),
            ("2026-08-09T15:00:00+08:00.webp", at("2026-08-09T07:00:00Z")),
            ("radar.png", None),
            ("13800000000.png", None),
            ("209913091500.png", None),
        ] {
            assert_eq!(time_in(name), time, "{name}");
        }
    }

    #[test]
    fn a_picture_is_read_with_its_world_file_and_what_is_none_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| folder.path().join(name);
        image::RgbaImage::from_pixel(4, 2, image::Rgba([9, 8, 7, 128])).save(file("a.png")).unwrap();
        assert_eq!(read(&file("a.png"), None).unwrap_err().code, "raster_no_bounds");
        fs::write(file("a.pgw"), "0.5 0 0 -0.5 118.25 29.75").unwrap();
        let read_in = read(&file("a.png"), None).unwrap();
        assert_eq!((read_in.bounds, read_in.size), ([118.0, 29.0, 120.0, 30.0], [4, 2]));
        assert_eq!(read_in.rgba.get(..4), Some(&[9, 8, 7, 128][..]));
        assert_eq!(read(&file("a.png"), Some([1.0, 2.0, 3.0, 4.0])).unwrap().bounds, [1.0, 2.0, 3.0, 4.0]);
        fs::write(file("b.png"), "<html>404</html>").unwrap();
        let problem = read(&file("b.png"), None).unwrap_err();
        assert_eq!((problem.code, problem.file.as_deref()), ("raster_none", Some("b.png")));
        let whole = fs::read(file("a.png")).unwrap();
        fs::write(file("c.png"), &whole[..40]).unwrap();
        assert_eq!(read(&file("c.png"), Some([1.0, 2.0, 3.0, 4.0])).unwrap_err().code, "raster_broken");
        image::GrayImage::new(MOST_PX + 1, 1).save(file("d.png")).unwrap();
        assert_eq!(read(&file("d.png"), None).unwrap_err().code, "raster_too_large");
        assert_eq!(read(&file("none.png"), None).unwrap_err().code, "raster_unread");
    }
}
