//! The time after an event in which no other of its kind is logged.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// The quiet time of one kind of event.
#[derive(Debug)]
pub(crate) struct QuietTime {
    start: Instant,
    /// Milliseconds from the start to the end of the quiet time.
    until: AtomicU64,
}

impl Default for QuietTime {
    fn default() -> Self {
        Self { start: Instant::now(), until: AtomicU64::new(0) }
    }
}

impl QuietTime {
    /// True if it is over; then a new one begins, of this length.
    pub(crate) fn is_over(&self, length: Duration) -> bool {
        self.is_over_at(Instant::now(), length)
    }

    fn is_over_at(&self, now: Instant, length: Duration) -> bool {
        let millis = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        let passed = millis(now.saturating_duration_since(self.start));
        let until = passed.saturating_add(millis(length));
        let over = |end: u64| (passed >= end).then_some(until);
        self.until.fetch_update(Ordering::AcqRel, Ordering::Acquire, over).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_event_is_logged_in_each_quiet_time() {
        const LENGTH: Duration = Duration::from_secs(60);
        let quiet = QuietTime::default();
        let start = quiet.start;
        let is_over_at = |now| quiet.is_over_at(now, LENGTH);
        assert!(is_over_at(start) && !is_over_at(start));
        assert!(!is_over_at(start + LENGTH / 2));
        assert!(is_over_at(start + LENGTH));
        assert!(!is_over_at(start + LENGTH));
    }
}
