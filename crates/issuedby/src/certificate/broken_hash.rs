//! Signatures with a hash for which collisions can be made.

use super::Certificate;
use super::der::{Element, Reader};
use crate::tag;

/// A hash for which collisions can be made.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum BrokenHash {
    /// MD5, or its older kin MD2 and MD4.
    Md5,
    /// SHA-1.
    Sha1,
}

const WHAT: &str = "the signatureAlgorithm";
/// id-RSASSA-PSS (RFC 4055 section 3.1).
const RSASSA_PSS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 10];
/// id-sha1 (RFC 4055 section 2.1) and md5 (RFC 1321).
const HASH_SHA1: &[u8] = &[0x2b, 0x0e, 3, 2, 26];
const HASH_MD5: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 2, 5];

impl Certificate<'_> {
    /// The hash of the signature on this certificate, if collisions can be made for it. No signature is checked.
    pub fn broken_signature_hash(&self) -> Option<BrokenHash> {
        let mut algorithm = Reader::new(self.signature_algorithm());
        let name = algorithm.read_tagged(tag::OBJECT_IDENTIFIER, WHAT).ok()?;
        match name.contents {
            // md2, md4 and md5WithRSAEncryption (RFC 3279 section 2.2.1; md4 was never in an RFC).
            [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 2..=4] => Some(BrokenHash::Md5),
            // sha1WithRSAEncryption (RFC 4055 section 5), and as the OIW called it; id-dsa-with-sha1 and ecdsa-with-SHA1 (RFC
            // 3279 sections 2.2.2 and 2.2.3).
            [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 5]
            | [0x2b, 0x0e, 3, 2, 29]
            | [0x2a, 0x86, 0x48, 0xce, 0x38, 4, 3]
            | [0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 1] => Some(BrokenHash::Sha1),
            // Parameters that cannot be read name no other hash than the default.
            RSASSA_PSS => match algorithm.read(WHAT).ok().as_ref().and_then(hash_of_pss).unwrap_or(HASH_SHA1)
            {
                HASH_SHA1 => Some(BrokenHash::Sha1),
                HASH_MD5 => Some(BrokenHash::Md5),
                _ => None,
            },
            _ => None,
        }
    }
}

/// hashAlgorithm of RSASSA-PSS-params, which is SHA-1 where it is absent (RFC 4055 section 3.1).
fn hash_of_pss<'a>(parameters: &Element<'a>) -> Option<&'a [u8]> {
    let hash = parameters.reader().read_tagged(tag::CONTEXT_0_CONSTRUCTED, WHAT).ok()?;
    let algorithm = hash.reader().read_only(tag::SEQUENCE, WHAT).ok()?;
    let oid = algorithm.reader().read_tagged(tag::OBJECT_IDENTIFIER, WHAT).ok()?;
    Some(oid.contents)
}
