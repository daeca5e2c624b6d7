//! One byte or one character of untrusted input in a sentence, never raw.

use core::fmt;

/// One byte of input: itself in backticks if it can be seen, else its number.
pub(crate) struct QuotedByte(pub(crate) u8);

/// One character of input: itself in backticks if it is ASCII and can be seen, else its code point.
pub(crate) struct QuotedCharacter(pub(crate) char);

impl fmt::Display for QuotedByte {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            byte if byte == b' ' || byte.is_ascii_graphic() => QuotedCharacter(char::from(byte)).fmt(f),
            byte => write!(f, "byte 0x{byte:02X}"),
        }
    }
}

impl fmt::Display for QuotedCharacter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            ' ' => f.write_str("a space"),
            '`' => f.write_str("a backtick"),
            character if character.is_ascii_graphic() => write!(f, "`{character}`"),
            character => write!(f, "U+{:04X}", u32::from(character)),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn what_cannot_be_seen_is_written_as_its_number() {
        for (byte, text) in
            [(b' ', "a space"), (b'`', "a backtick"), (b'-', "`-`"), (9, "byte 0x09"), (0xE9, "byte 0xE9")]
        {
            assert_eq!(QuotedByte(byte).to_string(), text);
        }
        for (character, text) in [('`', "a backtick"), ('a', "`a`"), ('\n', "U+000A"), ('\u{202e}', "U+202E")]
        {
            assert_eq!(QuotedCharacter(character).to_string(), text);
        }
    }
}
