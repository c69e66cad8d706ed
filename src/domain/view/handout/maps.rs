//! The map of a plan, or of one village of it: danger, ways, villages, shelters, over a quiet base map.

use std::{collections::BTreeSet, sync::Arc};

use crate::domain::{
    catalogue::{Role, Tone},
    plan::evacuation::Plan,
    query::Condition,
    view::{
        drawing::{self, Canvas},
        figures::{Room, figures},
        furniture::{north_arrow, scale_bar},
        handout::Handing,
        legend::LegendRow,
        look::LayerLook,
        palette::{Color, PRINT, Palette},
        paper::{Drawing, Part},
        projection::View,
        scene::{AreaInk, Scene, SceneRequest, scene},
        shape::{Align, PxRect, Shape, Stroke, TextShape, rough_width},
        travelled::{Goal, Moving, Travelled, WayOf},
    },
};

/// Width and height of a map on a page, points: as wide as the text on A4, with room for the list below it.
const SLIP: [f32; 2] = [482.0, 262.0];
const WHOLE: [f32; 2] = [482.0, 330.0];
/// The same on a page that lies on its long side, for a plan by itself.
pub(super) const SHEET: [f32; 2] = [728.0, 400.0];
/// Signs and type beside those of the screen: names are 8 points high.
const SCALE: f32 = 0.62;
/// Height of what explains the signs, below the map.
const KEY: f32 = 17.0;

impl Handing<'_> {
    /// The map of these groups of the plan (`None`: of all of it) with what explains it.
    pub(super) fn map(&self, groups: Option<&[usize]>) -> Part {
        let size = if groups.is_some() { SLIP } else { WHOLE };
        Part::Drawing(self.map_of(groups, size))
    }

    /// The same at a size of its own.
    pub(super) fn map_of(&self, groups: Option<&[usize]>, size: [f32; 2]) -> Drawing {
        let drawn = Arc::new(self.drawn(groups));
        let frame = PxRect { min: [0.0, 0.0], max: [size[0], size[1] - KEY] };
        let view = View::fit(drawn.extent(), frame.max.map(f64::from), f64::from(30.0 * SCALE));
        let canvas = Canvas { view, scale: SCALE, palette: &PRINT };
        let scene = self.scene(&drawn, &view, SCALE);
        let mut shapes = self.painted(&scene, &canvas);
        shapes = shapes.into_iter().flat_map(|shape| shape.clipped(&frame)).collect();
        let stroke = Some(Stroke::solid(0.8, PRINT.text));
        // What reaches beyond the frame does not reach into the line below it.
        let (min, max) = ([0.0, frame.max[1]], size);
        shapes.push(Shape::Box { min, max, radius: 0.0, fill: PRINT.panel, stroke: None });
        shapes.push(Shape::Box { min: frame.min, max: frame.max, radius: 0.0, fill: Color::CLEAR, stroke });
        self.key(&scene, &canvas, size, &mut shapes);
        Drawing { size, shapes: shapes.into(), told: self.words.get("handout-map") }
    }

    /// What the map of the whole plan shows in a view, its legend included.
    pub fn scene(&self, drawn: &Arc<Travelled>, view: &View, scale: f32) -> Scene {
        let kinds = self.world.catalogue().kinds();
        // A quiet map: the ground, and what bars a road.
        let quiet = |role: Role| role == Role::Basemap || role == Role::RoadClosure;
        let hidden = kinds.filter(|kind| {
            let ground = kind.id.as_str() == "township" || kind.roles.iter().any(|role| quiet(*role));
            !ground || kind.id.as_str() == "relief"
        });
        // One that is lifted bars nobody.
        let closures = self.world.catalogue().kinds().filter(|kind| kind.has_role(Role::RoadClosure));
        let looks = closures.filter_map(|kind| {
            let filter = Some(Condition::parse("status=active", kind).ok()?);
            Some((kind.id.clone(), LayerLook { filter, ..LayerLook::default() }))
        });
        let request = SceneRequest {
            looks: looks.collect(),
            bounds: Some(view.bounds().grown(0.01)),
            zoom: view.zoom - f64::from(scale).log2(),
            hidden: hidden.map(|kind| kind.id.clone()).collect(),
            now: Some(self.now),
            travelled: Some(drawn.clone()),
            ..SceneRequest::default()
        };
        let mut scene = scene(self.world, &request, self.words);
        for area in &mut scene.areas {
            if area.ink == AreaInk::Reach {
                area.ink = AreaInk::Active(Tone::Alarm);
            }
        }
        scene
    }

    /// What of the plan is drawn over the ground: of these groups, or all of it.
    pub fn drawn(&self, groups: Option<&[usize]>) -> Travelled {
        let plan: &Plan = self.plan;
        let wanted = |group: usize| groups.is_none_or(|groups| groups.contains(&group));
        let mut drawn = Travelled { danger: plan.danger.shapes().cloned().collect(), ..Travelled::default() };
        let mut goals = BTreeSet::new();
        for placement in plan.placements.iter().filter(|one| wanted(one.group)) {
            goals.insert(placement.shelter);
        }
        for (_, guide) in self.guides.iter().filter(|((group, _), _)| wanted(*group)) {
            drawn.ways.extend(guide.way.clone().map(|way| (way, WayOf::Plan)));
            drawn.off_road.extend(guide.off_road.iter().cloned());
        }
        drawn.goals = goals.into_iter().filter_map(|at| self.goal(at)).collect();
        let places: BTreeSet<(&str, &str)> = plan
            .called
            .groups
            .iter()
            .enumerate()
            .filter(|(at, _)| wanted(*at))
            .map(|(_, group)| (group.township.as_str(), group.village.as_str()))
            .collect();
        let rows = self.view.villages.iter().filter(|row| places.contains(&(&*row.township, &*row.name)));
        drawn.moving = rows.filter_map(Moving::of).collect();
        drawn
    }

    fn goal(&self, at: usize) -> Option<Goal> {
        let shelter = self.plan.shelters.get(at)?;
        let symbol = self.world.catalogue().kind(shelter.object.kind.as_str())?.symbol.clone();
        Some(Goal { at: shelter.at, name: shelter.name.clone(), symbol })
    }

    /// The map itself, with scale bar, north arrow and the mark of a sample.
    fn painted(&self, scene: &Scene, canvas: &Canvas<'_>) -> Vec<Shape> {
        let [width, height] = canvas.view.size.map(|side| side as f32);
        let mut shapes = drawing::ground(scene, canvas);
        let (bar, taken) = scale_bar(canvas, [10.0, height - 8.0], 150.0);
        let (arrow, corner) = north_arrow(canvas, [width - 14.0, 8.0], &self.words.get("map-north"));
        let mut furniture = [bar, arrow].concat();
        let mut reserved = vec![taken, corner];
        if let Some(mark) = self.mark {
            let wide = rough_width(mark, 9.0, true);
            let (min, max) = ([6.0, 6.0], [16.0 + wide, 21.0]);
            let stroke = Some(Stroke::solid(1.0, PRINT.alarm));
            furniture.push(Shape::Box { min, max, radius: 2.0, fill: PRINT.panel, stroke });
            furniture.push(text([11.0, 13.5], Align::Start, mark, (9.0, true, &PRINT)));
            reserved.push(PxRect { min, max });
        }
        let room = Room { reserved: &reserved, beyond: 0.0, dots: true };
        shapes.extend(figures(scene, canvas, room, &rough_width).into_shapes());
        shapes.extend(furniture);
        shapes
    }

    /// What the signs mean, in a line below the map.
    fn key(&self, scene: &Scene, canvas: &Canvas<'_>, size: [f32; 2], shapes: &mut Vec<Shape>) {
        let middle = size[1] - KEY / 2.0 + 1.0;
        let mut left = 2.0;
        let mut put = |sample: Vec<Shape>, name: &str| {
            let wide = 24.0 + rough_width(name, 8.0, false) + 12.0;
            if left + wide <= size[0] + 12.0 {
                shapes.extend(sample);
                shapes.push(text([left + 24.0, middle], Align::Start, name, (8.0, false, &PRINT)));
                left += wide;
            }
            left
        };
        let mut at = 2.0;
        let own = |row: &&LegendRow| ["village", "shelter"].contains(&row.kind.as_str());
        let sample = |row: &LegendRow, at: f32| row.sample([at + 11.0, middle], SCALE * 0.9, canvas.palette);
        for row in scene.legend.iter().filter(own) {
            at = put(sample(row, at), &row.name);
        }
        let line = |left: f32, width: f32, dash| {
            let stroke = Stroke { width, color: PRINT.accent, dash };
            vec![Shape::Path { points: vec![[left, middle], [left + 21.0, middle]], closed: false, stroke }]
        };
        let ring = |left: f32| {
            vec![
                [left + 1.0, middle - 5.0],
                [left + 20.0, middle - 5.0],
                [left + 20.0, middle + 5.0],
                [left + 1.0, middle + 5.0],
            ]
        };
        let hatched = |left: f32| {
            let mut out =
                vec![Shape::Path { points: ring(left), closed: true, stroke: Stroke::solid(1.2, PRINT.alarm) }];
            let stroke = Stroke::solid(0.7, PRINT.alarm);
            let lines = drawing::hatch(&[ring(left)], 5.0).into_iter();
            out.extend(lines.map(|[a, b]| Shape::Path { points: vec![a, b], closed: false, stroke }));
            out
        };
        at = put(hatched(at), &self.words.get("handout-danger"));
        at = put(line(at, 3.0, None), &self.words.get("map-way"));
        at = put(line(at, 1.5, Some([2.0, 2.5])), &self.words.get("map-off-road"));
        for row in scene.legend.iter().filter(|row| !own(row)) {
            at = put(sample(row, at), &row.name);
        }
    }
}

fn text(at: [f32; 2], align: Align, text: &str, (size, bold, palette): (f32, bool, &Palette)) -> Shape {
    let (text, color) = (text.to_owned(), if bold { palette.alarm } else { palette.text });
    Shape::Text(TextShape { at, align, text, size, color, bold, halo: None, struck: false })
}
