//! The authorityKeyIdentifier: which key signed a certificate (RFC 5280 section 4.2.1.1).

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::names::{self, InspectedName};
use super::truncated::Truncated;
use crate::certificate::der::Element;
use crate::certificate::extensions::only_sequence;
use crate::certificate::{ParseError, SerialNumber};
use crate::tag;

/// The key that signed a certificate.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct AuthorityKey {
    /// The keyIdentifier.
    pub key_identifier: Option<Vec<u8>>,
    /// The authorityCertIssuer: the issuer of the certificate with that key.
    pub issuer: Vec<InspectedName>,
    /// The authorityCertSerialNumber: the serial number of that certificate, as verdicts write it.
    pub serial_number: Option<String>,
}

/// `AuthorityKeyIdentifier ::= SEQUENCE { keyIdentifier [0] OPTIONAL, authorityCertIssuer [1] OPTIONAL,
/// authorityCertSerialNumber [2] OPTIONAL }`
pub(super) fn read(value: &Element<'_>, truncated: &mut Truncated) -> Result<AuthorityKey, ParseError> {
    const WHAT: &str = "the authorityKeyIdentifier";
    only_sequence(value, WHAT)?.reader().read_all(WHAT, |reader| {
        let mut found = AuthorityKey::default();
        if reader.peek() == Some(tag::CONTEXT_0) {
            found.key_identifier = Some(reader.read(WHAT)?.contents.to_vec());
        }
        if reader.peek() == Some(tag::CONTEXT_1_CONSTRUCTED) {
            found.issuer = names::general_names(&reader.read(WHAT)?, "authorityCertIssuer", truncated)?;
        }
        if reader.peek() == Some(tag::CONTEXT_2) {
            found.serial_number = Some(SerialNumber(reader.read(WHAT)?.contents).to_string());
        }
        Ok(found)
    })
}
