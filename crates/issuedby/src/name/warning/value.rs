//! The warnings of one attribute's value.

use alloc::vec::Vec;

use super::{NameWarningKind, upper_bound};
use crate::diagnosis::{Hidden, hidden};
use crate::name::ObjectIdentifier;
use crate::name::rdn::Attribute;

/// The warnings about the value, each kind once, in the order of the kinds; nothing if it is not
/// of a string type. One pass over the text for each.
pub(super) fn warnings(attribute: &Attribute<'_>) -> Vec<NameWarningKind> {
    let Some(text) = attribute.text() else { return Vec::new() };
    let any = |cause: fn(char) -> bool| text.chars().any(cause);
    let tag = attribute.value_der().first().copied().unwrap_or_default();
    let causes = [
        (NameWarningKind::NulCharacter, any(|character| character == '\0')),
        (
            NameWarningKind::ControlCharacter,
            any(|character| character != '\0' && hidden(character) == Some(Hidden::Control)),
        ),
        (
            NameWarningKind::BidirectionalControl,
            any(|character| hidden(character) == Some(Hidden::Bidirectional)),
        ),
        (NameWarningKind::InvisibleCharacter, any(|character| hidden(character) == Some(Hidden::Invisible))),
        (NameWarningKind::SeparatorInValue, any(is_separator)),
        (NameWarningKind::LooksLikeAttributes, has_attribute(&text)),
        (NameWarningKind::NonAsciiInAsciiString, is_ascii_string(tag) && !text.is_ascii()),
        (
            NameWarningKind::CharOutsidePrintableString,
            tag == PRINTABLE_STRING && !text.chars().all(is_of_printable_string),
        ),
        (NameWarningKind::TeletexNonAscii, tag == TELETEX_STRING && !text.is_ascii()),
        (
            NameWarningKind::OverUpperBound,
            upper_bound::of(attribute).is_some_and(|most| text.chars().nth(most).is_some()),
        ),
    ];
    causes.into_iter().filter_map(|(kind, is_cause)| is_cause.then_some(kind)).collect()
}

const PRINTABLE_STRING: u8 = 19;
const TELETEX_STRING: u8 = 20;

/// NumericString, IA5String, UTCTime, GeneralizedTime and VisibleString. PrintableString has an warning of
/// its own.
fn is_ascii_string(tag: u8) -> bool {
    matches!(tag, 18 | 22 | 23 | 24 | 26)
}

/// The characters of PrintableString (X.680 section 41.4).
fn is_of_printable_string(character: char) -> bool {
    let symbol = matches!(character, ' ' | '\'' | '(' | ')' | '+' | ',' | '-' | '.' | '/' | ':' | '=' | '?');
    symbol || character.is_ascii_alphanumeric()
}

fn is_separator(character: char) -> bool {
    matches!(character, ',' | ';' | '+' | '/' | '=' | '"' | '\\')
}

/// Tells whether an attribute seems to start at the text's start or behind a separator of some tool.
fn has_attribute(text: &str) -> bool {
    text.split([',', ';', '+', '/', '\n', '\r']).any(|part| {
        part.split_once('=').is_some_and(|(before, _)| is_attribute_type(before.trim_matches([' ', '\t'])))
    })
}

/// A keyword that we know, or dotted decimal with or without `OID.` before it.
fn is_attribute_type(text: &str) -> bool {
    let dotted = match text.split_at_checked(4) {
        Some((prefix, dotted)) if prefix.eq_ignore_ascii_case("oid.") => dotted,
        _ => text,
    };
    let arc = |arc: &str| !arc.is_empty() && arc.bytes().all(|byte| byte.is_ascii_digit());
    let is_dotted = dotted.contains('.') && dotted.split('.').all(arc);
    is_dotted || ObjectIdentifier::from_keyword(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_seen_at_the_start_and_behind_separators() {
        for text in [
            "CN=x",
            "x,CN=y",
            "x, cn = y",
            "a/b/OU=c",
            "a;2.5.4.3=x",
            "a+OID.1.2=x",
            "a\nemailaddress=x",
            "a=b,c,O=d",
        ] {
            assert!(has_attribute(text), "{text}");
        }
        for text in ["", "x", "a=b", "a,b", "x CN=y", "=x", ",=", "https://a/?x=1", "1=2", "1..2=3", "a,.=x"]
        {
            assert!(!has_attribute(text), "{text}");
        }
    }

    #[test]
    fn printable_string_has_its_74_characters() {
        assert_eq!(('\0'..=char::MAX).filter(|character| is_of_printable_string(*character)).count(), 74);
    }
}
