use std::{io::Write as _, ops::ControlFlow};

use flate2::{
    Compression,
    write::{GzEncoder, ZlibEncoder},
};
use proptest::prelude::*;

use super::*;
use crate::domain::network::{OneWay, RoadClass};

fn of(bytes: &[u8]) -> Result<(Vec<Road>, LeftOut), ImportError> {
    let Some(packing) = Packing::of(bytes) else { return Err(ImportError::Unsupported { format: "unknown" }) };
    read(bytes, packing, &|_| ControlFlow::Continue(()))
}

fn osm(inner: &str) -> String {
    format!("<?xml version='1.0' encoding='UTF-8'?>\n<osm version=\"0.6\">\n{inner}\n</osm>\n")
}

fn node(id: i64, lon: &str, lat: &str) -> String {
    format!("<node id=\"{id}\" lon=\"{lon}\" lat=\"{lat}\"/>")
}

fn way(id: i64, refs: &[i64], tags: &[(&str, &str)]) -> String {
    let refs: String = refs.iter().map(|id| format!("<nd ref=\"{id}\"/>")).collect();
    let tags: String = tags.iter().map(|(key, value)| format!("<tag k=\"{key}\" v=\"{value}\"/>")).collect();
    format!("<way id=\"{id}\">{refs}{tags}</way>")
}

/// Five nodes in a row, a ten-thousandth of a degree apart.
fn nodes() -> String {
    (1..=5).map(|id| node(id, &format!("119.500{id}"), "29.0")).collect()
}

fn lons(road: &Road) -> Vec<f64> {
    road.line.0.iter().map(|at| at.x).collect()
}

const ROAD: &[(&str, &str)] = &[("highway", "tertiary")];

#[test]
fn a_way_is_a_road_with_its_vertices_exactly() {
    let text = osm(&[
        node(1, "119.1234567", "-29.7654321"),
        node(2, "119.2", "29"),
        way(7, &[1, 2], &[("highway", "tertiary"), ("name", "A&amp;B &#x8def;")]),
    ]
    .concat());
    let (roads, left_out) = of(text.as_bytes()).unwrap();
    let [road] = roads.as_slice() else { panic!() };
    assert_eq!((road.line.0[0].x, road.line.0[0].y), (119.123_456_7, -29.765_432_1));
    assert_eq!((&*road.name, road.class, road.oneway), ("A&B 路", RoadClass::Township, OneWay::Both));
    assert_eq!(left_out, LeftOut::default());
}

#[test]
fn what_is_missing_repeated_deleted_or_off_the_earth_is_counted_and_never_bridged() {
    let text = osm(&[
        nodes(),
        node(8, "999", "29"),
        node(9, "x", "29"),
        "<node id=\"10\" lon=\"119\" lat=\"29\" visible=\"false\"/>".to_owned(),
        way(20, &[1, 2, 77, 3, 4, 88, 5], ROAD),
        way(21, &[66, 77], ROAD),
        way(22, &[1, 1, 2, 2], ROAD),
        way(23, &[3, 3], ROAD),
        way(24, &[1, 8, 9, 10, 2], ROAD),
        way(20, &[1, 5], ROAD),
        way(25, &[4, 5], ROAD),
        way(26, &[4, 5], ROAD),
        way(27, &[2, 3, 4, 2], ROAD),
        "<way id=\"28\" action=\"delete\"><nd ref=\"1\"/><nd ref=\"2\"/><tag k=\"highway\" v=\"primary\"/></way>"
            .to_owned(),
        "<relation id=\"30\"><member type=\"way\" ref=\"20\" role=\"\"/></relation>".to_owned(),
    ]
    .concat());
    let (roads, left_out) = of(text.as_bytes()).unwrap();
    let lines: Vec<Vec<f64>> = roads.iter().map(lons).collect();
    let expected: [&[f64]; 4] = [
        &[119.5001, 119.5002],
        &[119.5003, 119.5004],
        &[119.5004, 119.5005],
        &[119.5002, 119.5003, 119.5004, 119.5002],
    ];
    assert_eq!(lines, expected, "a way is cut where a node is missing; a loop stays");
    let counted: Vec<(&str, u64)> = left_out.iter().map(|(reason, left)| (reason, left.count)).collect();
    assert_eq!(
        counted,
        [
            ("cut_at_missing_node", 1),
            ("deleted", 2),
            ("duplicate_way", 3),
            ("no_length", 1),
            ("node_out_of_range", 2),
            ("nodes_missing", 2),
            ("relation", 1),
            ("repeated_vertex", 2),
        ]
    );
}

#[test]
fn nodes_of_one_place_on_two_levels_do_not_meet_and_on_one_level_do() {
    let ways = |upper: &[(&str, &str)]| {
        let tags = [&[("highway", "primary")], upper].concat();
        let text = osm(&[
            nodes(),
            node(13, "119.5003", "29.0"),
            node(6, "119.5003", "29.0000001"),
            way(1, &[2, 3, 4], ROAD),
            way(2, &[1, 13, 5], &tags),
            way(3, &[6, 1], ROAD),
        ]
        .concat());
        of(text.as_bytes()).unwrap()
    };
    let (roads, left_out) = ways(&[("layer", "1"), ("bridge", "yes")]);
    let (below, above) = (roads[0].line.0[1], roads[1].line.0[1]);
    assert_eq!((below.x, below.y), (119.5003, 29.0));
    assert_eq!((above.x, above.y), (119.5003, 29.000_000_2), "the place above is taken by another node");
    assert_eq!(left_out.count("parted_by_level"), 1);
    let (roads, left_out) = ways(&[]);
    assert_eq!(roads[0].line.0[1], roads[1].line.0[1]);
    assert_eq!(left_out.count("parted_by_level"), 0);
}

#[test]
fn a_torn_file_is_an_error_with_its_format() {
    let whole = osm(&[nodes(), way(7, &[1, 2], ROAD)].concat());
    for cut in [whole.len() - 8, whole.len() / 2, 90] {
        let read = of(&whole.as_bytes()[..cut]);
        assert!(matches!(read, Err(ImportError::Broken { format: "osm", .. })), "{cut}: {read:?}");
    }
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(whole.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    assert_eq!(of(&packed), of(whole.as_bytes()));
    assert!(of(&packed[..packed.len() - 9]).is_err());
    assert!(of(&packed[..packed.len() - 4]).is_err(), "the packing's own check is missing");
    let bom = format!("\u{feff}{whole}");
    assert_eq!(of(bom.as_bytes()), of(whole.as_bytes()));
    for bad in [
        "<osm><node id='x' lon='1' lat='1'/></osm>",
        "<osm><way id='1'><nd/></way></osm>",
        "<osm><way id='1'><tag k='highway'/></way></osm>",
        "<osm><way id='1'></node></osm>",
        "<osm></osm><osm></osm>",
        "<x><osm></osm></x>",
    ] {
        assert!(matches!(of(bad.as_bytes()), Err(ImportError::Broken { .. })), "{bad}");
    }
}

#[test]
fn an_entity_bomb_is_refused_at_once() {
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE osm [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>\
        <osm><way id=\"1\"><tag k=\"name\" v=\"&b;\"/></way></osm>";
    let Err(ImportError::Broken { format: "osm", why }) = of(bomb.as_bytes()) else { panic!() };
    assert!(why.contains("DOCTYPE"), "{why}");
    assert!(of(b"<osm><way id=\"1\"><tag k=\"name\" v=\"&b;\"/></way></osm>").is_err());
}

#[test]
fn a_tag_without_end_does_not_fill_the_memory() {
    let long = format!("<osm><way id=\"1\"><tag k=\"{}\" v=\"\"/></way></osm>", "k".repeat(3 << 20));
    assert!(of(long.as_bytes()).is_err());
}

/// Protocol buffers written by hand.
mod wire_out {
    pub fn varint(mut number: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        while number > 0x7f {
            bytes.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        bytes.push(number as u8);
        bytes
    }

    pub fn number(field: u64, number: u64) -> Vec<u8> {
        [varint(field << 3), varint(number)].concat()
    }

    pub fn bytes(field: u64, content: &[u8]) -> Vec<u8> {
        [varint(field << 3 | 2), varint(content.len() as u64), content.to_vec()].concat()
    }

    pub fn zigzag(number: i64) -> u64 {
        ((number << 1) ^ (number >> 63)) as u64
    }

    /// Signed numbers as steps from one to the next.
    pub fn steps(numbers: &[i64]) -> Vec<u8> {
        let before = std::iter::once(&0).chain(numbers);
        before.zip(numbers).flat_map(|(before, number)| varint(zigzag(number - before))).collect()
    }
}

fn blob(kind: &str, content: &[u8], packed: bool) -> Vec<u8> {
    use wire_out::{bytes, number};
    let blob = if packed {
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(content).unwrap();
        [number(2, content.len() as u64), bytes(3, &zlib.finish().unwrap())].concat()
    } else {
        bytes(1, content)
    };
    let head = [bytes(1, kind.as_bytes()), number(3, blob.len() as u64)].concat();
    [(head.len() as u32).to_be_bytes().to_vec(), head, blob].concat()
}

/// The file of [`nodes`] and two ways, one of them deleted.
fn pbf(packed: bool) -> Vec<u8> {
    use wire_out::{bytes, number, steps, varint};
    let texts: Vec<u8> =
        ["", "highway", "tertiary", "name", "环城路"].iter().flat_map(|text| bytes(1, text.as_bytes())).collect();
    let dense = [
        bytes(1, &steps(&[1, 2, 3, 4, 5])),
        bytes(8, &steps(&[290_000_000; 5])),
        bytes(9, &steps(&[1_195_001_000, 1_195_002_000, 1_195_003_000, 1_195_004_000, 1_195_005_000])),
    ]
    .concat();
    let tags = [bytes(2, &[varint(1), varint(3)].concat()), bytes(3, &[varint(2), varint(4)].concat())].concat();
    let way = [number(1, 7), tags.clone(), bytes(8, &steps(&[1, 3, 2]))].concat();
    let gone = [number(1, 8), tags, bytes(4, &number(6, 0)), bytes(8, &steps(&[1, 2]))].concat();
    let group = [bytes(3, &way), bytes(3, &gone)].concat();
    let block = [bytes(1, &texts), bytes(2, &bytes(2, &dense)), bytes(2, &group)].concat();
    let header = [bytes(4, b"OsmSchema-V0.6"), bytes(4, b"DenseNodes")].concat();
    [blob("OSMHeader", &header, packed), blob("Unknown", b"?", false), blob("OSMData", &block, packed)].concat()
}

#[test]
fn protocol_buffers_are_read_like_the_xml() {
    for packed in [false, true] {
        let (roads, left_out) = of(&pbf(packed)).unwrap();
        let [road] = roads.as_slice() else { panic!() };
        assert_eq!((lons(road), &*road.name), (vec![119.5001, 119.5003, 119.5002], "环城路"));
        assert_eq!((road.line.0[0].y, left_out.count("deleted")), (29.0, 1));
        for cut in 1..pbf(packed).len() {
            let kept = [blob("OSMHeader", &wire_out::bytes(4, b"DenseNodes"), packed), pbf(packed)].concat();
            let read = of(&kept[..cut]);
            // Cut between two blobs it is a shorter file, and a whole one.
            assert!(read.as_ref().is_err() || read.is_ok_and(|(roads, _)| roads.is_empty()), "{cut}");
        }
    }
}

#[test]
fn protocol_buffers_that_ask_for_too_much_are_refused() {
    let wants = |feature: &[u8]| blob("OSMHeader", &wire_out::bytes(4, feature), false);
    assert!(of(&wants(b"LocationsOnWays")).is_err());
    assert!(of(&wants(b"DenseNodes")).is_ok());
    let bomb = blob("OSMHeader", &vec![0; 40 << 20], true);
    assert!(bomb.len() < 1 << 20);
    assert!(matches!(of(&bomb), Err(ImportError::TooLarge { what: "unpacked_bytes", .. })));
    let lz4 = wire_out::bytes(6, b"....");
    let head = [wire_out::bytes(1, b"OSMHeader"), wire_out::number(3, lz4.len() as u64)].concat();
    let file = [(head.len() as u32).to_be_bytes().to_vec(), head, lz4].concat();
    assert!(matches!(of(&file), Err(ImportError::Broken { format: "osm.pbf", .. })));
}

#[test]
fn a_stopped_reading_stops() {
    let many: String = (0..70_000).map(|id| node(id, "119.5", "29.0")).collect();
    let read = read(osm(&many).as_bytes(), Packing::Xml, &|_| ControlFlow::Break(()));
    assert_eq!(read, Err(ImportError::Cancelled));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn flipped_bits_are_an_answer_or_an_error(flips in proptest::collection::vec((any::<prop::sample::Index>(), 0..8_u8), 1..6), packed: bool, xml: bool) {
        let mut bytes = if xml { osm(&[nodes(), way(7, &[1, 2], ROAD)].concat()).into_bytes() } else { pbf(packed) };
        for (at, bit) in flips {
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
        }
        if let Ok((roads, _)) = of(&bytes) {
            for at in roads.iter().flat_map(|road| &road.line.0) {
                prop_assert!(at.x.abs() <= 180.0 && at.y.abs() <= 90.0);
            }
        }
    }

    #[test]
    fn any_bytes_are_an_answer_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let start = &pbf(false)[..20];
        let _ = of(&[start, &bytes].concat());
        let _ = of(&[b"<osm>".as_slice(), &bytes].concat());
    }
}
