use proptest::prelude::*;

use super::*;
use crate::domain::{
    model::{TRANSFER, Value},
    tests::{Making, SHIPPED, at},
};

const TOWNS: [&str; 3] = ["白龙桥镇", "琅琊镇", "沙畈乡"];
const VILLAGES: [&str; 2] = ["叶店村", "周村"];

impl Making {
    fn report(&mut self, report: &MoveReport) {
        let kind = SHIPPED.kind(MOVE_REPORT).unwrap();
        let entered = report.reported_at.unwrap_or(at("00:00"));
        self.put(MOVE_REPORT, None, report.values(kind, "报告", entered));
    }

    fn household(&mut self, town: &str, village: &str, people: i64, state: &str, to: &str) {
        let text = |text: &str| Value::from(Some(text).filter(|text| !text.is_empty()));
        let fields = [
            ("township", text(town)),
            ("village", text(village)),
            ("household_size", Value::from(people)),
            ("state", text(state)),
            ("destination", text(to)),
        ];
        self.add(TRANSFER, None, &fields);
    }
}

fn report(town: &str, village: Option<&str>, time: &str, figures: Figures) -> MoveReport {
    MoveReport {
        township: town.to_owned(),
        village: village.map(str::to_owned),
        reported_at: Some(at(time)),
        figures,
        ..MoveReport::default()
    }
}

fn moved(people: i64) -> Figures {
    Figures::default().with(Figure::Ordered, 100).with(Figure::Moved, people)
}

#[test]
fn the_newest_report_counts_and_an_acknowledgement_does_not_wipe_its_figures() {
    let mut making = Making::default();
    making.report(&report("琅琊镇", None, "18:30", moved(80)));
    making.report(&report("琅琊镇", None, "17:30", moved(50)));
    let received = MoveReport { acknowledged: true, ..report("琅琊镇", None, "19:00", Figures::default()) };
    making.report(&received);
    let board = board(&making.world(), at("19:30"), 60);
    let [row] = board.rows.as_slice() else { panic!("{board:?}") };
    assert_eq!(row.standing.reported.get(Figure::Moved), Some(80));
    assert_eq!(row.standing.reported.get(Figure::ToMove), Some(20), "it follows");
    assert_eq!(row.standing.reported.get(Figure::Refused), None, "not said is not zero");
    assert_eq!(row.standing.last_heard, Some(at("19:00")));
    assert!(row.standing.acknowledged && row.reported_by == ReportedBy::Township);
}

#[test]
fn villages_are_summed_where_the_township_is_silent_and_compared_where_it_is_not() {
    let mut making = Making::default();
    making.report(&report("白龙桥镇", Some("叶店村"), "18:00", moved(30)));
    making.report(&report("白龙桥镇", Some("周村"), "18:10", moved(40)));
    making.report(&report("琅琊镇", Some("周村"), "18:00", moved(10)));
    making.report(&report("琅琊镇", None, "18:20", moved(25)));
    let board = board(&making.world(), at("18:30"), 60);
    let by_name = |name: &str| board.rows.iter().find(|row| row.township.as_deref() == Some(name)).unwrap();
    let silent = by_name("白龙桥镇");
    assert_eq!(silent.reported_by, ReportedBy::Villages(2));
    assert_eq!(silent.standing.reported.get(Figure::Moved), Some(70));
    assert_eq!(silent.above_villages, None);
    let speaking = by_name("琅琊镇");
    assert_eq!(speaking.standing.reported.get(Figure::Moved), Some(25), "not 35: nobody is counted twice");
    assert_eq!(speaking.above_villages.unwrap().get(Figure::Moved), Some(15));
    assert_eq!(board.total.reported.get(Figure::Moved), Some(95));
}

#[test]
fn a_place_with_people_to_move_is_overdue_at_the_minute_and_not_before() {
    let mut making = Making::default();
    making.household("琅琊镇", "周村", 5, "notified", "shelter");
    making.household("沙畈乡", "周村", 5, "moved", "shelter");
    making.report(&report("琅琊镇", None, "18:00", moved(50)));
    let world = making.world();
    let overdue = |time: &str| {
        let board = board(&world, at(time), 60);
        board.rows.iter().filter(|row| row.standing.overdue).filter_map(|row| row.township.clone()).collect::<Vec<_>>()
    };
    assert!(overdue("18:59").is_empty(), "沙畈乡 has moved everybody");
    assert_eq!(overdue("19:00"), [Arc::from("琅琊镇")]);
    let mut making = Making::default();
    making.household("琅琊镇", "周村", 5, "notified", "shelter");
    let silent = board(&making.world(), at("18:00"), 60);
    assert!(silent.rows[0].standing.overdue, "told, and it is not known when");
    assert_eq!(silent.total.overdue, 1);
}

#[test]
fn one_waits_from_the_order_on_and_where_none_was_given_nobody_is_late_to_answer() {
    let mut making = Making::default();
    let told = |making: &mut Making, town: &str, state: &str, time: &str| {
        let fields = [
            ("township", town.into()),
            ("village", "周村".into()),
            ("household_size", Value::from(5_i64)),
            ("state", state.into()),
            ("state_time", Value::from(at(time))),
            ("leave_by", Value::from(at("20:00"))),
        ];
        making.add(TRANSFER, None, &fields);
    };
    told(&mut making, "琅琊镇", "notified", "18:00");
    told(&mut making, "琅琊镇", "moved", "18:40");
    told(&mut making, "沙畈乡", "refused", "18:30");
    let world = making.world();
    let seen = |time: &str| {
        let found = board(&world, at(time), 60);
        found.rows.iter().map(|row| (row.standing.overdue, row.standing.late)).collect::<Vec<_>>()
    };
    assert_eq!(seen("18:59"), [(false, false), (false, false)]);
    assert_eq!(seen("19:10"), [(false, false), (true, false)], "沙畈乡, then 琅琊镇");
    assert_eq!(seen("20:01"), [(true, true), (true, true)]);
    let row = &board(&world, at("19:10"), 60).rows[1].standing;
    assert_eq!((row.told, row.ordered_at, row.leave_by), (10, Some(at("18:00")), Some(at("20:00"))));
}

#[test]
fn when_people_went_is_not_when_the_order_was_given() {
    let mut making = Making::default();
    let household = |making: &mut Making, state: &str, time: &str| {
        let fields = [
            ("township", "琅琊镇".into()),
            ("household_size", Value::from(5_i64)),
            ("state", state.into()),
            ("state_time", Value::from(at(time))),
        ];
        making.add(TRANSFER, None, &fields);
    };
    household(&mut making, "moved", "09:00");
    household(&mut making, "notified", "18:00");
    let told = |making: &Making, time: &str| {
        let board = board(&making.world(), at(time), 60);
        let standing = &board.rows[0].standing;
        (standing.told, standing.ordered_at, standing.overdue)
    };
    assert_eq!(told(&making, "18:30"), (10, Some(at("18:00")), false), "who moved in the morning is told");
    let mut gone = Making::default();
    household(&mut gone, "moved", "18:00");
    gone.household("琅琊镇", "周村", 4, "notified", "shelter");
    assert_eq!(told(&gone, "18:30"), (9, None, false), "a word is waited for since they went");
    assert_eq!(told(&gone, "19:00"), (9, None, true));
}

#[test]
fn the_leader_on_duty_and_the_open_shelters_are_those_of_the_township() {
    let mut making = Making::default();
    let person = |post: &str, level: &str, name: &str| {
        [("post", post), ("level", level), ("area", "琅琊镇"), ("township", "琅琊镇"), ("name", name)]
            .map(|(field, text)| (field, Value::from(text)))
    };
    making.add("responsible_person", None, &person("township_head", "township", "示例甲"));
    making.add("responsible_person", None, &person("duty_leader", "county", "示例乙"));
    making.add("responsible_person", None, &person("duty_leader", "township", "示例丙"));
    for status in ["open", "open", "standby"] {
        making.add("shelter", None, &[("township", "琅琊镇".into()), ("status", status.into())]);
    }
    let board = board(&making.world(), at("18:00"), 60);
    let [row] = board.rows.as_slice() else { panic!("{board:?}") };
    assert_eq!(row.leader.as_ref().and_then(|leader| leader.name.as_deref()), Some("示例丙"));
    assert_eq!((row.standing.shelters_open, board.total.shelters_open), (2, 2));
    assert!(!row.standing.overdue, "nobody is to move");
}

fn figures() -> impl Strategy<Value = Figures> {
    proptest::array::uniform9(proptest::option::of(0_i64..1000)).prop_map(|values| {
        let mut figures = Figures::default();
        for (figure, value) in Figure::ALL.into_iter().zip(values) {
            figures.set(figure, value);
        }
        figures
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn totals_are_the_sums_of_rows_and_rows_of_villages_and_nobody_is_counted_twice(
        households in proptest::collection::vec((0..4_usize, 0..3_usize, 0..9_i64, 0..6_usize, 0..3_usize), 0..40),
        reports in proptest::collection::vec((0..3_usize, 0..3_usize, 0..24_u32, figures()), 0..20),
    ) {
        let mut making = Making::default();
        let states = ["", "listed", "notified", "moved", "refused", "returned"];
        for (town, village, people, state, to) in households {
            let (town, village) = (TOWNS.get(town).unwrap_or(&""), VILLAGES.get(village).unwrap_or(&""));
            making.household(town, village, people, states[state], ["", "shelter", "with_relatives"][to]);
        }
        for (town, village, hour, figures) in reports {
            making.report(&report(TOWNS[town], VILLAGES.get(village).copied(), &format!("{hour:02}:00"), figures));
        }
        let world = making.world();
        let board = board(&world, at("23:30"), 60);
        let list = movement(&world).unwrap_or_default();
        prop_assert_eq!(board.total.list, list.total);
        let (mut moves, mut reported) = (Moves::default(), Figures::default());
        for row in &board.rows {
            moves.add(&row.standing.list);
            reported.add(&row.standing.reported);
            let (mut of_villages, mut said) = (Moves::default(), Figures::default());
            for village in &row.villages {
                of_villages.add(&village.standing.list);
                said.add(&village.standing.reported);
            }
            prop_assert_eq!(of_villages, row.standing.list);
            match row.reported_by {
                ReportedBy::Villages(_) => prop_assert_eq!(said, row.standing.reported),
                ReportedBy::Nobody => prop_assert!(row.standing.reported.is_empty() && said.is_empty()),
                ReportedBy::Township => {}
            }
            let standing = &row.standing;
            let less = |figure, list| standing.reported.get(figure).map(|said| said - list);
            prop_assert_eq!(standing.difference.get(Figure::Moved), less(Figure::Moved, standing.list.moved()));
            prop_assert_eq!(standing.difference.get(Figure::Refused), less(Figure::Refused, standing.list.refused));
            prop_assert_eq!(standing.difference.get(Figure::Moving), None, "the list does not say who is on the way");
        }
        prop_assert_eq!(moves, board.total.list);
        prop_assert_eq!(reported, board.total.reported);
        prop_assert_eq!(board.total.overdue, board.rows.iter().filter(|row| row.standing.overdue).count());
    }
}
