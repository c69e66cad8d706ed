//! Tile servers of this machine, well behaved and not.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure here is the test's failure")]

use std::{
    io::{Read as _, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use jiff::Timestamp;
use sitmap::{
    domain::place::Datum,
    io::tiles::{
        Health, Key, Loaded, Loader, Origin, Setup, TileId, TileLayer, TileSource, Wish, address::Address,
        cache::Cache, decode::Reader, fetch::Limits, themes::Themes,
    },
};

/// How long anything here may take; a slow machine is no fault.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server that answers each question in its own way. Its threads end with the test's process.
pub struct Server {
    pub port: u16,
    pub asked: Arc<AtomicUsize>,
    pub paths: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Answers by what this writes; the path asked for is the argument.
    pub fn start(answer: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (asked, paths) = (Arc::<AtomicUsize>::default(), Arc::<Mutex<Vec<String>>>::default());
        let (count, seen, answer) = (Arc::clone(&asked), Arc::clone(&paths), Arc::new(answer));
        let serve = move || {
            for stream in listener.incoming().flatten() {
                let (count, seen, answer) = (Arc::clone(&count), Arc::clone(&seen), Arc::clone(&answer));
                let one = move || {
                    let mut stream = stream;
                    let Some(path) = question(&mut stream) else { return };
                    count.fetch_add(1, Ordering::SeqCst);
                    seen.lock().unwrap().push(path.clone());
                    answer(&path, &mut stream);
                };
                thread::Builder::new().name("test-answer".to_owned()).spawn(one).unwrap();
            }
        };
        thread::Builder::new().name("test-server".to_owned()).spawn(serve).unwrap();
        Self { port, asked, paths }
    }

    /// Answers every question with these bytes.
    pub fn saying(status: &'static str, mime: &'static str, body: Vec<u8>) -> Self {
        Self::start(move |_, stream| reply(stream, status, mime, &body))
    }

    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    pub fn template(&self) -> String {
        format!("http://127.0.0.1:{}/{{z}}/{{x}}/{{y}}", self.port)
    }
}

/// The path of a question; `None` when there was none.
fn question(stream: &mut TcpStream) -> Option<String> {
    let mut text = Vec::new();
    let mut piece = [0; 1024];
    while !text.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut piece) {
            Ok(0) | Err(_) => return None,
            Ok(count) => text.extend(piece.iter().take(count)),
        }
    }
    Some(String::from_utf8_lossy(&text).split(' ').nth(1)?.to_owned())
}

pub fn reply(stream: &mut TcpStream, status: &str, mime: &str, body: &[u8]) {
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {mime}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    // The other side may have gone: that is what some tests are about.
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
}

/// A picture of one colour.
pub fn png(side: u32, rgb: [u8; 3]) -> Vec<u8> {
    let mut out = Vec::new();
    let [r, g, b] = rgb;
    image::RgbaImage::from_pixel(side, side, image::Rgba([r, g, b, 255]))
        .write_to(&mut std::io::Cursor::new(&mut out), image::ImageFormat::Png)
        .unwrap();
    out
}

/// The moment of all tests.
pub fn now() -> Timestamp {
    "2026-08-09T07:06:00Z".parse().unwrap()
}

pub fn limits() -> Limits {
    Limits { connect: Duration::from_millis(400), total: Duration::from_millis(800), bytes: 300_000 }
}

pub fn web(template: &str) -> TileSource {
    source(TileLayer { origin: Origin::Web(Address::new(template, vec![]).unwrap()), key: None, over: false })
}

pub fn source(layer: TileLayer) -> TileSource {
    TileSource {
        id: "test".to_owned(),
        layers: vec![layer],
        zooms: [0, 22],
        datum: Datum::Wgs84,
        attribution: "test".to_owned(),
        may_prefetch: false,
        imagery: false,
        named: true,
    }
}

/// A setup for a source, without a cache.
pub fn setup(source: TileSource) -> Setup {
    Setup {
        source,
        keys: [("test".to_owned(), Key::new("c0ffee"))].into(),
        reader: Reader { themes: Themes::shipped(), night: None },
        cache: None,
        limits: limits(),
        now: Arc::new(now),
        wake: Arc::new(|| {}),
    }
}

pub fn with_cache(source: TileSource, cache: &Arc<Cache>) -> Setup {
    Setup { cache: Some(Arc::clone(cache)), ..setup(source) }
}

pub const fn wish(x: u32) -> Wish {
    Wish { layer: 0, tile: TileId { z: 8, x, y: 100 } }
}

/// Looks at the loader until this holds, as the window does each frame; what came, and the health at the end.
pub fn watch(loader: &Loader, what: &str, holds: impl Fn(&[Loaded], &Health) -> bool) -> (Vec<Loaded>, Health) {
    let start = Instant::now();
    let mut came = Vec::new();
    loop {
        came.extend(loader.take(1000));
        let health = loader.health().remove(0);
        if holds(&came, &health) {
            return (came, health);
        }
        assert!(start.elapsed() < PATIENCE, "never came to: {what}; {health:?}, {} tiles", came.len());
        thread::sleep(Duration::from_millis(5));
    }
}
