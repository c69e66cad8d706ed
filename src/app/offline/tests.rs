//! What is said before and after, in both languages.

use super::*;
use crate::{
    domain::{catalogue::Lang, view::projection::Bounds},
    io::{
        assets,
        tiles::prepare::{Area, Counted},
    },
};

const fn plan() -> Plan {
    Plan {
        area: Area { bounds: Bounds::of(119.5, 29.0), zooms: [9, 15] },
        zooms: Vec::new(),
        tile_bytes: 20_000,
        measured: false,
        kept_bytes: 0,
        room_bytes: 483_000_000,
    }
}

#[test]
fn before_it_begins_it_says_how_many_how_large_and_what_has_no_room() {
    let words = assets::words(Lang::En);
    let zooms = vec![Counted { z: 9, tiles: 4, held: 4 }, Counted { z: 15, tiles: 30_000, held: 1000 }];
    let lines = figures(&Plan { zooms: zooms.clone(), ..plan() }, &words).join("\n");
    for said in ["30,004", "1,004", "29,000", "580 MB", "20 kB", "5,854", "700 MB"] {
        assert!(lines.contains(said), "{said}: {lines}");
    }
    assert_eq!(by_zoom(&Plan { zooms, ..plan() }, &words), "Kept by zoom: 9: 4/4  15: 1,000/30,000");
    let whole = Plan { zooms: vec![Counted { z: 9, tiles: 4, held: 4 }], ..plan() };
    assert_eq!(figures(&whole, &words).len(), 1);
}

#[test]
fn at_the_end_it_says_what_came_what_did_not_and_why() {
    let tally = Tally {
        total: Some(100),
        held: 7,
        fetched: 60,
        bytes: 1_200_000,
        failed: vec![(Trouble::Server(503), 4), (Trouble::Refused(403), 1)],
        stop: Some(Stop::Trouble(Trouble::Refused(403))),
    };
    for lang in [Lang::Zh, Lang::En] {
        let lines = outcome(&tally, &assets::words(lang)).join("\n");
        for said in ["60", "7", "5", "35", "503", "403", "1.2 MB"] {
            assert!(lines.contains(said), "{said}: {lines}");
        }
        assert!(!lines.contains("offline-"), "{lines}");
    }
}

#[test]
fn every_reason_has_its_sentence() {
    use Refusal::{File, Forbidden, Nothing, Nowhere, TooMany};
    for lang in [Lang::Zh, Lang::En] {
        let words = assets::words(lang);
        // A file is not fetched ahead.
        for trouble in Trouble::EACH.into_iter().filter(|trouble| !trouble.code().starts_with("file-")) {
            assert!(!of_trouble(trouble, &words).starts_with("offline-"), "{trouble:?}");
        }
        for refusal in [Forbidden, File, Nothing, TooMany(300_000), Nowhere] {
            assert!(!refused(refusal, &words).starts_with("offline-"), "{refusal:?}");
        }
        assert!(refused(TooMany(300_000), &words).contains("200,000"));
        for stop in [Stop::Cancelled, Stop::Full, Stop::NotKept] {
            let tally = Tally { total: Some(3), stop: Some(stop), ..Tally::default() };
            assert!(!outcome(&tally, &words).join("").contains("offline-"), "{stop:?}");
        }
    }
}
