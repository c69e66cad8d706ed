#![no_main]
//! Tiles: any bytes are a picture, a vector tile or a trouble, and never more than a tile may take.

use sitmap::io::tiles::{decode::Reader, themes::Themes};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let reader = Reader { themes: Themes::shipped(), night: bytes.first().map(|first| [*first, 20, 36]) };
    let _ = reader.read(bytes, 12);
});
