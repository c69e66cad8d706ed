//! One coordinate as text: decimal degrees, degrees minutes seconds in the forms of the lists, metres.

use crate::io::import::fold::{half_width, is_space};

/// Reads one coordinate, degrees or metres.
pub fn parse(text: &str) -> Option<f64> {
    let narrow: String = half_width(text).chars().filter(|c| !is_space(*c)).collect();
    if let Ok(number) = narrow.parse::<f64>() {
        return number.is_finite().then_some(number);
    }
    None
}
