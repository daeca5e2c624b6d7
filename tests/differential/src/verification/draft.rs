//! A certificate before it is signed, as the elements of its encoding: a fault can replace or change any of them.

use issuedby_generator::algorithm::{Algorithm, Scheme};
use issuedby_generator::extension::Extension;
use issuedby_generator::key::{self, Key};
use issuedby_generator::{certificate, der};

/// A change to bytes, with what it needs already drawn.
pub type Change = Box<dyn FnOnce(&mut Vec<u8>)>;

/// A change to the signed part that adds the tag of where it stands.
pub type TaggedChange = Box<dyn FnOnce(&mut Vec<u8>, &mut Vec<&'static str>)>;

/// A kept key that signs, and its kind.
#[derive(Clone, Copy)]
pub struct SigningKey {
    /// The key.
    pub key: fn() -> &'static Key,
    /// Its kind.
    pub kind: Kind,
}

/// The kinds of keys that sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the kinds' own names")]
pub enum Kind {
    Ed25519,
    P256,
    P384,
    P521,
    Rsa,
}

/// The keys of CAs with one name, in the order in which cases use them.
pub const CA_KEYS: [SigningKey; 8] = [
    SigningKey { key: key::ed25519_ca, kind: Kind::Ed25519 },
    SigningKey { key: key::p256_ca, kind: Kind::P256 },
    SigningKey { key: key::p384_ca, kind: Kind::P384 },
    SigningKey { key: key::p521_ca, kind: Kind::P521 },
    SigningKey { key: key::rsa2048_ca, kind: Kind::Rsa },
    SigningKey { key: key::rsa3072_ca, kind: Kind::Rsa },
    SigningKey { key: key::p256_twin_ca, kind: Kind::P256 },
    SigningKey { key: key::p256_other_ca, kind: Kind::P256 },
];

impl Kind {
    /// The tags of the kinds.
    pub const TAGS: [&str; 5] = ["by-ed25519", "by-p256", "by-p384", "by-p521", "by-rsa"];

    /// The tag of a leaf that such a key signed. Every case has one.
    pub fn tag(self) -> &'static str {
        Self::TAGS[self as usize]
    }
}

impl SigningKey {
    /// True if the key can make such signatures.
    pub fn fits(self, scheme: Scheme) -> bool {
        match scheme {
            Scheme::Ed25519 => self.kind == Kind::Ed25519,
            Scheme::Ecdsa(_) => matches!(self.kind, Kind::P256 | Kind::P384 | Kind::P521),
            Scheme::Pkcs1(_) | Scheme::Pss(..) => self.kind == Kind::Rsa,
        }
    }
}

/// Everything that a certificate holds, as encoded elements.
pub struct Draft {
    /// The version with its explicit tag; empty for version 1.
    pub version: Vec<u8>,
    /// The serial number.
    pub serial: Vec<u8>,
    /// The signer's algorithm, and the identifier of both algorithm fields; the key's own if `None`.
    pub algorithm: Option<Algorithm>,
    /// The algorithm inside the signed part, where it is another one.
    pub inner_algorithm: Option<Vec<u8>>,
    /// The algorithm outside, where it is another one.
    pub outer_algorithm: Option<Vec<u8>>,
    /// The issuer.
    pub issuer: Vec<u8>,
    /// notBefore.
    pub not_before: Vec<u8>,
    /// notAfter.
    pub not_after: Vec<u8>,
    /// The whole validity, where it is not made of the two.
    pub validity: Option<Vec<u8>>,
    /// The subject.
    pub subject: Vec<u8>,
    /// The SubjectPublicKeyInfo.
    pub public_key: Vec<u8>,
    /// The bytes between the public key and the extensions.
    pub unique_identifiers: Vec<u8>,
    /// The extensions.
    pub extensions: Vec<Extension>,
    /// The whole extensions field, where it is not made of `extensions`.
    pub raw_extensions: Option<Vec<u8>>,
    /// The bytes behind the extensions.
    pub behind_extensions: Vec<u8>,
    /// Changes to the signed part before it is signed, so that the signature holds.
    pub before_signing: Vec<TaggedChange>,
    /// Changes to the signed part after it was signed.
    pub after_signing: Vec<Change>,
    /// Changes to the signature.
    pub on_signature: Vec<Change>,
    /// Changes to the encoded BIT STRING of the signature.
    pub on_bit_string: Vec<Change>,
    /// Changes to the whole certificate.
    pub on_certificate: Vec<Change>,
}

impl Draft {
    /// A version 3 certificate without extensions.
    pub fn new(issuer: Vec<u8>, subject: Vec<u8>, public_key: Vec<u8>) -> Self {
        Self {
            version: certificate::Certificate::version(3),
            serial: der::integer(&[0x0a, 0x1b]),
            algorithm: None,
            inner_algorithm: None,
            outer_algorithm: None,
            issuer,
            not_before: Vec::new(),
            not_after: Vec::new(),
            validity: None,
            subject,
            public_key,
            unique_identifiers: Vec::new(),
            extensions: Vec::new(),
            raw_extensions: None,
            behind_extensions: Vec::new(),
            before_signing: Vec::new(),
            after_signing: Vec::new(),
            on_signature: Vec::new(),
            on_bit_string: Vec::new(),
            on_certificate: Vec::new(),
        }
    }

    /// Puts an extension in the place of the one of its type, or behind the others.
    pub fn set_extension(&mut self, extension: Extension) {
        match self.extensions.iter_mut().find(|old| old.oid == extension.oid) {
            Some(old) => *old = extension,
            None => self.extensions.push(extension),
        }
    }

    /// The extension of this type.
    pub fn extension(&self, oid: &str) -> Option<&Extension> {
        let oid = der::object_identifier(oid);
        self.extensions.iter().find(|extension| extension.oid == oid)
    }

    /// Removes the extensions of this type.
    pub fn remove_extension(&mut self, oid: &str) {
        let oid = der::object_identifier(oid);
        self.extensions.retain(|extension| extension.oid != oid);
    }

    /// The certificate signed with this key.
    pub fn sign(self, signer: SigningKey, tags: &mut Vec<&'static str>) -> Vec<u8> {
        self.assemble(signer, tags, |scheme, message| (signer.key)().sign(scheme, message))
    }

    /// The certificate with bytes that look like a signature: that of an anchor is never checked.
    pub fn sign_not(self, signer: SigningKey, tags: &mut Vec<&'static str>) -> Vec<u8> {
        let signature = match signer.kind {
            Kind::Ed25519 => vec![0x5a; 64],
            Kind::Rsa => vec![0x5a; 256],
            _ => der::sequence(&[der::integer(&[0x5a; 32]), der::integer(&[0x5a; 32])]),
        };
        self.assemble(signer, tags, |_, _| signature)
    }

    fn assemble(
        mut self,
        signer: SigningKey,
        tags: &mut Vec<&'static str>,
        sign: impl FnOnce(Scheme, &[u8]) -> Vec<u8>,
    ) -> Vec<u8> {
        let own = || (signer.key)().algorithm();
        let algorithm = self.algorithm.take().unwrap_or_else(own);
        // Where two faults do not go together, the key signs as it can, under the name that was asked for.
        let scheme = if signer.fits(algorithm.scheme) { algorithm.scheme } else { own().scheme };
        let outer = self.outer_algorithm.take().unwrap_or_else(|| algorithm.identifier.clone());
        let mut signed = self.signed_part(&algorithm.identifier);
        for change in std::mem::take(&mut self.before_signing) {
            change(&mut signed, tags);
        }
        let mut signature = sign(scheme, &signed);
        for change in self.after_signing {
            change(&mut signed);
        }
        for change in self.on_signature {
            change(&mut signature);
        }
        let mut signature = der::bit_string(&signature);
        for change in self.on_bit_string {
            change(&mut signature);
        }
        let mut certificate = der::sequence(&[signed, outer, signature]);
        for change in self.on_certificate {
            change(&mut certificate);
        }
        certificate
    }

    fn signed_part(&self, algorithm: &[u8]) -> Vec<u8> {
        let extensions: Vec<_> = self.extensions.iter().map(Extension::to_der).collect();
        let extensions = match extensions.is_empty() {
            true => Vec::new(),
            false => der::explicit(3, &der::sequence(&extensions)),
        };
        let validity = || der::sequence(&[&self.not_before, &self.not_after]);
        der::sequence(&[
            self.version.clone(),
            self.serial.clone(),
            self.inner_algorithm.clone().unwrap_or_else(|| algorithm.to_vec()),
            self.issuer.clone(),
            self.validity.clone().unwrap_or_else(validity),
            self.subject.clone(),
            self.public_key.clone(),
            self.unique_identifiers.clone(),
            self.raw_extensions.clone().unwrap_or(extensions),
            self.behind_extensions.clone(),
        ])
    }
}
