#![no_main]
//! CAP messages: any bytes are a message or an error, and a message that is written is read back as it was.

use sitmap::io::cap;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(alert) = cap::read(bytes) else { return };
    for area in alert.infos.iter().flat_map(|info| &info.areas) {
        area.polygons.iter().for_each(|polygon| drop(cap::polygon_of(polygon)));
        area.circles.iter().for_each(|circle| drop(cap::circle_of(circle)));
    }
    assert_eq!(cap::read(cap::write(&alert).as_bytes()), Ok(alert));
});
