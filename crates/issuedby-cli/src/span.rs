//! Spans of time as people give and read them: `30d`.

/// The units, largest first, in seconds.
const UNITS: [(char, i64); 5] = [('w', 604_800), ('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];

/// The longest span: a thousand years, in days. A number beyond it is probably a time.
const MAX_DAYS: i64 = 365_250;

/// A span such as `30d`, in seconds: a number and a unit, which is `w`, `d`, `h`, `m` or `s`.
///
/// # Errors
///
/// A sentence that says what is expected.
pub(crate) fn parse(text: &str) -> Result<i64, String> {
    const EXPECTED: &str = "expected a number and a unit: 2w, 30d, 12h, 15m or 60s";

    let text = text.trim();
    let Some((seconds, number)) =
        UNITS.iter().find_map(|(unit, seconds)| Some((*seconds, text.strip_suffix(*unit)?)))
    else {
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        return Err(match is_number {
            true => format!("{EXPECTED}; did you mean {text}d?"),
            false => EXPECTED.to_owned(),
        });
    };
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(EXPECTED.to_owned());
    }
    let span = number.parse().ok().and_then(|number: i64| number.checked_mul(seconds));
    span.filter(|span| *span <= MAX_DAYS * 86_400)
        .ok_or_else(|| format!("expected at most {MAX_DAYS}d, a thousand years"))
}

/// A span of seconds in the largest unit that it fills; days up to two years.
pub(crate) fn shown(seconds: u64) -> String {
    const DAY: u64 = 86_400;
    let (count, unit) = match seconds {
        0..60 => (seconds, "second"),
        60..3_600 => (seconds / 60, "minute"),
        3_600..DAY => (seconds / 3_600, "hour"),
        _ if seconds < 730 * DAY => (seconds / DAY, "day"),
        // The mean year of the calendar, in seconds.
        _ => (seconds / 31_556_952, "year"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_a_number_and_a_unit() {
        for (text, seconds) in [
            ("30d", 2_592_000),
            ("2w", 1_209_600),
            ("12h", 43_200),
            ("15m", 900),
            ("0s", 0),
            ("365250d", 31_557_600_000),
        ] {
            assert_eq!(parse(text), Ok(seconds), "{text}");
        }
        for (text, said) in [
            ("30", "did you mean 30d?"),
            ("", "a number and a unit"),
            ("d", "a number and a unit"),
            ("-3d", "a number and a unit"),
            ("+3d", "a number and a unit"),
            ("3.5d", "a number and a unit"),
            ("3 d", "a number and a unit"),
            ("3y", "a number and a unit"),
            ("365251d", "at most 365250d"),
            ("99999999999999999999d", "at most 365250d"),
        ] {
            let error = parse(text).expect_err(text);
            assert!(error.contains(said), "{text}: {error}");
        }
    }

    #[test]
    fn a_span_is_shown_in_its_largest_unit() {
        assert_eq!(shown(73 * 31_556_952), "73 years");
        assert_eq!(shown(86_400), "1 day");
        assert_eq!(shown(59), "59 seconds");
    }
}
