//! What an area comes to: counted, never listed; refused with a reason.

use super::*;
use crate::{
    domain::place::Position,
    io::tiles::{TileId, address::Address},
};
use proptest::prelude::*;

const DISTRICT: Bounds = Bounds { west: 119.21, south: 28.74, east: 119.77, north: 29.21 };

fn source(datum: Datum) -> TileSource {
    let address = Address::new("https://e.org/{z}/{x}/{y}", vec![]).unwrap();
    TileSource {
        id: "own".to_owned(),
        layers: vec![TileLayer { origin: Origin::Web(address), key: None, over: false }],
        zooms: [2, 18],
        datum,
        attribution: String::new(),
        may_prefetch: true,
        imagery: false,
        named: true,
    }
}

const fn area(zooms: [u8; 2]) -> Area {
    Area { bounds: DISTRICT, zooms }
}

fn cache(folder: &tempfile::TempDir, bytes: u64) -> Cache {
    Cache::new(folder.path().join("tiles.sqlite"), bytes)
}

#[test]
fn what_is_kept_is_not_to_be_fetched_and_the_rest_has_a_size() {
    let folder = tempfile::tempdir().unwrap();
    let (source, cache) = (source(Datum::Wgs84), cache(&folder, 100_000_000));
    let fresh = plan(&source, &cache, area([9, 12])).unwrap();
    assert!(!folder.path().join("tiles.sqlite").exists(), "counting makes nothing");
    assert_eq!((fresh.held(), fresh.measured, fresh.tile_bytes), (0, false, ASSUMED_BYTES));
    assert_eq!(fresh.bytes(), fresh.tiles() * ASSUMED_BYTES);
    let now = "2026-08-09T07:06:00Z".parse().unwrap();
    let kept = block(DISTRICT, 12, Datum::Wgs84).unwrap();
    for tile in kept.tiles() {
        cache.put(source.layers[0].print().unwrap(), tile, &[7; 1000], now);
    }
    let later = plan(&source, &cache, area([9, 12])).unwrap();
    assert_eq!((later.tiles(), later.held()), (fresh.tiles(), kept.count()));
    assert_eq!((later.measured, later.tile_bytes), (true, 1000));
    assert_eq!(later.zooms.last().unwrap(), &Counted { z: 12, tiles: kept.count(), held: kept.count() });
    assert_eq!(later.bytes(), later.to_fetch() * 1000);
    assert!(!later.pushes_out() && later.beyond() == 0);
}

#[test]
fn what_has_no_room_is_told_with_the_room_it_needs() {
    let folder = tempfile::tempdir().unwrap();
    let (source, cache) = (source(Datum::Wgs84), cache(&folder, 16 * 1024 * 1024));
    let small = plan(&source, &cache, area([9, 15])).unwrap();
    assert!(small.beyond() > 0 && small.beyond() <= small.to_fetch());
    let fit = small.room_bytes / small.tile_bytes;
    assert_eq!(small.beyond(), small.tiles() - fit);
    cache.allow(small.needs_mb() * 1024 * 1024);
    let large = plan(&source, &cache, area([9, 15])).unwrap();
    assert_eq!((large.beyond(), large.pushes_out()), (0, false));
}

#[test]
fn too_many_none_and_what_is_not_permitted_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (mut source, cache) = (source(Datum::Wgs84), cache(&folder, 1_000_000));
    let Err(Refusal::TooMany(tiles)) = plan(&source, &cache, area([9, 18])) else { panic!("too many") };
    assert!(tiles > MOST_TILES);
    let world = Bounds { west: -180.0, south: -85.0, east: 180.0, north: 85.0 };
    let all = plan(&source, &cache, Area { bounds: world, zooms: [0, 22] });
    assert!(matches!(all, Err(Refusal::TooMany(tiles)) if tiles > 1 << 35), "counted, not listed: {all:?}");
    assert_eq!(plan(&source, &cache, area([19, 22])), Err(Refusal::Nothing));
    assert_eq!(plan(&source, &cache, area([12, 9])), Err(Refusal::Nothing));
    source.may_prefetch = false;
    assert_eq!(plan(&source, &cache, area([9, 10])), Err(Refusal::Forbidden));
    source.layers[0].origin = Origin::File("a.mbtiles".into());
    assert_eq!(plan(&source, &cache, area([9, 10])), Err(Refusal::File));
}

#[test]
fn a_shifted_source_has_other_tiles() {
    let tiny = Bounds { west: 119.5, south: 29.0, east: 119.5, north: 29.0 };
    let [plain, shifted] = [Datum::Wgs84, Datum::Gcj02].map(|datum| block(tiny, 18, datum).unwrap());
    assert_ne!(plain, shifted);
    assert_eq!((plain.count(), shifted.count()), (1, 1));
}

proptest! {
    #[test]
    fn every_place_of_the_area_lies_on_a_tile_of_the_block(
        (east, north) in (0.0..1.0, 0.0..1.0), gcj in any::<bool>(), z in 3..18_u8,
    ) {
        let datum = if gcj { Datum::Gcj02 } else { Datum::Wgs84 };
        let lon = DISTRICT.west + (DISTRICT.east - DISTRICT.west) * east;
        let lat = DISTRICT.south + (DISTRICT.north - DISTRICT.south) * north;
        let place = datum.from_wgs84(Position::new(lon, lat).unwrap());
        let [x, y] = crate::domain::view::projection::world(place.lon(), place.lat());
        let side = f64::from(TileId::side(z).unwrap());
        let (x, y) = ((x * side) as u32, (y * side) as u32);
        let block = block(DISTRICT, z, datum).unwrap();
        prop_assert!((block.xs[0]..=block.xs[1]).contains(&x) && (block.ys[0]..=block.ys[1]).contains(&y));
        prop_assert_eq!(block.tiles().take(100_000).count() as u64, block.count().min(100_000));
    }
}
