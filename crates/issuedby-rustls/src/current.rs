//! The CAs that hold now, behind an atomic swap.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arc_swap::ArcSwap;
use issuedby::Verifier;

/// A verifier that can be replaced while connections are evaluated by it.
///
/// Whoever evaluates takes the whole of it at one moment: nobody sees half of a change.
pub struct CurrentVerifier {
    current: ArcSwap<Dated>,
}

/// The number of a verifier. In one process none is used twice, whichever [`CurrentVerifier`] has it, so that a
/// verdict can tell whether it came from the CAs that hold now.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Generation(u64);

impl Generation {
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
pub(crate) struct Dated {
    pub(crate) generation: Generation,
    pub(crate) verifier: Verifier,
}

impl Dated {
    fn new(verifier: Verifier) -> Arc<Self> {
        Arc::new(Self { generation: Generation::next(), verifier })
    }
}

impl CurrentVerifier {
    /// Begins with `verifier`.
    pub fn new(verifier: Verifier) -> Self {
        Self { current: ArcSwap::new(Dated::new(verifier)) }
    }

    /// Puts `verifier` in the place of the one before, for every verdict from now on. Gives its number.
    pub fn replace(&self, verifier: Verifier) -> Generation {
        let dated = Dated::new(verifier);
        let generation = dated.generation;
        self.current.store(dated);
        generation
    }

    /// The verifier that holds now.
    pub fn verifier(&self) -> Verifier {
        self.current.load().verifier.clone()
    }

    /// The number of the verifier that holds now.
    pub fn generation(&self) -> Generation {
        self.current.load().generation
    }

    pub(crate) fn dated(&self) -> arc_swap::Guard<Arc<Dated>> {
        self.current.load()
    }
}

impl fmt::Debug for CurrentVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.current.load().fmt(f)
    }
}
