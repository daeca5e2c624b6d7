//! How often the registry has changed.

use std::fmt;

/// The number of a state of the registry: every change gives the next one, and none is ever used again.
///
/// Two equal generations mean that nothing has changed in between. An account's generation is the registry's at
/// the last change of that account, so that it stays unique when the account is removed and made again.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Generation(u64);

impl Generation {
    /// The generation with this number.
    pub const fn from_number(number: u64) -> Self {
        Self(number)
    }

    /// The number.
    pub const fn number(self) -> u64 {
        self.0
    }

    /// The one after it. A registry that changes a million times a second reaches the last in half a million years.
    pub(crate) const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl fmt::Display for Generation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
