//! The system's clipboard, for pictures. Packing one takes tens of milliseconds: not for the window's thread.

use std::borrow::Cow;

/// The system has no clipboard, or it took nothing.
#[derive(Debug, thiserror::Error)]
#[error("the clipboard took no picture: {0}")]
pub struct ClipboardError(String);

/// The clipboard as long as something of ours is on it: where there is no clipboard manager (bare X11), what was
/// copied is gone when this is dropped.
pub struct Clipboard {
    _held: arboard::Clipboard,
}

impl std::fmt::Debug for Clipboard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clipboard")
    }
}

impl Clipboard {
    /// Puts a picture on it: red, green, blue, alpha, row by row from the top left.
    ///
    /// # Errors
    /// [`ClipboardError`] when there is no display or the system refuses.
    pub fn put(pixels: Vec<u8>, [width, height]: [u32; 2]) -> Result<Self, ClipboardError> {
        let failed = |error: arboard::Error| ClipboardError(error.to_string());
        let mut clipboard = arboard::Clipboard::new().map_err(failed)?;
        let image = arboard::ImageData { width: width as usize, height: height as usize, bytes: Cow::Owned(pixels) };
        clipboard.set_image(image).map_err(failed)?;
        Ok(Self { _held: clipboard })
    }
}
