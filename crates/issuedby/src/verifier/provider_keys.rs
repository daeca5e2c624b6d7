//! The kinds of keys that a provider can verify signatures with.

use pki_types::{SignatureVerificationAlgorithm, alg_id};

use crate::certificate::KeyAlgorithm;

/// A set of kinds, made once for a set of CAs.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ProviderKeys {
    rsa: bool,
    ecdsa_p256: bool,
    ecdsa_p384: bool,
    ecdsa_p521: bool,
    ed25519: bool,
}

impl ProviderKeys {
    /// The kinds that at least one of these algorithms is for.
    pub(super) fn of(algorithms: &[&'static dyn SignatureVerificationAlgorithm]) -> Self {
        let any = |kind| algorithms.iter().any(|algorithm| algorithm.public_key_alg_id() == kind);
        Self {
            rsa: any(alg_id::RSA_ENCRYPTION),
            ecdsa_p256: any(alg_id::ECDSA_P256),
            ecdsa_p384: any(alg_id::ECDSA_P384),
            ecdsa_p521: any(alg_id::ECDSA_P521),
            ed25519: any(alg_id::ED25519),
        }
    }

    pub(super) fn contain(self, key: KeyAlgorithm) -> bool {
        match key {
            KeyAlgorithm::Rsa(_) => self.rsa,
            KeyAlgorithm::EcdsaP256 => self.ecdsa_p256,
            KeyAlgorithm::EcdsaP384 => self.ecdsa_p384,
            KeyAlgorithm::EcdsaP521 => self.ecdsa_p521,
            KeyAlgorithm::Ed25519 => self.ed25519,
            KeyAlgorithm::Unsupported => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_provider_takes_a_key_outside_the_table() {
        let keys = [
            KeyAlgorithm::Rsa(2048),
            KeyAlgorithm::EcdsaP256,
            KeyAlgorithm::EcdsaP384,
            KeyAlgorithm::EcdsaP521,
            KeyAlgorithm::Ed25519,
        ];
        assert!(keys.iter().all(|key| !ProviderKeys::default().contain(*key)));
        #[cfg(any(feature = "aws-lc-rs", feature = "ring"))]
        {
            let kinds = ProviderKeys::of(crate::provider::default_provider().algorithms());
            let takes = keys.map(|key| kinds.contain(key));
            assert_eq!(takes, [true, true, true, cfg!(feature = "aws-lc-rs"), true]);
            assert!(!kinds.contain(KeyAlgorithm::Unsupported));
        }
    }
}
