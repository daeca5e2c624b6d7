//! Dates in certificates (RFC 5280 section 4.1.2.5) as Unix seconds, and their text.

use der::DateTime;

use super::der::{Reader, tag};
use super::error::{ParseError, Problem};

/// 9999-12-31T23:59:59Z, the last date that a certificate can hold.
const LAST_SECOND: u64 = 253_402_300_799;

/// `Validity ::= SEQUENCE { notBefore Time, notAfter Time }` in Unix seconds.
pub(super) fn validity(reader: &mut Reader<'_>) -> Result<(u64, u64), ParseError> {
    let mut inside = reader.read_tagged(tag::SEQUENCE, "the validity")?.reader();
    let not_before = time(&mut inside, "notBefore")?;
    let not_after = time(&mut inside, "notAfter")?;
    inside.finish("the validity")?;
    Ok((not_before, not_after))
}

/// Whether `seconds` is a time that a working clock can show: 1970 to 9999.
pub(crate) fn is_representable(seconds: u64) -> bool {
    seconds <= LAST_SECOND
}

/// Date and time of `seconds`, written as RFC 3339 in UTC; the last second of 9999 for anything later.
pub(crate) fn date_time(seconds: u64) -> impl core::fmt::Display {
    DateTime::from_unix_duration(core::time::Duration::from_secs(seconds.min(LAST_SECOND)))
        .unwrap_or(DateTime::INFINITY)
}

/// UTCTime `YYMMDDHHMMSSZ` or GeneralizedTime `YYYYMMDDHHMMSSZ`: seconds written, in UTC, no fractions.
///
/// GeneralizedTime for dates before 2050 is accepted, as webpki does. Dates before 1970 are refused: the
/// clocks that they would be compared with count from 1970.
fn time(reader: &mut Reader<'_>, what: &'static str) -> Result<u64, ParseError> {
    const UTC: &str = "a UTCTime as YYMMDDHHMMSSZ, from 1970";
    const GENERALIZED: &str = "a GeneralizedTime as YYYYMMDDHHMMSSZ, from 1970";
    let (element, form) = match reader.peek() {
        Some(tag::UTC_TIME) => (reader.read_tagged(tag::UTC_TIME, what)?, UTC),
        _ => (reader.read_tagged(tag::GENERALIZED_TIME, what)?, GENERALIZED),
    };
    let parsed = match *element.contents {
        [y1, y2, ref rest @ ..] if form == UTC => two_digits(y1, y2).and_then(|year| {
            let century: u16 = if year >= 50 { 1900 } else { 2000 };
            seconds(century.saturating_add(u16::from(year)), rest)
        }),
        [y1, y2, y3, y4, ref rest @ ..] => two_digits(y1, y2)
            .zip(two_digits(y3, y4))
            .and_then(|(high, low)| seconds(u16::from(high) * 100 + u16::from(low), rest)),
        _ => None,
    };
    parsed.ok_or_else(|| ParseError::new(what, element.offset, Problem::Invalid(form)))
}

/// `MMDDHHMMSSZ` in `year`.
fn seconds(year: u16, rest: &[u8]) -> Option<u64> {
    let &[mo1, mo2, d1, d2, h1, h2, mi1, mi2, s1, s2, b'Z'] = rest else {
        return None;
    };
    let date_time = DateTime::new(
        year,
        two_digits(mo1, mo2)?,
        two_digits(d1, d2)?,
        two_digits(h1, h2)?,
        two_digits(mi1, mi2)?,
        two_digits(s1, s2)?,
    );
    Some(date_time.ok()?.unix_duration().as_secs())
}

fn two_digits(high: u8, low: u8) -> Option<u8> {
    let digit = |octet: u8| octet.is_ascii_digit().then_some(octet & 0x0f);
    Some(digit(high)? * 10 + digit(low)?)
}
