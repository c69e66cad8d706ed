//! What travel draws on the map: a way, what is within reach, and a plan of evacuation with its villages and shelters.

use std::cmp::Reverse;

use geo_types::{LineString, MultiLineString, MultiPolygon};

use crate::domain::{
    catalogue::{Frame, GeometryType, Symbol, Tone},
    model::KindId,
    network::Graph,
    place::Position,
    query::Journey,
    view::{
        Words,
        evacuation::VillageRow,
        format,
        legend::LegendRow,
        projection::Bounds,
        scene::{Area, AreaInk, Label, LabelInk, Line, LineInk, Mark, MarkSymbol, Ring, Scene, Size},
        symbol,
        tone::urgency,
    },
};

/// A village that stays in its place is shown with this much around it, degrees.
const AROUND: f64 = 0.006;
/// The danger is shown whole where the map becomes at most so many times larger by it.
const WIDER: f64 = 2.5;

/// What travel draws on the map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Travelled {
    /// The best way, degrees.
    pub best: Option<LineString>,
    /// Another way.
    pub other: Option<LineString>,
    /// The ways of many, and which plan's they are.
    pub ways: Vec<(LineString, WayOf)>,
    /// What is gone off the road, straight.
    pub off_road: Vec<LineString>,
    /// What is within reach.
    pub area: Option<MultiPolygon>,
    /// The danger that people are moved out of.
    pub danger: Vec<MultiPolygon>,
    /// Where it begins.
    pub from: Option<Position>,
    /// Where it ends.
    pub to: Option<Position>,
    /// The villages that people leave.
    pub moving: Vec<Moving>,
    /// The shelters that they go to, where their own layer does not show them.
    pub goals: Vec<Goal>,
}

/// Whose a way of many is, where two plans are looked at side by side.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum WayOf {
    /// That of the present plan alone.
    Plan,
    /// That of both.
    Both,
    /// That of the plan that was kept alone.
    Kept,
}

impl WayOf {
    /// How it is drawn, as [`LineInk::Way`].
    const fn rank(self) -> u8 {
        match self {
            Self::Plan => 0,
            Self::Both => 3,
            Self::Kept => 1,
        }
    }
}

/// A village that people leave.
#[derive(Clone, Debug, PartialEq)]
pub struct Moving {
    /// Where most of them are.
    pub at: Position,
    /// Its name.
    pub name: String,
    /// People to move.
    pub people: u64,
    /// How urgent its order is: an alarm when its latest start is past, a warning when it is near.
    pub tone: Tone,
    /// Whether there is a deadline at all.
    pub timed: bool,
    /// Whether some of them have no place yet.
    pub without: bool,
}

/// A shelter that people go to.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    /// Where it is.
    pub at: Position,
    /// Its name.
    pub name: String,
    /// Its kind's symbol.
    pub symbol: Symbol,
}

/// A straight line, for what is gone off the road or guessed.
pub(super) fn straight(a: Position, b: Position) -> LineString {
    LineString::new(vec![a.point().0, b.point().0])
}

impl Travelled {
    /// The lines of a journey between two places.
    pub fn of_journey(journey: &Journey, graph: &Graph, from: Position, to: Position) -> Self {
        let Ok(best) = &journey.best else {
            return Self { from: Some(from), to: Some(to), ..Self::default() };
        };
        Self {
            from: Some(from),
            to: Some(to),
            best: Some(best.route.line(graph)),
            other: journey.alternative.as_ref().map(|way| way.route.line(graph)),
            off_road: vec![straight(from, best.route.from.at), straight(best.route.to.at, to)],
            ..Self::default()
        }
    }

    /// What must be in view: ways and their ends, and the danger as far as it does not make them small.
    pub fn extent(&self) -> Bounds {
        let lines =
            self.ways.iter().map(|(line, _)| line).chain(&self.off_road).flat_map(|line| line.coords().copied());
        let ends = self.moving.iter().map(|one| one.at).chain(self.goals.iter().map(|one| one.at));
        let around = |shape: &MultiPolygon| Bounds::of_geometry(&shape.clone().into());
        let danger: Vec<Bounds> = self.danger.iter().filter_map(around).collect();
        let Some(ends) = Bounds::around(lines.chain(ends.map(|at| at.point().0))) else {
            return danger.into_iter().reduce(Bounds::join).unwrap_or(Bounds::of(0.0, 0.0));
        };
        let [lon, lat] = [(ends.west + ends.east) / 2.0, (ends.south + ends.north) / 2.0];
        let least = ends.with(lon - AROUND, lat - AROUND).with(lon + AROUND, lat + AROUND);
        let all = danger.into_iter().filter(|danger| danger.meets(&least)).fold(least, Bounds::join);
        let fits = all.east - all.west <= WIDER * (least.east - least.west)
            && all.north - all.south <= WIDER * (least.north - least.south);
        // Signs are wider than the places they stand for.
        (if fits { all } else { least }).grown(0.03)
    }

    /// Adds it to a scene: the best way on top, what is within reach under everything else.
    pub(super) fn draw(&self, scene: &mut Scene) {
        scene.areas.extend(self.area.iter().chain(&self.danger).map(|area| Area {
            shape: area.clone(),
            ink: AreaInk::Reach,
            opacity: 1.0,
            object: None,
        }));
        let mut line = |shape: &LineString, rank: u8| {
            let shape = MultiLineString::new(vec![shape.clone()]);
            scene.lines.push(Line { shape, ink: LineInk::Way(rank), opacity: 1.0, object: None });
        };
        self.off_road.iter().for_each(|shape| line(shape, 2));
        self.ways.iter().for_each(|(shape, of)| line(shape, of.rank()));
        self.other.iter().for_each(|shape| line(shape, 1));
        self.best.iter().for_each(|shape| line(shape, 0));
    }

    /// Adds its villages and shelters to a scene that has its own marks already, and says in the legend what they are.
    pub(super) fn mark(&self, scene: &mut Scene, words: &Words) {
        let mut rows: Vec<LegendRow> = Vec::new();
        for goal in &self.goals {
            let symbol = MarkSymbol::of(&goal.symbol, Tone::Ready);
            count(&mut rows, "shelter".into(), words.get("map-goal"), &symbol);
            put(scene, (goal.at, &goal.name, LabelInk::Chosen, 920), "shelter".into(), symbol, goal.name.clone());
        }
        for one in &self.moving {
            let symbol = one.symbol(&format::number(i64::try_from(one.people).unwrap_or(i64::MAX)));
            let sample = one.symbol(&words.get("map-moving-sign"));
            count(&mut rows, "village".into(), words.get(one.legend()), &sample);
            let (ink, rank) = match one.tone {
                Tone::Alarm => (LabelInk::Thing(Tone::Alarm), 1000),
                Tone::Warning => (LabelInk::Thing(Tone::Warning), 940),
                _ => (LabelInk::Thing(Tone::Warning), 930),
            };
            let args = [("name", one.name.clone()), ("n", one.people.to_string())];
            let told = words.with("evacuate-comes-from", &args);
            put(scene, (one.at, &one.name, ink, rank), "village".into(), symbol, told);
        }
        // The most urgent first, before what stands there anyway.
        rows.sort_by_key(|row| Reverse(if row.symbol.tone == Tone::Ready { 0 } else { 1 + urgency(row.symbol.tone) }));
        scene.legend.splice(0..0, rows);
    }
}

fn count(rows: &mut Vec<LegendRow>, kind: KindId, name: String, symbol: &MarkSymbol) {
    match rows.iter_mut().find(|row| row.name == name) {
        Some(row) => row.count += 1,
        None => rows.push(LegendRow {
            kind,
            name,
            symbol: symbol.clone(),
            geometry: GeometryType::Point,
            count: 1,
            storm: None,
        }),
    }
}

/// A mark with its name beside it.
fn put(
    scene: &mut Scene,
    (at, text, ink, rank): (Position, &str, LabelInk, i32),
    kind: KindId,
    symbol: MarkSymbol,
    name: String,
) {
    let at = [at.lon(), at.lat()];
    let beside = Some(symbol::half_size(&symbol, 1.0).map(|each| each + 2.0));
    scene.labels.push(Label { at, text: text.to_owned(), ink, beside, rank, opacity: 1.0 });
    scene.marks.push(Mark {
        at,
        from: None,
        symbol,
        kind,
        object: None,
        name,
        cluster: None,
        gravity: 0,
        rank: rank * 10,
        lift: 0,
        pulse: false,
    });
}

impl Moving {
    /// That of a row of a plan; `None`: nobody has to be moved.
    pub fn of(row: &VillageRow) -> Option<Self> {
        (row.count > 0).then(|| Self {
            at: row.at,
            name: row.name.clone(),
            people: row.count,
            tone: row.tone,
            timed: row.leave_by.is_some(),
            without: row.without > 0,
        })
    }

    /// A round one with time, a square one when it is near, a loud one with a `!` when it is past, with a `?` where
    /// somebody has no place: not by colour alone.
    fn symbol(&self, text: &str) -> MarkSymbol {
        let (frame, text) = match self.tone {
            Tone::Alarm => (Frame::Event, format!("!{text}")),
            Tone::Warning => (Frame::Hazard, text.to_owned()),
            _ if self.without => (Frame::Plain, format!("?{text}")),
            _ => (Frame::Plain, text.to_owned()),
        };
        MarkSymbol {
            frame,
            tone: self.tone,
            glyph: None,
            text,
            size: Size::Symbol,
            ring: Ring::None,
            parts: Vec::new(),
            opacity: 1.0,
        }
    }

    fn legend(&self) -> &'static str {
        match (self.tone, self.without, self.timed) {
            (Tone::Alarm, ..) => "map-moving-past",
            (Tone::Warning, ..) => "map-moving-soon",
            (_, true, _) => "map-moving-nowhere",
            (_, false, true) => "map-moving-time",
            (_, false, false) => "map-moving",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::catalogue::Lang;

    fn moving(name: &str, tone: Tone, without: bool) -> Moving {
        Moving {
            at: Position::new(119.5, 29.0).unwrap(),
            name: name.to_owned(),
            people: 1_062,
            tone,
            timed: true,
            without,
        }
    }

    #[test]
    fn how_urgent_a_village_is_is_told_by_shape_and_sign_and_the_legend_says_it() {
        let all = [
            moving("甲村", Tone::Normal, false),
            moving("乙村", Tone::Warning, false),
            moving("丙村", Tone::Alarm, false),
            moving("丁村", Tone::Normal, true),
        ];
        let travelled = Travelled { moving: all.to_vec(), ..Travelled::default() };
        let mut scene = Scene::default();
        let ids = ["time", "soon", "past", "nowhere"].map(|one| format!("map-moving-{one} = {one}\n")).concat();
        let text = format!("{ids}map-moving-sign = 人\nevacuate-comes-from = {{ $name }} {{ $n }}\n");
        travelled.mark(&mut scene, &Words::read(Lang::Zh, &[("a", &text)]).0);
        let looks: Vec<(Frame, &str)> =
            scene.marks.iter().map(|mark| (mark.symbol.frame, mark.symbol.text.as_str())).collect();
        let expected =
            [(Frame::Plain, "1,062"), (Frame::Hazard, "1,062"), (Frame::Event, "!1,062"), (Frame::Plain, "?1,062")];
        assert_eq!(looks, expected);
        let rows: Vec<&str> = scene.legend.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(rows, ["past", "soon", "time", "nowhere"]);
        // The most urgent is named first.
        let first = scene.labels.iter().max_by_key(|label| label.rank).unwrap();
        assert_eq!(first.text, "丙村");
    }
}
