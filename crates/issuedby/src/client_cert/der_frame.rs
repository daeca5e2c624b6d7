//! Whether bytes can be exactly one DER certificate, as far as its outermost header can say.

use super::error::{ClientCertError, ClientCertErrorKind, Expected, Found};
use crate::der_length::{self, LengthFault};

const SEQUENCE: u8 = 0x30;

/// Checks that `der` is one SEQUENCE of definite, minimal length with nothing after it (RFC 9440
/// section 2.1, X.690 section 10.1). `offset` is where its base64 begins, for the error.
pub(super) fn check(der: &[u8], offset: usize) -> Result<(), ClientCertError> {
    use ClientCertErrorKind::{NotDer, PemInside, TrailingData, Truncated};

    let error = |kind, expected, found| Err(ClientCertError::new(kind, offset, expected, found));
    let start = "a DER certificate (first byte 0x30)";
    let length = "a definite length in as few bytes as possible (DER)";
    if der.trim_ascii_start().starts_with(b"-----BEGIN") {
        return error(PemInside, Expected::Text(start), Found::Text("PEM text"));
    }
    let rest = match der {
        [SEQUENCE, rest @ ..] => rest,
        [tag, ..] => return error(NotDer, Expected::Text(start), Found::Byte(*tag)),
        [] => return error(NotDer, Expected::Text(start), Found::Text("nothing")),
    };
    let (bytes, declared) = match der_length::length(rest) {
        Ok(found) => found,
        Err(LengthFault::Missing) => {
            return error(Truncated, Expected::Text("a length"), Found::Text("the end"));
        }
        Err(LengthFault::Indefinite) => {
            return error(NotDer, Expected::Text(length), Found::Text("an indefinite length (BER)"));
        }
        Err(LengthFault::NotMinimal) => {
            return error(NotDer, Expected::Text(length), Found::Text("a longer form"));
        }
        Err(LengthFault::Short { .. } | LengthFault::MoreThanFourBytes) => {
            let found = Found::Text("a length that the bytes after it do not reach");
            return error(Truncated, Expected::Text("a whole certificate"), found);
        }
    };
    let contents = rest.get(bytes..).unwrap_or_default();
    match contents.len() {
        present if present < declared => error(Truncated, Expected::Bytes(declared), Found::Bytes(present)),
        present if present > declared => {
            error(TrailingData, Expected::Bytes(declared), Found::Bytes(present))
        }
        _ => Ok(()),
    }
}
