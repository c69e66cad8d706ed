//! Real OSM extracts, read from beside the project where they are there.

use std::path::{Path, PathBuf};

use super::Desk;

fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/roads").join(name);
    if !path.is_file() {
        println!("skipped: ../shared not present");
        return None;
    }
    path.canonicalize().ok()
}

/// File, roads, nodes, edges, components, whole kilometres. The roads were counted by another program: ways with a
/// road's tags less those that are areas, platforms, under construction or without nodes.
const EXTRACTS: [(&str, i64, i64, i64, i64, f64); 3] = [
    ("monaco.osm.gz", 860, 1_176, 1_561, 19, 82.0),
    ("krems.osm.gz", 840, 1_242, 1_638, 9, 262.0),
    ("pyrosm_test.osm.pbf", 331, 556, 705, 3, 66.0),
];

#[test]
fn real_extracts_are_taken_whole_and_undone_whole() {
    for (name, roads, nodes, edges, components, km) in EXTRACTS {
        let Some(path) = shared(name) else { return };
        let desk = Desk::new();
        let sample = desk.roads();
        let (done, code) = desk.import(&path, &["--no-clip"]);
        assert_eq!(code, 0, "{done}");
        let number = |key: &str| done[key].as_i64().unwrap();
        assert_eq!(
            (number("roads"), number("nodes"), number("edges"), number("components")),
            (roads, nodes, edges, components),
            "{name}"
        );
        assert_eq!(done["kilometres"].as_f64().unwrap().floor(), km, "{name}");
        assert_eq!((number("replaced"), desk.roads()), (sample, roads), "{name}");
        let (again, _) = desk.import(&path, &["--no-clip"]);
        assert_eq!(again["changed"], false, "{name}");
        assert_eq!(desk.seat.json(&desk.district, &["undo"]).1, 0);
        assert_eq!(desk.roads(), sample, "{name}");
    }
}

#[test]
fn real_extracts_lie_elsewhere_and_are_refused() {
    for (name, ..) in EXTRACTS {
        let Some(path) = shared(name) else { return };
        let desk = Desk::new();
        let sample = desk.roads();
        let (no, code) = desk.import(&path, &[]);
        assert_eq!((code, no["problems"][0]["code"].as_str()), (1, Some("import_outside")), "{name}");
        assert_eq!(desk.roads(), sample);
    }
}

#[test]
fn real_extracts_that_are_cut_or_flipped_are_an_answer_or_an_error() {
    use std::ops::ControlFlow;

    use sitmap::io::import::osm::{Packing, read};
    for (name, ..) in EXTRACTS {
        let Some(path) = shared(name) else { return };
        let whole = std::fs::read(path).unwrap();
        let step = whole.len() / 40;
        for round in 1..40 {
            let cut = &whole[..round * step];
            let mut flipped = whole.clone();
            for at in [round * step, round * step / 2, round * 7] {
                flipped[at] ^= 1 << (round % 8);
            }
            for (bytes, is_cut) in [(cut, true), (flipped.as_slice(), false)] {
                let Some(packing) = Packing::of(bytes) else { continue };
                let read = read(bytes, packing, &|_| ControlFlow::Continue(()));
                assert!(!is_cut || read.is_err(), "{name} cut after {} bytes", cut.len());
            }
        }
    }
}
