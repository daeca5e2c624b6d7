//! The clock of the machine. It may show a time outside 1970 to 9999: nothing panics then, and no client is verified.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hyper::header::HeaderValue;
use issuedby::{UnixTime, check_time};
use rustls::time_provider::TimeProvider;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// The last second of the year 9999: dates of certificates and of HTTP have four digits for the year.
pub(crate) const LAST_SECOND: u64 = 253_402_300_799;

/// The time for verdicts, in Unix seconds. One before 1970 or after 9999 gives `invalid_check_time`.
pub(crate) fn now() -> UnixTime {
    since_1970(SystemTime::now()).map_or_else(|| check_time(-1), UnixTime::since_unix_epoch)
}

/// The clock in Unix seconds, whatever it shows; negative before 1970.
pub(crate) fn unix_seconds() -> i64 {
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_secs()).map_or(i64::MIN, |seconds| -1 - seconds),
    }
}

/// Returns true where the clock shows a time from 1970 to 9999.
pub(crate) fn is_in_range() -> bool {
    is_date(SystemTime::now())
}

/// The time for log lines, RFC 3339 in UTC, with nanoseconds; after 9999, which RFC 3339 cannot write, `@` and Unix seconds.
pub(crate) fn log_time() -> String {
    log_time_of(SystemTime::now())
}

/// The time for the `Date` field (RFC 9110 section 6.6.1). None where the clock shows no time that it can have.
pub(crate) fn http_date() -> Option<HeaderValue> {
    HeaderValue::try_from(http_date_of(SystemTime::now())?).ok()
}

fn since_1970(time: SystemTime) -> Option<Duration> {
    time.duration_since(UNIX_EPOCH).ok()
}

fn is_date(time: SystemTime) -> bool {
    since_1970(time).is_some_and(|passed| passed.as_secs() <= LAST_SECOND)
}

fn date(time: SystemTime) -> Option<OffsetDateTime> {
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => OffsetDateTime::UNIX_EPOCH.checked_add(after.try_into().ok()?),
        Err(before) => OffsetDateTime::UNIX_EPOCH.checked_sub(before.duration().try_into().ok()?),
    }
}

fn log_time_of(time: SystemTime) -> String {
    let text = date(time).and_then(|date| date.format(&Rfc3339).ok());
    text.unwrap_or_else(|| match time.duration_since(UNIX_EPOCH) {
        Ok(after) => format!("@{}", after.as_secs()),
        Err(before) => format!("@-{}", before.duration().as_secs()),
    })
}

fn http_date_of(time: SystemTime) -> Option<String> {
    let date = date(time).filter(|_| is_date(time))?;
    let (weekday, month) = (date.weekday().to_string(), date.month().to_string());
    Some(format!(
        "{}, {:02} {} {} {:02}:{:02}:{:02} GMT",
        weekday.get(..3)?,
        date.day(),
        month.get(..3)?,
        date.year(),
        date.hour(),
        date.minute(),
        date.second()
    ))
}

/// The clock for rustls, which reckons the age of sessions with it and decides nothing about certificates.
///
/// rustls panics or ends handshakes without a time; a client gets `invalid_check_time` in place of that.
#[derive(Debug)]
pub(crate) struct HandshakeClock;

impl TimeProvider for HandshakeClock {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(since_1970(SystemTime::now()).unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> SystemTime {
        let passed = Duration::from_secs(seconds.unsigned_abs());
        if seconds < 0 { UNIX_EPOCH - passed } else { UNIX_EPOCH + passed }
    }

    #[test]
    fn every_time_has_a_text_and_only_dates_are_in_range() {
        for (seconds, text, is_in_range) in [
            (0, "1970-01-01T00:00:00Z", true),
            (1_800_000_000, "2027-01-15T08:00:00Z", true),
            (253_402_300_799, "9999-12-31T23:59:59Z", true),
            (-1, "1969-12-31T23:59:59Z", false),
            (253_402_300_800, "@253402300800", false),
            (-99_999_999_999_999, "@-99999999999999", false),
        ] {
            assert_eq!((log_time_of(at(seconds)), is_date(at(seconds))), (text.to_owned(), is_in_range));
            assert_eq!(http_date_of(at(seconds)).is_some(), is_in_range, "{seconds}");
        }
    }

    #[test]
    fn a_date_is_written_as_http_has_it() {
        assert_eq!(http_date_of(at(784_111_777)).as_deref(), Some("Sun, 06 Nov 1994 08:49:37 GMT"));
    }
}
