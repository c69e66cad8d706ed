use crate::{
    domain::view::{Words, paper::Paper},
    io::report::paper::PaperError,
};
pub(super) fn write(_: &Paper, _: &Words) -> Result<Vec<u8>, PaperError> {
    Ok(Vec::new())
}
