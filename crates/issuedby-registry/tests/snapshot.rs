//! A CA that cannot be used does not stop the clients of the others.

mod common;

use std::sync::Arc;

use common::certificates::{sample, sample_ca};
use common::{account, at, ca_name, domain_name};
use issuedby::Reason;
use issuedby::provider::{AwsLcRs, KeyRejected, PreparedKey, Provider};
use issuedby_registry::{
    CaCertificateRecord, DomainKind, MemoryRegistry, NewCaCertificate, Registry, SqliteRegistry,
};
use pki_types::SignatureVerificationAlgorithm;
use rusqlite::Connection;

/// A provider that takes every key but one.
#[derive(Debug)]
struct Without(Vec<u8>);

impl Provider for Without {
    fn algorithms(&self) -> &[&'static dyn SignatureVerificationAlgorithm] {
        AwsLcRs.algorithms()
    }

    fn prepare(&self, public_key_info: &[u8]) -> Result<PreparedKey, KeyRejected> {
        match public_key_info == self.0 {
            true => Err(KeyRejected),
            false => AwsLcRs.prepare(public_key_info),
        }
    }
}

/// Two CAs of an account that a domain serves: `first` and `second`.
fn fill(registry: &mut dyn Registry) -> [CaCertificateRecord; 2] {
    registry
        .add_domain(&account("acme"), &domain_name("a.example"), DomainKind::Managed, at(0))
        .expect("free");
    [("first", "ca.pem"), ("second", "other-ca.pem")].map(|(name, file)| {
        let new = NewCaCertificate::new(account("acme"), ca_name(name), sample_ca(file), at(0));
        registry.create_ca_certificate(&new.expect("an identifier")).expect("free")
    })
}

#[test]
fn a_key_that_the_provider_does_not_take_is_left_out() {
    let mut registry = MemoryRegistry::new();
    let [first, second] = fill(&mut registry);
    let snapshot = registry.snapshot(&domain_name("a.example")).expect("an answer").expect("active");
    let key = sample_ca("ca.pem").certificate().public_key_info().to_vec();
    let (set, left_out) = snapshot.into_ca_set(Arc::new(Without(key))).expect("a set");
    assert_eq!(set.iter().filter_map(|ca| ca.id()).collect::<Vec<_>>(), [second.id.as_str()]);
    assert_eq!(left_out.len(), 1);
    assert_eq!((&left_out[0].id, left_out[0].error.reason()), (&first.id, Reason::CaKeyUnsupported));
}

#[test]
fn a_certificate_that_this_version_does_not_take_is_left_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("registry");
    let mut registry = SqliteRegistry::open_or_create(&path).expect("a registry");
    let [first, second] = fill(&mut registry);
    // As if an earlier version had accepted it.
    let by_hand = Connection::open(&path).expect("a database");
    let leaf = sample("client.pem");
    by_hand
        .execute("UPDATE ca_certificate SET der = ?1 WHERE id = ?2", (leaf, first.id.as_str()))
        .expect("a row");
    let snapshot = registry.snapshot(&domain_name("a.example")).expect("an answer").expect("active");
    assert_eq!(snapshot.left_out().len(), 1);
    assert_eq!(
        (&snapshot.left_out()[0].id, snapshot.left_out()[0].error.reason()),
        (&first.id, Reason::NotACa)
    );
    let (set, left_out) = snapshot.into_ca_set(Arc::new(AwsLcRs)).expect("a set");
    assert_eq!(set.iter().filter_map(|ca| ca.id()).collect::<Vec<_>>(), [second.id.as_str()]);
    assert_eq!(left_out.len(), 1);
    // It can still be seen and deleted.
    registry.ca_certificate(&account("acme"), &first.id).expect("there");
    registry.delete_ca_certificate(&account("acme"), &first.id).expect("there");
}
