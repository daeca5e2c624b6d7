//! The time in a message: the instant in a certificate, the instant of the check, and the difference to the minute, in UTC.

use alloc::format;
use alloc::string::String;
use core::fmt::{self, Display};

use crate::certificate::date_time;

const DAY: u64 = 86_400;
const HOUR: u64 = 3_600;
const MINUTE: u64 = 60;

/// The likely mistake behind a check outside the dates.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum ClockFault {
    /// The difference is that between local time and UTC somewhere: whole hours, as a rule.
    TimeZone,
    /// The difference is more than a year.
    Years,
}

/// The sentence for a certificate that is not valid yet; `what` begins it.
pub(super) fn not_yet_valid(what: &dyn Display, (not_before, not_after): (i64, i64), now: i64) -> String {
    if not_after < not_before {
        return never_valid(what, not_before, not_after);
    }
    format!(
        "{what} is valid from {}, and the check was at {}, {} earlier",
        date_time(not_before),
        date_time(now),
        Span::between(now, not_before)
    )
}

/// The sentence for a certificate that has expired; `what` begins it.
pub(super) fn expired(what: &dyn Display, (not_before, not_after): (i64, i64), now: i64) -> String {
    if not_after < not_before {
        return never_valid(what, not_before, not_after);
    }
    format!(
        "{what} expired on {}, and the check was at {}, {} later",
        date_time(not_after),
        date_time(now),
        Span::between(not_after, now)
    )
}

fn never_valid(what: &dyn Display, not_before: i64, not_after: i64) -> String {
    format!(
        "{what} is never valid: it ends on {}, which is before it begins on {}: the dates were exchanged, or the software \
         that issued it wrote a date beyond its range (from 2050 on, dates are a GeneralizedTime: RFC 5280 section 4.1.2.5)",
        date_time(not_after),
        date_time(not_before)
    )
}

/// The fault of a clock that the difference of two instants suggests.
pub(super) fn clock_fault(earlier: i64, later: i64) -> Option<ClockFault> {
    /// The largest offset of local time from UTC.
    const MAX_ZONE: u64 = 14 * HOUR;
    /// The offsets in minutes that are no whole hours, such as India's and Nepal's.
    const BROKEN_ZONES: [u64; 9] = [210, 270, 330, 345, 390, 525, 570, 630, 765];
    /// A certificate is used some time after it was issued, and clocks differ by seconds.
    const BELOW: u64 = 10 * MINUTE;
    const ABOVE: u64 = MINUTE;
    const YEAR: u64 = 365 * DAY;

    let Span(seconds) = Span::between(earlier, later);
    let over = seconds % HOUR;
    let is_whole_hours = over <= ABOVE || over >= HOUR - BELOW;
    let is_broken_zone =
        BROKEN_ZONES.iter().any(|zone| (zone * MINUTE - BELOW..=zone * MINUTE + ABOVE).contains(&seconds));
    match seconds {
        YEAR.. => Some(ClockFault::Years),
        _ if (HOUR - BELOW..=MAX_ZONE + ABOVE).contains(&seconds) && is_whole_hours => {
            Some(ClockFault::TimeZone)
        }
        _ if is_broken_zone => Some(ClockFault::TimeZone),
        _ => None,
    }
}

/// A span of seconds to the minute: `267 days, 3 hours and 4 minutes`; below a minute in seconds.
struct Span(u64);

impl Span {
    /// From one time to a later one; zero where it is not later.
    fn between(earlier: i64, later: i64) -> Self {
        Self(later.checked_sub(earlier).and_then(|seconds| u64::try_from(seconds).ok()).unwrap_or(0))
    }
}

impl Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(seconds) = *self;
        if seconds < MINUTE {
            return Count(seconds, "second").fmt(f);
        }
        let parts = [
            Count(seconds / DAY, "day"),
            Count(seconds % DAY / HOUR, "hour"),
            Count(seconds % HOUR / MINUTE, "minute"),
        ];
        let mut left = parts.iter().filter(|part| part.0 > 0).count();
        let mut separator = "";
        for part in parts.iter().filter(|part| part.0 > 0) {
            write!(f, "{separator}{part}")?;
            left = left.saturating_sub(1);
            separator = if left == 1 { " and " } else { ", " };
        }
        Ok(())
    }
}

struct Count(u64, &'static str);

impl Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(number, unit) = self;
        write!(f, "{number} {unit}{}", if *number == 1 { "" } else { "s" })
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn a_span_is_written_to_the_minute() {
        for (seconds, text) in [
            (0, "0 seconds"),
            (1, "1 second"),
            (59, "59 seconds"),
            (60, "1 minute"),
            (3_599, "59 minutes"),
            (3_600, "1 hour"),
            (5 * 3_600 + 20 * 60, "5 hours and 20 minutes"),
            (86_400, "1 day"),
            (267 * 86_400 + 3 * 3_600 + 4 * 60 + 5, "267 days, 3 hours and 4 minutes"),
            (2 * 86_400 + 60, "2 days and 1 minute"),
        ] {
            assert_eq!(Span(seconds).to_string(), text);
        }
    }

    #[test]
    fn an_offset_from_utc_is_a_time_zone_and_years_a_clock() {
        for (seconds, fault) in [
            (0, None),
            (600, None),
            (3_000, Some(ClockFault::TimeZone)),
            (3_600, Some(ClockFault::TimeZone)),
            (5 * 3_600 - 540, Some(ClockFault::TimeZone)),
            (5 * 3_600 + 1_800, Some(ClockFault::TimeZone)),
            (5 * 3_600 + 29 * 60 + 22, Some(ClockFault::TimeZone)),
            (5 * 3_600 + 45 * 60, Some(ClockFault::TimeZone)),
            (7 * 3_600 + 1_800, None),
            (14 * 3_600, Some(ClockFault::TimeZone)),
            (15 * 3_600, None),
            (364 * 86_400, None),
            (365 * 86_400, Some(ClockFault::Years)),
        ] {
            assert_eq!(clock_fault(0, seconds), fault, "{seconds}");
        }
    }
}
