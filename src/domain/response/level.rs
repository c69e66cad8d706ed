//! The four levels of an emergency response.

/// A level; the least grave first.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum ResponseLevel {
    /// Ⅳ, ordinary.
    Iv,
    /// Ⅲ, larger.
    Iii,
    /// Ⅱ, major.
    Ii,
    /// Ⅰ, extreme.
    I,
}

impl ResponseLevel {
    /// All, the least grave first.
    pub const ALL: [Self; 4] = [Self::Iv, Self::Iii, Self::Ii, Self::I];

    /// Its id in the catalogue, documents and messages.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Iv => "iv",
            Self::Iii => "iii",
            Self::Ii => "ii",
            Self::I => "i",
        }
    }

    /// The level of this id.
    pub fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.id() == id)
    }

    /// 1 for Ⅳ to 4 for Ⅰ: a graver one is more.
    pub const fn rank(self) -> u8 {
        match self {
            Self::Iv => 1,
            Self::Iii => 2,
            Self::Ii => 3,
            Self::I => 4,
        }
    }

    /// The next less grave one; `None` below Ⅳ.
    pub fn below(self) -> Option<Self> {
        Self::ALL.into_iter().rev().find(|level| *level < self)
    }
}
