//! The DER reader under the rules of certificates, which are those of the reader inside webpki.
//!
//! It is never laxer than webpki, so that one certificate cannot be read in two ways.

use super::error::{ParseError, ParseFault};
use crate::der::{self, DerError, DerFault, LengthFault, Rules};
use crate::tag;

/// The rules of the DER in certificates: low tag numbers, and contents of at most 65 534 bytes, as webpki has it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CertificateRules;

impl Rules for CertificateRules {
    const HIGH_TAG_NUMBERS: bool = false;
    const OTHER_TAG_FIRST: bool = true;
    const MAX_CONTENTS_SIZE: usize = 0xfffe;
    type Error = ParseError;
}

pub(crate) type Reader<'a> = der::Reader<'a, CertificateRules>;
pub(crate) type Element<'a> = der::Element<'a, CertificateRules>;

impl<'a> Reader<'a> {
    /// The contents of a BIT STRING in DER: the number of unused bits, then bytes in which those bits are 0.
    pub(crate) fn bit_string(&mut self, tag: u8, what: &'static str) -> Result<&'a [u8], ParseError> {
        let element = self.read_tagged(tag, what)?;
        let is_bit_string = match element.contents {
            [0, ..] => true,
            [unused @ 1..=7, .., last] => last.trailing_zeros() >= u32::from(*unused),
            _ => false,
        };
        match is_bit_string {
            true => Ok(element.contents),
            false => Err(ParseError::new(what, element.offset, ParseFault::Invalid("a BIT STRING in DER"))),
        }
    }

    /// The contents of a BIT STRING with no unused bits (keys and signatures).
    pub(crate) fn whole_byte_bit_string(
        &mut self,
        what: &'static str,
    ) -> Result<(usize, &'a [u8]), ParseError> {
        let element = self.read_tagged(tag::BIT_STRING, what)?;
        match element.contents.split_first() {
            Some((0, bytes)) => Ok((element.contents_offset.saturating_add(1), bytes)),
            _ => {
                Err(ParseError::new(what, element.offset, ParseFault::Invalid("a BIT STRING of whole bytes")))
            }
        }
    }
}

impl From<DerError> for ParseError {
    #[cold]
    fn from(error: DerError) -> Self {
        let fault = match error.fault {
            DerFault::NoElement { expected: Some(expected) } => ParseFault::Missing { expected },
            DerFault::NoElement { expected: None }
            | DerFault::Short { .. }
            | DerFault::TagNumberCutOff
            | DerFault::Length(LengthFault::Missing | LengthFault::Short { .. }) => ParseFault::Truncated,
            DerFault::OtherTag { expected, found } => ParseFault::UnexpectedTag { expected, found },
            DerFault::HighTagNumber
            | DerFault::PaddedTagNumber
            | DerFault::LowTagNumberInHighForm
            | DerFault::TagNumberTooLarge => ParseFault::HighTagNumber,
            DerFault::Length(LengthFault::Indefinite) => ParseFault::IndefiniteLength,
            DerFault::Length(LengthFault::NotMinimal) => ParseFault::LengthNotMinimal,
            DerFault::Length(LengthFault::MoreThanFourBytes) | DerFault::TooLong => ParseFault::TooLong,
            DerFault::Trailing { .. } => ParseFault::Trailing,
        };
        Self::new(error.what, error.element, fault)
    }
}
