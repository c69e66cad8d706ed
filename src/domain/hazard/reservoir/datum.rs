//! What a level is measured from. Two datums are never compared: between the 1985 datum and Wusong lie 1.86 m at
//! Lanxi (32.20 m = 34.06 m, domain notes B3) and something else elsewhere, so nothing is converted silently.

/// A vertical datum (高程基准).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum VerticalDatum {
    /// 1985国家高程基准.
    Y1985,
    /// 吴淞高程.
    Wusong,
}

impl VerticalDatum {
    /// Its id in the catalogue.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Y1985 => "y1985",
            Self::Wusong => "wusong",
        }
    }

    /// The datum of this id.
    pub fn of(id: &str) -> Option<Self> {
        [Self::Y1985, Self::Wusong].into_iter().find(|datum| datum.id() == id)
    }
}

/// A level with what it is measured from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// Metres over the datum.
    pub m: f64,
    /// The datum; `None`: not said.
    pub datum: Option<VerticalDatum>,
}

/// Two levels over different datums, or one of them over none that is said, were to be compared.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("levels over different vertical datums: {left:?} and {right:?}")]
pub struct MixedDatums {
    /// One.
    pub left: Option<VerticalDatum>,
    /// The other.
    pub right: Option<VerticalDatum>,
}

/// Whether levels over these may be compared: the same datum, or both not said, as levels of one register are.
///
/// # Errors
/// [`MixedDatums`] otherwise.
pub fn same_datum(left: Option<VerticalDatum>, right: Option<VerticalDatum>) -> Result<(), MixedDatums> {
    if left == right { Ok(()) } else { Err(MixedDatums { left, right }) }
}

impl Level {
    /// How far it is above another, metres.
    ///
    /// # Errors
    /// [`MixedDatums`] when the two are not over the same datum.
    pub fn above(&self, other: &Self) -> Result<f64, MixedDatums> {
        same_datum(self.datum, other.datum).map(|()| self.m - other.m)
    }
}
