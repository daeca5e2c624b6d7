//! The DER reader under the rules of names: values may have any tag number below 2^28.

use super::error::{NameError, NameFault};
use crate::der::{self, DerError, DerFault, LengthFault, Rules};

/// The rules of the DER in names, whose size [`MAX_NAME_SIZE`](crate::limits::MAX_NAME_SIZE) bounds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NameRules;

impl Rules for NameRules {
    const HIGH_TAG_NUMBERS: bool = true;
    const OTHER_TAG_FIRST: bool = false;
    const MAX_CONTENTS_SIZE: usize = usize::MAX;
    type Error = NameError;
}

pub(crate) type Reader<'a> = der::Reader<'a, NameRules>;
pub(crate) type Element<'a> = der::Element<'a, NameRules>;

impl From<DerError> for NameError {
    #[cold]
    fn from(error: DerError) -> Self {
        let fault = match error.fault {
            DerFault::NoElement { .. } => NameFault::NoElement { expected: error.what },
            DerFault::OtherTag { found, .. } => NameFault::OtherTag { expected: error.what, found },
            DerFault::HighTagNumber | DerFault::TagNumberTooLarge => {
                NameFault::NotDer("a tag number of more than 28 bits")
            }
            DerFault::PaddedTagNumber => NameFault::NotDer("a padded tag number"),
            DerFault::LowTagNumberInHighForm => NameFault::NotDer("a low tag number in the high form"),
            DerFault::TagNumberCutOff | DerFault::Length(LengthFault::Missing) => NameFault::NoLength,
            DerFault::Length(LengthFault::Indefinite) => NameFault::NotDer("an indefinite length"),
            DerFault::Length(LengthFault::MoreThanFourBytes) | DerFault::TooLong => {
                NameFault::NotDer("a length of more than 4 bytes")
            }
            DerFault::Length(LengthFault::Short { bytes, left }) => NameFault::ShortLength { bytes, left },
            DerFault::Length(LengthFault::NotMinimal) => NameFault::NotDer("a length that is not minimal"),
            DerFault::Short { bytes, left } => NameFault::Short { bytes, left },
            DerFault::Trailing { bytes } => NameFault::Trailing { after: error.what, bytes },
        };
        Self::new(fault, error.offset)
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
            Ok(element) => Ok((element.tag, element.contents_offset, element.contents.len())),
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
        assert!(outer.is_at_end());
        assert_eq!(inner.read_tagged(0x13, "a PrintableString").unwrap_err().offset(), 2);
    }
}
