//! Why there is no tile. Never holds an address, so never a key.

/// What stands between a layer and its tiles.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, thiserror::Error)]
pub enum Trouble {
    /// The source wants a key and the seat has none.
    #[error("a key is needed")]
    NoKey,
    /// The address is no template of an address.
    #[error("the address has no place for the tile's numbers")]
    Address,
    /// The server says no: a wrong key, or the day's share is used up.
    #[error("the server refused: HTTP {0}")]
    Refused(u16),
    /// The server has no tile there.
    #[error("there is no such tile")]
    Absent,
    /// The server is in trouble itself.
    #[error("the server failed: HTTP {0}")]
    Server(u16),
    /// It answered, and not with a tile: a page, a message, a login.
    #[error("the answer is no tile")]
    NotATile,
    /// It says it is a tile and cannot be read.
    #[error("the tile is broken")]
    Broken,
    /// It is larger than any tile is.
    #[error("the answer is too large")]
    TooLarge,
    /// It sends from one address to the next without end.
    #[error("redirected in circles")]
    Redirects,
    /// Nobody answered in time.
    #[error("no answer in time")]
    NoAnswer,
    /// There is no way to the server: no network, no such name.
    #[error("no network")]
    Offline,
    /// The server cannot prove who it is.
    #[error("the connection is not safe")]
    Unsafe,
    /// There is no such file, or it cannot be read.
    #[error("the file cannot be read")]
    FileUnreadable,
    /// The file holds nothing.
    #[error("the file is empty")]
    FileEmpty,
    /// The file is neither PMTiles nor MBTiles.
    #[error("the file holds no tiles that can be read")]
    FileUnknown,
    /// The file says it holds tiles and is damaged.
    #[error("the file is damaged")]
    FileBroken,
    /// The file is packed in a way that is not read here.
    #[error("the file is packed in an unknown way")]
    FilePacked,
}

#[cfg(test)]
impl Trouble {
    /// One of each: what can be in the way with a server, then with a file.
    pub const EACH: [Self; 17] = [
        Self::NoKey,
        Self::Address,
        Self::Refused(403),
        Self::Absent,
        Self::Server(502),
        Self::NotATile,
        Self::Broken,
        Self::TooLarge,
        Self::Redirects,
        Self::NoAnswer,
        Self::Offline,
        Self::Unsafe,
        Self::FileUnreadable,
        Self::FileEmpty,
        Self::FileUnknown,
        Self::FileBroken,
        Self::FilePacked,
    ];
}

impl Trouble {
    /// The word that its sentence is found by: `tiles-trouble-<code>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoKey => "no-key",
            Self::Address => "address",
            Self::Refused(_) => "refused",
            Self::Absent => "absent",
            Self::Server(_) => "server",
            Self::NotATile => "not-a-tile",
            Self::Broken => "broken",
            Self::TooLarge => "too-large",
            Self::Redirects => "redirects",
            Self::NoAnswer => "no-answer",
            Self::Offline => "offline",
            Self::Unsafe => "unsafe",
            Self::FileUnreadable => "file-unreadable",
            Self::FileEmpty => "file-empty",
            Self::FileUnknown => "file-unknown",
            Self::FileBroken => "file-broken",
            Self::FilePacked => "file-packed",
        }
    }

    /// The number the server gave, when it gave one.
    pub const fn status(self) -> Option<u16> {
        match self {
            Self::Refused(status) | Self::Server(status) => Some(status),
            _ => None,
        }
    }

    /// Whether asking again will not help until somebody changes something.
    pub const fn is_final(self) -> bool {
        matches!(
            self,
            Self::NoKey | Self::Address | Self::FileUnreadable | Self::FileEmpty | Self::FileUnknown | Self::FilePacked
        )
    }
}
