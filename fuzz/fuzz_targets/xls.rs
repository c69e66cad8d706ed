#![no_main]
//! Compound workbooks: any bytes behind the mark are an answer or an error.

mod plan;

const MARK: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| plan::plan(&[MARK.as_slice(), bytes].concat()));
