//! The current CAs, behind an atomic swap.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arc_swap::ArcSwap;
use issuedby::Verifier;

/// A verifier that can be replaced while connections are evaluated by it.
///
/// Each evaluation takes the whole verifier at one moment, and never sees half of a change.
pub struct CurrentVerifier {
    current: ArcSwap<NumberedVerifier>,
}

/// The number of a verifier. A process uses each number once, in all its [`CurrentVerifier`]s, so that a verdict
/// shows whether it came from the current CAs.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct VerifierGeneration(u64);

impl VerifierGeneration {
    fn next() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }

    /// The number.
    pub const fn number(self) -> u64 {
        self.0
    }
}

/// A verifier and its number.
#[derive(Debug)]
pub(crate) struct NumberedVerifier {
    pub(crate) generation: VerifierGeneration,
    pub(crate) verifier: Verifier,
}

impl NumberedVerifier {
    fn new(verifier: Verifier) -> Arc<Self> {
        Arc::new(Self { generation: VerifierGeneration::next(), verifier })
    }
}

impl CurrentVerifier {
    /// A current verifier that begins with `verifier`.
    pub fn new(verifier: Verifier) -> Self {
        Self { current: ArcSwap::new(NumberedVerifier::new(verifier)) }
    }

    /// Replaces the verifier for every later verdict, and returns the number of the new one.
    pub fn replace(&self, verifier: Verifier) -> VerifierGeneration {
        let numbered = NumberedVerifier::new(verifier);
        let generation = numbered.generation;
        self.current.store(numbered);
        generation
    }

    /// The current verifier.
    pub fn verifier(&self) -> Verifier {
        self.current.load().verifier.clone()
    }

    /// The number of the current verifier.
    pub fn generation(&self) -> VerifierGeneration {
        self.current.load().generation
    }

    pub(crate) fn numbered(&self) -> arc_swap::Guard<Arc<NumberedVerifier>> {
        self.current.load()
    }
}

impl fmt::Debug for CurrentVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.current.load().fmt(f)
    }
}
