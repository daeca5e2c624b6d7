//! JSON beside the core's: the same look, one line of ASCII.

use std::fmt::Write;

use serde_json::Value;

/// A value as one line of ASCII without blanks, as the core writes its verdicts.
pub(crate) fn line(value: &Value) -> String {
    let text = value.to_string();
    if text.is_ascii() {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 64);
    for character in text.chars() {
        match character.is_ascii() {
            true => out.push(character),
            // JSON text outside ASCII stands inside strings only.
            false => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    // Writing to a String cannot fail.
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
        }
    }
    out
}

/// A JSON object with `source` as its first key.
pub(crate) fn with_source(source: &str, object: &str) -> String {
    let source = line(&Value::from(source));
    match object.strip_prefix('{') {
        Some("}") | None => format!("{{\"source\":{source}}}"),
        Some(rest) => format!("{{\"source\":{source},{rest}"),
    }
}

/// A JSON object with one more last key, whose value is JSON.
pub(crate) fn with_last(object: &str, key: &str, value: &str) -> String {
    match object.strip_suffix('}') {
        Some("{") | None => format!("{{\"{key}\":{value}}}"),
        Some(rest) => format!("{rest},\"{key}\":{value}}}"),
    }
}

/// Bytes as upper hex with colons.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 3);
    for (position, byte) in bytes.iter().enumerate() {
        let separator = if position == 0 { "" } else { ":" };
        let _ = write!(out, "{separator}{byte:02X}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_ascii_and_reads_back() {
        let value = Value::from("M\u{fc}ller \u{1f600} \u{202e}\n\"");
        let line = line(&value);
        assert!(line.is_ascii(), "{line}");
        assert_eq!(serde_json::from_str::<Value>(&line).expect("JSON"), value);
    }

    #[test]
    fn what_is_added_is_the_last_key() {
        assert_eq!(with_last(r#"{"a":{}}"#, "b", "null"), r#"{"a":{},"b":null}"#);
        assert_eq!(with_last("{}", "b", "[]"), r#"{"b":[]}"#);
    }

    #[test]
    fn the_source_is_the_first_key() {
        assert_eq!(with_source("a\"b", r#"{"status":"NONE"}"#), r#"{"source":"a\"b","status":"NONE"}"#);
    }
}
