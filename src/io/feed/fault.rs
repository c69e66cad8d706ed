//! Why a feed brought nothing. Never holds an address, so never a key.

use crate::{domain::problem::Problem, io::tiles::Trouble};

/// What stands between a feed and what it would say.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, thiserror::Error)]
pub enum Fault {
    /// It is no address of the web.
    #[error("no web address")]
    Address,
    /// There is nothing at the address: moved, or given up.
    #[error("nothing there: HTTP {0}")]
    Absent(u16),
    /// The server says no.
    #[error("the server refused: HTTP {0}")]
    Refused(u16),
    /// The server is in trouble itself.
    #[error("the server failed: HTTP {0}")]
    Server(u16),
    /// It sent a page for people: a notice, a login.
    #[error("the answer is a page")]
    Page,
    /// It sent nothing at all.
    #[error("the answer is empty")]
    Empty,
    /// It sent a part, or something damaged.
    #[error("the answer is incomplete")]
    Incomplete,
    /// It sent something whole that is not what this feed says.
    #[error("the answer is of no known form")]
    Unknown,
    /// There is no list where the mapping of its fields says.
    #[error("no list where the mapping says")]
    NoList,
    /// It has records, and none can be taken by the mapping of its fields.
    #[error("no record can be taken")]
    NoRecord,
    /// Its signs have no meaning in any encoding tried.
    #[error("the answer cannot be read as text")]
    Garbled,
    /// It is larger than any answer of this feed.
    #[error("the answer is too large")]
    TooLarge,
    /// It sends from one address to the next without end.
    #[error("redirected in circles")]
    Redirects,
    /// Nobody answered in time, or not to the end.
    #[error("no answer in time")]
    NoAnswer,
    /// There is no way to the server: no network, no such name.
    #[error("no network")]
    Offline,
    /// The server cannot prove who it is.
    #[error("the connection is not safe")]
    Unsafe,
    /// The district's own file could not be read, so nothing was taken.
    #[error("the district file could not be read")]
    District,
    /// Nobody waits for it any more.
    #[error("cancelled")]
    Cancelled,
}

impl Fault {
    /// One of each.
    pub const EACH: [Self; 18] = [
        Self::Address,
        Self::Absent(404),
        Self::Refused(403),
        Self::Server(502),
        Self::Page,
        Self::Empty,
        Self::Incomplete,
        Self::Unknown,
        Self::NoList,
        Self::NoRecord,
        Self::Garbled,
        Self::TooLarge,
        Self::Redirects,
        Self::NoAnswer,
        Self::Offline,
        Self::Unsafe,
        Self::District,
        Self::Cancelled,
    ];

    /// As a problem, whose sentence says what to do.
    pub fn problem(self) -> Problem {
        match self {
            Self::Address => Problem::new("feed_address"),
            Self::Absent(status) => Problem::new("feed_absent").arg("status", status),
            Self::Refused(status) => Problem::new("feed_refused").arg("status", status),
            Self::Server(status) => Problem::new("feed_server").arg("status", status),
            Self::Page => Problem::new("feed_page"),
            Self::Empty => Problem::new("feed_empty"),
            Self::Incomplete => Problem::new("feed_incomplete"),
            Self::Unknown => Problem::new("feed_unknown"),
            Self::NoList => Problem::new("feed_no_list"),
            Self::NoRecord => Problem::new("feed_no_record"),
            Self::Garbled => Problem::new("feed_garbled"),
            Self::TooLarge => Problem::new("feed_too_large"),
            Self::Redirects => Problem::new("feed_redirects"),
            Self::NoAnswer => Problem::new("feed_no_answer"),
            Self::Offline => Problem::new("feed_offline"),
            Self::Unsafe => Problem::new("feed_unsafe"),
            Self::District => Problem::new("feed_district"),
            Self::Cancelled => Problem::new("feed_cancelled"),
        }
    }
}

impl From<Trouble> for Fault {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Address => Self::Address,
            Trouble::Refused(status) => Self::Refused(status),
            Trouble::Server(status) => Self::Server(status),
            Trouble::TooLarge => Self::TooLarge,
            Trouble::Redirects => Self::Redirects,
            Trouble::Offline => Self::Offline,
            Trouble::Unsafe => Self::Unsafe,
            _ => Self::NoAnswer,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::catalogue::Lang, io::assets};

    #[test]
    fn every_fault_has_a_sentence_in_both_languages() {
        for lang in [Lang::Zh, Lang::En] {
            let words = assets::words(lang);
            for fault in Fault::EACH {
                let says = words.problem(&fault.problem());
                assert!(!says.contains("feed_") && !says.contains("problem-"), "{fault:?}: {says}");
            }
        }
    }
}
