//! JSON as the core writes it: one line of ASCII.

use std::fmt::Write;

use serde_json::{Map, Value};

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

/// A JSON object that is written key by key, in order.
pub(crate) struct JsonObject(Map<String, Value>);

impl JsonObject {
    /// The object that the core wrote as `text`. Any other text becomes an empty object.
    pub(crate) fn from_core(text: &str) -> Self {
        match serde_json::from_str(text) {
            Ok(Value::Object(object)) => Self(object),
            _ => Self(Map::new()),
        }
    }

    /// The same object with one more last key.
    pub(crate) fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.0.insert(key.to_owned(), value.into());
        self
    }

    /// The same object with `source` as its first key.
    pub(crate) fn of_source(self, source: &str) -> Self {
        self.with_first("source", source)
    }

    /// The same object with one more first key.
    pub(crate) fn with_first(self, key: &str, value: impl Into<Value>) -> Self {
        let mut object = Map::new();
        object.insert(key.to_owned(), value.into());
        object.extend(self.0);
        Self(object)
    }

    /// One line of ASCII without blanks.
    pub(crate) fn line(self) -> String {
        line(&Value::Object(self.0))
    }
}

impl From<Map<String, Value>> for JsonObject {
    fn from(object: Map<String, Value>) -> Self {
        Self(object)
    }
}

impl IntoIterator for JsonObject {
    type Item = (String, Value);
    type IntoIter = serde_json::map::IntoIter;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl From<JsonObject> for Value {
    fn from(object: JsonObject) -> Self {
        Self::Object(object.0)
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
    fn keys_keep_their_order() {
        let object = JsonObject::from_core(r#"{"b":{},"a":"\u001b\u00fc"}"#).with("last", Value::Null);
        assert_eq!(
            object.of_source("a\"b").line(),
            r#"{"source":"a\"b","b":{},"a":"\u001b\u00fc","last":null}"#
        );
        assert_eq!(JsonObject::from_core("[]").line(), "{}");
    }
}
