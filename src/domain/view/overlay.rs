//! The nearest answer as a story on the map: where it was asked, numbered answers, the ones passed over.

use crate::domain::{
    model::ObjectRef,
    view::{
        basemap::middle,
        scene::{Overlay, Pin, Scene, SceneRequest},
    },
    world::World,
};

/// Adds the question and its answers to a scene.
pub(super) fn add(scene: &mut Scene, world: &World, request: &SceneRequest) {
    let Some(asked) = &request.asked else { return };
    let place = |object: &ObjectRef| middle(world.object(object)?.geometry.as_ref()?);
    let pins = asked.answers.iter().enumerate();
    scene.overlay = Some(Overlay {
        from: [asked.from.lon(), asked.from.lat()],
        pins: pins.filter_map(|(index, object)| Some(Pin { rank: index + 1, at: place(object)? })).collect(),
        passed: asked.passed_over.iter().filter_map(place).collect(),
    });
}
