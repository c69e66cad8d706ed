//! When the program breaks inside, the report tells nothing of the district or of who sits there.

use std::{path::PathBuf, process::Command};

use sitmap::{app::Clock, cli::crash, domain::catalogue::Lang, io::assets};

const FOLDER: &str = "SITMAP_TEST_CRASH_FOLDER";

/// Run by the test below in a process of its own: a panic hook is the whole process's.
#[test]
#[ignore = "breaks on purpose; run by the test below"]
fn a_process_that_breaks() {
    let folder = PathBuf::from(std::env::var_os(FOLDER).expect("run by the test below"));
    crash::install(Some(folder), Clock::system(), assets::words(Lang::En));
    let person = std::env::var(FOLDER).map(|_| "张三 13800001111").unwrap_or_default();
    panic!("cannot register {person}");
}

#[test]
fn a_crash_report_holds_no_values_and_no_paths() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("secret-user").join("reports");
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash_report::a_process_that_breaks", "--ignored", "--nocapture"])
        .env(FOLDER, &folder)
        .output()
        .unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("A report is in"), "{said}");
    assert!(!said.contains("张三"), "{said}");

    let reports: Vec<_> = std::fs::read_dir(&folder).unwrap().flatten().collect();
    assert_eq!(reports.len(), 1);
    let report = std::fs::read_to_string(reports[0].path()).unwrap();
    for personal in ["张三", "13800001111", "secret-user", home.path().to_str().unwrap(), env!("CARGO_MANIFEST_DIR")]
    {
        assert!(!report.contains(personal), "{personal} stands in:\n{report}");
    }
    assert!(report.contains("tests/suite/crash_report.rs:"), "{report}");
    assert!(report.contains("a_process_that_breaks"), "the calls are told:\n{report}");
    assert!(report.starts_with(concat!("sitmap ", env!("CARGO_PKG_VERSION"))), "{report}");
}
