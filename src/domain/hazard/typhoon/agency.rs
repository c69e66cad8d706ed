//! Who forecasts typhoons here.

use crate::domain::hazard::typhoon::OFFICIAL;

/// An agency whose forecasts the Chinese feeds carry.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Agency {
    /// 中国, the official one here.
    China,
    /// 中国香港.
    HongKong,
    /// 中国台湾.
    Taiwan,
    /// 日本.
    Japan,
    /// 美国.
    Usa,
    /// 韩国.
    Korea,
    /// 欧洲.
    Europe,
    /// Any other.
    Other,
}

impl Agency {
    /// All that have a name of their own.
    pub const NAMED: [(Self, &str, &str); 7] = [
        (Self::China, OFFICIAL, "cn"),
        (Self::HongKong, "中国香港", "hk"),
        (Self::Taiwan, "中国台湾", "tw"),
        (Self::Japan, "日本", "jp"),
        (Self::Usa, "美国", "us"),
        (Self::Korea, "韩国", "kr"),
        (Self::Europe, "欧洲", "eu"),
    ];

    /// By the name that the feed gives it.
    pub fn of(name: &str) -> Self {
        Self::NAMED.into_iter().find(|(_, known, _)| *known == name).map_or(Self::Other, |(agency, ..)| agency)
    }

    /// The word of its name in the locale files: `typhoon-agency-<word>`; `None`: it goes by the feed's name.
    pub fn word(self) -> Option<&'static str> {
        Self::NAMED.into_iter().find(|(agency, ..)| *agency == self).map(|(.., word)| word)
    }
}
