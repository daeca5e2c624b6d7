//! Durations as people write them: `500ms`, `30s`, `15m`, `1h`.

use std::time::Duration;

/// The longest duration: a day. What is longer is no timeout.
pub(super) const MAX: Duration = Duration::from_secs(24 * 60 * 60);

/// A duration of 1ms to 24h.
pub(super) fn parse(text: &str) -> Option<Duration> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at_checked(digits)?;
    let milliseconds = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => return None,
    };
    let number: u64 = number.parse().ok()?;
    let duration = Duration::from_millis(number.saturating_mul(milliseconds));
    (!duration.is_zero() && duration <= MAX).then_some(duration)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_a_unit() {
        assert_eq!(parse("500ms"), Some(Duration::from_millis(500)));
        assert_eq!(parse("30s"), Some(Duration::from_secs(30)));
        assert_eq!(parse("15m"), Some(Duration::from_secs(900)));
        assert_eq!(parse("24h"), Some(MAX));
        for text in ["", "5", "s", "-1s", "1.5s", "0s", "25h", "99999999999999999999s", "5 s", "5d", "٣s"] {
            assert!(parse(text).is_none(), "{text}");
        }
    }
}
