//! The HTTP fields `Client-Cert` and `Client-Cert-Chain` (RFC 9440): certificates as text in a request.
//!
//! Field values are bytes as they stand in the message, without the name and without the optional
//! whitespace that an HTTP parser trims. Certificates are DER bytes.

mod chain;
mod der_frame;
mod error;
mod structured_field;

use alloc::string::String;
use alloc::vec::Vec;

use base64::Engine;

use crate::limits::MAX_CLIENT_CERT_SIZE;
use structured_field::{BASE64, ByteSequence, Parser};

pub use chain::ChainLint;
pub use error::{ClientCertError, ClientCertErrorKind};

/// The registered name of the field that carries the client's own certificate (RFC 9440 section 5).
///
/// HTTP compares field names without regard to case.
pub const CLIENT_CERT: &str = "Client-Cert";

/// The registered name of the field that carries the certificates the client sent along (RFC 9440
/// section 5).
pub const CLIENT_CERT_CHAIN: &str = "Client-Cert-Chain";

/// The operations on RFC 9440 field values.
///
/// **None of them says anything about verification.** `encode` writes whatever bytes it is given, and
/// `decode` shows only that a value is well formed. Recipients read the presence of the field as "the
/// proxy has validated this certificate" (RFC 9440 section 2.4): encode only what was verified, or send
/// the verdict along. Two values can differ and hold one certificate, so hash, cache and compare the
/// decoded DER, never the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientCert;

impl ClientCert {
    /// Writes a certificate as the value of `Client-Cert`: `:`, padded base64 of the DER, `:`.
    ///
    /// Nothing is verified or even parsed; see [`ClientCert`]. RFC 9440 section 2.1, RFC 9651 section
    /// 4.1.8.
    pub fn encode(der: &[u8]) -> String {
        let mut value = String::new();
        Self::encode_into(der, &mut value);
        value
    }

    /// Appends to `out` what [`ClientCert::encode`] returns, with one reservation.
    pub fn encode_into(der: &[u8], out: &mut String) {
        // No slice is longer than isize::MAX, so four thirds of its length and two fit in usize.
        out.reserve(der.len().div_ceil(3) * 4 + 2);
        out.push(':');
        BASE64.encode_string(der, out);
        out.push(':');
    }

    /// Reads the certificate from the value of one `Client-Cert` field line.
    ///
    /// Accepts all that RFC 9651 says a recipient should accept: missing padding, pad bits that are not
    /// zero, spaces around the item, parameters (which must be well formed and are then ignored). The
    /// bytes must be one DER SEQUENCE and nothing else; what is inside it is the verifier's to evaluate.
    ///
    /// # Errors
    /// [`ClientCertError`] for anything else. RFC 9651 section 4.2 lets a recipient either treat the
    /// field as absent or refuse the message; it never lets it use a part.
    pub fn decode(value: &[u8]) -> Result<Vec<u8>, ClientCertError> {
        let mut parser = Parser::new(value)?;
        let item = parser.item()?;
        parser.end_of_item()?;
        certificate(&item, None)
    }

    /// Reads the certificate from all the lines of a message whose name is `Client-Cert`.
    ///
    /// No line gives `None`. Several lines are an error whatever they hold, never the first or the last
    /// of them (RFC 9440 section 2.2).
    ///
    /// # Errors
    /// [`ClientCertErrorKind::SeveralFieldLines`], and those of [`ClientCert::decode`].
    pub fn decode_lines<'a>(
        lines: impl IntoIterator<Item = &'a [u8]>,
    ) -> Result<Option<Vec<u8>>, ClientCertError> {
        let mut lines = lines.into_iter();
        let Some(value) = lines.next() else { return Ok(None) };
        if lines.next().is_some() {
            return Err(ClientCertError::several_field_lines());
        }
        Self::decode(value).map(Some)
    }

    /// Tells whether `value` is, byte for byte, what [`ClientCert::encode`] writes for the certificate it
    /// holds.
    ///
    /// False for values that decode but have other padding, pad bits, spaces or parameters, and for
    /// values that do not decode.
    pub fn is_canonical(value: &[u8]) -> bool {
        Self::decode(value).is_ok_and(|der| Self::encode(&der).as_bytes() == value)
    }
}

/// Decodes one byte sequence that must be a certificate; `member` is its place in a list, from 1.
fn certificate(item: &ByteSequence<'_>, member: Option<usize>) -> Result<Vec<u8>, ClientCertError> {
    let found = || {
        if item.base64.is_empty() {
            return Err(ClientCertError::empty_byte_sequence(item.offset));
        }
        // The text may be one group longer than the limit, its bytes may not: both are looked at, so
        // that nothing large is decoded.
        if item.base64.len() > MAX_CLIENT_CERT_SIZE.div_ceil(3) * 4 {
            return Err(ClientCertError::certificate_too_large(item.offset));
        }
        let der = item.decode()?;
        if der.len() > MAX_CLIENT_CERT_SIZE {
            return Err(ClientCertError::certificate_too_large(item.offset));
        }
        der_frame::check(&der, item.offset)?;
        Ok(der)
    };
    found().map_err(|error| error.in_member(member))
}
