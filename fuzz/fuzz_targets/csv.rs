#![no_main]
//! Text formats: any bytes are an answer or an error.

mod plan;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| plan::plan(bytes));
