//! RSASSA-PSS in the spellings that webpki does not list (RFC 4055 section 2.1).
//!
//! The hash stands in the parameters twice: as the hash, and as that of the mask. Each may have NULL parameters or none:
//! "all implementations MUST accept both NULL and absent parameters as legal and equivalent encodings". webpki lists the
//! one with NULL in both places; here are the other three.

use pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm};

/// webpki's algorithm for the same hash under another spelling of its identifier.
#[derive(Debug)]
pub(super) struct PssSpelling {
    identifier: AlgorithmIdentifier,
    pub(super) named: &'static dyn SignatureVerificationAlgorithm,
}

impl SignatureVerificationAlgorithm for PssSpelling {
    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.named.public_key_alg_id()
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.identifier
    }

    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        self.named.verify_signature(public_key, message, signature)
    }

    fn fips(&self) -> bool {
        self.named.fips()
    }
}

impl PssSpelling {
    pub(super) const fn new(
        identifier: &'static [u8],
        named: &'static dyn SignatureVerificationAlgorithm,
    ) -> Self {
        Self { identifier: AlgorithmIdentifier::from_slice(identifier), named }
    }
}

/// A hash's AlgorithmIdentifier: its last arc below 2.16.840.1.101.3.4.2, and whether it has NULL.
#[derive(Clone, Copy)]
struct Hash {
    arc: u8,
    has_null: bool,
}

impl Hash {
    /// Bytes of the whole AlgorithmIdentifier.
    const fn len(self) -> usize {
        if self.has_null { 15 } else { 13 }
    }
}

/// The size of an identifier of RSASSA-PSS without the two hashes.
const FRAME: usize = 35;

/// The contents of the AlgorithmIdentifier: `id-RSASSA-PSS` and its parameters.
const fn identifier<const N: usize>(hash: Hash, mask_hash: Hash, salt: u8) -> [u8; N] {
    const PSS: [u8; 11] = [0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 10];
    const MGF1: [u8; 11] = [0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 8];
    let mut out = Writer { bytes: [0; N], at: 0 };
    out.push(&PSS);
    out.push(&[0x30, small(22 + hash.len() + mask_hash.len())]);
    out.push(&[0xa0, small(hash.len())]);
    out.push_hash(hash);
    out.push(&[0xa1, small(13 + mask_hash.len()), 0x30, small(11 + mask_hash.len())]);
    out.push(&MGF1);
    out.push_hash(mask_hash);
    out.push(&[0xa2, 3, 0x02, 1, salt]);
    out.bytes
}

/// Bytes that are written one after the other while the program is compiled.
struct Writer<const N: usize> {
    bytes: [u8; N],
    at: usize,
}

#[allow(clippy::indexing_slicing, reason = "evaluated while the program is compiled")]
impl<const N: usize> Writer<N> {
    const fn push(&mut self, bytes: &[u8]) {
        let mut index = 0;
        while index < bytes.len() {
            self.bytes[self.at] = bytes[index];
            self.at += 1;
            index += 1;
        }
    }

    const fn push_hash(&mut self, hash: Hash) {
        self.push(&[0x30, small(hash.len() - 2)]);
        self.push(&[0x06, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, hash.arc]);
        if hash.has_null {
            self.push(&[0x05, 0]);
        }
    }
}

#[allow(clippy::as_conversions, reason = "below 128, and evaluated while the program is compiled")]
const fn small(length: usize) -> u8 {
    assert!(length < 128, "a length of one byte");
    length as u8
}

/// The three further identifiers of one hash, by its last arc and the length of the salt.
macro_rules! spellings {
    ($name:ident, $arc:literal, $salt:literal) => {
        pub(super) mod $name {
            use super::{FRAME, Hash, identifier};

            const WITH: Hash = Hash { arc: $arc, has_null: true };
            const WITHOUT: Hash = Hash { arc: $arc, has_null: false };

            pub(in crate::provider) const NULL_IN_HASH: &[u8] =
                &identifier::<{ FRAME + WITH.len() + WITHOUT.len() }>(WITH, WITHOUT, $salt);
            pub(in crate::provider) const NULL_IN_MASK: &[u8] =
                &identifier::<{ FRAME + WITH.len() + WITHOUT.len() }>(WITHOUT, WITH, $salt);
            pub(in crate::provider) const NO_NULL: &[u8] =
                &identifier::<{ FRAME + WITHOUT.len() + WITHOUT.len() }>(WITHOUT, WITHOUT, $salt);
            #[cfg(test)]
            pub(super) const BOTH: &[u8] =
                &identifier::<{ FRAME + WITH.len() + WITH.len() }>(WITH, WITH, $salt);
        }
    };
}

spellings!(sha256, 1, 32);
spellings!(sha384, 2, 48);
spellings!(sha512, 3, 64);

/// The nine algorithms beside webpki's three, as constants of the module that names them.
macro_rules! pss_spellings {
    ($algorithms:ident) => {
        pub(super) static PSS_SPELLINGS: [$crate::provider::pss::PssSpelling; 9] = {
            use $crate::provider::pss::{PssSpelling, sha256, sha384, sha512};
            [
                PssSpelling::new(sha256::NO_NULL, $algorithms::RSA_PSS_2048_8192_SHA256_LEGACY_KEY),
                PssSpelling::new(sha256::NULL_IN_HASH, $algorithms::RSA_PSS_2048_8192_SHA256_LEGACY_KEY),
                PssSpelling::new(sha256::NULL_IN_MASK, $algorithms::RSA_PSS_2048_8192_SHA256_LEGACY_KEY),
                PssSpelling::new(sha384::NO_NULL, $algorithms::RSA_PSS_2048_8192_SHA384_LEGACY_KEY),
                PssSpelling::new(sha384::NULL_IN_HASH, $algorithms::RSA_PSS_2048_8192_SHA384_LEGACY_KEY),
                PssSpelling::new(sha384::NULL_IN_MASK, $algorithms::RSA_PSS_2048_8192_SHA384_LEGACY_KEY),
                PssSpelling::new(sha512::NO_NULL, $algorithms::RSA_PSS_2048_8192_SHA512_LEGACY_KEY),
                PssSpelling::new(sha512::NULL_IN_HASH, $algorithms::RSA_PSS_2048_8192_SHA512_LEGACY_KEY),
                PssSpelling::new(sha512::NULL_IN_MASK, $algorithms::RSA_PSS_2048_8192_SHA512_LEGACY_KEY),
            ]
        };
    };
}
pub(super) use pss_spellings;

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::*;

    #[test]
    fn the_spelling_with_null_twice_is_known() {
        use pki_types::alg_id;
        for (made, known) in [
            (sha256::BOTH, alg_id::RSA_PSS_SHA256),
            (sha384::BOTH, alg_id::RSA_PSS_SHA384),
            (sha512::BOTH, alg_id::RSA_PSS_SHA512),
        ] {
            assert_eq!(made, known.as_ref());
        }
    }

    #[test]
    fn the_other_three_are_different_der() {
        for [a, b, c] in [
            [sha256::NO_NULL, sha256::NULL_IN_HASH, sha256::NULL_IN_MASK],
            [sha384::NO_NULL, sha384::NULL_IN_HASH, sha384::NULL_IN_MASK],
            [sha512::NO_NULL, sha512::NULL_IN_HASH, sha512::NULL_IN_MASK],
        ] {
            assert!(a != b && b != c && a != c);
        }
    }

    /// DER as X.690 section 8.1 says, apart from the code above.
    fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
        let contents = parts.concat();
        [&[tag, u8::try_from(contents.len()).unwrap()], &*contents].concat()
    }

    /// RFC 4055 section 3.1: `RSASSA-PSS-params`, after the object identifier of RSASSA-PSS.
    fn expected(arc: u8, [hash, mask_hash]: [bool; 2], salt: u8) -> Vec<u8> {
        let sha2 = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, arc];
        let hash_of = |has_null: bool| -> Vec<u8> {
            der(0x30, &[&der(0x06, &[&sha2]), if has_null { &[0x05, 0x00] } else { &[] }])
        };
        let pkcs1 = |last: u8| der(0x06, &[&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, last]]);
        let mask = der(0x30, &[&pkcs1(8), &hash_of(mask_hash)]);
        let salt = der(0xa2, &[&der(0x02, &[&[salt]])]);
        let params = der(0x30, &[&der(0xa0, &[&hash_of(hash)]), &der(0xa1, &[&mask]), &salt]);
        [pkcs1(10), params].concat()
    }

    #[test]
    fn every_spelling_is_the_der_of_rfc_4055() {
        for (arc, salt, [both, in_hash, in_mask, neither]) in [
            (1, 32, [sha256::BOTH, sha256::NULL_IN_HASH, sha256::NULL_IN_MASK, sha256::NO_NULL]),
            (2, 48, [sha384::BOTH, sha384::NULL_IN_HASH, sha384::NULL_IN_MASK, sha384::NO_NULL]),
            (3, 64, [sha512::BOTH, sha512::NULL_IN_HASH, sha512::NULL_IN_MASK, sha512::NO_NULL]),
        ] {
            assert_eq!(both, expected(arc, [true, true], salt));
            assert_eq!(in_hash, expected(arc, [true, false], salt));
            assert_eq!(in_mask, expected(arc, [false, true], salt));
            assert_eq!(neither, expected(arc, [false, false], salt));
        }
    }

    /// The constants are made while the program is compiled; the same code gives the same when it runs.
    #[test]
    fn what_is_made_while_running_is_what_was_made_while_compiling() {
        let hash = |arc, has_null| Hash { arc, has_null };
        assert_eq!(identifier::<65>(hash(1, true), hash(1, true), 32), *sha256::BOTH);
        assert_eq!(identifier::<63>(hash(2, true), hash(2, false), 48), *sha384::NULL_IN_HASH);
        assert_eq!(identifier::<63>(hash(3, false), hash(3, true), 64), *sha512::NULL_IN_MASK);
        assert_eq!(identifier::<61>(hash(1, false), hash(1, false), 32), *sha256::NO_NULL);
    }

    /// The contents that OpenSSL 3.0 writes with `-sha384 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest`.
    #[test]
    fn openssl_writes_null_in_both_places() {
        let openssl = "06092a864886f70d01010a3034a00f300d06096086480165030402020500a11c301a06092a864886f70d010108\
                       300d06096086480165030402020500a203020130";
        let written: String = sha384::BOTH.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(written, openssl);
    }

    #[test]
    fn another_spelling_of_the_identifier_is_the_same_algorithm() {
        #[derive(Debug)]
        struct Named;

        impl SignatureVerificationAlgorithm for Named {
            fn public_key_alg_id(&self) -> AlgorithmIdentifier {
                pki_types::alg_id::RSA_ENCRYPTION
            }

            fn signature_alg_id(&self) -> AlgorithmIdentifier {
                pki_types::alg_id::RSA_PSS_SHA256
            }

            fn verify_signature(
                &self,
                key: &[u8],
                message: &[u8],
                signature: &[u8],
            ) -> Result<(), InvalidSignature> {
                if [key, message, signature] == [b"k", b"m", b"s"] { Ok(()) } else { Err(InvalidSignature) }
            }

            fn fips(&self) -> bool {
                true
            }
        }

        let spelling = PssSpelling::new(sha256::NO_NULL, &Named);
        assert_eq!(spelling.signature_alg_id().as_ref(), sha256::NO_NULL);
        assert_eq!(spelling.public_key_alg_id(), pki_types::alg_id::RSA_ENCRYPTION);
        assert!(spelling.fips());
        assert!(spelling.verify_signature(b"k", b"m", b"s").is_ok());
        for [key, message, signature] in [[b"m", b"k", b"s"], [b"k", b"s", b"m"], [b"s", b"m", b"k"]] {
            assert!(spelling.verify_signature(key, message, signature).is_err());
        }
    }
}
