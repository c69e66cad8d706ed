//! The waterways: the large rivers, for boats. Where rivers flow together so do they.

use crate::demo::{
    network::{
        Signs, Way,
        net::{Net, with_vertex},
    },
    shape::{Spot, apart_m, from_line_m, in_box},
    water::RIVERS,
};

/// From this width on boats can go, metres.
const NAVIGABLE_M: f64 = 60.0;

/// The district and what is just beyond it, degrees.
const AROUND: [f64; 4] = [119.29, 28.72, 119.77, 29.26];

pub(super) fn add(net: &mut Net) {
    let mut lines: Vec<(&str, Vec<Spot>)> = Vec::new();
    for river in RIVERS.iter().filter(|river| river.width_m.min(river.source_width_m) >= NAVIGABLE_M) {
        let mut line: Vec<Spot> = river.whole.iter().copied().filter(|spot| in_box(&AROUND, *spot, 0.0)).collect();
        line.dedup();
        lines.push((river.name, line));
    }
    // A mouth is on the line it flows into, to a tenth of a metre: there it gets a vertex.
    let ends: Vec<Spot> = lines.iter().filter_map(|(_, line)| line.last().copied()).collect();
    for (_, line) in &mut lines {
        for end in &ends {
            if line.last() != Some(end) && from_line_m(*end, line).0 < 1.0 {
                *line = with_vertex(line, *end);
            }
        }
        line.dedup_by(|a, b| apart_m(*a, *b) < 0.05);
    }
    for (name, line) in lines {
        let signs = Signs {
            name: format!("{name}航道"),
            number: None,
            class: "waterway",
            speed_kmh: None,
            level: 0,
            max_weight_t: None,
        };
        net.put(Way { signs, village: None, root: usize::MAX, span: None, line });
    }
}
