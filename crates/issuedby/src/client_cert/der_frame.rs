//! Whether octets can be exactly one DER certificate, as far as its outermost header can say.

use super::error::{ClientCertError, ClientCertErrorKind, Expected, Found};

const SEQUENCE: u8 = 0x30;
const LONG_FORM: u8 = 0x80;

/// Checks that `der` is one SEQUENCE of definite, minimal length with nothing after it (RFC 9440
/// section 2.1, X.690 section 10.1). `offset` is where its base64 begins, for the error.
pub(super) fn check(der: &[u8], offset: usize) -> Result<(), ClientCertError> {
    use ClientCertErrorKind::{NotDer, PemInside, TrailingData, Truncated};

    let error = |kind, expected, found| Err(ClientCertError::new(kind, offset, expected, found));
    let start = "a DER certificate (first octet 0x30)";
    let length = "a definite length in as few octets as possible (DER)";
    if der.trim_ascii_start().starts_with(b"-----BEGIN") {
        return error(PemInside, Expected::Text(start), Found::Text("PEM text"));
    }
    let (first, contents) = match der {
        [SEQUENCE, first, rest @ ..] => (*first, rest),
        [SEQUENCE] => return error(Truncated, Expected::Text("a length"), Found::Text("the end")),
        [tag, ..] => return error(NotDer, Expected::Text(start), Found::Octet(*tag)),
        [] => return error(NotDer, Expected::Text(start), Found::Text("nothing")),
    };
    let (declared, contents) = if first < LONG_FORM {
        (usize::from(first), contents)
    } else {
        let count = usize::from(first & !LONG_FORM);
        if first == LONG_FORM {
            return error(NotDer, Expected::Text(length), Found::Text("an indefinite length (BER)"));
        }
        // Four octets of length are more than the limit on a certificate allows, and fit everywhere.
        let Some((octets, contents)) = contents.split_at_checked(count).filter(|_| count <= 4) else {
            let found = Found::Text("a length that the octets after it do not reach");
            return error(Truncated, Expected::Text("a whole certificate"), found);
        };
        let declared = octets.iter().fold(0_u32, |length, octet| length << 8 | u32::from(*octet));
        if octets.first() == Some(&0) || declared < u32::from(LONG_FORM) {
            return error(NotDer, Expected::Text(length), Found::Text("a longer form"));
        }
        (usize::try_from(declared).unwrap_or(usize::MAX), contents)
    };
    match contents.len() {
        present if present < declared => error(Truncated, Expected::Octets(declared), Found::Octets(present)),
        present if present > declared => {
            error(TrailingData, Expected::Octets(declared), Found::Octets(present))
        }
        _ => Ok(()),
    }
}
