//! The certificate authorities of the samples and the cases, and the client they issue to.

use crate::certificate::Certificate;
use crate::extension::{CRL_SIGN, DIGITAL_SIGNATURE, Extension, KEY_CERT_SIGN};
use crate::key::{self, Key};
use crate::name::Name;
use crate::oid;

/// A CA: its certificate, its key and its name.
#[derive(Clone)]
pub struct Authority {
    /// The contents of the certificate.
    pub certificate: Certificate,
    /// The certificate, as DER.
    pub der: Vec<u8>,
    key: &'static Key,
}

impl Authority {
    /// A CA with a certificate signed by itself.
    pub fn root(name: Name, key: &'static Key) -> Self {
        Self::self_signed(root_certificate(name, key), key)
    }

    /// A CA with this certificate, signed by itself.
    pub fn self_signed(certificate: Certificate, key: &'static Key) -> Self {
        Self { der: certificate.sign(key), certificate, key }
    }

    /// A CA below this one.
    pub fn subordinate(&self, name: Name, key: &'static Key) -> Self {
        let certificate = Certificate { issuer: self.name(), ..root_certificate(name, key) }
            .extended(Extension::authority_key_identifier(self.key));
        Self { der: certificate.sign(self.key), certificate, key }
    }

    /// The subject of the CA certificate.
    pub fn name(&self) -> Name {
        self.certificate.subject.clone()
    }

    /// The CA's key.
    pub fn key(&self) -> &'static Key {
        self.key
    }

    /// The certificate of `client-1`, as this CA issues it, not yet signed.
    pub fn client(&self) -> Certificate {
        self.client_of(key::p256_client())
    }

    /// The certificate of `client-1` for another key than the usual one.
    pub fn client_of(&self, key: &Key) -> Certificate {
        Certificate::new(Name::example("client-1"), key.public(), self.name())
            .extended(Extension::key_usage(DIGITAL_SIGNATURE))
            .extended(Extension::extended_key_usage(&[oid::CLIENT_AUTH]))
            .extended(Extension::subject_key_identifier(key))
            .extended(Extension::authority_key_identifier(self.key))
    }

    /// The certificate, signed by this CA.
    pub fn issue(&self, certificate: &Certificate) -> Vec<u8> {
        certificate.sign(self.key)
    }
}

/// `CN=example-ca,O=Example,C=US`, P-256: the CA that most cases load.
pub fn example() -> Authority {
    Authority::root(Name::example("example-ca"), key::p256_ca())
}

/// The same name and key, with a later validity period.
pub fn renewed() -> Authority {
    let certificate = root_certificate(Name::example("example-ca"), key::p256_ca())
        .valid("2025-06-01T00:00:00Z", "2109-12-31T23:59:59Z")
        .with(|certificate| certificate.serial = vec![2]);
    Authority::self_signed(certificate, key::p256_ca())
}

/// The same name and key, expired.
pub fn expired() -> Authority {
    let certificate = root_certificate(Name::example("example-ca"), key::p256_ca())
        .valid("2015-01-01T00:00:00Z", "2025-12-31T23:59:59Z")
        .with(|certificate| certificate.serial = vec![3]);
    Authority::self_signed(certificate, key::p256_ca())
}

/// The same name, and another key.
pub fn twin() -> Authority {
    Authority::root(Name::example("example-ca"), key::p256_twin_ca())
}

/// `CN=other-ca,O=Example,C=US`, P-256.
pub fn other() -> Authority {
    Authority::root(Name::example("other-ca"), key::p256_other_ca())
}

/// `CN=example-intermediate,O=Example,C=US`, below [`example`].
pub fn intermediate() -> Authority {
    example().subordinate(Name::example("example-intermediate"), key::p256_intermediate())
}

/// A CA certificate for this name and key, as [`Authority::root`] signs it.
pub fn root_certificate(name: Name, key: &Key) -> Certificate {
    Certificate::new(name.clone(), key.public(), name)
        .valid("2020-01-01T00:00:00Z", "2099-12-31T23:59:59Z")
        .with(|certificate| certificate.serial = vec![1])
        .extended(Extension::ca())
        .extended(Extension::key_usage(KEY_CERT_SIGN | CRL_SIGN))
        .extended(Extension::subject_key_identifier(key))
}
