#![no_main]
//! Files that townships hand back: any bytes are a list, a table of figures or an error with a word.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use sitmap::{
    domain::{catalogue::Catalogue, world::World},
    io::{assets::shipped_catalogue, import::read_handed_bytes},
};

static WORLD: LazyLock<World> =
    LazyLock::new(|| World::new(Arc::new(Catalogue::read(&shipped_catalogue()).0), BTreeMap::new()));

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let now = "2026-06-20T11:00:00Z".parse().expect("a moment");
    let _ = read_handed_bytes("表.xlsx", bytes, &WORLD, now);
});
