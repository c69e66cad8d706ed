//! Which encoding a text file is in: by its mark, by being valid, by evidence; or as the user says.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::io::import::{error::ImportError, fold::Fold};

/// How much of a file is looked at for evidence, in bytes.
const LOOKED_AT: usize = 256 << 10;

/// Text, and how it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without its byte order mark.
    pub text: String,
    /// The encoding's name: `UTF-8`, `GB18030`, `Big5`.
    pub encoding: &'static str,
    /// Why: `forced`, `mark`, `valid` or `guessed`.
    pub why: &'static str,
    /// Whether some bytes had no meaning in it and stand as `�`.
    pub damaged: bool,
}

/// Reads bytes as text. `known` are folded headings whose presence is evidence for an encoding.
///
/// # Errors
/// [`ImportError::Encoding`] for a forced encoding that does not exist, and for bytes that are no text.
pub fn decode(
    bytes: &[u8],
    forced: Option<&str>,
    fold: &Fold,
    known: &dyn Fn(&str) -> bool,
) -> Result<Decoded, ImportError> {
    if let Some(label) = forced.filter(|label| !label.eq_ignore_ascii_case("auto")) {
        let encoding = Encoding::for_label(label.trim().as_bytes())
            .ok_or_else(|| ImportError::Encoding { encoding: label.to_owned() })?;
        return Ok(read(bytes, wider(encoding), "forced"));
    }
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Ok(read(bytes, encoding, "mark"));
    }
    if bytes.contains(&0) {
        let half = |odd: usize| bytes.iter().take(LOOKED_AT).skip(odd).step_by(2).filter(|byte| **byte == 0).count();
        // Without a mark UTF-16 shows by its zeros, all on one side of each pair.
        return match (half(0), half(1)) {
            (0, right) if right > 8 => Ok(read(bytes, UTF_16LE, "guessed")),
            (left, 0) if left > 8 => Ok(read(bytes, UTF_16BE, "guessed")),
            _ => Err(ImportError::Unsupported { format: "binary" }),
        };
    }
    if std::str::from_utf8(bytes).is_ok() {
        return Ok(read(bytes, UTF_8, "valid"));
    }
    Ok(read(bytes, guess(bytes, fold, known), "guessed"))
}

fn read(bytes: &[u8], encoding: &'static Encoding, why: &'static str) -> Decoded {
    let (text, encoding, damaged) = encoding.decode(bytes);
    Decoded { text: text.into_owned(), encoding: encoding.name(), why, damaged }
}

/// GBK files hold characters of GB18030 often enough; the larger set reads both.
fn wider(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == encoding_rs::GBK { GB18030 } else { encoding }
}

/// The likelier of the Chinese encodings, or what the detector says. A damaged UTF-8 file is still UTF-8 when
/// few of its characters are broken.
fn guess(bytes: &[u8], fold: &Fold, known: &dyn Fn(&str) -> bool) -> &'static Encoding {
    let start = bytes.get(..LOOKED_AT.min(bytes.len())).unwrap_or(bytes);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(start, start.len() == bytes.len());
    let detected = wider(detector.guess(Some(b"cn"), Utf8Detection::Allow));
    let mut best = (detected, evidence(start, detected, fold, known) + 3);
    for candidate in [GB18030, BIG5, UTF_8] {
        let score = evidence(start, candidate, fold, known);
        if score > best.1 {
            best = (candidate, score);
        }
    }
    best.0
}

/// Known headings found, against bytes without a meaning.
fn evidence(bytes: &[u8], encoding: &'static Encoding, fold: &Fold, known: &dyn Fn(&str) -> bool) -> i64 {
    let (text, _, _) = encoding.decode(bytes);
    let broken = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER || ('\u{e000}'..='\u{f8ff}').contains(c));
    let lines = text.lines().take(10);
    let hits = lines.flat_map(|line| line.split([',', '\t', ';'])).filter(|cell| known(&fold.heading(cell))).count();
    let broken = broken.count().min(1_000);
    hits as i64 * 20 - broken as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8], forced: Option<&str>) -> Result<Decoded, ImportError> {
        decode(bytes, forced, &Fold::new(), &|heading| ["名称", "经度", "纬度", "地址"].contains(&heading))
    }

    #[test]
    fn each_encoding_of_a_chinese_list_is_recognised() {
        let simplified = "名称,经度,纬度\n白龙桥镇文化中心,119.5,29.1\n琅琊镇小学,119.4,29.0\n";
        let traditional = "名稱,經度,緯度\n竹山鎮活動中心,120.6,23.7\n";
        let (gbk, _, _) = GB18030.encode(simplified);
        let (big5, _, _) = BIG5.encode(traditional);
        let marked = [b"\xef\xbb\xbf", simplified.as_bytes()].concat();
        for (bytes, encoding, why, text) in [
            (simplified.as_bytes(), "UTF-8", "valid", simplified),
            (&marked, "UTF-8", "mark", simplified),
            (&gbk, "gb18030", "guessed", simplified),
            (&big5, "Big5", "guessed", traditional),
        ] {
            let decoded = decoded(bytes, None).unwrap();
            assert_eq!((decoded.encoding, decoded.why, decoded.text.as_str()), (encoding, why, text));
        }
    }

    #[test]
    fn a_forced_encoding_is_taken_and_an_unknown_one_refused() {
        assert_eq!(decoded("名称".as_bytes(), Some("gbk")).unwrap().encoding, "gb18030");
        assert!(decoded(b"a", Some("klingon")).is_err());
        assert!(decoded(b"a\0b\0\0\0c", None).is_err());
    }
}
