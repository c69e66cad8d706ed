//! How much room the window has, and which side panels fit beside the map.

/// How much room there is, by the window's width in points: text size and the system's scale are in it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Room {
    /// Both sides stand beside the map.
    Wide,
    /// The layer tree is folded away until asked for.
    Narrow,
    /// One side at a time, and the right one only when it has an answer.
    Tight,
}

/// Below this width the layer tree folds, points.
const NARROW: f32 = 1240.0;
/// Below this width only one side stands beside the map, points.
const TIGHT: f32 = 860.0;

impl Room {
    /// The room of a window so wide.
    pub fn of(width: f32) -> Self {
        if width >= NARROW {
            Self::Wide
        } else if width >= TIGHT {
            Self::Narrow
        } else {
            Self::Tight
        }
    }

    /// What the sizes of its sides are kept under: one side may be wide in one room and narrow in another.
    pub const fn sides(self) -> [&'static str; 2] {
        match self {
            Self::Wide => ["left-wide", "right-wide"],
            Self::Narrow => ["left-narrow", "right-narrow"],
            Self::Tight => ["left-tight", "right-tight"],
        }
    }

    /// How wide the layer tree is, points: as drawn, least, most.
    pub const fn left(self) -> [f32; 3] {
        match self {
            Self::Wide => [296.0, 208.0, 460.0],
            Self::Narrow | Self::Tight => [232.0, 208.0, 300.0],
        }
    }

    /// How wide the right side is, points: as drawn, least, most.
    pub const fn right(self) -> [f32; 3] {
        match self {
            Self::Wide => [416.0, 340.0, 640.0],
            Self::Narrow => [340.0, 320.0, 420.0],
            Self::Tight => [320.0, 300.0, 360.0],
        }
    }
}

/// Whether the layer tree is open: what the reader said of it, else what the room allows.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Fold {
    said: Option<bool>,
}

impl Fold {
    /// Whether it stands open in such a room.
    pub fn is_open(self, room: Room) -> bool {
        self.said.unwrap_or(room == Room::Wide)
    }

    /// What the reader said.
    pub const fn said(self) -> Option<bool> {
        self.said
    }

    /// As the reader left it.
    pub const fn left(said: Option<bool>) -> Self {
        Self { said }
    }

    /// Opens it, or folds it away.
    pub const fn set(&mut self, open: bool) {
        self.said = Some(open);
    }

    /// Turns it.
    pub fn turn(&mut self, room: Room) {
        self.said = Some(!self.is_open(room));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_window_folds_the_layer_tree_until_it_is_asked_for() {
        let mut fold = Fold::default();
        assert!(fold.is_open(Room::of(1920.0)));
        assert!(!fold.is_open(Room::of(960.0)));
        fold.turn(Room::of(960.0));
        assert!(fold.is_open(Room::of(960.0)));
    }

    #[test]
    fn the_map_keeps_at_least_a_third_of_every_window() {
        for width in [700.0, 860.0, 960.0, 1239.0, 1240.0, 1920.0] {
            let room = Room::of(width);
            let left = if room == Room::Tight { 0.0 } else { room.left()[0] };
            assert!(width - left - room.right()[0] >= width / 3.0, "{width}");
        }
    }
}
