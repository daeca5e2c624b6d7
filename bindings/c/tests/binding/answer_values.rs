//! The values in an answer, as the vectors write them.

use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

pub(super) fn word<'a>(words: &[&'a str], number: &str) -> &'a str {
    number.parse().ok().and_then(|number: usize| words.get(number)).copied().unwrap_or_default()
}

/// The code of an error that the specification writes as one word: `MissingEquals` is `missing_equals`.
pub(super) fn code_of(word: &str) -> String {
    let mut code = String::new();
    for letter in word.chars() {
        if letter.is_ascii_uppercase() && !code.is_empty() {
            code.push('_');
        }
        code.push(letter.to_ascii_lowercase());
    }
    code
}

pub(super) fn listed(codes: &str) -> Vec<&str> {
    codes.split_terminator(',').collect()
}

pub(super) fn text_or_empty(value: &Value) -> Value {
    json!(value.as_str().unwrap_or_default())
}

pub(super) fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("`{text}` is no JSON: {error}"))
}

pub(super) fn parse_or_null(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { parse(text) }
}

/// Unix seconds as JSON has them; empty for what is no time.
pub(super) fn date_time(seconds: &str) -> String {
    let seconds: i64 = seconds.parse().expect("a number");
    if seconds == i64::MIN {
        return String::new();
    }
    let date_time = OffsetDateTime::from_unix_timestamp(seconds).expect("a time");
    date_time.format(&Rfc3339).expect("a year of four digits")
}
