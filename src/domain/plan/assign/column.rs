//! Values by number, for algorithms that jump about in them.

/// A column of values by the number of a group, a shelter or a node. The numbers are made in this module alone, so
/// one that has no value cannot occur; it would read as the default and be written nowhere.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Column<T>(Vec<T>);

impl<T: Copy + Default> Column<T> {
    pub fn filled(value: T, len: usize) -> Self {
        Self(vec![value; len])
    }

    #[inline]
    pub fn at(&self, place: u32) -> T {
        self.0.get(place as usize).copied().unwrap_or_default()
    }

    #[inline]
    pub fn set(&mut self, place: u32, value: T) {
        if let Some(slot) = self.0.get_mut(place as usize) {
            *slot = value;
        }
    }

    #[inline]
    pub fn change(&mut self, place: u32, change: impl FnOnce(&mut T)) {
        if let Some(slot) = self.0.get_mut(place as usize) {
            change(slot);
        }
    }

    pub fn as_slice(&self) -> &[T] {
        &self.0
    }
}

impl<T> From<Vec<T>> for Column<T> {
    fn from(values: Vec<T>) -> Self {
        Self(values)
    }
}

impl<T> FromIterator<T> for Column<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}
