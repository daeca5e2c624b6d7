//! Dates in certificates (RFC 5280 section 4.1.2.5) as Unix seconds, and their text.

use der::DateTime;

use super::der::Reader;
use super::error::{ParseError, ParseFault, TimeForm, TimeText};
use crate::tag;

/// 9999-12-31T23:59:59Z, the last date that a certificate can hold.
const LAST_SECOND: u64 = 253_402_300_799;

/// 400 years of the calendar, after which weekdays and leap years come again.
const CYCLE_YEARS: u16 = 400;
const CYCLE_SECONDS: i64 = 12_622_780_800;
/// So many cycles after year 0 every year is after 1970, where [`DateTime`] begins.
const CYCLES: u16 = 5;

/// `Validity ::= SEQUENCE { notBefore Time, notAfter Time }` in Unix seconds, below zero before 1970.
pub(super) fn validity(reader: &mut Reader<'_>) -> Result<(i64, i64), ParseError> {
    const WHAT: &str = "the validity";
    reader
        .read_tagged(tag::SEQUENCE, WHAT)?
        .reader()
        .read_all(WHAT, |inside| Ok((time(inside, "notBefore")?, time(inside, "notAfter")?)))
}

/// Tells whether `seconds` is a time that a working clock can show: 1970 to 9999.
pub(crate) fn is_representable(seconds: u64) -> bool {
    seconds <= LAST_SECOND
}

/// Date and time of Unix seconds, written as RFC 3339 in UTC; the last second of 9999 for anything later, and the first
/// second of year 0 for anything earlier.
pub(crate) fn date_time(seconds: i64) -> impl core::fmt::Display + use<> {
    DateTimeText(seconds)
}

struct DateTimeText(i64);

impl core::fmt::Display for DateTimeText {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let of = |seconds: u64| {
            DateTime::from_unix_duration(core::time::Duration::from_secs(seconds))
                .unwrap_or(DateTime::INFINITY)
        };
        match u64::try_from(self.0) {
            Ok(seconds) => of(seconds.min(LAST_SECOND)).fmt(f),
            Err(_) => {
                let shifted = self.0.saturating_add(i64::from(CYCLES) * CYCLE_SECONDS);
                // Year 2000 stands for year 0.
                const FIRST_SECOND: u64 = 946_684_800;
                let found = of(u64::try_from(shifted).unwrap_or(0).max(FIRST_SECOND));
                let year = found.year().saturating_sub(CYCLES * CYCLE_YEARS);
                let (month, day) = (found.month(), found.day());
                let (hour, minute, second) = (found.hour(), found.minutes(), found.seconds());
                write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
            }
        }
    }
}

/// UTCTime `YYMMDDHHMMSSZ` or GeneralizedTime `YYYYMMDDHHMMSSZ`: seconds written, in UTC, no fractions.
///
/// GeneralizedTime for dates before 2050 is accepted, as webpki does.
fn time(reader: &mut Reader<'_>, what: &'static str) -> Result<i64, ParseError> {
    let (element, form) = match reader.peek() {
        Some(tag::UTC_TIME) => (reader.read_tagged(tag::UTC_TIME, what)?, TimeForm::Utc),
        _ => (reader.read_tagged(tag::GENERALIZED_TIME, what)?, TimeForm::Generalized),
    };
    let parsed = match *element.contents {
        [y1, y2, ref rest @ ..] if form == TimeForm::Utc => two_digits(y1, y2).and_then(|year| {
            let century: u16 = if year >= 50 { 1900 } else { 2000 };
            seconds(century.saturating_add(u16::from(year)), rest)
        }),
        [y1, y2, y3, y4, ref rest @ ..] => two_digits(y1, y2)
            .zip(two_digits(y3, y4))
            .and_then(|(high, low)| seconds(u16::from(high) * 100 + u16::from(low), rest)),
        _ => None,
    };
    parsed.ok_or_else(|| {
        let found = TimeText::new(element.contents);
        ParseError::new(what, element.offset, ParseFault::Time { found, form })
    })
}

/// `MMDDHHMMSSZ` in `year`.
fn seconds(year: u16, rest: &[u8]) -> Option<i64> {
    let &[mo1, mo2, d1, d2, h1, h2, mi1, mi2, s1, s2, b'Z'] = rest else {
        return None;
    };
    let (shift, shifted) = match year {
        1970.. => (0, year),
        _ => (i64::from(CYCLES) * CYCLE_SECONDS, year.checked_add(CYCLES * CYCLE_YEARS)?),
    };
    let date_time = DateTime::new(
        shifted,
        two_digits(mo1, mo2)?,
        two_digits(d1, d2)?,
        two_digits(h1, h2)?,
        two_digits(mi1, mi2)?,
        two_digits(s1, s2)?,
    );
    i64::try_from(date_time.ok()?.unix_duration().as_secs()).ok()?.checked_sub(shift)
}

fn two_digits(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| byte.is_ascii_digit().then_some(byte & 0x0f);
    Some(digit(high)? * 10 + digit(low)?)
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;
    use alloc::vec::Vec;

    use super::*;

    fn read(tag: u8, text: &str) -> Option<i64> {
        let der: Vec<u8> = [&[tag, u8::try_from(text.len()).unwrap()][..], text.as_bytes()].concat();
        time(&mut Reader::new(&der), "a time").ok()
    }

    #[test]
    fn dates_of_every_century_are_read_and_written_alike() {
        for (text, shown, seconds) in [
            ("00000101000000Z", "0000-01-01T00:00:00Z", -62_167_219_200),
            ("19690819002822Z", "1969-08-19T00:28:22Z", -11_662_298),
            ("19691231235959Z", "1969-12-31T23:59:59Z", -1),
            ("19700101000000Z", "1970-01-01T00:00:00Z", 0),
            ("19000228235959Z", "1900-02-28T23:59:59Z", -2_203_891_201),
            ("20000229000000Z", "2000-02-29T00:00:00Z", 951_782_400),
            ("99991231235959Z", "9999-12-31T23:59:59Z", 253_402_300_799),
        ] {
            assert_eq!(read(tag::GENERALIZED_TIME, text), Some(seconds), "{text}");
            assert_eq!(date_time(seconds).to_string(), shown);
        }
        assert_eq!(read(tag::UTC_TIME, "500101000000Z"), Some(-631_152_000));
        assert_eq!(read(tag::UTC_TIME, "491231235959Z"), Some(2_524_607_999));
        assert_eq!(date_time(i64::MIN).to_string(), "0000-01-01T00:00:00Z");
        assert_eq!(date_time(i64::MAX).to_string(), "9999-12-31T23:59:59Z");
    }

    #[test]
    fn days_that_are_not_in_the_calendar_are_refused() {
        for bad in
            ["19000229000000Z", "19690230000000Z", "19691301000000Z", "19690101240000Z", "19690101000060Z"]
        {
            assert_eq!(read(tag::GENERALIZED_TIME, bad), None, "{bad}");
        }
    }
}
