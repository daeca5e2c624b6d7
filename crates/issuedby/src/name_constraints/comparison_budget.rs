//! The limit on comparisons for one certificate, over all CAs that may have issued it.

use crate::limits::{MAX_NAME_CONSTRAINT_COMPARISONS, NAME_CONSTRAINT_COMPARISON_SIZE};

/// The comparisons that are left.
#[derive(Debug)]
pub(crate) struct ComparisonBudget {
    left: usize,
    is_spent: bool,
}

impl ComparisonBudget {
    pub(crate) fn new() -> Self {
        Self { left: MAX_NAME_CONSTRAINT_COMPARISONS, is_spent: false }
    }

    /// Pays one for each of so many pairs; `false` when too little is left.
    pub(super) fn spend_each(&mut self, pairs: usize) -> bool {
        match self.left.checked_sub(pairs) {
            Some(left) => self.left = left,
            None => self.is_spent = true,
        }
        !self.is_spent
    }

    /// Pays what a comparison of so many bytes costs beyond the first few, which the pair has paid.
    pub(super) fn spend(&mut self, size: usize) -> bool {
        self.spend_each(size / NAME_CONSTRAINT_COMPARISON_SIZE)
    }

    /// Tells whether a payment failed: everything after it fails too.
    pub(crate) fn is_spent(&self) -> bool {
        self.is_spent
    }
}
