//! Objects and arrays, written member by member.

use alloc::string::String;
use core::fmt::{self, Display, Write};

use super::{optional_text, text};

/// An object that is being written.
pub(crate) struct JsonObject<'a> {
    out: &'a mut String,
    is_first: bool,
}

impl<'a> JsonObject<'a> {
    /// Writes an object with the members that `write` gives it.
    pub(crate) fn write(
        out: &'a mut String,
        write: impl FnOnce(&mut JsonObject<'_>) -> fmt::Result,
    ) -> fmt::Result {
        out.push('{');
        let mut object = JsonObject { out, is_first: true };
        write(&mut object)?;
        object.out.push('}');
        Ok(())
    }

    /// The output, behind the key and its colon. The key is one of ours, and needs no escape.
    pub(crate) fn key(&mut self, key: &str) -> &mut String {
        if !self.is_first {
            self.out.push(',');
        }
        self.is_first = false;
        self.out.push('"');
        self.out.push_str(key);
        self.out.push_str("\":");
        self.out
    }

    pub(crate) fn text(&mut self, key: &str, value: impl Display) -> fmt::Result {
        text(self.key(key), &value)
    }

    pub(crate) fn optional_text(&mut self, key: &str, value: Option<impl Display>) -> fmt::Result {
        optional_text(self.key(key), value)
    }

    /// A number or a boolean, as it prints.
    pub(crate) fn plain(&mut self, key: &str, value: impl Display) -> fmt::Result {
        write!(self.key(key), "{value}")
    }

    /// A number, or null.
    pub(crate) fn optional_number(&mut self, key: &str, value: Option<impl Display>) -> fmt::Result {
        match value {
            Some(value) => self.plain(key, value),
            None => self.plain(key, "null"),
        }
    }

    pub(crate) fn object(
        &mut self,
        key: &str,
        write: impl FnOnce(&mut JsonObject<'_>) -> fmt::Result,
    ) -> fmt::Result {
        JsonObject::write(self.key(key), write)
    }

    /// An array, an element of which `write` writes.
    pub(crate) fn array<T>(
        &mut self,
        key: &str,
        values: impl IntoIterator<Item = T>,
        write: impl FnMut(&mut String, T) -> fmt::Result,
    ) -> fmt::Result {
        array(self.key(key), values, write)
    }

    /// An array, or null.
    pub(crate) fn optional_array<T>(
        &mut self,
        key: &str,
        values: Option<impl IntoIterator<Item = T>>,
        write: impl FnMut(&mut String, T) -> fmt::Result,
    ) -> fmt::Result {
        match values {
            Some(values) => self.array(key, values, write),
            None => self.plain(key, "null"),
        }
    }
}

fn array<T>(
    out: &mut String,
    values: impl IntoIterator<Item = T>,
    mut write: impl FnMut(&mut String, T) -> fmt::Result,
) -> fmt::Result {
    out.push('[');
    for (position, value) in values.into_iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        write(out, value)?;
    }
    out.push(']');
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_stand_in_order_between_commas() {
        let mut out = String::new();
        JsonObject::write(&mut out, |object| {
            object.text("a", "\"")?;
            object.optional_number("b", None::<u8>)?;
            object.array("c", [1, 2], |out, number| write!(out, "{number}"))?;
            object.object("d", |inner| inner.plain("e", true))
        })
        .unwrap();
        assert_eq!(out, r#"{"a":"\"","b":null,"c":[1,2],"d":{"e":true}}"#);
    }
}
