//! The threads behind one source: one for the disk or the file, a few for the network. Nothing here is ever
//! waited for: a thread that hangs in a server or a sleeping drive is left behind and ends by itself.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp};

use crate::io::tiles::{
    Archive, ArchiveInfo, Content, Health, Origin, TileLayer, TileSource, Trouble,
    cache::Cache,
    choice::Key,
    decode::Reader,
    desk::{Book, Look, Next, Wish},
    fetch::{Fetcher, Limits},
};

/// How many tiles are asked for at once: what public servers bear.
const AT_ONCE: usize = 4;
/// Tiles that may lie ready before the window takes them.
const READY: usize = 64;
/// A tile from the disk younger than this is not asked for again: seconds. Servers ask for at least a week.
const FRESH_S: i64 = 14 * 24 * 3600;

/// What a loader works with.
#[derive(Clone)]
pub struct Setup {
    /// The map.
    pub source: TileSource,
    /// The seat's keys.
    pub keys: BTreeMap<String, Key>,
    /// How tiles are read.
    pub reader: Reader,
    /// Where tiles are kept.
    pub cache: Option<Arc<Cache>>,
    /// What a server may take.
    pub limits: Limits,
    /// The time: for the age of tiles.
    pub now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// Called when there is something new.
    pub wake: Arc<dyn Fn() + Send + Sync>,
}

impl fmt::Debug for Setup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Setup").field("source", &self.source).finish_non_exhaustive()
    }
}

/// What a server gave.
#[derive(Debug)]
pub(super) struct Asked {
    /// What is on it.
    pub(super) content: Content,
    /// How large it was.
    pub(super) bytes: u64,
    /// Whether it is kept.
    pub(super) kept: bool,
}

impl Setup {
    /// Asks for a tile, reads it, and keeps it only when it could be read, as if it were looked at `ahead` from now.
    pub(super) fn ask(&self, fetcher: &Fetcher, wish: Wish, ahead: SignedDuration) -> Result<Asked, Trouble> {
        let layer = self.source.layers.get(wish.layer);
        let Some(TileLayer { origin: Origin::Web(address), key, .. }) = layer else {
            return Err(Trouble::Absent);
        };
        let none = Key::default();
        let key = key.as_ref().and_then(|name| self.keys.get(name)).unwrap_or(&none);
        let bytes = fetcher.get(&address.of(wish.tile, key)?)?;
        let content = self.reader.read(&bytes, wish.tile.z)?;
        let now = (self.now)();
        let used = now.checked_add(ahead).unwrap_or(now);
        let keep = |cache: &Arc<Cache>| cache.keep(address.print(), wish.tile, &bytes, [now, used]);
        let kept = self.cache.as_ref().is_some_and(keep);
        Ok(Asked { content, bytes: bytes.len() as u64, kept })
    }
}

/// A tile that came.
#[derive(Debug)]
pub struct Loaded {
    /// Which one.
    pub wish: Wish,
    /// What is on it.
    pub content: Content,
    /// Whether it is an old one, and the server is being asked for a new one.
    pub old: bool,
}

/// Loads the tiles of one source. Dropping it stops it.
#[derive(Debug)]
pub struct Loader {
    shared: Arc<Shared>,
    ready: Receiver<Loaded>,
}

#[derive(Debug)]
struct Shared {
    book: Mutex<Book>,
    changed: Condvar,
    setup: Setup,
}

impl Loader {
    /// Starts the threads of a source. What they do is asked by [`Self::want`].
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(setup: Setup) -> std::io::Result<Self> {
        let web: Vec<bool> = setup.source.layers.iter().map(|layer| matches!(layer.origin, Origin::Web(_))).collect();
        let mut book = Book::new(&web);
        for (index, layer) in setup.source.layers.iter().enumerate() {
            if lacks_key(layer, &setup.keys) {
                book.bar(index, Trouble::NoKey);
            }
        }
        let shared = Arc::new(Shared { book: Mutex::new(book), changed: Condvar::new(), setup });
        let (send, ready) = sync_channel(READY);
        if web.contains(&true) {
            shared.spawn("tiles-disk", &send, Shared::look_in_cache)?;
            for number in 0..AT_ONCE {
                shared.spawn(&format!("tiles-net-{number}"), &send, Shared::ask_servers)?;
            }
        }
        if web.contains(&false) {
            shared.spawn("tiles-file", &send, Shared::read_files)?;
        }
        Ok(Self { shared, ready })
    }

    /// Says which tiles the view wants and has not got, the most wanted first. Never waits.
    pub fn want(&self, wishes: &[Wish]) {
        if self.shared.book().want(wishes, Instant::now()) {
            self.shared.changed.notify_all();
        }
    }

    /// Up to `most` tiles that came since. Never waits.
    pub fn take(&self, most: usize) -> Vec<Loaded> {
        self.ready.try_iter().take(most).collect()
    }

    /// How each layer does.
    pub fn health(&self) -> Vec<Health> {
        self.shared.book().health()
    }

    /// What the file of a layer says of itself, once it is open.
    pub fn info(&self, layer: usize) -> Option<ArchiveInfo> {
        self.shared.book().info(layer).cloned()
    }
}

impl Drop for Loader {
    fn drop(&mut self) {
        self.shared.book().stopped = true;
        self.shared.changed.notify_all();
    }
}

fn lacks_key(layer: &TileLayer, keys: &BTreeMap<String, Key>) -> bool {
    layer.key.as_ref().is_some_and(|name| keys.get(name).is_none_or(Key::is_empty))
}

impl Shared {
    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn spawn(
        self: &Arc<Self>,
        name: &str,
        send: &SyncSender<Loaded>,
        work: fn(&Self, &SyncSender<Loaded>),
    ) -> std::io::Result<()> {
        let (shared, send) = (Arc::clone(self), send.clone());
        thread::Builder::new().name(name.to_owned()).spawn(move || work(&shared, &send))?;
        Ok(())
    }

    /// Waits for something to do; `None`: no more.
    fn next(&self, pick: impl Fn(&mut Book) -> Next) -> Option<Wish> {
        let mut book = self.book();
        loop {
            if book.stopped {
                return None;
            }
            match pick(&mut book) {
                Next::Take(wish) => return Some(wish),
                Next::Rest(None) => book = self.changed.wait(book).unwrap_or_else(PoisonError::into_inner),
                Next::Rest(Some(time)) => {
                    // A little longer, so that what is due is due.
                    let time = time + Duration::from_millis(5);
                    book = self.changed.wait_timeout(book, time).unwrap_or_else(PoisonError::into_inner).0;
                }
            }
        }
    }

    /// Writes into the book and tells everybody.
    fn note(&self, write: impl FnOnce(&mut Book)) {
        write(&mut self.book());
        self.changed.notify_all();
        (self.setup.wake)();
    }

    fn give(&self, send: &SyncSender<Loaded>, wish: Wish, content: Content, old: bool) -> bool {
        let given = send.send(Loaded { wish, content, old }).is_ok();
        (self.setup.wake)();
        given
    }

    fn layer(&self, index: usize) -> Option<&TileLayer> {
        self.setup.source.layers.get(index)
    }

    fn look_in_cache(&self, send: &SyncSender<Loaded>) {
        if let Some(cache) = &self.setup.cache {
            for (index, layer) in self.setup.source.layers.iter().enumerate() {
                let last_good = layer.print().and_then(|print| cache.last_good(print));
                self.note(|book| book.remember(index, last_good));
            }
        }
        while let Some(wish) = self.next(|book| book.next_look(true)) {
            let (look, content) = self.kept(wish);
            // Noted first: what is handed over may be wished for again at once.
            self.note(|book| book.looked(wish, look, Instant::now()));
            if let Some(content) = content
                && !self.give(send, wish, content, look == Look::Old)
            {
                return;
            }
        }
    }

    fn kept(&self, wish: Wish) -> (Look, Option<Content>) {
        let now = (self.setup.now)();
        let print = self.layer(wish.layer).and_then(TileLayer::print);
        let (Some(cache), Some(print)) = (&self.setup.cache, print) else { return (Look::Nothing, None) };
        let Some(kept) = cache.get(print, wish.tile, now) else { return (Look::Nothing, None) };
        match self.setup.reader.read(&kept.bytes, wish.tile.z) {
            Ok(content) => {
                let age_s = now.as_second() - kept.fetched.as_second();
                // A clock that was set back makes nothing old.
                (if age_s > FRESH_S { Look::Old } else { Look::Fresh }, Some(content))
            }
            Err(_) => (Look::Nothing, None),
        }
    }

    fn ask_servers(&self, send: &SyncSender<Loaded>) {
        let fetcher = Fetcher::new(self.setup.limits);
        while let Some(wish) = self.next(|book| book.next_fetch(Instant::now())) {
            let asked = Instant::now();
            let answer = self.setup.ask(&fetcher, wish, SignedDuration::ZERO).map(|asked| asked.content);
            let at = (self.setup.now)();
            let said = answer.as_ref().map(|_| at).map_err(|trouble| *trouble);
            self.note(|book| book.fetched(wish, asked, said, at, Instant::now()));
            if let Ok(content) = answer
                && !self.give(send, wish, content, false)
            {
                return;
            }
        }
    }

    fn read_files(&self, send: &SyncSender<Loaded>) {
        let mut archives: BTreeMap<usize, Archive> = BTreeMap::new();
        for (index, layer) in self.setup.source.layers.iter().enumerate() {
            let Origin::File(path) = &layer.origin else { continue };
            match Archive::open(path) {
                Ok(mut archive) => {
                    let info = archive.info();
                    archives.insert(index, archive);
                    self.note(|book| book.inform(index, info));
                }
                Err(trouble) => self.note(|book| book.bar(index, trouble)),
            }
        }
        while let Some(wish) = self.next(|book| book.next_look(false)) {
            let found = archives.get_mut(&wish.layer).map_or(Ok(None), |archive| archive.tile(wish.tile));
            let content = match found {
                Ok(Some(bytes)) => self.setup.reader.read(&bytes, wish.tile.z).map(Some),
                Ok(None) => Ok(None),
                Err(trouble) => Err(trouble),
            };
            match content {
                Ok(Some(content)) => {
                    self.note(|book| book.looked(wish, Look::Fresh, Instant::now()));
                    if !self.give(send, wish, content, false) {
                        return;
                    }
                }
                Ok(None) => self.note(|book| book.looked(wish, Look::Never, Instant::now())),
                Err(trouble) => self.note(|book| book.spoilt(wish, trouble, Instant::now())),
            }
        }
    }
}
