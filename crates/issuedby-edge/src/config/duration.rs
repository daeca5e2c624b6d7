//! Durations as people write them: `500ms`, `30s`, `15m`, `1h`.

use std::time::Duration;

use serde::de::Error;
use serde::{Deserialize, Deserializer};

const EXPECTED: &str = "expected a duration such as `500ms`, `30s`, `15m` or `1h`";

/// The longest duration: a day. What is longer is no timeout.
const MAX: Duration = Duration::from_secs(24 * 60 * 60);

/// Reads a duration for serde.
pub(super) fn duration<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
}

fn parse(text: &str) -> Result<Duration, String> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at_checked(digits).unwrap_or((text, ""));
    let milliseconds = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => return Err(format!("{EXPECTED}, found `{text}`")),
    };
    let number: u64 = number.parse().map_err(|_| format!("{EXPECTED}, found `{text}`"))?;
    let duration = Duration::from_millis(number.saturating_mul(milliseconds));
    match duration.is_zero() || duration > MAX {
        true => Err(format!("expected a duration of 1ms to 24h, found `{text}`")),
        false => Ok(duration),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_a_unit() {
        assert_eq!(parse("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(parse("30s"), Ok(Duration::from_secs(30)));
        assert_eq!(parse("15m"), Ok(Duration::from_secs(900)));
        assert_eq!(parse("24h"), Ok(MAX));
        for text in ["", "5", "s", "-1s", "1.5s", "0s", "25h", "99999999999999999999s", "5 s", "5d", "٣s"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
