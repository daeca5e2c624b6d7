//! Times as people read them, and whether one can be compared with the dates of certificates.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::clock::LAST_SECOND;

const DAY: u64 = 24 * 60 * 60;

/// Returns true where a time can be compared with the dates of certificates.
pub(super) fn is_comparable(now: i64) -> bool {
    u64::try_from(now).is_ok_and(|seconds| seconds <= LAST_SECOND)
}

/// A time in RFC 3339, UTC.
pub(super) fn date_time(seconds: i64) -> String {
    OffsetDateTime::from_unix_timestamp(seconds)
        .ok()
        .and_then(|time| time.format(&Rfc3339).ok())
        .unwrap_or_else(|| format!("{seconds} seconds after 1970"))
}

/// The time between two times, in whole days.
pub(super) fn days_between(one: i64, other: i64) -> String {
    match one.abs_diff(other) / DAY {
        0 => "less than a day".to_owned(),
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAST: i64 = 253_402_300_799;

    #[test]
    fn every_time_can_be_said() {
        assert_eq!(date_time(0), "1970-01-01T00:00:00Z");
        assert_eq!(date_time(-1), "1969-12-31T23:59:59Z");
        assert_eq!(date_time(LAST), "9999-12-31T23:59:59Z");
        for (seconds, expected) in [(i64::MAX, "seconds after 1970"), (i64::MIN, "seconds after 1970")] {
            assert!(date_time(seconds).contains(expected));
        }
        assert_eq!(days_between(i64::MIN, i64::MAX), "213503982334601 days");
        assert_eq!(days_between(86_400, 0), "1 day");
        assert_eq!(days_between(0, 86_399), "less than a day");
        assert!([i64::MIN, -1, LAST + 1, i64::MAX].iter().all(|now| !is_comparable(*now)));
    }
}
