//! The normal form as text: what `dn normalize` prints, and what may serve as a key in a text file.
//!
//! It is RFC 4514 in printable ASCII, as names are printed, of the name whose texts are normalized:
//! attributes inside an RDN in the order of their normal form, texts of types without a keyword as
//! UTF8Strings in hex, whatever string type the certificate has.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::{self, Write};

use super::Name;
use super::normalize::{attribute_form, normalized_text};
use super::print::{Style, print_attribute, print_hex, print_text};
use super::rdn::{Attribute, Rdn};
use super::string_type::{StringType, Text};
use super::text::{UTF8_STRING, push_element};

impl Name<'_> {
    /// The [normal form](Name::normal_form) as RFC 4514 text in printable ASCII: equal exactly where names
    /// are equal.
    ///
    /// Read as a name it is equal to this one, and its normalized string is itself.
    pub fn to_normalized_string(self) -> String {
        let mut out = String::with_capacity(self.contents.len());
        // Writing to a String does not fail.
        let _ = print_name(&mut out, self);
        out
    }
}

fn print_name(out: &mut String, name: Name<'_>) -> fmt::Result {
    let rdns: Vec<Rdn<'_>> = name.rdns().collect();
    for (index, rdn) in rdns.iter().rev().enumerate() {
        if index > 0 {
            out.push(',');
        }
        let mut attributes: Vec<_> =
            rdn.attributes().map(|attribute| (attribute_form(attribute), attribute)).collect();
        attributes.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        for (index, (_, attribute)) in attributes.iter().enumerate() {
            if index > 0 {
                out.push('+');
            }
            print_normalized(out, attribute)?;
        }
    }
    Ok(())
}

fn print_normalized(out: &mut String, attribute: &Attribute<'_>) -> fmt::Result {
    let Some(text) = attribute.string() else { return print_attribute(out, attribute, Style::Ascii) };
    let bytes = normalized_text(text);
    match attribute.keyword() {
        Some(keyword) => {
            write!(out, "{keyword}=")?;
            print_text(out, Text::checked(StringType::Utf8, &bytes), Style::Ascii)
        }
        None => {
            write!(out, "{}=#", attribute.oid())?;
            let mut element = Vec::with_capacity(bytes.len());
            push_element(&mut element, UTF8_STRING, &bytes);
            print_hex(out, &element)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normalized(contents: &[u8]) -> String {
        Name::from_rdn_sequence(contents).unwrap().to_normalized_string()
    }

    #[test]
    fn letter_case_and_string_type_leave_no_trace() {
        assert_eq!(normalized(b"\x31\x0d\x30\x0b\x06\x03\x55\x04\x03\x13\x04 A,B"), "CN=a\\,b");
        assert_eq!(
            normalized(b"\x31\x0c\x30\x0a\x06\x03\x55\x04\x03\x14\x03#\xc9\x00"),
            "CN=\\#\\C3\\89\\00"
        );
        assert_eq!(normalized(b""), "");
    }

    #[test]
    fn text_of_a_type_without_keyword_is_a_utf8_string_in_hex() {
        let numeric = b"\x31\x0b\x30\x09\x06\x02\x2a\x03\x12\x03 1 ";
        assert_eq!(normalized(numeric), "1.2.3=#0C0131");
        let opaque = b"\x31\x09\x30\x07\x06\x02\x2a\x03\x04\x01A";
        assert_eq!(normalized(opaque), "1.2.3=#040141");
    }

    #[test]
    fn attributes_of_one_rdn_have_one_order() {
        let (x, y) =
            (&b"\x30\x08\x06\x03\x55\x04\x03\x0c\x01X"[..], &b"\x30\x08\x06\x03\x55\x04\x0a\x0c\x01y"[..]);
        let rdn = |attributes: [&[u8]; 2]| [&[0x31, 20][..], &attributes.concat()].concat();
        assert_eq!(normalized(&rdn([x, y])), "CN=x+O=y");
        assert_eq!(normalized(&rdn([y, x])), "CN=x+O=y");
    }
}
