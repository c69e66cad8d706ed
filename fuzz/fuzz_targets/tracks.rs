#![no_main]
//! Tracks of storms in three forms: any bytes are storms with fixes in order of time, or it is said why not.

use sitmap::{
    domain::hazard::typhoon::{QuadrantOrder, passes},
    domain::place::Position,
    io::import::typhoon::read_tracks_bytes,
};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let tracks = read_tracks_bytes("tracks", bytes, QuadrantOrder::default());
    assert!(!tracks.storms.is_empty() || !tracks.problems.is_empty(), "storms, or why there are none");
    let place = Position::new(119.6, 29.1).expect("a position");
    for storm in &tracks.storms {
        assert!(!storm.fixes.is_empty());
        let times: Vec<_> = storm.fixes.iter().map(|fix| fix.state.time).collect();
        assert!(times.windows(2).all(|pair| pair[0] < pair[1]), "in order, each moment once");
        if storm.fixes.len() < 50 {
            assert!(passes(&storm.past(None), place).is_some());
        }
    }
});
