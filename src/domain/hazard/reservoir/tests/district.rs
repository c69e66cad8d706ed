//! Waters of a district: the worst first, sums, stale stations, and one rule for the map and this.

use jiff::Timestamp;

use crate::domain::{
    catalogue::{Role, Tone},
    hazard::reservoir::{
        curve::RUNOFF,
        dam::{Dam, NEAR_M, WaterState},
        flow,
        standing::{Flood, Measured, flood},
    },
    model::{ObjectRef, Value},
    query::{SearchIndex, Spelling},
    tests::{Making, SHIPPED, at},
    view::{
        alarms, card, finds,
        flow_chart::{self, FlowReadings},
        level_chart, situation,
        tone::{state, state_at},
    },
    world::World,
};

const CURVE: &str = "[[100,0.0],[110,500.0],[120,2000.0]]";

/// A medium reservoir whose limits are 112 (plum), 111 (typhoon), 115 (normal), 118 (design), 119 (check).
fn medium(making: &mut Making, name: &str, level: f64, time: &str, also: &[(&str, Value)]) -> ObjectRef {
    let time: Value = if time.is_empty() { Value::Null } else { at(time).into() };
    let mut fields: Vec<(&str, Value)> = vec![
        ("name", name.into()),
        ("size_class", "medium".into()),
        ("township", "安地镇".into()),
        ("level_m", level.into()),
        ("level_time", time),
        ("limit_level_m", 111.0.into()),
        ("plum_limit_m", 112.0.into()),
        ("typhoon_limit_m", 111.0.into()),
        ("normal_level_m", 115.0.into()),
        ("design_flood_level_m", 118.0.into()),
        ("check_flood_level_m", 119.0.into()),
        ("catchment_km2", 100.0.into()),
        ("capacity_curve", CURVE.into()),
        ("vertical_datum", "y1985".into()),
    ];
    fields.extend(also.iter().cloned());
    making.add("reservoir", None, &fields)
}

fn asked(world: &World, now: Timestamp) -> Flood<'_> {
    flood(world, now, RUNOFF, |_| Measured::default())
}

#[test]
fn the_worst_come_first_and_the_sums_are_those_of_the_rows() {
    let mut making = Making::default();
    medium(&mut making, "low", 108.0, "11:30", &[]);
    medium(&mut making, "near", 111.9, "11:30", &[]);
    medium(&mut making, "at", 112.0, "11:30", &[]);
    medium(&mut making, "over", 112.4, "11:30", &[("township", Value::Null)]);
    medium(&mut making, "over, silent", 112.5, "08:30", &[]);
    medium(&mut making, "full", 115.5, "11:30", &[]);
    medium(&mut making, "design", 118.01, "11:30", &[]);
    medium(&mut making, "check", 119.3, "11:30", &[]);
    medium(&mut making, "silent", 108.0, "09:59", &[]);
    making.add("pond", None, &[("name", "pond".into()), ("normal_level_m", 50.0.into())]);
    let world = making.world();
    let now = at("12:00");
    let flood = asked(&world, now);
    let rows: Vec<(&str, WaterState)> = flood.rows.iter().map(|row| (row.name.as_str(), row.state())).collect();
    let expected = [
        ("check", WaterState::OverCheck),
        ("design", WaterState::OverDesign),
        ("full", WaterState::OverNormal),
        ("over, silent", WaterState::OverLimit),
        ("over", WaterState::OverLimit),
        ("at", WaterState::Near),
        ("near", WaterState::Near),
        ("pond", WaterState::Unknown),
        ("low", WaterState::Below),
        ("silent", WaterState::Below),
    ];
    assert_eq!(rows, expected);
    let total = flood.total;
    assert_eq!((total.dams, total.over_limit, total.over_design, total.near), (10, 5, 2, 2));
    assert_eq!((total.stale, total.unknown, total.room_known), (2, 1, 9));
    let townships: Vec<_> = flood.townships.iter().map(|(name, sums)| (name.as_deref(), sums.dams)).collect();
    assert_eq!(townships, [(Some("安地镇"), 8), (None, 2)]);
    let sum: f64 = flood.townships.iter().map(|(_, sums)| sums.room_10k_m3).sum();
    assert!((sum - total.room_10k_m3).abs() < 1e-9 && sum > 0.0);
}

#[test]
fn map_and_alarms_judge_by_the_same_limit_in_force() {
    let mut making = Making::default();
    // The register still says the typhoon limit of 111 m: in June a level of 111.9 m is under the plum limit.
    let dam = medium(&mut making, "june", 111.9, "11:30", &[]);
    let world = making.world();
    let (kind, object) = (world.layer("reservoir").unwrap().kind().clone(), world.object(&dam).unwrap().clone());
    let seen = state(&kind, &object);
    assert_eq!((seen.tone, seen.number), (Tone::Caution, Some(-0.1)));
    assert_eq!(Dam::of(&kind, &object).unwrap().state(), WaterState::Near);
    // Later it is grey; one that was over stays in alarm.
    assert_eq!(state_at(&kind, &object, Some(at("13:30"))).tone, Tone::Caution);
    assert_eq!(state_at(&kind, &object, Some(at("13:31"))).tone, Tone::Unknown);
    let mut over = (*object).clone();
    over.values[kind.index("level_m").unwrap()] = 112.2.into();
    assert_eq!(state_at(&kind, &over, Some(at("18:00"))).tone, Tone::Alarm);
    // The tones of the shipped kinds begin where the states do.
    for kind in SHIPPED.kinds().filter(|kind| kind.has_role(Role::Reservoir)) {
        let rules = &kind.color.as_ref().unwrap().rules;
        let from: Vec<_> = rules.iter().map(|rule| (rule.from.unwrap(), rule.tone)).collect();
        assert_eq!(from, [(0.001, Tone::Alarm), (-NEAR_M, Tone::Caution)], "{}", kind.id);
    }
}

#[test]
fn a_water_over_its_check_or_design_level_is_in_alarm_without_a_limit_too() {
    let none: Vec<(&str, Value)> =
        ["limit_level_m", "plum_limit_m", "typhoon_limit_m", "normal_level_m"].map(|field| (field, Value::Null)).into();
    let slip: [(&str, Value); 1] = [("plum_limit_m", 131.0.into())];
    let words = crate::io::assets::words(crate::domain::catalogue::Lang::Zh);
    let mut making = Making::default();
    let cases = [
        (medium(&mut making, "check", 119.3, "11:30", &none), WaterState::OverCheck, "超校核水位"),
        (medium(&mut making, "design", 118.3, "11:30", &none), WaterState::OverDesign, "超设计水位"),
        (medium(&mut making, "normal", 115.3, "11:30", &slip), WaterState::OverNormal, "超正常水位"),
    ];
    let low = medium(&mut making, "low", 108.0, "11:30", &none);
    let known = medium(&mut making, "known", 118.3, "11:30", &[]);
    let world = making.world();
    let kind = world.layer("reservoir").unwrap().kind();
    for (dam, expected, text) in &cases {
        let object = world.object(dam).unwrap();
        assert_eq!(Dam::of(kind, object).unwrap().state(), *expected);
        let seen = state(kind, object);
        assert_eq!((seen.tone, seen.over), (Tone::Alarm, Some(*expected)));
        let alarm = alarms::alarm_of(&world, dam, at("12:00")).unwrap();
        assert_eq!(alarm.says(&words), *text);
        assert!(alarm.sign().ends_with(expected.id()), "a graver state is a new alarm");
        let card = card::card(&world, dam, false, at("12:00"), &words).unwrap();
        assert_eq!(card.head.state.unwrap().text, *text);
    }
    // The graver word leads where a limit is known too, and how far it is over that limit follows.
    let object = world.object(&known).unwrap();
    let said = alarms::alarm_of(&world, &known, at("12:00")).unwrap().says(&words);
    let over = Dam::of(kind, object).unwrap().over_by_m().unwrap();
    assert_eq!(said, format!("超设计水位，超梅汛限水位 {over} m"));
    let card = card::card(&world, &known, false, at("12:00"), &words).unwrap();
    assert_eq!(card.head.state.unwrap().text, "超设计水位");
    assert_eq!(card.figure.unwrap().label, "水位高出梅汛限水位");
    let object = world.object(&low).unwrap();
    assert_eq!(Dam::of(kind, object).unwrap().state(), WaterState::Unknown);
    assert!(state(kind, object).tone != Tone::Alarm && alarms::alarm_of(&world, &low, at("12:00")).is_none());
    let figures = situation::situation(&world, at("12:00"));
    let figure = figures.figures.iter().find(|figure| figure.id == "reservoirs_over").unwrap();
    assert_eq!((figure.value, figure.uncounted), (Some(4), 1));
}

#[test]
fn an_old_level_is_grey_on_the_card_in_links_and_in_finds() {
    let words = crate::io::assets::words(crate::domain::catalogue::Lang::Zh);
    let mut making = Making::default();
    let dam = medium(&mut making, "near", 111.9, "09:00", &[]);
    let camera = making.add("camera", None, &[("name", "camera".into()), ("reservoir", dam.uid.to_string().into())]);
    let world = making.world();
    let link = |now: &str| {
        let card = card::card(&world, &camera, false, at(now), &words).unwrap();
        card.links[0].objects[0].tone
    };
    assert_eq!((link("10:00"), link("12:00")), (Tone::Caution, Tone::Unknown));
    let figure = |now: &str| card::card(&world, &dam, false, at(now), &words).unwrap().figure.unwrap().tone;
    assert_eq!((figure("10:00"), figure("12:00")), (Tone::Caution, Tone::Unknown));
    let found = SearchIndex::new(&world, None, &Spelling::default()).search("near", 5);
    let tone = |now: &str| {
        let finds = finds::finds(&world, "near", &found, None, at(now), &words);
        finds.rows().next().unwrap().symbol.as_ref().unwrap().tone
    };
    assert_eq!((tone("10:00"), tone("12:00")), (Tone::Caution, Tone::Unknown));
}

#[test]
fn a_level_rises_fills_and_crosses_and_a_silent_station_has_no_trend() {
    let mut making = Making::default();
    medium(&mut making, "rising", 111.0, "12:00", &[]);
    let world = making.world();
    let levels = vec![(at("09:00"), 109.5), (at("10:00"), 110.0), (at("11:00"), 110.5)];
    let series = Measured { levels, ..Measured::default() };
    let found = flood(&world, at("12:00"), 0.8, |_| series.clone());
    let row = &found.rows[0];
    assert!((row.trend.rise_m_per_hour.unwrap() - 0.5).abs() < 1e-9);
    // 150 a metre: 650 now, 800 at the limit, 75 an hour in.
    assert!((row.store.now.unwrap() - 650.0).abs() < 1e-9 && (row.store.room_to_limit.unwrap() - 150.0).abs() < 1e-9);
    assert!((row.trend.hours_to_limit.unwrap() - 2.0).abs() < 1e-9);
    assert!((row.trend.net_inflow_m3_s.unwrap() - 208.333).abs() < 1e-2);
    assert!((row.store.rain_mm.unwrap() - 18.75).abs() < 1e-9);
    assert!(row.crossings.is_empty() && !row.is_stale);
    let silent = flood(&world, at("14:01"), 0.8, |_| series.clone());
    assert!(silent.rows[0].is_stale && silent.rows[0].trend.rise_m_per_hour.is_none());
    assert_eq!(row.trend.hours_by_inflow, None, "no flow was measured");
    // Asked about an earlier moment, the newest reading up to it counts.
    let before = flood(&world, at("10:30"), 0.8, |_| series.clone());
    assert_eq!(before.rows[0].dam.level_m, Some(110.0));
    let long_before = flood(&world, at("08:00"), 0.8, |_| series.clone());
    assert_eq!(long_before.rows[0].state(), WaterState::Unknown);
}

#[test]
fn the_chart_holds_levels_lines_and_curve_on_one_height_and_greys_when_old() {
    let words = crate::io::assets::words(crate::domain::catalogue::Lang::Zh);
    let mut making = Making::default();
    let dam = medium(&mut making, "dam", 112.5, "12:00", &[]);
    let plain = making.add("village", None, &[("name", "village".into())]);
    let world = making.world();
    let readings = [(at("10:00"), 111.0), (at("08:00"), 110.0), (at("11:00"), f64::NAN)];
    let draw = |now: &str| level_chart::chart(&world, &dam, &readings, at(now), &words).unwrap();
    let chart = draw("12:00");
    assert_eq!(chart.points.len(), 3);
    let [held, level] = chart.here.unwrap();
    assert_eq!(level, chart.points[2][1], "the point of now stands on the curve at the level now");
    let [[_, low], [_, high]] = [chart.curve[0], chart.curve[chart.curve.len() - 1]];
    assert!(0.0 < held && held < 1.0 && low < level && level < high);
    assert_eq!(chart.store.as_deref(), Some("现蓄 875 万m³"));
    assert!(chart.points.windows(2).all(|two| two[0][0] < two[1][0] && two[0][1] < two[1][1]));
    assert!((chart.points[2][0] - 1.0).abs() < 1e-6, "the level now is at the end");
    let names: Vec<&str> = chart.lines.iter().map(|line| line.name.as_str()).collect();
    assert_eq!(names, ["梅汛限水位 112 m", "正常蓄水位 115 m"], "lines out of its height are left out");
    assert!(chart.lines[0].at < chart.points[2][1] && chart.lines[1].at > chart.points[2][1]);
    let all = chart.points.iter().chain(&chart.curve).flatten();
    assert!(all.clone().all(|share| (0.0..=1.0).contains(share)) && chart.curve.len() >= 3);
    assert_eq!(chart.stale, None);
    assert!(draw("15:00").stale.is_some());
    assert_eq!(level_chart::chart(&world, &plain, &readings, at("12:00"), &words), None);
}

#[test]
fn measured_flows_say_how_long_it_takes_beside_what_the_rise_says() {
    let mut making = Making::default();
    let flows = |inflow: f64, time: &str| -> [(&str, Value); 4] {
        [
            (flow::INFLOW, inflow.into()),
            ("inflow_time", at(time).into()),
            (flow::OUTFLOW, 20.0.into()),
            ("outflow_time", at("11:30").into()),
        ]
    };
    medium(&mut making, "filling", 111.5, "12:00", &flows(120.0, "11:40"));
    medium(&mut making, "emptying", 111.5, "12:00", &flows(10.0, "11:40"));
    medium(&mut making, "old", 111.5, "12:00", &flows(120.0, "09:40"));
    let world = making.world();
    let found = asked(&world, at("12:00"));
    let of = |name: &str| found.rows.iter().find(|row| row.name == name).unwrap();
    // 150 a metre: 75 up to the limit, 100 m3/s are 36 an hour.
    let filling = of("filling");
    assert!((filling.trend.hours_by_inflow.unwrap() - 75.0 / 36.0).abs() < 1e-9);
    assert_eq!(filling.trend.hours_to_limit, None, "one level says no rise");
    assert_eq!((of("emptying").trend.hours_by_inflow, of("old").trend.hours_by_inflow), (None, None));
    assert!(of("old").flows.inflow.unwrap().is_stale(at("12:00")));
    let words = crate::io::assets::words(crate::domain::catalogue::Lang::Zh);
    let kind = SHIPPED.kind("reservoir").unwrap();
    let told = |name: &str| crate::domain::view::flood::told(kind, of(name), at("12:00"), &words);
    assert!(told("filling").contains("入库 120 m³/s（20 分钟前） · 出库 20 m³/s"), "{}", told("filling"));
    assert!(told("filling").contains("按进出库流量 2.1 小时到汛限"), "{}", told("filling"));
    assert!(told("old").contains("入库流量数据过时，2 小时前"), "{}", told("old"));
}

#[test]
fn flows_are_drawn_on_the_time_of_the_levels_with_their_newest_values_in_words() {
    let words = crate::io::assets::words(crate::domain::catalogue::Lang::Zh);
    let mut making = Making::default();
    let also = [(flow::OUTFLOW, 40.0.into()), ("outflow_time", at("09:30").into())];
    let dam = medium(&mut making, "dam", 111.5, "12:00", &also);
    let plain = medium(&mut making, "plain", 111.5, "12:00", &[]);
    let world = making.world();
    let inflow = vec![(at("11:00"), 80.0), (at("10:00"), 60.0), (at("11:30"), f64::NAN)];
    let read = FlowReadings::from([(flow::INFLOW, inflow)]);
    let chart = flow_chart::chart(&world, &dam, &read, at("12:00"), &words).unwrap();
    let said: Vec<&str> = chart.lines.iter().map(|line| line.said.as_str()).collect();
    assert_eq!(said, ["入库流量 80 m³/s，1 小时前", "出库流量 40 m³/s，数据过时，2 小时前"]);
    let [inflow, outflow] = [&chart.lines[0], &chart.lines[1]];
    assert!(!inflow.is_stale && outflow.is_stale);
    assert_eq!((inflow.points.len(), outflow.points.len()), (2, 1));
    assert!(inflow.points[0][0] < inflow.points[1][0] && inflow.points[0][1] < inflow.points[1][1]);
    // The same time as the level chart's: noon is its end.
    assert!((inflow.points[1][0] - (1.0 - 1.0 / 72.0)).abs() < 1e-5);
    assert_eq!(flow_chart::chart(&world, &plain, &FlowReadings::new(), at("12:00"), &words), None);
}
