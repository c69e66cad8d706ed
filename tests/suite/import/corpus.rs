//! The corpus of the fuzz targets, replayed: what once was a crash stays an answer or an error.

use std::{fs, path::Path};

use super::{empty, kind, plan};

#[test]
fn every_file_of_the_fuzz_corpus_is_an_answer_or_an_error() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    let world = empty();
    let mut replayed = 0;
    for folder in fs::read_dir(corpus).unwrap() {
        for file in fs::read_dir(folder.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if let Ok(import) = plan(&world, &name, &fs::read(&path).unwrap(), &kind("shelter")) {
                assert_eq!(import.rows, import.added + import.updated + import.skipped, "{name}");
            }
            replayed += 1;
        }
    }
    assert!(replayed >= 15, "{replayed} files");
}
