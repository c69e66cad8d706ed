//! Room on the screen: no two symbols on top of each other. What stands close together becomes one mark with its
//! number and its worst state; what must be seen by itself steps aside, and a line leads to its place.
//!
//! Everything is decided in places of the world at the zoom asked for, on cells anchored to the world: panning
//! changes nothing, and zooming in from there only gives more room.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use crate::domain::{
    catalogue::{Kind, Role},
    model::KindId,
    view::{
        Words, format,
        projection::{Bounds, TILE_PX, degrees, world as to_world},
        scene::{Cluster, Mark, MarkSymbol, Part, Ring, Size},
        symbol,
        tone::urgency,
    },
};

/// From this zoom on nothing is drawn together: what shares a place fans out.
const APART_FROM_ZOOM: f64 = 16.0;
/// Things within a square this wide may be drawn together, pixels. Divides the cell that scenes are asked by.
const CELL_PX: f64 = 64.0;
/// So many and more are drawn together; fewer stand beside each other.
const LEAST: usize = 3;
/// Room between two symbols, pixels.
const GAP: f64 = 1.5;
/// How far things are looked for that another may be drawn together with, pixels.
const REACH: f64 = 110.0;

/// How a mark is treated where there is little room.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Tier {
    /// Always by itself: an alarm, an answer, what is selected.
    Alone,
    /// By itself where it can: what is open, out or in force.
    Own,
    /// One of many.
    Many,
}

/// A mark that wants room.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// How it is treated.
    pub(super) tier: Tier,
    /// Its kind: what is drawn together first is of a layer group.
    pub(super) kind: Arc<Kind>,
    /// Places free in it, of an open place for people.
    pub(super) free: Option<i64>,
    /// The mark, at its place.
    pub(super) mark: Mark,
}

/// Gives every mark its room.
pub(super) fn settle(items: Vec<Item>, zoom: f64, words: &Words) -> Vec<Mark> {
    let px = TILE_PX * zoom.exp2();
    let mut room = Room { apart: zoom >= APART_FROM_ZOOM, ..Room::default() };
    let mut pieces =
        if room.apart { items.into_iter().map(|item| Piece::one(item, px)).collect() } else { gathered(items, px) };
    pieces.sort_by_cached_key(Piece::order);
    for piece in pieces {
        room.put(piece);
    }
    room.pieces.into_iter().flatten().filter_map(|piece| piece.mark(px, words)).collect()
}

/// One mark or several drawn together, with the room they take.
#[derive(Debug)]
struct Piece {
    tier: Tier,
    /// Where it belongs, pixels of the world.
    home: [f64; 2],
    /// Where it is drawn.
    at: [f64; 2],
    half: [f64; 2],
    items: Vec<Item>,
}

impl Piece {
    fn one(item: Item, px: f64) -> Self {
        let home = to_world(item.mark.at[0], item.mark.at[1]).map(|each| each * px);
        let half = half(&item.mark.symbol);
        Self { tier: item.tier, home, at: home, half, items: vec![item] }
    }

    /// Several as one, in the middle of them.
    fn of(pieces: Vec<Self>) -> Option<Self> {
        let tier = pieces.iter().map(|piece| piece.tier).min()?;
        let count: usize = pieces.iter().map(|piece| piece.items.len()).sum();
        let sum = pieces.iter().fold([0.0, 0.0], |sum: [f64; 2], piece| {
            let weight = piece.items.len() as f64;
            [sum[0] + piece.home[0] * weight, sum[1] + piece.home[1] * weight]
        });
        let home = sum.map(|each| each / count as f64);
        let items: Vec<Item> = pieces.into_iter().flat_map(|piece| piece.items).collect();
        let half = half(&together(&items, tier)?);
        Some(Self { tier, home, at: home, half, items })
    }

    /// The most important first; then those with most in them, then by place, so that the order is always the same.
    fn order(&self) -> (Tier, Reverse<i32>, Reverse<usize>, [i64; 2]) {
        let rank = self.items.iter().map(|item| item.mark.rank).max().unwrap_or(0);
        let place = self.home.map(|each| (each * 16.0) as i64);
        (self.tier, Reverse(rank), Reverse(self.items.len()), place)
    }

    fn rect(&self, at: [f64; 2]) -> Rect {
        Rect {
            min: [at[0] - self.half[0] - GAP, at[1] - self.half[1] - GAP],
            max: [at[0] + self.half[0] + GAP, at[1] + self.half[1] + GAP],
        }
    }

    /// How far it may step aside, pixels.
    fn leash(&self, apart: bool) -> f64 {
        match (self.tier, self.items.len()) {
            (Tier::Alone, _) => 170.0,
            (_, 1) if apart => 90.0,
            (Tier::Own, _) => 62.0,
            (Tier::Many, 1) => 2.2 * self.half[1],
            (Tier::Many, _) => 34.0,
        }
    }

    fn mark(self, px: f64, words: &Words) -> Option<Mark> {
        let at = degrees(self.at.map(|each| each / px));
        if let [item] = self.items.as_slice() {
            let mut mark = item.mark.clone();
            let moved = apart(self.at, self.home);
            if moved > 0.0 {
                // What still covers its place needs no line, nor a dot that gave way by its own width.
                let needs = if mark.symbol.size == Size::Symbol { self.half[1] } else { 16.0 };
                mark.from = (moved > needs).then_some(mark.at);
                mark.at = at;
            }
            return Some(mark);
        }
        let symbol = together(&self.items, self.tier)?;
        let marks = || self.items.iter().map(|item| &item.mark);
        let bounds = marks().map(|mark| Bounds::of(mark.at[0], mark.at[1])).reduce(Bounds::join)?;
        let worst = marks().max_by_key(|mark| mark.rank)?;
        Some(Mark {
            at,
            from: None,
            symbol,
            kind: worst.kind.clone(),
            object: None,
            name: names(&self.items, words),
            cluster: Some(Cluster { count: self.items.len(), bounds }),
            gravity: 0,
            rank: worst.rank,
            lift: marks().map(|mark| mark.lift).max().unwrap_or(0),
            pulse: false,
        })
    }
}

fn apart(a: [f64; 2], b: [f64; 2]) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

fn half(symbol: &MarkSymbol) -> [f64; 2] {
    symbol::half_size(symbol, 1.0).map(f64::from)
}

/// What stands in a cell, by what is drawn together first.
type Cell = BTreeMap<(Tier, String), Vec<Piece>>;

/// What stands within a cell too close to be told apart becomes one: of a kind for what is seen by itself where
/// it can, of a layer group for the many.
fn gathered(items: Vec<Item>, px: f64) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(items.len());
    let mut cells: BTreeMap<[i64; 2], Cell> = BTreeMap::new();
    for item in items {
        let key = match item.tier {
            Tier::Own => item.kind.id.to_string(),
            _ => item.kind.group.clone(),
        };
        let piece = Piece::one(item, px);
        if piece.tier == Tier::Alone {
            pieces.push(piece);
        } else {
            let cell = piece.home.map(|each| (each / CELL_PX).floor() as i64);
            cells.entry(cell).or_default().entry((piece.tier, key)).or_default().push(piece);
        }
    }
    for group in cells.into_values().flat_map(BTreeMap::into_values) {
        if group.len() >= LEAST && crowded(&group) {
            pieces.extend(Piece::of(group));
        } else {
            pieces.extend(group);
        }
    }
    pieces
}

fn crowded(group: &[Piece]) -> bool {
    // So many in a cell always overlap.
    group.len() > 24
        || group.iter().enumerate().any(|(index, piece)| {
            let rect = piece.rect(piece.home);
            group.iter().skip(index + 1).any(|other| other.rect(other.home).overlaps(&rect))
        })
}

/// The symbol of several things.
fn together(items: &[Item], tier: Tier) -> Option<MarkSymbol> {
    let mut parts: BTreeMap<_, Part> = BTreeMap::new();
    for item in items {
        let MarkSymbol { tone, frame, .. } = item.mark.symbol;
        let part = parts.entry((Reverse(urgency(tone)), tone, frame)).or_insert(Part { tone, frame, count: 0 });
        part.count += 1;
    }
    let worst = items.iter().max_by_key(|item| item.mark.rank)?;
    let of_a_kind = items.iter().all(|item| item.kind.id == worst.kind.id);
    let count = items.len();
    // The sign tells what is counted where a bare number could be taken for free places.
    let sign = if of_a_kind && tier == Tier::Own { worst.kind.symbol.mark.as_str() } else { "" };
    let rings = [Ring::Selected, Ring::Highlighted];
    let ring = rings.into_iter().find(|ring| items.iter().any(|item| item.mark.symbol.ring == *ring));
    Some(MarkSymbol {
        frame: worst.mark.symbol.frame,
        tone: worst.mark.symbol.tone,
        glyph: None,
        text: format!("{sign}{count}"),
        size: Size::Cluster,
        ring: ring.unwrap_or_default(),
        parts: parts.into_values().collect(),
        opacity: items.iter().map(|item| item.mark.symbol.opacity).fold(0.0, f32::max),
    })
}

/// What is drawn together, in words: each kind with how many, and the free places of open places for people.
fn names(items: &[Item], words: &Words) -> String {
    let mut kinds: BTreeMap<&KindId, (&Kind, usize)> = BTreeMap::new();
    for item in items {
        kinds.entry(&item.kind.id).or_insert((&item.kind, 0)).1 += 1;
    }
    let mut kinds: Vec<_> = kinds.into_values().collect();
    kinds.sort_by_key(|(_, count)| Reverse(*count));
    let each = |(kind, count): (&Kind, usize)| {
        words.with("scene-cluster", &[("n", count.to_string().as_str()), ("kind", kind.name(words.lang()))])
    };
    let mut text = kinds.into_iter().map(each).collect::<Vec<_>>().join(&words.get("scene-and"));
    let open = items.iter().filter(|item| item.kind.has_role(Role::Shelter)).filter_map(|item| item.free);
    if let Some(free) = open.reduce(|a, b| a + b) {
        text.push_str(&words.with("scene-cluster-free", &[("n", format::number(free))]));
    }
    text
}

/// A rectangle in pixels of the world: too large for single precision.
#[derive(Clone, Copy, Debug)]
struct Rect {
    min: [f64; 2],
    max: [f64; 2],
}

impl Rect {
    fn overlaps(&self, other: &Self) -> bool {
        (0..2).all(|i| self.min.get(i) < other.max.get(i) && other.min.get(i) < self.max.get(i))
    }

    fn cells(&self) -> impl Iterator<Item = [i64; 2]> + use<> {
        let ([left, top], [right, bottom]) = (self.min.map(cell), self.max.map(cell));
        (left..=right).flat_map(move |x| (top..=bottom).map(move |y| [x, y]))
    }
}

fn cell(px: f64) -> i64 {
    (px / CELL_PX).floor() as i64
}

/// What is placed so far.
#[derive(Debug, Default)]
struct Room {
    apart: bool,
    pieces: Vec<Option<Piece>>,
    cells: HashMap<[i64; 2], Vec<usize>>,
}

impl Room {
    /// Gives a piece its room: its place, else beside it, else together with what stands there.
    fn put(&mut self, piece: Piece) {
        let mut piece = piece;
        // Each round there is one piece less, so it ends.
        while let Err((back, other)) = self.try_put(piece) {
            let Some(other) = self.pieces.get_mut(other).and_then(Option::take) else { return };
            match Piece::of(vec![other, back]) {
                Some(both) => piece = both,
                None => return,
            }
        }
    }

    /// Puts it, or gives it back with what it has to be drawn together with.
    fn try_put(&mut self, mut piece: Piece) -> Result<(), (Piece, usize)> {
        let place = self.place(&piece, piece.leash(self.apart));
        let partner = || (!self.apart && piece.tier != Tier::Alone).then(|| self.partner(&piece)).flatten();
        piece.at = match (place, place.is_none().then(partner).flatten()) {
            (Some(at), _) => at,
            (None, Some(other)) => return Err((piece, other)),
            // Nothing to join: farther away, else on top rather than not at all.
            (None, None) => self.place(&piece, 3.0 * piece.leash(self.apart)).unwrap_or(piece.home),
        };
        let index = self.pieces.len();
        for cell in piece.rect(piece.at).cells() {
            self.cells.entry(cell).or_default().push(index);
        }
        self.pieces.push(Some(piece));
        Ok(())
    }

    fn near(&self, rect: Rect) -> impl Iterator<Item = (usize, &Piece)> {
        let indexes = rect.cells().filter_map(|cell| self.cells.get(&cell)).flatten();
        indexes.filter_map(|index| Some((*index, self.pieces.get(*index)?.as_ref()?)))
    }

    fn blocker(&self, piece: &Piece, at: [f64; 2]) -> Option<&Piece> {
        let rect = piece.rect(at);
        self.near(rect).map(|(_, other)| other).find(|other| other.rect(other.at).overlaps(&rect))
    }

    /// The nearest free place within reach; away from what stands in the way first.
    fn place(&self, piece: &Piece, leash: f64) -> Option<[f64; 2]> {
        let Some(blocker) = self.blocker(piece, piece.home) else { return Some(piece.home) };
        let away = [piece.home[0] - blocker.at[0], piece.home[1] - blocker.at[1]];
        let first = if away == [0.0, 0.0] { 0.0 } else { away[1].atan2(away[0]) };
        let step = (piece.half[0].min(piece.half[1]) * 0.5).max(4.0);
        let rounds = (leash / step).floor() as i32;
        let tries = (1..=rounds).flat_map(|round| (0..16).map(move |turn| (round, turn)));
        let mut tries = tries.map(|(round, turn)| {
            // 0, +1, -1, +2, -2, ... sixteenths of a turn from the first direction.
            let turn = if turn % 2 == 1 { f64::from(turn + 1) / 2.0 } else { -f64::from(turn) / 2.0 };
            let angle = first + turn * std::f64::consts::TAU / 16.0;
            let far = f64::from(round) * step;
            [piece.home[0] + far * angle.cos(), piece.home[1] + far * angle.sin()]
        });
        tries.find(|at| self.blocker(piece, *at).is_none())
    }

    /// What a piece may be drawn together with: the nearest of its tier, else the nearest that is not alone.
    fn partner(&self, piece: &Piece) -> Option<usize> {
        let [x, y] = piece.home;
        let rect = Rect { min: [x - REACH, y - REACH], max: [x + REACH, y + REACH] };
        let open = self.near(rect).filter(|(_, other)| other.tier != Tier::Alone);
        let far = |(index, other): &(usize, &Piece)| {
            let far = (apart(other.at, piece.home) * 16.0) as i64;
            (other.tier != piece.tier, far, *index)
        };
        open.min_by_key(far).map(|(index, _)| index)
    }
}

#[cfg(test)]
mod tests;
