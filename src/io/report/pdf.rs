//! A document for printing: A4 pages of real text, which can be searched and copied, in the system's Chinese font.

mod drawing;
mod embed;
mod faces;
mod flow;
mod out;
mod wrap;

use self::{faces::Faces, flow::Flow};
use crate::{
    domain::view::{
        Words,
        paper::{Paper, Part},
    },
    io::report::paper::{PaperError, fits_pages, png_size},
};

/// Points: A4 and its margins.
const SHORT: f32 = 595.28;
const LONG: f32 = 841.89;
const MARGIN: f32 = 56.7;

/// Something painted on a page. Lengths are points from its left and upper edge.
#[derive(Clone, Debug, PartialEq)]
enum Item {
    /// A line of text on its baseline.
    Text { at: [f32; 2], size: f32, bold: bool, ink: Ink, text: String },
    /// A thin line.
    Rule { from: [f32; 2], to: [f32; 2] },
    /// A grey ground.
    Ground { min: [f32; 2], max: [f32; 2] },
    /// A picture: which of the document's, where and how large.
    Picture { index: usize, min: [f32; 2], size: [f32; 2] },
    /// A drawing: which of the document's, where, and how many points its unit is.
    Drawing { index: usize, min: [f32; 2], scale: f32 },
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Ink {
    Black,
    Red,
}

/// The pages of a document.
#[derive(Debug)]
struct Pages {
    size: [f32; 2],
    pages: Vec<Vec<Item>>,
}

/// A PDF file.
pub(super) fn write(paper: &Paper, words: &Words) -> Result<Vec<u8>, PaperError> {
    fits_pages(paper)?;
    let mut faces = Faces::of_the_system()?;
    let pages = pages(paper, words, &mut faces)?;
    out::write(paper, &pages, faces, words)
}

/// Lays a document out.
fn pages(paper: &Paper, words: &Words, faces: &mut Faces) -> Result<Pages, PaperError> {
    let size = if paper.landscape { [LONG, SHORT] } else { [SHORT, LONG] };
    let mut flow = Flow::new(size, faces, words);
    flow.head(paper);
    let (mut pictures, mut drawings) = (0, 0);
    for (part, next) in paper.parts.iter().zip(paper.parts.iter().skip(1).map(Some).chain([None])) {
        match part {
            Part::Picture(picture) => {
                let pixels = png_size(&picture.png, &picture.caption)?;
                flow.picture(picture, pictures, pixels);
                pictures += 1;
            }
            Part::Drawing(drawing) => {
                flow.drawing(drawing, drawings);
                drawings += 1;
            }
            _ => flow.part(part, next),
        }
    }
    Ok(flow.finish(paper.mark.as_deref()))
}

#[cfg(test)]
mod tests;
