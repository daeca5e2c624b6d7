//! Times as people give and read them. The only place where the system clock is read.

use std::time::{SystemTime, UNIX_EPOCH};

use ::time::OffsetDateTime;
use ::time::format_description::well_known::Rfc3339;
use issuedby::{Certificate, Inspection, UnixTime};

use crate::span;

/// The last second of the year 9999, which is the last that can be checked: a number beyond it is probably
/// milliseconds.
const LAST_SECOND: i64 = 253_402_300_799;

/// The system clock, in Unix seconds; negative before 1970.
pub(crate) fn now() -> i64 {
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_secs()).map_or(i64::MIN, |seconds| -1 - seconds),
    }
}

/// A time in RFC 3339, with any offset, in Unix seconds, or as a span from now (`+30d`, `-2w`): as Unix seconds.
///
/// # Errors
///
/// A sentence that says what is expected.
pub(crate) fn parse(text: &str) -> Result<i64, String> {
    const EXPECTED: &str =
        "expected RFC 3339 such as 2026-03-01T12:00:00Z, Unix seconds, or a span from now such as +30d";
    let text = text.trim();
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return seconds(text);
    }
    if let Some((sign, span)) =
        text.strip_prefix('+').map(|span| (1, span)).or(text.strip_prefix('-').map(|span| (-1, span)))
    {
        return span::parse(span)
            .map(|span| now().saturating_add(sign * span))
            .map_err(|_| EXPECTED.to_owned());
    }
    if let Ok(time) = OffsetDateTime::parse(text, &Rfc3339) {
        return Ok(time.unix_timestamp());
    }
    let text = text.replacen(' ', "T", 1);
    let with_seconds = text.split_at_checked("2026-03-01T12:00".len()).map(|(to_minute, rest)| {
        let with_seconds = format!("{to_minute}:00{rest}");
        [format!("{with_seconds}Z"), with_seconds]
    });
    let repaired = [format!("{text}T00:00:00Z"), format!("{text}Z"), text];
    for repaired in repaired.into_iter().chain(with_seconds.into_iter().flatten()) {
        if OffsetDateTime::parse(&repaired, &Rfc3339).is_ok() {
            return Err(format!("{EXPECTED}; did you mean {repaired}?"));
        }
    }
    Err(EXPECTED.to_owned())
}

/// Unix seconds. Those before 1970 are for the core to refuse.
fn seconds(text: &str) -> Result<i64, String> {
    let parsed = text.parse::<i64>();
    match parsed {
        Ok(seconds) if seconds.unsigned_abs() <= LAST_SECOND.unsigned_abs() => Ok(seconds),
        _ => {
            let in_seconds = parsed.ok().map(|number| number / 1000);
            let in_seconds = in_seconds.filter(|number| number.unsigned_abs() <= LAST_SECOND.unsigned_abs());
            let instead = in_seconds.map_or_else(String::new, |number| format!(" In seconds it is {number}"));
            Err(format!(
                "expected Unix seconds to {LAST_SECOND}, the end of the year 9999. Is it milliseconds?{instead}"
            ))
        }
    }
}

/// A time as the core writes it: RFC 3339 in UTC, whole seconds.
pub(crate) fn format(time: UnixTime) -> String {
    i64::try_from(time.as_secs())
        .ok()
        .and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok())
        .and_then(|time| time.format(&Rfc3339).ok())
        .unwrap_or_else(|| format!("{} seconds after 1970", time.as_secs()))
}

/// Both dates of a validity and how far the nearer bound is from `now`.
pub(crate) fn validity(certificate: &Certificate<'_>, now: i64) -> String {
    let dates = format!("{} to {}", certificate.not_before_text(), certificate.not_after_text());
    let seconds = (certificate.not_before_seconds(), certificate.not_after_seconds());
    with_distance(dates, seconds, now)
}

/// The same of a certificate that is inspected.
pub(crate) fn validity_of(inspection: &Inspection<'_>, now: i64) -> String {
    let dates = format!("{} to {}", inspection.not_before_text(), inspection.not_after_text());
    with_distance(dates, inspection.validity(), now)
}

fn with_distance(dates: String, (not_before, not_after): (i64, i64), now: i64) -> String {
    match u64::try_from(now) {
        Ok(_) => format!("{dates} ({})", distance(not_before, not_after, now)),
        Err(_) => dates,
    }
}

/// The distance from `now` to the nearer bound: `expires in 23 days`. A clock before 1970 stands still at its beginning.
pub(crate) fn to_expiry(not_before: UnixTime, not_after: UnixTime, now: i64) -> String {
    let signed = |time: UnixTime| i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
    distance(signed(not_before), signed(not_after), now.max(0))
}

fn distance(not_before: i64, not_after: i64, now: i64) -> String {
    if now < not_before {
        format!("begins in {}", span::shown(not_before.abs_diff(now)))
    } else if now > not_after {
        format!("expired {} ago", span::shown(now.abs_diff(not_after)))
    } else {
        format!("expires in {}", span::shown(not_after.abs_diff(now)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_and_unix_seconds_are_read() {
        for (text, seconds) in [
            ("0", 0),
            ("-1", -1),
            ("1800000000", 1_800_000_000),
            ("1970-01-01T00:00:00Z", 0),
            ("1970-01-01T02:00:00+02:00", 0),
            ("1970-01-01t00:00:01z", 1),
            ("2026-03-01T12:00:00.999-05:30", 1_772_386_200),
            ("1969-12-31T23:59:59Z", -1),
            ("100000000000", 100_000_000_000),
            ("253402300799", 253_402_300_799),
            ("9999-12-31T23:59:59Z", 253_402_300_799),
        ] {
            assert_eq!(parse(text), Ok(seconds), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_time_is_refused_with_what_was_meant() {
        for (text, said) in [
            ("2026-03-01", "2026-03-01T00:00:00Z"),
            ("2026-03-01T12:00:00", "2026-03-01T12:00:00Z"),
            ("2026-03-01 12:00:00", "2026-03-01T12:00:00Z"),
            ("2026-12-01T00:00Z", "2026-12-01T00:00:00Z?"),
            ("2026-12-01 00:00", "2026-12-01T00:00:00Z?"),
            ("2026-12-01T00:00+01:00", "2026-12-01T00:00:00+01:00?"),
            ("1772366400000", "Is it milliseconds? In seconds it is 1772366400"),
            ("253402300800", "Is it milliseconds?"),
            ("99999999999999999999", "Is it milliseconds?"),
            ("yesterday", "RFC 3339"),
            ("2026-02-30T00:00:00Z", "RFC 3339"),
            ("", "RFC 3339"),
        ] {
            let error = parse(text).expect_err(text);
            assert!(error.contains(said), "{text}: {error}");
        }
    }

    #[test]
    fn a_span_is_taken_from_now() {
        for (text, seconds) in [("+30d", 2_592_000), ("-2w", -1_209_600), ("+0s", 0)] {
            let (before, found, after) = (now(), parse(text).expect(text), now());
            assert!((before + seconds..=after + seconds).contains(&found), "{text}: {found}");
        }
        for text in ["+d", "-", "+", "+30y", "++30d", "-2026-03-01T00:00:00Z"] {
            assert!(parse(text).expect_err(text).contains("+30d"), "{text}");
        }
    }

    #[test]
    fn distances_read_well() {
        for (now, said) in [
            (0, "begins in 1 minute"),
            (60, "expires in 23 days"),
            (60 + 23 * 86_400, "expires in 0 seconds"),
            (61 + 24 * 86_400, "expired 1 day ago"),
        ] {
            assert_eq!(distance(60, 60 + 23 * 86_400, now), said);
        }
    }
}
