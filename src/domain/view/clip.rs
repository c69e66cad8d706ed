//! Shapes cut to a rectangle, so that a page does not carry what cannot be seen on it.

use geo_types::Coord;

use crate::domain::view::{
    curve::cut,
    projection::Bounds,
    shape::{PxRect, Shape, Stroke},
};

impl Shape {
    /// The parts of it that can be seen in a rectangle. Lines end a little beyond it; symbols and words stay whole.
    pub fn clipped(self, to: &PxRect) -> Vec<Self> {
        match self {
            Self::Area { rings, fill } => {
                let rings: Vec<_> = rings.iter().filter_map(|ring| ring_in(ring, to)).collect();
                if rings.is_empty() { Vec::new() } else { vec![Self::Area { rings, fill }] }
            }
            Self::Path { points, closed, stroke } => path_in(points, closed, stroke, to),
            Self::Box { min, max, .. } if !to.overlaps(&PxRect { min, max }) => Vec::new(),
            Self::Circle { centre, radius, .. } if !to.overlaps(&PxRect::around(centre, [2.0 * radius; 2])) => {
                Vec::new()
            }
            Self::Text(ref text) if !to.holds(text.at) => Vec::new(),
            whole => vec![whole],
        }
    }
}

fn ring_in(ring: &[[f32; 2]], to: &PxRect) -> Option<Vec<[f32; 2]>> {
    let ([west, south], [east, north]) = (to.min.map(f64::from), to.max.map(f64::from));
    let points = ring.iter().map(|[x, y]| Coord { x: f64::from(*x), y: f64::from(*y) }).collect();
    let cut = cut(points, Bounds { west, south, east, north });
    (cut.len() >= 3).then(|| cut.iter().map(|at| [at.x as f32, at.y as f32]).collect())
}

/// The stretches of a line of which something can be seen.
fn path_in(mut points: Vec<[f32; 2]>, closed: bool, stroke: Stroke, to: &PxRect) -> Vec<Shape> {
    let wide = PxRect { min: to.min.map(|each| each - stroke.width), max: to.max.map(|each| each + stroke.width) };
    if points.iter().all(|point| wide.holds(*point)) {
        return vec![Shape::Path { points, closed, stroke }];
    }
    if closed {
        points.extend(points.first().copied());
    }
    let (mut out, mut run): (Vec<Shape>, Vec<[f32; 2]>) = (Vec::new(), Vec::new());
    for pair in points.windows(2) {
        let [from, till] = *pair else { continue };
        let low = [from[0].min(till[0]), from[1].min(till[1])];
        let high = [from[0].max(till[0]), from[1].max(till[1])];
        let seen = (0..2).all(|axis| low.get(axis) <= wide.max.get(axis) && high.get(axis) >= wide.min.get(axis));
        match (seen, run.is_empty()) {
            (true, true) => run.extend([from, till]),
            (true, false) => run.push(till),
            (false, _) => end(&mut out, &mut run, stroke),
        }
    }
    end(&mut out, &mut run, stroke);
    out
}

fn end(out: &mut Vec<Shape>, run: &mut Vec<[f32; 2]>, stroke: Stroke) {
    if !run.is_empty() {
        out.push(Shape::Path { points: std::mem::take(run), closed: false, stroke });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::view::palette::PRINT;

    const FRAME: PxRect = PxRect { min: [0.0, 0.0], max: [10.0, 10.0] };

    #[test]
    fn of_a_line_that_leaves_and_comes_back_only_what_is_seen_stays() {
        let stroke = Stroke::solid(1.0, PRINT.text);
        let points = vec![[-50.0, 5.0], [-30.0, 5.0], [5.0, 5.0], [40.0, 5.0], [60.0, 5.0], [60.0, 8.0], [5.0, 8.0]];
        let parts = Shape::Path { points, closed: false, stroke }.clipped(&FRAME);
        let points: Vec<usize> =
            parts.iter().map(|part| if let Shape::Path { points, .. } = part { points.len() } else { 0 }).collect();
        assert_eq!(points, [3, 2]);
        let inside = Shape::Path { points: vec![[1.0, 1.0], [2.0, 2.0], [1.0, 2.0]], closed: true, stroke };
        assert_eq!(inside.clone().clipped(&FRAME), [inside]);
    }

    #[test]
    fn an_area_is_cut_and_one_far_off_is_gone() {
        let ring = |from: f32, till: f32| vec![[from, from], [till, from], [till, till], [from, till]];
        let cut = Shape::Area { rings: vec![ring(5.0, 50.0)], fill: PRINT.text }.clipped(&FRAME);
        let [Shape::Area { rings, .. }] = cut.as_slice() else { panic!("{cut:?}") };
        assert!(rings[0].iter().all(|at| FRAME.holds(*at)) && rings[0].len() == 4, "{rings:?}");
        assert!(Shape::Area { rings: vec![ring(50.0, 60.0)], fill: PRINT.text }.clipped(&FRAME).is_empty());
    }
}
