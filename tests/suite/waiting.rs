//! The window's thread never waits: what may take long is asked for, and taken in when it is there.
#![expect(clippy::unwrap_used, reason = "a test reads its own sources")]

use std::{fs, path::Path};

/// What waits for a thread, a file, the network or a lock of unknown length.
const WAITS: [&str; 14] = [
    ".recv()",
    ".wait()",
    ".join()",
    "recv_timeout",
    "thread::sleep",
    "block_on",
    "Command::new(",
    "TcpStream",
    "ureq::",
    "rusqlite",
    "fs::read",
    "fs::write",
    "File::open",
    "wait_indefinitely",
];

/// Where a word above is something else, or happens on a thread of its own.
const EXCEPT: [(&str, &str, &str); 1] =
    [("prefs.rs", ".wait()", "the window is closing: what is not kept yet is kept before it goes")];

#[test]
fn nothing_in_the_window_waits() {
    let mut found = Vec::new();
    visit(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui"), &mut found);
    assert!(found.is_empty(), "the window's thread would wait:\n{}", found.join("\n"));
}

fn visit(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            visit(&path, found);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            // Tests may wait.
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            for (number, line) in code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
                for wait in WAITS.iter().filter(|wait| line.contains(**wait)) {
                    if !EXCEPT.iter().any(|(file, word, _)| *file == name && word == wait) {
                        found.push(format!("{}:{}: {wait}", path.display(), number + 1));
                    }
                }
            }
        }
    }
}
