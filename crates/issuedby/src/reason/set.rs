//! Several reasons at once, without the heap.

use super::Reason;

/// A set of reasons, iterated in table order. It never allocates.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct ReasonSet(u64);

impl ReasonSet {
    pub(crate) fn insert(&mut self, reason: Reason) {
        self.0 |= Self::bit(reason);
    }

    /// Inserts the reason, if there is one.
    pub(crate) fn extend(&mut self, reason: Option<Reason>) {
        if let Some(reason) = reason {
            self.insert(reason);
        }
    }

    pub(crate) fn insert_all(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// The set with one reason more.
    pub(crate) fn with(mut self, reason: Reason) -> Self {
        self.insert(reason);
        self
    }

    /// The set without one reason.
    pub(crate) fn without(self, reason: Reason) -> Self {
        Self(self.0 & !Self::bit(reason))
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn contains(self, reason: Reason) -> bool {
        self.0 & Self::bit(reason) != 0
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Reason> + Clone {
        Reason::ALL.iter().copied().filter(move |reason| self.contains(*reason))
    }

    fn bit(reason: Reason) -> u64 {
        let position = Reason::ALL.iter().position(|other| *other == reason).unwrap_or(0);
        1_u64.rotate_left(u32::try_from(position).unwrap_or(0))
    }
}
