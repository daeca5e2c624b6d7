//! Kept keys, and signatures that come out the same each time.

use std::sync::LazyLock;

use ed25519_dalek::Signer;
use p256::ecdsa::signature::hazmat::PrehashSigner;
use p256::pkcs8::DecodePrivateKey;
use rsa::PrivateKey;
use rsa::traits::PublicKeyParts;

use crate::algorithm::{self, Algorithm, Hash, Scheme};
use crate::der;
use crate::oid;
use crate::pem;
use crate::rsa_signature;

/// Declares the kept keys: a function each, a file each.
macro_rules! kept_keys {
    ($($(#[$doc:meta])* $name:ident = $kind:ident $file:literal;)*) => {$(
        $(#[$doc])*
        pub fn $name() -> &'static Key {
            static KEY: LazyLock<Key> =
                LazyLock::new(|| Key::$kind(include_str!(concat!("../keys/", $file, ".pem"))));
            &KEY
        }
    )*};
}

kept_keys! {
    /// P-256, of the CA that most cases load.
    p256_ca = p256 "p256-ca";
    /// P-256, of clients.
    p256_client = p256 "p256-client";
    /// P-256, of a CA with another name.
    p256_other_ca = p256 "p256-other-ca";
    /// P-256, of an intermediate CA.
    p256_intermediate = p256 "p256-intermediate";
    /// P-256, of a CA with the same name and another key.
    p256_twin_ca = p256 "p256-twin-ca";
    /// P-384.
    p384_ca = p384 "p384-ca";
    /// P-521.
    p521_ca = p521 "p521-ca";
    /// RSA with 2048 bits, of a CA.
    rsa2048_ca = rsa "rsa2048-ca";
    /// RSA with 2048 bits, of a client.
    rsa2048_client = rsa "rsa2048-client";
    /// RSA with 3072 bits.
    rsa3072_ca = rsa "rsa3072-ca";
    /// RSA with 1024 bits: too weak.
    rsa1024_weak = rsa "rsa1024-weak";
    /// Ed25519.
    ed25519_ca = ed25519 "ed25519-ca";
}

/// A key pair.
pub struct Key(Pair);

enum Pair {
    Ed25519(ed25519_dalek::SigningKey),
    P256(p256::ecdsa::SigningKey),
    P384(p384::ecdsa::SigningKey),
    P521(p521::ecdsa::SigningKey),
    Rsa(Box<PrivateKey>),
}

impl Key {
    /// A P-256 key pair made from a number alone, for the cases that need many.
    pub fn derived(number: u32) -> Self {
        let secret = Hash::Sha256.digest(format!("issuedby test key {number}").as_bytes());
        Self(Pair::P256(p256::ecdsa::SigningKey::from_slice(&secret).expect("nearly every number is a key")))
    }

    /// The SubjectPublicKeyInfo.
    pub fn public(&self) -> Vec<u8> {
        let algorithm = match &self.0 {
            Pair::Ed25519(_) => algorithm::without_parameters(oid::ED25519),
            Pair::P256(_) => elliptic_curve(oid::P256),
            Pair::P384(_) => elliptic_curve(oid::P384),
            Pair::P521(_) => elliptic_curve(oid::P521),
            Pair::Rsa(_) => algorithm::with_null(oid::RSA_ENCRYPTION),
        };
        der::sequence(&[algorithm, der::bit_string(&self.public_bytes())])
    }

    /// The SubjectPublicKeyInfo of the same EC key as a compressed point.
    pub fn compressed_public(&self) -> Vec<u8> {
        let bytes = self.public_bytes();
        let (x, y) = bytes[1..].split_at(bytes.len() / 2);
        let parity = 2 + (y[y.len() - 1] & 1);
        der::sequence(&[elliptic_curve(oid::P256), der::bit_string(&[&[parity], x].concat())])
    }

    /// The SubjectPublicKeyInfo of the same key bytes under another AlgorithmIdentifier.
    pub fn public_as(&self, algorithm: Vec<u8>) -> Vec<u8> {
        der::sequence(&[algorithm, der::bit_string(&self.public_bytes())])
    }

    /// The key identifier: the first 160 bits of SHA-256 over the key bytes (RFC 7093 section 2, method 1).
    pub fn identifier(&self) -> Vec<u8> {
        Hash::Sha256.digest(&self.public_bytes())[..20].to_vec()
    }

    /// The algorithm this key signs with unless a case says otherwise.
    pub fn algorithm(&self) -> Algorithm {
        match self.0 {
            Pair::Ed25519(_) => Algorithm::ed25519(),
            Pair::P256(_) => Algorithm::ecdsa(Hash::Sha256),
            Pair::P384(_) => Algorithm::ecdsa(Hash::Sha384),
            Pair::P521(_) => Algorithm::ecdsa(Hash::Sha512),
            Pair::Rsa(_) => Algorithm::pkcs1(Hash::Sha256),
        }
    }

    /// The signature of a message: the same bytes each time.
    pub fn sign(&self, scheme: Scheme, message: &[u8]) -> Vec<u8> {
        match (&self.0, scheme) {
            (Pair::Ed25519(key), Scheme::Ed25519) => key.sign(message).to_bytes().to_vec(),
            (Pair::P256(key), Scheme::Ecdsa(hash)) => {
                let signature: p256::ecdsa::Signature = prehashed(key, hash, message);
                ecdsa_value(&signature.to_bytes())
            }
            (Pair::P384(key), Scheme::Ecdsa(hash)) => {
                let signature: p384::ecdsa::Signature = prehashed(key, hash, message);
                ecdsa_value(&signature.to_bytes())
            }
            (Pair::P521(key), Scheme::Ecdsa(hash)) => {
                let signature: p521::ecdsa::Signature = prehashed(key, hash, message);
                ecdsa_value(&signature.to_bytes())
            }
            (Pair::Rsa(key), Scheme::Pkcs1(hash)) => rsa_signature::pkcs1(key, hash, message),
            (Pair::Rsa(key), Scheme::Pss(hash, salt)) => rsa_signature::pss(key, hash, salt, message),
            _ => panic!("this key cannot sign so"),
        }
    }

    fn public_bytes(&self) -> Vec<u8> {
        match &self.0 {
            Pair::Ed25519(key) => key.verifying_key().to_bytes().to_vec(),
            Pair::P256(key) => key.verifying_key().to_sec1_point(false).as_bytes().to_vec(),
            Pair::P384(key) => key.verifying_key().to_sec1_point(false).as_bytes().to_vec(),
            Pair::P521(key) => key.verifying_key().to_sec1_point(false).as_bytes().to_vec(),
            Pair::Rsa(key) => {
                der::sequence(&[der::unsigned(&key.n().to_be_bytes()), der::unsigned(&key.e().to_be_bytes())])
            }
        }
    }

    fn ed25519(text: &str) -> Self {
        Self(Pair::Ed25519(DecodePrivateKey::from_pkcs8_der(&pem::decode(text)).expect("a kept key")))
    }

    fn p256(text: &str) -> Self {
        Self(Pair::P256(DecodePrivateKey::from_pkcs8_der(&pem::decode(text)).expect("a kept key")))
    }

    fn p384(text: &str) -> Self {
        Self(Pair::P384(DecodePrivateKey::from_pkcs8_der(&pem::decode(text)).expect("a kept key")))
    }

    fn p521(text: &str) -> Self {
        Self(Pair::P521(DecodePrivateKey::from_pkcs8_der(&pem::decode(text)).expect("a kept key")))
    }

    fn rsa(text: &str) -> Self {
        let key = DecodePrivateKey::from_pkcs8_der(&pem::decode(text)).expect("a kept key");
        Self(Pair::Rsa(Box::new(key)))
    }
}

/// A kept public key, as a SubjectPublicKeyInfo, of a kind that nothing here can sign with.
pub fn foreign_public(name: &str) -> Vec<u8> {
    pem::decode(match name {
        "dsa1024" => include_str!("../keys/dsa1024-public.pem"),
        "ed448" => include_str!("../keys/ed448-public.pem"),
        "p192" => include_str!("../keys/p192-public.pem"),
        "p256-explicit" => include_str!("../keys/p256-explicit-public.pem"),
        "secp256k1" => include_str!("../keys/secp256k1-public.pem"),
        other => panic!("no key of the kind `{other}` is kept"),
    })
}

/// The AlgorithmIdentifier of a key on a named curve.
pub fn elliptic_curve(curve: &str) -> Vec<u8> {
    der::sequence(&[der::object_identifier(oid::EC_PUBLIC_KEY), der::object_identifier(curve)])
}

fn prehashed<Signature>(key: &impl PrehashSigner<Signature>, hash: Hash, message: &[u8]) -> Signature {
    key.sign_prehash(&hash.digest(message)).expect("a kept key signs")
}

/// ECDSA-Sig-Value from the two numbers, one behind the other.
fn ecdsa_value(numbers: &[u8]) -> Vec<u8> {
    let (r, s) = numbers.split_at(numbers.len() / 2);
    der::sequence(&[der::unsigned(r), der::unsigned(s)])
}
