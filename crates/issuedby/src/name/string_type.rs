//! The string types of attribute values, and how their bytes become characters.

use alloc::borrow::Cow;
use alloc::string::String;
use core::str;

use super::error::NameFault;

/// The decoding of a string type's bytes to characters.
///
/// Every type of eight-bit characters is read as Latin-1, whatever its standard says: that is how
/// OpenSSL, NSS, Java and Node read them, it cannot fail, and it joins no two names that print
/// differently. TeletexString in the wild is Latin-1; PrintableStrings with `@`, `&` or `_` are common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StringType {
    /// NumericString, PrintableString, TeletexString, IA5String, UTCTime, GeneralizedTime, VisibleString.
    Latin1,
    /// UTF8String, strictly: nothing overlong, no surrogates.
    Utf8,
    /// BMPString, as UTF-16 with the high byte first: Windows writes surrogate pairs. Lone surrogates
    /// are refused.
    Utf16,
    /// UniversalString, as UTF-32 with the high byte first: at most U+10FFFF, no surrogates.
    Utf32,
}

impl StringType {
    /// The string type of a first identifier byte; `None` where the value is opaque.
    ///
    /// DER has no constructed strings (X.690 section 10.2), so those are refused here.
    #[inline]
    pub(crate) fn of_tag(tag: u8) -> Result<Option<Self>, NameFault> {
        let string_type = match tag & !CONSTRUCTED {
            12 => Self::Utf8,
            18 | 19 | 20 | 22 | 23 | 24 | 26 => Self::Latin1,
            28 => Self::Utf32,
            30 => Self::Utf16,
            _ => return Ok(None),
        };
        if tag & CONSTRUCTED != 0 {
            return Err(NameFault::NotDer("a constructed string"));
        }
        Ok(Some(string_type))
    }
}

const CONSTRUCTED: u8 = 0x20;

/// The contents of a string, with its type.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text<'a> {
    string_type: StringType,
    bytes: &'a [u8],
}

impl<'a> Text<'a> {
    /// Checks every byte; nothing can fail afterwards.
    #[inline]
    pub(crate) fn new(string_type: StringType, bytes: &'a [u8]) -> Result<Self, NameFault> {
        let text = Self { string_type, bytes };
        match string_type {
            StringType::Latin1 => Ok(text),
            StringType::Utf8 => match str::from_utf8(bytes) {
                Ok(_) => Ok(text),
                Err(error) => Err(NameFault::BadString { expected: "UTF-8", valid: error.valid_up_to() }),
            },
            StringType::Utf16 => text.check_units("UTF-16, high byte first"),
            StringType::Utf32 => text.check_units("UTF-32, high byte first"),
        }
    }

    /// Makes the text of bytes that [`Text::new`] has checked before.
    pub(crate) const fn checked(string_type: StringType, bytes: &'a [u8]) -> Self {
        Self { string_type, bytes }
    }

    /// The bytes, where they are UTF-8 as they stand: of a UTF8String, and of ASCII in an eight-bit type.
    #[inline]
    pub(crate) fn utf8(&self) -> Option<&'a [u8]> {
        match self.string_type {
            StringType::Utf8 => Some(self.bytes),
            StringType::Latin1 if self.bytes.is_ascii() => Some(self.bytes),
            StringType::Latin1 | StringType::Utf16 | StringType::Utf32 => None,
        }
    }

    /// The characters.
    pub(crate) fn chars(&self) -> Chars<'a> {
        match self.string_type {
            StringType::Latin1 => Chars::Latin1(self.bytes),
            StringType::Utf8 => Chars::Utf8(str::from_utf8(self.bytes).unwrap_or_default().chars()),
            StringType::Utf16 => Chars::Utf16(self.bytes),
            StringType::Utf32 => Chars::Utf32(self.bytes),
        }
    }

    /// The whole text, borrowed where the bytes are UTF-8 as they stand.
    pub(crate) fn to_str(self) -> Cow<'a, str> {
        match self.utf8().map(str::from_utf8) {
            Some(Ok(text)) => Cow::Borrowed(text),
            _ => Cow::Owned(self.chars().collect::<String>()),
        }
    }

    fn check_units(self, expected: &'static str) -> Result<Self, NameFault> {
        let mut chars = self.chars();
        while chars.next().is_some() {}
        match chars.rest().len() {
            0 => Ok(self),
            left => Err(NameFault::BadString { expected, valid: self.bytes.len().saturating_sub(left) }),
        }
    }
}

/// The characters of a [`Text`]; it stops before the first byte that does not decode.
#[derive(Debug, Clone)]
pub(crate) enum Chars<'a> {
    Latin1(&'a [u8]),
    Utf8(str::Chars<'a>),
    Utf16(&'a [u8]),
    Utf32(&'a [u8]),
}

impl Chars<'_> {
    /// The bytes that are not decoded yet.
    fn rest(&self) -> &[u8] {
        match self {
            Self::Latin1(rest) | Self::Utf16(rest) | Self::Utf32(rest) => rest,
            Self::Utf8(chars) => chars.as_str().as_bytes(),
        }
    }
}

impl Iterator for Chars<'_> {
    type Item = char;

    #[inline]
    fn next(&mut self) -> Option<char> {
        match self {
            Self::Latin1(rest) => rest.split_off_first().copied().map(char::from),
            Self::Utf8(chars) => chars.next(),
            Self::Utf16(rest) => {
                let (&unit, after) = rest.split_first_chunk::<2>()?;
                if let Some(character) = char::from_u32(u32::from(u16::from_be_bytes(unit))) {
                    *rest = after;
                    return Some(character);
                }
                let (&pair, after) = rest.split_first_chunk::<4>()?;
                let character = surrogate_pair(pair)?;
                *rest = after;
                Some(character)
            }
            Self::Utf32(rest) => {
                let (&unit, after) = rest.split_first_chunk::<4>()?;
                let character = char::from_u32(u32::from_be_bytes(unit))?;
                *rest = after;
                Some(character)
            }
        }
    }
}

/// The character of a high and a low surrogate, in this order.
fn surrogate_pair([a, b, c, d]: [u8; 4]) -> Option<char> {
    char::decode_utf16([u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d])]).next()?.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(tag: u8, bytes: &[u8]) -> Result<Option<String>, NameFault> {
        let Some(string_type) = StringType::of_tag(tag)? else { return Ok(None) };
        Text::new(string_type, bytes).map(|text| Some(text.to_str().into_owned()))
    }

    fn valid_bytes(tag: u8, bytes: &[u8]) -> Option<usize> {
        match decode(tag, bytes) {
            Err(NameFault::BadString { valid, .. }) => Some(valid),
            _ => None,
        }
    }

    #[test]
    fn every_eight_bit_type_is_latin_1() {
        for tag in [18, 19, 20, 22, 23, 24, 26] {
            assert_eq!(decode(tag, b"Caf\xe9\x00").unwrap().as_deref(), Some("Caf\u{e9}\0"));
        }
    }

    #[test]
    fn utf8_is_strict() {
        assert_eq!(decode(12, "Café 🔐".as_bytes()).unwrap().as_deref(), Some("Café 🔐"));
        for bad in [&b"a\xc0\xaf"[..], b"a\xed\xa0\x80", b"a\xe9", b"a\xf4\x90\x80\x80"] {
            assert_eq!(valid_bytes(12, bad), Some(1), "{bad:02x?}");
        }
    }

    #[test]
    fn a_bmp_string_is_utf16_with_pairs() {
        assert_eq!(decode(30, b"\0a\xd8\x3d\xdd\x10").unwrap().as_deref(), Some("a🔐"));
        for bad in [&b"\0a\0"[..], b"\0a\xd8\x3d", b"\0a\xd8\x3d\0a", b"\0a\xdd\x10", b"\0a\xdd\x10\xd8\x3d"]
        {
            assert_eq!(valid_bytes(30, bad), Some(2), "{bad:02x?}");
        }
    }

    #[test]
    fn a_universal_string_is_utf32() {
        assert_eq!(decode(28, b"\0\0\0a\0\x01\xf5\x10").unwrap().as_deref(), Some("a🔐"));
        for bad in [&b"\0\0\0a\0"[..], b"\0\0\0a\0\x11\0\0", b"\0\0\0a\0\0\xd8\x3d"] {
            assert_eq!(valid_bytes(28, bad), Some(4), "{bad:02x?}");
        }
    }

    #[test]
    fn constructed_strings_are_refused() {
        for tag in [12, 18, 19, 20, 22, 23, 24, 26, 28, 30] {
            assert!(matches!(StringType::of_tag(tag | 0x20), Err(NameFault::NotDer(_))), "{tag}");
        }
    }

    #[test]
    fn everything_else_is_opaque() {
        let strings = [12, 18, 19, 20, 22, 23, 24, 26, 28, 30];
        for tag in 0..=0xff_u8 {
            let opaque = StringType::of_tag(tag) == Ok(None);
            assert_eq!(opaque, !strings.contains(&(tag & !0x20)), "{tag:#x}");
        }
    }

    #[test]
    fn empty_strings_are_strings() {
        for tag in [12, 19, 28, 30] {
            assert_eq!(decode(tag, b"").unwrap().as_deref(), Some(""));
        }
    }
}
