//! Nothing acknowledged is lost: the process killed, the log cut, the disk full.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure here is the test's failure")]

use std::{
    fs::{self, OpenOptions},
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use sitmap::{
    domain::edit::Edit,
    io::store::{self, Store},
};

use crate::store_kit::*;

/// Bytes of a page in the log with its head, in the files cut here.
const FRAME: usize = 512 + 24;

const FILE: &str = "SITMAP_CRASH_FILE";

/// What the child process does: adds shelters one by one, and says each once it is told that it is on the disk.
/// Without its variable, as in an ordinary run of the tests, it does nothing.
#[test]
fn the_child_that_writes() {
    let Ok(path) = std::env::var(FILE) else { return };
    let (mut store, _) = open(Path::new(&path));
    let mut next = u128::from(store.journal_length().unwrap());
    let mut out = std::io::stdout();
    loop {
        next += 1;
        // Some are large, so that a kill falls into the middle of one.
        let many = if next.is_multiple_of(5) { 200 } else { 1 };
        let added = (0..many).map(|more| Edit::Add(shelter(next * 1_000 + more))).collect();
        match store.commit(&action(next, added)) {
            Ok(seq) => writeln!(out, "ack {seq}").unwrap(),
            Err(error) => {
                writeln!(out, "refused {}", error.problem().code).unwrap();
                out.flush().unwrap();
                // Gone without closing, as a program that fell over.
                std::process::exit(0);
            }
        }
        out.flush().unwrap();
    }
}

fn child(path: &Path, through: Option<&str>) -> Child {
    let program = std::env::current_exe().unwrap();
    let mut command = match through {
        None => Command::new(program),
        Some(script) => {
            let mut command = Command::new("sh");
            command.arg("-c").arg(format!("{script}; exec \"$0\" \"$@\"")).arg(program);
            command
        }
    };
    command.args(["crash::the_child_that_writes", "--exact", "--nocapture", "--test-threads=1"]);
    command.env(FILE, path).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
}

/// The number of a line `ack N`, wherever the test harness put it.
fn acknowledged(line: &str) -> Option<u64> {
    line.split("ack ").nth(1)?.trim().parse().ok()
}

fn assert_whole(path: &Path, acknowledged: u64) -> u64 {
    let (store, loaded) = open(path);
    let length = store.journal_length().unwrap();
    assert!(length >= acknowledged, "{acknowledged} acknowledged, {length} there");
    assert!(loaded.outside.is_none());
    let expected: usize = (1..=length).map(|seq| if seq.is_multiple_of(5) { 200 } else { 1 }).sum();
    assert_eq!(loaded.world.layer("shelter").unwrap().len(), expected);
    drop(store);
    length
}

#[test]
fn a_killed_process_loses_nothing_that_it_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("district.gpkg");
    create(&path).close().unwrap();
    let (mut total, mut rounds, mut random) = (0, 0, 0x2545_f491_4f6c_dd1d_u64);
    while total < 300 {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let mut child = child(&path, None);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let mut last = 0;
        for _ in 0..random % 50 + 3 {
            last = lines.by_ref().find_map(|line| acknowledged(&line)).unwrap();
        }
        std::thread::sleep(Duration::from_micros(random % 7_919));
        child.kill().unwrap();
        child.wait().unwrap();
        // What it still said before it was killed counts as acknowledged.
        last = lines.filter_map(|line| acknowledged(&line)).last().unwrap_or(last);
        total = assert_whole(&path, last);
        rounds += 1;
    }
    assert!(rounds > 3, "{rounds} kills");
    assert_eq!(store::check(&path).findings, []);
}

/// A file as a fallen process leaves it, and how long its log was when the last action was acknowledged.
fn fallen(folder: &Path) -> (Vec<u8>, Vec<u8>, usize) {
    let path = folder.join("district.gpkg");
    let log = folder.join("district.gpkg-wal");
    create(&path).close().unwrap();
    // Small pages make a short log, so that cutting it at every byte takes no minutes.
    rusqlite::Connection::open(&path).unwrap().execute_batch("PRAGMA page_size = 512; VACUUM").unwrap();
    let (mut store, _): (Store, _) = open(&path);
    for number in 1..=3 {
        store.commit(&action(number, vec![Edit::Add(shelter(number))])).unwrap();
    }
    let acknowledged = fs::read(&log).unwrap().len();
    store.commit(&action(4, vec![Edit::Add(shelter(4))])).unwrap();
    let (file, log) = (fs::read(&path).unwrap(), fs::read(&log).unwrap());
    (file, log, acknowledged)
}

#[test]
fn a_log_cut_at_any_byte_after_the_last_acknowledged_commit_opens_with_all_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let (file, log, acknowledged) = fallen(folder.path());
    assert!(acknowledged < log.len());
    let path = folder.path().join("cut.gpkg");
    let (cut_log, shared) = (folder.path().join("cut.gpkg-wal"), folder.path().join("cut.gpkg-shm"));
    fs::write(&path, &file).unwrap();
    fs::write(&cut_log, &log).unwrap();
    let cutting = OpenOptions::new().write(true).open(&cut_log).unwrap();
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    // Every byte (in an ordinary run: all about the frames' heads and ends, one in seven between them) by what
    // the journal holds; reading leaves the log as it is, so it is cut shorter and shorter.
    let all = std::env::var("SITMAP_TEST_ALL").is_ok();
    for length in (acknowledged..=log.len()).rev() {
        let within = (length - acknowledged) % FRAME;
        if !all && (32..FRAME - 8).contains(&within) && !within.is_multiple_of(7) {
            continue;
        }
        cutting.set_len(length as u64).unwrap();
        fs::remove_file(&shared).ok();
        let connection = rusqlite::Connection::open_with_flags(&path, flags).unwrap();
        let held: i64 = connection.query_row("SELECT count(*) FROM sitmap_journal", [], |row| row.get(0)).unwrap();
        assert!(held == 3 || (held == 4 && length == log.len()), "{held} actions with {length} bytes of log");
    }
    // And opened as the program does it: at each page of the log, a byte before and a byte after.
    for length in acknowledged..=log.len() {
        if (2..FRAME - 1).contains(&((length - acknowledged) % FRAME)) {
            continue;
        }
        fs::write(&path, &file).unwrap();
        fs::write(&cut_log, log.get(..length).unwrap()).unwrap();
        fs::remove_file(&shared).ok();
        let (store, loaded) = open(&path);
        let shelters = loaded.world.layer("shelter").unwrap().len();
        assert!(shelters == 3 || (shelters == 4 && length == log.len()), "{shelters} with {length} bytes");
        drop(store);
        assert_eq!(store::check(&path).findings, [], "{length} bytes");
    }
}

#[cfg(unix)]
#[test]
fn a_disk_that_takes_no_more_is_said_and_nothing_acknowledged_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("district.gpkg");
    create(&path).close().unwrap();
    // A limit on the size of files, which fails writes as a full disk does; the signal that goes with it off.
    let mut child = child(&path, Some("trap '' XFSZ; ulimit -f 3000"));
    let lines: Vec<String> = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok).collect();
    child.wait().unwrap();
    let last = lines.iter().filter_map(|line| acknowledged(line)).next_back().unwrap_or_else(|| panic!("{lines:?}"));
    let refused =
        lines.iter().any(|line| line.contains("refused store_disk_full") || line.contains("refused store_not_written"));
    assert!(refused, "{:?}", lines.last());
    assert_whole(&path, last);
    assert_eq!(store::check(&path).findings, []);
}
