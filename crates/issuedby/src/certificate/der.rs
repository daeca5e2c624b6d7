//! A strict DER reader over a slice: definite minimal lengths, low tag numbers, no recursion.
//!
//! It is never laxer than the reader inside webpki (which refuses elements of 65 535 bytes and more), so
//! that a certificate which webpki reads in one way cannot be read in another way here.

use super::error::{ParseError, Problem};
use crate::der_length::{self, LengthFault};
use crate::reason::Reason;

/// Identifier bytes of the universal and context-specific types in a certificate (X.690 section 8.1.2).
pub(crate) mod tag {
    pub(crate) const BOOLEAN: u8 = 0x01;
    pub(crate) const INTEGER: u8 = 0x02;
    pub(crate) const BIT_STRING: u8 = 0x03;
    pub(crate) const OCTET_STRING: u8 = 0x04;
    pub(crate) const NULL: u8 = 0x05;
    pub(crate) const OBJECT_IDENTIFIER: u8 = 0x06;
    pub(crate) const UTC_TIME: u8 = 0x17;
    pub(crate) const GENERALIZED_TIME: u8 = 0x18;
    pub(crate) const SEQUENCE: u8 = 0x30;
    /// `[0] IMPLICIT`, primitive: the keyIdentifier of an authorityKeyIdentifier.
    pub(crate) const CONTEXT_0: u8 = 0x80;
    /// `[1]` and `[2] IMPLICIT` in it: the authorityCertIssuer and authorityCertSerialNumber.
    pub(crate) const CONTEXT_1_CONSTRUCTED: u8 = 0xa1;
    pub(crate) const CONTEXT_2: u8 = 0x82;
    /// `[0] EXPLICIT`: the version.
    pub(crate) const CONTEXT_0_CONSTRUCTED: u8 = 0xa0;
    /// `[1]` and `[2] IMPLICIT`: the unique identifiers of X.509 version 2.
    pub(crate) const UNIQUE_IDENTIFIERS: [u8; 2] = [0x81, 0x82];
    /// `[3] EXPLICIT`: the extensions.
    pub(crate) const CONTEXT_3_CONSTRUCTED: u8 = 0xa3;
}

/// The longest element, as webpki has it: contents of 65 535 bytes and more are refused.
const MAX_ELEMENT_SIZE: usize = 0xffff;

/// A position in a slice that remembers its offset from the start of the certificate.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    offset: usize,
}

/// One element: identifier byte and contents.
#[derive(Clone, Copy)]
pub(crate) struct Element<'a> {
    pub(crate) tag: u8,
    /// Offset of the identifier byte from the start of the certificate.
    pub(crate) offset: usize,
    /// Offset of the contents from the start of the certificate.
    pub(crate) contents_offset: usize,
    pub(crate) contents: &'a [u8],
}

impl<'a> Element<'a> {
    /// Bytes of the whole element.
    pub(crate) fn len(&self) -> usize {
        self.contents_offset.saturating_sub(self.offset).saturating_add(self.contents.len())
    }

    /// A reader over the contents.
    pub(crate) fn reader(&self) -> Reader<'a> {
        Reader { rest: self.contents, offset: self.contents_offset }
    }
}

impl<'a> Reader<'a> {
    pub(crate) fn new(input: &'a [u8]) -> Self {
        Self { rest: input, offset: 0 }
    }

    /// A reader over `input`, which stands at `offset` in the certificate.
    pub(crate) fn at(input: &'a [u8], offset: usize) -> Self {
        Self { rest: input, offset }
    }

    pub(crate) fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    pub(crate) fn offset(&self) -> usize {
        self.offset
    }

    /// The next bytes as they stand, at most so many.
    pub(crate) fn first_bytes(&self, length: usize) -> &'a [u8] {
        self.rest.get(..length).unwrap_or(self.rest)
    }

    pub(crate) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// The next element, whatever its type. `what` names it in the error.
    #[inline(always)]
    pub(crate) fn read(&mut self, what: &'static str) -> Result<Element<'a>, ParseError> {
        let (tag, header, length) = self.header(what)?;
        let parts = self.rest.get(header..).and_then(|after| after.split_at_checked(length));
        let Some((contents, rest)) = parts else {
            return Err(self.error(what, Problem::Truncated));
        };
        let contents_offset = self.offset.saturating_add(header);
        let element = Element { tag, offset: self.offset, contents_offset, contents };
        self.rest = rest;
        self.offset = contents_offset.saturating_add(length);
        Ok(element)
    }

    /// The next element, which must have this identifier byte.
    #[inline(always)]
    pub(crate) fn read_tagged(&mut self, tag: u8, what: &'static str) -> Result<Element<'a>, ParseError> {
        let offset = self.offset;
        let found = self.peek();
        match found {
            Some(first) if first == tag => self.read(what),
            Some(first) => {
                Err(ParseError::new(what, offset, Problem::UnexpectedTag { expected: tag, found: first }))
            }
            None => Err(ParseError::new(what, offset, Problem::Missing { expected: tag })),
        }
    }

    /// Nothing may be left.
    #[inline(always)]
    pub(crate) fn finish(&self, what: &'static str) -> Result<(), ParseError> {
        if self.rest.is_empty() { Ok(()) } else { Err(self.error(what, Problem::Trailing)) }
    }

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
            false => Err(ParseError::new(what, element.offset, Problem::Invalid("a BIT STRING in DER"))),
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
            _ => Err(ParseError::new(what, element.offset, Problem::Invalid("a BIT STRING of whole bytes"))),
        }
    }

    #[cold]
    pub(crate) fn error(&self, what: &'static str, problem: Problem) -> ParseError {
        ParseError::new(what, self.offset, problem)
    }

    /// Identifier byte, length of the header, length of the contents.
    #[inline(always)]
    fn header(&self, what: &'static str) -> Result<(u8, usize, usize), ParseError> {
        let fail = |problem| Err(self.error(what, problem));
        let (tag, rest) = match self.rest {
            [] => return fail(Problem::Truncated),
            [tag, ..] if tag & 0x1f == 0x1f => return fail(Problem::HighTagNumber),
            [tag, rest @ ..] => (*tag, rest),
        };
        let (bytes, length) = match der_length::length(rest) {
            Ok(found) => found,
            Err(LengthFault::Missing | LengthFault::Short { .. }) => return fail(Problem::Truncated),
            Err(LengthFault::Indefinite) => return fail(Problem::IndefiniteLength),
            Err(LengthFault::MoreThanFourBytes) => return fail(Problem::TooLong),
            Err(LengthFault::NotMinimal) => return fail(Problem::LengthNotMinimal),
        };
        if length >= MAX_ELEMENT_SIZE {
            return fail(Problem::TooLong);
        }
        Ok((tag, bytes.saturating_add(1), length))
    }
}

impl ParseError {
    #[cold]
    pub(crate) fn new(what: &'static str, offset: usize, problem: Problem) -> Self {
        let reason = match problem {
            Problem::TooManyExtensions => Reason::TooLarge,
            _ => Reason::Malformed,
        };
        Self { reason, what, offset, problem }
    }
}
