//! Points in time, as Unix seconds, as people write them and as certificates hold them.

use std::fmt::{self, Display, Formatter};

use crate::der::{self, GENERALIZED_TIME, UTC_TIME};

/// One end of a validity period.
#[derive(Clone)]
pub enum Time {
    /// A point in time, encoded as RFC 5280 asks: UTCTime until 2049, GeneralizedTime from 2050.
    At(Instant),
    /// Any bytes in the place of the whole Time.
    Raw(Vec<u8>),
}

impl Time {
    /// The time written as `2026-01-01T00:00:00Z`.
    pub fn at(text: &str) -> Self {
        Self::At(Instant::parse(text))
    }

    /// A Time with this tag and these characters, right or wrong.
    pub fn raw(tag: u8, characters: &str) -> Self {
        Self::Raw(der::element(tag, characters.as_bytes()))
    }

    /// The Time as DER, or the raw bytes.
    pub fn to_der(&self) -> Vec<u8> {
        match self {
            Self::At(instant) => {
                let digits: String = instant.to_string().chars().filter(char::is_ascii_digit).collect();
                if digits.as_str() < "2050" {
                    der::element(UTC_TIME, format!("{}Z", &digits[2..]).as_bytes())
                } else {
                    der::element(GENERALIZED_TIME, format!("{digits}Z").as_bytes())
                }
            }
            Self::Raw(bytes) => bytes.clone(),
        }
    }
}

impl Display for Time {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(instant) => instant.fmt(formatter),
            Self::Raw(_) => formatter.write_str("(not a time)"),
        }
    }
}

/// A second of the proleptic Gregorian calendar, in UTC, from 1970 to 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(pub i64);

impl Instant {
    /// The instant written as `2026-01-01T00:00:00Z`.
    pub fn parse(text: &str) -> Self {
        let numbers: Vec<i64> = text
            .trim_end_matches('Z')
            .split(['-', 'T', ':'])
            .map(|number| number.parse().expect("a number"))
            .collect();
        let [year, month, day, hour, minute, second] = numbers[..] else {
            panic!("`{text}` is not written as 2026-01-01T00:00:00Z");
        };
        Self(days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second)
    }

    /// The instant this many seconds later.
    pub fn plus(self, seconds: i64) -> Self {
        Self(self.0 + seconds)
    }
}

impl Display for Instant {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let (mut year, mut rest) = (1970, self.0.div_euclid(86_400));
        while rest >= days(year + 1, 1, 1) - days(year, 1, 1) {
            rest -= days(year + 1, 1, 1) - days(year, 1, 1);
            year += 1;
        }
        let month = (2..=12).rfind(|&month| days(year, month, 1) - days(year, 1, 1) <= rest).unwrap_or(1);
        let day = rest - (days(year, month, 1) - days(year, 1, 1)) + 1;
        let second = self.0.rem_euclid(86_400);
        let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
        write!(formatter, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

/// The days from 1970-01-01 to this date, counting years from March so that leap days come last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month <= 2 { (year - 1, month + 9) } else { (year, month - 3) };
    year * 365 + year / 4 - year / 100 + year / 400 + (month * 306 + 5) / 10 + day - 719_469
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_print_as_they_were_written() {
        for text in
            ["1970-01-01T00:00:00Z", "2024-02-29T23:59:59Z", "2026-11-23T12:00:00Z", "2100-03-01T00:00:01Z"]
        {
            assert_eq!(Instant::parse(text).to_string(), text);
        }
        assert_eq!(Instant::parse("2026-01-01T00:00:00Z").0, 1_767_225_600);
    }

    #[test]
    fn years_from_2050_are_generalized_time() {
        assert_eq!(
            Time::at("2049-12-31T23:59:59Z").to_der(),
            [b"\x17\x0d", b"491231235959Z".as_slice()].concat()
        );
        assert_eq!(Time::at("2050-01-01T00:00:00Z").to_der()[..6], *b"\x18\x0f2050");
    }
}
