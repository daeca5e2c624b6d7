//! JSON: written by the core itself, so that every language gives the same bytes, and read strictly.
//!
//! The output is one line, no blanks, ASCII, keys in a fixed order, absent values null, escaped as
//! `JSON.stringify` does.

mod object;
mod value;

use alloc::string::String;
use core::fmt::{self, Display, Write};

pub(crate) use object::JsonObject;
pub(crate) use value::JsonValue;

/// A JSON string, streamed: nothing is built beside the output.
pub(crate) fn text(out: &mut String, value: &(impl Display + ?Sized)) -> fmt::Result {
    out.push('"');
    write!(Escaping(out), "{value}")?;
    out.push('"');
    Ok(())
}

/// A JSON string, or null.
pub(crate) fn optional_text(out: &mut String, value: Option<impl Display>) -> fmt::Result {
    match value {
        Some(value) => text(out, &value),
        None => out.write_str("null"),
    }
}

/// Escapes what passes through for the inside of a JSON string (RFC 8259 section 7).
struct Escaping<'a>(&'a mut String);

impl Write for Escaping<'_> {
    fn write_str(&mut self, value: &str) -> fmt::Result {
        for character in value.chars() {
            match character {
                '"' => self.0.push_str("\\\""),
                '\\' => self.0.push_str("\\\\"),
                '\u{8}' => self.0.push_str("\\b"),
                '\u{c}' => self.0.push_str("\\f"),
                '\n' => self.0.push_str("\\n"),
                '\r' => self.0.push_str("\\r"),
                '\t' => self.0.push_str("\\t"),
                ' '..='\u{7f}' => self.0.push(character),
                _ => {
                    // Only text that its owner made of other characters comes here: names are printed in ASCII.
                    let mut units = [0; 2];
                    for unit in character.encode_utf16(&mut units) {
                        write!(self.0, "\\u{unit:04x}")?;
                    }
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn strings_are_escaped_as_other_writers_do_and_stay_ascii() {
        let value = "\"\\\u{8}\u{c}\n\r\t\u{1}\u{7f} \u{e9}\u{10400}";
        let mut out = String::new();
        text(&mut out, value).unwrap();
        assert_eq!(out, "\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001\u{7f} \\u00e9\\ud801\\udc00\"");
        assert_eq!(JsonValue::parse(out.as_bytes()).unwrap(), JsonValue::Text(value.into()));
    }

    #[test]
    fn members_keep_their_order_and_repetitions() {
        let JsonValue::Object(members) =
            JsonValue::parse(br#"{"b":1,"a":[null,true],"\u0062":"x"}"#).unwrap()
        else {
            panic!("an object");
        };
        let keys: Vec<_> = members.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys, ["b", "a", "b"]);
    }

    #[test]
    fn what_follows_the_value_is_an_error() {
        assert!(JsonValue::parse(b"{} {}").is_err());
        assert!(JsonValue::parse(b"{\"a\":1,}").is_err());
        assert!(JsonValue::parse(b"").is_err());
    }

    #[test]
    fn a_value_is_of_the_kind_that_its_first_character_tells() {
        for (json, kind) in [
            ("null", "null"),
            ("true", "a boolean"),
            ("0", "a number"),
            ("-1", "a number"),
            ("-9223372036854775808", "a number"),
            ("18446744073709551615", "a number"),
            ("1.5e3", "a number"),
            ("\"a\"", "a string"),
            ("\"\\u0061\"", "a string"),
            ("[]", "an array"),
            ("{}", "an object"),
        ] {
            assert_eq!(JsonValue::parse(json.as_bytes()).unwrap().kind(), kind, "{json}");
        }
    }

    /// Whatever serde reads from: a text, or a value that was read before and hands over its strings.
    #[test]
    fn a_value_in_memory_is_read_as_its_text_is() {
        let json = r#"{"a":[null,true,-1,2,0.5,"x\u0000y",{"b":""}],"c":"d"}"#;
        let in_memory: serde_json::Value = serde_json::from_str(json).unwrap();
        let read: JsonValue = serde_json::from_value(in_memory).unwrap();
        assert_eq!(read, JsonValue::parse(json.as_bytes()).unwrap());
    }

    #[test]
    fn what_json_has_not_is_refused_as_no_json_value() {
        use serde_core::de::Deserialize;
        use serde_core::de::value::{BytesDeserializer, Error};

        let error = JsonValue::deserialize(BytesDeserializer::<Error>::new(b"a")).unwrap_err();
        assert!(alloc::string::ToString::to_string(&error).contains("expected a JSON value"), "{error}");
    }
}
