//! Hashes of objects that are compared by value.

use std::hash::{DefaultHasher, Hash, Hasher};

/// The hash of the values that make an object equal to another.
pub(crate) fn hash_of(identity: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    identity.hash(&mut hasher);
    hasher.finish()
}
