use proptest::prelude::*;

use super::*;

/// Writes protocol buffers, as far as a tile needs.
fn varint(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn bytes(field: u64, inner: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    varint(field << 3 | 2, &mut out);
    varint(inner.len() as u64, &mut out);
    out.extend(inner);
    out
}

fn number(field: u64, number: u64) -> Vec<u8> {
    let mut out = Vec::new();
    varint(field << 3, &mut out);
    varint(number, &mut out);
    out
}

fn packed(numbers: &[u64]) -> Vec<u8> {
    numbers.iter().fold(Vec::new(), |mut out, each| {
        varint(*each, &mut out);
        out
    })
}

fn layer(name: &str, keys: &[&str], values: &[&str], features: &[(u64, &[u64], &[u64])]) -> Vec<u8> {
    let mut own = bytes(1, name.as_bytes());
    for (shape, tags, geometry) in features {
        let feature = [bytes(2, &packed(tags)), number(3, *shape), bytes(4, &packed(geometry))].concat();
        own.extend(bytes(2, &feature));
    }
    own.extend(keys.iter().flat_map(|key| bytes(3, key.as_bytes())));
    own.extend(values.iter().flat_map(|value| bytes(4, &bytes(1, value.as_bytes()))));
    own.extend(number(5, 4096));
    own.extend(number(15, 2));
    bytes(3, &own)
}

/// A square of a side, from the left top, as the specification draws it.
const SQUARE: [u64; 9] = [9, 0, 0, 26, 8192, 0, 0, 8192, 8191];

fn themes() -> Themes {
    Themes::shipped()
}

#[test]
fn water_a_road_and_a_town_are_read_with_their_places() {
    let square: Vec<u64> = [&SQUARE[..], &[0, 15]].concat();
    let tile = [
        layer("water", &[], &[], &[(3, &[], &square)]),
        layer("transportation", &["class"], &["primary"], &[(2, &[0, 0], &[9, 4096, 0, 10, 0, 8192])]),
        layer("place", &["class", "name"], &["town", "汤溪镇"], &[(1, &[0, 0, 1, 1], &[9, 4096, 4096])]),
    ]
    .concat();
    let tile = read(&tile, &themes(), 10).unwrap();
    assert_eq!(tile.areas.len(), 1);
    assert_eq!((tile.areas[0].theme, tile.areas[0].shape.indices.len()), (Theme::Water, 6));
    assert_eq!(tile.lines, [Feature { theme: Theme::MainRoad, shape: vec![[0.5, 0.0], [0.5, 1.0]] }]);
    assert_eq!(tile.names, [Feature { theme: Theme::Town, shape: ("汤溪镇".to_owned(), [0.5, 0.5]) }]);
}

#[test]
fn the_chinese_name_comes_before_the_others() {
    let tile = layer(
        "place",
        &["name", "name:zh", "class"],
        &["Jinhua", "金华", "city"],
        &[(1, &[0, 0, 1, 1, 2, 2], &[9, 0, 0])],
    );
    assert_eq!(read(&tile, &themes(), 10).unwrap().names[0].shape.0, "金华");
}

#[test]
fn a_few_bytes_cannot_ask_for_gigabytes() {
    // One command that says half a thousand million points follow, and none does.
    let tile = layer("water", &[], &[], &[(3, &[], &[9, 0, 0, (500_000_000 << 3) | 2])]);
    assert_eq!(read(&tile, &themes(), 10), Err(Trouble::Broken));
    // Very many points that do follow.
    let points: Vec<u64> = [vec![9, 0, 0, (600_000 << 3) | 2], vec![2; 1_200_000]].concat();
    let tile = layer("transportation", &["class"], &["primary"], &[(2, &[0, 0], &points)]);
    assert_eq!(read(&tile, &themes(), 10), Err(Trouble::TooLarge));
    // An area with more corners than any has is left out; the rest of the tile stays.
    let mut ring = vec![9, 0, 0, (30_000 << 3) | 2];
    ring.extend((0..30_000_u64).flat_map(|index| [2, 1 + (index % 2) * 2]));
    ring.push(15);
    let tile =
        [layer("water", &[], &[], &[(3, &[], &ring)]), layer("place", &["name"], &["x"], &[(1, &[0, 0], &[9, 0, 0])])]
            .concat();
    let tile = read(&tile, &themes(), 12).unwrap();
    assert_eq!((tile.areas.len(), tile.names.len()), (0, 1));
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_fall(any in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&any, &themes(), 12);
        let _ = read(&bytes(3, &any), &themes(), 12);
    }

    #[test]
    fn a_damaged_tile_is_read_or_refused(at in 0_usize..200, byte in any::<u8>()) {
        let square: Vec<u64> = [&SQUARE[..], &[0, 15]].concat();
        let mut tile = [
            layer("water", &["class"], &["lake"], &[(3, &[0, 0], &square)]),
            layer("place", &["class", "name"], &["town", "汤溪镇"], &[(1, &[0, 0, 1, 1], &[9, 4096, 4096])]),
        ]
        .concat();
        let count = tile.len();
        tile[at % count] = byte;
        if let Ok(tile) = read(&tile, &themes(), 12) {
            prop_assert!(tile.areas.iter().all(|area| area.shape.vertices.iter().flatten().all(|each| each.is_finite())));
        }
    }
}
