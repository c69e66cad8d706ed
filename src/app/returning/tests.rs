use geo_types::{Point, Rect};
use proptest::prelude::*;

use super::*;
use crate::{
    app::{
        board::{BoardCommand, How},
        change,
        change::Change,
        history::Signature,
        object::ObjectCommand,
    },
    domain::{
        edit::Action,
        query::{movement, returning},
        tests::{Making, at},
    },
};

/// A zone in force, two shelters, households in and beside it.
struct Scene {
    world: World,
    zone: ObjectRef,
    area: ObjectRef,
    shelter: ObjectRef,
    homes: Vec<ObjectRef>,
    next: u128,
}

impl Scene {
    /// `homes`: where, how many people, whether sent to the shelter.
    fn new(homes: &[(f64, i64, bool)], registered: i64) -> Self {
        let mut making = Making::default();
        let square = |x: f64| Some(Rect::new((x, 0.0), (x + 1.0, 1.0)).to_polygon().into());
        let point = |x: f64| Some(Point::new(x, 0.5).into());
        let danger = |name: &str| {
            [("name", Value::from(name)), ("status", "active".into()), ("status_time", at("12:00").into())]
        };
        let zone = making.add("danger_zone", square(0.0), &danger("溪边"));
        let area = making.add("danger_area", square(2.0), &danger("台风"));
        let counted = [("name", Value::from("小学")), ("status", "open".into()), ("occupancy", registered.into())];
        let shelter = making.add("shelter", point(9.0), &counted);
        let home = |(number, (x, people, to_shelter)): (usize, &(f64, i64, bool))| {
            let fields = [
                ("name", Value::from(format!("户{number}"))),
                ("household_size", (*people).into()),
                ("state", "moved".into()),
                ("state_time", at("13:00").into()),
                ("destination", if *to_shelter { "shelter" } else { "with_relatives" }.into()),
                ("shelter", shelter.uid.to_string().into()),
            ];
            making.add(TRANSFER, point(*x), &fields)
        };
        let homes = homes.iter().enumerate().map(home).collect();
        Self { world: making.world(), zone, area, shelter, homes, next: 1000 }
    }

    fn with<T>(&mut self, now: &str, act: impl FnOnce(&mut Desk<'_>) -> Result<T, Refusal>) -> Result<T, Refusal> {
        let mut next = self.next;
        let mut fresh = || {
            next += 1;
            Uid::from_bits(next)
        };
        let done = act(&mut Desk { world: &self.world, now: at(now), actor: "值班员", fresh: &mut fresh });
        self.next = next;
        done
    }

    /// As the line to the file does it.
    fn run(&mut self, now: &str, act: impl FnOnce(&mut Desk<'_>) -> Result<Draft, Refusal>) -> Result<Action, Refusal> {
        let draft = self.with(now, act)?;
        let mut next = self.next;
        let mut fresh = || {
            next += 1;
            Uid::from_bits(next)
        };
        let draft = complete(&self.world, at(now), draft, &mut fresh)?;
        self.next = next + 1;
        let signature = Signature { uid: Uid::from_bits(self.next), time: at(now), actor: "值班员".into() };
        let action = draft.into_action(signature);
        self.world.apply(&action).unwrap();
        Ok(action)
    }

    fn lift(&mut self, danger: &ObjectRef, now: &str) -> Action {
        self.switch(danger, now, "active", "lifted").unwrap()
    }

    fn switch(&mut self, object: &ObjectRef, now: &str, from: &str, to: &str) -> Result<Action, Refusal> {
        let field = if object.kind.as_str() == TRANSFER { "state" } else { "status" };
        let changes = [Change { field: field.into(), before: from.into(), after: to.into() }];
        self.run(now, |desk| change::change(desk, object, &changes, None))
    }

    fn check(&mut self, place: &ObjectRef, safe: bool, now: &str) -> Action {
        let (note, checker) = (None, Some("村监测员".to_owned()));
        let command = ReturningCommand::Check { place: place.clone(), safe, note, checker };
        self.run(now, |desk| command.prepare(desk)).unwrap()
    }

    fn go(&mut self, place: &ObjectRef, now: &str) -> Result<Action, Refusal> {
        let command = ReturningCommand::Return { place: place.clone() };
        self.run(now, |desk| command.prepare(desk))
    }

    fn state(&self, home: usize) -> Option<String> {
        self.world.value(&self.homes[home], "state").as_text().map(str::to_owned)
    }

    fn occupancy(&self) -> Option<i64> {
        self.world.value(&self.shelter, "occupancy").as_integer()
    }

    fn undo(&mut self, action: &Action) {
        let edits = action.edits.iter().rev().map(Edit::inverse).collect();
        self.world.apply(&Action { edits, ..action.clone() }).unwrap();
    }
}

/// People of the list who are at the shelter.
fn at_shelter(world: &World) -> i64 {
    movement(world).unwrap().total.at_shelter
}

fn said(refusal: &Refusal) -> String {
    refusal.sentence(&assets::words(Lang::Zh))
}

#[test]
fn nobody_goes_home_before_the_danger_is_lifted_and_found_safe() {
    let mut scene = Scene::new(&[(0.5, 4, true), (0.6, 3, false)], 10);
    let zone = scene.zone.clone();
    assert!(said(&scene.go(&zone, "14:00").unwrap_err()).contains("溪边还在生效"));
    let lifting = scene.lift(&zone, "15:00");
    let words = assets::words(Lang::Zh).action(&lifting.label);
    assert!(words.contains("2 户 7 人等待返回，返回前须先安全检查"), "{words}");
    assert!(said(&scene.go(&zone, "15:10").unwrap_err()).contains("还没有做安全检查"));
    scene.check(&zone, false, "15:20");
    assert!(said(&scene.go(&zone, "15:30").unwrap_err()).contains("不安全"));
    scene.check(&zone, true, "15:40");
    let before = scene.world.clone();
    let went = scene.go(&zone, "16:00").unwrap();
    assert_eq!(assets::words(Lang::Zh).action(&went.label), "溪边：2 户 7 人返回");
    assert_eq!((scene.state(0).as_deref(), scene.state(1).as_deref()), (Some("returned"), Some("returned")));
    assert_eq!(scene.occupancy(), Some(6), "who was with relatives is in no shelter's count");
    assert_eq!(scene.go(&zone, "16:10").unwrap_err().id, "returning-nobody");
    scene.undo(&went);
    for (layer, old) in scene.world.layers().zip(before.layers()) {
        assert!(layer.objects().eq(old.objects()), "{}", layer.kind().id);
    }
}

#[test]
fn a_check_made_before_lifting_holds_when_it_is_lifted_and_no_longer_when_it_comes_again() {
    let mut scene = Scene::new(&[(0.5, 4, true)], 4);
    let zone = scene.zone.clone();
    scene.check(&zone, true, "14:00");
    let lifting = scene.lift(&zone, "15:00");
    assert_eq!(lifting.label.id, "change", "nothing is missing");
    let now = at("15:10");
    assert_eq!(returning(&scene.world, now).ready.people, 4);
    scene.switch(&zone, "15:30", "lifted", "active").unwrap();
    scene.lift(&zone, "16:00");
    let refusal = scene.go(&zone, "16:10").unwrap_err();
    assert!(said(&refusal).contains("06-20 16:00 的解除"), "{}", said(&refusal));
}

#[test]
fn more_may_go_than_were_registered_and_what_another_danger_holds_stays() {
    let mut scene = Scene::new(&[(0.5, 4, true), (2.5, 5, true)], 3);
    let (zone, area) = (scene.zone.clone(), scene.area.clone());
    scene.check(&zone, true, "14:00");
    scene.lift(&zone, "15:00");
    let went = scene.go(&zone, "16:00").unwrap();
    let words = assets::words(Lang::En).action(&went.label);
    assert!(words.contains("1 fewer registered"), "{words}");
    assert_eq!(scene.occupancy(), Some(0));
    assert_eq!(scene.go(&area, "16:00").unwrap_err().id, "returning-held");
    let shelter = scene.shelter.clone();
    assert_eq!(scene.go(&shelter, "16:00").unwrap_err().id, "returning-no-place");
}

#[test]
fn no_other_command_sets_returned_for_who_is_held_back() {
    let mut scene = Scene::new(&[(0.5, 4, true)], 4);
    let home = scene.homes[0].clone();
    let refusal = scene.switch(&home, "14:00", "moved", "returned").unwrap_err();
    assert_eq!(refusal.id, "returned-held");
    assert!(said(&refusal).contains("溪边还在生效"), "{}", said(&refusal));
    let set = ObjectCommand::Set { object: home.clone(), field: "state".into(), value: "returned".into() };
    assert_eq!(scene.run("14:00", |desk| set.prepare(desk)).unwrap_err().id, "returned-held");
    let values = vec![("household_size".into(), Value::from(3)), ("state".into(), Value::from("returned"))];
    let new = ObjectCommand::New { kind: TRANSFER.into(), values, place: Some(Point::new(0.5, 0.5).into()) };
    assert_eq!(scene.run("14:00", |desk| new.prepare(desk)).unwrap_err().id, "returned-held");
    let edit = Edit::Set { object: home, field: "state".into(), before: "moved".into(), after: "returned".into() };
    let put = Draft { label: Label::new("import"), area: "import", edits: vec![edit] };
    assert_eq!(scene.run("14:00", |_| Ok(put)).unwrap_err().id, "returned-held");
    let form = ObjectCommand::New { kind: SAFETY_CHECK.into(), values: vec![], place: None };
    assert_eq!(scene.run("14:00", |desk| form.prepare(desk)).unwrap_err().id, "returning-check-by-form");
}

#[test]
fn a_danger_put_back_on_the_register_ends_as_one_that_is_lifted() {
    let mut scene = Scene::new(&[(0.5, 4, true)], 4);
    let zone = scene.zone.clone();
    scene.switch(&zone, "12:30", "active", "lifted").unwrap();
    scene.check(&zone, true, "13:10");
    scene.switch(&zone, "13:20", "lifted", "active").unwrap();
    scene.switch(&zone, "13:30", "active", "listed").unwrap();
    let refusal = scene.go(&zone, "13:40").unwrap_err();
    assert!(said(&refusal).contains("早于"), "the check is of the time before: {}", said(&refusal));
    scene.check(&zone, true, "13:50");
    scene.go(&zone, "14:00").unwrap();
}

#[test]
fn whatever_changes_a_household_the_count_of_its_shelter_follows() {
    let mut scene = Scene::new(&[(0.5, 4, true), (0.6, 3, false)], 10);
    let (zone, [home, with_relatives]) = (scene.zone.clone(), [scene.homes[0].clone(), scene.homes[1].clone()]);
    let set = |scene: &mut Scene, object: &ObjectRef, now: &str, field: &str, value: Value| {
        let set = ObjectCommand::Set { object: object.clone(), field: field.into(), value };
        scene.run(now, |desk| set.prepare(desk)).unwrap()
    };
    let refused = scene.switch(&home, "14:00", "moved", "refused").unwrap();
    assert_eq!(scene.occupancy(), Some(6), "who was ticked off and then refuses is not there");
    scene.undo(&refused);
    assert_eq!(scene.occupancy(), Some(10), "one step takes both back");
    set(&mut scene, &home, "14:10", "household_size", Value::from(5));
    assert_eq!(scene.occupancy(), Some(11));
    set(&mut scene, &with_relatives, "14:20", "destination", "shelter".into());
    assert_eq!(scene.occupancy(), Some(14), "they came after all");
    set(&mut scene, &with_relatives, "14:25", "destination", "with_relatives".into());
    let shelter = scene.shelter.clone();
    scene.switch(&with_relatives, "14:26", "moved", "notified").unwrap();
    set(&mut scene, &shelter, "14:27", "status", "closed".into());
    set(&mut scene, &with_relatives, "14:30", "destination", "shelter".into());
    let tick = BoardCommand::Moved { households: vec![with_relatives.clone()], how: How::AtShelter };
    assert_eq!(scene.run("14:31", |desk| tick.prepare(desk)).unwrap_err().id, "register-closed");
    scene.switch(&with_relatives, "14:32", "notified", "moved").unwrap();
    assert_eq!(scene.occupancy(), Some(14), "a closed shelter does not keep a fact from being said");
    set(&mut scene, &shelter, "14:33", "status", "open".into());
    scene.switch(&with_relatives, "14:34", "moved", "notified").unwrap();
    assert_eq!(scene.occupancy(), Some(11));
    let arrived = scene.run("14:40", |desk| tick.prepare(desk)).unwrap();
    assert_eq!(scene.occupancy(), Some(14));
    let note = arrived.edits.iter().filter(|edit| matches!(edit, Edit::Enter(_))).count();
    assert_eq!(note, 1, "registered once");
    scene.lift(&zone, "15:00");
    scene.check(&zone, true, "15:10");
    scene.switch(&home, "15:20", "moved", "returned").unwrap();
    assert_eq!(scene.occupancy(), Some(9), "as a form says it");
    let removed = ObjectCommand::Remove(with_relatives);
    scene.run("15:30", |desk| removed.prepare(desk)).unwrap();
    assert_eq!(scene.occupancy(), Some(6));
}

#[test]
fn rows_that_an_import_adds_are_a_record_and_those_of_a_merge_arrivals() {
    for (label, people) in [("import", 10), ("merge", 13)] {
        let mut scene = Scene::new(&[(0.5, 4, true)], 10);
        let mut row = scene.world.object(&scene.homes[0]).unwrap().as_ref().clone();
        row.uid = Uid::from_bits(500);
        let size = scene.world.catalogue().kind(TRANSFER).unwrap().index("household_size").unwrap();
        row.values[size] = Value::from(3);
        let home = scene.homes[0].clone();
        let field = "household_size".into();
        let edits = vec![
            Edit::Add(Arc::new(row)),
            Edit::Set { object: home, field, before: Value::from(4), after: Value::from(5) },
        ];
        scene.run("14:00", |_| Ok(Draft { label: Label::new(label), area: "import", edits })).unwrap();
        assert_eq!(scene.occupancy(), Some(people + 1), "{label}: what it changes is followed");
    }
}

#[derive(Clone, Debug)]
enum Step {
    Switch(bool, &'static str),
    Check(bool, bool),
    Go(bool),
    Set(usize, &'static str),
    Undo,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (any::<bool>(), proptest::sample::select(vec!["active", "lifted", "listed"]))
            .prop_map(|(area, to)| Step::Switch(area, to)),
        (any::<bool>(), any::<bool>()).prop_map(|(area, safe)| Step::Check(area, safe)),
        any::<bool>().prop_map(Step::Go),
        (0_usize..4, proptest::sample::select(vec!["moved", "returned", "refused", "notified"]))
            .prop_map(|(home, to)| Step::Set(home, to)),
        Just(Step::Undo),
    ]
}

/// What was said of the two dangers, told again from what was done: each in force or not, and when the check was made
/// that still holds.
#[derive(Clone, Copy, Default)]
struct Story {
    ended: [bool; 2],
    checked: [Option<Timestamp>; 2],
}

impl Story {
    fn of(done: &[(Step, Action)]) -> Self {
        let mut story = Self::default();
        for (step, action) in done {
            match step {
                Step::Switch(area, to) => {
                    let at = usize::from(*area);
                    story.ended[at] = *to != "active";
                    // It comes into force again.
                    story.checked[at] = story.checked[at].filter(|_| *to != "active");
                }
                Step::Check(area, safe) => story.checked[usize::from(*area)] = safe.then_some(action.time),
                _ => {}
            }
        }
        story
    }

    /// Whether a home there is in no danger any more, for people who moved then.
    fn lets_home(&self, x: f64, moved: Timestamp) -> bool {
        let dangers = [(0.0..=1.0).contains(&x), (2.0..=3.0).contains(&x)];
        let clear = |at: usize| self.ended[at] && self.checked[at].is_some_and(|checked| checked >= moved);
        dangers.contains(&true) && (0..2).all(|at| !dangers[at] || clear(at))
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_done_nobody_returns_into_danger_and_the_counts_follow_the_households(
        homes in proptest::collection::vec((0_u8..8, 0_i64..6, any::<bool>()), 1..5),
        registered in 0_i64..20,
        steps in proptest::collection::vec(step(), 0..24),
    ) {
        let homes: Vec<(f64, i64, bool)> =
            homes.into_iter().map(|(x, people, shelter)| (f64::from(x) / 2.0, people, shelter)).collect();
        let mut scene = Scene::new(&homes, registered);
        let start = scene.world.clone();
        let mut done: Vec<(Step, Action)> = Vec::new();
        for (minute, step) in (0..).zip(steps) {
            let now = format!("14:{minute:02}");
            let of = |scene: &Scene, area: bool| if area { scene.area.clone() } else { scene.zone.clone() };
            let before = scene.world.clone();
            let action = match &step {
                Step::Switch(area, to) => {
                    let danger = of(&scene, *area);
                    let from = scene.world.value(&danger, "status").as_text().unwrap().to_owned();
                    scene.switch(&danger, &now, &from, to)
                }
                Step::Check(area, safe) => { let place = of(&scene, *area); Ok(scene.check(&place, *safe, &now)) }
                Step::Go(area) => { let place = of(&scene, *area); scene.go(&place, &now) }
                Step::Set(home, to) => {
                    let Some(object) = scene.homes.get(*home).cloned() else { continue };
                    let from = scene.world.value(&object, "state").as_text().unwrap().to_owned();
                    scene.switch(&object, &now, &from, to)
                }
                Step::Undo => {
                    if let Some((_, action)) = done.pop() { scene.undo(&action); }
                    continue;
                }
            };
            let registered = |world: &World| world.value(&scene.shelter, "occupancy").as_integer().unwrap();
            let change = at_shelter(&scene.world) - at_shelter(&before);
            prop_assert_eq!(registered(&scene.world), (registered(&before) + change).max(0));
            if let Ok(action) = action {
                let story = Story::of(&done);
                for (home, (x, ..)) in scene.homes.iter().zip(&homes) {
                    let state = |world: &World| world.value(home, "state").as_text() == Some("returned");
                    if state(&scene.world) && !state(&before) {
                        let moved = before.value(home, "state_time").as_time().unwrap();
                        prop_assert!(story.lets_home(*x, moved), "{step:?} at {now}");
                    }
                }
                done.push((step, action));
            }
        }
        for (_, action) in done.iter().rev() {
            scene.undo(action);
        }
        for (layer, old) in scene.world.layers().zip(start.layers()) {
            prop_assert!(layer.objects().eq(old.objects()), "{}", layer.kind().id);
        }
    }
}
