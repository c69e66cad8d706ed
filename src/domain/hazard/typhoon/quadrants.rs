//! The order of four radii in one text: in doubt for the Zhejiang feed, so it can be looked at and turned.

use jiff::Timestamp;

use crate::domain::hazard::typhoon::{Circle, QuadrantOrder, Storm};

impl QuadrantOrder {
    /// Radii clockwise from north-east, as they stand in the text.
    pub const fn as_written(self, [ne, se, sw, nw]: [f64; 4]) -> [f64; 4] {
        match self {
            Self::NeSeNwSw => [ne, se, nw, sw],
            Self::NeSeSwNw => [ne, se, sw, nw],
            Self::SeNeNwSw => [se, ne, nw, sw],
            Self::NeNwSeSw => [ne, nw, se, sw],
        }
    }
}

impl Storm {
    /// The same storm with its radii read in another order. One whose order is not in doubt stays as it is.
    #[must_use]
    pub fn reordered(&self, order: QuadrantOrder) -> Self {
        let mut storm = self.clone();
        let Some(before) = self.quadrants.filter(|before| *before != order) else { return storm };
        for circle in storm.fixes.iter_mut().flat_map(|fix| &mut fix.circles).flatten() {
            if let Circle::Quadrants(radii) = circle {
                *radii = order.clockwise(before.as_written(*radii));
            }
        }
        storm.quadrants = Some(order);
        storm
    }

    /// Circles by which the orders can be told apart: the last with unequal radii up to a moment, else the first after
    /// it; `None` where the order is not in doubt.
    pub fn telling_circles(&self, at: Timestamp) -> Option<[Option<Circle>; 3]> {
        self.quadrants?;
        let is_uneven = |circle: &Circle| matches!(circle, Circle::Quadrants(radii) if radii.windows(2).any(|pair| pair.first() != pair.last()));
        let tells = |circles: &[Option<Circle>; 3]| circles.iter().flatten().any(is_uneven);
        let before = self.fixes.iter().rev().skip_while(|fix| fix.state.time > at);
        let mut all = before.chain(self.fixes.iter().skip_while(|fix| fix.state.time <= at));
        all.find(|fix| tells(&fix.circles)).map(|fix| fix.circles)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_order_and_back_is_the_text(radii in prop::array::uniform4(0.0..500_000.0_f64), which in 0_usize..4) {
            let order = QuadrantOrder::ALL[which];
            prop_assert_eq!(order.as_written(order.clockwise(radii)), radii);
            prop_assert_eq!(order.clockwise(order.as_written(radii)), radii);
        }
    }
}
