//! The state of a registry as caches know it: which registry, how many changes, and which change was the last.

use std::cmp::Ordering;
use std::fmt;

use crate::storage_error::{StorageError, StorageErrorKind};

/// A random identifier of 128 bits for the history of one registry.
///
/// A registry gets a new one when it is created, when a backup is restored and when something is imported. Two
/// registries, and a registry before and after a restore, never have the same one.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Incarnation([u8; Self::SIZE]);

impl Incarnation {
    /// The size in bytes. At 128 random bits no two are ever equal by chance.
    pub const SIZE: usize = 16;

    /// A new incarnation, from the randomness of the operating system.
    ///
    /// # Errors
    ///
    /// [`StorageError`] when the operating system gives no randomness.
    pub fn random() -> Result<Self, StorageError> {
        let mut bytes = [0; Self::SIZE];
        getrandom::fill(&mut bytes).map_err(|error| {
            StorageError::new(StorageErrorKind::NoRandomness, "the operating system", error.to_string())
        })?;
        Ok(Self(bytes))
    }

    /// The incarnation with these bytes.
    pub const fn from_bytes(bytes: [u8; Self::SIZE]) -> Self {
        Self(bytes)
    }

    /// The bytes.
    pub const fn as_bytes(&self) -> &[u8; Self::SIZE] {
        &self.0
    }
}

/// 32 hexadecimal digits in lower case.
impl fmt::Display for Incarnation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A state of the registry, or of one account in it: every change gives another one, and none is ever used again.
///
/// Two equal generations mean that nothing has changed in between, also across a restore and where a copied file was
/// put back: the incarnation is another after a restore, and each change has a random number of its own. An account's
/// generation is the registry's at the last change of that account, so that it stays unique when the account is
/// removed and made again.
///
/// [`Display`](fmt::Display) writes all three parts: a text for an ETag or the key of a cache.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Generation {
    incarnation: Incarnation,
    number: u64,
    change: u64,
}

impl Generation {
    /// The generation with these parts.
    pub const fn new(incarnation: Incarnation, number: u64, change: u64) -> Self {
        Self { incarnation, number, change }
    }

    /// The history that it belongs to.
    pub const fn incarnation(self) -> Incarnation {
        self.incarnation
    }

    /// The number of changes of the registry. It compares within one incarnation only.
    pub const fn number(self) -> u64 {
        self.number
    }

    /// The random number of the last change: it tells two changes apart that have the same number, because a copy of
    /// the registry was put back between them.
    pub const fn change(self) -> u64 {
        self.change
    }

    /// True where a registry reaches this generation from `earlier` by changes alone. It does not where a backup was
    /// restored or a copied file was put back in between.
    pub fn follows(self, earlier: Self) -> bool {
        self >= earlier
    }
}

/// By number within one incarnation; generations of two histories are not ordered.
impl PartialOrd for Generation {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        if self.incarnation != other.incarnation {
            return None;
        }
        match self.number.cmp(&other.number) {
            Ordering::Equal if self.change != other.change => None,
            order => Some(order),
        }
    }
}

impl fmt::Display for Generation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{:016x}", self.incarnation, self.number, self.change)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn generation(incarnation: u8, number: u64, change: u64) -> Generation {
        Generation::new(Incarnation::from_bytes([incarnation; Incarnation::SIZE]), number, change)
    }

    #[test]
    fn only_changes_of_one_history_are_ordered() {
        let one = generation(1, 5, 9);
        assert!(one.follows(one) && generation(1, 6, 2).follows(one));
        for other in [generation(1, 4, 9), generation(1, 5, 8), generation(2, 5, 9), generation(2, 6, 9)] {
            assert!(!other.follows(one) && other != one, "{other}");
            assert_ne!(other.to_string(), one.to_string());
        }
    }

    #[test]
    fn random_incarnations_differ() {
        let (one, other) =
            (Incarnation::random().expect("randomness"), Incarnation::random().expect("randomness"));
        assert_ne!(one, other);
        assert_eq!(one.to_string().len(), 2 * Incarnation::SIZE);
    }
}
