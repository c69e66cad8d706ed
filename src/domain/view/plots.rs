//! What was plotted (标绘): lines and areas by their class after GB/T 35649-2017, all in red, shown while they hold.

use jiff::Timestamp;

use crate::domain::{
    catalogue::{Kind, Role},
    model::Object,
    view::{
        palette::Color,
        shape::{Shape, Stroke},
    },
};

/// How a plotted line is drawn.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum PlotLine {
    /// A line.
    #[default]
    Plain,
    /// An arrow; the route of rescue vehicles (E30100).
    Route,
    /// The way people leave by (E30200): a dashed arrow.
    Evacuation,
    /// A cordon (E10100): dashes with a bar between.
    Cordon,
    /// A road to be cleared, dangerous or destroyed (E20300 to E20500): the shorter the dashes, the worse.
    Road(u8),
}

/// How a plotted area is drawn.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum PlotArea {
    /// An area.
    #[default]
    Plain,
    /// F10100: a dashed edge.
    Cordoned,
    /// F10200: four arrows inwards.
    Control,
    /// F10300: four arrows outwards.
    Spread,
}

/// Length and half width of an arrow's head, points.
const HEAD: [f32; 2] = [15.0, 7.0];
/// How long the arrows of an area are, points.
const REACH: f32 = 24.0;

fn class<'a>(kind: &Kind, object: &'a Object) -> &'a str {
    kind.index("class").and_then(|index| object.value(index).as_text()).unwrap_or("")
}

/// How a plotted line is drawn; `None`: it is no plot.
pub(super) fn line_of(kind: &Kind, object: &Object) -> Option<PlotLine> {
    kind.has_role(Role::Plot).then(|| match class(kind, object) {
        "arrow" | "rescue_route" => PlotLine::Route,
        "evacuation_route" => PlotLine::Evacuation,
        "cordon" => PlotLine::Cordon,
        "clear_road" => PlotLine::Road(0),
        "risky_road" => PlotLine::Road(1),
        "broken_road" => PlotLine::Road(2),
        _ => PlotLine::Plain,
    })
}

/// How a plotted area is drawn; `None`: it is no plot.
pub(super) fn area_of(kind: &Kind, object: &Object) -> Option<PlotArea> {
    kind.has_role(Role::Plot).then(|| match class(kind, object) {
        "cordoned" => PlotArea::Cordoned,
        "control" => PlotArea::Control,
        "spread" => PlotArea::Spread,
        _ => PlotArea::Plain,
    })
}

/// Whether a plotted point is a text: only a dot marks where it stands.
pub(super) fn is_text(kind: &Kind, object: &Object) -> bool {
    kind.has_role(Role::Plot) && class(kind, object) == "text"
}

/// The overlay a plot belongs to; empty: none with a name. `None`: it is no plot.
pub(super) fn overlay_of<'a>(kind: &Kind, object: &'a Object) -> Option<&'a str> {
    let index = kind.has_role(Role::Plot).then(|| kind.index("overlay"))?;
    Some(index.and_then(|index| object.value(index).as_text()).map_or("", str::trim))
}

/// Whether a plot holds at a time: it is kept when it is past, and no longer drawn. Everything else always holds.
pub(super) fn holds(kind: &Kind, object: &Object, now: Option<Timestamp>) -> bool {
    let Some(now) = now.filter(|_| kind.has_role(Role::Plot)) else { return true };
    let time = |field: &str| kind.index(field).and_then(|index| object.value(index).as_time());
    // To the minute, as the time asked about is: what was drawn a moment ago is there at once.
    let minute = |time: Timestamp| time.as_second().div_euclid(60);
    time("valid_from").is_none_or(|from| minute(from) <= minute(now))
        && time("valid_until").is_none_or(|until| now < until)
}

/// The strokes of a plotted line, bottom first.
pub(super) fn line_strokes(ink: PlotLine, color: Color, scale: f32) -> Vec<Stroke> {
    let stroke = |width: f32, dash: Option<[f32; 2]>| Stroke {
        width: width * scale,
        color,
        dash: dash.map(|dash| dash.map(|each| each * scale)),
    };
    match ink {
        PlotLine::Plain | PlotLine::Route => vec![stroke(2.6, None)],
        PlotLine::Evacuation => vec![stroke(2.6, Some([11.0, 6.0]))],
        PlotLine::Cordon => vec![stroke(1.6, None), stroke(8.0, Some([2.0, 12.0]))],
        PlotLine::Road(0) => vec![stroke(4.0, Some([14.0, 5.0]))],
        PlotLine::Road(1) => vec![stroke(4.0, Some([8.0, 5.0]))],
        PlotLine::Road(_) => vec![stroke(4.0, Some([4.0, 5.0]))],
    }
}

/// The edge of a plotted area.
pub(super) fn edge(ink: PlotArea, color: Color, scale: f32) -> Stroke {
    let dash = (ink == PlotArea::Cordoned).then_some([9.0 * scale, 4.0 * scale]);
    Stroke { width: 2.2 * scale, color, dash }
}

/// The head of an arrow at the end of a line; `None` where it has no direction.
pub(super) fn head(points: &[[f32; 2]], color: Color, scale: f32) -> Option<Shape> {
    let [tip_x, tip_y] = points.last().copied()?;
    // From far enough back that a short last edge does not turn it.
    let far = |[x, y]: &[f32; 2]| (tip_x - x).hypot(tip_y - y);
    let from = points.iter().rev().find(|point| far(point) >= HEAD[0] * scale).or(points.first())?;
    let length = far(from);
    if length <= f32::EPSILON {
        return None;
    }
    let (dx, dy) = ((tip_x - from[0]) / length, (tip_y - from[1]) / length);
    let [long, half] = HEAD.map(|each| each * scale);
    let back = [tip_x - dx * long, tip_y - dy * long];
    let wing = |side: f32| [back[0] - dy * half * side, back[1] + dx * half * side];
    Some(Shape::Area { rings: vec![vec![[tip_x, tip_y], wing(1.0), wing(-1.0)]], fill: color })
}

/// The four arrows of an area, at its outermost points: inwards or outwards.
pub(super) fn arrows(ink: PlotArea, ring: &[[f32; 2]], color: Color, scale: f32) -> Vec<Shape> {
    let inwards = match ink {
        PlotArea::Control => 1.0,
        PlotArea::Spread => -1.0,
        PlotArea::Plain | PlotArea::Cordoned => return Vec::new(),
    };
    let by = |way: [f32; 2]| {
        let along = |point: &&[f32; 2]| point[0] * way[0] + point[1] * way[1];
        let outermost = ring.iter().max_by(|a, b| along(a).total_cmp(&along(b)))?;
        let reach = REACH * scale;
        let far = [outermost[0] - way[0] * inwards * reach, outermost[1] - way[1] * inwards * reach];
        Some([*outermost, far])
    };
    let ways = [[0.0, -1.0], [1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]];
    let stroke = Stroke::solid(2.2 * scale, color);
    let each = ways.into_iter().filter_map(by).flat_map(|points| {
        let shaft = Shape::Path { points: points.to_vec(), closed: false, stroke };
        std::iter::once(shaft).chain(head(&points, color, scale))
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RED: Color = Color { rgb: [255, 0, 0], alpha: 255 };

    #[test]
    fn an_arrow_points_where_the_line_ends() {
        let Some(Shape::Area { rings, .. }) = head(&[[0.0, 0.0], [100.0, 0.0]], RED, 1.0) else { panic!("no head") };
        assert_eq!(rings[0][0], [100.0, 0.0]);
        assert!(rings[0][1..].iter().all(|[x, _]| *x < 100.0));
        assert_eq!(head(&[[5.0, 5.0], [5.0, 5.0]], RED, 1.0), None);
        assert_eq!(head(&[], RED, 1.0), None);
    }

    #[test]
    fn arrows_of_control_point_in_and_of_spread_out() {
        let square = [[0.0, 0.0], [100.0, 0.0], [100.0, 100.0], [0.0, 100.0]];
        let tips = |ink| -> Vec<[f32; 2]> {
            let tip = |shape: Shape| match shape {
                Shape::Area { rings, .. } => Some(rings[0][0]),
                _ => None,
            };
            arrows(ink, &square, RED, 1.0).into_iter().filter_map(tip).collect()
        };
        let inside = |[x, y]: &[f32; 2]| (0.0..=100.0).contains(x) && (0.0..=100.0).contains(y);
        assert_eq!(tips(PlotArea::Control).len(), 4);
        assert!(tips(PlotArea::Control).iter().all(inside));
        assert!(!tips(PlotArea::Spread).iter().any(inside));
        assert!(tips(PlotArea::Plain).is_empty());
    }
}
