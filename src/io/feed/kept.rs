//! The last good answer of a feed, on the disk: what there is while the feed is silent, with its age.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::io::{feed::Answer, tiles::Key};

/// A good answer, and when it came.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// When.
    pub fetched: Timestamp,
    /// What.
    pub answer: Answer,
}

/// What was kept cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum KeptError {
    /// The system says no.
    #[error("{path}: {error}")]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The file is damaged or of another version.
    #[error("{path}: damaged, or kept by another version")]
    Broken {
        /// Which file.
        path: PathBuf,
    },
}

/// The first line of the file; the answer follows as it came.
#[derive(Deserialize, Serialize)]
struct Head {
    version: u32,
    fetched: String,
    /// A number that tells one address from another and gives none away.
    of: u64,
    charset: Option<String>,
    bytes: usize,
}

const VERSION: u32 = 1;

/// Keeps an answer: whole or not at all.
///
/// # Errors
/// [`KeptError`] when the folder takes no file; what was kept before stays.
pub fn keep(path: &Path, address: &Key, kept: &Kept) -> Result<(), KeptError> {
    let fail = |error| KeptError::File { path: path.to_owned(), error };
    let head = Head {
        version: VERSION,
        fetched: kept.fetched.to_string(),
        of: print(address),
        charset: kept.answer.charset.clone(),
        bytes: kept.answer.bytes.len(),
    };
    let mut text = serde_json::to_vec(&head).map_err(|error| fail(error.into()))?;
    text.push(b'\n');
    text.extend_from_slice(&kept.answer.bytes);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(fail)?;
    }
    // Two windows of a seat may keep at once: each writes a file of its own.
    let fresh = path.with_extension(format!("{}.new", std::process::id()));
    fs::write(&fresh, text).and_then(|()| fs::rename(&fresh, path)).map_err(|error| {
        let _ = fs::remove_file(&fresh);
        fail(error)
    })
}

/// What was kept of this address; `None` when nothing was.
///
/// # Errors
/// [`KeptError`] when the file is there and cannot be used.
pub fn kept(path: &Path, address: &Key) -> Result<Option<Kept>, KeptError> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(KeptError::File { path: path.to_owned(), error }),
    };
    let broken = || KeptError::Broken { path: path.to_owned() };
    let end = bytes.iter().position(|byte| *byte == b'\n').ok_or_else(broken)?;
    let (head, body) = bytes.split_at(end);
    let head: Head = serde_json::from_slice(head).map_err(|_| broken())?;
    let body = body.get(1..).unwrap_or_default();
    if head.version != VERSION || head.bytes != body.len() {
        return Err(broken());
    }
    let fetched = head.fetched.parse().map_err(|_| broken())?;
    let answer = Answer { bytes: body.to_vec(), charset: head.charset, took: std::time::Duration::ZERO };
    Ok((head.of == print(address)).then_some(Kept { fetched, answer }))
}

/// FNV-1a of an address.
fn print(address: &Key) -> u64 {
    let bytes = address.reveal().bytes();
    bytes.fold(0xcbf2_9ce4_8422_2325, |sum: u64, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(text: &str) -> Kept {
        let fetched = "2026-08-09T07:06:00Z".parse().unwrap();
        Kept { fetched, answer: Answer { bytes: text.into(), charset: Some("gbk".to_owned()), ..Answer::default() } }
    }

    #[test]
    fn what_is_kept_comes_back_for_its_own_address_alone_and_names_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("feeds").join("storms.feed");
        let address = Key::new("http://storms.invalid/?tk=c0ffee");
        assert_eq!(kept(&path, &address).unwrap(), None);
        keep(&path, &address, &answer("[]\n[]")).unwrap();
        assert_eq!(kept(&path, &address).unwrap(), Some(answer("[]\n[]")));
        assert_eq!(kept(&path, &Key::new("http://elsewhere.invalid/")).unwrap(), None);
        let text = fs::read_to_string(&path).unwrap();
        assert!(!text.contains("c0ffee") && !text.contains("invalid"), "{text}");
        let names: Vec<_> =
            fs::read_dir(path.parent().unwrap()).unwrap().flatten().map(|one| one.file_name()).collect();
        assert_eq!(names, ["storms.feed"], "nothing else is left lying");
    }

    #[test]
    fn a_damaged_file_is_told_and_a_good_answer_takes_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("storms.feed");
        let address = Key::new("http://storms.invalid/");
        keep(&path, &address, &answer("[1, 2, 3]")).unwrap();
        let whole = fs::read(&path).unwrap();
        for bytes in [&whole[..whole.len() - 2], b"", b"{}\n", b"\0\0\0", b"{\"version\": 9}\nx"] {
            fs::write(&path, bytes).unwrap();
            assert!(matches!(kept(&path, &address), Err(KeptError::Broken { .. })), "{bytes:?}");
        }
        keep(&path, &address, &answer("[]")).unwrap();
        assert_eq!(kept(&path, &address).unwrap(), Some(answer("[]")));
    }
}
