use proptest::prelude::*;

use super::*;
use crate::domain::{
    catalogue::{Frame, Lang, Source, Tone, parse_kind},
    model::{KindId, ObjectRef, Uid},
};

fn kind(id: &str, group: &str) -> Arc<Kind> {
    let text = format!(
        "id = \"{id}\"\nzh = \"{id}\"\nen = \"{id}\"\ngroup = \"{group}\"\ngeometry = \"point\"\n\
         symbol = {{ frame = \"resource\", mark = \"避\" }}\n[[field]]\nid = \"name\"\nzh = \"名\"\nen = \"n\"\ntype = \"text\"\n"
    );
    Arc::new(parse_kind(&Source { name: format!("{id}.toml"), text }, &[]).unwrap())
}

fn item(uid: u128, kind: &Arc<Kind>, at: [f64; 2], tier: Tier, tone: Tone, free: Option<i64>) -> Item {
    let size = if tier == Tier::Many { Size::Dot } else { Size::Symbol };
    let symbol = MarkSymbol { size, frame: Frame::Event, ..MarkSymbol::of(&kind.symbol, tone) };
    let object = Some(ObjectRef { kind: KindId::clone(&kind.id), uid: Uid::from_bits(uid) });
    let rank = urgency(tone) * 1000;
    let (kind_id, name) = (kind.id.clone(), uid.to_string());
    let mark = Mark {
        at,
        from: None,
        symbol,
        kind: kind_id,
        object,
        name,
        cluster: None,
        gravity: 0,
        rank,
        lift: 0,
        pulse: false,
    };
    Item { tier, kind: Arc::clone(kind), free, mark }
}

fn words() -> Words {
    let text = "scene-cluster = { $kind } { $n }\nscene-and = 、\nscene-cluster-free = ，空 { $n }\n";
    Words::read(Lang::Zh, &[("a", text)]).0
}

fn boxes(marks: &[Mark], zoom: f64) -> Vec<Rect> {
    let px = TILE_PX * zoom.exp2();
    let each = marks.iter().map(|mark| {
        let [x, y] = to_world(mark.at[0], mark.at[1]).map(|each| each * px);
        let [dx, dy] = half(&mark.symbol);
        Rect { min: [x - dx, y - dy], max: [x + dx, y + dy] }
    });
    each.collect()
}

#[test]
fn alarms_at_one_place_stand_beside_each_other_and_lines_lead_there() {
    let area = kind("area", "incident");
    let items = (0..4).map(|uid| item(uid, &area, [119.5, 29.0], Tier::Alone, Tone::Alarm, None)).collect();
    let marks = settle(items, 10.0, &words());
    assert_eq!(marks.len(), 4);
    assert_eq!(marks.iter().filter(|mark| mark.from.is_none()).count(), 1);
    assert!(marks.iter().filter_map(|mark| mark.from).all(|from| from == [119.5, 29.0]));
    let boxes = boxes(&marks, 10.0);
    assert!(!boxes.iter().enumerate().any(|(i, own)| boxes[i + 1..].iter().any(|other| other.overlaps(own))));
}

#[test]
fn open_places_together_say_what_they_are_and_how_many_may_still_come() {
    let toml = "id = \"shelter\"\nzh = \"避灾点\"\nen = \"s\"\ngroup = \"g\"\ngeometry = \"point\"\nroles = [\"shelter\"]\n\
                symbol = { frame = \"resource\", mark = \"避\" }\n[[field]]\nid = \"name\"\nzh = \"名\"\nen = \"n\"\ntype = \"text\"\n";
    let source = Source { name: "shelter.toml".to_owned(), text: toml.to_owned() };
    let shelter = Arc::new(parse_kind(&source, &[]).unwrap());
    let items = [(1, Some(40)), (2, Some(2)), (3, None)];
    let items = items.map(|(uid, free)| item(uid, &shelter, [119.5, 29.0], Tier::Own, Tone::Ready, free));
    let marks = settle(items.to_vec(), 10.0, &words());
    assert_eq!(marks.len(), 1);
    assert_eq!(marks[0].symbol.text, "避3");
    assert_eq!(marks[0].name, "避灾点 3，空 42");
}

#[test]
fn the_ring_of_a_cluster_tells_its_states_worst_first() {
    let works = kind("works", "safety");
    let tones = [Tone::Caution, Tone::Alarm, Tone::Caution, Tone::Warning];
    let items = tones.iter().zip(1..);
    let items = items.map(|(tone, uid)| item(uid, &works, [119.5, 29.0], Tier::Many, *tone, None)).collect();
    let marks = settle(items, 10.0, &words());
    let parts: Vec<(Tone, u32)> = marks[0].symbol.parts.iter().map(|part| (part.tone, part.count)).collect();
    assert_eq!(parts, [(Tone::Alarm, 1), (Tone::Warning, 1), (Tone::Caution, 2)]);
    assert_eq!((marks[0].symbol.tone, marks[0].symbol.text.as_str()), (Tone::Alarm, "4"));
}

#[test]
fn from_near_what_shares_a_place_fans_out() {
    let works = kind("works", "safety");
    let items = (0..6).map(|uid| item(uid, &works, [119.5, 29.0], Tier::Many, Tone::Caution, None)).collect();
    let marks = settle(items, 16.0, &words());
    assert!(marks.len() == 6 && marks.iter().all(|mark| mark.cluster.is_none()));
    let boxes = boxes(&marks, 16.0);
    assert!(!boxes.iter().enumerate().any(|(i, own)| boxes[i + 1..].iter().any(|other| other.overlaps(own))));
}

fn crowd() -> impl Strategy<Value = Vec<(u8, u8, [f64; 2])>> {
    let place = (119.4..119.7f64, 28.9..29.1f64).prop_map(|(lon, lat)| [lon, lat]);
    prop::collection::vec((0..12u8, 0..3u8, place), 0..120)
}

proptest! {
    #[test]
    fn nothing_is_lost_nothing_overlaps_and_what_must_stand_alone_does(crowd in crowd(), zoom in 9.0..15.0f64) {
        let kinds = [kind("a", "g"), kind("b", "g"), kind("c", "h")];
        let items: Vec<Item> = crowd.iter().zip(1u128..).map(|((tier, kind, at), uid)| {
            let (tier, tone) = match tier {
                0 => (Tier::Alone, Tone::Alarm),
                1..4 => (Tier::Own, Tone::Ready),
                _ => (Tier::Many, Tone::Caution),
            };
            item(uid, &kinds[usize::from(*kind)], *at, tier, tone, None)
        }).collect();
        let alone = items.iter().filter(|item| item.tier == Tier::Alone).count();
        let marks = settle(items.clone(), zoom, &words());
        let count: usize = marks.iter().map(|mark| mark.cluster.map_or(1, |cluster| cluster.count)).sum();
        prop_assert_eq!(count, items.len());
        let single = marks.iter().filter(|mark| mark.cluster.is_none() && mark.symbol.tone == Tone::Alarm).count();
        prop_assert_eq!(single, alone);
        // As they are, and after zooming in a little before the next scene is made.
        for zoom in [zoom, zoom + 0.45] {
            let boxes = boxes(&marks, zoom);
            for (index, own) in boxes.iter().enumerate() {
                prop_assert!(!boxes[index + 1..].iter().any(|other| other.overlaps(own)));
            }
        }
        prop_assert_eq!(marks, settle(items, zoom, &words()));
    }
}
