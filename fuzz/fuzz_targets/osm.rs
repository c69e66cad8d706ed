#![no_main]
//! Road files: any bytes are roads on Earth or an error; as they are, as XML, and as protocol buffers.

use std::ops::ControlFlow;

use sitmap::io::import::osm::{Packing, read};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let told = Packing::of(bytes).into_iter();
    for packing in told.chain([Packing::Xml, Packing::Gzip, Packing::Pbf]) {
        if let Ok((roads, _)) = read(bytes, packing, &|_| ControlFlow::Continue(())) {
            for road in &roads {
                assert!(road.line.0.len() >= 2);
                assert!(road.line.0.iter().all(|at| at.x.abs() <= 180.0 && at.y.abs() <= 90.0));
            }
        }
    }
});
