//! The outermost header of a certificate in a field: one DER SEQUENCE and nothing after it.

use super::error::{ClientCertError, ClientCertErrorKind, Expected, Found};
use crate::der::{DerError, DerFault, LengthFault, Reader, Rules};
use crate::tag;

/// The rules of the outermost element; the field and the certificate have limits of their own.
#[derive(Clone, Copy, Debug)]
struct FrameRules;

impl Rules for FrameRules {
    const HIGH_TAG_NUMBERS: bool = false;
    const OTHER_TAG_FIRST: bool = true;
    const MAX_CONTENTS_SIZE: usize = usize::MAX;
    type Error = DerError;
}

/// Checks that `der` is one SEQUENCE of definite, minimal length with nothing after it (RFC 9440
/// section 2.1, X.690 section 10.1). `offset` is where its base64 begins, for the error.
pub(super) fn check(der: &[u8], offset: usize) -> Result<(), ClientCertError> {
    const WHAT: &str = "a DER certificate (first byte 0x30)";
    let expected = Expected::Text(WHAT);
    let not = |kind, found| Err(ClientCertError::new(kind, offset, expected, found));
    if der.trim_ascii_start().starts_with(b"-----BEGIN") {
        return not(ClientCertErrorKind::PemInside, Found::Text("PEM text"));
    }
    match der.first() {
        None => return not(ClientCertErrorKind::NotDer, Found::Text("nothing")),
        Some(&tag::SEQUENCE) => {}
        Some(other) => return not(ClientCertErrorKind::NotDer, Found::Byte(*other)),
    }
    let mut size = 0;
    let whole = Reader::<'_, FrameRules>::new(der).read_all(WHAT, |reader| {
        size = reader.read(WHAT)?.contents.len();
        Ok(())
    });
    whole.map_err(|error| of_der(error.fault, size, offset))
}

/// The error of the reader in the words of the field; `size` is that of the contents, if they could be read.
fn of_der(fault: DerFault, size: usize, offset: usize) -> ClientCertError {
    use ClientCertErrorKind::{NotDer, TrailingData, Truncated};

    const LENGTH: Expected = Expected::Text("a definite length in as few bytes as possible (DER)");
    let (kind, expected, found) = match fault {
        DerFault::Length(LengthFault::Missing) => {
            (Truncated, Expected::Text("a length"), Found::Text("the end"))
        }
        DerFault::Length(LengthFault::Indefinite) => {
            (NotDer, LENGTH, Found::Text("an indefinite length (BER)"))
        }
        DerFault::Length(LengthFault::NotMinimal) => (NotDer, LENGTH, Found::Text("a longer form")),
        DerFault::Short { bytes, left } => (Truncated, Expected::Bytes(bytes), Found::Bytes(left)),
        DerFault::Trailing { bytes } => {
            (TrailingData, Expected::Bytes(size), Found::Bytes(size.saturating_add(bytes)))
        }
        _ => {
            let found = Found::Text("a length that the bytes after it do not reach");
            (Truncated, Expected::Text("a whole certificate"), found)
        }
    };
    ClientCertError::new(kind, offset, expected, found)
}
