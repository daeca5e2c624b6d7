//! Names as text: RFC 4514, byte for byte what `openssl x509 -nameopt RFC2253` prints.
//!
//! RDNs and the attributes inside each are printed from last to first, as OpenSSL does. Differences, all
//! where OpenSSL's output would be read as another name or not at all:
//!
//! 1. the value `#` is `\#`; OpenSSL leaves it bare;
//! 2. 0.9.2342.19200300.100.1.44 is dotted; OpenSSL's `uid` means 0.9.2342.19200300.100.1.1 in RFC 4514;
//! 3. types without a keyword here are dotted, also where OpenSSL happens to have a name;
//! 4. values that are not strings are printed as they are encoded; OpenSSL encodes some of them anew.

use core::fmt::{self, Write};

use smallvec::SmallVec;

use super::Name;
use super::rdn::{Attribute, Rdn};
use super::string_type::Text;
use crate::diagnosis::hidden;

/// The characters of a value that are printed as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// Those of printable ASCII: safe in logs and in header fields.
    Ascii,
    /// Also those beyond ASCII, unless they are invisible or change the direction of the text.
    Utf8,
}

pub(crate) fn print(out: &mut impl Write, name: Name<'_>, style: Style) -> fmt::Result {
    let rdns: SmallVec<[Rdn<'_>; 16]> = name.rdns().collect();
    for (index, rdn) in rdns.iter().rev().enumerate() {
        if index > 0 {
            out.write_char(',')?;
        }
        print_rdn(out, *rdn, style)?;
    }
    Ok(())
}

fn print_rdn(out: &mut impl Write, rdn: Rdn<'_>, style: Style) -> fmt::Result {
    if let Some(attribute) = rdn.only_attribute() {
        return print_attribute(out, &attribute, style);
    }
    let attributes: SmallVec<[Attribute<'_>; 4]> = rdn.attributes().collect();
    for (index, attribute) in attributes.iter().rev().enumerate() {
        if index > 0 {
            out.write_char('+')?;
        }
        print_attribute(out, attribute, style)?;
    }
    Ok(())
}

/// The value of a type without a keyword is in hex even if it is a string: a reader cannot know the
/// type's syntax (RFC 4514 section 2.4).
pub(crate) fn print_attribute(out: &mut impl Write, attribute: &Attribute<'_>, style: Style) -> fmt::Result {
    let text = match attribute.keyword() {
        Some(keyword) => {
            out.write_str(keyword)?;
            attribute.string()
        }
        None => {
            write!(out, "{}", attribute.oid())?;
            None
        }
    };
    match text {
        Some(text) => {
            out.write_char('=')?;
            print_text(out, text, style)
        }
        None => {
            out.write_str("=#")?;
            print_hex(out, attribute.value_der())
        }
    }
}

pub(crate) fn print_hex(out: &mut impl Write, bytes: &[u8]) -> fmt::Result {
    bytes.iter().try_for_each(|byte| print_byte(out, *byte))
}

pub(crate) fn print_text(out: &mut impl Write, text: Text<'_>, style: Style) -> fmt::Result {
    // Nearly every value needs no escape at all.
    match text.utf8() {
        Some(bytes) if is_plain(bytes) => out.write_str(core::str::from_utf8(bytes).unwrap_or_default()),
        _ => print_chars(out, text, style),
    }
}

fn is_plain(bytes: &[u8]) -> bool {
    // No early end: that compiles to many bytes at a time.
    let special = bytes.iter().fold(false, |special, byte| special | !is_plain_byte(*byte));
    !special && !matches!(bytes, [b' ' | b'#', ..] | [.., b' '])
}

fn is_plain_byte(byte: u8) -> bool {
    let special = (byte == b'"')
        | (byte == b'+')
        | (byte == b',')
        | (byte == b';')
        | (byte == b'<')
        | (byte == b'>')
        | (byte == b'\\');
    (byte.wrapping_sub(b' ') < 0x5f) & !special
}

fn print_chars(out: &mut impl Write, text: Text<'_>, style: Style) -> fmt::Result {
    let mut chars = text.chars().peekable();
    let mut first = true;
    while let Some(character) = chars.next() {
        match character {
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' => print_escaped(out, character)?,
            '#' if first => print_escaped(out, character)?,
            ' ' if first || chars.peek().is_none() => print_escaped(out, character)?,
            ' '..='~' => out.write_char(character)?,
            '\u{a0}'.. if style == Style::Utf8 && hidden(character).is_none() => out.write_char(character)?,
            _ => {
                for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                    out.write_char('\\')?;
                    print_byte(out, byte)?;
                }
            }
        }
        first = false;
    }
    Ok(())
}

fn print_escaped(out: &mut impl Write, character: char) -> fmt::Result {
    out.write_char('\\')?;
    out.write_char(character)
}

fn print_byte(out: &mut impl Write, byte: u8) -> fmt::Result {
    for digit in [byte >> 4, byte & 0xf] {
        let digit = char::from_digit(u32::from(digit), 16).unwrap_or('0');
        out.write_char(digit.to_ascii_uppercase())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::*;
    use crate::name::string_type::StringType;

    fn printed(text: &str, style: Style) -> String {
        let mut out = String::new();
        print_text(&mut out, Text::new(StringType::Utf8, text.as_bytes()).unwrap(), style).unwrap();
        out
    }

    #[test]
    fn special_characters_have_a_backslash_except_equals() {
        assert_eq!(printed(r#"a"b+c,d;e<f>g\h=i#j"#, Style::Ascii), r#"a\"b\+c\,d\;e\<f\>g\\h=i#j"#);
    }

    #[test]
    fn only_the_outer_spaces_and_a_leading_number_sign_are_escaped() {
        assert_eq!(printed("  a  b  ", Style::Ascii), r"\  a  b \ ");
        assert_eq!(printed(" ", Style::Ascii), r"\ ");
        assert_eq!(printed("#", Style::Ascii), r"\#");
        assert_eq!(printed("##", Style::Ascii), r"\##");
        assert_eq!(printed("", Style::Ascii), "");
    }

    #[test]
    fn controls_and_all_beyond_ascii_are_bytes_of_utf8() {
        assert_eq!(printed("\0\n\u{7f}é€🔐", Style::Ascii), r"\00\0A\7F\C3\A9\E2\82\AC\F0\9F\94\90");
    }

    #[test]
    fn the_utf8_style_keeps_what_can_be_seen() {
        assert_eq!(printed("\u{a0}é€🔐, 日本", Style::Utf8), "\u{a0}é€🔐\\, 日本");
        let hidden =
            ['\u{1}', '\u{85}', '\u{ad}', '\u{200f}', '\u{202e}', '\u{e000}', '\u{1fffe}', '\u{e0041}'];
        for character in hidden {
            assert!(printed(character.encode_utf8(&mut [0; 4]), Style::Utf8).starts_with('\\'));
        }
    }
}
