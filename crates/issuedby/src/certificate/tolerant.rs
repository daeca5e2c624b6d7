//! Certificates for whoever shows them: read also where an extension cannot be.
//!
//! No verdict is about a certificate that was read so: the verifier reads the bytes itself, strictly.

use alloc::borrow::Cow;

use super::der::{Element, Reader};
use super::error::ParseError;
use super::extensions::{self, Parts};
use super::{Certificate, parse};

/// The parts of a certificate that may be unreadable.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Tolerance {
    /// None: the parser of every verdict.
    None,
    /// Extensions, which are then as good as absent.
    UnreadableExtensions,
}

impl<'a> Certificate<'a> {
    /// Parses the certificate at the start of `der`, also one of whose extensions some cannot be read.
    ///
    /// # Errors
    ///
    /// As [`Self::from_der_prefix`], except for extensions.
    pub(crate) fn from_der_tolerantly(der: &'a [u8]) -> Result<Self, ParseError> {
        let fields = parse::certificate_with(der, Tolerance::UnreadableExtensions)?;
        let (certificate, rest) = der.split_at_checked(fields.length).unwrap_or((der, &[]));
        Ok(Self { der: Cow::Borrowed(certificate), trailing: rest.len(), fields })
    }

    /// The extensions in their order, each with the offset of its start, readable or not. It ends after one whose end is not
    /// known.
    pub(crate) fn extension_parts(&self) -> impl Iterator<Item = (usize, Result<Parts<'_>, ParseError>)> {
        let list = self.fields.extensions.list;
        let mut reader = Reader::at(list.of(&self.der), list.start());
        let mut is_over = false;
        core::iter::from_fn(move || {
            if is_over || reader.is_at_end() {
                return None;
            }
            let start = reader.offset();
            let parts = extensions::parts(&mut reader);
            is_over = reader.offset() == start;
            Some((start, parts))
        })
    }

    /// The number of bytes after the certificate.
    pub(crate) fn trailing(&self) -> usize {
        self.trailing
    }
}

/// Tells whether an extKeyUsage can be read.
pub(crate) fn check_extended_key_usage(value: &Element<'_>) -> Result<(), ParseError> {
    extensions::extended_key_usage(value).map(drop)
}
