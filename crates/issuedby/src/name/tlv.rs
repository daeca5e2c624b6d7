//! A reader of DER elements: identifier bytes, a definite minimal length, contents (X.690 sections 8.1, 10.1).

use super::error::{Fault, NameError};
use crate::der_length::{self, LengthFault};

/// One DER element.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tlv<'a> {
    /// The first identifier byte; its low five bits are all set when the tag number has bytes of its own.
    pub(crate) tag: u8,
    /// The whole element, header included.
    pub(crate) der: &'a [u8],
    /// The contents, without the header.
    pub(crate) contents: &'a [u8],
    /// Where the contents start, in what the outermost reader was given.
    pub(crate) offset: usize,
}

impl<'a> Tlv<'a> {
    /// A reader of the elements inside this one.
    pub(crate) fn reader(&self) -> Reader<'a> {
        Reader { rest: self.contents, offset: self.offset }
    }
}

/// Reads one element after the other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    offset: usize,
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(input: &'a [u8]) -> Self {
        Self { rest: input, offset: 0 }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Where the next element starts.
    pub(crate) const fn offset(&self) -> usize {
        self.offset
    }

    /// Reads one element; `expected` names it for the error.
    #[inline]
    pub(crate) fn read(&mut self, expected: &'static str) -> Result<Tlv<'a>, NameError> {
        let whole = self.rest;
        // Nearly every element of a name has one tag byte and a length below 128.
        let (tag, header, length) = match *whole {
            [tag, length @ 0..=0x7f, ..] if tag & 0x1f != 0x1f => (tag, 2, usize::from(length)),
            _ => header(whole, self.offset, expected)?,
        };
        let left = whole.len().saturating_sub(header);
        let fault = Fault::Short { bytes: length, left };
        let short = NameError::new(fault, self.offset.saturating_add(header));
        let (der, rest) = whole.split_at_checked(header.saturating_add(length)).ok_or(short)?;
        let (_, contents) = der.split_at_checked(header).ok_or(short)?;
        let offset = self.offset.saturating_add(header);
        self.rest = rest;
        self.offset = offset.saturating_add(length);
        Ok(Tlv { tag, der, contents, offset })
    }

    /// Reads one element that must have this tag.
    #[inline]
    pub(crate) fn read_tagged(&mut self, tag: u8, expected: &'static str) -> Result<Tlv<'a>, NameError> {
        let offset = self.offset;
        let tlv = self.read(expected)?;
        if tlv.tag != tag {
            return Err(NameError::new(Fault::OtherTag { expected, found: tlv.tag }, offset));
        }
        Ok(tlv)
    }

    /// Refuses anything that is left, which follows `after`.
    #[inline]
    pub(crate) fn finish(&self, after: &'static str) -> Result<(), NameError> {
        if self.rest.is_empty() {
            return Ok(());
        }
        Err(NameError::new(Fault::Trailing { after, bytes: self.rest.len() }, self.offset))
    }
}

/// The first identifier byte, the bytes of the whole header, and the length that it tells.
#[cold]
fn header(whole: &[u8], start: usize, expected: &'static str) -> Result<(u8, usize, usize), NameError> {
    let fail = |fault, at: usize| Err(NameError::new(fault, start.saturating_add(at)));
    let Some((&tag, mut rest)) = whole.split_first() else {
        return fail(Fault::NoElement { expected }, 0);
    };
    if tag & 0x1f == 0x1f {
        match high_tag_bytes(rest) {
            Ok(bytes) => rest = rest.get(bytes..).unwrap_or_default(),
            Err(fault) => return fail(fault, 0),
        }
    }
    let before_length = whole.len().saturating_sub(rest.len());
    let fault = match der_length::length(rest) {
        Ok((bytes, length)) => return Ok((tag, before_length.saturating_add(bytes), length)),
        Err(LengthFault::Missing) => Fault::NoLength,
        Err(LengthFault::Indefinite) => Fault::NotDer("an indefinite length"),
        Err(LengthFault::MoreThanFourBytes) => Fault::NotDer("a length of more than 4 bytes"),
        Err(LengthFault::Short { bytes, left }) => Fault::ShortLength { bytes, left },
        Err(LengthFault::NotMinimal) => Fault::NotDer("a length that is not minimal"),
    };
    fail(fault, before_length)
}

/// How many bytes a high tag number takes (X.690 section 8.1.2.4): at most four, so below 2^28.
fn high_tag_bytes(bytes: &[u8]) -> Result<usize, Fault> {
    match *bytes {
        [0x80, ..] => Err(Fault::NotDer("a padded tag number")),
        [0..=0x1e, ..] => Err(Fault::NotDer("a low tag number in the high form")),
        [0..=0x7f, ..] => Ok(1),
        [_, 0..=0x7f, ..] => Ok(2),
        [_, _, 0..=0x7f, ..] => Ok(3),
        [_, _, _, 0..=0x7f, ..] => Ok(4),
        [_, _, _, _, _, ..] => Err(Fault::NotDer("a tag number of more than 28 bits")),
        _ => Err(Fault::NoLength),
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;
    use crate::name::NameErrorKind;

    fn read(input: &[u8]) -> Result<(u8, usize, usize), (NameErrorKind, usize)> {
        let mut reader = Reader::new(input);
        match reader.read("an element") {
            Ok(tlv) => Ok((tlv.tag, tlv.offset, tlv.contents.len())),
            Err(error) => Err((error.kind(), error.offset())),
        }
    }

    #[test]
    fn lengths_are_definite_and_minimal() {
        assert_eq!(read(&[0x0c, 0]), Ok((0x0c, 2, 0)));
        let mut long = vec![0x0c, 0x81, 0x80];
        long.extend([0; 128]);
        assert_eq!(read(&long), Ok((0x0c, 3, 128)));
        assert_eq!(read(&[0x0c, 0x80, 0, 0]), Err((NameErrorKind::NotDer, 1)));
        assert_eq!(read(&[0x0c, 0x81, 0x7f]), Err((NameErrorKind::NotDer, 1)));
        assert_eq!(read(&[0x0c, 0x82, 0x00, 0x80]), Err((NameErrorKind::NotDer, 1)));
        assert_eq!(read(&[0x0c, 0x85, 1, 0, 0, 0, 0]), Err((NameErrorKind::NotDer, 1)));
        assert_eq!(read(&[0x0c, 0xff]), Err((NameErrorKind::NotDer, 1)));
    }

    #[test]
    fn what_ends_early_is_truncated() {
        assert_eq!(read(&[]), Err((NameErrorKind::Truncated, 0)));
        assert_eq!(read(&[0x0c]), Err((NameErrorKind::Truncated, 1)));
        assert_eq!(read(&[0x0c, 0x82, 0x01]), Err((NameErrorKind::Truncated, 1)));
        assert_eq!(read(&[0x0c, 2, 0x41]), Err((NameErrorKind::Truncated, 2)));
        assert_eq!(read(&[0x0c, 0x84, 0xff, 0xff, 0xff, 0xff]), Err((NameErrorKind::Truncated, 6)));
        assert_eq!(read(&[0xbf, 0x81]), Err((NameErrorKind::Truncated, 0)));
    }

    #[test]
    fn high_tag_numbers_are_minimal_and_below_2_to_the_28() {
        assert_eq!(read(&[0xbf, 0x1f, 0]), Ok((0xbf, 3, 0)));
        assert_eq!(read(&[0xbf, 0x81, 0x00, 0]), Ok((0xbf, 4, 0)));
        assert_eq!(read(&[0xbf, 0xff, 0xff, 0xff, 0x7f, 0]), Ok((0xbf, 6, 0)));
        assert_eq!(read(&[0xbf, 0x1e, 0]), Err((NameErrorKind::NotDer, 0)));
        assert_eq!(read(&[0xbf, 0x80, 0x1f, 0]), Err((NameErrorKind::NotDer, 0)));
        assert_eq!(read(&[0xbf, 0x81, 0x80, 0x80, 0x80, 0x00, 0]), Err((NameErrorKind::NotDer, 0)));
    }

    #[test]
    fn offsets_count_from_the_outermost_input() {
        let mut outer = Reader::new(&[0x30, 3, 0x0c, 1, 0x41]);
        let mut inner = outer.read("a SEQUENCE").unwrap().reader();
        assert!(outer.is_empty());
        assert_eq!(inner.read_tagged(0x13, "a PrintableString").unwrap_err().offset(), 2);
    }
}
