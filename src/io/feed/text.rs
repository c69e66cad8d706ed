//! The text of an answer, whatever its server says of its encoding.

use encoding_rs::{Encoding, GB18030};

use crate::io::feed::{Answer, Fault};

/// The text of an answer, without blanks and marks around it.
///
/// # Errors
/// [`Fault`] when there is none, it is a page for people, or it is in no encoding tried.
pub(super) fn text_of(answer: &Answer) -> Result<String, Fault> {
    let text = decoded(answer)?;
    let text = text.trim_matches(|sign: char| sign.is_whitespace() || sign == '\u{feff}');
    match text.chars().next() {
        None => Err(Fault::Empty),
        Some('<') => Err(Fault::Page),
        Some(_) => Ok(text.to_owned()),
    }
}

/// The text as the server says it is encoded, unless the bytes say otherwise.
fn decoded(answer: &Answer) -> Result<String, Fault> {
    if let Ok(text) = std::str::from_utf8(&answer.bytes) {
        return Ok(text.to_owned());
    }
    // What is no UTF-8 is rarely what its label says: Chinese servers label GBK as UTF-8.
    let named = answer.charset.as_deref().and_then(|name| Encoding::for_label(name.as_bytes()));
    for encoding in named.into_iter().chain([GB18030]) {
        let (text, _, damaged) = encoding.decode(&answer.bytes);
        if !damaged {
            return Ok(text.into_owned());
        }
    }
    Err(Fault::Garbled)
}
