//! The limit on signature checks for one leaf.

use crate::limits::MAX_SIGNATURE_CHECKS;

/// The signature checks that are left for one leaf.
#[derive(Debug)]
pub(super) struct SignatureBudget(usize);

impl SignatureBudget {
    pub(super) fn new() -> Self {
        Self(MAX_SIGNATURE_CHECKS)
    }

    /// The number of checks that were taken.
    pub(super) fn spent(&self) -> usize {
        MAX_SIGNATURE_CHECKS.saturating_sub(self.0)
    }

    /// Takes one check; `false` when none is left.
    pub(super) fn spend(&mut self) -> bool {
        match self.0.checked_sub(1) {
            Some(left) => {
                self.0 = left;
                true
            }
            None => false,
        }
    }
}
