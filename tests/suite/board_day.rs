//! A day of moving people, on the flood sample: ordered by a plan, reported by three townships, a shelter that fills
//! up, a road that is cut, a plan for who is left, and arrivals to the last household.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests: a failure here is the test's failure")]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

use geo_types::{Geometry, Rect};
use jiff::{SignedDuration, Timestamp};
use sitmap::{
    app::{
        Clock, Command, Opening, Operation, Wake,
        board::{BoardCommand, How},
        evacuation::accept,
        ids,
        plot::PlotCommand,
        shelter::ShelterCommand,
    },
    domain::{
        catalogue::Lang,
        model::{Figure, MoveState, ObjectRef, Uid},
        network::{By, Network, Profile, SpeedTable, Ways, closures, roads},
        plan::evacuation::{
            Choices, Danger, Deadline, DeadlineKind, Fault, Plan, Times, Timetable, plan, timetable, troubles,
        },
        query::{Board, Expected, Whose, board, expected},
        world::World,
    },
    io::{
        assets,
        import::message::{Places, recognise},
        store::Access,
    },
};

use crate::{
    cli::Seat,
    evacuation::{sound, without_end},
};

const SPEEDS: &str = include_str!("../../assets/network/speeds.toml");
const DUSK: &str = "2026-06-20T10:30:00Z";

fn dusk() -> Timestamp {
    DUSK.parse().unwrap()
}

fn open(path: &Path) -> Operation {
    let opening = Opening {
        path: path.to_owned(),
        access: Access::Write,
        catalogue: Arc::new(assets::catalogue(None).0),
        problems: Vec::new(),
        actor: "值班员".into(),
        clock: Clock::fixed(dusk()),
        wake: Wake::nobody(),
    };
    Operation::open(opening).unwrap()
}

fn ways(world: &World) -> Ways {
    let profile = Profile::of(&SpeedTable::read(SPEEDS).unwrap(), "coach", "dry", By::Time).unwrap();
    Ways::new(Arc::new(Network::new(roads(world), None)), profile, closures(world, dusk()))
}

fn planned(world: &World, danger: Danger, choices: Choices) -> (Plan, Timetable) {
    let made = plan(world, &ways(world), danger, choices, &mut without_end()).unwrap();
    sound(&made).unwrap();
    let deadline = Deadline { at: dusk() + SignedDuration::from_hours(4), latest: None, kind: DeadlineKind::Clock };
    let timing = timetable(&made, &Times::default(), Some(&deadline));
    (made, timing)
}

fn carry_out(operation: &mut Operation, plan: &Plan, timing: &Timetable) {
    let draft = accept(operation.world(), plan, timing, dusk(), &mut ids::fresh).unwrap();
    operation.run(Command::Put(draft)).unwrap();
}

/// The sums of a board are those of its rows, and a row's those of its villages.
fn sums_hold(board: &Board) {
    for figure in Figure::ALL.into_iter().filter(|figure| *figure != Figure::SheltersOpen) {
        let list = |standing: &sitmap::domain::query::Standing| standing.in_list().get(figure).unwrap_or(0);
        let rows: i64 = board.rows.iter().map(|row| list(&row.standing)).sum();
        let whole = sitmap::domain::query::Standing { list: board.total.list, ..Default::default() };
        assert_eq!(list(&whole), rows, "{figure:?}");
        for row in &board.rows {
            let villages: i64 = row.villages.iter().map(|village| list(&village.standing)).sum();
            assert_eq!(list(&row.standing), villages, "{figure:?} of {:?}", row.township);
        }
    }
}

/// Where each household that has not moved was told to go.
fn told(world: &World) -> BTreeMap<ObjectRef, (ObjectRef, i64)> {
    let everybody = board(world, dusk(), 60)
        .rows
        .into_iter()
        .flat_map(|row| expected(world, &Whose::Place { township: row.township, village: None }));
    let told = everybody.filter(|one| !one.with_relatives && one.state != MoveState::Listed);
    told.filter_map(|Expected { object, shelter, people, .. }| Some((object, (shelter?.object, people?)))).collect()
}

fn occupancy(world: &World, shelter: &ObjectRef) -> i64 {
    world.value(shelter, "occupancy").as_integer().unwrap_or(0)
}

/// The shelter of a township in the plain, with others around it, that most people were told to go to and have not.
fn busiest(world: &World) -> (ObjectRef, i64) {
    let mut loads: BTreeMap<ObjectRef, i64> = BTreeMap::new();
    let in_plain = |shelter: &ObjectRef| world.value(shelter, "township").as_text() == Some("白龙桥镇");
    for (shelter, people) in told(world).into_values().filter(|(shelter, _)| in_plain(shelter)) {
        *loads.entry(shelter).or_default() += people;
    }
    loads.into_iter().max_by_key(|(_, people)| *people).unwrap()
}

fn report(operation: &mut Operation, text: &str) {
    let read = recognise(text, &Places::of(operation.world()), dusk());
    assert_eq!(read.problems, [], "{text}");
    let reports = read.reports.into_iter().map(|one| one.report).collect();
    operation.run(Command::Board(BoardCommand::Report(reports))).unwrap();
}

/// The order goes out; the board says since when, until when, and who has not answered an hour later.
fn ordered(operation: &mut Operation) -> u64 {
    let world = operation.world();
    let (made, timing) = planned(world, Danger::under_way(world).unwrap(), Choices::default());
    carry_out(operation, &made, &timing);
    let at_once = board(operation.world(), dusk(), 60);
    sums_hold(&at_once);
    let row = at_once.rows.iter().find(|row| row.township.as_deref() == Some("箬阳乡")).unwrap();
    assert!(row.standing.ordered_at.is_some() && row.standing.leave_by.is_some() && !row.standing.unordered);
    assert!(!row.standing.late);
    let night = board(operation.world(), dusk() + SignedDuration::from_hours(5), 60);
    assert!(night.total.overdue > 3 && night.total.late > 3, "{:?}", night.total);
    // Past the time to leave it is news, with the villages.
    let late = troubles(operation.world(), None, dusk() + SignedDuration::from_hours(5));
    assert!(late.iter().any(|one| matches!(one.what, Fault::Late(_)) && !one.villages.is_empty()), "{late:?}");
    assert!(!troubles(operation.world(), None, dusk()).iter().any(|one| matches!(one.what, Fault::Late(_))));
    made.unplaced_people()
}

#[test]
fn a_day_from_the_order_to_the_last_arrival_with_a_full_shelter_and_a_cut_road() {
    let seat = Seat::new();
    let mut operation = open(&seat.district());
    let short = ordered(&mut operation);
    // Three townships report.
    for text in [
        "白龙桥镇：应转移592人，已转移400人（集中安置260人，投亲靠友140人），拒转4人",
        "琅琊镇 应转 297 已转 250 集中 200 投亲 50",
        "沙畈乡收到，应转369，已转190人",
    ] {
        report(&mut operation, text);
    }
    let heard = board(operation.world(), dusk() + SignedDuration::from_mins(30), 60);
    assert_eq!(heard.total.acknowledged, 3);
    sums_hold(&heard);
    fills_up(&mut operation, short);
    is_cut(&mut operation);
    arrive(&mut operation);
}

/// Whether something is wrong with a shelter that people were told to go to.
fn stands_out(world: &World, shelter: &ObjectRef) -> bool {
    let found = troubles(world, Some(&ways(world)), dusk());
    found.iter().any(|one| one.shelter.as_ref().is_some_and(|named| named.object == *shelter))
}

/// Strangers fill a shelter: who was told to go there is told, and planned for anew; everybody else stays.
fn fills_up(operation: &mut Operation, short: u64) {
    let (full, people) = busiest(operation.world());
    let capacity = operation.world().value(&full, "capacity").as_integer().unwrap();
    let left = capacity - occupancy(operation.world(), &full);
    let strangers = left - people / 3;
    assert!(strangers > 0, "{left} {people}");
    let register = ShelterCommand::Register { shelter: full.clone(), people: strangers, note: None };
    operation.run(Command::Shelter(register)).unwrap();
    let found = troubles(operation.world(), None, dusk());
    let trouble = found.iter().find(|one| one.shelter.as_ref().is_some_and(|shelter| shelter.object == full)).unwrap();
    assert_eq!((&trouble.what, trouble.people), (&Fault::Full((people / 3).unsigned_abs()), people.unsigned_abs()));
    let before = told(operation.world());
    let again = Choices { keep_told: true, ..Choices::default() };
    let (made, timing) = planned(operation.world(), Danger::under_way(operation.world()).unwrap(), again);
    // Those of a valley whose only shelter is full had no place before either.
    assert_eq!(made.unplaced_people(), short, "{:?}", made.remedies);
    assert!(made.kept > 0);
    carry_out(operation, &made, &timing);
    let after = told(operation.world());
    let moved_on: Vec<_> =
        before.iter().filter(|(object, to)| after.get(object).is_some_and(|now| now.0 != to.0)).collect();
    let unsafe_before = |shelter: &ObjectRef| {
        found.iter().any(|one| one.shelter.as_ref().is_some_and(|named| named.object == *shelter))
    };
    assert!(!moved_on.is_empty());
    assert!(moved_on.iter().all(|(_, (shelter, _))| unsafe_before(shelter)), "only who had to was sent elsewhere");
    let still: i64 = after.values().filter(|(shelter, _)| *shelter == full).map(|(_, people)| *people).sum();
    assert!(still <= people / 3, "{still} of {people}");
    assert!(!stands_out(operation.world(), &full));
}

/// The ground around a shelter is flooded: no road leads there any more.
fn is_cut(operation: &mut Operation) {
    let (cut, people) = busiest(operation.world());
    let at = operation.world().object(&cut).unwrap().geometry.clone().unwrap();
    let Geometry::Point(at) = at else { panic!("a shelter is a point") };
    let (lon, lat) = (at.x(), at.y());
    let shape: Geometry = Rect::new((lon - 0.012, lat - 0.012), (lon + 0.012, lat + 0.012)).to_polygon().into();
    let closure = PlotCommand::Closure { name: "积水".to_owned(), shape };
    operation.run(Command::Plot(closure)).unwrap();
    let found = troubles(operation.world(), Some(&ways(operation.world())), dusk());
    let trouble = found.iter().find(|one| one.shelter.as_ref().is_some_and(|shelter| shelter.object == cut)).unwrap();
    assert!(matches!(&trouble.what, Fault::NoWay(Some(by)) if by == "积水"), "{trouble:?}");
    assert!(trouble.people <= people.unsigned_abs() && trouble.people > 0);
    let again = Choices { keep_told: true, ..Choices::default() };
    let (made, timing) = planned(operation.world(), Danger::under_way(operation.world()).unwrap(), again);
    let barred = made.barred.iter().find(|one| one.object == cut).unwrap();
    assert_eq!(barred.by.as_ref().map(|by| by.name.as_str()), Some("积水"));
    carry_out(operation, &made, &timing);
    // Nobody is sent there any more; who has no place elsewhere is told so, and stays news.
    let without: BTreeSet<Uid> =
        made.unplaced.iter().flat_map(|one| &one.households).map(|member| member.object.uid).collect();
    let left: Vec<_> = told(operation.world()).into_iter().filter(|(_, (shelter, _))| *shelter == cut).collect();
    assert!(left.iter().all(|(household, _)| without.contains(&household.uid)), "{left:?}");
    assert_eq!(stands_out(operation.world(), &cut), !left.is_empty());
}

/// Households are ticked off: places fill at once, nobody arrives twice, undo takes it back.
fn arrive(operation: &mut Operation) {
    let (shelter, people) = busiest(operation.world());
    let there: Vec<ObjectRef> =
        expected(operation.world(), &Whose::Shelter(shelter.clone())).into_iter().map(|one| one.object).collect();
    let (was, list) = (occupancy(operation.world(), &shelter), board(operation.world(), dusk(), 60).total.list);
    let arrived = |households: Vec<ObjectRef>| Command::Board(BoardCommand::Moved { households, how: How::AtShelter });
    let action = operation.run(arrived(there.clone())).unwrap();
    assert!(!assets::words(Lang::Zh).action(&action.label).contains("action-"));
    assert_eq!(occupancy(operation.world(), &shelter), was + people);
    let now = board(operation.world(), dusk(), 60);
    sums_hold(&now);
    assert_eq!(now.total.list.at_shelter, list.at_shelter + people);
    assert_eq!(now.total.list.to_move(), list.to_move() - people);
    let twice = operation.run(arrived(there)).unwrap_err();
    assert_eq!(twice.id, "moved-already");
    operation.run(Command::Undo).unwrap();
    assert_eq!(occupancy(operation.world(), &shelter), was);
    operation.run(Command::Redo).unwrap();
    // The rest go to relatives or refuse; then nobody is expected but who refused.
    let rest: Vec<ObjectRef> = told(operation.world()).into_keys().collect();
    let (first, others) = rest.split_first().unwrap();
    let say = |households, how| Command::Board(BoardCommand::Moved { households, how });
    operation.run(say(vec![first.clone()], How::Refused)).unwrap();
    operation.run(say(others.to_vec(), How::WithRelatives)).unwrap();
    let (made, _) = planned(
        operation.world(),
        Danger::under_way(operation.world()).unwrap(),
        Choices { keep_told: true, ..Choices::default() },
    );
    let moved: i64 = board(operation.world(), dusk(), 60).total.list.moved();
    assert!(made.called.moved >= moved, "{} {moved}", made.called.moved);
    assert!(
        made.called
            .groups
            .iter()
            .flat_map(|group| &group.households)
            .all(|member| { others.iter().all(|other| other.uid != member.object.uid) })
    );
    // Whoever is there is there: it cannot be closed.
    assert_eq!(operation.run(Command::Shelter(ShelterCommand::Close(shelter))).unwrap_err().id, "shelter-not-empty");
}
