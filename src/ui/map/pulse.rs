//! What nobody has acknowledged yet pulses: a ring that widens and fades. With no motion it stands still.

use std::time::Duration;

use eframe::egui::{Painter, Rect, Stroke};

use crate::{
    domain::view::{drawing::Canvas, scene::Scene, shape::PxRect},
    ui::map::{on_screen, paint},
};

/// How long a pulse takes, seconds.
const PERIOD: f64 = 1.6;
/// Between two pictures of it: enough to be seen, too few to keep a machine busy.
const STEP: Duration = Duration::from_millis(80);
/// How far the ring widens, points: less around small things.
const REACH: f32 = 11.0;

/// Rings around the marks that pulse. `marks`: where the marks are in the view.
pub(super) fn paint(
    painter: &Painter,
    rect: Rect,
    (scene, marks): (&Scene, &[(usize, PxRect)]),
    canvas: &Canvas<'_>,
    motion: bool,
) {
    let whole = canvas.rect();
    let pulsing =
        |(index, at): &&(usize, PxRect)| scene.marks.get(*index).is_some_and(|mark| mark.pulse) && at.overlaps(&whole);
    let mut any = false;
    let time = painter.ctx().input(|input| input.time);
    let share = if motion { (time / PERIOD).fract() as f32 } else { 0.35 };
    for (_, at) in marks.iter().filter(pulsing) {
        any = true;
        let middle = on_screen(rect, [(at.min[0] + at.max[0]) / 2.0, (at.min[1] + at.max[1]) / 2.0]);
        let own = (at.max[0] - at.min[0]).max(at.max[1] - at.min[1]) / 2.0;
        let radius = own + 2.0 * canvas.scale + (REACH * canvas.scale).min(own) * share;
        let color = canvas.palette.alarm.alpha((210.0 * (1.0 - share)) as u8);
        painter.circle_stroke(middle, radius, Stroke::new(2.2 * canvas.scale, paint::color(color)));
    }
    if any && motion {
        painter.ctx().request_repaint_after(STEP);
    }
}
