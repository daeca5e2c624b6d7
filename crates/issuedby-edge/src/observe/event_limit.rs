//! Events that clients can cause: at most one in a second of each kind, with the number of those that it stands for.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use crate::limits::EVENT_INTERVAL;
use crate::observe::event::{Details, Pending};
use crate::observe::events::EventName;

/// The kinds of event that are limited: the event's name, and a number that tells its subjects apart (an upstream's place).
///
/// Clients choose neither, so that their number is bounded.
pub(crate) type Kind = (EventName, usize);

/// The kinds of events that were logged, when, and how many were suppressed since.
#[derive(Debug, Default)]
pub(crate) struct EventLimiter {
    kinds: Mutex<HashMap<Kind, Recent>>,
}

#[derive(Debug)]
struct Recent {
    logged: Instant,
    suppressed: u64,
    /// The first event that was suppressed: what is logged for all of them.
    first: Option<Pending>,
}

impl EventLimiter {
    /// Returns the event if it must be logged now. `details` is called at most twice in [`EVENT_INTERVAL`] for each kind.
    pub(crate) fn admit<D: Into<Details>>(
        &self,
        level: &'static str,
        kind: Kind,
        now: Instant,
        details: impl FnOnce() -> D,
    ) -> Option<Pending> {
        let (event, _) = kind;
        let details = || details().into();
        let mut kinds = self.kinds.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(recent) = kinds.get_mut(&kind) else {
            kinds.insert(kind, Recent { logged: now, suppressed: 0, first: None });
            return Some(Pending { level, event, details: details(), count: 1 });
        };
        if now.saturating_duration_since(recent.logged) < EVENT_INTERVAL {
            recent.suppressed = recent.suppressed.saturating_add(1);
            recent.first.get_or_insert_with(|| Pending { level, event, details: details(), count: 1 });
            return None;
        }
        recent.logged = now;
        recent.first = None;
        let count = std::mem::take(&mut recent.suppressed).saturating_add(1);
        Some(Pending { level, event, details: details(), count })
    }

    /// One event for each kind of which some were suppressed, and none was logged for a second.
    pub(crate) fn due(&self, now: Instant) -> Vec<Pending> {
        let mut kinds = self.kinds.lock().unwrap_or_else(PoisonError::into_inner);
        let due = kinds.values_mut().filter_map(|recent| {
            if now.saturating_duration_since(recent.logged) < EVENT_INTERVAL {
                return None;
            }
            let first = recent.first.take()?;
            recent.logged = now;
            Some(Pending { count: std::mem::take(&mut recent.suppressed), ..first })
        });
        due.collect()
    }

    /// Everything that was suppressed and not logged yet: the edge ends.
    pub(crate) fn rest(&self) -> Vec<Pending> {
        let mut kinds = self.kinds.lock().unwrap_or_else(PoisonError::into_inner);
        let rest = kinds.values_mut().filter_map(|recent| {
            let first = recent.first.take()?;
            Some(Pending { count: std::mem::take(&mut recent.suppressed), ..first })
        });
        rest.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REFUSED: EventName = EventName::of_test("refused");
    const OTHER: EventName = EventName::of_test("other");
    const KIND: Kind = (REFUSED, 0);

    #[test]
    fn of_many_one_a_second_is_logged_and_the_counts_add_up() {
        let (limiter, start) = (EventLimiter::default(), Instant::now());
        let mut logged = Vec::new();
        for step in 0..1_000_u32 {
            let now = start + EVENT_INTERVAL * step / 400;
            logged.extend(limiter.admit("info", KIND, now, || step.to_string()));
        }
        assert_eq!(logged.len(), 3);
        logged.extend(limiter.rest());
        assert_eq!(logged.iter().map(|event| event.count).sum::<u64>(), 1_000);
        assert!(limiter.rest().is_empty());
    }

    #[test]
    fn suppressed_events_are_logged_a_second_later() {
        let (limiter, start) = (EventLimiter::default(), Instant::now());
        assert!(limiter.admit("info", KIND, start, || "a".to_owned()).is_some());
        for name in ["b", "c"] {
            assert_eq!(limiter.admit("info", KIND, start, || name.to_owned()), None);
        }
        assert!(limiter.due(start + EVENT_INTERVAL / 2).is_empty());
        let due = limiter.due(start + EVENT_INTERVAL);
        assert!(matches!(&*due, [event] if event.details.message == "b" && event.count == 2), "{due:?}");
        assert!(limiter.due(start + EVENT_INTERVAL * 9).is_empty());
    }

    #[test]
    fn each_kind_has_its_own_second() {
        let (limiter, start) = (EventLimiter::default(), Instant::now());
        for kind in [KIND, (REFUSED, 1), (OTHER, 0)] {
            assert!(limiter.admit("info", kind, start, String::new).is_some(), "{kind:?}");
        }
    }

    #[test]
    fn a_message_that_is_not_logged_is_not_made() {
        let (limiter, start) = (EventLimiter::default(), Instant::now());
        let mut made = 0;
        for _ in 0..100 {
            limiter.admit("info", KIND, start, || {
                made += 1;
                String::new()
            });
        }
        assert_eq!(made, 2);
    }
}
