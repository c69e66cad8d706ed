use proptest::prelude::*;

use super::*;
use crate::domain::{
    edit::{Action, Edit, Intent, Label},
    model::KindId,
    tests::{SHIPPED, at, values},
    view::mask::masked,
};

const TOWN: &str = "白龙桥镇";

fn kind() -> &'static Arc<Kind> {
    SHIPPED.kind(TRANSFER).unwrap()
}

fn household(number: &str, head: &str, place: &str, state: &str, time: &str) -> Vec<Value> {
    values(
        TRANSFER,
        &[
            ("name", number.into()),
            ("household_head", head.into()),
            ("place", place.into()),
            ("household_size", 3.into()),
            ("phone", "13900000001".into()),
            ("township", TOWN.into()),
            ("village", "叶店村".into()),
            ("state", state.into()),
            ("state_time", at(time).into()),
        ],
    )
}

fn world(rows: &[Vec<Value>]) -> World {
    let object = |(uid, values): (u128, &Vec<Value>)| {
        Arc::new(Object { uid: Uid::from_bits(uid), kind: TRANSFER.into(), geometry: None, values: values.clone() })
    };
    let mut objects: BTreeMap<KindId, Vec<Arc<Object>>> = BTreeMap::new();
    objects.insert(TRANSFER.into(), (1..).zip(rows).map(object).collect());
    World::new(SHIPPED.clone(), objects)
}

fn set(values: &mut [Value], field: &str, value: impl Into<Value>) {
    values[kind().index(field).unwrap()] = value.into();
}

fn given(rows: &[Vec<Value>]) -> GivenList {
    let row = |(row, values): (u64, &Vec<Value>)| GivenRow { row, sheet: None, values: values.clone(), place: None };
    GivenList { rows: (2..).zip(rows).map(row).collect(), ..GivenList::default() }
}

fn merged(world: &World, base: &Base, rows: &[Vec<Value>]) -> Merge {
    merge(world, base, given(rows), None, at("20:00"))
}

fn apply(world: &World, merge: &Merge, theirs: bool) -> World {
    let mut next = 10_000;
    let mut fresh = || {
        next += 1;
        Uid::from_bits(next)
    };
    let edits = merge.edits(world, &|_| theirs, at("20:00"), &mut fresh);
    let mut world = world.clone();
    world.apply(&action(edits)).unwrap();
    world
}

fn action(edits: Vec<Edit>) -> Action {
    let (label, area) = (Label::new("merge"), "import".into());
    Action {
        uid: Uid::from_bits(1), time: at("20:00"), actor: "值班员".into(), label, area, intent: Intent::Do, edits
    }
}

fn codes(merge: &Merge) -> Vec<(&'static str, Option<u64>)> {
    merge.problems.iter().map(|problem| (problem.code, problem.row)).collect()
}

#[test]
fn what_only_the_township_changed_is_taken_and_what_both_changed_is_decided() {
    let then =
        [household("01", "示例甲", "1号", "notified", "10:00"), household("02", "示例乙", "2号", "notified", "10:00")];
    let mut ours = then.clone();
    set(&mut ours[1], "state", "refused");
    set(&mut ours[1], "state_time", at("12:00"));
    set(&mut ours[0], "phone", "13900000002");
    let mut theirs = then.clone();
    set(&mut theirs[0], "state", "moved");
    set(&mut theirs[1], "state", "moved");
    let world_now = world(&ours);
    let base = Base { world: Some(world(&then)), told: Told::new() };
    let merge = merged(&world_now, &base, &theirs);
    let verdicts: Vec<(u64, &str, &Verdict)> =
        merge.changes.iter().map(|one| (one.row, one.field.as_str(), &one.verdict)).collect();
    assert_eq!(
        verdicts,
        [(2, "phone", &Verdict::Keep), (2, "state", &Verdict::Take), (3, "state", &Verdict::Conflict)]
    );
    let kept = apply(&world_now, &merge, false);
    let state = |world: &World, uid: u128| {
        let household = ObjectRef { kind: TRANSFER.into(), uid: Uid::from_bits(uid) };
        ["state", "phone"].map(|field| world.value(&household, field).as_text().unwrap().to_owned())
    };
    assert_eq!(state(&kept, 1), ["moved", "13900000002"]);
    assert_eq!(state(&kept, 2), ["refused", "13900000001"]);
    assert_eq!(state(&apply(&world_now, &merge, true), 2)[0], "moved");
    let again = merged(&kept, &base, &theirs);
    assert!(again.edits(&kept, &|_| false, at("21:00"), &mut || Uid::from_bits(77)).is_empty(), "{again:?}");
}

#[test]
fn without_a_base_the_later_state_counts_and_the_townships_own_word_may_change() {
    let mut ours = household("01", "示例甲", "1号", "refused", "12:00");
    let mut theirs = household("01", "示例甲", "1号", "moved", "10:00");
    let verdict = |world: &World, base: &Base, theirs: &Vec<Value>| {
        merged(world, base, std::slice::from_ref(theirs)).changes[0].verdict.clone()
    };
    let now = world(&[ours.clone()]);
    assert_eq!(verdict(&now, &Base::default(), &theirs), Verdict::Conflict);
    let told = Told::from([((Uid::from_bits(1), FieldId::from("state")), Value::from("refused"))]);
    assert_eq!(verdict(&now, &Base { world: None, told }, &theirs), Verdict::Take, "ours was its own word");
    set(&mut theirs, "state_time", at("12:00"));
    assert_eq!(verdict(&now, &Base::default(), &theirs), Verdict::Take);
    set(&mut theirs, "state_time", Value::Null);
    assert_eq!(verdict(&now, &Base::default(), &theirs), Verdict::Conflict, "it may be older than ours");
    set(&mut ours, "state", "listed");
    assert_eq!(verdict(&world(&[ours.clone()]), &Base::default(), &theirs), Verdict::Take);
    // A file that was copied from something older than its base does not count as unchanged since.
    let base = Base { world: Some(world(&[ours])), told: Told::new() };
    set(&mut theirs, "state_time", at("09:00"));
    assert_eq!(verdict(&now, &base, &theirs), Verdict::Conflict);
}

#[test]
fn rows_are_matched_by_number_else_by_head_and_place_and_never_guessed() {
    let mut double = household("", "示例丙", "5号", "listed", "08:00");
    let ours = [
        household("01", "示例甲", "1号", "listed", "08:00"),
        household("", "示例乙", "2号", "listed", "08:00"),
        double.clone(),
        double.clone(),
    ];
    set(&mut double, "state", "moved");
    let mut by_number = household("01", "", "", "moved", "09:00");
    for field in ["household_head", "place", "phone"] {
        set(&mut by_number, field, Value::Null);
    }
    let mut covered = household("", "", "2号", "moved", "09:00");
    set(&mut covered, "name", Value::Null);
    set(&mut covered, "household_head", masked("示例乙"));
    set(&mut covered, "phone", masked("13900000001"));
    let mut nameless = values(TRANSFER, &[("state", "moved".into())]);
    set(&mut nameless, "township", TOWN);
    let new = household("09", "示例丁", "9号", "moved", "09:00");
    let mut elsewhere = household("10", "示例戊", "9号", "moved", "09:00");
    set(&mut elsewhere, "township", "琅琊镇");
    let rows = [by_number.clone(), covered, double, nameless, new.clone(), new, by_number, elsewhere];
    let merge = merge(&world(&ours), &Base::default(), given(&rows), Some(TOWN), at("20:00"));
    assert_eq!(
        codes(&merge),
        [
            ("merge_ambiguous", Some(4)),
            ("merge_nameless", Some(5)),
            ("merge_twice", Some(7)),
            ("merge_twice", Some(8)),
            ("merge_elsewhere", Some(9))
        ]
    );
    let changed: Vec<u64> = merge.changes.iter().map(|change| change.row).collect();
    assert_eq!(changed, [2, 3], "{:?}", merge.changes);
    assert_eq!(merge.added.iter().map(|added| added.row).collect::<Vec<_>>(), [6]);
    assert_eq!(merge.missing.len(), 2, "the two of one name are told, not deleted");
}

#[test]
fn a_covered_value_never_takes_the_place_of_a_whole_one() {
    let ours = [household("01", "示例甲", "1号", "listed", "08:00")];
    let mut same = ours[0].clone();
    set(&mut same, "household_head", "示例*");
    set(&mut same, "phone", "139****0001");
    assert_eq!(merged(&world(&ours), &Base::default(), &[same.clone()]).unchanged, 1);
    set(&mut same, "phone", "138****0007");
    let merge = merged(&world(&ours), &Base::default(), &[same]);
    assert_eq!((merge.changes.len(), codes(&merge)), (0, vec![("merge_masked", Some(2))]));
    let mut new = household("07", "示例*", "7号", "listed", "08:00");
    set(&mut new, "phone", "138****0007");
    let merge = merged(&world(&ours), &Base::default(), &[new]);
    let head = kind().index("household_head").unwrap();
    assert!(merge.added[0].values[head].is_null());
    assert_eq!(merge.problems.len(), 2);
}

#[test]
fn nobody_who_may_not_go_home_returns_by_a_file() {
    let ours = [household("01", "示例甲", "1号", "moved", "08:00")];
    let mut theirs = ours[0].clone();
    set(&mut theirs, "state", "returned");
    set(&mut theirs, "household_size", 4);
    let mut new = household("02", "示例乙", "2号", "returned", "08:00");
    set(&mut new, "note", "新");
    let merge = merged(&world(&ours), &Base::default(), &[theirs, new]);
    let verdicts: Vec<(&str, bool)> =
        merge.changes.iter().map(|one| (one.field.as_str(), matches!(one.verdict, Verdict::Refused(_)))).collect();
    assert_eq!(verdicts, [("household_size", false), ("state", true)], "the rest of the row is taken");
    assert_eq!(codes(&merge), []);
    assert!(!merge.added[0].held.is_empty(), "it is said at the row why");
    assert!(merge.added[0].values[kind().index("state").unwrap()].is_null());
}

/// A row of the random list: number, head, place.
fn rows() -> impl Strategy<Value = Vec<Vec<Value>>> {
    let states = ["listed", "notified", "moved", "refused"];
    proptest::collection::vec((any::<bool>(), 0_usize..4, 0_u8..10), 1..12).prop_map(move |rows| {
        let row = |(at, (numbered, state, minute)): (usize, (bool, usize, u8))| {
            let number = if numbered { format!("{at:02}") } else { String::new() };
            let mut row = household(
                &number,
                &format!("示例{at}甲"),
                &format!("{at}号"),
                states[state],
                &format!("10:{minute:02}"),
            );
            if !numbered {
                set(&mut row, "name", Value::Null);
            }
            row
        };
        rows.into_iter().enumerate().map(row).collect()
    })
}

/// Which field becomes what.
fn edit() -> impl Strategy<Value = (usize, &'static str, Value)> {
    let choices = prop_oneof![
        proptest::sample::select(vec!["listed", "notified", "moved", "refused"])
            .prop_map(|to| ("state", Value::from(to))),
        (1_i64..9).prop_map(|people| ("household_size", Value::from(people))),
        (1_u32..9).prop_map(|last| ("phone", Value::from(format!("1380000000{last}")))),
        (1_u32..9).prop_map(|nr| ("note", Value::from(format!("备注{nr}")))),
    ];
    (0_usize..12, choices).prop_map(|(row, (field, value))| (row, field, value))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_merge_is_the_townships_edits_and_nothing_else(
        then in rows(),
        theirs in proptest::collection::vec(edit(), 0..8),
        ours in proptest::collection::vec(edit(), 0..8),
        gone in proptest::collection::vec(0_usize..12, 0..3),
        blank in proptest::collection::vec((0_usize..12, 0_usize..4), 0..4),
        prefer in any::<bool>(),
    ) {
        let change = |edits: &[(usize, &'static str, Value)]| {
            let mut rows = then.clone();
            for (row, field, value) in edits {
                if let Some(row) = rows.get_mut(*row) { set(row, field, value.clone()); }
            }
            rows
        };
        let (mine, mut file) = (change(&ours), change(&theirs));
        for (row, field) in &blank {
            let field = ["state", "household_size", "phone", "note"][*field];
            if let Some(row) = file.get_mut(*row) { set(row, field, Value::Null); }
        }
        let base = Base { world: Some(world(&then)), told: Told::new() };
        let now = world(&mine);
        let file: Vec<Vec<Value>> =
            file.into_iter().enumerate().filter(|(row, _)| !gone.contains(row)).map(|(_, row)| row).collect();
        let merge = merged(&now, &base, &file);
        prop_assert!(merge.problems.is_empty() && merge.added.is_empty(), "{:?}", merge);
        let after = apply(&now, &merge, prefer);
        let kept: Vec<usize> = (0..then.len()).filter(|row| !gone.contains(row)).collect();
        let in_file: BTreeMap<usize, &Vec<Value>> = kept.into_iter().zip(&file).collect();
        for row in 0..then.len() {
            let household = ObjectRef { kind: TRANSFER.into(), uid: Uid::from_bits(row as u128 + 1) };
            for (index, field) in kind().fields.iter().enumerate() {
                if ["state_time", "as_of"].contains(&field.id.as_str()) { continue; }
                let (was, own) = (&then[row][index], &mine[row][index]);
                let told = in_file.get(&row).map_or(&Value::Null, |row| &row[index]);
                let theirs_counts = !told.is_null() && told != was && (own == was || own == told || prefer);
                let wanted = if theirs_counts { told } else { own };
                prop_assert_eq!(&after.value(&household, field.id.as_str()), wanted, "{} {}", row, field.id);
            }
        }
        let missing: Vec<usize> = merge.missing.iter().map(|one| one.uid.bits() as usize - 1).collect();
        if !file.is_empty() {
            let wanted: Vec<usize> = (0..then.len()).filter(|row| gone.contains(row)).collect();
            prop_assert_eq!(missing, wanted);
        }
        let again = merged(&after, &base, &file);
        let mut fresh = || Uid::from_bits(50_000);
        prop_assert!(again.edits(&after, &|_| prefer, at("21:00"), &mut fresh).is_empty(), "twice is once");
    }

    #[test]
    fn whatever_a_file_says_the_merge_is_whole_and_deletes_nobody(
        ours in rows(),
        rows in proptest::collection::vec(
            proptest::collection::vec(proptest::option::of("[示例甲乙0-9*＊ 号]{0,4}"), 5), 0..8),
        township in any::<bool>(),
    ) {
        let row = |cells: &Vec<Option<String>>| {
            let mut row = values(TRANSFER, &[("household_size", 2.into())]);
            for (field, cell) in ["name", "household_head", "place", "phone", "village"].into_iter().zip(cells) {
                set(&mut row, field, Value::from(cell.as_deref().filter(|text| !text.trim().is_empty())));
            }
            row
        };
        let file: Vec<Vec<Value>> = rows.iter().map(row).collect();
        let now = world(&ours);
        let merge = merge(&now, &Base::default(), given(&file), township.then_some(TOWN), at("20:00"));
        let after = apply(&now, &merge, true);
        let (before, after) = (now.layer(TRANSFER).unwrap(), after.layer(TRANSFER).unwrap());
        prop_assert_eq!(after.len(), before.len() + merge.added.len());
        for object in after.objects() {
            for (index, field) in kind().fields.iter().enumerate().filter(|(_, field)| field.personal) {
                prop_assert!(!judge::is_masked(object.value(index)), "{}", field.id);
            }
        }
    }
}
