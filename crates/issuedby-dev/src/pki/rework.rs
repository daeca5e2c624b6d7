//! Certificates that no library issues: taken apart, changed, and put together again.

use der::asn1::{Any, BitString};
use der::{Decode, Encode, Tag, Tagged};

use super::{Authority, Identity};
use crate::error::DevError;

/// The sequences of a certificate and of its tbsCertificate (RFC 5280 section 4.1).
type Elements = Vec<Any>;

/// The same client with a certificate of version 1, which `ca` signed: without the version and the extensions, which
/// are the elements with tags of their own.
pub(super) fn version_1(client: Identity, ca: &Authority) -> Result<Identity, DevError> {
    let certificate = version_1_of(client.der(), |tbs| ca.sign(tbs).ok()).ok_or_else(unreadable)?;
    Ok(client.with_certificate(certificate))
}

fn version_1_of(der: &[u8], sign: impl FnOnce(&[u8]) -> Option<Vec<u8>>) -> Option<Vec<u8>> {
    let [tbs, algorithm, _] = <[Any; 3]>::try_from(Elements::from_der(der).ok()?).ok()?;
    let mut elements = Elements::from_der(&tbs.to_der().ok()?).ok()?;
    elements.retain(|element| !matches!(element.tag(), Tag::ContextSpecific { .. }));
    let tbs = elements.to_der().ok()?;
    let signature = BitString::from_bytes(&sign(&tbs)?).ok()?;
    vec![Any::from_der(&tbs).ok()?, algorithm, Any::encode_from(&signature).ok()?].to_der().ok()
}

/// The same client with one bit of its certificate's subject flipped: the signature stays as it was.
pub(super) fn tampered(client: Identity) -> Result<Identity, DevError> {
    const BEFORE: &[u8] = b"client-1";
    let mut der = client.der().to_vec();
    let start = der.windows(BEFORE.len()).position(|bytes| bytes == BEFORE).ok_or_else(unreadable)?;
    let last = der.get_mut(start..).and_then(|rest| rest.get_mut(BEFORE.len() - 1)).ok_or_else(unreadable)?;
    *last ^= 1;
    Ok(client.with_certificate(der))
}

fn unreadable() -> DevError {
    DevError::system("a certificate that was just issued is not what was asked for")
}
