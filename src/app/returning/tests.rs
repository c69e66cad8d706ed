use geo_types::{Point, Rect};
use proptest::prelude::*;

use super::*;
use crate::{
    app::{change, change::Change, history::Signature, object::ObjectCommand},
    domain::{
        edit::Action,
        tests::{Making, at},
    },
};

/// A zone in force, two shelters, households in and beside it.
struct Scene {
    world: World,
    zone: ObjectRef,
    area: ObjectRef,
    shelter: ObjectRef,
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
        for (number, (x, people, to_shelter)) in (100..).zip(homes) {
            let fields = [
                ("name", Value::from(format!("户{number}"))),
                ("household_size", (*people).into()),
                ("state", "moved".into()),
                ("state_time", at("13:00").into()),
                ("destination", if *to_shelter { "shelter" } else { "with_relatives" }.into()),
                ("shelter", shelter.uid.to_string().into()),
            ];
            making.add(TRANSFER, point(*x), &fields);
        }
        Self { world: making.world(), zone, area, shelter, next: 1000 }
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
        let draft = complete(&self.world, at(now), draft)?;
        self.next += 1;
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

    fn state(&self, uid: u128) -> Option<String> {
        let household = ObjectRef { kind: TRANSFER.into(), uid: Uid::from_bits(uid) };
        self.world.value(&household, "state").as_text().map(str::to_owned)
    }

    fn occupancy(&self) -> Option<i64> {
        self.world.value(&self.shelter, "occupancy").as_integer()
    }

    fn undo(&mut self, action: &Action) {
        let edits = action.edits.iter().rev().map(Edit::inverse).collect();
        self.world.apply(&Action { edits, ..action.clone() }).unwrap();
    }
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
    assert_eq!((scene.state(100).as_deref(), scene.state(101).as_deref()), (Some("returned"), Some("returned")));
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
    let home = ObjectRef { kind: TRANSFER.into(), uid: Uid::from_bits(100) };
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

#[derive(Clone, Debug)]
enum Step {
    Switch(bool),
    Check(bool, bool),
    Go(bool),
    Set(usize),
    Undo,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        any::<bool>().prop_map(Step::Switch),
        (any::<bool>(), any::<bool>()).prop_map(|(area, safe)| Step::Check(area, safe)),
        any::<bool>().prop_map(Step::Go),
        (0_usize..4).prop_map(Step::Set),
        Just(Step::Undo),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_done_nobody_returns_into_danger_and_no_count_falls_below_zero(
        homes in proptest::collection::vec((0_u8..8, 0_i64..6, any::<bool>()), 1..5),
        registered in 0_i64..20,
        steps in proptest::collection::vec(step(), 0..24),
    ) {
        let homes: Vec<(f64, i64, bool)> =
            homes.into_iter().map(|(x, people, shelter)| (f64::from(x) / 2.0, people, shelter)).collect();
        let mut scene = Scene::new(&homes, registered);
        let start = scene.world.clone();
        let mut done: Vec<Action> = Vec::new();
        for (minute, step) in (0..).zip(steps) {
            let now = format!("14:{minute:02}");
            let of = |scene: &Scene, area: bool| if area { scene.area.clone() } else { scene.zone.clone() };
            let before = scene.world.clone();
            let action = match step {
                Step::Switch(area) => {
                    let danger = of(&scene, area);
                    let active = scene.world.value(&danger, "status").as_text() == Some("active");
                    let (from, to) = if active { ("active", "lifted") } else { ("lifted", "active") };
                    scene.switch(&danger, &now, from, to)
                }
                Step::Check(area, safe) => { let place = of(&scene, area); Ok(scene.check(&place, safe, &now)) }
                Step::Go(area) => { let place = of(&scene, area); scene.go(&place, &now) }
                Step::Set(home) => {
                    let uid = Uid::from_bits(100 + home as u128);
                    let object = ObjectRef { kind: TRANSFER.into(), uid };
                    let from = scene.world.value(&object, "state").as_text().unwrap_or("").to_owned();
                    if from == "moved" { scene.switch(&object, &now, "moved", "returned") } else { continue }
                }
                Step::Undo => {
                    if let Some(action) = done.pop() { scene.undo(&action); }
                    continue;
                }
            };
            prop_assert!(scene.occupancy().unwrap() >= 0);
            if let Ok(action) = action {
                let safety = Safety::of(&before, at(&now));
                for edit in &action.edits {
                    if let Edit::Set { object, field, after, .. } = edit
                        && field.as_str() == "state" && after.as_text() == Some("returned")
                    {
                        prop_assert_eq!(safety.holds(before.object(object).unwrap()), vec![]);
                    }
                }
                done.push(action);
            }
        }
        for action in done.iter().rev() {
            scene.undo(action);
        }
        for (layer, old) in scene.world.layers().zip(start.layers()) {
            prop_assert!(layer.objects().eq(old.objects()), "{}", layer.kind().id);
        }
    }
}
