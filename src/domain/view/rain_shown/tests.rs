use geo_types::{Point, polygon};
use jiff::ToSpan as _;

use super::*;
use crate::{
    domain::{
        catalogue::Lang,
        hazard::rain::{Amount, rain as rain_of},
        model::Value,
        tests::{Making, SHIPPED, at},
    },
    io::assets,
};

/// So many hours up to noon, 2 mm each and 8 in the last, the third last missing.
fn amounts(hours: i64) -> Vec<Amount> {
    let one = |back: i64| Amount {
        end: at("12:00").checked_sub(back.hours()).unwrap(),
        minutes: 60,
        mm: if back == 0 { 8.0 } else { 2.0 },
    };
    (0..hours).filter(|back| *back != 2).map(one).collect()
}

#[test]
fn a_card_says_sums_with_their_holes_bars_and_what_is_forecast_beside_what_fell() {
    let words = assets::words(Lang::Zh);
    let mut making = Making::default();
    let place = || Some(Point::new(119.55, 29.05).into());
    let station = making.add("rain_station", place(), &[("name", "站".into()), ("township", "甲".into())]);
    let area = polygon![(x: 119.5, y: 29.0), (x: 119.6, y: 29.0), (x: 119.6, y: 29.1)];
    let forecast: [(&str, Value); 3] =
        [("name", "甲".into()), ("forecast_1h_mm", 5.5.into()), ("forecast_time", at("11:50").into())];
    let township = making.add("township", Some(area.into()), &forecast);
    let village =
        making.add("village", place(), &[("name", "村".into()), ("township", "甲".into()), ("move_1h_mm", 8.0.into())]);
    let plain = making.add("village", place(), &[("name", "平村".into())]);
    let world = making.world();
    let found = rain_of(&world, at("12:10"), None, |of| if *of == station { amounts(30) } else { Vec::new() });
    let shown = |object: &ObjectRef| card(&found, object, at("12:10"), &words);
    let of_station = shown(&station).unwrap();
    let rows: Vec<(&str, &str)> =
        of_station.rows.iter().map(|(window, said)| (window.as_str(), said.as_str())).collect();
    assert_eq!(rows[0], ("1小时", "8 mm"));
    assert_eq!(rows[1], ("3小时", "≥10 mm（3 小时中有 2 小时数据）"));
    assert_eq!(rows[4], ("24小时", "≥52 mm（24 小时中有 23 小时数据） · 暴雨"));
    let bars = of_station.bars.unwrap();
    assert_eq!((bars.hours.len(), bars.hours[47], bars.hours[46], bars.hours[45]), (48, Some(1.0), Some(0.25), None));
    assert_eq!(bars.missing.as_deref(), Some("缺 19 小时"), "what came before it began is missing too");
    assert_eq!(bars.times, ["06-18 12:00", "06-20 12:00"]);
    let of_township = shown(&township).unwrap();
    assert_eq!(of_township.rows[0], ("1小时".to_owned(), "8 mm，预报 5.5 mm".to_owned()));
    assert_eq!(of_township.rows[1].1, "—", "two of three hours stand for none");
    assert_eq!(of_township.rows[4].1, "≥52 mm");
    assert!(of_township.notes.contains(&"预报 06-20 11:50 发布".to_owned()), "{:?}", of_township.notes);
    assert_eq!(shown(&village).unwrap().badge, Some(("立即转移".to_owned(), Tone::Alarm)));
    assert_eq!(shown(&plain), None);
    let view = RainView::of(&found, at("12:10"), None, &words);
    assert_eq!(view.villages.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["村"]);
    assert_eq!(view.townships[0].badge, Some(("暴雨".to_owned(), Tone::Caution)));
    assert_eq!(view.summary, "雨量站 1 处，立即转移 1 村", "of what there is none, nothing is said");
    let began = at("12:00").checked_sub(40.hours()).unwrap();
    let event = rain_of(&world, at("12:10"), Some(began), |of| if *of == station { amounts(36) } else { Vec::new() });
    let view = RainView::of(&event, at("12:10"), Some(began), &words);
    assert_eq!(view.since.as_deref(), Some("过程雨量：自 2026-06-18 20:00 起"));
    assert!(view.townships[0].says.contains(&"过程 ≥76 mm（有数据 87%）".to_owned()), "{:?}", view.townships[0].says);
    // A dry station has bars of nothing, and a silent one says so.
    let dry = rain_of(&world, at("12:10"), None, |of| {
        if *of == station { vec![Amount { end: at("12:00"), minutes: 60, mm: 0.0 }] } else { Vec::new() }
    });
    assert_eq!(card(&dry, &station, at("12:10"), &words).unwrap().bars.unwrap().hours[47], Some(0.0));
    let silent = rain_of(&world, at("18:00"), None, |of| if *of == station { amounts(3) } else { Vec::new() });
    let card = card(&silent, &station, at("18:00"), &words).unwrap();
    assert_eq!((card.rows.len(), card.notes.len()), (0, 1));
}

#[test]
fn tones_of_grades_are_those_of_the_stations_on_the_map() {
    let rules = &SHIPPED.kind("rain_station").unwrap().color.as_ref().unwrap().rules;
    for rule in rules {
        assert_eq!(grade_tone(Grade::of_24h(rule.from.unwrap())), rule.tone);
    }
    let rules = &SHIPPED.kind("village").unwrap().color.as_ref().unwrap().rules;
    for call in [Call::Prepare, Call::Move] {
        assert!(rules.iter().any(|rule| rule.is.as_deref() == Some(call.id()) && rule.tone == call_tone(call)));
    }
}
