//! AlgorithmIdentifiers in DER, SEQUENCE header included.

use crate::der::{oid, sequence};

/// ecdsa-with-SHA256 (RFC 5758 section 3.2).
pub fn ecdsa_with_sha256() -> Vec<u8> {
    sequence(&[&oid(&[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2])])
}

/// ecdsa-with-SHA384.
pub fn ecdsa_with_sha384() -> Vec<u8> {
    sequence(&[&oid(&[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 3])])
}

/// sha256WithRSAEncryption with NULL (RFC 4055 section 5).
pub fn sha256_with_rsa() -> Vec<u8> {
    sequence(&[&oid(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11]), &[0x05, 0x00]])
}

/// sha1WithRSAEncryption with NULL.
pub fn sha1_with_rsa() -> Vec<u8> {
    sequence(&[&oid(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 5]), &[0x05, 0x00]])
}
