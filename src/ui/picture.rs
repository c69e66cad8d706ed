//! A picture of what the map shows: onto the clipboard, or into a file. Painted, packed and written off the window's
//! thread, by the painter that needs no window.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    app::Wake,
    domain::{
        view::{Words, format, projection::Bounds, scene::SceneRequest},
        world::World,
    },
    io::{
        clipboard::Clipboard,
        report::picture::{self, Page, PictureError},
    },
    ui::asking::Asking,
};

/// Where a picture goes.
#[derive(Clone, Debug, PartialEq)]
pub enum Goal {
    /// Onto the clipboard.
    Clipboard,
    /// Into a new file of this folder.
    Folder(PathBuf),
}

/// Why there is no picture, as a message of the locale files and what fills it.
type Trouble = (&'static str, Vec<(&'static str, String)>);

/// What became of a picture.
#[derive(Debug)]
enum Done {
    Copied(Clipboard),
    Saved(PathBuf),
}

/// The picture being made, and what is on the clipboard of ours.
#[derive(Debug, Default)]
pub struct Pictures {
    making: Asking<Result<Done, Trouble>>,
    copied: Option<Clipboard>,
}

/// What is to be painted.
#[derive(Debug)]
pub struct Order {
    /// Of which world.
    pub world: World,
    /// What is shown of it.
    pub request: SceneRequest,
    /// What must be on it.
    pub bounds: Bounds,
    /// On which page.
    pub page: Page,
    /// In which words.
    pub words: Arc<Words>,
}

impl Pictures {
    /// Starts making one; one that is under way is dropped.
    pub fn make(&mut self, order: Order, goal: Goal, wake: &Wake) {
        self.making.ask("picture", wake, move || make(order, &goal));
    }

    /// What became of it, once, in a sentence; `Err`: why there is none. Never waits.
    pub fn poll(&mut self, words: &Words) -> Option<Result<String, String>> {
        if !self.making.poll() {
            return None;
        }
        Some(match self.making.take()? {
            Ok(Done::Copied(clipboard)) => {
                self.copied = Some(clipboard);
                Ok(words.get("picture-copied"))
            }
            Ok(Done::Saved(file)) => Ok(words.with("picture-saved", &[("file", file.display().to_string())])),
            Err((id, args)) => Err(words.with(id, &args)),
        })
    }

    /// Whether one is being made.
    pub const fn is_busy(&self) -> bool {
        self.making.is_busy()
    }
}

fn make(order: Order, goal: &Goal) -> Result<Done, Trouble> {
    let Order { world, request, bounds, page, words } = order;
    let painted = picture::situation(&world, request, Some(bounds), &page, &words);
    let failed = |error: PictureError| {
        tracing::warn!(%error, "there is no picture");
        let (width, height) = (page.size[0].to_string(), page.size[1].to_string());
        (error.message(), vec![("width", width), ("height", height)])
    };
    match goal {
        Goal::Clipboard => {
            let pixels = picture::pixels_of(&painted.svg, page.size).map_err(failed)?;
            let put = Clipboard::put(pixels, page.size).map_err(|error| {
                tracing::warn!(%error, "the picture is not on the clipboard");
                ("picture-no-clipboard", Vec::new())
            });
            put.map(Done::Copied)
        }
        Goal::Folder(folder) => {
            let png = picture::png_of(&painted.svg, page.size).map_err(failed)?;
            let time = page.time.map(format::file_time).unwrap_or_default();
            let file = write(folder, &format!("{}-{time}", words.get("picture-file")), &png);
            file.map(Done::Saved).map_err(|error| ("picture-not-saved", vec![("why", error.to_string())]))
        }
    }
}

/// Writes a new file: what is there under the name stays, and the new one gets a number.
fn write(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    for number in 1..1000 {
        let end = if number == 1 { String::new() } else { format!("-{number}") };
        let file = folder.join(format!("{name}{end}.png"));
        match fs::File::create_new(&file) {
            Ok(mut open) => {
                std::io::Write::write_all(&mut open, bytes)?;
                return Ok(file);
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(std::io::ErrorKind::AlreadyExists.into())
}
