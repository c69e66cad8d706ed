//! Tiles fetched ahead for a day without a network: the work, and what is said of it in the window and on the
//! command line alike.

use std::{io, sync::Arc, time::Duration};

use crate::{
    app::{Job, Wake, job::Outcome},
    domain::view::{Words, format},
    io::tiles::{
        Leave, Trouble,
        prepare::{AT_ONCE, MOST_TILES, Plan, Refusal, Run, Stop, Tally},
    },
};

/// Tiles being fetched ahead. Dropping it stops it; what came stays.
#[derive(Debug)]
pub struct Preparing {
    run: Arc<Run>,
    jobs: Vec<Job<()>>,
}

impl Preparing {
    /// Starts, off the calling thread.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(run: Run, wake: &Wake) -> io::Result<Self> {
        let run = Arc::new(run);
        let each = |number: usize| {
            let own = Arc::clone(&run);
            Job::start(&format!("tiles-ahead-{number}"), wake.clone(), move |_| own.work())
        };
        let jobs = (0..AT_ONCE).map(each).collect::<io::Result<_>>()?;
        Ok(Self { run, jobs })
    }

    /// Starts anew with what did not come; `None`: all came.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn again(&self, wake: &Wake) -> io::Result<Option<Self>> {
        self.run.again().map(|run| Self::start(run, wake)).transpose()
    }

    /// Whether it is still at it. Never waits.
    pub fn is_running(&mut self) -> bool {
        self.jobs.retain(|job| job.poll() == Outcome::Running);
        !self.jobs.is_empty()
    }

    /// How far it is. Never waits.
    pub fn tally(&self) -> Tally {
        self.run.tally()
    }

    /// Stops it after the tiles that are under way; what came stays.
    pub fn cancel(&self) {
        self.run.cancel();
    }

    /// Waits to the end, telling now and then. Not for the window's thread.
    pub fn wait(&mut self, mut tell: impl FnMut(&Tally)) -> Tally {
        while self.is_running() {
            tell(&self.run.watch(Duration::from_millis(200)));
        }
        self.tally()
    }
}

impl Drop for Preparing {
    fn drop(&mut self) {
        self.run.cancel();
    }
}

/// A count as people read it.
fn count(count: u64) -> String {
    format::number(i64::try_from(count).unwrap_or(i64::MAX))
}

/// Bytes as people read them: megabytes; what is there is never read as none.
fn megabytes(bytes: u64) -> String {
    let least: f64 = if bytes > 0 { 0.1 } else { 0.0 };
    format::decimal((bytes as f64 / 1e6).max(least), if bytes < 10_000_000 { 1 } else { 0 })
}

/// What fetching ahead comes to, a sentence a line, before anything is asked for.
pub fn figures(plan: &Plan, words: &Words) -> Vec<String> {
    let args = [("tiles", count(plan.tiles())), ("held", count(plan.held())), ("fetch", count(plan.to_fetch()))];
    if plan.to_fetch() == 0 {
        return vec![words.with("offline-whole", &args)];
    }
    let size = [("mb", megabytes(plan.bytes())), ("kb", format::decimal(plan.tile_bytes as f64 / 1e3, 1))];
    let mut lines = vec![
        words.with("offline-counts", &args),
        words.with(if plan.measured { "offline-size-measured" } else { "offline-size-assumed" }, &size),
    ];
    if plan.beyond() > 0 {
        let args = [("beyond", count(plan.beyond())), ("needs", count(plan.needs_mb()))];
        lines.push(words.with("offline-beyond", &args));
    } else if plan.pushes_out() {
        lines.push(words.get("offline-pushes-out"));
    }
    lines
}

/// The question before it begins: how much, from whom (`name`), where to.
pub fn question(plan: &Plan, name: &str, words: &Words) -> String {
    let args = [("name", name.to_owned()), ("fetch", count(plan.to_fetch())), ("mb", megabytes(plan.bytes()))];
    words.with("offline-ask", &args)
}

/// The share of each zoom that is kept.
pub fn by_zoom(plan: &Plan, words: &Words) -> String {
    let each = plan.zooms.iter().map(|zoom| format!("{}: {}/{}", zoom.z, count(zoom.held), count(zoom.tiles)));
    words.with("offline-by-zoom", &[("zooms", each.collect::<Vec<_>>().join("  "))])
}

/// Why nothing can be fetched ahead from this source, and what to do; `None`: it can, once somebody says so.
pub fn no_leave(leave: &Leave, words: &Words) -> Option<String> {
    match leave {
        Leave::NoMap => Some(words.get("offline-no-map")),
        Leave::File => Some(words.get("offline-file")),
        Leave::Forbidden(rules) => Some(words.get(&format!("offline-forbidden-{rules}"))),
        Leave::Wrong(trouble) => Some(of_trouble(*trouble, words)),
        Leave::Untold | Leave::Given => None,
    }
}

/// Why an area is not fetched ahead, and what to do.
pub fn refused(refusal: Refusal, words: &Words) -> String {
    match refusal {
        Refusal::Forbidden => words.get("offline-untold"),
        Refusal::File => words.get("offline-file"),
        Refusal::Nothing => words.get("offline-nothing"),
        Refusal::Nowhere => words.get("offline-nowhere"),
        Refusal::TooMany(tiles) => {
            words.with("offline-too-many", &[("tiles", count(tiles)), ("most", count(MOST_TILES))])
        }
    }
}

/// How far it is, in one line.
pub fn progress(tally: &Tally, words: &Words) -> String {
    let Some(total) = tally.total else { return words.get("offline-listing") };
    let args = [("fetched", count(tally.fetched)), ("failed", count(tally.failures())), ("total", count(total))];
    words.with("offline-progress", &args)
}

/// What became of it, a sentence a line: what came, what did not and why, why it ended before its time.
pub fn outcome(tally: &Tally, words: &Words) -> Vec<String> {
    let args = [
        ("fetched", count(tally.fetched)),
        ("held", count(tally.held)),
        ("failed", count(tally.failures())),
        ("left", count(tally.left())),
        ("mb", megabytes(tally.bytes)),
    ];
    let mut lines = Vec::new();
    match tally.stop {
        None => {}
        Some(Stop::Cancelled) => lines.push(words.get("offline-stop-cancelled")),
        Some(Stop::Full) => lines.push(words.get("offline-stop-full")),
        Some(Stop::NotKept) => lines.push(words.get("offline-stop-not-kept")),
        Some(Stop::Trouble(trouble)) => {
            lines.push(words.with("offline-stop-trouble", &[("why", of_trouble(trouble, words))]));
        }
    }
    lines.push(words.with("offline-done", &args));
    if tally.left() > 0 {
        lines.push(words.with("offline-left", &args));
    }
    for (trouble, tiles) in &tally.failed {
        let args = [("n", count(*tiles)), ("why", of_trouble(*trouble, words))];
        lines.push(words.with("offline-failed", &args));
    }
    lines
}

/// What is in the way, without a promise to try again by itself.
fn of_trouble(trouble: Trouble, words: &Words) -> String {
    let status = trouble.status().map(|status| status.to_string()).unwrap_or_default();
    words.with(&format!("offline-trouble-{}", trouble.code()), &[("status", status)])
}

#[cfg(test)]
#[path = "offline/tests.rs"]
mod tests;
