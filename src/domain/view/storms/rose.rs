//! A small picture of wind circles, north up.

use crate::domain::{
    hazard::typhoon::{Circle, Level},
    view::{
        palette::Palette,
        shape::{Shape, Stroke},
        storms::{StormArea, area_look},
    },
};

/// Corners of an arc of a quarter.
const CORNERS: u32 = 10;

/// Wind circles around a place of a picture, the longest radius `reach` pixels long, over a cross of the four quarters.
/// Circles that lean are left out: their quadrants are not in doubt.
pub fn rose(circles: &[Option<Circle>; 3], at: [f32; 2], reach: f32, palette: &Palette) -> Vec<Shape> {
    let longest = circles.iter().flatten().map(Circle::longest_m).fold(0.0, f64::max);
    let mut shapes = Vec::new();
    for level in Level::ALL {
        let Some(Circle::Quadrants(radii)) = circles.get(level.index()).copied().flatten() else { continue };
        if longest <= 0.0 || radii.iter().all(|radius| *radius <= 0.0) {
            continue;
        }
        let mut ring = Vec::new();
        for (quadrant, radius) in (0_u32..4).zip(radii) {
            let long = (radius / longest) as f32 * reach;
            for step in 0..=CORNERS {
                let bearing = 90.0 * (quadrant as f32 + step as f32 / CORNERS as f32);
                let (sin, cos) = bearing.to_radians().sin_cos();
                ring.push([at[0] + long * sin, at[1] - long * cos]);
            }
        }
        let (fill, edge) = area_look(StormArea::Circle(level), palette, 1.0);
        shapes.push(Shape::Area { rings: vec![ring.clone()], fill });
        shapes.extend(edge.map(|stroke| Shape::Path { points: ring, closed: true, stroke }));
    }
    let cross = Stroke::solid(1.0, palette.quiet_text.alpha(120));
    for [x, y] in [[reach, 0.0], [0.0, reach]] {
        let points = vec![[at[0] - x, at[1] - y], [at[0] + x, at[1] + y]];
        shapes.push(Shape::Path { points, closed: false, stroke: cross });
    }
    shapes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::view::palette::Theme;

    #[test]
    fn the_longest_radius_lies_where_its_quadrant_is() {
        let circles = [Some(Circle::Quadrants([100_000.0, 200_000.0, 50_000.0, 10_000.0])), None, Some(Circle::NONE)];
        let shapes = rose(&circles, [50.0, 50.0], 40.0, Palette::of(Theme::Dark));
        let Some(Shape::Area { rings, .. }) = shapes.first() else { panic!("an area") };
        let edge = |from: f32, to: f32| rings[0].iter().map(|[x, y]| x * from + y * to).fold(f32::MIN, f32::max);
        assert!((edge(1.0, 0.0) - 90.0).abs() < 1e-3, "east, where the south-east begins");
        assert!((edge(0.0, 1.0) - 90.0).abs() < 1e-3, "south, where the south-east ends");
        assert!((edge(0.0, -1.0) + 30.0).abs() < 1e-3, "north is half as far");
        assert!((edge(-1.0, 0.0) + 40.0).abs() < 1e-3, "west is a quarter as far");
        assert_eq!(shapes.len(), 4, "one circle, its edge and the cross: none without extent");
    }
}
