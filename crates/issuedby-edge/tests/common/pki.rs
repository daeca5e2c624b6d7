//! Certificate authorities and what they issue, made anew for every test.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use pki_types::{CertificateDer, PrivateKeyDer};
use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyPair, KeyUsagePurpose,
};

/// A CA.
pub struct Ca {
    certificate: rcgen::Certificate,
    issuer: Issuer<'static, KeyPair>,
}

/// A certificate with its key.
pub struct Leaf {
    pub certificate: rcgen::Certificate,
    pub key: KeyPair,
    pub along: Vec<CertificateDer<'static>>,
}

impl Ca {
    pub fn new(name: &str) -> Self {
        Self::with_key(name, KeyPair::generate().unwrap())
    }

    /// One that is valid until then.
    pub fn until(name: &str, end: SystemTime) -> Self {
        Self::make(name, KeyPair::generate().unwrap(), |params| params.not_after = end.into())
    }

    fn with_key(name: &str, key: KeyPair) -> Self {
        Self::make(name, key, |_| {})
    }

    fn make(name: &str, key: KeyPair, change: impl FnOnce(&mut CertificateParams)) -> Self {
        let mut params = CertificateParams::default();
        change(&mut params);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        params.distinguished_name.push(DnType::CommonName, name);
        let certificate = params.self_signed(&key).unwrap();
        Self { certificate, issuer: Issuer::new(params, key) }
    }

    pub fn der(&self) -> &[u8] {
        self.certificate.der()
    }

    pub fn certificate(&self) -> CertificateDer<'static> {
        self.certificate.der().clone()
    }

    pub fn pem(&self) -> String {
        self.certificate.pem()
    }

    /// A client that is verified.
    pub fn client(&self, name: &str) -> Leaf {
        self.issue(name, |_| {})
    }

    pub fn issue(&self, name: &str, change: impl FnOnce(&mut CertificateParams)) -> Leaf {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        params.use_authority_key_identifier_extension = true;
        change(&mut params);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        Leaf { certificate, key, along: Vec::new() }
    }

    /// A client whose certificate has so many bytes more than usual.
    pub fn large_client(&self, bytes: usize) -> Leaf {
        self.issue("large", |params| {
            let extension = CustomExtension::from_oid_content(&[1, 3, 6, 1, 4, 1, 99999, 1], vec![4; bytes]);
            params.custom_extensions.push(extension);
        })
    }

    pub fn serve(&self, names: &[&str]) -> Leaf {
        self.serve_with(names, |_| {})
    }

    /// A server whose certificate is valid until then.
    pub fn serve_until(&self, names: &[&str], end: SystemTime) -> Leaf {
        self.serve_with(names, |params| params.not_after = end.into())
    }

    fn serve_with(&self, names: &[&str], change: impl FnOnce(&mut CertificateParams)) -> Leaf {
        let mut params =
            CertificateParams::new(names.iter().map(ToString::to_string).collect::<Vec<_>>()).unwrap();
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        change(&mut params);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        Leaf { certificate, key, along: Vec::new() }
    }
}

impl Leaf {
    pub fn der(&self) -> &CertificateDer<'static> {
        self.certificate.der()
    }

    pub fn chain(&self) -> Vec<CertificateDer<'static>> {
        [self.der().clone()].into_iter().chain(self.along.iter().cloned()).collect()
    }

    pub fn key(&self) -> PrivateKeyDer<'static> {
        PrivateKeyDer::try_from(self.key.serialize_der()).unwrap()
    }

    /// RFC 9440 text of the certificate.
    pub fn client_cert(&self) -> String {
        issuedby::ClientCert::encode(self.der())
    }

    pub fn write(&self, chain: &Path, key: &Path) {
        fs::write(chain, self.certificate.pem()).unwrap();
        fs::write(key, self.key.serialize_pem()).unwrap();
    }
}
