//! A question answered off the window's thread: the newest wins, and the last answer stays until it comes.

use crate::app::{Job, Wake, job::Outcome};

/// A question under way and the answer to the last one.
#[derive(Debug)]
pub struct Asking<T> {
    job: Option<Job<T>>,
    answer: Option<T>,
}

impl<T> Default for Asking<T> {
    fn default() -> Self {
        Self { job: None, answer: None }
    }
}

impl<T: Send + 'static> Asking<T> {
    /// Asks anew; an older question is dropped. Where the system gives no thread there is no answer.
    pub fn ask(&mut self, name: &str, wake: &Wake, work: impl FnOnce() -> T + Send + 'static) {
        match Job::start(name, wake.clone(), move |_| work()) {
            Ok(job) => self.job = Some(job),
            Err(error) => tracing::error!(%error, name, "no thread for a question"),
        }
    }

    /// Takes in the answer when it is there; `true` when one came. Never waits.
    pub fn poll(&mut self) -> bool {
        let Some(job) = &self.job else { return false };
        match job.poll() {
            Outcome::Running => false,
            Outcome::Done(answer) => {
                self.answer = Some(answer);
                self.job = None;
                true
            }
            Outcome::Gone => {
                self.job = None;
                false
            }
        }
    }

    /// The answer to the last question answered.
    pub const fn answer(&self) -> Option<&T> {
        self.answer.as_ref()
    }

    /// Takes the answer out.
    pub const fn take(&mut self) -> Option<T> {
        self.answer.take()
    }

    /// Whether a question is under way.
    pub const fn is_busy(&self) -> bool {
        self.job.is_some()
    }

    /// Forgets the question and the answer.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}
