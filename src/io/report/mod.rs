//! Documents: the situation as a picture, and papers to hand over. Needs no window, no GPU and no display.

mod docx;
mod handout;
mod paper;
mod pdf;
pub mod picture;
mod png;
mod svg;
mod txt;
mod xlsx;

pub use handout::{HandoutFormat, write_handout};
pub use paper::{PaperError, PaperFormat, write_paper};
pub use svg::FAMILIES;
pub use xlsx::HANDED_OUT;
