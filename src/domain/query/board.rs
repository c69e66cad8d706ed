//! The township board (乡镇转移进度台账): how the evacuation stands by township and village, by the transfer list and
//! as reported, side by side.
//!
//! People of the *list* are counted by [`movement`], whose terms hold here. What is *reported* is what townships and
//! villages say of themselves: the newest report with figures of a place counts, older ones are history. A township's
//! own report counts for its row; where there is none, the sum of its villages' does. The two are never added to each
//! other: their difference is shown.

use std::{cmp::Ordering, collections::BTreeMap, sync::Arc};

use jiff::{SignedDuration, Timestamp};

use crate::domain::{
    catalogue::{Kind, Role},
    model::{Figure, Figures, MOVE_REPORT, MoveReport, Object, ObjectRef, ShelterFields, ShelterStatus, Uid},
    query::{Moves, movement, object_ref},
    world::World,
};

mod told;

use told::{Told, told};

/// Minutes without a word after which a place is overdue, unless one says otherwise.
pub const OVERDUE_AFTER_MIN: i64 = 60;

/// The board.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Board {
    /// A row a township, in the order of names; what names none last. Only townships with people on the list, a report
    /// or an open shelter.
    pub rows: Vec<TownshipRow>,
    /// The sums of the rows.
    pub total: Total,
}

/// The sums of all rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Total {
    /// People of the list.
    pub list: Moves,
    /// What the rows report; a figure that no row says is `None`.
    pub reported: Figures,
    /// Shelters open by the register.
    pub shelters_open: i64,
    /// Townships that acknowledged the order.
    pub acknowledged: usize,
    /// Townships that are overdue.
    pub overdue: usize,
    /// Townships with people to move that nobody was told in yet.
    pub unordered: usize,
    /// Townships with people who should have left already.
    pub late: usize,
}

/// A township.
#[derive(Clone, Debug, PartialEq)]
pub struct TownshipRow {
    /// Its name; `None`: what names no township.
    pub township: Option<Arc<str>>,
    /// Who leads on duty there.
    pub leader: Option<Leader>,
    /// How it stands.
    pub standing: Standing,
    /// Whose figures `standing.reported` are.
    pub reported_by: ReportedBy,
    /// The township's own figures less the sum of its villages', where both say something.
    pub above_villages: Option<Figures>,
    /// Its villages: those on the list or with a report, in the order of names; what names none last.
    pub villages: Vec<VillageRow>,
}

/// A village of a township.
#[derive(Clone, Debug, PartialEq)]
pub struct VillageRow {
    /// Its name; `None`: what names no village.
    pub village: Option<Arc<str>>,
    /// How it stands.
    pub standing: Standing,
}

/// How a place stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    /// Whether it acknowledged the order, or reported figures, which answer it.
    pub acknowledged: bool,
    /// People by the transfer list.
    pub list: Moves,
    /// Shelters open by the register; of villages those that name the village.
    pub shelters_open: i64,
    /// As reported, with what follows from it ([`Figures::completed`]).
    pub reported: Figures,
    /// Reported less list.
    pub difference: Figures,
    /// Whether a reported figure is only about right.
    pub approximate: bool,
    /// When a word last came: the time of its newest report, or of a village of it.
    pub last_heard: Option<Timestamp>,
    /// People who were told to go, gone or not.
    pub told: i64,
    /// When the first of those who still wait was told.
    pub ordered_at: Option<Timestamp>,
    /// Whether people are to move there, and nobody was told or heard of yet.
    pub unordered: bool,
    /// The earliest time by which somebody who has not moved must have left.
    pub leave_by: Option<Timestamp>,
    /// Whether that is over.
    pub late: bool,
    /// Whether nothing was heard for so long, since the order or since the last word, although people are to move
    /// there.
    pub overdue: bool,
}

/// Whose figures a township's row shows.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum ReportedBy {
    /// Nobody's.
    #[default]
    Nobody,
    /// Its own.
    Township,
    /// The sum of so many villages.
    Villages(usize),
}

/// Who leads on duty in a township.
#[derive(Clone, Debug, PartialEq)]
pub struct Leader {
    /// The responsible person.
    pub object: ObjectRef,
    /// Their name, whole: to be masked unless asked for.
    pub name: Option<String>,
    /// Their number, whole: to be masked unless asked for.
    pub phone: Option<String>,
}

/// What is known of a place before it is judged.
#[derive(Clone, Debug, Default)]
struct Place {
    list: Moves,
    told: Told,
    shelters_open: i64,
    heard: Heard,
}

/// What was heard from a place.
#[derive(Clone, Debug, Default)]
struct Heard {
    acknowledged: bool,
    /// The newest report with figures, and its rank.
    newest: Option<(Rank, MoveReport)>,
    last: Option<Timestamp>,
}

/// Which of two reports is newer: by the time it speaks of, then by when it was entered.
type Rank = (Option<Timestamp>, Option<Timestamp>, Uid);

type Name = Option<Arc<str>>;

#[derive(Default)]
struct Town {
    own: Place,
    villages: BTreeMap<(bool, Name), Place>,
}

impl Town {
    fn at(&mut self, village: Name) -> &mut Place {
        self.villages.entry((village.is_none(), village)).or_default()
    }
}

/// The board at a moment; `overdue_after_min`: minutes without a word after which a place with people to move is
/// overdue, the bound itself included.
pub fn board(world: &World, now: Timestamp, overdue_after_min: i64) -> Board {
    let mut towns: BTreeMap<(bool, Name), Town> = BTreeMap::new();
    let list = movement(world).unwrap_or_default();
    for ((township, village), moves) in list.villages {
        let town = towns.entry((township.is_none(), township)).or_default();
        town.own.list.add(&moves);
        town.at(village).list.add(&moves);
    }
    for ((township, village), told) in told(world) {
        let town = towns.entry((township.is_none(), township)).or_default();
        town.own.told.add(&told);
        town.at(village).told.add(&told);
    }
    reports(world, &mut towns);
    shelters(world, &mut towns);
    let mut leaders = leaders(world);
    let patience = Patience { now, after: SignedDuration::from_mins(overdue_after_min.clamp(0, 10_000_000)) };
    let mut board = Board::default();
    for ((_, name), town) in towns {
        let leader = name.as_deref().and_then(|name| leaders.remove(name));
        let row = row(name, town, leader, &patience);
        board.total.add(&row.standing);
        board.rows.push(row);
    }
    board
}

impl Total {
    fn add(&mut self, standing: &Standing) {
        self.list.add(&standing.list);
        self.reported.add(&standing.reported);
        self.shelters_open += standing.shelters_open;
        self.acknowledged += usize::from(standing.acknowledged);
        self.overdue += usize::from(standing.overdue);
        self.unordered += usize::from(standing.unordered);
        self.late += usize::from(standing.late);
    }
}

fn reports(world: &World, towns: &mut BTreeMap<(bool, Name), Town>) {
    let Some(layer) = world.layer(MOVE_REPORT) else { return };
    let entered = layer.kind().index("as_of");
    for object in layer.objects() {
        let Some(report) = MoveReport::read(layer.kind(), object) else { continue };
        let entered = entered.and_then(|index| object.value(index).as_time());
        let town = towns.entry((false, Some(Arc::from(report.township.as_str())))).or_default();
        let place = match &report.village {
            None => &mut town.own,
            Some(village) => town.at(Some(Arc::from(village.as_str()))),
        };
        place.heard.take((report.reported_at.or(entered), entered, object.uid), report);
    }
}

impl Heard {
    fn take(&mut self, rank: Rank, report: MoveReport) {
        self.last = self.last.max(rank.0);
        let has_figures = !report.figures.is_empty();
        self.acknowledged |= report.acknowledged || has_figures;
        let newer = self.newest.as_ref().is_none_or(|(known, _)| known.cmp(&rank) == Ordering::Less);
        if has_figures && newer {
            self.newest = Some((rank, report));
        }
    }

    fn figures(&self) -> Option<Figures> {
        self.newest.as_ref().map(|(_, report)| report.figures.completed())
    }

    fn approximate(&self) -> bool {
        self.newest.as_ref().is_some_and(|(_, report)| report.approximate)
    }
}

fn text<'a>(kind: &Kind, object: &'a Object, field: &str) -> Option<&'a str> {
    object.value(kind.index(field)?).as_text().map(str::trim).filter(|text| !text.is_empty())
}

/// The open shelters of every township; of a village only where the list or a report knows it.
fn shelters(world: &World, towns: &mut BTreeMap<(bool, Name), Town>) {
    for layer in world.layers() {
        let kind = layer.kind();
        let Some(fields) = ShelterFields::of(kind) else { continue };
        debug_assert!(kind.has_role(Role::Shelter));
        for object in layer.objects().filter(|object| fields.read(object).status == Some(ShelterStatus::Open)) {
            let township: Name = text(kind, object, "township").map(Arc::from);
            let town = towns.entry((township.is_none(), township)).or_default();
            town.own.shelters_open += 1;
            let village: Name = text(kind, object, "village").map(Arc::from);
            if let Some(place) = town.villages.get_mut(&(village.is_none(), village)) {
                place.shelters_open += 1;
            }
        }
    }
}

/// The leaders on duty by township: of several the first by uid.
fn leaders(world: &World) -> BTreeMap<String, Leader> {
    let mut found: BTreeMap<String, Leader> = BTreeMap::new();
    let Some(layer) = world.layer("responsible_person") else { return found };
    let kind = layer.kind();
    for object in layer.objects() {
        let leads =
            text(kind, object, "level") == Some("township") && text(kind, object, "post") == Some("duty_leader");
        let area = text(kind, object, "area").or_else(|| text(kind, object, "township"));
        let Some(area) = area.filter(|_| leads) else { continue };
        let owned = |field| text(kind, object, field).map(str::to_owned);
        let leader = Leader { object: object_ref(object), name: owned("name"), phone: owned("phone") };
        let known = found.get(area).is_some_and(|known| known.object.uid <= leader.object.uid);
        if !known {
            found.insert(area.to_owned(), leader);
        }
    }
    found
}

/// How long one waits for a word.
struct Patience {
    now: Timestamp,
    after: SignedDuration,
}

impl Patience {
    /// Judges a place where so many are to move; `last`: when a word came from it or for it, or was first to come.
    fn judge(&self, standing: &mut Standing, to_move: i64, last: Option<Timestamp>) {
        let is_told = last.is_some() || standing.told > 0 || standing.acknowledged;
        standing.unordered = to_move > 0 && !is_told;
        // Who was told, and it is not said when, has been waited for long enough.
        let is_over = last.is_none_or(|since| self.now.duration_since(since) >= self.after);
        standing.overdue = to_move > 0 && is_told && is_over;
        standing.late = to_move > 0 && standing.leave_by.is_some_and(|by| by < self.now);
    }
}

impl Standing {
    /// What list and register say, in the terms of a report. They do not know who is on the way.
    #[must_use]
    pub fn in_list(&self) -> Figures {
        as_figures(&self.list, self.shelters_open)
    }
}

fn as_figures(list: &Moves, shelters_open: i64) -> Figures {
    Figures::default()
        .with(Figure::Ordered, list.should_move)
        .with(Figure::Moved, list.moved())
        .with(Figure::ToMove, list.to_move())
        .with(Figure::AtShelter, list.at_shelter)
        .with(Figure::WithRelatives, list.with_relatives)
        .with(Figure::Refused, list.refused)
        .with(Figure::Returned, list.returned)
        .with(Figure::SheltersOpen, shelters_open)
}

impl Place {
    /// People to move there: as it reports, else by the list.
    fn to_move(&self) -> i64 {
        self.heard.figures().and_then(|figures| figures.get(Figure::ToMove)).unwrap_or(self.list.to_move())
    }

    fn standing(&self, reported: Figures, approximate: bool) -> Standing {
        Standing {
            acknowledged: self.heard.acknowledged,
            list: self.list,
            shelters_open: self.shelters_open,
            reported,
            difference: reported.less(&as_figures(&self.list, self.shelters_open)),
            approximate,
            last_heard: self.heard.last,
            told: self.told.people,
            ordered_at: self.told.since,
            leave_by: self.told.leave_by,
            ..Standing::default()
        }
    }
}

fn row(name: Name, town: Town, leader: Option<Leader>, patience: &Patience) -> TownshipRow {
    let mut sum = Figures::default();
    let (mut reporting, mut about, mut heard, mut waiting) = (0, false, town.own.heard.last, 0_i64);
    for place in town.villages.values() {
        if let Some(figures) = place.heard.figures() {
            sum.add(&figures);
            reporting += 1;
            about |= place.heard.approximate();
        }
        heard = heard.max(place.heard.last);
        waiting = waiting.saturating_add(place.to_move());
    }
    let own = town.own.heard.figures();
    let (reported, reported_by, about) = match own {
        Some(figures) => (figures, ReportedBy::Township, town.own.heard.approximate()),
        None if reporting > 0 => (sum, ReportedBy::Villages(reporting), about),
        None => (Figures::default(), ReportedBy::Nobody, false),
    };
    let above_villages = own.filter(|_| reporting > 0).map(|own| own.less(&sum));
    let to_move = if own.is_some() { town.own.to_move() } else { waiting };
    let mut standing = town.own.standing(reported, about);
    standing.last_heard = heard;
    // Nobody can be asked about people of whom no township is known.
    patience.judge(&mut standing, if name.is_some() { to_move } else { 0 }, heard.max(town.own.told.waited()));
    let township_heard = town.own.heard.last;
    let villages = town.villages.into_iter().map(|((_, village), place)| {
        let mut standing = place.standing(place.heard.figures().unwrap_or_default(), place.heard.approximate());
        // A township that reports speaks for its villages.
        let last = place.heard.last.max(township_heard).max(place.told.waited());
        patience.judge(&mut standing, if name.is_some() { place.to_move() } else { 0 }, last);
        VillageRow { village, standing }
    });
    let villages = villages.collect();
    TownshipRow { township: name, leader, standing, reported_by, above_villages, villages }
}

#[cfg(test)]
mod tests;
