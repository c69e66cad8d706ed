//! Long work off the calling thread, with progress and a way to stop it.

use std::{
    fmt,
    ops::ControlFlow,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, TryRecvError, sync_channel},
    },
    thread,
};

/// Called when a job has something new, so that a sleeping window looks.
#[derive(Clone)]
pub struct Wake(Arc<dyn Fn() + Send + Sync>);

impl Wake {
    /// Wakes by calling this.
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Arc::new(wake))
    }

    /// Wakes nobody: the command line and tests wait instead.
    pub fn nobody() -> Self {
        Self::new(|| {})
    }

    /// Wakes.
    pub fn wake(&self) {
        (self.0)();
    }
}

impl fmt::Debug for Wake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wake")
    }
}

/// How far a job is, told by the job itself.
#[derive(Clone, Debug)]
pub struct Progress {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    cancelled: AtomicBool,
    /// Done and total; no total while it is not known.
    done: Mutex<(u64, Option<u64>)>,
    wake: Wake,
}

impl Progress {
    /// Says how much is done; `Break` when the work is no longer wanted.
    pub fn report(&self, done: u64, total: Option<u64>) -> ControlFlow<()> {
        *self.shared.done.lock().unwrap_or_else(PoisonError::into_inner) = (done, total);
        self.shared.wake.wake();
        self.check()
    }

    /// `Break` when the work is no longer wanted.
    pub fn check(&self) -> ControlFlow<()> {
        if self.shared.cancelled.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

/// Work under way on a thread of its own. Dropping it cancels it.
#[derive(Debug)]
pub struct Job<T> {
    answer: Receiver<T>,
    progress: Progress,
}

/// What has become of a job.
#[derive(Debug, PartialEq)]
pub enum Outcome<T> {
    /// Still at it.
    Running,
    /// Here it is, once.
    Done(T),
    /// It stopped without an answer: its answer was taken already, or it broke.
    Gone,
}

impl<T: Send + 'static> Job<T> {
    /// Starts work on a thread of this name.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(name: &str, wake: Wake, work: impl FnOnce(&Progress) -> T + Send + 'static) -> std::io::Result<Self> {
        let (send, answer) = sync_channel(1);
        let shared = Shared { cancelled: AtomicBool::new(false), done: Mutex::new((0, None)), wake: wake.clone() };
        let progress = Progress { shared: Arc::new(shared) };
        let own = progress.clone();
        thread::Builder::new().name(name.to_owned()).spawn(move || {
            let done = work(&own);
            // Nobody may be waiting any more; then the answer is not wanted.
            let _ = send.send(done);
            wake.wake();
        })?;
        Ok(Self { answer, progress })
    }

    /// The answer if it is there; never waits.
    pub fn poll(&self) -> Outcome<T> {
        match self.answer.try_recv() {
            Ok(done) => Outcome::Done(done),
            Err(TryRecvError::Empty) => Outcome::Running,
            Err(TryRecvError::Disconnected) => Outcome::Gone,
        }
    }

    /// Waits for the answer. `None`: it broke. Not for the window's thread.
    pub fn wait(&self) -> Option<T> {
        self.answer.recv().ok()
    }
}

impl<T> Job<T> {
    /// Done, and of how much when that is known.
    pub fn progress(&self) -> (u64, Option<u64>) {
        *self.progress.shared.done.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks it to stop.
    pub fn cancel(&self) {
        self.progress.shared.cancelled.store(true, Ordering::Relaxed);
    }
}

impl<T> Drop for Job<T> {
    fn drop(&mut self) {
        self.cancel();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_answers_once_and_then_is_gone() {
        let job = Job::start("test", Wake::nobody(), |_| 7).unwrap();
        assert_eq!(job.wait(), Some(7));
        assert_eq!(job.wait(), None);
        assert_eq!(job.poll(), Outcome::Gone);
    }

    #[test]
    fn a_cancelled_job_stops_at_its_next_report() {
        let (started, start) = sync_channel::<()>(0);
        let job = Job::start("test", Wake::nobody(), move |progress| {
            started.send(()).unwrap();
            let mut rounds = 0_u64;
            while progress.report(rounds, None).is_continue() {
                rounds += 1;
            }
            "stopped"
        })
        .unwrap();
        start.recv().unwrap();
        job.cancel();
        assert_eq!(job.wait(), Some("stopped"));
    }
}
