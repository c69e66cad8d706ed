//! Fetching ahead: only what is missing, few at a time, giving up where the server does, keeping what came.
#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure here is the test's failure")]

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use sitmap::{
    app::{Job, Wake, offline::Preparing},
    domain::view::projection::Bounds,
    io::tiles::{
        Origin, Setup, TileSource, Trouble,
        cache::Cache,
        fetch::Limits,
        prepare::{self, AT_ONCE, Area, Pace, Refusal, Run, Stop, Tally},
    },
};
use tempfile::TempDir;

use crate::tiles::kit::{Server, now, png, reply, setup, web, with_cache};

const AREA: Area = Area { bounds: Bounds { west: 119.40, south: 28.92, east: 119.60, north: 29.08 }, zooms: [9, 12] };
/// Failures that are waited for here are not waited for long.
const PACE: Pace = Pace { first: Duration::from_millis(1), most_in_a_row: 5 };

struct Bench {
    _folder: TempDir,
    cache: Arc<Cache>,
    source: TileSource,
}

impl Bench {
    fn new(server: &Server, room: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let cache = Arc::new(Cache::new(folder.path().join("tiles.sqlite"), room));
        let source = TileSource { may_prefetch: true, ..web(&server.template()) };
        Self { _folder: folder, cache, source }
    }

    fn setup(&self) -> Setup {
        with_cache(self.source.clone(), &self.cache)
    }

    fn run(&self) -> Run {
        Run::new(self.setup(), AREA, PACE).unwrap()
    }

    fn held(&self) -> u64 {
        prepare::count(&self.source, &self.cache, AREA).iter().map(|zoom| zoom.held).sum()
    }

    fn tiles(&self) -> u64 {
        prepare::count(&self.source, &self.cache, AREA).iter().map(|zoom| zoom.tiles).sum()
    }
}

fn finish(run: Run) -> (Preparing, Tally) {
    let mut preparing = Preparing::start(run, &Wake::nobody()).unwrap();
    let tally = preparing.wait(|_| ());
    (preparing, tally)
}

fn asked(server: &Server) -> BTreeSet<String> {
    let paths = server.paths.lock().unwrap();
    let each: BTreeSet<String> = paths.iter().cloned().collect();
    assert_eq!(each.len(), paths.len(), "no tile is asked for twice");
    each
}

#[test]
fn only_what_is_missing_is_asked_for_and_then_nothing_is_missing() {
    let server = Server::saying("200 OK", "image/png", png(16, [1, 2, 3]));
    let bench = Bench::new(&server, 10_000_000);
    let block = prepare::block(AREA.bounds, 12, bench.source.datum).unwrap();
    let print = bench.source.layers.first().unwrap().print().unwrap();
    let kept = block.tiles().next().unwrap();
    bench.cache.put(print, kept, &png(16, [9, 9, 9]), now());
    let (_, tally) = finish(bench.run());
    let missing = bench.tiles() - 1;
    assert_eq!((tally.total, tally.held, tally.fetched), (Some(missing), 1, missing));
    assert_eq!((tally.failures(), tally.left(), tally.stop), (0, 0, None));
    let paths = asked(&server);
    assert_eq!(paths.len() as u64, missing);
    assert!(!paths.contains(&format!("/{}/{}/{}", kept.z, kept.x, kept.y)));
    assert!(server.paths.lock().unwrap().first().unwrap().starts_with("/9/"), "the coarsest first");
    assert_eq!(bench.held(), bench.tiles());
    let (_, again) = finish(bench.run());
    assert_eq!((again.total, again.held, again.fetched), (Some(0), missing + 1, 0));
    assert_eq!(asked(&server).len() as u64, missing, "nothing more was asked for");
}

#[test]
fn what_failed_is_asked_for_again_and_nothing_else() {
    let well = Arc::new(AtomicBool::new(false));
    let (is_well, picture) = (Arc::clone(&well), png(16, [1, 2, 3]));
    // Two columns of zoom 12 are not there, then they are.
    let is_bad = |path: &str| path.starts_with("/12/3406/") || path.starts_with("/12/3407/");
    let server = Server::start(move |path, stream| {
        if is_bad(path) && !is_well.load(Ordering::SeqCst) {
            reply(stream, "404 Not Found", "text/plain", b"none");
        } else {
            reply(stream, "200 OK", "image/png", &picture);
        }
    });
    let bench = Bench::new(&server, 10_000_000);
    let (first, tally) = finish(bench.run());
    let bad: BTreeSet<String> = asked(&server).into_iter().filter(|path| is_bad(path)).collect();
    assert!(bad.len() >= 2, "{bad:?}");
    assert_eq!(tally.failed, [(Trouble::Absent, bad.len() as u64)]);
    assert_eq!((tally.fetched, tally.stop), (bench.tiles() - bad.len() as u64, None));
    well.store(true, Ordering::SeqCst);
    server.paths.lock().unwrap().clear();
    let mut again = first.again(&Wake::nobody()).unwrap().unwrap();
    let tally = again.wait(|_| ());
    assert_eq!(asked(&server), bad);
    assert_eq!((tally.fetched, tally.failures(), bench.held()), (bad.len() as u64, 0, bench.tiles()));
    assert!(again.again(&Wake::nobody()).unwrap().is_none(), "nothing failed: there is nothing to retry");
}

#[test]
fn what_came_before_it_was_stopped_stays() {
    // After three tiles the server waits to be let go.
    let gate = Arc::new((Mutex::new(false), Condvar::new()));
    let (held, count, picture) = (Arc::clone(&gate), AtomicUsize::new(0), png(16, [1, 2, 3]));
    let server = Server::start(move |_, stream| {
        if count.fetch_add(1, Ordering::SeqCst) >= 3 {
            let (open, changed) = &*held;
            drop(changed.wait_while(open.lock().unwrap(), |open| !*open).unwrap());
        }
        reply(stream, "200 OK", "image/png", &picture);
    });
    let bench = Bench::new(&server, 10_000_000);
    // The server is slow, not silent.
    let run = Arc::new(Run::new(Setup { limits: Limits::default(), ..bench.setup() }, AREA, PACE).unwrap());
    let jobs = [0, 1].map(|_| {
        let own = Arc::clone(&run);
        Job::start("test", Wake::nobody(), move |_| own.work()).unwrap()
    });
    while run.watch(Duration::from_millis(200)).fetched < 3 {}
    run.cancel();
    *gate.0.lock().unwrap() = true;
    gate.1.notify_all();
    for job in jobs {
        job.wait().unwrap();
    }
    let tally = run.tally();
    assert_eq!(tally.stop, Some(Stop::Cancelled));
    assert!((3..=5).contains(&tally.fetched) && tally.left() > 0, "{tally:?}");
    assert_eq!(bench.held(), tally.fetched);
    server.paths.lock().unwrap().clear();
    let (_, rest) = finish(bench.run());
    assert_eq!((rest.held, rest.fetched, bench.held()), (tally.fetched, tally.left(), bench.tiles()));
}

#[test]
fn never_more_than_two_are_asked_for_at_once() {
    let under = Arc::new((Mutex::new(0_usize), Condvar::new()));
    let most = Arc::new(AtomicUsize::new(0));
    let (here, highest, picture) = (Arc::clone(&under), Arc::clone(&most), png(16, [1, 2, 3]));
    let server = Server::start(move |_, stream| {
        let (count, changed) = &*here;
        let mut now = count.lock().unwrap();
        *now += 1;
        highest.fetch_max(*now, Ordering::SeqCst);
        changed.notify_all();
        // Time enough for a third to come, were there one.
        let (mut now, _) = changed.wait_timeout_while(now, Duration::from_millis(60), |now| *now <= AT_ONCE).unwrap();
        *now -= 1;
        drop(now);
        reply(stream, "200 OK", "image/png", &picture);
    });
    let bench = Bench::new(&server, 10_000_000);
    let (_, tally) = finish(bench.run());
    assert_eq!((tally.fetched, tally.stop), (bench.tiles(), None));
    assert_eq!(most.load(Ordering::SeqCst), AT_ONCE);
}

#[test]
fn a_refusal_ends_it_at_once_and_says_which() {
    for (status, number) in [("403 Forbidden", 403), ("429 Too Many Requests", 429)] {
        let server = Server::saying(status, "text/plain", b"no".to_vec());
        let bench = Bench::new(&server, 10_000_000);
        let (_, tally) = finish(bench.run());
        assert_eq!(tally.stop, Some(Stop::Trouble(Trouble::Refused(number))));
        assert!(server.asked() <= AT_ONCE && tally.failures() == server.asked() as u64, "{tally:?}");
        assert_eq!(tally.left(), bench.tiles() - tally.failures());
    }
}

#[test]
fn a_server_that_keeps_failing_is_given_up_and_one_that_has_none_too() {
    let failing = Server::saying("503 Service Unavailable", "text/plain", Vec::new());
    let (_, tally) = finish(Bench::new(&failing, 10_000_000).run());
    assert_eq!(tally.stop, Some(Stop::Trouble(Trouble::Server(503))));
    assert!((5..=6).contains(&failing.asked()), "{}", failing.asked());
    let page = Server::saying("200 OK", "text/html", b"<html>log in</html>".to_vec());
    let (_, tally) = finish(Bench::new(&page, 10_000_000).run());
    assert_eq!(tally.stop, Some(Stop::Trouble(Trouble::NotATile)));
    let empty = Server::saying("404 Not Found", "text/plain", Vec::new());
    let bench = Bench::new(&empty, 10_000_000);
    let deep = Area { zooms: [9, 14], ..AREA };
    let (_, tally) = finish(Run::new(bench.setup(), deep, PACE).unwrap());
    assert_eq!(tally.stop, Some(Stop::Trouble(Trouble::Absent)));
    assert!(empty.asked() < 64, "{}", empty.asked());
}

#[test]
fn it_stops_rather_than_push_out_what_it_has_just_fetched() {
    let picture = png(16, [1, 2, 3]);
    let room = picture.len() as u64 * 10;
    let server = Server::saying("200 OK", "image/png", picture);
    let bench = Bench::new(&server, room);
    let other = bench.source.layers.first().unwrap().print().unwrap() + 1;
    // Tiles of another source, looked at just now, go before what is fetched ahead.
    for tile in prepare::block(AREA.bounds, 12, bench.source.datum).unwrap().tiles().take(3) {
        bench.cache.put(other, tile, &png(16, [4, 4, 4]), now());
    }
    let (_, tally) = finish(bench.run());
    assert_eq!(tally.stop, Some(Stop::Full));
    assert!(tally.fetched >= 8, "{tally:?}");
    assert_eq!(bench.held(), tally.fetched);
}

#[test]
fn what_is_fetched_ahead_stays_when_other_places_are_looked_at() {
    let picture = png(16, [1, 2, 3]);
    let server = Server::saying("200 OK", "image/png", picture.clone());
    let bench = Bench::new(&server, picture.len() as u64 * 100);
    let (_, tally) = finish(bench.run());
    let other = bench.source.layers.first().unwrap().print().unwrap() + 1;
    let week = now() + jiff::SignedDuration::from_hours(24 * 7);
    for x in 0..300 {
        let tile = sitmap::io::tiles::TileId { z: 12, x, y: 1 };
        bench.cache.put(other, tile, &picture, week);
        assert!(bench.cache.get(other, tile, week).is_some());
    }
    assert_eq!((bench.held(), tally.stop), (tally.fetched, None));
}

#[test]
fn a_source_that_does_not_permit_it_is_not_asked() {
    let server = Server::saying("200 OK", "image/png", png(16, [1, 2, 3]));
    let bench = Bench::new(&server, 10_000_000);
    let refused = |source: TileSource| Run::new(with_cache(source, &bench.cache), AREA, PACE).map(drop);
    assert_eq!(refused(web(&server.template())), Err(Refusal::Forbidden));
    let mut file = bench.source.clone();
    file.layers.iter_mut().for_each(|layer| layer.origin = Origin::File("a.mbtiles".into()));
    assert_eq!(refused(file), Err(Refusal::File));
    assert_eq!(Run::new(setup(bench.source.clone()), AREA, PACE).map(drop), Err(Refusal::Nowhere));
    assert_eq!(server.asked(), 0);
}
