//! The example's conditions on Lekima (1909) as the archive has it, over Wucheng: Ⅳ, then Ⅲ, then Ⅱ as it comes.

use std::sync::Arc;

use geo_types::polygon;
use jiff::Timestamp;

use crate::{
    domain::{
        hazard::{rain::Rain, typhoon::Storm},
        model::Uid,
        response::{
            Evaluation, HazardFound, Metric, Observed, Proposal, ResponseLevel, Unmeasured, Verdict, Watched, evaluate,
            example::example,
        },
        tests::{Making, SHIPPED},
        world::World,
    },
    io::import::typhoon::archive,
};

fn district() -> World {
    let mut making = Making::default();
    let area = polygon![(x: 119.4, y: 28.9), (x: 119.7, y: 28.9), (x: 119.7, y: 29.2), (x: 119.4, y: 29.2)];
    making.add("township", Some(area.into()), &[("name", "甲".into())]);
    for object in example(&SHIPPED, |_, at| Uid::from_bits(at as u128)) {
        making.put(object.kind.as_str(), None, object.values);
    }
    making.world()
}

fn lekima() -> Arc<Storm> {
    archive().storms.into_iter().find(|storm| storm.is_called("1909")).map(Arc::new).unwrap()
}

fn asked(world: &World, storms: Option<&[Watched]>) -> Evaluation {
    let now = "2026-06-20T04:00:00Z".parse().unwrap();
    evaluate(&Observed { world, now, rain: &Rain::default(), dams: &[], storms })
}

fn typhoon(found: &Evaluation) -> &HazardFound {
    found.hazards.iter().find(|hazard| &*hazard.hazard == "typhoon").unwrap()
}

#[test]
fn lekima_calls_for_iv_then_iii_then_ii_as_it_comes() {
    let (world, storm) = (district(), lekima());
    let asks = |time: &str| {
        let at: Timestamp = time.parse().unwrap();
        let found = asked(&world, Some(&[Watched { storm: storm.clone(), at, replay: true }]));
        match typhoon(&found).proposal {
            Some(Proposal::Raise { to, stale: false, .. }) => Some(to),
            None => None,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(asks("2019-08-03T00:00:00Z"), None, "132.8 E is east of the 48 h line");
    assert_eq!(asks("2019-08-07T06:00:00Z"), Some(ResponseLevel::Iv));
    assert_eq!(asks("2019-08-08T18:00:00Z"), Some(ResponseLevel::Iii));
    assert_eq!(asks("2019-08-09T12:00:00Z"), Some(ResponseLevel::Ii));
}

#[test]
fn without_a_forecast_or_without_storms_nothing_is_made_up() {
    let (world, storm) = (district(), lekima());
    let at = "2019-08-09T12:00:00Z".parse().unwrap();
    let found = asked(&world, Some(&[Watched { storm: storm.clone(), at, replay: true }]));
    let forecasts = typhoon(&found).groups.iter().flat_map(|group| &group.conditions);
    let forecasts: Vec<_> = forecasts.filter(|it| it.trigger.condition.hours.is_some()).collect();
    assert_eq!(forecasts.len(), 2);
    for found in forecasts {
        assert_eq!(found.reading.as_ref().unwrap_err(), &Unmeasured::NoForecast, "the archive has none");
        assert_eq!(found.verdict, Verdict::Unknown);
    }
    let unknown = asked(&world, None);
    let of_storms = |found: &Evaluation| -> Vec<Verdict> {
        let all = typhoon(found).groups.iter().flat_map(|group| &group.conditions);
        all.filter(|it| it.trigger.condition.metric != Metric::Signal).map(|it| it.verdict).collect()
    };
    assert!(of_storms(&unknown).iter().all(|verdict| *verdict == Verdict::Unknown));
    // A list that was read and names no storm is known, and calls for nothing.
    assert!(of_storms(&asked(&world, Some(&[]))).iter().all(|verdict| *verdict == Verdict::Not));
    // Long after its last fix a storm says nothing of now.
    let late = [Watched { storm, at: "2019-09-09T00:00:00Z".parse().unwrap(), replay: false }];
    let verdicts = of_storms(&asked(&world, Some(&late)));
    assert!(verdicts.iter().all(|verdict| matches!(verdict, Verdict::Unknown | Verdict::Stale)), "{verdicts:?}");
}
