#![no_main]
//! Pasted messages: any text is an answer, and what was understood stands in it.

use sitmap::io::import::message::{Places, recognise, text_of};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = text_of(bytes) else { return };
    let towns = ["白龙桥镇", "琅琊镇", "沙畈乡", "城东街道", "长山乡", "长山镇"];
    let villages = [("白龙桥镇", "叶店村"), ("白龙桥镇", "周村"), ("琅琊镇", "周村"), ("城东街道", "中村社区")];
    let now = "2026-06-20T11:00:00Z".parse().expect("a moment");
    let read = recognise(&text, &Places::new(towns, villages), now);
    assert!(!read.reports.is_empty() || !read.problems.is_empty(), "it is understood, or it is said why not");
    for one in &read.reports {
        assert!(towns.contains(&one.report.township.as_str()), "a place that there is");
        let words = one.words.iter().flat_map(|word| word.text.split(' '));
        assert!(words.into_iter().all(|word| text.contains(word)), "what was understood stands in the text");
    }
});
