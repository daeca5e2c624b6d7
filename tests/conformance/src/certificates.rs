//! A CA and its client, made anew with fresh P-256 keys.

use rcgen::KeyPair;

use crate::der::{UTF8_STRING, common_name};
use crate::template::Template;

/// A CA that can sign whatever a test needs.
pub struct Issuer {
    /// Its Name, SEQUENCE header included.
    pub name: Vec<u8>,
    /// Its key.
    pub key: KeyPair,
    /// A key for its clients.
    pub client_key: KeyPair,
}

impl Issuer {
    /// A CA named `CN=example-ca`.
    pub fn new() -> Self {
        Self::named(common_name(UTF8_STRING, "example-ca"))
    }

    /// A CA with this Name.
    pub fn named(name: Vec<u8>) -> Self {
        Self { name, key: fresh_key(), client_key: fresh_key() }
    }

    /// The parts of the CA's own certificate.
    pub fn template(&self) -> Template {
        Template::ca(&self.name, &self.key)
    }

    /// The CA's own certificate.
    pub fn certificate(&self) -> Vec<u8> {
        self.template().sign(&self.key)
    }

    /// The parts of a client's certificate.
    pub fn client(&self) -> Template {
        Template::leaf(&self.name, &self.client_key)
    }

    /// A client's certificate, signed.
    pub fn issue(&self, template: &Template) -> Vec<u8> {
        template.sign(&self.key)
    }
}

impl Default for Issuer {
    fn default() -> Self {
        Self::new()
    }
}

/// A new P-256 key.
pub fn fresh_key() -> KeyPair {
    KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).expect("a P-256 key")
}
