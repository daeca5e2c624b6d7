//! The signature algorithms that are accepted, whatever the provider.
//!
//! SHA-1, MD5 and DSA: never. RSA keys have 2048 to 8192 bits; RSASSA-PSS has a salt as long as its hash
//! (RFC 8446 section 4.2.3); ECDSA takes every hash on every curve, as certificates do (RFC 5758 section 3.2).

/// `ALGORITHMS`: webpki's algorithms that every provider has, then those that only this one has, then the spellings of
/// RSASSA-PSS. The frequent ones come first, since webpki tries them in this order.
macro_rules! signature_algorithms {
    ($algorithms:ident $(, $further:ident)* $(,)?) => {
        $crate::provider::pss::pss_spellings!($algorithms);

        #[allow(clippy::indexing_slicing, reason = "evaluated while the program is compiled")]
        static ALGORITHMS: &[&dyn SignatureVerificationAlgorithm] = &[
            $algorithms::ECDSA_P256_SHA256,
            $algorithms::RSA_PKCS1_2048_8192_SHA256,
            $algorithms::ECDSA_P384_SHA384,
            $algorithms::ED25519,
            $algorithms::RSA_PKCS1_2048_8192_SHA384,
            $algorithms::RSA_PKCS1_2048_8192_SHA512,
            $algorithms::RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
            $algorithms::RSA_PSS_2048_8192_SHA384_LEGACY_KEY,
            $algorithms::RSA_PSS_2048_8192_SHA512_LEGACY_KEY,
            $algorithms::RSA_PKCS1_2048_8192_SHA256_ABSENT_PARAMS,
            $algorithms::RSA_PKCS1_2048_8192_SHA384_ABSENT_PARAMS,
            $algorithms::RSA_PKCS1_2048_8192_SHA512_ABSENT_PARAMS,
            $algorithms::ECDSA_P256_SHA384,
            $algorithms::ECDSA_P384_SHA256,
            $($algorithms::$further,)*
            &PSS_SPELLINGS[0],
            &PSS_SPELLINGS[1],
            &PSS_SPELLINGS[2],
            &PSS_SPELLINGS[3],
            &PSS_SPELLINGS[4],
            &PSS_SPELLINGS[5],
            &PSS_SPELLINGS[6],
            &PSS_SPELLINGS[7],
            &PSS_SPELLINGS[8],
        ];
    };
}
pub(super) use signature_algorithms;
