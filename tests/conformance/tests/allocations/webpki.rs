//! What webpki itself allocates, and what the core does about it.

use issuedby::provider::default_provider;
use issuedby_conformance::bare_webpki::unix_time;
use issuedby_conformance::certificates::Issuer;
use issuedby_conformance::template::{NOW, extended_key_usage, purpose};
use pki_types::{CertificateDer, SignatureVerificationAlgorithm};
use webpki::{EndEntityCert, Error, ExtendedKeyUsageValidator, KeyPurposeIdIter, KeyUsage, anchor_from_trusted_cert};

use crate::counted;

/// Allocations of parsing and verifying a client with `purposes` for `usage`, under a prepared key.
fn allocations(purposes: &[&[u8]], usage: impl ExtendedKeyUsageValidator) -> usize {
    let issuer = Issuer::new();
    let leaf = issuer.client().with_only_extensions(vec![extended_key_usage(purposes)]);
    let leaf = CertificateDer::from(issuer.issue(&leaf));
    let ca = CertificateDer::from(issuer.certificate());
    let anchors = [anchor_from_trusted_cert(&ca).expect("an anchor")];
    let key = default_provider().prepare(&issuer.template().public_key_info).expect("a P-256 key");
    let algorithms: Vec<&dyn SignatureVerificationAlgorithm> = key.iter().map(|boxed| &**boxed).collect();
    let verify = || {
        let leaf = EndEntityCert::try_from(&leaf)?;
        let now = unix_time(NOW);
        leaf.verify_for_usage(&algorithms, &anchors, &[], now, &usage, None, None).map(|_| ())
    };
    verify().expect("a good leaf");
    let (answer, count) = counted(verify);
    answer.expect("a good leaf");
    count
}

/// Any purpose will do.
struct Indifferent;

impl ExtendedKeyUsageValidator for Indifferent {
    fn validate(&self, _purposes: KeyPurposeIdIter<'_, '_>) -> Result<(), Error> {
        Ok(())
    }
}

#[test]
fn the_stock_client_auth_usage_allocates_on_server_auth_and_client_auth() {
    assert!(allocations(&[purpose::SERVER_AUTH, purpose::CLIENT_AUTH], KeyUsage::client_auth()) > 0);
}

#[test]
fn parsing_and_verifying_with_a_prepared_key_allocates_nothing() {
    assert_eq!(allocations(&[purpose::CLIENT_AUTH], KeyUsage::client_auth()), 0);
    assert_eq!(allocations(&[purpose::SERVER_AUTH, purpose::CLIENT_AUTH], Indifferent), 0);
}
