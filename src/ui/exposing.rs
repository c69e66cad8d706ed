//! Who and what lies in an area at the desk: asked off the window's thread, anew when the area, the world or the
//! language changes.

use std::{collections::BTreeSet, sync::Arc};

use geo::BoundingRect;
use geo_types::{MultiPoint, MultiPolygon, Point, Rect};

use crate::{
    domain::{
        catalogue::Lang,
        hazard::{
            downstream::downstream,
            exposure::{self, Extent},
        },
        model::{KindId, ObjectRef, Uid},
        place::middle_of,
        plan::evacuation::{BadDanger, Danger},
        query::name_of,
        view::{
            Words,
            downstream::source_told,
            evacuation::bad_danger,
            exposure::{ExposureView, exposure},
        },
        world::World,
    },
    ui::{asking::Asking, here::Here},
};

/// What is asked about.
#[derive(Clone, Debug, PartialEq)]
pub enum Of {
    /// Danger areas and zones of the map.
    Areas(Vec<ObjectRef>),
    /// What was drawn.
    Drawn(MultiPolygon),
    /// What lies below a reservoir or pond.
    Below(ObjectRef),
    /// The winds of a storm at a moment: what that is called, and where they blow.
    Winds(String, Arc<MultiPolygon>),
}

/// The answer, the outline of its area, and the box to look at: around that, else around the villages inside; or why
/// there is none.
type Answer = Result<(Arc<ExposureView>, Option<Arc<MultiPolygon>>, Option<Rect>), String>;

/// What is asked about exposure, and the answer.
#[derive(Debug, Default)]
pub struct Exposing {
    /// Of what; none: nothing is asked.
    of: Option<Of>,
    answer: Asking<Answer>,
    /// What the answer is of.
    answered: Option<(Of, u64, Lang)>,
}

impl Exposing {
    /// Asks of an area.
    pub fn begin(&mut self, of: Of) {
        self.close();
        self.of = Some(of);
    }

    /// Puts it away; `false`: nothing was asked.
    pub fn close(&mut self) -> bool {
        self.answer.clear();
        self.answered = None;
        self.of.take().is_some()
    }

    /// Whether something is asked.
    pub const fn is_open(&self) -> bool {
        self.of.is_some()
    }

    /// The answer; none while it is worked out.
    pub fn view(&self) -> Option<Result<&Arc<ExposureView>, &str>> {
        let answer = self.answer.answer()?;
        Some(answer.as_ref().map(|(view, ..)| view).map_err(String::as_str))
    }

    /// The outline of the area, for the map.
    pub fn outline(&self) -> Option<Arc<MultiPolygon>> {
        self.answer.answer()?.as_ref().ok()?.1.clone()
    }

    /// The box to look at, WGS-84 degrees.
    pub fn rect(&self) -> Option<Rect> {
        self.answer.answer()?.as_ref().ok()?.2
    }

    /// What lies inside of a kind, by its place among the lists: the kind, its name, its objects, and what was asked.
    pub fn part(&self, place: usize) -> Option<(KindId, String, Arc<BTreeSet<Uid>>, String)> {
        let view = self.view()?.ok()?;
        let part = view.kinds.get(place)?;
        Some((part.kind.clone(), part.name.clone(), part.all.clone(), view.asked.clone()))
    }

    /// Keeps the answer in step; `true` when the first one to a question came. Never waits.
    pub fn poll(&mut self, here: Here<'_>) -> bool {
        let first = self.answer.answer().is_none();
        let came = self.answer.poll();
        let Some(of) = &self.of else { return false };
        let wanted = (of.clone(), here.world.revision(), here.words.lang());
        if !self.answer.is_busy() && self.answered.as_ref() != Some(&wanted) {
            let (world, words, of) = (here.world.clone(), here.words.clone(), of.clone());
            self.answered = Some(wanted);
            self.answer.ask("exposure", here.wake, move || answer(&world, &of, &words));
        }
        came && first
    }
}

fn answer(world: &World, of: &Of, words: &Words) -> Answer {
    let (extent, name) = match of {
        Of::Below(dam) => below(world, dam, words)?,
        Of::Winds(name, shape) => (whole(shape, words)?, name.clone()),
        Of::Areas(_) | Of::Drawn(_) => danger(world, of, words)?,
    };
    let found = exposure::exposure(world, &extent);
    let outline = extent.outline();
    let rect = outline.as_ref().map_or_else(|| villages(world, &found), BoundingRect::bounding_rect);
    Ok((Arc::new(exposure(world, &found, &name, words)), outline.map(Arc::new), rect))
}

/// The box around the villages inside.
fn villages(world: &World, found: &exposure::Exposure) -> Option<Rect> {
    let layer = world.layer("village")?;
    let inside = found.inside.iter().filter(|inside| inside.kind.as_str() == "village");
    let places = inside.flat_map(|inside| &inside.objects).filter_map(|uid| layer.get(*uid)?.geometry.as_ref());
    let places: Vec<Point> = places.filter_map(|place| Some(middle_of(place)?.point())).collect();
    MultiPoint(places).bounding_rect()
}

fn danger(world: &World, of: &Of, words: &Words) -> Result<(Extent, String), String> {
    let bad = |bad: &BadDanger| bad_danger(bad, &words.get("evacuate-drawn"), world, words);
    let danger = match of {
        Of::Drawn(shape) => Danger::drawn(shape),
        Of::Areas(areas) => Danger::of(world, areas),
        Of::Below(_) | Of::Winds(..) => Ok(Danger::default()),
    };
    let danger = danger.map_err(|error| bad(&error))?;
    let extent = Extent::of(&danger).map_err(|fault| bad(&BadDanger::Shape { fault, name: None }))?;
    let names: Vec<&str> = danger.named().iter().map(|named| named.name.as_str()).collect();
    let name = match names.as_slice() {
        [] => words.get("within-name-drawn"),
        names => words.with("exposure-of-named", &[("name", names.join(&words.get("list-separator")))]),
    };
    Ok((extent, name))
}

fn below(world: &World, dam: &ObjectRef, words: &Words) -> Result<(Extent, String), String> {
    let found = downstream(world, dam).unwrap_or_default();
    let source = source_told(&found, words);
    let extent = found.extent(world).map_err(|_| source.clone())?;
    let name = world.layer(dam.kind.as_str()).zip(world.object(dam)).map(|(layer, dam)| name_of(layer.kind(), dam));
    let args = [("name", name.unwrap_or_default()), ("source", source)];
    Ok((extent, words.with("exposure-of-downstream", &args)))
}

fn whole(shape: &MultiPolygon, words: &Words) -> Result<Extent, String> {
    Extent::of_parts(shape, Vec::new()).map_err(|fault| words.problem(&fault.problem()))
}
