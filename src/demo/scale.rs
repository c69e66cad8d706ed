//! More of the same, for benches: what stands at a point, again and again, each a little further on.

use std::sync::Arc;

use geo_types::{Geometry, Point};

use crate::{
    demo::{
        register::Register,
        rng::{Rng, uid_bits},
    },
    domain::model::{Object, Uid},
};

/// Adds `scale - 1` copies of every object at a point, with uids of their own. Event rows are not copied.
pub(super) fn multiply(register: &mut Register, seed: u64, scale: u32) {
    for (kind, objects) in &mut register.objects {
        let mut rng = Rng::of(seed, kind.as_str());
        let originals = objects.clone();
        for copy in 1..u64::from(scale) {
            for (at, object) in originals.iter().enumerate() {
                let Some(Geometry::Point(point)) = object.geometry else { continue };
                let reach = 0.03;
                let place = Point::new(point.x() + rng.real(-reach, reach), point.y() + rng.real(-reach, reach));
                let uid = Uid::from_bits(uid_bits(seed ^ copy.rotate_left(40), kind.as_str(), at as u64));
                let copied = Object { uid, geometry: Some(place.into()), ..Object::clone(object) };
                objects.push(Arc::new(copied));
            }
        }
    }
}
