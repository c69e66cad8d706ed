//! The nearest answer as a story on the map: where it was asked, numbered answers, the ones passed over.

use crate::domain::{
    model::ObjectRef,
    view::{
        basemap::middle,
        projection::Bounds,
        scene::{Scene, SceneRequest},
    },
    world::World,
};

/// A question about the nearest, on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlay {
    /// Where it was asked from.
    pub from: [f64; 2],
    /// The answers: 1 is nearest.
    pub pins: Vec<Pin>,
    /// The nearer ones passed over.
    pub passed: Vec<[f64; 2]>,
    /// Where a way ends.
    pub to: Option<[f64; 2]>,
}

/// A numbered answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pin {
    /// 1 is nearest.
    pub rank: usize,
    /// Longitude and latitude.
    pub at: [f64; 2],
}

impl Overlay {
    /// What must be in view to read the answer.
    pub fn bounds(&self) -> Bounds {
        let places = self.pins.iter().map(|pin| pin.at).chain(self.passed.iter().copied());
        places.fold(Bounds::of(self.from[0], self.from[1]), |bounds, [lon, lat]| bounds.with(lon, lat))
    }
}

/// Adds the question and its answers to a scene.
pub(super) fn add(scene: &mut Scene, world: &World, request: &SceneRequest) {
    let travelled = request.travelled.as_ref();
    if let Some((travelled, from)) = travelled.and_then(|travelled| Some((travelled, travelled.from?))) {
        let to = travelled.to.map(|to| [to.lon(), to.lat()]);
        let from = [from.lon(), from.lat()];
        scene.overlay = Some(Overlay { from, pins: Vec::new(), passed: Vec::new(), to });
        return;
    }
    let Some(asked) = &request.asked else { return };
    let place = |object: &ObjectRef| middle(world.object(object)?.geometry.as_ref()?);
    let pins = asked.answers.iter().enumerate();
    scene.overlay = Some(Overlay {
        from: [asked.from.lon(), asked.from.lat()],
        pins: pins.filter_map(|(index, object)| Some(Pin { rank: index + 1, at: place(object)? })).collect(),
        passed: asked.passed_over.iter().filter_map(place).collect(),
        to: None,
    });
}
