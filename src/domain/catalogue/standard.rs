//! The codes of GB/T 35649-2017 (突发事件应急标绘符号规范): one letter of the class, then the large, middle and small
//! class, of two digits each but the first.

use crate::domain::catalogue::Frame;

/// The first and the last middle class of each large class: events A1 to A4, hazard sources B1, what is to be
/// protected C1 and C2, resources D1 to D6, lines E1 to E3, areas F1.
const CLASSES: [(&str, u8); 17] = [
    ("A1", 7),
    ("A2", 16),
    ("A3", 4),
    ("A4", 5),
    ("B1", 3),
    ("C1", 6),
    ("C2", 7),
    ("D1", 2),
    ("D2", 4),
    ("D3", 1),
    ("D4", 2),
    ("D5", 2),
    ("D6", 1),
    ("E1", 2),
    ("E2", 5),
    ("E3", 2),
    ("F1", 3),
];

/// Whether the standard has this code. A small class of its own may stand in the last two digits.
pub(super) fn is_code(code: &str) -> bool {
    let digits = code.len() == 6 && code.is_ascii() && code.bytes().skip(1).all(|byte| byte.is_ascii_digit());
    let (large, rest) = if digits { code.split_at(2) } else { return false };
    let middle = rest.get(..2).and_then(|middle| middle.parse::<u8>().ok()).unwrap_or(0);
    CLASSES.iter().any(|(known, last)| *known == large && (1..=*last).contains(&middle))
}

/// The frame of a code's class; lines and areas are drawn in the colour of events.
pub(super) fn frame_of(code: &str) -> Option<Frame> {
    match code.chars().next()? {
        'A' | 'E' | 'F' => Some(Frame::Event),
        'B' => Some(Frame::Hazard),
        'C' => Some(Frame::Protected),
        'D' => Some(Frame::Resource),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_has_sixty_points_nine_lines_and_three_areas() {
        let count = |classes: &str| {
            let of = CLASSES.iter().filter(|(class, _)| classes.contains(&class[..1]));
            of.map(|(_, last)| u32::from(*last)).sum::<u32>()
        };
        assert_eq!([count("ABCD"), count("E"), count("F")], [60, 9, 3]);
    }

    #[test]
    fn codes_are_known_by_their_class_and_a_small_class_may_be_added() {
        for code in ["A10100", "A21600", "B10102", "C20500", "D60100", "E20500", "F10300"] {
            assert!(is_code(code), "{code}");
        }
        for code in ["", "A1", "A10000", "A10800", "D60200", "G10100", "A1010", "A101000", "A1010x", "水10100"] {
            assert!(!is_code(code), "{code}");
        }
        assert_eq!(frame_of("D60100"), Some(Frame::Resource));
        assert_eq!(frame_of("E20500"), Some(Frame::Event));
    }
}
