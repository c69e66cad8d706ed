//! When the program itself breaks: a report that can be sent to whoever maintains it, with nothing in it from
//! the district: no field values, no file names, no user names.

use std::{
    backtrace::Backtrace,
    fs,
    panic::{self, PanicHookInfo},
    path::{Path, PathBuf},
};

use crate::{app::Clock, cli::answer::time_json, domain::view::Words};

/// From now on a panic writes a report into this folder and says so on standard error.
pub fn install(folder: Option<PathBuf>, clock: Clock, words: Words) {
    panic::set_hook(Box::new(move |panic| {
        let now = clock.now();
        let report = report(panic, &time_json(now));
        let name = format!("crash-{}-{}.txt", now.strftime("%Y%m%dT%H%M%SZ"), std::process::id());
        let path = folder.as_ref().map(|folder| folder.join(name));
        let written = path.as_deref().filter(|path| write(path, &report).is_ok());
        match written {
            Some(path) => eprintln!("{}", words.with("crash-written", &[("path", path.display().to_string())])),
            None => eprintln!("{}\n{report}", words.get("crash-unwritten")),
        }
    }));
}

fn write(path: &Path, report: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, report)
}

fn report(panic: &PanicHookInfo<'_>, time: &str) -> String {
    let place = panic.location().map_or_else(
        || "unknown".to_owned(),
        |at| format!("{}:{}:{}", without_machine(at.file()), at.line(), at.column()),
    );
    // A literal was written by us; anything formatted may hold what stood in a file.
    let message = panic.payload().downcast_ref::<&'static str>().copied();
    let trace = Backtrace::force_capture().to_string();
    // Lines that begin with `at` hold paths of the machine it was built on; the function names stay.
    let calls: Vec<&str> = trace.lines().filter(|line| !line.trim_start().starts_with("at ")).collect();
    format!(
        "sitmap {} {} {}\ntime {time}\nplace {place}\nmessage {}\n\n{}\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        message.unwrap_or("(left out: it may hold values)"),
        calls.join("\n"),
    )
}

/// A source path from its crate on: what stands before it names the machine.
fn without_machine(path: &str) -> &str {
    if !Path::new(path).is_absolute() {
        return path;
    }
    let Some((before, _)) = path.rsplit_once("/src/") else { return path.rsplit('/').next().unwrap_or(path) };
    let start = before.rfind('/').map_or(0, |at| at + 1);
    path.get(start..).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_path_is_told_from_its_crate_on() {
        assert_eq!(
            without_machine("/somebody/.cargo/registry/src/index/geo-0.33.1/src/line.rs"),
            "geo-0.33.1/src/line.rs"
        );
        assert_eq!(without_machine("src/cli/mod.rs"), "src/cli/mod.rs");
        assert_eq!(without_machine("/a/b.rs"), "b.rs");
    }
}
