//! The files that both servers read: certificates, keys, a registry.

use std::fs;
use std::path::PathBuf;

use issuedby::{CaCertificate, UnixTime};
use issuedby_registry::{
    AccountName, CaName, DomainKind, DomainName, NewCaCertificate, Registry, SqliteRegistry,
};
use pki_types::{CertificateDer, PrivateKeyDer};
use rcgen::{BasicConstraints, Certificate, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use tempfile::TempDir;

pub(crate) const DOMAIN: &str = "api.example";
/// A domain of another account, with the same CA.
pub(crate) const OTHER_DOMAIN: &str = "other.example";

/// A folder with everything.
pub(crate) struct Place {
    folder: TempDir,
    ca: Certificate,
    client: Certificate,
    client_key: KeyPair,
    pub(crate) server: CertificateDer<'static>,
}

impl Place {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let ca_key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, "clients");
        let ca = params.self_signed(&ca_key).expect("a CA");
        let issuer = Issuer::new(params, ca_key);
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, "client-1");
        let client_key = KeyPair::generate().expect("a key");
        let client = params.signed_by(&client_key, &issuer).expect("a client");

        let server_key = KeyPair::generate().expect("a key");
        let params = CertificateParams::new([DOMAIN, OTHER_DOMAIN].map(str::to_owned)).expect("a name");
        let server = params.self_signed(&server_key).expect("a server");
        let write = |name: &str, text: String| fs::write(folder.path().join(name), text).expect("a file");
        write("server.pem", server.pem());
        write("server-key.pem", server_key.serialize_pem());

        let mut registry =
            SqliteRegistry::open_or_create(folder.path().join("registry.sqlite")).expect("a registry");
        for (account, domain) in [("acme", DOMAIN), ("other", OTHER_DOMAIN)] {
            let account = AccountName::parse(account).expect("a name");
            let loaded = CaCertificate::from_der(ca.der()).expect("a CA");
            let name = CaName::parse("clients").expect("a name");
            let new = NewCaCertificate::new(account.clone(), name, loaded, UnixTime::now()).expect("an id");
            registry.create_ca_certificate(&new).expect("it is new");
            let domain = DomainName::parse(domain).expect("a name");
            registry.add_domain(&account, &domain, DomainKind::Managed, UnixTime::now()).expect("it is new");
        }
        Self { folder, ca, client, client_key, server: server.der().clone() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn ca_der(&self) -> Vec<u8> {
        self.ca.der().to_vec()
    }

    pub(crate) fn client_der(&self) -> CertificateDer<'static> {
        self.client.der().clone()
    }

    pub(crate) fn client_key(&self) -> PrivateKeyDer<'static> {
        PrivateKeyDer::try_from(self.client_key.serialize_der()).expect("a key")
    }
}
