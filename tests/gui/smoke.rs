//! The real binary, started on a display of its own, drawn by the software driver, and looked at.

#![expect(clippy::panic, clippy::unwrap_used, reason = "helpers of tests: a failure here is the test's failure")]

use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    time::Duration,
};

use crate::kit::district;

/// A process that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A display that nobody else has, and its name.
fn display() -> (Running, String) {
    let xvfb = Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", "1600x900x24", "-nolisten", "tcp"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut xvfb = match xvfb {
        Ok(xvfb) => xvfb,
        Err(error) => panic!("Xvfb does not start ({error}): install it, `scripts/test` does (Debian: xvfb)"),
    };
    let mut number = String::new();
    BufReader::new(xvfb.stdout.take().unwrap()).read_line(&mut number).unwrap();
    (Running(xvfb), format!(":{}", number.trim()))
}

/// How many colours the display shows.
fn colours(display: &str) -> usize {
    let picture = Command::new("import")
        .args(["-display", display, "-window", "root", "-depth", "8", "rgb:-"])
        .stderr(Stdio::null())
        .output();
    let picture = match picture {
        Ok(picture) => picture.stdout,
        Err(error) => panic!("no picture of the display ({error}): install ImageMagick, `scripts/test` does"),
    };
    picture.chunks_exact(3).collect::<BTreeSet<_>>().len()
}

#[test]
fn the_real_window_opens_on_a_bare_display_and_draws_the_district() {
    let district = district(false);
    let home = tempfile::tempdir().unwrap();
    let (_xvfb, display) = display();
    let log = home.path().join("window.log");
    let window = Command::new(env!("CARGO_BIN_EXE_sitmap"))
        .args(["--file".as_ref(), district.file.as_os_str()])
        .env("DISPLAY", &display)
        .env("SITMAP_HOME", home.path())
        .env_remove("WAYLAND_DISPLAY")
        .stdout(Stdio::null())
        .stderr(std::fs::File::create(&log).unwrap())
        .spawn()
        .unwrap();
    let mut window = Running(window);
    let said = || std::fs::read_to_string(&log).unwrap_or_default();
    let mut seen = 0;
    // The software driver takes seconds for its first frame on a busy machine.
    for _ in 0..120 {
        std::thread::sleep(Duration::from_millis(500));
        let ended = window.0.try_wait().unwrap();
        assert!(ended.is_none(), "the window ended ({ended:?}): {}", said());
        seen = colours(&display);
        if seen > 60 {
            return;
        }
    }
    panic!("the window stayed blank: {seen} colours on the display; {}", said());
}
