#![no_main]
//! Zipped workbooks: any bytes behind the mark are an answer or an error.

mod plan;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| plan::plan(&[b"PK\x03\x04", bytes].concat()));
