//! The allocations of webpki itself, and the remedy of the core.

use issuedby::CaCertificate;
use issuedby::provider::default_provider;
use issuedby_conformance::bare_webpki::unix_time;
use issuedby_conformance::certificates::Issuer;
use issuedby_conformance::template::{NOW, extended_key_usage, purpose};
use pki_types::{CertificateDer, SignatureVerificationAlgorithm};
use webpki::{
    EndEntityCert, Error, ExtendedKeyUsageValidator, KeyPurposeIdIter, KeyUsage, anchor_from_trusted_cert,
};

use crate::counted;

/// Allocations of webpki alone for a good leaf of `ca`: parsing it and verifying it under a prepared key.
pub(crate) fn allocations(leaf: &[u8], ca: &[u8], now: u64, usage: impl ExtendedKeyUsageValidator) -> usize {
    let key_info = CaCertificate::from_der(ca).expect("a fit CA").certificate().public_key_info().to_vec();
    let key = default_provider().prepare(&key_info).expect("a key of the provider's kinds");
    let algorithms: Vec<&dyn SignatureVerificationAlgorithm> = key.iter().map(|boxed| &**boxed).collect();
    let (leaf, ca) = (CertificateDer::from(leaf), CertificateDer::from(ca));
    let anchors = [anchor_from_trusted_cert(&ca).expect("an anchor")];
    let verify = || {
        let leaf = EndEntityCert::try_from(&leaf)?;
        leaf.verify_for_usage(&algorithms, &anchors, &[], unix_time(now), &usage, None, None).map(|_| ())
    };
    verify().expect("a good leaf");
    let (answer, count) = counted(verify);
    answer.expect("a good leaf");
    count
}

/// The same for a client with these purposes.
fn allocations_for(purposes: &[&[u8]], usage: impl ExtendedKeyUsageValidator) -> usize {
    let issuer = Issuer::new();
    let leaf = issuer.client().with_only_extensions(vec![extended_key_usage(purposes)]);
    allocations(&issuer.issue(&leaf), &issuer.certificate(), NOW, usage)
}

/// Any purpose will do.
pub(crate) struct Indifferent;

impl ExtendedKeyUsageValidator for Indifferent {
    fn validate(&self, _purposes: KeyPurposeIdIter<'_, '_>) -> Result<(), Error> {
        Ok(())
    }
}

#[test]
fn the_stock_client_auth_usage_allocates() {
    assert!(allocations_for(&[purpose::SERVER_AUTH, purpose::CLIENT_AUTH], KeyUsage::client_auth()) > 0);
}

#[test]
fn parsing_and_verifying_with_a_prepared_key_allocates_nothing() {
    assert_eq!(allocations_for(&[purpose::CLIENT_AUTH], KeyUsage::client_auth()), 0);
    assert_eq!(allocations_for(&[purpose::SERVER_AUTH, purpose::CLIENT_AUTH], Indifferent), 0);
}
