//! The normal form: the bytes by which names are compared, ordered and hashed.
//!
//! ```text
//! normal form  01, u16 number of RDNs, then the RDNs in DER order
//! RDN          u16 number of attributes, then the attributes in the order of their bytes
//! attribute    u8 length of the object identifier, its contents bytes,
//!              00, u32 length, UTF-8 of the normalized text      for a string type
//!              01, u32 length, the value's DER element           for anything else
//! ```
//!
//! Integers have the high byte first. Everything has its length before it, so no value can imitate a
//! separator, and two normal forms are equal only where the normalized structures are.
//!
//! Text is normalized as OpenSSL's `X509_NAME_cmp` does it: ASCII letters to lower case; ASCII white space
//! removed at both ends, each run of it inside replaced by one space; every other character kept. This is
//! less than the caseIgnoreMatch of RFC 5280 section 7.1 on purpose: no letter case outside ASCII, no
//! compatibility characters (NFKC), nothing mapped to nothing. A missed match shows and is repaired by
//! writing the name as it is printed; with those mappings `admin` could be reached from names that no
//! verifier of TLS holds equal to it.

use core::ops::{Deref, Range};

use smallvec::SmallVec;

use super::Name;
use super::buffer::{Buffer, Bytes};
use super::rdn::{Attribute, Rdn};
use super::string_type::Text;

/// The normal form of a name: equal for equal names, different for different ones.
///
/// It is on the stack, not on the heap, up to 512 bytes. A digest of it may serve as a key of an index,
/// equality is decided on the bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NormalForm(Bytes);

impl NormalForm {
    #[inline]
    pub(crate) fn of(name: Name<'_>) -> Self {
        let mut out = Buffer::new();
        out.push(&[VERSION, 0, 0]);
        let mut rdns = 0_u16;
        for rdn in name.rdns() {
            push_rdn(&mut out, rdn);
            rdns = rdns.saturating_add(1);
        }
        out.overwrite(1, rdns.to_be_bytes());
        Self(out.finish())
    }
}

impl AsRef<[u8]> for NormalForm {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Deref for NormalForm {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

/// Tells whether the normal forms are equal: RDN by RDN, so that it ends at the first difference.
pub(crate) fn names_equal(a: Name<'_>, b: Name<'_>) -> bool {
    if a.rdn_sequence() == b.rdn_sequence() {
        return true;
    }
    let (mut rdns_a, mut rdns_b) = (a.rdns(), b.rdns());
    loop {
        match (rdns_a.next(), rdns_b.next()) {
            (Some(a), Some(b)) if a.has_same_der(&b) || rdns_equal(a, b) => {}
            (None, None) => return true,
            _ => return false,
        }
    }
}

/// Tells whether two RDNs have one normal form.
pub(crate) fn rdns_equal(a: Rdn<'_>, b: Rdn<'_>) -> bool {
    is_same_but_for_case(a, b) || have_same_normal_form(a, b)
}

/// Tells whether both have one attribute of one type and texts that differ in ASCII letter case at most: a short way to
/// what the normal forms would say, for names whose string types alone differ.
#[inline]
fn is_same_but_for_case(a: Rdn<'_>, b: Rdn<'_>) -> bool {
    let (Some(a), Some(b)) = (a.only_attribute(), b.only_attribute()) else { return false };
    let (Some(text_a), Some(text_b)) = (a.string(), b.string()) else { return false };
    let texts = text_a.utf8().zip(text_b.utf8());
    a.oid() == b.oid() && texts.is_some_and(|(a, b)| a.eq_ignore_ascii_case(b))
}

#[inline(never)]
fn have_same_normal_form(a: Rdn<'_>, b: Rdn<'_>) -> bool {
    let (mut form_a, mut form_b) = (Buffer::new(), Buffer::new());
    push_rdn(&mut form_a, a);
    push_rdn(&mut form_b, b);
    form_a.as_slice() == form_b.as_slice()
}

/// One attribute as it stands in the normal form: equal for equal attributes only.
pub(crate) fn attribute_form(attribute: Attribute<'_>) -> Bytes {
    let mut out = Buffer::new();
    push_attribute(&mut out, attribute);
    out.finish()
}

/// The UTF-8 of the normalized text.
pub(crate) fn normalized_text(text: Text<'_>) -> Bytes {
    let mut out = Buffer::new();
    push_text(&mut out, text);
    out.finish()
}

const VERSION: u8 = 1;
const STRING: u8 = 0;
const OPAQUE: u8 = 1;

#[inline]
fn push_rdn(out: &mut Buffer, rdn: Rdn<'_>) {
    match rdn.only_attribute() {
        Some(attribute) => {
            out.push(&[0, 1]);
            push_attribute(out, attribute);
        }
        None => push_attributes(out, rdn),
    }
}

/// Pushes a multi-valued RDN.
#[inline(never)]
fn push_attributes(out: &mut Buffer, rdn: Rdn<'_>) {
    let start = out.len();
    out.push(&[0, 0]);
    let mut ranges = SmallVec::<[Range<usize>; 16]>::new();
    for attribute in rdn.attributes() {
        let start = out.len();
        push_attribute(out, attribute);
        ranges.push(start..out.len());
    }
    let count = u16::try_from(ranges.len()).unwrap_or(u16::MAX);
    out.overwrite(start, count.to_be_bytes());
    sort(out, &mut ranges);
}

/// Puts the attributes at the end of `out` into the order of their bytes, without the heap for few.
fn sort(out: &mut Buffer, ranges: &mut [Range<usize>]) {
    let start = ranges.first().map_or(out.len(), |first| first.start);
    let bytes = out.as_slice();
    ranges.sort_unstable_by(|a, b| bytes.get(a.clone()).cmp(&bytes.get(b.clone())));
    let mut sorted = Buffer::new();
    for attribute in ranges.iter().filter_map(|range| bytes.get(range.clone())) {
        sorted.push(attribute);
    }
    out.truncate(start);
    out.push(sorted.as_slice());
}

#[inline]
fn push_attribute(out: &mut Buffer, attribute: Attribute<'_>) {
    let oid = attribute.oid();
    let oid = oid.as_bytes();
    out.push(&[u8::try_from(oid.len()).unwrap_or(u8::MAX)]);
    out.push(oid);
    let text = attribute.string();
    let kind = if text.is_some() { STRING } else { OPAQUE };
    out.push(&[kind, 0, 0, 0, 0]);
    let start = out.len();
    match text {
        Some(text) => push_text(out, text),
        None => out.push(attribute.value_der()),
    }
    let length = u32::try_from(out.len().saturating_sub(start)).unwrap_or(u32::MAX);
    out.overwrite(start.saturating_sub(4), length.to_be_bytes());
}

#[inline]
fn push_text(out: &mut Buffer, text: Text<'_>) {
    match text.utf8() {
        Some(bytes) if has_single_spaces_inside(bytes) => out.push_lowercase(bytes),
        Some(bytes) => push_words(out, bytes),
        None => push_chars(out, text),
    }
}

/// Tells whether white space needs no change. It is all in ASCII, and no byte of a character beyond looks like it.
///
/// The loop decides nothing, so that it is compiled for many bytes at a time.
#[inline]
fn has_single_spaces_inside(bytes: &[u8]) -> bool {
    let [first, following @ ..] = bytes else { return true };
    let mut change = *first == b' ' || bytes.last() == Some(&b' ') || is_control_space(first);
    for (byte, next) in bytes.iter().zip(following) {
        change |= is_control_space(next) | ((*byte == b' ') & (*next == b' '));
    }
    !change
}

fn push_words(out: &mut Buffer, bytes: &[u8]) {
    let start = out.len();
    for word in bytes.split(is_white_space).filter(|word| !word.is_empty()) {
        if out.len() > start {
            out.push(b" ");
        }
        out.push_lowercase(word);
    }
}

fn push_chars(out: &mut Buffer, text: Text<'_>) {
    let start = out.len();
    let mut space = false;
    for character in text.chars() {
        if u8::try_from(character).is_ok_and(|byte| is_white_space(&byte)) {
            space = true;
            continue;
        }
        if space && out.len() > start {
            out.push(b" ");
        }
        space = false;
        out.push_lowercase(character.encode_utf8(&mut [0; 4]).as_bytes());
    }
}

/// White space in ASCII, as C's `isspace` has it: vertical tab included.
fn is_white_space(byte: &u8) -> bool {
    *byte == b' ' || is_control_space(byte)
}

fn is_control_space(byte: &u8) -> bool {
    matches!(byte, b'\t'..=b'\r')
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::*;
    use crate::name::string_type::StringType;

    fn normalized(string_type: StringType, bytes: &[u8]) -> String {
        let mut out = Buffer::new();
        push_text(&mut out, Text::new(string_type, bytes).unwrap());
        String::from_utf8(out.as_slice().to_vec()).unwrap()
    }

    #[test]
    fn ascii_letters_fold_and_others_do_not() {
        assert_eq!(normalized(StringType::Utf8, "AZ[@ÀÉ\u{212a}ſİ".as_bytes()), "az[@ÀÉ\u{212a}ſİ");
        assert_eq!(normalized(StringType::Latin1, b"A\xc0Z"), "aÀz");
        assert_eq!(normalized(StringType::Utf16, b"\0A\x21\x2a"), "a\u{212a}");
    }

    #[test]
    fn the_six_white_space_characters_are_trimmed_and_collapsed() {
        for space in ["\t", "\n", "\u{b}", "\u{c}", "\r", " ", " \t\r\n "] {
            let text: String = [space, "a", space, space, "b", space].concat();
            assert_eq!(normalized(StringType::Utf8, text.as_bytes()), "a b");
            let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert_eq!(normalized(StringType::Utf16, &wide), "a b");
        }
        assert_eq!(normalized(StringType::Utf8, b" \t "), "");
    }

    #[test]
    fn no_other_character_is_white_space_or_invisible() {
        for text in
            ["\0a", "a\u{85}b", "\u{a0}a", "a\u{200b}b", "\u{3000}", "a\u{1f}b", "\u{ad}", "\u{feff}a"]
        {
            assert_eq!(normalized(StringType::Utf8, text.as_bytes()), text);
        }
        assert_eq!(normalized(StringType::Latin1, b"\xa0a\x85"), "\u{a0}a\u{85}");
    }

    #[test]
    fn sixteen_attributes_are_sorted_without_the_heap() {
        let attribute = |last: u8| [b"\x30\x08\x06\x03\x55\x04", &[last][..], b"\x0c\x01X"].concat();
        let attributes: Vec<u8> = (1..=16).rev().flat_map(attribute).collect();
        let rdn = [&[0x31, 0x81, 160][..], &attributes].concat();
        let NormalForm(bytes) = Name::from_rdn_sequence(&rdn).unwrap().normal_form();
        assert!(!bytes.spilled());
        let expected = (1..=16).flat_map(|last| [3, 0x55, 4, last, 0, 0, 0, 0, 1, b'x']);
        assert!(bytes.iter().copied().eq([1, 0, 1, 0, 16].into_iter().chain(expected)));
    }
}
