//! Lengths and areas that were measured, to the digit that is worth reading.

use crate::domain::{
    place::Measured,
    view::{Words, format},
};

/// From this many square metres on, an area is said in square kilometres.
const KM2_FROM_M2: f64 = 100_000.0;

/// A length: `38.2 m`, `850 m`, `4.712 km`, `214.3 km`.
pub fn length(metres: f64) -> String {
    if metres < 100.0 {
        format!("{} m", format::decimal(metres, 1))
    } else if metres < 999.5 {
        format!("{} m", format::decimal(metres, 0))
    } else if metres < 100_000.0 {
        format!("{} km", format::decimal(metres / 1000.0, 3))
    } else {
        format!("{} km", format::decimal(metres / 1000.0, 1))
    }
}

/// An area: `8,450 m²`, `0.845 km²`.
pub fn area(square_metres: f64) -> String {
    if square_metres < KM2_FROM_M2 {
        format!("{} m²", format::decimal(square_metres, 0))
    } else {
        format!("{} km²", format::decimal(square_metres / 1e6, 3))
    }
}

/// What was measured, in one line; empty where there is nothing to measure.
pub fn says(measured: Measured, words: &Words) -> String {
    let length = length(measured.length_m);
    if measured.area_m2 > 0.0 {
        words.with("measured-area", &[("area", area(measured.area_m2)), ("length", length)])
    } else if measured.length_m > 0.0 {
        words.with("measured-line", &[("length", length)])
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metres_near_kilometres_far_and_no_digit_too_many() {
        assert_eq!(
            [length(38.24), length(850.4), length(4712.3), length(214_345.0)],
            ["38.2 m", "850 m", "4.712 km", "214.3 km"]
        );
        assert_eq!([area(8450.2), area(845_012.0)], ["8,450 m²", "0.845 km²"]);
    }
}
