//! The names of things: which are written, and how much each matters.

use std::collections::BTreeMap;

use crate::domain::{
    catalogue::Tone,
    model::{KindId, ObjectRef},
    view::{
        marks::is_alarm,
        scene::{Label, LabelInk, Ring, Scene, SceneRequest},
        symbol,
        tone::urgency,
    },
    world::World,
};

/// The rank of an alarm's name: from here on a name is written even where it covers a quieter symbol.
const ALARM: i32 = 900;
/// By how much each step of gravity comes before the one below.
const GRAVER: i32 = 100;

/// Adds names: of alarms and of what is chosen at any zoom, of the others from their kind's label zoom.
pub(super) fn add(scene: &mut Scene, world: &World, request: &SceneRequest) {
    let asked = |object: &ObjectRef| request.asked.as_ref().is_some_and(|asked| asked.answers.contains(object));
    let passed = |object: &ObjectRef| request.asked.as_ref().is_some_and(|asked| asked.passed_over.contains(object));
    let zooms: BTreeMap<&KindId, f64> =
        world.layers().map(|layer| (&layer.kind().id, f64::from(layer.kind().label_zoom))).collect();
    for mark in &scene.marks {
        let Some(object) = &mark.object else { continue };
        let near_enough = zooms.get(&mark.kind).is_some_and(|zoom| request.zoom >= *zoom)
            && request.looks.get(&mark.kind).is_none_or(|look| look.labels);
        let (ink, rank) = if asked(object) || mark.symbol.ring == Ring::Selected {
            (LabelInk::Chosen, 2000)
        } else if passed(object) {
            (LabelInk::Passed, 1500)
        } else if is_alarm(mark) {
            (LabelInk::Thing(Tone::Alarm), ALARM + GRAVER * i32::from(mark.gravity))
        } else if mark.symbol.ring == Ring::Highlighted {
            (LabelInk::Thing(mark.symbol.tone), 950)
        } else if near_enough {
            (LabelInk::Thing(mark.symbol.tone), 100 * urgency(mark.symbol.tone))
        } else {
            continue;
        };
        if !mark.name.is_empty() {
            let (at, text) = (mark.at, mark.name.clone());
            let beside = Some(symbol::half_size(&mark.symbol, 1.0).map(|each| each + 2.0));
            scene.labels.push(Label { at, text, ink, beside, rank, opacity: mark.symbol.opacity });
        }
    }
}
