//! A short move from one view to another.

use crate::domain::view::projection::{View, degrees, world};

/// How long it takes, seconds: shorter for a step, longer for a leap.
const SECONDS: [f64; 2] = [0.25, 0.4];

/// A move under way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Flight {
    from: View,
    to: View,
    started: f64,
    seconds: f64,
}

impl Flight {
    /// From one view to another, starting at `now` (seconds).
    pub(super) fn new(from: View, to: View, now: f64) -> Self {
        let leap = ((to.zoom - from.zoom).abs() / 3.0).clamp(0.0, 1.0);
        Self { from, to, started: now, seconds: SECONDS[0] + (SECONDS[1] - SECONDS[0]) * leap }
    }

    /// Where it goes.
    pub(super) const fn target(&self) -> View {
        self.to
    }

    /// Where it is at `now`, and whether it has arrived.
    pub(super) fn at(&self, now: f64) -> (View, bool) {
        let share = ((now - self.started) / self.seconds).clamp(0.0, 1.0);
        if share >= 1.0 {
            return (self.to, true);
        }
        let eased = 1.0 - (1.0 - share).powi(3);
        let zoom = self.from.zoom + (self.to.zoom - self.from.zoom) * eased;
        // So that the target does not swing while zooming: move by the share of the way on the screen.
        let (near, far) = ((-self.from.zoom).exp2(), (-self.to.zoom).exp2());
        let moved = if (near - far).abs() < 1e-12 { eased } else { (near - (-zoom).exp2()) / (near - far) };
        let (a, b) = (world(self.from.centre[0], self.from.centre[1]), world(self.to.centre[0], self.to.centre[1]));
        let centre = degrees([a[0] + (b[0] - a[0]) * moved, a[1] + (b[1] - a[1]) * moved]);
        (View { centre, zoom, ..self.to }, false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flight_starts_where_it_is_and_arrives_in_time() {
        let from = View::default();
        let to = View { centre: [119.4, 28.9], zoom: 14.0, ..from };
        let flight = Flight::new(from, to, 5.0);
        let (start, arrived) = flight.at(5.0);
        assert!(!arrived && (start.zoom - 10.0).abs() < 1e-9 && (start.centre[0] - 119.6).abs() < 1e-9);
        let (end, arrived) = flight.at(5.4001);
        assert!(arrived && end == to);
        let (middle, _) = flight.at(5.1);
        assert!(middle.centre[0] < 119.6 && middle.centre[0] > 119.4);
    }
}
