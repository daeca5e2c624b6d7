//! The part of Structured Field Values (RFC 9651 section 4.2) that RFC 9440 needs: items and lists of
//! byte sequences, with any parameters.

mod parameters;

use alloc::vec::Vec;

use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::{DecodeError, Engine};

use super::error::{ClientCertError, ClientCertErrorKind, Expected, Found};
use crate::diagnosis::{LooksLike, first_outside_base64};
use crate::limits::MAX_STRUCTURED_FIELD_SIZE;

/// Writes padding and zero pad bits; reads without either, as RFC 9651 section 4.2.7 says to.
pub(super) static BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// A byte sequence that has been delimited and not yet decoded.
pub(super) struct ByteSequence<'a> {
    /// The text between the colons.
    pub(super) base64: &'a [u8],
    /// The offset of the opening colon in the field value.
    pub(super) offset: usize,
}

impl ByteSequence<'_> {
    pub(super) fn decode(&self) -> Result<Vec<u8>, ClientCertError> {
        BASE64.decode(self.base64).map_err(|error| {
            let error = match first_outside_base64(self.base64) {
                Some((at, byte)) => DecodeError::InvalidByte(at, byte),
                None => error,
            };
            let (at, expected, found) = match error {
                DecodeError::InvalidByte(at, b'=') => {
                    (at, "padding only after 2 or 3 characters of the last group", Found::Byte(b'='))
                }
                DecodeError::InvalidByte(at, byte) => {
                    (at, "base64 (`A-Z`, `a-z`, `0-9`, `+`, `/`, `=`)", Found::Byte(byte))
                }
                _ => (
                    self.base64.len(),
                    "2 to 4 base64 characters in the last group",
                    Found::Text("one left over"),
                ),
            };
            let offset = self.offset.saturating_add(at).saturating_add(1);
            ClientCertError::new(ClientCertErrorKind::BadBase64, offset, Expected::Text(expected), found)
        })
    }
}

/// Reads one field value from its first byte to its last.
pub(super) struct Parser<'a> {
    rest: &'a [u8],
    length: usize,
    /// The number of members of a list that were read.
    members: usize,
}

impl<'a> Parser<'a> {
    /// Begins a field value: it must be ASCII, and spaces before its first item are skipped.
    pub(super) fn new(value: &'a [u8]) -> Result<Self, ClientCertError> {
        if value.len() > MAX_STRUCTURED_FIELD_SIZE {
            return Err(ClientCertError::field_too_large());
        }
        if !value.is_ascii() {
            let (offset, byte) = value
                .iter()
                .enumerate()
                .find(|(_, byte)| !byte.is_ascii())
                .map_or((0, 0), |(offset, byte)| (offset, *byte));
            return Err(ClientCertError::new(
                ClientCertErrorKind::NonAscii,
                offset,
                Expected::Text("ASCII"),
                Found::Byte(byte),
            ));
        }
        let mut parser = Self { rest: value, length: value.len(), members: 0 };
        parser.skip(|byte| byte == b' ');
        Ok(parser)
    }

    /// Reads the one item of a field that is an item: a byte sequence with its parameters.
    pub(super) fn item(&mut self) -> Result<ByteSequence<'a>, ClientCertError> {
        if self.rest.is_empty() {
            return Err(self.error(ClientCertErrorKind::EmptyField, "a certificate as `:base64:`"));
        }
        let value = self.rest;
        let item = self.byte_sequence().map_err(|error| error.which_looks_like(LooksLike::of(value)))?;
        self.parameters()?;
        Ok(item)
    }

    /// Checks that nothing but spaces follows the item.
    pub(super) fn end_of_item(&mut self) -> Result<(), ClientCertError> {
        let before = self.rest;
        self.skip(|byte| byte == b' ');
        match self.peek() {
            None => Ok(()),
            Some(b',') => Err(self.error(ClientCertErrorKind::SeveralValues, "one certificate")),
            Some(_) => {
                self.rest = before;
                Err(self.error(ClientCertErrorKind::TrailingCharacters, "the end of the value"))
            }
        }
    }

    /// Reads the next member of a list and the comma before it; `None` at the end of the list.
    pub(super) fn member(&mut self) -> Result<Option<ByteSequence<'a>>, ClientCertError> {
        if self.members > 0 {
            self.skip(|byte| matches!(byte, b' ' | b'\t'));
            match self.peek() {
                None => return Ok(None),
                Some(b',') => self.advance(),
                Some(_) => {
                    let kind = ClientCertErrorKind::TrailingCharacters;
                    return Err(self.error(kind, "`,` or the end of the value"));
                }
            }
            self.skip(|byte| matches!(byte, b' ' | b'\t'));
        } else if self.rest.is_empty() {
            return Ok(None);
        }
        self.members += 1;
        let member = Some(self.members);
        if matches!(self.peek(), None | Some(b',')) {
            let error = self.error(ClientCertErrorKind::EmptyMember, "a certificate as `:base64:`");
            return Err(error.in_member(member));
        }
        let item = self.byte_sequence().map_err(|error| error.in_member(member))?;
        self.parameters().map_err(|error| error.in_member(member))?;
        Ok(Some(item))
    }

    /// Reads from a `:` to the next one. The base64 between them is not looked at yet.
    fn byte_sequence(&mut self) -> Result<ByteSequence<'a>, ClientCertError> {
        let offset = self.offset();
        if self.peek() != Some(b':') {
            return Err(self.error(ClientCertErrorKind::NotByteSequence, "`:`"));
        }
        self.advance();
        let base64 = self.skip(|byte| byte != b':');
        if self.peek().is_none() {
            let kind = ClientCertErrorKind::UnterminatedByteSequence;
            return Err(self.error(kind, "a closing `:`"));
        }
        self.advance();
        Ok(ByteSequence { base64, offset })
    }

    fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    fn advance(&mut self) {
        self.rest = self.rest.get(1..).unwrap_or_default();
    }

    /// Takes the bytes up to the first that `wanted` refuses.
    fn skip(&mut self, wanted: impl Fn(u8) -> bool) -> &'a [u8] {
        let count = self.rest.iter().position(|byte| !wanted(*byte)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at_checked(count).unwrap_or((self.rest, &[]));
        self.rest = rest;
        taken
    }

    fn offset(&self) -> usize {
        self.length.saturating_sub(self.rest.len())
    }

    /// The error for whatever stands at the present offset.
    fn error(&self, kind: ClientCertErrorKind, expected: &'static str) -> ClientCertError {
        let found = self.peek().map_or(Found::Text("the end of the value"), Found::Byte);
        ClientCertError::new(kind, self.offset(), Expected::Text(expected), found)
    }
}
