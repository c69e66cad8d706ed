//! Everything but the window, from outside the library: one binary, one module an area.
#![expect(clippy::unwrap_used, reason = "a test that fails to set up should stop loudly")]

#[test]
fn the_suite_runs() {
    assert!("x".parse::<i32>().ok().or(Some(1)).unwrap() == 1);
}
