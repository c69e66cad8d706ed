// Shared by the targets: one import of the bytes against an empty district.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use sitmap::{
    domain::{
        catalogue::Catalogue,
        model::{KindId, Uid},
        world::World,
    },
    io::{
        assets::shipped_catalogue,
        import::{Options, read_bytes},
    },
};

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let (catalogue, _) = Catalogue::read(&shipped_catalogue());
    World::new(Arc::new(catalogue), BTreeMap::new())
});

pub fn plan(bytes: &[u8]) {
    let options = Options { kind: Some(KindId::from("shelter")), ..Options::default() };
    let mut next = 0_u128;
    let mut new_uid = || {
        next += 1;
        Uid::from_bits(next)
    };
    let now = "2026-01-01T00:00:00Z".parse().expect("a moment");
    if let Ok(import) = read_bytes("fuzz", bytes, &options, &WORLD, now, &mut new_uid) {
        assert_eq!(import.rows, import.added + import.updated + import.skipped, "every row is accounted for");
    }
}
